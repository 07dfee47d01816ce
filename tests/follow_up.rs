//! Answers that follow: accepted at once, worked off from a backlog, told at least once.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{FollowUpReport, Report, Run};
use switchyard::payment::{Follows, Place, RecoveryCounts, What};
use switchyard::scenario::{Checked, Preset, Scenario};
use switchyard::units::Instant;

/// Five payments a second, and twenty from the 50th to the 60th. Ten forwarders, each for the second that a payment spends in the
/// channel: ten a second. Nothing else takes time but 20 ms at the gateway.
fn burst() -> Value {
    let none = json!({ "workers": null, "queue_limit": null, "service": { "deterministic": { "mean_ms": 0 } } });
    let millis = |ms: u32| json!({ "deterministic": { "mean_ms": ms } });
    json!({
        "load": { "open": { "rate_per_s": 5, "gaps": "regular", "shape": { "burst": { "peak_per_s": 20, "every_s": 60, "for_s": 10 } } } },
        "gateway": { "workers": null, "queue_limit": null, "service": millis(20) },
        "processors": { "count": 1, "workers": null, "queue_limit": null, "service": millis(0) },
        "channel": { "delay": millis(1_000), "answer_delay": millis(0) },
        "card_management": none, "database": { "connections": null, "queue_limit": null, "indexed_read": millis(0) },
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "follow_up": { "enabled": true, "workers": 10, "redeliver": { "fixed": { "pause_ms": 1_000 } } },
        "safeguards": { "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 2 },
        "objective": { "response_ms": 800, "share": 0.99 },
        "warm_up_s": 0, "duration_s": 100,
    })
}

/// A hundred payments a second of which nobody has to wait, over a link that loses one message in ten.
fn lossy() -> Value {
    let mut value = burst();
    merge(
        &mut value,
        &json!({
            "load": { "open": { "rate_per_s": 100, "gaps": "regular", "shape": "constant" } },
            "channel": { "delay": { "deterministic": { "mean_ms": 50 } } },
            "duration_s": 60, "follow_up": { "workers": 100 }, "links": { "merchant_loss": 0.1 },
            "merchant": { "timeout_ms": 500, "tries": 5, "backoff": { "fixed": { "pause_ms": 100 } } },
        }),
    );
    value
}

fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            change.iter().for_each(|(name, value)| merge(into.entry(name).or_insert(Value::Null), value));
        }
        (into, change) => *into = change.clone(),
    }
}

