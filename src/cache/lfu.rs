//! LFU: the entry that was used least often since it was stored goes first; among equals, the one not used for longest.
//!
//! An entry starts with one use and gains one a hit; its count is forgotten when it leaves. Entries of one count form a
//! class, in the order in which they came to that count, which is the order of their last use; the classes form a list
//! by count. So a hit moves an entry to the neighbouring class and every request takes constant time (Shah, Mitra and
//! Matani, "An O(1) algorithm for implementing the LFU cache eviction scheme", 2010). Source of the rule and the tie:
//! libCacheSim 0.3.5, whose counts it equals. The other usual tie, oldest insertion, is a policy of its own.

use super::list::{Links, List, NONE};
use super::structure::{Member, Part};
use super::{Evict, Settings, Visit};
use crate::math;

/// Least frequently used, first to go; the least recently used among equals.
#[derive(Clone, Debug)]
pub struct Lfu {
    /// Of the keys within their classes.
    links: Links,
    /// By key: its class.
    class_of: Vec<u32>,
    classes: Vec<Class>,
    /// Of the classes within `order`.
    class_links: Links,
    /// The classes that have members, the lowest count first.
    order: List,
    /// Classes without members, for reuse. There are never more classes than entries and one.
    unused: Vec<u32>,
}

/// The entries that were used equally often.
#[derive(Clone, Copy, Debug)]
struct Class {
    uses: u64,
    members: List,
}

impl Evict for Lfu {
    const ID: &'static str = "lfu";
    const NAME: &'static str = "LFU (least frequently used)";
    const SUMMARY: &'static str = "The entry that was asked for least often since it was stored makes room.";
    const SOURCE: &'static str = "Textbook LFU, exact, ties to the oldest last use; libCacheSim 0.3.5, LFU";

    fn new(_settings: Settings) -> Self {
        Self {
            links: Links::default(),
            class_of: Vec::new(),
            classes: Vec::new(),
            class_links: Links::default(),
            order: List::EMPTY,
            unused: Vec::new(),
        }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.class_of.resize(keys, NONE);
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        let class = self.class_with(1, None);
        self.enter(key, class);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        let class = self.class_of[math::index(key)];
        let uses = self.classes[math::index(class)].uses;
        let next = self.class_with(uses + 1, Some(class));
        self.remove(key);
        self.enter(key, next);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        let lowest = self.order.first()?;
        let key = self.classes[math::index(lowest)].members.first()?;
        self.remove(key);
        Some(key)
    }

    fn remove(&mut self, key: u32) {
        let class = self.class_of[math::index(key)];
        let members = &mut self.classes[math::index(class)].members;
        self.links.remove(members, key);
        if members.first().is_none() {
            self.class_links.remove(&mut self.order, class);
            self.unused.push(class);
        }
    }

    fn parts(&self) -> Vec<Part> {
        let classes = self.class_links.members(self.order).map(|class| self.classes[math::index(class)]);
        let members = |class: Class| self.links.members(class.members).map(move |key| Member::used(key, class.uses));
        vec![Part::new("by uses", classes.flat_map(members))]
    }
}

impl Lfu {
    /// Adds a key to a class, as the one used last.
    fn enter(&mut self, key: u32, class: u32) {
        self.links.push(&mut self.classes[math::index(class)].members, key);
        self.class_of[math::index(key)] = class;
    }

    /// The class with so many uses, which stands right behind the one below it or is put there.
    fn class_with(&mut self, uses: u64, below: Option<u32>) -> u32 {
        let above = below.map_or(self.order.first(), |below| self.class_links.after(below));
        if let Some(class) = above.filter(|&class| self.classes[math::index(class)].uses == uses) {
            return class;
        }
        let class = Class { uses, members: List::EMPTY };
        let place = self.unused.pop().unwrap_or(math::id(self.classes.len()));
        if math::index(place) < self.classes.len() {
            self.classes[math::index(place)] = class;
        } else {
            self.classes.push(class);
            self.class_links.grow(self.classes.len());
        }
        self.class_links.insert(&mut self.order, below, place);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_reused() {
        let mut lfu = Lfu::new(Settings::of(2));
        let visit = Visit::at(crate::units::Instant::START);
        lfu.grow(2);
        for key in [0, 1] {
            lfu.store(key, visit);
        }
        for request in 0..1000_u32 {
            lfu.hit(request % 2, visit);
        }
        assert!(lfu.classes.len() <= 3, "{} classes for two entries after a thousand hits", lfu.classes.len());
    }
}
