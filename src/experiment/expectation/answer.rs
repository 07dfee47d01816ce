//! What theory says of a scenario, as page and command line receive it.
//!
//! Places are codes as in the report ([`crate::payment::Place::code`]). What is missing is missing: a figure without a
//! closed form is null, and a place without a model says why.

use serde::{Deserialize, Serialize};

/// What theory says of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// Arrivals per second that the figures are for: the mean, or where the load varies the rate in the long run; absent
    /// in a closed loop.
    pub arrivals_per_s: Option<f64>,
    /// Places with a queue in the report's order: gateway, channel, card management, database, then the processors.
    pub stations: Vec<StationExpectation>,
    /// The cache.
    pub cache: CacheExpectation,
    /// From arrival to answer. Its utilisation is absent; its throughput counts what the issuer answered.
    pub whole: Answer,
    /// What the scenario does not keep of the assumptions that the answer for the whole rests on.
    pub violated: Vec<Violation>,
}

/// What theory says of a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StationExpectation {
    /// The code of the place.
    pub place: u8,
    /// Its name, as `processor 2`.
    pub name: String,
    /// Workers, lines or connections; absent for any number.
    pub workers: Option<u32>,
    /// Mean time of its own work on one payment, in milliseconds.
    pub service_ms: f64,
    /// Mean time that a worker is held by one payment, in milliseconds: more than its own work where processing is
    /// synchronous. Absent where it is not known.
    pub held_ms: Option<f64>,
    /// What the model says.
    pub answer: Answer,
    /// The payments with priority and those without; absent where the model knows one class.
    #[serde(default)]
    pub classes: Option<[ClassExpectation; 2]>,
    /// What the scenario does not keep of the model's assumptions.
    pub violated: Vec<Violation>,
}

/// What theory says of a class of payments at a place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassExpectation {
    /// Arrivals per second.
    pub arrivals_per_s: f64,
    /// Mean wait in milliseconds.
    pub wait_ms: f64,
    /// Mean time from arrival until the worker is free again, in milliseconds.
    pub response_ms: f64,
    /// How many are there on average.
    pub in_system: f64,
}

/// An answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A model has figures.
    Known(Box<Known>),
    /// More arrives than can be served: there is no steady state.
    Unstable(Excess),
    /// No model applies.
    Unknown(Unknown),
}

/// A model and its figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The model, as `M/M/c`.
    pub model: String,
    /// Where it is from.
    pub source: String,
    /// Whether the figures are exact for this scenario: neither an approximation nor an assumption that is not kept.
    pub exact: bool,
    /// The figures.
    pub figures: Expected,
}

/// Figures of a place or of the whole in the steady state; absent where there is no closed form. Times and numbers are
/// those of the payments that were let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// Arrivals per second.
    pub arrivals_per_s: Option<f64>,
    /// Served per second.
    pub throughput_per_s: Option<f64>,
    /// Mean share of workers held, 0 to 1.
    pub utilisation: Option<f64>,
    /// Share of payments that have to wait, 0 to 1.
    pub p_wait: Option<f64>,
    /// Share of payments that are turned away, 0 to 1.
    pub p_block: Option<f64>,
    /// Mean wait in milliseconds; of the whole, all waits together.
    pub wait_ms: Option<f64>,
    /// Mean time from arrival until the worker, or the payment, is free again, in milliseconds.
    pub response_ms: Option<f64>,
    /// L: how many are there on average.
    pub in_system: Option<f64>,
    /// How many wait on average.
    pub queue: Option<f64>,
    /// The time in milliseconds that half do not exceed.
    pub p50_ms: Option<f64>,
    /// The same for 95 %.
    pub p95_ms: Option<f64>,
    /// The same for 99 %.
    pub p99_ms: Option<f64>,
}

