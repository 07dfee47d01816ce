//! C3: the response time that a server's queue lets expect.
//!
//! Source: Suresh et al., "C3: Cutting tail latency in cloud data stores via adaptive replica selection" (2015), in the
//! form of Elasticsearch 8 (`ResponseCollectorService`). rank = R - S + q^3 * S with q = 1 + outstanding * clients +
//! queue; R is the averaged response time and S the service time in milliseconds, queue the averaged number that
//! waited, both as the server told with its answers. Least rank wins, the earlier one on a tie. A server that never
//! answered comes first. clients is the number of balancers that share the servers, each of which knows only its own
//! outstanding requests; unless it is set, it is the number of a scenario's gateways, and 1 where these are told of each
//! other's. Left out: the cubic rate control of the paper, and Elasticsearch's way of pulling the figures of servers that
//! were not picked toward the winner's. Weights are ignored, except that 0 drains.

use super::{Balance, Ended, Parameter, Setup, View};
use crate::random::Stream;

/// Share of the newest answer in the averages.
const ALPHA: Parameter =
    Parameter::number("alpha", (0.001, 1.0), 0.3).says("", "Share of the newest answer in the averages.");
/// How many balancers share the servers.
const CLIENTS: Parameter = Parameter::whole("clients", (0.0, 1000.0), 0.0).says(
    "balancers",
    "How many balancers send to the same processors: each one's load counts that often. 0: as many as there are gateways.",
);

/// Least rank of all.
#[derive(Clone, Debug)]
pub struct C3 {
    alpha: f64,
    clients: f64,
    servers: Vec<Option<Told>>,
}

/// What a server told.
#[derive(Clone, Copy, Debug)]
struct Told {
    response_ms: f64,
    service_ms: f64,
    queue: f64,
}

impl Balance for C3 {
    const ID: &'static str = "c3";
    const NAME: &'static str = "C3 (Elasticsearch)";
    const SUMMARY: &'static str =
        "The processor with the least expected response time, its queue counting by the third power.";
    const SOURCE: &'static str = "Suresh et al. (2015), as in Elasticsearch 8";
    const PARAMETERS: &'static [Parameter] = &[ALPHA, CLIENTS];
    const SCORE: Option<&'static str> = Some("rank when idle");

    fn new(setup: &Setup<'_>) -> Self {
        let clients = setup.whole(&CLIENTS);
        let clients = if clients == 0 { setup.balancers } else { clients };
        Self { alpha: setup.value(&ALPHA), clients: f64::from(clients), servers: vec![None; setup.servers] }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let rank = |server: usize| self.rank(server, view.in_flight[server]);
        view.eligible().reduce(|best, one| if rank(one) < rank(best) { one } else { best })
    }

    fn closed(&mut self, server: usize, _view: &View<'_>, ended: &Ended) {
        let newest = Told {
            response_ms: ended.latency.millis(),
            service_ms: ended.service.millis(),
            queue: f64::from(ended.waiting),
        };
        let alpha = self.alpha;
        let average = |old: f64, new: f64| alpha * new + (1.0 - alpha) * old;
        let told = self.servers[server].map_or(newest, |old| Told {
            response_ms: average(old.response_ms, newest.response_ms),
            service_ms: newest.service_ms,
            queue: average(old.queue, newest.queue),
        });
        self.servers[server] = Some(told);
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.servers.get(server)?.map(|told| told.rank(0.0))
    }
}

impl C3 {
    /// A server of which nothing is known ranks before all others, the less busy one first.
    fn rank(&self, server: usize, in_flight: u32) -> f64 {
        let load = f64::from(in_flight) * self.clients;
        self.servers[server].map_or(load - 1e12, |told| told.rank(load))
    }
}

impl Told {
    /// The averaged queue counts in whole numbers, as in Elasticsearch.
    fn rank(&self, load: f64) -> f64 {
        let queue = 1.0 + load + self.queue.trunc();
        self.response_ms - self.service_ms + queue * queue * queue * self.service_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_those_of_elasticsearch() {
        let check = |(outstanding, clients, queue): (f64, f64, f64), (r, s): (f64, f64), expected: f64| {
            let told = Told { response_ms: r, service_ms: s, queue };
            let got = told.rank(outstanding * clients);
            assert!((got - expected).abs() < 1e-9, "{got}, expected {expected}");
        };
        check((0.0, 1.0, 0.0), (10.0, 8.0), 10.0);
        check((1.0, 1.0, 2.0), (10.0, 8.0), 514.0);
        check((2.0, 3.0, 1.0), (20.0, 5.0), 2575.0);
    }

    #[test]
    fn clients_are_the_balancers_unless_they_are_set() {
        let clients = |balancers, set: Option<f64>| {
            let values: Vec<(&str, f64)> = set.map(|clients| ("clients", clients)).into_iter().collect();
            C3::new(&Setup { balancers, values: &values, ..Setup::new(2) }).clients
        };
        let got = [clients(1, None), clients(8, None), clients(8, Some(0.0)), clients(8, Some(1.0)), clients(1, Some(3.0))];
        assert!(got.iter().zip([1.0, 8.0, 8.0, 1.0, 3.0]).all(|(got, expected)| (got - expected).abs() < 1e-12), "{got:?}");
    }
}
