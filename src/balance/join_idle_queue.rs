//! Join the idle queue: an idle server if there is one, else anybody.
//!
//! Source: Lu et al., "Join-Idle-Queue: A novel load balancing algorithm for dynamically scalable web services" (2011),
//! with one dispatcher. Near-perfect with many servers, worse than two choices with few servers under high load.
//! Weights are ignored, except that 0 drains.

use super::{Balance, Setup, View, sampling};
use crate::random::Stream;

/// A random idle server, else a random one; one draw a pick.
#[derive(Clone, Debug)]
pub struct JoinIdleQueue;

impl Balance for JoinIdleQueue {
    const ID: &'static str = "join-idle-queue";
    const NAME: &'static str = "Join the idle queue";
    const SUMMARY: &'static str = "An idle processor drawn by lot gets the payment; if none is idle, any one drawn by lot.";
    const SOURCE: &'static str = "Lu et al. (2011), with one dispatcher";

    fn new(_setup: &Setup<'_>) -> Self {
        Self
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let idle = view.eligible().filter(|&server| view.in_flight[server] == 0);
        if idle.clone().next().is_some() { sampling::among(idle, stream) } else { sampling::any(view, stream) }
    }
}
