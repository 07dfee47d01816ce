//! Sticky policies against running programs and against the definitions.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use crate::play::letter;
use switchyard::balance::{Balance, Policy, Request, RingHash, Setup, View};
use switchyard::math;
use switchyard::random::Stream;

/// Who owns each key, with some servers down.
fn owners(policy: Policy, names: &[&str], down: &[usize], keys: &[String]) -> Vec<usize> {
    let mut balancer = policy.build_with(&Setup { names, ..Setup::new(names.len()) });
    let (weights, idle) = (vec![1; names.len()], vec![0; names.len()]);
    let usable: Vec<bool> = (0..names.len()).map(|server| !down.contains(&server)).collect();
    let mut stream = Stream::new(1, "routing");
    let mut pick = |key: &String| {
        let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
        balancer.pick(&View { request, ..View::new(&weights, &idle, &usable) }, &mut stream)
    };
    keys.iter().map(|key| pick(key).expect("somebody is usable")).collect()
}

fn counts(owners: &[usize], servers: usize) -> Vec<usize> {
    (0..servers).map(|server| owners.iter().filter(|owner| **owner == server).count()).collect()
}

/// How many keys moved, and how many of them were not the server's that left.
fn moved(before: &[usize], after: &[usize], left: usize) -> [usize; 2] {
    let moved = before.iter().zip(after).filter(|(before, after)| before != after);
    [moved.clone().count(), moved.filter(|(before, _)| **before != left).count()]
}

fn text(owners: &[usize]) -> String {
    owners.iter().take(40).map(|owner| letter(Some(*owner))).collect()
}

const NGINX: [&str; 5] =
    ["127.0.0.1:19100", "127.0.0.1:19101", "127.0.0.1:19102", "127.0.0.1:19103", "127.0.0.1:19104"];

fn cards(count: usize) -> Vec<String> {
    (0..count).map(|card| format!("card{card:05}")).collect()
}

/// Recorded from a running NGINX 1.22.1 with `hash $key consistent`.
#[test]
fn ketama_equals_nginx() {
    let all = owners(Policy::Ketama, &NGINX, &[], &cards(4000));
    assert_eq!(text(&all), "ABBDEEBBDACEBBDCCDEDECDDBBAEEEADADDACDBD");
    assert_eq!(counts(&all, 5), [743, 839, 790, 788, 840]);
    let without = owners(Policy::Ketama, &NGINX, &[2], &cards(4000));
    assert_eq!(text(&without), "ABBDEEBBDAAEBBDEADEDEDDDBBAEEEADADDAEDBD");
    assert_eq!(moved(&all, &without, 2), [790, 0], "exactly the keys of the server that left");
}

/// Recorded from a running NGINX 1.22.1 with `hash $key`; the fourth server less is taken out of the configuration.
#[test]
fn modulo_equals_nginx() {
    let all = owners(Policy::HashModulo, &NGINX, &[], &cards(4000));
    assert_eq!(text(&all), "ACCDBBCAEECAAEEAEADAADBADCBEAABDABADEEEA");
    let four = owners(Policy::HashModulo, &[NGINX[0], NGINX[1], NGINX[3], NGINX[4]], &[], &cards(4000));
    let four: Vec<usize> = four.into_iter().map(|owner| owner + usize::from(owner >= 2)).collect();
    assert_eq!(text(&four), "DBAEEABDBDBDEAAEDBDBAEDBBDEAEAEABDDBAEAE");
    assert_eq!(moved(&all, &four, 2)[0], 3189);
}

const PROCESSORS: [&str; 5] = ["processor-1", "processor-2", "processor-3", "processor-4", "processor-5"];

/// Worked out from the definitions in a program of its own, for the keys card-000000 to card-019999.
#[test]
fn envoys_hashes_follow_their_definitions() {
    let keys: Vec<String> = (0..20_000).map(|card| format!("card-{card:06}")).collect();
    let check = |policy: Policy, shares: Option<[usize; 5]>, moves: [usize; 2]| {
        let all = owners(policy, &PROCESSORS, &[], &keys);
        if let Some(shares) = shares {
            assert_eq!(counts(&all, 5), shares, "{}", policy.id());
        }
        let without = owners(policy, &PROCESSORS, &[2], &keys);
        assert_eq!(moved(&all, &without, 2), moves, "{}: keys that move, and needlessly", policy.id());
    };
    check(Policy::RingHash, Some([3751, 3320, 4317, 3995, 4617]), [5993, 1676]);
    check(Policy::Maglev, None, [4027, 18]);
    check(Policy::Rendezvous, Some([3995, 3991, 4094, 3999, 3921]), [4094, 0]);
    check(Policy::BoundedLoad, Some([3751, 3320, 4317, 3995, 4617]), [5993, 1676]);
}

/// -w / ln(u) gives every server its weight: shares within five standard deviations.
#[test]
fn weighted_rendezvous_shares_by_weight() {
    let mut balancer = Policy::Rendezvous.build(3);
    let mut stream = Stream::new(1, "routing");
    let mut counts = [0; 3];
    for key in 0..60_000_u32 {
        let key = key.to_le_bytes();
        let request = Request { key: &key, ..Request::UNKNOWN };
        let view = View { request, ..View::new(&[1, 2, 3], &[0; 3], &[true; 3]) };
        counts[balancer.pick(&view, &mut stream).expect("somebody is usable")] += 1;
    }
    for (count, weight) in counts.into_iter().zip([1.0, 2.0, 3.0]) {
        let p: f64 = weight / 6.0;
        let tolerance = 5.0 * (60_000.0 * p * (1.0 - p)).sqrt();
        assert!((math::count(count) - 60_000.0 * p).abs() < tolerance, "{counts:?}");
    }
}

