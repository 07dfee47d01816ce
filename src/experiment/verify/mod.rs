//! The proof that anybody can run: exact cases, coverage of the intervals, determinism, conservation.
//!
//! A verification hands out [`Task`]s and takes their [`Outcome`]s in any order, as a trial does with its jobs, so that a
//! page shows progress and a command line uses every core. All seeds are fixed: the same program gives the same verdict
//! everywhere. A 95 % interval misses the truth once in twenty by design, therefore
//!
//! - a figure passes if the truth lies within twice its half-width, which an honest interval fails about once in ten
//!   thousand times, and if the half-width is narrow enough to say something;
//! - all figures together pass if no more than one in seven lies outside its plain interval;
//! - every case has as many figures as it is known to have, so that one that breaks does not pass for want of figures;
//! - coverage passes between 93 and 97 % for a mean and 92 and 98 % for a percentile, widened by what chance does to so few
//!   runs (3.3 standard errors, once in a thousand), if no more runs gave no interval than one, and one more in twenty;
//! - no exact case and no golden run breaks a law of conservation. What only safeguards promise is counted apart, because
//!   several presets switch safeguards off to show what happens.

mod cases;
mod coverage;
mod report;
#[cfg(test)]
mod tests;

pub use coverage::Coverage;
pub use report::{Figure, Golden, VerifyReport};

use super::golden::GOLDEN;
use super::report::{Invariant, REPORT_VERSION, State};
use super::run::run;
use super::trial::{Goal, Job, Trial};
use crate::math;
use crate::scenario::Preset;
use cases::{CASES, Case, QUEUES, Truth};
use coverage::cover;
use serde::{Deserialize, Serialize};

/// How many half-widths a figure may be off.
const HALF_WIDTHS_MAX: f64 = 2.0;
/// A half-width of more than this share of the truth says nothing.
const HALF_WIDTH_MAX: f64 = 0.25;
/// Runs of an exact case.
const RUNS: u32 = 4;
/// A quick verification simulates so many times less in each case.
const QUICK: f64 = 4.0;
/// Runs that one task of coverage makes.
const CHUNK: u32 = 10;
/// Runs for the coverage of each queue, thoroughly and quickly.
const COVERAGE_RUNS: (u32, u32) = (100, 40);
/// How many of the queues a thorough and a quick verification cover: the long ones take minutes.
const COVERAGE_QUEUES: (usize, usize) = (2, 1);

/// How thorough a verification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// Some seconds.
    Quick,
    /// Some tens of seconds.
    Thorough,
    /// Nothing but coverage, of every queue, by so many runs each.
    Coverage(u32),
}

/// A piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// An exact case.
    Exact {
        /// Its number.
        case: usize,
        /// Its length as a share of the thorough one.
        length: f64,
    },
    /// A golden run.
    Golden {
        /// Its number.
        run: usize,
    },
    /// Some runs for the coverage of a queue.
    Coverage {
        /// The queue's number.
        queue: usize,
        /// Seed of the first run.
        first: u64,
        /// How many runs.
        runs: u32,
    },
}

/// What came of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Of an exact case.
    Exact {
        /// Its figures.
        figures: Vec<Figure>,
        /// The laws that had to hold.
        laws: Vec<Invariant>,
        /// Why some of its figures are not there, in words.
        incomplete: Option<String>,
    },
    /// Of a golden run.
    Golden(Golden),
    /// Of runs for coverage.
    Coverage(Coverage),
}

impl Task {
    /// What it is about, for a line of progress.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Exact { case, .. } => CASES.get(*case).map_or_else(String::new, |case| case.name.to_owned()),
            Self::Golden { run } => {
                GOLDEN.get(*run).map_or_else(String::new, |golden| format!("digest of {}", golden.0))
            }
            Self::Coverage { queue, .. } => {
                QUEUES.get(*queue).map_or_else(String::new, |queue| format!("coverage of {}", queue.name()))
            }
        }
    }

    /// Does it.
    #[must_use]
    pub fn run(&self) -> Outcome {
        match *self {
            Self::Exact { case, length } => match CASES.get(case) {
                Some(case) => exact(case, length),
                None => Outcome::incomplete(format!("there is no exact case {case}")),
            },
            Self::Golden { run } => Outcome::Golden(golden(GOLDEN[run % GOLDEN.len()])),
            Self::Coverage { queue, first, runs } => {
                Outcome::Coverage(QUEUES.get(queue).map_or_else(Coverage::default, |queue| cover(queue, first, runs)))
            }
        }
    }
}

