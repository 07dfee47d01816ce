//! `cargo xtask bundle`: the static site and what it weighs.

use crate::steps::{Outcome, Steps};
use crate::{page, refuse};

pub fn run(options: &[&str], steps: &mut Steps) -> Outcome {
    refuse(options)?;
    page::build(steps)
}
