//! Hears the page: what it shows, and what its worker says.

use crate::app::bridge::{self, Heard};
use crate::app::feed::Feed;
use crate::app::payments::{PaymentsAction, present};
use crate::app::relay::{self, Wish};
use crate::app::workbench::state::{Action, State};
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// Listens to the page, and asks it for everything that was said before.
#[hook]
pub(in crate::app::workbench) fn use_relay(state: &UseReducerHandle<State>, feed: &Feed) {
    let dispatcher = state.dispatcher();
    let feed = feed.clone();
    use_effect_with((), move |()| {
        let run = Rc::new(Cell::new(0));
        let sights = relay::on_sight({
            let (dispatcher, run) = (dispatcher.clone(), Rc::clone(&run));
            move |sight| {
                run.set(sight.run);
                dispatcher.dispatch(Action::Show(Box::new(sight)));
            }
        });
        let picks = relay::on_pick({
            let (dispatcher, run, feed) = (dispatcher.clone(), Rc::clone(&run), feed.clone());
            move |number| {
                if let Some(events) = present(&feed, run.get()) {
                    dispatcher.dispatch(Action::Payments(PaymentsAction::Pick(number, events)));
                }
            }
        });
        let heard = relay::on_heard(move |data| match bridge::read(&data) {
            Heard::Said(notice) => dispatcher.dispatch(Action::Heard(notice)),
            Heard::Snapshot(snapshot) if snapshot.run == run.get() => feed.publish(*snapshot),
            Heard::Beside => {
                if let Heard::Said(answer) = bridge::read(&data) {
                    dispatcher.dispatch(Action::Answered(answer));
                }
            }
            // The page deals with its worker.
            Heard::Snapshot(_) | Heard::Ready { .. } | Heard::Crashed(_) => {}
        });
        relay::wish(&Wish::Everything);
        move || drop((sights, picks, heard))
    });
}
