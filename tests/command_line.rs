//! The command line as others call it: output, messages, exit codes.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};

fn switchyard(arguments: &[&str], input: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
    let pipes = program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn json(arguments: &[&str], input: &str) -> Value {
    let output = switchyard(arguments, input);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The input is bad: exit 2, nothing on stdout, and these words on stderr.
fn refused(arguments: &[&str], input: &str, words: &[&str]) {
    let output = switchyard(arguments, input);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    assert!(output.stdout.is_empty(), "{arguments:?}: nothing on stdout");
    for word in words {
        assert!(message.contains(word), "{arguments:?}: {message}");
    }
}

#[test]
fn a_run_reports_and_repeats() {
    let scenario = r#"{"load": {"open": {"rate_per_s": 50}}, "warm_up_s": 2, "duration_s": 32}"#;
    let report = json(&["run", "-", "--seed", "9", "--json"], scenario);
    assert_eq!(report["seed"], 9, "its seed");
    assert_eq!(report["digest"].as_str().unwrap().len(), 16, "its digest");
    let response = &report["metrics"]["response_ms"];
    for field in ["mean", "half_width", "level", "runs", "state"] {
        assert!(response.get(field).is_some(), "{field} of {response}");
    }
    assert_eq!(response["state"], "steady", "thirty seconds are enough here");
    assert!(report["invariants"].as_array().unwrap().iter().all(|law| law["violations"] == 0), "the laws hold");
    assert_eq!(report, json(&["run", "-", "--seed", "9", "--json"], scenario), "the same again");
    assert_ne!(report["digest"], json(&["run", "-", "--seed", "10", "--json"], scenario)["digest"], "another seed");
}

/// The answer is "no": exit 1, and the JSON says why.
fn denied(arguments: &[&str], input: &str) -> Value {
    let output = switchyard(arguments, input);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_trial_reports_and_does_not_depend_on_threads() {
    let scenario = r#"{"load": {"open": {"rate_per_s": 50}}, "warm_up_s": 2, "duration_s": 32}"#;
    let with = |threads: &str| json(&["trial", "-", "--runs", "5", "--threads", threads, "--json"], scenario);
    let report = with("1");
    assert_eq!(report, with("3"), "the same on any number of threads");
    let response = &report["metrics"]["response_ms"];
    for field in ["mean", "half_width", "level", "runs", "state", "low", "high"] {
        assert!(!response[field].is_null(), "{field} of {response}");
    }
    assert_eq!((&response["runs"], &response["state"]), (&Value::from(5), &Value::from("steady")));
    assert_eq!(report["digest"].as_str().unwrap().len(), 16, "its digest");
    assert!(report["invariants"].as_array().unwrap().iter().all(|law| law["violations"] == 0), "the laws hold");
    let precise = json(&["trial", "-", "--until", "5%", "--json"], scenario);
    assert_eq!(precise["precision"]["met"], true, "five percent are reached");
}

#[test]
fn a_trial_says_no() {
    let scenario = r#"{"load": {"open": {"rate_per_s": 500}}, "gateway": {"workers": 4, "queue_limit": null,
        "service": {"exponential": {"mean_ms": 10}}}, "processing": "asynchronous", "duration_s": 600}"#;
    let unstable = denied(&["trial", "-", "--until", "5%", "--json"], scenario);
    assert_eq!(unstable["state"], "unstable", "500 per second do not fit through 400");
    assert_eq!(unstable["overload"]["station"], "gateway", "the place");
    let missed = denied(&["trial", "calm-day", "--until", "0.1%", "--budget", "200000", "--json"], "");
    assert_eq!(missed["precision"]["met"], false, "not for so few events");
    assert!(missed["precision"]["relative"].as_f64().unwrap() > 0.001, "what was reached is said");
}

#[test]
fn the_proof_passes() {
    let report = json(&["verify", "--quick", "--json"], "");
    assert_eq!(report["passed"], true, "{:#}", report["failures"]);
    for part in ["figures", "golden", "laws", "coverage"] {
        assert!(!report[part].as_array().unwrap().is_empty(), "{part} were looked at");
    }
}

#[test]
fn the_schema_is_printed() {
    assert_eq!(json(&["schema"], ""), switchyard::scenario::Scenario::schema(), "as the library makes it");
}

#[test]
fn presets_are_scenarios() {
    for preset in json(&["presets", "--json"], "").as_array().unwrap() {
        let id = preset["id"].as_str().unwrap();
        let printed = json(&["presets", id], "");
        let digest = |arguments: &[&str], input: &str| {
            let output = switchyard(arguments, input);
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let broken = report["invariants"].as_array().unwrap().iter().any(|law| law["violations"] != 0);
            let missed = ["response_met", "availability_met"].iter().any(|met| report["verdict"][met] == false);
            let no = broken || missed || !report["unstable"].is_null();
            assert_eq!(output.status.code(), Some(i32::from(no)), "{id}: a broken law and a missed objective are a no");
            report["digest"].clone()
        };
        let by_text = digest(&["run", "-", "--json"], &printed.to_string());
        assert_eq!(digest(&["run", id, "--json"], ""), by_text, "{id} by name and by text");
    }
}

#[test]
fn a_missed_objective_is_a_no() {
    let run = |response_ms: u32| {
        let scenario = serde_json::json!({ "objective": { "response_ms": response_ms } }).to_string();
        let output = switchyard(&["run", "-"], &scenario);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, table) = run(800);
    assert!(code == Some(0) && table.contains("answered within 800 ms: met with"), "{table}");
    let (code, table) = run(10);
    assert!(code == Some(1) && table.contains("answered within 10 ms: MISSED with"), "{table}");
}

/// A hundred runs were wanted, and the first four have said it.
#[test]
fn an_overload_is_said_after_four_runs() {
    let scenario = serde_json::json!({
        "load": { "open": { "rate_per_s": 200 } },
        "gateway": { "workers": 1, "queue_limit": null, "service": { "exponential": { "mean_ms": 10 } } },
        "duration_s": 20_000,
    });
    let output = switchyard(&["trial", "-", "--runs", "100", "--json"], &scenario.to_string());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), report["state"].as_str()), (Some(1), Some("unstable")));
    assert_eq!(report["each"].as_array().unwrap().len(), 4, "no others are made");
}

