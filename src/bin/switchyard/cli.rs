//! The verbs of the command line.

use super::balance::{BalanceArgs, balance};
use super::cache::{CacheArgs, cache};
use super::duel::{DuelArgs, duel};
use super::schema::schema;
use super::trial::{TrialArgs, trial};
use super::verify::{VerifyArgs, verify};
use super::work::{Progress, code};
use clap::{Parser, Subcommand};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::process::ExitCode;
use switchyard::experiment::{Estimate, Metrics, Report, Run, State, Verdict, hindsight, run, story};
use switchyard::math;
use switchyard::scenario::{Checked, Lesson, PRESETS, Preset, Problem, SEED_MAX, Scenario, nearest};
use switchyard::units::Instant;

/// Events between two looks at how far a run is.
const SLICE: u64 = 1_000_000;

/// A playground for payment systems: simulates a scenario and says how sure its numbers are.
#[derive(Debug, Parser)]
#[command(name = "switchyard", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Simulate a scenario from its start to its duration and print the report.
    #[command(
        after_help = "Exit code: 0 fine; 1 the objective is missed, the scenario is unstable, or a law is broken; 2 bad \
        input. With --inspect or --blame: 0 or 2."
    )]
    Run {
        /// A scenario file, `-` for stdin, or the id of a preset.
        scenario: String,
        /// Seed of all random streams: the same seed gives the same run.
        #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=SEED_MAX))]
        seed: u64,
        /// Tell what happened to this payment, by its number in order of arrival, instead of the report.
        #[arg(long, value_name = "PAYMENT", conflicts_with = "blame")]
        inspect: Option<u64>,
        /// Tell what the slowest hundredth spent its time on, and who was slow or strange, instead of the report.
        #[arg(long)]
        blame: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make several runs of a scenario and say how sure their figures are together.
    Trial(TrialArgs),
    /// Compare two scenarios on the same random numbers.
    Duel(DuelArgs),
    /// Prove it: exact cases against theory, coverage of the intervals, digests, conservation.
    Verify(VerifyArgs),
    /// Print the JSON Schema of a scenario file.
    Schema {
        /// The schema is JSON with or without this.
        #[arg(long)]
        json: bool,
    },
    /// List the presets, or print one as a scenario file.
    Presets {
        /// Print this preset's scenario instead of the list.
        id: Option<String>,
        /// Print the list as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Replay a trace of keys through caches, draw its miss-ratio curves or look into it.
    #[command(after_help = "Exit code: 0 fine; 2 bad input.")]
    Cache(CacheArgs),
    /// Print the picks of a balancing policy, as zero-based indices.
    #[command(after_help = "Exit code: 0 fine; 2 bad input.")]
    Balance(BalanceArgs),
    /// Answer a queueing model by its closed form: no simulation.
    Theory(super::theory::Question),
}

/// What went wrong with the input, for stderr.
pub(crate) struct BadInput(pub(crate) String);

pub(crate) fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Run { scenario, seed, inspect: Some(payment), json, .. } => inspect(&scenario, seed, payment, json),
        Verb::Run { scenario, seed, blame: true, json, .. } => blame(&scenario, seed, json),
        Verb::Run { scenario, seed, json, .. } => simulate(&scenario, seed, json),
        Verb::Trial(arguments) => trial(&arguments),
        Verb::Duel(arguments) => duel(&arguments),
        Verb::Verify(arguments) => verify(&arguments),
        Verb::Schema { .. } => schema(),
        Verb::Presets { id, json } => presets(id.as_deref(), json),
        Verb::Cache(arguments) => cache(&arguments),
        Verb::Balance(arguments) => balance(&arguments),
        Verb::Theory(question) => question.answer(),
    };
    done.unwrap_or_else(|BadInput(message)| {
        say(&message);
        ExitCode::from(2)
    })
}

fn simulate(scenario: &str, seed: u64, as_json: bool) -> Result<ExitCode, BadInput> {
    let scenario = load(scenario)?;
    caution(&[&scenario]);
    let report = simulated(&scenario, seed);
    let broken = report.invariants.iter().any(|law| law.violations > 0);
    print(&if as_json { pretty(&json!(report)) } else { table(&scenario, &report) });
    Ok(code(broken || report.verdict.missed() || report.unstable.is_some()))
}

/// The whole run, with its progress on a terminal.
fn simulated(scenario: &Checked, seed: u64) -> Report {
    let (mut run, end) = (Run::new(scenario, seed), Instant::from_seconds(scenario.scenario().duration_s));
    let seconds = |at: Instant| math::index(math::low(math::whole(at.seconds())));
    let progress = Progress::new();
    while !run.advance(end, SLICE) {
        progress.at(seconds(run.now()), seconds(end), "s simulated");
    }
    run.report()
}

