//! Times that pass through exponential phases, and their quantiles.
//!
//! Source: Neuts, "Matrix-Geometric Solutions in Stochastic Models" (1981), chapter 2. P(T > t) is the sum of the
//! initial vector times exp(S t), S holding the rates between phases. The exponential is computed from powers of a
//! matrix without negative entries (uniformisation), so nothing cancels; squaring reaches any time in a few steps.

use crate::math;

/// Terms of the exponential's series for one mean stay in the fastest phase: 1 / 30! is far beyond the last bit.
const TERMS: u32 = 30;
/// Squarings: more than 10^18 stays in the fastest phase.
const SQUARINGS: usize = 60;
/// Halvings of the last step.
const HALVINGS: u32 = 60;

type Matrix = Vec<Vec<f64>>;

/// A time that ends when it leaves its last phase.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PhaseType {
    /// The chance to begin in each phase; what lacks to 1 is the chance of no time at all.
    pub(super) initial: Vec<f64>,
    /// Rates from phase to phase; on the diagonal minus the rate of leaving.
    pub(super) rates: Matrix,
}

impl PhaseType {
    /// One phase after another, each with its rate.
    pub(super) fn chain(rates: &[f64]) -> Self {
        let mut chain = Self { initial: Vec::new(), rates: Vec::new() };
        for &rate in rates {
            let single = Self { initial: vec![1.0], rates: vec![vec![-rate]] };
            chain = if chain.initial.is_empty() { single } else { chain.then(&single) };
        }
        chain
    }

    /// One of several phases, each with its share and its rate.
    pub(super) fn choice<const N: usize>(branches: [(f64, f64); N]) -> Self {
        let row = |at: usize| (0..N).map(|to| if to == at { -branches[at].1 } else { 0.0 }).collect();
        Self { initial: branches.map(|(share, _)| share).to_vec(), rates: (0..N).map(row).collect() }
    }

    /// This time and then another one, independent of it.
    pub(super) fn then(&self, next: &Self) -> Self {
        let none = 1.0 - self.initial.iter().sum::<f64>();
        let exits = self.exits();
        let mut initial = self.initial.clone();
        initial.extend(next.initial.iter().map(|share| none * share));
        let mut rates: Matrix = Vec::new();
        for (row, exit) in self.rates.iter().zip(exits) {
            rates.push(row.iter().copied().chain(next.initial.iter().map(|share| exit * share)).collect());
        }
        for row in &next.rates {
            rates.push(vec![0.0; self.rates.len()].into_iter().chain(row.iter().copied()).collect());
        }
        Self { initial, rates }
    }

    /// The rate at which each phase ends the time.
    pub(super) fn exits(&self) -> Vec<f64> {
        self.rates.iter().map(|row| (-row.iter().sum::<f64>()).max(0.0)).collect()
    }

    /// The mean time spent in each phase; they sum up to the mean.
    pub(super) fn stays(&self) -> Option<Vec<f64>> {
        let size = self.initial.len();
        let negated = |row: usize, column: usize| -self.rates[column][row];
        super::linear::solve(
            (0..size).map(|row| (0..size).map(|column| negated(row, column)).collect()).collect(),
            &self.initial,
        )
    }

    /// The time that a share `probability` does not exceed; `None` unless it lies in 0 (included) to 1 (excluded).
    pub(super) fn quantile(&self, probability: f64) -> Option<f64> {
        let level = (0.0..1.0).contains(&probability).then_some(1.0 - probability)?;
        let fastest = self.rates.iter().enumerate().fold(0.0, |rate: f64, (at, row)| rate.max(-row[at]));
        let stay = 1.0 / fastest;
        let moves = self.moves(fastest);
        let mut powers = vec![exponential(&moves)];
        while powers.len() < SQUARINGS && after(&self.initial, &powers[powers.len() - 1]).iter().sum::<f64>() > level {
            powers.push(product(&powers[powers.len() - 1], &powers[powers.len() - 1]));
        }
        let mut place = self.initial.clone();
        let mut stays = 0.0;
        for (doublings, power) in powers.iter().enumerate().rev() {
            let next = after(&place, power);
            if next.iter().sum::<f64>() > level {
                place = next;
                stays += math::pow(2.0, math::count(doublings));
            }
        }
        Some((stays + last_stay(place, &moves, level)) * stay)
    }

