//! Texts of the security controls: who cheats, what is done about it, and what each control does when it is off.

use super::safeguards::SwitchText;
use super::units::{CONNECTIONS, MERCHANTS, MS, PERCENT, PLACES, S, SD, TIMES, TRIES, WORKERS};
use super::{FieldText, Unit};

/// Texts of the security controls.
#[derive(Debug)]
pub struct SecurityText {
    /// Title.
    pub title: &'static str,
    /// What they are.
    pub lead: &'static str,
    /// What is left out.
    pub scope: &'static str,
    /// Heading of who cheats.
    pub fraud: &'static str,
    /// Heading of the challenge.
    pub challenge: &'static str,
    /// Heading of the risk check's station.
    pub check: &'static str,
    /// Heading of the rules that count tries.
    pub velocity: &'static str,
    /// Heading of tokens.
    pub tokens: &'static str,
    /// Heading of PIN and cryptogram.
    pub pin: &'static str,
    /// Whether anything of it is simulated.
    pub enabled: SwitchText,
    /// The base rate.
    pub fraud_share: FieldText,
    /// How much more fraud is about.
    pub fraud_amount: FieldText,
    /// d'.
    pub separation: FieldText,
    /// Merchants.
    pub merchants: FieldText,
    /// Whether every submission is scored.
    pub scoring: SwitchText,
    /// Workers, queue and time of the risk check.
    pub risk_check: [FieldText; 3],
    /// How long a score is waited for.
    pub timeout: FieldText,
    /// What is done without a score.
    pub fail_open: SwitchText,
    /// The threshold of the challenge.
    pub challenge_above: FieldText,
    /// The threshold of blocking.
    pub block_above: FieldText,
    /// How long a challenge takes.
    pub challenge_time: FieldText,
    /// Honest shoppers that leave.
    pub abandoned: FieldText,
    /// Fraud that passes.
    pub fraud_passes: FieldText,
    /// Tries of a card.
    pub card_tries: FieldText,
    /// Tries at a merchant.
    pub merchant_tries: FieldText,
    /// The time in which they are counted.
    pub within: FieldText,
    /// Tokens instead of card numbers.
    pub tokenisation: SwitchText,
    /// Workers, queue and time of the token vault.
    pub vault: [FieldText; 3],
    /// Fraud that a token stops.
    pub vault_stops: FieldText,
    /// PIN or cryptogram.
    pub pin_check: SwitchText,
    /// Workers, queue and time of the security module.
    pub module: [FieldText; 3],
    /// Fraud that has no valid PIN.
    pub pin_stops: FieldText,
}

const fn field(label: &'static str, unit: Unit, help: &'static str, source: &'static str) -> FieldText {
    FieldText { label, unit, help, source }
}

/// The panel "Security" has the counts, so the switches have none.
const fn switch(label: &'static str, help: &'static str, source: &'static str, without: &'static str) -> SwitchText {
    SwitchText { words: field(label, Unit::NONE, help, source), without, counted: |_| String::new() }
}

const SIZE: &str = "An assumption of a plausible size.";