impl Outcome {
    /// An exact case without a figure, and why.
    fn incomplete(why: String) -> Self {
        Self::Exact { figures: Vec::new(), laws: Vec::new(), incomplete: Some(why) }
    }
}

fn exact(case: &Case, length: f64) -> Outcome {
    let Ok(scenario) = (case.scenario)().check() else {
        return Outcome::incomplete(format!("{}: its scenario is not allowed", case.name));
    };
    let mut trial = Trial::new(&scenario, 1, Goal::Runs(RUNS));
    let duration_s = case.seconds * length / f64::from(RUNS);
    for job in trial.jobs() {
        trial.take(job.index, Job { duration_s, ..job }.run(&scenario));
    }
    let report = trial.report();
    let figure = |truth: Truth| {
        let measured = report.metrics.find(truth.metric).copied().unwrap_or_default();
        let error = measured.mean.map(|mean| (mean - truth.value).abs());
        let off = error.zip(measured.half_width).map_or(f64::INFINITY, |(error, half)| error / half);
        let narrow = measured.half_width.is_some_and(|half| half <= HALF_WIDTH_MAX * truth.value.abs());
        let passed = measured.state == State::Steady && narrow && off <= HALF_WIDTHS_MAX;
        Figure {
            case: case.name.to_owned(),
            metric: truth.metric.to_owned(),
            truth: truth.value,
            measured,
            inside: off <= 1.0,
            passed,
        }
    };
    let figures: Vec<Figure> = (case.truths)().into_iter().map(figure).collect();
    let (seen, expected) = (figures.len(), case.figures);
    let incomplete = (seen != expected).then(|| format!("{}: {seen} figures instead of {expected}", case.name));
    Outcome::Exact { figures, laws: report.invariants, incomplete }
}

fn golden((preset, expected): (&str, &str)) -> Golden {
    let report = Preset::find(preset).map(|preset| run(&preset.checked(), 1)).unwrap_or_default();
    Golden {
        preset: preset.to_owned(),
        expected: expected.to_owned(),
        passed: report.digest == expected,
        digest: report.digest,
        laws: report.invariants,
    }
}

/// A verification under way.
#[derive(Clone, Debug)]
pub struct Verification {
    tasks: Vec<Task>,
    outcomes: Vec<Option<Outcome>>,
}

impl Verification {
    /// A verification at its start.
    #[must_use]
    pub fn new(depth: Depth) -> Self {
        let mut tasks = Vec::new();
        let (queues, runs, length) = match depth {
            Depth::Quick => (COVERAGE_QUEUES.1, COVERAGE_RUNS.1, Some(1.0 / QUICK)),
            Depth::Thorough => (COVERAGE_QUEUES.0, COVERAGE_RUNS.0, Some(1.0)),
            Depth::Coverage(runs) => (QUEUES.len(), runs, None),
        };
        if let Some(length) = length {
            tasks.extend((0..GOLDEN.len()).map(|run| Task::Golden { run }));
            tasks.extend((0..CASES.len()).map(|case| Task::Exact { case, length }));
        }
        for queue in 0..queues {
            let chunks = (0..runs.div_ceil(CHUNK)).map(|chunk| chunk * CHUNK);
            tasks.extend(chunks.map(|start| Task::Coverage {
                queue,
                first: u64::from(start) + 1,
                runs: CHUNK.min(runs - start),
            }));
        }
        Self { outcomes: vec![None; tasks.len()], tasks }
    }

    /// Every task, in order.
    #[must_use]
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// Takes what came of a task; tasks may come back in any order.
    pub fn take(&mut self, task: usize, outcome: Outcome) {
        if let Some(place) = self.outcomes.get_mut(task) {
            *place = Some(outcome);
        }
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> VerifyReport {
        let mut report = VerifyReport {
            version: REPORT_VERSION,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            done: math::id(self.outcomes.iter().flatten().count()),
            tasks: math::id(self.tasks.len()),
            ..VerifyReport::default()
        };
        self.outcomes.iter().flatten().for_each(|outcome| report.add(outcome));
        report.judge();
        report
    }
}
