//! The waiting time of M/D/1: Poisson arrivals, constant service, one server.
//!
//! The classic sum (Erlang, 1909) has terms of alternating sign that grow without bound. Here are two forms without
//! that: for short times one of positive terms from the law of the queue length (Franx, "A simple solution for the
//! M/D/c waiting time distribution", Operations Research Letters 29, 2001), for long ones the exponential tail, whose
//! error is below the last bit there.

use super::quantile::{crossing, quantile};
use crate::math;

/// From this many services on the tail is exponential: the next terms are smaller by more than e^-25.
const LONG: u32 = 30;

/// The law of the wait, in units of the service.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wait {
    utilisation: f64,
    /// P(at most n wait in line), n from 0.
    line: Vec<f64>,
    /// Rate of the exponential tail per service.
    decay: f64,
}

impl Wait {
    /// The law at this utilisation, 0 to 1 (excluded).
    pub(super) fn new(utilisation: f64) -> Self {
        // The decay x solves e^x - 1 = x / rho. Below the root the left side is less.
        let below = |x: f64| math::exp_m1(x) * utilisation < x;
        let decay = if utilisation > 0.0 { crossing(below, 1.0 - utilisation) } else { f64::MAX };
        Self { utilisation, line: lines_at_most(utilisation), decay }
    }

    /// The wait in services that a share `probability` does not exceed; `None` unless it lies in 0 (included) to 1
    /// (excluded).
    pub(super) fn quantile(&self, probability: f64) -> Option<f64> {
        if self.utilisation <= 1.0 - probability && probability >= 0.0 {
            return Some(0.0);
        }
        quantile(|services| self.tail(services), 1.0, probability)
    }

    /// P(Wq > t), t in services.
    fn tail(&self, services: f64) -> f64 {
        let rho = self.utilisation;
        if services >= f64::from(LONG) {
            return (1.0 - rho) / (rho + self.decay - 1.0) * math::exp(-self.decay * services);
        }
        // P(Wq <= k - u) is the mean of P(line <= k - 1 - N), N a Poisson count of mean rho u, where 0 < u <= 1.
        let whole = services.floor();
        let mean = rho * (whole + 1.0 - services);
        let mut term = math::exp(-mean);
        let mut sum = 0.0;
        for arrivals in 0..=math::floor(whole) {
            let left = math::floor(whole) - arrivals;
            sum += term * self.line[usize::try_from(left).unwrap_or(0)];
            term *= mean / math::float(arrivals + 1);
        }
        1.0 - sum
    }
}

/// P(at most n wait in line) for n from 0 to `LONG`: P(at most n + 1 are in the system).
///
/// From the balance of crossings between n and n + 1 at the ends of services, all terms positive (Kleinrock, "Queueing
/// Systems" volume 1, 1975, section 5.6): p(n + 1) a(0) = p(0) b(n) + sum over j = 1..n of p(j) b(n + 1 - j), where
/// a(i) is the chance of i arrivals in a service and b(i) that of more than i.
fn lines_at_most(rho: f64) -> Vec<f64> {
    let size = math::index(LONG) + 2;
    let mut arrivals = vec![math::exp(-rho)];
    for n in 1..2 * size {
        arrivals.push(arrivals[n - 1] * rho / math::count(n));
    }
    let more = |n: usize| arrivals[n + 1..].iter().sum::<f64>();
    let more: Vec<f64> = (0..size).map(more).collect();
    let mut present = vec![1.0 - rho];
    for n in 0..size {
        let crossings: f64 = (1..=n).map(|j| present[j] * more[n + 1 - j]).sum();
        present.push((present[0] * more[n] + crossings) / arrivals[0]);
    }
    let at_most = present.iter().scan(0.0, |sum, share| {
        *sum += share;
        Some(*sum)
    });
    at_most.skip(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_forms_meet() {
        for utilisation in [0.3, 0.5, 0.9, 0.999] {
            let law = Wait::new(utilisation);
            let edge = f64::from(LONG);
            let (before, after) = (law.tail(edge * (1.0 - 1e-14)), law.tail(edge));
            assert!((before - after).abs() < 1e-12, "at {utilisation}: {before} and {after}");
        }
    }

    #[test]
    fn the_tail_is_the_alternating_sum_where_that_can_be_computed() {
        for (utilisation, services) in [(0.5, 0.3), (0.8, 1.7), (0.8, 4.0), (0.95, 6.2)] {
            let term = |(k, services): (u32, f64)| {
                let load = utilisation * (f64::from(k) - services);
                (1..=k).fold(1.0, |product, n| product * load / f64::from(n)) * math::exp(-load)
            };
            let terms = (0..=6).filter(|&k| f64::from(k) <= services).map(|k| term((k, services)));
            let exact = 1.0 - (1.0 - utilisation) * terms.sum::<f64>();
            let got = Wait::new(utilisation).tail(services);
            assert!((got - exact).abs() < 1e-13, "{utilisation} at {services}: {got}, expected {exact}");
        }
    }
}
