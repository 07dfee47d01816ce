//! The workers of the trace lab: each holds one trace. A new trace is loaded in a new worker, which takes the old one's
//! place when its trace is there; to leave it is to end the worker, and nothing that was there before is lost.

use crate::app::bridge::{Bridge, Heard, TRACES, of_this_version};
use crate::app::traces::TracesAction;
use crate::app::workbench::state::{Action, State};
use crate::wire::traces::{TraceAnswer, TraceCommand};
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::File;
use yew::prelude::*;

/// A worker with the number of its load.
type Worker = (u32, Bridge);

/// The worker whose trace is shown, and the one whose trace is on its way.
#[derive(Default)]
struct Desk {
    shown: Option<Worker>,
    coming: Option<Worker>,
}

/// Has done what the trace lab asks for.
#[hook]
pub(in crate::app::workbench) fn use_traces(state: &UseReducerHandle<State>) {
    let desk = use_mut_ref(Desk::default);
    let traces = &state.traces;
    let asked = traces.asked.as_ref().map(|asked| asked.load);
    let shown = traces.subject.as_ref().map(|subject| subject.load);
    use_effect_with((asked, shown, traces.failed.is_some()), {
        let (desk, state) = (Rc::clone(&desk), state.clone());
        move |(asked, shown, failed)| {
            let mut desk = desk.borrow_mut();
            // Whoever was on its way has arrived, or is given up.
            if desk.coming.as_ref().is_some_and(|(load, _)| Some(*load) != *asked) {
                let arrived = desk.coming.take();
                if arrived.as_ref().is_some_and(|(load, _)| Some(*load) == *shown) {
                    desk.shown = arrived;
                }
            }
            if *failed {
                desk.shown = None;
            }
            if let (None, Some(load)) = (&desk.coming, asked) {
                desk.coming = spawn(&state, *load);
            }
        }
    });
    let wanted = (shown, traces.request);
    use_effect_with(wanted, {
        let (desk, request, policies) = (Rc::clone(&desk), traces.request, traces.wanted());
        let rules = traces.rules();
        move |_| send(&desk.borrow(), &TraceCommand::Curves { request, policies, rules })
    });
    use_effect_with(shown, {
        let desk = Rc::clone(&desk);
        move |_| send(&desk.borrow(), &TraceCommand::Describe)
    });
    use_effect_with((shown, traces.courses), {
        let (desk, request) = (Rc::clone(&desk), traces.courses);
        let (policies, entries, rules) = (traces.wanted(), traces.marked(), traces.rules());
        move |_| {
            if let Some(entries) = entries {
                send(&desk.borrow(), &TraceCommand::Course { request, policies, entries, rules });
            }
        }
    });
    use_effect_with(traces.stops, move |stops| {
        if *stops > 0 {
            send(&desk.borrow(), &TraceCommand::Stop);
        }
    });
}

fn spawn(state: &UseReducerHandle<State>, load: u32) -> Option<Worker> {
    let asked = state.traces.asked.clone()?;
    let dispatcher = state.dispatcher();
    let say = move |action| dispatcher.dispatch(Action::Traces(action));
    let hear = {
        let say = say.clone();
        move |heard: Heard<TraceAnswer>, _: &JsValue| match heard {
            Heard::Said(answer) => say(TracesAction::Said(load, answer)),
            Heard::Crashed(why) => say(TracesAction::Crashed(load, why)),
            Heard::Ready { .. } | Heard::Snapshot(_) | Heard::Beside => {}
        }
    };
    let bridge = Bridge::spawn_from(TRACES, of_this_version(hear));
    let bridge = bridge.map_err(|why| say(TracesAction::Crashed(load, why))).ok()?;
    pass(&bridge, &asked.command, asked.picked.as_ref().and_then(|picked| picked.file.as_ref()));
    Some((load, bridge))
}

/// To the worker whose trace is shown.
fn send(desk: &Desk, command: &TraceCommand) {
    desk.shown.iter().for_each(|(_, bridge)| pass(bridge, command, None));
}

fn pass(bridge: &Bridge, command: &TraceCommand, file: Option<&File>) {
    // Plain data in memory always serialises.
    let text = JsValue::from_str(&serde_json::to_string(command).unwrap_or_default());
    match file {
        Some(file) => bridge.pass(Array::of2(&text, file).into()),
        None => bridge.pass(text),
    }
}
