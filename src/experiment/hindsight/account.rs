//! What a payment under way has spent its time on, attempt by attempt.

use super::reversals::Reversals;
use super::{Cause, Why};
use crate::payment::{Line, Place, What};
use crate::units::Instant;
use std::collections::BTreeMap;

/// What a payment under way has spent so far.
#[derive(Debug)]
pub(super) struct Account {
    came: Instant,
    /// Its attempts by their numbers: several may be under way at a time.
    attempts: BTreeMap<u64, Effort>,
    /// The attempt that the merchant has its answer from, or else the last one that set out.
    deciding: u64,
    holds: u32,
    strange: Option<Why>,
}

/// What an attempt has spent so far.
#[derive(Debug)]
struct Effort {
    /// When it set out.
    tried: Instant,
    stay: Option<Stay>,
    /// Whether it goes to the database to write: then its read is over.
    writes: bool,
    spent: Vec<((Cause, Option<u8>), u64)>,
}

/// Where an attempt waits or is worked on.
#[derive(Clone, Copy, Debug)]
struct Stay {
    place: Place,
    since: Instant,
    waits: bool,
    /// What reversals had cost those who wait there by then.
    reversals: u64,
}

impl Account {
    pub(super) fn new(line: &Line) -> Self {
        let attempts = BTreeMap::from([(line.attempt, Effort::new(line.at))]);
        Self { came: line.at, attempts, deciding: line.attempt, holds: 0, strange: None }
    }

    /// When the payment came.
    pub(super) const fn came(&self) -> Instant {
        self.came
    }

    /// Why it is strange, if it is.
    pub(super) const fn strange(&self) -> Option<Why> {
        self.strange
    }

    pub(super) fn hear(&mut self, line: &Line, reversals: &Reversals) {
        match line.what {
            What::Submitted | What::Sent(_) if !self.attempts.contains_key(&line.attempt) => {
                self.attempts.insert(line.attempt, Effort::new(line.at));
                self.deciding = line.attempt;
            }
            What::Heard(Place::Merchants, _) if line.attempt > 0 => self.deciding = line.attempt,
            What::Waits(place) => self.goes_on(line, Some((place, true)), reversals),
            What::Begins(place) => self.goes_on(line, Some((place, false)), reversals),
            What::Done(_) | What::Refused(_) => self.goes_on(line, None, reversals),
            What::Writes => {
                if let Some(effort) = self.attempts.get_mut(&line.attempt) {
                    effort.writes = true;
                }
            }
            What::Held => {
                self.holds += 1;
                if self.holds > 1 {
                    self.strange = Some(Why::HeldTwice);
                }
            }
            What::Replayed => self.strange = self.strange.or(Some(Why::Replayed)),
            What::Late(_) => self.strange = self.strange.or(Some(Why::Late)),
            What::StoodIn => self.strange = self.strange.or(Some(Why::StoodIn)),
            _ => {}
        }
    }

    /// An attempt comes to a place, where it waits or not, or leaves one.
    fn goes_on(&mut self, line: &Line, next: Option<(Place, bool)>, reversals: &Reversals) {
        let Some(effort) = self.attempts.get_mut(&line.attempt) else { return };
        effort.close(line.at, reversals);
        effort.stay =
            next.map(|(place, waits)| Stay { place, since: line.at, waits, reversals: reversals.cost(place, line.at) });
    }

    /// Adds what the payment spent to the sums. The answer came from one attempt: what lies before it counts as retries,
    /// and what no stage accounts for is the way.
    pub(super) fn add_to(&self, ended: Instant, sums: &mut BTreeMap<(Cause, Option<u8>), u64>) {
        let Some(effort) = self.attempts.get(&self.deciding) else { return };
        let known: u64 = effort.spent.iter().map(|(_, nanos)| nanos).sum();
        let way = ended.since(effort.tried).get().saturating_sub(known);
        let rest = [((Cause::Retries, None), effort.tried.since(self.came).get()), ((Cause::Way, None), way)];
        for (key, nanos) in effort.spent.iter().copied().chain(rest) {
            *sums.entry(key).or_default() += nanos;
        }
    }
}

impl Effort {
    const fn new(tried: Instant) -> Self {
        Self { tried, stay: None, writes: false, spent: Vec::new() }
    }

    /// Ends a wait or a piece of work.
    fn close(&mut self, at: Instant, reversals: &Reversals) {
        let Some(stay) = self.stay.take() else { return };
        let took = at.since(stay.since).get();
        let (cause, theirs) = match (stay.place, stay.waits) {
            (Place::Database, _) if self.writes => (Cause::Commit, 0),
            (Place::Database, _) => (Cause::CacheMiss, 0),
            (place, true) => (Cause::Waiting, (reversals.cost(place, at) - stay.reversals).min(took)),
            (_, false) => (Cause::Work, 0),
        };
        let place = Some(stay.place.code());
        self.spent.extend([((cause, place), took - theirs), ((Cause::Reversals, place), theirs)]);
    }
}
