//! What each security control does and whom it hurts: every rule against a count that is known beforehand.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{Report, Run, SecurityReport, run};
use switchyard::payment::SecurityCounts;
use switchyard::scenario::{Checked, Scenario};
use switchyard::theory::Detection;
use switchyard::units::Instant;

/// Puts the fields of a change into a scenario.
fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            change.iter().for_each(|(name, value)| merge(into.entry(name).or_insert(Value::Null), value));
        }
        (into, change) => *into = change.clone(),
    }
}

/// A network of stages with room for all: 100 payments a second for 100 s, a fifth of them fraud, no control on.
fn scenario(change: Value) -> Checked {
    let stage = json!({ "workers": null, "queue_limit": null, "service": { "deterministic": { "mean_ms": 10 } } });
    let mut whole = json!({
        "load": { "open": { "rate_per_s": 100 } }, "cards": { "count": 1_000, "popularity": "uniform" },
        "gateway": stage, "processors": { "workers": null, "queue_limit": null, "service": { "deterministic": { "mean_ms": 20 } } },
        "card_management": stage, "database": { "connections": null, "queue_limit": null },
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "security": {
            "enabled": true, "fraud_share": 0.2, "separation": 2, "scoring": false, "risk_check": stage,
            "challenge_above": null, "block_above": null, "token_vault": stage, "security_module": stage,
            "challenge_time": { "deterministic": { "mean_ms": 1_000 } },
        },
        "warm_up_s": 0, "duration_s": 100,
    });
    merge(&mut whole, &change);
    Scenario::from_value(&whole).unwrap()
}

fn secure(change: Value) -> Checked {
    scenario(json!({ "security": change }))
}

/// Runs to the end and until nobody is under way.
fn drained(scenario: &Checked) -> (SecurityCounts, Report) {
    let mut run = Run::new(scenario, 3);
    while !run.advance(Instant::from_seconds(scenario.scenario().duration_s), 1_000_000) {}
    run.network_mut().shut();
    while run.step() {}
    let violations = run.network().violations(run.now());
    assert!(violations.iter().all(|(_, count)| *count == 0), "{violations:?}");
    assert_eq!(run.network().under_way(), 0, "everybody has left");
    (run.network().security().unwrap(), run.report())
}

fn panel(report: &Report) -> &SecurityReport {
    report.security.as_ref().unwrap()
}

