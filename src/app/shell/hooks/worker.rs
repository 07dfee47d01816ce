//! Keeps the worker in step with the state: what changed is sent, what comes back is published or dispatched.

use crate::app::bridge::{Bridge, Heard, before_drawing};
use crate::app::feed::Feed;
use crate::app::relay;
use crate::app::state::{Action, Start, State};
use crate::wire::{BriefNotice, Command, Snapshot};
use gloo_timers::callback::Interval;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// How long the worker may be silent while time goes on.
const SILENCE_MS: f64 = 5_000.0;
/// How often the silence is looked at.
const WATCH_MS: u32 = 1_000;

/// The worker that simulates.
struct Live {
    feed: Feed,
    bridge: RefCell<Option<Bridge>>,
    /// A single step that waits for the worker.
    step: RefCell<Option<Command>>,
    /// The trailing window of the charts.
    tier: Cell<u8>,
    /// The last figures as they came, for a workbench that comes later.
    figures: RefCell<JsValue>,
    /// The run whose snapshots are shown.
    run: Cell<u32>,
    /// The instant that it was taken to.
    goal_s: Cell<f64>,
    /// Whether it has arrived there.
    arrived: Cell<bool>,
    /// When something was heard last, in milliseconds.
    heard_ms: Cell<f64>,
    /// When the silence was looked at last, in milliseconds.
    watched_ms: Cell<f64>,
}

/// Sends single steps.
#[derive(Clone)]
pub(in crate::app::shell) struct Stepper(Rc<Live>);

impl PartialEq for Stepper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Stepper {
    /// Pauses, and goes one step further; the action brings the state along, and the worker if there is none yet.
    pub(in crate::app::shell) fn step(&self, command: &Command) -> Action {
        if self.0.bridge.borrow().is_some() {
            self.0.send(&Command::Pause);
            self.0.send(command);
        } else {
            *self.0.step.borrow_mut() = Some(command.clone());
        }
        Action::Step
    }

    /// Says again what a workbench that has just come has missed: the last figures; and the worker, when a window is
    /// chosen, the charts' data, the figures of the places and what theory says.
    pub(in crate::app::shell) fn repeat(&self) {
        relay::pass_on(&self.0.figures.borrow());
        self.0.send(&Command::Window { tier: self.0.tier.get() });
    }
}

impl Live {
    fn send(&self, command: &Command) {
        if let Some(bridge) = self.bridge.borrow().as_ref() {
            bridge.send(command);
        }
    }

    /// The simulated instant that is shown, or about to be.
    fn position_s(&self) -> f64 {
        match self.feed.latest() {
            Some(snapshot) if self.arrived.get() && snapshot.run == self.run.get() => snapshot.now_s,
            _ => self.goal_s.get(),
        }
    }

    /// Sends the run that the state asks for.
    fn load(&self, state: &State) {
        let to_s = if state.start == Start::Zero { 0.0 } else { self.position_s() };
        self.run.set(state.run);
        self.goal_s.set(to_s);
        self.arrived.set(false);
        self.send(&Command::Load {
            run: state.run,
            seed: state.seed,
            scenario: state.running.scenario().to_value(),
            pinned: state.pinned.as_ref().map(|pinned| pinned.scenario().to_value()),
            to_s,
            playing: state.playing,
        });
        self.step.take().iter().for_each(|step| self.send(step));
    }

    /// Shows a snapshot of this run; the next one may come when this one has been drawn.
    fn show(self: &Rc<Self>, snapshot: Snapshot) {
        let acknowledge = Command::Acknowledge { sequence: snapshot.sequence };
        if snapshot.run != self.run.get() {
            self.send(&acknowledge);
            return;
        }
        self.arrived.set(self.arrived.get() || snapshot.replayed >= 1.0);
        self.feed.publish(snapshot);
        let live = Rc::clone(self);
        before_drawing(move || live.send(&acknowledge));
    }
}

