//! What is measured of a server, for the policies whose weights follow it.
//!
//! The fields are those of a backend's report in gRPC (proposal A51, Open Request Cost Aggregation). Measuring is the
//! caller's business: it counts over one report interval and hands the result to [`Balance::observe`](super::Balance).

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