fn checked(mut value: Value, change: &Value) -> Checked {
    merge(&mut value, change);
    Scenario::from_value(&value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"))
}

fn report(value: Value, change: &Value) -> (Report, FollowUpReport) {
    let report = switchyard::experiment::run(&checked(value, change), 1);
    let broken: Vec<_> = report.invariants.iter().filter(|law| law.violations > 0).collect();
    assert!(broken.is_empty(), "{broken:?}");
    let follow_up = report.follow_up.clone().expect("answers follow");
    (report, follow_up)
}

/// A run to its end, and on until nothing is open.
fn drained(value: Value, change: &Value) -> Run {
    let scenario = checked(value, change);
    let mut run = Run::new(&scenario, 1);
    while !run.advance(Instant::from_seconds(scenario.scenario().duration_s), 1_000_000) {}
    run.network_mut().shut();
    while run.step() {}
    assert_eq!((run.network().under_way(), run.network().remembered()), (0, 0), "nothing is open");
    run
}

fn laws(run: &Run) -> Vec<(&'static str, u64)> {
    run.network().violations(run.now()).into_iter().filter(|(_, count)| *count > 0).collect()
}

fn recovery(run: &Run) -> RecoveryCounts {
    run.network().recovery().expect("answers may not come")
}

/// Whether a figure is near what is expected of it.
#[track_caller]
fn near(value: f64, expected: f64, slack: f64) {
    assert!((value - expected).abs() <= slack, "{value}, expected {expected} ± {slack}");
}

#[test]
fn a_backlog_drains_in_its_size_over_the_capacity_that_is_left() {
    let (report, backlog) = report(burst(), &json!({}));
    // 200 come in ten seconds, five of ten hands are busy before, and 95 are done meanwhile.
    near(f64::from(backlog.deepest), 5.0 + 200.0 - 95.0 - 10.0, 2.0);
    near(backlog.deepest_at_s, 60.0, 0.3);
    // What is left of 10/s beside arrivals of 5/s.
    near(backlog.drain_s.expect("drained"), f64::from(backlog.deepest) / (10.0 - 5.0), 1.0);
    assert_eq!((backlog.waiting, backlog.turned_away, report.payments.failed), (0, 0, 0), "and nobody is lost");
    let peak = backlog.depth.iter().map(|[_, mean]| *mean).fold(0.0, f64::max);
    assert!(peak > 60.0 && backlog.depth.last().is_some_and(|[_, mean]| *mean < 0.1), "{:?}", backlog.depth);
    let (_, more) = self::report(burst(), &json!({ "follow_up": { "workers": 21 } }));
    assert_eq!(more.deepest, 0, "one more forwarder than arrivals in a second keeps up");
}

#[test]
fn acceptance_is_at_once_and_the_result_is_not() {
    let (report, times) = report(burst(), &json!({ "load": { "open": { "shape": "constant" } } }));
    for (acceptance, result) in times.to_acceptance_ms.iter().zip(&times.to_result_ms) {
        near(acceptance.mean.expect("a time"), 20.0, 0.1);
        near(result.mean.expect("a time"), 1_020.0, 2.0);
        assert!(acceptance.half_width.is_some() && result.half_width.is_some(), "each with its interval: {result:?}");
    }
    near(report.metrics.p50_ms.mean.expect("a time"), 1_020.0, 2.0);
    assert_eq!(report.payments.good, 0, "accepted in time is not answered in time");
    let generous = self::report(
        burst(),
        &json!({ "load": { "open": { "shape": "constant" } }, "objective": { "response_ms": 1_100 } }),
    );
    assert!(generous.0.payments.good > 450, "the result within the objective is");
}

#[test]
fn an_acceptance_satisfies_the_merchants_timer_but_not_the_shopper() {
    let impatient = json!({ "merchant": { "timeout_ms": 500 }, "load": { "open": { "shape": "constant" } } });
    let (with, _) = report(burst(), &impatient);
    assert_eq!((with.payments.failed, with.recovery.as_ref().map(|all| all.timeouts[0])), (0, Some(0)));
    let mut without = impatient.clone();
    merge(&mut without, &json!({ "follow_up": { "enabled": false } }));
    let without = switchyard::experiment::run(&checked(burst(), &without), 1);
    assert_eq!(
        without.payments.completed, 0,
        "whoever waits for the result itself has given up: {:?}",
        without.payments
    );
    let run = drained(burst(), &json!({ "merchant": { "patience_s": 3 } }));
    let counts = recovery(&run);
    assert!(counts.abandoned > 50, "shoppers leave a backlog: {counts:?}");
    assert!(counts.reversed > 20 && counts.reversed == counts.reversals, "and what was approved is taken back");
    assert_eq!((laws(&run), counts.stuck_holds.count), (vec![], 0), "nothing stays held");
}

#[test]
fn forwarders_pass_over_whose_shopper_has_gone() {
    let change = json!({ "merchant": { "patience_s": 3 }, "safeguards": { "drop_abandoned": true } });
    let run = drained(burst(), &change);
    let backlog = run.network().backlog_now().expect("answers follow");
    assert!(backlog.counts.withdrawn > 20, "{:?}", backlog.counts);
    assert!(backlog.depth.deepest < 98, "and the backlog is shorter");
    assert_eq!(laws(&run), vec![], "each still has its one result");
}

#[test]
fn a_full_backlog_turns_away_at_once() {
    let (report, backlog) = report(burst(), &json!({ "follow_up": { "queue_limit": 30 } }));
    assert_eq!(backlog.deepest, 30, "so many may wait");
    // All of the hundred that would wait but thirty.
    near(f64::from(u32::try_from(backlog.turned_away).expect("few")), 100.0 - 30.0, 3.0);
    assert_eq!(report.payments.rejected, backlog.turned_away, "that is the answer");
    let accepted = report.payments.completed + u64::from(backlog.waiting + backlog.working);
    assert_eq!(backlog.accepted, accepted, "whoever was accepted is served");
}

#[test]
fn results_are_told_until_they_are_acknowledged() {
    let (report, told) = report(lossy(), &json!({}));
    // Both notice and acknowledgement arrive.
    near(told.at_first.share.mean.expect("a share"), 0.9 * 0.9, 0.02);
    assert!(told.repeated.count > 500 && told.given_up.count == 0, "{told:?}");
    // A merchant has a result again if its acknowledgement was lost: 0.1 of those heard, at every try.
    let repeated = f64::from(u32::try_from(told.duplicates).expect("few"));
    near(repeated / f64::from(u32::try_from(told.results).expect("few")), 0.1, 0.03);
    assert_eq!(told.fulfilled_twice.count, 0, "merchants know events that they have had");
    assert_eq!(report.payments.failed, 0, "everybody has an answer");
}

#[test]
fn without_deduplication_orders_are_fulfilled_twice() {
    let (_, with) = report(lossy(), &json!({}));
    let (_, without) = report(lossy(), &json!({ "follow_up": { "deduplicate": false } }));
    assert_eq!(without.duplicates, with.duplicates, "the same results come again");
    assert_eq!(without.fulfilled_twice.count, without.duplicates, "each of them is goods");
    assert!(without.fulfilled_twice.amount > 1_000.0, "and money: {without:?}");
    let (_, safe) = report(lossy(), &json!({ "follow_up": { "deduplicate": false }, "links": { "merchant_loss": 0 } }));
    assert_eq!((safe.duplicates, safe.fulfilled_twice.count), (0, 0), "nothing is told twice where nothing is lost");
}

#[test]
fn a_result_that_is_given_up_is_taken_back() {
    let change = json!({ "follow_up": { "deliveries": 1 } });
    let run = drained(lossy(), &change);
    let (backlog, counts) = (run.network().backlog_now().expect("answers follow"), recovery(&run));
    let heard = backlog.counts.results - backlog.counts.told_at_once;
    assert_eq!((backlog.counts.given_up, backlog.counts.told_again), (heard, 0), "one try each");
    // Of the lost notices, one in ten, nobody heard: those payments end with an unknown outcome and are reversed.
    assert!(counts.unknown > 300 && counts.reversed >= counts.unknown, "{counts:?}");
    assert_eq!(laws(&run), vec![], "and the books are right");
}

#[test]
fn a_payment_that_is_sent_again_is_accepted_again_and_charged_once() {
    let run = drained(lossy(), &json!({ "channel": { "delay": { "deterministic": { "mean_ms": 900 } } } }));
    let (backlog, counts) = (run.network().backlog_now().expect("answers follow"), recovery(&run));
    assert!(backlog.counts.accepted_again > 200, "the first acceptance was lost: {:?}", backlog.counts);
    assert_eq!((counts.double_charges.count, laws(&run)), (0, vec![]), "it is one payment");
    let fresh = json!({ "channel": { "delay": { "deterministic": { "mean_ms": 900 } } }, "merchant": { "idempotency_key": "fresh" } });
    let run = drained(lossy(), &fresh);
    let backlog = run.network().backlog_now().expect("answers follow");
    assert_eq!(backlog.counts.accepted_again, 0, "under another key it is another payment");
    assert!(recovery(&run).double_charges.count > 200, "which is charged");
    let late = drained(lossy(), &json!({ "merchant": { "timeout_ms": 500 } }));
    assert!(recovery(&late).replayed > 20, "where the result is there it is the answer");
}

#[test]
fn gateway_workers_are_free_once_they_have_accepted() {
    for processing in ["synchronous", "asynchronous"] {
        let gateway = json!({ "workers": 1, "queue_limit": null, "service": { "deterministic": { "mean_ms": 20 } } });
        let (_, times) = report(
            burst(),
            &json!({ "gateway": gateway, "processing": processing, "load": { "open": { "shape": "constant" } } }),
        );
        near(times.to_acceptance_ms[2].mean.expect("a time"), 20.0, 0.1);
    }
}

#[test]
fn the_journal_shows_every_message_of_a_result() {
    let mut run = Run::new(&checked(lossy(), &json!({})), 1);
    run.network_mut().follow(Follows::All);
    run.advance(Instant::from_seconds(20.0), u64::MAX);
    let lines = run.network_mut().lines();
    let repeated = lines.iter().find(|line| line.what == What::Duplicate).expect("some result is told twice").payment;
    let of = |payment: u64| lines.iter().filter(move |line| line.payment == payment).map(|line| line.what);
    let told: Vec<What> = of(repeated).skip_while(|what| !matches!(what, What::Notified(_))).collect();
    let position =
        |what: What| told.iter().position(|one| *one == what).unwrap_or_else(|| panic!("{what:?}: {told:?}"));
    let order =
        [What::Notified(false), What::Lost(Place::Gateway), What::Notified(true), What::Duplicate, What::Confirmed];
    assert!(order.map(position).is_sorted(), "told, unacknowledged, told again, had already, acknowledged: {told:?}");
    let all: Vec<What> = of(repeated).collect();
    let before = all.iter().position(|what| *what == What::Accepted).expect("accepted");
    assert!(
        before < all.iter().position(|what| matches!(what, What::Sent(_))).expect("sent"),
        "before it is worked on"
    );
    assert!(all.contains(&What::Begins(Place::Forwarders)), "a forwarder takes it: {all:?}");
}

#[test]
fn an_outage_fails_who_waits_and_delays_who_was_accepted() {
    let preset = Preset::find("accepted-outage").expect("a preset").scenario().to_value();
    let (with, backlog) = report(preset.clone(), &json!({}));
    let failed = |report: &Report| report.payments.failed;
    assert!(failed(&with) < 10 && backlog.turned_away == 0, "nearly all are served: {:?}", with.payments);
    assert!(backlog.deepest > 5_500, "a minute at a hundred a second waits: {backlog:?}");
    assert!(backlog.drain_s.is_some_and(|drain| drain < 90.0), "and drains");
    assert!(with.availability.good.mean < Some(0.6), "but it is not called in time");
    let mut waiting = preset;
    merge(&mut waiting, &json!({ "follow_up": { "enabled": false } }));
    let without = switchyard::experiment::run(&checked(waiting, &json!({})), 1);
    assert!(failed(&without) > 5_000, "who waits for the result itself fails: {:?}", without.payments);
}

#[test]
fn the_same_notices_are_lost_whatever_the_merchants_do_with_them() {
    let lost = |deduplicate: bool| {
        let run = drained(lossy(), &json!({ "follow_up": { "deduplicate": deduplicate } }));
        (run.network().digest(), run.network().backlog_now().expect("answers follow").counts.notices)
    };
    assert_eq!(lost(true), lost(false), "a pair differs in what it is about alone");
}
