//! What must hold where answers may not come: with all safeguards on no run ends with a wrong book, and each safeguard
//! that is switched off lets its own mistake happen.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

mod generators;

use generators::{backoff, balancer, cache, cards, channel_kind, controls, follow_up, or_null, overload};
use proptest::prelude::*;
use serde_json::{Value, json};
use switchyard::experiment::Run;
use switchyard::payment::{Follows, Money, Place, RecoveryCounts, What};
use switchyard::scenario::{Checked, Preset, Scenario};
use switchyard::units::Instant;

fn cases() -> u32 {
    generators::cases(400)
}

/// Events after which a run that has nobody coming any more must be over.
const DRAIN_MAX: u32 = 3_000_000;

fn service(mean: f64) -> impl Strategy<Value = Value> {
    (0.2..mean, 1.5..6.0_f64)
        .prop_map(|(median, tail)| json!({ "log_normal": { "median_ms": median, "p99_ms": median * tail } }))
}

fn stage(mean: f64) -> impl Strategy<Value = Value> {
    generators::stage(12, service(mean))
}

fn merchant() -> impl Strategy<Value = Value> {
    let (budget, patience) = (or_null(0.0..0.5_f64), or_null(0.05..5.0_f64));
    (20.0..2_000.0_f64, patience, 1..5u32, backoff(), budget).prop_map(|(timeout, patience, tries, backoff, budget)| {
        json!({ "timeout_ms": timeout, "patience_s": patience, "tries": tries, "backoff": backoff,
                "retry_budget": budget })
    })
}

fn faults() -> impl Strategy<Value = Value> {
    let place = prop_oneof![
        Just("gateway"),
        Just("channel"),
        Just("card_management"),
        Just("database"),
        Just("processor_1"),
        Just("processor_2"),
    ];
    let kind = prop_oneof![
        (2.0..40.0_f64).prop_map(|times| json!({ "slow": { "times": times } })),
        Just(json!("down")),
        Just(json!("silent")),
        (0.05..0.9_f64).prop_map(|share| json!({ "errors": { "share": share } })),
        (0.05..0.9_f64).prop_map(|share| json!({ "loss": { "share": share } })),
        (0.0..4.0_f64).prop_map(|recycle| json!({ "certificate": { "recycle_s": recycle } })),
        (0.1..0.9_f64).prop_map(|share| json!({ "capacity": { "share": share } })),
        Just(json!("cache_flush")),
        Just(json!("index_lost")),
    ];
    let fault = (kind, place, 0.0..6.0_f64, 0.5..6.0_f64).prop_map(|(kind, place, start, lasts)| {
        let place = match kind.as_object().and_then(|kind| kind.keys().next()).map(String::as_str).or(kind.as_str()) {
            Some("certificate") => "processor_1",
            Some("cache_flush") => "card_management",
            Some("index_lost") => "database",
            Some("silent") if place == "database" => "card_management",
            Some("loss") if place == "channel" => place,
            Some("errors" | "loss") if !place.starts_with("processor") => "card_management",
            _ => place,
        };
        json!({ "kind": kind, "place": place, "start_s": start, "duration_s": lasts })
    });
    prop::collection::vec(fault, 0..4).prop_map(Value::from)
}

/// Limits of outlier ejection, small enough that two processors reach them.
fn outlier() -> impl Strategy<Value = Value> {
    let in_row = (or_null(1..12_u32), or_null(1..12_u32));
    let times = (0.05..4.0_f64, 0.05..4.0_f64, 0.05..8.0_f64);
    let rates = (or_null(0.1..3.0_f64), or_null(0.0..1.0_f64), 1..20_u32, 1..20_u32, 1..4_u32);
    let most = (prop_oneof![Just(1.0), 0.0..1.0_f64], any::<bool>());
    (in_row, times, rates, most).prop_map(|(in_row, times, rates, most)| {
        json!({ "failures": in_row.0, "missing": in_row.1, "interval_s": times.0, "ejection_s": times.1,
                "ejection_max_s": times.2, "share_max": most.0, "always_one": most.1, "deviations": rates.0,
                "failure_share": rates.1, "deviations_requests": rates.2, "failure_share_requests": rates.3,
                "processors_min": rates.4 })
    })
}

