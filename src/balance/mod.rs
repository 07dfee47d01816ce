//! Which processor gets the attempt: one file a policy, one list.
//!
//! A policy sees a [`View`] and names a server; it knows nothing of payments, queues or clocks. What is measured
//! ([`LoadReport`]) is apart from what is chosen ([`Balance::pick`]). To add a policy, write its file beside this one
//! and its line in the list below: the choice [`Policy`], the state [`Balancer`] and the tests that walk
//! [`Policy::ALL`] find it there. Left out on purpose: who is healthy, what happens after a refusal, and retries; the
//! caller decides these and says the outcome in the view.

mod load;
mod registry;
mod smooth;

pub use load::LoadReport;

use crate::random::Stream;
use crate::units::Instant;

registry::balancers! {
    round_robin::RoundRobin,
    random::Random,
    weighted_random::WeightedRandom,
    smooth_weighted_round_robin::SmoothWeightedRoundRobin,
    inverse_load::InverseLoad,
    client_side_weighted_round_robin::ClientSideWeightedRoundRobin,
}

/// All that a policy may look at when it picks: one number a server, the servers in the same order everywhere.
///
/// The slices have equal length, the number of servers that the policy was made for.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Configured weights, 0 to 256 as in HAProxy: relative shares for the policies that honour them, and 0 for every
    /// policy means drain, that is, no new attempts.
    pub weights: &'a [u32],
    /// Attempts that were sent and have not ended.
    pub in_flight: &'a [u32],
    /// Whether the server may be sent anything now. A server that is down, ejected or unready is not usable.
    pub usable: &'a [bool],
}

impl View<'_> {
    /// The servers that may be picked, in order: usable and not drained.
    pub fn eligible(&self) -> impl Iterator<Item = usize> {
        (0..self.usable.len()).filter(|&server| self.is_eligible(server))
    }

    /// Whether a server may be picked: usable and not drained.
    #[must_use]
    pub fn is_eligible(&self, server: usize) -> bool {
        self.usable[server] && self.weights[server] > 0
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
    /// What [`Balance::score`] is called, if the policy keeps one.
    const SCORE: Option<&'static str> = None;

    /// A policy for so many servers that has not picked yet.
    fn new(servers: usize) -> Self;

    /// The server for the next attempt; `None` when no server is eligible.
    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize>;

    /// An attempt was sent to the server. The view already counts it.
    fn opened(&mut self, _server: usize, _view: &View<'_>) {}

    /// An attempt at the server ended. The view no longer counts it.
    fn closed(&mut self, _server: usize, _view: &View<'_>) {}

    /// Load reports arrived, one a server in the order of the view.
    fn observe(&mut self, _now: Instant, _reports: &[LoadReport]) {}

    /// The number that the policy keeps for a server, for the page to draw; `None` while it keeps none.
    fn score(&self, _server: usize) -> Option<f64> {
        None
    }
}
