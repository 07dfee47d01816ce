//! Signal detection: how much of the fraud a threshold on a score catches, and how many honest payments with it.
//!
//! Both scores are normal with standard deviation 1, d' apart; what is above the threshold is taken for fraud (Green and
//! Swets, "Signal Detection Theory and Psychophysics", 1966, chapter 3). As the threshold moves, the two shares run along
//! the curve called ROC: none of them can be chosen without the other.

use crate::math;

/// Two laws of a score, and a threshold between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// d': by how many standard deviations the laws are apart.
    pub separation: f64,
    /// The threshold, in standard deviations from the middle of the honest law.
    pub threshold: f64,
}

impl Detection {
    /// Share of the fraud that is caught, 0 to 1: Phi(d' - t).
    #[must_use]
    pub fn recall(&self) -> f64 {
        above(self.threshold - self.separation)
    }

    /// Share of the honest that is taken for fraud, 0 to 1: Phi(-t).
    #[must_use]
    pub fn false_positives(&self) -> f64 {
        above(self.threshold)
    }

    /// Share of what is caught that is fraud, where this share of all is fraud (Bayes); `None` where nothing is caught.
    #[must_use]
    pub fn precision(&self, base_rate: f64) -> Option<f64> {
        let caught = base_rate * self.recall();
        let all = caught + (1.0 - base_rate) * self.false_positives();
        (all > 0.0).then(|| caught / all)
    }
}

/// P(Z > z) of the standard normal law.
fn above(z: f64) -> f64 {
    math::erfc(z / std::f64::consts::SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: f64, expected: f64, what: &str) {
        assert!((found - expected).abs() < 5e-5, "{what}: {found}, not {expected}");
    }

    /// Tables of the normal law: P(Z > 1) = 0.15866, P(Z > 1.96) = 0.02500, P(Z > -0.5) = 0.69146.
    #[test]
    fn shares_are_those_of_the_tables() {
        let one = Detection { separation: 2.46, threshold: 1.96 };
        check(one.false_positives(), 0.025, "honest above 1.96");
        check(one.recall(), 0.691_46, "fraud above -0.5 of its own");
        check(Detection { separation: 0.0, threshold: 1.0 }.recall(), 0.158_66, "no separation, no difference");
    }

    /// The base-rate trap: with one fraud in a thousand, 80 % caught and one honest payment in a thousand stopped, 44 % of
    /// what is stopped is fraud; with one in a hundred stopped it is 7.4 %.
    #[test]
    fn precision_falls_with_the_base_rate() {
        let of = |threshold: f64| Detection { separation: threshold + 0.841_62, threshold }.precision(0.001);
        check(of(3.090_23).unwrap_or_default(), 0.444_7, "one in a thousand");
        check(of(2.326_35).unwrap_or_default(), 0.074_1, "one in a hundred");
    }
}
