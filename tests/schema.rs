//! The JSON Schema and the reader agree: what one takes or refuses, the other does too, but for rules between fields.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::balance::Policy;
use switchyard::scenario::{PRESETS, Scenario};

/// Whether a value obeys a schema, by the words that our schema uses.
fn obeys(value: &Value, schema: &Value) -> bool {
    schema.as_object().unwrap().iter().all(|(word, rule)| match word.as_str() {
        "type" => match rule {
            Value::String(kind) => is(value, kind),
            kinds => kinds.as_array().unwrap().iter().any(|kind| is(value, kind.as_str().unwrap())),
        },
        "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
        "maxLength" => value.as_str().is_none_or(|text| text.chars().count() <= count(rule)),
        "minItems" => value.as_array().is_none_or(|items| items.len() >= count(rule)),
        "maxItems" => value.as_array().is_none_or(|items| items.len() <= count(rule)),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| obeys(item, rule))),
        "enum" => rule.as_array().unwrap().contains(value),
        "oneOf" => rule.as_array().unwrap().iter().filter(|one| obeys(value, one)).count() == 1,
        "required" => value.as_object().is_none_or(|fields| {
            rule.as_array().unwrap().iter().all(|name| fields.contains_key(name.as_str().unwrap()))
        }),
        "properties" => value.as_object().is_none_or(|fields| {
            fields.iter().all(|(name, value)| rule.get(name).is_none_or(|schema| obeys(value, schema)))
        }),
        "additionalProperties" => {
            value.as_object().is_none_or(|fields| fields.keys().all(|name| schema["properties"].get(name).is_some()))
        }
        "$schema" | "title" | "description" | "default" => true,
        other => unreachable!("the schema uses {other}, which this test does not know"),
    })
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => unreachable!("the schema uses the type {other}"),
    }
}

fn count(rule: &Value) -> usize {
    usize::try_from(rule.as_u64().unwrap()).unwrap()
}

/// Every number that may be set: its path, and its schema.
fn numbers(schema: &Value, path: &[String], found: &mut Vec<(Vec<String>, Value)>) {
    let under = |name: &str| [path, &[name.to_owned()]].concat();
    for (name, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        numbers(inner, &under(name), found);
    }
    for one in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        numbers(one, path, found);
    }
    if schema.get("maximum").is_some() {
        found.push((path.to_vec(), schema.clone()));
    }
}

/// A scenario in which nothing is set but one field, and the policy if it is one of its parameters.
fn only(path: &[String], value: Value) -> Value {
    let mut scenario = path.iter().rev().fold(value, |inner, name| json!({ name.as_str(): inner }));
    if let [_, parameters, name] = path
        && parameters == "parameters"
    {
        let owns = |policy: &&Policy| policy.parameters().iter().any(|parameter| parameter.name == name);
        scenario["balancer"]["policy"] = json!(Policy::ALL.iter().find(owns).unwrap().id());
    }
    scenario
}

#[test]
fn what_the_reader_takes_obeys_the_schema() {
    let schema = Scenario::schema();
    for preset in PRESETS {
        for value in [preset.scenario().to_value(), preset.scenario().to_brief_value()] {
            assert!(obeys(&value, &schema), "{}: {value}", preset.id);
        }
    }
    for value in [
        json!({}),
        json!({ "warm_up_s": null }),
        json!({ "gateway": { "workers": null, "service": "exponential" } }),
        json!({ "load": { "closed": { "clients": 3, "think": { "uniform": { "min_ms": 1, "max_ms": 2.5 } } } } }),
        json!({ "load": { "open": { "shape": "daily", "gaps": "regular" } } }),
        json!({ "safeguards": { "reversals": false }, "faults": [{ "kind": "down", "place": "processor_2" }] }),
        json!({ "faults": [{ "kind": { "slow": { "times": 3 } }, "place": "gateway", "start_s": 1 }, {}] }),
    ] {
        assert!(Scenario::from_value(&value).is_ok(), "the reader takes {value}");
        assert!(obeys(&value, &schema), "and so does the schema");
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses() {
    let schema = Scenario::schema();
    for value in [
        json!([]),
        json!({ "gatewey": {} }),
        json!({ "gateway": { "wrokers": 3 } }),
        json!({ "gateway": { "workers": 2.5 } }),
        json!({ "gateway": { "workers": "four" } }),
        json!({ "gateway": null }),
        json!({ "gateway": { "service": { "exponential": { "mean_ms": 1 }, "uniform": {} } } }),
        json!({ "load": { "opened": {} } }),
        json!({ "load": { "open": { "rate_per_s": null } } }),
        json!({ "balancer": { "policy": "round_robin" } }),
        json!({ "balancer": { "weights": [1, "two", 3] } }),
        json!({ "processing": "sometimes" }),
        json!({ "version": 2 }),
        json!({ "safeguards": { "reversals": "yes" } }),
        json!({ "faults": [{ "kind": "broken" }] }),
        json!({ "faults": [{ "place": "merchants" }] }),
        json!({ "faults": {} }),
        json!({ "title": "x".repeat(121) }),
    ] {
        assert!(!obeys(&value, &schema), "the schema refuses {value}");
        assert!(Scenario::from_value(&value).is_err(), "and so does the reader");
    }
}

/// The ends of every range: beyond them both refuse, and name the place.
#[test]
fn every_range_is_the_same_in_both() {
    let schema = Scenario::schema();
    let mut found = Vec::new();
    numbers(&schema, &[], &mut found);
    assert!(found.len() > 60, "{} numbers are found", found.len());
    for (path, range) in found {
        let [least, most] = ["minimum", "maximum"].map(|end| range[end].as_f64().unwrap());
        for beyond in [least - 1.0, most + 1.0] {
            let value = only(&path, json!(beyond));
            assert!(!obeys(&value, &schema), "the schema refuses {value}");
            let problems = Scenario::from_value(&value).unwrap_err();
            let (place, words) = (path.join("."), range["description"].as_str().unwrap());
            assert!(
                problems.iter().any(|problem| problem.path == place && problem.allowed.contains(words))
                    || place == "version",
                "{value}: {problems:?}"
            );
        }
        for end in [least, most] {
            let value = only(&path, json!(end));
            assert!(obeys(&value, &schema), "the schema takes {value}");
            let words = range["description"].as_str().unwrap();
            let problems = Scenario::from_value(&value).err().unwrap_or_default();
            let own = problems.iter().any(|one| one.path == path.join(".") && one.allowed.contains(words));
            assert!(!own, "the reader takes it as far as its range goes: {problems:?}");
        }
    }
}
