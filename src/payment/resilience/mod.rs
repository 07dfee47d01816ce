//! Safeguards as plain machines: breakers, budgets, limits and queues that take observations and the time.
//!
//! Each follows one product, with its defaults, and knows nothing of the network: the caller asks before it sends and
//! tells what came of it.

pub mod adaptive_concurrency;
pub mod admission;
pub mod aimd;
pub mod autoscaler;
pub mod circuit_breaker;
pub mod codel;
pub mod gradient;
pub mod retry_budget;
pub mod retry_throttle;
pub mod token_bucket;
pub mod vegas;

/// One finished call, as a limit on concurrency sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// From sending to the answer, in milliseconds.
    pub rtt_ms: f64,
    /// Calls in flight when it was sent, itself included: so Netflix's `AbstractLimiter` counts them.
    pub in_flight: u32,
    /// Whether it was dropped: timed out or refused.
    pub dropped: bool,
}

#[cfg(test)]
pub(super) mod tests {
    use super::Sample;

    /// A sample that was not dropped.
    pub(crate) fn sample(rtt_ms: f64, in_flight: u32) -> Sample {
        Sample { rtt_ms, in_flight, dropped: false }
    }
}
