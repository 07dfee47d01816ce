//! `switchyard verify`: the proof, run here.

use super::cli::{BadInput, print};
use super::work::{Progress, cancellable, cancelled, code, notice, parallel, threads, written};
use clap::Args;
use std::fmt::Write as _;
use std::process::ExitCode;
use switchyard::experiment::{Depth, Verification, VerifyReport};

/// What `verify` may be told.
#[derive(Args, Debug)]
#[command(after_help = "A 95 % interval misses the truth once in twenty by design. A figure passes if the truth lies \
    within twice its half-width; all of them together if at most one in seven lies outside its interval; coverage between \
    93 and 97 % for the mean and 92 and 98 % for the 95th percentile, and what chance does to so few runs, if no more runs \
    than one, and one more in twenty, gave no interval. No law of conservation may be broken in any case or preset; what \
    only safeguards promise is told apart. Seeds are fixed: the verdict is the same everywhere.\n\nExit code: \
    0 everything passes; 1 something does not; 2 bad input; 130 cancelled by Ctrl-C: the \
    parts that are done are printed.")]
pub(crate) struct VerifyArgs {
    /// Simulate four times less, and cover one queue only.
    #[arg(long)]
    quick: bool,
    /// Only measure the coverage of the intervals, by so many runs of each queue; 1000 take more than 20 minutes of one
    /// core.
    #[arg(long, value_name = "RUNS", conflicts_with = "quick", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    coverage: Option<u32>,
    /// Threads to run on.
    #[arg(long, default_value_t = threads(), value_parser = super::trial::count)]
    threads: usize,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "every verb answers alike")]
pub(crate) fn verify(arguments: &VerifyArgs) -> Result<ExitCode, BadInput> {
    let depth = match arguments.coverage {
        Some(runs) => Depth::Coverage(runs),
        None if arguments.quick => Depth::Quick,
        None => Depth::Thorough,
    };
    cancellable();
    let mut verification = Verification::new(depth);
    let tasks = verification.tasks().to_vec();
    let progress = Progress::new();
    let seen = |done: usize| {
        let next = tasks.get(done).map_or_else(String::new, |task| format!(": {}", task.name()));
        progress.at(done, tasks.len(), &format!("parts{next}"));
    };
    let outcomes = parallel(&tasks, arguments.threads, |task| Some(task.run()), seen);
    drop(progress);
    for (place, outcome) in outcomes.into_iter().enumerate() {
        outcome.into_iter().for_each(|outcome| verification.take(place, outcome));
    }
    let report = verification.report();
    print(&if arguments.json { written(&report) } else { table(&report) });
    Ok(code(!report.passed))
}

/// The report as tables for people, in Markdown.
fn table(report: &VerifyReport) -> String {
    let mut out = head(report);
    if !report.figures.is_empty() {
        out += "\n| exact case | quantity | truth | measured | 95 % interval | |\n| --- | --- | ---: | ---: | ---: | --- |\n";
    }
    for figure in &report.figures {
        let [mean, half] = [figure.measured.mean, figure.measured.half_width].map(number);
        let verdict = match (figure.passed, figure.inside) {
            (false, _) => "FAILS",
            (true, false) => "passes, outside",
            (true, true) => "passes",
        };
        let (case, metric, truth) = (&figure.case, &figure.metric, figure.truth);
        let _ = writeln!(out, "| {case} | {metric} | {truth:.4} | {mean} | ± {half} | {verdict} |");
    }
    if !report.coverage.is_empty() {
        out += "\n| queue | payments a run | runs | refused | mean covered | half-width | bias | p95 covered | half-width | \
                bias |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";
    }
    for row in &report.coverage {
        let ([mean, p95], [mean_width, p95_width]) = (row.shares(), row.per_interval(row.widths));
        let [mean_bias, p95_bias] = row.per_interval(row.errors);
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let signed = |share: f64| format!("{:+.2} %", share * 100.0);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            row.queue,
            row.payments,
            row.runs,
            row.refused,
            percent(mean),
            percent(mean_width),
            signed(mean_bias),
            percent(p95),
            percent(p95_width),
            signed(p95_bias)
        );
    }
    if !report.golden.is_empty() {
        out += "\n| run | digest | |\n| --- | --- | --- |\n";
    }
    for golden in &report.golden {
        let verdict = if golden.passed { "the same" } else { "FAILS" };
        let _ = writeln!(out, "| {} | {} | {verdict} |", golden.preset, golden.digest);
    }
    for law in &report.laws {
        let _ = writeln!(out, "\n{}: {} violations", law.name, law.violations);
    }
    for promise in &report.promises {
        let _ =
            writeln!(out, "\n{}: {} violations, where presets switch safeguards off", promise.name, promise.violations);
    }
    let _ = writeln!(out, "\n{} of {} figures outside their interval", report.outside, report.figures.len());
    for failure in &report.failures {
        let _ = writeln!(out, "FAILED: {failure}");
    }
    out + end(report)
}

fn head(report: &VerifyReport) -> String {
    let done = if cancelled() { format!("{} of {} parts done\n", report.done, report.tasks) } else { String::new() };
    format!("{}switchyard {}\n{done}", notice(), report.engine)
}

fn end(report: &VerifyReport) -> &'static str {
    match report.passed {
        true if cancelled() => "What was done passes.\n",
        true => "Everything passes.\n",
        false => "",
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"))
}