/// Owns the workers; the state decides when there is a new one and what it does.
#[hook]
pub(in crate::app::shell) fn use_worker(state: &UseReducerHandle<State>, feed: &Feed) -> Stepper {
    let live = use_memo((), |()| Live {
        feed: feed.clone(),
        bridge: RefCell::default(),
        step: RefCell::default(),
        tier: Cell::new(0),
        figures: RefCell::new(JsValue::NULL),
        run: Cell::new(0),
        goal_s: Cell::new(0.0),
        arrived: Cell::new(false),
        heard_ms: Cell::new(0.0),
        watched_ms: Cell::new(0.0),
    });
    use_live_worker(&live, state);
    use_watchdog(&live, state);
    Stepper(live)
}

#[hook]
fn use_live_worker(live: &Rc<Live>, state: &UseReducerHandle<State>) {
    let generation = state.generation;
    use_effect_with(generation, {
        let (live, dispatcher) = (Rc::clone(live), state.dispatcher());
        move |generation| {
            if *generation > 0 {
                spawn(&live, dispatcher);
            }
            move || drop(live.bridge.take())
        }
    });
    use_effect_with(state.worker.lives(), {
        let live = Rc::clone(live);
        move |lives| {
            if !lives {
                live.bridge.take();
            }
        }
    });
    use_effect_with((generation, state.settings.speed), {
        let live = Rc::clone(live);
        move |(_, factor)| live.send(&Command::Speed { factor: *factor })
    });
    use_effect_with((generation, state.tier), {
        let live = Rc::clone(live);
        move |(_, tier)| {
            live.tier.set(*tier);
            live.send(&Command::Window { tier: *tier });
        }
    });
    use_effect_with((generation, state.run), {
        let (live, state) = (Rc::clone(live), state.clone());
        move |_| live.load(&state)
    });
    use_effect_with((generation, state.playing), {
        let live = Rc::clone(live);
        move |(_, playing)| live.send(if *playing { &Command::Play } else { &Command::Pause })
    });
}

/// Starts the worker that simulates. Only its first failure counts: one crash shows itself in several ways.
fn spawn(live: &Rc<Live>, dispatcher: UseReducerDispatcher<State>) {
    let (listening, broken) = (Rc::clone(live), Cell::new(false));
    let failed = dispatcher.clone();
    let hear = move |heard: Heard<BriefNotice>, data: &JsValue| {
        listening.heard_ms.set(now_ms());
        match heard {
            _ if broken.get() => {}
            Heard::Snapshot(snapshot) => {
                relay::pass_on(data);
                listening.show(*snapshot);
            }
            Heard::Beside => relay::pass_on(data),
            Heard::Ready { version, engine } => dispatcher.dispatch(Action::Ready { version, engine }),
            Heard::Said(notice) => {
                relay::pass_on(data);
                listening.figures.replace(data.clone());
                dispatcher.dispatch(Action::Heard(notice));
            }
            Heard::Crashed(message) => {
                broken.set(true);
                dispatcher.dispatch(Action::Crashed(message));
            }
        }
    };
    live.heard_ms.set(now_ms());
    match Bridge::spawn(hear) {
        Ok(bridge) => *live.bridge.borrow_mut() = Some(bridge),
        Err(message) => failed.dispatch(Action::Crashed(message)),
    }
}

/// Treats long silence as a crash while time should go on and somebody could see it.
#[hook]
fn use_watchdog(live: &Rc<Live>, state: &UseReducerHandle<State>) {
    let watched = (state.generation, state.playing && state.worker.is_ready());
    use_effect_with(watched, {
        let (live, dispatcher) = (Rc::clone(live), state.dispatcher());
        move |(_, watched)| {
            live.heard_ms.set(now_ms());
            let interval = watched.then(|| Interval::new(WATCH_MS, move || watch(&live, &dispatcher)));
            move || drop(interval)
        }
    });
}

/// A hidden page, or one that was itself held up, knows nothing about the worker's silence.
fn watch(live: &Live, dispatcher: &UseReducerDispatcher<State>) {
    let now = now_ms();
    let held_up = now - live.watched_ms.replace(now) > SILENCE_MS / 2.0;
    let hidden = web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden());
    if hidden || held_up {
        live.heard_ms.set(now);
    } else if now - live.heard_ms.get() > SILENCE_MS {
        dispatcher.dispatch(Action::Crashed(format!("no answer for {} s", SILENCE_MS / 1_000.0)));
    }
}

/// A steady clock for measuring silence; it never reaches the model.
fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
