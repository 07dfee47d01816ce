//! Balancing policies against what the real products did, and against what can be worked out by hand.

mod by_load;
mod connections;
mod hashing;
mod play;
mod queues;
mod resilience;
mod response_time;
mod rotation;
mod tiers;
