//! Safeguards as plain machines: breakers, budgets, limits and queues that take observations and the time.
//!
//! Each follows one product, with its defaults, and knows nothing of the network: the caller asks before it sends and
//! tells what came of it.

pub mod admission;
pub mod circuit_breaker;
pub mod retry_budget;
pub mod retry_throttle;
pub mod token_bucket;
