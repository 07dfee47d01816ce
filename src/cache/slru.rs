//! SLRU: four LRU lists one above the other; a use lifts an entry into the next, what is pushed out sinks by one.
//!
//! Each list holds a quarter of the capacity, rounded down, at least 1. A newcomer goes into the lowest list with room,
//! so that before the cache is full it may start high; if none has room, into the lowest, which then may hold what the
//! rounding left over, and loses it when something sinks into it. Source: Karedla, Love and Wherry, "Caching strategies
//! to improve disk system performance", 1994; libCacheSim 0.3.5 (SLRU, 4 segments), whose counts it equals.

use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Evict, Parameter, Settings, Visit};
use crate::math;

/// How many lists there are.
const SEGMENTS: usize = 4;
/// What they are called, the lowest first.
const NAMES: [&str; SEGMENTS] = ["segment 1, lowest", "segment 2", "segment 3", "segment 4, highest"];

// The parameters name this number.
const _: () = assert!(SEGMENTS == 4);

/// Four lists by the number of uses.
#[derive(Clone, Debug)]
pub struct Slru {
    links: Links,
    /// The lowest first; in each the least recently used first.
    segments: [List; SEGMENTS],
    /// By key: its list.
    segment_of: Vec<u8>,
    segment_max: u32,
    /// Keys that sank out of the lowest list on a hit; never more than three.
    dropped: Vec<u32>,
}

impl Evict for Slru {
    const ID: &'static str = "slru";
    const NAME: &'static str = "SLRU (segmented, four lists)";
    const SUMMARY: &'static str = "Each use lifts an entry by one of four lists; the lowest list's least recent makes room.";
    const SOURCE: &'static str = "Karedla, Love and Wherry (1994); libCacheSim 0.3.5, SLRU, 4 segments";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("segments", "Lists of equal length", "4", "libCacheSim 0.3.5, SLRU"),
    ];

    fn new(settings: Settings) -> Self {
        let segment_max = (settings.capacity / 4).max(1);
        let segments = [List::EMPTY; SEGMENTS];
        Self { links: Links::default(), segments, segment_of: Vec::new(), segment_max, dropped: Vec::new() }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
        self.segment_of.resize(keys, 0);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        let own = usize::from(self.segment_of[math::index(key)]);
        if own == SEGMENTS - 1 {
            self.links.renew(&mut self.segments[own], key);
            return;
        }
        self.links.remove(&mut self.segments[own], key);
        self.enter(key, own + 1);
        self.sink(own + 1);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        let lowest = self.segments.iter_mut().find(|segment| !segment.is_empty())?;
        self.links.pop(lowest)
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        let lowest = self.segments.iter().position(|segment| segment.len() < self.segment_max);
        self.enter(key, lowest.unwrap_or(0));
    }

    fn remove(&mut self, key: u32) {
        let own = usize::from(self.segment_of[math::index(key)]);
        self.links.remove(&mut self.segments[own], key);
    }

    fn dropped(&mut self) -> Option<u32> {
        self.dropped.pop()
    }

    fn parts(&self) -> Vec<Part> {
        let part = |(name, segment): (&'static str, &List)| {
            Part::new(name, self.links.members(*segment).map(Member::of)).wanting(f64::from(self.segment_max))
        };
        NAMES.into_iter().zip(&self.segments).map(part).collect()
    }
}

impl Slru {
    /// Lets what a list holds too much sink into the one below, from a list downwards, and out of the lowest.
    fn sink(&mut self, from: usize) {
        for segment in (0..=from).rev() {
            if self.segments[segment].len() <= self.segment_max {
                break;
            }
            while self.segments[segment].len() > self.segment_max {
                let Some(sinking) = self.links.pop(&mut self.segments[segment]) else { break };
                if segment == 0 {
                    self.dropped.push(sinking);
                } else {
                    self.enter(sinking, segment - 1);
                }
            }
        }
    }

    /// Puts a key on top of a list.
    fn enter(&mut self, key: u32, segment: usize) {
        self.links.push(&mut self.segments[segment], key);
        self.segment_of[math::index(key)] = u8::try_from(segment).unwrap_or(u8::MAX);
    }
}
