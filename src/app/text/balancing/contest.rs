//! Texts of the contest: policies on the same random payments.

use super::option;
use crate::app::format;
use crate::app::study::half_width;
use crate::app::text::controls::OptionText;
use crate::app::text::formulas::state_word;
use crate::experiment::{ContestReport, Contestant, Estimate, Gap, State};
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
    /// How they are read, with what each processor is due.
    pub shares_note: fn(&[f64]) -> String,
    /// Jain's index of a policy.
    pub fairness: fn(&str) -> String,
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
    /// Title of how the picks shift.
    pub shifts: &'static str,
    /// How they are drawn, with the number of processors that have a band of their own.
    pub shifts_note: fn(usize) -> String,
    /// The share that moves from one row to the next.
    pub moved: fn(&str) -> String,
    /// The least and the most of a processor.
    pub from_to: fn(&str, &str) -> String,
    /// Opens the table of the least and the most.
    pub shifts_table: &'static str,
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
    lead: "Every policy above meets the same arrivals and the same service demands, run by run. A service takes 20 ms on \
           average, exponential, one payment at a time at each processor unless the world says otherwise; nothing else takes \
           time, so whatever differs is the balancer\u{2019}s doing.",
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
    shares_note,
    fairness: |index| format!("Fairness {index}"),
    in_flight: "In flight",
    in_flight_note: "Payments at each processor on average, waiting or in service.",
    share: |processor, share| format!("Processor {processor}: {share}"),
    ends: |[(low, least), (high, most)]| format!("from {least} (processor {low}) to {most} (processor {high})"),
    numbers: "Numbers of each processor, with intervals",
    processor: "processor",
    shifts: "How the shares swing",
    shifts_note: |told| {
        format!(
            "The first run of each policy, half second by half second: bands are the shares of the picks, processor 1 at the \
             bottom, {told} of them in colour, those beyond as the rest above. Processors report their load once a second; \
             weights that follow it naively swing to and fro, however fair the shares above look."
        )
    },
    moved: |share| {
        format!("From one half second to the next {share} of the picks go to another processor, on average.")
    },
    from_to: |least, most| format!("{least} to {most}"),
    shifts_table: "Least and most share of each processor",
    regret: "Regret",
    regret_note: |best| {
        format!(
            "Payments of a run that processor 2, the best in hindsight, would have approved and the policy did not; the best \
             approves {} on average, which the shares take as known. ± is a 95 % interval over pairs of runs under one seed.",
            format::count(math::whole(best))
        )
    },
    regret_heads: &["policy", "regret", "of what the best approves"],
};

fn shares_note(due: &[f64]) -> String {
    let ends = due.iter().copied().reduce(f64::min).zip(due.iter().copied().reduce(f64::max));
    let marked = match ends {
        Some((least, most)) if most - least < 1e-9 => format!("an even share, {},", format::percent(most).text()),
        Some((least, most)) => {
            let [least, most] = [least, most].map(|share| format::percent(share).text());
            format!("the share that its weight asks for, {least} or {most},")
        }
        None => "an even share".to_owned(),
    };
    format!(
        "Percent of the payments for each processor, from the first; {marked} is marked. Fairness is Jain\u{2019}s index of \
         the shares over those marks: 1 where all have the same part of their due, 1 / n where one of n has everything. ± is \
         a 95 % interval over the runs."
    )
}

