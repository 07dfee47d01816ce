//! Texts of the panel "Security": every figure with what it is a share of, and what each control costs.

use super::formulas::state_word;
use crate::app::format;
use crate::experiment::State;
use crate::payment::Place;

/// Texts of the panel.
#[derive(Debug)]
pub struct SecurityPanelText {
    /// Title.
    pub title: &'static str,
    /// Name of its table.
    pub table: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// What it does not.
    pub scope: &'static str,
    /// Said where fraud and controls are off.
    pub off: &'static str,
    /// Said before the first figures.
    pub empty: &'static str,
    /// The window of all figures: from, to, and what they are worth.
    pub window: fn(f64, f64, State) -> String,
    /// Heads of the figures.
    pub heads: &'static [&'static str],
    /// Fraud that was not settled.
    pub fraud_stopped: Row,
    /// The same by value.
    pub by_value: Row,
    /// Fraud that was settled.
    pub fraud_lost: Row,
    /// Honest payments that were declined.
    pub false_declines: Row,
    /// Fraud among what was declined.
    pub precision: Row,
    /// Fraud among all.
    pub base_rate: Row,
    /// Shoppers that were challenged.
    pub challenged: Row,
    /// Challenges that were left.
    pub abandoned: Row,
    /// Payments without a score.
    pub exposed: Row,
    /// What an attacker learned.
    pub learned: Row,
    /// Availability for the honest.
    pub honest: Row,
    /// Hops that see a card number.
    pub hops: Row,
    /// A count of a count.
    pub of: fn(u64, u64) -> String,
    /// So much money.
    pub money: fn(f64) -> String,
    /// So much money in so many payments.
    pub in_payments: fn(&str, u64) -> String,
    /// A figure of amounts: of this run, without an interval.
    pub of_run: fn(String) -> String,
    /// Basis points.
    pub points: fn(f64) -> String,
    /// What theory says of the threshold: recall and false positives.
    pub theory: fn(&str, &str) -> String,
    /// What was declined because there was no score, and scores that came too late.
    pub unscored: fn(u64, u64) -> String,
    /// Cards learned of a thousand probes.
    pub thousand: fn(f64) -> String,
    /// What a state means.
    pub state_word: fn(State) -> &'static str,
    /// Heading over what each control declined.
    pub declined: &'static str,
    /// Heads of that table.
    pub declined_heads: &'static [&'static str],
    /// Name of a control by its id.
    pub control: fn(&str) -> &'static str,
    /// Name of a place.
    pub place: fn(Place) -> String,
    /// The prices.
    pub prices: PricesText,
}

/// A figure: what it is, and of what.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name.
    pub label: &'static str,
    /// The denominator.
    pub of: &'static str,
}

/// Texts of what each control costs.
#[derive(Debug)]
pub struct PricesText {
    /// Name of a place, each processor by its own.
    pub place: fn(Place) -> String,
    /// Title.
    pub title: &'static str,
    /// Name of its table.
    pub table: &'static str,
    /// What is compared.
    pub lead: &'static str,
    /// Begins.
    pub begin: &'static str,
    /// Ends.
    pub cancel: &'static str,
    /// How far it is.
    pub progress: fn(u32, u32) -> String,
    /// It was ended.
    pub cancelled: &'static str,
    /// It failed.
    pub failed: fn(&str) -> String,
    /// It belongs to another scenario or seed.
    pub stale: &'static str,
    /// How many pairs there are.
    pub pairs: fn(u32) -> String,
    /// Heads of the table.
    pub heads: &'static [&'static str],
    /// A control that the scenario does not have.
    pub tried: &'static str,
    /// Nothing changed in any pair.
    pub same: &'static str,
    /// The interval holds zero.
    pub unsure: &'static str,
    /// A difference in percentage points.
    pub share: fn(f64) -> String,
    /// What a state means.
    pub state_word: fn(State) -> &'static str,
}

const fn row(label: &'static str, of: &'static str) -> Row {
    Row { label, of }
}