#[test]
fn picks_and_misses_are_printed() {
    let picks = json(
        &["balance", "--policy", "smooth-weighted-round-robin", "--weights", "5,1,1", "--picks", "7", "--json"],
        "",
    );
    assert_eq!(picks["picks"], serde_json::json!([0, 0, 1, 0, 2, 0, 0]), "NGINX's order");
    let script = ["balance", "--policy", "round-robin", "--weights", "1,1", "--script", "+ + 0 +", "--json"];
    assert_eq!(json(&script, "")["picks"], serde_json::json!([0, 1, 0]), "a script");
    let trace = "7\n0\n1\n2\n0\n3\n0\n4\n2\n3\n0\n3\n2\n1\n2\n0\n1\n7\n0\n1\n";
    let counts = json(&["cache", "-", "--policy", "lru", "--capacity", "3", "--json"], trace);
    assert_eq!((&counts["hits"], &counts["misses"]), (&Value::from(8), &Value::from(12)), "the textbook string");
    let several = json(&["cache", "-", "--policy", "lru", "--policy", "fifo", "--capacity", "3,4", "--json"], trace);
    assert_eq!(several.as_array().unwrap().len(), 4, "every pair");
}

#[test]
fn bad_input_ends_with_two() {
    refused(&["run", "calm-dya"], "", &["calm-dya", "calm-day"]);
    refused(&["run", "no/such/file.json"], "", &["no/such/file.json"]);
    refused(&["run", "-"], r#"{"gateway": {"workers": 0}, "x": 1}"#, &["2 problems", "gateway.workers: 0", "x: 1"]);
    refused(&["run", "calm-day", "--seed", "-1"], "", &["--seed"]);
    refused(&["trial", "calm-day", "--until", "0"], "", &["--until", "above 0 %"]);
    refused(&["trial", "calm-day", "--until", "2%", "--runs", "3"], "", &["--until", "--runs"]);
    refused(&["trial", "calm-day", "--runs", "0"], "", &["--runs"]);
    refused(&["trial", "calm-day", "--until", "2%", "--metric", "p98"], "", &["p98", "p99_ms"]);
    refused(&["trial", "-"], r#"{"warm_up_s": "auto"}"#, &["warm_up_s", "null"]);
    refused(&["balance", "--policy", "round_robn", "--weights", "1", "--picks", "1"], "", &["round-robin"]);
    refused(&["balance", "--policy", "random", "--weights", "0,0", "--picks", "1"], "", &["sum to zero"]);
    refused(
        &["balance", "--policy", "random", "--weights", "1,1", "--script", "+ 3"],
        "",
        &["request 3", "never opened"],
    );
    refused(&["cache", "-", "--policy", "lfuu", "--capacity", "3"], "", &["did you mean lfu"]);
}
