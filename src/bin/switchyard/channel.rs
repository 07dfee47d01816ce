//! What the channel is, and what that meant in a run, as lines for people.

use std::fmt::Write as _;
use switchyard::experiment::{LedgerReport, Report};
use switchyard::scenario::ChannelKind;

/// Nothing of a card network, which is the usual; counts of this run, exact, since the end of the warm-up.
pub(crate) fn lines(kind: ChannelKind, report: &Report) -> String {
    match kind {
        ChannelKind::CardNetwork => String::new(),
        ChannelKind::InstantRail { limit_s } => rail(limit_s, report),
        ChannelKind::Ledger { block_payments, confirmations, .. } => {
            report.ledger.map_or_else(String::new, |seen| ledger([block_payments, confirmations], &seen))
        }
    }
}

fn rail(limit_s: f64, report: &Report) -> String {
    let mut out = format!("the channel is an instant rail with a limit of {limit_s} s, counted in this run\n");
    if let Some(counts) = &report.recovery {
        line(&mut out, "rejected at the limit", &format!("{:>12} transfers", counts.timeouts[3]));
        let said = format!("{:>12}; {} acknowledged", counts.reversals, counts.reversed);
        line(&mut out, "returns and recalls", &said);
    }
    out
}

fn ledger([places, confirmations]: [u32; 2], seen: &LedgerReport) -> String {
    let mut out = "the channel is a ledger, counted in this run\n".to_owned();
    let share = seen.used_share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", share * 1e2));
    let each = seen.used_share.map_or_else(|| "-".to_owned(), |share| format!("{:.1}", share * f64::from(places)));
    line(&mut out, "blocks", &format!("{:>12}", seen.blocks));
    line(
        &mut out,
        "payments a block",
        &format!("{each:>12}; {share} of its places, at most {:.1} /s", seen.bound_per_s),
    );
    line(&mut out, "waiting for a block now", &format!("{:>12}", seen.pool));
    line(&mut out, "to be confirmed now", &format!("{:>12}; {confirmations} further blocks each", seen.unconfirmed));
    line(&mut out, "time into a block", &times(seen.inclusion_ms));
    line(&mut out, "time to finality", &times(seen.finality_ms));
    out
}

fn line(out: &mut String, name: &str, said: &str) {
    let _ = writeln!(out, "  {name:<24} {said}");
}

fn times(known: Option<[f64; 3]>) -> String {
    let Some(times) = known else { return format!("{:>12}", "-") };
    let [p50, p95, p99] = times.map(|ms| ms / 1e3);
    format!("{p50:>12.1} s p50, {p95:.1} s p95, {p99:.1} s p99")
}
