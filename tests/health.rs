//! Who is sent anything, and with how many workers: checks, passive health, slow start, panic, adaptive limits, throttles
//! and autoscaling at work.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::experiment::{RecoveryReport, Report, Run, run, story};
use switchyard::payment::Place;
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

fn checked(value: &Value) -> Checked {
    Scenario::from_value(value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"))
}

/// Three processors behind timers, for a minute, with a change.
fn scenario(change: &Value) -> Checked {
    let mut scenario = json!({
        "load": { "open": { "rate_per_s": 100 } },
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "merchant": { "timeout_ms": 4_000 },
        "timers": { "gateway_ms": 3_000, "processor_ms": 2_500, "channel_ms": 2_000 },
        "safeguards": { "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 2 },
        "warm_up_s": 0, "duration_s": 60,
    });
    merge(&mut scenario, change);
    checked(&scenario)
}

/// Its report, in which every law holds.
fn with(change: &Value) -> Report {
    let report = run(&scenario(change), 1);
    for law in &report.invariants {
        assert_eq!(law.violations, 0, "{change}: {}", law.name);
    }
    report
}

fn counts(report: &Report) -> &RecoveryReport {
    report.recovery.as_ref().expect("answers may not come")
}

/// The second processor is wrong in some way from the 20th second to the 40th.
fn wrong(kind: &Value) -> Value {
    json!([{ "kind": kind, "place": "processor_2", "start_s": 20, "duration_s": 20 }])
}

#[test]
fn checks_take_out_what_is_down_and_bring_it_back() {
    let faults = json!({ "faults": wrong(&json!("down")) });
    let without = with(&faults);
    let mut change = faults.clone();
    merge(&mut change, &json!({ "health": { "active": true } }));
    let report = with(&change);
    let (before, after) = (without.payments.failed, report.payments.failed);
    assert!(before > 550, "a third of twenty seconds: {before}");
    // HAProxy: three failed checks, two seconds apart, the first within two seconds; then nobody is sent there.
    assert!((130..=230).contains(&after), "a third of four to six seconds: {after}");
    assert_eq!(counts(&report).marked_down, 1);
    assert!((85..=95).contains(&counts(&report).checks), "every two seconds each: {}", counts(&report).checks);
    let share = |report: &Report| report.stations[5].share.expect("picks");
    assert!(share(&report) > 0.2, "it is back after two passed checks: {}", share(&report));
}

#[test]
fn who_finds_nobody_usable_is_counted_and_has_it_in_its_story() {
    let down = |place: &str| json!({ "kind": "down", "place": place, "start_s": 20, "duration_s": 20 });
    let faults = json!(["processor_1", "processor_2", "processor_3"].map(down));
    assert_eq!(counts(&with(&json!({ "faults": faults }))).nobody, 0, "without checks everybody is believed usable");
    let change = json!({ "faults": faults, "health": { "active": true } });
    // From the third failed check of each until two have passed again: some 14 to 20 seconds of 100 payments each.
    let nobody = counts(&with(&change)).nobody;
    assert!((1_400..=2_200).contains(&nobody), "{nobody}");
    let mut ran = Run::new(&scenario(&change), 1);
    while !ran.advance(Instant::from_seconds(60.0), 1_000_000) {}
    let told = story(&scenario(&change), 1, ran.events(), 3_500);
    let found: Vec<_> = told.moments.iter().filter(|moment| moment.what == "nobody").map(|one| one.place).collect();
    assert_eq!(found, [Some(Place::Balancer.code())], "{told:?}");
}

#[test]
fn who_finds_all_full_is_not_told_that_nobody_is_usable() {
    let of = |policy: &str, change: &Value| {
        let mut whole = json!({
            "balancer": { "policy": policy }, "overload": { "attempts_per_processor": 1 }, "retry": { "tries": 1 },
            "duration_s": 20,
        });
        merge(&mut whole, change);
        whole
    };
    let found = |change: &Value| {
        let report = with(change);
        (counts(&report).nobody, counts(&report).full)
    };
    // Each is busy for some 80 ms of every second of 33 payments.
    let plain = of("haproxy-roundrobin", &json!({}));
    let (nobody, full) = found(&plain);
    assert_eq!(nobody, 0, "all three are up");
    assert!(full > 200, "{full}");
    let mut ran = Run::new(&scenario(&plain), 1);
    while !ran.advance(Instant::from_seconds(20.0), 1_000_000) {}
    let told = |payment| story(&scenario(&plain), 1, ran.events(), payment).moments;
    let met = (500..600).flat_map(told).filter(|moment| moment.what == "full").count();
    assert!(met > 5, "its story tells it: {met} of a hundred");
    let (nobody, full) = found(&of("envoy-least-request", &json!({ "health": { "panic_share": 0.5 } })));
    assert!(nobody == 0 && full > 200, "in panic as well: {nobody}, {full}");
    let down = |place: &str| json!({ "kind": "down", "place": place, "start_s": 5, "duration_s": 15 });
    let faults = json!(["processor_1", "processor_2", "processor_3"].map(down));
    let (nobody, full) = found(&of("haproxy-roundrobin", &json!({ "faults": faults, "health": { "active": true } })));
    assert!(nobody > 500 && full > 50, "those that are down are not full: {nobody}, {full}");
}

#[test]
fn a_check_sees_what_is_silent_and_slowness_only_beyond_its_timeout() {
    let marked = |kind: &Value, health: &Value| {
        let mut change = json!({ "faults": wrong(kind), "health": { "active": true } });
        merge(&mut change, health);
        counts(&with(&change)).marked_down
    };
    assert_eq!(marked(&json!("silent"), &json!({})), 1, "no answer is a failed check");
    assert_eq!(marked(&json!({ "slow": { "times": 10 } }), &json!({})), 0, "0.8 s are within the two of a check");
    assert_eq!(marked(&json!({ "slow": { "times": 10 } }), &json!({ "health": { "timeout_s": 0.5 } })), 1);
    assert_eq!(marked(&json!({ "errors": { "share": 1.0 } }), &json!({})), 1, "errors are seen");
}

#[test]
fn observed_errors_are_quicker_than_checks() {
    let failed = |observe: Value| {
        let health = json!({ "active": true, "interval_s": 5, "observe_errors": observe });
        with(&json!({ "faults": wrong(&json!("down")), "health": health })).payments.failed
    };
    let (checks, observed) = (failed(Value::Null), failed(json!(10)));
    assert!(observed < checks / 3, "{observed} and {checks}");
}

#[test]
fn passive_health_leaves_a_failed_processor_alone() {
    let without = with(&json!({ "faults": wrong(&json!("down")) }));
    let report = with(&json!({ "faults": wrong(&json!("down")), "health": { "max_fails": 1, "fail_timeout_s": 5 } }));
    let failed = report.payments.failed;
    assert!((3..=8).contains(&failed), "one attempt each five to six seconds: {failed}");
    assert!(without.payments.failed > 100 * failed, "instead of a third of all");
}

#[test]
fn without_panic_the_last_one_carries_everything() {
    let faults = json!([
        { "kind": "down", "place": "processor_2", "start_s": 20, "duration_s": 30 },
        { "kind": "down", "place": "processor_3", "start_s": 20, "duration_s": 30 },
    ]);
    let share = |panic: f64| {
        let health = json!({ "active": true, "panic_share": panic });
        let report = with(&json!({ "faults": faults, "health": health, "load": { "open": { "rate_per_s": 60 } } }));
        (report.stations[4].share.expect("picks"), counts(&report).panicked)
    };
    let ((alone, never), (panicking, panicked)) = (share(0.0), share(0.5));
    assert!(alone > 0.55 && never == 0, "it takes all for most of half a minute: {alone}");
    assert!(panicking < 0.45 && panicked > 1_000, "one of three is less than half: all are used: {panicking}");
}

/// Envoy's levels: two tiers of two processors, of which some are down all the time; 2400 payments after twenty seconds.
#[test]
fn tiers_share_and_panic_by_their_own_health() {
    let shares = |down: &[&str]| {
        let fault = |place: &&str| json!({ "kind": "down", "place": place, "start_s": 0, "duration_s": 60 });
        let report = with(&json!({
            "balancer": { "policy": "priority", "parameters": { "tier_size": 2, "gradual": 1 } },
            "processors": { "count": 4 }, "faults": down.iter().map(fault).collect::<Vec<_>>(),
            "health": { "active": true, "panic_share": 0.5 }, "load": { "open": { "rate_per_s": 60 } },
            "warm_up_s": 20,
        }));
        let shares: Vec<f64> = report.stations.iter().filter_map(|station| station.share).collect();
        (shares, counts(&report).panicked)
    };
    // One of two is well, which is a health of 70 %: the second tier gets 30 %. A standard deviation is 1 %.
    let (one, never) = shares(&["processor_2"]);
    let near = one.iter().zip([0.7, 0.0, 0.15, 0.15]).all(|(got, expected)| (got - expected).abs() < 0.05);
    assert!(near && never == 0, "{one:?}, {never} in panic");
    // None and one of two: the first tier is in panic and has no health, the second has half and all of the load.
    let (all, panicked) = shares(&["processor_1", "processor_2", "processor_4"]);
    assert!(all[2] > 0.99 && panicked > 2_000, "as one tier a quarter would go to each: {all:?}, {panicked} in panic");
}

#[test]
fn a_processor_that_comes_back_starts_slowly() {
    let picks = |slow: Value| {
        let change = json!({
            "balancer": { "policy": "smooth-weighted-round-robin" },
            "faults": [{ "kind": "down", "place": "processor_2", "start_s": 5, "duration_s": 10 }],
            "health": { "active": true, "interval_s": 1, "slow_start_s": slow },
            "warm_up_s": 18, "duration_s": 28,
        });
        with(&change).stations[5].share.expect("picks")
    };
    let (at_once, slowly) = (picks(Value::Null), picks(json!(20)));
    assert!((at_once - 1.0 / 3.0).abs() < 0.02, "{at_once}");
    // From about a tenth to six tenths of its weight of one against two.
    assert!((0.09..0.22).contains(&slowly), "{slowly}");
}

/// Far more than the processors can do, with a limit on what the gateway has in flight.
fn overload(limit: &str) -> Report {
    with(&json!({
        "load": { "open": { "rate_per_s": 700 } },
        "gateway": { "workers": null, "queue_limit": null },
        "processors": { "queue_limit": null },
        "resilience": { "concurrency": limit },
    }))
}

/// Netflix's AIMD and Gradient2 never go beyond 200: what waits is bounded, though not by the objective of this network.
#[test]
fn limits_with_a_ceiling_keep_every_answer_within_the_timers() {
    let without = overload("unlimited");
    let late = |report: &Report| counts(report).timeouts[1];
    assert!(late(&without) > 10_000, "without a limit the gateway gives up: {}", late(&without));
    for limit in ["aimd", "gradient"] {
        let report = overload(limit);
        assert!(counts(&report).shed > 5_000, "{limit}: {}", counts(&report).shed);
        assert_eq!(late(&report), 0, "{limit}: nobody waits for longer than the timers");
        let rate = |report: &Report| report.metrics.completed_per_s.mean.expect("a rate");
        assert!(rate(&report) > 2.0 * rate(&without), "{limit}: {} instead of {}", rate(&report), rate(&without));
        // Little's law: what is in flight is what is sent, times how long it takes.
        let in_flight = rate(&report) * report.metrics.response_ms.mean.expect("a time") / 1e3;
        assert!((20.0..=205.0).contains(&in_flight), "{limit}: between its least and its greatest: {in_flight}");
    }
}

/// So many processors for a minute and a half, the second of which is wrong from the 20th second to the 40th, with ejection
/// after five failures for ten seconds at first, looked at every five.
fn ejecting(count: u32, kind: &Value, outlier: &Value) -> Report {
    let mut change = json!({
        "processors": { "count": count }, "faults": wrong(kind), "duration_s": 90,
        "resilience": { "outlier_ejection": true, "outlier": { "interval_s": 5, "ejection_s": 10 } },
    });
    merge(&mut change, &json!({ "resilience": { "outlier": outlier } }));
    with(&change)
}

#[test]
fn the_bad_one_of_ten_is_ejected_and_returns() {
    let off = json!({ "failures": null, "deviations": null });
    let without = ejecting(10, &json!("down"), &off);
    let (failed, ejected) = (without.payments.failed, counts(&without).ejected);
    assert!(failed > 150 && ejected == 0, "a tenth of twenty seconds: {failed}, {ejected} ejections");
    let report = ejecting(10, &json!("down"), &json!({}));
    // Half a second until five have failed; out until 35 s, where five more fail; out until 60 s, and well from then on.
    assert_eq!(counts(&report).ejected, 2);
    assert!((8..=25).contains(&report.payments.failed), "five each time: {}", report.payments.failed);
    let share = report.stations[5].share.expect("picks");
    assert!((0.045..0.07).contains(&share), "a tenth of 51 seconds in 90: {share}");
}

#[test]
fn fewer_than_ten_eject_nobody_unless_they_are_let() {
    let ejected = |count, outlier: Value| counts(&ejecting(count, &json!("down"), &outlier)).ejected;
    assert_eq!(ejected(9, json!({})), 0, "10 % of nine is none");
    assert_eq!(ejected(9, json!({ "always_one": true })), 2);
    assert_eq!(ejected(3, json!({ "share_max": 0.34 })), 2, "a third");
}

#[test]
fn each_detector_sees_what_it_looks_at() {
    let only = |kind: Value, detector: Value| {
        let mut outlier = json!({ "failures": null, "deviations": null });
        merge(&mut outlier, &detector);
        counts(&ejecting(10, &kind, &outlier)).ejected
    };
    let errors = || json!({ "errors": { "share": 0.8 } });
    assert!(only(errors(), json!({ "failure_share": 0.5, "failure_share_requests": 20 })) > 0);
    assert_eq!(only(errors(), json!({ "failure_share": 0.95, "failure_share_requests": 20 })), 0);
    assert!(only(errors(), json!({ "deviations": 1.9, "deviations_requests": 20 })) > 0);
    assert_eq!(only(errors(), json!({ "deviations": 1.9, "deviations_requests": 1_000 })), 0, "too few attempts");
    assert!(only(json!("silent"), json!({ "missing": 3 })) > 0);
    assert_eq!(only(errors(), json!({ "missing": 3 })), 0, "an error is an answer");
}

#[test]
fn limits_of_ejection_are_checked() {
    let problems = Scenario::from_value(&json!({ "resilience": { "outlier": { "share_max": 1.5 } } }));
    let problem = &problems.expect_err("refused")[0];
    assert_eq!(problem.path, "resilience.outlier.share_max");
}

#[test]
fn adaptive_limits_shed_what_would_only_wait() {
    let without = overload("unlimited");
    for limit in ["vegas", "adaptive"] {
        let report = overload(limit);
        assert!(counts(&report).shed > 5_000, "{limit}: {}", counts(&report).shed);
        let good = |report: &Report| report.metrics.goodput_per_s.mean.expect("a rate");
        assert!(good(&report) > 5.0 * good(&without), "{limit}: {} instead of {}", good(&report), good(&without));
    }
}

#[test]
fn throttle_and_admission_control_act_where_little_works() {
    let faults = json!([{ "kind": "down", "place": "card_management", "start_s": 20, "duration_s": 20 }]);
    let base = json!({ "faults": faults, "retry": { "tries": 4 } });
    let mut throttled = base.clone();
    merge(&mut throttled, &json!({ "resilience": { "retry_throttle": true } }));
    let (plain, throttled) = (with(&base), with(&throttled));
    let (many, few) = (counts(&plain).retries, counts(&throttled).retries);
    assert!(many > 3_000 && few < many / 20, "{few} retries instead of {many}");
    let mut admitted = base;
    merge(&mut admitted, &json!({ "resilience": { "admission_control": true } }));
    let admitted = with(&admitted);
    assert!(counts(&admitted).not_admitted > 500, "{}", counts(&admitted).not_admitted);
    let (less, all) = (counts(&admitted).attempts, counts(&plain).attempts);
    assert!(less < all * 9 / 10, "what is turned away is not attempted: {less} of {all}");
}

/// A load that rises from 30 to 240 a second and stays there, with workers that follow.
fn rising(scaling: &Value) -> Report {
    let mut change = json!({
        "load": { "open": { "rate_per_s": 30, "shape": { "ramp": { "to_per_s": 240, "over_s": 120 } } } },
        "gateway": { "workers": 200 }, "processors": { "workers": 6, "queue_limit": 1_000 },
        "scaling": { "on": true, "target": 0.6, "boot_s": 10, "workers_min": 4, "workers_max": 64 },
        "duration_s": 300,
    });
    merge(&mut change, &json!({ "scaling": scaling }));
    with(&change)
}

#[test]
fn workers_follow_the_load() {
    let still = rising(&json!({ "on": false }));
    let report = rising(&json!({}));
    assert!(still.payments.failed > 10_000, "six workers are too few: {}", still.payments.failed);
    assert!(report.payments.failed < still.payments.failed / 10, "{}", report.payments.failed);
    let [fewest, most] = counts(&report).workers.expect("changed");
    assert!(fewest == 6 && most >= 14, "{fewest} to {most}");
    let one = &report.stations[4];
    let mean = one.mean_workers.expect("measured");
    assert!(mean > 8.0 && mean < f64::from(most), "{mean}");
    assert!((one.utilisation.expect("workers") - one.mean_busy / mean).abs() < 1e-9, "of those that there were");
    let capped = rising(&json!({ "workers_max": 8 }));
    assert_eq!(counts(&capped).workers, Some([6, 8]), "never more than allowed");
    let late = rising(&json!({ "boot_s": 100 }));
    assert!(late.payments.failed > report.payments.failed, "help that comes late helps less");
}

#[test]
fn workers_that_go_finish_their_work_first() {
    let report = with(&json!({
        "load": { "open": { "rate_per_s": 120, "shape": { "ramp": { "to_per_s": 10, "over_s": 60 } } } },
        "processors": { "workers": 24 },
        "scaling": { "on": true, "window_s": 30, "workers_min": 2 },
        "duration_s": 240,
    }));
    let [fewest, most] = counts(&report).workers.expect("changed");
    assert!(fewest <= 4 && most == 24, "{fewest} to {most}");
    assert!(counts(&report).scaled_down > 1);
    assert!(report.stations[4].utilisation.expect("workers") <= 1.0);
    assert_eq!(report.payments.rejected, 0, "nobody's work is cut short");
}
