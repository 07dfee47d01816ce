//! Hears the lines of one payment and tells its story.

use super::books::Books;
use super::codes::Codes;
use super::{Moment, Story};
use crate::payment::{Follow, Line, Outcome, Place, Refusal, What};
use crate::scenario::ChannelKind;
use crate::units::Instant;

/// Whose names messages have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Standard {
    /// Card networks: ISO 8583.
    Cards,
    /// Account rails: ISO 20022.
    Accounts,
    /// Ledgers: none, so words; a payment is final after so many further blocks.
    Ledger(u32),
}

impl Standard {
    /// That of a channel.
    pub(super) const fn of(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::CardNetwork => Self::Cards,
            ChannelKind::InstantRail { .. } => Self::Accounts,
            ChannelKind::Ledger { confirmations, .. } => Self::Ledger(confirmations),
        }
    }

    /// The tag of its channel.
    const fn channel(self) -> &'static str {
        match self {
            Self::Cards => "card_network",
            Self::Accounts => "instant_rail",
            Self::Ledger(_) => "ledger",
        }
    }

    const fn request(self) -> &'static str {
        match self {
            Self::Cards => "0100",
            Self::Accounts => "pacs.008",
            Self::Ledger(_) => "transaction",
        }
    }

    const fn response(self) -> &'static str {
        match self {
            Self::Cards => "0110",
            Self::Accounts => "pacs.002",
            Self::Ledger(_) => "receipt",
        }
    }

    /// A message that follows an attempt; on a rail a rejection if the rail itself sends it, else a recall.
    const fn follow(self, follow: Follow, rejected: bool) -> &'static str {
        match (self, follow) {
            (Self::Cards, Follow::Reversal) => "0420",
            (Self::Ledger(_), Follow::Reversal) => "refund",
            (Self::Ledger(_), Follow::Advice) => "advice",
            (_, Follow::Advice) => "0120",
            // ISO 8583 has no message for it.
            (Self::Cards | Self::Ledger(_), Follow::Enquiry) => "enquiry",
            (Self::Accounts, Follow::Reversal) if rejected => "pacs.002",
            (Self::Accounts, Follow::Reversal) => "camt.056",
            (Self::Accounts, Follow::Enquiry) => "pacs.028",
        }
    }

    const fn acknowledgement(self, follow: Follow) -> &'static str {
        match (self, follow) {
            (Self::Cards, Follow::Reversal) => "0430",
            (Self::Ledger(_), Follow::Reversal | Follow::Advice) => "receipt",
            (_, Follow::Advice) => "0130",
            (Self::Cards | Self::Ledger(_), Follow::Enquiry) => "enquiry",
            (Self::Accounts, Follow::Reversal) => "pacs.004",
            (Self::Accounts, Follow::Enquiry) => "pacs.002",
        }
    }

    /// What a ledger waited for, where it waits for something.
    fn confirmations(self) -> Option<String> {
        match self {
            Self::Ledger(1) => Some("1 confirmation".to_owned()),
            Self::Ledger(count @ 2..) => Some(format!("{count} confirmations")),
            _ => None,
        }
    }
}

/// Hears the lines of one payment.
#[derive(Debug)]
pub(super) struct Witness {
    payment: u64,
    seed: u64,
    standard: Standard,
    lines: Vec<Line>,
    /// Whether it ends with its books, not with its end for its merchant: nothing is booked where every answer comes.
    booked: bool,
    over: bool,
}

impl Witness {
    /// Of a payment in a run of this seed.
    pub(super) const fn new(payment: u64, seed: u64, standard: Standard) -> Self {
        Self { payment, seed, standard, lines: Vec::new(), booked: false, over: false }
    }

    pub(super) fn hear(&mut self, line: &Line) {
        self.lines.push(*line);
        self.booked |= matches!(line.what, What::About(_));
        self.over |= match line.what {
            What::Ended(_) => !self.booked,
            What::Closed(_) => true,
            _ => false,
        };
    }

    /// Whether it came and anything about it is open.
    pub(super) const fn waits(&self) -> bool {
        !self.lines.is_empty() && !self.over
    }

