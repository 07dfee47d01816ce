//! Where components meet the browser: each hook undoes what it did when its component goes.

mod address;
mod announcement;
mod appearance;
mod clipboard;
mod clock;
mod shortcuts;
mod storage;
mod workbench;
mod worker;

pub(super) use address::{read as read_fragment, use_address};
pub(super) use announcement::use_announcement;
pub(super) use appearance::{use_appearance, wants_less_motion};
pub(in crate::app) use clipboard::copy;
pub(super) use clock::use_clock;
pub(super) use shortcuts::{use_settling, use_shortcuts};
pub(super) use storage::{kept_fragment, kept_settings, use_storage};
pub(super) use workbench::{Presence, use_workbench};
pub(super) use worker::{Stepper, use_worker};

use crate::scenario::SEED_MAX;
use yew::prelude::*;

/// A seed that nobody chose; without a source of randomness the first one.
#[must_use]
pub fn fresh_seed() -> u64 {
    getrandom::u64().map_or(crate::app::state::SEED, |seed| seed & SEED_MAX)
}

/// Whether the page is asked to show itself inside another one.
pub(super) fn is_embedded() -> bool {
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|pair| pair == "embed=1")
}

/// Loads the page anew.
pub(super) fn reload() {
    if let Some(window) = web_sys::window() {
        // Only a detached window refuses.
        let _ = window.location().reload();
    }
}

/// The address of the page without query and fragment; empty until the page stands.
#[hook]
pub(super) fn use_base_address() -> AttrValue {
    let base = use_state_eq(AttrValue::default);
    let setter = base.setter();
    use_effect_with((), move |()| setter.set(base_address().into()));
    (*base).clone()
}

fn base_address() -> String {
    let location = web_sys::window().map(|window| window.location());
    let part = |text: Option<Result<String, _>>| text.and_then(Result::ok).unwrap_or_default();
    let origin = part(location.as_ref().map(web_sys::Location::origin));
    format!("{origin}{}", part(location.as_ref().map(web_sys::Location::pathname)))
}
