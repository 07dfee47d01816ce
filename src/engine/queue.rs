//! The event queue: what will happen, ordered by time, and by the order of scheduling among equal times.

use super::entry::{Entry, Key};
use super::lanes::{Lane, Lanes};
use super::order::Order;
use crate::units::{Instant, Nanos};

/// Future events, and the present instant.
#[derive(Clone, Debug)]
pub struct EventQueue<E> {
    order: Order<E>,
    lanes: Lanes<E>,
    now: Instant,
    sequence: u64,
    happened: u64,
}

impl<E: Copy> EventQueue<E> {
    /// An empty queue at the start of time.
    #[must_use]
    pub const fn new() -> Self {
        Self { order: Order::new(), lanes: Lanes::new(), now: Instant::START, sequence: 0, happened: 0 }
    }

    /// The present.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// How many events have happened.
    #[must_use]
    pub const fn happened(&self) -> u64 {
        self.happened
    }

    /// How many events are scheduled.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len() + self.lanes.len()
    }

    /// Whether nothing is scheduled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lane for events that come after this delay: one lane for each delay.
    pub fn lane(&mut self, delay: Nanos) -> Lane {
        self.lanes.lane(delay)
    }

    /// Schedules an event after the delay of a lane of this queue. It happens exactly as with [`Self::after`], at a
    /// cost that does not depend on how many events wait.
    #[inline]
    pub fn after_lane(&mut self, lane: Lane, event: E) {
        let at = (self.now + self.lanes.delay(lane)).get();
        let entry = Entry { at, sequence: self.sequence, event };
        self.sequence += 1;
        self.lanes.push(lane, entry);
    }

    /// Schedules an event after a delay from now.
    #[inline]
    pub fn after(&mut self, delay: Nanos, event: E) {
        self.at(self.now + delay, event);
    }

    /// Schedules an event at an instant; one in the past happens now.
    #[inline]
    pub fn at(&mut self, at: Instant, event: E) {
        let key = Key { at: at.max(self.now).get(), sequence: self.sequence };
        self.sequence += 1;
        self.order.push(key, event);
    }

    /// When the next event happens.
    #[inline]
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        let first = self.order.first().min(self.lanes.first());
        (first.sequence != u64::MAX).then(|| Instant::new(first.at))
    }

    /// Takes the next event if it happens at or before `until`, and moves the present to it.
    #[inline]
    pub(super) fn pop_until(&mut self, until: Instant) -> Option<E> {
        let (sorted, lane) = (self.order.first(), self.lanes.first());
        let from_lane = lane < sorted;
        let at = Instant::new(if from_lane { lane.at } else { sorted.at });
        if at > until {
            return None;
        }
        let event = if from_lane { self.lanes.pop() } else { self.order.pop() }?;
        self.now = at;
        self.happened += 1;
        Some(event)
    }

    /// Moves the present on, to an instant before which nothing is scheduled.
    pub(super) fn wait(&mut self, until: Instant) {
        debug_assert!(self.next_at().is_none_or(|at| at > until), "no event may be skipped");
        self.now = self.now.max(until);
    }
}

