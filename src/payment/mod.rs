//! The payment network on the engine: stages, the balancer, the cache, and what is measured where.

mod place;

pub use place::{Outcome, Place};

/// Widths of the chart rows that a run keeps, in simulated seconds; each tier keeps [`ROWS`] rows.
pub const TIERS: [f64; 4] = [0.5, 5.0, 60.0, 720.0];
/// Rows of a chart: the trailing windows are 1 minute, 10 minutes, 2 hours and a day.
pub const ROWS: usize = 120;
