//! Security that can be measured: what every payment hides, what each control sees of it, and what became of it.
//!
//! A payment is fraud or it is not; nobody in the system knows, and every control judges by what it sees: the risk check by
//! a score whose laws overlap, a velocity rule by counting tries, a challenge by how a shopper answers, the token vault and
//! the security module by what comes with the card. So no control can be right always, and its price is counted beside its
//! use. One score for all of it would not be honest; there is none.
//!
//! By file: `plan` has the settings, `truth` what is drawn for each payment, `velocity` the rules that count tries, `attack`
//! the probes of a card-testing attack, `counts` what is counted. What the network does with them stands in
//! `recovery::controls` and `recovery::attack`: a control may be slow, down or silent, so it belongs where answers may not
//! come. Left out on purpose: stolen keys, people inside, attackers that adapt, and law.

mod attack;
mod counts;
mod plan;
mod truth;
mod velocity;

pub(super) use attack::Attack;
pub use attack::is_probe;
pub use counts::{CONTROLS, Control, Parties, SecurityCounts};
pub use plan::{ChallengePlan, CheckPlan, GuardPlan, SecurityPlan, VelocityPlan};
pub(super) use truth::{Truth, Verdict};

use super::place::Place;
use super::plan::{Plan, StationPlan, UNLIMITED};
use crate::engine::{EventQueue, Lane};
use crate::math;
use crate::random::Distribution;
use crate::units::Instant;
use truth::Truths;
use velocity::Velocity;

/// The stations of the controls, in the order in which they follow the processors.
pub(super) const PLACES: [Place; 3] = [Place::RiskCheck, Place::TokenVault, Place::SecurityModule];
/// The risk check among them.
pub(super) const RISK_CHECK: usize = 0;
/// The token vault.
pub(super) const TOKEN_VAULT: usize = 1;
/// The security module.
pub(super) const SECURITY_MODULE: usize = 2;

/// The controls of a run and what they have counted.
#[derive(Clone, Debug)]
pub(in crate::payment) struct Security {
    /// The settings; `None` where there is neither fraud nor control, and nothing below is used.
    pub(in crate::payment) plan: Option<SecurityPlan>,
    /// Counts since the start.
    pub(in crate::payment) counts: SecurityCounts,
    /// The counts when measuring began.
    pub(in crate::payment) origin: Option<SecurityCounts>,
    /// Index of the first station of the controls.
    pub(in crate::payment) first: usize,
    /// The delay after which a score is no longer waited for.
    pub(in crate::payment) lane: Option<Lane>,
    /// Submissions about which a control has not decided yet.
    pub(in crate::payment) deciding: u64,
    /// Who tries out card numbers.
    pub(in crate::payment) attack: Attack,
    truths: Truths,
    /// By payment.
    known: Vec<Truth>,
    velocity: Velocity,
}

impl Security {
    pub(in crate::payment) fn new(
        plan: Option<&SecurityPlan>,
        whole: &Plan,
        seed: u64,
        queue: &mut EventQueue<super::Event>,
    ) -> Self {
        let settings = plan.cloned().unwrap_or_default();
        Self {
            counts: SecurityCounts::default(),
            origin: None,
            first: super::index::FIRST_PROCESSOR + whole.processors.len(),
            lane: settings.check.as_ref().map(|check| queue.lane(check.timeout)),
            deciding: 0,
            attack: Attack::new(whole, &settings, seed),
            truths: Truths::new(&settings, seed),
            known: Vec::new(),
            velocity: Velocity::new(&settings, whole.cards),
            plan: plan.cloned(),
        }
    }

    /// Whether anything of this room takes part in the run.
    #[inline]
    pub(in crate::payment) const fn on(&self) -> bool {
        self.plan.is_some()
    }

    /// Draws what the next payment hides.
    pub(in crate::payment) fn draw(&mut self) -> Truth {
        self.truths.draw()
    }

    /// Keeps what a payment hides, under its id.
    pub(in crate::payment) fn keep(&mut self, payment: u32, truth: Truth) {
        let place = math::index(payment);
        if place >= self.known.len() {
            self.known.resize(place + 1, Truth::HONEST);
        }
        self.known[place] = truth;
    }

    /// Whether a payment is a probe of an attack.
    #[inline]
    pub(in crate::payment) fn is_probe(&self, payment: u32) -> bool {
        self.known.get(math::index(payment)).is_some_and(|truth| truth.probe)
    }

