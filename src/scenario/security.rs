//! Fraud, and what is done about it: a risk check with its challenge, rules that count tries, tokens, a security module.
//!
//! The defaults are a small provider's. Published: one payment in a thousand is fraud, one honest payment in a thousand is
//! blocked, and a score takes less than 100 ms (Stripe); fraud is about twice the usual amount (European Banking Authority
//! and European Central Bank, first half of 2023: 0.015 % of card payments, 0.031 % of their value); network tokens take 28 to 30 %
//! off fraud (Visa); a challenge is abandoned by 12 % (weak). The rest are assumptions of a plausible size.

use super::load::SHARE;
use super::problem::Limit;
use super::reader::Reader;
use super::recovery::TIMER_MS;
use super::service::Service;
use super::stages::Stage;
use super::together::PAYMENTS_MAX;
use super::{Fault, FaultKind, Scenario};
use crate::payment::{ChallengePlan, CheckPlan, GuardPlan, Place, SecurityPlan, StationPlan, UNLIMITED, VelocityPlan};
use crate::units::Nanos;
use serde::Serialize;

/// Range of how many times as much a fraudulent payment is about.
pub const AMOUNT_TIMES: Limit = Limit::new(0.1, 100.0, "times the amount");
/// Range of the separation of the two laws of the score, in standard deviations.
pub const SEPARATION: Limit = Limit::new(0.0, 10.0, "standard deviations");
/// Range of a threshold on the score, in standard deviations of honest payments.
pub const THRESHOLD: Limit = Limit::new(-5.0, 10.0, "standard deviations");
/// Range of a number of merchants.
pub const MERCHANTS: Limit = Limit::new(1.0, 10_000.0, "merchants");
/// Range of the tries that a velocity rule allows.
pub const VELOCITY_TRIES: Limit = Limit::new(1.0, 1_000_000.0, "tries");
/// Range of the time within which tries are counted.
pub const VELOCITY_S: Limit = Limit::new(1.0, 86_400.0, "s");
/// Range of the probes of an attack.
pub const PROBES: Limit = Limit::new(0.1, 100_000.0, "probes per second");

/// The places on a payment's way that handle its card number, in order, for [`Security::clear_hops`].
const HOPS: [Place; 7] = [
    Place::Merchants,
    Place::Gateway,
    Place::RiskCheck,
    Place::Processor(0),
    Place::Channel,
    Place::CardManagement,
    Place::Database,
];

/// Who cheats, and what is done about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Security {
    /// Whether fraud and controls are simulated at all; nothing else here counts without it.
    pub enabled: bool,
    /// Share of the payments that are fraud: the base rate.
    pub fraud_share: f64,
    /// A fraudulent payment is about so many times as much.
    pub fraud_amount_times: f64,
    /// d': by how much the scores of fraud lie above those of honest payments.
    pub separation: f64,
    /// Merchants over whom payments are spread evenly; an attack is on the first.
    pub merchants: u32,
    /// Whether the gateway has every submission scored.
    pub scoring: bool,
    /// Where it is scored.
    pub risk_check: Stage,
    /// How long the gateway waits for a score.
    pub score_timeout_ms: f64,
    /// Whether a payment goes on without a score, or is declined.
    pub fail_open: bool,
    /// Above this score a shopper is challenged; `null` for nobody.
    pub challenge_above: Option<f64>,
    /// Above this score a payment is blocked; `null` for none.
    pub block_above: Option<f64>,
    /// From a challenge to its answer.
    pub challenge_time: Service,
    /// Share of challenged honest shoppers that leave.
    pub challenge_abandoned_share: f64,
    /// Share of challenged fraud that passes.
    pub challenge_fraud_passes_share: f64,
    /// Most tries of a card within the time; `null` for any number.
    pub card_tries: Option<u32>,
    /// Most tries at a merchant within the time; `null` for any number.
    pub merchant_tries: Option<u32>,
    /// The time within which tries are counted.
    pub tries_within_s: f64,
    /// Whether a token stands for the card number between merchant and channel.
    pub tokenisation: bool,
    /// Where the token becomes a card number.
    pub token_vault: Stage,
    /// Share of the fraud that a token stops, being good for one shop or device.
    pub tokenisation_stops_share: f64,
    /// Whether a security module checks PIN or cryptogram for the issuer.
    pub pin_check: bool,
    /// Where it is checked.
    pub security_module: Stage,
    /// Share of the fraud that has no valid PIN or cryptogram.
    pub pin_check_stops_share: f64,
}

