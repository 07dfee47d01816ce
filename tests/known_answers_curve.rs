//! Miss-ratio curves against libCacheSim 0.3.5, one run of it a size, and a sample against the published correction.

use switchyard::cache::curve::{Curve, replayed};
use switchyard::cache::trace::{Generator, Measure, Scan, Trace, Zipf};
use switchyard::cache::{Policy, replay};
use switchyard::math;

const A1: Zipf = Zipf { keys: 100_000, exponent: 1.0, seed: 1, requests: 1_000_000 };

/// Misses at 1, 2, 4 and so on, and last with room for all keys.
fn check(trace: &Trace, expected: &[u64]) {
    let curve = Curve::lru(trace);
    let doubling = (0..).map(|power| 1_u32 << power).take(expected.len() - 1);
    for (capacity, &misses) in doubling.chain([trace.distinct()]).zip(expected) {
        assert!((curve.misses(capacity) - math::float(misses)).abs() < 0.5, "{} at {capacity}", curve.misses(capacity));
    }
}

#[test]
fn the_lru_curve_has_every_size_at_once() {
    let a1 = [
        988_943, 978_142, 958_366, 924_706, 875_056, 814_032, 750_842, 687_737, 623_409, 558_183, 491_668, 424_629,
        356_332, 286_526, 214_669, 144_002, 87_143, 80_779,
    ];
    check(&Generator::Zipf(A1).trace(), &a1);
    let a3 = [
        997_027, 994_058, 988_422, 977_874, 959_955, 933_053, 899_447, 862_500, 822_146, 779_671, 735_821, 694_739,
        643_778, 573_292, 512_515, 437_824, 369_539, 138_447, 137_027,
    ];
    let law = Zipf { keys: 100_000, exponent: 0.9, seed: 2, requests: 1_000_000 };
    let scan = Scan { period: 10_000, length: 2_000, extra: 50_000 };
    check(&Generator::Scan(law, scan).trace(), &a3);
}

/// The keys under their own names, so that the sample is the published one: at a rate of a tenth 184,727 of a million
/// requests, because a very hot key is among them.
#[test]
fn a_tenth_of_the_keys_gives_the_curve_within_a_hundredth() {
    let trace = Trace::of_numbered(Generator::Zipf(A1).keys(), A1.keys + 1);
    let sampled = Curve::lru_sampled(&trace, 0.1);
    assert!((sampled.sampled_share() - 1.847_27).abs() < 1e-9, "{} requests", sampled.sampled_share());
    for (capacity, expected) in [(100, 0.709_42), (1_000, 0.487_55), (10_000, 0.261_98), (50_000, 0.103_85)] {
        let ratio = sampled.miss_ratio(capacity).unwrap_or(f64::NAN);
        assert!((ratio - expected).abs() < 1e-3, "{ratio} at {capacity}, known {expected}");
    }
    let exact = Curve::lru(&trace);
    for capacity in [1_000, 3_000, 10_000, 30_000, 50_000] {
        let error = sampled.misses(capacity) - exact.misses(capacity);
        assert!(error.abs() < 0.01 * 1e6, "{error} misses off at {capacity}");
    }
}

#[test]
fn the_curve_is_the_replay_at_every_size() {
    let law = Zipf { keys: 300, exponent: 0.7, seed: 4, requests: 5_000 };
    let trace = Generator::Zipf(law).trace();
    let curve = Curve::lru(&trace);
    for capacity in 0..=301 {
        let misses = math::float(replay(Policy::Lru, capacity, &trace).misses);
        assert!(
            (curve.misses(capacity) - misses).abs() < 0.5,
            "at {capacity}: {} and {misses}",
            curve.misses(capacity)
        );
    }
    let size = curve.size_for(0.2).unwrap_or(0);
    let ratio = |capacity| curve.miss_ratio(capacity).unwrap_or(1.0);
    assert!(ratio(size) <= 0.2 && ratio(size - 1) > 0.2, "{size} is the smallest size for four hits in five");
}

/// A loop of 5,000 keys, misses of libCacheSim's Belady.
#[test]
fn the_limit_has_every_size_at_once() {
    let curve = Curve::belady_by(&Generator::Loop { keys: 5_000, requests: 200_000 }.trace(), Measure::Requests);
    let curve = curve.expect("small enough");
    for (capacity, misses) in [(100, 196_100.0), (1_000, 161_000.0), (4_999, 5_039.0), (5_000, 5_000.0)] {
        assert!((curve.misses(capacity) - misses).abs() < 0.5, "{} at {capacity}", curve.misses(capacity));
    }
}

#[test]
fn the_limit_falls_ever_more_slowly() {
    let law = Zipf { keys: 300, exponent: 0.7, seed: 4, requests: 5_000 };
    let capacities: Vec<u32> = (1..300).collect();
    let misses = replayed(Policy::Belady, &capacities, &Generator::Zipf(law).trace(), Measure::Requests);
    let gains: Vec<u64> = misses.windows(2).map(|pair| pair[0] - pair[1]).collect();
    assert!(gains.is_sorted_by(|earlier, later| earlier >= later), "{gains:?}");
}
