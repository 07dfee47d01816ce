//! Texts of the area `beside`: theory and the measurement on one axis.

use super::charts::place_name;
use super::formulas::{needed, state, state_word};
use crate::app::beside::{Quantity, Standing};
use crate::app::format;
use crate::experiment::{Broken, Reason, Report, State};
use crate::payment::Place;
use std::ptr;

/// Texts of the area `beside`.
#[derive(Debug)]
pub struct BesideText {
    /// Title.
    pub title: &'static str,
    /// What is compared, and how to read it.
    pub lead: &'static str,
    /// Before theory or figures are there.
    pub empty: &'static str,
    /// What the measured figures are worth.
    pub state: fn(&Report) -> String,
    /// The window that they speak of, and what was left out before it: both as spans.
    pub window: fn(&str, &str) -> String,
    /// What a figure's state means, beside it.
    pub state_word: fn(State) -> &'static str,
    /// A quantile that takes about so many payments.
    pub needed: fn(&str) -> String,
    /// Stands beside a figure of one run that has no interval.
    pub no_interval: &'static str,
    /// Head of the column of places.
    pub place_head: &'static str,
    /// Head of the column of models.
    pub model_head: &'static str,
    /// Heads of the columns of figures.
    pub quantity: fn(Quantity) -> &'static str,
    /// Name of a place; none for the whole.
    pub place: fn(Option<Place>) -> String,
    /// Label of theory's figure.
    pub theory: &'static str,
    /// Label of the measured figure.
    pub measured: &'static str,
    /// Stands where theory has no closed form.
    pub no_theory: &'static str,
    /// A span too short for the clock of the simulation, but not nothing.
    pub tiny: &'static str,
    /// Stands where nothing was measured.
    pub not_measured: &'static str,
    /// How theory stands to the interval.
    pub standing: fn(Standing) -> String,
    /// The figures are exact for this scenario, or an approximation.
    pub exact: &'static str,
    /// They are no more than that.
    pub approximate: &'static str,
    /// Opens the source of a model.
    pub source: &'static str,
    /// Stands for the model where more arrives than can be served.
    pub unstable: &'static str,
    /// Where that is: place, arrivals, capacity.
    pub excess: fn(&str, &str, &str) -> String,
    /// Why simulation and theory name different places: theory's and the simulation's.
    pub bottleneck: fn(&str, &str) -> String,
    /// Stands for the model where none applies.
    pub no_model: &'static str,
    /// Why none applies.
    pub reason: fn(Reason) -> &'static str,
    /// Title of both classes of payments at a place.
    pub classes: fn(&str) -> String,
    /// Head of the column of classes.
    pub class_head: &'static str,
    /// Head of the column of their arrivals.
    pub arrivals_head: &'static str,
    /// Those with priority, and the others.
    pub class_names: [&'static str; 2],
    /// What their figures are worth.
    pub classes_note: &'static str,
    /// Title of the hit ratio, with the policy.
    pub cache: fn(&str) -> String,
    /// Stands where the hit ratio of a policy has no formula.
    pub no_hit_ratio: &'static str,
    /// Title of the assumptions.
    pub assumptions: &'static str,
    /// None is broken.
    pub all_hold: &'static str,
    /// What an assumption is, that this scenario does not keep, and what that does to the comparison.
    pub assumption: fn(Broken) -> [&'static str; 2],
}

/// Each table stands once in memory, so its place tells it apart.
impl PartialEq for BesideText {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: BesideText = BesideText {
    title: "Theory beside the measurement",
    lead: "What queueing theory says of this scenario, and what this run measured, on one axis each: the bar is the 95 % \
           interval, the tick is theory. A 95 % interval misses one truth in twenty.",
    empty: "Press play: theory stands here beside the first figures.",
    state,
    window: |window, warm_up| format!("Measured over {window} of simulated time, after {warm_up} of warm-up."),
    state_word,
    needed,
    no_interval: "no interval",
    place_head: "place",
    model_head: "model",
    quantity: |quantity| match quantity {
        Quantity::Utilisation => "utilisation",
        Quantity::Wait => "mean wait",
        Quantity::Response => "mean response",
        Quantity::P95 => "p95 of response",
        Quantity::Inside => "L, payments there",
        Quantity::HitRatio => "hit ratio",
    },
    place: |place| place.map_or_else(|| "arrival to answer".to_owned(), place_name),
    theory: "theory",
    measured: "measured",
    no_theory: "no closed form",
    tiny: "below 1\u{a0}ns",
    not_measured: "not measured here",
    standing: |standing| match standing {
        Standing::Inside => "theory inside the interval".to_owned(),
        Standing::Above(None) => "theory above the interval".to_owned(),
        Standing::Below(None) => "theory below the interval".to_owned(),
        Standing::Above(Some(share)) if share >= 1.0 => {
            format!("theory {} times the measured", format::number(1.0 + share))
        }
        Standing::Above(Some(share)) => format!("theory {} above", share_text(share)),
        Standing::Below(Some(share)) => format!("theory {} below", share_text(share)),
    },
    exact: "exact",
    approximate: "approximation",
    source: "source",
    unstable: "unstable",
    excess: |place, offered, capacity| format!("{place}: {offered} arrive, {capacity} can be served at most"),
    bottleneck: |bottleneck, grows| {
        format!(
            "Theory names the bottleneck, {bottleneck}. The simulation names {grows}, where the queue grows: in synchronous \
             processing workers are held until the answer is back, so payments pile up before them."
        )
    },
    no_model: "no model applies",
    reason,
    classes: |place| format!("Two classes at the {place}"),
    class_head: "class",
    arrivals_head: "arrivals by theory",
    class_names: ["with priority", "without"],
    classes_note: "Theory keeps the mean over all payments and has no percentiles here: who waits changes, how long all wait \
                   together does not. The measured waits are means over the same window as above, one run's, without an interval.",
    cache: |policy| format!("Cache, {policy}"),
    no_hit_ratio: "The hit ratio of this cache has no closed form.",
    assumptions: "Assumptions that this scenario does not keep",
    all_hold: "None: all assumptions hold.",
    assumption,
};

fn share_text(share: f64) -> String {
    format!("{}\u{a0}%", format::number(share * 100.0))
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Blocks => {
            "payments wait for blocks and leave the ledger all at once, for which there is no formula here"
        }
        Reason::RoutingByLoad => "the balancer looks at the load, so what each processor gets depends on the queues",
        Reason::RoutingByPayment => {
            "the balancer looks at each payment or prefers some processors, so what each gets is not known"
        }
        Reason::HitRatio => {
            "the hit ratio of this cache has no closed form, so the load of what lies behind is not known"
        }
        Reason::HeldInLine => "workers before are held while payments wait in line here, for too long to be neglected",
        Reason::LeftEarly => "payments are turned away here while workers before are held for them",
        Reason::Overload => "more arrives here than can be served, and what comes behind is not known",
        Reason::OutOfRange => "a number here is beyond what the formulas can take",
    }
}

fn assumption(broken: Broken) -> [&'static str; 2] {
    [not_kept(broken), effect(broken)]
}

/// What the scenario does that the model leaves out.
const fn not_kept(broken: Broken) -> &'static str {
    match broken {
        Broken::VaryingLoad => "The load varies with time; theory takes its long-run rate as steady.",
        Broken::RegularArrivals => "Payments come like a metronome, not as a Poisson stream.",
        Broken::ServiceNotExponential => "Service times are not exponential.",
        Broken::BoundedQueue => "The queue is bounded; theory takes it as endless.",
        Broken::Departures => "What leaves here is no Poisson stream, and its gaps depend on each other.",
        Broken::TakingTurns => "Processors take turns, so arrivals at each are more regular than a Poisson stream.",
        Broken::UnevenTurns => "Processors take turns by unequal weights, so the gaps at each depend on each other.",
        Broken::TurningAway => "Some payments are turned away here, and those let through are no random part.",
        Broken::DependentMisses => "Whether a card misses depends on who came before.",
        Broken::WaitWhileHeld => "Payments may wait here while workers before are held for them.",
        Broken::Timeouts => "Callers give up waiting, or messages are lost; theory lets everybody wait for the answer.",
        Broken::Retries => "What failed is tried again; theory counts every payment once.",
        Broken::Guards => "Limits and breakers turn payments away, or hedges send them twice; theory has none.",
        Broken::QueueOrder => {
            "Queues drop who waited too long, or serve the newest first; theory serves all in the order in which they came."
        }
        Broken::Priorities => "Some payments go ahead of the others in every queue; theory knows one class.",
        Broken::HealthChecks => {
            "Health checks take processors out and bring them back; theory counts on all of them all the time."
        }
        Broken::Scaling => "The number of workers follows the load; theory keeps it.",
        Broken::Security => {
            "Fraud and its controls are simulated; theory has neither the stations of the controls nor their declines."
        }
        Broken::FollowUp => {
            "The gateway answers before the result is there; theory lets everybody wait for the result."
        }
        Broken::Commits => "The database writes every approval, the sooner or the later; theory lets it read alone.",
        Broken::Zones => "Gateways prefer processors of their own zone; theory knows no zones.",
        Broken::Unreliable => "Answers may not come; theory lets all of them come.",
        Broken::Faults => "Places go wrong for a while; theory takes them as sound.",
        Broken::EntriesExpire => "Entries of the cache expire; theory keeps them.",
        Broken::StoredAfterRead => "A card is stored only after its read, and misses again until then.",
        Broken::MovingFavourites => "The favourites change; theory takes the present ones as lasting.",
        Broken::AroundTheCache => {
            "Reads are shared or early, entries stale, made new by writes or absent answers kept; no formula counts these."
        }
        Broken::Overtaking => "Payments may overtake each other, so cards do not come strictly in turn.",
    }
}

/// What that does to the comparison.
const fn effect(broken: Broken) -> &'static str {
    match broken {
        Broken::VaryingLoad => "Peaks queue more than lulls save: expect longer waits than theory says.",
        Broken::RegularArrivals => "Theory counts only how regular they are: its waits are approximate.",
        Broken::ServiceNotExponential => {
            "Theory counts only their mean and variability: its waits may be off, and some percentiles are missing."
        }
        Broken::BoundedQueue => {
            "Whoever finds it full is turned away instead of waiting: expect shorter waits than theory says."
        }
        Broken::Departures => {
            "Theory counts only the rate and the variability of what comes behind: waits there are approximate."
        }
        Broken::TakingTurns => "Less variable arrivals wait less: where theory ignores that, it says too much.",
        Broken::UnevenTurns => "Theory takes the gaps as independent: waits at the processors are approximate.",
        Broken::TurningAway => "Theory takes them as a random part: what comes behind is approximate.",
        Broken::DependentMisses => {
            "Theory takes misses as a random part of the look-ups: waits at the database are approximate."
        }
        Broken::WaitWhileHeld => {
            "Services before depend on each other, and theory adds the mean wait only: waits there are approximate."
        }
        Broken::Timeouts => "Abandoned work still takes its time: expect the places to be busier than theory says.",
        Broken::Retries => "Each retry is one more arrival: expect more load than theory says.",
        Broken::Guards => "Less passes, or some of it twice: loads differ from what theory says.",
        Broken::QueueOrder => {
            "What is dropped takes no worker, and what is served late waits for longer: expect other percentiles, and \
             shorter queues than theory says where payments are dropped."
        }
        Broken::Priorities => {
            "The mean wait over both classes stays near what theory says; those with priority wait for less, the others for \
             more, and the percentiles lie further apart."
        }
        Broken::HealthChecks => {
            "Where a processor is out the others get its share: expect them busier than theory says."
        }
        Broken::Scaling => {
            "Theory speaks of the workers that are set: expect other waits while there are more or fewer."
        }
        Broken::Security => "Controls take time and stop some payments: expect other response times than theory says.",
        Broken::FollowUp => {
            "Accepted payments wait at a place that theory does not know: it speaks of the way without it."
        }
        Broken::Commits => {
            "Commits wait for the same connections as reads: expect a busier database than theory says, and later answers."
        }
        Broken::Zones => {
            "Loads of the processors may differ, and what goes to another zone takes longer than theory says."
        }
        Broken::Unreliable => "Theory says what would be if every answer came.",
        Broken::Faults => "Theory says what would be without the faults.",
        Broken::EntriesExpire => "Expect fewer hits than theory says.",
        Broken::StoredAfterRead => "Expect slightly fewer hits than theory says.",
        Broken::MovingFavourites => "The cache is always a little behind: expect fewer hits than theory says.",
        Broken::AroundTheCache => "Theory has no hit ratio here, and so no load of the database.",
        Broken::Overtaking => "Some cards come back sooner than theory says: expect a few hits more.",
    }
}
