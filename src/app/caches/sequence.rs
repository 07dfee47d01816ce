//! The sequence of keys that a person types: words between spaces, commas or semicolons.
//!
//! What is wrong with it is told once, with the place, the value and what is allowed.

use crate::cache::trace::Trace;
use crate::math;
use crate::units::Nanos;

/// Time from one request to the next: slow enough to follow, and for a clock of whole seconds to tell them apart.
pub(super) const PACE: Nanos = Nanos::new(1_000_000_000);
/// Most keys of a sequence: as many as can be followed step by step, and three rounds of 101 keys.
pub const KEYS_MAX: usize = 303;
/// Most characters of a key: as many as fit a cell.
pub const LENGTH_MAX: usize = 8;
/// Characters that an error quotes.
const QUOTED: usize = 12;

/// Keys in the order in which they are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    names: Vec<String>,
    keys: Vec<u32>,
}

/// Why a text is no sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SequenceError {
    /// There is no key.
    Empty,
    /// There are so many.
    TooMany(usize),
    /// The key at this place, counted from 1, beginning like this, has so many characters.
    TooLong(usize, String, usize),
}

impl Sequence {
    /// Reads what was typed.
    ///
    /// # Errors
    ///
    /// If there is no key, if there are more than [`KEYS_MAX`], or if one is longer than [`LENGTH_MAX`].
    pub fn read(text: &str) -> Result<Self, SequenceError> {
        let words = || text.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
        match words().count() {
            0 => return Err(SequenceError::Empty),
            count if count > KEYS_MAX => return Err(SequenceError::TooMany(count)),
            _ => {}
        }
        let mut sequence = Self::default();
        for (place, word) in words().enumerate() {
            let length = word.chars().count();
            if length > LENGTH_MAX {
                return Err(SequenceError::TooLong(place + 1, word.chars().take(QUOTED).collect(), length));
            }
            let key = sequence.number(word);
            sequence.keys.push(key);
        }
        Ok(sequence)
    }

    /// How many requests there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key of a number, as it was typed.
    #[must_use]
    pub fn name(&self, key: u32) -> &str {
        self.names.get(math::index(key)).map_or("", String::as_str)
    }

    /// The keys in order, by number.
    #[must_use]
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// The key of a request as it was typed; empty beyond the end.
    #[must_use]
    pub fn at(&self, request: usize) -> &str {
        self.keys.get(request).map_or("", |&key| self.name(key))
    }

    /// The trace.
    #[must_use]
    pub fn trace(&self) -> Trace {
        Trace::of_numbered(self.keys.clone(), math::id(self.names.len())).paced(PACE)
    }

    /// The number of a key, in order of first sight.
    fn number(&mut self, word: &str) -> u32 {
        let known = self.names.iter().position(|name| name == word);
        math::id(known.unwrap_or_else(|| {
            self.names.push(word.to_owned());
            self.names.len() - 1
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_however_they_were_typed() {
        let sequence = Sequence::read(" A,B;A\nC ").expect("a sequence");
        assert_eq!(sequence.keys(), [0, 1, 0, 2], "numbered by first sight");
        assert_eq!((sequence.at(3), sequence.at(4)), ("C", ""), "with their names");
        assert_eq!(sequence.trace().distinct(), 3, "as a trace");
    }

    #[test]
    fn what_is_wrong_is_told_once() {
        let read = |text: &str| Sequence::read(text).expect_err("no sequence");
        assert_eq!(read(" ,; "), SequenceError::Empty);
        assert_eq!(read(&"7 ".repeat(304)), SequenceError::TooMany(304));
        assert_eq!(read("1 123456789 2"), SequenceError::TooLong(2, "123456789".to_owned(), 9));
        let long = "é".repeat(3_000_000);
        assert_eq!(read(&long), SequenceError::TooLong(1, "é".repeat(12), 3_000_000), "quoted in part");
        assert!(Sequence::read(&"7 ".repeat(303)).is_ok(), "the limit itself");
    }
}
