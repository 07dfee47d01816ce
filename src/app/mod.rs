//! The page: what a person sees and touches. It holds no model logic: it sends a scenario and shows a report.
//!
//! [`state`] is what a person decides (one reducer), [`persist`] what of it outlives the page, [`bridge`] the way to the
//! worker. [`feed`] carries what the worker measures, thirty times a second and past Yew, because redrawing components
//! that often would freeze the page. [`shell`] puts it all on the screen.

pub mod availability;
pub mod balancing;
pub mod beside;
pub mod bridge;
pub mod caches;
pub mod charts;
pub mod controls;
pub mod feed;
pub mod follow_up;
pub mod format;
pub mod formulas;
pub mod lesson;
pub mod number;
pub mod payments;
pub mod persist;
mod picture;
pub mod relay;
pub mod security;
pub mod shell;
pub mod state;
pub mod study;
pub mod text;
pub mod topology;
pub mod traces;
pub mod workbench;

pub use shell::Page;
pub use workbench::Workbench;
