//! A trace that is asked for and one that is shown: where it comes from, how its file is read, what it is.

use crate::cache::Policy;
use crate::wire::traces::{About, Recipe, TraceCommand};

/// How a person says that a file is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// As its beginning says.
    #[default]
    Guess,
    /// One key a line.
    Keys,
    /// Columns.
    Csv,
    /// libCacheSim's records.
    OracleGeneral,
    /// Redis's log of commands.
    RedisMonitor,
}

impl Reading {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 5] = [Self::Guess, Self::Keys, Self::Csv, Self::OracleGeneral, Self::RedisMonitor];

    /// Its word in the list.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Keys => "keys",
            Self::Csv => "csv",
            Self::OracleGeneral => "oracle-general",
            Self::RedisMonitor => "redis-monitor",
        }
    }
}

/// A file that was dropped or chosen. Its bytes stay where they are until the worker reads them.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub length: f64,
    /// The file; tests have none.
    pub file: Option<web_sys::File>,
}

/// A trace that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Number of the load.
    pub load: u32,
    /// What makes it, or how it is read.
    pub command: TraceCommand,
    /// The file that it is read from.
    pub picked: Option<Picked>,
    /// How much of it is read.
    pub share: f64,
}

/// The trace that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Number of the load.
    pub load: u32,
    /// What it was made by; nothing for a file.
    pub recipe: Option<Recipe>,
    /// Name of the file; empty for a generated one.
    pub name: String,
    /// In a few figures.
    pub about: About,
    /// Sizes that are replayed.
    pub sizes: Vec<u32>,
}

/// A trace that was asked for and did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Name of its file; empty where it was to be generated.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why a trace did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The file is none, with what its reader says.
    NoTrace(String),
    /// Its worker crashed, with what it said.
    Crashed(String),
}

/// Hits over the course of the trace under a policy: requests and hits of each part.
pub(super) type Course = (Policy, Vec<(u64, u64)>);
