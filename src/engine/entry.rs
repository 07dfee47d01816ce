//! An event with its place in the order of all events.

/// A scheduled event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<E> {
    /// When it happens, in nanoseconds since the start.
    pub(super) at: u64,
    /// Its number in the order of scheduling, which decides among events at one instant.
    pub(super) sequence: u64,
    /// What happens.
    pub(super) event: E,
}

impl<E> Entry<E> {
    /// Its place in the order.
    #[inline]
    pub(super) const fn key(&self) -> Key {
        Key { at: self.at, sequence: self.sequence }
    }
}

/// A place in the order of events: by time, then by the order of scheduling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Nanoseconds since the start.
    pub(super) at: u64,
    /// The number in the order of scheduling.
    pub(super) sequence: u64,
}

impl Key {
    /// After every event.
    pub(super) const LAST: Self = Self { at: u64::MAX, sequence: u64::MAX };
}
