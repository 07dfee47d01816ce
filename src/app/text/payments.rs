//! Texts of the payment inspector: the slow and the strange, blame, and the story of one payment.

use super::charts::place_name;
use super::codes::{answer, message, result, status};
use super::story_money;
use crate::experiment::{Books, Cause, Why};
use crate::payment::{Outcome, Place};

/// Texts of the payment inspector.
#[derive(Debug)]
pub struct PaymentsText {
    /// Title.
    pub title: &'static str,
    /// What it does, and what that costs.
    pub lead: &'static str,
    /// Button: looks back at the run.
    pub look: &'static str,
    /// Button: looks back again, to the present instant.
    pub look_again: &'static str,
    /// Button: ends a search, and keeps what is known.
    pub cancel: &'static str,
    /// Before anything was simulated.
    pub idle: &'static str,
    /// Progress: events to simulate again, share done.
    pub progress: fn(&str, &str) -> String,
    /// It was cancelled.
    pub cancelled: &'static str,
    /// It failed, with what the worker said.
    pub failed: fn(&str) -> String,
    /// What was looked at: up to which instant, payments that ended by then.
    pub looked: fn(&str, &str) -> String,
    /// No payment has ended.
    pub none_ended: &'static str,
    /// Title of the slowest.
    pub slowest: &'static str,
    /// Title of the strangest.
    pub strangest: &'static str,
    /// Nothing strange happened.
    pub nothing_strange: &'static str,
    /// No payment was answered.
    pub nothing_slow: &'static str,
    /// Heads of the lists: payment, response time, outcome, why.
    pub list_heads: [&'static str; 4],
    /// Label of a button that opens a payment.
    pub open: fn(&str) -> String,
    /// Label of the field for a payment's number.
    pub number: &'static str,
    /// What may stand in it.
    pub number_help: &'static str,
    /// Something else stands in it.
    pub number_wrong: fn(&str) -> String,
    /// Button: tells the story of that payment.
    pub tell: &'static str,
    /// Button: tells the story of the first payment whose books differ.
    pub wrong: fn(&str) -> String,
    /// Title of blame.
    pub blame: &'static str,
    /// How blame is counted.
    pub blame_lead: &'static str,
    /// Of how many payments, of how many that ended, from which response time on.
    pub slow: fn(&str, &str, &str) -> String,
    /// The threshold is not known yet.
    pub no_slow: &'static str,
    /// No reversal stood before them.
    pub no_reversals: &'static str,
    /// Heads of the table of blame: cause, place, mean, share.
    pub blame_heads: [&'static str; 4],
    /// Stands for the place where a cause has none.
    pub nowhere: &'static str,
    /// On what time is spent.
    pub cause: fn(Cause) -> &'static str,
    /// Why a payment is listed.
    pub why: fn(Why) -> &'static str,
    /// How a payment ended.
    pub outcome: fn(Outcome) -> &'static str,
    /// The name of a place.
    pub place: fn(Place) -> String,
    /// The story of one payment.
    pub story: StoryText,
}

/// Texts of a payment's story.
#[derive(Debug)]
pub struct StoryText {
    /// Title, with the number.
    pub title: fn(&str) -> String,
    /// Button: closes it.
    pub close: &'static str,
    /// It is being looked for.
    pub looking: &'static str,
    /// It did not come up to this instant.
    pub absent: fn(&str, &str) -> String,
    /// When it came, how it ended, after how long.
    pub ended: fn(&str, Outcome, &str) -> String,
    /// When it came; it has not ended in what was simulated.
    pub open: fn(&str) -> String,
    /// How many attempts it took.
    pub attempts: fn(usize) -> String,
    /// Part of it lies after the instant that is shown.
    pub ahead: fn(&str) -> String,
    /// Messages follow after its end.
    pub followed: fn(&str) -> String,
    /// What it was about, what became of the money, and whether its books agree; the tag of its channel.
    pub money: fn(&Books, &str) -> String,
    /// Button: shows it up to its end for the merchant.
    pub to_end: &'static str,
    /// Name of the drawing.
    pub figure: &'static str,
    /// How to read the drawing.
    pub key: [&'static str; 2],
    /// What the marks mean, in the order of their kinds.
    pub signs: [&'static str; 6],
    /// A span: whether it waits, the attempt or 0 for a message, how long.
    pub span: fn(bool, usize, &str) -> String,
    /// Name of the table.
    pub table: &'static str,
    /// Heads of the table: time, attempt, where, what, message, answer.
    pub heads: [&'static str; 6],
    /// What happened, by the word of the journal.
    pub what: fn(&str) -> &'static str,
    /// The name of a message by its type in ISO 8583 or ISO 20022.
    pub message: fn(&str) -> &'static str,
    /// An answer on a card network by its response code with its meaning, or what there is in place of one.
    pub answer: fn(Outcome, Option<&str>) -> &'static str,
    /// The status of an answer on an account rail.
    pub status: fn(Outcome) -> &'static str,
    /// The status of one that came too late.
    pub status_late: &'static str,
    /// What an answer is on a ledger.
    pub result: fn(Outcome) -> &'static str,
    /// The same of one that came too late.
    pub result_late: &'static str,
    /// Still to come at the instant that is shown.
    pub to_come: &'static str,
    /// Where the codes come from.
    pub note: &'static str,
    /// What stands for codes on a ledger.
    pub note_ledger: &'static str,
}

/// There is one table a language.
impl PartialEq for PaymentsText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: PaymentsText = PaymentsText {
    title: "Payments, one by one",
    lead: "What happened to a payment, and why were the slowest so slow? Nothing is recorded while the run goes: to look \
           back, it is simulated again up to this instant, about a million events a second, and can be cancelled. Press a \
           bead in the drawing to follow that payment.",
    look: "Look back at this run",
    look_again: "Look back again, up to now",
    cancel: "Cancel",
    idle: "Nothing has been simulated yet: press play first.",
    progress: |events, share| format!("Simulating {events} events again: {share}"),
    cancelled: "Cancelled. What was found until then stands below.",
    failed: |why| format!("The look back stopped: {why}"),
    looked: |until, ended| format!("Up to {until}, {ended} payments have ended."),
    none_ended: "No payment has ended yet.",
    slowest: "The slowest",
    strangest: "The strangest",
    nothing_strange: "Nothing strange happened: no answer was lost or late, nobody was turned away.",
    nothing_slow: "No payment was answered yet.",
    list_heads: ["payment", "response time", "outcome", "why"],
    open: |number| format!("Payment {number}"),
    number: "Payment number",
    number_help: "Any payment by its number, counted from 1 in order of arrival.",
    number_wrong: |typed| format!("“{typed}” is not a payment’s number; allowed: a whole number from 1 on."),
    tell: "Tell its story",
    wrong: |number| format!("Tell of payment {number}, the first whose books differ"),
    blame: "Blame: what the slowest 1 % waited for",
    blame_lead: "The answer came from one attempt. Whatever lies before it counts as retries; its waits and its work count \
                 where they happened; what is left is the way between the places. No payment waits for its own reversal, \
                 which is sent beside it. But reversals take workers from those who wait: of each moment of a wait at the \
                 channel or at card management, the share of the workers that were at reversals is theirs.",
    slow: |slow, ended, from| {
        format!(
            "{slow} of {ended} payments that ended were answered after {from}, the 99th percentile of the answered, or \
             later. On average each spent:"
        )
    },
    no_slow: "Too few payments were answered for a slowest hundredth. It is known after a few hundred, and after the \
              warm-up.",
    no_reversals: "Reversals cost them nothing: no worker that they waited for was at one.",
    blame_heads: ["on what", "where", "mean", "share"],
    nowhere: "–",
    cause,
    why,
    outcome,
    place: place_name,
    story: StoryText {
        title: |number| format!("Payment {number}"),
        close: "Close",
        looking: "Looking for it.",
        absent: |number, until| format!("No payment {number} came up to {until}."),
        ended: |came, how, after| format!("It came at {came} and {} after {after}.", ending(how)),
        open: |came| format!("It came at {came} and has not ended within ten minutes of simulated time."),
        attempts: |count| match count {
            1 => "One attempt.".to_owned(),
            count => format!("{count} attempts."),
        },
        ahead: |until| {
            format!("At {until}, the instant looked back from, what is marked “to come” had not happened yet.")
        },
        followed: |last| format!("Messages about it go on until {last} after its arrival."),
        money: story_money::money,
        to_end: "only up to its end",
        figure: "Time since it came, place by place",
        key: ["waits", "is worked on"],
        signs: [
            "is sent",
            "is answered",
            "is lost or turned away",
            "timer fires, or too late",
            "the issuer books",
            "has ended",
        ],
        span: |waits, attempt, time| {
            let doing = if waits { "waits" } else { "is worked on" };
            match attempt {
                0 => format!("a message {doing} for {time}"),
                attempt => format!("attempt {attempt} {doing} for {time}"),
            }
        },
        table: "Everything that happened to it",
        heads: ["time", "attempt", "where", "what", "message", "answer"],
        what,
        message,
        answer,
        status,
        status_late: "no status: the limit is over",
        result,
        result_late: "came too late",
        to_come: "to come",
        note: "Message types and response codes are those of ISO 8583, on an account rail those of ISO 20022. The simulation \
               knows kinds of answers. Which of the issuer's reasons stands behind a decline is drawn by the payment's \
               number: 44 % of online declines are for lack of funds (51; Ethoca, 2016), the rest of the mix is an \
               assumption. 91 is an issuer that did not answer in time, 96 a failure that somebody reported. A reversal is \
               always an advice (0420), repeated until it is acknowledged (0430): what was not answered may have been \
               booked. The request for a reversal, 0400 and 0410, is not used.",
        note_ledger: "A ledger has neither numbers of messages nor response codes. A payment waits in the pool for a place in a \
                      block, and then until enough further blocks, its confirmations, have come; only then does it go on.",
    },
};

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Retries => "retries",
        Cause::Waiting => "waiting",
        Cause::Reversals => "waiting behind reversals",
        Cause::Work => "service",
        Cause::CacheMiss => "cache miss",
        Cause::Commit => "commit",
        Cause::Way => "the way",
    }
}

fn why(why: Why) -> &'static str {
    match why {
        Why::Slow => "slow",
        Why::Unknown => "its outcome is unknown",
        Why::Abandoned => "the shopper left",
        Why::Replayed => "its answer was given again",
        Why::Late => "an answer came too late",
        Why::StoodIn => "approved in the issuer’s stead",
        Why::HeldTwice => "the issuer booked it more than once",
        Why::TurnedAway => "turned away",
        Why::StuckHold => "it did not succeed, and stays held",
        Why::Unfounded => "it succeeded, and nothing stands at the issuer",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "under way",
        Outcome::Approved => "approved",
        Outcome::BusinessDecline => "declined",
        Outcome::TechnicalDecline => "failed",
        Outcome::Rejected => "turned away",
        Outcome::Unknown => "unknown",
        Outcome::Abandoned => "abandoned",
        Outcome::Blocked => "blocked",
        Outcome::FalseDecline => "blocked wrongly",
    }
}

fn ending(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "is under way",
        Outcome::Approved => "was approved",
        Outcome::BusinessDecline => "was declined by the issuer",
        Outcome::TechnicalDecline => "failed",
        Outcome::Rejected => "was turned away",
        Outcome::Unknown => "was given up with an unknown outcome",
        Outcome::Abandoned => "was left by its shopper",
        Outcome::Blocked => "was fraud, and blocked by a control",
        Outcome::FalseDecline => "was honest, and blocked by a control",
    }
}

fn what(word: &str) -> &'static str {
    match word {
        "came" => "comes",
        "submitted" => "is sent to the gateway",
        "waits" => "waits for a worker",
        "waits-for-block" => "waits for a block",
        "in-block" => "is in a block",
        "final" => "is final",
        "begins" => "work begins",
        "done" => "work is done",
        "refused" => "is turned away",
        "nobody" => "finds no usable processor",
        "full" => "finds every usable processor full",
        "lost" => "is lost on the way there",
        "hit" => "card found in the cache",
        "stale" => "card found in the cache, past its lifetime",
        "missed" => "card not in the cache",
        "no-card" => "no card has this number",
        "sent" => "an attempt is sent there",
        "replayed" => "the stored answer is given again",
        "accepted" => "accepts it: the result follows",
        "notified" => "tells the result",
        "notified-again" => "tells the result again",
        "duplicate" => "has the result already",
        "confirmed" => "the result is acknowledged",
        "gave-up" => "no longer tells the result",
        "joined" => "waits for the same submission’s answer",
        "heard" => "has the answer",
        "late" => "an answer comes too late",
        "timed-out" => "the timer fires",
        "stood-in" => "approves in the issuer’s stead",
        "stopped" => "declines it",
        "writes" => "the approval is to be written to the database",
        "writes-behind" => "the approval is in the cache, and comes to the database later",
        "blocked-card" => "the card is blocked",
        "above-limit" => "the amount is above the card’s limit",
        "held" => "the issuer books the amount",
        "due" => "a message must follow",
        "forwarded" => "the message is sent",
        "taken" => "the issuer takes the message",
        "acknowledged" => "the message is acknowledged",
        "ended" => "has ended for its merchant",
        "returned" => "the issuer gives the amount back",
        "posted" => "the amount is charged for good",
        "closed" => "nothing about it is open any more",
        _ => "something else happens",
    }
}
