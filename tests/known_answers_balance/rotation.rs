//! Rotations and draws against what the real products did.

use crate::play::{letters, picks, shares};
use switchyard::balance::{Policy, View};
use switchyard::math;
use switchyard::random::Stream;

/// Weights, and the first 26 picks of NGINX 1.22.1, HAProxy 2.6.12 `roundrobin` and HAProxy 2.6.12 `static-rr`, all
/// recorded from the running programs.
const RECORDED: [(&[u32], [&str; 3]); 5] = [
    (&[5, 1, 1], ["AABACAAAABACAAAABACAAAABAC", "AAABAACAAABAACAAABAACAAABA", "AAABAACAAABAACAAABAACAAABA"]),
    (&[3, 2, 1], ["ABACBAABACBAABACBAABACBAAB", "ABACABABACABABACABABACABAB", "AABABCAABABCAABABCAABABCAA"]),
    (&[4, 3, 2, 1], ["ABCABDACBAABCABDACBAABCABD", "ABACBADABCABACBADABCABACBA", "ABABCABACDABABCABACDABABCA"]),
    (&[1, 2, 3, 4], ["DCBDACDBCDDCBDACDBCDDCBDAC", "DCDBCDADCBDCDBCDADCBDCDBCD", "ABDCDBCDCDABDCDBCDCDABDCDB"]),
    (&[8, 1], ["AAAABAAAAAAAABAAAAAAAABAAA", "AAAAAAAABAAAAAAAABAAAAAAAA", "AAAAAAAABAAAAAAAABAAAAAAAA"]),
];

#[test]
fn weighted_rotations_equal_the_recorded_ones() {
    let policies = [Policy::SmoothWeightedRoundRobin, Policy::HaproxyRoundrobin, Policy::HaproxyStaticRr];
    for (weights, expected) in RECORDED {
        for (policy, expected) in policies.into_iter().zip(expected) {
            assert_eq!(letters(policy, weights, 26), expected, "{} with {weights:?}", policy.id());
        }
    }
}

/// With great and odd weights HAProxy's whole numbers cost a server a turn: recorded from the running 2.6.12, the first
/// cycle of 1358 picks.
#[test]
fn haproxy_rounds_where_the_running_program_does() {
    let weights = [185, 53, 160, 220, 2, 60, 4, 110, 103, 198, 211, 52];
    let picked = picks(&mut Policy::HaproxyRoundrobin.build(12), &weights, 1358);
    let count = |server| picked.iter().filter(|pick| **pick == Some(server)).count();
    let counts: Vec<usize> = (0..12).map(count).collect();
    assert_eq!(counts, [185, 53, 160, 221, 2, 60, 4, 110, 103, 198, 211, 51]);
}

/// In exact arithmetic, no picks in advance, two cycles.
#[test]
fn deadlines_are_exact() {
    let check = |weights: &[u32], expected: &str| {
        let got = letters(Policy::DeadlineWeightedRoundRobin, weights, expected.len());
        assert_eq!(got, expected, "weights {weights:?}");
    };
    check(&[5, 1, 1], "AAAABCAAAAABCA");
    check(&[3, 2, 1], "ABACBAABACBA");
    check(&[4, 3, 2, 1], "ABCABADCBAABCABADCBA");
}

#[test]
fn runs_are_as_long_as_the_weights() {
    assert_eq!(letters(Policy::RunLengthWeightedRoundRobin, &[5, 1, 1], 14), "AAAAABCAAAAABC");
    assert_eq!(letters(Policy::RunLengthWeightedRoundRobin, &[2, 0, 3], 10), "AACCCAACCC");
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
    let view = |usable| View::new(&[1; 3], &[0; 3], usable);
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
    // NGINX keeps the second draw on a tie: P(j) = sum over i of (w_i / W) * w_j / (W - w_i).
    check(Policy::NginxRandomTwo, &[3, 1], &[0.25, 0.75]);
    check(Policy::NginxRandomTwo, &[3, 1, 1], &[0.30, 0.35, 0.35]);
    check(Policy::NginxRandomTwo, &[5, 1, 1], &[0.238_095_238, 0.380_952_381, 0.380_952_381]);
    check(Policy::VolumeSplit, &[3, 1], &[0.75, 0.25]);
    check(Policy::Random, &[3, 1], &[0.5, 0.5]);
    check(Policy::Random, &[9, 0, 1, 1], &[1.0 / 3.0, 0.0, 1.0 / 3.0, 1.0 / 3.0]);
}

/// Shares of 3000 idle requests at a running NGINX 1.22.1, `random two least_conn` and plain `random`. Theirs and ours are
/// both counts of luck, so they may differ by five standard deviations of the difference.
#[test]
fn random_shares_are_those_of_the_running_nginx() {
    let check = |policy: Policy, weights: &[u32], recorded: &[f64]| {
        let (theirs, ours) = (3_000.0, 100_000);
        let got = shares(&mut policy.build(weights.len()), weights, ours);
        for (share, p) in got.iter().zip(recorded) {
            let tolerance = 5.0 * (p * (1.0 - p) * (1.0 / theirs + 1.0 / math::count(ours))).sqrt();
            assert!((share - p).abs() <= tolerance, "{}: {got:?}, recorded {recorded:?}", policy.id());
        }
    };
    check(Policy::NginxRandomTwo, &[3, 1], &[0.256, 0.744]);
    check(Policy::NginxRandomTwo, &[3, 1, 1], &[0.295, 0.366, 0.339]);
    check(Policy::WeightedRandom, &[3, 1], &[0.745, 0.255]);
}
