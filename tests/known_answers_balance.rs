//! Balancing policies against what the real products did and against fixed points that can be worked out by hand.

use switchyard::balance::{Balancer, LoadReport, Policy, View};
use switchyard::math;
use switchyard::random::Stream;
use switchyard::units::Instant;

/// Picks in a row with nothing in flight and every server usable.
fn picks(balancer: &mut Balancer, weights: &[u32], count: usize) -> Vec<Option<usize>> {
    let view = View { weights, in_flight: &vec![0; weights.len()], usable: &vec![true; weights.len()] };
    let mut stream = Stream::new(1, "routing");
    (0..count).map(|_| balancer.pick(&view, &mut stream)).collect()
}

/// The same as letters, A for the first server.
fn letters(policy: Policy, weights: &[u32], count: usize) -> String {
    let picked = picks(&mut policy.build(weights.len()), weights, count);
    picked.iter().map(|server| server.and_then(|server| "ABCDEFGH".chars().nth(server)).unwrap_or('-')).collect()
}

/// How often each server was picked, as shares of all picks.
fn shares(balancer: &mut Balancer, weights: &[u32], count: usize) -> Vec<f64> {
    let picked = picks(balancer, weights, count);
    let share = |server| math::count(picked.iter().filter(|&&pick| pick == Some(server)).count()) / math::count(count);
    (0..weights.len()).map(share).collect()
}

fn close(got: &[f64], expected: &[f64], tolerance: f64) -> bool {
    got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() <= tolerance)
}

/// Recorded from a running NGINX 1.22.1 with one worker.
#[test]
fn smooth_weighted_round_robin_equals_nginx() {
    let check = |weights: &[u32], expected: &str| {
        assert_eq!(letters(Policy::SmoothWeightedRoundRobin, weights, 26), expected, "weights {weights:?}");
    };
    check(&[5, 1, 1], "AABACAAAABACAAAABACAAAABAC");
    check(&[3, 2, 1], "ABACBAABACBAABACBAABACBAAB");
    check(&[4, 3, 2, 1], "ABCABDACBAABCABDACBAABCABD");
    check(&[1, 2, 3, 4], "DCBDACDBCDDCBDACDBCDDCBDAC");
    check(&[8, 1], "AAAABAAAAAAAABAAAAAAAABAAA");
}

#[test]
fn smooth_weighted_round_robin_keeps_its_current_weights_at_zero_in_sum() {
    let weights = [7, 1, 4, 2];
    let mut balancer = Policy::SmoothWeightedRoundRobin.build(weights.len());
    for pick in 0..100 {
        picks(&mut balancer, &weights, 1);
        let sum: f64 = (0..weights.len()).filter_map(|server| balancer.score(server)).sum();
        assert!(sum.abs() < 0.5, "after pick {pick} the current weights sum to {sum}");
    }
}

#[test]
fn round_robin_takes_turns_whatever_the_weights() {
    assert_eq!(letters(Policy::RoundRobin, &[1, 1, 1], 7), "ABCABCA", "in order of declaration");
    assert_eq!(letters(Policy::RoundRobin, &[5, 1, 2], 7), "ABCABCA", "weights do not count");
    assert_eq!(letters(Policy::RoundRobin, &[1, 0, 1], 4), "ACAC", "weight 0 drains");
}

#[test]
fn round_robin_goes_on_where_it_was_after_an_outage() {
    let mut balancer = Policy::RoundRobin.build(3);
    let mut stream = Stream::new(1, "routing");
    let usables = [[true; 3], [true, false, true], [true; 3], [true; 3]];
    let view = |usable| View { weights: &[1; 3], in_flight: &[0; 3], usable };
    let picked: Vec<_> = usables.iter().map(|usable| balancer.pick(&view(usable), &mut stream)).collect();
    assert_eq!(picked, [Some(0), Some(2), Some(0), Some(1)], "the turn passes over the server that is down");
}

/// Shares within five standard deviations of a binomial count.
#[test]
fn random_shares_follow_the_weights() {
    let check = |policy: Policy, weights: &[u32], expected: &[f64]| {
        let count = 100_000;
        let got = shares(&mut policy.build(weights.len()), weights, count);
        for (share, p) in got.iter().zip(expected) {
            let tolerance = 5.0 * (p * (1.0 - p) / math::count(count)).sqrt();
            assert!((share - p).abs() <= tolerance, "{}: {got:?}, expected {expected:?}", policy.id());
        }
    };
    check(Policy::WeightedRandom, &[3, 1], &[0.75, 0.25]);
    check(Policy::WeightedRandom, &[5, 1, 1], &[5.0 / 7.0, 1.0 / 7.0, 1.0 / 7.0]);
    check(Policy::WeightedRandom, &[256, 0, 1], &[256.0 / 257.0, 0.0, 1.0 / 257.0]);
    check(Policy::Random, &[3, 1], &[0.5, 0.5]);
    check(Policy::Random, &[9, 0, 1, 1], &[1.0 / 3.0, 0.0, 1.0 / 3.0, 1.0 / 3.0]);
}

/// What servers of these speeds report when arrivals of 1 per second are shared out so.
fn reports(shares: &[f64], speeds: &[f64]) -> Vec<LoadReport> {
    let report = |(&share, &speed): (&f64, &f64)| LoadReport {
        completed_per_s: share,
        failed_per_s: 0.0,
        utilisation: share / speed,
    };
    shares.iter().zip(speeds).map(report).collect()
}

