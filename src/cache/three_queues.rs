//! What the two variants of S3-FIFO share: a small queue on trial, a main queue, and a memory of who failed the trial.
//!
//! The small queue holds a tenth of the capacity, the ghosts nine tenths as many keys as the cache has entries, both
//! rounded down and at least 1. Source: Yang, Zhang, Qiu, Yue and Rashmi, "FIFO queues are all you need for cache
//! eviction", SOSP 2023; libCacheSim 0.3.5 (S3FIFO 0.1/0.9, threshold 2).

use super::Settings;
use super::list::{Links, List};
use super::structure::{Member, Part};
use crate::math;

/// Uses beyond this count no more.
const USES_MAX: u8 = 3;
/// Uses that lift an entry from the small queue into the main one.
const USES_TO_MOVE: u8 = 2;

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    Small,
    Main,
    Ghost,
}

/// Three FIFO queues.
#[derive(Clone, Debug)]
pub(super) struct ThreeQueues {
    links: Links,
    places: Vec<Place>,
    uses: Vec<u8>,
    small: List,
    small_max: u32,
    main: List,
    main_max: u32,
    ghosts: List,
    ghosts_max: u32,
    /// Whether the key that is being stored was remembered.
    returning: bool,
    /// Whether what finds the small queue full goes into the main one: until the first eviction, or never.
    filling: bool,
}

impl ThreeQueues {
    pub(super) fn new(settings: Settings, filling: bool) -> Self {
        let small_max = (settings.capacity / 10).max(1);
        let ghosts_max = u64::from(settings.capacity) * 9 / 10;
        Self {
            links: Links::default(),
            places: Vec::new(),
            uses: Vec::new(),
            small: List::EMPTY,
            small_max,
            main: List::EMPTY,
            main_max: settings.capacity.saturating_sub(small_max),
            ghosts: List::EMPTY,
            ghosts_max: math::low(ghosts_max).max(1),
            returning: false,
            filling,
        }
    }

    pub(super) fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.places.resize(keys, Place::Nowhere);
        self.uses.resize(keys, 0);
    }

    #[inline]
    pub(super) fn hit(&mut self, key: u32) {
        let uses = &mut self.uses[math::index(key)];
        *uses = (*uses + 1).min(USES_MAX);
    }

    #[inline]
    pub(super) fn miss(&mut self, key: u32) {
        self.returning = self.places[math::index(key)] == Place::Ghost;
        if self.returning {
            self.links.remove(&mut self.ghosts, key);
            self.places[math::index(key)] = Place::Nowhere;
        }
    }

    pub(super) fn evict(&mut self) -> Option<u32> {
        self.filling = false;
        if self.main.len() <= self.main_max
            && let Some(victim) = self.evict_small()
        {
            return Some(victim);
        }
        self.evict_main()
    }

    pub(super) fn store(&mut self, key: u32) {
        let to_main = self.returning || (self.filling && self.small.len() >= self.small_max);
        let (list, place) = if to_main { (&mut self.main, Place::Main) } else { (&mut self.small, Place::Small) };
        self.links.push(list, key);
        self.places[math::index(key)] = place;
        self.uses[math::index(key)] = 0;
    }

    pub(super) fn remove(&mut self, key: u32) {
        let place = std::mem::replace(&mut self.places[math::index(key)], Place::Nowhere);
        let list = if place == Place::Main { &mut self.main } else { &mut self.small };
        self.links.remove(list, key);
    }

    pub(super) fn parts(&self) -> Vec<Part> {
        let used = |key: u32| Member::used(key, self.uses[math::index(key)]);
        vec![
            Part::new("small", self.links.members(self.small).map(used)).wanting(f64::from(self.small_max)),
            Part::new("main", self.links.members(self.main).map(used)).wanting(f64::from(self.main_max)),
            Part::new("ghosts", self.links.members(self.ghosts).map(Member::of))
                .ghosts()
                .wanting(f64::from(self.ghosts_max)),
        ]
    }

    /// The oldest of the small queue that was hardly used; the others before it move into the main queue.
    fn evict_small(&mut self) -> Option<u32> {
        while let Some(oldest) = self.links.pop(&mut self.small) {
            if self.uses[math::index(oldest)] < USES_TO_MOVE {
                self.remember(oldest);
                return Some(oldest);
            }
            self.links.push(&mut self.main, oldest);
            self.places[math::index(oldest)] = Place::Main;
            self.uses[math::index(oldest)] = 0;
        }
        None
    }

    /// The oldest of the main queue without a use; the others before it lose one and go round again.
    fn evict_main(&mut self) -> Option<u32> {
        loop {
            let oldest = self.main.first()?;
            let uses = &mut self.uses[math::index(oldest)];
            if *uses == 0 {
                self.links.remove(&mut self.main, oldest);
                self.places[math::index(oldest)] = Place::Nowhere;
                return Some(oldest);
            }
            *uses -= 1;
            self.links.renew(&mut self.main, oldest);
        }
    }

    fn remember(&mut self, key: u32) {
        if self.ghosts.len() == self.ghosts_max
            && let Some(oldest) = self.links.pop(&mut self.ghosts)
        {
            self.places[math::index(oldest)] = Place::Nowhere;
        }
        self.links.push(&mut self.ghosts, key);
        self.places[math::index(key)] = Place::Ghost;
    }
}
