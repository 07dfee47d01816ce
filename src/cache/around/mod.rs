//! What stands around a cache: who fetches a missing key, when an entry is renewed, and how writes reach the store.
//!
//! Each is a rule by itself, with its answer at the boundary stated; none knows which policy evicts.

mod early_refresh;
mod lifetimes;
mod single_flight;
mod writes;

pub use early_refresh::EarlyRefresh;
pub use lifetimes::{Age, Answer, Lifetimes, jittered};
pub use single_flight::{Flights, Turn};
pub use writes::{WriteBehind, WritePolicy};
