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
/// and idle queue where it is known.
#[test]
fn small_systems_equal_the_exact_chains() {
    for (servers, load, [shortest, distinct, replaced], idle) in [
        (2, 0.5, [1.426_321, 1.426_321, 1.596_561], Some(1.5)),
        (2, 0.8, [2.955_737, 2.955_737, 3.267_946], Some(3.461_538)),
        (2, 0.9, [5.474_913, 5.474_913, 5.864_685], None),
        (3, 0.5, [1.244_836, 1.352_003, 1.477_613], Some(1.295_308)),
        (3, 0.7, [1.708_876, 1.884_792, 2.083_189], Some(1.9233)),
        (3, 0.8, [2.285_548, 2.510_000, 2.765_698], Some(2.747)),
        (4, 0.7, [1.511_438, 1.798_358, 1.954_217], Some(1.676)),
    ] {
        // The nearer the load is to 1, the longer a run has to be for the same error.
        let system = System { servers, load, jumps: if load > 0.85 { 8_000_000 } else { 2_500_000 } };
        check((Policy::JoinShortestQueue, &[]), &system, shortest);
        check((Policy::DChoices, &[]), &system, distinct);
        check((Policy::DChoices, WITH_REPLACEMENT), &system, replaced);
        check((Policy::EnvoyLeastRequest, &[]), &system, replaced);
        if let Some(idle) = idle {
            check((Policy::JoinIdleQueue, &[]), &system, idle);
        }
    }
}

/// 100 servers, from simulations of 2e8 jumps and more: load, and two, three and five choices, with replacement and
/// distinct.
const HUNDRED: [(f64, [[f64; 2]; 3]); 6] = [
    (0.50, [[1.2715, 1.2672], [1.1317, 1.1271], [1.0371, 1.0338]]),
    (0.70, [[1.6270, 1.6207], [1.3693, 1.3631], [1.1839, 1.1761]]),
    (0.80, [[1.9674, 1.9592], [1.6027, 1.5928], [1.3510, 1.3420]]),
    (0.90, [[2.6610, 2.6458], [2.0752, 2.0604], [1.6834, 1.6699]]),
    (0.95, [[3.4817, 3.4623], [2.6344, 2.6176], [2.0938, 2.0728]]),
    (0.99, [[6.003, 5.944], [4.452, 4.405], [3.504, 3.502]]),
];

/// 100 servers, the same way: load, shortest queue and idle queue.
const HUNDRED_LOOKING: [(f64, [f64; 2]); 3] =
    [(0.8, [1.0054, 1.0053]), (0.9, [1.0662, 1.0725]), (0.95, [1.2188, 1.2666])];

/// How long a run of a hundred servers has to be at a load: nearly full it forgets slowly.
fn hundred(load: f64) -> System {
    let jumps = if load > 0.98 { 8_000_000 } else { 1_500_000 };
    System { servers: 100, load, jumps }
}

#[test]
fn a_hundred_servers_follow_the_power_of_d_choices() {
    for (load, rows) in HUNDRED {
        for (choices, [replaced, distinct]) in [2.0, 3.0, 5.0].into_iter().zip(rows) {
            check((Policy::DChoices, &[("choices", choices), ("replacement", 1.0)]), &hundred(load), replaced);
            check((Policy::DChoices, &[("choices", choices)]), &hundred(load), distinct);
        }
    }
}

#[test]
fn a_hundred_servers_are_nearly_always_met_idle_by_those_who_look() {
    for (load, [shortest, idle]) in HUNDRED_LOOKING {
        check((Policy::JoinShortestQueue, &[]), &hundred(load), shortest);
        check((Policy::JoinIdleQueue, &[]), &hundred(load), idle);
    }
}

/// Round robin with Poisson arrivals is an Erlang queue at each server: load, and 2, 3, 5, 10 and 100 servers.
const ROUND_ROBIN: [(f64, [f64; 5]); 3] = [
    (0.5, [1.618_034, 1.493_725, 1.396_195, 1.324_642, 1.261_860]),
    (0.8, [3.843_980, 3.459_423, 3.152_257, 2.922_269, 2.715_660]),
    (0.9, [7.588_284, 6.784_724, 6.142_087, 5.660_276, 5.226_811]),
];

#[test]
fn round_robin_is_an_erlang_queue_at_each_server() {
    for (load, expected) in ROUND_ROBIN {
        for (servers, expected) in [2, 3, 5, 10, 100].into_iter().zip(expected) {
            let jumps = if load > 0.85 { 10_000_000 } else { 2_500_000 };
            check((Policy::RoundRobin, &[]), &System { servers, load, jumps }, expected);
        }
    }
}

/// With many servers at half load round robin beats two choices with replacement, and loses clearly from 70 % on; with few
/// servers at high load the idle queue is worse than two choices.
#[test]
fn round_robin_is_not_always_worst() {
    let mean = |policy, values: &[(&str, f64)], system: &System| response(policy, values, system);
    let half = System { jumps: 6_000_000, ..hundred(0.5) };
    let [turns, replaced] = [mean(Policy::RoundRobin, &[], &half), mean(Policy::DChoices, WITH_REPLACEMENT, &half)];
    assert!(turns < replaced, "at half load: {turns} and {replaced}");
    let busy = hundred(0.7);
    let [turns, replaced] = [mean(Policy::RoundRobin, &[], &busy), mean(Policy::DChoices, WITH_REPLACEMENT, &busy)];
    assert!(turns > 1.1 * replaced, "at 70 %: {turns} and {replaced}");
    let few = System { servers: 2, load: 0.8, jumps: 2_500_000 };
    let [idle, replaced] = [mean(Policy::JoinIdleQueue, &[], &few), mean(Policy::DChoices, WITH_REPLACEMENT, &few)];
    assert!(idle > replaced, "two servers at 80 %: {idle} and {replaced}");
}

/// Mean response of servers of speeds 2 and 1 under 2 arrivals a unit of time that are split by lot with these weights.
fn split(weights: [u32; 2]) -> f64 {
    let mut balancer = Policy::WeightedRandom.build(2);
    let (mut world, mut routing) = (Stream::new(6, "world"), Stream::new(6, "routing"));
    let (mut in_flight, mut inside, mut sum) = ([0_u32; 2], 0_u64, 0_u64);
    let jumps = 10_000_000;
    for _ in 0..jumps {
        sum += inside;
        // Two arrivals, two ends of the first server and one of the second in five jumps; idle servers' ends are thinned out.
        let server = match world.below(5) {
            0 | 1 => {
                let view = View::new(&weights, &in_flight, &[true; 2]);
                let server = balancer.pick(&view, &mut routing).expect("both are usable");
                in_flight[server] += 1;
                inside += 1;
                continue;
            }
            2 | 3 => 0,
            _ => 1,
        };
        if in_flight[server] > 0 {
            in_flight[server] -= 1;
            inside -= 1;
        }
    }
    math::float(sum) / f64::from(jumps) / 2.0
}

/// Split by capacity, 4/3 and 2/3 of the arrivals, the mean response is 2; the best split gives the fast one more, 1.414214
/// and 0.585786, and has 1.914214. The weights 169 and 70 are that split to five digits.
#[test]
fn the_best_split_gives_the_fast_one_more_than_its_share() {
    let [by_capacity, best] = [split([2, 1]), split([169, 70])];
    for (got, expected) in [(by_capacity, 2.0), (best, 1.914_214)] {
        assert!((got / expected - 1.0_f64).abs() < 0.015, "{got}, expected {expected}");
    }
    assert!(best < by_capacity, "{best} and {by_capacity}");
}
