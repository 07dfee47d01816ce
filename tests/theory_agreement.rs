//! The simulation against Erlang: exact values must lie within the run's own interval.
//!
//! A 95 % interval misses the truth once in twenty; over ten seeds three misses or more happen to an honest simulator
//! in about one of a hundred tables, and these seeds are fixed. The runs are long, so the intervals are narrow.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use switchyard::experiment::{Report, Run, State, run};
use switchyard::payment::Place;
use switchyard::scenario::{
    Balancer, Cache, Channel, Database, Gaps, Load, Preset, Processors, Scenario, Service, Shape, Stage,
};
use switchyard::theory::{Demand, Mmc};
use switchyard::units::Instant;

/// Seeds of a table.
const SEEDS: u64 = 10;
/// Misses that are still no surprise.
const MISSES_MAX: usize = 2;

/// A plain M/M/c with service times of 10 ms.
fn queue(rate_per_s: f64, servers: u32) -> Scenario {
    let plain = Preset::find("mmc").map(Preset::scenario).unwrap_or_default();
    Scenario {
        load: Load::Open { rate_per_s, shape: Shape::Constant, gaps: Gaps::Exponential },
        gateway: Stage { workers: Some(servers), queue_limit: None, service: Service::Exponential { mean_ms: 10.0 } },
        warm_up_s: Some(20.0),
        duration_s: 2_020.0,
        ..plain
    }
}

/// Runs all seeds and counts how often the exact values lie outside the interval, by metric.
fn check(rate_per_s: f64, servers: u32) {
    let exact = Mmc::new(Demand { arrival_rate_per_s: rate_per_s, service_mean_ms: 10.0 }, servers).unwrap();
    let scenario = queue(rate_per_s, servers).check().unwrap();
    let reports: Vec<Report> = (1..=SEEDS).map(|seed| run(&scenario, seed)).collect();
    type Pick = fn(&Report) -> switchyard::experiment::Estimate;
    let truths: [(&str, f64, Pick); 5] = [
        ("mean response", exact.means().response_ms, |report| report.metrics.response_ms),
        ("p50", exact.response_quantile_ms(0.5).unwrap(), |report| report.metrics.p50_ms),
        ("p95", exact.response_quantile_ms(0.95).unwrap(), |report| report.metrics.p95_ms),
        ("in system", exact.means().in_system, |report| report.metrics.in_system),
        ("throughput", rate_per_s, |report| report.metrics.completed_per_s),
    ];
    for (name, truth, pick) in truths {
        let estimates: Vec<_> = reports.iter().map(pick).collect();
        assert!(estimates.iter().all(|estimate| estimate.state == State::Steady), "M/M/{servers} {name}: not steady");
        let misses = estimates.iter().filter(|estimate| {
            let (mean, half_width) = (estimate.mean.unwrap(), estimate.half_width.unwrap());
            assert!(half_width < 0.15 * truth, "M/M/{servers} {name}: {mean} ± {half_width} says little");
            (mean - truth).abs() > half_width
        });
        let misses = misses.count();
        assert!(
            misses <= MISSES_MAX,
            "M/M/{servers} {name}: {misses} of {SEEDS} intervals miss {truth}: {estimates:?}"
        );
    }
}

#[test]
fn one_server_agrees_with_theory() {
    check(50.0, 1);
    check(80.0, 1);
}

#[test]
fn four_servers_agree_with_theory() {
    check(320.0, 4);
}

#[test]
fn an_overloaded_queue_is_called_unstable() {
    let scenario = queue(120.0, 1).check().unwrap();
    let report = run(&scenario, 1);
    assert_eq!(report.state, State::Unstable, "120 per second do not fit through 100");
    let said = report.unstable.unwrap();
    assert!(said.contains("exceed capacity") && said.contains("gateway"), "the place is named: {said}");
    assert_eq!(report.metrics.response_ms.half_width, None, "there is nothing to be sure of");
}

