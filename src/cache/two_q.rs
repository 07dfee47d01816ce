//! 2Q: newcomers pass through a queue; only a key that comes back after it left the queue is taken into the LRU list.
//!
//! The full version: the queue A1in holds a quarter of the capacity, the ghosts A1out half as many keys as the cache has
//! entries, both rounded down and at least 1; Am is the rest. Source: Johnson and Shasha, "2Q: a low overhead high
//! performance buffer management replacement algorithm", VLDB 1994; libCacheSim 0.3.5 (2Q 0.25/0.5), whose counts it
//! equals.

use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Evict, Parameter, Settings, Visit};
use crate::math;

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    In,
    Main,
    Ghost,
}

/// A queue on trial, an LRU list, and a memory of who left the queue.
#[derive(Clone, Debug)]
pub struct TwoQ {
    links: Links,
    places: Vec<Place>,
    /// A1in: in order of insertion.
    entrance: List,
    entrance_max: u32,
    /// Am: the least recently used first.
    main: List,
    /// A1out: no longer resident, the oldest first.
    ghosts: List,
    ghosts_max: u32,
    /// Whether the key that is being stored was remembered.
    returning: bool,
}

impl Evict for TwoQ {
    const ID: &'static str = "2q";
    const NAME: &'static str = "2Q";
    const SUMMARY: &'static str = "Newcomers wait in a queue; who comes back after leaving it is kept by recency.";
    const SOURCE: &'static str = "Johnson and Shasha, VLDB 1994, 0.25/0.5; libCacheSim 0.3.5, TwoQ";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("in", "Share of the capacity that newcomers wait in", "0.25", "Johnson and Shasha (1994), Kin"),
        Parameter::of("out", "Keys remembered, as a share of the capacity", "0.5", "Johnson and Shasha (1994), Kout"),
    ];

    fn new(settings: Settings) -> Self {
        Self {
            links: Links::default(),
            places: Vec::new(),
            entrance: List::EMPTY,
            entrance_max: (settings.capacity / 4).max(1),
            main: List::EMPTY,
            ghosts: List::EMPTY,
            ghosts_max: (settings.capacity / 2).max(1),
            returning: false,
        }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.places.resize(keys, Place::Nowhere);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        if self.places[math::index(key)] == Place::Main {
            self.links.renew(&mut self.main, key);
        }
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.returning = self.places[math::index(key)] == Place::Ghost;
        if self.returning {
            self.links.remove(&mut self.ghosts, key);
            self.places[math::index(key)] = Place::Nowhere;
        }
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        if !self.main.is_empty() && self.entrance.len() <= self.entrance_max {
            let victim = self.links.pop(&mut self.main)?;
            self.places[math::index(victim)] = Place::Nowhere;
            return Some(victim);
        }
        let victim = self.links.pop(&mut self.entrance)?;
        if self.ghosts.len() == self.ghosts_max
            && let Some(oldest) = self.links.pop(&mut self.ghosts)
        {
            self.places[math::index(oldest)] = Place::Nowhere;
        }
        self.links.push(&mut self.ghosts, victim);
        self.places[math::index(victim)] = Place::Ghost;
        Some(victim)
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        let (list, place) =
            if self.returning { (&mut self.main, Place::Main) } else { (&mut self.entrance, Place::In) };
        self.links.push(list, key);
        self.places[math::index(key)] = place;
    }

    fn remove(&mut self, key: u32) {
        let place = std::mem::replace(&mut self.places[math::index(key)], Place::Nowhere);
        let list = if place == Place::Main { &mut self.main } else { &mut self.entrance };
        self.links.remove(list, key);
    }

    fn parts(&self) -> Vec<Part> {
        let part = |name: &'static str, list: List| Part::new(name, self.links.members(list).map(Member::of));
        vec![
            part("A1in", self.entrance).wanting(f64::from(self.entrance_max)),
            part("Am", self.main),
            part("A1out", self.ghosts).ghosts().wanting(f64::from(self.ghosts_max)),
        ]
    }
}