/// A control as a person switches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Every submission is scored, and blocked above the threshold.
    RiskCheck,
    /// Shoppers are challenged above a lower one.
    Challenge,
    /// Tries of a card are counted.
    CardVelocity,
    /// Tries at a merchant are counted.
    MerchantVelocity,
    /// A token stands for the card number.
    Tokenisation,
    /// A security module checks PIN or cryptogram.
    PinCheck,
}

impl Measure {
    /// All of them, in the order in which a payment meets them.
    pub const ALL: [Self; 6] = [
        Self::CardVelocity,
        Self::MerchantVelocity,
        Self::RiskCheck,
        Self::Challenge,
        Self::Tokenisation,
        Self::PinCheck,
    ];

    /// Its word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::RiskCheck => "risk-check",
            Self::Challenge => "challenge",
            Self::CardVelocity => "card-velocity",
            Self::MerchantVelocity => "merchant-velocity",
            Self::Tokenisation => "tokenisation",
            Self::PinCheck => "pin-check",
        }
    }
}

/// Tries that a rule allows where none is set: what vendors suggest for a card, ten a second for a merchant (assumption).
const USUAL_TRIES: [u32; 2] = [10, 6_000];

impl Default for Security {
    /// Off. The threshold for blocking and the separation give one honest payment in a thousand blocked and 80 % of the
    /// fraud stopped: Phi(-3.09) and Phi(3.93 - 3.09).
    fn default() -> Self {
        Self {
            enabled: false,
            fraud_share: 0.001,
            fraud_amount_times: 2.0,
            separation: 3.93,
            merchants: 20,
            scoring: true,
            risk_check: Stage {
                workers: Some(16),
                queue_limit: Some(200),
                service: Service::LogNormal { median_ms: 50.0, p99_ms: 100.0 },
            },
            score_timeout_ms: 200.0,
            fail_open: true,
            challenge_above: Some(2.6),
            block_above: Some(3.09),
            challenge_time: Service::LogNormal { median_ms: 20_000.0, p99_ms: 120_000.0 },
            challenge_abandoned_share: 0.12,
            challenge_fraud_passes_share: 0.1,
            card_tries: None,
            merchant_tries: None,
            tries_within_s: 600.0,
            tokenisation: false,
            token_vault: Stage {
                workers: None,
                queue_limit: None,
                service: Service::LogNormal { median_ms: 5.0, p99_ms: 20.0 },
            },
            tokenisation_stops_share: 0.28,
            pin_check: false,
            security_module: Stage {
                workers: Some(2),
                queue_limit: Some(500),
                service: Service::Deterministic { mean_ms: 4.0 },
            },
            pin_check_stops_share: 0.5,
        }
    }
}