/// 500 a second come, 400 can be served, and 200 may wait.
fn bounded(to_s: f64) -> Report {
    let service = Service::Exponential { mean_ms: 10.0 };
    let gateway = Stage { workers: Some(4), queue_limit: Some(200), service };
    let scenario = Scenario { gateway, warm_up_s: Some(15.0), duration_s: 300.0, ..queue(500.0, 4) };
    let mut run = Run::new(&scenario.check().unwrap(), 3);
    while !run.advance(Instant::from_seconds(to_s), 100_000) {}
    run.report()
}

/// A limited queue makes a loss system: steady, with a fifth of the payments turned away.
#[test]
fn a_full_queue_is_overloaded_and_steady() {
    let report = bounded(215.0);
    assert_eq!((report.state, report.unstable), (State::Overloaded, None), "not unstable: its queue is bounded");
    let overload = report.overload.unwrap();
    let share = overload.rejected_share.unwrap();
    assert!((share - 0.2).abs() < 0.01, "100 of 500 have no room: {share}");
    assert!((overload.capacity_per_s - 400.0).abs() < 8.0, "{overload:?}");
    let said = report.overloaded.unwrap();
    let words = ["gateway turns away 20 % (offered ", "/s, capacity "];
    assert!(words.iter().all(|part| said.contains(part)), "{said}");
    let response = report.metrics.response_ms;
    let (mean, half_width) = (response.mean.unwrap(), response.half_width.unwrap());
    assert_eq!(response.state, State::Steady, "what passes can be measured");
    assert!((mean - exact_bounded()).abs() < 2.0 * half_width && half_width < 10.0, "{mean} ± {half_width}");
}

/// Mean response time of those who get in: L / throughput of the birth-and-death chain.
fn exact_bounded() -> f64 {
    let (mut weights, mut weight) = (vec![1.0], 1.0);
    for n in 1..=204_u32 {
        weight *= 500.0 / (f64::from(n.min(4)) * 100.0);
        weights.push(weight);
    }
    let sum: f64 = weights.iter().sum();
    let number: f64 = weights.iter().zip(0_u32..).map(|(weight, n)| weight * f64::from(n)).sum::<f64>() / sum;
    number / (500.0 * (1.0 - weights[204] / sum)) * 1e3
}

/// From the first second on it is one story: nothing yet, then overloaded, and never unstable.
#[test]
fn an_overload_does_not_change_its_name() {
    let mut known = false;
    for to_s in [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 9.0, 14.0, 15.001, 15.1, 15.5, 17.0, 20.0, 30.0, 60.0, 120.0] {
        let report = bounded(to_s);
        assert_eq!(report.unstable, None, "at {to_s} s");
        assert!(report.overloaded.is_some() || !known, "known before, forgotten at {to_s} s");
        known |= report.overloaded.is_some();
        let settled = if to_s >= 30.0 { State::Overloaded } else { State::WarmingUp };
        assert_eq!(report.state, settled, "at {to_s} s: {:?}", report.overloaded);
        assert!(known || to_s < 4.0, "said within seconds, not at {to_s} s");
    }
}

/// Below its capacity a short queue turns some away by chance: no overload.
#[test]
fn a_loss_by_chance_is_no_overload() {
    let service = Service::Exponential { mean_ms: 10.0 };
    for seed in 1..=5 {
        let gateway = Stage { workers: Some(1), queue_limit: Some(3), service: service.clone() };
        let report = run(&Scenario { gateway, duration_s: 120.0, ..queue(90.0, 1) }.check().unwrap(), seed);
        assert!(report.payments.rejected > 500, "many are turned away: {:?}", report.payments);
        assert_eq!((report.state, report.overloaded), (State::Steady, None), "seed {seed}");
    }
}

#[test]
fn a_serial_server_that_is_never_idle_obeys_the_article() {
    let report = run(&Preset::find("serial-server").unwrap().checked(), 3);
    let (gap, response) = (report.formulas.gap_ms.unwrap(), report.metrics.response_ms.mean.unwrap());
    assert!((gap / response - 1.0).abs() < 0.01, "T / N {gap} is the response time {response}");
}

