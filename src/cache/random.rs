//! Random: any entry, each as likely as any other, whatever was asked for.
//!
//! Uniform among the resident keys, from the seed of the settings. Source: libCacheSim 0.3.5, Random, which draws from
//! the chains of its hash table and so not quite uniformly; under independent requests the hit ratio is FIFO's (Gelenbe,
//! "A unified approach to the evaluation of a class of replacement algorithms", IEEE Transactions on Computers, 1973).

use super::residents::Residents;
use super::{Evict, Settings, Visit};
use crate::random::Stream;

/// Any entry may go.
#[derive(Clone, Debug)]
pub struct Random {
    residents: Residents,
    stream: Stream,
}

impl Evict for Random {
    const ID: &'static str = "random";
    const NAME: &'static str = "Random";
    const SUMMARY: &'static str = "An entry drawn by lot makes room, each with the same chance.";
    const SOURCE: &'static str = "Gelenbe (1973); libCacheSim 0.3.5, Random, but exactly uniform";

    fn new(settings: Settings) -> Self {
        Self { residents: Residents::default(), stream: Stream::new(settings.seed, "eviction") }
    }

    fn grow(&mut self, keys: usize) {
        self.residents.grow(keys);
    }

    fn hit(&mut self, _key: u32, _visit: Visit) {}

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        let victim = self.residents.draw(&mut self.stream)?;
        self.residents.remove(victim);
        Some(victim)
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.residents.push(key);
    }

    fn remove(&mut self, key: u32) {
        self.residents.remove(key);
    }
}
