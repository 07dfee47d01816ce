//! Measures a run as it goes: counts at each event, rows for the charts, slices and groups for the intervals.
//!
//! Everything is a difference of two marks, so an event costs a few additions. Rows, slices and groups close at exact
//! instants, before the first event at or after them. Slices are short and many, for the intervals of means; a group is
//! eight slices with its response times, for the intervals of quantiles and for where the warm-up may end.

use super::place::Outcome;
use super::series::{Charted, TIERS, Tier};
use super::station::Station;
use super::tally::{Mark, Tally, Total};
use crate::stats::{Batches, Histogram, Level, Merge, Times, WarmUp};
use crate::units::{Instant, Nanos};

/// Length of the first slices; they double as the run grows.
const SLICE: Nanos = Nanos::new(62_500_000);
/// A run is cut into fewer slices than these, and into at least half as many once it is long.
pub(super) const SLICES_MAX: usize = 512;
/// Slices in a group. Both kinds double at the same instants, so that a group always begins with a slice.
pub(super) const SLICES_PER_GROUP: usize = 8;
/// Length of the first groups.
pub(super) const GROUP: Nanos = Nanos::new(500_000_000);

/// A slice of a run's time: its two ends.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// The system at its start.
    pub from: Total,
    /// The system at its end.
    pub to: Total,
}

impl Slice {
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

impl Merge for Slice {
    fn merge(&mut self, next: &Self) {
        self.to = next.to;
    }
}

/// Eight slices: the state at their end, and the response times within them.
#[derive(Clone, Debug)]
pub struct Group {
    /// Everything at its end.
    pub to: Mark,
    /// Response times.
    pub times: Times,
}

impl Merge for Group {
    fn merge(&mut self, next: &Self) {
        self.to.clone_from(&next.to);
        self.times.merge(&next.times);
    }
}

/// The part of a run that is measured.
#[derive(Debug)]
pub struct Window<'a> {
    /// The state at its start.
    pub from: &'a Mark,
    /// Whether the warm-up that was set by hand is over; always so where it is found automatically.
    pub begun: bool,
    /// Response times since its start.
    pub times: Histogram,
    /// Its whole slices.
    pub slices: &'a [Slice],
    /// Its whole groups.
    pub groups: &'a [Group],
}

/// The measurements of a run.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    /// Counts since the start.
    pub(super) tally: Tally,
    /// Admitted payments under way.
    pub(super) in_system: Level,
    objective: Nanos,
    /// What the tiers tell of the stations.
    pub(super) charted: Charted,
    /// When measuring begins: the end of a warm-up set by hand, or the start.
    begins: Instant,
    /// What finds the end of the warm-up where none was set.
    warm_up: Option<WarmUp>,
    /// Misses of the cache up to the last observation for the warm-up.
    misses_seen: u64,
    /// The state when measuring began, or at the start before that.
    origin: Mark,
    begun: bool,
    /// Response times of the current group; before measuring begins, since the start.
    times: Histogram,
    tiers: Vec<Tier>,
    slices: Batches<Slice>,
    slice_from: Total,
    groups: Batches<Group>,
    /// The instant of the event that happens.
    now: Instant,
    /// Memory for the marks that are taken when something closes.
    scratch: Mark,
    /// The next instant at which something closes.
    boundary: Instant,
}

impl Measure {
    /// Measures from the end of a warm-up on; without one that was set, its end is found from the observations.
    pub(super) fn new(stations: &[Station], charted: Charted, warm_up: Option<Instant>, objective: Nanos) -> Self {
        let mut start = Mark::default();
        start.take(Instant::START, &Tally::default(), &Level::default(), stations);
        let tiers: Vec<Tier> = TIERS.iter().map(|width_s| Tier::new(*width_s, start.clone())).collect();
        let begins = warm_up.unwrap_or(Instant::START);
        Self {
            tally: Tally::default(),
            in_system: Level::default(),
            objective,
            charted,
            begins,
            warm_up: warm_up.is_none().then(WarmUp::default),
            misses_seen: 0,
            slice_from: start.total,
            origin: start,
            begun: false,
            times: Histogram::fine(),
            tiers,
            slices: Batches::new(begins, SLICE, SLICES_MAX),
            groups: Batches::new(begins, GROUP, SLICES_MAX / SLICES_PER_GROUP),
            now: Instant::START,
            scratch: Mark::default(),
            boundary: Instant::START,
        }
    }

