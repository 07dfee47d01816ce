//! Which processor gets the attempt: one file a policy, one list.
//!
//! A policy sees a [`View`] and names a server; it knows nothing of payments, queues or clocks. What is measured
//! ([`LoadReport`]) is apart from what is chosen ([`Balance::pick`]). To add a policy, write its file beside this one
//! and its line in the list below: the choice [`Policy`], the state [`Balancer`] and the tests that walk
//! [`Policy::ALL`] find it there. Left out on purpose: who is healthy, what happens after a refusal, and retries; the
//! caller decides these and says the outcome in the view.

pub mod glimpse;
mod hash;
pub mod health;
mod load;
mod nobody;
mod parameter;
mod registry;
mod request;
mod roster;
mod sampling;
mod schedule;
pub mod script;
mod smooth;
pub mod spot;
mod tuned;
pub mod upheaval;

pub use load::{Answer, Ended, LoadReport};
pub use nobody::Nobody;
pub use parameter::{Parameter, ParameterError, Setup};
pub use request::{Fee, Request, Rule};
pub use tuned::Tuned;

use crate::random::Stream;
use crate::units::Instant;
use glimpse::Glimpse;
use spot::Spot;

registry::balancers! {
    round_robin::RoundRobin,
    random::Random,
    weighted_random::WeightedRandom,
    smooth_weighted_round_robin::SmoothWeightedRoundRobin,
    haproxy_roundrobin::HaproxyRoundrobin,
    haproxy_static_rr::HaproxyStaticRr,
    deadline_weighted_round_robin::DeadlineWeightedRoundRobin,
    run_length_weighted_round_robin::RunLengthWeightedRoundRobin,
    inverse_load::InverseLoad,
    client_side_weighted_round_robin::ClientSideWeightedRoundRobin,
    nginx_least_conn::NginxLeastConn,
    haproxy_leastconn::HaproxyLeastconn,
    haproxy_first::HaproxyFirst,
    envoy_least_request::EnvoyLeastRequest,
    d_choices::DChoices,
    nginx_random_two::NginxRandomTwo,
    join_shortest_queue::JoinShortestQueue,
    join_idle_queue::JoinIdleQueue,
    peak_ewma::PeakEwma,
    nginx_least_time::NginxLeastTime,
    c3::C3,
    prequal::Prequal,
    hash_modulo::HashModulo,
    ring_hash::RingHash,
    ketama::Ketama,
    maglev::Maglev,
    rendezvous::Rendezvous,
    jump_hash::JumpHash,
    bounded_load::BoundedLoad,
    priority::Priority,
    volume_split::VolumeSplit,
    rules::Rules,
    least_cost::LeastCost,
    success_rate::SuccessRate,
    thompson_sampling::ThompsonSampling,
}

/// All that a policy may look at when it picks: one number a server, the servers in the same order everywhere.
///
/// The slices of weights, attempts in flight and usability have equal length, the number of servers that the policy was
/// made for.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Configured weights, 0 to 256 as in HAProxy: relative shares for the policies that honour them, and 0 for every
    /// policy means drain, that is, no new attempts.
    pub weights: &'a [u32],
    /// Attempts that were sent and have not ended.
    pub in_flight: &'a [u32],
    /// Whether the server may be sent anything now. A server that is down, ejected or unready is not usable.
    pub usable: &'a [bool],
    /// Whether the server is believed to be well: in a panic those that are not are used too. Empty where
    /// whoever is usable is well, and nobody else.
    pub healthy: &'a [bool],
    /// What an attempt costs at each server; empty where nobody charges.
    pub fees: &'a [Fee],
    /// The present.
    pub now: Instant,
    /// What is known of the payment.
    pub request: Request<'a>,
}

impl<'a> View<'a> {
    /// A view of so many servers at the start of the run, nothing known of the payment.
    #[must_use]
    pub const fn new(weights: &'a [u32], in_flight: &'a [u32], usable: &'a [bool]) -> Self {
        Self { weights, in_flight, usable, healthy: &[], fees: &[], now: Instant::START, request: Request::UNKNOWN }
    }

    /// The servers that may be picked, in order: usable and not drained.
    pub fn eligible(&self) -> impl Iterator<Item = usize> + Clone {
        (0..self.usable.len()).filter(|&server| self.is_eligible(server))
    }

    /// Whether a server may be picked: usable and not drained.
    #[must_use]
    pub fn is_eligible(&self, server: usize) -> bool {
        self.usable[server] && self.weights[server] > 0
    }

    /// Whether a server is believed to be well.
    #[must_use]
    pub fn is_healthy(&self, server: usize) -> bool {
        self.healthy.get(server).copied().unwrap_or(self.usable[server])
    }

    /// What an attempt at a server costs for this payment, in minor units of its currency.
    #[must_use]
    pub fn cost(&self, server: usize) -> f64 {
        self.fees.get(server).map_or(0.0, |fee| fee.of(self.request.amount_minor))
    }
}

/// A balancing policy: its name and origin, and the rule by which it picks.
pub trait Balance {
    /// The id in links, files and on the command line; never changes once released.
    const ID: &'static str;
    /// The name that the page shows.
    const NAME: &'static str;
    /// What it does, in one sentence of plain words.
    const SUMMARY: &'static str;
    /// Where the rule comes from: the product and version, or the paper.
    const SOURCE: &'static str;
    /// What can be set, with the product's defaults.
    const PARAMETERS: &'static [Parameter] = &[];
    /// What [`Balance::score`] is called, if the policy keeps one.
    const SCORE: Option<&'static str> = None;
    /// What [`Balance::beside`] is called, if a second number decides.
    const BESIDE: Option<&'static str> = None;

    /// What its product answers when no server is usable.
    const NOBODY: Nobody = Nobody::Undefined;
    /// Whether it looks at what servers charge, and so at the amount of a payment.
    const HEEDS_FEES: bool = false;
    /// Whether it follows rules, and so looks at card range, currency and amount.
    const HEEDS_RULES: bool = false;

    /// A policy that has not picked yet.
    fn new(setup: &Setup<'_>) -> Self;

    /// The server for the next attempt; `None` when no server is eligible.
    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize>;

    /// An attempt was sent to the server. The view already counts it.
    fn opened(&mut self, _server: usize, _view: &View<'_>) {}

    /// An attempt at the server ended. The view no longer counts it.
    fn closed(&mut self, _server: usize, _view: &View<'_>, _ended: &Ended) {}

    /// Load reports arrived, one a server in the order of the view.
    fn observe(&mut self, _now: Instant, _reports: &[LoadReport]) {}

    /// Where the payment's key lies on what the policy has laid out, for the page to draw; `None` for policies that lay
    /// nothing out, and before the first pick.
    fn spot(&self, _view: &View<'_>) -> Option<Spot> {
        None
    }

    /// What the next pick will look at, for the page to draw: from a copy of the stream, so that nothing changes. `None` for
    /// policies whose numbers [`Balance::score`] tells already, or that look at nothing.
    fn glimpse(&self, _view: &View<'_>, _stream: &Stream) -> Option<Glimpse> {
        None
    }

    /// The tier of a server, the first choice being 0: health and panic are counted tier by tier.
    fn tier(&self, _server: usize) -> usize {
        0
    }

    /// The number that the policy keeps for a server, for the page to draw; `None` while it keeps none.
    fn score(&self, _server: usize) -> Option<f64> {
        None
    }

    /// A second number that it keeps for a server, for the page to draw; `None` while it keeps none.
    fn beside(&self, _server: usize) -> Option<f64> {
        None
    }
}
