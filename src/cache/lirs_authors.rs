//! LIRS as its authors' program has it: keys whose uses lie close together stay, the others pass through a short queue.
//!
//! Q holds one hundredth of the capacity, at least 2 (but leaves one entry for LIR where the capacity is 2), the LIR the
//! rest. A request for the key that was just asked for changes nothing. S holds up to 2,500 times the capacity, which is
//! no limit in practice. Source: Jiang and Zhang, SIGMETRICS 2002, and the authors' C program of that year, whose counts
//! it equals; libCacheSim's differ by up to 17 % (`lirs`).

use super::lirs_stack::{LirsStack, Place};
use super::list::NONE;
use super::structure::Part;
use super::{Evict, Parameter, Settings, Visit};

/// Members of S for each entry of the cache.
const STACK_SHARE: u64 = 2_500;

// The parameters name this number.
const _: () = assert!(STACK_SHARE == 2_500);

/// Low inter-reference recency set, the authors' variant.
#[derive(Clone, Debug)]
pub struct LirsAuthors {
    inner: LirsStack,
    lir_max: u32,
    queue_max: u32,
    /// The key that was asked for last, or `NONE`.
    last: u32,
}

impl Evict for LirsAuthors {
    const ID: &'static str = "lirs-authors";
    const NAME: &'static str = "LIRS (the authors')";
    const SUMMARY: &'static str = "LIRS as in its authors' program: requests repeated at once count as one.";
    const SOURCE: &'static str = "Jiang and Zhang, SIGMETRICS 2002, and their C program";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("hir", "Share of the capacity for entries on trial (HIR), at least two entries", "0.01", "the authors' program"),
        Parameter::of("stack", "Length of the stack, in capacities", "2500", "the authors' program"),
    ];

    fn new(settings: Settings) -> Self {
        Self::with_queue(settings.capacity, (settings.capacity / 100).max(2))
    }

    fn grow(&mut self, keys: usize) {
        self.inner.grow(keys);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        if std::mem::replace(&mut self.last, key) == key {
            return;
        }
        match self.inner.place(key) {
            Place::Lir => {
                self.inner.renew_in_stack(key);
                self.inner.prune();
            }
            Place::HirInQueue => {
                self.inner.renew_in_queue(key);
                self.inner.return_to_stack(key);
            }
            _ if self.lir_max == 0 => {
                self.inner.renew_in_stack(key);
                self.inner.renew_in_queue(key);
            }
            _ => {
                self.inner.renew_in_stack(key);
                self.promote(key);
            }
        }
        self.inner.limit();
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        if self.inner.queue.is_empty() {
            self.inner.demote_bottom();
        }
        self.inner.evict_front();
        self.inner.gone.pop()
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.last = key;
        if self.inner.place(key) == Place::Ghost && self.lir_max > 0 {
            self.inner.renew_in_stack(key);
            self.promote(key);
        } else if self.inner.lir < self.lir_max {
            self.inner.add_lir(key);
        } else {
            self.inner.forget(key);
            self.inner.add_hir(key);
        }
        self.inner.limit();
    }

    fn remove(&mut self, key: u32) {
        self.inner.remove(key);
    }

    fn parts(&self) -> Vec<Part> {
        self.inner.parts(self.lir_max, self.queue_max)
    }
}

impl LirsAuthors {
    /// With so many places in Q, as far as one is left for LIR.
    fn with_queue(capacity: u32, queue_max: u32) -> Self {
        let queue_max = queue_max.min(capacity.saturating_sub(1)).max(1);
        let inner = LirsStack::new(STACK_SHARE * u64::from(capacity));
        Self { inner, lir_max: capacity.saturating_sub(queue_max), queue_max, last: NONE }
    }

    /// A key on top of S becomes LIR, and the bottom LIR goes for it if there is one too many.
    fn promote(&mut self, key: u32) {
        self.inner.promote(key);
        if self.inner.lir > self.lir_max {
            self.inner.demote_bottom();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Store;
    use crate::cache::trace::{Generator, Trace, Zipf};

    /// Misses with a queue of one place, as the authors' program counts them.
    fn check(keys: &str, capacity: u32, expected: u64) {
        let trace = Trace::of_keys(keys.split(' ').filter_map(|key| key.parse().ok()));
        check_trace(&trace, capacity, expected);
    }

    fn check_trace(trace: &Trace, capacity: u32, expected: u64) {
        let mut store = Store::of(LirsAuthors::with_queue(capacity, 1), Settings::of(capacity));
        assert_eq!(store.replay(trace).misses, expected, "capacity {capacity}");
    }

    #[test]
    fn a_queue_of_one_place_misses_as_the_authors_program() {
        let textbook = "7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1";
        for (capacity, expected) in [(3, 13), (4, 9), (5, 7)] {
            check(textbook, capacity, expected);
        }
        let belady = "1 2 3 4 1 2 5 1 2 3 4 5";
        check(belady, 3, 8);
        check(belady, 4, 7);
        let round = "1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4";
        for (capacity, expected) in [(3, 12), (4, 4), (5, 4)] {
            check(round, capacity, expected);
        }
        let repeated = "1 1 1 2 2 3 4 5 6 1 2 1 7 8 9 1 2 3 1 2";
        for (capacity, expected) in [(3, 10), (4, 9), (5, 9)] {
            check(repeated, capacity, expected);
        }
        let drawn = "2 0 7 5 5 4 1 3 0 3 7 4 3 5 7 6 3 3 7 0 1 3 0 7 3 3 6 1 7 6 7 5 7 6 7 5 6 7 4 3";
        for (capacity, expected) in [(3, 22), (4, 17), (5, 14)] {
            check(drawn, capacity, expected);
        }
        let scanned = "1 2 3 1 2 3 10 11 12 13 14 1 2 3 1 2 3 15 16 17 18 19 1 2 3";
        for (capacity, expected) in [(3, 15), (4, 13), (5, 13)] {
            check(scanned, capacity, expected);
        }
        let law = Zipf { keys: 45, exponent: 0.7, seed: 7, requests: 120 };
        let trace = Generator::Zipf(law).trace();
        check_trace(&trace, 20, 56);
        check_trace(&trace, 24, 51);
    }
}
