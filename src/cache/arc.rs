//! ARC: two LRU lists, one of keys seen once and one of keys seen again, whose share follows what is missed.
//!
//! T1 and T2 are resident, B1 and B2 remember the keys that left them; a miss that B1 remembers means that T1 is too
//! small, one in B2 that T2 is. All four together hold at most twice the capacity. Source: Megiddo and Modha, "ARC: a
//! self-tuning, low overhead replacement cache", FAST 2003, figure 4; libCacheSim 0.3.5, whose counts it equals. The
//! target is a real number, as there.

use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};
use crate::math;

/// The four lists, and none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    Once,
    Again,
    OnceGhost,
    AgainGhost,
}

/// Recency and frequency in a balance that adapts.
#[derive(Clone, Debug)]
pub struct Arc {
    links: Links,
    places: Vec<Place>,
    capacity: u32,
    /// T1: seen once, the least recently used first.
    once: List,
    /// T2: seen again.
    again: List,
    /// B1: left T1.
    once_ghosts: List,
    /// B2: left T2.
    again_ghosts: List,
    /// How many entries T1 should hold, from 0 to the capacity.
    target: f64,
    /// Where the key that is being stored was remembered.
    found: Place,
}

impl Evict for Arc {
    const ID: &'static str = "arc";
    const NAME: &'static str = "ARC";
    const SUMMARY: &'static str = "Two lists, seen once and seen again, whose shares follow which of them is missed more.";
    const SOURCE: &'static str = "Megiddo and Modha, FAST 2003; libCacheSim 0.3.5, ARC";

    fn new(settings: Settings) -> Self {
        Self {
            links: Links::default(),
            places: Vec::new(),
            capacity: settings.capacity,
            once: List::EMPTY,
            again: List::EMPTY,
            once_ghosts: List::EMPTY,
            again_ghosts: List::EMPTY,
            target: 0.0,
            found: Place::Nowhere,
        }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.places.resize(keys, Place::Nowhere);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        if self.places[math::index(key)] == Place::Again {
            self.links.renew(&mut self.again, key);
        } else {
            self.links.remove(&mut self.once, key);
            self.links.push(&mut self.again, key);
            self.places[math::index(key)] = Place::Again;
        }
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.found = self.places[math::index(key)];
        let (once, again) = (f64::from(self.once_ghosts.len()), f64::from(self.again_ghosts.len()));
        match self.found {
            Place::OnceGhost => {
                self.target = (self.target + (again / once).max(1.0)).min(f64::from(self.capacity));
                self.links.remove(&mut self.once_ghosts, key);
            }
            Place::AgainGhost => {
                self.target = (self.target - (once / again).max(1.0)).max(0.0);
                self.links.remove(&mut self.again_ghosts, key);
            }
            _ => {}
        }
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        if self.found == Place::Nowhere {
            if self.once.len() + self.once_ghosts.len() >= self.capacity {
                if self.once_ghosts.is_empty() {
                    let victim = self.links.pop(&mut self.once)?;
                    self.places[math::index(victim)] = Place::Nowhere;
                    return Some(victim);
                }
                self.forget_once();
            } else if self.remembered() >= u64::from(self.capacity) {
                self.forget_again();
            }
        }
        self.replace()
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        let (list, place) = match self.found {
            Place::Nowhere => (&mut self.once, Place::Once),
            _ => (&mut self.again, Place::Again),
        };
        self.links.push(list, key);
        self.places[math::index(key)] = place;
    }

    fn remove(&mut self, key: u32) {
        let place = std::mem::replace(&mut self.places[math::index(key)], Place::Nowhere);
        let list = if place == Place::Again { &mut self.again } else { &mut self.once };
        self.links.remove(list, key);
    }

    fn parts(&self) -> Vec<Part> {
        let part = |name: &'static str, list: List| Part::new(name, self.links.members(list).map(Member::of));
        vec![
            part("T1", self.once).wanting(self.target),
            part("T2", self.again).wanting(f64::from(self.capacity) - self.target),
            part("B1", self.once_ghosts).ghosts(),
            part("B2", self.again_ghosts).ghosts(),
        ]
    }
}

impl Arc {
    /// The keys in B1 and B2. The cache is full when it counts, so that as many as it holds are twice the capacity.
    fn remembered(&self) -> u64 {
        u64::from(self.once_ghosts.len()) + u64::from(self.again_ghosts.len())
    }

    /// REPLACE: moves the older end of T1 or T2 to its ghosts.
    fn replace(&mut self) -> Option<u32> {
        let once = f64::from(self.once.len());
        let over = once > self.target || (once >= self.target && self.found == Place::AgainGhost);
        let (list, ghosts, place) = if (!self.once.is_empty() && over) || self.again.is_empty() {
            (&mut self.once, &mut self.once_ghosts, Place::OnceGhost)
        } else {
            (&mut self.again, &mut self.again_ghosts, Place::AgainGhost)
        };
        let victim = self.links.pop(list)?;
        self.links.push(ghosts, victim);
        self.places[math::index(victim)] = place;
        Some(victim)
    }

    fn forget_once(&mut self) {
        if let Some(oldest) = self.links.pop(&mut self.once_ghosts) {
            self.places[math::index(oldest)] = Place::Nowhere;
        }
    }

    fn forget_again(&mut self) {
        if let Some(oldest) = self.links.pop(&mut self.again_ghosts) {
            self.places[math::index(oldest)] = Place::Nowhere;
        }
    }
}
