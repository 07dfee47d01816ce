//! The balancer: which processor gets the next payment, by which policy, and what the policy goes by.

use super::fees::Fee;
use super::problem::Limit;
use super::reader::Reader;
use super::rules::{RULES, RoutingRule};
use super::stages::PROCESSORS;
use super::zones::{BETWEEN_ZONES_MS, ZONE_PROCESSORS, ZONES, Zone, laid_out};
use crate::balance::upheaval::STICKY;
use crate::payment::{BalancerPlan, ZonesPlan};
use crate::units::Nanos;
use crate::{balance, math};
use serde::{Serialize, Serializer};

/// Range of a processor's weight.
pub const WEIGHT: Limit = Limit::new(0.0, 256.0, "");
/// Range of the number of gateways that balance on their own.
pub const GATEWAYS: Limit = Limit::new(1.0, 64.0, "gateways");
/// Range of the time between two tellings of what is in flight.
pub const TOLD_MS: Limit = Limit::new(1.0, 60_000.0, "ms");
/// Most fees, one a processor.
const FEES: usize = 16;
/// Envoy's `min_cluster_size`.
const ZONE_PROCESSORS_MIN: u32 = 6;
const _: () = assert!(PROCESSORS.max <= 16.0, "a fee for every processor");

/// Which processor gets the next payment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Balancer {
    /// The policy.
    #[serde(serialize_with = "balance_id")]
    pub policy: balance::Policy,
    /// Weight of each processor; empty for all equal. Policies that know no weights ignore them.
    pub weights: Vec<f64>,
    /// The policy's parameters that differ from the product's defaults, by name.
    #[serde(serialize_with = "by_name")]
    pub parameters: Vec<(&'static str, f64)>,
    /// Gateways that balance on their own: payments come to them in turn, and each keeps a state of its own. What
    /// is known of the processors' health is one for all.
    pub gateways: u32,
    /// How often every gateway is told how many attempts all have in flight at each processor, and then goes by that
    /// until it is told again; `null` where each counts its own attempts, at once.
    pub told_every_ms: Option<f64>,
    /// What each processor charges; empty where nobody charges. For the policies that heed fees.
    pub fees: Vec<Fee>,
    /// Which payments go to which processors, the first that applies; for the policy that follows rules.
    pub rules: Vec<RoutingRule>,
    /// What a policy that sticks hashes.
    pub sticky_by: StickyBy,
    /// What is in each zone, for gateways that prefer the processors of their own; with fewer than two of them where
    /// processors are does not count.
    pub zones: Vec<Zone>,
    /// Fewest healthy processors with which it does.
    pub zone_processors_min: u32,
    /// How much longer a message between a gateway and a processor of another zone takes, one way.
    pub between_zones_ms: f64,
}

/// What of a payment is hashed by the policies that stick to a processor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StickyBy {
    /// Its card: all payments of a card go to one processor.
    #[default]
    Card,
    /// Its merchant: all payments at a merchant do.
    Merchant,
}

impl StickyBy {
    /// Every choice with its word.
    pub const CHOICES: [(&'static str, Self); 2] = [("card", Self::Card), ("merchant", Self::Merchant)];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Card => Self::CHOICES[0].0,
            Self::Merchant => Self::CHOICES[1].0,
        }
    }
}

impl Balancer {
    /// One gateway with a policy as its product ships it, all processors alike.
    #[must_use]
    pub const fn of(policy: balance::Policy) -> Self {
        Self {
            policy,
            weights: Vec::new(),
            parameters: Vec::new(),
            gateways: 1,
            told_every_ms: None,
            fees: Vec::new(),
            rules: Vec::new(),
            sticky_by: StickyBy::Card,
            zones: Vec::new(),
            zone_processors_min: ZONE_PROCESSORS_MIN,
            between_zones_ms: 0.0,
        }
    }

    /// Whether the policy asks for the amount or the card range of a payment, and something hangs on them.
    #[must_use]
    pub fn asks_of_payments(&self) -> bool {
        self.policy.heeds_fees() && !self.fees.is_empty() || self.policy.heeds_rules() && !self.rules.is_empty()
    }

    /// Whether the policy sticks to the processor of a merchant.
    #[must_use]
    pub fn sticks_to_merchants(&self) -> bool {
        self.sticky_by == StickyBy::Merchant && STICKY.contains(&self.policy)
    }

    /// Whether gateways prefer the processors of their zone.
    #[must_use]
    pub const fn in_zones(&self) -> bool {
        self.zones.len() > 1
    }