/// Where more arrives than can be served.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Excess {
    /// The code of the place.
    pub place: u8,
    /// Arrivals there per second.
    pub offered_per_s: f64,
    /// What its workers can serve per second at most.
    pub capacity_per_s: f64,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// The code of the place where the reason lies.
    pub place: u8,
    /// The reason.
    pub reason: Reason,
}

/// Why no model applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// The balancer looks at the load, so that what a processor gets depends on the queues.
    RoutingByLoad,
    /// The policy looks at each payment, or prefers some processors to others.
    RoutingByPayment,
    /// The hit ratio of the cache has no closed form, and so the load of the database.
    HitRatio,
    /// Workers are held while their payments wait further on, for so long that neither stage can be looked at alone.
    HeldInLine,
    /// Payments are turned away there while workers before are held for them, and these are free early.
    LeftEarly,
    /// Arrivals exceed capacity there.
    Overload,
    /// Payments come into blocks that are often full, or leave a ledger all at once.
    Blocks,
    /// A number is beyond what the formulas can take.
    OutOfRange,
}

/// An assumption of a model that the scenario does not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Violation {
    /// The code of the place that breaks it.
    pub place: u8,
    /// How.
    pub broken: Broken,
}

/// How a scenario breaks an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Broken {
    /// The load varies with time; the model takes its long-run rate as steady.
    VaryingLoad,
    /// Payments come like a metronome and not as a Poisson stream.
    RegularArrivals,
    /// Services are not exponential.
    ServiceNotExponential,
    /// The queue is bounded, and the model takes it as endless.
    BoundedQueue,
    /// Arrivals are the departures of this place, which are neither a Poisson stream nor independent of each other.
    Departures,
    /// Processors take turns, so that arrivals at each are more regular than a Poisson stream.
    TakingTurns,
    /// Processors take turns by unequal weights, so that the gaps at each depend on each other.
    UnevenTurns,
    /// This place turns payments away, and those that it lets through are no random part.
    TurningAway,
    /// Whether a card misses depends on who came before, so that misses are no random part of the look-ups.
    DependentMisses,
    /// Workers are held while their payments may wait at this place, so that services depend on each other.
    WaitWhileHeld,
    /// Entries expire, and the model keeps them.
    EntriesExpire,
    /// A card is stored only after its read; until then it misses again.
    StoredAfterRead,
    /// The favourites change; the model takes the present ones as lasting.
    MovingFavourites,
    /// Payments may overtake each other on the way, so that cards do not come strictly in turn.
    Overtaking,
    /// Reads are shared or come before an entry's end, stale entries are served, or absent answers are kept: no formula counts
    /// hits and reads then.
    AroundTheCache,
    /// Callers give up waiting, or messages are lost; the model lets everybody wait for the answer.
    Timeouts,
    /// What failed is tried again; the model counts every payment once.
    Retries,
    /// Places go wrong for a while; the model takes them as sound.
    Faults,
    /// Limits and breakers turn payments away, or hedges send them twice; the model lets each pass once.
    Guards,
    /// A queue drops who waited too long or serves the newest first; the model serves all in the order in which they came.
    QueueOrder,
    /// Some payments go ahead of the others in every queue; the model knows one class.
    Priorities,
    /// Health checks take processors out and bring them back; the model counts on all of them.
    HealthChecks,
    /// The number of workers follows the load; the model keeps it.
    Scaling,
    /// Fraud and its controls are simulated; the model has neither their stations nor their declines.
    Security,
    /// The gateway answers before the result is there; the model lets everybody wait for it.
    FollowUp,
    /// The database writes every approval before it is answered; the model lets it read alone.
    Commits,
    /// Gateways prefer processors of their own zone; the model knows none.
    Zones,
    /// Answers may not come for a reason that has no name here; the model lets all of them come.
    Unreliable,
}