fn resilience() -> impl Strategy<Value = Value> {
    let concurrency = prop_oneof![
        Just(json!("unlimited")),
        (1..40u32).prop_map(|limit| json!({ "fixed": { "limit": limit } })),
        Just(json!("aimd")),
        Just(json!("gradient")),
        Just(json!("vegas")),
        Just(json!("adaptive")),
    ];
    let (rate, hedge) = (or_null(5.0..100.0_f64), or_null(5.0..300.0_f64));
    (concurrency, rate, hedge, any::<(bool, bool, bool, bool)>(), 2..30u32, outlier()).prop_map(
        |(concurrency, rate, hedge, on, calls, outlier)| {
            json!({ "rate_limit_per_s": rate, "rate_limit_burst": 5, "concurrency": concurrency, "hedge_ms": hedge,
                "circuit_breaker": on.0, "breaker_calls": calls, "breaker_wait_s": 0.5, "outlier_ejection": on.1,
                "outlier": outlier, "retry_throttle": on.2, "admission_control": on.3 })
        },
    )
}

/// Checks, passive health, slow start, panic; scaling; enquiries.
fn operation() -> impl Strategy<Value = [Value; 3]> {
    let count = || or_null(1..6_u32);
    let health = (any::<bool>(), 0.05..2.0_f64, count(), count(), or_null(0.1..4.0_f64), 0.0..1.0_f64, 1..4u32)
        .prop_map(|(active, interval, observe, fails, slow, panic, row)| {
            json!({ "active": active, "interval_s": interval, "timeout_s": interval * 0.5 + 0.025, "fall": row,
                    "rise": row, "observe_errors": observe, "max_fails": fails, "fail_timeout_s": 1,
                    "slow_start_s": slow, "panic_share": panic })
        });
    let scaling = (any::<bool>(), 0.1..1.0_f64, 0.5..3.0_f64, 0.0..2.0_f64, 0.0..4.0_f64).prop_map(
        |(on, target, interval, boot, window)| {
            json!({ "on": on, "target": target, "workers_min": 1, "workers_max": 20, "interval_s": interval,
                    "boot_s": boot, "window_s": window })
        },
    );
    let enquiry = (or_null(1.0..400.0_f64), 0.0..200.0_f64, 1..5u32)
        .prop_map(|(interval, delay, tries)| json!({ "interval_ms": interval, "delay_ms": delay, "tries": tries }));
    (health, scaling, enquiry).prop_map(|(health, scaling, enquiry)| [health, scaling, enquiry])
}

/// No security at all, or controls of any kind; with faults at them and an attack besides, if there are any.
fn security() -> impl Strategy<Value = (Value, Value)> {
    let fault = |kind: Value, place: &str| json!({ "kind": kind, "place": place, "start_s": 2, "duration_s": 2 });
    let testing = json!({ "card_testing": { "rate_per_s": 60, "valid_share": 0.1 } });
    let fault = prop_oneof![
        Just(fault(json!("down"), "risk_check")),
        Just(fault(json!("silent"), "risk_check")),
        Just(fault(json!("silent"), "token_vault")),
        Just(fault(json!({ "slow": { "times": 20 } }), "security_module")),
        Just(fault(json!({ "errors": { "share": 0.5 } }), "risk_check")),
        Just(fault(testing, "gateway")),
    ];
    let stations = [stage(40.0).boxed(), stage(8.0).boxed(), stage(8.0).boxed()];
    let on = (controls(stations), prop::collection::vec(fault, 0..3).prop_map(Value::from));
    prop_oneof![2 => Just((json!({}), json!([]))), 1 => on]
}

