//! The worker of theory: kept while the formula lab is shown, so that a slider is answered at once.

use crate::app::bridge::{Bridge, Heard, of_this_version};
use crate::app::state::View;
use crate::app::workbench::lab::LabAction;
use crate::app::workbench::state::{Action, State};
use crate::wire::{Answer, Command};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// Has the lab's questions to theory answered.
#[hook]
pub(in crate::app::workbench) fn use_theory(state: &UseReducerHandle<State>) {
    let worker = use_memo((), |()| RefCell::new(None::<Bridge>));
    let shown = state.seen.as_ref().is_some_and(|seen| seen.view == View::Formulas);
    // Away from the lab the worker stays for as long as it owes an answer; one that crashed is replaced.
    let wanted = (shown || state.lab.awaited.is_some()) && state.lab.failed.is_none();
    use_effect_with((wanted, state.lab.request), {
        let (worker, state) = (Rc::clone(&worker), state.clone());
        move |(wanted, request)| {
            if !wanted {
                worker.take();
            } else if let Some(study) = state.lab.question() {
                if worker.borrow().is_none() {
                    worker.replace(spawn(&state));
                }
                worker.borrow().iter().for_each(|worker| {
                    worker.send(&Command::Study { request: *request, study: study.clone() });
                });
            }
        }
    });
}

fn spawn(state: &UseReducerHandle<State>) -> Option<Bridge> {
    let dispatcher = state.dispatcher();
    let failed = |message| Action::Lab(LabAction::TheoryFailed(message));
    let hear = {
        let dispatcher = dispatcher.clone();
        move |heard: Heard<Answer>, _: &JsValue| match heard {
            Heard::Said(answer) => dispatcher.dispatch(Action::Lab(LabAction::Theory(answer))),
            Heard::Crashed(message) => dispatcher.dispatch(failed(message)),
            Heard::Ready { .. } | Heard::Snapshot(_) | Heard::Beside => {}
        }
    };
    let bridge = Bridge::spawn(of_this_version(hear));
    bridge.map_err(|message| dispatcher.dispatch(failed(message))).ok()
}
