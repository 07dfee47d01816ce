//! Measures a run as it goes: counts at each event, rows for the charts, batches for the intervals.
//!
//! Everything is a difference of two marks, so an event costs a few additions. Rows and batches close at exact
//! instants, before the first event at or after them.

use super::place::Outcome;
use super::series::{TIERS, Tier};
use super::station::Station;
use super::tally::{Mark, Tally, Total};
use crate::stats::{Batches, Histogram, Level, Merge};
use crate::units::{Instant, Nanos};

/// Length of the first batches; they double as the run grows.
const BATCH: Nanos = Nanos::new(1_000_000_000);

/// A batch of the measured window: its two ends, and the response times in between.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The system at its start.
    pub from: Total,
    /// The system at its end.
    pub to: Total,
    /// Response times.
    pub times: Histogram,
}

impl Batch {
    /// What was counted within it.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.to.tally.since(&self.from.tally)
    }

    /// Its length.
    #[must_use]
    pub fn span(&self) -> Nanos {
        self.to.at.since(self.from.at)
    }
}

impl Merge for Batch {
    fn merge(&mut self, next: &Self) {
        self.to = next.to;
        self.times.add(&next.times);
    }
}

/// The measurements of a run.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    /// Counts since the start.
    pub(super) tally: Tally,
    /// Admitted payments under way.
    pub(super) in_system: Level,
    objective: Nanos,
    warm_up: Instant,
    workers: Vec<Option<u32>>,
    /// The state when the warm-up ended, once it has.
    window: Option<Mark>,
    /// Response times since the warm-up ended; while it lasts, since the start.
    times: Histogram,
    tiers: Vec<Tier>,
    batches: Batches<Batch>,
    batch_from: Total,
    batch_times: Histogram,
    /// Memory for the marks that are taken when something closes.
    scratch: Mark,
    /// The next instant at which something closes.
    boundary: Instant,
}

impl Measure {
    pub(super) fn new(stations: &[Station], workers: Vec<Option<u32>>, warm_up: Instant, objective: Nanos) -> Self {
        let mut start = Mark::default();
        start.take(Instant::START, &Tally::default(), &Level::default(), stations);
        let batch_from = start.total;
        let tiers: Vec<Tier> = TIERS.iter().map(|width_s| Tier::new(*width_s, start.clone())).collect();
        Self {
            tally: Tally::default(),
            in_system: Level::default(),
            objective,
            warm_up,
            workers,
            window: None,
            times: Histogram::fine(),
            tiers,
            batches: Batches::new(warm_up, BATCH),
            batch_from,
            batch_times: Histogram::coarse(),
            scratch: Mark::default(),
            boundary: Instant::START,
        }
    }

    /// Closes whatever ends at or before now. Must be called before an event changes anything.
    #[inline]
    pub(super) fn settle(&mut self, now: Instant, stations: &[Station]) {
        if now >= self.boundary {
            self.close(now, stations);
        }
    }

    /// An admitted payment leaves the system.
    pub(super) fn depart(&mut self, arrived: Instant, now: Instant) {
        self.in_system.fall(now);
        self.tally.departed += 1;
        self.tally.sojourn_nanos += u128::from(now.since(arrived).get());
    }

    /// A payment has its outcome.
    pub(super) fn end(&mut self, outcome: Outcome, response: Nanos) {
        match outcome {
            Outcome::Approved => self.tally.approved += 1,
            Outcome::BusinessDecline => self.tally.declined += 1,
            Outcome::Rejected => self.tally.rejected += 1,
            Outcome::TechnicalDecline | Outcome::Open => {}
        }
        if outcome.answered() {
            self.complete(response);
        } else {
            self.tally.failed += 1;
        }
    }

    /// The state when the warm-up ended.
    pub(super) const fn window(&self) -> Option<&Mark> {
        self.window.as_ref()
    }

    /// The state now.
    pub(super) fn mark(&self, now: Instant, stations: &[Station]) -> Mark {
        let mut mark = Mark::default();
        mark.take(now, &self.tally, &self.in_system, stations);
        mark
    }

    /// Response times since the warm-up ended; while it lasts, since the start.
    pub(super) const fn times(&self) -> &Histogram {
        &self.times
    }

    /// Whole batches since the warm-up ended, if they are enough for an interval.
    pub(super) fn batches(&self) -> Option<&[Batch]> {
        self.batches.enough()
    }

    /// A tier's rows.
    pub(super) fn tier(&self, tier: usize) -> Option<&Tier> {
        self.tiers.get(tier)
    }

    fn complete(&mut self, response: Nanos) {
        self.tally.completed += 1;
        self.tally.response_nanos += u128::from(response.get());
        if response <= self.objective {
            self.tally.good += 1;
        }
        if let Some(tier) = self.tiers.first_mut() {
            tier.record(response);
        }
        self.times.record(response);
        self.batch_times.record(response);
    }

    #[cold]
    fn close(&mut self, now: Instant, stations: &[Station]) {
        let mut mark = std::mem::take(&mut self.scratch);
        let mut tiers = self.tiers.as_mut_slice();
        while let Some((tier, wider)) = tiers.split_first_mut() {
            while tier.ends() <= now {
                mark.take(tier.ends(), &self.tally, &self.in_system, stations);
                tier.close(&mark, &self.workers, wider.first_mut());
            }
            tiers = wider;
        }
        if self.window.is_none() && now >= self.warm_up {
            mark.take(self.warm_up, &self.tally, &self.in_system, stations);
            self.batch_from = mark.total;
            self.window = Some(mark.clone());
            self.times.clear();
            self.batch_times.clear();
        }
        while self.window.is_some() && self.batches.ends() <= now {
            mark.take(self.batches.ends(), &self.tally, &self.in_system, stations);
            self.close_batch(mark.total);
        }
        self.scratch = mark;
        let tiers = self.tiers.iter().map(Tier::ends).min().unwrap_or(Instant::NEVER);
        let next = if self.window.is_some() { self.batches.ends() } else { self.warm_up };
        self.boundary = tiers.min(next);
    }

    fn close_batch(&mut self, to: Total) {
        let times = std::mem::replace(&mut self.batch_times, Histogram::coarse());
        self.batches.close(Batch { from: self.batch_from, to, times });
        self.batch_from = to;
    }
}