impl Security {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("security", Self::default(), |reader, default| Self {
            enabled: reader.switch("enabled", default.enabled),
            fraud_share: reader.number("fraud_share", SHARE, default.fraud_share),
            fraud_amount_times: reader.number("fraud_amount_times", AMOUNT_TIMES, default.fraud_amount_times),
            separation: reader.number("separation", SEPARATION, default.separation),
            merchants: reader.whole("merchants", MERCHANTS, default.merchants),
            scoring: reader.switch("scoring", default.scoring),
            risk_check: Stage::read(reader, "risk_check", default.risk_check),
            score_timeout_ms: reader.number("score_timeout_ms", TIMER_MS, default.score_timeout_ms),
            fail_open: reader.switch("fail_open", default.fail_open),
            challenge_above: reader.number_or_none("challenge_above", THRESHOLD, default.challenge_above),
            block_above: reader.number_or_none("block_above", THRESHOLD, default.block_above),
            challenge_time: Service::read(reader, "challenge_time", default.challenge_time),
            challenge_abandoned_share: reader.number(
                "challenge_abandoned_share",
                SHARE,
                default.challenge_abandoned_share,
            ),
            challenge_fraud_passes_share: reader.number(
                "challenge_fraud_passes_share",
                SHARE,
                default.challenge_fraud_passes_share,
            ),
            card_tries: reader.whole_or_none("card_tries", VELOCITY_TRIES, default.card_tries),
            merchant_tries: reader.whole_or_none("merchant_tries", VELOCITY_TRIES, default.merchant_tries),
            tries_within_s: reader.number("tries_within_s", VELOCITY_S, default.tries_within_s),
            tokenisation: reader.switch("tokenisation", default.tokenisation),
            token_vault: Stage::read(reader, "token_vault", default.token_vault),
            tokenisation_stops_share: reader.number(
                "tokenisation_stops_share",
                SHARE,
                default.tokenisation_stops_share,
            ),
            pin_check: reader.switch("pin_check", default.pin_check),
            security_module: Stage::read(reader, "security_module", default.security_module),
            pin_check_stops_share: reader.number("pin_check_stops_share", SHARE, default.pin_check_stops_share),
        })
    }

    /// The places on a payment's way that see its card number in clear. With a network token (EMV Payment Tokenisation)
    /// merchant, gateway, processor and channel handle only the token; the vault knows the number, and the issuer.
    #[must_use]
    pub fn clear_hops(&self) -> Vec<Place> {
        if self.enabled && self.tokenisation {
            return vec![Place::TokenVault, Place::CardManagement, Place::Database];
        }
        HOPS.into_iter().filter(|place| *place != Place::RiskCheck || self.has(*place)).collect()
    }

    /// Whether a station of the controls takes part.
    pub(super) fn has(&self, place: Place) -> bool {
        self.enabled
            && match place {
                Place::RiskCheck => self.scoring,
                Place::TokenVault => self.tokenisation,
                Place::SecurityModule => self.pin_check,
                _ => true,
            }
    }

    /// Whether a control is on.
    #[must_use]
    pub const fn employs(&self, measure: Measure) -> bool {
        match measure {
            Measure::RiskCheck => self.scoring && self.block_above.is_some(),
            Measure::Challenge => self.scoring && self.challenge_above.is_some(),
            Measure::CardVelocity => self.card_tries.is_some(),
            Measure::MerchantVelocity => self.merchant_tries.is_some(),
            Measure::Tokenisation => self.tokenisation,
            Measure::PinCheck => self.pin_check,
        }
    }

    /// Switches a control off that is on; one that is off is switched on, with its usual setting. Check and challenge share the
    /// score: each is turned without the other, and where neither is left nothing is scored.
    fn turn(&mut self, measure: Measure) {
        let (on, usual) = (self.employs(measure), Self::default());
        let tries = |tries: u32| (!on).then_some(tries);
        match measure {
            Measure::RiskCheck => {
                self.challenge_above = self.challenge_above.filter(|_| self.scoring);
                self.block_above = self.block_above.or(usual.block_above).filter(|_| !on);
                self.scoring = !on || self.challenge_above.is_some();
            }
            Measure::Challenge => {
                self.block_above = self.block_above.filter(|_| self.scoring);
                self.challenge_above = usual.challenge_above.filter(|_| !on);
                self.scoring = !on || self.block_above.is_some();
            }
            Measure::CardVelocity => self.card_tries = tries(USUAL_TRIES[0]),
            Measure::MerchantVelocity => self.merchant_tries = tries(USUAL_TRIES[1]),
            Measure::Tokenisation => self.tokenisation = !on,
            Measure::PinCheck => self.pin_check = !on,
        }
    }

    fn check(&self) -> CheckPlan {
        CheckPlan {
            station: station(&self.risk_check),
            timeout: Nanos::from_millis(self.score_timeout_ms),
            fails_open: self.fail_open,
            challenge_above: self.challenge_above,
            block_above: self.block_above,
            challenge: ChallengePlan {
                time: self.challenge_time.law(),
                abandoned: self.challenge_abandoned_share,
                fraud_passes: self.challenge_fraud_passes_share,
            },
        }
    }

    fn plan(&self) -> SecurityPlan {
        let guard = |stage: &Stage, stops: f64| GuardPlan { station: station(stage), stops };
        SecurityPlan {
            fraud_share: self.fraud_share,
            fraud_amount_times: self.fraud_amount_times,
            separation: self.separation,
            merchants: self.merchants,
            check: self.has(Place::RiskCheck).then(|| self.check()),
            velocity: VelocityPlan {
                card: self.card_tries,
                merchant: self.merchant_tries,
                window: Nanos::from_seconds(self.tries_within_s),
            },
            vault: self.has(Place::TokenVault).then(|| guard(&self.token_vault, self.tokenisation_stops_share)),
            module: self.has(Place::SecurityModule).then(|| guard(&self.security_module, self.pin_check_stops_share)),
        }
    }
}

impl Scenario {
    /// The scenario with a control turned: off if it is on, else on.
    #[must_use]
    pub fn turning(&self, measure: Measure) -> Self {
        let mut turned = self.clone();
        turned.security.turn(measure);
        turned
    }

