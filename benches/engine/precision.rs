//! How long it takes to become precise: whole trials, from nothing to a wanted interval.
//!
//! How many payments that takes is luck, so a round makes the same trials under several seeds and their mean counts.

use crate::models;
use switchyard::experiment::{BUDGET_EVENTS, Goal, Precision, Trial};
use switchyard::scenario::Checked;

/// Seeds of the trials of a round.
const SEEDS: u32 = 8;
/// Payments in each run of a trial's first round.
const PAYMENTS: f64 = 20_000.0;
/// Trials that share no run have seeds as far apart as this.
const APART: u32 = 1_000;
/// Nanoseconds in a millisecond: a step counts for so many, so that what is printed are milliseconds.
const MILLI: f64 = 1e6;

/// The mean response time of M/M/1 at 0.8 to 3 % at 99 %, the demand that a textbook's tool was timed with.
pub(crate) fn mean_of_mm1() -> f64 {
    trials(&models::settling(1, 0.8, PAYMENTS), "response_ms", 0.03, 0.99)
}

/// The 99th percentile of M/M/4 at 0.9 to 5 % at 95 %.
pub(crate) fn p99_of_mm4() -> f64 {
    trials(&models::settling(4, 0.9, PAYMENTS), "p99_ms", 0.05, 0.95)
}

/// Makes the trials of a round; returns how many there were, in millionths.
fn trials(scenario: &Checked, metric: &str, relative: f64, level: f64) -> f64 {
    for seed in 1..=SEEDS {
        let goal = Precision { metric: metric.to_owned(), relative, budget_events: BUDGET_EVENTS };
        let mut trial = Trial::new(scenario, u64::from(seed * APART), Goal::Precision(goal)).at_level(level);
        while !trial.complete() {
            for job in trial.jobs() {
                trial.take(job.index, job.run(scenario));
            }
        }
        let reached = trial.report().precision.is_some_and(|reached| reached.met);
        assert!(reached, "seed {seed} does not reach its precision");
    }
    f64::from(SEEDS) * MILLI
}
