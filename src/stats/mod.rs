//! What is measured: averages over time, histograms, batches, and intervals that say how sure an estimate is.

mod batches;
mod histogram;
mod interval;
mod level;

pub use batches::{Batches, Merge};
pub use histogram::Histogram;
pub use interval::{Interval, LEVEL, batch_interval};
pub use level::Level;
