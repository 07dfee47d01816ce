//! What card management knows of a card decides: status and limit, in counts that can be worked out by hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{RecoveryReport, Report, Run, run};
use switchyard::math;
use switchyard::payment::{Follows, Outcome, Refusal, What};
use switchyard::scenario::{Checked, Scenario};
use switchyard::units::Instant;

/// A thousand payments a second like a metronome, over cards that come in turn; nothing takes time, and the issuer has no other
/// reason to decline.
fn scenario(cards: &Value, duration_s: f64, changes: &Value) -> Checked {
    let none = json!({ "deterministic": { "mean_ms": 0 } });
    let open = json!({ "workers": null, "queue_limit": null, "service": none });
    let mut value = json!({
        "load": { "open": { "rate_per_s": 1_000, "gaps": "regular" } },
        "cards": cards, "gateway": open, "card_management": open,
        "processors": { "count": 1, "workers": null, "queue_limit": null, "service": none },
        "channel": { "delay": none, "answer_delay": none },
        "database": { "connections": null, "queue_limit": null, "indexed_read": none },
        "processing": "asynchronous",
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "warm_up_s": 0, "duration_s": duration_s,
    });
    for (name, change) in changes.as_object().into_iter().flatten() {
        value[name] = change.clone();
    }
    Scenario::from_value(&value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"))
}

fn ran(scenario: &Checked) -> Report {
    let report = run(scenario, 3);
    for law in &report.invariants {
        assert_eq!(law.violations, 0, "{}", law.name);
    }
    report
}

fn counts(report: &Report) -> &RecoveryReport {
    report.recovery.as_ref().unwrap()
}

/// Each of the 10,000 cards comes once in ten seconds, and each again in the next ten.
#[test]
fn a_blocked_card_is_blocked_whenever_it_comes() {
    let cards = json!({ "count": 10_000, "popularity": "scan", "blocked_share": 0.3 });
    let [once, twice] = [10.0, 20.0].map(|seconds| ran(&scenario(&cards, seconds, &json!({}))));
    let blocked = counts(&once).blocked_cards;
    let error = 5.0 * (0.3_f64 * 0.7 * 10_000.0).sqrt();
    assert!((math::float(blocked) - 3_000.0).abs() < error, "three in ten: {blocked}");
    assert!(
        counts(&twice).blocked_cards.abs_diff(2 * blocked) <= 2,
        "the same again: {}",
        counts(&twice).blocked_cards
    );
    assert_eq!((once.payments.failed, counts(&once).sales_lost.count), (0, 0), "a decline is an answer");
    let attempted = ran(&scenario(&json!({ "count": 10_000, "popularity": "scan" }), 10.0, &json!({})));
    assert_eq!(
        (attempted.recovery, attempted.payments.offered),
        (None, once.payments.offered),
        "without it a plain network"
    );
}

/// Half of all amounts are above their median.
#[test]
fn what_is_above_the_limit_is_declined() {
    let cards = json!({ "count": 100, "popularity": "uniform", "limit": 50 });
    let amounts = json!({ "merchant": { "amount_median": 50, "amount_p99": 400 } });
    let report = ran(&scenario(&cards, 20.0, &amounts));
    let (above, offered) = (counts(&report).above_limit, math::float(report.payments.offered));
    assert!((math::float(above) - offered / 2.0).abs() < 5.0 * (offered / 4.0).sqrt(), "{above} of {offered}");
    assert_eq!(report.payments.failed, 0, "each has a correct answer");
}

/// A failure on the way does not make a blocked card good, however often it is tried.
#[test]
fn no_try_gets_past_a_blocked_card() {
    let cards = json!({ "count": 100, "popularity": "uniform", "blocked_share": 1 });
    let trying = json!({ "outcomes": { "business_decline_share": 0, "technical_decline_share": 0.5 },
                         "retry": { "tries": 4 }, "merchant": { "tries": 3 },
                         "database": { "connections": null, "queue_limit": null,
                                       "commit": { "deterministic": { "mean_ms": 1 } } } });
    let report = ran(&scenario(&cards, 5.0, &trying));
    assert_eq!((counts(&report).commits, report.payments.approved), (0, 0), "nothing is approved, or written");
    assert_eq!(counts(&report).sales_lost.count, 0, "and nothing could have been sold");
    assert!(counts(&report).retries > 1_000, "though many tried again: {}", counts(&report).retries);
}

/// The story of a payment names the reason before its answer.
#[test]
fn a_payment_says_why_it_was_declined() {
    let cards = json!({ "count": 1, "blocked_share": 1, "limit": 0.01 });
    let checked = scenario(&cards, 0.01, &json!({}));
    let mut run = Run::new(&checked, 1);
    run.network_mut().follow(Follows::One(1));
    while !run.advance(Instant::from_seconds(0.01), 1_000_000) {}
    let lines = run.network_mut().lines();
    let at = |what: What| lines.iter().position(|line| line.what == what);
    let (why, ended) = (at(What::Declines(Refusal::Blocked)), at(What::Ended(Outcome::BusinessDecline)));
    assert!(why.is_some() && why < ended, "blocked before anything else is asked: {lines:?}");
    assert_eq!((Refusal::Blocked.code(), Refusal::AboveLimit.code()), ("62", "61"), "as in ISO 8583");
}
