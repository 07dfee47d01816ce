//! What the gateway asks before it lets a payment in or sends an attempt, and whom it tells how the attempt ended.
//!
//! The machines are those of [`crate::payment::resilience`] and [`crate::balance::health`], each faithful to its product;
//! here they are put at their places: the rate limit at the door, the limit on concurrency and the breakers before an
//! attempt is sent, ejection before the balancer picks.

use super::plan::{ConcurrencyPlan, GuardsPlan, RetryPlan};
use crate::balance::health::Outlier;
use crate::balance::{Answer, health::OutlierSettings};
use crate::payment::resilience::Sample;
use crate::payment::resilience::aimd::{Aimd, AimdSettings};
use crate::payment::resilience::circuit_breaker::CircuitBreaker;
use crate::payment::resilience::gradient::{Gradient, GradientSettings};
use crate::payment::resilience::retry_budget::{BudgetSettings, RetryBudget};
use crate::payment::resilience::token_bucket::TokenBucket;
use crate::units::{Instant, Nanos};

/// How many attempts may be in flight from the gateway.
#[derive(Clone, Debug)]
enum Limit {
    Fixed(u32),
    Aimd(Aimd),
    Gradient(Gradient),
}

/// The guards of one gateway.
#[derive(Clone, Debug)]
pub(super) struct Guards {
    bucket: Option<TokenBucket>,
    limit: Option<Limit>,
    breakers: Vec<CircuitBreaker>,
    outlier: Option<Outlier>,
    budgets: [Option<RetryBudget>; 2],
    /// Attempts that the gateway waits for.
    in_flight: u32,
}

/// Whose retries a budget is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whose {
    /// The merchants'.
    Merchant,
    /// The gateway's.
    Gateway,
}

impl Guards {
    pub(super) fn new(plan: &GuardsPlan, [merchant, gateway]: [RetryPlan; 2], processors: usize) -> Self {
        let limit = plan.concurrency.map(|limit| match limit {
            ConcurrencyPlan::Fixed(most) => Limit::Fixed(most),
            ConcurrencyPlan::Aimd => Limit::Aimd(Aimd::new(AimdSettings::default())),
            ConcurrencyPlan::Gradient => Limit::Gradient(Gradient::new(GradientSettings::default())),
        });
        let breakers = plan.breaker.map_or_else(Vec::new, |settings| vec![CircuitBreaker::new(settings); processors]);
        Self {
            bucket: plan.rate_limit.map(TokenBucket::new),
            limit,
            breakers,
            outlier: plan.ejection.then(|| Outlier::new(OutlierSettings::default(), processors)),
            budgets: [merchant, gateway].map(|retry| retry.budget.map(budget)),
            in_flight: 0,
        }
    }

    /// Whether a submission may come in.
    pub(super) fn lets_in(&mut self, now: Instant) -> bool {
        self.bucket.as_mut().is_none_or(|bucket| bucket.admit(now))
    }

    /// Whether one more attempt may be in flight.
    pub(super) fn has_room(&self) -> bool {
        self.limit.as_ref().is_none_or(|limit| {
            self.in_flight
                < match limit {
                    Limit::Fixed(most) => *most,
                    Limit::Aimd(aimd) => aimd.limit(),
                    Limit::Gradient(gradient) => gradient.limit(),
                }
        })
    }

    /// Whether a processor is not ejected.
    pub(super) fn usable(&mut self, now: Instant, processor: usize) -> bool {
        self.outlier.as_mut().is_none_or(|outlier| outlier.usable(now, processor))
    }

    /// Whether the picked processor's breaker lets an attempt pass.
    pub(super) fn admits(&mut self, now: Instant, processor: usize) -> bool {
        self.breakers.get_mut(processor).is_none_or(|breaker| breaker.admit(now))
    }

    /// An attempt was sent.
    pub(super) const fn sent(&mut self) {
        self.in_flight += 1;
    }

    /// The gateway no longer waits for an attempt that took so long.
    pub(super) fn ended(&mut self, now: Instant, processor: usize, answer: Answer, took: Nanos) {
        if let Some(breaker) = self.breakers.get_mut(processor) {
            breaker.observed(now, !answer.is_correct(), took);
        }
        if let Some(outlier) = &mut self.outlier {
            outlier.observed(now, processor, answer);
        }
        let sample = Sample { rtt_ms: took.millis(), in_flight: self.in_flight, dropped: answer == Answer::Missing };
        match &mut self.limit {
            Some(Limit::Aimd(aimd)) => aimd.observed(&sample),
            Some(Limit::Gradient(gradient)) => gradient.observed(&sample),
            Some(Limit::Fixed(_)) | None => {}
        }
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A first try, which pays for retries.
    pub(super) fn deposit(&mut self, whose: Whose, now: Instant) {
        if let Some(budget) = &mut self.budgets[whose.place()] {
            budget.deposit(now);
        }
    }

    /// Whether a retry may be made; if so it is paid for.
    pub(super) fn withdraw(&mut self, whose: Whose, now: Instant) -> bool {
        self.budgets[whose.place()].as_mut().is_none_or(|budget| budget.withdraw(now))
    }
}

impl Whose {
    const fn place(self) -> usize {
        match self {
            Self::Merchant => 0,
            Self::Gateway => 1,
        }
    }
}

/// A budget of a share of the first tries, without a reserve: where nothing is paid in there is nothing to spend.
fn budget(ratio: f64) -> RetryBudget {
    RetryBudget::new(BudgetSettings { reserve_per_s: 0, ratio, ..BudgetSettings::default() })
}
