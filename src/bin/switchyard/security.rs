//! The security panel as lines for people.

use super::cli::said;
use std::fmt::Write as _;
use switchyard::experiment::{Proportion, SecurityReport, Sum};
use switchyard::payment::Place;

/// Every figure with its denominator; counts of this run, exact, since the end of the warm-up.
pub(crate) fn lines(report: &SecurityReport) -> String {
    let mut out = "security, counted in this run; out of scope: stolen keys, people inside, law\n".to_owned();
    let shares = [
        ("fraud stopped", &report.fraud_stopped, "fraudulent payments"),
        ("false declines", &report.false_declines, "honest payments"),
        ("precision", &report.precision, "payments that controls declined"),
        ("base rate", &report.base_rate, "payments"),
        ("challenged", &report.challenged, "payments"),
        ("challenges abandoned", &report.abandoned, "challenges of honest shoppers"),
        ("honest answered", &report.honest_answered, "honest payments"),
    ];
    for (name, share, of) in shares {
        let _ = writeln!(out, "  {name:<24} {}", share_said(share, of));
    }
    if let Some(law) = report.expected {
        let _ = writeln!(
            out,
            "  {:<24} {:>12.4} of the fraud and {:.4} of the honest payments score above the threshold",
            "theory", law.recall, law.false_positives
        );
    }
    if report.learned.of > 0 {
        let per_thousand = report.enumeration_yield.unwrap_or_default();
        let of = format!("probes: {per_thousand:.1} cards learned of 1,000");
        let _ = writeln!(out, "  {:<24} {}", "enumeration yield", share_said(&report.learned, &of));
    }
    let value = report.fraud_stopped_value.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", share * 1e2));
    let _ = writeln!(out, "  {:<24} {value:>12} of EUR {:.2}", "fraud stopped by value", report.ended.fraud.amount);
    let lost = report.fraud_lost_bp.map_or_else(|| "-".to_owned(), |points| format!("{points:.2} bp"));
    let Sum { count, amount } = report.settled.fraud;
    let _ = writeln!(out, "  {:<24} {lost:>12} of what was settled: {count} for EUR {amount:.2}", "fraud lost");
    let Sum { count, amount } = report.false_declined;
    let _ = writeln!(out, "  {:<24} {count:>12} for EUR {amount:.2}", "falsely declined");
    if report.exposed.count + report.failed_closed + report.late_scores > 0 {
        let Sum { count, amount } = report.exposed;
        let _ = writeln!(out, "  {:<24} {count:>12} for EUR {amount:.2} let through without a score", "exposure");
        let _ = writeln!(out, "  {:<24} {:>12} declined without a score", "failed closed", report.failed_closed);
        let _ = writeln!(out, "  {:<24} {:>12}", "scores too late", report.late_scores);
    }
    for declined in report
        .declined
        .iter()
        .filter(|one| one.payments.honest.count + one.payments.fraud.count + one.payments.probes.count > 0)
    {
        let [honest, fraud, probes] =
            [declined.payments.honest, declined.payments.fraud, declined.payments.probes].map(|sum| sum.count);
        let name = format!("declined by {}", declined.control);
        let _ = writeln!(
            out,
            "  {name:<30} {:>6} (code {}): {honest} honest, {fraud} fraud, {probes} probes",
            honest + fraud + probes,
            declined.code
        );
    }
    let hops: Vec<String> = report.clear_hops.iter().map(|code| hop(*code)).collect();
    let _ = writeln!(out, "  {} hops see a clear card number: {}", hops.len(), hops.join(", "));
    out
}

fn share_said(share: &Proportion, of: &str) -> String {
    format!("{}: {} of {} {of}", said(&share.share, ""), share.count, share.of)
}

/// One of the processors stands for all.
fn hop(code: u8) -> String {
    match Place::from_code(code) {
        Place::Processor(_) => "processor".to_owned(),
        place => place.name(),
    }
}
