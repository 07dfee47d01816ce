//! How random gateways balance: any policy with anything that can be set of it, over processors with weights, fees and rules.
//!
//! Nothing is drawn that a scenario may not have: lists are as long as there are processors, rules name processors that
//! exist, and of two bounds the lesser comes first.

use super::or_null;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use switchyard::balance::Policy;
use switchyard::balance::upheaval::STICKY;

/// The most points or places that a policy is made to lay out: each gateway does so, again and again.
const LAID_OUT_MAX: f64 = 8_192.0;

/// How many gateways balance, by what, and what they know of each other and of what is charged.
pub(crate) fn balancer(processors: u32) -> impl Strategy<Value = Value> {
    let told = prop_oneof![3 => Just(Value::Null), 1 => (1.0..5_000.0_f64).prop_map(Value::from)];
    let gateways = prop_oneof![2 => Just(1_u32), 1 => 2..6_u32];
    let sticky_by = prop_oneof![Just("card"), Just("merchant")];
    let gateways = (gateways, told, zones());
    let lists = (weights(processors), fees(processors), prop::collection::vec(rule(processors), 0..4));
    (tuned(), gateways, sticky_by, lists).prop_map(
        |((policy, parameters), (gateways, told, (zones, between)), sticky_by, (weights, fees, rules))| {
            json!({ "policy": policy.id(), "parameters": parameters, "gateways": gateways, "told_every_ms": told,
                    "sticky_by": sticky_by, "weights": weights, "fees": fees, "rules": rules,
                    "zones": zones, "zone_processors_min": 1, "between_zones_ms": between })
        },
    )
}

/// Zones and the way between them, or none in three quarters of the scenarios.
fn zones() -> impl Strategy<Value = (Value, f64)> {
    let zone = (0..4_u32, 0..4_u32)
        .prop_map(|(processors, gateways)| json!({ "processors": processors, "gateways": gateways }));
    let some = prop::collection::vec(zone, 2..4).prop_map(Value::from);
    let between = prop_oneof![1 => Just(0.0), 2 => 0.1..20.0_f64];
    prop_oneof![3 => Just((json!([]), 0.0)), 1 => (some, between)]
}

/// A policy with its parameters; in a third of the scenarios at least one that looks at more than the load.
fn tuned() -> impl Strategy<Value = (Policy, Value)> {
    let looks = |policy: &Policy| policy.heeds_fees() || policy.heeds_rules() || STICKY.contains(policy);
    let lookers: Vec<Policy> = Policy::ALL.iter().copied().filter(looks).collect();
    let policy = prop_oneof![2 => prop::sample::select(Policy::ALL), 1 => prop::sample::select(lookers)];
    let most = Policy::ALL.iter().map(|policy| policy.parameters().len()).max().unwrap_or_default();
    let share = prop_oneof![3 => 0.0..1.0_f64, 1 => Just(0.0), 1 => Just(1.0)];
    let shares = prop::collection::vec(prop::option::of(share), most);
    (policy, shares).prop_map(|(policy, shares)| (policy, parameters(policy, &shares)))
}

/// What is set of a policy: how far up its range each parameter is, or nothing for its default.
fn parameters(policy: Policy, shares: &[Option<f64>]) -> Value {
    let set = policy.parameters().iter().zip(shares).filter_map(|(parameter, share)| {
        let max = match parameter.unit {
            "points" | "places" => parameter.run_max.min(LAID_OUT_MAX),
            _ => parameter.run_max,
        };
        // Small values more often: there most ranges have what matters.
        let share = (*share)?;
        let value = (parameter.min + (max - parameter.min) * share * share * share).min(max);
        Some((parameter.name.to_owned(), json!(if parameter.whole { value.floor() } else { value })))
    });
    Value::Object(set.collect::<Map<String, Value>>())
}

/// None, or a weight for each processor, one of them above 0.
fn weights(processors: u32) -> impl Strategy<Value = Vec<u32>> {
    let weight = prop_oneof![1 => Just(0_u32), 2 => 1..10_u32, 1 => 1..257_u32];
    let all = prop::collection::vec(weight, length(processors));
    let some = (all, 0..length(processors), 1..257_u32).prop_map(|(mut all, place, weight)| {
        all[place] = weight;
        all
    });
    prop_oneof![1 => Just(Vec::new()), 1 => some]
}

/// None, or a fee for each processor.
fn fees(processors: u32) -> impl Strategy<Value = Vec<Value>> {
    let part = |most: f64| prop_oneof![1 => Just(0.0), 2 => 0.0..most];
    let fee = (part(0.05), part(2.0)).prop_map(|(share, fixed)| json!({ "share": share, "fixed": fixed }));
    prop_oneof![1 => Just(Vec::new()), 2 => prop::collection::vec(fee, length(processors))]
}

/// Which payments go to which of the processors; their cards are of the first ranges, and pay in euros.
fn rule(processors: u32) -> impl Strategy<Value = Value> {
    let cards = bounds((400_000..400_060_u32).boxed());
    let amounts = bounds((0.0..500.0_f64).boxed());
    let currency = prop_oneof![2 => Just(Value::Null), 2 => Just(json!(978)), 1 => Just(json!(826))];
    let named = prop::collection::vec(1..=processors, 1..=length(processors));
    (cards, currency, amounts, named).prop_map(|(cards, currency, amounts, named)| {
        json!({ "card_from": cards[0], "card_to": cards[1], "currency": currency,
                "amount_from": amounts[0], "amount_to": amounts[1], "processors": named })
    })
}

/// Two bounds in their order, either of which may be missing.
fn bounds<T: PartialOrd + Clone + Into<Value> + std::fmt::Debug + 'static>(
    value: BoxedStrategy<T>,
) -> impl Strategy<Value = [Value; 2]> {
    let both = (value.clone(), value.clone()).prop_map(|(one, other)| {
        let (least, most) = if other < one { (other, one) } else { (one, other) };
        [least.into(), most.into()]
    });
    let only = (or_null(value), any::<bool>())
        .prop_map(|(bound, lower)| if lower { [bound, Value::Null] } else { [Value::Null, bound] });
    prop_oneof![both, only]
}

fn length(processors: u32) -> usize {
    switchyard::math::index(processors)
}
