//! What the gateway asks before it lets a payment in or sends an attempt, and whom it tells how the attempt ended.
//!
//! The machines are those of [`crate::payment::resilience`] and [`crate::balance::health`], each faithful to its product;
//! here they are put at their places: the rate limit at the door, the limit on concurrency and the breakers before an
//! attempt is sent, ejection before the balancer picks.

use super::plan::{ConcurrencyPlan, GuardsPlan, RetryPlan};
use crate::balance::Answer;
use crate::balance::health::Outlier;
use crate::payment::resilience::Sample;
use crate::payment::resilience::adaptive_concurrency::{AdaptiveConcurrency, AdaptiveSettings};
use crate::payment::resilience::admission::{Admission, AdmissionSettings};
use crate::payment::resilience::aimd::{Aimd, AimdSettings};
use crate::payment::resilience::circuit_breaker::CircuitBreaker;
use crate::payment::resilience::gradient::{Gradient, GradientSettings};
use crate::payment::resilience::retry_budget::{BudgetSettings, RetryBudget};
use crate::payment::resilience::retry_throttle::RetryThrottle;
use crate::payment::resilience::token_bucket::TokenBucket;
use crate::payment::resilience::vegas::{Vegas, VegasSettings};
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// How many attempts may be in flight from the gateway.
#[derive(Clone, Debug)]
enum Limit {
    Fixed(u32),
    Aimd(Aimd),
    Gradient(Gradient),
    Vegas(Vegas),
    Adaptive(AdaptiveConcurrency),
}

/// Tokens of gRPC's retry throttle, and what a success gives back: its documentation's example.
const THROTTLE: (u32, f64) = (10, 0.1);

/// The guards of one gateway.
#[derive(Clone, Debug)]
pub(super) struct Guards {
    bucket: Option<TokenBucket>,
    limit: Option<Limit>,
    breakers: Vec<CircuitBreaker>,
    outlier: Option<Outlier>,
    budgets: [Option<RetryBudget>; 2],
    throttle: Option<RetryThrottle>,
    admission: Option<Admission>,
    chance: Stream,
    /// Attempts that the gateway waits for.
    in_flight: u32,
}

