//! `switchyard duel`: two scenarios on the same random numbers.

use super::cli::{BadInput, caution, excess, load, print, rows, said, too_few_in_a_run};
use super::trial::count;
use super::work::{Progress, cancellable, cancelled, code, notice, parallel, threads, written};
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;
use std::process::ExitCode;
use switchyard::experiment::{
    Estimate, Goal, Job, Metrics, Observation, RUNS_MAX, RUNS_VARYING, State, Trial, TrialReport, differences,
};
use switchyard::scenario::{Checked, SEED_MAX};

/// Pairs of runs under a steady load, if nobody says how many.
const PAIRS_STEADY: u32 = 10;

/// What `duel` may be told.
#[derive(Args, Debug)]
#[command(
    after_help = "Run k of A and run k of B have the same seed, so both meet the same payments with the same demands. \
    B - A is the mean of the pairs' differences, with a 95 % interval over the pairs: two scenarios that are the same \
    differ by exactly zero. 10 pairs are made unless you say otherwise, 30 under a load that varies; each run is as long \
    as its scenario's duration_s. The result depends neither on --threads nor on timing.\n\nExit code: 0 fine; 1 A or B \
    is unstable, or a law broken; 2 bad input; 130 cancelled by Ctrl-C: the pairs that are done are printed."
)]
pub(crate) struct DuelArgs {
    /// Scenario A: a file, `-` for stdin, or the id of a preset.
    a: String,
    /// Scenario B: the same.
    b: String,
    /// Number of pairs.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(RUNS_MAX)))]
    runs: Option<u32>,
    /// Seed of the first pair; the next pair has the next seed.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=SEED_MAX))]
    seed: u64,
    /// Threads to run on.
    #[arg(long, default_value_t = threads(), value_parser = count)]
    threads: usize,
    /// Print the reports of A and B and the differences as JSON.
    #[arg(long)]
    json: bool,
}

/// What a duel found.
#[derive(Debug, Serialize)]
struct DuelReport {
    /// Seed of the first pair.
    seed: u64,
    /// Number of pairs.
    pairs: u32,
    /// What the runs of A say together.
    a: TrialReport,
    /// What the runs of B say together.
    b: TrialReport,
    /// B minus A, over the pairs.
    difference: Metrics,
}

pub(crate) fn duel(arguments: &DuelArgs) -> Result<ExitCode, BadInput> {
    cancellable();
    if arguments.a == "-" && arguments.b == "-" {
        return Err(BadInput("B: \"-\" is not allowed here; allowed: stdin for one of both scenarios".to_owned()));
    }
    let scenarios = [load(&arguments.a)?, load(&arguments.b)?];
    caution(&[&scenarios[0], &scenarios[1]]);
    let varies = scenarios.iter().any(|scenario| scenario.scenario().varies());
    let pairs = arguments.runs.unwrap_or(if varies { RUNS_VARYING } else { PAIRS_STEADY });
    let report = fight(&scenarios, pairs, arguments);
    print(&if arguments.json { written(&report) } else { table(&report) });
    let no = [&report.a, &report.b]
        .into_iter()
        .any(|report| report.state == State::Unstable || report.invariants.iter().any(|law| law.violations > 0));
    Ok(code(no))
}

/// Makes the pairs. One of which a run is missing, because somebody cancelled, does not count.
fn fight(scenarios: &[Checked; 2], pairs: u32, arguments: &DuelArgs) -> DuelReport {
    let [mut a, mut b] = scenarios.each_ref().map(|one| Trial::new(one, arguments.seed, Goal::Runs(pairs)));
    let jobs: Vec<[Job; 2]> = a.jobs().into_iter().zip(b.jobs()).map(|(a, b)| [a, b]).collect();
    let progress = Progress::new();
    let seen = |done: usize| progress.at(done, jobs.len(), "pairs");
    seen(0);
    let run = |[first, second]: &[Job; 2]| Some([made(first, &scenarios[0])?, made(second, &scenarios[1])?]);
    for ([first, second], done) in jobs.iter().zip(parallel(&jobs, arguments.threads, run, seen)) {
        if let Some([of_a, of_b]) = done {
            a.take(first.index, of_a);
            b.take(second.index, of_b);
        }
    }
    let [of_a, of_b] = [&a, &b].map(|trial| trial.observations().cloned().collect::<Vec<_>>());
    let difference = differences(&of_a, &of_b);
    let (a, b) = (a.report(), b.report());
    DuelReport { seed: arguments.seed, pairs: a.runs, a, b, difference }
}

fn made(job: &Job, scenario: &Checked) -> Option<Observation> {
    let mut working = job.start(scenario);
    while !working.work() {
        if cancelled() {
            return None;
        }
    }
    Some(working.finish())
}

/// The report as a table for people.
fn table(report: &DuelReport) -> String {
    let DuelReport { seed, pairs, a, b, difference } = report;
    let mut out = format!("{}{pairs} pairs from seed {seed}, engine {}\n", notice(), a.engine);
    for (name, one) in [("A", a), ("B", b)] {
        let excess = excess(one.unstable.as_deref(), one.overloaded.as_deref());
        if !excess.is_empty() {
            let _ = write!(out, "{name} is {excess}");
        }
    }
    let _ = writeln!(out, "  {:<24} {:>12} {:>12} {:>12}", "", "A", "B", "B - A");
    let mean = |estimate: &Estimate| estimate.mean.map_or("-".to_owned(), |mean| format!("{mean:.4}"));
    let all = rows(&a.metrics).into_iter().zip(rows(&b.metrics)).zip(rows(difference));
    for (((name, a, unit), (_, b, _)), (_, difference, _)) in all {
        let apart = match (difference.mean, difference.half_width) {
            (Some(mean), Some(half)) if mean == 0.0 && half == 0.0 => format!("{mean:>12.4} {unit} (exactly zero)"),
            _ => difference.needed.map_or_else(|| said(difference, unit), too_few_in_a_run),
        };
        let _ = writeln!(out, "  {name:<24} {:>12} {:>12} {apart}", mean(a), mean(b));
    }
    out
}