fn inspect(scenario: &str, seed: u64, payment: u64, as_json: bool) -> Result<ExitCode, BadInput> {
    let scenario = load(scenario)?;
    let report = run(&scenario, seed);
    let story = story(&scenario, seed, report.events, payment);
    if story.moments.is_empty() {
        let came = report.payments.offered;
        return Err(BadInput(format!("--inspect: no payment {payment} came; allowed: 1 to about {came}")));
    }
    print(&if as_json { pretty(&json!(story)) } else { super::look::story(&story) });
    Ok(ExitCode::SUCCESS)
}

fn blame(scenario: &str, seed: u64, as_json: bool) -> Result<ExitCode, BadInput> {
    let scenario = load(scenario)?;
    let report = run(&scenario, seed);
    let found = hindsight(&scenario, seed, report.events, super::look::slow_ms(&report));
    print(&if as_json { pretty(&json!(found)) } else { super::look::hindsight(&found) });
    Ok(ExitCode::SUCCESS)
}

fn presets(id: Option<&str>, as_json: bool) -> Result<ExitCode, BadInput> {
    if let Some(id) = id {
        print(&pretty(&find(id)?.scenario().to_value()));
        return Ok(ExitCode::SUCCESS);
    }
    if as_json {
        let entry = |preset: &Preset| {
            let lesson = Lesson::of(preset.id).map(|lesson| {
                let Lesson { hypothesis, breaks, mends, source } = lesson;
                let mends: Vec<&str> = mends.iter().map(|knob| knob.words).collect();
                json!({ "hypothesis": hypothesis, "breaks": breaks.words, "mends": mends, "source": source })
            });
            json!({ "id": preset.id, "title": preset.title, "question": preset.question, "watch": preset.watch,
                    "lesson": lesson, "scenario": preset.scenario().to_brief_value() })
        };
        print(&pretty(&PRESETS.iter().map(entry).collect()));
    } else {
        let line = |preset: &Preset| {
            let lesson = Lesson::of(preset.id).map_or_else(String::new, |Lesson { breaks, mends, source, .. }| {
                let (breaks, mends) =
                    (breaks.words, mends.iter().map(|knob| knob.words).collect::<Vec<_>>().join("; or "));
                format!("{0:<20} breaks it: {breaks}\n{0:<20} mends it: {mends}\n{0:<20} source: {source}\n", "")
            });
            format!("{:<20} {}\n{:<20} {}\n{lesson}", preset.id, preset.title, "", preset.question)
        };
        print(&PRESETS.iter().map(line).collect::<String>());
    }
    Ok(ExitCode::SUCCESS)
}

/// A scenario by the name of its file or its preset.
pub(crate) fn load(name: &str) -> Result<Checked, BadInput> {
    if let Some(preset) = Preset::find(name) {
        return Ok(preset.checked());
    }
    if name != "-" && !name.contains(['.', '/', '\\']) {
        find(name)?;
    }
    Scenario::parse(&read(name)?).map_err(|problems| BadInput(complaint(name, &problems)))
}

fn find(id: &str) -> Result<&'static Preset, BadInput> {
    Preset::find(id).ok_or_else(|| unknown("preset", id, PRESETS.iter().map(|preset| preset.id)))
}

pub(crate) fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str> + Clone) -> BadInput {
    let near = nearest(id, known.clone());
    let hint = if near.is_empty() { String::new() } else { format!(" (did you mean {}?)", near.join(" or ")) };
    BadInput(format!("{what}: {id:?} is not known; allowed: {}{hint}", known.collect::<Vec<_>>().join(", ")))
}

fn read(name: &str) -> Result<String, BadInput> {
    let mut text = String::new();
    let read = if name == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(name)
    };
    read.map_err(|error| BadInput(format!("{name}: {error}")))
}

fn complaint(name: &str, problems: &[Problem]) -> String {
    let lines: String = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    let count = problems.len();
    format!("{name}: {count} problem{} in the scenario{lines}", if count == 1 { "" } else { "s" })
}

/// The quantities with their names and units for people.
pub(crate) fn rows(metrics: &Metrics) -> [(&'static str, &Estimate, &'static str); 12] {
    [
        ("offered", &metrics.offered_per_s, "/s"),
        ("accepted", &metrics.accepted_per_s, "/s"),
        ("completed (throughput)", &metrics.completed_per_s, "/s"),
        ("goodput", &metrics.goodput_per_s, "/s"),
        ("response time, mean", &metrics.response_ms, "ms"),
        ("response time, p50", &metrics.p50_ms, "ms"),
        ("response time, p95", &metrics.p95_ms, "ms"),
        ("response time, p99", &metrics.p99_ms, "ms"),
        ("response time, p99.9", &metrics.p999_ms, "ms"),
        ("availability", &metrics.availability, ""),
        ("cache hit ratio", &metrics.cache_hit_ratio, ""),
        ("payments in the system", &metrics.in_system, ""),
    ]
}

