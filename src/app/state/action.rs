//! Everything that can happen to the state.

use super::{Motion, Notice, Stop, Theme, View};
use crate::app::persist::Address;
use crate::payment::Place;
use crate::scenario::{LabSetting, Scenario};
use crate::wire;

/// Something that a person did or that the worker said.
#[derive(Clone, Debug)]
pub enum Action {
    /// A control changed the draft.
    Edit {
        /// The field, by its path in the scenario; edits of one field coalesce until [`Action::Settle`].
        field: String,
        /// The whole draft after the change.
        scenario: Box<Scenario>,
    },
    /// A drag or an entry ended: the next edit is a step of its own.
    Settle,
    /// One step back.
    Undo,
    /// One step forth.
    Redo,
    /// A preset was chosen, by its id.
    Preset(&'static str),
    /// The address changed.
    Follow(Box<Address>),
    /// Another seed, typed or drawn.
    Seed(u64),
    /// The same run from its beginning.
    Reset,
    /// Play if paused, pause if playing.
    Toggle,
    /// Stand still and go a single step, which the hook that owns the worker sends.
    Step,
    /// Simulated seconds per second; `None` for as fast as possible.
    Speed(Option<f64>),
    /// The trailing window of the charts.
    Tier(u8),
    /// The formula lab was set.
    Lab(LabSetting),
    /// Which colours.
    Theme(Theme),
    /// Whether things move.
    Motion(Motion),
    /// Whether single keys are shortcuts.
    Shortcuts(bool),
    /// A place was picked, or none.
    Select(Option<Place>),
    /// The inspector opens or closes.
    Inspect(bool),
    /// The sheet stands elsewhere.
    Stop(Stop),
    /// What runs becomes A.
    Pin,
    /// Nothing to compare with any more.
    Unpin,
    /// Something to tell.
    Say(Notice),
    /// It was read.
    Dismiss,
    /// Another view of Switchyard.
    View(View),
    /// The worker listens.
    Ready {
        /// Version of the messages that it speaks.
        version: u32,
        /// Version of its engine.
        engine: String,
    },
    /// The worker said something.
    Heard(Box<wire::BriefNotice>),
    /// The worker crashed or fell silent.
    Crashed(String),
}
