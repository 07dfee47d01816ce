//! Wrappers that go with any policy: who is usable now, and how much a weight counts.
//!
//! Each is a plain machine of settings and counters that knows no clock and sends nothing: the caller tells what it
//! observed and when, and asks before a pick. The settings' defaults are the product's. Their answers go into the
//! [`View`](super::View): `usable` for health, `weights` for slow start and for weights that failures lower.

pub mod active;
pub mod outlier;
pub mod panic;
pub mod passive;
pub mod slow_start;
pub mod tiers;
pub mod zones;

pub use active::{Active, ActiveSettings};
pub use outlier::{Outlier, OutlierSettings};
pub use panic::Panic;
pub use passive::{Passive, PassiveSettings};
pub use slow_start::{SlowStart, SlowStartSettings};
pub use tiers::Tier;
