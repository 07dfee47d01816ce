//! How often intervals hold the truth, measured by runs of a queue under many seeds.
//!
//! Runs are of a length that is set, or go on as a trial does until their interval is narrow enough: stopping for that
//! reason prefers runs whose interval happens to be narrow, which no coverage of runs of a set length shows.

use super::cases::Queue;
use crate::experiment::trial::{BUDGET_EVENTS, Goal, Job, Precision, Trial};
use crate::experiment::{Metrics, Report};
use crate::math;
use crate::scenario::Checked;
use serde::{Deserialize, Serialize};

/// Honest coverage of 95 % intervals of a mean, and of a percentile.
const HONEST: [(f64, f64); 2] = [(0.93, 0.97), (0.92, 0.98)];
/// The normal quantile of 99.9 %.
const CHANCE: f64 = 3.29;
/// Of so many runs one may give no interval, beside one anyway: chance refuses one steady run in a hundred.
const REFUSED_ONE_IN: u32 = 20;
/// Seeds between two trials: none makes as many runs.
const TRIAL_SEEDS: u64 = 1_000;

/// How often the intervals of a queue held the truth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The queue, as `M/M/1 at 0.8`.
    pub queue: String,
    /// Payments that a run simulates, about; where it goes on until a precision, how many it measured on average.
    pub payments: u64,
    /// Runs that were made; trials, where each goes on until a precision.
    pub runs: u32,
    /// Those of them that refused an interval, because they were too short, their warm-up ate more than a quarter, or they
    /// still drifted.
    pub refused: u32,
    /// Of the others: how often the interval of the mean held the truth, and that of the 95th percentile.
    pub held: [u32; 2],
    /// Sum of the relative half-widths of both.
    pub widths: [f64; 2],
    /// Sum of the relative errors of both, with their signs.
    pub errors: [f64; 2],
}

impl Coverage {
    /// Share of the intervals that held the truth: of the mean, of the 95th percentile.
    #[must_use]
    pub fn shares(&self) -> [f64; 2] {
        self.per_interval(self.held.map(f64::from))
    }

    /// Something by the number of intervals; zero without any.
    #[must_use]
    pub fn per_interval(&self, sums: [f64; 2]) -> [f64; 2] {
        sums.map(|sum| sum / f64::from(self.runs.saturating_sub(self.refused).max(1)))
    }

    /// Whether both are honest, and enough runs gave an interval.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.honest() && !self.refuses_too_many()
    }

    /// Whether both shares are what intervals of 95 % should have.
    fn honest(&self) -> bool {
        let judged = self.runs.saturating_sub(self.refused);
        let chance = CHANCE * (0.95 * 0.05 / f64::from(judged.max(1))).sqrt();
        // A thousand runs are what the bounds are made for; only fewer are given more room.
        let room = if self.runs >= 1_000 { 0.0 } else { chance };
        let honest = |(share, (low, high)): (f64, (f64, f64))| share >= low - room && share <= high + room;
        judged > 0 && self.shares().into_iter().zip(HONEST).all(honest)
    }

    /// Whether more were refused than one, and one more in twenty.
    fn refuses_too_many(&self) -> bool {
        self.refused > 1 + self.runs / REFUSED_ONE_IN
    }

    /// What is wrong with it, in words; `None` if it passes.
    pub(super) fn failure(&self) -> Option<String> {
        let Self { queue, runs, refused, .. } = self;
        if self.refuses_too_many() {
            return Some(format!(
                "{queue}: {refused} of {runs} runs gave no interval, more than one and one in twenty"
            ));
        }
        (!self.honest()).then(|| format!("{queue}: the intervals are not honest"))
    }

    /// Of one run, with what the truth is.
    fn of((metrics, payments): &(Metrics, u64), truths: [f64; 2]) -> Self {
        let mut one = Self { payments: *payments, runs: 1, ..Self::default() };
        let seen = [metrics.response_ms, metrics.p95_ms].map(|one| one.mean.zip(one.half_width));
        let [Some(mean), Some(p95)] = seen else { return Self { refused: 1, ..one } };
        for (which, ((value, half_width), truth)) in [mean, p95].into_iter().zip(truths).enumerate() {
            one.held[which] = u32::from((value - truth).abs() <= half_width);
            one.widths[which] = half_width / truth;
            one.errors[which] = value / truth - 1.0;
        }
        one
    }

    pub(super) fn add(&mut self, other: &Self) {
        let weighed = |one: &Self| one.payments * u64::from(one.runs);
        self.payments = (weighed(self) + weighed(other)) / u64::from((self.runs + other.runs).max(1));
        (self.runs, self.refused) = (self.runs + other.runs, self.refused + other.refused);
        for which in 0..2 {
            self.held[which] += other.held[which];
            self.widths[which] += other.widths[which];
            self.errors[which] += other.errors[which];
        }
    }
}

/// So many runs of a queue, from a seed on.
pub(super) fn cover(queue: &Queue, first: u64, runs: u32) -> Coverage {
    let mut sum = Coverage { queue: queue.name(), ..Coverage::default() };
    let (Ok(scenario), Some(truths)) = (queue.scenario().check(), queue.truths()) else { return sum };
    for run in 0..runs {
        let seen = measured(queue, &scenario, first + u64::from(run));
        sum.add(&Coverage::of(&seen, truths));
    }
    sum
}

/// What a run measured, or a trial where the queue goes on until a precision, and the payments behind it.
fn measured(queue: &Queue, scenario: &Checked, seed: u64) -> (Metrics, u64) {
    let Some(relative) = queue.until else {
        let job = Job { index: 0, seed, duration_s: queue.seconds(), events_max: None };
        let Report { metrics, .. } = job.run(scenario).report;
        return (metrics, math::whole(queue.payments));
    };
    let precision = Precision { metric: "response_ms".to_owned(), relative, budget_events: BUDGET_EVENTS };
    let mut trial = Trial::new(scenario, seed * TRIAL_SEEDS, Goal::Precision(precision));
    while !trial.complete() {
        for job in trial.jobs() {
            trial.take(job.index, job.run(scenario));
        }
    }
    let report = trial.report();
    (report.metrics, report.payments.completed)
}
