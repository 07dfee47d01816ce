//! LIRS as libCacheSim has it: keys whose uses lie close together stay, the others pass through a short queue.
//!
//! Q holds one hundredth of the capacity, at least 1, the LIR the rest; S is cut to twice the capacity by forgetting the
//! oldest ghosts. A quirk is kept, because the counts depend on it: a hit on a key that is in Q but no longer in S demotes
//! a LIR though it stays HIR itself, so that the LIR run below their number and the next newcomer becomes one; and where
//! Q holds a single key, that key leaves Q for it and stays resident without being counted, until S forgets it. Source:
//! libCacheSim 0.3.5, LIRS, whose counts it equals; the authors' own program differs (`lirs-authors`).

use super::lirs_stack::{LirsStack, Place};
use super::structure::Part;
use super::{Evict, Parameter, Settings, Visit};

/// Low inter-reference recency set, libCacheSim's variant.
#[derive(Clone, Debug)]
pub struct Lirs {
    inner: LirsStack,
    lir_max: u32,
    queue_max: u32,
}

impl Evict for Lirs {
    const ID: &'static str = "lirs";
    const NAME: &'static str = "LIRS (libCacheSim's)";
    const SUMMARY: &'static str = "Entries whose last two uses lie close together stay; the others pass through a queue.";
    const SOURCE: &'static str = "Jiang and Zhang, SIGMETRICS 2002; libCacheSim 0.3.5, LIRS, 1 % HIR";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("hir", "Share of the capacity for entries on trial (HIR), at least one entry", "0.01", "Jiang and Zhang (2002)"),
        Parameter::of("stack", "Length of the stack, in capacities", "2", "libCacheSim 0.3.5, LIRS"),
    ];

    fn new(settings: Settings) -> Self {
        let queue_max = (settings.capacity / 100).max(1);
        let lir_max = settings.capacity.saturating_sub(queue_max);
        Self { inner: LirsStack::new(2 * u64::from(settings.capacity)), lir_max, queue_max }
    }

    fn grow(&mut self, keys: usize) {
        self.inner.grow(keys);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        match self.inner.place(key) {
            Place::Lir => {
                self.inner.renew_in_stack(key);
                self.inner.prune();
            }
            Place::HirInQueue => {
                self.inner.renew_in_queue(key);
                self.make_room_for_lir();
                self.inner.return_to_stack(key);
            }
            // A single entry is never LIR.
            _ if self.lir_max == 0 => {
                self.inner.renew_in_stack(key);
                self.inner.renew_in_queue(key);
            }
            _ => {
                self.inner.renew_in_stack(key);
                self.inner.leave_queue(key);
                self.make_room_for_lir();
                self.inner.promote(key);
            }
        }
        self.inner.limit();
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        if self.inner.place(key) == Place::Ghost && self.lir_max > 0 {
            self.inner.renew_in_stack(key);
            self.make_room_for_lir();
        } else if self.inner.lir >= self.lir_max && self.inner.queue.len() >= self.queue_max {
            self.inner.evict_front();
        }
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.inner.gone.pop()
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        if self.inner.place(key) == Place::Ghost && self.lir_max > 0 {
            self.inner.promote(key);
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

    fn has_room(&self) -> bool {
        true
    }

    fn dropped(&mut self) -> Option<u32> {
        self.inner.gone.pop()
    }

    fn parts(&self) -> Vec<Part> {
        self.inner.parts(self.lir_max, self.queue_max)
    }
}

impl Lirs {
    /// Demotes LIR until one more fits, and evicts from Q until the demoted ones fit there.
    fn make_room_for_lir(&mut self) {
        while self.inner.lir >= self.lir_max && self.inner.lir > 0 {
            while self.inner.queue.len() >= self.queue_max {
                self.inner.evict_front();
            }
            self.inner.demote_bottom();
        }
    }
}
