//! Policies that look at what is in flight, along scripts that were played to the real programs.

use crate::play::scripted;
use switchyard::balance::{Policy, Setup, View};
use switchyard::math;
use switchyard::random::Stream;

const S1: &str = "+ + + 0 + 2 + + 1 3 + + 4 5 + +";
const S2: &str = "+ + + + + + 0 3 + + 1 + 4 7 + + + 2 5 8 + +";
/// Idle between requests.
const S3: &str = "+ 0 + 1 + 2 + 3 + 4 + 5";
const S4: &str = "+ + + + + + + + + + + +";
const S5: &str = "+ + + + 3 + 2 + 1 + 0 + 4 5 + + + 6 + +";

/// Weights, script, and the picks of NGINX 1.22.1 `least_conn` and HAProxy 2.6.12 `leastconn`, recorded.
const RECORDED: [(&[u32], &str, [&str; 2]); 10] = [
    (&[1, 1, 1], S1, ["ABCACCBACA", "ABCACBACBA"]),
    (&[1, 1, 1], S2, ["ABCCBAACBCBBCA", "ABCABCAABBACCB"]),
    (&[1, 1, 1], S3, ["ABCABC", "ABCABC"]),
    (&[1, 1, 1], S4, ["ABCCBAABCCBA", "ABCABCABCABC"]),
    (&[1, 1, 1], S5, ["ABCCBCCABABCC", "ABCABCACBACBA"]),
    (&[3, 2, 1], S1, ["ABCACABACA", "ABCACABACA"]),
    (&[3, 2, 1], S2, ["ABCABAAABBABCA", "ABCABAAABBAACB"]),
    (&[3, 2, 1], S3, ["ABACBA", "ABCABC"]),
    (&[3, 2, 1], S4, ["ABCABABCAABA", "ABCABAABACBA"]),
    (&[3, 2, 1], S5, ["ABCAACBACABBA", "ABCAACBACABAB"]),
];

fn check(policy: Policy, weights: &[u32], script: &str, expected: &str) {
    let got = scripted(policy, &Setup::new(weights.len()), weights, script);
    assert_eq!(got, expected, "{} with {weights:?} along {script}", policy.id());
}

#[test]
fn least_connections_equal_the_recorded_ones() {
    for (weights, script, [nginx, haproxy]) in RECORDED {
        check(Policy::NginxLeastConn, weights, script, nginx);
        check(Policy::HaproxyLeastconn, weights, script, haproxy);
    }
}

/// Weight / (active + 1) by deadline in exact arithmetic, the load read when a server is picked, ties first come.
#[test]
fn weighted_least_request_goes_by_deadline() {
    check(Policy::EnvoyLeastRequest, &[2, 1], S1, "ABABAAABAB");
    check(Policy::EnvoyLeastRequest, &[3, 2, 1], S1, "ABACBAACBA");
    check(Policy::EnvoyLeastRequest, &[3, 2, 1], S4, "ABACBACBABAC");
    // By hand: A is due at 0.5, 1, 2, 3.5, 5.5, 8, 11 and B at 1, 2, 4, 7, 11; whoever was set first goes first.
    check(Policy::EnvoyLeastRequest, &[2, 1], S4, "ABABAABABABA");
}

/// HAProxy packs: the first server up to its limit, then the next.
#[test]
fn first_fills_up_one_after_the_other() {
    let setup = Setup { values: &[("maxconn", 2.0)], ..Setup::new(3) };
    assert_eq!(scripted(Policy::HaproxyFirst, &setup, &[1, 1, 1], "+ + + 0 + + 1 + +"), "AABABAC");
    check(Policy::HaproxyFirst, &[1, 1, 1], "+ + +", "AAA");
}

/// How often the first of two servers is picked when it is the busier one.
fn busier(policy: Policy, values: &[(&str, f64)]) -> f64 {
    let mut balancer = policy.build_with(&Setup { values, ..Setup::new(2) });
    let mut stream = Stream::new(1, "routing");
    let mut pick = || balancer.pick(&View::new(&[1, 1], &[5, 2], &[true, true]), &mut stream);
    math::count((0..40_000).filter(|_| pick() == Some(0)).count()) / 40_000.0
}

#[test]
fn two_draws_with_replacement_pick_the_busier_of_two_a_quarter_of_the_time() {
    // Five standard deviations of a binomial share.
    for (policy, values) in [(Policy::EnvoyLeastRequest, &[][..]), (Policy::DChoices, &[("replacement", 1.0)][..])] {
        let share = busier(policy, values);
        assert!((share - 0.25).abs() < 0.011, "{}: {share}", policy.id());
    }
    for (policy, values) in [(Policy::EnvoyLeastRequest, &[("full_scan", 1.0)][..]), (Policy::DChoices, &[][..])] {
        assert!(busier(policy, values) < 1e-9, "{} looks at both", policy.id());
    }
}
