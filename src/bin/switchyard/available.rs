//! Availability by its several definitions, as lines for people.

use super::cli::said;
use std::fmt::Write as _;
use switchyard::experiment::{Availability, Counts, TimeAvailability, Tries, UP_SHARE};

/// What can be said of the run's window; nothing before a payment has ended or is late.
pub(crate) fn lines(measured: &Availability, counts: &Counts) -> String {
    if measured.ended + measured.overdue == 0 {
        return String::new();
    }
    let mut out = "availability by its definitions\n".to_owned();
    let mut say = |name: &str, what: String| {
        let _ = writeln!(out, "  {name:<24} {what}");
    };
    say("answered in time", said(&measured.good, ""));
    say("declined by the issuer", format!("{}, {} of the ended", counts.declined, said(&measured.declined, "")));
    say("failed technically", format!("{}, {} of the ended", counts.technical, said(&measured.technical, "")));
    if let Some(Tries { sent, answered }) = measured.tries {
        say("per request", format!("{answered} payments answered with {sent} submissions"));
    }
    if let Some(TimeAvailability { window_s, windows, down, longest_s }) = measured.time {
        let up = windows - down;
        let least = UP_SHARE * 100.0;
        say(
            "by time",
            format!(
                "{up} of {windows} windows of {window_s} s with {least} % answered or more; longest outage {longest_s} s"
            ),
        );
    }
    if measured.contradicted > 0 {
        let contradicted = measured.contradicted;
        say(
            "found wrong",
            format!("{contradicted} payments charged twice or approved without a hold, counted as failed"),
        );
    }
    if measured.overdue > 0 {
        let Availability { overdue, hanging, .. } = measured;
        let counted = if *hanging > 0 { "not in time, and as failed" } else { "not in time" };
        say(
            "under way too long",
            format!("{overdue} payments beyond the objective's response time, counted as {counted}"),
        );
    }
    if let Some(burn) = measured.burn {
        let (budget, failed) = (measured.budget, measured.lost());
        say("error budget", format!("{budget:.1} payments may fail, {failed} did: burn rate {burn:.2}"));
    }
    if let Some(nines) = measured.nines {
        let next = measured
            .next_nine
            .map_or_else(String::new, |payments| format!("; one more takes {payments} payments without a failure"));
        say("nines shown", format!("{nines} (lower end of the interval){next}"));
    }
    out
}
