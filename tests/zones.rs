//! Zones in a running network: who gets how much, what the way between them costs, and what they leave alone.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::balance::Policy;
use switchyard::experiment::{Broken, Expectation, Report, run};
use switchyard::scenario::Scenario;

/// Six processors that are never full, 1 ms each, and nothing else that takes time.
fn scenario(balancer: &Value) -> Value {
    let nothing = json!({ "deterministic": { "mean_ms": 0 } });
    let free = json!({ "workers": null, "queue_limit": null, "service": nothing });
    json!({
        "load": { "open": { "rate_per_s": 300 } }, "gateway": free, "card_management": free, "balancer": balancer,
        "processors": { "count": 6, "workers": null, "queue_limit": null,
                        "service": { "deterministic": { "mean_ms": 1 } } },
        "channel": { "delay": nothing, "answer_delay": nothing },
        "database": { "connections": null, "indexed_read": nothing },
        "processing": "asynchronous", "warm_up_s": 0, "duration_s": 60,
    })
}

fn report(balancer: &Value) -> Report {
    run(&Scenario::from_value(&scenario(balancer)).unwrap(), 1)
}

/// Shares of the picks by processor.
fn shares(report: &Report) -> Vec<f64> {
    report.stations.iter().filter_map(|station| station.share).collect()
}

/// A policy with zones of so many processors and gateways, and the way between them.
fn zoned(policy: Policy, zones: &[[u32; 2]], between_ms: f64) -> Value {
    let gateways: u32 = zones.iter().map(|[_, gateways]| gateways).sum();
    let zones: Vec<Value> =
        zones.iter().map(|[processors, gateways]| json!({ "processors": processors, "gateways": gateways })).collect();
    json!({ "policy": policy.id(), "gateways": gateways, "zones": zones, "between_zones_ms": between_ms })
}

/// 18 000 payments; a share has a standard deviation of at most 0.4 %.
fn check(zones: &[[u32; 2]], expected: [f64; 6]) {
    let got = shares(&report(&zoned(Policy::RoundRobin, zones, 0.0)));
    let near = got.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 0.02);
    assert!(near, "{zones:?}: {got:?}, expected {expected:?}");
}

#[test]
fn shares_are_those_of_envoys_rule() {
    // Alike: each gateway stays at home.
    check(&[[3, 1], [3, 1]], [1.0 / 6.0; 6]);
    // Two thirds of the gateways keep three quarters, so that both zones carry half.
    check(&[[3, 2], [3, 1]], [1.0 / 6.0; 6]);
    // Half of the gateways with a third of the processors: two thirds of it stay, and the rest joins the other half.
    check(&[[2, 1], [4, 1]], [1.0 / 6.0; 6]);
    // One gateway with two zones that nobody is in.
    check(&[[2, 1], [2, 0], [2, 0]], [1.0 / 6.0; 6]);
    // A third of the gateways at five of the six stays whole, and the others keep a quarter.
    check(&[[5, 1], [1, 2]], [1.0 / 6.0; 6]);
}

#[test]
fn fewer_processors_than_asked_for_are_used_alike() {
    let mut few = zoned(Policy::Priority, &[[3, 1], [3, 1]], 0.0);
    let alone = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    few["zone_processors_min"] = json!(7);
    assert_eq!(shares(&report(&few)), alone, "six are too few, so that the first takes all");
    few["zone_processors_min"] = json!(6);
    let each = shares(&report(&few));
    assert!((each[0] - 0.5).abs() < 1e-3 && (each[3] - 0.5).abs() < 1e-3, "the first of each zone: {each:?}");
}

/// A millisecond at the processor, and with one zone in two 20 ms each way for what leaves it.
#[test]
fn the_way_to_another_zone_takes_its_time() {
    let mean = |balancer: &Value| report(balancer).metrics.response_ms.mean.unwrap();
    let home = mean(&zoned(Policy::RoundRobin, &[[3, 1], [3, 1]], 20.0));
    assert!((home - 1.0).abs() < 1e-3, "everything stays: {home}");
    // Two thirds of the payments, of which a quarter leaves: a sixth travels 40 ms longer.
    let away = mean(&zoned(Policy::RoundRobin, &[[3, 2], [3, 1]], 20.0));
    assert!((away - (1.0 + 40.0 / 6.0)).abs() < 0.5, "{away}");
}

/// With any policy every payment finds a processor, and the laws hold.
#[test]
fn zones_go_with_any_policy() {
    for policy in Policy::ALL {
        for between_ms in [0.0, 3.0] {
            let mut scenario = scenario(&zoned(*policy, &[[2, 2], [3, 1], [1, 0]], between_ms));
            scenario["duration_s"] = json!(5);
            let report = run(&Scenario::from_value(&scenario).unwrap(), 1);
            let total: f64 = shares(&report).iter().sum();
            assert!((total - 1.0).abs() < 1e-9, "{}: {:?}", policy.id(), shares(&report));
            assert!(
                report.invariants.iter().all(|law| law.violations == 0),
                "{}: {:?}",
                policy.id(),
                report.invariants
            );
        }
    }
}

#[test]
fn one_zone_is_none() {
    let plain = report(&json!({ "policy": "random", "gateways": 2 }));
    let one = report(&zoned(Policy::Random, &[[6, 2]], 20.0));
    assert_eq!(one.digest, plain.digest);
}

#[test]
fn what_is_no_zone_is_refused_with_what_is_allowed() {
    let told = |balancer: Value| {
        let problems = Scenario::from_value(&scenario(&balancer)).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let one = told(json!({ "zones": [{ "processors": 17 }, {}] }));
    assert!(one.len() == 1 && one[0].contains("balancer.zones[0].processors"), "{one:?}");
    let many = told(json!({ "zones": vec![json!({}); 9] }));
    assert!(many.len() == 1 && many[0].contains("at most 8"), "{many:?}");
    assert_eq!(told(json!({ "between_zones_ms": -1 })).len(), 1);
    assert_eq!(told(json!({ "zone_processors_min": 0 })).len(), 1);
}

#[test]
fn theory_says_that_it_knows_no_zones() {
    let broken = |balancer: &Value| {
        let scenario = Scenario::from_value(&scenario(balancer)).unwrap();
        let stations = Expectation::of(&scenario).stations;
        stations.iter().flat_map(|station| &station.violated).any(|violation| violation.broken == Broken::Zones)
    };
    assert!(broken(&zoned(Policy::Random, &[[3, 1], [3, 1]], 0.0)));
    assert!(!broken(&json!({ "policy": "random", "gateways": 2 })));
}
