//! Gateways that balance on their own, what they know of each other, and the parameters of what they balance by.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::{Value, json};
use switchyard::balance::Policy;
use switchyard::experiment::{Contest, Contestant, Report, run};
use switchyard::scenario::{ContestSetting, Scenario, World};

/// A network of processors only, 40 payments a second at each of four that could do 50.
fn scenario(balancer: &Value) -> Value {
    let free = json!({ "workers": null, "queue_limit": null, "service": { "deterministic": { "mean_ms": 0 } } });
    json!({
        "load": { "open": { "rate_per_s": 160 } }, "gateway": free, "card_management": free,
        "balancer": balancer,
        "processors": { "count": 4, "workers": 1, "queue_limit": null, "service": { "exponential": { "mean_ms": 20 } } },
        "channel": { "delay": { "deterministic": { "mean_ms": 0 } }, "answer_delay": { "deterministic": { "mean_ms": 0 } } },
        "database": { "connections": null, "indexed_read": { "deterministic": { "mean_ms": 0 } } },
        "processing": "asynchronous", "warm_up_s": 0, "duration_s": 60,
    })
}

fn report(balancer: &Value) -> Report {
    run(&Scenario::from_value(&scenario(balancer)).unwrap(), 1)
}

/// Shares of the picks by processor.
fn shares(report: &Report) -> Vec<f64> {
    report.stations.iter().filter_map(|station| station.share).collect()
}