/// Envoy accepts while active is at or below the slots, one more than the paper's bound.
#[test]
fn bounded_loads_pass_an_overloaded_server_by() {
    let mut balancer = Policy::BoundedLoad.build(4);
    let mut stream = Stream::new(1, "routing");
    let request = Request { key: b"merchant", ..Request::UNKNOWN };
    let mut pick = |load: &[u32; 4]| {
        balancer.pick(&View { request, ..View::new(&[1; 4], load, &[true; 4]) }, &mut stream).expect("somebody")
    };
    let owner = pick(&[0; 4]);
    let loaded = |own: u32| {
        let mut load = [(9 - own) / 3; 4];
        load[owner] = own;
        load
    };
    // Nine in flight at 125 % are 13 slots, four of them the owner's quarter.
    assert_eq!(pick(&loaded(3)), owner, "within its slots");
    let nine = |own: u32, others: [u32; 3]| {
        let mut load = [own; 4];
        (0..4).filter(|server| *server != owner).zip(others).for_each(|(server, other)| load[server] = other);
        load
    };
    assert_eq!(pick(&nine(4, [2, 2, 1])), owner, "four are at its four slots, and Envoy takes one more");
    assert_ne!(pick(&nine(5, [2, 1, 1])), owner, "five are above them");
    let mut full = [1; 4];
    full[owner] = 6;
    let other = pick(&full);
    assert_ne!(other, owner, "six are more than four");
    assert_eq!(pick(&full), other, "the same key goes the same way round");
}

/// Servers, points of each, and the coefficient of variation of their shares of a ring of random points:
/// sqrt((n - 1) / (n V + 1)).
const RINGS: [(u32, u32, f64); 3] = [(5, 160, 0.070_67), (10, 100, 0.094_82), (10, 1_000, 0.03)];

/// The shares of the ring itself, not of some keys: what lies between neighbouring points belongs to the upper one. The
/// error of a coefficient from R rings of n shares is about 1 / sqrt(2 R (n - 1)) of it.
#[test]
fn shares_of_a_ring_vary_as_the_formula_says() {
    for (servers, points, expected) in RINGS {
        let rings = 120_u32;
        let mut sum = 0.0;
        for ring in 0..rings {
            let names: Vec<String> = (0..servers).map(|server| format!("ring-{ring}-{points}-{server}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let size = f64::from(servers * points);
            let count = math::index(servers);
            let mut policy =
                RingHash::new(&Setup { names: &names, values: &[("minimum_ring_size", size)], ..Setup::new(count) });
            let view = (vec![1; count], vec![0; count], vec![true; count]);
            policy.pick(&View::new(&view.0, &view.1, &view.2), &mut Stream::new(1, "routing"));
            let ends = policy.points();
            assert_eq!(math::id(ends.len()), servers * points, "points");
            let mut shares = vec![0.0; count];
            let mut before = ends[ends.len() - 1].0;
            for (position, server) in ends {
                shares[*server] += math::float(position.wrapping_sub(before)) / math::float(u64::MAX);
                before = *position;
            }
            let even = 1.0 / f64::from(servers);
            sum += shares.iter().map(|share| (share / even - 1.0) * (share / even - 1.0)).sum::<f64>();
        }
        let got = (sum / f64::from(rings * servers)).sqrt();
        let error = 1.0 / f64::from(2 * rings * (servers - 1)).sqrt();
        let formula = (f64::from(servers - 1) / f64::from(servers * points + 1)).sqrt();
        assert!((formula / expected - 1.0).abs() < 1e-3, "{formula}, known {expected}");
        assert!((got / expected - 1.0).abs() < 4.0 * error, "{servers} servers, {points} points: {got}, {expected}");
    }
}

/// One more server: a modulo moves n / (n + 1) of the keys, a jump hash 1 / (n + 1) and none between old buckets. Shares
/// within five standard deviations.
#[test]
fn growth_moves_the_known_shares() {
    let keys: Vec<String> = (0..20_000).map(|card| format!("card-{card:06}")).collect();
    for servers in [1_usize, 4, 9, 19] {
        let names: Vec<String> = (0..=servers).map(|server| format!("processor-{}", server + 1)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let more = math::count(servers + 1);
        for (policy, expected) in [(Policy::HashModulo, 1.0 - 1.0 / more), (Policy::JumpHash, 1.0 / more)] {
            let before = owners(policy, &names[..servers], &[], &keys);
            let after = owners(policy, &names, &[], &keys);
            let changed = before.iter().zip(&after).filter(|(before, after)| before != after);
            let share = math::count(changed.clone().count()) / math::count(keys.len());
            let tolerance = 5.0 * (expected * (1.0 - expected) / math::count(keys.len())).sqrt();
            let id = policy.id();
            assert!((share - expected).abs() < tolerance, "{id} from {servers}: {share}, expected {expected}");
            let between = changed.filter(|(_, after)| **after != servers).count();
            assert!(policy != Policy::JumpHash || between == 0, "{between} keys moved between old buckets");
        }
    }
}
