//! What a person decides, and what the worker last said: one state, one pure reducer.
//!
//! The page shows a function of scenario, seed and simulated time. Whatever changes the scenario or the seed counts
//! `run` up; the hook that owns the worker sees the new number and sends the scenario with the instant to go to. The
//! reducer itself touches no browser, so it is tested natively. Live figures do not pass here (see [`super::feed`]).

mod action;
mod history;
mod parts;
mod worker;

#[cfg(test)]
mod tests;

pub use action::Action;
pub use history::{DEPTH, History, Step};
pub use parts::{Crash, Motion, Notice, Settings, Start, Stop, Theme, View};
pub use worker::{CRASHES_MAX, Worker};

use super::persist::Address;
use crate::experiment::Metrics;
use crate::payment::{Place, TIERS};
use crate::scenario::{Checked, LabSetting, PRESETS, Preset, Problem, Scenario};
use crate::wire::Brief;
use std::rc::Rc;
use yew::Reducible;

/// The seed of a first visit and of a preset that is opened by name, so that everybody sees the same run.
pub const SEED: u64 = 1;
/// The state of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What is shown.
    pub view: View,
    /// Id of the preset that the scenario comes from, if it comes from one.
    pub preset: Option<&'static str>,
    /// The draft: what the controls show, right or wrong.
    pub scenario: Rc<Scenario>,
    /// What is wrong with the draft; empty when nothing is.
    pub problems: Rc<Vec<Problem>>,
    /// The last draft without problems: what runs.
    pub running: Rc<Checked>,
    /// The seed.
    pub seed: u64,
    /// What is set in the formula lab.
    pub lab: LabSetting,
    /// How often an address set the lab.
    pub lab_opened: u32,
    /// What the scenario is compared with.
    pub pinned: Option<Rc<Checked>>,
    /// The place whose controls are open.
    pub selected: Option<Place>,
    /// Whether the inspector is open, with or without a place.
    pub inspecting: bool,
    /// How tall it stands on a phone.
    pub stop: Stop,
    /// Whether time goes on by itself.
    pub playing: bool,
    /// The trailing window of the charts, as an index of [`TIERS`].
    pub tier: u8,
    /// Number of the run; changes with everything that a run depends on.
    pub run: u32,
    /// Where that run begins to be shown.
    pub start: Start,
    /// Figures of the run, or of the run before until the first ones arrive.
    pub report: Option<Rc<Brief>>,
    /// The same for the pinned scenario.
    pub pinned_report: Option<Rc<Brief>>,
    /// By how much the run differs from the pinned scenario; means something only beside its figures.
    pub difference: Option<Rc<Metrics>>,
    /// The run that the figures belong to.
    pub reported: u32,
    /// What a person set for all scenarios.
    pub settings: Settings,
    /// Something to tell once.
    pub notice: Option<Notice>,
    /// What can be undone and done again.
    pub history: History,
    /// How the worker is.
    pub worker: Worker,
    /// Number of the worker; a new number asks for a new one.
    pub generation: u32,
    /// Crashes in a row on this scenario and seed.
    pub crashes: u8,
}

impl State {
    /// The state that an address asks for; failing that, the one that was kept from the last visit. A first visit finds
    /// the first preset. Time stands still.
    #[must_use]
    pub fn open(address: Address, kept: Address, settings: Settings) -> Self {
        let mut state = Self::first(settings);
        match address {
            Address::NotOurs => state.follow(kept),
            Address::View(view) => {
                state.follow(kept);
                state.view = view;
            }
            address => state.follow(address),
        }
        state.history = History::default();
        state.start = Start::Zero;
        state.run = 1;
        state
    }

    /// The same, playing: whoever comes for the first time sees a living system, not a drawing.
    #[must_use]
    pub fn welcome(self) -> Self {
        let mut state = Self { playing: true, ..self };
        state.wake();
        state
    }

