//! Back-off: how long to wait before a retry.
//!
//! Source: Envoy 1.31, from its code: uniform from 0 to a limit that starts at the base and doubles up to ten times the
//! base. Its documentation has another formula.

use crate::random::Stream;
use crate::units::Nanos;

/// What can be set; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackOffSettings {
    /// The first limit.
    pub base: Nanos,
    /// No limit is longer.
    pub max: Nanos,
}

impl Default for BackOffSettings {
    fn default() -> Self {
        Self { base: Nanos::new(25_000_000), max: Nanos::new(250_000_000) }
    }
}

impl BackOffSettings {
    /// The longest wait before a retry, the first one being number 0.
    #[must_use]
    pub fn limit(&self, retry: u32) -> Nanos {
        Nanos::new(self.base.get().saturating_mul(1_u64.checked_shl(retry).unwrap_or(u64::MAX))).min(self.max)
    }

    /// A wait before a retry; one draw.
    pub fn wait(&self, retry: u32, stream: &mut Stream) -> Nanos {
        Nanos::from_seconds(self.limit(retry).seconds() * stream.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_double_up_to_ten_times_the_base() {
        let settings = BackOffSettings::default();
        let limits = [0, 1, 2, 3, 4, 5, 63, 64].map(|retry| settings.limit(retry).get() / 1_000_000);
        assert_eq!(limits, [25, 50, 100, 200, 250, 250, 250, 250], "milliseconds");
        let mut stream = Stream::new(1, "back-off");
        assert!((0..1000).all(|_| settings.wait(2, &mut stream) < settings.limit(2)), "below the limit");
    }
}
