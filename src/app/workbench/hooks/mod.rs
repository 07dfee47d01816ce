//! Where the workbench meets the browser: each hook undoes what it did when its component goes.

mod curve;
mod look_back;
mod relay;
mod spares;
mod study;
mod theory;
mod traces;

pub(super) use curve::use_curve;
pub(super) use look_back::use_look_back;
pub(super) use relay::use_relay;
pub(super) use spares::{Spares, use_spares};
pub(super) use study::{Asker, use_study};
pub(super) use theory::use_theory;
pub(super) use traces::use_traces;
