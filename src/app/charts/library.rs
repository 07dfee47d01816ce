//! Brings uPlot when there is something to draw, so that the first load does without it.

use crate::app::feed::Feed;
use crate::wire::Snapshot;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

/// Where the page keeps the script.
const SCRIPT: &str = "./uPlot.iife.min.js";

/// Whether uPlot is there; asked for with the first simulated instant. Without it the tables remain.
#[hook]
pub(super) fn use_library(feed: &Feed) -> bool {
    let wanted = use_state_eq(|| false);
    let there = use_state_eq(|| false);
    use_effect_with((feed.clone(), *wanted), {
        let setter = wanted.setter();
        move |(feed, wanted)| {
            let notice = move |snapshot: &Rc<Snapshot>| {
                if snapshot.now_s > 0.0 {
                    setter.set(true);
                }
            };
            feed.latest().iter().for_each(&notice);
            let subscription = (!wanted).then(|| feed.subscribe(notice));
            move || drop(subscription)
        }
    });
    use_effect_with(*wanted, {
        let setter = there.setter();
        move |wanted| {
            let script = wanted.then(|| fetch(move || setter.set(true))).flatten();
            move || drop(script)
        }
    });
    *there
}

/// Adds the script to the page; it stays, the listener goes with what is returned.
fn fetch(arrived: impl Fn() + 'static) -> Option<Closure<dyn Fn()>> {
    let document = web_sys::window()?.document()?;
    let script = document.create_element("script").ok()?;
    let arrived = Closure::<dyn Fn()>::new(arrived);
    script.add_event_listener_with_callback("load", arrived.as_ref().unchecked_ref()).ok()?;
    script.set_attribute("src", SCRIPT).ok()?;
    document.body()?.append_child(&script).ok()?;
    Some(arrived)
}
