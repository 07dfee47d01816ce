//! Words of a configuration with places for the parameters of a policy.
//!
//! `<name>` is a parameter's value. What stands in square brackets is left out unless a parameter that it names is set.

use crate::balance::maglev::prime_from;
use crate::balance::{Parameter, Tuned};
use crate::math;

/// The words with what is set of a policy.
pub(super) fn fill(template: &str, tuned: &Tuned) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        let (optional, behind) = after.split_once(']').unwrap_or((after, ""));
        filled.push_str(&values(before, tuned));
        if tuned.parameters.iter().any(|(name, _)| optional.contains(&mark(name))) {
            filled.push_str(&values(optional, tuned));
        }
        rest = behind;
    }
    filled + &values(rest, tuned)
}

/// The value of the parameter of a name, if the policy has such a one.
pub(super) fn named(name: &str, tuned: &Tuned) -> Option<f64> {
    let parameter = tuned.policy.parameters().iter().find(|parameter| parameter.name == name);
    parameter.map(|parameter| tuned.value(parameter))
}

fn values(words: &str, tuned: &Tuned) -> String {
    let place = |words: String, parameter: &Parameter| {
        words.replace(&mark(parameter.name), &written(parameter, tuned).to_string())
    };
    tuned.policy.parameters().iter().fold(words.to_owned(), place)
}

/// A parameter's value as Envoy takes it: where the lab mends a value, Envoy refuses it, so that what the lab made of it
/// is written. The table has a prime number of places, and the least size of a ring is not above the greatest.
fn written(parameter: &Parameter, tuned: &Tuned) -> f64 {
    let value = tuned.value(parameter);
    match parameter.name {
        "table_size" => math::float(prime_from(math::whole(value))),
        "minimum_ring_size" => named("maximum_ring_size", tuned).map_or(value, |most| value.min(most)),
        _ => value,
    }
}

/// What stands for a parameter.
fn mark(name: &str) -> String {
    format!("<{name}>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::Policy;

    fn tuned(policy: Policy, parameters: &[(&'static str, f64)]) -> Tuned {
        Tuned { policy, parameters: parameters.to_vec() }
    }

    #[test]
    fn values_stand_at_their_places_and_optional_words_only_where_something_is_set() {
        let template = "{ choice_count: <choice_count>[, bias: <active_request_bias>] }[ all]";
        let check = |parameters: &[(&'static str, f64)], expected: &str| {
            assert_eq!(fill(template, &tuned(Policy::EnvoyLeastRequest, parameters)), expected);
        };
        check(&[], "{ choice_count: 2 }");
        check(&[("choice_count", 5.0)], "{ choice_count: 5 }");
        check(&[("active_request_bias", 0.5)], "{ choice_count: 2, bias: 0.5 }");
    }

    #[test]
    fn what_envoy_would_refuse_is_written_as_the_lab_mends_it() {
        let table = tuned(Policy::Maglev, &[("table_size", 100.0)]);
        assert_eq!(fill("<table_size>", &table), "101", "the next prime");
        let ring = tuned(Policy::RingHash, &[("minimum_ring_size", 4_096.0), ("maximum_ring_size", 1_000.0)]);
        assert_eq!(
            fill("<minimum_ring_size> <maximum_ring_size>", &ring),
            "1000 1000",
            "the ring is as large as it may be"
        );
    }
}
