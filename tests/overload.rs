//! What is done about queues that grow: each discipline, deadlines, priorities and bulkheads at work, and the waits of
//! both classes against theory.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{Report, run};
use switchyard::scenario::{Checked, Preset, Scenario};
use switchyard::theory::{Class, Demand, priority_means};

/// Puts the fields of a change into a scenario.
fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            change.iter().for_each(|(name, value)| merge(into.entry(name).or_insert(Value::Null), value));
        }
        (into, change) => *into = change.clone(),
    }
}

fn checked(value: &Value) -> Checked {
    Scenario::from_value(value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"))
}

/// The report of a preset with a change.
fn preset(id: &str, change: &Value) -> Report {
    let mut scenario = Preset::find(id).expect("a preset").scenario().to_value();
    merge(&mut scenario, change);
    let report = run(&checked(&scenario), 1);
    for law in &report.invariants {
        let books = law.name.contains("I1") || law.name.contains("I2") || law.name.contains("I3");
        assert!(books || law.violations == 0, "{id} {change}: {}", law.name);
    }
    report
}

/// A gateway of one worker and nothing behind it.
fn alone(rate_per_s: f64, service: &Value, change: &Value) -> Value {
    let nothing = json!({ "deterministic": { "mean_ms": 0 } });
    let stage = json!({ "workers": null, "queue_limit": null, "service": nothing });
    let mut scenario = json!({
        "load": { "open": { "rate_per_s": rate_per_s } },
        "gateway": { "workers": 1, "queue_limit": null, "service": service },
        "processors": { "count": 1, "workers": null, "queue_limit": null, "service": nothing },
        "channel": { "delay": nothing, "answer_delay": nothing },
        "card_management": stage,
        "database": { "connections": null, "queue_limit": null, "indexed_read": nothing },
        "processing": "asynchronous",
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "warm_up_s": 20, "duration_s": 820,
    });
    merge(&mut scenario, change);
    scenario
}

/// Mean and standard error of a list.
fn mean_and_error(list: &[f64]) -> (f64, f64) {
    let count = f64::from(u32::try_from(list.len()).expect("few"));
    let mean = list.iter().sum::<f64>() / count;
    let variance = list.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

#[test]
fn both_classes_wait_as_long_as_cobham_says() {
    for (service, service_scv) in
        [(json!({ "exponential": { "mean_ms": 10 } }), 1.0), (json!({ "deterministic": { "mean_ms": 10 } }), 0.0)]
    {
        let (rate_per_s, share) = (80.0, 0.4);
        let scenario = checked(&alone(rate_per_s, &service, &json!({ "overload": { "priority_share": share } })));
        let waits: Vec<[f64; 2]> =
            (1..=12).map(|seed| run(&scenario, seed).stations[0].class_wait_ms.expect("two classes")).collect();
        let class = |share: f64| Class {
            demand: Demand { arrival_rate_per_s: rate_per_s * share, service_mean_ms: 10.0 },
            service_scv,
        };
        let theory = priority_means(&[class(share), class(1.0 - share)]).expect("stable");
        for (place, means) in theory.iter().enumerate() {
            let (mean, error) = mean_and_error(&waits.iter().map(|wait| wait[place]).collect::<Vec<f64>>());
            let expected = means.wait_ms;
            // Student's t with 11 degrees of freedom: 4.4 standard errors leave one false alarm in a thousand.
            assert!((mean - expected).abs() < 4.4 * error, "class {place}: {mean} ± {error}, theory {expected}");
            assert!(error < 0.05 * expected, "and the comparison is worth something: {error} of {expected}");
        }
    }
}

#[test]
fn priority_takes_from_the_others_what_it_gives() {
    let service = json!({ "deterministic": { "mean_ms": 10 } });
    let one = run(&checked(&alone(90.0, &service, &json!({ "overload": { "priority_share": 1.0 } }))), 1);
    let two = run(&checked(&alone(90.0, &service, &json!({ "overload": { "priority_share": 0.5 } }))), 1);
    let wait = |report: &Report| report.stations[0].mean_wait_ms.expect("somebody waited");
    assert!((wait(&one) - wait(&two)).abs() < 1e-6 * wait(&one), "the mean of all stays: work is conserved");
    let [high, low] = two.recovery.expect("counted").classes.expect("two classes");
    assert!(high.response_ms.expect("some") * 3.0 < low.response_ms.expect("some"), "{high:?} {low:?}");
    assert_eq!(high.ended + low.ended, two.payments.completed + two.payments.failed, "every payment has its class");
}

#[test]
fn controlled_delay_keeps_an_overloaded_queue_short() {
    let service = json!({ "exponential": { "mean_ms": 10 } });
    let with =
        |queue: Value| run(&checked(&alone(120.0, &service, &json!({ "overload": { "gateway_queue": queue } }))), 1);
    let (plain, codel) = (with(json!("first_in_first_out")), with(json!("codel")));
    assert_eq!(plain.stations[0].dropped, 0);
    assert!(plain.stations[0].mean_wait_ms.expect("all") > 10_000.0, "a queue in order makes everybody late");
    let gateway = &codel.stations[0];
    assert!(gateway.mean_wait_ms.expect("all") < 60.0, "who is served waited for a moment: {gateway:?}");
    let dropped = codel.recovery.as_ref().expect("counted").overdue;
    assert!(dropped >= gateway.dropped && gateway.dropped > 10_000, "a sixth of what comes is too much: {dropped}");
    assert_eq!(codel.payments.rejected, gateway.dropped, "and is answered at once");
    assert!(codel.overloaded.is_some() && codel.unstable.is_none(), "an overload, and no queue without end");
}

#[test]
fn a_standing_queue_serves_the_newest() {
    let service = json!({ "exponential": { "mean_ms": 10 } });
    let with =
        |queue: Value| run(&checked(&alone(105.0, &service, &json!({ "overload": { "gateway_queue": queue } }))), 1);
    let (plain, lifo) = (with(json!("first_in_first_out")), with(json!("adaptive_lifo")));
    let median = |report: &Report| report.metrics.p50_ms.mean.expect("a median");
    assert!(median(&plain) > 5_000.0 && median(&lifo) < 500.0, "{} and {}", median(&plain), median(&lifo));
    let calm = json!({ "overload": { "gateway_queue": { "adaptive_lifo": { "standing_ms": 600_000 } } } });
    let (calm, usual) = (checked(&alone(80.0, &service, &calm)), checked(&alone(80.0, &service, &json!({}))));
    let (calm, usual) = (run(&calm, 1), run(&usual, 1));
    let differ = median(&calm) - median(&usual);
    assert!(differ.abs() < 1e-9, "while it does not stand so long it is served in order: {differ}");
}

/// Payments in time per second in a run of the retry storm.
fn storm(change: &Value) -> f64 {
    preset("retry-storm", change).metrics.goodput_per_s.mean.expect("a rate")
}

#[test]
fn a_storm_ends_where_late_work_is_not_done() {
    let broken = storm(&json!({}));
    assert!(broken < 25.0, "{broken}");
    for change in [
        json!({ "overload": { "deadlines": true } }),
        json!({ "overload": { "processor_queue": "codel" } }),
        json!({ "overload": { "processor_queue": "adaptive_lifo" } }),
    ] {
        let mended = storm(&change);
        assert!(mended > 45.0, "{change}: {mended} from {broken}");
    }
}

#[test]
fn a_deadline_is_what_lets_a_worker_see_that_a_merchant_has_gone() {
    let slow = json!({ "merchant": { "timeout_ms": 300, "tries": 1 } });
    let service = json!({ "exponential": { "mean_ms": 10 } });
    let mut scenario = alone(120.0, &service, &slow);
    let without = run(&checked(&scenario), 1);
    merge(&mut scenario, &json!({ "overload": { "deadlines": true } }));
    let with = run(&checked(&scenario), 1);
    let counted = with.recovery.as_ref().expect("counted");
    assert!(without.payments.completed < with.payments.completed / 20, "nobody is in time where all is worked on");
    assert!(counted.expired > 10_000, "what is over is not begun: {counted:?}");
    assert_eq!(with.payments.rejected, 0, "and nobody hears of it: the merchants had gone");
}

#[test]
fn a_bulkhead_keeps_one_slow_processor_from_holding_all_workers() {
    let broken = preset("slow-acquirer", &json!({}));
    let mended = preset("slow-acquirer", &json!({ "overload": { "attempts_per_processor": 4 } }));
    let share = |report: &Report| report.metrics.availability.mean.expect("a share");
    assert!(share(&mended) > share(&broken) + 0.05, "{} and {}", share(&mended), share(&broken));
    let gateway = |report: &Report| report.stations[0].utilisation.expect("workers");
    assert!(gateway(&mended) < gateway(&broken), "its workers are free");
}

/// What is said of a scenario that contradicts itself: one problem, with its path.
#[track_caller]
fn refused(value: &Value, path: &str) {
    let problems = Scenario::from_value(value).expect_err("a contradiction");
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, [path], "{problems:?}");
}

#[test]
fn what_contradicts_itself_is_refused_once() {
    let codel = json!({ "codel": { "target_ms": 50, "interval_ms": 20 } });
    refused(&json!({ "overload": { "gateway_queue": codel } }), "overload.gateway_queue.codel.target_ms");
    refused(&json!({ "overload": { "priority_share": 1.5 } }), "overload.priority_share");
    refused(&json!({ "health": { "interval_s": 1, "timeout_s": 2 } }), "health.timeout_s");
    refused(&json!({ "health": { "fail_timeout_s": 0.5 } }), "health.fail_timeout_s");
    refused(&json!({ "scaling": { "workers_min": 20, "workers_max": 10 } }), "scaling.workers_max");
    refused(&json!({ "scaling": { "on": true, "workers_min": 20 } }), "processors.workers");
    refused(&json!({ "scaling": { "on": true }, "processors": { "workers": null } }), "processors.workers");
    refused(&json!({ "enquiry": { "tries": 0 } }), "enquiry.tries");
}
