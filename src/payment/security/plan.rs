//! What a run with fraud and controls is made from: plain settings that were checked elsewhere.

use crate::payment::plan::StationPlan;
use crate::random::Distribution;
use crate::units::Nanos;

/// Who cheats, and what is done about it.
#[derive(Clone, Debug, Default)]
pub struct SecurityPlan {
    /// Share of the payments that are fraud: the base rate.
    pub fraud_share: f64,
    /// A fraudulent payment's amount is so many times as large.
    pub fraud_amount_times: f64,
    /// d': how far the law of the score of fraud lies above that of honest payments, in standard deviations.
    pub separation: f64,
    /// Merchants over whom payments are spread evenly; an attack is on the first.
    pub merchants: u32,
    /// The risk check between gateway and balancer; `None` where there is none.
    pub check: Option<CheckPlan>,
    /// Rules that count tries.
    pub velocity: VelocityPlan,
    /// The vault that gives a card number for a token, on the way to the issuer; `None` without tokens.
    pub vault: Option<GuardPlan>,
    /// The hardware security module that checks PIN or cryptogram for the issuer; `None` where nobody checks.
    pub module: Option<GuardPlan>,
}

/// A check that scores every submission.
#[derive(Clone, Debug)]
pub struct CheckPlan {
    /// Its workers, queue and time.
    pub station: StationPlan,
    /// How long the gateway waits for a score.
    pub timeout: Nanos,
    /// What is done without a score: let the payment through, or decline it.
    pub fails_open: bool,
    /// Above this score a shopper is challenged; `None` for nobody.
    pub challenge_above: Option<f64>,
    /// Above this score a payment is blocked; `None` for none.
    pub block_above: Option<f64>,
    /// How a challenge goes.
    pub challenge: ChallengePlan,
}

/// A challenge of the shopper, as in 3-D Secure.
#[derive(Clone, Debug)]
pub struct ChallengePlan {
    /// From the challenge to the shopper's answer.
    pub time: Distribution,
    /// Share of honest shoppers that leave.
    pub abandoned: f64,
    /// Share of fraud that passes all the same.
    pub fraud_passes: f64,
}

/// How many tries are allowed within a time; `None` for any number.
#[derive(Clone, Debug, Default)]
pub struct VelocityPlan {
    /// Of one card.
    pub card: Option<u32>,
    /// At one merchant.
    pub merchant: Option<u32>,
    /// The time.
    pub window: Nanos,
}

/// A guard on the way to the issuer.
#[derive(Clone, Debug)]
pub struct GuardPlan {
    /// Its workers, queue and time.
    pub station: StationPlan,
    /// Share of the fraud that it stops.
    pub stops: f64,
}
