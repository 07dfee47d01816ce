//! What the engine costs, beside a bare loop in the same run.
//!
//! Rounds are interleaved and the least processor time counts, because other work on the machine only adds time.
//! `cargo xtask bench` runs this natively and under Node and compares; nothing is asserted. Words after `--` choose
//! among `models`, `queue` and `memory`; `--rounds N` says how often.

mod bare;
mod host;
mod models;

use host::say;
use models::UNIT_MS;
use std::hint::black_box;
use switchyard::math;
use switchyard::scenario::Checked;

/// Payments of a round of a model.
const PAYMENTS: u32 = 300_000;
/// Rounds, unless the arguments say otherwise.
const ROUNDS: u32 = 7;

/// A thing to measure: its name, and a round of it, which returns how many steps it took and of what.
struct Case {
    name: &'static str,
    round: Box<dyn Fn() -> f64>,
    least: f64,
}

fn main() {
    let arguments = host::arguments();
    let rounds = arguments.iter().skip_while(|word| *word != "--rounds").nth(1);
    let rounds = rounds.and_then(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let chosen = |group: &str| {
        let groups = ["models", "queue", "memory"];
        arguments.iter().any(|word| word == group) || !arguments.iter().any(|word| groups.contains(&word.as_str()))
    };
    if chosen("models") {
        let only = arguments.iter().skip_while(|word| *word != "--only").nth(1);
        let cases = model_cases().into_iter().filter(|case| only.is_none_or(|name| name == case.name));
        print_table("nanoseconds per payment", rounds, cases.collect());
    }
}

/// Runs the cases in turn, the given number of times, and prints the least time of each.
fn print_table(title: &str, rounds: u32, mut cases: Vec<Case>) {
    for _ in 0..rounds {
        for case in &mut cases {
            let from = host::seconds();
            let steps = (case.round)();
            case.least = case.least.min((host::seconds() - from) / steps * 1e9);
        }
    }
    say(&format!("# {title}"));
    for case in &cases {
        say(&format!("{}\t{:.2}", case.name, case.least));
    }
}

fn case(name: &'static str, round: impl Fn() -> f64 + 'static) -> Case {
    Case { name, round: Box::new(round), least: f64::INFINITY }
}

fn model_cases() -> Vec<Case> {
    let unit = UNIT_MS * 1e6;
    let payments = f64::from(PAYMENTS);
    let bare = move |response: f64| {
        black_box(response);
        payments
    };
    vec![
        case("M/M/1 bare", move || bare(bare::mmc(1, unit, PAYMENTS))),
        case("M/M/1", || simulate(&models::mmc(1), 6)),
        case("M/M/4 bare", move || bare(bare::mmc(4, unit, PAYMENTS))),
        case("M/M/4", || simulate(&models::mmc(4), 6)),
        case("pipeline bare", move || bare(bare::pipeline(unit, PAYMENTS))),
        case("pipeline", || simulate(&models::pipeline(), 7)),
        case("calm day", || simulate(&models::calm_day(), 6)),
    ]
}

fn simulate(scenario: &Checked, events_each: u32) -> f64 {
    let done = models::run(scenario, u64::from(PAYMENTS) * u64::from(events_each));
    math::float(done.payments)
}
