//! Doubly linked lists in a flat array, indexed by the linked numbers themselves.
//!
//! Any number of lists share one [`Links`], as long as no number stands in two of them. Linking and unlinking take
//! constant time and allocate only when a number is larger than all before.

use crate::math;

/// No number: the end of a list, an empty cell. Keys are dense, so that the largest number is never one.
pub(super) const NONE: u32 = u32::MAX;

/// The neighbours of each number in its list.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    pairs: Vec<Pair>,
}

#[derive(Clone, Copy, Debug)]
struct Pair {
    before: u32,
    after: u32,
}

/// The two ends of one list.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    first: u32,
    last: u32,
}

impl List {
    /// A list without members.
    pub(super) const EMPTY: Self = Self { first: NONE, last: NONE };

    /// The number at the front.
    pub(super) fn first(self) -> Option<u32> {
        (self.first != NONE).then_some(self.first)
    }
}

impl Links {
    /// The number behind one.
    pub(super) fn after(&self, number: u32) -> Option<u32> {
        let after = self.pairs[math::index(number)].after;
        (after != NONE).then_some(after)
    }

    /// Adds a number at the end.
    pub(super) fn push(&mut self, list: &mut List, number: u32) {
        let before = list.last;
        self.link(list, before, number);
    }

    /// Adds a number behind another, or at the front.
    pub(super) fn insert(&mut self, list: &mut List, before: Option<u32>, number: u32) {
        self.link(list, before.unwrap_or(NONE), number);
    }

    /// Takes a number out.
    pub(super) fn remove(&mut self, list: &mut List, number: u32) {
        let Pair { before, after } = self.pairs[math::index(number)];
        self.join(list, before, after);
    }

    /// Takes the first number out.
    pub(super) fn pop(&mut self, list: &mut List) -> Option<u32> {
        let first = list.first()?;
        self.remove(list, first);
        Some(first)
    }

    fn link(&mut self, list: &mut List, before: u32, number: u32) {
        let after = if before == NONE { list.first } else { self.pairs[math::index(before)].after };
        let place = math::index(number);
        if place >= self.pairs.len() {
            self.pairs.resize(place + 1, Pair { before: NONE, after: NONE });
        }
        self.pairs[place] = Pair { before, after };
        self.join(list, before, number);
        self.join(list, number, after);
    }

    /// Makes two numbers neighbours, either of which may be the end.
    fn join(&mut self, list: &mut List, before: u32, after: u32) {
        if before == NONE {
            list.first = after;
        } else {
            self.pairs[math::index(before)].after = after;
        }
        if after == NONE {
            list.last = before;
        } else {
            self.pairs[math::index(after)].before = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(links: &Links, list: List) -> Vec<u32> {
        std::iter::successors(list.first(), |&number| links.after(number)).collect()
    }

    #[test]
    fn numbers_join_and_leave_at_every_place() {
        let mut links = Links::default();
        let mut list = List::EMPTY;
        for number in [4, 1, 7] {
            links.push(&mut list, number);
        }
        links.insert(&mut list, Some(4), 2);
        links.insert(&mut list, None, 9);
        assert_eq!(members(&links, list), [9, 4, 2, 1, 7], "at the end, behind 4, at the front");
        for number in [1, 9, 7] {
            links.remove(&mut list, number);
        }
        assert_eq!(members(&links, list), [4, 2], "out of the middle, from the front, from the end");
        assert_eq!(links.pop(&mut list), Some(4), "the first");
        assert_eq!(links.pop(&mut list), Some(2), "the last one left");
        assert_eq!(links.pop(&mut list), None, "nothing left");
        links.push(&mut list, 3);
        assert_eq!(members(&links, list), [3], "an emptied list fills again");
    }
}
