//! What a run has to say of its security: a panel of counts, each with its denominator, and no score over all of them.
//!
//! Every control has a price, and both sides are counted: fraud stopped beside false declines, precision beside the base
//! rate. A share of few cases says little, so each carries Wilson's interval where the run's state carries intervals at all.
//! What a control costs in time is not here: that is a difference of two runs under one seed (`experiment::controls`).

use super::recovery::Sum;
use super::report::{Estimate, State};
use crate::math;
use crate::payment::{CONTROLS, Control, Money, Parties, SecurityCounts};
use crate::scenario::Scenario;
use crate::stats::{LEVEL, Spread, proportion_half_width};
use crate::theory::Detection;
use serde::{Deserialize, Serialize};

/// Basis points of a whole.
const BASIS_POINTS: f64 = 1e4;
/// A yield is told for so many probes.
const PROBES: f64 = 1e3;
/// Degrees of freedom of a spread that is known.
const KNOWN: f64 = 1e9;

/// A part of a whole, both counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proportion {
    /// The part.
    pub count: u64,
    /// The whole: the denominator.
    pub of: u64,
    /// The share, 0 to 1.
    pub share: Estimate,
}

/// Payments by who made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartySums {
    /// Honest shoppers.
    pub honest: Sum,
    /// Fraud, attacks left aside.
    pub fraud: Sum,
    /// Probes of an attack.
    pub probes: Sum,
}

/// What one control declined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Declined {
    /// Its id, as `score`.
    pub control: String,
    /// The code of ISO 8583 with which it declines.
    pub code: u8,
    /// Whom it declined.
    pub payments: PartySums,
}

/// The panel. Counts are exact for this run, since the end of the warm-up; payments are counted when they end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SecurityReport {
    /// Payments that ended.
    pub ended: PartySums,
    /// Payments that were approved: their amount is settled.
    pub settled: PartySums,
    /// Fraudulent payments that were not settled, of all fraudulent ones; probes of an attack left aside.
    pub fraud_stopped: Proportion,
    /// The same by value, 0 to 1.
    pub fraud_stopped_value: Option<f64>,
    /// Settled fraud, probes included, in basis points of all that was settled.
    pub fraud_lost_bp: Option<f64>,
    /// What theory says of the risk check's threshold for blocking, beside what was measured; absent where there is none.
    pub expected: Option<Screening>,
    /// Honest payments that a control declined, of all honest ones.
    pub false_declines: Proportion,
    /// What those were about.
    pub false_declined: Sum,
    /// Fraud and probes among what the controls declined.
    pub precision: Proportion,
    /// Fraud and probes among all payments: what precision has to be held against.
    pub base_rate: Proportion,
    /// Payments whose shopper was challenged.
    pub challenged: Proportion,
    /// Challenges that an honest shopper left, of all challenges of honest shoppers.
    pub abandoned: Proportion,
    /// Payments that were let through without a score.
    pub exposed: Sum,
    /// Fraud and probes among them that were settled.
    pub exposed_lost: Sum,
    /// Submissions that were declined because there was no score.
    pub failed_closed: u64,
    /// Scores that came when the gateway no longer waited.
    pub late_scores: u64,
    /// Codes of the places on a payment's way that see its card number in clear.
    pub clear_hops: Vec<u8>,
    /// Probes that told the attacker of a card that exists, of all probes.
    pub learned: Proportion,
    /// The same for a thousand probes.
    pub enumeration_yield: Option<f64>,
    /// Honest payments with a final and correct answer, of all honest ones: availability as honest shoppers feel it.
    pub honest_answered: Proportion,
    /// What each control declined.
    pub declined: Vec<Declined>,
}

