//! What Redis's sampled policies share: the pool of candidates and the clock of whole seconds.
//!
//! To make room, five keys are drawn and compared with a pool of the sixteen best candidates so far; the best of the
//! pool goes. Scores are those of the moment of drawing, and the pool outlives evictions, so it may name keys that have
//! left, which are skipped. Source: Redis 7.0, `evict.c`. Keys are drawn uniformly here; the server draws from
//! neighbouring buckets of its table, which costs it some tenths of a per cent of the hits.

use super::residents::Residents;
use super::structure::{Member, Part};
use super::{Settings, Visit};
use crate::random::Stream;

/// `maxmemory-samples`: keys drawn for an eviction.
const SAMPLES: u32 = 5;
/// `EVPOOL_SIZE`: candidates that are kept.
const POOL_SIZE: usize = 16;
/// Nanoseconds of a second, in which `LRU_CLOCK_RESOLUTION` (1,000 ms) counts.
const NANOS_PER_SECOND: u64 = 1_000_000_000;

// The parameters of the policies name these numbers.
const _: () = assert!(SAMPLES == 5 && POOL_SIZE == 16);

/// The whole seconds since the start.
#[inline]
pub(super) const fn seconds(visit: Visit) -> u64 {
    visit.now.get() / NANOS_PER_SECOND
}

/// The resident keys and the best candidates for eviction.
#[derive(Clone, Debug)]
pub(super) struct Sampled {
    pub(super) residents: Residents,
    pub(super) stream: Stream,
    /// By score, the best candidate at the end.
    pool: Vec<(u64, u32)>,
}

impl Sampled {
    pub(super) fn new(settings: Settings) -> Self {
        let stream = Stream::new(settings.seed, "eviction");
        Self { residents: Residents::default(), stream, pool: Vec::with_capacity(POOL_SIZE + 1) }
    }

    /// Takes out the best candidate by a score: the higher, the sooner.
    pub(super) fn evict(&mut self, score: impl Fn(u32) -> u64) -> Option<u32> {
        while self.residents.len() > 0 {
            for _ in 0..SAMPLES {
                let key = self.residents.draw(&mut self.stream)?;
                self.consider(score(key), key);
            }
            while let Some((_, best)) = self.pool.pop() {
                if self.residents.contains(best) {
                    self.residents.remove(best);
                    return Some(best);
                }
            }
        }
        None
    }

    /// The pool, the best candidate first, and the residents that are not in it, in no order. Those of the pool that have
    /// left are skipped when their turn comes.
    pub(super) fn parts(&self, member: impl Fn(u32) -> Member) -> Vec<Part> {
        let mut pool: Vec<u32> = Vec::with_capacity(self.pool.len());
        for &(_, key) in self.pool.iter().rev() {
            // A key may have been drawn more than once.
            if !pool.contains(&key) {
                pool.push(key);
            }
        }
        let (resident, left): (Vec<u32>, Vec<u32>) = pool.iter().partition(|&&key| self.residents.contains(key));
        let others = self.residents.keys().iter().filter(|key| !pool.contains(key));
        vec![
            Part::new("pool of candidates", resident.into_iter().map(&member)),
            Part::new("not in the pool", others.map(|&key| member(key))),
            Part::new("pool, left since", left.into_iter().map(Member::of)).ghosts(),
        ]
    }

    /// Puts a candidate into the pool in front of its equals, unless the pool is full of no worse ones.
    fn consider(&mut self, score: u64, key: u32) {
        let place = self.pool.partition_point(|&(other, _)| other < score);
        if self.pool.len() < POOL_SIZE {
            self.pool.insert(place, (score, key));
        } else if place > 0 {
            self.pool[..place].rotate_left(1);
            self.pool[place - 1] = (score, key);
        }
    }
}
