//! Belady's MIN: the entry that is asked for again last, or never, goes first. No policy misses less often.
//!
//! It knows the future, so it is a limit and nothing that could be built; only the replay of a whole trace can tell it
//! the next use of each request. A newcomer is always stored, as in libCacheSim; an optimum that may refuse it misses at
//! most as often and would need another name. Source: Belady, "A study of replacement algorithms for a virtual-storage
//! computer", IBM Systems Journal 5(2), 1966; libCacheSim 0.3.5, whose counts it equals.

use super::list::NONE;
use super::positions::Positions;
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};
use crate::math;

/// Farthest next use, first to go.
#[derive(Clone, Debug, Default)]
pub struct Belady {
    /// The requests that will find a resident key.
    uses: Positions,
    /// By request: the key that it will ask for, where it is one of `uses`.
    keys: Vec<u32>,
    /// By key: the request that asks for it next, or `NONE`.
    next_uses: Vec<u32>,
    /// Resident keys that nobody asks for again, and some that have left by now.
    useless: Vec<u32>,
    /// By key: whether it is resident and stands in `useless`.
    is_useless: Vec<bool>,
}

impl Evict for Belady {
    const ID: &'static str = "belady";
    const NAME: &'static str = "Belady's limit";
    const SUMMARY: &'static str = "Knows the future: the entry that is asked for again last makes room. Nothing misses less.";
    const SOURCE: &'static str = "Belady (1966), MIN without bypass; libCacheSim 0.3.5, Belady";
    const CLAIRVOYANT: bool = true;

    fn new(_settings: Settings) -> Self {
        Self::default()
    }

    fn grow(&mut self, keys: usize) {
        self.next_uses.resize(keys, NONE);
        self.is_useless.resize(keys, false);
    }

    fn hit(&mut self, key: u32, visit: Visit) {
        self.remove(key);
        self.store(key, visit);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        while let Some(key) = self.useless.pop() {
            if std::mem::replace(&mut self.is_useless[math::index(key)], false) {
                return Some(key);
            }
        }
        let farthest = self.uses.largest()?;
        self.uses.remove(farthest);
        Some(self.keys[math::index(farthest)])
    }

    fn store(&mut self, key: u32, visit: Visit) {
        self.next_uses[math::index(key)] = visit.next_use;
        if visit.next_use == Visit::NEVER_AGAIN {
            self.useless.push(key);
            self.is_useless[math::index(key)] = true;
            return;
        }
        let place = math::index(visit.next_use);
        if place >= self.uses.room() {
            self.uses.grow((place + 1).next_power_of_two());
            self.keys.resize(self.uses.room(), NONE);
        }
        self.uses.insert(visit.next_use);
        self.keys[place] = key;
    }

    fn remove(&mut self, key: u32) {
        match self.next_uses[math::index(key)] {
            Visit::NEVER_AGAIN => self.is_useless[math::index(key)] = false,
            next_use => self.uses.remove(next_use),
        }
    }

    fn parts(&self) -> Vec<Part> {
        let mut useless: Vec<u32> = Vec::new();
        // A key that left and came back stands here twice.
        for &key in self.useless.iter().rev().filter(|&&key| self.is_useless[math::index(key)]) {
            if !useless.contains(&key) {
                useless.push(key);
            }
        }
        let awaited = self.uses.descending().map(|place| self.keys[math::index(place)]);
        vec![
            Part::new("never asked for again", useless.into_iter().map(Member::of)),
            Part::new("by next use, the last first", awaited.map(Member::of)),
        ]
    }
}
