//! The fault script: what goes wrong where, from when to when.

use super::Recovery;
use super::plan::{Fault, FaultPlan};
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::index::{CHANNEL, station};
use crate::payment::network::Network;
use crate::payment::place::Place;
use crate::payment::security::PLACES;
use crate::payment::station::Station;
use crate::units::{Instant, Nanos};

/// What is wrong with a station now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Health {
    /// Work that begins takes so many times as long.
    pub(super) slow: f64,
    /// Whatever comes is refused.
    pub(super) down: bool,
    /// Whatever comes vanishes.
    pub(super) silent: bool,
    /// Share of the work that fails.
    pub(super) errors: f64,
    /// Share of the messages that are lost, each way.
    pub(super) loss: f64,
    /// Since when its certificate is not valid, and within which time all connections are recycled.
    expired: Option<(Instant, Nanos)>,
    /// Share of its workers that is left.
    pub(super) capacity: f64,
}

impl Health {
    const GOOD: Self =
        Self { slow: 1.0, down: false, silent: false, errors: 0.0, loss: 0.0, expired: None, capacity: 1.0 };

    /// Share of its connections that can't be used. Ages of connections are uniform up to the time after which they are
    /// recycled, so they end one after the other.
    pub(super) fn refusing(&self, now: Instant) -> f64 {
        self.expired.map_or(0.0, |(since, within)| {
            if within == Nanos::ZERO { 1.0 } else { (now.since(since).seconds() / within.seconds()).min(1.0) }
        })
    }
}

/// The script, and the state of every station under it.
#[derive(Clone, Debug)]
pub(super) struct Faults {
    script: Vec<FaultPlan>,
    health: Vec<Health>,
    /// How long a read of the database takes while its index is gone.
    pub(super) scan: Option<Nanos>,
    /// Probes of an attack per second, and the share of them that tries a number which exists.
    attack: (f64, f64),
}

impl Faults {
    /// The script for so many stations, and for those of the controls behind them.
    pub(super) fn new(script: &[FaultPlan], stations: usize) -> Self {
        Self {
            script: script.to_vec(),
            health: vec![Health::GOOD; stations + PLACES.len()],
            scan: None,
            attack: (0.0, 0.0),
        }
    }

    /// The instants at which something changes.
    pub(super) fn changes(&self) -> impl Iterator<Item = Instant> {
        self.script.iter().flat_map(|fault| [fault.from, fault.until]).filter(|at| *at < Instant::NEVER)
    }

    /// The state of a station.
    #[inline]
    pub(super) fn at(&self, station: usize) -> &Health {
        &self.health[station]
    }

    /// Probes of an attack per second, and the share of them that tries a number which exists.
    pub(super) const fn attack(&self) -> (f64, f64) {
        self.attack
    }

    /// Whether a station loses workers at any time.
    pub(super) fn takes_workers(&self, station: usize) -> bool {
        let takes = |fault: &FaultPlan| matches!(fault.kind, Fault::Capacity(_));
        self.script.iter().any(|fault| takes(fault) && station_of(fault.place, self.health.len()) == station)
    }

    /// Brings every station's state to now. Returns whether the cache is emptied at this instant.
    pub(super) fn change(&mut self, now: Instant) -> bool {
        self.health.fill(Health::GOOD);
        self.scan = None;
        self.attack = (0.0, 0.0);
        let mut flushed = false;
        for fault in self.script.iter().filter(|fault| fault.from <= now && now < fault.until) {
            let place = station_of(fault.place, self.health.len());
            let Some(health) = self.health.get_mut(place) else { continue };
            match fault.kind {
                Fault::Slow(times) => health.slow *= times,
                Fault::Down => health.down = true,
                Fault::Silent => health.silent = true,
                Fault::Errors(share) => health.errors = either(health.errors, share),
                Fault::Loss(share) => health.loss = either(health.loss, share),
                Fault::Certificate(within) => health.expired = Some((fault.from, within)),
                Fault::Capacity(share) => health.capacity = health.capacity.min(share),
                Fault::Flush => flushed |= fault.from == now,
                Fault::IndexLost(takes) => self.scan = Some(takes),
                Fault::CardTesting { rate_per_s, valid_share } => {
                    let (rate, valid) = self.attack;
                    let sum = rate + rate_per_s;
                    self.attack = (sum, if sum > 0.0 { (rate * valid + rate_per_s * valid_share) / sum } else { 0.0 });
                }
            }
        }
        flushed
    }
}

/// The station of a place, where so many stations have a health.
fn station_of(place: Place, stations: usize) -> usize {
    let control = PLACES.iter().position(|control| *control == place);
    control.map_or_else(|| station(place), |control| stations - PLACES.len() + control)
}

/// The probability of either of two independent events.
pub(super) fn either(one: f64, other: f64) -> f64 {
    1.0 - (1.0 - one) * (1.0 - other)
}

impl Network {
    /// A fault begins or ends.
    pub(super) fn change_faults(&mut self, book: &mut Recovery, queue: &mut EventQueue<Event>) {
        if book.faults.change(queue.now()) {
            self.cache.clone_from(&book.empty);
            book.lose_writes();
        }
        // The forwarders stand behind all others and have no health of their own.
        for index in 0..self.stations.len().min(self.forwarders) {
            if book.restaffs(index) {
                self.restaff(book, index, queue.now());
            } else if index == CHANNEL
                && let Some(blocks) = &mut self.blocks
            {
                blocks.set_places(Station::share(book.workers[index], book.faults.at(index).capacity));
            }
            self.serve(book, index, queue);
        }
        self.change_attack(book, queue);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u64) -> Instant {
        Instant::new(second * 1_000_000_000)
    }

    #[test]
    fn faults_come_and_go() {
        let fault = |kind, from, until| FaultPlan { kind, place: Place::Channel, from: at(from), until: at(until) };
        let script = [fault(Fault::Slow(4.0), 10, 20), fault(Fault::Errors(0.5), 15, 30), fault(Fault::Flush, 15, 16)];
        let mut faults = Faults::new(&script, 2);
        assert!(!faults.change(at(10)), "the cache stays");
        assert_eq!((faults.at(1).slow.to_bits(), faults.at(0).slow.to_bits()), (4_f64.to_bits(), 1_f64.to_bits()));
        assert!(faults.change(at(15)), "the cache is emptied once");
        assert!(!faults.change(at(20)), "and not again");
        assert_eq!(faults.at(1).slow.to_bits(), 1_f64.to_bits(), "the slowness is over");
        assert_eq!(faults.at(1).errors.to_bits(), 0.5_f64.to_bits(), "the errors are not");
    }

    #[test]
    fn connections_end_one_after_the_other() {
        let within = Nanos::from_seconds(100.0);
        let script =
            [FaultPlan { kind: Fault::Certificate(within), place: Place::Gateway, from: at(10), until: at(500) }];
        let mut faults = Faults::new(&script, 1);
        faults.change(at(10));
        for (second, share) in [(10, 0.0), (60, 0.5), (110, 1.0), (300, 1.0)] {
            assert!((faults.at(0).refusing(at(second)) - share).abs() < 1e-12, "after {second} s");
        }
    }
}
