//! Texts of the contest: policies on the same random payments.

use super::option;
use crate::app::format;
use crate::app::text::controls::OptionText;
use crate::app::text::formulas::state_word;
use crate::balance::Policy;
use crate::experiment::{ContestReport, Contestant, State};
use crate::math;

/// Texts of the contest.
#[derive(Debug)]
pub struct ContestText {
    /// Title.
    pub title: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// The list of worlds.
    pub world: &'static str,
    /// The worlds, by their ids.
    pub worlds: [OptionText; 10],
    /// How many processors.
    pub processors: &'static str,
    /// Numbers of processors.
    pub counts: [OptionText; 10],
    /// How busy they are.
    pub load: &'static str,
    /// Button: begins.
    pub begin: &'static str,
    /// Button: ends with what is known.
    pub cancel: &'static str,
    /// Nothing was simulated yet.
    pub empty: &'static str,
    /// How many runs of how many are done.
    pub progress: fn(u32, u32) -> String,
    /// It was cancelled.
    pub cancelled: &'static str,
    /// It crashed, with what was said.
    pub failed: fn(&str) -> String,
    /// What is shown belongs to another setting.
    pub stale: &'static str,
    /// What was found, in a sentence.
    pub found: fn(&ContestReport) -> String,
    /// Title of the picture.
    pub picture: &'static str,
    /// How it is read.
    pub picture_note: &'static str,
    /// Behind the name of the policy that nobody chose.
    pub reference: &'static str,
    /// What theory's line is.
    pub floor: &'static str,
    /// Name of the table.
    pub figures: &'static str,
    /// Its heads.
    pub heads: &'static [&'static str],
    /// In place of a difference: this is the one that the others are compared with.
    pub first: &'static str,
    /// Exactly the same.
    pub same: &'static str,
    /// The interval holds zero.
    pub no_difference: &'static str,
    /// So many runs.
    pub runs: fn(u32) -> String,
    /// The word for a state.
    pub state_word: fn(State) -> &'static str,
    /// What the figures stand for.
    pub note: fn(&ContestReport) -> String,
    /// Title of the shares.
    pub shares: &'static str,
    /// How they are read, with the even share.
    pub shares_note: fn(&str) -> String,
    /// Title of the numbers in flight.
    pub in_flight: &'static str,
    /// How they are read.
    pub in_flight_note: &'static str,
    /// A processor's number.
    pub share: fn(usize, &str) -> String,
    /// The least and the most of many: who has it, and the number.
    pub ends: fn([(usize, &str); 2]) -> String,
    /// Opens the table of many processors.
    pub numbers: &'static str,
    /// Its first head.
    pub processor: &'static str,
    /// Title of the regrets.
    pub regret: &'static str,
    /// How they are read, given what the best gets approved in a run.
    pub regret_note: fn(f64) -> String,
    /// Heads of their table.
    pub regret_heads: &'static [&'static str],
}

/// There is one table a language.
impl PartialEq for ContestText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

const fn world(id: &'static str, label: &'static str, summary: &'static str) -> OptionText {
    OptionText { id, label, summary }
}

pub(super) const ENGLISH: ContestText = ContestText {
    title: "The same policies on random payments",
    lead: "Every policy above meets the same arrivals and the same service demands, run by run. Each processor has one \
           worker and a service of 20 ms on average, exponential; nothing else takes time, so whatever differs is the \
           balancer\u{2019}s doing.",
    world: "World",
    worlds: [
        world("equal", "All alike", "All processors are equally fast."),
        world("unequal", "Unequal", "Every second one is three times as fast as its neighbour, with weights 1 and 3."),
        world("grey", "One is slow", "Processor 1 takes four times as long and nothing else tells: a grey failure."),
        world("fails-fast", "One fails fast", "Processor 1 refuses everything at once, so it always looks idle."),
        world("dead", "One is dead", "Processor 1 takes everything and never answers; the gateway gives up after 1 s."),
        world("flapping", "One flaps", "Processor 1 refuses everything for five seconds of every ten."),
        world(
            "cold",
            "One joins cold",
            "Processor 1 joins when measuring begins, and takes five times as long for its first twenty seconds.",
        ),
        world(
            "gateways",
            "Eight gateways",
            "All alike, behind eight gateways with a state of their own; each counts only what it sent itself.",
        ),
        world(
            "delayed",
            "Old counts",
            "All alike, behind eight gateways that are told every 200 ms, ten service times, how much is in flight where; \
             whoever then goes by the shortest queue goes there with everybody else.",
        ),
        world(
            "approval",
            "Unequal approval",
            "Processor 2 approves 95 % of what it gets, the others 80 to 90 %. All have room for everybody and nothing is \
             known beforehand, so what counts is to learn; counted from the first payment on.",
        ),
    ],
    processors: "Processors",
    counts: [
        option("2", "2"),
        option("3", "3"),
        option("4", "4"),
        option("6", "6"),
        option("8", "8"),
        option("12", "12"),
        option("16", "16"),
        option("32", "32"),
        option("64", "64"),
        option("128", "128"),
    ],
    load: "Load, of what all can do",
    begin: "Run them",
    cancel: "Cancel",
    empty: "Nothing was simulated yet: ten runs of each policy take a few seconds, among 128 processors a minute or two.",
    progress: |done, planned| format!("{done} of {planned} runs are done."),
    cancelled: "Cancelled; below stands what was known.",
    failed: |why| format!("A worker crashed: {why}"),
    stale: "Below stands what was found for another setting or seed. Run them again.",
    found,
    picture: "Response time by percentile",
    picture_note: "Both axes are logarithmic: each nine has as much room as the one before.",
    reference: " (reference)",
    floor: "One queue for all, M/M/n (theory)",
    figures: "Figures of each policy",
    heads: &["policy", "p50", "p95", "p99", "p50, less the first", "p99, less the first", "success rate", "runs"],
    first: "the first",
    same: "exactly the same",
    no_difference: "no difference that chance could not make",
    runs: |runs| format!("{runs} runs of 60 s"),
    state_word,
    note,
    shares: "Who got how much",
    shares_note: |even| format!("Percent of the payments for each processor, from the first; an even share is {even}."),
    in_flight: "In flight",
    in_flight_note: "Payments at each processor on average, waiting or in service.",
    share: |processor, share| format!("Processor {processor}: {share}"),
    ends: |[(low, least), (high, most)]| format!("from {least} (processor {low}) to {most} (processor {high})"),
    numbers: "Numbers of each processor",
    processor: "processor",
    regret: "Regret",
    regret_note: |best| {
        format!(
            "Payments of a run that processor 2, the best in hindsight, would have approved and the policy did not; the best \
             approves {} on average. ± is a 95 % interval over pairs of runs under one seed.",
            format::count(math::whole(best))
        )
    },
    regret_heads: &["policy", "regret", "of what the best approves"],
};

