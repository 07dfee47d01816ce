//! The response codes of ISO 8583 that the answers to a payment carry.
//!
//! The simulation knows kinds of answers. Which of the issuer's reasons stands behind a decline is drawn here, when the story is
//! told, by the payment's own number: the run has no part in it, one payment has one reason however often it is tried, and
//! whoever looks again reads the same.
//!
//! Approvals are 00. The issuer's declines are 62 where a card is blocked and 61 where an amount is above its limit, and else
//! drawn from `DECLINES`; a card number that belongs to nobody, as most of an attack's, is 14. A control's are 59 or 63, as it
//! says. A technical decline is 91 where nobody at the issuer answered in time, and 96, system malfunction, where somebody
//! answered that it failed. An answer that nobody waits for any more is 68. Whoever was turned away, or never heard anything, has
//! no code.

use crate::payment::{Line, Outcome, Place, What, is_probe};
use crate::random::Keyed;
use std::collections::BTreeSet;

/// The issuer's reasons and their weights. Of online declines 44 % are for lack of funds (Ethoca, 2016); the rest of the mix
/// is an assumption: 05 26 %, 54 6 %, 14 5 %, 57 and 62 together 4 %, 61 and 65 3 %, others, here 55, 1 %. Left out are 59 and
/// 63, 9 % there, which the controls give here, and 91 and 96, 2 %, which are no reasons but failures.
const DECLINES: [(&str, f64); 9] = [
    ("51", 44.0),
    ("05", 26.0),
    ("54", 6.0),
    ("14", 5.0),
    ("57", 2.0),
    ("62", 2.0),
    ("61", 1.5),
    ("65", 1.5),
    ("55", 1.0),
];

/// Invalid card number: it belongs to no card.
const NO_CARD: &str = "14";

/// Says the code of each answer as the lines of one payment go by.
#[derive(Debug)]
pub(super) struct Codes {
    decline: &'static str,
    /// Of the control that declined last.
    control: &'static str,
    /// Of the failure that was told last.
    failure: &'static str,
    /// Attempts that the issuer did not answer in time, by their numbers.
    unanswered: BTreeSet<u64>,
}

impl Codes {
    /// Those of a payment in a run of this seed.
    pub(super) fn of(payment: u64, seed: u64) -> Self {
        let decline = if is_probe(payment) { NO_CARD } else { decline(payment, seed) };
        Self { decline, control: "59", failure: "96", unanswered: BTreeSet::new() }
    }

    /// The code that a line carries, if it is an answer with one.
    pub(super) fn hear(&mut self, line: &Line) -> Option<&'static str> {
        match line.what {
            What::TimedOut(Place::Channel) => {
                self.unanswered.insert(line.attempt);
                None
            }
            What::Stopped(control) => {
                self.control = control.code();
                Some(self.control)
            }
            What::Declines(refusal) => {
                self.decline = refusal.code();
                None
            }
            What::NoCard => {
                self.decline = NO_CARD;
                None
            }
            What::Heard(_, outcome) | What::Ended(outcome) => self.code(line.attempt, outcome),
            What::Late(_) => Some("68"),
            _ => None,
        }
    }

    fn code(&mut self, attempt: u64, outcome: Outcome) -> Option<&'static str> {
        match outcome {
            Outcome::Approved => Some("00"),
            Outcome::BusinessDecline => Some(self.decline),
            Outcome::TechnicalDecline => {
                // The end of a payment names no attempt, nor does a result that is told later: it is that of the last one.
                if attempt > 0 {
                    self.failure = if self.unanswered.contains(&attempt) { "91" } else { "96" };
                }
                Some(self.failure)
            }
            Outcome::Blocked | Outcome::FalseDecline => Some(self.control),
            Outcome::Open | Outcome::Rejected | Outcome::Unknown | Outcome::Abandoned => None,
        }
    }
}

/// The issuer's reason to decline the payment with this number, if it does.
fn decline(payment: u64, seed: u64) -> &'static str {
    let whole: f64 = DECLINES.iter().map(|(_, weight)| weight).sum();
    let mut left = Keyed::new(seed, "reason of a decline").unit(payment, 0) * whole;
    let mut reasons = DECLINES.iter();
    let found = reasons.find(|(_, weight)| {
        left -= weight;
        left < 0.0
    });
    // What rounding leaves over is the last one's.
    found.or(DECLINES.last()).map_or("05", |(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;
    use crate::payment::{Control, Refusal};
    use crate::units::Instant;

    #[test]
    fn reasons_come_in_the_proportions_of_the_mix() {
        let count = 100_000;
        let whole: f64 = DECLINES.iter().map(|(_, weight)| weight).sum();
        for (code, weight) in DECLINES {
            let seen = (1..=count).filter(|payment| decline(*payment, 7) == code).count();
            let (share, n) = (weight / whole, math::float(count));
            let error = 5.0 * (share * (1.0 - share) / n).sqrt();
            assert!((math::count(seen) / n - share).abs() < error, "{code}: {seen} of {count}, expected {share}");
        }
        assert_eq!(decline(12, 7), decline(12, 7), "one payment, one reason");
    }

    #[test]
    fn answers_have_the_code_of_what_happened() {
        let mut codes = Codes::of(1, 1);
        let mut hear = |attempt, what| codes.hear(&Line { at: Instant::START, payment: 1, attempt, what });
        let failed = What::Heard(Place::Gateway, Outcome::TechnicalDecline);
        assert_eq!(hear(1, failed), Some("96"), "somebody says that it failed");
        assert_eq!(hear(2, What::TimedOut(Place::Channel)), None, "no answer yet");
        assert_eq!(hear(2, failed), Some("91"), "nobody answered in time");
        assert_eq!(hear(3, failed), Some("96"), "another attempt");
        assert_eq!(hear(3, What::Late(Place::Gateway)), Some("68"));
        assert_eq!(hear(4, What::Heard(Place::Gateway, Outcome::Approved)), Some("00"));
        assert_eq!(hear(4, What::Heard(Place::Merchants, Outcome::Unknown)), None, "no answer, no code");
        hear(5, What::Declines(Refusal::AboveLimit));
        assert_eq!(hear(5, What::Heard(Place::Gateway, Outcome::BusinessDecline)), Some("61"), "known, and not drawn");
        hear(5, What::Declines(Refusal::Blocked));
        assert_eq!(hear(5, What::Heard(Place::Gateway, Outcome::BusinessDecline)), Some("62"));
        hear(5, What::Stopped(Control::TokenVault));
        assert_eq!(hear(6, What::Heard(Place::Merchants, Outcome::Blocked)), Some("63"), "as the control says");
        assert_eq!(hear(7, What::NoCard), None, "what the issuer finds");
        assert_eq!(hear(7, What::Heard(Place::Gateway, Outcome::BusinessDecline)), Some("14"), "is what it says");
        assert_eq!(Codes::of(1 << 40, 1).decline, "14", "a probe's number belongs to nobody");
    }
}
