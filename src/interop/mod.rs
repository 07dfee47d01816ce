//! Formats of other tools.

pub mod trace;
