//! M/D/c: Poisson arrivals, constant service, c servers, first come first served. Means only.
//!
//! Source: Crommelin, "Delay probability formulae when the holding times are constant" (Post Office Electrical
//! Engineers Journal 25, 1932); the sum is also Spitzer's identity for the random walk N - c, N a Poisson count.

use super::{Demand, Means, TheoryError, poisson};
use crate::math;

/// What a term of the sum must have fallen to, as an exponent of e, before the rest is left out.
const EXPONENT_ENOUGH: f64 = 42.0;
/// With more terms than these the roots are used instead.
const TERMS_MAX: f64 = 1_000.0;
/// Steps to come near a root, and at most so many more to reach it.
const STEPS: u32 = 30;

/// A stable M/D/c queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mdc {
    demand: Demand,
    servers: u32,
    utilisation: f64,
}

impl Mdc {
    /// The queue with this demand and so many servers.
    ///
    /// # Errors
    ///
    /// If the demand is out of range, there is no server, or the work is too much for them.
    pub fn new(demand: Demand, servers: u32) -> Result<Self, TheoryError> {
        Ok(Self { demand, servers, utilisation: demand.utilisation(servers)? })
    }

    /// rho = lambda D / c: the mean share of busy servers, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// Mean times and numbers.
    #[must_use]
    pub fn means(&self) -> Means {
        let rho = self.utilisation;
        if rho == 0.0 {
            return Means::new(self.demand, 0.0);
        }
        let queue = match self.servers {
            1 => rho * rho / (2.0 * (1.0 - rho)),
            _ if self.terms() <= TERMS_MAX => self.queue_by_sum(),
            _ => self.queue_by_roots(),
        };
        Means::new(self.demand, queue / self.demand.arrival_rate_per_ms())
    }

    /// Lq = sum over n of E[(N - n c)+] / n, N a Poisson count of mean n lambda D. Term by term this is
    /// lambda (D P(N >= n c) - (c / lambda) P(N >= n c + 1)).
    fn queue_by_sum(&self) -> f64 {
        let excess = |n| poisson::mean_excess(n * u64::from(self.servers), self.utilisation) / math::float(n);
        (1..=math::floor(self.terms()) + 1).map(excess).sum()
    }

    /// How many terms of the sum count: they fall like exp(-n c (rho - 1 - ln rho)).
    fn terms(&self) -> f64 {
        let fall = (self.utilisation - 1.0) - math::ln_1p(self.utilisation - 1.0);
        EXPONENT_ENOUGH / (f64::from(self.servers) * fall)
    }

    /// Lq = sum over k = 1..c-1 of 1 / (1 - z_k) - (c (c - 1) - a^2) / (2 (c - a)), z_k the roots of
    /// z^c = exp(a (z - 1)) within the unit circle: for heavy load, where the sum has too many terms.
    fn queue_by_roots(&self) -> f64 {
        let (c, a) = (f64::from(self.servers), f64::from(self.servers) * self.utilisation);
        let share = |k| {
            let (re, im) = root(std::f64::consts::TAU * f64::from(k) / c, self.utilisation);
            // The real part of 1 / (1 - z): the imaginary ones of conjugate roots cancel.
            (1.0 - re) / ((1.0 - re) * (1.0 - re) + im * im)
        };
        (1..self.servers).map(share).sum::<f64>() - (c * (c - 1.0) - a * a) / (2.0 * (c - a))
    }
}

/// The root of z = exp(i angle + rho (z - 1)) within the unit circle, as real and imaginary part.
fn root(angle: f64, rho: f64) -> (f64, f64) {
    let image = |(re, im): (f64, f64)| {
        let (size, turn) = (math::exp(rho * (re - 1.0)), angle + rho * im);
        (size * math::cos(turn), size * math::sin(turn))
    };
    // The map draws every point of the disc towards the root; Newton's method then doubles the digits at each step.
    let mut z = (0..STEPS).fold((0.0, 0.0), |z, _| image(z));
    for _ in 0..STEPS {
        let to = image(z);
        let (over, under) = ((z.0 - to.0, z.1 - to.1), (1.0 - rho * to.0, -rho * to.1));
        let square = under.0 * under.0 + under.1 * under.1;
        let step = ((over.0 * under.0 + over.1 * under.1) / square, (over.1 * under.0 - over.0 * under.1) / square);
        z = (z.0 - step.0, z.1 - step.1);
        if step.0.abs() + step.1.abs() < f64::EPSILON {
            break;
        }
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sum_and_roots_agree() {
        for (servers, utilisation) in [(2, 0.6), (4, 0.8), (16, 0.9375), (100, 0.97), (700, 0.99), (1000, 0.995)] {
            let demand = Demand { arrival_rate_per_s: 100.0 * f64::from(servers) * utilisation, service_mean_ms: 10.0 };
            let queue = Mdc::new(demand, servers).unwrap();
            let (sum, roots) = (queue.queue_by_sum(), queue.queue_by_roots());
            assert!((sum / roots - 1.0).abs() < 1e-9, "{servers} servers at {utilisation}: {sum} and {roots}");
        }
    }
}
