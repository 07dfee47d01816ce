//! What is measured of a server: its load for the policies whose weights follow it, and how each attempt ended.
//!
//! The fields of a report are those of a backend's report in gRPC (proposal A51, Open Request Cost Aggregation).
//! Measuring is the caller's business: it counts over one report interval and hands the result to
//! [`Balance::observe`](super::Balance), and tells the end of each attempt to [`Balance::closed`](super::Balance).

use crate::units::Nanos;

/// One server's load over the last report interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LoadReport {
    /// Attempts that ended, per second, whatever their outcome. 0 when the server did nothing or said nothing.
    pub completed_per_s: f64,
    /// The part of these that failed, per second.
    pub failed_per_s: f64,
    /// Mean share of the server's workers that were busy, 0 to 1.
    pub utilisation: f64,
}

/// What came back from an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    #[default]
    Approved,
    /// No, for a good reason: a correct answer.
    Declined,
    /// A technical failure that the server itself reported, as a proxy sees a status of 500.
    Failed,
    /// Nothing: refused, broken off or timed out, as a proxy reports 502, 503 or 504.
    Missing,
}

impl Answer {
    /// Whether the server did its work, whatever the issuer said.
    #[must_use]
    pub const fn is_correct(self) -> bool {
        matches!(self, Self::Approved | Self::Declined)
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// What came back.
    pub answer: Answer,
    /// From when it was sent to when it ended.
    pub latency: Nanos,
    /// The part of it in which the server worked, as the server says; zero where it says nothing.
    pub service: Nanos,
    /// Attempts that waited at the server when it answered, as the server says.
    pub waiting: u32,
}
