//! Texts of what guards the gateway: each switch with what happens without it and what the run counted of it.

use super::safeguards::SwitchText;
use super::units::{ATTEMPTS, CALLS, MS, PERCENT, RATE, S, SUBMISSIONS};
use super::{FieldText, OptionText, Unit};
use crate::app::format;

/// Texts of the guards.
#[derive(Debug)]
pub struct GuardsText {
    /// Heading.
    pub heading: &'static str,
    /// Submissions a second.
    pub rate: FieldText,
    /// Submissions at once.
    pub burst: FieldText,
    /// The limit on concurrency.
    pub concurrency: FieldText,
    /// Its kinds.
    pub kinds: [OptionText; 6],
    /// The number of a fixed one.
    pub limit: FieldText,
    /// The circuit breaker.
    pub breaker: SwitchText,
    /// Calls of its window.
    pub calls: FieldText,
    /// Share that opens it.
    pub share: FieldText,
    /// How long it stays open.
    pub wait: FieldText,
    /// Outlier ejection.
    pub ejection: SwitchText,
    /// The throttle of retries.
    pub throttle: SwitchText,
    /// Admission control.
    pub admission: SwitchText,
    /// Hedges.
    pub hedge: FieldText,
}

pub(super) const GUARDS: GuardsText = GuardsText {
    heading: "Limits, breakers and hedges of the gateway",
    rate: FieldText {
        label: "Rate limit",
        unit: RATE,
        help: "A token bucket at the door: what comes faster is turned away at once, before it costs anything.",
        source: "Off. The bucket is Envoy's: it starts full, one token a fill.",
    },
    burst: FieldText {
        label: "Burst",
        unit: SUBMISSIONS,
        help: "How many submissions may come at once after a pause: the size of the bucket.",
        source: "An assumption of a plausible size.",
    },
    concurrency: FieldText {
        label: "Concurrency limit",
        unit: Unit::NONE,
        help: "How many attempts may be in flight from the gateway. What would exceed it is turned away, so that a slow \
               system gets less instead of more.",
        source: "Off. AIMD, Gradient and Vegas are Netflix's, the last one Envoy's, with their defaults.",
    },
    kinds: [
        OptionText { id: "unlimited", label: "None", summary: "Any number of attempts may be in flight." },
        OptionText { id: "fixed", label: "Fixed", summary: "Always the same number." },
        OptionText { id: "aimd", label: "AIMD", summary: "One more while all is well, a tenth less after a timeout." },
        OptionText {
            id: "gradient",
            label: "Gradient",
            summary: "Follows the ratio of the long-term to the present response time.",
        },
        OptionText {
            id: "vegas",
            label: "Vegas",
            summary: "Follows the queue that the response times tell of, measured by the least of them.",
        },
        OptionText {
            id: "adaptive",
            label: "Adaptive (Envoy)",
            summary: "Follows the ratio of the least response time, measured with three in flight, to the present one.",
        },
    ],
    limit: FieldText {
        label: "Attempts in flight",
        unit: ATTEMPTS,
        help: "What would exceed it is turned away.",
        source: "An assumption of a plausible size.",
    },
    breaker: SwitchText {
        words: FieldText {
            label: "Circuit breakers",
            unit: Unit::NONE,
            help: "One for each processor: when too many of its last calls failed it lets none pass for a while, then a \
                   few on trial.",
            source: "Off. As in resilience4j, with its defaults: 100 calls, 50 %, 60 s, 10 on trial.",
        },
        without: "Without them attempts go on into a processor that fails, and wait there for their timers.",
        counted: |counts| format!("{} attempts stopped by an open breaker.", format::count(counts.broken)),
    },
    calls: FieldText {
        label: "Calls looked at",
        unit: CALLS,
        help: "The window, and the least number of calls before anything is decided. Few calls open fast, also by chance.",
        source: "resilience4j's default.",
    },
    share: FieldText {
        label: "Failures that open it",
        unit: PERCENT,
        help: "The share of failed calls from which on the breaker opens.",
        source: "resilience4j's default.",
    },
    wait: FieldText {
        label: "Stays open",
        unit: S,
        help: "How long no call passes, before a few pass on trial.",
        source: "resilience4j's default.",
    },
    ejection: SwitchText {
        words: FieldText {
            label: "Outlier ejection",
            unit: Unit::NONE,
            help: "A processor with five failures in a row, or a success rate far below the others', gets no attempts for \
                   a while. At most a tenth of the processors may be out, rounded down. All of this can be set below.",
            source: "Off. As in Envoy, with its defaults.",
        },
        without: "Without it a processor that fails fast attracts the traffic of policies that look at load.",
        counted: |counts| format!("{} ejections.", format::count(counts.ejected)),
    },
    throttle: SwitchText {
        words: FieldText {
            label: "Retry throttle",
            unit: Unit::NONE,
            help: "Ten tokens: a failed attempt takes one, a success gives a tenth back, and the gateway tries again or hedges only \
                   while more than half are there.",
            source: "Off. As in gRPC, with its example's numbers.",
        },
        without: "Without it every attempt that fails is made again, most of them when nothing works.",
        counted: |counts| format!("{} retries and hedges refused.", format::count(counts.retries_refused)),
    },
    admission: SwitchText {
        words: FieldText {
            label: "Admission control",
            unit: Unit::NONE,
            help: "While fewer than 95 % of the submissions of the last 30 s succeeded, new ones are turned away by lot, the                    more so the more failed, at most 80 %.",
            source: "Off. As in Envoy, with its defaults.",
        },
        without: "Without it a gateway behind which nothing works takes everything in.",
        counted: |counts| format!("{} submissions turned away.", format::count(counts.not_admitted)),
    },
    hedge: FieldText {
        label: "Hedge after",
        unit: MS,
        help: "When no answer has come for so long, a second attempt is sent beside the first, and the first answer wins. \
               The other one is reversed: without reversals it is charged.",
        source: "Off.",
    },
};
