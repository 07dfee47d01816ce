//! Zipf's law over any number of keys, in constant memory.
//!
//! Rejection-inversion (Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete
//! distributions", ACM TOMACS 6(3), 1996): about 1.1 trials a draw, no table, exact for every exponent from 0.

use super::Stream;
use super::exp::exp;
use crate::math;

/// Below this the series of the helper functions is exact to the last bit.
const SMALL: f64 = 1e-8;

/// Ranks 0 to n - 1, rank r with probability proportional to (r + 1)^-s.
#[derive(Clone, Debug)]
pub struct Zipf {
    exponent: f64,
    ranks: f64,
    area_first: f64,
    area_all: f64,
    shortcut: f64,
}

impl Zipf {
    /// The law over `ranks` ranks (at least 1) with an exponent of at least 0.
    #[must_use]
    pub fn new(ranks: u32, exponent: f64) -> Self {
        let ranks = f64::from(ranks.max(1));
        let mut law = Self { exponent, ranks, area_first: 0.0, area_all: 0.0, shortcut: 0.0 };
        law.area_first = law.area(1.5) - 1.0;
        law.area_all = law.area(ranks + 0.5);
        law.shortcut = 2.0 - law.inverse(law.area(2.5) - law.height(2.0));
        law
    }

    /// A rank, the most popular one being 0.
    pub fn sample(&self, stream: &mut Stream) -> u32 {
        loop {
            let u = self.area_all + stream.unit() * (self.area_first - self.area_all);
            let x = self.inverse(u);
            let k = (x + 0.5).floor().clamp(1.0, self.ranks);
            if k - x <= self.shortcut || u >= self.area(k + 0.5) - self.height(k) {
                return math::low(math::whole(k - 1.0));
            }
        }
    }

    /// The hat: x^-s.
    fn height(&self, x: f64) -> f64 {
        math::exp(-self.exponent * math::ln(x))
    }

    /// The area under the hat from 1 to x.
    fn area(&self, x: f64) -> f64 {
        let log = math::ln(x);
        let t = (1.0 - self.exponent) * log;
        log * if t.abs() > SMALL { math::exp_m1(t) / t } else { 1.0 + t / 2.0 }
    }

    /// The x at which the area is reached.
    fn inverse(&self, area: f64) -> f64 {
        let t = (area * (1.0 - self.exponent)).max(-1.0);
        exp(area * if t.abs() > SMALL { math::ln_1p(t) / t } else { 1.0 - t / 2.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws from a law and compares each rank's share with its probability, within five standard errors.
    fn check(ranks: u32, exponent: f64) {
        let draws = 200_000;
        let law = Zipf::new(ranks, exponent);
        let mut stream = Stream::new(3, "zipf");
        let mut counts = vec![0u32; math::index(ranks)];
        for _ in 0..draws {
            counts[math::index(law.sample(&mut stream))] += 1;
        }
        let weights: Vec<f64> = (1..=ranks).map(|r| math::pow(f64::from(r), -exponent)).collect();
        let total: f64 = weights.iter().sum();
        for (rank, (&seen, weight)) in counts.iter().zip(&weights).enumerate() {
            let p = weight / total;
            let expected = p * f64::from(draws);
            let error = (f64::from(draws) * p * (1.0 - p)).sqrt();
            assert!(
                (f64::from(seen) - expected).abs() <= 5.0 * error + 1e-9,
                "s = {exponent}, rank {rank}: {seen} seen, {expected:.1} expected"
            );
        }
    }

    #[test]
    fn shares_follow_the_law() {
        check(1, 1.0);
        check(10, 0.0);
        check(10, 0.8);
        check(50, 1.0);
        check(50, 2.0);
    }
}
