//! Numbers for keys, in order of first sight.
//!
//! An open table of our own: its order is that of the hash below on every machine, and one look-up is a multiplication
//! and, mostly, one cell.

use crate::math;

/// An empty cell.
const EMPTY: u32 = u32::MAX;
/// Cells of the first table; always a power of two.
const CELLS_MIN: usize = 1 << 10;
/// 2^64 over the golden ratio: the odd constant of Fibonacci hashing.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// The constants of FNV-1a over 64 bits.
const FNV_START: u64 = 0xCBF2_9CE4_8422_2325;
const FNV_PRIME: u64 = 0x100_0000_01B3;

/// Gives every distinct key a number, the first one 0. Numbers and texts are different keys even if they look alike.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    numbers: Table<u64>,
    /// By the number of a plain number or the place of a text: what it is called outside.
    texts: Table<Text>,
    /// The texts, one after the other.
    bytes: Vec<u8>,
    len: u32,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Text {
    start: usize,
    end: usize,
}

impl Interner {
    /// The number of a key that is a number itself.
    #[inline]
    pub fn number(&mut self, key: u64) -> u32 {
        let next = self.len;
        let number = self.numbers.place(key.wrapping_mul(SPREAD), next, |&known| known == key, || key);
        self.len += u32::from(number == next);
        number
    }

    /// The number of a key that is a text.
    pub fn text(&mut self, key: &[u8]) -> u32 {
        let hash = key.iter().fold(FNV_START, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME));
        let (next, start) = (self.len, self.bytes.len());
        let known = |text: &Text| &self.bytes[text.start..text.end] == key;
        let new = || Text { start, end: start + key.len() };
        let number = self.texts.place(hash.wrapping_mul(SPREAD), next, known, new);
        if number == next {
            self.bytes.extend_from_slice(key);
            self.len += 1;
        }
        number
    }

    /// How many keys have a number.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.len
    }

    /// Whether none has.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// An open table from keys to numbers.
#[derive(Clone, Debug)]
struct Table<K> {
    /// Places in `entries`, at or behind where the upper bits of the hash point.
    cells: Vec<u32>,
    entries: Vec<Entry<K>>,
}

#[derive(Clone, Copy, Debug)]
struct Entry<K> {
    hash: u64,
    key: K,
    number: u32,
}

impl<K> Default for Table<K> {
    fn default() -> Self {
        Self { cells: Vec::new(), entries: Vec::new() }
    }
}

impl<K> Table<K> {
    /// The number of the key for which `is_it` holds, or `next`, which a new key then has.
    #[inline]
    fn place(&mut self, hash: u64, next: u32, is_it: impl Fn(&K) -> bool, key: impl FnOnce() -> K) -> u32 {
        if 2 * self.entries.len() >= self.cells.len() {
            self.widen();
        }
        let mut cell = self.home(hash);
        loop {
            let place = self.cells[cell];
            if place == EMPTY {
                break;
            }
            let entry = &self.entries[math::index(place)];
            if entry.hash == hash && is_it(&entry.key) {
                return entry.number;
            }
            cell = (cell + 1) & (self.cells.len() - 1);
        }
        self.cells[cell] = math::id(self.entries.len());
        self.entries.push(Entry { hash, key: key(), number: next });
        next
    }

    /// The cell that a hash points at: its upper bits, which a multiplication mixes best.
    #[inline]
    fn home(&self, hash: u64) -> usize {
        let bits = self.cells.len().ilog2();
        math::index(math::low(hash >> (u64::BITS - bits)))
    }

    #[cold]
    fn widen(&mut self) {
        let cells = (2 * self.cells.len()).max(CELLS_MIN);
        self.cells = vec![EMPTY; cells];
        for place in 0..self.entries.len() {
            let mut cell = self.home(self.entries[place].hash);
            while self.cells[cell] != EMPTY {
                cell = (cell + 1) & (cells - 1);
            }
            self.cells[cell] = math::id(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_keeps_its_number() {
        let mut interner = Interner::default();
        let first: Vec<u32> = (0..5_000_u64).map(|key| interner.number(key * key)).collect();
        assert_eq!(first, (0..5_000).collect::<Vec<_>>(), "in order of first sight, across wider tables");
        assert_eq!(interner.text(b"9"), 5_000, "a text is not the number");
        assert_eq!((interner.text(b"nine"), interner.text(b"9")), (5_001, 5_000));
        assert_eq!((interner.number(9), interner.len()), (3, 5_002), "known ones stay");
    }
}
