//! What a run is made from: plain settings that were checked elsewhere. Times are in nanoseconds.

use super::around::AroundPlan;
use super::blocks::BlocksPlan;
use super::recovery::RecoveryPlan;
use super::zones::ZonesPlan;
use crate::random::Distribution;
use crate::units::{Instant, Nanos};
use crate::{balance, cache};

/// No bound on workers or on a queue.
pub const UNLIMITED: u32 = u32::MAX;

/// Everything that the payment network needs to know.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who sends payments.
    pub source: SourcePlan,
    /// Number of cards.
    pub cards: u32,
    /// How payments are spread over them.
    pub popularity: PopularityPlan,
    /// Share of the payments whose number belongs to no card.
    pub unknown_share: f64,
    /// The front door.
    pub gateway: StationPlan,
    /// The network, on the way out; a ledger's workers are the places of a block.
    pub channel: StationPlan,
    /// How the channel makes blocks; `None` where it is no ledger.
    pub blocks: Option<BlocksPlan>,
    /// The network on the way back.
    pub answer_delay: Distribution,
    /// The card look-up.
    pub card_management: StationPlan,
    /// The read on a miss; its workers are the connections.
    pub database: StationPlan,
    /// The processors, at least one.
    pub processors: Vec<ProcessorPlan>,
    /// Service time of a processor of speed 1.
    pub processor_service: Distribution,
    /// Which processor is picked.
    pub balancer: BalancerPlan,
    /// What the cache keeps.
    pub cache: cache::Policy,
    /// Capacity and lifetime of its entries.
    pub cache_settings: cache::Settings,
    /// What stands around it; `None` where nothing does.
    pub around: Option<AroundPlan>,
    /// Whether a worker is held until the answer is back.
    pub synchronous: bool,
    /// Share of payments that the issuer declines for a good reason.
    pub business_decline_share: f64,
    /// Share of payments that fail at the issuer.
    pub technical_decline_share: f64,
    /// Response time within which an answer counts as in time.
    pub objective: Nanos,
    /// When measuring begins; `None` to find out from what is observed.
    pub warm_up: Option<Instant>,
    /// What is done about answers that do not come; `None` where every answer comes.
    pub recovery: Option<RecoveryPlan>,
}

/// How the gateways balance.
#[derive(Clone, Debug)]
pub struct BalancerPlan {
    /// The policy.
    pub policy: balance::Policy,
    /// Its parameters that differ from the defaults.
    pub parameters: Vec<(&'static str, f64)>,
    /// Gateways that balance on their own, at least one.
    pub gateways: u32,
    /// How often all are told how many attempts are in flight; `None` where each counts its own at once.
    pub told_every: Option<Nanos>,
    /// What each processor charges; empty where nobody charges.
    pub fees: Vec<balance::Fee>,
    /// Rules for the policy that follows rules.
    pub rules: Vec<balance::Rule>,
    /// Whether policies that stick hash the merchant of a payment instead of its card.
    pub sticks_to_merchants: bool,
    /// Where gateways and processors are; `None` where that does not count.
    pub zones: Option<ZonesPlan>,
}

impl BalancerPlan {
    /// One gateway with a policy and nothing that is set beside it.
    #[must_use]
    pub const fn of(policy: balance::Policy) -> Self {
        Self {
            policy,
            parameters: Vec::new(),
            gateways: 1,
            told_every: None,
            fees: Vec::new(),
            rules: Vec::new(),
            sticks_to_merchants: false,
            zones: None,
        }
    }
}

impl Plan {
    /// Workers of every station, in the order of [`super::Place::stations`], then those of the controls, then the forwarders.
    pub(super) fn workers(&self) -> impl Iterator<Item = u32> {
        let fixed = [&self.gateway, &self.channel, &self.card_management, &self.database].map(|one| one.workers);
        let controls = self.control_stations().into_iter().map(|one| one.workers);
        let forwarders = self.forwarders().map(|one| one.workers);
        fixed.into_iter().chain(self.processors.iter().map(|one| one.workers)).chain(controls).chain(forwarders)
    }
}

/// A pool of workers with one queue.
#[derive(Clone, Debug)]
pub struct StationPlan {
    /// Workers, [`UNLIMITED`] for any number.
    pub workers: u32,
    /// Places to wait, [`UNLIMITED`] for any number.
    pub queue_limit: u32,
    /// Service time.
    pub service: Distribution,
}

/// One processor.
#[derive(Clone, Copy, Debug)]
pub struct ProcessorPlan {
    /// Workers, [`UNLIMITED`] for any number.
    pub workers: u32,
    /// Places to wait, [`UNLIMITED`] for any number.
    pub queue_limit: u32,
    /// Speed; service times are divided by it.
    pub speed: f64,
    /// Weight for the policies that know weights.
    pub weight: u32,
}

/// Who sends payments.
#[derive(Clone, Debug)]
pub enum SourcePlan {
    /// Arrivals at a rate that varies with time.
    Open {
        /// The rate.
        profile: Profile,
        /// Whether gaps are as regular as a metronome's instead of exponential.
        regular: bool,
    },
    /// Clients that wait for their answers.
    Closed {
        /// How many.
        clients: u32,
        /// From an answer to the next payment.
        think: Distribution,
    },
}

/// A rate over time: straight lines between points, repeated if it has a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Seconds since the start (of the period) and the rate per second there, in order; at least one point, the first
    /// at 0. After the last point the rate stays as it is.
    pub points: Vec<(f64, f64)>,
    /// Length of the period in seconds; `None` for a profile that does not repeat.
    pub period_s: Option<f64>,
}

/// How payments are spread over the cards.
#[derive(Clone, Debug)]
pub enum PopularityPlan {
    /// Every card equally often.
    Uniform,
    /// By rank.
    Zipf {
        /// Exponent of the law.
        exponent: f64,
    },
    /// A hot set that moves on.
    HotSet {
        /// Its size.
        hot_cards: u32,
        /// Share of the payments that its cards make.
        hot_share: f64,
        /// How long it stays.
        every: Nanos,
    },
    /// One after the other.
    Scan,
}
