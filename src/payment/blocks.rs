//! A ledger channel: payments wait in a pool for a place in a block, and then until enough blocks have followed.
//!
//! The pool is the channel's queue. A block takes as many as it has places for, first come first served, from those who
//! were there before it; who comes at its very instant waits for the next one. A payment is final when so many further
//! blocks have come ("confirmations", Nakamoto, "Bitcoin", 2008, section 11), and only then sets out to the
//! card-management system. Proof of work makes exponential gaps between blocks, a schedule of slots regular ones.
//!
//! Left out on purpose: forks, fees that buy a better place, empty blocks and the size of single payments. Blocks come by
//! a stream of their own, whether anybody waits or not, so that two scenarios under one seed see the same blocks; those
//! for which nobody waits are no events.

use super::event::Event;
use super::index::{CHANNEL, place};
use super::journal::What;
use super::network::Network;
use super::recovery::Recovery;
use crate::engine::EventQueue;
use crate::math;
use crate::random::{Stream, exponential};
use crate::stats::Histogram;
use crate::units::{Instant, Nanos};
use std::collections::VecDeque;

/// How a ledger makes its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlocksPlan {
    /// Mean time from one block to the next.
    pub interval: Nanos,
    /// Whether the gaps are all alike instead of exponential.
    pub regular: bool,
    /// Payments for which a block has a place.
    pub places: u32,
    /// Further blocks until a payment counts as final.
    pub confirmations: u32,
}

/// What was counted of a ledger since measuring began.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BlockCounts {
    /// Blocks that came.
    pub blocks: u64,
    /// Places that they had.
    pub places: u64,
    /// Places that were used.
    pub used: u64,
    /// Payments and messages in the pool now.
    pub pool: u32,
    /// Those in a block but not final.
    pub unconfirmed: u64,
    /// Time from the pool into a block that half do not exceed, 95 % and 99 %, in milliseconds.
    pub inclusion_ms: Option<[f64; 3]>,
    /// The same from the pool until the payment is final.
    pub finality_ms: Option<[f64; 3]>,
}

/// The blocks of a ledger channel.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    plan: BlocksPlan,
    clock: Clock,
    /// Whether the next block is an event.
    awaited: bool,
    /// Places of a block now: fewer while the channel has less capacity.
    places: u32,
    /// Who is in a block and not final, with the number of that block.
    included: VecDeque<(u32, u64)>,
    /// By id: since when it is in the pool.
    came: Vec<Instant>,
    /// When measuring begins: the end of a warm-up that was set, or the start.
    begins: Instant,
    /// The number of the last block that is not measured, once measuring has begun.
    origin: Option<u64>,
    used: u64,
    inclusion: Histogram,
    finality: Histogram,
}

/// When blocks come.
#[derive(Clone, Debug)]
struct Clock {
    interval: Nanos,
    regular: bool,
    stream: Stream,
    /// Blocks so far.
    height: u64,
    next: Instant,
}

impl Clock {
    fn new(plan: BlocksPlan, seed: u64) -> Self {
        let BlocksPlan { interval, regular, .. } = plan;
        let mut clock =
            Self { interval, regular, stream: Stream::new(seed, "blocks"), height: 0, next: Instant::START };
        let gap = clock.gap();
        clock.next += gap;
        clock
    }

    /// From one block to the next: at least a nanosecond, so that no two are one.
    fn gap(&mut self) -> Nanos {
        if self.regular {
            return self.interval;
        }
        Nanos::new(math::whole(exponential(&mut self.stream) * math::float(self.interval.get())).max(1))
    }

    /// The next block comes now.
    fn strike(&mut self) {
        self.height += 1;
        let gap = self.gap();
        self.next += gap;
    }

    /// Lets every block pass that came until now.
    fn skip_to(&mut self, now: Instant) {
        if self.regular && self.next <= now {
            // One division instead of a step for each.
            let passed = now.since(self.next).get() / self.interval.get() + 1;
            self.height += passed;
            self.next += Nanos::new(passed * self.interval.get());
        }
        while self.next <= now {
            self.strike();
        }
    }
}

impl Blocks {
    pub(super) fn new(plan: BlocksPlan, begins: Instant, seed: u64) -> Self {
        Self {
            plan,
            begins,
            clock: Clock::new(plan, seed),
            awaited: false,
            places: plan.places,
            included: VecDeque::new(),
            came: Vec::new(),
            origin: None,
            used: 0,
            inclusion: Histogram::coarse(),
            finality: Histogram::coarse(),
        }
    }

    /// Somebody comes to the pool. Returns when the next block comes, if nobody waits for it yet.
    fn join(&mut self, id: u32, now: Instant) -> Option<Instant> {
        let place = math::index(id);
        if place >= self.came.len() {
            self.came.resize(place + 1, Instant::START);
        }
        self.came[place] = now;
        self.await_next(now)
    }

    fn await_next(&mut self, now: Instant) -> Option<Instant> {
        if self.awaited {
            return None;
        }
        self.begin_measuring(now);
        self.clock.skip_to(now);
        self.awaited = true;
        Some(self.clock.next)
    }

    /// Once measuring has begun, what was counted before does not count.
    fn begin_measuring(&mut self, now: Instant) {
        if self.origin.is_none() && (now > self.begins || self.begins == Instant::START) {
            self.clock.skip_to(self.begins);
            self.origin = Some(self.clock.height);
            self.used = 0;
            self.inclusion.clear();
            self.finality.clear();
        }
    }

    /// Somebody is in the block that comes now.
    pub(super) fn include(&mut self, id: u32, now: Instant) {
        self.used += 1;
        self.inclusion.record(now.since(self.came[math::index(id)]));
        self.included.push_back((id, self.clock.height));
    }