/// Speeds 4 and 1: 1 / utilisation turns equal shares into 0.8 and 0.2, and these back into equal ones, for ever.
#[test]
fn inverse_load_swings_with_period_two() {
    let mut balancer = Policy::InverseLoad.build(2);
    for interval in 0..10_u32 {
        let got = shares(&mut balancer, &[1, 1], 1000);
        let expected = if interval % 2 == 0 { [0.5, 0.5] } else { [0.8, 0.2] };
        assert!(close(&got, &expected, 0.001), "interval {interval}: {got:?}, expected {expected:?}");
        balancer.observe(Instant::from_seconds(f64::from(interval)), &reports(&got, &[4.0, 1.0]));
    }
}

#[test]
fn inverse_load_shows_weights_relative_to_their_mean() {
    let mut balancer = Policy::InverseLoad.build(2);
    let weights = |balancer: &Balancer| [0, 1].map(|server| balancer.score(server).unwrap_or(0.0));
    assert!(close(&weights(&balancer), &[1.0, 1.0], 1e-12), "equal until the first report");
    balancer.observe(Instant::START, &reports(&[0.5, 0.5], &[4.0, 1.0]));
    assert!(close(&weights(&balancer), &[1.6, 0.4], 1e-12), "4 : 1 around a mean of 1: {:?}", weights(&balancer));
}

#[test]
fn inverse_load_bounds_the_weight_of_an_idle_server() {
    let mut balancer = Policy::InverseLoad.build(2);
    balancer.observe(Instant::START, &reports(&[0.0, 1.0], &[1.0, 1.0]));
    let got = shares(&mut balancer, &[1, 1], 1010);
    assert!(close(&got, &[100.0 / 101.0, 1.0 / 101.0], 0.001), "idle counts as 1 % busy: {got:?}");
}

/// A gRPC balancer to which each report was sent once a second for eleven seconds, and its weights after the next pick.
fn client_side(reports: &[LoadReport]) -> (Balancer, Vec<Option<f64>>) {
    let mut balancer = Policy::ClientSideWeightedRoundRobin.build(reports.len());
    for second in 0..=10_u32 {
        balancer.observe(Instant::from_seconds(f64::from(second)), reports);
    }
    picks(&mut balancer, &vec![1; reports.len()], 1);
    let weights = (0..reports.len()).map(|server| balancer.score(server)).collect();
    (balancer, weights)
}

#[test]
fn client_side_weights_follow_proposal_a58() {
    let report = |qps, eps, utilisation| LoadReport { completed_per_s: qps, failed_per_s: eps, utilisation };
    let (_, weights) = client_side(&[report(100.0, 0.0, 0.5), report(100.0, 10.0, 0.5), report(50.0, 25.0, 0.2)]);
    let weights: Vec<f64> = weights.into_iter().flatten().collect();
    assert!(close(&weights, &[200.0, 166.666_666_7, 71.428_571_43], 1e-6), "{weights:?}");
}

#[test]
fn client_side_gives_the_mean_weight_to_a_silent_server() {
    let report = |qps, utilisation| LoadReport { completed_per_s: qps, failed_per_s: 0.0, utilisation };
    let (_, weights) = client_side(&[report(30.0, 0.5), report(10.0, 0.5), report(0.0, 0.0)]);
    let weights: Vec<f64> = weights.into_iter().flatten().collect();
    assert!(close(&weights, &[60.0, 20.0, 40.0], 1e-9), "the mean of 60 and 20 for the third: {weights:?}");
}

#[test]
fn client_side_is_round_robin_with_fewer_than_two_weights() {
    let report = |qps, utilisation| LoadReport { completed_per_s: qps, failed_per_s: 0.0, utilisation };
    let (mut balancer, weights) = client_side(&[report(30.0, 0.5), report(0.0, 0.0), report(5.0, 0.0)]);
    assert_eq!(weights, [None; 3], "no weight is in use");
    let picked: Vec<_> = picks(&mut balancer, &[1; 3], 4).into_iter().flatten().collect();
    assert_eq!(picked, [1, 2, 0, 1], "turns, the first of which is taken already");
}

/// Shares settle in proportion to the speeds after the blackout of ten seconds, and stay there.
#[test]
fn client_side_settles_at_capacity_proportional_shares() {
    let mut balancer = Policy::ClientSideWeightedRoundRobin.build(2);
    for second in 0..30_u32 {
        let got = shares(&mut balancer, &[1, 1], 1000);
        let expected = if second <= 10 { [0.5, 0.5] } else { [0.8, 0.2] };
        assert!(close(&got, &expected, 0.002), "second {second}: {got:?}, expected {expected:?}");
        balancer.observe(Instant::from_seconds(f64::from(second)), &reports(&got, &[4.0, 1.0]));
    }
}

#[test]
fn client_side_forgets_a_weight_after_three_minutes_of_silence() {
    let spoken = reports(&[0.5, 0.5], &[4.0, 1.0]);
    let (mut balancer, weights) = client_side(&spoken);
    assert!(weights.iter().all(Option::is_some), "both weights are in use: {weights:?}");
    let mut silence_until = |second| {
        balancer.observe(Instant::from_seconds(second), &[LoadReport::default(); 2]);
        picks(&mut balancer, &[1, 1], 1);
        balancer.score(0).is_some()
    };
    assert!(silence_until(189.0), "179 s after the last report the weights still count");
    assert!(!silence_until(190.0), "180 s after it they are forgotten");
}

#[test]
fn client_side_waits_again_for_a_server_that_was_away() {
    let spoken = reports(&[0.5, 0.5], &[4.0, 1.0]);
    let (mut balancer, _) = client_side(&spoken);
    let mut stream = Stream::new(1, "routing");
    for usable in [[true, false], [true, true]] {
        balancer.pick(&View { weights: &[1, 1], in_flight: &[0, 0], usable: &usable }, &mut stream);
    }
    assert_eq!(balancer.score(0), None, "one usable weight is too few: plain round robin until it has reported");
}
