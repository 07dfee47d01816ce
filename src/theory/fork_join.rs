//! Work that is split into parallel branches and done when all of them, or enough of them, are done.
//!
//! Source: Flatto and Hahn, "Two parallel queues created by arrivals with two demands" (SIAM Journal on Applied
//! Mathematics 44, 1984) for two branches, exact; Nelson and Tantawi, "Approximate analysis of fork/join synchronization
//! in parallel queues" (IEEE Transactions on Computers 37(6), 1988) for more, an approximation some percent low.

use super::limits::{count, positive, within};
use super::{Demand, TheoryError};

/// A stream of work, all of it split over parallel M/M/1 branches; every arrival sends one part to each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForkJoin {
    demand: Demand,
    branches: u32,
    utilisation: f64,
}

impl ForkJoin {
    /// The system with this demand on each branch and so many branches.
    ///
    /// # Errors
    ///
    /// If the demand is out of range, there is no branch, or the work is too much for a branch.
    pub fn new(demand: Demand, branches: u32) -> Result<Self, TheoryError> {
        Ok(Self { demand, branches: count("branches", branches)?, utilisation: demand.utilisation(1)? })
    }

    /// The share of time that a branch is busy, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.utilisation
    }

    /// Whether the mean is exact; with three branches and more it is an approximation.
    #[must_use]
    pub fn exact(&self) -> bool {
        self.branches <= 2
    }

    /// Mean time until the last part is done, in milliseconds: (12 - rho) / 8 times 1 / (mu - lambda) for two branches,
    /// [H(K) / H(2) + (4 / 11) (1 - H(K) / H(2)) rho] times that for K.
    #[must_use]
    pub fn response_ms(&self) -> f64 {
        let rho = self.utilisation;
        let branch_ms = self.demand.service_mean_ms / (1.0 - rho);
        let two_ms = (12.0 - rho) / 8.0 * branch_ms;
        match self.branches {
            1 => branch_ms,
            2 => two_ms,
            branches => {
                let growth = harmonic(1, branches) / harmonic(1, 2);
                (growth + 4.0 / 11.0 * (1.0 - growth) * rho) * two_ms
            }
        }
    }
}

/// So many answers are awaited of so many calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quorum {
    /// How many answers are enough, 1 to `calls`.
    pub answers: u32,
    /// How many calls are made at once, 1 or more.
    pub calls: u32,
}

/// Mean time in milliseconds until the first k of n parallel calls are answered, none of which queues and each of which
/// takes an exponential time of this mean: the mean times the sum of 1 / i for i from n - k + 1 to n.
///
/// Source: Renyi, "On the theory of order statistics" (1953).
///
/// # Errors
///
/// If the time or a number is out of range.
pub fn quorum_mean_ms(quorum: Quorum, service_mean_ms: f64) -> Result<f64, TheoryError> {
    let Quorum { answers, calls } = quorum;
    positive("service_mean_ms", service_mean_ms)?;
    count("calls", calls)?;
    within("answers", f64::from(answers), (1..=calls).contains(&answers), "from 1 to the number of calls")?;
    Ok(service_mean_ms * harmonic(calls - answers + 1, calls))
}

/// The sum of 1 / i over these numbers, both included; the small parts first.
fn harmonic(first: u32, last: u32) -> f64 {
    (first..=last).rev().map(|i| 1.0 / f64::from(i)).sum()
}