    /// Whether the figures are those of the run that is shown.
    #[must_use]
    pub const fn settled(&self) -> bool {
        self.report.is_some() && self.reported == self.run
    }

    /// The first preset, paused at its start.
    fn first(settings: Settings) -> Self {
        let checked = PRESETS[0].checked();
        Self {
            view: View::Play,
            preset: Some(PRESETS[0].id),
            scenario: Rc::new(checked.scenario().clone()),
            problems: Rc::default(),
            running: Rc::new(checked),
            seed: SEED,
            lab: LabSetting::default(),
            lab_opened: 0,
            pinned: None,
            selected: None,
            inspecting: false,
            stop: Stop::Peek,
            playing: false,
            tier: 0,
            run: 1,
            start: Start::Zero,
            report: None,
            pinned_report: None,
            difference: None,
            reported: 0,
            settings,
            notice: None,
            history: History::default(),
            worker: Worker::Asleep,
            generation: 0,
            crashes: 0,
        }
    }

    /// Goes where an address leads; stays, and says why, where it leads nowhere.
    fn follow(&mut self, address: Address) {
        match address {
            Address::NotOurs => {}
            Address::View(view) => self.view = view,
            Address::Damaged(error) => self.notice = Some(Notice::Damaged(error)),
            Address::Preset(id) => self.load_preset(id, SEED),
            Address::Link(link) => {
                let scenario = link.scenario.scenario().clone();
                let preset = PRESETS.iter().find(|preset| preset.title == scenario.title).map(|preset| preset.id);
                // A view that this version does not know is shown as the payment system: the scenario is what counts.
                self.view = View::find(&link.view).unwrap_or_default();
                // A link never starts a run by itself.
                self.playing = false;
                let pinned = link.pinned.map(Rc::new);
                self.lab = link.lab;
                self.lab_opened = self.lab_opened.wrapping_add(1);
                self.load(Step { scenario: Rc::new(scenario), seed: link.seed, preset, pinned });
            }
        }
    }

    fn load_preset(&mut self, id: &'static str, seed: u64) {
        if let Some(preset) = Preset::find(id) {
            self.load(Step { scenario: Rc::new(preset.scenario()), seed, preset: Some(id), pinned: None });
        }
    }

    /// Leaves everything for another scenario, from its start.
    fn load(&mut self, step: Step) {
        self.remember(None);
        self.adopt(step);
        self.begin(Start::Zero);
    }

    fn edit(&mut self, field: &str, scenario: Scenario) {
        if *self.scenario == scenario {
            return;
        }
        self.remember(Some(field));
        self.adopt(Step { scenario: Rc::new(scenario), ..self.step() });
    }

    fn reseed(&mut self, seed: u64) {
        if seed != self.seed {
            self.remember(None);
            self.adopt(Step { seed, ..self.step() });
        }
    }

    fn undo(&mut self) {
        if let Some(step) = self.history.undo(self.step()) {
            self.adopt(step);
        }
    }

    fn redo(&mut self) {
        if let Some(step) = self.history.redo(self.step()) {
            self.adopt(step);
        }
    }

    fn pin(&mut self, pinned: Option<Rc<Checked>>) {
        if pinned != self.pinned {
            self.remember(None);
            self.adopt(Step { pinned, ..self.step() });
        }
    }

    fn step(&self) -> Step {
        let (scenario, pinned) = (Rc::clone(&self.scenario), self.pinned.clone());
        Step { scenario, seed: self.seed, preset: self.preset, pinned }
    }

    /// Keeps what is about to be left. A draft that is not allowed is left for good: undo leads to what ran.
    fn remember(&mut self, field: Option<&str>) {
        if self.problems.is_empty() {
            let step = self.step();
            self.history.record(step, field);
        }
    }

