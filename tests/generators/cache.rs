//! Random caches of card management: any policy, with anything that may stand around it, and writes beside the reads.
//!
//! Each rule is drawn on its own, because what goes wrong goes wrong between two of them. Under the policy `ttl` nothing is
//! drawn that it does not allow.

use proptest::prelude::*;
use serde_json::{Value, json};
use std::ops::Range;
use switchyard::cache::Policy;

/// The cache, and the time of a commit in milliseconds: none in two fifths of the scenarios.
pub(crate) fn cache(capacities: Range<u32>) -> impl Strategy<Value = (Value, Value)> {
    let policies: Vec<Policy> = Policy::online().collect();
    let write = prop_oneof![
        2 => Just(("none", 0.0)),
        1 => prop::sample::select(vec![("none", 6.0), ("through", 6.0), ("around", 6.0), ("behind", 6.0)]),
        2 => prop::sample::select(vec![("through", 6.0), ("around", 6.0), ("behind", 6.0)]),
    ];
    let rules = any::<(bool, bool, bool, bool, bool)>();
    (prop::sample::select(policies), capacities, write, rules).prop_map(|(policy, capacity, write, rules)| {
        let (single_flight, early, spread, stale, absent) = rules;
        let in_turn = policy == Policy::Ttl;
        let cache = json!({
            "policy": policy.id(), "capacity": capacity, "ttl_s": 3.0, "single_flight": single_flight,
            "refresh_beta": early.then_some(1.0), "stale_ms": stale.then_some(700.0),
            "ttl_jitter": (spread && !in_turn).then_some(0.3), "absent_ms": (absent && !in_turn).then_some(900.0),
            "write": write.0, "write_interval_s": 0.2,
        });
        (cache, json!({ "exponential": { "mean_ms": write.1 } }))
    })
}

/// So many cards; some of the payments may name none, and some cards may be blocked or have a limit.
pub(crate) fn cards(count: u32) -> impl Strategy<Value = Value> {
    let share = || prop_oneof![2 => Just(0.0), 1 => Just(0.2)];
    let limit = prop_oneof![2 => Just(Value::Null), 1 => Just(json!(50.0))];
    (share(), share(), limit).prop_map(move |(unknown, blocked, limit)| {
        json!({ "count": count, "unknown_share": unknown, "blocked_share": blocked, "limit": limit })
    })
}