pub(super) const SECURITY: SecurityText = SecurityText {
    title: "Security",
    lead: "Who cheats, and what is done about it. Every control costs time, capacity or honest shoppers; the panel Security \
           counts both sides.",
    scope: "Out of scope: stolen keys, people inside, and the law.",
    fraud: "Fraud",
    challenge: "Challenge (3-D Secure)",
    check: "Risk check",
    velocity: "Velocity rules",
    tokens: "Tokens",
    pin: "PIN and cryptogram",
    enabled: switch(
        "Fraud and controls",
        "Every payment hides whether it is fraud, and the controls judge it by what they see. Nobody else in the run knows.",
        "Off: the other lessons are easier to see without.",
        "Without it nobody cheats and nobody looks.",
    ),
    fraud_share: field(
        "Fraud",
        PERCENT,
        "The base rate: the share of the payments that are fraud. The rarer fraud is, the more of what a control stops is \
         honest.",
        "Stripe: about 1 payment in 1,000.",
    ),
    fraud_amount: field(
        "Its amount",
        TIMES,
        "How many times as much a fraudulent payment is about as an honest one.",
        "European card payments, first half of 2023: 0.015 % by number, 0.031 % by value.",
    ),
    separation: field(
        "Separation of the score",
        SD,
        "How far the scores of fraud lie above those of honest payments. Both laws are normal with a standard deviation of 1, \
         and they overlap: what a threshold stops and whom it hurts cannot be chosen apart.",
        "80 % of fraud stopped at 0.1 % false declines: the rate is Stripe's, the 80 % an assumption.",
    ),
    merchants: field(
        "Merchants",
        MERCHANTS,
        "Payments are spread evenly over them. A card-testing attack is on the first one.",
        SIZE,
    ),
    scoring: switch(
        "Risk check",
        "The gateway has every submission scored before it is routed.",
        "As payment gateways have it.",
        "Without it nothing is challenged or blocked by its score.",
    ),
    risk_check: [
        field("Workers", WORKERS, "How many submissions are scored at a time.", SIZE),
        field("Queue limit", PLACES, "When it is full there is no score: the check fails open, or closed.", SIZE),
        field("Time of a score", MS, "How long a worker needs for one.", "Stripe: under 100 ms over 1,000 features."),
    ],
    timeout: field(
        "Waits for a score",
        MS,
        "After this time the gateway decides without one.",
        "Assumption: twice what all but one score in a hundred take.",
    ),
    fail_open: switch(
        "Fails open",
        "Without a score, because the check is down, full or late, a payment goes on. This is the exposure window: what is \
         let through unseen is counted, with its value.",
        "Assumption: sales first.",
        "Off, it fails closed: without a score a payment is declined, so the check's outage is everybody's.",
    ),
    challenge_above: field(
        "Challenge above",
        SD,
        "Whoever scores above it has to show who they are. It costs half a minute, and some honest shoppers.",
        "Assumption: half a percent of honest payments.",
    ),
    block_above: field(
        "Block above",
        SD,
        "What scores above it is declined (59). Lower it and more fraud is stopped, and more honest payments with it.",
        "1 honest payment in 1,000, Stripe's rate of false positives.",
    ),
    challenge_time: field(
        "Takes",
        MS,
        "From the challenge to the shopper's answer. Nobody's worker is held meanwhile.",
        SIZE,
    ),
    abandoned: field("Honest shoppers that leave", PERCENT, "A sale lost.", "12 %; weak, from vendors."),
    fraud_passes: field("Fraud that passes", PERCENT, "Whoever has the phone passes too.", SIZE),
    card_tries: field(
        "Tries of a card",
        TRIES,
        "More within the time are declined (59), those that are declined count too.",
        "Off. Vendors let one deny above 10 in 10 minutes.",
    ),
    merchant_tries: field(
        "Tries at a merchant",
        TRIES,
        "More within the time are declined (59), whoever they are from: it stops an attack together with the shop.",
        "Off.",
    ),
    within: field("Counted within", S, "The time that the rules look back.", "10 minutes, as vendors suggest."),
    tokenisation: switch(
        "Tokenisation",
        "A network token stands for the card number from the merchant to the channel; the vault knows the number. A stolen \
         token is worth little: it is good for one shop or device.",
        "Off. EMV Payment Tokenisation.",
        "Without it every hop on the way sees the card number in clear.",
    ),
    vault: [
        field("Lines to the vault", CONNECTIONS, "How many tokens are exchanged at a time.", SIZE),
        field("Queue limit", PLACES, "A request that finds it full is declined (96).", SIZE),
        field("Time of an exchange", MS, "How long one takes.", SIZE),
    ],
    vault_stops: field(
        "Fraud that it stops",
        PERCENT,
        "The token was not made for this shop.",
        "Visa: 28 to 30 % less.",
    ),
    pin_check: switch(
        "PIN or cryptogram",
        "A hardware security module (HSM) checks PIN or cryptogram before the issuer decides.",
        "Off.",
        "Without it a card number is enough.",
    ),
    module: [
        field("Units", WORKERS, "How many checks are made at a time.", SIZE),
        field("Queue limit", PLACES, "A request that finds it full is declined (96).", SIZE),
        field(
            "Time of a check",
            MS,
            "How long one takes: it hardly varies.",
            "Two commands of 2 ms; vendors promise up to 10,000 commands a second.",
        ),
    ],
    pin_stops: field("Fraud that it stops", PERCENT, "Whoever has only the number has no cryptogram.", SIZE),
};
