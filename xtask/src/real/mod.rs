//! `cargo xtask test --real`: our figures beside the programs that they are named after, run here and now.

mod balance;
mod cache;
mod long_traces;
mod proxies;
mod redis;

use crate::steps::{Outcome, Steps};

pub fn run(steps: &mut Steps) -> Outcome {
    balance::run(steps)?;
    cache::run(steps)
}
