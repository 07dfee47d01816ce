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

/// A proof that cannot fail proves nothing: what is broken must be noticed.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    /// What a verification says of these outcomes.
    fn judged(outcomes: impl IntoIterator<Item = Outcome>) -> VerifyReport {
        let mut report = VerifyReport::default();
        outcomes.into_iter().for_each(|outcome| report.add(&outcome));
        report.judge();
        report
    }

    fn plain() -> Scenario {
        Preset::find("mmc").map(Preset::scenario).unwrap()
    }

    fn impossible() -> Scenario {
        let mut scenario = plain();
        scenario.gateway.workers = Some(0);
        scenario
    }

    /// An exact case of two figures.
    fn case(scenario: fn() -> Scenario, truths: fn() -> Vec<Truth>) -> Case {
        Case { name: "a case", scenario, seconds: 1_000.0, figures: 2, truths }
    }

    fn arrivals(metric: &'static str) -> Truth {
        Truth { metric, value: 18.3 }
    }

    /// The failures of a verification of one exact case alone.
    fn failures(case: &Case) -> Vec<String> {
        judged([exact(case, 1.0)]).failures
    }

    #[test]
    fn a_case_whose_scenario_or_truth_is_broken_fails() {
        let sound = || vec![arrivals("offered_per_s"), arrivals("accepted_per_s")];
        assert_eq!(failures(&case(impossible, sound)), ["a case: its scenario is not allowed"]);
        assert_eq!(failures(&case(plain, Vec::new)), ["a case: 0 figures instead of 2"]);
        let half = || vec![Truth { metric: "availability", value: 1.0 }];
        assert_eq!(failures(&case(plain, half)), ["a case: 1 figures instead of 2"]);
        assert_eq!(judged([Task::Exact { case: 99, length: 1.0 }.run()]).failures, ["there is no exact case 99"]);
    }

    #[test]
    fn a_case_with_a_wrong_or_an_unknown_truth_fails() {
        let nonsense = || vec![Truth { metric: "availability", value: 1.0 }, Truth { metric: "nothing", value: 1.0 }];
        let said = failures(&case(plain, nonsense));
        assert!(said.contains(&"a case, nothing: measured far from the truth".to_owned()), "{said:?}");
        let wrong =
            || vec![Truth { metric: "availability", value: 1.0 }, Truth { metric: "response_ms", value: 100.0 }];
        let said = failures(&case(plain, wrong));
        assert!(said.contains(&"a case, response_ms: measured far from the truth".to_owned()), "{said:?}");
    }

    #[test]
    fn every_case_has_a_scenario_and_its_figures() {
        for case in CASES {
            assert!((case.scenario)().check().is_ok(), "{}: a scenario", case.name);
            assert_eq!((case.truths)().len(), case.figures, "{}: figures", case.name);
        }
    }

    /// So many runs, of which some were refused and these held the truth.
    fn coverage(runs: u32, refused: u32, held: u32) -> Coverage {
        Coverage { queue: "a queue".to_owned(), runs, refused, held: [held; 2], ..Coverage::default() }
    }

    /// One run, and one more in twenty, may give no interval; what is left must be honest.
    #[test]
    fn refusals_are_bounded() {
        for (runs, refused) in [(10, 1), (40, 3), (100, 6), (1_000, 51)] {
            let honest = |refused: u32| coverage(runs, refused, (runs - refused) * 95 / 100);
            assert!(honest(refused).passed(), "{refused} of {runs}");
            assert!(!honest(refused + 1).passed(), "{} of {runs}", refused + 1);
        }
        assert!(!coverage(100, 99, 1).passed(), "one that holds the truth is no coverage");
        assert!(!coverage(100, 100, 0).passed() && !coverage(0, 0, 0).passed(), "nor is none");
        let said = judged([Outcome::Coverage(coverage(100, 99, 1))]).failures;
        assert_eq!(said, ["a queue: 99 of 100 runs gave no interval, more than one and one in twenty"]);
    }

    #[test]
    fn coverage_has_room_for_chance_and_no_more() {
        for (runs, held, passes) in [(1_000, 930, true), (1_000, 929, false), (100, 86, true), (100, 85, false)] {
            assert_eq!(coverage(runs, 0, held).passed(), passes, "{held} of {runs}");
        }
        let said = judged([Outcome::Coverage(coverage(100, 0, 60))]).failures;
        assert_eq!(said, ["a queue: the intervals are not honest"]);
    }

    #[test]
    fn parts_of_a_coverage_add_up() {
        let part = |runs, payments| Coverage { payments, ..coverage(runs, 0, runs) };
        let sum = judged([part(10, 500), part(30, 900)].map(Outcome::Coverage)).coverage;
        assert_eq!((sum.len(), sum[0].runs, sum[0].held, sum[0].payments), (1, 40, [40; 2], 800), "{sum:?}");
    }

    /// Nothing that a thorough verification covers goes on until a precision; `--coverage` covers that last.
    #[test]
    fn the_sequential_stop_is_covered_where_coverage_is_asked_for() {
        let covered = |depth: Depth| {
            let queue = |task: &Task| match *task {
                Task::Coverage { queue, .. } => QUEUES[queue].until,
                Task::Exact { .. } | Task::Golden { .. } => None,
            };
            Verification::new(depth).tasks().iter().filter_map(queue).collect::<Vec<f64>>()
        };
        for depth in [Depth::Quick, Depth::Thorough] {
            assert!(covered(depth).is_empty(), "it takes as long as before: {depth:?}");
        }
        assert_eq!(covered(Depth::Coverage(20)), [0.03, 0.03], "two tasks of ten trials");
        let task = Task::Coverage { queue: 4, first: 1, runs: 10 };
        let Outcome::Coverage(seen) = task.run() else { panic!("coverage") };
        assert_eq!((task.name(), seen.runs), ("coverage of M/M/1 at 0.8 until ± 3 %".to_owned(), 10), "{seen:?}");
        let widths = seen.per_interval(seen.widths);
        assert!(
            (0.027..0.033).contains(&widths[0]) && seen.held[0] >= 7,
            "each has the width that was wanted: {seen:?}"
        );
        assert!((200_000..1_000_000).contains(&seen.payments), "and no sooner: {seen:?}");
    }

    /// A queue that does not exist has no runs.
    #[test]
    fn a_coverage_of_nothing_fails() {
        let outcome = Task::Coverage { queue: 99, first: 1, runs: 10 }.run();
        assert!(!judged([outcome]).passed, "nothing was covered");
    }

    /// The golden runs prove conservation where payments are abandoned, tried again and lost.
    #[test]
    fn golden_runs_keep_the_laws_of_conservation() {
        let runs = GOLDEN.iter().enumerate().filter(|(_, (id, _))| ["lossy-link", "retry-storm"].contains(id));
        let report = judged(runs.map(|(run, _)| Task::Golden { run }.run()));
        assert!(report.passed, "{:?}", report.failures);
        assert!(report.laws.iter().any(|law| law.name.contains("I6")), "the ledger's too: {:?}", report.laws);
        assert!(report.laws.iter().all(|law| law.violations == 0 && !law.is_promise()), "{:?}", report.laws);
        let doubled = report.promises.iter().find(|law| law.name.contains("(I1)")).unwrap();
        assert!(doubled.violations > 0, "a lossy link without keys charges twice, on purpose: {:?}", report.promises);
    }

    #[test]
    fn a_law_that_a_golden_run_breaks_fails() {
        let Outcome::Golden(mut golden) = (Task::Golden { run: 0 }).run() else { panic!("a golden run") };
        golden.laws[0].violations = 2;
        let failed = judged([Outcome::Golden(golden)]);
        assert_eq!(failed.failures, ["arrivals = completed + failed + in flight (I9): broken 2 times"]);
    }
}
