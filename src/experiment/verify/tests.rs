//! A proof that cannot fail proves nothing: what is broken must be noticed.

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
    let wrong = || vec![Truth { metric: "availability", value: 1.0 }, Truth { metric: "response_ms", value: 100.0 }];
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
    assert_eq!(covered(Depth::Coverage(20)), [0.05, 0.05], "two tasks of ten trials");
    let task = Task::Coverage { queue: 4, first: 1, runs: 10 };
    let Outcome::Coverage(seen) = task.run() else { panic!("coverage") };
    assert_eq!((task.name(), seen.runs), ("coverage of M/M/1 at 0.8 until ± 5 %".to_owned(), 10), "{seen:?}");
    let widths = seen.per_interval(seen.widths);
    assert!(widths[0] <= 0.052 && seen.held[0] >= 6, "each stops when its interval is narrow enough: {seen:?}");
    assert!((50_000..1_000_000).contains(&seen.payments), "and no sooner: {seen:?}");
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
    assert_eq!(failed.failures, ["arrivals = completed + failed + in flight: broken 2 times"]);
}
