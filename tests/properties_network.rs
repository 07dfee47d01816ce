//! What must hold in every run, whatever the scenario: conservation, bounds, determinism, an end.

mod generators;

use generators::{balancer, cache, cards, channel_kind, controls, follow_up, stage};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use switchyard::experiment::{Run, run};
use switchyard::scenario::{Balancer, Checked, Scenario, StickyBy};
use switchyard::units::Instant;
use switchyard::{balance, cache::Policy};

fn cases() -> u32 {
    generators::cases(100)
}

fn service() -> impl Strategy<Value = Value> {
    let mean = 0.0..60.0_f64;
    prop_oneof![
        Just(json!({ "deterministic": { "mean_ms": 0 } })),
        mean.clone().prop_map(|mean_ms| json!({ "deterministic": { "mean_ms": mean_ms } })),
        mean.clone().prop_map(|mean_ms| json!({ "exponential": { "mean_ms": mean_ms } })),
        (mean.clone(), 1..8u32)
            .prop_map(|(mean_ms, shape)| json!({ "erlang": { "mean_ms": mean_ms, "shape": shape } })),
        (1.0..20.0_f64, 1.0..9.0_f64)
            .prop_map(|(median, tail)| json!({ "log_normal": { "median_ms": median, "p99_ms": median * tail } })),
        (mean, 1.0..9.0_f64)
            .prop_map(|(mean_ms, scv)| json!({ "hyper_exponential": { "mean_ms": mean_ms, "scv": scv } })),
        (1.0..9.0_f64, 0.6..4.0_f64)
            .prop_map(|(min, shape)| json!({ "pareto": { "min_ms": min, "shape": shape, "cap_ms": min * 50.0 } })),
    ]
}

fn load() -> impl Strategy<Value = Value> {
    let rate = 1.0..300.0_f64;
    let shape = prop_oneof![
        Just(json!("constant")),
        Just(json!({ "ramp": { "to_per_s": 400, "over_s": 5 } })),
        Just(json!({ "burst": { "peak_per_s": 500, "every_s": 3, "for_s": 1 } })),
        Just(json!({ "daily": { "day_s": 8 } })),
        Just(json!({ "festival": { "at_s": 2, "peak_factor": 5, "rise_s": 1, "half_life_s": 2 } })),
    ];
    prop_oneof![
        (rate, shape).prop_map(|(rate, shape)| json!({ "open": { "rate_per_s": rate, "shape": shape } })),
        (1..60u32, service()).prop_map(|(clients, think)| json!({ "closed": { "clients": clients, "think": think } })),
    ]
}

/// A station of any size.
fn any_stage() -> BoxedStrategy<Value> {
    stage(20, service()).boxed()
}

/// What is done about queues that grow: nothing in half of the scenarios, which then are plain networks.
fn overload() -> impl Strategy<Value = Value> {
    prop_oneof![Just(json!({})), generators::overload()]
}

/// No security at all, or controls of any kind.
fn security() -> impl Strategy<Value = Value> {
    prop_oneof![2 => Just(json!({})), 1 => controls([any_stage(), any_stage(), any_stage()])]
}

fn scenario() -> impl Strategy<Value = Checked> {
    let count = (1..6u32).prop_flat_map(|count| (Just(count), balancer(count)));
    let stored = (cache(0..40), cards(50));
    let rest = (any::<bool>(), (overload(), security(), channel_kind(1..200), follow_up()));
    (load(), any_stage(), any_stage(), any_stage(), any_stage(), count, stored, rest).prop_filter_map(
        "time must go on",
        |(load, gateway, processors, channel, database, (count, balancer), stored, rest)| {
            let (waits, (overload, security, kind, follow_up)) = rest;
            let mut processors = processors;
            let mut channel = channel;
            if kind.get("ledger").is_some() {
                channel["workers"] = Value::Null;
                channel["queue_limit"] = channel["queue_limit"].as_u64().map_or(Value::Null, |limit| json!(limit + 1));
            }
            processors["count"] = json!(count);
            let ((cache, commit), cards) = stored;
            let value = json!({
                "load": load, "gateway": gateway, "processors": processors,
                "cards": cards,
                "balancer": balancer,
                "channel": { "kind": kind, "lines": channel["workers"], "queue_limit": channel["queue_limit"],
                             "delay": channel["service"], "answer_delay": channel["service"] },
                "cache": cache,
                "database": { "connections": database["workers"], "queue_limit": database["queue_limit"],
                              "indexed_read": database["service"], "commit": commit },
                "security": security, "follow_up": follow_up,
                "processing": if waits { "synchronous" } else { "asynchronous" },
                "overload": overload, "warm_up_s": 1.0, "duration_s": 12.0,
            });
            Scenario::from_value(&value).ok()
        },
    )
}