fn name(one: &Contestant) -> String {
    Policy::from_id(&one.policy).map_or_else(|| one.policy.clone(), |one| one.name().to_owned())
}

/// The least and the most regret.
fn regretted(report: &ContestReport) -> Option<String> {
    let known = |one: &Contestant| Some((one.regret?.mean?, one.regret?.half_width?, name(one)));
    let mut all: Vec<_> = report.contestants.iter().filter(|one| !one.reference).filter_map(known).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let told = |(mean, width, name): &(f64, f64, String)| {
        format!("{name}, {} ± {} payments a run", format::number(*mean), format::number(*width))
    };
    match all.as_slice() {
        [] => None,
        [one] => Some(format!("Regret: {}.", told(one))),
        [least, .., most] if least.0 + least.1 >= most.0 - most.1 => {
            Some(format!("No policy stands out by its regret: {} to {}.", told(least), told(most)))
        }
        [least, .., most] => Some(format!("Least regret: {}; most: {}.", told(least), told(most))),
    }
}

/// Who was overrun, and the best and the worst of the others: by regret where there is one, else by the 99th percentile.
fn found(report: &ContestReport) -> String {
    if let Some(words) = regretted(report) {
        return words;
    }
    let chosen = || report.contestants.iter().filter(|one| !one.reference);
    let overrun: Vec<String> = chosen().filter(|one| one.unstable.is_some()).map(name).collect();
    let p99 = |one: &Contestant| one.metrics.p99_ms.mean.unwrap_or(f64::INFINITY);
    let mut steady: Vec<&Contestant> = chosen().filter(|one| one.metrics.p99_ms.half_width.is_some()).collect();
    steady.sort_by(|one, other| p99(one).total_cmp(&p99(other)));
    let mut words = String::new();
    if !overrun.is_empty() {
        words = format!("Unstable, with response times that grow for as long as a run lasts: {}. ", overrun.join(", "));
    }
    let told = |one: &Contestant| {
        let width = one.metrics.p99_ms.half_width.unwrap_or_default();
        format!("{}, {} ± {}", name(one), format::millis(p99(one)).text(), format::millis(width).text())
    };
    match steady.as_slice() {
        [] => {}
        [one] => words.push_str(&format!("p99: {}.", told(one))),
        [best, .., worst] => words.push_str(&format!("Shortest p99: {}; longest: {}.", told(best), told(worst))),
    }
    words
}

fn note(report: &ContestReport) -> String {
    let from = if report.hindsight.is_some() { "from its start" } else { "after 10 s of warm-up" };
    let mut words = format!(
        "{} arrive on average, Poisson. Response times are those of answered payments, measured for 60 s of each run \
         {from}; ± is a 95 % interval over the runs, and the differences are of pairs of runs under one \
         seed, from {}. A refused or unanswered payment counts against the success rate only.",
        format::rate(report.rate_per_s).text(),
        report.seed
    );
    if let (Some(floor), Some(two_ms)) = (&report.floor, report.two_choices_ms) {
        words.push_str(&format!(
            " By theory one queue for all takes {} on average, and two random choices among very many servers {} (mean \
             field).",
            format::millis(floor.mean_ms).text(),
            format::millis(two_ms).text()
        ));
    }
    words
}