/// A hundred payments a second through all stages: 8 servers of 64 ms, round robin over four processors of 4 servers and
/// 128 ms, a channel of 100 ms on average, and a database of 2 servers of 16 ms that every payment reads. All is exponential.
fn pipeline() -> Scenario {
    let exponential = |mean_ms: f64| Service::Exponential { mean_ms };
    let plain = queue(100.0, 8);
    Scenario {
        gateway: Stage { workers: Some(8), queue_limit: None, service: exponential(64.0) },
        balancer: Balancer::of(switchyard::balance::Policy::RoundRobin),
        processors: Processors { count: 4, workers: Some(4), service: exponential(128.0), ..plain.processors.clone() },
        channel: Channel { delay: exponential(100.0), ..plain.channel.clone() },
        cache: Cache { capacity: 0, ..plain.cache.clone() },
        database: Database { connections: Some(2), indexed_read: exponential(16.0), ..plain.database.clone() },
        duration_s: 5_020.0,
        ..plain
    }
}

/// What is known of the pipeline, and how sure that is. Gateway (M/M/8) and processors (E4/M/4, because each gets every
/// fourth payment of a Poisson stream) are exact, and so is the channel, where nobody waits. From the database on streams
/// are no renewal processes any more: these figures are from workload recursions (Kiefer and Wolfowitz) over 8 seeds of 8
/// million payments, with 95 % half-widths.
const PIPELINE: [(&str, f64, f64); 8] = [
    ("gateway", 82.305_797_02, 0.0),
    ("processor", 177.206_857_9, 0.0),
    ("channel", 100.0, 0.0),
    ("database", 43.756, 0.066),
    ("mean", 403.13, 0.25),
    ("p50", 367.89, 0.21),
    ("p95", 786.61, 0.53),
    ("p99", 1_028.3, 0.8),
];

/// Each figure lies in its own interval in all runs but one at most. With a random split in place of round robin the
/// processors would take a quarter longer, and with Poisson input the database 0.7 ms.
#[test]
fn a_pipeline_of_all_stages_agrees_with_what_is_known() {
    let scenario = pipeline().check().unwrap();
    let mut misses = [0; PIPELINE.len()];
    for seed in 1..=4 {
        let mut run = Run::new(&scenario, seed);
        while !run.advance(Instant::from_seconds(5_020.0), 1_000_000) {}
        let (metrics, places) = (run.report().metrics, run.places());
        let at = |place: Place| places.iter().find(|one| one.place == place.code()).unwrap().response_ms;
        let seen = [
            at(Place::Gateway),
            at(Place::Processor(0)),
            at(Place::Channel),
            at(Place::Database),
            metrics.response_ms,
            metrics.p50_ms,
            metrics.p95_ms,
            metrics.p99_ms,
        ];
        for ((misses, estimate), (name, truth, known)) in misses.iter_mut().zip(seen).zip(PIPELINE) {
            let (mean, half_width) = (estimate.mean.unwrap(), estimate.half_width.unwrap());
            let off = (mean - truth).abs();
            assert!(half_width < 0.04 * truth, "{name}: {mean} ± {half_width} says little");
            assert!(off <= 2.0 * half_width + known, "{name}, seed {seed}: {mean} ± {half_width} of {truth}");
            *misses += u32::from(off > half_width + known);
        }
    }
    assert!(misses.iter().all(|misses| *misses <= 1), "{misses:?} of 4 intervals of {PIPELINE:?} miss");
}

#[test]
fn little_holds_in_every_preset() {
    for preset in switchyard::scenario::PRESETS {
        let formulas = run(&preset.checked(), 2).formulas;
        let product = formulas.lambda_per_s * formulas.w_ms.unwrap() / 1e3;
        // Equal but for the payments that cross the window's edges.
        assert!((product / formulas.l - 1.0).abs() < 0.03, "{}: L {} and lambda W {product}", preset.id, formulas.l);
    }
}
