//! NGINX's `least_conn`: the fewest attempts in flight for its weight.
//!
//! Source: NGINX 1.22, directive `least_conn`. The least a / w wins, compared by cross-multiplication in whole numbers.
//! The tied servers, from the first of them on, play one round of smooth weighted round robin among themselves, so that
//! idle servers share by weight: 3, 2, 1 gives ABACBA, where HAProxy's `leastconn` gives ABCABC.

use super::{Balance, Nobody, Setup, View, smooth};
use crate::math;
use crate::random::Stream;

/// NGINX's least connections, exact.
#[derive(Clone, Debug)]
pub struct NginxLeastConn {
    current: Vec<i64>,
}

impl Balance for NginxLeastConn {
    const ID: &'static str = "nginx-least-conn";
    const NAME: &'static str = "Least connections (NGINX least_conn)";
    const SUMMARY: &'static str =
        "The processor with the fewest payments in flight for its weight; equal ones take weighted turns.";
    const SOURCE: &'static str = "NGINX 1.22, directive least_conn";
    const NOBODY: Nobody = Nobody::BadGateway;
    const SCORE: Option<&'static str> = Some("current weight");

    fn new(setup: &Setup<'_>) -> Self {
        Self { current: vec![0; setup.servers] }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let scaled = |load: usize, weight: usize| u64::from(view.in_flight[load]) * u64::from(view.weights[weight]);
        let first = view.eligible().reduce(|best, one| if scaled(one, best) < scaled(best, one) { one } else { best })?;
        let tied = view.eligible().filter(|&one| scaled(one, first) == scaled(first, one));
        if tied.clone().nth(1).is_none() {
            return Some(first);
        }
        smooth::round(&mut self.current, tied.map(|server| (server, i64::from(view.weights[server]))))
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.current.get(server).copied().map(math::signed)
    }
}