prop_compose! {
    /// Anything that a person may configure, with every safeguard on and a timer at every caller.
    fn scenario()(
        load in prop_oneof![
            (2.0..150.0_f64).prop_map(|rate| json!({ "open": { "rate_per_s": rate } })),
            (1..40u32).prop_map(|clients| json!({ "closed": { "clients": clients, "think": { "exponential": { "mean_ms": 200 } } } })),
        ],
        (gateway, processors, card_management, database) in (stage(10.0), stage(60.0), stage(5.0), stage(10.0)),
        (delay, answer, kind) in (service(20.0), service(20.0), channel_kind(20..200)),
        merchant in merchant(),
        timers in (20.0..900.0_f64, 20.0..700.0_f64, 20.0..500.0_f64),
        (tries, pause) in (1..4u32, backoff()),
        losses in [0.0..0.3_f64, 0.0..0.3_f64, 0.0..0.3_f64, 0.0..0.3_f64],
        (faults, forward) in (faults(), (0.0..2.0_f64, 0.0..0.05_f64, 0.5..4.0_f64)),
        (stand_in, drops, waits) in any::<(bool, bool, bool)>(),
        (resilience, overload, operation) in (resilience(), overload(), operation()),
        ((security, more), follow_up) in (security(), follow_up()),
        (balancer, (cache, commit), cards) in (balancer(2), cache(0..20), cards(40)),
    ) -> Value {
        let mut processors = processors;
        processors["count"] = json!(2);
        let [health, mut scaling, enquiry] = operation;
        if processors["workers"].is_null() {
            scaling["on"] = json!(false);
        }
        let all = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let faults: Vec<Value> = all(&faults).into_iter().chain(all(&more)).collect();
        json!({
            "load": load, "security": security, "follow_up": follow_up, "gateway": gateway, "processors": processors, "card_management": card_management,
            "cards": cards,
            "balancer": balancer,
            "channel": { "kind": kind, "delay": delay, "answer_delay": answer },
            "cache": cache,
            "database": { "connections": database["workers"], "queue_limit": database["queue_limit"],
                          "indexed_read": database["service"], "scan_rows": 100_000, "commit": commit },
            "processing": if waits { "synchronous" } else { "asynchronous" },
            "outcomes": { "business_decline_share": 0.1, "technical_decline_share": 0.05 },
            "merchant": merchant,
            "timers": { "gateway_ms": timers.0, "processor_ms": timers.1, "channel_ms": timers.2 },
            "retry": { "tries": tries, "backoff": pause },
            "safeguards": { "forward_delay_s": forward.0, "forward_interval_s": forward.1, "forward_wait_s": forward.2,
                            "forward_tries": 1_000, "stand_in": stand_in, "drop_abandoned": drops },
            "links": { "merchant_loss": losses[0], "processor_loss": losses[1], "channel_loss": losses[2],
                       "issuer_loss": losses[3] },
            "resilience": resilience, "overload": overload, "health": health, "scaling": scaling, "enquiry": enquiry,
            "faults": faults, "warm_up_s": 0.0, "duration_s": 8.0,
        })
    }
}

fn checked(value: &Value) -> Checked {
    Scenario::from_value(value).unwrap_or_else(|problems| panic!("{value}: {problems:?}"))
}

/// Runs a scenario to its end, and on until nothing is open any more.
fn drained(scenario: &Checked, seed: u64) -> Run {
    let mut run = Run::new(scenario, seed);
    while !run.advance(Instant::from_seconds(scenario.scenario().duration_s), 1_000_000) {}
    let ledger = violations(&run).into_iter().find(|(law, _)| law.ends_with("(I6, I7)"));
    assert_eq!(ledger, None, "the ledger is that of the payments: {}", scenario.scenario().to_brief_value());
    run.network_mut().shut();
    let mut left = DRAIN_MAX;
    while left > 0 && run.step() {
        left -= 1;
    }
    assert!(left > 0, "the run comes to its end: {}", scenario.scenario().to_brief_value());
    run
}

