//! Texts of studies: the view `verify`, and trials of the scenario that runs.

use super::formulas::{needed, state_word};
use crate::app::study::{Aim, Precise};
use crate::experiment::State;

/// Texts of the view `verify`.
#[derive(Debug)]
pub struct VerifyText {
    /// Title.
    pub title: &'static str,
    /// What it proves, and how.
    pub lead: &'static str,
    /// Button: the short proof.
    pub quick: &'static str,
    /// Button: the long proof.
    pub thorough: &'static str,
    /// Button: ends it, and keeps what is known.
    pub cancel: &'static str,
    /// Before anything was run.
    pub empty: &'static str,
    /// Progress: tasks done and planned.
    pub progress: fn(u32, u32) -> String,
    /// It was cancelled.
    pub cancelled: &'static str,
    /// It was cancelled before anything was done.
    pub cancelled_empty: &'static str,
    /// It failed, with what a worker said.
    pub failed: fn(&str) -> String,
    /// The verdict so far: whether all passed, figures, how many of them lie outside.
    pub verdict: fn(bool, usize, u32) -> String,
    /// Headings of the parts, each with one sentence.
    pub exact: Part,
    /// Coverage of intervals.
    pub coverage: Part,
    /// Its published table.
    pub published: PublishedText,
    /// Same bits everywhere.
    pub golden: Part,
    /// Laws of conservation.
    pub laws: Part,
    /// Names of a quantity by its field in the report.
    pub quantity: fn(&str) -> &'static str,
    /// Words of a verdict.
    pub passes: &'static str,
    /// Passes, though its interval misses.
    pub outside: &'static str,
    /// Does not pass.
    pub fails: &'static str,
    /// The same digest.
    pub same: &'static str,
    /// No violation, or their number.
    pub violations: fn(u64) -> String,
    /// How often a promise of the safeguards was broken.
    pub promise: fn(u64) -> String,
    /// Intervals that were refused.
    pub refused: fn(u32) -> String,
}

/// There is one table a language.
impl PartialEq for VerifyText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Texts of the published coverage.
#[derive(Debug)]
pub struct PublishedText {
    /// Its heading.
    pub title: &'static str,
    /// What it shows.
    pub note: &'static str,
    /// When it was measured; the command follows.
    pub source: fn(&str) -> String,
    /// Heads of its table.
    pub heads: &'static [&'static str],
    /// What was measured here: shares of the mean and of p95, intervals, refused runs.
    pub here: fn(&str, &str, u32, u32) -> String,
    /// Nothing was.
    pub not_run: &'static str,
}

/// A part of the proof.
#[derive(Debug)]
pub struct Part {
    /// Its heading.
    pub title: &'static str,
    /// What it shows.
    pub note: &'static str,
    /// Heads of its table.
    pub heads: &'static [&'static str],
}

