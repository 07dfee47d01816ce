//! A stream: one seeded generator for one purpose.
//!
//! The generator is xoshiro256++ 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
//! named so that a seed keeps its meaning. Its 256 bits of state are filled by SplitMix64 from the seed and the name of
//! the purpose, our own few lines, because a library may change how it spreads a seed.

use rand::rand_core::{Rng, SeedableRng};
use rand::rngs::Xoshiro256PlusPlus;

/// A repeatable sequence of random numbers for one purpose of one run.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of a purpose under a seed. Different purposes give unrelated streams.
    #[must_use]
    pub fn new(seed: u64, purpose: &str) -> Self {
        let mut state = seed ^ hash(purpose);
        let mut bytes = [0; 32];
        for word in bytes.chunks_exact_mut(8) {
            word.copy_from_slice(&split_mix(&mut state).to_le_bytes());
        }
        Self(Xoshiro256PlusPlus::from_seed(bytes))
    }

    /// The next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 (possible) to 1 (never), in steps of 2^-53.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        crate::math::unit(self.bits())
    }

    /// A whole number from 0 to `bound - 1`; 0 if `bound` is 0.
    ///
    /// Multiply and shift without rejection (Lemire, "Fast random integer generation in an interval", 2019): the bias
    /// is below `bound` / 2^64, far under anything that a run could show, and each call takes exactly one draw.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        let product = u128::from(self.bits()) * u128::from(bound);
        u32::try_from(product >> 64).unwrap_or(0)
    }
}

/// Draws that belong to a thing instead of to an order: which of a thing's draws are asked for, and when, changes none of
/// them. Two scenarios under one seed see the same draws as far as they give their things the same numbers.
///
/// A counter-based generator (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011) with the mixing
/// function of SplitMix64 instead of a cipher.
#[derive(Clone, Copy, Debug)]
pub struct Keyed(u64);

impl Keyed {
    /// The draws of a purpose under a seed.
    #[must_use]
    pub fn new(seed: u64, purpose: &str) -> Self {
        Self(seed ^ hash(purpose))
    }

    /// The draw of a thing, from 0 (possible) to 1 (never), in steps of 2^-53. A thing may have several, told apart by
    /// their number.
    #[must_use]
    pub fn unit(self, thing: u64, draw: u64) -> f64 {
        let mut state = self.0;
        for word in [thing, draw] {
            state = split_mix(&mut state) ^ word;
        }
        crate::math::unit(split_mix(&mut state))
    }
}

/// The next output of SplitMix64 (Steele, Lea and Flood, 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// FNV-1a of a name, 64 bits, then scrambled once so that similar names and small seeds do not meet.
fn hash(name: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
    }
    split_mix(&mut hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_mix_matches_its_published_vector() {
        let mut state = 1_234_567;
        let drawn: Vec<u64> = (0..3).map(|_| split_mix(&mut state)).collect();
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(drawn, expected, "the reference outputs for seed 1234567");
    }

    #[test]
    fn purposes_do_not_share_draws() {
        let mut arrivals = Stream::new(1, "arrivals");
        let mut routing = Stream::new(1, "routing");
        assert_ne!(arrivals.bits(), routing.bits(), "one stream per purpose");
        assert_eq!(Stream::new(1, "arrivals").bits(), Stream::new(1, "arrivals").bits(), "a seed repeats");
    }

    #[test]
    fn below_stays_below() {
        let mut stream = Stream::new(7, "below");
        assert!((0..10_000).all(|_| stream.below(3) < 3), "every draw is under the bound");
        assert_eq!(stream.below(0), 0, "an empty interval gives zero");
    }
}
