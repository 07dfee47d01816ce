//! The parts of the state that are choices or news.

use crate::scenario::{LinkError, Problem};

/// Simulated seconds per second on a first visit: real time.
const SPEED: Option<f64> = Some(1.0);

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Paper and ink.
    Light,
    /// Slate and pale ink.
    Dark,
}

/// Whether things move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// As the system has it.
    #[default]
    System,
    /// They do.
    On,
    /// Numbers and widths instead.
    Off,
}

/// What a person set for all scenarios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Which colours.
    pub theme: Theme,
    /// Whether things move.
    pub motion: Motion,
    /// Simulated seconds per second; `None` for as fast as possible.
    pub speed: Option<f64>,
    /// Whether single keys are shortcuts.
    pub shortcuts: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::System, motion: Motion::System, speed: SPEED, shortcuts: true }
    }
}

/// What the page shows of Switchyard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The payment system, live.
    #[default]
    Play,
    /// The proof that the numbers can be trusted.
    Verify,
    /// Throughput and latency of one station against its load.
    Formulas,
    /// Balancing policies side by side.
    Balance,
    /// What caches keep.
    Cache,
}

impl View {
    /// The views in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Play, Self::Balance, Self::Cache, Self::Formulas, Self::Verify];

    /// Its name in addresses; never changes.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Play => "play",
            Self::Verify => "verify",
            Self::Formulas => "formulas",
            Self::Balance => "balance",
            Self::Cache => "cache",
        }
    }

    /// The view of that name.
    #[must_use]
    pub fn find(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.slug() == slug)
    }
}

/// How tall the sheet with the controls stands on a phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// Only its handle.
    #[default]
    Peek,
    /// Half the screen.
    Half,
    /// All that bar and transport leave.
    Full,
}

/// Where a run begins to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// At time zero.
    #[default]
    Zero,
    /// At the instant that is shown now: the run is replayed up to it.
    Now,
}

/// Something to tell once.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The address could not be opened.
    Damaged(LinkError),
    /// The worker refused a scenario that the page let pass.
    Refused(Vec<Problem>),
    /// The link or the details are in the clipboard.
    Copied,
    /// The browser did not allow that.
    NotCopied,
    /// The worker crashed and was replaced.
    Restarted(Crash),
    /// The worker crashed again on the same scenario and was not replaced.
    Stopped(Crash),
    /// A cached worker met a newer page.
    Mismatch,
    /// The program of controls, charts and studies could not be loaded, with what the browser says of it.
    NoWorkbench(String),
}

/// What is known of a crash, for whoever reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crash {
    /// What the worker said last.
    pub message: String,
    /// The seed.
    pub seed: u64,
    /// The scenario as a link's fragment.
    pub fragment: String,
}