pub(super) const VERIFY: VerifyText = VerifyText {
    title: "Verify",
    lead: "Do not take our word for it. This runs the simulation here, in your browser, on queues whose exact answers \
           are known, and compares. All seeds are fixed, so everybody gets the same numbers. A 95 % interval misses one \
           truth in twenty by design: a figure passes if the truth lies within twice its half-width, and all together \
           pass if at most one in seven lies outside its plain interval.",
    quick: "Verify quickly",
    thorough: "Verify thoroughly",
    cancel: "Cancel",
    empty: "Nothing was run yet. The quick proof takes some seconds, the thorough one up to a minute or two.",
    progress: |done, planned| format!("{done} of {planned} tasks done"),
    cancelled: "Cancelled. What was done until then stands below.",
    cancelled_empty: "Cancelled before the first task was done.",
    failed: |why| format!("The proof stopped: {why}"),
    verdict: |passed, figures, outside| {
        let verdict = if passed { "Everything passes" } else { "Not everything passes" };
        format!(
            "{verdict}: {figures} figures, {outside} of them outside their 95 % interval; one in twenty is expected."
        )
    },
    exact: Part {
        title: "Against exact theory",
        note: "Ordinary scenarios whose other stages take no time, so that a closed form gives the truth. Percentiles are \
               read from buckets that are a thousandth of their time wide at most, or half a microsecond; no interval is \
               narrower than its bucket.",
        heads: &["case", "quantity", "theory", "measured", "verdict"],
    },
    coverage: Part {
        title: "Are the intervals honest?",
        note: "The same queue run many times under different seeds: 93 to 97 % of the 95 % intervals of the mean should \
               hold the truth, and 92 to 98 % of those of the 95th percentile; with few runs chance needs more room. Of the \
               runs one, and one more in twenty, may give no interval.",
        heads: &["queue", "payments a run", "runs", "mean covered", "p95 covered", "verdict"],
    },
    published: PublishedText {
        title: "The same measurement with a thousand runs",
        note: "What your browser would need some twenty minutes for, published with its command: the seeds are fixed, so \
               that you get the same. Half-width and bias are means over the runs, in percent of the truth; runs that \
               refused an interval are left out of the shares.",
        source: |date| format!("Measured on {date} by"),
        heads: &[
            "queue",
            "payments a run",
            "runs",
            "refused",
            "mean covered",
            "half-width",
            "bias",
            "p95 covered",
            "half-width",
            "bias",
            "measured here",
        ],
        here: |mean, p95, intervals, refused| {
            let left_out = if refused > 0 { format!(", {refused} refused") } else { String::new() };
            format!("mean {mean}, p95 {p95} of {intervals} intervals{left_out}")
        },
        not_run: "not run",
    },
    golden: Part {
        title: "The same bits everywhere",
        note: "The digest of every preset under seed 1. It was computed natively and must come out the same here.",
        heads: &["preset", "digest", "verdict"],
    },
    laws: Part {
        title: "Nothing is lost",
        note: "Payments, waits and money add up in all cases and presets above, where payments are lost, abandoned or \
               tried again too: exactly, to the nanosecond and the cent. What only safeguards promise, as that nobody is \
               charged twice, stands last: some presets switch a safeguard off to show what happens then.",
        heads: &["law", "verdict"],
    },
    quantity,
    passes: "passes",
    outside: "passes, outside its interval",
    fails: "fails",
    same: "the same",
    violations: |count| match count {
        0 => "holds".to_owned(),
        count => format!("broken {count} times"),
    },
    promise: |count| match count {
        0 => "kept".to_owned(),
        count => format!("broken {count} times, without the safeguard for it"),
    },
    refused: |count| {
        format!("{count} gave no interval: too short, still drifting, or more than a quarter of the run was warm-up")
    },
};

/// Name of a quantity by its field in the report.
fn quantity(field: &str) -> &'static str {
    match field {
        "offered_per_s" => "offered",
        "accepted_per_s" => "accepted",
        "completed_per_s" => "throughput",
        "goodput_per_s" => "goodput",
        "response_ms" => "response time, mean",
        "p50_ms" => "response time, p50",
        "p95_ms" => "response time, p95",
        "p99_ms" => "response time, p99",
        "p999_ms" => "response time, p99.9",
        "availability" => "availability",
        "cache_hit_ratio" => "cache hits",
        "in_system" => "payments in the system",
        _ => "another quantity",
    }
}