/// The laws that do not hold, and how often.
fn violations(run: &Run) -> Vec<(&'static str, u64)> {
    run.network().violations(run.now()).into_iter().filter(|(_, violations)| *violations > 0).collect()
}

fn counts(run: &Run) -> RecoveryCounts {
    run.network().recovery().expect("answers may not come")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn safeguards_keep_the_books_right(scenario in scenario(), seed in 0..1_000_u64) {
        let scenario = checked(&scenario);
        let run = drained(&scenario, seed);
        prop_assert_eq!(violations(&run), vec![], "{}", scenario.scenario().to_brief_value());
        prop_assert_eq!(run.network().under_way(), 0, "every payment has ended");
        prop_assert_eq!(run.network().remembered(), 0, "and nothing about any is open");
        let held = run.network().gauges().find(|gauge| gauge.busy > 0 || gauge.waiting > 0);
        prop_assert_eq!(held, None, "nobody is held or waits: {}", scenario.scenario().to_brief_value());
        let again = drained(&scenario, seed);
        prop_assert_eq!(run.network().digest(), again.network().digest(), "a seed repeats");
    }
}

/// A network that loses one message in twenty on every link, with timers everywhere and merchants that try again.
fn lossy() -> Value {
    json!({
        "load": { "open": { "rate_per_s": 100 } },
        "merchant": { "timeout_ms": 1_500, "tries": 4, "backoff": { "fixed": { "pause_ms": 100 } } },
        "timers": { "gateway_ms": 1_000, "processor_ms": 800, "channel_ms": 500 },
        "safeguards": { "forward_delay_s": 1, "forward_interval_s": 0, "forward_wait_s": 2 },
        "links": { "merchant_loss": 0.05, "processor_loss": 0.05, "channel_loss": 0.05, "issuer_loss": 0.05 },
        "warm_up_s": 0, "duration_s": 60,
    })
}

/// Puts the fields of a change into a scenario.
fn merge(into: &mut Value, change: &Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            change.iter().for_each(|(name, value)| merge(into.entry(name).or_insert(Value::Null), value));
        }
        (into, change) => *into = change.clone(),
    }
}

fn with(change: &Value) -> Run {
    let mut scenario = lossy();
    merge(&mut scenario, change);
    drained(&checked(&scenario), 1)
}

#[test]
fn the_lossy_network_is_safe_with_all_safeguards() {
    let run = with(&json!({}));
    assert_eq!(violations(&run), vec![], "no money is wrong");
    let counts = counts(&run);
    assert!(
        counts.lost > 500 && counts.replayed > 100,
        "though messages are lost, and answers given again: {counts:?}"
    );
    assert!(counts.reversals > 100 && counts.reversed == counts.reversals, "and all reversals arrive: {counts:?}");
}

#[test]
fn without_idempotency_payments_are_charged_twice() {
    for change in
        [json!({ "safeguards": { "idempotency": false } }), json!({ "merchant": { "idempotency_key": "fresh" } })]
    {
        let counts = counts(&with(&change));
        assert!(counts.double_charges.count > 50, "{change}: {counts:?}");
        assert!(counts.double_charges.amount > 0, "in money");
        assert!(counts.first_violating > 0, "and the first one is known");
    }
}

#[test]
fn without_reversals_amounts_stay_held() {
    let counts = counts(&with(&json!({ "safeguards": { "reversals": false }, "merchant": { "tries": 1 } })));
    assert!(counts.stuck_holds.count > 50 && counts.stuck_holds.amount > 0, "{counts:?}");
}

