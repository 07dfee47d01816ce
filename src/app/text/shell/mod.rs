//! Texts of the area `shell`: bar, transport, verdict, presets, sharing, notices. One file a language.

mod english;
mod verdict;

pub(super) use english::ENGLISH;
pub use verdict::{MoneyText, TermText, VerdictText};

use crate::app::state::View;

/// Texts of the area `shell`.
#[derive(Debug)]
pub struct ShellText {
    /// Name of the program.
    pub name: &'static str,
    /// First link of the page, for the keyboard.
    pub skip: &'static str,
    /// The parts of the page, for assistive technology.
    pub regions: RegionsText,
    /// The bar.
    pub bar: BarText,
    /// Play, steps, seed and speed.
    pub transport: TransportText,
    /// The figures.
    pub verdict: VerdictText,
    /// Theme and motion.
    pub display: DisplayText,
    /// Help.
    pub help: HelpText,
    /// What is told once.
    pub notices: NoticesText,
    /// What a screen reader hears.
    pub announcements: AnnouncementsText,
}

/// Names of the parts of the page.
#[derive(Debug)]
pub struct RegionsText {
    /// The drawing.
    pub stage: &'static str,
    /// Charts, formulas and trials together.
    pub below: &'static str,
    /// The controls.
    pub controls: &'static str,
    /// They are being fetched.
    pub coming: &'static str,
    /// They come with the first payments.
    pub later: &'static str,
    /// Button: fetches them at once.
    pub now: &'static str,
}

/// Texts of the bar.
#[derive(Debug)]
pub struct BarText {
    /// Name of the row of views.
    pub views: &'static str,
    /// Name of a view.
    pub view: fn(View) -> &'static str,
    /// Label of the title's field.
    pub title: &'static str,
    /// Help of the title's field.
    pub title_help: &'static str,
    /// What stands in an empty title.
    pub untitled: &'static str,
    /// What the system is asked, before the question.
    pub watch: &'static str,
    /// Opens the presets.
    pub presets: &'static str,
    /// Help of the presets.
    pub presets_help: &'static str,
    /// Says that a preset is the one shown.
    pub preset_current: &'static str,
    /// One step back.
    pub undo: &'static str,
    /// One step forth.
    pub redo: &'static str,
    /// Opens the link.
    pub share: &'static str,
    /// Help of the link.
    pub share_help: &'static str,
    /// Label of the link's field.
    pub link: &'static str,
    /// What the link restores.
    pub link_note: &'static str,
    /// Label of the embed code's field.
    pub embed: &'static str,
    /// What the embedded page shows.
    pub embed_note: &'static str,
    /// Copies a text.
    pub copy: &'static str,
    /// Opens and closes the controls.
    pub controls: &'static str,
    /// Help of the controls' button.
    pub controls_help: &'static str,
    /// Makes the sheet taller.
    pub raise: &'static str,
    /// Makes the sheet lower.
    pub lower: &'static str,
    /// Closes a panel.
    pub close: &'static str,
}

/// Texts of the transport.
#[derive(Debug)]
pub struct TransportText {
    /// Name of the part.
    pub region: &'static str,
    /// Starts time.
    pub play: &'static str,
    /// Stops time.
    pub pause: &'static str,
    /// Help of play and pause.
    pub play_help: &'static str,
    /// One event.
    pub step_event: &'static str,
    /// Help of it.
    pub step_event_help: &'static str,
    /// Up to the balancer's next pick.
    pub step_decision: &'static str,
    /// Help of it.
    pub step_decision_help: &'static str,
    /// From the start.
    pub reset: &'static str,
    /// Help of it.
    pub reset_help: &'static str,
    /// Another seed.
    pub new_seed: &'static str,
    /// Help of it.
    pub new_seed_help: &'static str,
    /// Label of the seed's field.
    pub seed: &'static str,
    /// Help of it.
    pub seed_help: &'static str,
    /// What is wrong with a seed.
    pub seed_problem: fn(&str) -> String,
    /// Label of the speed's slider.
    pub speed: &'static str,
    /// Help of it.
    pub speed_help: &'static str,
    /// A speed in words, for the slider's value and a screen reader.
    pub speed_words: fn(Option<&str>) -> String,
    /// Below real time.
    pub slow: &'static str,
    /// Real time.
    pub real: &'static str,
    /// Above real time.
    pub fast: &'static str,
    /// Without a limit.
    pub max: &'static str,
    /// Label of the clock.
    pub clock: &'static str,
    /// Label of the events.
    pub events: &'static str,
    /// Unit of the events.
    pub events_unit: &'static str,
    /// Label of the pace.
    pub pace: &'static str,
    /// Unit of the pace.
    pub pace_unit: &'static str,
    /// The worker was asked for.
    pub starting: &'static str,
    /// The worker was given up.
    pub stopped: &'static str,
    /// A replay is under way.
    pub replaying: fn(&str) -> String,
}

/// Texts of theme and motion.
#[derive(Debug)]
pub struct DisplayText {
    /// Opens the panel.
    pub name: &'static str,
    /// Help of it.
    pub help: &'static str,
    /// Heading of the themes.
    pub theme: &'static str,
    /// System, light, dark.
    pub themes: [&'static str; 3],
    /// Heading of the motions.
    pub motion: &'static str,
    /// System, on, off.
    pub motions: [&'static str; 3],
    /// What less motion shows.
    pub motion_note: &'static str,
}

/// Texts of the help.
#[derive(Debug)]
pub struct HelpText {
    /// Opens the help.
    pub name: &'static str,
    /// Help of the button.
    pub help: &'static str,
    /// What this is.
    pub about: &'static [&'static str],
    /// Heading of the shortcuts.
    pub shortcuts: &'static str,
    /// Switches the single keys.
    pub shortcuts_on: &'static str,
    /// Keys and what they do.
    pub keys: &'static [(&'static [&'static str], &'static str)],
    /// Version of the program.
    pub version: fn(&str, &str) -> String,
}

/// Texts of what is told once.
#[derive(Debug)]
pub struct NoticesText {
    /// Controls, charts and studies could not be loaded.
    pub no_workbench: &'static str,
    /// Name of the part.
    pub region: &'static str,
    /// The address was damaged.
    pub damaged: &'static str,
    /// What is shown instead.
    pub damaged_instead: &'static str,
    /// It was made by a newer version.
    pub newer: fn(&str) -> String,
    /// How it is damaged.
    pub damage: fn(&str) -> String,
    /// A place, its value, and what is allowed.
    pub problem: fn(&str, &str, &str) -> String,
    /// The worker refused a scenario.
    pub refused: &'static str,
    /// The clipboard has it.
    pub copied: &'static str,
    /// It has not.
    pub not_copied: &'static str,
    /// The worker was replaced: version, seed.
    pub restarted: fn(&str, &str) -> String,
    /// It was not: version, seed.
    pub stopped: fn(&str, &str) -> String,
    /// Copies the details of a crash.
    pub copy_details: &'static str,
    /// A cached worker met a newer page.
    pub mismatch: &'static str,
    /// Loads the page anew.
    pub reload: &'static str,
    /// Closes the notice.
    pub dismiss: &'static str,
}

/// What a screen reader hears.
#[derive(Debug)]
pub struct AnnouncementsText {
    /// Time goes on.
    pub playing: &'static str,
    /// It does not.
    pub paused: &'static str,
    /// Something is wrong with so many fields.
    pub problems: fn(usize) -> String,
    /// A queue grows for ever.
    pub unstable: &'static str,
    /// A full queue turns payments away.
    pub overloaded: &'static str,
}
