//! What is measured: averages over time, histograms, batches, the end of the warm-up, and how sure an estimate is.

mod batches;
mod drift;
mod grouped;
mod histogram;
mod interval;
mod level;
mod proportion;
mod spectral;
mod student;
mod warm_up;

pub use batches::{Batches, Merge};
pub use drift::drifts;
pub use grouped::Grouped;
pub use histogram::{Histogram, Times};
pub use interval::{LEVEL, Spread};
pub use level::Level;
pub use proportion::proportion_half_width;
pub use spectral::spectral;
pub use student::{normal, student};
pub use warm_up::WarmUp;
