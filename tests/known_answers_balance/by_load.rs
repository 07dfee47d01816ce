//! Weights that follow load, against fixed points that can be worked out by hand.

use crate::play::{close, picks, shares};
use switchyard::balance::{Balancer, LoadReport, Policy, Setup, View};
use switchyard::random::Stream;
use switchyard::units::Instant;

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
        balancer.pick(&View::new(&[1, 1], &[0, 0], &usable), &mut stream);
    }
    assert_eq!(balancer.score(0), None, "one usable weight is too few: plain round robin until it has reported");
}

/// A58's parameters: without a blackout the first report counts, without a penalty failures do not, and silence of more
/// than the expiration period is forgotten.
#[test]
fn client_side_parameters_are_those_of_the_proposal() {
    let report = |qps, eps, utilisation| LoadReport { completed_per_s: qps, failed_per_s: eps, utilisation };
    let failing = [report(100.0, 10.0, 0.5), report(50.0, 25.0, 0.2)];
    let weights = |values: &[(&str, f64)], silent_until: Option<f64>| -> Vec<f64> {
        let setup = Setup { values, ..Setup::new(2) };
        let mut balancer = Policy::ClientSideWeightedRoundRobin.build_with(&setup);
        balancer.observe(Instant::from_seconds(1.0), &failing);
        if let Some(second) = silent_until {
            balancer.observe(Instant::from_seconds(second), &[LoadReport::default(); 2]);
        }
        picks(&mut balancer, &[1, 1], 1);
        (0..2).filter_map(|server| balancer.score(server)).collect()
    };
    let at_once = ("blackout_s", 0.0);
    assert!(weights(&[], None).is_empty(), "ten seconds as shipped");
    assert!(close(&weights(&[at_once], None), &[166.666_666_7, 71.428_571_43], 1e-6));
    assert!(close(&weights(&[at_once, ("error_penalty", 0.0)], None), &[200.0, 250.0], 1e-6));
    let short = [at_once, ("expiration_s", 5.0)];
    assert_eq!([5.9, 6.0].map(|second| weights(&short, Some(second)).len()), [2, 0], "five seconds of silence");
}

/// Speeds 4 and 1, geometric damping of one half: 2/3 and 1/3, the square roots of the speeds, in one step and for good.
#[test]
fn inverse_load_settles_where_it_is_damped() {
    let mut balancer = Policy::InverseLoad.build_with(&Setup { values: &[("damping", 0.5)], ..Setup::new(2) });
    for interval in 0..20_u32 {
        let got = shares(&mut balancer, &[1, 1], 3000);
        let expected = if interval == 0 { [0.5, 0.5] } else { [2.0 / 3.0, 1.0 / 3.0] };
        assert!(close(&got, &expected, 0.002), "interval {interval}: {got:?}, expected {expected:?}");
        balancer.observe(Instant::from_seconds(f64::from(interval)), &reports(&got, &[4.0, 1.0]));
    }
}