pub(super) const ENGLISH: SecurityPanelText = SecurityPanelText {
    title: "Security",
    table: "Fraud stopped, and what it cost",
    lead: "Fraud stopped beside the honest payments that it cost, each with what it is a share of. There is no single score: \
           a control that blocks everybody stops all fraud.",
    scope: "Out of scope: stolen keys, people inside, and the law.",
    off: "Fraud and controls are not simulated in this scenario. Switch them on in the controls, on the page Security.",
    empty: "No payment has ended yet.",
    window: |from_s, to_s, state| {
        format!("Counted in this run from {} to {}: {}.", format::clock(from_s), format::clock(to_s), state_word(state))
    },
    heads: &["Figure", "Value", "Counted", "Of"],
    fraud_stopped: row("Fraud stopped", "fraudulent payments"),
    by_value: row("Fraud stopped, by value", "of the value of fraud"),
    fraud_lost: row("Fraud lost", "of the value that was settled"),
    false_declines: row("False declines", "honest payments"),
    precision: row("Precision", "payments that controls declined: so much of it was fraud"),
    base_rate: row("Base rate", "payments: so much of all is fraud"),
    challenged: row("Challenged", "payments"),
    abandoned: row("Challenges left", "challenges of honest shoppers"),
    exposed: row("Exposure", "payments let through without a score"),
    learned: row("Enumeration yield", "probes"),
    honest: row("Honest payments answered", "honest payments"),
    hops: row("Clear card number", "hops see it"),
    of: |count, of| format!("{} of {}", format::count(count), format::count(of)),
    money: |amount| format!("EUR {}", format::number(amount)),
    in_payments: |money, payments| format!("{money} in {} payments", format::count(payments)),
    of_run: |figure| format!("{figure}, of this run alone: amounts have no interval"),
    points: |points| format!("{} bp", format::number(points)),
    theory: |recall, false_positives| {
        format!(
            "Theory: two normal laws put {recall} of the fraud and {false_positives} of the honest above the threshold."
        )
    },
    unscored: |closed, late| {
        format!("{} declined without a score, {} scores too late", format::count(closed), format::count(late))
    },
    thousand: |cards| format!("{} cards learned by 1,000 probes", format::number(cards)),
    state_word,
    declined: "Declined by each control",
    declined_heads: &["Control", "Code", "Honest", "Fraud", "Probes"],
    control,
    place: |place| match place {
        Place::Processor(_) => "processor".to_owned(),
        place => super::charts::place_name(place),
    },
    prices: PricesText {
        place: super::charts::place_name,
        title: "What each control costs",
        table: "Controls and their prices",
        lead: "The scenario with a control and without it, under the same seeds: the same payments, the same fraud, the same \
               scores. What two controls both stop is counted to neither. Risk check and challenge share the score: where both \
               are on, it is made without either too, and its own time and workers stand in neither row. Honest \
               shoppers who leave a challenge are no false declines: what they cost stands under Honest answered.",
        begin: "Run the pairs",
        cancel: "Cancel",
        progress: |done, planned| format!("{done} of {planned} runs"),
        cancelled: "Cancelled. What is known stays.",
        failed: |why| format!("It failed: {why}"),
        stale: "These figures belong to another scenario or seed.",
        pairs: |pairs| format!("{pairs} pairs"),
        heads: &[
            "Control",
            "Fraud stopped",
            "Cards learned",
            "False declines",
            "Honest answered",
            "p50",
            "p95",
            "p99",
            "Workers held",
        ],
        tried: "off, tried",
        same: "no change",
        unsure: "may be chance",
        share: |share| format!("{} pp", format::number(share * 100.0)),
        state_word,
    },
};

fn control(id: &str) -> &'static str {
    match id {
        "card-velocity" => "Tries of a card",
        "merchant-velocity" => "Tries at a merchant",
        "score" => "Score",
        "risk-check" => "Risk check",
        "challenge" => "Challenge",
        "token-vault" => "Token vault",
        "tokenisation" => "Tokenisation",
        "security-module" => "Security module",
        "pin-check" => "PIN or cryptogram",
        _ => "Control",
    }
}
