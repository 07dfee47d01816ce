//! Synthetic request traces that any language reproduces to the key: after the weight table all is integer arithmetic.
//!
//! Keys count from 1. The rounding of the weights to integers hides the last-digit differences of power functions.

use std::sync::LazyLock;
use switchyard::math;

/// 2^32, by which the weights are scaled before they are rounded.
const WEIGHT_SCALE: f64 = 4_294_967_296.0;

/// Independent requests, key r with probability proportional to r^-exponent.
pub(crate) struct Zipf {
    pub(crate) keys: u32,
    pub(crate) exponent: f64,
    pub(crate) seed: u64,
    pub(crate) requests: u32,
}

/// The first `length` of every `period` requests go round a ring of `extra` keys that nothing else asks for.
struct Scan {
    period: u32,
    length: u32,
    extra: u32,
}

/// After every `period` requests the whole popularity order moves on by `step` keys.
struct Drift {
    period: u32,
    step: u32,
}

/// The trace A1: zipf with exponent 1.
pub(crate) static A1: LazyLock<Vec<u32>> =
    LazyLock::new(|| zipf(&Zipf { keys: 100_000, exponent: 1.0, seed: 1, requests: 1_000_000 }));

/// The trace A2: a flatter zipf.
pub(crate) static A2: LazyLock<Vec<u32>> =
    LazyLock::new(|| zipf(&Zipf { keys: 100_000, exponent: 0.8, seed: 11, requests: 1_000_000 }));

/// The trace A3: zipf with scans.
pub(crate) static A3: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let law = Zipf { keys: 100_000, exponent: 0.9, seed: 2, requests: 1_000_000 };
    scan(&law, &Scan { period: 10_000, length: 2_000, extra: 50_000 })
});

/// The trace A4: zipf whose hot keys drift.
pub(crate) static A4: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let law = Zipf { keys: 100_000, exponent: 0.9, seed: 3, requests: 1_000_000 };
    drift(&law, &Drift { period: 10_000, step: 500 })
});

/// The trace A5: a loop.
pub(crate) static A5: LazyLock<Vec<u32>> = LazyLock::new(|| (0..200_000).map(|request| request % 5_000 + 1).collect());

/// Draws from the law: the smallest key whose cumulative weight exceeds an output of SplitMix64 modulo the total.
pub(crate) fn zipf(law: &Zipf) -> Vec<u32> {
    let mut total = 0;
    let weight = |rank: u32| math::floor(WEIGHT_SCALE * math::pow(f64::from(rank), -law.exponent) + 0.5);
    let cumulative: Vec<u64> = (1..=law.keys)
        .map(|rank| {
            total += weight(rank);
            total
        })
        .collect();
    let mut state = law.seed;
    let mut draw = || {
        let target = split_mix(&mut state) % total;
        math::id(cumulative.partition_point(|&sum| sum <= target)) + 1
    };
    (0..law.requests).map(|_| draw()).collect()
}

/// A zipf trace in which some requests are replaced by a scan. The replaced draws are consumed.
fn scan(law: &Zipf, scan: &Scan) -> Vec<u32> {
    let mut scanned = 0..;
    let replace = |(request, key): (usize, u32)| {
        let replaced = math::id(request) % scan.period < scan.length;
        let place = if replaced { scanned.next() } else { None };
        place.map_or(key, |place: u32| law.keys + 1 + place % scan.extra)
    };
    zipf(law).into_iter().enumerate().map(replace).collect()
}

/// A zipf trace in which the popularity order moves on.
fn drift(law: &Zipf, drift: &Drift) -> Vec<u32> {
    let shift = |request: usize| math::id(request) / drift.period * drift.step;
    let moved = |(request, key): (usize, u32)| (key - 1 + shift(request)) % law.keys + 1;
    zipf(law).into_iter().enumerate().map(moved).collect()
}

/// The trace's fingerprint: FNV-1a by keys instead of bytes.
pub(crate) fn checksum(keys: &[u32]) -> u64 {
    keys.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &key| (hash ^ u64::from(key)).wrapping_mul(0x100_0000_01B3))
}

/// The next output of SplitMix64 (Steele, Lea and Flood, 2014).
pub(crate) fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
