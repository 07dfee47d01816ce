//! Expectations against trials of fixed seeds.
//!
//! A 95 % interval misses the truth once in twenty, and the figures of one run miss together. So the bound is the interval
//! that misses once in a thousand times: there are some eighty figures, and the seeds are fixed.

use super::*;
use switchyard::balance::Policy;
use switchyard::experiment::{Estimate, Goal, State, Trial, TrialReport};
use switchyard::scenario::Balancer;

/// Payments of a case, over all runs: enough for half-widths of a few percent.
const PAYMENTS: f64 = 600_000.0;
const RUNS: u32 = 4;
/// How much wider the interval at 99.9 % is than that at 95 %: 3.29 over 1.96 standard errors.
const WIDER: f64 = 1.68;

/// Simulates a scenario of this many payments per second.
fn simulate(scenario: &Scenario, rate_per_s: f64) -> TrialReport {
    let duration_s = PAYMENTS / rate_per_s / f64::from(RUNS);
    let scenario = Scenario { warm_up_s: Some(duration_s / 10.0), duration_s, ..scenario.clone() }.check().unwrap();
    let mut trial = Trial::new(&scenario, 11, Goal::Runs(RUNS));
    for job in trial.jobs() {
        trial.take(job.index, job.run(&scenario));
    }
    trial.report()
}

fn pairs(figures: Expected, report: &TrialReport) -> Vec<(&'static str, f64, Estimate)> {
    let metrics = &report.metrics;
    let all = [
        ("throughput", figures.throughput_per_s, metrics.completed_per_s),
        ("response", figures.response_ms, metrics.response_ms),
        ("in system", figures.in_system, metrics.in_system),
        ("p50", figures.p50_ms, metrics.p50_ms),
        ("p95", figures.p95_ms, metrics.p95_ms),
        ("p99", figures.p99_ms, metrics.p99_ms),
    ];
    all.into_iter().filter_map(|(name, truth, seen)| Some((name, truth?, seen))).collect()
}

/// The whole agrees with a trial, and has percentiles or not.
fn check(scenario: &Scenario, model: &str, percentiles: bool) {
    let expectation = expectation(scenario);
    let whole = known(&expectation.whole);
    assert_eq!(whole.model, model);
    assert!(whole.exact, "{model} is exact: {:?}", expectation.violated);
    assert_eq!(whole.figures.p99_ms.is_some(), percentiles, "{model}: percentiles");
    let report = simulate(scenario, whole.figures.arrivals_per_s.unwrap());
    assert_eq!(report.state, State::Steady, "{model}");
    for (name, truth, seen) in pairs(whole.figures, &report) {
        let (mean, half) = (seen.mean.unwrap(), seen.half_width.unwrap());
        // A throughput of clients that hardly vary has almost no interval; rounding is no error.
        let error = ((mean - truth).abs() - 1e-6 * truth).max(0.0);
        assert!(half < 0.12 * truth, "{model}, {name}: {mean} ± {half} says little");
        assert!(error <= WIDER * half, "{model}, {name}: {mean} ± {half}, expected {truth}");
    }
}

#[test]
fn one_station_of_exponential_service_agrees() {
    check(&plain(), "M/M/c", true);
    check(&single(poisson(70.0), stage(1, exponential(10.0))), "M/M/c", true);
    let bounded = Stage { queue_limit: Some(6), ..stage(4, exponential(100.0)) };
    check(&single(poisson(40.0), bounded), "M/M/c/K", true);
}

/// The order in which two classes are served changes no mean over both.
#[test]
fn two_classes_agree() {
    let mut scenario = single(poisson(70.0), stage(1, exponential(10.0)));
    scenario.overload.priority_share = 0.3;
    check(&scenario, "M/M/1 priority", false);
}

#[test]
fn one_station_of_other_service_agrees() {
    check(&single(poisson(60.0), stage(1, log_normal(10.0))), "M/G/1", false);
    let variable = Service::HyperExponential { mean_ms: 10.0, scv: 4.0 };
    check(&single(poisson(60.0), stage(1, variable)), "M/G/1", true);
    check(&single(poisson(320.0), stage(4, constant(10.0))), "M/D/c", false);
    let no_line = Stage { queue_limit: Some(0), ..stage(4, log_normal(10.0)) };
    check(&single(poisson(300.0), no_line), "M/G/c/c", false);
    let regular = Load::Open { rate_per_s: 80.0, shape: Shape::Constant, gaps: Gaps::Regular };
    check(&single(regular, stage(1, exponential(10.0))), "GI/M/c", true);
}

#[test]
fn stations_in_a_row_agree() {
    let tandem = two_stages(poisson(60.0), stage(2, exponential(20.0)), 1, stage(1, exponential(10.0)));
    check(&tandem, "Jackson network", true);
    check(&crossing(tandem, constant(15.0), exponential(8.0)), "Jackson network", true);
}

