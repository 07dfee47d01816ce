//! The command line on many runs: a duel of two scenarios, and what Ctrl-C leaves of a long one.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::Value;
use std::io::Write;
use std::process::{Child, Command, Output, Stdio};

fn start(arguments: &[&str], input: &str) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
    let pipes = program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child
}

fn switchyard(arguments: &[&str], input: &str) -> Output {
    start(arguments, input).wait_with_output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// One server with 50 payments a second and this service time.
fn queue(service_ms: u32, duration_s: u32) -> String {
    format!(
        r#"{{"load": {{"open": {{"rate_per_s": 50}}}}, "warm_up_s": 5, "duration_s": {duration_s},
            "gateway": {{"workers": 1, "queue_limit": null, "service": {{"exponential": {{"mean_ms": {service_ms}}}}}}},
            "processing": "asynchronous"}}"#
    )
}

#[test]
fn twins_differ_by_exactly_zero() {
    let output = switchyard(&["duel", "calm-day", "calm-day", "--runs", "3", "--json"], "");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let report = json(&output);
    assert_eq!(report["pairs"], 3, "as asked for");
    for (name, difference) in report["difference"].as_object().unwrap() {
        let known = [&difference["mean"], &difference["half_width"]].map(Value::as_f64);
        assert_eq!(known, [Some(0.0), Some(0.0)], "{name}: {difference}");
    }
    let table = switchyard(&["duel", "calm-day", "calm-day", "--runs", "2"], "");
    let table = String::from_utf8_lossy(&table.stdout).into_owned();
    assert_eq!(table.matches("(exactly zero)").count(), 12, "every quantity: {table}");
}

#[test]
fn a_duel_says_who_is_faster_and_how_sure_that_is() {
    let against = |threads: &str| {
        let input = queue(12, 105);
        let output = switchyard(&["duel", "-", "mmc", "--runs", "4", "--threads", threads, "--json"], &input);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        json(&output)
    };
    let report = against("1");
    assert_eq!(report, against("3"), "the same on any number of threads");
    let response = |side: &str| report[side]["metrics"]["response_ms"]["mean"].as_f64().unwrap();
    let difference = &report["difference"]["response_ms"];
    assert_eq!((&difference["runs"], &difference["state"]), (&Value::from(4), &Value::from("steady")), "{difference}");
    assert!(difference["half_width"].as_f64().unwrap() > 0.0, "it has an interval: {difference}");
    let (mean, sides) = (difference["mean"].as_f64().unwrap(), response("b") - response("a"));
    assert!((mean - sides).abs() < 0.1 * sides.abs(), "B minus A: {mean} and {sides}");
    let table = switchyard(&["duel", "mmc", "-", "--runs", "3"], &queue(12, 105));
    let table = String::from_utf8_lossy(&table.stdout).into_owned();
    assert!(table.contains("B - A") && table.contains(" ± "), "{table}");
}

#[test]
fn a_duel_says_no_and_refuses() {
    let unstable = switchyard(&["duel", "mmc", "-", "--runs", "2", "--json"], &queue(30, 600));
    assert_eq!(unstable.status.code(), Some(1), "one of both is unstable");
    let report = json(&unstable);
    assert_eq!(report["difference"]["response_ms"]["state"], "unstable", "nothing to compare");
    assert_eq!(report["difference"]["response_ms"]["half_width"], Value::Null, "and no interval");
    for (arguments, input, word) in [
        (["duel", "-", "-"].as_slice(), "", "stdin for one"),
        (&["duel", "calm-day"], "", "<B>"),
        (&["duel", "calm-day", "calm-dya"], "", "calm-dya"),
        (&["duel", "calm-day", "-"], r#"{"gateway": {"workers": 0}}"#, "gateway.workers: 0"),
        (&["duel", "calm-day", "calm-day", "--seed", "-1"], "", "--seed"),
    ] {
        let refused = switchyard(arguments, input);
        let message = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(refused.stdout.is_empty() && message.contains(word), "{arguments:?}: {message}");
    }
    let help = switchyard(&["duel", "--help"], "");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.contains("Exit code") && help.contains("same seed"), "{help}");
}

/// Ctrl-C as a terminal sends it. The program reads its scenario after it began to listen for it, and this one is longer
/// than a pipe holds, so that it listens when the last of it is written.
#[cfg(unix)]
fn cancelled(arguments: &[&str]) -> Output {
    let endless = format!("{}{}", queue(12, 20_000_000), " ".repeat(1_000_000));
    let child = start(arguments, &endless);
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success(), "the signal was sent");
    child.wait_with_output().unwrap()
}

#[test]
#[cfg(unix)]
fn control_c_prints_what_was_reached() {
    for verb in [["trial", "-", "--json"].as_slice(), &["duel", "-", "mmc", "--json"]] {
        let output = cancelled(verb);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(130), "{verb:?}: {message}");
        assert!(message.contains("cancelled"), "{verb:?}: {message}");
        assert_eq!(json(&output)["cancelled"], true, "{verb:?}: the report is marked");
    }
    let table = cancelled(&["trial", "-"]);
    assert!(String::from_utf8_lossy(&table.stdout).starts_with("CANCELLED"), "and so is the table");
    let whole = switchyard(&["trial", "-", "--runs", "1", "--json"], &queue(12, 30));
    assert_eq!(json(&whole)["cancelled"], Value::Null, "a whole one is not");
}
