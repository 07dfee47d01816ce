//! How the tests let a policy pick: idle, or along a script of openings and endings.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use switchyard::balance::{Balancer, Ended, Policy, Setup, View};
use switchyard::math;
use switchyard::random::Stream;

/// Picks in a row with nothing in flight and every server usable.
pub(crate) fn picks(balancer: &mut Balancer, weights: &[u32], count: usize) -> Vec<Option<usize>> {
    let (idle, usable) = (vec![0; weights.len()], vec![true; weights.len()]);
    let view = View::new(weights, &idle, &usable);
    let mut stream = Stream::new(1, "routing");
    (0..count).map(|_| balancer.pick(&view, &mut stream)).collect()
}

/// The same as letters, A for the first server.
pub(crate) fn letters(policy: Policy, weights: &[u32], count: usize) -> String {
    let picked = picks(&mut policy.build(weights.len()), weights, count);
    picked.into_iter().map(letter).collect()
}

/// How often each server was picked, as shares of all picks.
pub(crate) fn shares(balancer: &mut Balancer, weights: &[u32], count: usize) -> Vec<f64> {
    let picked = picks(balancer, weights, count);
    let share = |server| math::count(picked.iter().filter(|&&pick| pick == Some(server)).count()) / math::count(count);
    (0..weights.len()).map(share).collect()
}

pub(crate) fn close(got: &[f64], expected: &[f64], tolerance: f64) -> bool {
    got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() <= tolerance)
}

/// A server's letter.
pub(crate) fn letter(server: Option<usize>) -> char {
    server.and_then(|server| "ABCDEFGH".chars().nth(server)).unwrap_or('-')
}

/// The picks along a script: `+` opens a request, a number finishes that one.
pub(crate) fn scripted(policy: Policy, setup: &Setup<'_>, weights: &[u32], script: &str) -> String {
    let mut balancer = policy.build_with(setup);
    let mut stream = Stream::new(1, "routing");
    let usable = vec![true; weights.len()];
    let mut in_flight = vec![0; weights.len()];
    let mut opened: Vec<usize> = Vec::new();
    for word in script.split_whitespace() {
        if word == "+" {
            let picked = balancer.pick(&View::new(weights, &in_flight, &usable), &mut stream);
            let server = picked.expect("all servers are usable");
            in_flight[server] += 1;
            balancer.opened(server, &View::new(weights, &in_flight, &usable));
            opened.push(server);
        } else {
            let server = opened[word.parse::<usize>().expect("a number")];
            in_flight[server] -= 1;
            balancer.closed(server, &View::new(weights, &in_flight, &usable), &Ended::default());
        }
    }
    opened.into_iter().map(|server| letter(Some(server))).collect()
}
