//! Theme and motion: written on the root element for the style sheets, and read from the system where it decides.

use crate::app::bridge::Listener;
use crate::app::state::{Motion, Settings, Theme};
use yew::prelude::*;

/// The media query of people who want less motion.
const LESS_MOTION: &str = "(prefers-reduced-motion: reduce)";

/// Applies the settings to the page; says whether things may move.
#[hook]
pub(in crate::app::shell) fn use_appearance(settings: Settings) -> bool {
    let calm = use_state_eq(|| false);
    let setter = calm.setter();
    use_effect_with((), move |()| {
        let query = web_sys::window().and_then(|window| window.match_media(LESS_MOTION).ok().flatten());
        let listener = query.map(|query| {
            setter.set(query.matches());
            let again = query.clone();
            Listener::new(&query, "change", move |_| setter.set(again.matches()))
        });
        move || drop(listener)
    });
    use_effect_with(settings.theme, |theme| {
        mark("data-theme", (*theme != Theme::System).then(|| theme.word()));
    });
    use_effect_with(settings.motion, |motion| {
        mark("data-motion", (*motion != Motion::System).then(|| motion.word()));
    });
    match settings.motion {
        Motion::System => !*calm,
        Motion::On => true,
        Motion::Off => false,
    }
}

/// Whether the system asks for less motion, now.
pub(in crate::app::shell) fn wants_less_motion() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(LESS_MOTION).ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// Sets an attribute of the root element, or takes it away.
fn mark(name: &str, value: Option<&str>) {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    if let Some(root) = root {
        // Only a malformed name is refused.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}
