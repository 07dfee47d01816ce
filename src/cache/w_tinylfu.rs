//! W-TinyLFU: newcomers have a small window of their own; to get beyond it a key must have been asked for more often
//! than the one it would push out.
//!
//! The window is an LRU list of one hundredth of the capacity, the main part a segmented LRU of four fifths protected and
//! one fifth on probation. A sketch counts every access once the cache is half full. What the window pushes out is
//! compared with the oldest on probation: the more frequent stays; a rather frequent loser (6 or more) still wins once in
//! 128, so that nobody can be kept out by design. All parts are rounded as in Caffeine, the window up. Source: Einziger,
//! Friedman and Manes, "TinyLFU: a highly efficient cache admission policy", ACM Transactions on Storage, 2017; Caffeine
//! 2.6.2 with its static window. The sketch's hash is ours, so counts agree within a band, not exactly.

use super::list::{Links, List};
use super::sketch::Sketch;
use super::structure::{Member, Part};
use super::{Evict, Parameter, Settings, Visit};
use crate::math;
use crate::random::Stream;

/// From this frequency on a loser may win by chance.
const LUCKY_FREQUENCY: u64 = 6;
/// Once in so many times.
const LUCK: u32 = 128;

// The parameters name these numbers.
const _: () = assert!(LUCKY_FREQUENCY == 6 && LUCK == 128);

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Window,
    Probation,
    Protected,
}

/// A window, a segmented main part, and a doorkeeper who counts.
#[derive(Clone, Debug)]
pub struct WTinyLfu {
    links: Links,
    places: Vec<Place>,
    window: List,
    window_max: u32,
    probation: List,
    protected: List,
    protected_max: u32,
    sketch: Sketch,
    /// Entries from which on accesses are counted.
    counted_from: u32,
    stream: Stream,
}

impl Evict for WTinyLfu {
    const ID: &'static str = "w-tinylfu";
    const NAME: &'static str = "W-TinyLFU (Caffeine's, static window)";
    const SUMMARY: &'static str = "A newcomer stays only if it was asked for more often than the entry it would push out.";
    const SOURCE: &'static str = "Einziger, Friedman and Manes (2017); Caffeine 2.6.2, window 1 %";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("window", "Share of the capacity for newcomers", "0.01", "Caffeine 2.6.2"),
        Parameter::of("protected", "Share of the main part for entries used again", "0.8", "Caffeine 2.6.2"),
        Parameter::of("sample", "Counted requests, in capacities, after which all counters are halved", "10", "Caffeine 2.6.2"),
        Parameter::of("depth", "Counters of a key in the sketch", "4", "Caffeine 2.6.2"),
        Parameter::of("count-max", "Where a counter of the sketch stops", "15", "four bits, Caffeine 2.6.2"),
        Parameter::of("lucky-frequency", "Frequency from which a newcomer that lost may stay by lot", "6", "Caffeine 2.6.2"),
        Parameter::of("luck", "It then stays once in so many times", "128", "Caffeine 2.6.2"),
    ];

    fn new(settings: Settings) -> Self {
        let main = math::low(u64::from(settings.capacity) * 99 / 100);
        Self {
            links: Links::default(),
            places: Vec::new(),
            window: List::EMPTY,
            window_max: settings.capacity - main,
            probation: List::EMPTY,
            protected: List::EMPTY,
            protected_max: math::low(u64::from(main) * 80 / 100),
            // No cache of ours has more keys than this; `u32::MAX` stands for "all".
            sketch: Sketch::new(settings.capacity.min(SKETCHED_MAX)),
            counted_from: settings.capacity / 2,
            stream: Stream::new(settings.seed, "admission"),
        }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.places.resize(keys, Place::Window);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        self.count(key, 0);
        match self.places[math::index(key)] {
            Place::Window => self.links.renew(&mut self.window, key),
            Place::Protected => self.links.renew(&mut self.protected, key),
            Place::Probation => self.protect(key),
        }
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.count(key, 1);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        if self.window.len() < self.window_max {
            return self.links.pop(&mut self.probation).or_else(|| self.links.pop(&mut self.protected));
        }
        let candidate = self.links.pop(&mut self.window)?;
        let Some(victim) = self.probation.first().or(self.protected.first()) else { return Some(candidate) };
        if !self.is_admitted(candidate, victim) {
            return Some(candidate);
        }
        self.remove(victim);
        self.links.push(&mut self.probation, candidate);
        self.places[math::index(candidate)] = Place::Probation;
        Some(victim)
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        if self.window.len() >= self.window_max
            && let Some(oldest) = self.links.pop(&mut self.window)
        {
            self.links.push(&mut self.probation, oldest);
            self.places[math::index(oldest)] = Place::Probation;
        }
        self.links.push(&mut self.window, key);
        self.places[math::index(key)] = Place::Window;
    }

    fn remove(&mut self, key: u32) {
        let list = match self.places[math::index(key)] {
            Place::Window => &mut self.window,
            Place::Probation => &mut self.probation,
            Place::Protected => &mut self.protected,
        };
        self.links.remove(list, key);
    }

    fn parts(&self) -> Vec<Part> {
        let part = |name: &'static str, list: List| {
            Part::new(name, self.links.members(list).map(|key| Member::used(key, self.sketch.frequency(key))))
        };
        vec![
            part("window", self.window).wanting(f64::from(self.window_max)),
            part("probation", self.probation),
            part("protected", self.protected).wanting(f64::from(self.protected_max)),
        ]
    }
}

/// Capacities beyond this share the sketch of this one.
const SKETCHED_MAX: u32 = 1 << 24;

impl WTinyLfu {
    /// Counts an access, if the cache is half full with the key that it brings.
    #[inline]
    fn count(&mut self, key: u32, brought: u32) {
        let len = self.window.len() + self.probation.len() + self.protected.len() + brought;
        if len >= self.counted_from {
            self.sketch.increment(key);
        }
    }

    /// A key on probation was used: it becomes protected, and the oldest protected one goes on probation for it.
    fn protect(&mut self, key: u32) {
        self.links.remove(&mut self.probation, key);
        self.links.push(&mut self.protected, key);
        self.places[math::index(key)] = Place::Protected;
        if self.protected.len() > self.protected_max
            && let Some(oldest) = self.links.pop(&mut self.protected)
        {
            self.links.push(&mut self.probation, oldest);
            self.places[math::index(oldest)] = Place::Probation;
        }
    }

    fn is_admitted(&mut self, candidate: u32, victim: u32) -> bool {
        let (candidate, victim) = (self.sketch.frequency(candidate), self.sketch.frequency(victim));
        candidate > victim || (candidate >= LUCKY_FREQUENCY && self.stream.below(LUCK) == 0)
    }
}
