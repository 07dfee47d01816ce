//! Randomness that repeats: one named generator, one stream per purpose, samplers with the same bits everywhere.
//!
//! A run takes a [`Stream`] for each purpose (arrivals, one stage's service, routing ...), so that changing one thing,
//! say the balancing policy, leaves every other draw alone: two scenarios under one seed see the same payments. All
//! transcendental functions come from [`crate::math`]; `tests/determinism.rs` pins the draws of each sampler.

mod distribution;
mod exp;
mod stream;
mod ziggurat;
mod zipf;

pub use distribution::Distribution;
pub use stream::{Keyed, Stream};
pub use ziggurat::{exponential, normal};
pub use zipf::Zipf;