impl SecurityReport {
    /// What was counted, worth as much as the run's state says.
    pub(super) fn new(counts: &SecurityCounts, scenario: &Scenario, state: State) -> Self {
        let share = |count: u64, of: u64| Proportion::new(count, of, state);
        let SecurityCounts { ended, settled, blocked, challenged, exposed, exposed_settled, .. } = counts;
        let stopped = counts.stopped();
        let lost = settled.fraud.amount + settled.probes.amount;
        let learned = share(settled.probes.count, ended.probes.count);
        Self {
            ended: ended.into(),
            settled: settled.into(),
            fraud_stopped: share(ended.fraud.count - settled.fraud.count, ended.fraud.count),
            fraud_stopped_value: ratio(ended.fraud.amount - settled.fraud.amount, ended.fraud.amount),
            fraud_lost_bp: ratio(lost, lost + settled.honest.amount).map(|share| share * BASIS_POINTS),
            expected: Screening::of(scenario),
            false_declines: share(stopped.honest.count, ended.honest.count),
            false_declined: stopped.honest.into(),
            precision: share(stopped.cheating(), stopped.all()),
            base_rate: share(ended.cheating(), ended.all()),
            challenged: share(challenged.all(), ended.all()),
            abandoned: share(counts.abandoned.honest.count, challenged.honest.count),
            exposed: whole(exposed),
            exposed_lost: both(exposed_settled.fraud, exposed_settled.probes),
            failed_closed: counts.closed,
            late_scores: counts.late,
            clear_hops: scenario.security.clear_hops().into_iter().map(crate::payment::Place::code).collect(),
            enumeration_yield: learned.share.mean.map(|share| share * PROBES),
            learned,
            honest_answered: share(counts.answered.honest.count, ended.honest.count),
            declined: CONTROLS.iter().zip(blocked).map(|(control, parties)| Declined::new(*control, parties)).collect(),
        }
    }
}

/// What two normal laws and a threshold come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// Share of the fraud above the threshold.
    pub recall: f64,
    /// Share of the honest payments above it.
    pub false_positives: f64,
    /// Share of fraud above it, at the base rate that is set.
    pub precision: Option<f64>,
}

impl Screening {
    fn of(scenario: &Scenario) -> Option<Self> {
        let security = &scenario.security;
        let threshold = security.block_above.filter(|_| security.enabled && security.scoring)?;
        let law = Detection { separation: security.separation, threshold };
        let precision = law.precision(security.fraud_share);
        Some(Self { recall: law.recall(), false_positives: law.false_positives(), precision })
    }
}

impl Proportion {
    /// A part of a whole with Wilson's interval, where the state carries one.
    pub(super) fn new(count: u64, of: u64, state: State) -> Self {
        let mean = ratio(count, of);
        let cases = math::float(of);
        let half_width = mean.filter(|_| state == State::Steady).map(|share| {
            let spread = Spread { variance: share * (1.0 - share) / cases, degrees: KNOWN };
            proportion_half_width(share, cases, spread, LEVEL)
        });
        let state = if of == 0 { State::Empty } else { state };
        Self { count, of, share: Estimate { mean, half_width, level: LEVEL, runs: 1, state, ..Estimate::default() } }
    }
}

impl Declined {
    fn new(control: Control, parties: &Parties) -> Self {
        let (id, code) = match control {
            Control::CardVelocity => ("card-velocity", 59),
            Control::MerchantVelocity => ("merchant-velocity", 59),
            Control::Score => ("score", 59),
            Control::Challenge => ("challenge", 63),
            Control::TokenVault => ("token-vault", 63),
            Control::SecurityModule => ("security-module", 63),
        };
        Self { control: id.to_owned(), code, payments: parties.into() }
    }
}

impl From<&Parties> for PartySums {
    fn from(parties: &Parties) -> Self {
        Self { honest: parties.honest.into(), fraud: parties.fraud.into(), probes: parties.probes.into() }
    }
}

fn ratio(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| math::float(part) / math::float(of))
}

fn both(one: Money, other: Money) -> Sum {
    Money { count: one.count + other.count, amount: one.amount + other.amount }.into()
}

fn whole(parties: &Parties) -> Sum {
    let fraud = both(parties.fraud, parties.probes);
    let honest = Sum::from(parties.honest);
    Sum { count: fraud.count + honest.count, amount: fraud.amount + honest.amount }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_an_interval_where_its_state_carries_one() {
        let steady = Proportion::new(10, 100, State::Steady).share;
        assert!(steady.half_width.is_some_and(|half| (half - 0.0744).abs() < 1e-3), "Wilson's: {steady:?}");
        assert_eq!(Proportion::new(10, 100, State::Varying).share.half_width, None, "one run of a varying load");
        let none = Proportion::new(0, 0, State::Steady).share;
        assert_eq!((none.mean, none.state), (None, State::Empty), "nothing of nothing");
        assert!(Proportion::new(0, 50, State::Steady).share.half_width > Some(0.0), "none seen is not never");
    }
}