    /// The plan for fraud and controls; `None` where neither is simulated nobody attacks and nobody asks for
    /// merchants.
    pub(super) fn security_plan(&self) -> Option<SecurityPlan> {
        let attacked = self.faults.iter().any(Fault::is_attack);
        let sticks = self.balancer.sticks_to_merchants();
        let merchants = if sticks { self.security.merchants } else { 1 };
        match (self.security.enabled, attacked || sticks) {
            (true, _) => Some(self.security.plan()),
            // Nobody cheats but an attacker, and nobody looks; payments have merchants where the balancer asks for them.
            (false, true) => Some(SecurityPlan { fraud_amount_times: 1.0, merchants, ..SecurityPlan::default() }),
            (false, false) => None,
        }
    }

    /// Checks that an attack does not make a run endless.
    pub(super) fn check_probes(&self, reader: &mut Reader<'_>) {
        let probes = self.probes();
        if probes > PAYMENTS_MAX {
            let allowed = format!("attacks of at most {PAYMENTS_MAX} probes a run");
            reader.contradiction("faults", format!("{probes} probes"), allowed);
        }
    }

    /// Probes that attacks bring in the whole run.
    fn probes(&self) -> f64 {
        let probes = |fault: &Fault| match fault.kind {
            FaultKind::CardTesting { rate_per_s, .. } => {
                rate_per_s * (fault.end_s().min(self.duration_s) - fault.start_s).max(0.0)
            }
            _ => 0.0,
        };
        self.faults.iter().map(probes).sum()
    }
}

fn station(stage: &Stage) -> StationPlan {
    let bound = |limit: Option<u32>| limit.unwrap_or(UNLIMITED);
    StationPlan { workers: bound(stage.workers), queue_limit: bound(stage.queue_limit), service: stage.service.law() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_is_turned_off_or_on() {
        for measure in Measure::ALL {
            let scenario =
                Scenario { security: Security { enabled: true, ..Security::default() }, ..Scenario::default() };
            let turned = scenario.turning(measure);
            assert_ne!(turned.security.employs(measure), scenario.security.employs(measure), "{measure:?}");
            assert_eq!(turned.turning(measure).security.employs(measure), scenario.security.employs(measure));
            assert!(turned.check().is_ok() && turned.cautions().is_empty(), "{measure:?} is turned to what is allowed");
        }
    }

    #[test]
    fn check_and_challenge_are_turned_one_without_the_other() {
        let thresholds = [None, Some(3.5)];
        let all = [true, false].into_iter().flat_map(|scoring| thresholds.map(|above| (scoring, above)));
        for (scoring, block_above, challenge_above) in
            all.flat_map(|(scoring, block)| [None, Some(2.0)].map(|challenge| (scoring, block, challenge)))
        {
            let security = Security { enabled: true, scoring, block_above, challenge_above, ..Security::default() };
            let scenario = Scenario { security, ..Scenario::default() };
            let turned = Measure::ALL.map(|measure| scenario.turning(measure));
            for (place, one) in turned.iter().enumerate() {
                assert!(
                    turned.iter().skip(place + 1).all(|other| one != other),
                    "two rows are one experiment: {one:?}"
                );
            }
            let pair = [Measure::RiskCheck, Measure::Challenge];
            if pair.iter().all(|measure| scenario.security.employs(*measure)) {
                let scored = pair.iter().all(|measure| scenario.turning(*measure).security.scoring);
                assert!(scored, "the score is made for the one that is left, so its price stands in neither row");
            }
            for (measure, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                let [before, after] = [&scenario, &scenario.turning(measure)].map(|one| one.security.employs(other));
                assert_eq!(before, after, "{measure:?} takes {other:?} with it: {:?}", scenario.security);
            }
        }
    }

    #[test]
    fn a_token_takes_the_card_number_away_from_most_hops() {
        let mut security = Security { enabled: true, ..Security::default() };
        assert_eq!(security.clear_hops(), HOPS, "without tokens everybody sees it");
        security.scoring = false;
        assert_eq!(security.clear_hops().len(), 6, "a check that is off sees nothing");
        security.tokenisation = true;
        let expected = [Place::TokenVault, Place::CardManagement, Place::Database];
        assert_eq!(security.clear_hops(), expected, "with tokens the vault and the issuer");
        security.enabled = false;
        assert_eq!(security.clear_hops().len(), 6, "where nothing is simulated there are no tokens");
    }
}
