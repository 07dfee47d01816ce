//! What may be seen of a network from outside: its gauges, its measurements, its moves.

use super::attempt::{Attempt, NOBODY};
use super::index::{CARD_MANAGEMENT, CHANNEL, DATABASE, GATEWAY, place};
use super::journal::{Follows, Journal, Line, What};
use super::measure::Window;
use super::network::Network;
use super::place::Place;
use super::plan::UNLIMITED;
use super::recovery::{Backlog, Money, RecoveryCounts};
use super::security::SecurityCounts;
use super::series::Roster;
use super::station::Station;
use super::tally::{Mark, StationMark};
use super::watch::Move;
use crate::math;
use crate::units::{Instant, Nanos};

/// How full a station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// The station.
    pub place: Place,
    /// Its workers; `None` for any number.
    pub workers: Option<u32>,
    /// How many may wait; `None` for any number.
    pub queue_limit: Option<u32>,
    /// Payments waiting.
    pub waiting: u32,
    /// Workers held.
    pub busy: u32,
    /// Payments turned away so far.
    pub rejected: u64,
    /// Payments that came so far, those turned away included.
    pub arrivals: u64,
}

impl Network {
    /// Every station, in the order of [`Place::stations`], then those of the security controls, then the forwarders.
    pub fn gauges(&self) -> impl Iterator<Item = Gauge> {
        self.stations.iter().enumerate().map(|(index, station)| Gauge {
            place: self.place_of(index),
            workers: (station.workers != UNLIMITED && !(index == CHANNEL && self.blocks.is_some()))
                .then_some(station.workers),
            queue_limit: (station.queue_limit != UNLIMITED).then_some(station.queue_limit),
            waiting: station.waiting.value(),
            busy: station.busy.value(),
            rejected: station.rejected,
            arrivals: station.arrivals,
        })
    }

    /// The place of a station: those of the security controls stand behind the processors.
    #[inline]
    pub(super) fn place_of(&self, station: usize) -> Place {
        if station == self.forwarders {
            return Place::Forwarders;
        }
        let control = station.checked_sub(self.controls);
        control.and_then(|control| super::security::PLACES.get(control).copied()).unwrap_or_else(|| place(station))
    }

    /// What the columns of [`Network::series`] speak of.
    #[must_use]
    pub fn roster(&self) -> Roster {
        let charted = &self.measure.charted;
        let stations = charted.stations.iter().map(|(index, _)| self.place_of(*index)).collect();
        Roster { stations, scaled: charted.scaled }
    }

    /// What was counted of fraud and of the controls since measuring began; `None` where security takes no part.
    #[must_use]
    pub fn security(&self) -> Option<SecurityCounts> {
        self.recovery.as_ref()?.security.seen()
    }

