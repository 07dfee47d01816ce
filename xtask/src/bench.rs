//! `cargo xtask bench`: measure; nothing is asserted.

use crate::refuse;
use crate::steps::{Outcome, Steps};

pub fn run(options: &[&str], _steps: &mut Steps) -> Outcome {
    refuse(options)
}
