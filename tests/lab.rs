//! The formula lab: its theory, its table, and that what it measures agrees with both.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use switchyard::experiment::{Lab, LabMeasured, LabPass, LabPoint, LabTask, OtherwiseCase, State};
use switchyard::scenario::{LabSetting, Tail};

fn setting(servers: u32, service_scv: f64, tail: Tail) -> LabSetting {
    LabSetting { servers, service_ms: 50.0, service_scv, tail }
}

/// The points of a setting at the loads of the curve, from theory.
fn points(setting: LabSetting) -> Vec<LabPoint> {
    Lab::new(setting, 1).unwrap().report().points
}

fn at(setting: LabSetting, load: f64) -> LabPoint {
    points(setting).into_iter().find(|point| (point.load - load).abs() < 1e-9).unwrap()
}

fn measure(setting: LabSetting, load: f64) -> LabMeasured {
    LabTask { setting, load, seed: 1, pass: LabPass::Fine }.run().unwrap()
}

/// M/M/4 with services of 50 ms: load, arrivals per second, share that waits, mean response, 95th and 99th percentile in
/// milliseconds. From Erlang C and P(T > t) = (1 - C) e^-mt + C (r e^-mt - m e^-rt) / (r - m), where m is the rate of a
/// service and r = 4 m - lambda.
const TABLE: [(f64, f64, f64, f64, f64, f64); 3] = [
    (0.5, 40.0, 0.173_913_043, 54.347_826, 157.485_217, 238.212_422),
    (0.8, 64.0, 0.596_432_472, 87.277_029, 236.900_975, 344.660_187),
    (0.9, 72.0, 0.787_753_264, 148.469_158, 408.276_241, 609.658_372),
];

#[test]
fn the_table_is_that_of_erlang() {
    let table = Lab::table();
    assert_eq!((table[0].load, table[table.len() - 1].load), (0.1, 0.99), "from a tenth to 0.99");
    for (load, offered, p_wait, response, p95, p99) in TABLE {
        let row = table.iter().find(|row| row.load == load).unwrap();
        let theory = &row.theory;
        assert_eq!((theory.model.as_deref(), theory.exact), (Some("M/M/c"), true));
        let pairs = [
            (row.offered_per_s, offered),
            (theory.p_wait.unwrap(), p_wait),
            (theory.response_ms.unwrap(), response),
            (theory.p95_ms.unwrap(), p95),
            (theory.p99_ms.unwrap(), p99),
            (theory.gap_ms, 1e3 / offered),
        ];
        for (got, expected) in pairs {
            assert!((got / expected - 1.0).abs() < 1e-6, "at {load}: {got}, expected {expected}");
        }
    }
}

/// Four servers of 50 ms at a load of 0.8: each serves 16 a second. Cobham, Erlang-A, outages, M/M/1, Mitzenmacher's limit,
/// Nelson and Tantawi, order statistics, Amdahl and the Universal Scalability Law, each from its formula.
fn otherwise_at_four_fifths() -> [(OtherwiseCase, bool, Vec<f64>); 9] {
    use OtherwiseCase as Case;
    [
        (Case::Priority, true, vec![40.0 / 0.84, 40.0 / (0.84 * 0.2)]),
        // Four servers whose customers leave after 500 ms: from the chain, summed with 900 states.
        (Case::Patience, true, vec![0.040_429_550_428, 20.214_775_214, 61.412_508_773]),
        (Case::Outages, true, vec![20.0 / 21.0, (52.5 + 2_500.0 / 21.0) / 0.16]),
        (Case::OwnLines, true, vec![250.0]),
        (Case::ShorterOfTwo, false, vec![97.368_169_295]),
        (Case::Split, false, vec![446.515_151_515]),
        (Case::Calls, true, vec![50.0 / 3.0, 50.0 * 11.0 / 6.0]),
        (Case::Amdahl, true, vec![3.478_260_870]),
        (Case::Scalability, true, vec![80.0 / 1.152_4, 69.0, 1_380.0 / 5.338_4]),
    ]
}

#[test]
fn other_formulas_answer_a_station_that_is_otherwise() {
    let told = at(setting(4, 1.0, Tail::default()), 0.8).theory.otherwise;
    let expected = otherwise_at_four_fifths();
    assert_eq!(told.len(), expected.len(), "each case");
    for (told, (case, exact, figures)) in told.iter().zip(expected) {
        assert_eq!((told.case, told.exact, told.figures.len()), (case, exact, figures.len()));
        for (got, figure) in told.figures.iter().zip(figures) {
            assert!((got / figure - 1.0).abs() < 1e-8, "{case:?}: {got}, expected {figure}");
        }
    }
    let full = at(setting(4, 1.0, Tail::default()), 1.15).theory.otherwise;
    let silent: Vec<OtherwiseCase> = full.iter().filter(|one| one.figures.is_empty()).map(|one| one.case).collect();
    assert_eq!(silent, [0, 2, 3, 4, 5].map(|place| full[place].case), "single servers have no steady state then");
    assert!((full[1].figures[0] - 0.160_185_461_444).abs() < 1e-9, "who leaves: {:?}", full[1]);
}

