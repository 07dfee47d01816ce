//! What the issuer knows of a card besides its balance: whether it is blocked, and the most that one payment may be about.
//!
//! Both come with the look-up, from the cache or from the database, and decide at card management before anything is written
//! or booked. They do not change in a run, so that what a cache says of them is never out of date; a balance, which does
//! change, is in the ledger alone. A card's status belongs to its number: it is the same in every scenario under one seed.
//! Response codes are those of ISO 8583: 62, restricted card, and 61, exceeds an amount limit.

use super::Recovery;
use super::records::Payment;
use crate::payment::demand::Demand;
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::Outcome;
use crate::random::Keyed;
use crate::units::Instant;

/// What is known of cards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProfilePlan {
    /// Share of the cards that are blocked.
    pub blocked_share: f64,
    /// The greatest amount of a payment, in minor units; `None` for any.
    pub amount_max: Option<u64>,
}

/// Why an issuer declines by what it knows of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The card is blocked.
    Blocked,
    /// The payment is about more than the card's limit.
    AboveLimit,
}

impl Refusal {
    /// The response code of ISO 8583.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blocked => "62",
            Self::AboveLimit => "61",
        }
    }
}

/// The profiles of all cards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profiles {
    plan: ProfilePlan,
    status: Keyed,
}

impl Profiles {
    pub(super) fn new(plan: ProfilePlan, seed: u64) -> Self {
        Self { plan, status: Keyed::new(seed, "blocked cards") }
    }

    /// Why the issuer declines a payment, if it does for what it knows of the card.
    fn refuses(&self, payment: &Payment) -> Option<Refusal> {
        let ProfilePlan { blocked_share, amount_max } = self.plan;
        let blocked = blocked_share > 0.0 && self.status.unit(u64::from(payment.card), 0) < blocked_share;
        let above = amount_max.is_some_and(|most| payment.amount > most);
        blocked.then_some(Refusal::Blocked).or(above.then_some(Refusal::AboveLimit))
    }
}

impl Recovery {
    /// Why the issuer declines a payment, if it does for what it knows of the card.
    fn refusal(&self, payment: u32) -> Option<Refusal> {
        self.profiles.as_ref().and_then(|profiles| profiles.refuses(&self.payments[payment]))
    }

    /// What is wrong with a card, or that there is none, is what the issuer will say, now and whenever it is tried again; a technical failure may
    /// come before.
    pub(super) fn look_at_card(&mut self, payment: u32, demand: &mut Demand) {
        if !self.has_card(self.payments[payment].card) || self.refusal(payment).is_some() {
            let payment = &mut self.payments[payment];
            (payment.verdict, payment.unheard) = (Outcome::BusinessDecline, false);
            if demand.outcome != Outcome::TechnicalDecline {
                demand.outcome = Outcome::BusinessDecline;
            }
        }
    }
}

impl Network {
    /// The issuer declines an attempt: that there is no such card, or what it knows of it, may be why.
    pub(super) fn say_why(&mut self, book: &mut Recovery, id: u32, now: Instant) {
        if self.names_nobody(id) {
            return self.tell(book, id, now, What::NoCard);
        }
        let payment = book.trace(id).payment;
        let Some(refusal) = book.refusal(payment) else { return };
        match refusal {
            Refusal::Blocked => book.counts.blocked_cards += 1,
            Refusal::AboveLimit => book.counts.above_limit += 1,
        }
        self.tell(book, id, now, What::Declines(refusal));
    }
}