    /// The chances of a move from phase to phase at the ticks of a clock of this rate.
    fn moves(&self, rate: f64) -> Matrix {
        let share = |at: usize, to: usize| self.rates[at][to] / rate + if at == to { 1.0 } else { 0.0 };
        (0..self.rates.len()).map(|at| (0..self.rates.len()).map(|to| share(at, to).max(0.0)).collect()).collect()
    }
}

/// exp(M - 1) for a matrix M without negative entries: e^-1 (1 + M (1 + M / 2 (1 + M / 3 ( ... )))).
fn exponential(moves: &Matrix) -> Matrix {
    let unit = |at: usize, to: usize| if at == to { 1.0 } else { 0.0 };
    let build = |entry: &dyn Fn(usize, usize) -> f64| -> Matrix {
        (0..moves.len()).map(|at| (0..moves.len()).map(|to| entry(at, to)).collect()).collect()
    };
    let mut sum = build(&unit);
    for term in (1..=TERMS).rev() {
        let next = product(moves, &sum);
        sum = build(&|at, to| unit(at, to) + next[at][to] / f64::from(term));
    }
    build(&|at, to| sum[at][to] * math::exp(-1.0))
}

/// How long a last piece, in stays of 0 to 1, until the sum of what is left has fallen to the level.
fn last_stay(place: Vec<f64>, moves: &Matrix, level: f64) -> f64 {
    let mut terms = Vec::new();
    let mut place = place;
    for _ in 0..=TERMS {
        terms.push(place.iter().sum::<f64>());
        place = after(&place, moves);
    }
    let left = |stay: f64| {
        let inner = (1..=TERMS).rev().fold(0.0, |sum, term| (terms[math::index(term)] + sum) * stay / f64::from(term));
        math::exp(-stay) * (terms[0] + inner)
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if left(middle) > level { low = middle } else { high = middle }
    }
    high
}

/// A row vector times a matrix.
fn after(place: &[f64], moves: &Matrix) -> Vec<f64> {
    let mut next = vec![0.0; place.len()];
    for (&share, row) in place.iter().zip(moves) {
        for (sum, entry) in next.iter_mut().zip(row) {
            *sum += share * entry;
        }
    }
    next
}

fn product(one: &Matrix, other: &Matrix) -> Matrix {
    one.iter().map(|row| after(row, other)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_phase_is_exponential() {
        for rate in [1e-6, 0.3, 1e9] {
            let got = PhaseType::chain(&[rate]).quantile(0.999).unwrap();
            assert!((got * rate / math::ln(1000.0) - 1.0).abs() < 1e-13, "{got} at rate {rate}");
        }
    }

    #[test]
    fn phases_of_very_different_speed_have_quantiles() {
        // The fast phases do not matter: the slow one is exponential, and begins a mean of 2e-6 late.
        let time = PhaseType::chain(&[1e6, 1e6, 1.0]).quantile(0.95).unwrap();
        assert!((time - math::ln(20.0) - 2e-6).abs() < 1e-9, "{time}");
    }

    #[test]
    fn stays_sum_up_to_the_mean() {
        let time = PhaseType::chain(&[2.0, 4.0]).then(&PhaseType::choice([(0.5, 1.0), (0.25, 0.5)]));
        let mean: f64 = time.stays().unwrap().iter().sum();
        assert!((mean - (0.75 + 0.5 + 0.5)).abs() < 1e-14, "{mean}");
    }
}
