//! Doubly linked lists in a flat array, indexed by the linked numbers themselves.
//!
//! Any number of lists share one [`Links`], as long as no number stands in two of them. Linking and unlinking take
//! constant time and never allocate: [`Links::grow`] makes the room beforehand.

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

/// The two ends of one list and its length.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    first: u32,
    last: u32,
    len: u32,
}

impl List {
    /// A list without members.
    pub(super) const EMPTY: Self = Self { first: NONE, last: NONE, len: 0 };

    /// The number at the front.
    pub(super) fn first(self) -> Option<u32> {
        (self.first != NONE).then_some(self.first)
    }

    /// How many members it has.
    pub(super) const fn len(self) -> u32 {
        self.len
    }

    /// Whether it has none.
    pub(super) const fn is_empty(self) -> bool {
        self.len == 0
    }
}

impl Links {
    /// Numbers below this one may be linked from now on.
    pub(super) fn grow(&mut self, numbers: usize) {
        self.pairs.resize(numbers, Pair { before: NONE, after: NONE });
    }

    /// The number behind one.
    #[inline]
    pub(super) fn after(&self, number: u32) -> Option<u32> {
        let after = self.pairs[math::index(number)].after;
        (after != NONE).then_some(after)
    }

    /// The numbers of a list, from the front.
    pub(super) fn members(&self, list: List) -> impl Iterator<Item = u32> {
        std::iter::successors(list.first(), |&number| self.after(number))
    }

    /// Adds a number at the end.
    #[inline]
    pub(super) fn push(&mut self, list: &mut List, number: u32) {
        self.pairs[math::index(number)] = Pair { before: list.last, after: NONE };
        if list.last == NONE {
            list.first = number;
        } else {
            self.pairs[math::index(list.last)].after = number;
        }
        list.last = number;
        list.len += 1;
    }

    /// Adds a number behind another, or at the front.
    pub(super) fn insert(&mut self, list: &mut List, before: Option<u32>, number: u32) {
        let before = before.unwrap_or(NONE);
        let after = if before == NONE { list.first } else { self.pairs[math::index(before)].after };
        self.pairs[math::index(number)] = Pair { before, after };
        self.join(list, before, number);
        self.join(list, number, after);
        list.len += 1;
    }

    /// Takes a number out.
    #[inline]
    pub(super) fn remove(&mut self, list: &mut List, number: u32) {
        let Pair { before, after } = self.pairs[math::index(number)];
        self.join(list, before, after);
        list.len -= 1;
    }

    /// Moves a number to the end of its list.
    #[inline]
    pub(super) fn renew(&mut self, list: &mut List, number: u32) {
        if list.last != number {
            self.remove(list, number);
            self.push(list, number);
        }
    }

    /// Takes the first number out.
    #[inline]
    pub(super) fn pop(&mut self, list: &mut List) -> Option<u32> {
        let first = list.first()?;
        self.remove(list, first);
        Some(first)
    }

    /// Makes two numbers neighbours, either of which may be the end.
    #[inline]
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
        links.members(list).collect()
    }

    #[test]
    fn numbers_join_and_leave_at_every_place() {
        let mut links = Links::default();
        links.grow(10);
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
        links.renew(&mut list, 4);
        assert_eq!((members(&links, list), list.len()), (vec![2, 4], 2), "moved to the end");
        assert_eq!(links.pop(&mut list), Some(2), "the first");
        assert_eq!(links.pop(&mut list), Some(4), "the last one left");
        assert_eq!(links.pop(&mut list), None, "nothing left");
        links.push(&mut list, 3);
        assert_eq!(members(&links, list), [3], "an emptied list fills again");
    }
}
