//! What a payment will ask of each stage, drawn when it arrives.
//!
//! Every purpose has a stream of its own, and every payment takes one draw (or one sample) of each in order of arrival,
//! whatever becomes of it. So the thousandth payment asks the same of every stage under any policy: scenarios are
//! compared on the same payments ("common random numbers").

use super::place::Outcome;
use super::plan::Plan;
use crate::math;
use crate::random::{Distribution, Stream, exponential};
use crate::units::Nanos;

/// The times that a payment needs, and the issuer's mind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Demand {
    /// Work at the gateway.
    pub(super) gateway: Nanos,
    /// Work at a processor of speed 1.
    pub(super) processor: Nanos,
    /// Way out.
    pub(super) channel: Nanos,
    /// Card look-up.
    pub(super) card_management: Nanos,
    /// Read of the card, should the cache miss it.
    pub(super) database: Nanos,
    /// Commit of its approval, where approvals are written.
    pub(super) commit: Nanos,
    /// Way back.
    pub(super) answer: Nanos,
    /// What the issuer will say.
    pub(super) outcome: Outcome,
}

impl Demand {
    /// The number that pays belongs to no card: the issuer declines, unless it fails before it can look.
    pub(super) fn name_nobody(&mut self) {
        if self.outcome != Outcome::TechnicalDecline {
            self.outcome = Outcome::BusinessDecline;
        }
    }
}

/// Draws demands.
#[derive(Clone, Debug)]
pub(super) struct Demands {
    gateway: Sampler,
    processor: Sampler,
    channel: Sampler,
    card_management: Sampler,
    database: Sampler,
    commit: Sampler,
    answer: Sampler,
    outcomes: Stream,
    business_share: f64,
    technical_share: f64,
}

/// A law and its stream. What never varies is not drawn; nor is the outcome where all are approved. The exponential law
/// stands apart because it is the one that most queues have, and the quickest to draw.
#[derive(Clone, Debug)]
pub(super) enum Sampler {
    Constant(Nanos),
    Exponential(f64, Stream),
    Law(Distribution, Stream),
}

impl Sampler {
    pub(super) fn new(law: &Distribution, seed: u64, purpose: &str) -> Self {
        match law {
            Distribution::Constant(nanos) => Self::Constant(Nanos::new(math::whole(*nanos))),
            Distribution::Exponential { mean } => Self::Exponential(*mean, Stream::new(seed, purpose)),
            _ => Self::Law(law.clone(), Stream::new(seed, purpose)),
        }
    }

    #[inline]
    pub(super) fn draw(&mut self) -> Nanos {
        match self {
            Self::Constant(time) => *time,
            Self::Exponential(mean, stream) => Nanos::new(math::whole(*mean * exponential(stream))),
            Self::Law(law, stream) => Nanos::new(math::whole(law.sample(stream))),
        }
    }
}

impl Demands {
    pub(super) fn new(plan: &Plan, seed: u64) -> Self {
        let writes = plan.recovery.as_ref().and_then(|recovery| recovery.writes.as_ref());
        Self {
            gateway: Sampler::new(&plan.gateway.service, seed, "gateway"),
            processor: Sampler::new(&plan.processor_service, seed, "processor"),
            channel: Sampler::new(&plan.channel.service, seed, "channel"),
            card_management: Sampler::new(&plan.card_management.service, seed, "card management"),
            database: Sampler::new(&plan.database.service, seed, "database"),
            commit: writes.map_or(Sampler::Constant(Nanos::ZERO), |plan| Sampler::new(&plan.commit, seed, "commit")),
            answer: Sampler::new(&plan.answer_delay, seed, "answer"),
            outcomes: Stream::new(seed, "outcomes"),
            business_share: plan.business_decline_share,
            technical_share: plan.technical_decline_share,
        }
    }

    /// The demands of the next payment.
    #[inline]
    pub(super) fn draw(&mut self) -> Demand {
        Demand {
            gateway: self.gateway.draw(),
            processor: self.processor.draw(),
            channel: self.channel.draw(),
            card_management: self.card_management.draw(),
            database: self.database.draw(),
            commit: self.commit.draw(),
            answer: self.answer.draw(),
            outcome: self.decide(),
        }
    }

    /// The share of approvals among the payments that do not fail technically; all of them where every payment fails.
    pub(super) fn approved_share(&self) -> f64 {
        let heard = 1.0 - self.technical_share;
        if heard > 0.0 { (heard - self.business_share).max(0.0) / heard } else { 1.0 }
    }

    #[inline]
    fn decide(&mut self) -> Outcome {
        if self.technical_share + self.business_share <= 0.0 {
            return Outcome::Approved;
        }
        let u = self.outcomes.unit();
        if u < self.technical_share {
            Outcome::TechnicalDecline
        } else if u < self.technical_share + self.business_share {
            Outcome::BusinessDecline
        } else {
            Outcome::Approved
        }
    }
}