    /// Somebody who is final with the block that comes now, the oldest first.
    fn settle(&mut self, now: Instant) -> Option<u32> {
        let (id, height) = *self.included.front()?;
        if height + u64::from(self.plan.confirmations) > self.clock.height {
            return None;
        }
        self.included.pop_front();
        self.finality.record(now.since(self.came[math::index(id)]));
        Some(id)
    }

    /// Blocks have as many places as there are workers left of a pool of so many.
    pub(super) const fn set_places(&mut self, places: u32) {
        self.places = places;
    }

    /// What was counted, with so many in the pool.
    fn counts(&self, pool: u32, now: Instant) -> BlockCounts {
        let mut clock = self.clock.clone();
        clock.skip_to(self.begins.min(now));
        let origin = self.origin.unwrap_or(clock.height);
        clock.skip_to(now);
        let blocks = clock.height - origin;
        let three = |times: &Histogram| {
            let [half, most, nearly] = [0.5, 0.95, 0.99].map(|share| times.quantile_ms(share));
            Some([half?, most?, nearly?])
        };
        BlockCounts {
            blocks,
            places: blocks * u64::from(self.plan.places),
            used: self.used,
            pool,
            unconfirmed: math::wide(self.included.len()),
            inclusion_ms: three(&self.inclusion),
            finality_ms: three(&self.finality),
        }
    }
}

impl Network {
    /// Somebody waits at a station: at a ledger's for the next block.
    #[inline]
    pub(super) fn wait_for_block(&mut self, station: usize, id: u32, queue: &mut EventQueue<Event>) {
        if station == CHANNEL
            && let Some(blocks) = &mut self.blocks
            && let Some(at) = blocks.join(id, queue.now())
        {
            queue.at(at, Event::Block);
        }
    }

    /// A block comes, in a network in which every answer comes.
    pub(super) fn block(&mut self, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let Some(mut blocks) = self.open_block(now) else { return };
        while let Some(id) = self.stations[CHANNEL].take(now) {
            self.note(id, now, What::Begins(place(CHANNEL)));
            blocks.include(id, now);
        }
        while let Some(id) = blocks.settle(now) {
            self.note(id, now, What::Final);
            self.start(CHANNEL, id, queue);
        }
        self.close_block(blocks, queue);
    }

    /// The same where answers may not come: who waits may have given up.
    pub(super) fn block_carefully(&mut self, book: &mut Recovery, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let Some(blocks) = self.open_block(now) else { return };
        self.blocks = Some(blocks);
        self.serve(book, CHANNEL, queue);
        let Some(mut blocks) = self.blocks.take() else { return };
        while let Some(id) = blocks.settle(now) {
            self.tell(book, id, now, What::Final);
            self.work_on(book, CHANNEL, id, queue);
        }
        self.close_block(blocks, queue);
    }

    /// The next block is here: the channel has as many workers more as there are places in it and payments that came
    /// before it.
    fn open_block(&mut self, now: Instant) -> Option<Box<Blocks>> {
        let mut blocks = self.blocks.take()?;
        blocks.begin_measuring(now);
        blocks.clock.strike();
        blocks.awaited = false;
        let channel = &mut self.stations[CHANNEL];
        let earlier = channel.came_before(now);
        channel.workers = channel.busy.value() + blocks.places.min(earlier);
        Some(blocks)
    }

    /// The block is made: nobody else finds a place before the next one.
    fn close_block(&mut self, mut blocks: Box<Blocks>, queue: &mut EventQueue<Event>) {
        let channel = &mut self.stations[CHANNEL];
        channel.workers = 0;
        let awaited = channel.waiting.value() > 0 || !blocks.included.is_empty();
        if awaited && let Some(at) = blocks.await_next(queue.now()) {
            queue.at(at, Event::Block);
        }
        self.blocks = Some(blocks);
    }

    /// When a ledger's next block comes, and how many payments are in one that is not final; `None` for any other channel.
    #[must_use]
    pub fn next_block(&self, now: Instant) -> Option<(Instant, u32)> {
        let blocks = self.blocks.as_ref()?;
        let mut clock = blocks.clock.clone();
        clock.skip_to(now);
        Some((clock.next, math::id(blocks.included.len())))
    }

    /// What was counted of a ledger channel; `None` for any other.
    #[must_use]
    pub fn blocks(&self, now: Instant) -> Option<BlockCounts> {
        let pool = self.stations[CHANNEL].waiting.value();
        self.blocks.as_ref().map(|blocks| blocks.counts(pool, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(regular: bool) -> Clock {
        Clock::new(BlocksPlan { interval: Nanos::new(100), regular, places: 1, confirmations: 0 }, 1)
    }

    #[test]
    fn regular_blocks_are_skipped_as_they_are_stepped() {
        for (now, height, next) in [(0, 0, 100), (99, 0, 100), (100, 1, 200), (250, 2, 300), (300, 3, 400)] {
            let mut clock = clock(true);
            clock.skip_to(Instant::new(now));
            assert_eq!((clock.height, clock.next), (height, Instant::new(next)), "at {now}");
        }
    }

    #[test]
    fn whoever_looks_sees_the_same_blocks() {
        let (mut often, mut once) = (clock(false), clock(false));
        (0..10_000).for_each(|now| often.skip_to(Instant::new(now)));
        once.skip_to(Instant::new(9_999));
        assert_eq!((often.height, often.next), (once.height, once.next), "blocks come whether or not anybody looks");
        assert!((80..120).contains(&once.height), "about one in 100 ns: {}", once.height);
    }
}
