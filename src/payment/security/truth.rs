//! What a payment hides, drawn when it comes, every purpose from a stream of its own: one draw of each for each payment,
//! whatever becomes of it. So one seed cheats in the same payments, with the same scores, under any threshold.
//!
//! The score is that of signal detection theory: normal with standard deviation 1 around 0 for honest payments and around d'
//! for fraud (Green and Swets, "Signal Detection Theory and Psychophysics", 1966, chapter 3). A threshold t stops
//! Phi(d' - t) of the fraud and Phi(-t) of the honest payments, and no threshold changes one without the other.

use super::counts::Control;
use super::plan::SecurityPlan;
use crate::math;
use crate::random::{Distribution, Stream, normal};
use crate::units::Nanos;

/// What a payment hides, and what the controls have done with it.
#[derive(Clone, Copy, Debug)]
pub(in crate::payment) struct Truth {
    /// Whether it is fraud.
    pub(in crate::payment) fraud: bool,
    /// Whether it is a probe of an attack, which is fraud too.
    pub(in crate::payment) probe: bool,
    /// Its score, in standard deviations of honest payments.
    pub(in crate::payment) score: f64,
    /// The merchant it is made at.
    pub(in crate::payment) merchant: u32,
    /// How its challenge goes: a uniform draw.
    pub(in crate::payment) challenge: f64,
    /// How long its challenge takes.
    pub(in crate::payment) challenge_time: Nanos,
    /// Whether token vault and security module stop it: uniform draws.
    pub(in crate::payment) stopped: [f64; 2],
    /// Work at the stations of the controls; the same for every try.
    pub(in crate::payment) work: [Nanos; 3],
    /// Whether its shopper has passed a challenge.
    pub(in crate::payment) authenticated: bool,
    /// Whether it was challenged.
    pub(in crate::payment) challenged: bool,
    /// Whether it was let through while the risk check failed open.
    pub(in crate::payment) exposed: bool,
    /// Who stopped it.
    pub(in crate::payment) stopped_by: Option<Control>,
}

impl Truth {
    /// A payment that hides nothing.
    pub(in crate::payment) const HONEST: Self = Self {
        fraud: false,
        probe: false,
        score: 0.0,
        merchant: 0,
        challenge: 0.0,
        challenge_time: Nanos::ZERO,
        stopped: [1.0; 2],
        work: [Nanos::ZERO; 3],
        authenticated: false,
        challenged: false,
        exposed: false,
        stopped_by: None,
    };
}

/// What a risk check makes of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::payment) enum Verdict {
    /// It may go on.
    Pass,
    /// The shopper has to show who they are.
    Challenge,
    /// It is declined.
    Block,
}

/// Draws what payments hide.
#[derive(Clone, Debug)]
pub(super) struct Truths {
    fraud_share: f64,
    separation: f64,
    merchants: u32,
    laws: [Distribution; 4],
    truth: Stream,
    score: Stream,
    merchant: Stream,
    challenge: Stream,
    stopped: [Stream; 2],
    times: [Stream; 4],
}

impl Truths {
    pub(super) fn new(plan: &SecurityPlan, seed: u64) -> Self {
        let none = Distribution::Constant(0.0);
        let guard = |guard: &Option<super::GuardPlan>| {
            guard.as_ref().map_or_else(|| none.clone(), |one| one.station.service.clone())
        };
        let check = plan.check.as_ref();
        let laws = [
            check.map_or_else(|| none.clone(), |check| check.station.service.clone()),
            guard(&plan.vault),
            guard(&plan.module),
            check.map_or_else(|| none.clone(), |check| check.challenge.time.clone()),
        ];
        let stream = |purpose| Stream::new(seed, purpose);
        Self {
            fraud_share: plan.fraud_share,
            separation: plan.separation,
            merchants: plan.merchants.max(1),
            laws,
            truth: stream("hidden truth"),
            score: stream("risk score"),
            merchant: stream("merchant of a payment"),
            challenge: stream("challenge"),
            stopped: ["stopped by the token vault", "stopped by the security module"].map(stream),
            times: ["risk check", "token vault", "security module", "challenge time"].map(stream),
        }
    }

    /// What the next payment hides.
    pub(super) fn draw(&mut self) -> Truth {
        let fraud = self.truth.unit() < self.fraud_share;
        let merchant = self.merchant.below(self.merchants);
        Truth { merchant, ..self.dress(fraud) }
    }

    /// What the next payment of one who cheats, or does not, hides beside that.
    pub(super) fn dress(&mut self, fraud: bool) -> Truth {
        let [check, vault, module, challenge] =
            std::array::from_fn(|place| Nanos::new(math::whole(self.laws[place].sample(&mut self.times[place]))));
        Truth {
            fraud,
            score: normal(&mut self.score) + if fraud { self.separation } else { 0.0 },
            challenge: self.challenge.unit(),
            challenge_time: challenge,
            stopped: self.stopped.each_mut().map(Stream::unit),
            work: [check, vault, module],
            ..Truth::HONEST
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(plan: &SecurityPlan, count: usize) -> Vec<Truth> {
        let mut truths = Truths::new(plan, 7);
        (0..count).map(|_| truths.draw()).collect()
    }

    fn plan() -> SecurityPlan {
        SecurityPlan { fraud_share: 0.3, separation: 2.0, merchants: 4, ..SecurityPlan::default() }
    }

    /// The share above a threshold must be that of a normal law, within five standard deviations of a binomial count.
    fn check(scores: &[f64], threshold: f64, mean: f64) {
        let expected = math::erfc((threshold - mean) / std::f64::consts::SQRT_2) / 2.0;
        let count = math::count(scores.len());
        let seen = math::count(scores.iter().filter(|score| **score > threshold).count()) / count;
        let error = 5.0 * (expected * (1.0 - expected) / count).sqrt();
        assert!((seen - expected).abs() <= error, "above {threshold} around {mean}: {seen}, not {expected} ± {error}");
    }

    #[test]
    fn scores_follow_the_two_laws() {
        let all = drawn(&plan(), 200_000);
        for fraud in [false, true] {
            let scores: Vec<f64> = all.iter().filter(|one| one.fraud == fraud).map(|one| one.score).collect();
            for threshold in [-1.0, 0.0, 1.0, 2.0, 3.0] {
                check(&scores, threshold, if fraud { 2.0 } else { 0.0 });
            }
        }
        let fraud = math::count(all.iter().filter(|one| one.fraud).count());
        assert!((fraud - 60_000.0).abs() < 5.0 * (200_000.0_f64 * 0.21).sqrt(), "{fraud} of 60,000");
    }

    #[test]
    fn who_cheats_depends_on_nothing_else() {
        let other = SecurityPlan { separation: 0.0, merchants: 1, ..plan() };
        let pairs = drawn(&plan(), 1_000).into_iter().zip(drawn(&other, 1_000));
        assert!(pairs.into_iter().all(|(one, two)| one.fraud == two.fraud), "the same payments are fraud");
    }
}
