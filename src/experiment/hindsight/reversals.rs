//! What reversals cost those who wait behind them.
//!
//! No payment waits for its own reversal: who learns that an answer is missing sends it, and the payment goes on or ends at the
//! same instant. But a reversal takes a line of the channel and a worker of card management, as any request does, and who
//! waits there waits for those too. While somebody waits all workers of a place are busy. So of each moment of a wait the
//! share of the workers that are at reversals is theirs: over the wait, the work that reversals did there meanwhile divided by
//! the number of workers. It is exact for any order of the queue, and what is left is the wait for others.
//!
//! Left out on purpose: the places of a ledger's blocks, which are no workers; and faults that take workers away, under which
//! this is the least that reversals cost.

use crate::payment::{Follow, Line, Place, What};
use crate::scenario::Scenario;
use crate::units::Instant;
use std::collections::BTreeSet;

/// The reversals under way, and the work that they did so far.
#[derive(Debug, Default)]
pub(super) struct Reversals {
    /// The numbers under which they travel.
    numbers: BTreeSet<u64>,
    channel: Meter,
    issuer: Meter,
}

/// The work of reversals at one place.
#[derive(Debug, Default)]
struct Meter {
    /// Workers of the place; 0 where nobody waits for one.
    workers: u64,
    /// How many of them are at a reversal.
    busy: u64,
    /// When that number changed last.
    since: Instant,
    /// Nanoseconds of workers until then.
    work: u64,
}

impl Reversals {
    /// In runs of this scenario.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let lines = scenario.channel.lines.filter(|_| scenario.channel.kind.bound_per_s().is_none());
        Self {
            numbers: BTreeSet::new(),
            channel: Meter::of(lines),
            issuer: Meter::of(scenario.card_management.workers),
        }
    }

    /// Notices the ways of reversals among all lines.
    pub(super) fn hear(&mut self, line: &Line) {
        if line.what == What::Travels(Follow::Reversal) {
            self.numbers.insert(line.attempt);
        } else if self.numbers.contains(&line.attempt) {
            self.goes_on(line);
        }
    }

    fn goes_on(&mut self, line: &Line) {
        match line.what {
            What::Begins(place) => {
                if let Some(meter) = self.meter(place) {
                    meter.advance(line.at);
                    meter.busy += 1;
                }
            }
            What::Done(place) => {
                if let Some(meter) = self.meter(place) {
                    meter.advance(line.at);
                    meter.busy = meter.busy.saturating_sub(1);
                }
                if place == Place::CardManagement {
                    self.numbers.remove(&line.attempt);
                }
            }
            What::Refused(_) | What::Lost(_) => {
                self.numbers.remove(&line.attempt);
            }
            _ => {}
        }
    }

    const fn meter(&mut self, place: Place) -> Option<&mut Meter> {
        match place {
            Place::Channel => Some(&mut self.channel),
            Place::CardManagement => Some(&mut self.issuer),
            _ => None,
        }
    }

    /// What they would have cost somebody who had waited at a place from the start until now, in nanoseconds rounded down: a
    /// wait's part is the difference of two of these.
    pub(super) fn cost(&self, place: Place, now: Instant) -> u64 {
        match place {
            Place::Channel => self.channel.cost(now),
            Place::CardManagement => self.issuer.cost(now),
            _ => 0,
        }
    }
}

impl Meter {
    fn of(workers: Option<u32>) -> Self {
        Self { workers: u64::from(workers.unwrap_or(0)), ..Self::default() }
    }

    fn worked(&self, now: Instant) -> u64 {
        self.work + self.busy * now.since(self.since).get()
    }

    fn advance(&mut self, now: Instant) {
        (self.work, self.since) = (self.worked(now), now);
    }

    fn cost(&self, now: Instant) -> u64 {
        self.worked(now).checked_div(self.workers).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::hindsight::listener::Listener;
    use crate::experiment::{Cause, Share};
    use crate::payment::Outcome;

    /// A line of the payment whose only attempt has its own number, or of a message with this one.
    fn line(second: u64, attempt: u64, what: What) -> Line {
        Line { at: Instant::new(second * 1_000_000_000), payment: attempt, attempt, what }
    }

    /// What the one payment of these lines spent at card management with so many workers, by cause.
    fn blamed(workers: u32, lines: &[Line]) -> Vec<(Cause, f64)> {
        let mut scenario = Scenario::default();
        scenario.card_management.workers = Some(workers);
        let mut listener = Listener::new(Some(0.0), Reversals::of(&scenario));
        lines.iter().for_each(|line| listener.hear(line));
        let there = |share: &&Share| share.place == Some(Place::CardManagement.code());
        listener.found(0.0).blame.iter().filter(there).map(|share| (share.cause, share.mean_ms)).collect()
    }

    /// Two reversals, numbered 7 and 8, at two workers: one from second 1 to 3, one from 2 to 6. The payment waits from 2 to 4.
    fn lines() -> Vec<Line> {
        let place = Place::CardManagement;
        vec![
            line(0, 1, What::Came),
            line(0, 7, What::Travels(Follow::Reversal)),
            line(1, 7, What::Begins(place)),
            line(1, 8, What::Travels(Follow::Reversal)),
            line(2, 8, What::Begins(place)),
            line(2, 1, What::Waits(place)),
            line(3, 7, What::Done(place)),
            line(4, 1, What::Begins(place)),
            line(5, 1, What::Done(place)),
            line(5, 1, What::Ended(Outcome::Approved)),
            line(6, 8, What::Done(place)),
        ]
    }

    #[test]
    fn a_wait_is_shared_among_those_who_hold_the_workers() {
        // Both of two workers for a second, one of them for another.
        let two = blamed(2, &lines());
        assert_eq!(two, [(Cause::Reversals, 1_500.0), (Cause::Work, 1_000.0), (Cause::Waiting, 500.0)]);
        let four = blamed(4, &lines());
        assert_eq!(four, [(Cause::Waiting, 1_250.0), (Cause::Work, 1_000.0), (Cause::Reversals, 750.0)]);
    }

    #[test]
    fn advices_and_what_was_lost_take_no_worker_as_reversals() {
        let mut other = lines();
        for each in &mut other {
            if each.what == What::Travels(Follow::Reversal) {
                each.what = What::Travels(Follow::Advice);
            }
        }
        assert_eq!(blamed(2, &other), [(Cause::Waiting, 2_000.0), (Cause::Work, 1_000.0)]);
        let mut lost = lines();
        lost.insert(2, line(1, 7, What::Lost(Place::CardManagement)));
        assert_eq!(blamed(2, &lost), [Cause::Waiting, Cause::Reversals, Cause::Work].map(|cause| (cause, 1_000.0)));
    }
}
