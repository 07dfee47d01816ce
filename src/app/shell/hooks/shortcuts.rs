//! Single keys that work anywhere but in a field, undo and redo, and the end of a drag or an entry.

use super::fresh_seed;
use super::worker::Stepper;
use crate::app::bridge::Listener;
use crate::app::state::{Action, State};
use crate::wire::Command;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// Listens to the keys while they are switched on; undo and redo always.
#[hook]
pub(in crate::app::shell) fn use_shortcuts(state: &UseReducerHandle<State>, stepper: &Stepper, help: &'static str) {
    let (dispatcher, stepper) = (state.dispatcher(), stepper.clone());
    use_effect_with(state.settings.shortcuts, move |single| {
        let single = *single;
        let listener = web_sys::window().map(|window| {
            Listener::new(&window, "keydown", move |event| {
                let event = event.unchecked_into::<KeyboardEvent>();
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if event.default_prevented() || event.alt_key() || target.as_ref().is_some_and(is_text_field) {
                    return;
                }
                let action = if event.ctrl_key() || event.meta_key() {
                    history_key(&event)
                } else if single {
                    single_key(&event, target.as_ref(), &stepper, help)
                } else {
                    None
                };
                if let Some(action) = action {
                    event.prevent_default();
                    dispatcher.dispatch(action);
                }
            })
        });
        move || drop(listener)
    });
}

fn history_key(event: &KeyboardEvent) -> Option<Action> {
    match (event.key().as_str(), event.shift_key()) {
        ("z", false) => Some(Action::Undo),
        ("z" | "Z", true) | ("y", false) => Some(Action::Redo),
        _ => None,
    }
}

fn single_key(event: &KeyboardEvent, target: Option<&Element>, stepper: &Stepper, help: &str) -> Option<Action> {
    match event.key().as_str() {
        "." => Some(stepper.step(&Command::StepEvent)),
        "," => Some(stepper.step(&Command::StepDecision)),
        _ if event.repeat() => None,
        // Space presses the button that has the focus.
        " " if target.is_some_and(takes_space) => None,
        " " | "k" | "K" => Some(Action::Toggle),
        "r" | "R" => Some(Action::Reset),
        "n" | "N" => Some(Action::Seed(fresh_seed())),
        "?" => {
            toggle_popover(help);
            None
        }
        _ => None,
    }
}

/// Ends the current step of the history when a press begins, an entry is done, or the focus moves.
#[hook]
pub(in crate::app::shell) fn use_settling(dispatcher: UseReducerDispatcher<State>) {
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            ["pointerdown", "change", "focusin"].map(|name| {
                let dispatcher = dispatcher.clone();
                Listener::new(&window, name, move |_| dispatcher.dispatch(Action::Settle))
            })
        });
        move || drop(listeners)
    });
}

/// Shows or hides a popover.
pub(in crate::app::shell) fn toggle_popover(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // A browser without popovers does nothing.
        let _ = element.toggle_popover();
    }
}

/// Whether an element is a field where every key means itself.
fn is_text_field(element: &Element) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => {
            let kind = element.unchecked_ref::<HtmlInputElement>().type_();
            !matches!(kind.as_str(), "range" | "checkbox" | "radio" | "button")
        }
        _ => element.has_attribute("contenteditable"),
    }
}

/// Whether Space does something to an element by itself.
fn takes_space(element: &Element) -> bool {
    let tag = element.tag_name();
    matches!(tag.as_str(), "BUTTON" | "SUMMARY" | "A")
        || (tag == "INPUT" && element.unchecked_ref::<HtmlInputElement>().type_() != "range")
        || element.get_attribute("role").is_some_and(|role| matches!(role.as_str(), "button" | "tab" | "switch"))
}
