//! How one run's picks shift between processors, half second by half second: where weights follow the load, the shares
//! may swing to and fro although their mean looks fair.
//!
//! They are those that the charts draw ([`Column::Share`]). Processors report their load once a second, so rows of half a
//! second show every report's effect, wherever reports fall between the rows.

use super::run::Run;
use crate::math;
use crate::payment::{Column, columns};
use serde::{Deserialize, Serialize};

/// The finest rows that the charts keep.
const TIER: usize = 0;
/// Most processors that are told one by one.
const TOLD: usize = 8;
/// Shares are told in thousandths.
const DIGITS: f64 = 1_000.0;

/// The shares of the picks in the last minute of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shifts {
    /// The shares of the first processors, at most eight, row by row; zeros where nobody was picked.
    pub shares: Vec<Vec<f64>>,
    /// Share of the picks that goes to another processor than in the row before, on average over the rows and over all
    /// processors; absent without rows.
    pub moved: Option<f64>,
}

impl Shifts {
    /// Those of a run so far.
    pub(super) fn of(run: &Run) -> Self {
        let network = run.network();
        let all = columns(&network.roster());
        let (times, series) = network.series(TIER).unwrap_or_default();
        let shares = all.iter().zip(&series).filter(|(column, _)| matches!(column, Column::Share(_)));
        let by_processor: Vec<&Vec<f64>> = shares.map(|(_, shares)| shares).collect();
        let row = |place: usize| by_processor.iter().filter_map(|shares| shares.get(place).copied()).collect();
        Self::of_rows(&(0..times.len()).map(row).collect::<Vec<Vec<f64>>>())
    }

    fn of_rows(rows: &[Vec<f64>]) -> Self {
        let told = |share: &f64| if share.is_finite() { (share * DIGITS).round() / DIGITS } else { 0.0 };
        let apart = |pair: &[Vec<f64>]| {
            let sum: f64 = pair[0].iter().zip(&pair[1]).map(|(before, after)| (after - before).abs()).sum();
            (sum / 2.0).is_finite().then_some(sum / 2.0)
        };
        let moves: Vec<f64> = rows.windows(2).filter_map(apart).collect();
        Self {
            shares: rows.iter().map(|row| row.iter().take(TOLD).map(told).collect()).collect(),
            moved: (!moves.is_empty()).then(|| moves.iter().sum::<f64>() / math::count(moves.len())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_is_half_of_what_changes() {
        let swinging = Shifts::of_rows(&[vec![0.5, 0.5], vec![0.2, 0.8], vec![0.5, 0.5]]);
        assert!((swinging.moved.expect("rows") - 0.3).abs() < 1e-12, "{swinging:?}");
        let idle = Shifts::of_rows(&[vec![f64::NAN, f64::NAN], vec![1.0 / 3.0, 2.0 / 3.0]]);
        assert_eq!(
            (idle.moved, idle.shares),
            (None, vec![vec![0.0, 0.0], vec![0.333, 0.667]]),
            "nobody was picked at first"
        );
        let many = Shifts::of_rows(&[vec![0.1; 10], vec![0.1; 10]]);
        assert_eq!((many.shares[0].len(), many.moved), (TOLD, Some(0.0)), "as many as have a colour");
    }
}
