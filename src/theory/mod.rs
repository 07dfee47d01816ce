//! Closed forms of queueing theory: shown on the page beside what was measured, and the tests' oracle for the engine.
//!
//! Rates are per second and times in milliseconds, as everywhere that people read and write numbers. A model that has
//! no answer says so: an overloaded queue grows for ever, and that is an error here, never an infinite waiting time.
//! What is an approximation says so in its first lines; all else is exact, and computed to nine digits and more.

mod allen_cunneen;
mod birth_death;
mod blocks;
mod che;
mod closed;
mod delayed_service;
mod demand;
mod detection;
mod erlang;
mod erlang_a;
mod figures;
mod finite_source;
mod fork_join;
mod gimc;
mod jackson;
mod law;
mod limits;
mod line_ahead;
mod linear;
mod little;
mod md1;
mod mdc;
mod means;
mod mg1;
mod mmc;
mod mmck;
mod outages;
mod phase_type;
mod poisson;
mod power_of_choices;
mod priority;
mod qna;
mod quantile;
mod scalability;
mod station;

pub use allen_cunneen::{AllenCunneen, Variability};
pub use blocks::{MemorylessBlocks, mean_residual};
pub use che::Che;
pub use closed::{Closed, ClosedFigures, ClosedStation, Customers};
pub use demand::Demand;
pub use detection::Detection;
pub use erlang::{erlang_b, erlang_c};
pub use erlang_a::ErlangA;
pub use figures::Figures;
pub use finite_source::{Clients, FiniteSource};
pub use fork_join::{ForkJoin, Quorum, quorum_mean_ms};
pub use gimc::Gimc;
pub use jackson::{Jackson, JacksonFigures, JacksonStation};
pub use law::{Law, Moments};
pub use little::Flow;
pub use mdc::Mdc;
pub use means::Means;
pub use mg1::Mg1;
pub use mmc::Mmc;
pub use mmck::Mmck;
pub use outages::{Mm1Outages, Outages};
pub use power_of_choices::PowerOfChoices;
pub use priority::{Class, priority_means};
pub use qna::{Passage, merged_scv, thinned_scv};
pub use scalability::{Scalability, amdahl_speed_up};
pub use station::{Assumption, Choice, Shape, Source, Station};

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
    /// The same at one station of a network.
    #[error("unstable: the utilisation of station {station} would be {utilisation}, and it must be less than 1")]
    UnstableStation {
        /// Its place in the list of stations, from 0.
        station: usize,
        /// Work arriving there over work that can be done.
        utilisation: f64,
    },
    /// Some who enter a network never leave it.
    #[error("the routes hold a loop that nobody leaves")]
    Trapped,
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
