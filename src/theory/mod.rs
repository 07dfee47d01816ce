//! Closed forms of queueing theory: shown on the page beside what was measured, and the tests' oracle for the engine.
//!
//! Rates are per second and times in milliseconds, as everywhere that people read and write numbers. A model that has
//! no answer says so: an overloaded queue grows for ever, and that is an error here, never an infinite waiting time.
//! Left out on purpose: approximations and finite rooms, until something shows them.

mod demand;
mod erlang;
mod little;
mod means;
mod mg1;
mod mmc;
mod quantile;

pub use demand::Demand;
pub use erlang::{erlang_b, erlang_c};
pub use little::Flow;
pub use means::Means;
pub use mg1::Mg1;
pub use mmc::Mmc;

use thiserror::Error;

/// Why a model has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum TheoryError {
    /// More work arrives than the servers can do, or just as much: the queue grows without end.
    #[error("unstable: the utilisation would be {utilisation}, and it must be less than 1")]
    Unstable {
        /// Work arriving over work that can be done.
        utilisation: f64,
    },
    /// A parameter is not of this world.
    #[error("{quantity} is {value}, and it must be {allowed}")]
    OutOfRange {
        /// Which parameter.
        quantity: &'static str,
        /// What it was.
        value: f64,
        /// What it may be.
        allowed: &'static str,
    },
}
