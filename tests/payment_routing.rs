//! Payments routed by what they are: fees, rules and what sticks, in whole runs.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{Report, run};
use switchyard::math;
use switchyard::scenario::{Problem, Scenario};

/// Three processors without a bound, for two minutes under a uniform load of cards, with a balancer and whatever else differs.
fn scenario(balancer: &Value, change: &Value) -> Value {
    let mut scenario = json!({
        "load": { "open": { "rate_per_s": 100 } },
        "cards": { "popularity": "uniform" },
        "gateway": { "workers": null, "queue_limit": null },
        "processors": { "workers": null, "queue_limit": null },
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "warm_up_s": 20, "duration_s": 140,
        "balancer": balancer,
    });
    for (name, value) in change.as_object().expect("an object") {
        scenario[name] = value.clone();
    }
    scenario
}

fn report(balancer: &Value, change: &Value) -> Report {
    let value = scenario(balancer, change);
    let checked = Scenario::from_value(&value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"));
    let report = run(&checked, 1);
    for law in &report.invariants {
        assert_eq!(law.violations, 0, "{value}: {}", law.name);
    }
    report
}

/// Share of the picks of each of the three.
fn shares(balancer: &Value, change: &Value) -> [f64; 3] {
    let report = report(balancer, change);
    [4, 5, 6].map(|place| report.stations[place].share.expect("picks"))
}

/// 12,000 payments are measured: five standard errors of a share are at most 0.023.
const ERROR: f64 = 0.023;

fn near(got: [f64; 3], expected: [f64; 3]) {
    let close = got.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < ERROR);
    assert!(close, "{got:?}, expected {expected:?}");
}

#[test]
fn least_cost_sends_each_amount_where_it_costs_least() {
    let none = json!({});
    let fees = json!([{ "fixed": 0.30 }, { "share": 0.01 }, { "share": 0.02, "fixed": 0.1 }]);
    // The fixed fee is less from 30 on: log-normal amounts of median 25 and 99th percentile 400.
    let sigma = math::ln(400.0 / 25.0) / 2.326_347_874;
    let above = math::erfc(math::ln(30.0 / 25.0) / sigma / std::f64::consts::SQRT_2) / 2.0;
    near(shares(&json!({ "policy": "least-cost", "fees": fees }), &none), [above, 1.0 - above, 0.0]);
    let down = json!({
        "faults": [{ "kind": "down", "place": "processor_2", "start_s": 0, "duration_s": 140 }],
        "health": { "active": true },
    });
    let without = shares(&json!({ "policy": "least-cost", "fees": fees }), &down);
    // 0.30 against 2 % and 0.10 meet at 10.
    let above = math::erfc(math::ln(10.0 / 25.0) / sigma / std::f64::consts::SQRT_2) / 2.0;
    near(without, [above, 0.0, 1.0 - above]);
}

#[test]
fn what_nobody_asks_for_changes_nothing() {
    let none = json!({});
    let digest = |balancer: &Value| report(balancer, &none).digest;
    let fees = json!([{ "share": 0.01 }, { "share": 0.02 }, { "fixed": 1 }]);
    let rules = json!([{ "processors": [3] }]);
    for policy in ["round-robin", "nginx-least-conn", "ring-hash"] {
        let plain = digest(&json!({ "policy": policy }));
        assert_eq!(digest(&json!({ "policy": policy, "fees": fees, "rules": rules })), plain, "{policy}");
    }
    assert_eq!(
        shares(&json!({ "policy": "least-cost", "rules": rules }), &none),
        [1.0, 0.0, 0.0],
        "without fees the first"
    );
}

#[test]
fn rules_send_ranges_currencies_and_amounts_where_they_say() {
    let by = |rules: Value| shares(&json!({ "policy": "rules", "rules": rules }), &json!({}));
    near(by(json!([{ "card_from": 400_000, "card_to": 400_024, "processors": [2] }])), [0.75, 0.25, 0.0]);
    let currencies = json!([{ "currency": 826, "processors": [3] }, { "currency": 840, "processors": [2] }]);
    near(by(currencies), [0.7, 0.1, 0.2]);
    near(by(json!([{ "amount_from": 25, "processors": [3, 1] }])), [0.5, 0.0, 0.5]);
    near(by(json!([])), [1.0, 0.0, 0.0]);
}

