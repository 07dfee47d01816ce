//! What the four variants of S3-FIFO share: a small queue on trial, a main queue, and a memory of who failed the trial.
//!
//! The small queue holds a tenth of the capacity, the ghosts a share of as many keys as the cache has entries, both rounded
//! down and at least 1. Source: Yang, Zhang, Qiu, Yue and Rashmi, "FIFO queues are all you need for cache eviction", SOSP
//! 2023. Where the products part is said in [`Rules`] and [`Habit`].

use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Settings, Visit};
use crate::math;

/// Uses beyond this count no more.
const USES_MAX: u8 = 3;
/// The capacity is so many times that of the small queue.
const SMALL_SHARE: u32 = 10;

// The parameters of the variants name these numbers.
const _: () = assert!(USES_MAX == 3 && SMALL_SHARE == 10);

/// The numbers and the habits of a variant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Uses that lift an entry from the small queue into the main one.
    pub(super) uses_to_move: u8,
    /// Keys that are remembered, in tenths of the capacity.
    pub(super) ghost_tenths: u64,
    pub(super) habit: Habit,
}

/// What a variant does in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    /// Until the first eviction, what finds the small queue full goes into the main one (libCacheSim 0.3.5).
    Fills,
    /// None (as published).
    Plain,
    /// Who moves into a full main queue drives out its oldest at once, beyond the one that makes room; and the memory is
    /// asked only after room was made (Caffeine's simulator).
    Trims,
    /// Who moves keeps its uses, and who comes back is still remembered; the small queue gives way only beyond its share,
    /// and the memory is asked after room was made (foyer).
    Keeps,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Nowhere,
    Small,
    Main,
}

/// What is known of a key, together, since a miss asks for all of it.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    place: Place,
    uses: u8,
    remembered: bool,
}

/// Three FIFO queues.
#[derive(Clone, Debug)]
pub(super) struct ThreeQueues {
    rules: Rules,
    links: Links,
    marks: Vec<Mark>,
    small: List,
    small_max: u32,
    main: List,
    main_max: u32,
    /// The memory has links of its own: a key may be remembered while it is resident.
    ghost_links: Links,
    ghosts: List,
    ghosts_max: u32,
    /// Whether the key that is being stored was remembered.
    returning: bool,
    /// Whether what finds the small queue full goes into the main one.
    filling: bool,
    /// Those that left beyond the one that made room.
    trimmed: Vec<u32>,
}

impl ThreeQueues {
    pub(super) fn new(settings: Settings, rules: Rules) -> Self {
        let small_max = (settings.capacity / SMALL_SHARE).max(1);
        let ghosts_max = u64::from(settings.capacity) * rules.ghost_tenths / 10;
        Self {
            rules,
            links: Links::default(),
            marks: Vec::new(),
            small: List::EMPTY,
            small_max,
            main: List::EMPTY,
            main_max: settings.capacity.saturating_sub(small_max),
            ghost_links: Links::default(),
            ghosts: List::EMPTY,
            ghosts_max: math::low(ghosts_max).max(1),
            returning: false,
            filling: rules.habit == Habit::Fills,
            trimmed: Vec::new(),
        }
    }

