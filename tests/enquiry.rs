//! Status enquiry: what it finds out, what it costs, and the storm of those who ask without a pause.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{RecoveryReport, Report, run};
use switchyard::scenario::Scenario;

/// Puts the fields of a change into a scenario.
fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            change.iter().for_each(|(name, value)| merge(into.entry(name).or_insert(Value::Null), value));
        }
        (into, change) => *into = change.clone(),
    }
}

/// A run in which answers of processors are lost, with timers from the inside out, and a change.
fn with(change: &Value) -> Report {
    let mut scenario = json!({
        "load": { "open": { "rate_per_s": 60 } },
        "outcomes": { "business_decline_share": 0.2, "technical_decline_share": 0 },
        "merchant": { "timeout_ms": 9_000 },
        "timers": { "gateway_ms": 2_000, "processor_ms": 1_500, "channel_ms": 1_000 },
        "safeguards": { "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 2 },
        "gateway": { "workers": 400 },
        "links": { "processor_loss": 0.05 },
        "warm_up_s": 0, "duration_s": 60,
    });
    merge(&mut scenario, change);
    let checked = Scenario::from_value(&scenario).unwrap_or_else(|problems| panic!("{scenario}: {problems:?}"));
    let report = run(&checked, 1);
    for law in &report.invariants {
        assert_eq!(law.violations, 0, "{change}: {}", law.name);
    }
    report
}

fn counts(report: &Report) -> &RecoveryReport {
    report.recovery.as_ref().expect("answers may not come")
}

#[test]
fn an_enquiry_finds_out_what_the_lost_answer_said() {
    let without = with(&json!({}));
    let asked = with(&json!({ "enquiry": { "interval_ms": 500 } }));
    let (before, after) = (counts(&without), counts(&asked));
    assert!(before.unknown > 250, "a tenth is lost on its way there or back: {}", before.unknown);
    assert!(after.unknown < before.unknown * 2 / 3, "answers that were lost are found: {}", after.unknown);
    assert!(after.enquiries_answered > 100, "{}", after.enquiries_answered);
    assert!(after.reversals < before.reversals * 2 / 3, "what is known need not be taken back: {}", after.reversals);
    assert!(asked.payments.declined > without.payments.declined, "declines are found out as well");
    // What was lost on its way is not found, however often the gateway asks: three enquiries for each such attempt.
    let lost = after.unknown;
    assert!(after.enquiries >= 3 * lost, "{} enquiries for {lost} that were never seen", after.enquiries);
}

#[test]
fn who_is_not_told_asks_in_vain_and_takes_it_back() {
    let asked = with(&json!({
        "enquiry": { "interval_ms": 300, "tries": 2 }, "links": { "processor_loss": 0 },
        "faults": [{ "kind": "silent", "place": "processor_1", "start_s": 10, "duration_s": 20 }],
    }));
    let counts = counts(&asked);
    assert!(counts.unknown > 300 && counts.enquiries_answered == 0, "the issuer has seen none of them: {counts:?}");
    assert!(counts.enquiries == 2 * counts.unknown, "two enquiries each: {}", counts.enquiries);
    assert!(counts.reversals >= counts.unknown, "and each is taken back");
}

/// A system with some room whose issuer is slow for a while, and a gateway that asks about every unknown outcome.
fn slow_issuer(enquiry: &Value) -> Report {
    with(&json!({
        "links": { "processor_loss": 0 },
        "merchant": { "timeout_ms": 20_000 },
        "processors": { "workers": 400 }, "gateway": { "workers": 2_000 },
        "timers": { "gateway_ms": 1_000, "processor_ms": 900, "channel_ms": null },
        "card_management": { "workers": 4, "queue_limit": null, "service": { "exponential": { "mean_ms": 20 } } },
        "faults": [{ "kind": { "slow": { "times": 8 } }, "place": "card_management", "start_s": 20, "duration_s": 10 }],
        "enquiry": enquiry,
        "duration_s": 180,
    }))
}

#[test]
fn asking_without_a_pause_is_a_storm() {
    let calm = slow_issuer(&json!({ "interval_ms": 5_000, "delay_ms": 5_000, "tries": 1 }));
    let storm = slow_issuer(&json!({ "interval_ms": 50, "tries": 60 }));
    assert!(counts(&storm).enquiries > 20 * counts(&calm).enquiries, "{}", counts(&storm).enquiries);
    let waits = |report: &Report| report.stations[2].mean_waiting;
    assert!(waits(&storm) > 50.0 * waits(&calm), "the issuer's queue: {} and {}", waits(&storm), waits(&calm));
    let answered = |report: &Report| report.metrics.availability.mean.expect("a share");
    assert!(answered(&storm) < 0.3 && answered(&calm) > 0.8, "{} and {}", answered(&storm), answered(&calm));
}

/// The issuer declines, its answer is lost, the channel approves in its stead; an answer that the issuer gave to an enquiry
/// before the advice came arrives after the advice was acknowledged. The amount is held by then, and nobody would give it back.
#[test]
fn what_the_issuer_said_before_the_advice_is_out_of_date() {
    let scenario = json!({
        "timers": { "gateway_ms": 500, "processor_ms": 210, "channel_ms": 400 },
        "enquiry": { "delay_ms": 110, "interval_ms": 340 },
        "safeguards": { "stand_in": true, "forward_delay_s": 0.28, "forward_interval_s": 0 },
        "links": { "issuer_loss": 0.2 },
        "warm_up_s": 0, "duration_s": 60,
    });
    let checked = Scenario::from_value(&scenario).unwrap_or_else(|problems| panic!("{scenario}: {problems:?}"));
    for seed in [1, 2, 3, 5] {
        let report = run(&checked, seed);
        assert_eq!(counts(&report).stuck_holds.count, 0, "seed {seed}");
        assert!(
            counts(&report).enquiries_answered > 1_000 && counts(&report).stand_ins > 0,
            "seed {seed}: both happen"
        );
    }
}
