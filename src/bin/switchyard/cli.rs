//! The verbs of the command line.

use super::duel::{DuelArgs, duel};
use super::schema::schema;
use super::trial::{TrialArgs, trial};
use super::verify::{VerifyArgs, verify};
use clap::{Parser, Subcommand};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::process::ExitCode;
use switchyard::experiment::{Estimate, Metrics, Report, State, run};
use switchyard::random::Stream;
use switchyard::scenario::{Checked, PRESETS, Preset, Problem, SEED_MAX, Scenario, nearest};
use switchyard::{balance, cache};

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
    Run {
        /// A scenario file, `-` for stdin, or the id of a preset.
        scenario: String,
        /// Seed of all random streams: the same seed gives the same run.
        #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=SEED_MAX))]
        seed: u64,
        /// Print the report as JSON.
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
    /// Replay a trace of keys, one a line, through caches and count hits and misses.
    Cache {
        /// A text file with one key a line, or `-` for stdin.
        trace: String,
        /// Policy; may be given several times.
        #[arg(long, required = true)]
        policy: Vec<String>,
        /// Capacity in entries; may be given several times or as a list with commas.
        #[arg(long, required = true, value_delimiter = ',')]
        capacity: Vec<u32>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the picks of a balancing policy, as zero-based indices.
    Balance {
        /// Policy.
        #[arg(long)]
        policy: String,
        /// Weight of each server, as 5,1,1.
        #[arg(long, required = true, value_delimiter = ',')]
        weights: Vec<u32>,
        /// How many picks, with nothing in flight.
        #[arg(long, conflicts_with = "script", required_unless_present = "script")]
        picks: Option<u32>,
        /// What happens, as "+ + 0 +": a plus opens a request, a number ends that one.
        #[arg(long)]
        script: Option<String>,
        /// Seed for the policies that draw.
        #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=SEED_MAX))]
        seed: u64,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Answer a queueing model by its closed form: no simulation.
    Theory(super::theory::Question),
}

/// What went wrong with the input, for stderr.
pub(crate) struct BadInput(pub(crate) String);

pub(crate) fn main() -> ExitCode {
    let done = match Cli::parse().verb {
        Verb::Run { scenario, seed, json } => simulate(&scenario, seed, json),
        Verb::Trial(arguments) => trial(&arguments),
        Verb::Duel(arguments) => duel(&arguments),
        Verb::Verify(arguments) => verify(&arguments),
        Verb::Schema { .. } => schema(),
        Verb::Presets { id, json } => presets(id.as_deref(), json),
        Verb::Cache { trace, policy, capacity, json } => replay(&trace, &policy, &capacity, json),
        Verb::Balance { policy, weights, picks, script, seed, json } => {
            let script = script.unwrap_or_else(|| "+ ".repeat(usize::try_from(picks.unwrap_or(0)).unwrap_or(0)));
            balance(&policy, &weights, &script, picks.is_some(), seed, json)
        }
        Verb::Theory(question) => question.answer(),
    };
    done.unwrap_or_else(|BadInput(message)| {
        say(&message);
        ExitCode::from(2)
    })
}

fn simulate(scenario: &str, seed: u64, as_json: bool) -> Result<ExitCode, BadInput> {
    let scenario = load(scenario)?;
    scenario.scenario().cautions().iter().for_each(|caution| say(&format!("caution: {caution}")));
    let report = run(&scenario, seed);
    let broken = report.invariants.iter().any(|law| law.violations > 0);
    print(&if as_json { pretty(&json!(report)) } else { table(&report) });
    Ok(if broken { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn presets(id: Option<&str>, as_json: bool) -> Result<ExitCode, BadInput> {
    if let Some(id) = id {
        print(&pretty(&find(id)?.scenario().to_value()));
        return Ok(ExitCode::SUCCESS);
    }
    if as_json {
        let entry = |preset: &Preset| {
            json!({ "id": preset.id, "title": preset.title, "question": preset.question, "watch": preset.watch,
                    "scenario": preset.scenario().to_brief_value() })
        };
        print(&pretty(&PRESETS.iter().map(entry).collect()));
    } else {
        let line = |preset: &Preset| format!("{:<20} {}\n{:<20} {}\n", preset.id, preset.title, "", preset.question);
        print(&PRESETS.iter().map(line).collect::<String>());
    }
    Ok(ExitCode::SUCCESS)
}

fn replay(trace: &str, policies: &[String], capacities: &[u32], as_json: bool) -> Result<ExitCode, BadInput> {
    let policies = policies.iter().map(|id| cache_policy(id)).collect::<Result<Vec<_>, _>>()?;
    let keys = intern(&read(trace)?);
    let mut rows = Vec::new();
    for policy in policies {
        for capacity in capacities {
            let counts = cache::replay(policy, *capacity, keys.iter().copied());
            rows.push(json!({
                "policy": policy.id(), "capacity": capacity, "requests": counts.requests, "hits": counts.hits,
                "misses": counts.misses, "miss_ratio": counts.miss_ratio().map(switchyard::units::Ratio::get),
            }));
        }
    }
    let single = rows.len() == 1;
    print(&match as_json {
        true if single => pretty(&rows[0]),
        true => pretty(&Value::Array(rows)),
        false => rows.iter().map(|row| format!("{}\n", line(row))).collect(),
    });
    Ok(ExitCode::SUCCESS)
}

fn line(row: &Value) -> String {
    let fields = ["policy", "capacity", "requests", "hits", "misses", "miss_ratio"];
    fields.map(|name| format!("{name} {}", row[name].to_string().trim_matches('"'))).join("  ")
}

/// Gives every distinct key its number, in order of first sight.
fn intern(trace: &str) -> Vec<u32> {
    let mut numbers = std::collections::BTreeMap::new();
    let keys = trace.lines().map(str::trim).filter(|key| !key.is_empty());
    keys.map(|key| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(key).or_insert(next)
    })
    .collect()
}

fn balance(
    id: &str,
    weights: &[u32],
    script: &str,
    idle: bool,
    seed: u64,
    as_json: bool,
) -> Result<ExitCode, BadInput> {
    let policy = balance::Policy::from_id(id)
        .ok_or_else(|| unknown("balancing policy", id, balance::Policy::ALL.iter().map(|policy| policy.id())))?;
    if let Some(weight) = weights.iter().find(|weight| **weight > 256) {
        return Err(BadInput(format!("--weights: {weight} is not allowed here; allowed: whole numbers from 0 to 256")));
    }
    if weights.iter().all(|weight| *weight == 0) {
        return Err(BadInput(format!("--weights: {weights:?} sum to zero; allowed: at least one weight above 0")));
    }
    let picks = play(policy, weights, script, idle, seed)?;
    print(&if as_json {
        pretty(&json!({ "policy": id, "weights": weights, "seed": seed, "picks": picks }))
    } else {
        format!(
            "{}\n",
            picks.iter().map(|pick| pick.map_or("-".to_owned(), |pick| pick.to_string())).collect::<Vec<_>>().join(" ")
        )
    });
    Ok(ExitCode::SUCCESS)
}

/// Plays a script of openings and endings, and returns the picks.
fn play(
    policy: balance::Policy,
    weights: &[u32],
    script: &str,
    idle: bool,
    seed: u64,
) -> Result<Vec<Option<usize>>, BadInput> {
    let mut balancer = policy.build(weights.len());
    let mut stream = Stream::new(seed, "routing");
    let usable = vec![true; weights.len()];
    let mut in_flight = vec![0; weights.len()];
    let (mut picks, mut open) = (Vec::new(), Vec::new());
    for word in script.split_whitespace() {
        if word == "+" {
            let view = balance::View { weights, in_flight: &in_flight, usable: &usable };
            let pick = balancer.pick(&view, &mut stream);
            picks.push(pick);
            open.push(pick.filter(|_| !idle));
            if let Some(server) = pick.filter(|_| !idle) {
                in_flight[server] += 1;
                balancer.opened(server, &balance::View { weights, in_flight: &in_flight, usable: &usable });
            }
            continue;
        }
        let request: Option<usize> = word.parse().ok();
        let server = request.and_then(|request| open.get_mut(request)).and_then(Option::take).ok_or_else(|| {
            BadInput(format!("--script: {word:?} is not allowed here; allowed: + or the number of an open request"))
        })?;
        in_flight[server] -= 1;
        balancer.closed(server, &balance::View { weights, in_flight: &in_flight, usable: &usable });
    }
    Ok(picks)
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

fn cache_policy(id: &str) -> Result<cache::Policy, BadInput> {
    let known = || cache::Policy::ALL.iter().map(|policy| policy.id());
    cache::Policy::from_id(id).ok_or_else(|| unknown("cache policy", id, known()))
}

fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str> + Clone) -> BadInput {
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

/// The report as a table for people.
fn table(report: &Report) -> String {
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
    for law in &report.invariants {
        let verdict = if law.violations == 0 { "holds".to_owned() } else { format!("BROKEN {} times", law.violations) };
        let _ = writeln!(out, "  {verdict:<6} {}", law.name);
    }
    out
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
    let state = match estimate.state {
        State::Empty => "nothing observed",
        State::WarmingUp => "warming up",
        State::Varying if estimate.runs > 1 => "95 % confidence over runs under a varying load",
        State::Varying => "one run under a varying load, no interval",
        State::Unstable => "unstable",
        State::Steady | State::Overloaded => "95 % confidence",
    };
    if let Some(needed) = estimate.needed {
        return format!("{:>12} (so few payments can't tell: it takes about {needed})", "-");
    }
    match (estimate.mean, estimate.half_width) {
        (Some(mean), Some(half)) => format!("{mean:>12.4} ± {} {unit} ({state})", width(half)),
        (Some(mean), None) => format!("{mean:>12.4} {unit} ({state})"),
        (None, _) => format!("{:>12} ({state})", "-"),
    }
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
