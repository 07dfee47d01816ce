//! Texts of what payments are routed by beside load: fees, rules, and what sticks.

use super::{FieldText, OptionText, Unit};

/// Texts of fees, rules and keys.
#[derive(Debug)]
pub struct RoutingText {
    /// Heading.
    pub heading: &'static str,
    /// What each processor charges.
    pub fees: FieldText,
    /// What no fees are called.
    pub no_fees: &'static str,
    /// Which payments go where.
    pub rules: FieldText,
    /// What no rules are called.
    pub no_rules: &'static str,
    /// What sticks.
    pub sticky_by: FieldText,
    /// What may stick.
    pub keys: [OptionText; 2],
    /// Said where the policy looks at none of what is set here.
    pub unheeded: &'static str,
}

pub(super) const ROUTING: RoutingText = RoutingText {
    heading: "Fees, rules and what sticks",
    fees: FieldText {
        label: "Fees",
        unit: Unit::NONE,
        help: "One processor a line: a share of the amount, a fixed part, or both, as 1.2% + 0.10. Least cost takes the \
               cheapest for each amount; success rate takes the fee from the merchant's margin before it compares.",
        source: "Shape as in the Juspay decision engine: basis points and a fixed part.",
    },
    no_fees: "nobody charges",
    rules: FieldText {
        label: "Rules",
        unit: Unit::NONE,
        help: "One rule a line, the first that applies counts: conditions, a colon, and processors with the first choice \
               first, as cards 400000-400024 amount 100-: 2, 1. Without any usable one among them, and without a rule that \
               applies, the first processor in the list takes the payment. Cards come from a hundred ranges, 400000 to \
               400099, in turn: the first seventy pay in euros (978), twenty in pounds (826), ten in dollars (840).",
        source: "Conditions as in the Juspay decision engine; which card is in which range is an assumption.",
    },
    no_rules: "no rules",
    sticky_by: FieldText {
        label: "What sticks",
        unit: Unit::NONE,
        help: "What the policies that stick hash: a card or a merchant. With few merchants few processors get everything. \
               How many there are is set with security.",
        source: "Cards, as for a cache behind the processors.",
    },
    keys: [
        OptionText { id: "card", label: "Card", summary: "All payments of a card go to one processor." },
        OptionText { id: "merchant", label: "Merchant", summary: "All payments at a merchant go to one processor." },
    ],
    unheeded: "The policy that is chosen looks at neither fees nor rules.",
};
