//! Texts of the controls for answers that follow.

use super::safeguards::SwitchText;
use super::units::{PLACES, TIMES_SENT, WORKERS};
use super::{FieldText, Unit};

/// Texts of answers that follow.
#[derive(Debug)]
pub struct FollowUpText {
    /// Heading.
    pub heading: &'static str,
    /// Accepting at once.
    pub enabled: SwitchText,
    /// Accepted payments that are worked on.
    pub workers: FieldText,
    /// Accepted payments that may wait.
    pub queue: FieldText,
    /// Over the pause before a result is told again.
    pub redeliver: &'static str,
    /// Most times that a result is told.
    pub deliveries: FieldText,
    /// Knowing events again.
    pub deduplicate: SwitchText,
}

pub(super) const FOLLOW_UP: FollowUpText = FollowUpText {
    heading: "Answers that follow",
    enabled: SwitchText {
        words: FieldText {
            label: "Accept at once",
            unit: Unit::NONE,
            help: "After its own work and the controls the gateway answers \"accepted, the result follows\" (HTTP 202) and keeps \
                   the payment in a backlog. The merchant's timer is satisfied, the shopper's patience is not. A payment still \
                   counts as answered only with its result.",
            source: "Off: the answer is the result.",
        },
        without: "Without it a merchant waits for the result itself, and an outage fails all who wait.",
        counted: |_| String::new(),
    },
    workers: FieldText {
        label: "Forwarders",
        unit: WORKERS,
        help: "So many accepted payments are worked on at a time, each until its result is there, retries and their pauses \
               included. Fewer spare what lies behind; more drain a backlog faster.",
        source: "Assumption: 32.",
    },
    queue: FieldText {
        label: "Backlog",
        unit: PLACES,
        help: "So many accepted payments may wait. Where it is full the gateway turns submissions away at once.",
        source: "No limit: the backlog is a durable store.",
    },
    redeliver: "Before a result is told again that nobody acknowledged:",
    deliveries: FieldText {
        label: "Told at most",
        unit: TIMES_SENT,
        help: "Then the gateway gives the result up: the merchant no longer waits, and finds it when it reconciles.",
        source: "Assumption: ten. Stripe goes on for three days.",
    },
    deduplicate: SwitchText {
        words: FieldText {
            label: "Merchants know results again",
            unit: Unit::NONE,
            help: "They keep the ids of events that they have processed and pass over those that come again.",
            source: "On, as Stripe's documentation asks of every endpoint.",
        },
        without: "Without it each result that is told again is an order that is fulfilled twice.",
        counted: |_| String::new(),
    },
};
