//! Priority tiers: the first tier takes everything while any of it is usable.
//!
//! Source: NGINX 1.22, `backup` servers, which are used only when no primary one is selectable; a priority list of
//! Juspay's decision engine is the case of one server a tier. Tiers are groups of servers in their order; within a tier
//! smooth weighted round robin goes on. Left out: Envoy's gradual way out of
//! a tier.

use super::{Balance, Nobody, Parameter, Setup, View, smooth};
use crate::math;
use crate::random::Stream;

/// Size of each tier.
const TIER: Parameter =
    Parameter::whole("tier_size", (1.0, 128.0), 1.0).says("processors", "How many processors make a tier.");

/// The first tier that has a usable server, in weighted turns.
#[derive(Clone, Debug)]
pub struct Priority {
    tier: usize,
    current: Vec<i64>,
}

impl Balance for Priority {
    const ID: &'static str = "priority";
    const NAME: &'static str = "Priority with failover";
    const SUMMARY: &'static str = "The first processor gets all payments; the next one only while those before it are down.";
    const SOURCE: &'static str = "NGINX 1.22, backup servers; Juspay decision engine 0.1.3, priority list";
    const NOBODY: Nobody = Nobody::BadGateway;
    const PARAMETERS: &'static [Parameter] = &[TIER];

    fn new(setup: &Setup<'_>) -> Self {
        Self { tier: math::index(setup.whole(&TIER)), current: vec![0; setup.servers] }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let tier = view.eligible().next()? / self.tier;
        let entrants = view.eligible().filter(|&server| server / self.tier == tier);
        smooth::round(&mut self.current, entrants.map(|server| (server, i64::from(view.weights[server]))))
    }
}
