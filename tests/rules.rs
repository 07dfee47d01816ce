//! Rules of the safeguards that are a number: each is set where it decides, and counted.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use switchyard::experiment::{RecoveryReport, Run, run};
use switchyard::payment::{Follow, Follows, What};
use switchyard::scenario::{Checked, Scenario};
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

/// A minute of 50 payments a second, each about 50 EUR, with an issuer that is silent for the middle third, and a change.
fn scenario(change: &Value) -> Checked {
    let mut whole = json!({
        "load": { "open": { "rate_per_s": 50 } },
        "gateway": { "workers": null, "queue_limit": null },
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "merchant": { "timeout_ms": 5_000, "amount_median": 50, "amount_p99": 50 },
        "timers": { "gateway_ms": 2_000, "processor_ms": 1_500, "channel_ms": 1_000 },
        "safeguards": { "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 60 },
        "faults": [{ "kind": "silent", "place": "card_management", "start_s": 20, "duration_s": 20 }],
        "warm_up_s": 0, "duration_s": 60,
    });
    merge(&mut whole, change);
    Scenario::from_value(&whole).unwrap_or_else(|problems| panic!("{whole}: {problems:?}"))
}

fn counts(change: &Value) -> RecoveryReport {
    run(&scenario(change), 1).recovery.expect("answers may not come")
}

#[test]
fn nobody_stands_in_for_more_than_the_greatest_amount() {
    let with = |most: f64| {
        counts(&json!({
            "processors": { "workers": null },
            "safeguards": { "stand_in": true, "stand_in_amount": most, "stand_in_per_card": 1_000 },
        }))
    };
    let (enough, short) = (with(50.0), with(49.99));
    assert!(enough.stand_ins > 900, "each of 20 s is about 50 EUR: {}", enough.stand_ins);
    assert_eq!(short.stand_ins, 0, "which is a cent more than is allowed");
    assert!(short.sales_lost.count > 900, "so they are declined: {:?}", short.sales_lost);
}

#[test]
fn nobody_stands_in_for_a_card_more_often_than_is_allowed() {
    for most in [0, 1, 3] {
        let safeguards = json!({ "stand_in": true, "stand_in_per_card": most });
        let counted = counts(&json!({ "cards": { "count": 20, "popularity": "uniform" }, "safeguards": safeguards }));
        assert_eq!(counted.stand_ins, 20 * most, "each of 20 cards pays 50 times, and is approved {most} times");
    }
}

#[test]
fn the_gateway_tries_again_within_its_budget() {
    let with = |budget: Value| counts(&json!({ "retry": { "tries": 4, "budget": budget } }));
    let (free, tight) = (with(Value::Null), with(json!(0.1)));
    assert!(free.retries > 2_000 && free.retries_refused == 0, "three more for each of 1,000: {free:?}");
    // One retry for ten submissions of the last ten seconds, at most.
    assert!(tight.retries > 50 && tight.retries <= tight.submissions / 10, "{tight:?}");
    assert!(tight.retries_refused > 500, "and the others are refused: {tight:?}");
}

/// When each message of the store and forward is sent for the first time, in milliseconds.
fn sent_ms(interval_s: f64) -> Vec<f64> {
    let mut run = Run::new(&scenario(&json!({ "safeguards": { "forward_interval_s": interval_s } })), 1);
    run.network_mut().follow(Follows::All);
    while !run.advance(Instant::from_seconds(60.0), 1_000_000) {}
    let mut first = BTreeMap::new();
    for line in run.network_mut().lines().iter().filter(|line| line.what == What::Forwarded(Follow::Reversal)) {
        first.entry(line.attempt).or_insert(line.at.seconds() * 1e3);
    }
    let mut times: Vec<f64> = first.into_values().collect();
    times.sort_by(f64::total_cmp);
    times
}

#[test]
fn the_store_sends_one_message_after_the_other() {
    let least = |times: &[f64]| times.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::MAX, f64::min);
    let (at_once, apart) = (sent_ms(0.0), sent_ms(0.2));
    assert!(at_once.len() > 900 && least(&at_once) < 10.0, "{} reversals, as they become due", at_once.len());
    assert!(least(&apart) >= 200.0 - 1e-6, "never closer than a fifth of a second: {}", least(&apart));
    // The first becomes due two seconds after the outage begins; from then to the end there is always one waiting.
    let room = (60_000.0 - apart[0]) / 200.0;
    let sent = f64::from(u32::try_from(apart.len()).expect("few"));
    assert!(sent <= room + 1.0 && sent > room - 5.0, "{sent} in the time for {room}");
}

#[test]
fn a_fault_at_a_processor_that_does_not_exist_is_refused() {
    let broken = json!({ "processors": { "count": 3 }, "faults": [
        { "kind": "down", "place": "processor_3", "start_s": 1, "duration_s": 1 },
        { "kind": "down", "place": "processor_4", "start_s": 1, "duration_s": 1 },
    ] });
    let problems = Scenario::from_value(&broken).expect_err("there is no fourth");
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected =
        "faults[1].place: \"processor_4\" is not allowed here; allowed: a place that exists: there are 3 processors";
    assert_eq!(said, [expected], "its place, its value, what is allowed");
}
