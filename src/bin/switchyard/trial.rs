//! `switchyard trial`: several runs, and what they say together.

use super::cli::{BadInput, caution, excess, load, print, rows, said};
use super::work::{Progress, cancellable, cancelled, code, notice, parallel, threads, written};
use clap::Args;
use std::fmt::Write as _;
use std::process::ExitCode;
use switchyard::experiment::{
    BUDGET_EVENTS, Estimate, Goal, Job, Metrics, Observation, Precision, RUNS_MAX, State, Trial, TrialReport,
};
use switchyard::scenario::{Checked, SEED_MAX};

/// So many runs are made before the others of a round.
const FIRST: usize = 4;

/// What `trial` may be told.
#[derive(Args, Debug)]
#[command(after_help = "Under a steady load few long runs are made (4 unless you say otherwise), each as long as the \
    scenario's duration_s; with --until they grow. Under a load that varies every run is one observation (30 unless you \
    say otherwise). Where the first four find that arrivals exceed capacity for good, no others are made. The result depends neither on --threads nor on timing.\n\nExit code: 0 fine; 1 unstable, precision \
    not reached, or a law broken; 2 bad input; 130 cancelled by Ctrl-C: what was reached is printed.")]
pub(crate) struct TrialArgs {
    /// A scenario file, `-` for stdin, or the id of a preset.
    scenario: String,
    /// Number of runs.
    #[arg(long, conflicts_with = "until", value_parser = clap::value_parser!(u32).range(1..=i64::from(RUNS_MAX)))]
    runs: Option<u32>,
    /// Go on until the half-width is at most this share of the mean, as 2%.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    until: Option<f64>,
    /// The quantity that must become so precise, by its name in the report.
    #[arg(long, default_value = "response_ms", requires = "until")]
    metric: String,
    /// Events that may be spent on it.
    #[arg(long, default_value_t = BUDGET_EVENTS, requires = "until", value_name = "EVENTS")]
    budget: u64,
    /// Confidence level of the intervals, from 50 % to 99.9 %.
    #[arg(long, default_value = "95%", value_name = "SHARE", value_parser = level)]
    level: f64,
    /// Seed of the first run; the next run has the next seed.
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=SEED_MAX))]
    seed: u64,
    /// Threads to run on.
    #[arg(long, default_value_t = threads(), value_parser = count)]
    threads: usize,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn trial(arguments: &TrialArgs) -> Result<ExitCode, BadInput> {
    cancellable();
    let scenario = load(&arguments.scenario)?;
    let names: Vec<&str> = Metrics::<Estimate>::default().entries().map(|(name, _)| name).to_vec();
    if !names.contains(&arguments.metric.as_str()) {
        let (metric, names) = (&arguments.metric, names.join(", "));
        return Err(BadInput(format!("--metric: {metric:?} is not known; allowed: {names}")));
    }
    let goal = match (arguments.runs, arguments.until) {
        (Some(runs), _) => Goal::Runs(runs),
        (None, Some(relative)) => {
            Goal::Precision(Precision { metric: arguments.metric.clone(), relative, budget_events: arguments.budget })
        }
        (None, None) => Trial::usual(&scenario),
    };
    caution(&[&scenario]);
    let mut trial = Trial::new(&scenario, arguments.seed, goal).at_level(arguments.level);
    make(&mut trial, &scenario, arguments.threads);
    let report = trial.report();
    print(&if arguments.json { written(&report) } else { table(&report) });
    let missed = report.precision.as_ref().is_some_and(|reached| !reached.met);
    let broken = report.invariants.iter().any(|law| law.violations > 0);
    let no = report.state == State::Unstable || missed || broken;
    Ok(code(no))
}

/// Makes the runs of a trial, round by round. Where the first of a round find that arrivals exceed capacity for good, the
/// others would find nothing else.
fn make(trial: &mut Trial, scenario: &Checked, threads: usize) {
    let progress = Progress::new();
    while !trial.complete() && !cancelled() {
        let jobs = trial.jobs();
        let all = trial.observations().count() + jobs.len();
        let (first, others) = jobs.split_at(jobs.len().min(FIRST));
        for jobs in [first, others] {
            let before = trial.observations().count();
            let seen = |done: usize| progress.at(before + done, all, "runs");
            seen(0);
            for (job, done) in jobs.iter().zip(parallel(jobs, threads, |job| made(job, scenario), seen)) {
                done.into_iter().for_each(|observation| trial.take(job.index, observation));
            }
            if trial.report().state == State::Unstable {
                return;
            }
        }
    }
}