/// Texts of trials.
#[derive(Debug)]
pub struct TrialText {
    /// Title.
    pub title: &'static str,
    /// What a trial is for.
    pub lead: &'static str,
    /// Button: a trial with the usual number of runs.
    pub begin: &'static str,
    /// Button: a trial until the interval of the mean response time is narrow enough.
    pub until: fn(u32) -> String,
    /// How precise it is to become.
    pub choice: &'static str,
    /// A half-width in percent of the mean.
    pub precise: fn(u32) -> String,
    /// Button: more runs.
    pub extend: &'static str,
    /// Button: goes on after it was cancelled.
    pub resume: &'static str,
    /// Button: ends it, and keeps what is known.
    pub cancel: &'static str,
    /// Progress: runs done and planned.
    pub progress: fn(u32, u32) -> String,
    /// It was cancelled.
    pub cancelled: &'static str,
    /// It was cancelled before anything was done.
    pub cancelled_empty: &'static str,
    /// It failed, with what a worker said.
    pub failed: fn(&str) -> String,
    /// The figures belong to another scenario or seed than the one that is shown.
    pub stale: &'static str,
    /// What the runs are worth: runs, simulated time, warm-up.
    pub summary: fn(u32, &str, &str) -> String,
    /// Runs before them that do not count, some.
    pub pilots: fn(u32) -> String,
    /// How far it came towards the precision that was wanted.
    pub precision: fn(&Precise) -> String,
    /// There are no intervals, and why.
    pub early: fn(&str) -> String,
    /// It is unstable, and why.
    pub unstable: fn(&str) -> String,
    /// Who turns payments away because more come than can be served.
    pub overloaded: fn(&str) -> String,
    /// What an average without an interval is worth.
    pub state_word: fn(State) -> &'static str,
    /// A quantile that takes about so many payments.
    pub needed: fn(&str) -> String,
    /// A quantile that takes about so many payments in each run.
    pub needed_per_run: fn(&str) -> String,
    /// Names of a quantity by its field in the report.
    pub quantity: fn(&str) -> &'static str,
    /// Heads of the table.
    pub heads: &'static [&'static str],
}

/// There is one table a language.
impl PartialEq for TrialText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) const TRIAL: TrialText = TrialText {
    title: "Trial: how sure is it?",
    lead: "One run is one story. A trial makes several runs of this scenario under different seeds, beside the one above, \
           and says what they have in common: where the load is steady a few long ones, where it varies many.",
    begin: "Run a trial",
    until: |percent| format!("Run until ± {percent} %"),
    choice: "How precisely the mean response time is to be known",
    precise: |percent| format!("± {percent} %"),
    extend: "Add four runs",
    resume: "Go on",
    cancel: "Cancel",
    progress: |done, planned| format!("{done} of {planned} runs done"),
    cancelled: "Cancelled. The runs that were done until then stand below.",
    cancelled_empty: "Cancelled before the first run was done.",
    failed: |why| format!("The trial stopped: {why}"),
    stale: "These figures belong to another scenario or seed than the one above.",
    summary: |runs, simulated, warm_up| {
        format!("{runs} runs, {simulated} simulated in all, {warm_up} of it warm-up that does not count.")
    },
    pilots: |pilots| match pilots {
        1 => "One much shorter run before them told how long they have to be, and does not count.".to_owned(),
        some => format!("{some} much shorter runs before them told how long they have to be, and do not count."),
    },
    precision,
    early: |why| format!("Too early to say: {why}. There are no intervals."),
    unstable: |why| format!("Unstable: {why}. More runs do not help; there is no steady state to estimate."),
    overloaded: |why| format!("Overloaded: {why}. The figures speak of what passes."),
    state_word,
    needed,
    needed_per_run: |payments| format!("takes about {payments} payments in each run"),
    quantity,
    heads: &["quantity", "average, 95 % interval", "lowest run", "highest run"],
};

/// How far a trial came towards the precision that was wanted.
fn precision(precise: &Precise) -> String {
    let Precise { aim, reached, wanted, spent, budget } = precise;
    let known = match reached {
        Some(reached) => format!("The mean response time is known to ± {reached}"),
        None => "The mean response time has no interval".to_owned(),
    };
    let events = format!("{spent} of at most {budget} events");
    match (aim, reached) {
        (Aim::Open, Some(_)) => format!("{known} so far; you want ± {wanted}. Spent: {events}."),
        (Aim::Open, None) => format!("{known} yet; you want ± {wanted}. Spent: {events}."),
        (Aim::Met, _) => format!("{known}, as precisely as you wanted, after {events}."),
        (Aim::Missed, Some(_)) => {
            format!("{known} only, not to ± {wanted}: another round would exceed the budget, after {events}.")
        }
        (Aim::Missed, None) => {
            format!("{known}, so ± {wanted} was not reached: another round would exceed the budget, after {events}.")
        }
    }
}
