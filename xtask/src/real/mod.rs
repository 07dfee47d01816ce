//! `cargo xtask test --real`: our figures beside the programs that they are named after, run here and now.

mod cache;
mod redis;

use crate::steps::{Outcome, Steps};

pub fn run(steps: &mut Steps) -> Outcome {
    cache::run(steps)
}
