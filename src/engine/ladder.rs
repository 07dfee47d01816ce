//! The far future: events in buckets of time, sorted only when their turn comes.
//!
//! A ladder queue (Tang, Goh and Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete event
//! simulation", ACM TOMACS 15(3), 2005). The `top` is an unsorted heap of what is furthest off. When all else has
//! happened, it is dealt into the buckets of a rung; a bucket that holds too many is dealt into a finer rung. Each event
//! is moved a few times, however many there are. Widths are powers of two, so that a bucket is found by a shift. Unlike
//! a calendar queue it does not collapse when many events share one instant: those leave as one bucket.
//!
//! Events stand in one slab and buckets are chains through it, so nothing is allocated once the slab has grown.

use super::entry::Entry;
use crate::math;

/// No event: the end of a chain.
const NONE: u32 = u32::MAX;
/// Events of a bucket when a rung is made, on average. Measured: 2 and 4 cost the same, 16 a third more.
const BUCKET: usize = 4;
/// A bucket with more events is dealt into a finer rung.
const BUCKET_MAX: u32 = 64;
/// With no more events than this in the top, they leave all at once, and there is no far future any more.
const FEW: u32 = 32;

/// Events that are not due before a boundary that the caller keeps.
#[derive(Clone, Debug)]
pub(super) struct Ladder<E> {
    nodes: Vec<Node<E>>,
    /// Chain of the unused nodes.
    free: u32,
    len: usize,
    top: Chain,
    /// From this time on an event goes to the top.
    top_from: u64,
    /// From the coarsest to the finest; those beyond `depth` only keep their memory.
    rungs: Vec<Rung>,
    depth: usize,
}

#[derive(Clone, Copy, Debug)]
struct Node<E> {
    entry: Entry<E>,
    next: u32,
}

/// Events in no order.
#[derive(Clone, Copy, Debug)]
struct Chain {
    first: u32,
    len: u32,
    min: u64,
    max: u64,
}

impl Chain {
    const EMPTY: Self = Self { first: NONE, len: 0, min: u64::MAX, max: 0 };
}

/// Buckets of equal width.
#[derive(Clone, Debug, Default)]
struct Rung {
    /// From this time on an event belongs here, unless a coarser rung wants it.
    from: u64,
    /// Where the first bucket begins.
    start: u64,
    /// Where the last bucket ends: a coarser rung or the top goes on there.
    until: u64,
    /// Logarithm of the width to base two.
    shift: u32,
    /// The bucket whose turn is next.
    turn: usize,
    len: u32,
    buckets: Vec<Bucket>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    first: u32,
    len: u32,
}

impl Bucket {
    const EMPTY: Self = Self { first: NONE, len: 0 };
}

impl Rung {
    /// Passes the turn to the next bucket, and returns when that begins.
    fn pass(&mut self) -> u64 {
        self.turn += 1;
        let span = u128::from(math::wide(self.turn)) << self.shift;
        let begins = u64::try_from(u128::from(self.start) + span).unwrap_or(u64::MAX);
        self.from = begins.min(self.until);
        self.from
    }
}

impl<E: Copy> Ladder<E> {
    pub(super) const fn new() -> Self {
        Self {
            nodes: Vec::new(),
            free: NONE,
            len: 0,
            top: Chain::EMPTY,
            top_from: u64::MAX,
            rungs: Vec::new(),
            depth: 0,
        }
    }

    /// How many events it holds.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Takes an event at or after the boundary.
    pub(super) fn push(&mut self, entry: Entry<E>) {
        let node = self.node(entry);
        self.len += 1;
        self.place(node);
    }

    /// Takes the later part of the near future, by which the boundary falls to the earliest of it.
    pub(super) fn spill(&mut self, entries: impl Iterator<Item = Entry<E>>) {
        let mut chain = Chain::EMPTY;
        for entry in entries {
            let node = self.node(entry);
            self.len += 1;
            self.link(&mut chain, node);
        }
        // Small rungs are dealt anew together with what comes, so that their number stays logarithmic.
        while self.depth > 0 && self.rungs[self.depth - 1].len <= chain.len {
            self.depth -= 1;
            self.gather(self.depth, &mut chain);
        }
        if self.depth > 0 {
            self.deal(chain, self.rungs[self.depth - 1].from);
        } else {
            self.top_from = chain.min;
            let mut top = self.top;
            self.join(&mut top, chain.first);
            self.top = top;
        }
    }

    /// Moves the earliest events into `near`, in no order, and returns the new boundary: what comes later than that
    /// belongs here.
    pub(super) fn refill(&mut self, near: &mut Vec<Entry<E>>) -> u64 {
        loop {
            if self.depth == 0 {
                let top = std::mem::replace(&mut self.top, Chain::EMPTY);
                if top.len <= FEW {
                    self.top_from = u64::MAX;
                    self.take(top.first, near);
                    return u64::MAX;
                }
                self.top_from = top.max.saturating_add(1);
                self.deal(top, self.top_from);
            } else if self.rungs[self.depth - 1].len == 0 {
                self.depth -= 1;
            } else if let Some(boundary) = self.open(near) {
                return boundary;
            }
        }
    }

