//! A hedge and a pause against what can be worked out by hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use switchyard::experiment::{Report, Run, run};
use switchyard::math;
use switchyard::payment::Place;
use switchyard::scenario::{Checked, Scenario};
use switchyard::units::Instant;

/// One processor, and nothing else that takes time or turns anybody away.
fn scenario(change: &Value) -> Checked {
    let nothing = json!({ "deterministic": { "mean_ms": 0 } });
    let free = json!({ "workers": null, "queue_limit": null, "service": nothing });
    let mut scenario = json!({
        "gateway": free, "card_management": free,
        "channel": { "delay": nothing, "answer_delay": nothing },
        "database": { "connections": null, "queue_limit": null, "indexed_read": nothing },
        "processing": "asynchronous",
        "outcomes": { "business_decline_share": 0, "technical_decline_share": 0 },
        "warm_up_s": 0,
    });
    if let (Some(scenario), Some(change)) = (scenario.as_object_mut(), change.as_object()) {
        scenario.extend(change.clone());
    }
    Scenario::from_value(&scenario).unwrap_or_else(|problems| panic!("{scenario}: {problems:?}"))
}

/// Exponential work of 100 ms by any number of workers, with a second attempt after a while.
fn hedged(hedge_ms: Option<f64>) -> Report {
    let service = json!({ "exponential": { "mean_ms": 100 } });
    run(
        &scenario(&json!({
            "load": { "open": { "rate_per_s": 1_000 } },
            "processors": { "count": 1, "workers": null, "queue_limit": null, "service": service },
            "resilience": { "hedge_ms": hedge_ms },
            "duration_s": 400,
        })),
        1,
    )
}

/// Quantile, and its time in units of the mean without a hedge and with one at the 95th percentile.
const QUANTILES: [(f64, f64, f64); 2] = [(0.99, 4.605_170, 3.800_451), (0.999, 6.907_755, 4.951_744)];

/// Beyond the hedge the tail falls twice as fast: exp(-(2 t - d)) for t > d; 400 000 payments, five standard errors.
#[test]
fn a_hedge_at_the_95th_percentile_cuts_the_tail_as_the_formula_says() {
    let after_ms = 299.573_2;
    let (plain, hedge) = (hedged(None), hedged(Some(after_ms)));
    let counted = hedge.recovery.as_ref().unwrap();
    let payments = math::float(counted.submissions);
    let extra = math::float(counted.hedges) / payments;
    assert!((extra - 0.05).abs() < 5.0 * (0.05 * 0.95 / payments).sqrt(), "extra load {extra}");
    for (quantile, without, with) in QUANTILES {
        for (report, expected, rate) in [(&plain, without, 1.0), (&hedge, with, 2.0)] {
            let found = if quantile > 0.99 { &report.metrics.p999_ms } else { &report.metrics.p99_ms };
            let got = found.mean.unwrap() / 100.0;
            // The density there is the tail times its rate.
            let tail = 1.0 - quantile;
            let error = (quantile * tail / payments).sqrt() / (tail * rate);
            assert!((got - expected).abs() < 5.0 * error, "{quantile}: {got}, expected {expected} ± {error}");
        }
    }
    let mean = hedge.metrics.response_ms.mean.unwrap() / 100.0;
    assert!((mean - 0.975).abs() < 5.0 / payments.sqrt(), "{mean}");
}

/// When the pause begins, and when it is over.
const PAUSE_S: (f64, f64) = (20.0, 30.0);

/// 700 payments a second in even steps at a processor that does 1000 of them in the order of their coming, whoever still
/// waits. While it pauses a piece of work takes a second instead of a millisecond: ten come through, where none should.
fn paused(tries: u32) -> Run {
    let fault = json!({ "kind": { "slow": { "times": 1_000 } }, "place": "processor_1", "start_s": PAUSE_S.0,
        "duration_s": PAUSE_S.1 - PAUSE_S.0 - 0.5 });
    let service = json!({ "deterministic": { "mean_ms": 1 } });
    Run::new(
        &scenario(&json!({
            "load": { "open": { "rate_per_s": 700, "gaps": "regular" } },
            "processors": { "count": 1, "workers": 1, "queue_limit": null, "service": service },
            "merchant": { "timeout_ms": 1_000, "tries": tries, "backoff": { "fixed": { "pause_ms": 0 } }, "retry_budget": null },
            "safeguards": { "idempotency": false },
            "faults": [fault],
            "duration_s": 200,
        })),
        1,
    )
}

/// How many wait for the processor at a time.
fn waiting(run: &mut Run, at_s: f64) -> f64 {
    while !run.advance(Instant::from_seconds(at_s), 1_000_000) {}
    let gauge = run.network().gauges().find(|gauge| gauge.place == Place::Processor(0));
    f64::from(gauge.unwrap().waiting)
}

#[test]
fn a_pause_of_ten_seconds_is_worked_off_in_twenty_three() {
    let mut run = paused(1);
    let backlog = waiting(&mut run, PAUSE_S.1);
    assert!((backlog - 7_000.0).abs() < 15.0, "{backlog} wait when it is over");
    let (drained, left) = (PAUSE_S.1 + 23.33, waiting(&mut run, PAUSE_S.1 + 23.0));
    assert!((left - 100.0).abs() < 15.0, "{left} a third of a second before they should be gone");
    assert!(waiting(&mut run, drained + 0.02) < 1.0, "nobody waits after {drained} s");
    let late = run.network().recovery().unwrap().timeouts[0];
    // From the start of the pause until twenty seconds after its end everybody waits for longer than the merchant.
    assert!((math::float(late) - 21_000.0).abs() < 50.0, "{late} gave up");
}

/// 700 payments of four tries are more than 1000 a second: the pause is over, and what it left is not.
#[test]
fn three_retries_keep_the_pause_alive() {
    let mut run = paused(4);
    assert!(waiting(&mut run, 19.9) < 1.0, "before the pause there is room");
    let (soon, later) = (waiting(&mut run, 60.0), waiting(&mut run, 190.0));
    assert!(soon > 7_000.0 && later > 2.0 * soon, "{soon} wait after a minute, {later} after three");
}