    /// What is known of answers that follow; `None` where every answer is the result.
    #[must_use]
    pub fn backlog_now(&self) -> Option<Backlog<'_>> {
        let station = self.stations.get(self.forwarders)?;
        self.recovery.as_ref()?.answers([station.waiting.value(), station.busy.value()])
    }

    /// Closes the rows and batches that end at or before now; for a look between two events.
    pub fn settle(&mut self, now: Instant) {
        self.measure.settle(now, &self.stations);
    }

    /// The part of the run that is measured.
    #[must_use]
    pub fn window(&self) -> Window<'_> {
        self.measure.window()
    }

    /// Counts and integrals now.
    #[must_use]
    pub fn mark(&self, now: Instant) -> Mark {
        self.measure.mark(now, &self.stations)
    }

    /// Ends of a tier's rows in seconds, and its columns in the order of [`super::columns`].
    #[must_use]
    pub fn series(&self, tier: usize) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
        self.measure.tier(tier).map(super::series::Tier::table)
    }

    /// Admitted payments under way.
    #[must_use]
    pub const fn in_system(&self) -> u32 {
        self.measure.in_system.value()
    }

    /// Fingerprint of every event so far: equal for equal runs.
    #[must_use]
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    /// Payments that were created and have not ended.
    #[must_use]
    pub fn under_way(&self) -> u64 {
        self.recovery
            .as_ref()
            .map_or_else(|| math::wide(self.attempts.len() - self.reads_behind()), |book| book.under_way)
    }

    /// When the payments came that were created and have not ended, in no order.
    #[must_use]
    pub fn arrivals_under_way(&self) -> Vec<Instant> {
        let payments = self.attempts.present().filter(|attempt| attempt.number != NOBODY);
        self.recovery.as_ref().map_or_else(
            || payments.map(|payment| payment.arrived).collect(),
            |book| book.arrivals_under_way().collect(),
        )
    }

    /// Payments and attempts that are remembered: what fills the memory.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.attempts.len() + self.recovery.as_ref().map_or(0, |book| book.remembered())
    }

    /// Picks of the balancer so far.
    #[must_use]
    pub fn picks(&self) -> u64 {
        self.stations.iter().map(|station| station.picks).sum()
    }

    /// Entries in the cache.
    #[must_use]
    pub fn resident(&self) -> usize {
        self.cache.len()
    }

    /// Arrivals per second now; zero in a closed loop.
    #[must_use]
    pub fn rate(&self, now: Instant) -> f64 {
        self.source.rate(now)
    }

    /// The number that the balancing policy keeps for a processor.
    #[must_use]
    pub fn score(&self, processor: usize) -> Option<f64> {
        self.routing.score(processor)
    }

    /// What was counted of answers that did not come, since measuring began; `None` where every answer comes.
    #[must_use]
    pub fn recovery(&self) -> Option<RecoveryCounts> {
        let book = self.recovery.as_ref()?;
        Some(book.counts.since(&book.origin.unwrap_or_default()))
    }

    /// Payments that are not judged yet because something about them is open, and what is held for them now; `None` where
    /// every answer comes.
    #[must_use]
    pub fn open(&self) -> Option<Money> {
        Some(self.recovery.as_ref()?.open())
    }

    /// Cards whose approvals are not all in the database, because only the cache has them yet.
    #[must_use]
    pub fn unwritten(&self) -> u32 {
        self.recovery.as_ref().map_or(0, |book| book.unwritten())
    }

    /// Nobody comes any more but those who are on their way: for looking at how a run ends.
    pub fn shut(&mut self) {
        self.source.shut();
    }

    /// Shows the moves of one of so many payments; of none for 0.
    pub fn watch(&mut self, sample_every: u64) {
        self.watch.sample(sample_every);
    }

    /// The moves seen since they were last asked for.
    pub fn moves(&mut self) -> Vec<Move> {
        self.watch.collect()
    }

    /// The last move of any payment while watching.
    #[must_use]
    pub const fn last_move(&self) -> Option<Move> {
        self.watch.last()
    }

    /// How often a law that must hold did not: payments in their stations' books, payments in the run's, and Little's
    /// law, number = rate x time, which is exact where the unfinished times of those still there are counted too: the
    /// integral of a queue's length is the sum of the waits in it.
    #[must_use]
    pub fn violations(&self, now: Instant) -> Vec<(&'static str, u64)> {
        let tally = &self.mark(now).total.tally;
        let under_way = self.under_way();
        let ended = tally.completed + tally.failed;
        let balance = tally.offered.abs_diff(ended + under_way);
        let admitted = tally.accepted.abs_diff(tally.departed + u64::from(self.in_system()));
        let stations = self.stations.iter().map(Station::imbalance).sum();
        let queues = self.stations.iter().filter(|station| !station.obeys_little(now)).count();
        let system = self.measure.in_system.area(now) != tally.sojourn_nanos + self.unfinished(now);
        let mut laws = vec![
            ("arrivals = completed + failed + in flight (I9)", balance),
            ("accepted = departed + in flight", admitted),
            (
                "at every station: arrivals = turned away + waiting + dropped + started, started = released + held",
                stations,
            ),
            ("Little's law at every station: integral of the queue = sum of the waits", crate::math::wide(queues)),
            ("Little's law of the system: integral of the payments in it = sum of their times", u64::from(system)),
        ];
        laws.extend(self.recovery.iter().flat_map(|book| book.violations(self.backlog())));
        laws
    }
}

impl Network {
    /// Times since their admission of the payments that are in the system, in nanoseconds.
    fn unfinished(&self, now: Instant) -> u128 {
        let time = |attempt: &Attempt| {
            if attempt.number == NOBODY { 0 } else { u128::from(now.since(attempt.arrived).get()) }
        };
        let plain = || self.attempts.sum(time);
        self.recovery.as_ref().map_or_else(plain, |book| book.unfinished(now))
    }

    /// A move of an attempt, under the attempt's own number.
    pub(super) fn movement(&self, id: u32, from: Place, to: Place, waits: bool, at: Instant) -> Move {
        let attempt = &self.attempts[id];
        let takes = match (from, to) {
            (Place::Processor(_), Place::Channel) if !waits => attempt.demand.channel,
            (Place::Channel, Place::Processor(_)) => attempt.demand.answer,
            (Place::Processor(from), Place::Gateway) => {
                self.routing.between(attempt.number, usize::from(from)).unwrap_or(Nanos::ZERO)
            }
            _ => Nanos::ZERO,
        };
        let cell = if to == Place::CardManagement { self.cache.slot_of(attempt.card) } else { None };
        Move { at, takes, payment: attempt.number, from, to, outcome: attempt.outcome, waits, cell }
    }

