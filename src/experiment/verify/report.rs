//! What a verification found, and whether that is good enough.

use super::{Coverage, Outcome};
use crate::experiment::report::{Estimate, Invariant};
use crate::math;
use serde::{Deserialize, Serialize};

/// Of so many figures one may lie outside its interval.
const OUTSIDE_ONE_IN: usize = 7;

/// A figure of an exact case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The case, as `M/M/4 at 0.8`.
    pub case: String,
    /// The quantity, by its field in [`crate::experiment::Metrics`].
    pub metric: String,
    /// What theory says.
    pub truth: f64,
    /// What was measured, with its interval.
    pub measured: Estimate,
    /// Whether the 95 % interval holds the truth.
    pub inside: bool,
    /// Whether it passes: within twice its half-width, which is narrow enough to say something.
    pub passed: bool,
}

/// A golden run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Golden {
    /// The preset.
    pub preset: String,
    /// The digest that it must have under seed 1.
    pub expected: String,
    /// The digest that it had here.
    pub digest: String,
    /// Whether these are the same.
    pub passed: bool,
    /// The laws that it had to keep, and the promises of its safeguards.
    #[serde(default)]
    pub laws: Vec<Invariant>,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VerifyReport {
    /// Version of this form.
    pub version: u32,
    /// Version of the engine.
    pub engine: String,
    /// Tasks that are done.
    pub done: u32,
    /// Tasks that there are.
    pub tasks: u32,
    /// Whether everything that is done passed.
    pub passed: bool,
    /// Figures of exact cases that lie outside their 95 % interval; one in twenty is expected.
    pub outside: u32,
    /// The exact cases.
    pub figures: Vec<Figure>,
    /// Determinism.
    pub golden: Vec<Golden>,
    /// Conservation and Little's law, over all exact cases and golden runs.
    pub laws: Vec<Invariant>,
    /// What only safeguards promise, over the golden runs: several presets break it on purpose.
    #[serde(default)]
    pub promises: Vec<Invariant>,
    /// Exact cases that have not all of their figures, in words.
    #[serde(default)]
    pub incomplete: Vec<String>,
    /// Coverage of the intervals.
    pub coverage: Vec<Coverage>,
    /// What did not pass, in words.
    pub failures: Vec<String>,
}

impl VerifyReport {
    pub(super) fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Exact { figures, laws, incomplete } => {
                self.figures.extend_from_slice(figures);
                self.incomplete.extend(incomplete.clone());
                self.add_laws(laws);
            }
            Outcome::Golden(golden) => {
                self.golden.push(golden.clone());
                self.add_laws(&golden.laws);
            }
            Outcome::Coverage(part) => match self.coverage.iter_mut().find(|sum| sum.queue == part.queue) {
                Some(sum) => sum.add(part),
                None => self.coverage.push(part.clone()),
            },
        }
    }

    fn add_laws(&mut self, laws: &[Invariant]) {
        for law in laws {
            let sums = if law.is_promise() { &mut self.promises } else { &mut self.laws };
            match sums.iter_mut().find(|sum| sum.name == law.name) {
                Some(sum) => sum.violations += law.violations,
                None => sums.push(law.clone()),
            }
        }
    }

    pub(super) fn judge(&mut self) {
        let outside = self.figures.iter().filter(|figure| !figure.inside).count();
        self.outside = math::id(outside);
        let mut failures = self.incomplete.clone();
        for figure in self.figures.iter().filter(|figure| !figure.passed) {
            failures.push(format!("{}, {}: measured far from the truth", figure.case, figure.metric));
        }
        if outside * OUTSIDE_ONE_IN > self.figures.len() {
            failures.push(format!("{outside} of {} figures lie outside their interval", self.figures.len()));
        }
        for golden in self.golden.iter().filter(|golden| !golden.passed) {
            failures.push(format!("{}: the run is not the same as elsewhere", golden.preset));
        }
        for law in self.laws.iter().filter(|law| law.violations > 0) {
            failures.push(format!("{}: broken {} times", law.name, law.violations));
        }
        failures.extend(self.coverage.iter().filter_map(Coverage::failure));
        self.passed = failures.is_empty();
        self.failures = failures;
    }
}
