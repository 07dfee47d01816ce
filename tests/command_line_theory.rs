//! The verb `theory` as others call it: fields, percentiles, the word unstable, exit codes.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use serde_json::Value;
use std::process::{Command, Output, Stdio};

fn theory(arguments: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
    program.arg("theory").args(arguments.split_whitespace()).output().unwrap()
}

/// The answer as JSON, with its exit code.
fn answer(arguments: &str, code: i32) -> Value {
    let output = theory(&format!("{arguments} --json"));
    assert_eq!(output.status.code(), Some(code), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const FIELDS: [&str; 11] = [
    "utilisation",
    "p_wait",
    "mean_wait_ms",
    "mean_response_ms",
    "mean_in_system",
    "mean_queue",
    "p50_ms",
    "p95_ms",
    "p99_ms",
    "p_block",
    "throughput_per_s",
];

/// Every field agrees in nine digits; not-a-number stands for null.
fn check(arguments: &str, expected: [f64; 11]) {
    let answer = answer(arguments, 0);
    assert_eq!(answer["state"], "stable", "{arguments}");
    for (field, expected) in FIELDS.into_iter().zip(expected) {
        let got = answer.get(field).unwrap();
        let agrees = match got.as_f64() {
            Some(got) => (got - expected).abs() <= 1e-9 * expected.abs(),
            None => got.is_null() && expected.is_nan(),
        };
        assert!(agrees, "{arguments}, {field}: {got}, expected {expected}");
    }
}

/// The input is bad: exit 2, nothing on stdout, and these words on stderr.
fn refused(arguments: &str, words: &[&str]) {
    let output = theory(arguments);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments}: {message}");
    assert!(output.stdout.is_empty(), "{arguments}: nothing on stdout");
    for word in words {
        assert!(message.contains(word), "{arguments}: {message}");
    }
}

const NONE: f64 = f64::NAN;

#[test]
#[rustfmt::skip]
fn models_have_their_figures() {
    // Four servers of 50 ms at four fifths: the times of the same queue with 10 ms, five times as long.
    check("mmc --arrival-rate 64 --service-ms 50 --servers 4",
        [0.8, 0.596_432_471_8, 37.277_029_485, 87.277_029_485, 5.585_729_887, 2.385_729_887, 67.309_952_7, 236.900_974_8, 344.660_187_45, NONE, 64.0]);
    check("mmc --arrival-rate 72 --service-ms 50 --servers 4",
        [0.9, 0.787_753_264_3, 98.469_158_05, 148.469_158_05, 10.689_779_38, 7.089_779_379, 112.725_184_65, 408.276_240_9, 609.658_372, NONE, 72.0]);
    check("mm1 --arrival-rate 50 --service-ms 10",
        [0.5, 0.5, 10.0, 20.0, 1.0, 0.5, 13.862_943_61, 59.914_645_47, 92.103_403_72, NONE, 50.0]);
    check("mmck --arrival-rate 420 --service-ms 10 --servers 4 --capacity 20",
        [0.967_772_434, 0.920_839_838_3, 21.930_653_8, 31.930_653_8, 12.360_642_62, 8.489_552_883, 30.933_756_66, 62.743_089_92, 79.373_263_16, 0.078_311_967_61, 387.108_973_6]);
    check("erlang-b --arrival-rate 8 --service-ms 1000 --servers 10",
        [0.702_671_148_6, 0.0, 0.0, 1_000.0, 7.026_711_486, 0.0, 693.147_180_6, 2_995.732_274, 4_605.170_186, 0.121_661_064_3, 7.026_711_486]);
    check("mg1 --arrival-rate 80 --service-ms 10 --service-scv 4",
        [0.8, 0.8, 100.0, 110.0, 8.8, 8.0, NONE, NONE, NONE, NONE, 80.0]);
    check("md1 --arrival-rate 80 --service-ms 10",
        [0.8, 0.8, 20.0, 30.0, 2.4, 1.6, 22.759_398_73, 76.203_249_97, 113.558_867_9, NONE, 80.0]);
    check("ggc --arrival-rate 320 --service-ms 10 --servers 4 --arrival-scv 4 --service-scv 0.25",
        [0.8, NONE, 15.842_737_53, 25.842_737_53, 8.269_676_01, 5.069_676_01, NONE, NONE, NONE, NONE, 320.0]);
}

#[test]
fn an_scv_may_say_which_law_it_is() {
    let figures = |arguments: &str| FIELDS.map(|field| answer(arguments, 0)[field].clone());
    let load = "--arrival-rate 80 --service-ms 10";
    assert_eq!(figures(&format!("mg1 {load} --service-scv 0")), figures(&format!("md1 {load}")), "0 is a constant");
    let (mg1, mm1) = (answer(&format!("mg1 {load}"), 0), answer(&format!("mm1 {load}"), 0));
    let p99 = |answer: &Value| answer["p99_ms"].as_f64().unwrap();
    assert!((p99(&mg1) / p99(&mm1) - 1.0).abs() < 1e-9, "1, the default, is taken as exponential");
    assert!(mg1["assumptions"].to_string().contains("exponential"), "and that is said");
}

#[test]
fn an_overload_is_unstable_and_exits_with_one() {
    for model in ["mm1", "mg1 --service-scv 2", "md1"] {
        let answer = answer(&format!("{model} --arrival-rate 150 --service-ms 10"), 1);
        assert_eq!(
            (&answer["state"], &answer["utilisation"]),
            (&Value::from("unstable"), &Value::from(1.5)),
            "{model}"
        );
        for field in &FIELDS[1..] {
            assert!(answer.get(field).unwrap().is_null(), "{model}: {field} is null");
        }
    }
    for model in ["mmc", "ggc"] {
        let arguments = format!("{model} --servers 4 --arrival-rate 80 --service-ms 50");
        assert_eq!(answer(&arguments, 1)["utilisation"], 1.0, "{model}: just full is too full");
        let output = theory(&arguments);
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{model}: the answer is no");
        assert!(text.contains("unstable") && text.lines().count() == 1, "{model}: one sentence: {text}");
        assert!(!text.contains("inf") && !text.contains("NaN"), "{model}: {text}");
    }
    let full = answer("mmck --arrival-rate 500 --service-ms 10 --servers 4 --capacity 8", 0);
    assert!(full["p_block"].as_f64().unwrap() > 0.19, "with limited room any load has an answer");
}

#[test]
fn figures_are_a_table_for_people() {
    let output = theory("mmc --arrival-rate 64 --service-ms 50 --servers 4");
    let text = String::from_utf8_lossy(&output.stdout);
    for words in ["response time, p99", "344.660187 ms", "64.000000 /s", "0.596432", "Poisson arrivals"] {
        assert!(text.contains(words), "{words} in:\n{text}");
    }
}

#[test]
fn bad_parameters_end_with_two() {
    let load = "--arrival-rate 50 --service-ms 10";
    refused(&format!("mmx {load}"), &["mmx", "mmck"]);
    refused("mm1 --service-ms 10", &["--arrival-rate"]);
    refused("mm1 --arrival-rate 50 --service-ms 0", &["--service-ms: 0"]);
    refused("mm1 --arrival-rate -1 --service-ms 10", &["--arrival-rate: -1"]);
    refused("mm1 --arrival-rate NaN --service-ms 10", &["--arrival-rate: NaN"]);
    refused("mm1 --arrival-rate inf --service-ms 10", &["--arrival-rate: inf"]);
    refused(&format!("mm1 {load} --servers 4"), &["--servers: 4", "has always 1"]);
    refused(&format!("mmc {load} --servers 0"), &["--servers: 0"]);
    refused(&format!("mmc {load} --capacity 4"), &["--capacity: 4", "mmc has no such"]);
    refused(&format!("mmck {load} --servers 4"), &["--capacity", "needs"]);
    refused(&format!("mmck {load} --servers 4 --capacity 3"), &["--capacity: 3"]);
    refused(&format!("erlang-b {load} --servers 4 --capacity 5"), &["--capacity: 5", "has always 4"]);
    refused(&format!("md1 {load} --service-scv 1"), &["--service-scv: 1", "has always 0"]);
    refused(&format!("mg1 {load} --service-scv -0.5"), &["--service-scv: -0.5"]);
    refused(&format!("mg1 {load} --arrival-scv 2"), &["--arrival-scv: 2"]);
}

/// A scenario's expectation as JSON, with its exit code.
fn scenario(text: &str, code: i32) -> Value {
    use std::io::Write;
    let mut program = Command::new(env!("CARGO_BIN_EXE_switchyard"));
    program.args(["theory", "--scenario", "-", "--json"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = program.spawn().unwrap();
    running.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{text}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_scenario_is_answered_place_by_place() {
    let answer = answer("--scenario mmc", 0);
    let whole = &answer["whole"]["known"];
    assert_eq!((&whole["model"], &whole["exact"]), (&Value::from("M/M/c"), &Value::from(true)));
    // M/M/4 at 0.8 with services of 100 ms: twice that of 50 ms.
    let response = whole["figures"]["response_ms"].as_f64().unwrap();
    assert!((response / 174.554_059 - 1.0).abs() < 1e-8, "{response}");
    let names: Vec<&str> =
        answer["stations"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["gateway", "channel", "card management", "database", "processor 1"]);
    assert_eq!(answer["violated"], Value::from(Vec::<Value>::new()), "every assumption is kept");
    let held = self::answer("--scenario calm-day", 0);
    assert_eq!(held["stations"][0]["violated"][0]["broken"], "bounded-queue");
}

/// Twenty of eighty payments a second go ahead at one worker of 10 ms: Cobham's waits are 10 and 50 ms.
#[test]
fn two_classes_have_a_mean_each() {
    let nothing = r#"{ "deterministic": { "mean_ms": 0 } }"#;
    let text = format!(
        r#"{{ "version": 1, "processing": "asynchronous", "load": {{ "open": {{ "rate_per_s": 80 }} }},
            "gateway": {{ "workers": 1, "queue_limit": null, "service": {{ "exponential": {{ "mean_ms": 10 }} }} }},
            "processors": {{ "count": 1, "workers": null, "queue_limit": null, "service": {nothing} }},
            "channel": {{ "delay": {nothing}, "answer_delay": {nothing} }},
            "card_management": {{ "workers": null, "queue_limit": null, "service": {nothing} }},
            "database": {{ "connections": null, "queue_limit": null, "indexed_read": {nothing} }},
            "overload": {{ "priority_share": 0.25 }} }}"#
    );
    let answer = scenario(&text, 0);
    let gateway = &answer["stations"][0];
    assert_eq!(gateway["answer"]["known"]["model"], "M/M/1 priority", "{gateway}");
    for (class, wait_ms) in [(0, 10.0), (1, 50.0)] {
        let got = gateway["classes"][class]["wait_ms"].as_f64().unwrap();
        assert!((got / wait_ms - 1.0).abs() < 1e-9, "class {class}: {got}, expected {wait_ms}");
    }
    assert!(self::answer("--scenario mmc", 0)["stations"][0]["classes"].is_null(), "one class has none");
}

#[test]
fn an_overloaded_scenario_ends_with_one() {
    let load = r#"{ "version": 1, "load": { "open": { "rate_per_s": 900 } }, "gateway": { "queue_limit": null } }"#;
    let answer = scenario(load, 1);
    let excess = &answer["whole"]["unstable"];
    assert_eq!((&excess["place"], &excess["offered_per_s"]), (&Value::from(6), &Value::from(300.0)), "its third");
    assert!(excess["capacity_per_s"].as_f64().unwrap() < 100.0, "twelve workers held for 132 ms");
}

#[test]
fn a_scenario_is_a_table_for_people() {
    let text = |arguments: &str| String::from_utf8_lossy(&theory(arguments).stdout).into_owned();
    let day = text("--scenario calm-day");
    for words in
        ["arrival to answer", "~G/G/c", "hits (Che, not exact here)", "not kept at gateway: the queue is bounded"]
    {
        assert!(day.contains(words), "{words} in:\n{day}");
    }
    let policies = text("--scenario cache-policies");
    assert!(policies.contains("no model: card management: the hit ratio"), "{policies}");
    assert!(text("--help").contains("--scenario") && text("--help").contains("does not keep"), "the help knows it");
}

#[test]
fn a_model_and_a_scenario_exclude_each_other() {
    refused("", &["--arrival-rate", "MODEL"]);
    refused("mm1 --scenario mmc", &["cannot be used with"]);
    refused("--scenario mmc --servers 4", &["cannot be used with"]);
    refused("--scenario mcc", &["\"mcc\" is not known", "did you mean mmc"]);
}
