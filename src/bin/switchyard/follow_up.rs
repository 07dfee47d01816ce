//! The panel of answers that follow, as lines for people.

use std::fmt::Write as _;
use switchyard::experiment::{Estimate, FollowUpReport, Proportion};

/// The backlog, how results reached their merchants, and both times; counts of this run, exact, since the end of the warm-up.
pub(crate) fn lines(report: &FollowUpReport) -> String {
    let mut out =
        "answers that follow, counted in this run; good within the objective is about the result\n".to_owned();
    let mut line = |name: &str, said: String| {
        let _ = writeln!(out, "  {name:<24} {said}");
    };
    let again = report.accepted_again;
    line("accepted", format!("{:>12} submissions; {again} told so again", report.accepted));
    line("turned away", format!("{:>12} because the backlog was full", report.turned_away));
    line("withdrawn", format!("{:>12} because the shopper had gone", report.withdrawn));
    line("backlog now", format!("{:>12} wait, {} are worked on", report.waiting, report.working));
    line("backlog at its deepest", format!("{:>12} waited, at {:.1} s", report.deepest, report.deepest_at_s));
    let drained = report.drain_s.map_or_else(|| "           - not yet".to_owned(), |time| format!("{time:>12.1} s"));
    line("drain time", drained);
    line("results at first try", share(&report.at_first));
    line("results told again", share(&report.repeated));
    line("results given up", share(&report.given_up));
    line("results being told", format!("{:>12}", report.telling));
    line("duplicates seen", format!("{:>12}", report.duplicates));
    let twice = report.fulfilled_twice;
    line("fulfilled twice", format!("{:>12} for EUR {:.2}", twice.count, twice.amount));
    line("time to acceptance", times(&report.to_acceptance_ms));
    line("time to the result", times(&report.to_result_ms));
    out
}

fn share(part: &Proportion) -> String {
    let share = part.share.mean.map_or_else(|| "-".to_owned(), |share| format!("{:.2} %", share * 1e2));
    format!("{share:>12} ({} of {} results)", part.count, part.of)
}

fn times(all: &[Estimate; 3]) -> String {
    let one = |estimate: &Estimate| match (estimate.mean, estimate.half_width) {
        (Some(time), Some(half)) => format!("{time:.1} ± {half:.1}"),
        (Some(time), None) => format!("{time:.1}"),
        (None, _) => "-".to_owned(),
    };
    let [p50, p95, p99] = [0, 1, 2].map(|place| one(&all[place]));
    format!("{p50:>12} ms p50, {p95} ms p95, {p99} ms p99")
}
