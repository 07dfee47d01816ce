//! The page: what a person sees and touches. It holds no model logic: it sends a scenario and shows a report.
//!
//! [`state`] is what a person decides (one reducer); [`feed`] carries what the worker measures, thirty times a second
//! and past Yew, because redrawing components that often would freeze the page.

pub mod charts;
pub mod controls;
pub mod feed;
pub mod format;
pub mod formulas;
pub mod shell;
pub mod text;
pub mod topology;
