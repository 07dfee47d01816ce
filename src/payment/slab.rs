//! Things under way, in one array that keeps its places.
//!
//! A thing is a number of 32 bits to everybody else: events and queues stay small, and a place is used again as soon as
//! its thing has ended, so nothing is allocated once the array has grown to the most that were under way.

use crate::math;
use std::ops::{Index, IndexMut};

/// All things of one kind that are under way, by id.
#[derive(Clone, Debug)]
pub(super) struct Slab<T> {
    things: Vec<T>,
    free: Vec<u32>,
}

impl<T> Slab<T> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.things.len() - self.free.len()
    }

    /// The sum of something over all of them.
    pub(super) fn sum(&self, of: impl Fn(&T) -> u128) -> u128 {
        // What has ended still stands in its place: it is counted with the rest, and taken away again.
        let all: u128 = self.things.iter().map(&of).sum();
        let ended: u128 = self.free.iter().map(|id| of(&self[*id])).sum();
        all - ended
    }

    /// Takes a thing up and gives it an id.
    #[inline]
    pub(super) fn add(&mut self, thing: T) -> u32 {
        if let Some(id) = self.free.pop() {
            self[id] = thing;
            return id;
        }
        self.things.push(thing);
        math::id(self.things.len() - 1)
    }

    /// All things that were not let go.
    pub(super) fn present(&self) -> impl Iterator<Item = &T> {
        let mut gone = vec![false; self.things.len()];
        self.free.iter().for_each(|id| gone[math::index(*id)] = true);
        self.things.iter().zip(gone).filter_map(|(thing, gone)| (!gone).then_some(thing))
    }

    /// Every place, also those of things that were let go and whose place nobody has taken yet.
    pub(super) fn places(&self) -> impl Iterator<Item = &T> {
        self.things.iter()
    }

    /// Lets a thing go; its id will be used again.
    #[inline]
    pub(super) fn remove(&mut self, id: u32) {
        self.free.push(id);
    }
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { things: Vec::new(), free: Vec::new() }
    }
}

impl<T> Index<u32> for Slab<T> {
    type Output = T;

    #[inline]
    fn index(&self, id: u32) -> &T {
        &self.things[math::index(id)]
    }
}

impl<T> IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, id: u32) -> &mut T {
        &mut self.things[math::index(id)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_in_no_sum() {
        let mut slab = Slab::default();
        let ids = [10, 200, 3_000].map(|thing: u128| slab.add(thing));
        slab.remove(ids[1]);
        assert_eq!((slab.sum(|thing| *thing), slab.len()), (3_010, 2), "the other two");
        assert_eq!(slab.present().copied().collect::<Vec<u128>>(), [10, 3_000], "one by one, too");
        slab.add(40_000);
        assert_eq!(slab.sum(|thing| *thing), 43_010, "and one that took the free place");
    }
}
