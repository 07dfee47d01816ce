//! Two classes of payments: where Cobham's formula answers them, and where it does not.

use super::*;
use switchyard::cache::Policy;
use switchyard::scenario::{BlockSpacing, Cache, ChannelKind, Discipline, Popularity};

/// One worker of exponential service, and this share of the payments goes ahead.
fn ahead(load: Load, mean_ms: f64, share: f64) -> Scenario {
    let mut scenario = single(load, stage(1, exponential(mean_ms)));
    scenario.overload.priority_share = share;
    scenario
}

fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-9 * expected, "{what}: {got}, expected {expected}");
}

/// Payments with priority and those without per second, mean service in ms, and the waits of both in ms (Cobham, 1954).
const WAITS: [(f64, f64, f64, [f64; 2]); 3] = [
    (20.0, 60.0, 10.0, [10.0, 50.0]),
    (40.0, 40.0, 10.0, [40.0 / 3.0, 200.0 / 3.0]),
    (45.0, 45.0, 10.0, [180.0 / 11.0, 1_800.0 / 11.0]),
];

#[test]
fn one_worker_serves_two_classes_as_cobham_says() {
    for (high, low, mean_ms, waits) in WAITS {
        let (rate, share) = (high + low, high / (high + low));
        let expectation = expectation(&ahead(poisson(rate), mean_ms, share));
        let gateway = station(&expectation, Place::Gateway);
        let found = known(&gateway.answer);
        assert_eq!((found.model.as_str(), found.exact), ("M/M/1 priority", true), "{:?}", gateway.violated);
        assert!(found.source.contains("Cobham"), "{}", found.source);
        let classes = gateway.classes.unwrap();
        for (class, (wait_ms, rate)) in classes.iter().zip(waits.into_iter().zip([high, low])) {
            close(class.wait_ms, wait_ms, "wait");
            close(class.response_ms, wait_ms + mean_ms, "response");
            close(class.arrivals_per_s, rate, "arrivals");
            close(class.in_system, rate * (wait_ms + mean_ms) / 1e3, "Little");
        }
        let all = (high * waits[0] + low * waits[1]) / rate;
        close(found.figures.wait_ms.unwrap(), all, "over both, as if there were one class");
        assert_eq!(found.figures.p99_ms, None, "percentiles are lost");
    }
}

/// With nothing behind it the gateway is the whole; pure delays behind it change nothing.
#[test]
fn the_whole_is_exact_where_nobody_waits_behind() {
    let plain = ahead(poisson(80.0), 10.0, 0.25);
    let alone = expectation(&plain);
    let whole = known(&alone.whole);
    assert_eq!((whole.model.as_str(), whole.exact, whole.figures.p50_ms), ("M/M/1 priority", true, None));
    assert!(alone.violated.is_empty(), "{alone:?}");
    assert_eq!(alone.cache, expectation(&ahead(poisson(80.0), 10.0, 0.0)).cache, "hits are those of one class");
    close(whole.figures.response_ms.unwrap(), 50.0, "as with one class");
    let crossed = expectation(&crossing(plain.clone(), exponential(30.0), constant(5.0)));
    let whole = known(&crossed.whole);
    assert_eq!((whole.model.as_str(), whole.exact, whole.figures.p95_ms), ("series", true, None));
    close(whole.figures.response_ms.unwrap(), 85.0, "and the delays");
    let cache = Cache::of(Policy::Lru, 100);
    let scan = expectation(&with_cards(Scenario { cache, ..plain }, 101, Popularity::Scan));
    assert!(!scan.cache.exact, "cards overtake each other: {:?}", scan.cache);
    assert_eq!(scan.cache.violated, [violation(Place::Merchants, Broken::Priorities)], "and that is said");
}

/// The variability of the service counts: a constant waits half as long.
#[test]
fn services_of_any_law_are_answered() {
    let mut scenario = ahead(poisson(80.0), 10.0, 0.5);
    scenario.gateway.service = constant(10.0);
    let expectation = expectation(&scenario);
    let gateway = station(&expectation, Place::Gateway);
    assert_eq!((known(&gateway.answer).model.as_str(), known(&gateway.answer).exact), ("M/G/1 priority", true));
    let [high, low] = gateway.classes.unwrap();
    close(high.wait_ms, 20.0 / 3.0, "with priority");
    close(low.wait_ms, 100.0 / 3.0, "without");
}

#[test]
fn what_cobham_does_not_know_keeps_its_flaw() {
    let priorities = violation(Place::Merchants, Broken::Priorities);
    let several = Scenario { gateway: stage(4, exponential(10.0)), ..ahead(poisson(320.0), 10.0, 0.5) };
    let clients = ahead(clients(10, exponential(90.0)), 10.0, 0.5);
    for scenario in [several, clients] {
        let found = expectation(&scenario);
        let gateway = station(&found, Place::Gateway);
        assert!(gateway.classes.is_none() && gateway.violated.contains(&priorities), "{gateway:?}");
        assert!(!known(&gateway.answer).exact && found.violated.contains(&priorities), "{found:?}");
    }
    let tandem = two_stages(poisson(80.0), stage(1, exponential(10.0)), 1, stage(1, exponential(5.0)));
    let mut behind = tandem;
    behind.overload.priority_share = 0.5;
    let found = expectation(&behind);
    assert!(known(&station(&found, Place::Gateway).answer).exact, "the gateway is answered");
    for (answer, violated) in [
        (&station(&found, Place::Processor(0)).answer, &station(&found, Place::Processor(0)).violated),
        (&found.whole, &found.violated),
    ] {
        assert!(!known(answer).exact && violated.contains(&priorities), "a line behind it is not: {violated:?}");
    }
}

#[test]
fn a_ledger_is_a_line_too() {
    let mut scenario = ahead(poisson(20.0), 10.0, 0.5);
    scenario.channel.kind = ChannelKind::Ledger {
        block_interval_s: 1.0,
        block_spacing: BlockSpacing::Exponential,
        block_payments: 500,
        confirmations: 0,
    };
    let found = expectation(&scenario);
    let channel = station(&found, Place::Channel);
    assert!(known(&station(&found, Place::Gateway).answer).exact, "the gateway is answered");
    let priorities = violation(Place::Merchants, Broken::Priorities);
    assert!(!known(&channel.answer).exact && channel.violated.contains(&priorities), "{channel:?}");
    assert!(!known(&found.whole).exact && found.violated.contains(&priorities), "{:?}", found.whole);
}

/// Other flaws are named as ever, and take the word exact away.
#[test]
fn other_flaws_stay() {
    let mut scenario = ahead(poisson(80.0), 10.0, 0.5);
    scenario.overload.gateway_queue = Discipline::of_tag("codel");
    let found = expectation(&scenario);
    let gateway = station(&found, Place::Gateway);
    assert_eq!(gateway.violated, [violation(Place::Merchants, Broken::QueueOrder)], "not the priorities");
    assert!(gateway.classes.is_some() && !known(&gateway.answer).exact, "{gateway:?}");
    let regular = Load::Open { rate_per_s: 80.0, shape: Shape::Constant, gaps: Gaps::Regular };
    let found = expectation(&ahead(regular, 10.0, 0.5));
    assert!(station(&found, Place::Gateway).classes.is_none(), "no Poisson stream, no formula");
}
