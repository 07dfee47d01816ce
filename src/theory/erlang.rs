//! Erlang's two formulas: the chance that all of c servers are busy when an arrival comes.
//!
//! Source: Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
//! exchanges" (1917); computed by the recursion over servers, which neither overflows nor cancels.

/// Erlang B: the share of arrivals that are turned away when nobody may wait. `offered_load` in erlangs, 0 or more.
///
/// B(0) = 1, B(k) = a B(k - 1) / (k + a B(k - 1)).
#[must_use]
pub fn erlang_b(offered_load: f64, servers: u32) -> f64 {
    (1..=servers).fold(1.0, |blocked, server| {
        let share = offered_load * blocked;
        share / (f64::from(server) + share)
    })
}

/// Erlang C: the share of arrivals that have to wait when all may; `None` unless the load is less than the servers.
///
/// C = c B / (c - a (1 - B)).
#[must_use]
pub fn erlang_c(offered_load: f64, servers: u32) -> Option<f64> {
    let c = f64::from(servers);
    let blocked = erlang_b(offered_load, servers);
    (offered_load < c).then(|| c * blocked / (c - offered_load * (1.0 - blocked)))
}
