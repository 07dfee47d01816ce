//! Texts of what belongs to the whole: outcomes, objective, processing, and the length of a run.

use super::units::{MS, PERCENT, S};
use super::{FieldText, OptionText, Unit};

/// Texts of the outcomes.
#[derive(Debug)]
pub struct OutcomesText {
    /// Share of business declines.
    pub business: FieldText,
    /// Share of technical declines.
    pub technical: FieldText,
}

/// Texts of the objective.
#[derive(Debug)]
pub struct ObjectiveText {
    /// Response time.
    pub response: FieldText,
    /// Share in time.
    pub share: FieldText,
    /// Availability.
    pub availability: FieldText,
}

/// Texts of what belongs to the whole.
#[derive(Debug)]
pub struct OverviewText {
    /// Whether workers wait.
    pub processing: FieldText,
    /// The two ways.
    pub processing_kinds: &'static [OptionText],
    /// Heading of the objective.
    pub objective: &'static str,
    /// Heading of the run.
    pub run: &'static str,
    /// Warm-up.
    pub warm_up: FieldText,
    /// Duration.
    pub duration: FieldText,
}

pub(super) const OUTCOMES: OutcomesText = OutcomesText {
    business: FieldText {
        label: "Business declines",
        unit: PERCENT,
        help: "Payments that the issuer declines for a good reason: no funds, expired, stolen. A correct answer: it \
               does not count against availability.",
        source: "Online approval rates near 88 % are published for domestic cards.",
    },
    technical: FieldText {
        label: "Technical declines",
        unit: PERCENT,
        help: "Payments that fail at the issuer for a technical reason. They count against availability, whatever \
               you do on your side.",
        source: "Assumption: 0.1 to 0.5 % is a common floor.",
    },
};

pub(super) const OBJECTIVE: ObjectiveText = ObjectiveText {
    response: FieldText {
        label: "In time means within",
        unit: MS,
        help: "An answer within this time, from the intended start to the answer, counts towards the objective.",
        source: "Assumption; national switches report means near 200 ms.",
    },
    share: FieldText {
        label: "Answers in time",
        unit: PERCENT,
        help: "Share of the answers that must be in time. 99 % makes the response time above the p99 that is promised.",
        source: "Assumption: a p99 objective.",
    },
    availability: FieldText {
        label: "Availability",
        unit: PERCENT,
        help: "Share of the payments that must get a correct answer. Full queues and technical declines count against \
               it, business declines do not.",
        source: "Assumption; published targets for national systems are 99.9 %.",
    },
};

pub(super) const OVERVIEW: OverviewText = OverviewText {
    processing: FieldText {
        label: "While the answer is under way",
        unit: Unit::NONE,
        help: "A worker that waits is busy without working: a slow database then empties the gateway's pool. A free \
               worker takes the next payment, so more can be under way than there are workers.",
        source: "Most payment services hold a thread for each request.",
    },
    processing_kinds: &[
        OptionText {
            id: "synchronous",
            label: "Workers wait",
            summary: "Synchronous: a worker is held until its answer is back.",
        },
        OptionText {
            id: "asynchronous",
            label: "Workers are free",
            summary: "Asynchronous: a worker is free as soon as its own work is done.",
        },
    ],
    objective: "Objective",
    run: "Run",
    warm_up: FieldText {
        label: "Warm-up",
        unit: S,
        help: "Time at the start that is simulated but not measured: an empty system is faster than it will be. Found \
               automatically, it ends where the rest of the run is steadiest (MSER-5).",
        source: "Long against the response time, short against the run.",
    },
    duration: FieldText {
        label: "Duration",
        unit: S,
        help: "Length of a run in simulated time, warm-up included. Longer runs give narrower intervals. The page \
               runs on for as long as you let it.",
        source: "One minute of measuring.",
    },
};
