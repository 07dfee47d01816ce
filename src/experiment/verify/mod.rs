//! The proof that anybody can run: exact cases, coverage of the intervals, determinism, conservation.
//!
//! A verification hands out [`Task`]s and takes their [`Outcome`]s in any order, as a trial does with its jobs, so that a
//! page shows progress and a command line uses every core. All seeds are fixed: the same program gives the same verdict
//! everywhere. A 95 % interval misses the truth once in twenty by design, therefore
//!
//! - a figure passes if the truth lies within twice its half-width, which an honest interval fails about once in ten
//!   thousand times, and if the half-width is narrow enough to say something;
//! - all figures together pass if no more than one in seven lies outside its plain interval;
//! - coverage passes between 93 and 97 %, widened by what chance does to so few runs (3.3 standard errors, once in a
//!   thousand).

mod cases;

use super::golden::GOLDEN;
use super::report::{Estimate, Invariant, REPORT_VERSION, State};
use super::run::run;
use super::trial::{Goal, Job, Trial};
use crate::math;
use crate::scenario::Preset;
use cases::{CASES, Case, QUEUES, Queue, Truth};
use serde::{Deserialize, Serialize};

/// How many half-widths a figure may be off.
const HALF_WIDTHS_MAX: f64 = 2.0;
/// A half-width of more than this share of the truth says nothing.
const HALF_WIDTH_MAX: f64 = 0.25;
/// Of so many figures one may lie outside its interval.
const OUTSIDE_ONE_IN: usize = 7;
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
/// Honest coverage of 95 % intervals of a mean, and of a percentile.
const HONEST: [(f64, f64); 2] = [(0.93, 0.97), (0.92, 0.98)];
/// The normal quantile of 99.9 %.
const CHANCE: f64 = 3.29;

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
    },
    /// Of a golden run.
    Golden(Golden),
    /// Of runs for coverage.
    Coverage(Coverage),
}

/// A figure of an exact case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The case, as `M/M/4 at 0.8`.
    pub case: String,
    /// The quantity, by its field in [`super::Metrics`].
    pub metric: String,
    /// What theory says.
    pub truth: f64,
    /// What was measured, with its interval.
    pub measured: Estimate,
    /// Whether the 95 % interval holds the truth.
    pub inside: bool,
    /// Whether it passes by the rule above.
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
}

/// How often the intervals of a queue held the truth.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The queue, as `M/M/1 at 0.8`.
    pub queue: String,
    /// Payments that a run simulates, about.
    pub payments: u64,
    /// Runs that were made.
    pub runs: u32,
    /// Runs that refused an interval, because their warm-up ate more than a quarter.
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

    /// Whether both are honest.
    #[must_use]
    pub fn passed(&self) -> bool {
        let chance = CHANCE * (0.95 * 0.05 / f64::from(self.runs.max(1))).sqrt();
        // A thousand runs are what the bounds are made for; only fewer are given more room.
        let room = if self.runs >= 1_000 { 0.0 } else { chance };
        let honest = |(share, (low, high)): (f64, (f64, f64))| share >= low - room && share <= high + room;
        self.runs > self.refused && self.shares().into_iter().zip(HONEST).all(honest)
    }

    fn add(&mut self, other: &Self) {
        (self.runs, self.refused) = (self.runs + other.runs, self.refused + other.refused);
        for which in 0..2 {
            self.held[which] += other.held[which];
            self.widths[which] += other.widths[which];
            self.errors[which] += other.errors[which];
        }
    }
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
            Self::Exact { case, length } => CASES.get(case).map_or_else(Outcome::nothing, |case| exact(case, length)),
            Self::Golden { run } => Outcome::Golden(golden(GOLDEN[run % GOLDEN.len()])),
            Self::Coverage { queue, first, runs } => {
                Outcome::Coverage(QUEUES.get(queue).map_or_else(Coverage::default, |queue| cover(queue, first, runs)))
            }
        }
    }
}

impl Outcome {
    /// Of a task that does not exist.
    const fn nothing() -> Self {
        Self::Exact { figures: Vec::new(), laws: Vec::new() }
    }
}

fn exact(case: &Case, length: f64) -> Outcome {
    let Ok(scenario) = (case.scenario)().check() else { return Outcome::nothing() };
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
    Outcome::Exact { figures: (case.truths)().into_iter().map(figure).collect(), laws: report.invariants }
}

fn golden((preset, expected): (&str, &str)) -> Golden {
    let digest = Preset::find(preset).map_or_else(String::new, |preset| run(&preset.checked(), 1).digest);
    Golden { preset: preset.to_owned(), expected: expected.to_owned(), passed: digest == expected, digest }
}

fn cover(queue: &Queue, first: u64, runs: u32) -> Coverage {
    let mut sum = Coverage { queue: queue.name(), payments: math::whole(queue.payments), ..Coverage::default() };
    let (Ok(scenario), Some(truths)) = (queue.scenario().check(), queue.truths()) else { return sum };
    for run in 0..runs {
        let job = Job { index: run, seed: first + u64::from(run), duration_s: queue.seconds(), events_max: None };
        let metrics = job.run(&scenario).report.metrics;
        sum.runs += 1;
        let seen = [metrics.response_ms, metrics.p95_ms].map(|one| one.mean.zip(one.half_width));
        let [Some(mean), Some(p95)] = seen else {
            sum.refused += 1;
            continue;
        };
        for (which, ((value, half_width), truth)) in [mean, p95].into_iter().zip(truths).enumerate() {
            sum.held[which] += u32::from((value - truth).abs() <= half_width);
            sum.widths[which] += half_width / truth;
            sum.errors[which] += value / truth - 1.0;
        }
    }
    sum
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
    /// Conservation and Little's law, over all exact cases.
    pub laws: Vec<Invariant>,
    /// Coverage of the intervals.
    pub coverage: Vec<Coverage>,
    /// What did not pass, in words.
    pub failures: Vec<String>,
}

impl VerifyReport {
    fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Exact { figures, laws } => {
                self.figures.extend_from_slice(figures);
                for law in laws {
                    match self.laws.iter_mut().find(|sum| sum.name == law.name) {
                        Some(sum) => sum.violations += law.violations,
                        None => self.laws.push(law.clone()),
                    }
                }
            }
            Outcome::Golden(golden) => self.golden.push(golden.clone()),
            Outcome::Coverage(part) => match self.coverage.iter_mut().find(|sum| sum.queue == part.queue) {
                Some(sum) => sum.add(part),
                None => self.coverage.push(part.clone()),
            },
        }
    }

    fn judge(&mut self) {
        let outside = self.figures.iter().filter(|figure| !figure.inside).count();
        self.outside = math::id(outside);
        let mut failures = Vec::new();
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
        for coverage in self.coverage.iter().filter(|coverage| !coverage.passed()) {
            failures.push(format!("{}: the intervals are not honest", coverage.queue));
        }
        self.passed = failures.is_empty();
        self.failures = failures;
    }
}