    /// Shows a move where every answer comes: a payment's only attempt has its number.
    #[inline]
    pub(super) fn show(&mut self, id: u32, from: Place, to: Place, waits: bool, at: Instant) {
        if self.watch.on() {
            self.show_watched(id, from, to, waits, at);
        }
    }

    /// A payment comes to a station from the place before it.
    #[inline]
    pub(super) fn show_offer(&mut self, station: usize, id: u32, waits: bool, at: Instant) {
        if self.watch.on() {
            let from = match station {
                GATEWAY => Place::Merchants,
                CHANNEL => Place::Processor(self.attempts[id].processor),
                CARD_MANAGEMENT => Place::Channel,
                DATABASE => Place::CardManagement,
                _ => Place::Balancer,
            };
            self.show_watched(id, from, place(station), waits, at);
        }
    }

    #[cold]
    #[inline(never)]
    fn show_watched(&mut self, id: u32, from: Place, to: Place, waits: bool, at: Instant) {
        let seen = self.movement(id, from, to, waits, at);
        self.watch.see(seen);
    }

    /// Writes down what happens to an attempt of a network in which every answer comes.
    #[inline]
    pub(super) fn note(&mut self, id: u32, at: Instant, what: What) {
        if self.journal.is_some() {
            self.write(self.attempts[id].number, id, at, what);
        }
    }

    /// Writes a line about a payment and one of its attempts.
    #[cold]
    #[inline(never)]
    pub(super) fn write(&mut self, payment: u64, id: u32, at: Instant, what: What) {
        let attempt = self.attempts[id].number;
        if let Some(journal) = &mut self.journal {
            journal.write(Line { at, payment, attempt, what });
        }
    }

    /// Writes down what happens to some payments from now on.
    pub fn follow(&mut self, follows: Follows) {
        self.journal = Some(Box::new(Journal::new(follows)));
    }

    /// The lines that were written since they were last asked for.
    pub fn lines(&mut self) -> Vec<Line> {
        self.journal.as_mut().map_or_else(Vec::new, |journal| journal.collect())
    }
}

impl Station {
    /// By how much the books of a station do not balance.
    fn imbalance(&self) -> u64 {
        let came = self.rejected + u64::from(self.waiting.value()) + self.started + self.dropped;
        let held = self.released + u64::from(self.busy.value());
        self.arrivals.abs_diff(came) + self.started.abs_diff(held)
    }

    /// Whether the integral of the queue is the sum of the waits, those that are not over included.
    fn obeys_little(&self, now: Instant) -> bool {
        self.waiting.area(now) == self.waited + self.unfinished(now)
    }
}

impl StationMark {
    /// What happened at the station since an earlier mark.
    #[must_use]
    pub const fn since(&self, earlier: &Self) -> Self {
        Self {
            waiting: self.waiting - earlier.waiting,
            busy: self.busy - earlier.busy,
            picks: self.picks - earlier.picks,
            arrivals: self.arrivals - earlier.arrivals,
            rejected: self.rejected - earlier.rejected,
            started: self.started - earlier.started,
            released: self.released - earlier.released,
            dropped: self.dropped - earlier.dropped,
            pool: self.pool - earlier.pool,
            waiting_ahead: self.waiting_ahead - earlier.waiting_ahead,
            called_ahead: self.called_ahead - earlier.called_ahead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Simulation;
    use crate::scenario::Preset;

    /// With payments under way, every answer coming or not, their times are known to the nanosecond.
    #[test]
    fn a_nanosecond_too_much_breaks_the_law_of_the_system() {
        let law = "Little's law of the system: integral of the payments in it = sum of their times";
        let broken = |network: &Network, now| network.violations(now).contains(&(law, 1));
        for id in ["calm-day", "retry-storm"] {
            let (network, queue) = Network::new(&Preset::find(id).unwrap().checked().plan(), 1);
            let mut simulation = Simulation::new(network, queue);
            simulation.run(Instant::from_seconds(20.0), u64::MAX);
            let (now, network) = (simulation.now(), &mut simulation.model);
            assert!(network.in_system() > 0, "{id}: some are under way");
            assert!(!broken(network, now), "{id}: it holds");
            network.measure.tally.sojourn_nanos += 1;
            assert!(broken(network, now), "{id}: and what is wrong is noticed");
        }
    }
}
