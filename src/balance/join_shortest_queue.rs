//! Join the shortest queue: look at all, take the least busy, ties by lot.
//!
//! Source: Winston, "Optimality of the shortest line discipline" (1977): no policy that sees only the numbers in flight
//! does better among equal servers with exponential service. The reference line of the others. Weights are ignored,
//! except that 0 drains.

use super::{Balance, Setup, View, sampling};
use crate::random::Stream;

/// The fewest in flight of all; one draw a pick.
#[derive(Clone, Debug)]
pub struct JoinShortestQueue;

impl Balance for JoinShortestQueue {
    const ID: &'static str = "join-shortest-queue";
    const NAME: &'static str = "Join the shortest queue";
    const SUMMARY: &'static str = "The least busy of all processors gets the payment; equal ones draw lots.";
    const SOURCE: &'static str = "Winston (1977); the reference of the theory";

    fn new(_setup: &Setup<'_>) -> Self {
        Self
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let least = view.eligible().map(|server| view.in_flight[server]).min()?;
        sampling::among(view.eligible().filter(|&server| view.in_flight[server] == least), stream)
    }
}