/// The second approves nine of ten and charges nothing, the first approves all and takes 5 % of the amount.
#[test]
fn the_margin_decides_between_what_is_approved_and_what_it_costs() {
    let faults = json!({ "faults": [
        { "kind": { "errors": { "share": 0.1 } }, "place": "processor_2", "start_s": 0, "duration_s": 140 },
        { "kind": { "errors": { "share": 0.9 } }, "place": "processor_3", "start_s": 0, "duration_s": 140 },
    ] });
    let cheap = |margin: f64| {
        let parameters = json!({ "margin": margin, "window": 2_000, "explore_percent": 0 });
        let fees = json!([{ "share": 0.05 }, {}, {}]);
        shares(&json!({ "policy": "success-rate", "parameters": parameters, "fees": fees }), &faults)[1]
    };
    let (all, little) = (cheap(1.0), cheap(0.2));
    assert!(all < 0.1, "0.95 against 0.9: the dear one, {all} to the cheap one");
    assert!(little > 0.9, "0.15 against 0.18: the cheap one, {little}");
}

#[test]
fn what_sticks_is_the_card_or_the_merchant() {
    let by = |key: &str, merchants: u32| {
        let balancer = json!({ "policy": "ring-hash", "sticky_by": key });
        shares(&balancer, &json!({ "security": { "merchants": merchants } }))
    };
    let largest = |shares: [f64; 3]| shares.into_iter().fold(0.0, f64::max);
    let cards = by("card", 1);
    assert!(largest(cards) < 0.5, "ten thousand cards spread: {cards:?}");
    assert!((largest(by("merchant", 1)) - 1.0).abs() < 1e-12, "one merchant has one processor");
    let (few, many) = (by("merchant", 4), by("merchant", 10_000));
    let quarters = few.iter().all(|share| (share * 4.0 - (share * 4.0).round()).abs() < 4.0 * ERROR);
    assert!(quarters && largest(many) < 0.5, "four merchants in quarters {few:?}, many spread {many:?}");
    let plain = json!({ "policy": "round-robin", "sticky_by": "merchant" });
    let digest = |balancer: &Value| report(balancer, &json!({})).digest;
    assert_eq!(digest(&plain), digest(&json!({ "policy": "round-robin" })), "who sticks to nothing asks for nothing");
}

#[test]
fn what_contradicts_is_named() {
    let problems = |balancer: Value| -> Vec<Problem> {
        Scenario::from_value(&json!({ "balancer": balancer })).expect_err("refused")
    };
    let one = |balancer: Value, path: &str, allowed: &str| {
        let problems = problems(balancer.clone());
        assert!(problems.len() == 1 && problems[0].path == path, "{balancer}: {problems:?}");
        assert!(problems[0].allowed.contains(allowed), "{balancer}: {problems:?}");
    };
    one(json!({ "fees": [{ "share": 0.01 }] }), "balancer.fees", "one fee for each of the 3 processors");
    one(json!({ "fees": [{ "share": 2 }, {}, {}] }), "balancer.fees[0].share", "from 0 to 1");
    one(json!({ "rules": [{ "processors": [4] }] }), "balancer.rules[0].processors[0]", "there are 3");
    one(json!({ "rules": [{ "processors": [17] }] }), "balancer.rules[0].processors[0]", "from 1 to 16");
    one(json!({ "rules": [{ "processors": [1.5] }] }), "balancer.rules[0].processors[0]", "a whole number");
    one(json!({ "rules": [{ "processors": [] }] }), "balancer.rules[0].processors", "at least one");
    one(json!({ "rules": [{ "card_from": 5, "card_to": 4, "processors": [1] }] }), "balancer.rules[0].card_to", "5");
    one(
        json!({ "rules": [{ "amount_from": 5, "amount_to": 4, "processors": [1] }] }),
        "balancer.rules[0].amount_to",
        "5",
    );
    one(json!({ "sticky_by": "shop" }), "balancer.sticky_by", "merchant");
}
