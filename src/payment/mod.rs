//! The payment network on the engine: stages, the balancer, the cache, and what is measured where.
//!
//! [`Network`] is the model; `measure` counts, `watch` shows. In the plain network every payment gets its answer or is
//! turned away by a full queue; with a [`RecoveryPlan`] answers may be lost or late, and `recovery` says what then.

mod around;
mod arrivals;
mod attempt;
mod behind;
mod blocks;
mod cards;
mod demand;
mod event;
mod index;
mod journal;
mod measure;
mod network;
mod place;
mod plan;
mod recovery;
pub mod resilience;
mod routing;
mod security;
mod series;
mod slab;
mod station;
mod tally;
mod view;
mod waiting;
mod watch;
mod work;
mod zones;

pub use around::AroundPlan;
pub use blocks::{BlockCounts, BlocksPlan};
pub use cards::{CARD_RANGE_FIRST, CARD_RANGES, CURRENCIES};
pub use event::Event;
pub use journal::{Follows, Line, What};
pub use measure::{Group, Slice, Window};
pub use network::Network;
pub use place::{Outcome, Place};
pub use plan::{BalancerPlan, Plan, PopularityPlan, ProcessorPlan, Profile, SourcePlan, StationPlan, UNLIMITED};
pub use recovery::{
    Backlog, Backoff, ChecksPlan, ClassCounts, ConcurrencyPlan, Depth, Discipline, EnquiryPlan, Fault, FaultPlan,
    Follow, FollowUpCounts, FollowUpPlan, ForwardPlan, GuardsPlan, HealthPlan, Key, LossPlan, MerchantPlan, Money,
    OverloadPlan, ProfilePlan, RecoveryCounts, RecoveryPlan, Refusal, RetryPlan, ScalingPlan, StandInPlan, Step,
    TimersPlan, WritesPlan,
};
pub use security::{
    CONTROLS, ChallengePlan, CheckPlan, Control, GuardPlan, Parties, SecurityCounts, SecurityPlan, VelocityPlan,
    is_probe,
};
pub use series::{Column, ROWS, Roster, TIERS, columns};
pub use tally::{Mark, StationMark, Tally, Total};
pub use view::Gauge;
pub use watch::Move;
pub use zones::{ZonesPlan, zones_of};