/// The least and the most regret.
fn regretted(report: &ContestReport) -> Option<String> {
    let known = |one: &Contestant| Some((one.regret?.mean?, one.regret?.half_width?, one.name.clone()));
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

/// Who was overrun, and the best and the worst of the others: by regret where there is one, else by the success rate where
/// that differs, and by the 99th percentile among those that lose no more than the best.
fn found(report: &ContestReport) -> String {
    if let Some(words) = regretted(report) {
        return words;
    }
    let all = &report.contestants;
    let chosen = || (0..all.len()).filter(|place| !all[*place].reference);
    let overrun: Vec<&str> =
        chosen().filter(|place| all[*place].unstable.is_some()).map(|place| all[place].name.as_str()).collect();
    let steady: Vec<usize> = chosen().filter(|place| all[*place].metrics.p99_ms.half_width.is_some()).collect();
    let answers = Order::of(report, &steady, &SUCCESS);
    let times = Order::of(report, &answers.best, &P99);
    let mut sentences = Vec::new();
    if !overrun.is_empty() {
        let overrun = overrun.join(", ");
        sentences.push(format!("Unstable, with response times that grow for as long as a run lasts: {overrun}."));
    }
    if answers.worst.is_some() {
        sentences.extend(answers.words(report, &SUCCESS));
        if answers.best.len() > 1 {
            sentences.push("Of those that lose no more than the best:".to_owned());
        }
    }
    sentences.extend(times.words(report, &P99));
    sentences.join(" ")
}

/// A figure by which policies are put in order.
struct Figured {
    /// What the best has and the worst has.
    ends: [&'static str; 2],
    /// What it is called.
    called: &'static str,
    of: fn(&Contestant) -> Estimate,
    /// How far two are apart in it.
    apart: fn(&Gap) -> Estimate,
    /// It with its interval, in words.
    told: fn(f64, f64) -> String,
    /// 1 where less is better, -1 where more is.
    sign: f64,
}

const SUCCESS: Figured = Figured {
    ends: ["Highest success rate", "lowest"],
    called: "success rate",
    of: |one| one.metrics.availability,
    apart: |gap| gap.availability,
    told: |mean, width| format!("{} ± {}", format::percent(mean).text(), half_width("availability", width)),
    sign: -1.0,
};

const P99: Figured = Figured {
    ends: ["Shortest p99", "longest"],
    called: "p99",
    of: |one| one.metrics.p99_ms,
    apart: |gap| gap.p99_ms,
    told: |mean, width| format!("{} ± {}", format::millis(mean).text(), format::millis(width).text()),
    sign: 1.0,
};

/// Policies in order of a figure, by their places among the contestants.
struct Order {
    /// The best one, and those whose distance from it chance could make.
    best: Vec<usize>,
    /// The worst one, where it is further away than that.
    worst: Option<usize>,
}

impl Order {
    fn of(report: &ContestReport, places: &[usize], figured: &Figured) -> Self {
        let mean = |place: usize| (figured.of)(&report.contestants[place]).mean;
        let rank = |place: usize| mean(place).map_or(f64::INFINITY, |mean| figured.sign * mean);
        let mut ranked = places.to_vec();
        ranked.sort_by(|one, other| rank(*one).total_cmp(&rank(*other)));
        let first = ranked.first().copied();
        let behind = |place: usize| first.is_some_and(|first| report.differ([first, place], figured.apart));
        let worst = ranked.last().copied().filter(|place| behind(*place));
        Self { best: ranked.into_iter().filter(|place| !behind(*place)).collect(), worst }
    }

    fn words(&self, report: &ContestReport, figured: &Figured) -> Option<String> {
        let named = |place: &usize| report.contestants[*place].name.clone();
        let told = |place: &usize| {
            let estimate = (figured.of)(&report.contestants[*place]);
            let known = estimate.mean.zip(estimate.half_width);
            known.map_or_else(
                || named(place),
                |(mean, width)| format!("{}, {}", named(place), (figured.told)(mean, width)),
            )
        };
        let Figured { ends: [first, last], called, .. } = figured;
        match (self.best.as_slice(), &self.worst) {
            ([], _) => None,
            ([one], None) => Some(format!("{called}: {}.", told(one))),
            ([one], Some(worst)) => Some(format!("{first}: {}; {last}: {}.", told(one), told(worst))),
            ([best, .., most], None) => {
                Some(format!("No policy stands out by its {called}: {} to {}.", told(best), told(most)))
            }
            ([best, others @ ..], Some(worst)) => {
                let near = others.iter().map(named).collect::<Vec<_>>().join(", ");
                Some(format!(
                    "{first}: {}, no different from {near} beyond chance; {last}: {}.",
                    told(best),
                    told(worst)
                ))
            }
        }
    }
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
    if let (Some(floor), [_, ..]) = (&report.floor, report.mean_field_ms.as_slice()) {
        let limit = |(count, ms): &(u32, f64)| format!("{} {}", choices(*count), format::millis(*ms).text());
        let limits: Vec<String> = report.mean_field_ms.iter().map(limit).collect();
        words.push_str(&format!(
            " By theory one queue for all takes {} on average, and among very many servers {} (mean field).",
            format::millis(floor.mean_ms).text(),
            limits.join(", ")
        ));
    }
    words
}

/// So many random choices, in words.
fn choices(count: u32) -> String {
    match count {
        1 => "one random choice".to_owned(),
        2 => "two random choices".to_owned(),
        count => format!("{count} random choices"),
    }
}
