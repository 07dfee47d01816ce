//! The command line warns of classic mistakes and runs all the same.

#![expect(clippy::expect_used, reason = "a test says what went wrong by failing")]

use std::process::Command;

/// What `switchyard run` says on stderr about a scenario, and whether it ran.
fn said(scenario: &str) -> (String, bool) {
    said_by("run", scenario, &[])
}

/// The same of another verb; a duel is with a preset.
fn said_by(verb: &str, scenario: &str, more: &[&str]) -> (String, bool) {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let path = format!("{folder}/caution-{verb}-{}.json", scenario.len());
    std::fs::write(&path, scenario).expect("a folder for tests");
    let output = Command::new(env!("CARGO_BIN_EXE_switchyard")).args([verb, &path, "--json"]).args(more).output();
    let output = output.expect("the program starts");
    (String::from_utf8_lossy(&output.stderr).into_owned(), !output.stdout.is_empty())
}

#[test]
fn a_timer_that_outlasts_its_caller_is_named() {
    let scenario = r#"{"version": 1, "duration_s": 2, "warm_up_s": 0, "merchant": {"timeout_ms": 1000},
                       "timers": {"gateway_ms": 3000}}"#;
    let (stderr, ran) = said(scenario);
    let expected =
        "switchyard: caution: timers.gateway_ms: The gateway waits 3000 ms, the merchant that called it only 1000 ms";
    assert!(stderr.starts_with(expected), "{stderr}");
    assert!(ran, "a caution stops nothing");
}

#[test]
fn nothing_is_said_of_a_sound_scenario() {
    let (stderr, ran) = said(r#"{"version": 1, "duration_s": 2, "warm_up_s": 0}"#);
    assert_eq!((stderr.as_str(), ran), ("", true), "silence");
}

#[test]
fn every_verb_that_runs_a_scenario_warns_once() {
    let scenario = r#"{"version": 1, "duration_s": 2, "warm_up_s": 0, "merchant": {"timeout_ms": 1000},
                       "timers": {"gateway_ms": 3500}}"#;
    for (verb, more) in [("trial", &["--runs", "2"][..]), ("duel", &["calm-day", "--runs", "2"][..])] {
        let (stderr, ran) = said_by(verb, scenario, more);
        assert_eq!(stderr.matches("caution: timers.gateway_ms").count(), 1, "{verb}: {stderr}");
        assert!(ran, "{verb} runs all the same");
    }
}
