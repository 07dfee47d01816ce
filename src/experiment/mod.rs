//! Runs and their results: the only door for page, worker and command line.

mod report;

pub use report::{
    CacheReport, Counts, Estimate, Formulas, Invariant, Metrics, REPORT_VERSION, Report, State, StationReport, Verdict,
};