    /// Makes a step the draft; if nothing is wrong with it, and it would run otherwise than before, a run begins.
    fn adopt(&mut self, step: Step) {
        let repinned = step.pinned != self.pinned;
        let mut anew = step.seed != self.seed || repinned;
        if repinned {
            self.pinned = step.pinned;
            self.pinned_report = None;
        }
        self.scenario = step.scenario;
        self.seed = step.seed;
        self.preset = step.preset;
        match self.scenario.check() {
            Ok(checked) => {
                anew |= !runs_alike(checked.scenario(), self.running.scenario());
                self.running = Rc::new(checked);
                self.problems = Rc::default();
            }
            Err(problems) => self.problems = Rc::new(problems),
        }
        let gone = |place: &Place| matches!(place, Place::Processor(number) if u32::from(*number) >= self.scenario.processors.count);
        if self.selected.as_ref().is_some_and(gone) {
            self.selected = None;
        }
        if anew {
            self.crashes = 0;
            self.begin(Start::Now);
        }
    }

    /// Begins a run; from zero there are no figures yet, while a replay keeps the old ones until it arrives.
    fn begin(&mut self, start: Start) {
        self.run = self.run.wrapping_add(1);
        self.start = start;
        if start == Start::Zero {
            self.report = None;
            self.pinned_report = None;
        }
        self.revive();
    }

    /// Opens the controls of a place; none closes them.
    fn select(&mut self, place: Option<Place>) {
        self.selected = place;
        self.inspect(place.is_some());
    }

    fn inspect(&mut self, open: bool) {
        self.inspecting = open;
        if open {
            self.stop = self.stop.max(Stop::Half);
        } else {
            self.selected = None;
            self.stop = Stop::Peek;
        }
    }

    fn toggle(&mut self) {
        self.playing = !self.playing && self.worker.lives();
        if self.playing {
            self.wake();
        }
    }

    /// Time stands still, for a single step.
    fn stand(&mut self) {
        self.playing = false;
        self.wake();
    }

    fn reduce_mut(&mut self, action: Action) {
        match action {
            Action::Edit { field, scenario } => self.edit(&field, *scenario),
            Action::Settle => self.history.settle(),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Preset(id) => self.load_preset(id, self.seed),
            Action::Follow(address) => self.follow(*address),
            Action::Seed(seed) => self.reseed(seed),
            Action::Reset => self.begin(Start::Zero),
            Action::Toggle => self.toggle(),
            Action::Step => self.stand(),
            Action::Speed(speed) => self.settings.speed = speed,
            Action::Tier(tier) if usize::from(tier) < TIERS.len() => self.tier = tier,
            Action::Tier(_) => {}
            Action::Lab(lab) => self.lab = lab,
            Action::Theme(theme) => self.settings.theme = theme,
            Action::Motion(motion) => self.settings.motion = motion,
            Action::Shortcuts(on) => self.settings.shortcuts = on,
            Action::Select(place) => self.select(place),
            Action::Inspect(open) => self.inspect(open),
            Action::Stop(stop) => self.stop = stop,
            Action::Pin => self.pin(Some(Rc::clone(&self.running))),
            Action::Unpin => self.pin(None),
            Action::Say(notice) => self.notice = Some(notice),
            Action::Dismiss => self.notice = None,
            Action::View(view) => self.view = view,
            Action::Heard(notice) => self.hear(*notice),
            Action::Ready { version, engine } => self.meet(version, engine),
            Action::Crashed(message) => self.crash(message),
        }
    }
}

/// Whether two scenarios run alike: what they are called makes no difference.
fn runs_alike(one: &Scenario, other: &Scenario) -> bool {
    let nameless = Scenario { title: other.title.clone(), question: other.question.clone(), ..one.clone() };
    nameless == *other
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        if matches!(action, Action::Settle) && !self.history.is_open() {
            // The same state is not drawn again, and every press on the page comes by here.
            return self;
        }
        let mut next = Rc::unwrap_or_clone(self);
        next.reduce_mut(action);
        Rc::new(next)
    }
}