    /// The merchant that a payment is made at.
    pub(in crate::payment) fn merchant(&self, payment: u32) -> u32 {
        self.known.get(math::index(payment)).map_or(0, |truth| truth.merchant)
    }

    /// What a payment hides.
    pub(in crate::payment) fn truth(&mut self, payment: u32) -> &mut Truth {
        let place = math::index(payment);
        if place >= self.known.len() {
            self.known.resize(place + 1, Truth::HONEST);
        }
        &mut self.known[place]
    }

    /// The velocity rule that a submission breaks, if it does; it counts as a try either way.
    pub(in crate::payment) fn strikes(&mut self, now: Instant, payment: u32, card: u32) -> Option<Control> {
        let merchant = self.truth(payment).merchant;
        self.velocity.strikes(now, card, merchant)
    }

    /// What the risk check makes of a payment's score.
    pub(in crate::payment) fn verdict(&mut self, payment: u32) -> Verdict {
        let truth = *self.truth(payment);
        let above = |threshold: Option<f64>| threshold.is_some_and(|threshold| truth.score > threshold);
        let Some(check) = self.plan.as_ref().and_then(|plan| plan.check.as_ref()) else { return Verdict::Pass };
        if above(check.block_above) {
            Verdict::Block
        } else if above(check.challenge_above) && !truth.authenticated {
            Verdict::Challenge
        } else {
            Verdict::Pass
        }
    }

    /// Shares of the honest shoppers that leave a challenge, and of the fraud that passes one.
    pub(in crate::payment) fn challenge_shares(&self) -> (f64, f64) {
        let check = self.plan.as_ref().and_then(|plan| plan.check.as_ref());
        check.map_or((0.0, 1.0), |check| (check.challenge.abandoned, check.challenge.fraud_passes))
    }

    /// The guard on the way to the issuer that stops a payment, if it does.
    pub(in crate::payment) fn catches(&mut self, guard: usize, payment: u32) -> Option<Control> {
        let truth = *self.truth(payment);
        let plan = self.plan.as_ref()?;
        let (guard, drawn, control) = match guard {
            TOKEN_VAULT => (plan.vault.as_ref()?, truth.stopped[0], Control::TokenVault),
            _ => (plan.module.as_ref()?, truth.stopped[1], Control::SecurityModule),
        };
        (truth.fraud && drawn < guard.stops).then_some(control)
    }

    /// The stations through which a request goes between channel and card management, from one on; none where the last is
    /// behind it.
    pub(in crate::payment) fn guard_from(&self, guard: usize) -> Option<usize> {
        let plan = self.plan.as_ref()?;
        let on = [false, plan.vault.is_some(), plan.module.is_some()];
        (guard..on.len()).find(|guard| on[*guard]).map(|guard| self.first + guard)
    }

    /// What was counted since measuring began; `None` where the room takes no part.
    pub(in crate::payment) fn seen(&self) -> Option<SecurityCounts> {
        self.on().then(|| self.counts.since(&self.origin.unwrap_or_default()))
    }

    /// What must hold, and how often it did not: every submission that the controls were asked about has one decision, or
    /// waits for it.
    pub(in crate::payment) const fn violations(&self) -> u64 {
        let counts = &self.counts;
        let decided = counts.passed + counts.declined + counts.left + counts.closed + counts.moot;
        counts.asked.abs_diff(decided + self.deciding)
    }
}

impl Plan {
    /// Which of the controls' stations anybody visits; empty where security takes no part.
    pub(super) fn controls_on(&self) -> Vec<bool> {
        let plan = self.recovery.as_ref().and_then(|plan| plan.security.as_ref());
        plan.map_or_else(Vec::new, |plan| vec![plan.check.is_some(), plan.vault.is_some(), plan.module.is_some()])
    }

    /// The stations of the controls, which stand behind the processors; none where security takes no part. One whose
    /// control is off has any number of workers and no work, and nobody comes there.
    pub(super) fn control_stations(&self) -> Vec<StationPlan> {
        let Some(plan) = self.recovery.as_ref().and_then(|plan| plan.security.as_ref()) else { return Vec::new() };
        let off = StationPlan { workers: UNLIMITED, queue_limit: UNLIMITED, service: Distribution::Constant(0.0) };
        let guard = |guard: &Option<GuardPlan>| guard.as_ref().map_or_else(|| off.clone(), |one| one.station.clone());
        let check = plan.check.as_ref().map_or_else(|| off.clone(), |check| check.station.clone());
        vec![check, guard(&plan.vault), guard(&plan.module)]
    }
}
