//! Switchyard: a playground for payment systems.
//!
//! The modules below are the rooms of the house, in order: a room imports only rooms named above it
//! (`tests/architecture.rs` keeps it so). Everything up to `wire` is the model: it builds without any web crate,
//! reads no clock and gives the same bits on every machine. `app` is the page, behind the feature `web`.

pub mod units;

pub mod math;

pub mod random;

pub mod engine;

pub mod balance;

pub mod cache;

pub mod stats;

pub mod theory;

pub mod payment;

pub mod scenario;

pub mod experiment;

pub mod interop;

pub mod wire;

#[cfg(feature = "web")]
pub mod app;
