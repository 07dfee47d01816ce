//! What random scenarios are made of, for the tests of networks that always answer and of those that may not.

mod balancer;
mod cache;

pub(crate) use balancer::balancer;
pub(crate) use cache::{cache, cards};

use proptest::prelude::*;
use serde_json::{Value, json};
use std::ops::Range;

/// Random scenarios to try; `SWITCHYARD_CASES` asks for another number than the usual.
pub(crate) fn cases(usual: u32) -> u32 {
    std::env::var("SWITCHYARD_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// A value, or `null`, which is none or no limit.
pub(crate) fn or_null<S>(value: S) -> impl Strategy<Value = Value>
where
    S: Strategy + 'static,
    S::Value: Into<Value>,
{
    prop_oneof![Just(Value::Null), value.prop_map(Into::into)]
}

/// A station with fewer workers than so many, or any number.
pub(crate) fn stage(workers: u32, service: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    (or_null(1..workers), or_null(0..30_u32), service)
        .prop_map(|(workers, queue, service)| json!({ "workers": workers, "queue_limit": queue, "service": service }))
}

/// A pause between tries.
pub(crate) fn backoff() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0.0..300.0_f64).prop_map(|pause_ms| json!({ "fixed": { "pause_ms": pause_ms } })),
        (1.0..300.0_f64).prop_map(|base_ms| json!({ "exponential": { "base_ms": base_ms, "cap_ms": base_ms * 8.0 } })),
    ]
}

fn discipline() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(json!("first_in_first_out")),
        1 => (0.5..50.0_f64, 1.0..20.0_f64)
            .prop_map(|(target, times)| json!({ "codel": { "target_ms": target, "interval_ms": target * times } })),
        1 => (1.0..300.0_f64).prop_map(|standing| json!({ "adaptive_lifo": { "standing_ms": standing } })),
    ]
}

/// What is done about queues that grow.
pub(crate) fn overload() -> impl Strategy<Value = Value> {
    let share = prop_oneof![Just(0.0), 0.0..1.0_f64];
    (discipline(), discipline(), discipline(), any::<bool>(), share, or_null(1..20_u32)).prop_map(
        |(gateway, processors, database, deadlines, share, most)| {
            json!({ "gateway_queue": gateway, "processor_queue": processors, "database_queue": database,
                    "deadlines": deadlines, "priority_share": share, "attempts_per_processor": most })
        },
    )
}

/// Controls of any kind at these stations (risk check, token vault, security module), with honest shoppers and others.
pub(crate) fn controls(stations: [BoxedStrategy<Value>; 3]) -> impl Strategy<Value = Value> {
    let threshold = || or_null(-1.0..3.0_f64);
    let tries = || or_null(1..40_u32);
    let switches = any::<(bool, bool, bool)>();
    (switches, stations, 0.0..1.0_f64, (tries(), tries()), (threshold(), threshold())).prop_map(
        |(on, [check, vault, module], fraud, tries, above)| {
            json!({
                "enabled": true, "fraud_share": fraud, "separation": 1.0, "merchants": 3,
                "risk_check": check, "score_timeout_ms": 45, "fail_open": on.0,
                "challenge_above": above.0, "block_above": above.1,
                "challenge_time": { "exponential": { "mean_ms": 300 } },
                "card_tries": tries.0, "merchant_tries": tries.1, "tries_within_s": 2,
                "tokenisation": on.1, "token_vault": vault, "pin_check": on.2, "security_module": module,
            })
        },
    )
}

/// What the channel is: in half of the scenarios a card network; the blocks of a ledger have so many places.
pub(crate) fn channel_kind(places: Range<u32>) -> impl Strategy<Value = Value> {
    let spacing = prop_oneof![Just("regular"), Just("exponential")];
    let ledger = (0.1..0.6_f64, spacing, places, 0..4_u32).prop_map(|(interval, spacing, places, confirmations)| {
        json!({ "ledger": { "block_interval_s": interval, "block_spacing": spacing, "block_payments": places,
                            "confirmations": confirmations } })
    });
    prop_oneof![
        2 => Just(json!("card_network")),
        1 => (0.1..2.0_f64).prop_map(|limit| json!({ "instant_rail": { "limit_s": limit } })),
        1 => ledger,
    ]
}

/// Answers that follow, or none that do.
pub(crate) fn follow_up() -> impl Strategy<Value = Value> {
    let on = (1..40_u32, or_null(0..30_u32), backoff(), 1..6_u32, any::<bool>());
    let on = on.prop_map(|(workers, queue, redeliver, deliveries, deduplicate)| {
        json!({ "enabled": true, "workers": workers, "queue_limit": queue, "redeliver": redeliver,
                "deliveries": deliveries, "deduplicate": deduplicate })
    });
    prop_oneof![1 => Just(json!({})), 1 => on]
}
