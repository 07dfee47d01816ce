//! Keeps the address and the kept scenario up to date, and follows the address when a person changes it.

use super::storage;
use crate::app::bridge::Listener;
use crate::app::persist::{self, Address};
use crate::app::state::{Action, Notice, State};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// How long a scenario must stand still before it is written.
const PAUSE_MS: u32 = 500;

/// What the hook remembers between two renderings.
#[derive(Default)]
struct Memory {
    /// The fragment that the address should show.
    wanted: RefCell<Option<String>>,
    /// The last fragment that was read or written.
    seen: RefCell<Option<String>>,
    /// Whether something is being dragged.
    dragging: Cell<bool>,
    timeout: RefCell<Option<Timeout>>,
}

/// Writes the state's fragment into the address half a second after the last change, and reads it when it changes.
#[hook]
pub(in crate::app::shell) fn use_address(state: &UseReducerHandle<State>) {
    let memory = use_memo((), |()| Memory::default());
    let dispatcher = state.dispatcher();
    use_effect_with((), {
        let memory = Rc::clone(&memory);
        move |()| listen(&memory, &dispatcher)
    });
    let document = (Rc::clone(&state.running), state.seed, state.pinned.clone(), state.view, state.lab);
    let state = state.clone();
    use_effect_with(document, move |_| {
        let fragment = persist::link(&state).encode();
        let first = memory.wanted.borrow().is_none();
        *memory.wanted.borrow_mut() = Some(fragment.clone());
        if first && matches!(state.notice, Some(Notice::Damaged(_))) {
            // What could not be opened stays in the address until something changes.
            *memory.seen.borrow_mut() = Some(fragment);
            return;
        }
        write_later(&memory, &state);
    });
}

fn listen(memory: &Rc<Memory>, dispatcher: &UseReducerDispatcher<State>) -> impl FnOnce() + use<> {
    let listeners = web_sys::window().map(|window| {
        let set_dragging = |name, dragging| {
            let memory = Rc::clone(memory);
            Listener::new(&window, name, move |_| memory.dragging.set(dragging))
        };
        let (memory, dispatcher) = (Rc::clone(memory), dispatcher.clone());
        [
            set_dragging("pointerdown", true),
            set_dragging("pointerup", false),
            set_dragging("pointercancel", false),
            Listener::new(&window, "hashchange", move |_| follow(&memory, &dispatcher)),
        ]
    });
    move || drop(listeners)
}

/// A person changed the address: what it holds is opened.
fn follow(memory: &Memory, dispatcher: &UseReducerDispatcher<State>) {
    let fragment = read();
    if memory.seen.borrow().as_ref() != Some(&fragment) {
        *memory.seen.borrow_mut() = Some(fragment.clone());
        dispatcher.dispatch(Action::Follow(Box::new(Address::read(&fragment))));
    }
}

/// Writes when the scenario has stood still, and not before a drag has ended.
fn write_later(memory: &Rc<Memory>, state: &UseReducerHandle<State>) {
    let (later, state) = (Rc::clone(memory), state.clone());
    let timeout = Timeout::new(PAUSE_MS, move || {
        if later.dragging.get() {
            write_later(&later, &state);
            return;
        }
        storage::keep(&state);
        let wanted = later.wanted.borrow().clone();
        if let Some(fragment) = wanted.filter(|wanted| later.seen.borrow().as_ref() != Some(wanted)) {
            write(&fragment);
            *later.seen.borrow_mut() = Some(fragment);
        }
    });
    *memory.timeout.borrow_mut() = Some(timeout);
}

/// The fragment of the address without its `#`.
pub(in crate::app::shell) fn read() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

fn write(fragment: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // Browsers refuse more than a hundred changes in half a minute; the next one will do.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}
