//! The workers of the payment inspector: each started when something is looked for, ended when that is found or no longer
//! wanted.

use super::Spares;
use crate::app::bridge::{Bridge, Heard};
use crate::app::payments::{Looking, PaymentsAction, Search};
use crate::app::workbench::state::{Action, State};
use crate::wire::{Answer, Command, Past};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Looks back for one of the searches.
#[hook]
pub(in crate::app::workbench) fn use_look_back(state: &UseReducerHandle<State>, search: Search, spares: &Spares) {
    let worker = use_memo((), |()| RefCell::new(None::<Bridge>));
    let asked = match search {
        Search::Run => asked(&state.payments.run),
        Search::Payment => asked(&state.payments.payment),
    };
    let (dispatcher, spares) = (state.dispatcher(), spares.clone());
    use_effect_with(asked, move |(request, past)| {
        let bridge = past.as_ref().and_then(|past| spawn(search, (*request, past), dispatcher, &spares));
        worker.replace(bridge);
    });
}

fn asked<T>(looking: &Looking<T>) -> (u32, Option<Rc<Past>>) {
    (looking.request, looking.asked.clone())
}

fn spawn(
    search: Search,
    (request, past): (u32, &Past),
    dispatcher: UseReducerDispatcher<State>,
    spares: &Spares,
) -> Option<Bridge> {
    let failed = move |why| Action::Payments(PaymentsAction::Failed(search, request, why));
    let bridge = spares.spawn({
        let dispatcher = dispatcher.clone();
        move |heard: Heard<Answer>, _| match heard {
            Heard::Said(answer) => dispatcher.dispatch(Action::Payments(PaymentsAction::Answered(answer))),
            Heard::Crashed(why) => dispatcher.dispatch(failed(why)),
            Heard::Ready { .. } | Heard::Snapshot(_) | Heard::Beside => {}
        }
    });
    match bridge {
        Ok(bridge) => {
            bridge.send(&Command::LookBack { request, past: past.clone() });
            Some(bridge)
        }
        Err(why) => {
            dispatcher.dispatch(failed(why));
            None
        }
    }
}