    /// Closes whatever ends at or before now. Must be called before an event changes anything.
    #[inline]
    pub(super) fn settle(&mut self, now: Instant, stations: &[Station]) {
        self.now = now;
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

    /// A payment has its outcome. Returns whether that is an answer within the objective's response time.
    pub(super) fn end(&mut self, outcome: Outcome, response: Nanos) -> bool {
        match outcome {
            Outcome::Approved => self.tally.approved += 1,
            Outcome::BusinessDecline => self.tally.declined += 1,
            Outcome::Rejected => self.tally.rejected += 1,
            Outcome::TechnicalDecline
            | Outcome::Unknown
            | Outcome::Abandoned
            | Outcome::Blocked
            | Outcome::FalseDecline
            | Outcome::Open => {}
        }
        let technical = matches!(outcome, Outcome::TechnicalDecline | Outcome::Unknown | Outcome::Rejected);
        self.tally.technical += u64::from(technical);
        if outcome.answered() {
            self.complete(response);
        } else {
            self.tally.failed += 1;
        }
        outcome.answered() && response <= self.objective
    }

    /// Whether the warm-up that was set is over.
    pub(super) const fn begun(&self) -> bool {
        self.begun
    }

    /// The state now.
    pub(super) fn mark(&self, now: Instant, stations: &[Station]) -> Mark {
        let mut mark = Mark::default();
        mark.take(now, &self.tally, &self.in_system, stations);
        mark
    }

    /// The part of the run that is measured: since the end of the warm-up; while one that was set lasts, since the start.
    /// A warm-up that was found ends with the group that holds its end.
    pub(super) fn window(&self) -> Window<'_> {
        let end = self.warm_up.as_ref().map_or(Instant::START, WarmUp::end);
        let (slices, groups) = (self.slices.whole(), self.groups.whole());
        let dropped = if end > Instant::START {
            (groups.partition_point(|group| group.to.total.at < end) + 1).min(groups.len())
        } else {
            0
        };
        let last = dropped.checked_sub(1).and_then(|last| groups.get(last));
        let from = last.map_or(&self.origin, |group| &group.to);
        let first = slices.partition_point(|slice| slice.from.at < from.total.at);
        let groups = groups.get(dropped..).unwrap_or_default();
        let mut times = self.times.clone();
        groups.iter().for_each(|group| times.take(&group.times));
        Window { from, begun: self.begun, times, slices: slices.get(first..).unwrap_or_default(), groups }
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
        if let Some(warm_up) = &mut self.warm_up {
            let misses = crate::math::float(self.tally.misses - self.misses_seen);
            self.misses_seen = self.tally.misses;
            warm_up.observe([response.millis(), misses], self.now);
        }
    }

    #[cold]
    fn close(&mut self, now: Instant, stations: &[Station]) {
        let mut mark = std::mem::take(&mut self.scratch);
        let mut tiers = self.tiers.as_mut_slice();
        while let Some((tier, wider)) = tiers.split_first_mut() {
            while tier.ends() <= now {
                mark.take(tier.ends(), &self.tally, &self.in_system, stations);
                tier.close(&mark, &self.charted, wider.first_mut());
            }
            tiers = wider;
        }
        if !self.begun && now >= self.begins {
            mark.take(self.begins, &self.tally, &self.in_system, stations);
            self.slice_from = mark.total;
            self.origin = mark.clone();
            self.begun = true;
            self.times.clear();
        }
        while self.begun && self.slices.ends() <= now {
            mark.take(self.slices.ends(), &self.tally, &self.in_system, stations);
            self.slices.close(Slice { from: self.slice_from, to: mark.total });
            self.slice_from = mark.total;
            if self.groups.ends() <= mark.total.at {
                self.groups.close(Group { to: mark.clone(), times: self.times.times() });
                self.times.clear();
            }
        }
        self.scratch = mark;
        let tiers = self.tiers.iter().map(Tier::ends).min().unwrap_or(Instant::NEVER);
        let next = if self.begun { self.slices.ends() } else { self.begins };
        self.boundary = tiers.min(next);
    }
}
