//! How sure a share is, above all one of which every case went the same way.
//!
//! Wilson, "Probable inference, the law of succession, and statistical inference" (1927): the interval of all shares that
//! the count does not contradict. It never leaves 0 to 1, and where nothing failed it still has a width, z^2 / (n + z^2),
//! the "rule of three" (Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", 1983) in its two-sided
//! form.
//!
//! Neighbouring payments share their fate, so they count for fewer: the share's variance over slices of time says for
//! how many (Kish's design effect, 1965). Where all went the same way that cannot be seen, and they count as independent.

use super::{Spread, student};

/// Half the width of the interval of a level, between 0 and 1, around a share of so many cases, whose spread over time is
/// given.
///
/// Wilson's interval is not symmetric; this is its longer side, so that share and half-width cover all of it.
#[must_use]
pub fn proportion_half_width(share: f64, cases: f64, spread: Spread, level: f64) -> f64 {
    let binomial = share * (1.0 - share);
    let effective =
        if binomial > 0.0 && spread.variance > 0.0 { (binomial / spread.variance).min(cases) } else { cases };
    let z = student(level, spread.degrees);
    let z2 = z * z / effective;
    let centre = (share + z2 / 2.0) / (1.0 + z2);
    let reach = (binomial * z2 + z2 * z2 / 4.0).sqrt() / (1.0 + z2);
    (centre + reach - share).max(share - (centre - reach))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::LEVEL;

    const MANY: f64 = 1e9;

    fn independent(share: f64, cases: f64) -> Spread {
        Spread { variance: share * (1.0 - share) / cases, degrees: MANY }
    }

    #[test]
    fn no_failure_is_no_certainty() {
        let half_width = proportion_half_width(1.0, 1_000.0, independent(1.0, 1_000.0), LEVEL);
        // z^2 / (n + z^2) with z = 1.96; 3.69 / n is the exact binomial bound.
        assert!((half_width - 3.841_5 / 1_003.841_5).abs() < 1e-6, "{half_width}");
        let none = proportion_half_width(0.0, 1_000.0, independent(0.0, 1_000.0), LEVEL);
        assert!((none - half_width).abs() < 1e-12, "the same at the other end");
    }

    /// Wilson's interval for 10 of 100: 0.0552 to 0.1744.
    #[test]
    fn ten_of_a_hundred() {
        let half_width = proportion_half_width(0.1, 100.0, independent(0.1, 100.0), LEVEL);
        assert!((half_width - 0.0744).abs() < 1e-4, "the longer side: {half_width}");
    }

    #[test]
    fn bursts_count_for_less() {
        let alone = independent(0.9, 10_000.0);
        let bursts = Spread { variance: alone.variance * 9.0, ..alone };
        let [alone, bursts] = [alone, bursts].map(|spread| proportion_half_width(0.9, 10_000.0, spread, LEVEL));
        assert!((bursts / alone - 3.0).abs() < 0.2, "about three times as wide: {bursts} and {alone}");
    }
}