/// The default first delay of store and forward, 60 s, is most of a short run: its holds are not settled at the end.
#[test]
fn what_is_still_open_at_the_end_is_counted_with_what_is_held() {
    let mut scenario = lossy();
    merge(&mut scenario, &json!({ "safeguards": { "forward_delay_s": 60 } }));
    let scenario = checked(&scenario);
    let report = switchyard::experiment::run(&scenario, 1);
    let recovery = report.recovery.expect("answers may not come");
    assert_eq!((recovery.first_violating, recovery.stuck_holds.count), (None, 0), "nothing is wrong so far");
    assert!(recovery.open.count > 100 && recovery.open.amount > 1_000.0, "and much is not settled: {recovery:?}");
    let run = drained(&scenario, 1);
    assert_eq!(run.network().open(), Some(Money::default()), "when the last message has arrived nothing is open");
}

#[test]
fn without_repetition_reversals_are_lost() {
    let counts = counts(&with(&json!({ "safeguards": { "forward_tries": 1 }, "merchant": { "tries": 1 } })));
    assert!(counts.given_up > 10, "{counts:?}");
    assert!(counts.stuck_holds.count > 5, "some of them have left a hold: {counts:?}");
}

/// The first attempts that were lost on the way to a processor, by payment.
fn first_lost(change: &Value) -> Vec<u64> {
    let mut value = lossy();
    merge(&mut value, change);
    // An answer from the channel would be lost on the way to a processor too, but at another time.
    merge(&mut value, &json!({ "links": { "channel_loss": 0 } }));
    let mut run = Run::new(&checked(&value), 1);
    run.network_mut().follow(Follows::All);
    run.advance(Instant::from_seconds(20.0), u64::MAX);
    let lines = run.network_mut().lines();
    let mut sent = std::collections::BTreeMap::new();
    for line in lines.iter().filter(|line| matches!(line.what, What::Sent(_))) {
        sent.entry(line.payment).or_insert(line.attempt);
    }
    let lost = lines.iter().filter(|line| matches!(line.what, What::Lost(Place::Processor(_))));
    lost.filter(|line| sent.get(&line.payment) == Some(&line.attempt)).map(|line| line.payment).collect()
}

#[test]
fn two_scenarios_under_one_seed_lose_the_same_messages() {
    let few = first_lost(&json!({ "retry": { "tries": 1 }, "merchant": { "tries": 1 } }));
    let many = first_lost(&json!({ "retry": { "tries": 4 }, "merchant": { "tries": 1 } }));
    assert!(few.len() > 20, "some are lost: {few:?}");
    assert_eq!(few, many, "however many attempts are made for others");
}

#[test]
fn a_stand_in_without_the_issuer_ends_in_the_books() {
    let outage = json!([{ "kind": "silent", "place": "card_management", "start_s": 10, "duration_s": 20 }]);
    let without = counts(&with(&json!({ "faults": outage })));
    let run = with(&json!({ "faults": outage, "safeguards": { "stand_in": true } }));
    let with = counts(&run);
    assert!(with.stand_ins > 100 && with.stand_ins_wrong > 0, "approved blindly: {with:?}");
    assert!(with.sales_lost.count < without.sales_lost.count, "sales are saved: {with:?} {without:?}");
    assert_eq!(violations(&run), vec![], "and the advices bring the books right");
}

#[test]
fn a_reversal_that_overtakes_wins() {
    // The issuer is so slow that the reversal of a request comes before the request is worked on.
    let counts = counts(&with(&json!({
        "card_management": { "workers": null },
        "database": { "connections": 1, "queue_limit": null, "indexed_read": { "exponential": { "mean_ms": 40 } } },
        "load": { "open": { "rate_per_s": 40 } },
        "safeguards": { "forward_delay_s": 0 },
        "duration_s": 20,
    })));
    assert!(counts.overtaking > 20, "{counts:?}");
    assert_eq!(counts.stuck_holds.count, 0, "a request that was reversed before it came holds nothing");
}