/// Names the classic mistakes of some scenarios, each once.
pub(crate) fn caution(scenarios: &[&Checked]) {
    let mut known: Vec<String> = Vec::new();
    for caution in scenarios.iter().flat_map(|one| one.scenario().cautions()).map(|caution| caution.to_string()) {
        if !known.contains(&caution) {
            say(&format!("caution: {caution}"));
            known.push(caution);
        }
    }
}

/// The report as a table for people.
fn table(scenario: &Checked, report: &Report) -> String {
    let mut out = format!(
        "seed {}  digest {}  engine {}\n{} s simulated, measured over the last {} s\n",
        report.seed, report.digest, report.engine, report.simulated_s, report.window_s
    );
    out += &excess(report.unstable.as_deref(), report.overloaded.as_deref());
    if let Some(early) = report.early {
        let _ = writeln!(out, "TOO EARLY TO SAY: {}", early.words());
    }
    for (name, estimate, unit) in rows(&report.metrics) {
        let _ = writeln!(out, "  {name:<24} {}", said(estimate, unit));
    }
    out += &objective(report);
    out += &super::lookups::lines(&report.cache);
    if let Some(recovery) = &report.recovery {
        out += &super::recovery::lines(recovery, scenario.scenario());
    }
    out += &super::channel::lines(scenario.scenario().channel.kind, report);
    out += &super::available::lines(&report.availability, &report.payments);
    if let Some(security) = &report.security {
        out += &super::security::lines(security);
    }
    if let Some(follow_up) = &report.follow_up {
        out += &super::follow_up::lines(follow_up);
    }
    for law in &report.invariants {
        let verdict = if law.violations == 0 { "holds".to_owned() } else { format!("BROKEN {} times", law.violations) };
        let _ = writeln!(out, "  {verdict:<6} {}", law.name);
    }
    out
}

/// Both halves of the objective, and whether they were met.
fn objective(report: &Report) -> String {
    let Verdict { response_ms, share, in_time, response_met, availability, availability_met, .. } = report.verdict;
    let half = |wanted: f64, what: &str, measured: Option<f64>, met: Option<bool>| {
        let percent = |share: f64| format!("{} %", (share * 1e6).round() / 1e4);
        let verdict = match (measured, met) {
            (Some(measured), Some(true)) => format!("met with {}", percent(measured)),
            (Some(measured), Some(false)) => format!("MISSED with {}", percent(measured)),
            _ => "too early to say".to_owned(),
        };
        format!("  {:<24} {} {what}: {verdict}\n", "objective", percent(wanted))
    };
    half(share, &format!("answered within {response_ms} ms"), in_time, response_met)
        + &half(availability, "answered", report.metrics.availability.mean, availability_met)
}

/// Where more comes than can be served, as a line of its own.
pub(crate) fn excess(unstable: Option<&str>, overloaded: Option<&str>) -> String {
    match (unstable, overloaded) {
        (Some(why), _) => format!("UNSTABLE: {why}\n"),
        (None, Some(why)) => format!("OVERLOADED: {why}\n"),
        (None, None) => String::new(),
    }
}

pub(crate) fn said(estimate: &Estimate, unit: &str) -> String {
    // Tenths of a percent are all that a level may have.
    let percent = (estimate.level * 1e3).round() / 10.0;
    let state = match estimate.state {
        State::Empty => "nothing observed".to_owned(),
        State::WarmingUp => "warming up".to_owned(),
        State::Varying if estimate.runs > 1 => format!("{percent} % confidence over runs under a varying load"),
        State::Varying => "one run under a varying load, no interval".to_owned(),
        State::Unstable => "unstable".to_owned(),
        State::Steady | State::Overloaded => format!("{percent} % confidence"),
    };
    if let Some(needed) = estimate.needed {
        return if estimate.per_run() { too_few_in_a_run(needed) } else { too_few(&format!("about {needed}")) };
    }
    match (estimate.mean, estimate.half_width) {
        (Some(mean), Some(half)) => format!("{mean:>12.4} ± {} {unit} ({state})", width(half)),
        (Some(mean), None) => format!("{mean:>12.4} {unit} ({state})"),
        (None, _) => format!("{:>12} ({state})", "-"),
    }
}

/// Stands for a quantile where each run needs so many payments of its own.
pub(crate) fn too_few_in_a_run(needed: u64) -> String {
    too_few(&format!("about {needed} in each run"))
}

fn too_few(needed: &str) -> String {
    format!("{:>12} (so few payments can't tell: it takes {needed})", "-")
}

/// A half-width with four decimals; one that is smaller is not nothing.
fn width(half: f64) -> String {
    if half > 0.0 && half < 1e-4 { format!("{half:.1e}") } else { format!("{half:.4}") }
}

pub(crate) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Writes to stdout; a closed pipe is the reader's choice and no error.
pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "switchyard: {text}");
}
