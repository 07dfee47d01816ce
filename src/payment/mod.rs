//! The payment network on the engine: stages, the balancer, the cache, and what is measured where.
//!
//! [`Network`] is the model; `measure` counts, `watch` shows. Left out so far: timers, retries, unknown outcomes and
//! faults. Every payment gets its answer or is turned away by a full queue.

mod arrivals;
mod cards;
mod demand;
mod measure;
mod network;
mod place;
mod plan;
pub mod resilience;
mod routing;
mod row_times;
mod series;
mod slab;
mod station;
mod tally;
mod view;
mod watch;
mod work;

pub use measure::{Group, Slice, Window};
pub use network::{Event, Network};
pub use place::{Outcome, Place};
pub use plan::{Plan, PopularityPlan, ProcessorPlan, Profile, SourcePlan, StationPlan, UNLIMITED};
pub use series::{Column, ROWS, TIERS, columns};
pub use tally::{Mark, PROCESSORS_MAX, StationMark, Tally, Total};
pub use view::Gauge;
pub use watch::Move;