/// Three processors of which the second is down for ten of thirty seconds.
fn one_down(resilience: &Value) -> RecoveryCounts {
    counts(&with(&json!({
        "faults": [{ "kind": "down", "place": "processor_2", "start_s": 10, "duration_s": 10 }],
        "links": { "merchant_loss": 0, "processor_loss": 0, "channel_loss": 0, "issuer_loss": 0 },
        "merchant": { "tries": 1 }, "outcomes": { "technical_decline_share": 0 },
        "resilience": resilience, "duration_s": 30,
    })))
}

#[test]
fn guards_act_where_they_stand() {
    let without = one_down(&json!({}));
    let ejected = one_down(&json!({ "outlier_ejection": true }));
    assert!(without.sales_lost.count > 200, "a third of ten seconds is lost: {without:?}");
    assert_eq!(ejected.sales_lost, without.sales_lost, "Envoy's 10 % eject none of three processors");
    let broken = one_down(&json!({ "circuit_breaker": true, "breaker_calls": 10, "breaker_wait_s": 2 }));
    assert!(broken.broken > 100, "the breaker stops calls: {broken:?}");
    let limited = counts(&with(&json!({ "resilience": { "rate_limit_per_s": 50, "rate_limit_burst": 1 } })));
    assert!(limited.rate_limited > 1_000, "half of the submissions are turned away: {limited:?}");
    let shed = counts(&with(&json!({ "resilience": { "concurrency": { "fixed": { "limit": 5 } } } })));
    assert!(shed.shed > 1_000, "five in flight are too few: {shed:?}");
}

#[test]
fn a_hedge_is_reversed_when_it_was_not_needed() {
    let run = with(&json!({ "resilience": { "hedge_ms": 150 } }));
    let hedged = counts(&run);
    assert!(hedged.hedges > 500, "the slow ones get a second attempt: {hedged:?}");
    assert_eq!(violations(&run), vec![], "and nobody is charged twice");
    let without = counts(&with(&json!({ "resilience": { "hedge_ms": 150 }, "safeguards": { "reversals": false } })));
    assert!(without.double_charges.count > 100, "without reversals hedges charge twice: {without:?}");
}

#[test]
fn the_throttle_stops_hedges_as_it_stops_retries() {
    let silent = json!([{ "kind": "silent", "place": "card_management", "start_s": 10, "duration_s": 40 }]);
    let hedged = |throttle: bool| {
        let resilience = json!({ "hedge_ms": 150, "retry_throttle": throttle });
        counts(&with(&json!({ "faults": silent, "resilience": resilience })))
    };
    let (free, throttled) = (hedged(false), hedged(true));
    assert!(free.hedges > 3_000 && free.retries_refused == 0, "every unanswered attempt has a second one: {free:?}");
    assert!(throttled.hedges < free.hedges / 2, "few while most fail: {throttled:?}");
    assert!(throttled.retries_refused > 1_000, "and it is counted: {throttled:?}");
}

/// Goodput per second of the retry storm in its last minute, long after the slow seconds.
fn storm(change: &Value) -> f64 {
    let mut scenario = Preset::find("retry-storm").expect("a preset").scenario().to_value();
    merge(&mut scenario, change);
    let scenario = checked(&scenario);
    let mut run = Run::new(&scenario, 1);
    let mut good = [0; 2];
    for (place, until_s) in [140.0, 200.0].into_iter().enumerate() {
        while !run.advance(Instant::from_seconds(until_s), 1_000_000) {}
        good[place] = run.network().mark(run.now()).total.tally.good;
    }
    f64::from(u32::try_from(good[1] - good[0]).unwrap_or(u32::MAX)) / 60.0
}

#[test]
fn retries_keep_a_storm_alive_and_three_things_end_it() {
    assert!(storm(&json!({})) < 2.0, "with four tries the goodput stays away");
    for change in [
        json!({ "merchant": { "tries": 1 } }),
        json!({ "merchant": { "retry_budget": 0.1 } }),
        json!({ "processors": { "queue_limit": 20 } }),
    ] {
        assert!(storm(&change) > 55.0, "{change}: it comes back");
    }
}
