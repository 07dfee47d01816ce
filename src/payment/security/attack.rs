//! A card-testing attack: somebody tries out card numbers with small amounts at one merchant, to learn which are valid.
//!
//! The probes come as a Poisson process beside the payments and draw from streams of their own, so the payments of honest
//! shoppers stay the same with or without them. Most numbers belong to no card and are declined by the issuer (14, invalid
//! card number); a number that exists is approved, and the attacker has learned it.

use super::plan::SecurityPlan;
use super::truth::{Truth, Truths};
use crate::payment::cards::Numbers;
use crate::payment::demand::{Demand, Demands};
use crate::payment::place::Outcome;
use crate::payment::plan::Plan;
use crate::random::{Stream, exponential};
use crate::units::{Instant, Nanos};

/// Mixed into the seed for what a probe hides and asks of the stages.
const ATTACK: u64 = 0x2545_F491_4F6C_DD1D;
/// Amount of a probe in minor units: one main unit, small enough to go unnoticed (assumption).
const AMOUNT: u64 = 100;
/// The number before that of the first probe, far beyond those of payments, which are counted from 1. It has 11 digits, one
/// less than the shortest card number, so that no probe is taken for one.
const FIRST_NUMBER: u64 = 1 << 36;

/// Whether the payment with this number is a probe of an attack.
#[must_use]
pub const fn is_probe(number: u64) -> bool {
    number > FIRST_NUMBER
}

/// Whoever tries out card numbers.
#[derive(Clone, Debug)]
pub(in crate::payment) struct Attack {
    rate_per_s: f64,
    valid_share: f64,
    /// When the next probe comes.
    next: Instant,
    /// Probes so far.
    pub(in crate::payment) count: u64,
    cards: u32,
    named: Numbers,
    gaps: Stream,
    numbers: Stream,
    demands: Demands,
    truths: Truths,
}

/// A probe.
#[derive(Clone, Copy, Debug)]
pub(in crate::payment) struct Probe {
    /// Its number among the payments.
    pub(in crate::payment) number: u64,
    /// The card number; beyond all cards for one that belongs to none.
    pub(in crate::payment) card: u32,
    /// How much, in minor units.
    pub(in crate::payment) amount: u64,
    /// What it asks of the stages.
    pub(in crate::payment) demand: Demand,
    /// What it hides.
    pub(in crate::payment) truth: Truth,
}

impl Attack {
    pub(super) fn new(whole: &Plan, plan: &SecurityPlan, seed: u64) -> Self {
        Self {
            rate_per_s: 0.0,
            valid_share: 0.0,
            next: Instant::NEVER,
            count: 0,
            cards: whole.cards,
            named: Numbers::of(whole),
            gaps: Stream::new(seed, "probes"),
            numbers: Stream::new(seed, "probed numbers"),
            demands: Demands::new(whole, seed ^ ATTACK),
            truths: Truths::new(plan, seed ^ ATTACK),
        }
    }

    /// Comes with another rate and share of valid numbers from now on. Returns when the next probe comes, if that is new:
    /// the gaps have no memory, so the rest of the present one is drawn anew.
    pub(in crate::payment) fn change(&mut self, now: Instant, rate_per_s: f64, valid_share: f64) -> Option<Instant> {
        self.valid_share = valid_share;
        if rate_per_s.to_bits() == self.rate_per_s.to_bits() {
            return None;
        }
        self.rate_per_s = rate_per_s;
        self.schedule(now)
    }

    /// The probe that is due now, if it is.
    pub(in crate::payment) fn probe(&mut self, now: Instant) -> Option<Probe> {
        if self.next != now {
            return None;
        }
        let valid = self.numbers.unit() < self.valid_share;
        let card = self.numbers.below(self.cards.max(1));
        let beyond = u32::try_from(self.count & 0x3FFF_FFFF).unwrap_or(0);
        let outcome = if valid { Outcome::Approved } else { Outcome::BusinessDecline };
        self.count += 1;
        Some(Probe {
            number: FIRST_NUMBER + self.count,
            card: if valid { card } else { self.named.beyond(beyond) },
            amount: AMOUNT,
            demand: Demand { outcome, ..self.demands.draw() },
            truth: Truth { probe: true, merchant: 0, ..self.truths.dress(true) },
        })
    }

    /// Draws when the next probe comes; none where nobody attacks.
    pub(in crate::payment) fn schedule(&mut self, now: Instant) -> Option<Instant> {
        let comes = self.rate_per_s > 0.0;
        let gap = if comes { Nanos::from_seconds(exponential(&mut self.gaps) / self.rate_per_s) } else { Nanos::ZERO };
        self.next = if comes { now + gap.max(Nanos::new(1)) } else { Instant::NEVER };
        comes.then_some(self.next)
    }
}