proptest! {
    // Half of the scenarios have a closed loop, which one of the tests leaves out.
    #![proptest_config(ProptestConfig { max_global_rejects: 10 * cases(), ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn every_run_keeps_the_laws(scenario in scenario(), seed in 0..1_000_u64) {
        let report = run(&scenario, seed);
        for law in &report.invariants {
            prop_assert_eq!(law.violations, 0, "{}", law.name);
        }
        prop_assert!((report.simulated_s - 12.0).abs() < 1e-9, "it ends at its end: {}", report.simulated_s);
        for station in &report.stations {
            if let Some(utilisation) = station.utilisation {
                prop_assert!((0.0..=1.0 + 1e-9).contains(&utilisation), "{}: {utilisation}", station.name);
            }
        }
        // libCacheSim's LIRS keeps entries that it does not count, below 200 entries.
        let counts_all = scenario.scenario().cache.policy != Policy::Lirs;
        prop_assert!(!counts_all || report.cache.resident <= report.cache.capacity, "the cache never overflows");
        prop_assert_eq!(&report, &run(&scenario, seed), "a seed repeats");
        let value = serde_json::to_value(&report).unwrap();
        prop_assert_eq!(serde_json::from_value::<switchyard::experiment::Report>(value).unwrap(), report);
    }

    #[test]
    fn a_policy_changes_no_arrival(scenario in scenario(), seed in 0..1_000_u64) {
        // Only an open loop: in a closed one arrivals follow the answers, which a policy may well change.
        prop_assume!(matches!(scenario.scenario().load, switchyard::scenario::Load::Open { .. }));
        let mut other = scenario.scenario().clone();
        other.balancer.choose(balance::Policy::Random);
        other.cache.policy = Policy::Fifo;
        let (one, two) = (run(&scenario, seed), run(&other.check().unwrap(), seed));
        prop_assert_eq!(one.payments.offered, two.payments.offered, "the same payments come");
    }

    #[test]
    fn steps_add_up_to_the_run(scenario in scenario(), seed in 0..1_000_u64) {
        let [mut whole, mut stepped, mut watched] = [(); 3].map(|()| Run::new(&scenario, seed));
        whole.advance(Instant::NEVER, 3_000);
        while stepped.events() < whole.events() {
            stepped.step();
        }
        watched.network_mut().watch(1);
        watched.advance(Instant::NEVER, whole.events());
        let report = whole.report();
        prop_assert_eq!(&report, &stepped.report(), "one event at a time");
        prop_assert_eq!(&report, &watched.report(), "while somebody watches");
    }
}

/// Otherwise the laws would be proven of less than they seem to be.
#[test]
fn whatever_may_be_set_of_a_balancer_is_drawn() {
    let (mut runner, scenarios) = (TestRunner::deterministic(), scenario());
    let drawn: Vec<Balancer> = (0..300)
        .filter_map(|_| scenarios.new_tree(&mut runner).ok())
        .map(|tree| tree.current().scenario().balancer.clone())
        .collect();
    let is_drawn = |what: &str, is: fn(&Balancer) -> bool| assert!(drawn.iter().any(is), "{what}");
    is_drawn("parameters", |balancer| !balancer.parameters.is_empty());
    is_drawn("weights, of which one is 0", |balancer| balancer.weights.contains(&0.0));
    is_drawn("fees that somebody heeds", |balancer| balancer.policy.heeds_fees() && balancer.asks_of_payments());
    is_drawn("rules that somebody follows", |balancer| balancer.policy.heeds_rules() && balancer.asks_of_payments());
    is_drawn("merchants that stick", Balancer::sticks_to_merchants);
    is_drawn("cards that stick", |balancer| {
        balancer.sticky_by == StickyBy::Card && balance::upheaval::STICKY.contains(&balancer.policy)
    });
    let left: Vec<&str> = (balance::Policy::ALL.iter())
        .filter(|policy| !drawn.iter().any(|balancer| balancer.policy == **policy))
        .map(|policy| policy.id())
        .collect();
    assert!(left.len() < 5, "nearly every policy: {left:?}");
}