    /// Opens the next bucket of the finest rung: its events are due, or are dealt into a finer rung.
    fn open(&mut self, near: &mut Vec<Entry<E>>) -> Option<u64> {
        let rung = &mut self.rungs[self.depth - 1];
        let ahead = rung.buckets[rung.turn..].iter().position(|bucket| bucket.len > 0)?;
        rung.turn += ahead;
        let bucket = std::mem::replace(&mut rung.buckets[rung.turn], Bucket::EMPTY);
        rung.len -= bucket.len;
        if bucket.len > BUCKET_MAX {
            let mut chain = Chain::EMPTY;
            self.join(&mut chain, bucket.first);
            let rung = &mut self.rungs[self.depth - 1];
            if chain.min < chain.max {
                let until = rung.pass();
                self.deal(chain, until);
                return None;
            }
            // All at one instant: they leave, and what is scheduled for that instant meanwhile waits in this bucket.
            rung.from = chain.min;
            self.take(chain.first, near);
            return Some(chain.min);
        }
        let boundary = rung.pass();
        self.take(bucket.first, near);
        Some(boundary)
    }

    /// Deals a chain into the buckets of a new finest rung that reaches to `until`.
    fn deal(&mut self, chain: Chain, until: u64) {
        if self.depth == self.rungs.len() {
            self.rungs.push(Rung::default());
        }
        let rung = &mut self.rungs[self.depth];
        let wanted = (math::index(chain.len) / BUCKET).max(1).next_power_of_two();
        let last = until.saturating_sub(1).max(chain.max) - chain.min;
        let bits = (u64::BITS - last.leading_zeros()).saturating_sub(wanted.trailing_zeros());
        rung.start = chain.min;
        rung.from = chain.min;
        rung.until = until;
        rung.shift = bits;
        rung.turn = 0;
        rung.len = 0;
        rung.buckets.clear();
        rung.buckets.resize(math::index(math::low(last >> bits)) + 1, Bucket::EMPTY);
        self.depth += 1;
        let mut node = chain.first;
        while node != NONE {
            let next = self.nodes[math::index(node)].next;
            self.drop_in(self.depth - 1, node);
            node = next;
        }
    }

    /// Puts a node where its time belongs.
    fn place(&mut self, node: u32) {
        let at = self.nodes[math::index(node)].entry.at;
        let rung = self.rungs[..self.depth].iter().position(|rung| at >= rung.from);
        match rung {
            Some(rung) if at < self.top_from => self.drop_in(rung, node),
            _ => {
                let mut top = self.top;
                self.link(&mut top, node);
                self.top = top;
            }
        }
    }

    fn drop_in(&mut self, rung: usize, node: u32) {
        let place = &mut self.nodes[math::index(node)];
        let rung = &mut self.rungs[rung];
        let bucket = math::index(math::low((place.entry.at - rung.start) >> rung.shift));
        let bucket = &mut rung.buckets[bucket];
        place.next = std::mem::replace(&mut bucket.first, node);
        bucket.len += 1;
        rung.len += 1;
    }

    /// Adds all events of a rung to a chain.
    fn gather(&mut self, rung: usize, chain: &mut Chain) {
        for bucket in 0..self.rungs[rung].buckets.len() {
            let first = self.rungs[rung].buckets[bucket].first;
            self.join(chain, first);
        }
    }

    /// Adds the nodes of another chain to a chain.
    fn join(&mut self, chain: &mut Chain, mut node: u32) {
        while node != NONE {
            let next = self.nodes[math::index(node)].next;
            self.link(chain, node);
            node = next;
        }
    }

    fn link(&mut self, chain: &mut Chain, node: u32) {
        let place = &mut self.nodes[math::index(node)];
        place.next = std::mem::replace(&mut chain.first, node);
        chain.len += 1;
        chain.min = chain.min.min(place.entry.at);
        chain.max = chain.max.max(place.entry.at);
    }

    /// Hands the events of a chain over and frees their nodes.
    fn take(&mut self, first: u32, near: &mut Vec<Entry<E>>) {
        let mut node = first;
        while node != NONE {
            let place = &mut self.nodes[math::index(node)];
            near.push(place.entry);
            let next = std::mem::replace(&mut place.next, self.free);
            self.free = node;
            self.len -= 1;
            node = next;
        }
    }

    fn node(&mut self, entry: Entry<E>) -> u32 {
        let node = Node { entry, next: NONE };
        if self.free == NONE {
            self.nodes.push(node);
            return math::id(self.nodes.len() - 1);
        }
        let place = self.free;
        let slot = &mut self.nodes[math::index(place)];
        self.free = slot.next;
        *slot = node;
        place
    }
}
