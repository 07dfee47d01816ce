//! HAProxy's `first`: fill the first server, then the next.
//!
//! Source: HAProxy 2.6, `balance first`. It packs the load onto as few servers as possible, so that the rest can be
//! switched off. Without a limit on connections everything goes to the first. When all are full HAProxy keeps the
//! request in the backend's queue, and the first server with a free place takes it; here it goes to the server with
//! the fewest in flight, which is the likeliest one.

use super::{Balance, Nobody, Parameter, Setup, View};
use crate::random::Stream;

/// The limit of each server.
const MAXCONN: Parameter = Parameter::whole("maxconn", (0.0, 1e6), 0.0)
    .says("payments", "The most that a processor has in flight before the next one is used; 0 for no limit.");

/// The first server with a free place.
#[derive(Clone, Debug)]
pub struct HaproxyFirst {
    limit: u32,
}

impl Balance for HaproxyFirst {
    const ID: &'static str = "haproxy-first";
    const NAME: &'static str = "First (HAProxy first)";
    const SUMMARY: &'static str = "The first processor until it is full, then the second, and so on.";
    const SOURCE: &'static str = "HAProxy 2.6, balance first";
    const NOBODY: Nobody = Nobody::Unavailable;
    const PARAMETERS: &'static [Parameter] = &[MAXCONN];

    fn new(setup: &Setup<'_>) -> Self {
        Self { limit: setup.whole(&MAXCONN) }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let free = |server: &usize| self.limit == 0 || view.in_flight[*server] < self.limit;
        view.eligible().find(free).or_else(|| view.eligible().min_by_key(|&server| view.in_flight[server]))
    }
}
