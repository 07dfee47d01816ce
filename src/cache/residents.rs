//! The resident keys in a plain array, for the policies that draw among them.

use super::list::NONE;
use crate::math;
use crate::random::Stream;

/// Keys in an order of no meaning; one that leaves is replaced by the last.
#[derive(Clone, Debug, Default)]
pub(super) struct Residents {
    keys: Vec<u32>,
    /// By key: its place in `keys`, or `NONE`.
    places: Vec<u32>,
}

impl Residents {
    /// Keys below this one may come from now on.
    pub(super) fn grow(&mut self, keys: usize) {
        self.places.resize(keys, NONE);
    }

    /// How many keys there are.
    pub(super) const fn len(&self) -> usize {
        self.keys.len()
    }

    /// They all, in an order of no meaning.
    pub(super) fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// Whether a key is among them.
    pub(super) fn contains(&self, key: u32) -> bool {
        self.places[math::index(key)] != NONE
    }

    /// Adds a key.
    pub(super) fn push(&mut self, key: u32) {
        self.places[math::index(key)] = math::id(self.keys.len());
        self.keys.push(key);
    }

    /// Takes a key out.
    pub(super) fn remove(&mut self, key: u32) {
        let place = self.places[math::index(key)];
        self.places[math::index(key)] = NONE;
        self.keys.swap_remove(math::index(place));
        if let Some(&moved) = self.keys.get(math::index(place)) {
            self.places[math::index(moved)] = place;
        }
    }

    /// One of them, each as likely as any other.
    pub(super) fn draw(&self, stream: &mut Stream) -> Option<u32> {
        self.keys.get(math::index(stream.below(math::id(self.keys.len())))).copied()
    }
}
