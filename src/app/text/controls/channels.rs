//! Texts of what a channel is: card network, account rail, ledger.

use super::units::{PLACES, S};
use super::{FieldText, OptionText, Unit};

/// Texts of a channel's kind.
#[derive(Debug)]
pub struct ChannelKindText {
    /// The kind.
    pub kind: FieldText,
    /// The kinds.
    pub kinds: [OptionText; 3],
    /// By when a transfer must have its answer.
    pub limit: FieldText,
    /// Mean time between blocks.
    pub interval: FieldText,
    /// How regular blocks are.
    pub spacing: FieldText,
    /// The spacings.
    pub spacings: [OptionText; 2],
    /// Places in a block.
    pub payments: FieldText,
    /// Blocks that confirm one.
    pub confirmations: FieldText,
    /// What a ledger can take, and how soon a payment is final: payments per second, time.
    pub result: fn(&str, &str) -> String,
    /// What was measured of it: share of places used, in the pool, median and p95 into a block, and until final.
    pub measured: fn(&str, &str, [&str; 4]) -> String,
}

pub(super) const CHANNEL_KIND: ChannelKindText = ChannelKindText {
    kind: FieldText {
        label: "Kind",
        unit: Unit::NONE,
        help: "What an answer is worth, and when it must be there.",
        source: "A card network, as most payments in shops.",
    },
    kinds: [
        OptionText {
            id: "card_network",
            label: "Card network",
            summary: "An approval holds an amount; what is not wanted is reversed (ISO 8583).",
        },
        OptionText {
            id: "instant_rail",
            label: "Instant account rail",
            summary: "The transfer is final. Without an answer by the limit both sides get a rejection, and what was booked is given back (ISO 20022).",
        },
        OptionText {
            id: "ledger",
            label: "Ledger of blocks",
            summary: "A payment waits for a place in a block, and for the blocks that confirm it; only then it goes on to card management.",
        },
    ],
    limit: FieldText {
        label: "Limit",
        unit: S,
        help: "From when the rail takes a transfer until its answer is back there. A later answer is ignored.",
        source: "SEPA Instant: 10 s by law (a hard reject at 7 s in its 2025 rulebook). Pix: 10 s. FedNow: 20 s.",
    },
    interval: FieldText {
        label: "Block interval",
        unit: S,
        help: "Mean time from one block to the next. A shorter one makes payments final sooner.",
        source: "Slots of 12 s as Ethereum\u{2019}s since 2022; Bitcoin: 600 s on average.",
    },
    spacing: FieldText {
        label: "Block spacing",
        unit: Unit::NONE,
        help: "With memoryless gaps the next block is a whole mean gap away, whenever one comes; with regular ones half of it.",
        source: "Regular, as slots of a schedule.",
    },
    spacings: [
        OptionText { id: "exponential", label: "Memoryless", summary: "As proof of work makes them." },
        OptionText { id: "regular", label: "Regular", summary: "As slots of a schedule." },
    ],
    payments: FieldText {
        label: "Places in a block",
        unit: PLACES,
        help: "Places by block interval are the most payments per second that the ledger takes, whatever else is done. Who finds none waits in the pool.",
        source: "Assumption. Bitcoin takes 3.3 to 7 payments per second (Croman et al., 2016): some 2,000 to 4,000 a block.",
    },
    confirmations: FieldText {
        label: "Confirmations",
        unit: Unit::NONE,
        help: "Further blocks until a payment counts as final. Each makes it less likely that it is undone, and costs a block interval.",
        source: "Assumption. For Bitcoin six are usual: an attacker with a tenth of the power then succeeds with probability 0.0002 (Nakamoto, 2008).",
    },
    result: |bound, finality| {
        format!("At most {bound} payments per second; final after {finality} on average while blocks have room.")
    },
    measured: |used, pool, [half_in, most_in, half_final, most_final]| {
        format!(
            "Measured: {used} of the places used, {pool} in the pool. Into a block: half within {half_in}, 95 % within \
             {most_in}. Final: half within {half_final}, 95 % within {most_final}."
        )
    },
};