/// What theory says of the cache.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CacheExpectation {
    /// Id of its policy.
    pub policy: String,
    /// Entries that it may hold.
    pub capacity: u32,
    /// Share of look-ups that hit once the cache is as full as it gets, 0 to 1; absent where there is no formula.
    pub hit_ratio: Option<f64>,
    /// The formula; absent with the ratio.
    pub model: Option<String>,
    /// Where it is from.
    pub source: Option<String>,
    /// Whether the ratio is exact for this scenario.
    pub exact: bool,
    /// What the scenario does not keep of the formula's assumptions.
    pub violated: Vec<Violation>,
}

impl Broken {
    /// What is not kept, in words; the place stands before it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::VaryingLoad => "the load varies with time; the figures are for its long-run rate",
            Self::RegularArrivals => "payments come like a metronome, not as a Poisson stream",
            Self::ServiceNotExponential => "service times are not exponential",
            Self::BoundedQueue => "the queue is bounded, and the model takes it as endless",
            Self::Departures => "what leaves here is no Poisson stream, and its gaps depend on each other",
            Self::TakingTurns => "processors take turns, which is more regular than a Poisson stream",
            Self::UnevenTurns => "turns by unequal weights make gaps that depend on each other",
            Self::TurningAway => "some are turned away, and the others are no random part",
            Self::DependentMisses => "whether a card misses depends on who came before",
            Self::WaitWhileHeld => "payments may wait here while workers before are held for them",
            Self::EntriesExpire => "entries expire, and the formula keeps them",
            Self::StoredAfterRead => "a card is stored only after its read and misses until then",
            Self::MovingFavourites => "the favourites change, and the formula takes them as lasting",
            Self::AroundTheCache => {
                "reads are shared or early, entries stale, made new by writes or absent answers kept; no formula counts these"
            }
            Self::Timeouts => "callers give up waiting, or messages are lost; the model lets everybody wait",
            Self::Retries => "what failed is tried again; the model counts every payment once",
            Self::Guards => "limits and breakers turn payments away, or hedges send them twice; the model has none",
            Self::QueueOrder => {
                "queues drop who waited too long or serve the newest first; the model serves all in order"
            }
            Self::Priorities => "some payments go ahead of the others in every queue; the model knows one class",
            Self::HealthChecks => {
                "health checks take processors out and bring them back; the model counts on all of them"
            }
            Self::Scaling => "the number of workers follows the load; the model keeps it",
            Self::Security => {
                "fraud and its controls are simulated; the model has neither their stations nor their declines"
            }
            Self::FollowUp => "the gateway answers before the result is there; the model lets everybody wait for it",
            Self::Commits => {
                "the database writes every approval, the sooner or the later; the model lets it read alone"
            }
            Self::Zones => "gateways prefer processors of their own zone; the model knows no zones",
            Self::Unreliable => "answers may not come; the model lets all of them come",
            Self::Faults => "places go wrong for a while; the model takes them as sound",
            Self::Overtaking => "payments may overtake each other, so that cards do not come in turn",
        }
    }
}

impl Reason {
    /// The reason in words; the place stands before it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::RoutingByLoad => "the policy looks at the load, so that each share depends on the queues",
            Self::RoutingByPayment => {
                "the policy looks at each payment or prefers some processors, so that no share is known"
            }
            Self::HitRatio => "the hit ratio of this cache has no closed form",
            Self::HeldInLine => "workers are held while payments wait in line further on",
            Self::LeftEarly => "payments are turned away while workers before are held for them",
            Self::Overload => "arrivals exceed capacity, and what comes behind is not known",
            Self::Blocks => {
                "payments wait for blocks and leave a ledger all at once, for which there is no formula here"
            }
            Self::OutOfRange => "a number is beyond what the formulas can take",
        }
    }
}

impl Answer {
    /// The figures, if a model has some.
    #[must_use]
    pub fn figures(&self) -> Option<&Expected> {
        match self {
            Self::Known(known) => Some(&known.figures),
            Self::Unstable(_) | Self::Unknown(_) => None,
        }
    }
}
