//! Where arrivals exceed capacity, and what becomes of the rest.
//!
//! Without a limit a queue grows for ever and there is nothing to estimate. With one it fills once, and from then on the
//! station is a loss system: what does not fit is turned away, what passes is steady, and both can be measured. Which of
//! both it is lies in the scenario, so that the answer does not change while the queue fills.

use super::report::{Overload, StationReport};
use crate::math;
use crate::payment::{Gauge, Place, StationMark};
use crate::scenario::{ChannelKind, Scenario};
use crate::units::Nanos;

/// A queue grows only if its workers were held for more than this share of the time ...
const UTILISATION: f64 = 0.98;
/// ... and more than this share of its arrivals stayed in the queue ...
const GROWTH: f64 = 0.01;
/// ... and so many payments wait for each worker. All three together keep a busy but stable place out.
const WAITING_PER_WORKER: f64 = 3.0;
/// A short queue proves nothing, however few the workers.
const WAITING_MIN: f64 = 20.0;
/// A station with a limit has too much to do only if its arrivals exceed its capacity by so many standard errors of a
/// Poisson count: chance fills a short queue now and then without any overload.
const STANDARD_ERRORS: f64 = 3.0;

/// Until so many payments came since the warm-up, the figures of an overload are those of the whole run.
const ARRIVALS_MIN: u64 = 1_000;

/// More comes to a station than it can bear; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Excess {
    /// Nothing bounds the queue: it grows for as long as the run lasts.
    Endless,
    /// The queue has a limit and is still on the way to it, so nothing is steady yet.
    Filling,
    /// The queue is full as a rule and turns away what does not fit.
    Rejecting,
}

/// A ledger channel has places in blocks instead of workers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ledger {
    /// Most that it can take per second.
    pub(super) bound_per_s: f64,
    places: u32,
    interval_s: f64,
}

impl Ledger {
    /// The ledger of a scenario, for the place that has one.
    pub(super) fn of(scenario: &Scenario, place: Place) -> Option<Self> {
        match scenario.channel.kind {
            ChannelKind::Ledger { block_interval_s, block_payments, .. } if place == Place::Channel => Some(Self {
                bound_per_s: f64::from(block_payments) / block_interval_s,
                places: block_payments,
                interval_s: block_interval_s,
            }),
            _ => None,
        }
    }
}

/// What a station counted: since the start of the run, and in the window that its report speaks of.
pub(super) struct Counted {
    pub(super) gauge: Gauge,
    pub(super) ledger: Option<Ledger>,
    pub(super) whole: StationMark,
    pub(super) elapsed: Nanos,
    pub(super) window: StationMark,
    pub(super) span: Nanos,
}

impl Counted {
    /// Whether more comes than the station can bear. A limited queue is judged by the whole run: it does not become
    /// doubtful again because a warm-up ends and the window begins anew.
    pub(super) fn excess(&self, station: &StationReport) -> Option<Excess> {
        let grows = self.grows(station);
        let endless = self.gauge.queue_limit.is_none();
        match () {
            () if endless && grows => Some(Excess::Endless),
            () if endless && self.whole.dropped == 0 => None,
            () if !self.exceeded() => None,
            () if grows => Some(Excess::Filling),
            () => (self.whole.rejected + self.whole.dropped > 0).then_some(Excess::Rejecting),
        }
    }

    /// What there is to say of it.
    pub(super) fn overload(&self, excess: Excess) -> Overload {
        let window = excess == Excess::Endless || self.window.arrivals >= ARRIVALS_MIN;
        let (seen, span) = if window { (self.window, self.span) } else { (self.whole, self.elapsed) };
        let (arrivals, held_s) = (math::float(seen.arrivals), math::float_wide(seen.busy) / 1e9);
        let per = |count: f64, seconds: f64| if seconds > 0.0 { count / seconds } else { 0.0 };
        let share = math::float(seen.rejected + seen.dropped) / arrivals.max(1.0);
        Overload {
            station: self.gauge.place.name(),
            offered_per_s: per(arrivals, span.seconds()),
            capacity_per_s: self.ledger.map_or_else(
                || per(f64::from(self.gauge.workers.unwrap_or(0)) * math::float(seen.released), held_s),
                |ledger| ledger.bound_per_s,
            ),
            rejected_share: (excess != Excess::Endless).then_some(share),
        }
    }

    fn grows(&self, station: &StationReport) -> bool {
        let workers = self.ledger.map(|ledger| ledger.places).or(station.workers);
        let Some((workers, capacity)) = workers.zip(station.capacity_per_s) else { return false };
        // The places of blocks are used whenever anybody waits: there is no share of time.
        let held = self.ledger.is_some() || station.utilisation.is_some_and(|utilisation| utilisation > UTILISATION);
        let seen = self.window;
        let stayed = math::float(seen.arrivals.saturating_sub(seen.started + seen.rejected + seen.dropped));
        held && station.arrivals_per_s > capacity
            && stayed > GROWTH * math::float(seen.arrivals)
            && f64::from(self.gauge.waiting) > (WAITING_PER_WORKER * f64::from(workers)).max(WAITING_MIN)
    }

    /// Whether the arrivals of the whole run exceed the capacity beyond chance.
    fn exceeded(&self) -> bool {
        let (seconds, arrivals) = (self.elapsed.seconds(), math::float(self.whole.arrivals));
        if let Some(ledger) = self.ledger {
            // Blocks come by chance too.
            let blocks = (seconds / ledger.interval_s).max(1.0);
            let chance = 1.0 + STANDARD_ERRORS * (arrivals.max(1.0).recip() + blocks.recip()).sqrt();
            return arrivals > chance * ledger.bound_per_s * seconds;
        }
        let Some(workers) = self.gauge.workers else { return false };
        let held_s = math::float_wide(self.whole.busy) / 1e9;
        let chance = 1.0 + STANDARD_ERRORS / arrivals.max(1.0).sqrt();
        // arrivals / seconds > chance * workers * released / held, without a division by nothing.
        arrivals * held_s > chance * f64::from(workers) * math::float(self.whole.released) * seconds
    }
}

impl Overload {
    /// The sentence that names the place.
    pub(super) fn sentence(&self) -> String {
        let Self { station, offered_per_s, capacity_per_s, rejected_share } = self;
        match rejected_share.map(|share| share * 100.0) {
            None => format!("arrivals {offered_per_s:.1}/s exceed capacity {capacity_per_s:.1}/s at {station}"),
            Some(percent) => {
                let done = match percent {
                    _ if percent <= 0.0 => "has a queue that fills".to_owned(),
                    _ if percent < 9.95 => format!("turns away {percent:.1} %"),
                    _ => format!("turns away {percent:.0} %"),
                };
                format!("{station} {done} (offered {offered_per_s:.1}/s, capacity {capacity_per_s:.1}/s)")
            }
        }
    }

    /// The sentence where nothing bounds the queue.
    pub(super) fn unstable(&self) -> Option<String> {
        self.rejected_share.is_none().then(|| self.sentence())
    }

    /// The sentence where a full queue turns payments away.
    pub(super) fn overloaded(&self) -> Option<String> {
        self.rejected_share.is_some().then(|| self.sentence())
    }
}
