//! Texts of the verdict: what came out, and what it is worth.

/// A figure's name and what it means.
#[derive(Debug)]
pub struct TermText {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Texts of the verdict.
#[derive(Debug)]
pub struct VerdictText {
    /// Name of the part.
    pub region: &'static str,
    /// The promise.
    pub objective: TermText,
    /// It was kept.
    pub met: &'static str,
    /// Added while load or faults vary: what comes may change it.
    pub so_far: &'static str,
    /// It was not.
    pub missed: &'static str,
    /// What was promised lies within the interval.
    pub close: &'static str,
    /// It cannot be said yet.
    pub undecided: &'static str,
    /// Measured share of the answers in time.
    pub in_time: fn(&str) -> String,
    /// Measured share of the payments with a correct answer.
    pub answered: fn(&str) -> String,
    /// Promised share, and the time that it is promised for.
    pub promised: fn(&str, &str) -> String,
    /// Promised share of correct answers.
    pub promised_answered: fn(&str) -> String,
    /// Answers per second.
    pub throughput: TermText,
    /// Answers in time per second.
    pub goodput: TermText,
    /// What stands before the percentiles.
    pub response: &'static str,
    /// Median.
    pub p50: TermText,
    /// 95th percentile.
    pub p95: TermText,
    /// 99th percentile.
    pub p99: TermText,
    /// Share of correct answers.
    pub availability: TermText,
    /// Payments with a correct answer.
    pub ok: TermText,
    /// Payments without a correct answer.
    pub failed: TermText,
    /// What answers that did not come have cost.
    pub money: MoneyText,
    /// So many of so many.
    pub of_ended: fn(&str) -> String,
    /// Nothing was observed.
    pub empty: &'static str,
    /// Too early.
    pub warming_up: &'static str,
    /// A quantile that takes about so many payments.
    pub needed: fn(&str) -> String,
    /// The load changes, so one run gives no interval.
    pub varying: &'static str,
    /// No steady state.
    pub unstable: &'static str,
    /// No steady state, and why.
    pub unstable_because: fn(&str) -> String,
    /// Who turns payments away because more come than can be served.
    pub overloaded_because: fn(&str) -> String,
    /// Which seconds the figures speak of: length of the window, of the warm-up.
    pub window: fn(&str, &str) -> String,
    /// Which seconds, where there is no warm-up.
    pub window_whole: fn(&str) -> String,
    /// Which seconds, where the warm-up was found: length of the window, of the warm-up.
    pub window_found: fn(&str, &str) -> String,
    /// Which seconds, while the end of the warm-up is looked for.
    pub window_looking: fn(&str) -> String,
    /// Which seconds, where the warm-up that was found is too much of the run: of the window, of the warm-up.
    pub window_late: fn(&str, &str) -> String,
    /// Which seconds, where the run still drifts.
    pub window_drift: fn(&str) -> String,
    /// Still inside the warm-up: done, whole.
    pub warm_up: fn(&str, &str) -> String,
    /// What an interval means.
    pub interval: &'static str,
    /// Before the first figures.
    pub idle: &'static str,
    /// The figures are still those of the run before.
    pub replaying: &'static str,
    /// The pinned scenario.
    pub a: &'static str,
    /// The running scenario.
    pub b: &'static str,
    /// The difference.
    pub difference: &'static str,
    /// Keeps the scenario for comparison.
    pub pin: &'static str,
    /// Help of it.
    pub pin_help: &'static str,
    /// Ends the comparison.
    pub unpin: &'static str,
    /// Help of it.
    pub unpin_help: &'static str,
    /// A and B are the same, event by event.
    pub same: &'static str,
    /// A difference of shares.
    pub points: &'static str,
    /// What is compared.
    pub compared: &'static str,
}

/// Texts of what answers that did not come have cost.
#[derive(Debug)]
pub struct MoneyText {
    /// The books compared.
    pub books: TermText,
    /// They agree.
    pub agree: &'static str,
    /// They do not.
    pub differ: &'static str,
    /// A law does not hold, and no payment is known that breaks it.
    pub broken: &'static str,
    /// Where that law is named.
    pub which: &'static str,
    /// What these counts are worth, and their amounts.
    pub exact: &'static str,
    /// The first payment that is wrong, by its number.
    pub first: fn(&str) -> String,
    /// Payments that are not compared yet, and what is held for them.
    pub open: fn(&str, &str) -> String,
    /// An amount.
    pub amount: fn(&str) -> String,
    /// Charged more than once.
    pub double_charges: TermText,
    /// Held for nothing.
    pub stuck_holds: TermText,
    /// Approved by nobody.
    pub unfounded: TermText,
    /// Not sold.
    pub sales_lost: TermText,
    /// Neither success nor failure.
    pub unknown: TermText,
    /// Answered and never in the database, and what the count is worth.
    pub lost_writes: (TermText, &'static str),
}