    /// Whether messages to another zone take time.
    #[must_use]
    pub fn travels_between_zones(&self) -> bool {
        self.in_zones() && self.between_zones_ms > 0.0
    }

    /// Turns to a policy, with its defaults if it is another one.
    pub fn choose(&mut self, policy: balance::Policy) {
        if self.policy != policy {
            self.policy = policy;
            self.parameters.clear();
        }
    }

    /// The value of a parameter of the policy.
    #[must_use]
    pub fn value(&self, parameter: &balance::Parameter) -> f64 {
        parameter.value_in(&self.parameters)
    }

    /// Sets a parameter of the policy; its default is not kept.
    pub fn set(&mut self, parameter: &balance::Parameter, value: f64) {
        parameter.set_in(&mut self.parameters, value);
    }

    pub(super) fn plan(&self, processors: u32) -> BalancerPlan {
        let (policy, parameters) = (self.policy, self.parameters.clone());
        let told_every = self.told_every_ms.map(Nanos::from_millis);
        BalancerPlan {
            policy,
            parameters,
            gateways: self.gateways,
            told_every,
            fees: self.fees.iter().map(|fee| fee.plan()).collect(),
            rules: self.rules.iter().map(RoutingRule::plan).collect(),
            sticks_to_merchants: self.sticks_to_merchants(),
            zones: self.in_zones().then(|| self.zones_plan(processors)),
        }
    }

    fn zones_plan(&self, processors: u32) -> ZonesPlan {
        let [gateways, processors] = laid_out(&self.zones, Zone { processors, gateways: self.gateways });
        let between = Nanos::from_millis(self.between_zones_ms);
        ZonesPlan { gateways, processors, least: self.zone_processors_min, between }
    }

    /// Reads the parameters that the policy has; a schema lists those of all policies.
    fn read_parameters(reader: &mut Reader<'_>, policy: balance::Policy) -> Vec<(&'static str, f64)> {
        let all = balance::Policy::ALL.iter().flat_map(|policy| policy.parameters());
        let parameters: Vec<&balance::Parameter> =
            if reader.describes() { all.collect() } else { policy.parameters().iter().collect() };
        let mut read = Self::of(policy);
        reader.section("parameters", (), |reader, ()| {
            for parameter in parameters {
                let limit = Limit::new(parameter.min, parameter.run_max, parameter.unit);
                let value = if parameter.whole {
                    f64::from(reader.whole(parameter.name, limit, math::low(math::whole(parameter.default))))
                } else {
                    reader.number(parameter.name, limit, parameter.default)
                };
                read.set(parameter, value);
            }
        });
        read.parameters
    }

    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.section("balancer", default, |reader, default| {
            let choices: Vec<_> = balance::Policy::ALL.iter().map(|policy| (policy.id(), *policy)).collect();
            let weights = reader.numbers("weights", WEIGHT, Limit::new(0.0, PROCESSORS.max, ""));
            for (place, weight) in weights.iter().enumerate().filter(|(_, weight)| weight.fract() != 0.0) {
                let allowed = format!("a whole number {}", WEIGHT.words());
                reader.contradiction(&format!("weights[{place}]"), weight.to_string(), allowed);
            }
            if !weights.is_empty() && weights.iter().all(|weight| *weight == 0.0) {
                let allowed = "at least one weight above 0: with all at 0 no processor may be picked".to_owned();
                let zeros: Vec<String> = weights.iter().map(f64::to_string).collect();
                reader.contradiction("weights", format!("[{}]", zeros.join(", ")), allowed);
            }
            let policy = reader.choice("policy", &choices, default.policy);
            Self {
                policy,
                weights,
                parameters: Self::read_parameters(reader, policy),
                gateways: reader.whole("gateways", GATEWAYS, default.gateways),
                told_every_ms: reader.number_or_none("told_every_ms", TOLD_MS, default.told_every_ms),
                fees: reader.list("fees", FEES, Fee::read),
                rules: reader.list("rules", RULES, RoutingRule::read),
                sticky_by: reader.choice("sticky_by", &StickyBy::CHOICES, default.sticky_by),
                zones: reader.list("zones", ZONES, Zone::read),
                zone_processors_min: reader.whole("zone_processors_min", ZONE_PROCESSORS, default.zone_processors_min),
                between_zones_ms: reader.number("between_zones_ms", BETWEEN_ZONES_MS, default.between_zones_ms),
            }
        })
    }
}

fn by_name<S: Serializer>(parameters: &[(&'static str, f64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(parameters.iter().copied())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn balance_id<S: Serializer>(policy: &balance::Policy, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(policy.id())
}