/// An attempt that the gateway no longer waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// The processor that it was sent to.
    pub(super) processor: usize,
    /// What came of it.
    pub(super) answer: Answer,
    /// How long it took.
    pub(super) took: Nanos,
    /// How many were in flight when it was sent, itself included.
    pub(super) in_flight: u32,
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
    pub(super) fn new(plan: &GuardsPlan, [merchant, gateway]: [RetryPlan; 2], processors: usize, seed: u64) -> Self {
        let limit = plan.concurrency.map(|limit| match limit {
            ConcurrencyPlan::Fixed(most) => Limit::Fixed(most),
            ConcurrencyPlan::Aimd => Limit::Aimd(Aimd::new(AimdSettings::default())),
            ConcurrencyPlan::Gradient => Limit::Gradient(Gradient::new(GradientSettings::default())),
            ConcurrencyPlan::Vegas => Limit::Vegas(Vegas::new(VegasSettings::default(), Stream::new(seed, "vegas"))),
            ConcurrencyPlan::Adaptive => Limit::Adaptive(AdaptiveConcurrency::new(AdaptiveSettings::default())),
        });
        let breakers = plan.breaker.map_or_else(Vec::new, |settings| vec![CircuitBreaker::new(settings); processors]);
        Self {
            bucket: plan.rate_limit.map(TokenBucket::new),
            limit,
            breakers,
            outlier: plan.ejection.map(|settings| Outlier::new(settings, processors)),
            budgets: [merchant, gateway].map(|retry| retry.budget.map(budget)),
            throttle: plan.throttle.then(|| RetryThrottle::new(THROTTLE.0, THROTTLE.1)),
            admission: plan.admission.then(|| Admission::new(AdmissionSettings::default())),
            chance: Stream::new(seed, "admission"),
            in_flight: 0,
        }
    }

    /// Whether admission control lets a submission in: by lot, the more so the more succeed.
    pub(super) fn admits_submission(&mut self, now: Instant) -> bool {
        let Some(admission) = &mut self.admission else { return true };
        let rejection = admission.rejection(now);
        rejection <= 0.0 || self.chance.unit() >= rejection
    }

    /// A submission that was let in is answered.
    pub(super) fn replied(&mut self, now: Instant, succeeded: bool) {
        if let Some(admission) = &mut self.admission {
            admission.observed(now, succeeded);
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
                    Limit::Vegas(vegas) => vegas.limit(),
                    Limit::Adaptive(adaptive) => adaptive.limit(),
                }
        })
    }

    /// Whether a processor is not ejected.
    pub(super) fn usable(&mut self, now: Instant, processor: usize) -> bool {
        self.outlier.as_mut().is_none_or(|outlier| outlier.usable(now, processor))
    }

    /// Times that a processor was ejected since the start.
    pub(super) fn ejections(&self) -> u64 {
        self.outlier.as_ref().map_or(0, Outlier::ejections)
    }

    /// Whether the picked processor's breaker lets an attempt pass.
    pub(super) fn admits(&mut self, now: Instant, processor: usize) -> bool {
        self.breakers.get_mut(processor).is_none_or(|breaker| breaker.admit(now))
    }

    /// An attempt was sent. Returns how many are in flight with it.
    pub(super) const fn sent(&mut self) -> u32 {
        self.in_flight += 1;
        self.in_flight
    }

    /// The gateway no longer waits for an attempt.
    pub(super) fn ended(&mut self, now: Instant, call: &Call) {
        let Call { processor, answer, took, in_flight } = *call;
        if let Some(breaker) = self.breakers.get_mut(processor) {
            breaker.observed(now, !answer.is_correct(), took);
        }
        if let Some(throttle) = &mut self.throttle {
            throttle.observed(!answer.is_correct());
        }
        if let Some(outlier) = &mut self.outlier {
            outlier.observed(now, processor, answer);
        }
        let sample = Sample { rtt_ms: took.millis(), in_flight, dropped: answer == Answer::Missing };
        match &mut self.limit {
            Some(Limit::Aimd(aimd)) => aimd.observed(&sample),
            Some(Limit::Gradient(gradient)) => gradient.observed(&sample),
            Some(Limit::Vegas(vegas)) => vegas.observed(&sample),
            // Envoy samples calls that were answered.
            Some(Limit::Adaptive(adaptive)) if !sample.dropped => adaptive.observed(now, sample.rtt_ms),
            Some(Limit::Fixed(_) | Limit::Adaptive(_)) | None => {}
        }
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Whether a hedge may be sent: gRPC throttles hedges as it throttles retries (proposal A6).
    pub(super) fn hedges(&self) -> bool {
        self.throttle.is_none_or(|throttle| throttle.allows())
    }

    /// A first try, which pays for retries.
    pub(super) fn deposit(&mut self, whose: Whose, now: Instant) {
        if let Some(budget) = &mut self.budgets[whose.place()] {
            budget.deposit(now);
        }
    }

    /// Whether a retry may be made; if so it is paid for.
    pub(super) fn withdraw(&mut self, whose: Whose, now: Instant) -> bool {
        let throttled = matches!(whose, Whose::Gateway) && !self.hedges();
        !throttled && self.budgets[whose.place()].as_mut().is_none_or(|budget| budget.withdraw(now))
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

#[cfg(test)]
mod tests {
    use super::super::plan::Backoff;
    use super::*;

    /// Guards with a limit on concurrency, of one processor.
    fn limited(concurrency: ConcurrencyPlan) -> Guards {
        let once = RetryPlan { tries: 1, backoff: Backoff::Fixed(Nanos::ZERO), budget: None };
        let plan = GuardsPlan { concurrency: Some(concurrency), ..GuardsPlan::default() };
        Guards::new(&plan, [once, once], 1, 1)
    }

    #[test]
    fn a_limit_learns_how_many_were_in_flight_when_a_call_was_sent() {
        let mut guards = limited(ConcurrencyPlan::Aimd);
        let sent: Vec<u32> = (0..12).map(|_| guards.sent()).collect();
        assert_eq!(sent, (1..=12).collect::<Vec<u32>>(), "each counts itself");
        let mut limit_after = |in_flight| {
            let took = Nanos::from_millis(10.0);
            let call = Call { processor: 0, answer: Answer::Approved, took, in_flight };
            guards.ended(Instant::START, &call);
            let Some(Limit::Aimd(aimd)) = guards.limit else { return 0 };
            aimd.limit()
        };
        assert_eq!(limit_after(1), 20, "alone when it was sent: not half of the limit was in use");
        assert_eq!(limit_after(12), 21, "though fewer are in flight now");
    }
}