/// A run; one that is cut short counts as far as it came if that is enough for an interval of its own. Under a load that
/// varies it is none, because its end belongs to it.
fn made(job: &Job, scenario: &Checked) -> Option<Observation> {
    let mut working = job.start(scenario);
    while !working.work() {
        if cancelled() {
            let settled = |seen: &Observation| matches!(seen.report.state, State::Steady | State::Overloaded);
            return Some(Observation { cut: true, ..working.finish() }).filter(settled);
        }
    }
    Some(working.finish())
}

/// The report as a table for people.
fn table(report: &TrialReport) -> String {
    let mut out = format!(
        "{}{} runs from seed {}, digest {}, engine {}\n{:.0} s simulated, {:.0} s measured, {:.0} s warm-up ({})\n",
        notice(),
        report.runs,
        report.seed,
        report.digest,
        report.engine,
        report.simulated_s,
        report.window_s,
        report.warm_up_s,
        if report.warm_up_found { "found by MSER-5" } else { "as set" }
    );
    out += &excess(report.unstable.as_deref(), report.overloaded.as_deref());
    if let Some(early) = report.early {
        let _ = writeln!(out, "TOO EARLY TO SAY: {}", early.words());
    }
    out += &refused(report);
    out += &cut(report);
    out += &pilots(report);
    for (name, estimate, unit) in rows(&report.metrics) {
        let _ = writeln!(out, "  {name:<24} {}{}", said(estimate, unit), extremes(estimate));
    }
    if let Some(reached) = &report.precision {
        let wanted = reached.wanted.relative * 100.0;
        let seen = reached.relative.map_or("no interval at all".to_owned(), |seen| format!("± {:.2} %", seen * 100.0));
        let verdict = if reached.met { "reached" } else { "NOT reached" };
        let _ = writeln!(
            out,
            "  precision of ± {wanted} % on {} {verdict}: {seen} after {} of {} events",
            reached.wanted.metric, report.events, reached.wanted.budget_events
        );
    }
    for law in &report.invariants {
        let verdict = if law.violations == 0 { "holds".to_owned() } else { format!("BROKEN {} times", law.violations) };
        let _ = writeln!(out, "  {verdict:<6} {}", law.name);
    }
    out
}

/// How many runs would be refused alone; what they say together has them in it.
fn refused(report: &TrialReport) -> String {
    match report.each.iter().filter(|run| run.state == State::WarmingUp && !run.pilot).count() {
        0 => String::new(),
        1 => format!("1 of {} runs alone would be too early to say; it counts like the others\n", report.runs),
        some => format!("{some} of {} runs alone would be too early to say; they count like the others\n", report.runs),
    }
}

/// How many ended before their time: the budget gave them no more events, or somebody cancelled.
fn cut(report: &TrialReport) -> String {
    let why = if cancelled() {
        "where you cancelled or at their share of the budget"
    } else {
        "at their share of the budget"
    };
    match report.each.iter().filter(|run| run.cut).count() {
        0 => String::new(),
        some => format!("{some} of {} runs ended early, {why}\n", report.each.len()),
    }
}

/// How many do not count, and why.
fn pilots(report: &TrialReport) -> String {
    match report.pilots() {
        0 => String::new(),
        1 => "1 much shorter run before them told how long they have to be, and does not count\n".to_owned(),
        some => format!("{some} much shorter runs before them told how long they have to be, and do not count\n"),
    }
}

/// Low and high in words, where there are several runs.
fn extremes(estimate: &Estimate) -> String {
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => format!("; lowest run {low:.4}, highest run {high:.4}"),
        _ => String::new(),
    }
}

/// A share above 0, as `2%` or `0.02`.
fn share(text: &str) -> Result<f64, String> {
    let share = number(text).filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "allowed: above 0 % up to 100 %, as 2%".to_owned())
}

/// A confidence level, as `99%` or `0.99`.
fn level(text: &str) -> Result<f64, String> {
    let level = number(text).filter(|level| (0.5..=0.999).contains(level));
    level.ok_or_else(|| "allowed: from 50 % to 99.9 %, as 99%".to_owned())
}

/// A number, as it stands or in percent.
fn number(text: &str) -> Option<f64> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |percent| (percent, 100.0));
    number.trim().parse::<f64>().ok().map(|number| number / scale)
}

pub(crate) fn count(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| (1..=256).contains(count)).ok_or_else(|| "allowed: from 1 to 256".to_owned())
}
