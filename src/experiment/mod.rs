//! Runs and their results: the only door for page, worker and command line.

mod curve;
mod figures;
mod report;
mod run;

pub use curve::{Curve, CurvePoint};
pub use report::{
    CacheReport, Counts, Estimate, Formulas, Invariant, Metrics, REPORT_VERSION, Report, State, StationReport, Verdict,
};
pub use run::{Run, run};
