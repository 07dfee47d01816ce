//! What page and worker say to each other.
//!
//! Commands and notices are rare and small: JSON. Snapshots come up to thirty times a second: one array of floats each,
//! whose buffer is handed over instead of copied ([`Snapshot`]). Every message names the run it belongs to, so that an
//! answer to yesterday's slider is dropped. A version mismatch means that a cached worker met a newer page: the page
//! then reloads it.

mod brief;
mod live;
mod look_back;
mod rehearsal;
mod session;
mod snapshot;
mod study;
pub mod traces;

pub use crate::payment::{Column, Roster, columns};
pub use brief::{Brief, BriefNotice, Losses};
pub use look_back::Past;
pub use session::Session;
pub use snapshot::{Gauge, Hop, Ledger, Series, Snapshot};
pub use study::{Findings, Study};

pub use crate::experiment::CurvePoint;

use crate::experiment::{Expectation, Found, Metrics, PlaceEstimates, Report};
use crate::scenario::Problem;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Version of the messages.
pub const VERSION: u32 = 1;

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Begin a run and take it at once to an instant: an edit replays the run under the new scenario.
    Load {
        /// Number of the run, counted up by the page.
        run: u32,
        /// Seed of both scenarios.
        seed: u64,
        /// The scenario.
        scenario: Value,
        /// The scenario that it is compared with.
        pinned: Option<Value>,
        /// Simulated time to go to at once, in seconds.
        to_s: f64,
        /// Whether to go on from there.
        playing: bool,
    },
    /// Go on.
    Play,
    /// Stand still.
    Pause,
    /// One event further.
    StepEvent,
    /// Up to and including the balancer's next pick.
    StepDecision,
    /// Simulated seconds per second; `null` for as fast as possible.
    Speed {
        /// Simulated seconds per second.
        factor: Option<f64>,
    },
    /// The trailing window of the charts, as an index of [`crate::payment::TIERS`].
    Window {
        /// Index of the tier.
        tier: u8,
    },
    /// A snapshot was shown; the next may come.
    Acknowledge {
        /// Its number.
        sequence: u32,
    },
    /// Simulate the scenario at several loads, for the formula chart.
    Curve {
        /// Number of the request, counted up by the page.
        request: u32,
        /// The seed.
        seed: u64,
        /// The scenario.
        scenario: Value,
    },
    /// Keep the books of a study: the answer holds its first tasks.
    Study {
        /// Number of the request, counted up by the page.
        request: u32,
        /// What is to be studied.
        study: Study,
    },
    /// Add runs to the trial whose books are kept.
    Extend {
        /// How many.
        runs: u32,
    },
    /// Do a task of a study whose books another worker keeps.
    Task {
        /// Its place among the tasks.
        place: u32,
        /// The task, as the books named it.
        task: String,
    },
    /// What came of a task.
    Outcome {
        /// Its place among the tasks.
        place: u32,
        /// What came of it, as the worker named it.
        outcome: String,
    },
    /// Look back at a run.
    LookBack {
        /// Number of the request, counted up by the page.
        request: u32,
        /// What is looked back at.
        past: Past,
    },
}

/// From the worker to the page. On the way nothing tells the kinds apart but the names of what is said, so that a reader
/// carries only the kinds that it has a use for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// How the worker is.
    Life(Life),
    /// About the run.
    Notice(Notice),
    /// About a study or the formula chart.
    Answer(Answer),
}

/// How the worker is: the first and the last thing that it says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Life {
    /// The worker listens.
    Ready {
        /// Version of the messages that it speaks.
        version: u32,
        /// Version of the engine.
        engine: String,
    },
    /// The worker crashed and must be replaced.
    Panicked {
        /// What happened, for the report.
        message: String,
    },
}

/// About the run that the page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// The scenario is not allowed; the run before goes on.
    Refused {
        /// The run that was asked for.
        run: u32,
        /// Everything that is wrong.
        problems: Vec<Complaint>,
    },
    /// The figures so far, about four times a second.
    Report {
        /// The run.
        run: u32,
        /// Its figures.
        report: Box<Report>,
        /// Those of the pinned scenario at the same instant.
        pinned: Option<Box<Report>>,
        /// The run minus the pinned one in every quantity, with its own interval: both meet the same random numbers.
        #[serde(default)]
        difference: Option<Box<Metrics>>,
    },
}

/// What has its place beside the run: theory and the figures of its places, the formula chart, and studies of many runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// What theory says of the scenario that runs: once a run, and again with every choice of a window.
    Expectation {
        /// The run.
        run: u32,
        /// What theory says.
        expectation: Box<Expectation>,
    },
    /// The figures of the run's places with their intervals, after each report.
    Places {
        /// The run.
        run: u32,
        /// Every place with a queue, in the report's order.
        places: Vec<PlaceEstimates>,
    },
    /// A point of the formula chart.
    Curve {
        /// The request.
        request: u32,
        /// The points so far, by rising load.
        points: Vec<CurvePoint>,
        /// Whether these are all.
        done: bool,
    },
    /// How a study stands.
    Study {
        /// The request.
        request: u32,
        /// Tasks to be done next, by any worker.
        tasks: Vec<String>,
        /// Tasks that are done.
        done: u32,
        /// Tasks that were handed out, these included; more may follow while a precision is not reached.
        planned: u32,
        /// What is known so far.
        findings: Findings,
    },
    /// A scenario that was to be studied is not allowed.
    Unstudied {
        /// The request.
        request: u32,
        /// Everything that is wrong.
        problems: Vec<Complaint>,
    },
    /// A task is done.
    Outcome {
        /// Its place among the tasks.
        place: u32,
        /// What came of it, for the books.
        outcome: String,
    },
    /// How a look back stands.
    LookBack {
        /// The request.
        request: u32,
        /// Whether it has come to its end.
        done: bool,
        /// The share of the events that was simulated again.
        share: f64,
        /// What was found so far.
        found: Found,
    },
}

impl From<Life> for Message {
    fn from(life: Life) -> Self {
        Self::Life(life)
    }
}

impl From<Notice> for Message {
    fn from(notice: Notice) -> Self {
        Self::Notice(notice)
    }
}

impl From<Answer> for Message {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// Whether a message speaks of the run to whoever has a use for it, and may be passed on unread by all others.
#[must_use]
pub fn is_beside(message: &Value) -> bool {
    ["expectation", "places"].iter().any(|name| message.get(name).is_some())
}

/// A [`Problem`] on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Where.
    pub path: String,
    /// What stands there.
    pub value: String,
    /// What may stand there.
    pub allowed: String,
}

impl From<Problem> for Complaint {
    fn from(problem: Problem) -> Self {
        Self { path: problem.path, value: problem.value, allowed: problem.allowed }
    }
}
