//! Formats of other tools.

pub mod balancer;
pub mod trace;
