//! Policies in a system of queues against exact chains and long simulations of the theory.
//!
//! Equal servers with exponential service of mean 1 and Poisson arrivals: only arrivals and ends matter, so the system is
//! a chain of jumps, and the mean response is the mean number in the system by the arrival rate (Little's law).

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use switchyard::balance::{Ended, Policy, Setup, View};
use switchyard::math;
use switchyard::random::Stream;

struct System {
    servers: usize,
    load: f64,
    jumps: u32,
}

/// Mean response in services.
fn response(policy: Policy, values: &[(&str, f64)], system: &System) -> f64 {
    let System { servers, load, jumps } = *system;
    let mut balancer = policy.build_with(&Setup { values, ..Setup::new(servers) });
    let (mut world, mut routing) = (Stream::new(5, "world"), Stream::new(5, "routing"));
    let (weights, usable, mut in_flight) = (vec![1; servers], vec![true; servers], vec![0_u32; servers]);
    let (mut inside, mut sum) = (0_u64, 0_u64);
    for _ in 0..jumps {
        sum += inside;
        if world.unit() < load / (1.0 + load) {
            let picked = balancer.pick(&View::new(&weights, &in_flight, &usable), &mut routing);
            let server = picked.expect("all are usable");
            in_flight[server] += 1;
            inside += 1;
            balancer.opened(server, &View::new(&weights, &in_flight, &usable));
            continue;
        }
        // Idle servers' ends are thinned out.
        let server = math::index(world.below(math::id(servers)));
        if in_flight[server] > 0 {
            in_flight[server] -= 1;
            inside -= 1;
            balancer.closed(server, &View::new(&weights, &in_flight, &usable), &Ended::default());
        }
    }
    math::float(sum) / f64::from(jumps) / (load * math::count(servers))
}

fn check((policy, values): (Policy, &[(&str, f64)]), system: &System, expected: f64) {
    let got = response(policy, values, system);
    // Some four standard errors of runs of these lengths.
    assert!((got / expected - 1.0).abs() < 0.025, "{} {values:?}: {got}, expected {expected}", policy.id());
}

const WITH_REPLACEMENT: &[(&str, f64)] = &[("replacement", 1.0)];

/// Stationary solutions of the truncated chains: load, then shortest queue, two distinct choices, two with replacement,
/// idle queue.
#[test]
fn small_systems_equal_the_exact_chains() {
    for (servers, load, [shortest, distinct, replaced, idle]) in [
        (2, 0.8, [2.955_737, 2.955_737, 3.267_946, 3.461_538]),
        (3, 0.7, [1.708_876, 1.884_792, 2.083_189, 1.9233]),
        (3, 0.8, [2.285_548, 2.510_000, 2.765_698, 2.747]),
        (4, 0.7, [1.511_438, 1.798_358, 1.954_217, 1.676]),
    ] {
        let system = System { servers, load, jumps: 2_500_000 };
        check((Policy::JoinShortestQueue, &[]), &system, shortest);
        check((Policy::DChoices, &[]), &system, distinct);
        check((Policy::DChoices, WITH_REPLACEMENT), &system, replaced);
        check((Policy::EnvoyLeastRequest, &[]), &system, replaced);
        check((Policy::JoinIdleQueue, &[]), &system, idle);
    }
}

/// 100 servers at 90 %, from simulations of 2e8 jumps and more.
#[test]
fn a_hundred_servers_follow_the_power_of_d_choices() {
    let system = System { servers: 100, load: 0.9, jumps: 1_500_000 };
    for (choices, [replaced, distinct]) in [(2.0, [2.6610, 2.6458]), (3.0, [2.0752, 2.0604]), (5.0, [1.6834, 1.6699])] {
        check((Policy::DChoices, &[("choices", choices), ("replacement", 1.0)]), &system, replaced);
        check((Policy::DChoices, &[("choices", choices)]), &system, distinct);
    }
    check((Policy::JoinShortestQueue, &[]), &system, 1.0662);
    check((Policy::JoinIdleQueue, &[]), &system, 1.0725);
}

/// Round robin with Poisson arrivals is an Erlang queue at each server; with many servers at half load it beats two
/// choices.
#[test]
fn round_robin_is_not_always_worst() {
    let system = System { servers: 100, load: 0.5, jumps: 1_500_000 };
    check((Policy::RoundRobin, &[]), &system, 1.261_860);
    check((Policy::DChoices, WITH_REPLACEMENT), &system, 1.2715);
    check((Policy::RoundRobin, &[]), &System { servers: 3, load: 0.8, jumps: 2_500_000 }, 3.459_423);
}