#[test]
fn processors_by_lot_and_in_turn_agree() {
    let front = Stage { workers: None, ..stage(1, exponential(5.0)) };
    let mut by_lot = two_stages(poisson(150.0), front.clone(), 3, stage(1, exponential(12.0)));
    by_lot.balancer = Balancer::of(Policy::Random);
    check(&reading(by_lot.clone(), Some(2), exponential(8.0)), "Jackson network", false);
    by_lot.balancer = Balancer { weights: vec![2.0, 2.0, 1.0], ..Balancer::of(Policy::WeightedRandom) };
    by_lot.load = poisson(120.0);
    check(&by_lot, "Jackson network", false);
    // Every third of a Poisson stream: Erlang gaps, which GI/M/c answers exactly.
    let in_turn = two_stages(poisson(200.0), Stage::TRANSPARENT, 3, stage(1, exponential(12.0)));
    check(&in_turn, "series", true);
}

#[test]
fn closed_loops_agree() {
    check(&single(clients(10, exponential(90.0)), stage(1, exponential(10.0))), "M/M/c//N", true);
    let no_pause = single(clients(6, Service::NONE), stage(4, exponential(50.0)));
    check(&no_pause, "closed network", false);
    let mut network =
        two_stages(clients(12, log_normal(40.0)), stage(4, exponential(20.0)), 2, stage(1, exponential(9.0)));
    network.balancer = Balancer::of(Policy::Random);
    check(
        &reading(crossing(network, constant(5.0), log_normal(5.0)), Some(2), exponential(8.0)),
        "closed network",
        false,
    );
}

/// Four workers, held for work behind them that nobody has to wait for: clients wait for the workers alone.
#[test]
fn a_closed_thread_pool_agrees() {
    let behind = Stage { workers: Some(4), ..stage(4, constant(0.0)) };
    let pool = two_stages(clients(10, exponential(100.0)), stage(4, exponential(30.0)), 1, behind.clone());
    check(&held(pool), "M/M/c//N", true);
    // As many clients as workers: nobody waits, and no law matters.
    let roomy = two_stages(clients(4, log_normal(50.0)), stage(4, log_normal(10.0)), 1, behind);
    check(&held(crossing(roomy, log_normal(20.0), constant(5.0))), "closed network", false);
}

/// Held workers serve for the sum of all times behind them: M/G/1 where there is one of them.
#[test]
fn a_held_worker_agrees() {
    let behind = Stage { workers: None, ..stage(1, exponential(5.0)) };
    let pool = held(two_stages(poisson(25.0), stage(1, exponential(10.0)), 1, behind));
    let scenario = reading(crossing(pool, log_normal(4.0), constant(2.0)), Some(1), exponential(3.0));
    check(&scenario, "M/G/1", false);
    let found = expectation(&scenario);
    let hold_ms = station(&found, Place::Gateway).held_ms.unwrap();
    let report = simulate(&scenario, 25.0);
    assert!((report.metrics.response_ms.mean.unwrap() > hold_ms) && hold_ms > 20.0, "{hold_ms} ms are held");
}

/// An approximation is no truth, but must be close: the presets whose workers are held.
#[test]
fn approximations_are_close() {
    for (id, tolerance) in [("calm-day", 0.01), ("thread-pool", 0.06)] {
        let scenario = Preset::find(id).unwrap().scenario();
        let expectation = expectation(&scenario);
        let whole = known(&expectation.whole);
        assert!(!whole.exact, "{id}");
        let figures = whole.figures;
        let report = simulate(&scenario, figures.arrivals_per_s.unwrap());
        for (name, truth, seen) in pairs(figures, &report) {
            let (mean, half) = (seen.mean.unwrap(), seen.half_width.unwrap());
            assert!((mean - truth).abs() <= tolerance * truth + half, "{id}, {name}: {mean} ± {half}, about {truth}");
        }
    }
}

/// What a run measures at every place is what theory says of it.
#[test]
fn places_agree() {
    let mut scenario = two_stages(poisson(150.0), stage(4, exponential(20.0)), 2, stage(1, exponential(10.0)));
    scenario.balancer = Balancer::of(Policy::Random);
    let scenario = reading(scenario, Some(2), exponential(8.0));
    let expectation = expectation(&scenario);
    let scenario = Scenario { duration_s: 4_000.0, warm_up_s: Some(100.0), ..scenario }.check().unwrap();
    let report = switchyard::experiment::run(&scenario, 5);
    for (theory, seen) in expectation.stations.iter().zip(&report.stations) {
        let figures = known(&theory.answer).figures;
        assert_eq!((theory.place, &theory.name, theory.workers), (seen.place, &seen.name, seen.workers), "order");
        let pairs = [
            ("arrivals", figures.arrivals_per_s, Some(seen.arrivals_per_s), 0.01),
            ("utilisation", figures.utilisation, seen.utilisation, 0.01),
            ("hold", theory.held_ms, seen.mean_hold_ms, 0.01),
            ("wait", figures.wait_ms, seen.mean_wait_ms, 0.05),
            ("queue", figures.queue, Some(seen.mean_waiting), 0.05),
        ];
        for (name, truth, seen, tolerance) in pairs {
            let (truth, seen) = (truth.unwrap_or(0.0), seen.unwrap_or(0.0));
            let error = (seen - truth).abs();
            assert!(error <= tolerance * truth + 1e-9, "{}, {name}: {seen}, expected {truth}", theory.name);
        }
    }
}
