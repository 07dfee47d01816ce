//! Jump hash: a bucket from a key by a few jumps, without any table.
//!
//! Source: Lamping and Veach, "A fast, minimal memory, consistent hash algorithm" (2014); the key is hashed with XXH64
//! first. Buckets are the eligible servers in order, so only the last can come or go with the promised 1 / n of the
//! keys: one that fails in the middle renumbers all behind it. Weights are ignored, except that 0 drains.

use super::hash::xxh64;
use super::{Balance, Setup, View};
use crate::math;
use crate::random::Stream;

/// The generator of the paper.
const MULTIPLIER: u64 = 2_862_933_555_777_941_757;
/// 2^31.
const SPAN: f64 = 2_147_483_648.0;

/// Lamping and Veach's hash, exact.
#[derive(Clone, Debug)]
pub struct JumpHash;

impl Balance for JumpHash {
    const ID: &'static str = "jump-hash";
    const NAME: &'static str = "Jump hash";
    const SUMMARY: &'static str = "Each card jumps to its processor by arithmetic alone; only the last one can leave cheaply.";
    const SOURCE: &'static str = "Lamping and Veach (2014)";

    fn new(_setup: &Setup<'_>) -> Self {
        Self
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let buckets = math::id(view.eligible().count());
        let bucket = (buckets > 0).then(|| jump(xxh64(view.request.key, 0), buckets))?;
        view.eligible().nth(math::index(bucket))
    }
}

/// The bucket of a key.
fn jump(mut key: u64, buckets: u32) -> u32 {
    let (mut bucket, mut next) = (0, 0);
    while next < u64::from(buckets) {
        bucket = next;
        key = key.wrapping_mul(MULTIPLIER).wrapping_add(1);
        next = math::floor(math::float(bucket + 1) * (SPAN / (math::float(key >> 33) + 1.0)));
    }
    math::low(bucket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        let got = [(1, 1), (42, 57), (0xDEAD_10CC, 666), (256, 1024)].map(|(key, buckets)| jump(key, buckets));
        assert_eq!(got, [0, 43, 361, 520]);
    }

    #[test]
    fn growth_moves_keys_to_the_new_bucket_alone() {
        let moved: Vec<(u32, u32)> =
            (0..20_000_u64).map(|n| xxh64(&n.to_le_bytes(), 0)).map(|key| (jump(key, 4), jump(key, 5))).filter(|(old, new)| old != new).collect();
        assert!(moved.iter().all(|(_, new)| *new == 4), "none between old buckets");
        let share = math::count(moved.len()) / 20_000.0;
        assert!((share - 0.2).abs() < 0.015, "a fifth moves, five standard deviations: {share}");
    }
}