fn float(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Within five standard deviations of a binomial count.
#[track_caller]
fn near(count: u64, of: u64, expected: f64, what: &str) {
    let n = float(of);
    let seen = float(count) / n;
    let error = 5.0 * (expected * (1.0 - expected) / n).sqrt();
    assert!((seen - expected).abs() <= error, "{what}: {seen} of {of}, expected {expected} ± {error}");
}

/// Refused in no time and never thinking, a closed loop's client once came again at the same instant for ever.
#[test]
fn time_goes_on_where_a_control_refuses_at_once() {
    let scenario = json!({
        "load": { "closed": { "clients": 1, "think": { "deterministic": { "mean_ms": 0 } } } },
        "gateway": { "workers": null, "queue_limit": null, "service": { "deterministic": { "mean_ms": 0 } } },
        "security": { "enabled": true, "merchants": 1, "scoring": false, "merchant_tries": 1, "tries_within_s": 3600 },
        "warm_up_s": 0, "duration_s": 10,
    });
    let mut run = Run::new(&Scenario::from_value(&scenario).unwrap(), 1);
    assert!(run.advance(Instant::from_seconds(10.0), 1_000_000), "10 s are over, not {} ns", run.now().get());
    assert!(run.report().payments.offered > 9_000, "it tried once a millisecond");
}

#[test]
fn what_is_off_changes_nothing() {
    let plain = Scenario { duration_s: 30.0, ..Scenario::default() };
    let mut set = plain.clone();
    (set.security.fraud_share, set.security.tokenisation, set.security.card_tries) = (0.5, true, Some(1));
    let [plain, set] = [plain, set].map(|scenario| run(&scenario.check().unwrap(), 1));
    assert_eq!(plain, set, "the same run, bit by bit");
    assert!(plain.security.is_none() && plain.stations.len() == 7, "and nothing of it is told");
}

#[test]
fn a_threshold_moves_along_the_curve_of_two_normal_laws() {
    for threshold in [0.5, 1.0, 2.0] {
        let (counts, report) = drained(&secure(json!({ "scoring": true, "block_above": threshold })));
        let law = Detection { separation: 2.0, threshold };
        let stopped = counts.stopped();
        near(stopped.fraud.count, counts.ended.fraud.count, law.recall(), "fraud above the threshold");
        near(stopped.honest.count, counts.ended.honest.count, law.false_positives(), "honest above it");
        near(stopped.fraud.count, stopped.all(), law.precision(0.2).unwrap(), "fraud among what is blocked");
        let panel = panel(&report);
        assert_eq!(panel.fraud_stopped.count, stopped.fraud.count, "nothing else stops fraud here");
        assert_eq!(panel.false_declines.count, stopped.honest.count, "and nobody else declines the honest");
    }
}

#[test]
fn one_seed_cheats_in_the_same_payments_under_any_control() {
    let (bare, _) = drained(&secure(json!({})));
    for change in [
        json!({ "scoring": true, "block_above": 1.0 }),
        json!({ "scoring": true, "challenge_above": 0.0, "separation": 0.5 }),
        json!({ "card_tries": 2, "merchant_tries": 50 }),
        json!({ "tokenisation": true, "pin_check": true }),
    ] {
        let (counts, _) = drained(&secure(change.clone()));
        assert_eq!(counts.ended, bare.ended, "the same people with the same amounts: {change}");
    }
    near(bare.ended.fraud.count, bare.ended.all(), 0.2, "the base rate");
}

#[test]
fn every_submission_has_one_decision() {
    let all = json!({ "scoring": true, "block_above": 1.5, "challenge_above": 0.5, "card_tries": 8 });
    let (counts, _) = drained(&secure(all));
    assert!(counts.passed > 0 && counts.declined > 0 && counts.left > 0, "all kinds occur: {counts:?}");
    assert_eq!(counts.asked, counts.passed + counts.declined + counts.left, "and they are all");
    assert_eq!(counts.ended.all(), counts.settled.all() + counts.stopped().all() + counts.abandoned.all());
}

#[test]
fn availability_takes_blocked_fraud_for_an_answer_and_a_false_decline_for_none() {
    let (counts, report) = drained(&secure(json!({ "scoring": true, "block_above": 1.0 })));
    assert_eq!(report.payments.failed, counts.stopped().honest.count, "false declines are the only failures");
    assert_eq!(report.payments.completed, counts.settled.all() + counts.stopped().fraud.count, "the rest is answered");
    assert_eq!(report.payments.declined, 0, "but nobody's issuer declined");
    let lost = report.recovery.as_ref().unwrap().sales_lost.count;
    assert_eq!(lost, counts.stopped().honest.count, "and blocked fraud is no sale lost");
}

#[test]
fn a_challenge_loses_some_honest_shoppers_and_stops_most_fraud() {
    let change = json!({
        "scoring": true, "challenge_above": -5, "challenge_abandoned_share": 0.2, "challenge_fraud_passes_share": 0.1,
    });
    let (counts, report) = drained(&secure(change));
    assert!(counts.challenged.all() + 10 > counts.ended.all(), "nearly everybody is challenged");
    near(counts.abandoned.honest.count, counts.challenged.honest.count, 0.2, "honest shoppers leave");
    near(counts.settled.fraud.count, counts.challenged.fraud.count, 0.1, "fraud that passes");
    assert!(report.metrics.p50_ms.mean.unwrap() > 1_000.0, "and it takes a second: {:?}", report.metrics.p50_ms);
}

#[test]
fn a_check_that_is_down_fails_open_or_closed() {
    let down = |fail_open: bool| {
        let mut change = json!({ "security": { "scoring": true, "block_above": 1.0, "fail_open": fail_open } });
        change["faults"] = json!([{ "kind": "down", "place": "risk_check", "start_s": 20, "duration_s": 30 }]);
        drained(&scenario(change))
    };
    let ((open, _), (closed, report)) = (down(true), down(false));
    near(open.exposed.all(), open.ended.all(), 0.3, "thirty of a hundred seconds are exposed");
    assert_eq!(open.exposed.fraud, open.exposed_settled.fraud, "all fraud of that time gets through");
    assert_eq!((closed.exposed.all(), closed.closed), (0, open.exposed.all()), "closed, the same are declined");
    assert_eq!(report.payments.failed, closed.closed + closed.stopped().honest.count, "as technical failures");
    assert_eq!(panel(&report).failed_closed, closed.closed, "and the panel says so");
}

#[test]
fn a_late_score_is_no_score() {
    let slow = json!({ "kind": { "slow": { "times": 50 } }, "place": "risk_check", "start_s": 0, "duration_s": 1_000 });
    let change = json!({ "security": { "scoring": true, "block_above": -5.0 }, "faults": [slow] });
    let (counts, report) = drained(&scenario(change));
    assert_eq!(counts.exposed.all(), counts.ended.all(), "500 ms are longer than 200");
    assert_eq!((counts.late, counts.asked), (counts.passed, counts.passed), "each score comes when nobody waits");
    assert!(report.metrics.p50_ms.mean.unwrap() > 200.0, "and each payment has waited for it");
    let silent = json!({ "kind": "silent", "place": "risk_check", "start_s": 0, "duration_s": 1_000 });
    let change = json!({ "security": { "scoring": true, "block_above": -5.0 }, "faults": [silent] });
    let (counts, _) = drained(&scenario(change));
    assert_eq!((counts.exposed.all(), counts.late), (counts.ended.all(), 0), "a silent one never brings any");
}

#[test]
fn the_fourth_try_of_a_card_is_blocked() {
    let mut change = json!({ "cards": { "count": 50, "popularity": "scan" } });
    change["security"] = json!({ "card_tries": 3, "tries_within_s": 1_000 });
    let (counts, _) = drained(&scenario(change.clone()));
    assert_eq!(counts.passed, 150, "three of each of fifty cards");
    assert_eq!(counts.stopped().all(), counts.ended.all() - 150, "and no other");
    change["security"]["tries_within_s"] = json!(1);
    // Fifty cards in turn at 100 a second: two tries of each within a second, hardly ever four.
    let (counts, _) = drained(&scenario(change));
    assert!(counts.declined * 100 < counts.asked, "within a second nobody tries so often: {}", counts.declined);
}

/// A shop with 5 of 100 payments a second, and an attack on it.
fn attacked(security: Value) -> Value {
    let attack = json!({ "kind": { "card_testing": { "rate_per_s": 200, "valid_share": 0.02 } }, "place": "gateway",
                         "start_s": 20, "duration_s": 30 });
    json!({ "security": security, "faults": [attack] })
}

#[test]
fn an_attack_changes_no_payment_of_anybody_else() {
    let (calm, _) = drained(&secure(json!({})));
    let (counts, report) = drained(&scenario(attacked(json!({}))));
    assert_eq!((counts.ended.honest, counts.ended.fraud), (calm.ended.honest, calm.ended.fraud), "the same payments");
    assert_eq!(counts.settled.honest, calm.settled.honest, "with the same end");
    near(counts.settled.probes.count, counts.ended.probes.count, 0.02, "numbers that exist are approved");
    let probes = float(counts.ended.probes.count);
    assert!((probes - 6_000.0).abs() < 5.0 * 6_000_f64.sqrt(), "200 a second for 30 s: {probes}");
    let yielded = panel(&report).enumeration_yield.unwrap();
    assert!((yielded - 1e3 * float(counts.settled.probes.count) / probes).abs() < 1e-9, "a thousand probes: {yielded}");
}

#[test]
fn a_rule_for_the_shop_stops_the_attack_and_the_shoppers() {
    let (calm, _) = drained(&secure(json!({ "merchant_tries": 600, "tries_within_s": 60 })));
    assert_eq!(calm.stopped().all(), 0, "ten times the shop's usual rate stops nobody");
    let (counts, report) = drained(&scenario(attacked(json!({ "merchant_tries": 600, "tries_within_s": 60 }))));
    assert!(counts.settled.probes.count * 5 < counts.ended.probes.count / 50, "the attacker learns little");
    assert!(counts.stopped().honest.count > 100, "but the shop is shut: {}", counts.stopped().honest.count);
    let by_shop = panel(&report).declined.iter().find(|one| one.control == "merchant-velocity").unwrap();
    assert_eq!(by_shop.payments.honest.count, counts.stopped().honest.count, "by that rule alone");
    let elsewhere = counts.ended.honest.count / 20 + 200;
    assert!(counts.stopped().honest.count < elsewhere, "and no other shop: below {elsewhere}");
}

#[test]
fn an_attack_without_controls_is_counted_too() {
    let mut change = attacked(json!({}));
    change["security"] = json!({ "enabled": false });
    let (counts, _) = drained(&scenario(change));
    assert_eq!(counts.ended.fraud.count, 0, "nobody else cheats");
    assert!(counts.settled.probes.count > 50, "and the attacker learns: {}", counts.settled.probes.count);
}

#[test]
fn guards_of_the_issuer_stop_their_share_and_take_their_time() {
    for (on, share) in [("tokenisation", "tokenisation_stops_share"), ("pin_check", "pin_check_stops_share")] {
        let (bare, before) = drained(&secure(json!({})));
        let (counts, report) = drained(&secure(json!({ on: true, share: 0.4 })));
        near(counts.stopped().fraud.count, counts.ended.fraud.count, 0.4, on);
        assert_eq!(counts.stopped().honest.count, 0, "{on} hurts nobody honest");
        assert_eq!(counts.ended, bare.ended, "{on}: the same payments");
        let took = report.metrics.p50_ms.mean.unwrap() - before.metrics.p50_ms.mean.unwrap();
        assert!((took - 10.0).abs() < 1.0, "{on} takes its 10 ms: {took}");
    }
}

#[test]
fn a_station_of_a_control_is_a_station_like_any_other() {
    let busy = json!({ "pin_check": true, "security_module": { "workers": 1, "queue_limit": 5, "service": { "deterministic": { "mean_ms": 12 } } } });
    let (_, report) = drained(&secure(busy));
    let module = report.stations.iter().find(|one| one.name == "security module").unwrap();
    assert!(module.utilisation.is_some_and(|busy| busy > 0.8) && module.rejected > 0, "{module:?}");
    let off = report.stations.iter().find(|one| one.name == "token vault").unwrap();
    assert_eq!((off.arrivals, off.utilisation), (0, None), "one that is off is passed by");
}

#[test]
fn bad_settings_are_named() {
    let problem = |change: Value| {
        let mut value = scenario(json!({})).scenario().to_value();
        merge(&mut value, &change);
        Scenario::from_value(&value).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let said = problem(json!({ "security": { "block_above": 40 } }));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("security.block_above: 40 is not allowed here"), "{said:?}");
    let said = problem(json!({ "security": { "velocity": 3 } }));
    assert!(said[0].contains("only these fields"), "{said:?}");
    let attack = json!({ "kind": { "card_testing": { "rate_per_s": 200 } }, "place": "database" });
    let said = problem(json!({ "faults": [attack] }));
    assert_eq!((said.len(), said[0].contains("allowed: gateway")), (1, true), "{said:?}");
    let endless = json!({ "kind": { "card_testing": { "rate_per_s": 100_000 } }, "start_s": 0, "duration_s": 3e7 });
    let said = problem(json!({ "faults": [endless], "duration_s": 3e6 }));
    assert!(said.iter().any(|one| one.starts_with("faults: 300000000000 probes")), "{said:?}");
}
