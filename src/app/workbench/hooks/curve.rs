//! The worker of the formula chart: started when the chart is first asked for, ended when its answer is no longer wanted.

use super::Spares;
use crate::app::bridge::{Bridge, Heard};
use crate::app::workbench::state::{Action, State};
use crate::wire::{Answer, Command};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Computes the formula chart that the state asks for.
#[hook]
pub(in crate::app::workbench) fn use_curve(state: &UseReducerHandle<State>, spares: &Spares) {
    let worker = use_memo((), |()| RefCell::new(None::<Bridge>));
    use_effect_with((state.curve.asked, state.curve.request), {
        let (worker, state, spares) = (Rc::clone(&worker), state.clone(), spares.clone());
        move |(asked, request)| {
            worker.replace(if *asked { spawn(&state, *request, &spares) } else { None });
        }
    });
    use_effect_with(state.curve.done, move |done| {
        if *done {
            worker.take();
        }
    });
}

fn spawn(state: &UseReducerHandle<State>, request: u32, spares: &Spares) -> Option<Bridge> {
    let seen = state.seen.clone()?;
    let dispatcher = state.dispatcher();
    let bridge = spares.spawn({
        let dispatcher = dispatcher.clone();
        move |heard, _| match heard {
            Heard::Said(answer) if matches!(*answer, Answer::Curve { .. }) => {
                dispatcher.dispatch(Action::Answered(answer));
            }
            Heard::Said(_) | Heard::Ready { .. } | Heard::Snapshot(_) | Heard::Beside => {}
            // The chart keeps the points that it has.
            Heard::Crashed(why) => dispatcher.dispatch(Action::CurveFailed(request, why)),
        }
    });
    match bridge {
        Ok(bridge) => {
            let scenario = seen.running.scenario().to_value();
            bridge.send(&Command::Curve { request, seed: seen.seed, scenario });
            Some(bridge)
        }
        Err(why) => {
            dispatcher.dispatch(Action::CurveFailed(request, why));
            None
        }
    }
}
