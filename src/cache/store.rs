//! Who is resident, since when and where: the part that all caches share, whatever their policy.
//!
//! A slot is a cell of the cache, numbered from 0 in order of first use; a newcomer takes the cell that fell free last.
//! The page draws them as a grid in which an entry stays where it is.

use super::list::NONE;
use super::{Counts, Evict, Settings};
use crate::math;
use crate::units::Instant;

/// A cache of keys under one policy.
#[derive(Clone, Debug)]
pub struct Store<P> {
    policy: P,
    settings: Settings,
    /// By key: its slot, or `NONE`.
    slots: Vec<u32>,
    cells: Vec<Cell>,
    /// Slots that expired entries have left.
    vacant: Vec<u32>,
}

/// What stands in a slot.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// The resident key, or `NONE`.
    key: u32,
    stored: Instant,
}

impl<P: Evict> Store<P> {
    /// An empty cache.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let policy = P::new(settings);
        Self { policy, settings, slots: Vec::new(), cells: Vec::new(), vacant: Vec::new() }
    }

    /// Asks for a key: whether it is resident and has not expired. A hit tells the policy; an expired entry leaves.
    pub fn lookup(&mut self, key: u32, now: Instant) -> bool {
        self.drop_expired(now);
        let resident = self.is_served(key, now);
        if resident {
            self.policy.hit(key, now);
        }
        resident
    }

    /// Stores a key after its miss was answered; the key that had to go for it, if one had to.
    ///
    /// A key that is resident by now, because another request for it was answered meanwhile, is left as it is, order
    /// and age included: Python's `lru_cache` does so when a recursive call has filled the entry.
    pub fn insert(&mut self, key: u32, now: Instant) -> Option<u32> {
        self.drop_expired(now);
        if self.settings.capacity == 0 || self.is_served(key, now) {
            return None;
        }
        let mut evicted = None;
        if self.len() == math::index(self.settings.capacity) {
            evicted = self.policy.evict(key, now);
            // A policy that names nobody refuses the newcomer.
            self.vacate(evicted?);
        }
        self.occupy(key, now);
        self.policy.store(key, now);
        evicted
    }

    /// How many keys are resident, expired ones that nobody has asked for included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() - self.vacant.len()
    }

    /// Whether no key is resident.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell in which a key is resident: below the capacity, and the same for as long as it stays.
    #[must_use]
    pub fn slot_of(&self, key: u32) -> Option<u32> {
        self.slots.get(math::index(key)).copied().filter(|&slot| slot != NONE)
    }

    /// The key that is resident in a cell.
    #[must_use]
    pub fn key_in(&self, slot: u32) -> Option<u32> {
        self.cells.get(math::index(slot)).map(|cell| cell.key).filter(|&key| key != NONE)
    }

    /// Requests in a row, each a lookup and, after a miss, an insertion. All happen at the start of time, so that
    /// nothing expires: only their order matters.
    pub fn replay(&mut self, keys: impl IntoIterator<Item = u32>) -> Counts {
        let mut counts = Counts::default();
        for key in keys {
            let hit = self.lookup(key, Instant::START);
            counts.add(hit);
            if !hit {
                self.insert(key, Instant::START);
            }
        }
        counts
    }

    /// Whether a key may be served from the cache. If it is resident but has expired, it leaves.
    fn is_served(&mut self, key: u32, now: Instant) -> bool {
        let Some(slot) = self.slot_of(key) else { return false };
        let expired = self.is_expired(slot, now);
        if expired {
            self.policy.remove(key);
            self.vacate(key);
        }
        !expired
    }

    fn is_expired(&self, slot: u32, now: Instant) -> bool {
        self.settings.ttl.is_some_and(|ttl| now.since(self.cells[math::index(slot)].stored) >= ttl)
    }

    /// Lets the expired entries go, under a policy that wants it.
    fn drop_expired(&mut self, now: Instant) {
        while let Some(key) = self.policy.first_to_expire() {
            if self.is_served(key, now) {
                break;
            }
        }
    }

    /// Gives a key a cell.
    fn occupy(&mut self, key: u32, now: Instant) {
        let cell = Cell { key, stored: now };
        let slot = self.vacant.pop().unwrap_or(math::id(self.cells.len()));
        if math::index(slot) < self.cells.len() {
            self.cells[math::index(slot)] = cell;
        } else {
            self.cells.push(cell);
        }
        if math::index(key) >= self.slots.len() {
            self.slots.resize(math::index(key) + 1, NONE);
        }
        self.slots[math::index(key)] = slot;
    }

    /// Frees the cell of a key.
    fn vacate(&mut self, key: u32) {
        let slot = self.slots[math::index(key)];
        self.slots[math::index(key)] = NONE;
        self.cells[math::index(slot)].key = NONE;
        self.vacant.push(slot);
    }
}