#[test]
fn models_follow_the_variability() {
    let model = |setting| {
        let theory = at(setting, 0.8).theory;
        (theory.model.unwrap(), theory.exact, theory.p95_ms.is_some())
    };
    let (hyper, log) = (Tail::HyperExponential, Tail::LogNormal);
    assert_eq!(model(setting(1, 1.0, hyper)), ("M/M/c".to_owned(), true, true));
    assert_eq!(model(setting(1, 0.0, hyper)), ("M/G/1".to_owned(), true, true));
    assert_eq!(model(setting(4, 0.0, hyper)), ("M/D/c".to_owned(), true, false));
    assert_eq!(model(setting(1, 4.0, hyper)), ("M/G/1".to_owned(), true, true));
    assert_eq!(model(setting(1, 4.0, log)), ("M/G/1".to_owned(), true, false));
    assert_eq!(model(setting(1, 0.5, hyper)), ("M/G/1".to_owned(), true, false));
    assert_eq!(model(setting(4, 4.0, log)), ("G/G/c".to_owned(), false, false));
}

#[test]
fn beyond_its_capacity_a_station_saturates() {
    for point in points(setting(4, 2.0, Tail::LogNormal)).iter().filter(|point| point.load > 1.0) {
        let theory = &point.theory;
        assert_eq!((theory.throughput_per_s, theory.gap_ms), (80.0, 12.5), "all that the servers can do");
        assert_eq!((theory.response_ms, &theory.model), (None, &None), "and no latency");
    }
    let measured = measure(setting(4, 2.0, Tail::LogNormal), 1.3);
    assert_eq!(measured.state, State::Unstable);
    assert!((measured.throughput_per_s.mean.unwrap() / 80.0 - 1.0).abs() < 0.02, "{:?}", measured.throughput_per_s);
}

/// What is measured lies within the interval that misses once in a thousand times (3.29 over 1.96 standard errors).
fn check(setting: LabSetting, load: f64) {
    let (theory, measured) = (at(setting, load).theory, measure(setting, load));
    assert_eq!(measured.state, State::Steady, "{setting:?} at {load}");
    let pairs = [
        (Some(theory.throughput_per_s), measured.throughput_per_s),
        (theory.response_ms, measured.response_ms),
        (theory.p50_ms, measured.p50_ms),
        (theory.p95_ms, measured.p95_ms),
        (theory.p99_ms, measured.p99_ms),
    ];
    for (truth, seen) in pairs.into_iter().filter_map(|(truth, seen)| Some((truth?, seen))) {
        let (mean, half) = (seen.mean.unwrap(), seen.half_width.unwrap());
        assert!((mean - truth).abs() <= 1.68 * half, "{setting:?} at {load}: {mean} ± {half}, expected {truth}");
    }
    let gap_ms = measured.gap_ms.unwrap();
    assert!((gap_ms / theory.gap_ms - 1.0).abs() < 0.02, "T / N: {gap_ms} of {}", theory.gap_ms);
}

#[test]
fn measurements_agree_with_exact_theory() {
    check(setting(4, 1.0, Tail::default()), 0.05);
    check(setting(4, 1.0, Tail::default()), 0.8);
    check(setting(64, 1.0, Tail::default()), 0.95);
    check(setting(1, 0.0, Tail::default()), 0.7);
    check(setting(4, 0.0, Tail::default()), 0.8);
    check(setting(1, 4.0, Tail::HyperExponential), 0.6);
    check(setting(1, 2.0, Tail::LogNormal), 0.5);
    check(setting(1, 0.5, Tail::LogNormal), 0.7);
}

#[test]
fn the_same_task_measures_the_same() {
    let once = || measure(setting(2, 3.0, Tail::LogNormal), 0.5);
    assert_eq!(once(), once());
}

#[test]
fn a_rough_figure_gives_way_to_a_fine_one() {
    let mut lab = Lab::new(setting(4, 1.0, Tail::default()), 1).unwrap();
    let tasks = lab.tasks();
    let (rough, fine) = (15, 15 + tasks.len() / 2);
    assert_eq!((tasks[rough].load, tasks[fine].load), (0.8, 0.8), "the same load twice");
    let relative = |measured: &LabMeasured| {
        let response = measured.response_ms;
        response.half_width.unwrap() / response.mean.unwrap()
    };
    let [first, second] = [rough, fine].map(|task| tasks[task].run().unwrap());
    assert!(relative(&second) < relative(&first), "the second is closer");
    assert!(second.events > first.events, "for more work");
    lab.take(rough, first.clone());
    assert_eq!(lab.report().points[15].measured.as_ref(), Some(&first), "soon known");
    lab.take(fine, second.clone());
    lab.take(rough, first);
    assert_eq!(lab.report().points[15].measured.as_ref(), Some(&second), "and what is better stays");
}

#[test]
fn what_is_out_of_range_is_named() {
    let wrong = LabSetting { servers: 65, service_ms: 0.0, service_scv: f64::NAN, tail: Tail::default() };
    let problems = Lab::new(wrong, 1).unwrap_err();
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["servers", "service_ms", "service_scv"]);
    assert_eq!(LabTask { setting: wrong, load: 0.5, seed: 1, pass: LabPass::Rough }.run(), None, "and nothing is run");
    assert!(
        Lab::new(LabSetting { service_scv: 20.0, service_ms: 0.1, servers: 64, ..wrong }, 1).is_ok(),
        "the corners"
    );
}

#[test]
fn every_corner_can_be_run() {
    for (servers, service_ms) in [(1, 10_000.0), (64, 0.1)] {
        let setting = LabSetting { servers, service_ms, service_scv: 20.0, tail: Tail::LogNormal };
        for load in [0.05, 1.3] {
            for pass in [LabPass::Rough, LabPass::Fine] {
                assert!(LabTask { setting, load, seed: 1, pass }.run().is_some(), "{setting:?} at {load}, {pass:?}");
            }
        }
    }
}
