//! Texts of what is done about queues that grow.

use super::safeguards::SwitchText;
use super::units::{ATTEMPTS, MS, PERCENT};
use super::{FieldText, OptionText, Unit};
use crate::app::format;
use crate::experiment::{ClassReport, RecoveryReport};

/// Texts of queues under overload.
#[derive(Debug)]
pub struct OverloadText {
    /// Heading.
    pub heading: &'static str,
    /// The gateway's queue.
    pub gateway: FieldText,
    /// The processors' queues.
    pub processors: FieldText,
    /// The database's queue.
    pub database: FieldText,
    /// The disciplines.
    pub disciplines: [OptionText; 3],
    /// The delay that is still fine.
    pub target: FieldText,
    /// Over which the least delay is taken.
    pub interval: FieldText,
    /// For how long a queue stands.
    pub standing: FieldText,
    /// What controlled delay dropped.
    pub overdue: fn(&RecoveryReport) -> String,
    /// Deadlines.
    pub deadlines: SwitchText,
    /// Share of payments with priority.
    pub priority: FieldText,
    /// What became of both classes.
    pub classes: fn(&[ClassReport; 2]) -> String,
    /// Attempts in flight to one processor.
    pub attempts: FieldText,
    /// How often every processor was full by it.
    pub full: fn(&RecoveryReport) -> String,
}

pub(super) const OVERLOAD: OverloadText = OverloadText {
    heading: "Queues, priorities and bulkheads",
    gateway: FieldText {
        label: "Gateway's queue",
        unit: Unit::NONE,
        help: "Who is next when a worker is free, and who is not served at all. A queue in order makes everybody late once it \
               stands.",
        source: "First come, first served, as nearly everywhere.",
    },
    processors: FieldText {
        label: "Processors' queues",
        unit: Unit::NONE,
        help: "The same for the queue in front of each processor.",
        source: "First come, first served, as nearly everywhere.",
    },
    database: FieldText {
        label: "Database's queue",
        unit: Unit::NONE,
        help: "The same for reads that wait for a connection.",
        source: "First come, first served, as in connection pools.",
    },
    disciplines: [
        OptionText { id: "first_in_first_out", label: "In order", summary: "Who has waited longest is next." },
        OptionText {
            id: "codel",
            label: "Controlled delay",
            summary: "In order; while even the least wait is too long, who waited twice the target is answered at once \
                      with a rejection (CoDel).",
        },
        OptionText {
            id: "adaptive_lifo",
            label: "Adaptive LIFO",
            summary: "In order while the queue empties now and then; while it stands the newest is next, because somebody \
                      still waits for it.",
        },
    ],
    target: FieldText {
        label: "Target",
        unit: MS,
        help: "The least wait of an interval that is still fine; twice as much is too long.",
        source: "folly's default.",
    },
    interval: FieldText {
        label: "Interval",
        unit: MS,
        help: "Over which the least wait is taken.",
        source: "folly's default.",
    },
    standing: FieldText {
        label: "Queue stands after",
        unit: MS,
        help: "For how long somebody has to wait in it before the newest is next.",
        source: "The interval of Facebook's controlled delay (Maurer, \"Fail at scale\", 2015).",
    },
    overdue: |counts| format!("Controlled delay dropped {}.", format::count(counts.overdue)),
    deadlines: SwitchText {
        words: FieldText {
            label: "Deadlines",
            unit: Unit::NONE,
            help: "The merchant's timer travels with its payment, and each worker looks at it before it begins: what nobody \
                   can wait for any more is dropped, and not tried again.",
            source: "Off. As gRPC propagates deadlines.",
        },
        without: "Without them workers are busy with payments that were submitted anew long ago.",
        counted: |counts| {
            format!("{} dropped before they began; {} answers came too late.", n(counts.expired), n(counts.late))
        },
    },
    priority: FieldText {
        label: "Payments with priority",
        unit: PERCENT,
        help: "This share, say shoppers at a till and not recurring charges, goes ahead of the others in every queue. \
               Nobody's work is interrupted, and a full queue is full for all.",
        source: "None: one class.",
    },
    classes: |[high, low]| {
        let class = |class: &ClassReport| match class.response_ms {
            Some(response) => {
                format!(
                    "{} of {} answered, mean response {}\u{a0}ms, without interval",
                    n(class.completed),
                    n(class.ended),
                    ms(response)
                )
            }
            None => format!("{} of {} answered", n(class.completed), n(class.ended)),
        };
        format!("With priority: {}. Without: {}.", class(high), class(low))
    },
    attempts: FieldText {
        label: "In flight per processor",
        unit: ATTEMPTS,
        help: "A bulkhead: a processor with so many attempts in flight is left out until one ends, so that a slow one cannot \
               hold all the gateway's workers.",
        source: "No limit, as NGINX's max_conns has it.",
    },
    full: |counts| match counts.full {
        1 => "1 attempt found every usable processor full.".to_owned(),
        count => format!("{} attempts found every usable processor full.", n(count)),
    },
};

fn n(count: u64) -> String {
    format::count(count)
}

fn ms(millis: f64) -> String {
    format::number(millis)
}
