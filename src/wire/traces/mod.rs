//! The trace lab's side of the conversation: a trace is made or read in a worker of its own, and looked at there.
//!
//! A worker holds one trace: each new one is loaded in a new worker, so that a bad file, or one that is given up, costs
//! nothing that was there before. Loading goes on in one piece and says how far it is; what is asked of a trace is done in
//! steps, between which the worker listens.

mod bench;
mod lifetime;
mod reading;
mod recipe;

pub use bench::TraceBench;
pub use lifetime::{LIFETIME_MAX, Lifetime, settings};
pub use reading::Source;
pub use recipe::{EXPONENT_MAX, KEYS_MAX, NAMED, PACE_MAX, Pattern, Recipe, TRACE_MAX};

use crate::cache::trace::Measure;
use serde::{Deserialize, Serialize};

/// Shares of hits, in percent, for which the size is told: 1 to 99.
pub const TARGETS: std::ops::RangeInclusive<u8> = 1..=99;
/// Parts of the trace for hit ratios over time.
pub const PARTS: u32 = 100;

/// How a file holds its requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileForm {
    /// As its beginning says.
    #[default]
    Guess,
    /// One key a line.
    Keys,
    /// Columns with a header.
    Csv {
        /// The column with the keys.
        key: String,
        /// The column with the seconds, if they are wanted.
        time: Option<String>,
        /// The column with the bytes, if they are wanted.
        size: Option<String>,
        /// The column with the costs, if they are wanted.
        cost: Option<String>,
    },
    /// Records of libCacheSim.
    OracleGeneral,
    /// What `redis-cli MONITOR` prints.
    RedisMonitor,
}

/// What a replay goes by, besides policy and size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Id of what a request counts by.
    pub measure: String,
    /// How long entries live; nothing for ever.
    pub lifetime: Option<Lifetime>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { measure: Measure::Requests.id().to_owned(), lifetime: None }
    }
}

/// From the page to the worker of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TraceCommand {
    /// Make a trace.
    Make(Recipe),
    /// Read the file that came with the command.
    Read(FileForm),
    /// Miss ratio against size under these policies; what was asked for before is dropped, what is known is kept.
    Curves {
        /// Number of the request, counted up by the page.
        request: u32,
        /// Ids of the policies.
        policies: Vec<String>,
        /// What the replays go by.
        rules: Rules,
    },
    /// Say what the trace is like.
    Describe,
    /// Hit ratio over the course of the trace, under these policies in so many entries.
    Course {
        /// Number of the request, counted up by the page.
        request: u32,
        /// Ids of the policies.
        policies: Vec<String>,
        /// Entries.
        entries: u32,
        /// What the replays go by.
        rules: Rules,
    },
    /// Leave undone what is not done yet of the curves; what the trace is like and its course are said all the same.
    Stop,
}

/// From the worker of a trace to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TraceAnswer {
    /// How much of the file is read.
    Reading {
        /// A share of its bytes.
        share: f64,
    },
    /// The trace is there.
    Loaded(About),
    /// It is none.
    Refused {
        /// Why.
        why: String,
        /// The columns that there are, if the wanted one is not among them.
        columns: Vec<String>,
        /// How the file can be read where it is only a guess that was wrong: all else of it.
        instead: Option<FileForm>,
    },
    /// What LRU needs where entries live for ever.
    Sizes {
        /// What requests count by.
        rules: Rules,
        /// For each share of [`TARGETS`]; nothing where no size is enough.
        sizes: Vec<Option<u32>>,
    },
    /// A curve that is no replay.
    Theory {
        /// What requests count by; no entry expires.
        rules: Rules,
        /// Entries and the miss ratio of Che's approximation; nothing where requests count by something else.
        che: Vec<(u32, f64)>,
    },
    /// Curves as far as they are known.
    Curves {
        /// The request.
        request: u32,
        /// Those that are new or have new points.
        lines: Vec<Line>,
        /// Steps of the request that are left.
        left: u32,
    },
    /// What the trace is like.
    Described(Box<Description>),
    /// Hits over the course of the trace under a policy.
    Course {
        /// The request.
        request: u32,
        /// Id of the policy.
        policy: String,
        /// What the requests and the hits count, in each of the [`PARTS`].
        parts: Vec<(u64, u64)>,
    },
}

/// A trace in a few figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Requests.
    pub requests: u64,
    /// Different keys.
    pub distinct: u32,
    /// The format that it was read in; nothing if it was made.
    pub form: Option<FileForm>,
    /// Whether the requests came with their times.
    pub timed: bool,
    /// Ids of what its requests can count by.
    pub measures: Vec<String>,
    /// Lines of the file that are not counted as reads.
    pub passed_over: u64,
}

/// How the points of a curve were found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// All sizes in one pass, exactly.
    Distances,
    /// All sizes in one pass over a sample of the keys.
    Sampled {
        /// Share of the keys.
        rate: f64,
        /// Requests in the sample for each that it should have.
        share: f64,
        /// The largest difference to an exact replay at the sizes that were checked so far.
        error: Option<f64>,
        /// Replays, from the smallest size on, have counted up to this one; 0 before the first.
        counted: u32,
    },
    /// A replay for each size.
    Replays,
}

/// Miss ratio against size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Id of the policy.
    pub policy: String,
    /// How its points were found.
    pub method: Method,
    /// Entries and miss ratio, by rising size.
    pub points: Vec<(u32, f64)>,
}

impl Line {
    /// Whether what it says of a size that is replayed is still the sample's.
    #[must_use]
    pub const fn is_estimated(&self, size: u32) -> bool {
        matches!(self.method, Method::Sampled { counted, .. } if size > counted)
    }
}

/// What a trace is like; see [`crate::cache::analysis::Analysis`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Requests.
    pub requests: u64,
    /// Different keys.
    pub distinct: u32,
    /// Exponent of the fitted Zipf law.
    pub zipf: Option<f64>,
    /// Rank and count of some keys.
    pub rank_frequency: Vec<(u64, u64)>,
    /// Keys that are asked for only once.
    pub one_hit_keys: u64,
    /// Reuses by powers of two of the other keys in between.
    pub reuse_distance: Vec<u64>,
    /// Reuses by powers of two of the requests in between.
    pub reuse_time: Vec<u64>,
    /// The most frequent length of a loop, and how many reuses have it.
    pub loop_length: Option<(u64, u64)>,
    /// Scans, and their requests together.
    pub scans: (u64, u64),
    /// Average number of different keys in a window of so many requests.
    pub working_set: Vec<(u64, f64)>,
    /// Keys over the course of the trace.
    pub keys: Chart,
    /// Reuse distances over the course of the trace.
    pub distances: Chart,
    /// Reuse times over the course of the trace.
    pub times: Chart,
}

/// A map of counts; see [`crate::cache::analysis::Map`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Parts of the trace.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    /// Row by row, the lowest first.
    pub counts: Vec<u32>,
}
