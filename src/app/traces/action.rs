//! What can happen in the trace lab.

use super::asked::{Picked, Reading};
use crate::cache::Policy;
use crate::cache::trace::Measure;
use crate::wire::traces::{Lifetime, Recipe, TraceAnswer};

/// Something that a person did in the trace lab, or that its worker said.
#[derive(Clone, Debug, PartialEq)]
pub enum TracesAction {
    /// Another recipe.
    Recipe(Recipe),
    /// Make it.
    Make,
    /// A file was dropped or chosen.
    Pick(Picked),
    /// Files are read otherwise.
    Reading(Reading),
    /// Another column of keys.
    Key(String),
    /// Another column of seconds.
    Time(String),
    /// Another column of bytes.
    Size(String),
    /// Another column of costs.
    Cost(String),
    /// Requests count by something else.
    Measure(Measure),
    /// Entries live for another time.
    Lifetime(Option<Lifetime>),
    /// Read the last file again.
    Again,
    /// Leave it.
    Cancel,
    /// Stop the curves.
    Stop,
    /// Go on with them.
    GoOn,
    /// Take a policy in or out.
    Toggle(Policy),
    /// Another size is read out.
    Mark(usize),
    /// Another share of hits is wanted.
    Target(u8),
    /// Bytes of an entry.
    EntryBytes(u32),
    /// Hits of each part, or since the beginning.
    Cumulative(bool),
    /// The worker of this load said something.
    Said(u32, Box<TraceAnswer>),
    /// It crashed, with what it said.
    Crashed(u32, String),
}
