//! What a payment's story says of the money: what it was about, what the issuer booked, gave back and charged, and whether its
//! books agree in the end.
//!
//! The judgement is that of the run (`payment::recovery`): what the merchant knows against the approvals that stand, as soon as
//! nothing about the payment is open any more.

use crate::experiment::Sum;
use crate::payment::{Line, Money, Outcome, What};
use serde::{Deserialize, Serialize};

/// The money of one payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Books {
    /// What it was about, in the currency's main unit.
    pub amount: f64,
    /// How often the issuer booked it: a hold, on an account rail a transfer.
    pub held: u32,
    /// How often the issuer gave it back.
    pub returned: u32,
    /// How often it was charged for good.
    pub posted: u32,
    /// How often it stands at the issuer: booked and not given back.
    pub standing: u32,
    /// Whether merchant and issuer agree.
    pub judgement: Judgement,
}

/// Whether what the merchant of a payment knows is what the issuer's books say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// Something about it is still open, as far as it was followed.
    #[default]
    Open,
    /// Charged once, and the merchant knows of it.
    Charged,
    /// It did not succeed, and nothing is held for it.
    Free,
    /// Charged more than once.
    ChargedTwice,
    /// It did not succeed for its merchant, and its amount stays held.
    Stuck,
    /// It succeeded for its merchant, and nothing stands at the issuer.
    Unfounded,
}

impl Books {
    /// The money in the lines of a payment; `None` where no line says what it is about.
    pub(super) fn of(lines: &[Line]) -> Option<Self> {
        let about = lines.iter().find_map(|line| match line.what {
            What::About(amount) => Some(amount),
            _ => None,
        })?;
        let mut books = Self { amount: Sum::from(Money { count: 1, amount: about }).amount, ..Self::default() };
        let mut ended = Outcome::Open;
        for line in lines {
            match line.what {
                What::Held => (books.held, books.standing) = (books.held + 1, books.standing + 1),
                What::Returned => {
                    (books.returned, books.standing) = (books.returned + 1, books.standing.saturating_sub(1));
                }
                What::Posted(times) => books.posted += times,
                What::Ended(outcome) => ended = outcome,
                What::Closed(standing) => books.judgement = Judgement::of(ended, standing),
                _ => {}
            }
        }
        Some(books)
    }
}

impl Judgement {
    pub(super) const fn of(ended: Outcome, standing: u32) -> Self {
        match (ended, standing) {
            (Outcome::Approved, 0) => Self::Unfounded,
            (Outcome::Approved, 1) => Self::Charged,
            (Outcome::Approved, _) => Self::ChargedTwice,
            (_, 0) => Self::Free,
            (_, _) => Self::Stuck,
        }
    }
}
