//! What tests show: the thread pool, simulated at one load.

use crate::experiment::{Estimate, Lab, LabMeasured, LabPoint, LabReport, State};
use crate::scenario::LabSetting;

/// What theory says of the thread pool.
pub(super) fn theory() -> Vec<LabPoint> {
    Lab::new(LabSetting::default(), 1).expect("allowed").report().points
}

/// What was measured at a load of 0.8, and nowhere else.
pub(super) fn measured() -> Vec<LabPoint> {
    let mut points = theory();
    let point = points.iter_mut().find(|point| point.load == 0.8).expect("a load of 0.8");
    point.measured = Some(figures());
    points
}

/// A report of these points.
pub(super) fn report(setting: LabSetting, points: Vec<LabPoint>) -> LabReport {
    LabReport { points, ..Lab::new(setting, 1).expect("allowed").report() }
}

fn figures() -> LabMeasured {
    let steady = |mean: f64, half_width: f64| Estimate {
        mean: Some(mean),
        half_width: Some(half_width),
        level: 0.95,
        runs: 4,
        state: State::Steady,
        ..Estimate::default()
    };
    LabMeasured {
        state: State::Steady,
        throughput_per_s: steady(63.9, 0.3),
        gap_ms: Some(15.6),
        response_ms: steady(88.0, 1.5),
        p50_ms: steady(64.0, 1.0),
        p95_ms: steady(240.0, 6.0),
        p99_ms: Estimate { mean: None, half_width: None, needed: Some(5_000), ..steady(0.0, 0.0) },
        events: 100_000,
    }
}