impl<E: Copy> Default for EventQueue<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    #[test]
    fn ties_leave_in_the_order_they_came() {
        let mut queue = EventQueue::new();
        for (at, name) in [(5, 'c'), (1, 'a'), (5, 'd'), (1, 'b'), (5, 'e')] {
            queue.at(Instant::new(at), name);
        }
        let order: String = std::iter::from_fn(|| queue.pop_until(Instant::NEVER)).collect();
        assert_eq!(order, "abcde", "by time, then by insertion");
        assert_eq!(queue.now(), Instant::new(5), "the present is that of the last event");
    }

    #[test]
    fn nothing_happens_in_the_past() {
        let mut queue = EventQueue::new();
        queue.at(Instant::new(9), 'a');
        queue.pop_until(Instant::NEVER);
        queue.at(Instant::new(3), 'b');
        assert_eq!(queue.next_at(), Some(Instant::new(9)), "an event in the past happens now");
    }

    #[test]
    fn what_never_happens_waits_to_the_end() {
        let mut queue = EventQueue::new();
        queue.at(Instant::NEVER, 'z');
        assert_eq!(queue.next_at(), Some(Instant::NEVER), "it is scheduled all the same");
        queue.at(Instant::new(1), 'a');
        assert_eq!(queue.pop_until(Instant::new(7)), Some('a'), "the earlier one first");
        assert_eq!(queue.pop_until(Instant::new(7)), None, "the other is not due");
        assert_eq!(queue.pop_until(Instant::NEVER), Some('z'), "until the end of time");
        assert!(queue.is_empty(), "nothing is left");
    }

    /// How events are spread in time: what a pending one is followed by.
    #[derive(Clone, Copy, Debug)]
    enum Delays {
        /// Anything up to a millisecond.
        Random,
        /// One of eight: heavy ties.
        Ties,
        /// Mostly none at all, at times very long.
        Bursts,
        /// Each earlier than the one before: the worst for an array that is filled from its end.
        Falling,
        /// A third of them through two lanes.
        Lanes,
    }

    /// The queue beside a plain heap: the same operations, and an order-sensitive hash of what comes out of each.
    struct Pair {
        queue: EventQueue<u32>,
        lanes: [Lane; 2],
        heap: BinaryHeap<Reverse<(u64, u64, u32)>>,
        stream: Stream,
        pushed: u32,
        hashes: [u64; 2],
    }

    impl Pair {
        fn new(seed: u64) -> Self {
            let mut queue = EventQueue::new();
            let lanes = [0, 300_000].map(|delay| queue.lane(Nanos::new(delay)));
            let stream = Stream::new(seed, "order");
            Self { queue, lanes, heap: BinaryHeap::new(), stream, pushed: 0, hashes: [0; 2] }
        }

        fn push(&mut self, delays: Delays) {
            let draw = u64::from(self.stream.below(1_000_000));
            let falling = 1_000_000_u64.saturating_sub(u64::from(self.pushed));
            let lane = matches!(delays, Delays::Lanes) && draw % 3 == 0;
            let delay = match delays {
                _ if lane => (draw % 2) * 300_000,
                Delays::Random | Delays::Lanes => draw,
                Delays::Ties => draw % 8 * 1_000,
                Delays::Bursts if draw % 100 == 0 => draw * 1_000_000,
                Delays::Bursts => draw % 3,
                Delays::Falling => falling,
            };
            let at = self.queue.now().get() + delay;
            self.heap.push(Reverse((at, u64::from(self.pushed), self.pushed)));
            if lane {
                self.queue.after_lane(self.lanes[usize::from(delay > 0)], self.pushed);
            } else {
                self.queue.after(Nanos::new(delay), self.pushed);
            }
            self.pushed += 1;
        }

        fn pop(&mut self) {
            let ours = self.queue.pop_until(Instant::NEVER).map(|event| (self.queue.now().get(), event));
            let plain = self.heap.pop().map(|Reverse((at, _, event))| (at, event));
            for (hash, popped) in self.hashes.iter_mut().zip([ours, plain]) {
                let (at, event) = popped.unwrap_or((u64::MAX, u32::MAX));
                *hash = (hash.rotate_left(5) ^ at ^ (u64::from(event) << 32)).wrapping_mul(0x517C_C1B7_2722_0A95);
            }
        }

        /// Brings the number of pending events there, popping some on the way up and pushing some on the way down.
        fn bring_to(&mut self, pending: usize, delays: Delays) {
            while self.queue.len() != pending {
                let up = self.queue.len() < pending;
                if up || self.stream.below(4) == 0 {
                    self.push(delays);
                }
                if !up || self.stream.below(4) == 0 {
                    self.pop();
                }
            }
        }

        fn hold(&mut self, events: u32, delays: Delays) {
            for _ in 0..events {
                self.pop();
                self.push(delays);
            }
        }
    }

    /// Takes the number of pending events through the given levels, with events in between, and then to nothing.
    fn check(delays: Delays, levels: &[usize]) {
        let mut pair = Pair::new(1);
        for &level in levels {
            pair.bring_to(level, delays);
            assert_eq!(pair.queue.len(), pair.heap.len(), "{delays:?} at {level}: none is lost");
            pair.hold(2_000, delays);
        }
        while !pair.heap.is_empty() {
            pair.pop();
        }
        assert!(pair.queue.is_empty(), "{delays:?}: nothing is left");
        assert_eq!(pair.hashes[0], pair.hashes[1], "{delays:?}: the order of a plain heap");
    }

    #[test]
    fn the_order_is_that_of_a_heap() {
        for delays in [Delays::Random, Delays::Ties, Delays::Bursts, Delays::Falling, Delays::Lanes] {
            check(delays, &[10, 60, 70, 30, 66, 1, 1_000, 5, 64, 65, 10_000, 40, 100]);
        }
    }

    #[test]
    fn the_order_holds_with_very_many() {
        for delays in [Delays::Random, Delays::Ties, Delays::Bursts, Delays::Falling, Delays::Lanes] {
            check(delays, &[100_000, 50, 100_000]);
        }
    }

    #[test]
    fn all_kinds_after_one_another() {
        let mut pair = Pair::new(2);
        for round in 0..40 {
            let kinds = [Delays::Bursts, Delays::Random, Delays::Falling, Delays::Lanes, Delays::Ties];
            pair.bring_to([20, 500, 3_000, 90][round % 4], kinds[round % 5]);
            pair.hold(500, kinds[(round + 1) % 5]);
        }
        assert_eq!(pair.hashes[0], pair.hashes[1], "whatever comes after what");
    }
}
