//! `switchyard balance` as others call it: picks, scripts, keys, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::process::{Command, Output};
use switchyard::balance::Policy;

fn balance(policy: &str, weights: &str, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
    program.args(["balance", "--policy", policy, "--weights", weights]).args(arguments).output().unwrap()
}

fn picks(policy: &str, weights: &str, arguments: &[&str]) -> String {
    let output = balance(policy, weights, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// Exit 2, nothing on stdout, and these words on stderr.
fn refused(policy: &str, weights: &str, arguments: &[&str], words: &[&str]) {
    let output = balance(policy, weights, arguments);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{policy} {weights} {arguments:?}: {message}");
    assert!(output.stdout.is_empty(), "{arguments:?}: nothing on stdout");
    for word in words {
        assert!(message.contains(word), "{policy} {weights} {arguments:?}: {message}");
    }
}

#[test]
fn a_script_shows_what_is_in_flight() {
    let script = ["--script", "+ + + 0 + 2 + +"];
    assert_eq!(picks("nginx-least-conn", "3,2,1", &script), "0 1 2 0 2 0");
    assert_eq!(picks("haproxy-leastconn", "1,1,1", &["--script", "+ + + 0 + 2 + +"]), "0 1 2 0 2 1");
    assert_eq!(picks("haproxy-first", "1,1", &["--script", "+ + + 0 +", "--param", "maxconn=2"]), "0 0 1 0");
}

/// Without a script each request ends before the next: least connections take idle turns.
#[test]
fn without_a_script_nothing_is_in_flight() {
    assert_eq!(picks("nginx-least-conn", "3,2,1", &["--picks", "6"]), "0 1 0 2 1 0");
    assert_eq!(picks("haproxy-leastconn", "3,2,1", &["--picks", "6"]), "0 1 2 0 1 2");
    for policy in Policy::ALL {
        let words = picks(policy.id(), "2,1", &["--picks", "20"]);
        assert_eq!(words.split(' ').count(), 20, "{}: {words}", policy.id());
    }
}

#[test]
fn keys_and_names_are_those_given() {
    let names = "127.0.0.1:19100,127.0.0.1:19101,127.0.0.1:19102,127.0.0.1:19103,127.0.0.1:19104";
    let keys = "card00000,card00001,card00002,card00003,card00004";
    let given = ["--names", names, "--keys", keys, "--picks", "6"];
    assert_eq!(picks("ketama", "1,1,1,1,1", &given), "0 1 1 3 4 0", "as NGINX 1.22.1 places them, then anew");
    assert_eq!(picks("hash-modulo", "1,1,1,1,1", &given), "0 2 2 3 1 0");
    let counted = picks("rendezvous", "1,1,1", &["--picks", "9"]);
    let given = ["--picks", "9", "--keys", "0,1,2,3,4,5,6,7,8"];
    assert_eq!(counted, picks("rendezvous", "1,1,1", &given), "keys are numbers by default");
}

#[test]
fn servers_that_are_down_get_nothing() {
    assert_eq!(picks("priority", "1,1,1", &["--picks", "2", "--down", "0,1"]), "2 2");
    refused("round-robin", "1,1", &["--picks", "2", "--down", "2"], &["--down: 2", "0 to 1"]);
}

/// What each product answers is its own, and a script that finishes such a request goes on.
#[test]
fn nobody_usable_is_answered_as_the_product_does() {
    let nobody = ["--script", "+ 0 + 1", "--down", "0,1"];
    for (policy, words) in [
        ("round-robin", "NGINX answers 502"),
        ("haproxy-leastconn", "HAProxy answers 503"),
        ("envoy-least-request", "Envoy panics"),
        ("join-shortest-queue", "does not say"),
    ] {
        assert_eq!(picks(policy, "1,1", &nobody), "- -", "{policy}");
        let output = balance(policy, "1,1", &nobody);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("nobody is usable") && said.contains(words), "{policy}: {said}");
    }
    let json = picks("nginx-least-conn", "1,1", &["--picks", "1", "--down", "0,1", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["nobody"]["answer"], "bad-gateway");
    assert_eq!(json["nobody"]["status"], 502);
    let fine = picks("nginx-least-conn", "1,1", &["--picks", "1", "--json"]);
    assert!(!fine.contains("nobody"), "nothing of it where somebody is: {fine}");
}

#[test]
fn fees_send_each_amount_to_the_cheapest() {
    let fees = ["--picks", "4", "--fees", "0.10, 1%", "--amounts", "5,50"];
    assert_eq!(picks("least-cost", "1,1", &fees), "1 0 1 0", "1 % of 5 is less than 10 cents, of 50 it is more");
    let down = [&fees[..], &["--down", "1"]].concat();
    assert_eq!(picks("least-cost", "1,1", &down), "0 0 0 0", "of those that are usable");
    let margin = ["--picks", "3", "--fees", "1.8%,1%", "--amounts", "20", "--param", "explore_percent=0"];
    assert_eq!(picks("success-rate", "1,1", &margin), "1 1 1", "equal rates: the cheaper one is worth more");
    refused("round-robin", "1,1", &fees, &["--fees: the policy round-robin", "least-cost, success-rate"]);
    let wrong = |fees: &str, words: &[&str]| refused("least-cost", "1,1", &["--picks", "1", "--fees", fees], words);
    wrong("1%", &["--fees: 1 fees", "one for each of the 2 servers"]);
    wrong("1%,cheap", &["--fees: fee 2: \"cheap\"", "1.2%+0.10"]);
    let amounts = ["--picks", "1", "--fees", "1%,1%", "--amounts", "0"];
    refused("least-cost", "1,1", &amounts, &["--amounts: 0", "a number from 0.01"]);
}

#[test]
fn rules_send_card_currency_and_amount_where_they_say() {
    let rules = "cards 400000-400049: 2; currency 840 amount -100: 1,0; any: 0";
    let given = ["--picks", "4", "--rules", rules, "--card-ranges", "400000,500000", "--currencies", "978,840,840,840"];
    assert_eq!(picks("rules", "1,1,1", &[&given[..], &["--amounts", "10,10,10,500"]].concat()), "2 1 2 0");
    let down = [&given[..], &["--amounts", "10", "--down", "1,2"]].concat();
    assert_eq!(picks("rules", "1,1,1", &down), "0 0 0 0", "the next choice, then the first that is usable");
    let wrong = |rules: &str, words: &[&str]| refused("rules", "1,1", &["--picks", "1", "--rules", rules], words);
    wrong("any: 2", &["--rules: 2", "servers 0 to 1"]);
    wrong("any: 0; country 3: 1", &["--rules: rule 2: \"country 3: 1\"", "currency 978"]);
    refused("least-cost", "1,1", &["--picks", "1", "--rules", "any: 0"], &["a policy that heeds rules: rules"]);
}

#[test]
fn bad_weights_are_named() {
    for (weights, words) in [
        ("1,nan", ["--weights: nan", "whole numbers from 0 to 256"]),
        ("1,inf", ["--weights: inf", "0 to 256"]),
        ("-1,1", ["--weights: -1", "0 to 256"]),
        ("1,257", ["--weights: 257", "0 to 256"]),
        ("1.5", ["--weights: 1.5", "0 to 256"]),
        ("1,x", ["--weights: x", "0 to 256"]),
        ("0,0", ["sum to zero", "at least one weight above 0"]),
    ] {
        refused("random", weights, &["--picks", "1"], &words);
    }
    let names = ["--picks", "1", "--names", "a,b,c"];
    refused("maglev", "1,1", &names, &["--names: 3 names", "at most 2"]);
}

#[test]
fn a_script_is_taken_at_its_word() {
    let script = |script: &'static str, words: &[&str]| refused("random", "1,1", &["--script", script], words);
    script("+ 3", &["word 2 finishes request 3", "never opened", "1 had been opened"]);
    script("0", &["word 1 finishes request 0", "never opened"]);
    script("+ 0 0", &["word 3 finishes request 0", "not open any more"]);
    script("+ x", &["word 2 is \"x\"", "+ or the number of an open request"]);
    script("+ -1", &["word 2 is \"-1\""]);
}

#[test]
fn unknown_policies_and_parameters_get_the_nearest_names() {
    refused("least-con", "1", &["--picks", "1"], &["nginx-least-conn"]);
    let set = |policy: &str, param: &str, words: &[&str]| {
        refused(policy, "1,1", &["--picks", "1", "--param", param], words);
    };
    set("d-choices", "choises=2", &["--param: \"choises\"", "did you mean choices"]);
    set("d-choices", "choices=17", &["choices: 17", "a whole number from 1 to 16"]);
    set("d-choices", "choices=many", &["choices= and a number"]);
    set("d-choices", "choices", &["name=value"]);
    set("random", "choices=2", &["random has no parameters"]);
    set("peak-ewma", "decay_s=nan", &["decay_s: NaN", "a number from 0.001"]);
}

/// What `switchyard run` prints of a scenario.
fn ran(name: &str, scenario: &str) -> String {
    let path = format!("{}/{name}.json", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, scenario).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_switchyard")).args(["run", &path]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_run_does_not_blame_the_product_for_full_bulkheads() {
    let told = ran(
        "full",
        r#"{"balancer": {"policy": "haproxy-roundrobin"}, "overload": {"attempts_per_processor": 1},
            "warm_up_s": 0, "duration_s": 20}"#,
    );
    assert!(told.contains("  found every usable one full "), "{told}");
    assert!(!told.contains("no usable processor"), "all are up: {told}");
}

#[test]
fn a_run_says_what_is_answered_when_nobody_is_usable() {
    let down =
        |number: u8| format!(r#"{{"kind": "down", "place": "processor_{number}", "start_s": 0, "duration_s": 20}}"#);
    let faults = [1, 2, 3].map(down).join(", ");
    let scenario = format!(
        r#"{{"balancer": {{"policy": "haproxy-roundrobin"}}, "health": {{"active": true}}, "faults": [{faults}],
            "warm_up_s": 0, "duration_s": 20}}"#
    );
    let told = ran("nobody", &scenario);
    assert!(told.contains("  found no usable processor "), "{told}");
    assert!(told.contains("  with no usable processor: HAProxy answers 503 (no server is available)."), "{told}");
}
