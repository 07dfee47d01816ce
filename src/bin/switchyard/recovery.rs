//! Answers that did not come, as lines for people.

use std::fmt::Write as _;
use switchyard::experiment::{RecoveryReport, Sum};
use switchyard::scenario::Scenario;

/// What became of unknown outcomes: counts of this run, exact, since the end of the warm-up.
pub(crate) fn lines(report: &RecoveryReport, scenario: &Scenario) -> String {
    let mut out = "answers that did not come, counted in this run since the warm-up\n".to_owned();
    for (name, count) in counts(report).into_iter().filter(|(_, count)| *count > 0) {
        let _ = writeln!(out, "  {name:<32} {count:>10}");
    }
    if report.nobody > 0 {
        let _ = writeln!(out, "  with no usable processor: {}", scenario.nobody());
    }
    let sums = [
        ("DOUBLE CHARGES", report.double_charges),
        ("HOLDS OF FAILED PAYMENTS", report.stuck_holds),
        ("APPROVALS WITHOUT A DECISION", report.unfounded),
        ("sales lost", report.sales_lost),
        ("unknown to the merchant", Sum { count: report.unknown, amount: report.unknown_amount }),
    ];
    for (name, Sum { count, amount }) in sums.into_iter().filter(|(_, sum)| sum.count > 0) {
        let _ = writeln!(out, "  {name:<32} {count:>10}  EUR {amount:.2}");
    }
    let Sum { count, amount } = report.open;
    let _ = writeln!(out, "  {:<32} {count:>10}  EUR {amount:.2} held", "payments open at the end");
    if let Some(number) = report.first_violating {
        let _ = writeln!(out, "  the first payment that breaks a law, counted from the start, is number {number}");
    }
    out
}

/// What was counted, each with its name.
fn counts(report: &RecoveryReport) -> [(&'static str, u64); 43] {
    let [merchant, gateway, processor, channel] = report.timeouts;
    [
        ("submissions", report.submissions),
        ("attempts", report.attempts),
        ("retries of the gateway", report.retries),
        ("retries and hedges refused", report.retries_refused),
        ("turned away by the rate limit", report.rate_limited),
        ("shed by the concurrency limit", report.shed),
        ("found no usable processor", report.nobody),
        ("found every usable one full", report.full),
        ("stopped by open breakers", report.broken),
        ("hedges", report.hedges),
        ("messages lost", report.lost),
        ("timeouts at merchants", merchant),
        ("timeouts at the gateway", gateway),
        ("timeouts at processors", processor),
        ("timeouts at the channel", channel),
        ("late answers", report.late),
        ("answers given again by key", report.replayed + report.joined),
        ("work dropped for nobody", report.dropped),
        ("dropped from queues as expired", report.expired),
        ("dropped by controlled delay", report.overdue),
        ("turned away by admission control", report.not_admitted),
        ("health checks", report.checks),
        ("processors taken out by checks", report.marked_down),
        ("attempts sent in panic", report.panicked),
        ("processors ejected as outliers", report.ejected),
        ("times scaled up", report.scaled_up),
        ("times scaled down", report.scaled_down),
        ("status enquiries", report.enquiries),
        ("outcomes found by enquiry", report.enquiries_answered),
        ("reversals due", report.reversals),
        ("reversals acknowledged", report.reversed),
        ("reversals before their request", report.overtaking),
        ("messages given up", report.given_up),
        ("approved in the issuer's stead", report.stand_ins),
        ("of these wrongly", report.stand_ins_wrong),
        ("declined as the card is blocked", report.blocked_cards),
        ("declined above the card's limit", report.above_limit),
        ("approvals written", report.commits),
        ("approvals in the cache at first", report.written_behind),
        ("writes that brought them behind", report.written_back),
        ("cards not written at the end", u64::from(report.unwritten)),
        ("APPROVALS LOST WITH THE CACHE", report.lost_writes),
        ("shoppers that left", report.abandoned),
    ]
}
