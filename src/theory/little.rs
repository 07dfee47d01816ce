//! Little's law: the mean number inside is the rate through times the mean time inside.
//!
//! Source: Little, "A proof for the queuing formula L = lambda W" (Operations Research 9(3), 1961). It needs no
//! assumption about distributions or order, only that what enters leaves; so it holds for a whole system, for one
//! station and for its queue alone.

use super::demand::MILLIS_PER_SECOND;

/// A steady stream through a part of the system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// How many pass per second.
    pub rate_per_s: f64,
    /// How long each stays on average, in milliseconds.
    pub mean_time_ms: f64,
}

impl Flow {
    /// L = lambda W: how many are inside on average.
    ///
    /// ```
    /// # use switchyard::theory::Flow;
    /// let flow = Flow { rate_per_s: 250.0, mean_time_ms: 40.0 };
    /// assert_eq!(flow.mean_inside(), 10.0);
    /// ```
    #[must_use]
    pub fn mean_inside(self) -> f64 {
        self.rate_per_s * self.mean_time_ms / MILLIS_PER_SECOND
    }
}