    pub(super) fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.ghost_links.grow(keys);
        self.marks.resize(keys, Mark::default());
    }

    #[inline]
    pub(super) fn hit(&mut self, key: u32, _visit: Visit) {
        let uses = &mut self.marks[math::index(key)].uses;
        *uses = (*uses + 1).min(USES_MAX);
    }

    #[inline]
    pub(super) fn miss(&mut self, key: u32) {
        if self.asks_first() {
            self.returning = self.recall(key);
        }
    }

    pub(super) fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.filling = false;
        let from_small = match self.rules.habit {
            Habit::Keeps => self.small.len() > self.small_max,
            Habit::Fills | Habit::Plain | Habit::Trims => self.main.len() <= self.main_max,
        };
        if from_small && let Some(victim) = self.evict_small() {
            return Some(victim);
        }
        // Room may have been made on the way. Only where the small queue need not give way can the main one be empty.
        self.trimmed.pop().or_else(|| self.evict_main()).or_else(|| self.evict_any())
    }

    pub(super) fn store(&mut self, key: u32, _visit: Visit) {
        if !self.asks_first() {
            self.returning = self.recall(key);
        }
        let to_main = self.returning || (self.filling && self.small.len() >= self.small_max);
        let (list, place) = if to_main { (&mut self.main, Place::Main) } else { (&mut self.small, Place::Small) };
        self.links.push(list, key);
        let mark = &mut self.marks[math::index(key)];
        (mark.place, mark.uses) = (place, 0);
    }

    /// One that left beyond the one that made room.
    pub(super) fn dropped(&mut self) -> Option<u32> {
        self.trimmed.pop()
    }

    pub(super) fn remove(&mut self, key: u32) {
        let place = std::mem::replace(&mut self.marks[math::index(key)].place, Place::Nowhere);
        let list = if place == Place::Main { &mut self.main } else { &mut self.small };
        self.links.remove(list, key);
    }

    pub(super) fn parts(&self) -> Vec<Part> {
        let used = |key: u32| Member::used(key, self.marks[math::index(key)].uses);
        let gone = |key: &u32| self.marks[math::index(*key)].place == Place::Nowhere;
        vec![
            Part::new("small", self.links.members(self.small).map(used)).wanting(f64::from(self.small_max)),
            Part::new("main", self.links.members(self.main).map(used)).wanting(f64::from(self.main_max)),
            Part::new("ghosts", self.ghost_links.members(self.ghosts).filter(gone).map(Member::of))
                .ghosts()
                .wanting(f64::from(self.ghosts_max)),
        ]
    }

    /// Whether the memory is asked before room is made.
    fn asks_first(&self) -> bool {
        matches!(self.rules.habit, Habit::Fills | Habit::Plain)
    }

    /// Whether a newcomer is remembered.
    fn recall(&mut self, key: u32) -> bool {
        let known = self.marks[math::index(key)].remembered;
        if known && self.rules.habit != Habit::Keeps {
            self.marks[math::index(key)].remembered = false;
            self.ghost_links.remove(&mut self.ghosts, key);
        }
        known
    }

    /// The oldest of the small queue that was hardly used; the others before it move into the main queue.
    fn evict_small(&mut self) -> Option<u32> {
        while let Some(oldest) = self.links.pop(&mut self.small) {
            if self.marks[math::index(oldest)].uses < self.rules.uses_to_move {
                self.marks[math::index(oldest)].place = Place::Nowhere;
                self.remember(oldest);
                return Some(oldest);
            }
            self.links.push(&mut self.main, oldest);
            self.marks[math::index(oldest)].place = Place::Main;
            if self.rules.habit != Habit::Keeps {
                self.marks[math::index(oldest)].uses = 0;
            }
            if self.rules.habit == Habit::Trims && self.main.len() > self.main_max {
                let trimmed = self.evict_main();
                self.trimmed.extend(trimmed);
            }
        }
        None
    }

    /// The oldest of the main queue without a use; the others before it lose one and go round again.
    fn evict_main(&mut self) -> Option<u32> {
        loop {
            let oldest = self.main.first()?;
            let uses = &mut self.marks[math::index(oldest)].uses;
            if *uses == 0 {
                self.links.remove(&mut self.main, oldest);
                self.marks[math::index(oldest)].place = Place::Nowhere;
                return Some(oldest);
            }
            *uses -= 1;
            self.links.renew(&mut self.main, oldest);
        }
    }

    /// The oldest of the small queue, whatever it was worth, and without remembering it.
    fn evict_any(&mut self) -> Option<u32> {
        let oldest = self.links.pop(&mut self.small)?;
        self.marks[math::index(oldest)].place = Place::Nowhere;
        Some(oldest)
    }

    fn remember(&mut self, key: u32) {
        if self.ghosts.len() == self.ghosts_max
            && let Some(oldest) = self.ghost_links.pop(&mut self.ghosts)
        {
            self.marks[math::index(oldest)].remembered = false;
        }
        self.ghost_links.push(&mut self.ghosts, key);
        self.marks[math::index(key)].remembered = true;
    }
}
