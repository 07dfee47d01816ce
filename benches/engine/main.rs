//! What the engine costs, beside a bare loop in the same run.
//!
//! Rounds are interleaved and the least processor time counts, because other work on the machine only adds time.
//! `cargo xtask bench` runs this natively and under Node and compares; nothing is asserted. Words after `--` choose
//! among `models`, `queue`, `precision` and `memory`; `--rounds N` says how often, `--only NAME` takes one case.

mod bare;
mod host;
mod models;
mod precision;
mod queue;

use host::say;
use models::UNIT_MS;
use queue::{Ahead, Held};
use std::hint::black_box;
use switchyard::experiment::Run;
use switchyard::math;
use switchyard::scenario::Checked;
use switchyard::units::Instant;

/// Payments of a round of a model.
const PAYMENTS: u32 = 300_000;
/// Events of a round of the queue alone.
const EVENTS: u32 = 1_000_000;
/// Rounds, unless the arguments say otherwise.
const ROUNDS: u32 = 7;

/// A thing to measure: its name, a round of it, which returns how many steps it took, and the least time of a step.
struct Case {
    name: &'static str,
    round: Box<dyn FnMut() -> f64>,
    least: f64,
}

fn main() {
    let arguments = host::arguments();
    let after = |option: &str| arguments.iter().skip_while(|word| *word != option).nth(1);
    let rounds = after("--rounds").and_then(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let named =
        ["models", "queue", "precision", "memory"].iter().any(|group| arguments.iter().any(|word| word == group));
    let chosen = |group: &str| !named || arguments.iter().any(|word| word == group);
    let mut cases = Vec::new();
    if chosen("models") {
        cases.extend(model_cases());
    }
    if chosen("queue") {
        cases.extend(queue_cases());
    }
    if chosen("precision") {
        cases.push(case("ms to ± 3 % at 99 %, M/M/1 at 0.8", precision::mean_of_mm1));
        cases.push(case("ms to ± 5 % on p99, M/M/4 at 0.9", precision::p99_of_mm4));
    }
    cases.retain(|case| after("--only").is_none_or(|name| name == case.name));
    measure(rounds, &mut cases);
    if chosen("memory") {
        measure_memory();
    }
}

/// Runs the cases in turn, so many times, and prints the least time of a step of each.
fn measure(rounds: u32, cases: &mut [Case]) {
    for _ in 0..rounds {
        for case in &mut *cases {
            let from = host::seconds();
            let steps = (case.round)();
            case.least = case.least.min((host::seconds() - from) / steps * 1e9);
        }
    }
    for case in cases {
        say(&format!("{}\t{:.2}", case.name, case.least));
    }
}

fn case(name: &'static str, round: impl FnMut() -> f64 + 'static) -> Case {
    Case { name, round: Box::new(round), least: f64::INFINITY }
}

/// Nanoseconds per payment.
fn model_cases() -> Vec<Case> {
    let unit = UNIT_MS * 1e6;
    let bare = |response: f64| {
        black_box(response);
        f64::from(PAYMENTS)
    };
    vec![
        case("M/M/1, bare", move || bare(bare::mmc(1, unit, PAYMENTS))),
        case("M/M/1", || simulate(&models::mmc(1), 2)),
        case("M/M/4, bare", move || bare(bare::mmc(4, unit, PAYMENTS))),
        case("M/M/4", || simulate(&models::mmc(4), 2)),
        case("pipeline, bare", move || bare(bare::pipeline(unit, PAYMENTS))),
        case("pipeline", || simulate(&models::pipeline(), 5)),
        case("calm day", || simulate(&models::calm_day(), 7)),
        case("all safeguards, an event", || {
            models::run(&models::safeguards(), EVENTS.into());
            f64::from(EVENTS)
        }),
    ]
}

/// Runs a scenario for about [`PAYMENTS`] payments of so many events each; returns how many ended.
fn simulate(scenario: &Checked, events_each: u32) -> f64 {
    math::float(models::run(scenario, u64::from(PAYMENTS) * u64::from(events_each)))
}

/// Nanoseconds per event.
fn queue_cases() -> Vec<Case> {
    let hold = |name, pending, ahead| {
        let mut held: Option<Held> = None;
        case(name, move || {
            held.get_or_insert_with(|| Held::new(pending, ahead)).run(EVENTS);
            f64::from(EVENTS)
        })
    };
    let jobs = |name, timeout| {
        case(name, move || {
            queue::jobs(EVENTS, timeout);
            f64::from(EVENTS)
        })
    };
    vec![
        hold("10 pending", 10, Ahead::Exponential),
        hold("100 pending", 100, Ahead::Exponential),
        hold("1,000 pending", 1_000, Ahead::Exponential),
        hold("10,000 pending", 10_000, Ahead::Exponential),
        hold("100,000 pending", 100_000, Ahead::Exponential),
        hold("10 pending, ties", 10, Ahead::Tenths),
        hold("1,000 pending, ties", 1_000, Ahead::Tenths),
        hold("100,000 pending, ties", 100_000, Ahead::Tenths),
        jobs("a job", None),
        jobs("a job, timeout of 30 services", Some(30.0)),
        jobs("a job, timeout of 3,000 services", Some(3_000.0)),
    ]
}

/// Memory for a payment that waits, and memory over a long run.
fn measure_memory() {
    const WAITING: u64 = 1_000_000;
    let before = host::memory();
    let mut jam = Run::new(&models::jam(), 1);
    jam.advance(Instant::NEVER, WAITING);
    let each = (host::memory() - before) / math::float(jam.network().under_way());
    say(&format!("bytes for a payment in flight\t{each:.0}"));
    drop(jam);
    let mut run = Run::new(&models::pipeline(), 1);
    for events in [1_000_000, 10_000_000, 100_000_000] {
        run.advance(Instant::NEVER, events - run.events());
        say(&format!("MiB in use after {events} events\t{:.2}", host::memory() / 1_048_576.0));
    }
}