fn problems(balancer: &Value) -> Vec<String> {
    Scenario::from_value(&scenario(balancer)).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_parameter_reaches_its_policy() {
    let first = |parameters: Value| report(&json!({ "policy": "haproxy-first", "parameters": parameters }));
    assert_eq!(shares(&first(json!({}))), [1.0, 0.0, 0.0, 0.0], "without a limit all go to the first");
    let limited = shares(&first(json!({ "maxconn": 1 })));
    assert!(limited[3] > 0.1 && limited.is_sorted_by(|a, b| a > b), "one at a time, in their order: {limited:?}");
}

#[test]
fn a_default_is_no_parameter() {
    let value = scenario(&json!({ "policy": "d-choices", "parameters": { "choices": 2 } }));
    let scenario = Scenario::from_value(&value).unwrap();
    assert!(scenario.scenario().balancer.parameters.is_empty(), "what is set is what differs");
    let value = self::scenario(&json!({ "policy": "d-choices", "parameters": { "choices": 3 } }));
    let scenario = Scenario::from_value(&value).unwrap();
    assert_eq!(scenario.scenario().to_value()["balancer"]["parameters"], json!({ "choices": 3.0 }));
    let mut other = scenario.scenario().clone();
    other.balancer.choose(Policy::DChoices);
    assert_eq!(other.balancer.parameters, [("choices", 3.0)], "the same policy keeps them");
    other.balancer.choose(Policy::Random);
    assert!(other.balancer.parameters.is_empty() && other.check().is_ok(), "another one has its own");
}

#[test]
fn a_wrong_parameter_is_refused_with_what_is_allowed() {
    let told = problems(&json!({ "policy": "d-choices", "parameters": { "choice": 3 } }));
    assert!(told.len() == 1 && told[0].contains("did you mean choices?"), "{told:?}");
    let told = problems(&json!({ "policy": "d-choices", "parameters": { "choices": 2.5 } }));
    assert!(
        told.len() == 1 && told[0].contains("balancer.parameters.choices") && told[0].contains("1 to 16"),
        "{told:?}"
    );
    let told = problems(&json!({ "policy": "random", "parameters": { "choices": 2 } }));
    assert!(told.len() == 1 && told[0].contains("there is no field here"), "{told:?}");
    let told = problems(&json!({ "policy": "maglev", "parameters": { "table_size": 5_000_011 }, "gateways": 64 }));
    assert!(told.len() == 1 && told[0].contains("table_size"), "64 tables of 20 MB are refused: {told:?}");
    assert_eq!(problems(&json!({ "gateways": 0 })).len(), 1);
    assert_eq!(problems(&json!({ "told_every_ms": 0 })).len(), 1);
}

#[test]
fn gateways_that_come_on_in_turn_send_payments_in_runs() {
    let mean = |gateways: u32| {
        let report = report(&json!({ "policy": "round-robin", "gateways": gateways }));
        assert!(shares(&report).iter().all(|share| (share - 0.25).abs() < 0.01), "each gets as much as ever");
        report.metrics.response_ms.mean.unwrap()
    };
    let (alone, several) = (mean(1), mean(8));
    assert!(several > 1.2 * alone, "eight in a row to the same one wait for each other: {alone} and {several} ms");
}

#[test]
fn old_counts_send_everybody_to_the_same_processor() {
    let picks = |every: Value| shares(&report(&json!({ "policy": "nginx-least-conn", "told_every_ms": every })));
    let (now, old) = (picks(json!(null)), picks(json!(60_000)));
    assert!(now.iter().all(|share| (share - 0.25).abs() < 0.05), "{now:?}");
    // The board says for the whole run that nobody has anything in flight, so ties alone decide.
    assert!(old.iter().all(|share| (share - 0.25).abs() < 0.01), "in turn: {old:?}");
}

#[test]
fn c3_has_as_many_clients_as_there_are_gateways() {
    let digest = |clients: Value, told: Value| {
        let balancer = json!({ "policy": "c3", "parameters": clients, "gateways": 8, "told_every_ms": told });
        report(&balancer).digest
    };
    let (unset, one) = (digest(json!({}), json!(null)), digest(json!({ "clients": 1 }), json!(null)));
    assert_eq!(unset, digest(json!({ "clients": 8 }), json!(null)), "eight, each of which counts only its own");
    assert_ne!(unset, one, "and one is another thing");
    let (unset, one) = (digest(json!({}), json!(50)), digest(json!({ "clients": 1 }), json!(50)));
    assert_eq!(unset, one, "what a gateway is told of is all there is");
    let alone = |clients: Value| report(&json!({ "policy": "c3", "parameters": clients })).digest;
    assert_eq!(alone(json!({})), alone(json!({ "clients": 1 })), "a single gateway");
}

fn contest(policies: &[Policy], world: World) -> Vec<Contestant> {
    let setting = ContestSetting {
        policies: policies.iter().map(|policy| (*policy).into()).collect(),
        world,
        processors: 8,
        load: 0.9,
    };
    let mut contest = Contest::new(setting, 1).unwrap();
    for (place, (policy, job)) in contest.jobs().into_iter().enumerate() {
        let scenario = contest.trial(policy).unwrap().scenario().clone();
        contest.take(place, job.run(&scenario));
    }
    contest.report().contestants
}

fn p99(one: &Contestant) -> f64 {
    one.metrics.p99_ms.mean.unwrap()
}

/// Mitzenmacher, "How useful is old information?" (2000): with old counts the shortest queue is the worst choice of all,
/// and a choice between two stays a good one.
#[test]
fn with_old_counts_the_shortest_queue_is_worse_than_chance() {
    let all = contest(&[Policy::Random, Policy::DChoices, Policy::JoinShortestQueue], World::Delayed);
    let [random, two, shortest] = &all[..] else { panic!("three of them") };
    let told = format!("random {}, two choices {}, shortest {} ms", p99(random), p99(two), p99(shortest));
    assert!(p99(shortest) > p99(random) && p99(two) < p99(random), "{told}");
}

#[test]
fn who_counts_only_what_it_sent_itself_knows_less() {
    let policies = [Policy::Random, Policy::JoinShortestQueue];
    let (own, all) = (contest(&policies, World::Gateways), contest(&policies, World::Equal));
    let told = format!("random {}, own counts {}, all counts {} ms", p99(&own[0]), p99(&own[1]), p99(&all[1]));
    assert!(p99(&all[1]) < p99(&own[1]) && p99(&own[1]) < p99(&own[0]), "{told}");
}
