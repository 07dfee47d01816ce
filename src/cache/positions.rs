//! A set of positions in a trace that gives its largest member at once.
//!
//! One bit a position, and above 64 words of bits one word that says which of them are not empty, and so on: three or
//! four levels for any trace. Adding, removing and finding the largest touch one word a level. (A van Emde Boas tree of
//! width 64.)

use crate::math;

/// Bits of a word, and its logarithm.
const WORD_BITS: usize = 64;

/// Positions as bits.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions {
    /// The bits of the positions, then those of their words, up to a level of one word.
    levels: Vec<Vec<u64>>,
}

impl Positions {
    /// Makes room for positions below a number.
    pub(super) fn grow(&mut self, positions: usize) {
        let mut words = positions.div_ceil(WORD_BITS).max(1);
        let mut level = 0;
        loop {
            if level == self.levels.len() {
                // What a new level says of the one below, which may have members by now.
                let below = level.checked_sub(1).map(|below| &self.levels[below]);
                let mark = |word: usize| below.is_some_and(|below| below[word] != 0);
                let bits = (0..words).map(|word| {
                    let lit = (0..WORD_BITS).filter(|bit| {
                        let place = word * WORD_BITS + bit;
                        below.is_some_and(|below| place < below.len()) && mark(place)
                    });
                    lit.fold(0, |bits, bit| bits | (1_u64 << bit))
                });
                let bits = bits.collect();
                self.levels.push(bits);
            } else if words > self.levels[level].len() {
                self.levels[level].resize(words, 0);
            }
            if self.levels[level].len() <= 1 {
                break;
            }
            words = self.levels[level].len().div_ceil(WORD_BITS);
            level += 1;
        }
    }

    /// How many positions have room.
    pub(super) fn room(&self) -> usize {
        self.levels.first().map_or(0, |words| words.len() * WORD_BITS)
    }

    /// Adds a position.
    #[inline]
    pub(super) fn insert(&mut self, position: u32) {
        let mut place = math::index(position);
        for level in &mut self.levels {
            let word = &mut level[place / WORD_BITS];
            let was_empty = *word == 0;
            *word |= 1 << (place % WORD_BITS);
            if !was_empty {
                break;
            }
            place /= WORD_BITS;
        }
    }

    /// Takes a position out.
    #[inline]
    pub(super) fn remove(&mut self, position: u32) {
        let mut place = math::index(position);
        for level in &mut self.levels {
            let word = &mut level[place / WORD_BITS];
            *word &= !(1 << (place % WORD_BITS));
            if *word != 0 {
                break;
            }
            place /= WORD_BITS;
        }
    }

    /// All members, the largest first.
    pub(super) fn descending(&self) -> impl Iterator<Item = u32> {
        let words = self.levels.first().map_or(&[][..], Vec::as_slice).iter().enumerate().rev();
        words.filter(|(_, bits)| **bits != 0).flat_map(|(word, bits)| {
            let lit = (0..WORD_BITS).rev().filter(move |bit| (bits >> bit) & 1 == 1);
            lit.map(move |bit| math::id(word * WORD_BITS + bit))
        })
    }

    /// The largest member.
    #[inline]
    pub(super) fn largest(&self) -> Option<u32> {
        let mut place = 0;
        for level in self.levels.iter().rev() {
            let word = level[place];
            let bit = word.checked_ilog2()?;
            place = place * WORD_BITS + math::index(bit);
        }
        (!self.levels.is_empty()).then_some(math::id(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_is_found_on_every_level() {
        let mut positions = Positions::default();
        assert_eq!(positions.largest(), None, "an empty set without room");
        positions.grow(10);
        positions.insert(3);
        positions.grow(300_000);
        assert_eq!(positions.largest(), Some(3), "what was there before the set grew");
        for position in [70, 4_097, 299_999, 262_144] {
            positions.insert(position);
        }
        assert_eq!(positions.descending().collect::<Vec<_>>(), [299_999, 262_144, 4_097, 70, 3], "in order");
        for expected in [299_999, 262_144, 4_097, 70, 3] {
            assert_eq!(positions.largest(), Some(expected));
            positions.remove(expected);
        }
        assert_eq!(positions.largest(), None, "empty again");
    }
}