    pub(super) fn story(&self, until_s: f64) -> Story {
        let payment = self.payment;
        let Some(first) = self.lines.first() else { return Story { payment, until_s, ..Story::default() } };
        // Attempts that the rail rejected at its limit, unless somebody called them back before.
        let mut rejected: Vec<u64> = Vec::new();
        let mut codes = Codes::of(payment, self.seed);
        let moment = |line: &Line| {
            if line.what == What::TimedOut(Place::Channel) {
                rejected.push(line.attempt);
            }
            let code = codes.hear(line).filter(|_| self.standard == Standard::Cards);
            let told = Moment::of(line, first.at, self.standard, rejected.contains(&line.attempt));
            Moment { code: code.map(str::to_owned), ..told }
        };
        let told = self.lines.iter().filter(|line| !matches!(line.what, What::About(_) | What::Travels(_)));
        let moments = told.map(moment).collect();
        let (channel, books) = (self.standard.channel().to_owned(), Books::of(&self.lines));
        Story { payment, arrived_s: first.at.seconds(), until_s, channel, moments, books }
    }
}

impl Moment {
    fn of(line: &Line, came: Instant, standard: Standard, rejected: bool) -> Self {
        let (what, place, outcome, message) = words(line.what, standard, rejected);
        Self {
            at_ms: line.at.since(came).millis(),
            attempt: line.attempt,
            what: what.to_owned(),
            place: place.map(Place::code),
            outcome: outcome.map(Outcome::code),
            message: match line.what {
                What::Final => standard.confirmations(),
                _ => message.map(str::to_owned),
            },
            code: None,
        }
    }
}

/// The word of what happened, its place, its outcome and its message.
fn words(
    what: What,
    standard: Standard,
    rejected: bool,
) -> (&'static str, Option<Place>, Option<Outcome>, Option<&'static str>) {
    let ledger = matches!(standard, Standard::Ledger(_));
    let plain = |word| (word, None, None, None);
    let at = |word, place| (word, Some(place), None, None);
    let follow = |word, follow| (word, None, None, Some(standard.follow(follow, rejected)));
    match what {
        What::Came | What::About(_) | What::Travels(_) => plain("came"),
        What::Submitted => plain("submitted"),
        What::Waits(place @ Place::Channel) if ledger => at("waits-for-block", place),
        What::Begins(place @ Place::Channel) if ledger => at("in-block", place),
        What::Final => at("final", Place::Channel),
        What::Waits(place) => at("waits", place),
        What::Begins(place) => at("begins", place),
        What::Done(place) => at("done", place),
        What::Refused(place) => at("refused", place),
        What::Nobody => at("nobody", Place::Balancer),
        What::Full => at("full", Place::Balancer),
        What::Lost(place) => at("lost", place),
        What::Hit => plain("hit"),
        What::Stale => plain("stale"),
        What::Missed => plain("missed"),
        What::NoCard => plain("no-card"),
        What::Sent(place) => ("sent", Some(place), None, Some(standard.request())),
        What::Replayed => plain("replayed"),
        What::Joined => plain("joined"),
        What::Accepted => ("accepted", Some(Place::Gateway), None, Some("202")),
        What::Notified(again) => {
            (if again { "notified-again" } else { "notified" }, Some(Place::Gateway), None, Some("webhook"))
        }
        What::Duplicate => ("duplicate", Some(Place::Merchants), None, Some("webhook")),
        What::Confirmed => ("confirmed", Some(Place::Gateway), None, Some("200")),
        What::GaveUp => at("gave-up", Place::Gateway),
        What::Heard(place, outcome) => ("heard", Some(place), Some(outcome), Some(standard.response())),
        What::Late(place) => at("late", place),
        What::TimedOut(place) => at("timed-out", place),
        What::StoodIn => plain("stood-in"),
        What::Stopped(control) => at("stopped", control.stands_at()),
        What::Declines(Refusal::Blocked) => plain("blocked-card"),
        What::Declines(Refusal::AboveLimit) => plain("above-limit"),
        What::Writes => plain("writes"),
        What::WritesBehind => plain("writes-behind"),
        What::Held => plain("held"),
        What::Returned => plain("returned"),
        What::Posted(_) => plain("posted"),
        What::Closed(_) => plain("closed"),
        What::Due(message) => follow("due", message),
        What::Forwarded(message) => follow("forwarded", message),
        What::Taken(message) => follow("taken", message),
        What::Acknowledged(message) => ("acknowledged", None, None, Some(standard.acknowledgement(message))),
        What::Ended(outcome) => ("ended", None, Some(outcome), None),
    }
}
