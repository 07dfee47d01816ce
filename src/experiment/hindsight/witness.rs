//! Hears the lines of one payment and tells its story.

use super::{Moment, Story};
use crate::payment::{Follow, Line, Outcome, Place, What};
use crate::units::Instant;

/// Hears the lines of one payment.
#[derive(Debug)]
pub(super) struct Witness {
    payment: u64,
    lines: Vec<Line>,
    ended: bool,
}

impl Witness {
    pub(super) const fn new(payment: u64) -> Self {
        Self { payment, lines: Vec::new(), ended: false }
    }

    pub(super) fn hear(&mut self, line: &Line) {
        self.lines.push(*line);
        self.ended |= matches!(line.what, What::Ended(_));
    }

    /// Whether it came and has not ended.
    pub(super) const fn waits(&self) -> bool {
        !self.lines.is_empty() && !self.ended
    }

    pub(super) fn story(&self, until_s: f64) -> Story {
        let payment = self.payment;
        let Some(first) = self.lines.first() else { return Story { payment, until_s, ..Story::default() } };
        let moments = self.lines.iter().map(|line| Moment::of(line, first.at)).collect();
        Story { payment, arrived_s: first.at.seconds(), until_s, moments }
    }
}

impl Moment {
    fn of(line: &Line, came: Instant) -> Self {
        let (what, place, outcome, message) = words(line.what);
        Self {
            at_ms: line.at.since(came).millis(),
            attempt: line.attempt,
            what: what.to_owned(),
            place: place.map(Place::code),
            outcome: outcome.map(Outcome::code),
            message: message.map(str::to_owned),
        }
    }
}

/// The word of what happened, its place, its outcome and its message (ISO 8583).
fn words(what: What) -> (&'static str, Option<Place>, Option<Outcome>, Option<&'static str>) {
    let plain = |word| (word, None, None, None);
    let at = |word, place| (word, Some(place), None, None);
    let follow = |word, follow| match follow {
        Follow::Reversal => (word, None, None, Some("0420")),
        Follow::Advice => (word, None, None, Some("0120")),
        // ISO 8583 has no message for it.
        Follow::Enquiry => (word, None, None, Some("enquiry")),
    };
    match what {
        What::Came => plain("came"),
        What::Submitted => plain("submitted"),
        What::Waits(place) => at("waits", place),
        What::Begins(place) => at("begins", place),
        What::Done(place) => at("done", place),
        What::Refused(place) => at("refused", place),
        What::Lost(place) => at("lost", place),
        What::Hit => plain("hit"),
        What::Missed => plain("missed"),
        What::Sent(place) => ("sent", Some(place), None, Some("0100")),
        What::Replayed => plain("replayed"),
        What::Joined => plain("joined"),
        What::Accepted => ("accepted", Some(Place::Gateway), None, Some("202")),
        What::Notified(again) => {
            (if again { "notified-again" } else { "notified" }, Some(Place::Gateway), None, Some("webhook"))
        }
        What::Duplicate => ("duplicate", Some(Place::Merchants), None, Some("webhook")),
        What::Confirmed => ("confirmed", Some(Place::Gateway), None, Some("200")),
        What::GaveUp => at("gave-up", Place::Gateway),
        What::Heard(place, outcome) => ("heard", Some(place), Some(outcome), Some("0110")),
        What::Late(place) => at("late", place),
        What::TimedOut(place) => at("timed-out", place),
        What::StoodIn => plain("stood-in"),
        What::Held => plain("held"),
        What::Due(message) => follow("due", message),
        What::Forwarded(message) => follow("forwarded", message),
        What::Taken(message) => follow("taken", message),
        What::Acknowledged(message) => match message {
            Follow::Reversal => ("acknowledged", None, None, Some("0430")),
            Follow::Advice => ("acknowledged", None, None, Some("0130")),
            Follow::Enquiry => ("acknowledged", None, None, Some("enquiry")),
        },
        What::Ended(outcome) => ("ended", None, Some(outcome), None),
    }
}
