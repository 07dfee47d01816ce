//! Runs and their results: the only door for page, worker and command line.

mod availability;
mod contest;
mod controls;
mod curve;
mod duel;
mod expectation;
mod figures;
mod follow_up;
mod golden;
mod hindsight;
mod lab;
mod ledger;
mod metrics;
mod otherwise;
mod overload;
mod pair;
mod places;
mod recovery;
mod report;
mod run;
mod sample;
mod security;
mod shifts;
mod trial;
mod verify;

pub use availability::{Availability, TimeAvailability, Tries, UP_SHARE};
pub use contest::{Contest, ContestOutcome, ContestReport, ContestRun, Contestant, Floor, Gap};
pub use controls::{Price, PriceReport, Prices};
pub use curve::{Curve, CurvePoint};
pub use duel::differences;
pub use expectation::{
    Answer, Broken, CacheExpectation, ClassExpectation, Excess, Expectation, Expected, Known, Reason,
    StationExpectation, Unknown, Violation,
};
pub use follow_up::FollowUpReport;
pub use golden::GOLDEN;
pub use hindsight::{
    Books, Cause, Found, Hindsight, Judgement, LookBack, Mention, Moment, Question, Share, Story, Why, hindsight, story,
};
pub use lab::{Lab, LabMeasured, LabPass, LabPoint, LabReport, LabTask, LabTheory};
pub use ledger::LedgerReport;
pub use metrics::Metrics;
pub use otherwise::{
    AHEAD_SHARE, CALLS, COHERENCY, Case as OtherwiseCase, OUTAGE_SERVICES, Otherwise, PATIENCE_SERVICES, SERIAL_SHARE,
};
pub use pair::Comparison;
pub use places::PlaceEstimates;
pub use recovery::{ClassReport, RecoveryReport, Sum};
pub use report::{
    CacheReport, Counts, Early, Estimate, Formulas, Invariant, Overload, REPORT_VERSION, Report, State, StationReport,
    Verdict,
};
pub use run::{Run, run};
pub use sample::{Kind, Sample};
pub use security::{Declined, PartySums, Proportion, Screening, SecurityReport};
pub use shifts::Shifts;
pub use trial::{
    BUDGET_EVENTS, Goal, Job, Observation, Precision, RUNS_MAX, RUNS_STEADY, RUNS_VARYING, Reached, Trial, TrialReport,
    TrialRun, Working,
};
pub use verify::{Coverage, Depth, Figure, Golden, Outcome, Task, Verification, VerifyReport};
