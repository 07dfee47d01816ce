//! Files that are dropped anywhere on the page while the view is shown; elsewhere a browser would open them.

use super::Picked;
use crate::app::bridge::Listener;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File};
use yew::prelude::*;

/// Calls with each file that is dropped, and says whether one hangs over the page.
#[hook]
pub(super) fn use_drop(on_file: &Callback<Picked>) -> bool {
    let over = use_state_eq(|| false);
    let (setter, on_file) = (over.setter(), on_file.clone());
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let hangs = setter.clone();
            let left = setter.clone();
            [
                Listener::new(&window, "dragover", move |event| {
                    if has_files(&event) {
                        event.prevent_default();
                        hangs.set(true);
                    }
                }),
                Listener::new(&window, "dragleave", move |event| {
                    // Between two elements of the page there is somewhere to go; at its edge there is not.
                    let event: DragEvent = event.unchecked_into();
                    if event.related_target().is_none() {
                        left.set(false);
                    }
                }),
                Listener::new(&window, "drop", move |event| {
                    if has_files(&event) {
                        event.prevent_default();
                        setter.set(false);
                        let files = event.unchecked_into::<DragEvent>().data_transfer().and_then(|data| data.files());
                        files.and_then(|files| files.get(0)).into_iter().for_each(|file| on_file.emit(picked(file)));
                    }
                }),
            ]
        });
        move || drop(listeners)
    });
    *over
}

/// What is known of a file without opening it.
pub(super) fn picked(file: File) -> Picked {
    Picked { name: file.name(), length: file.size(), file: Some(file) }
}

fn has_files(event: &web_sys::Event) -> bool {
    let data = event.unchecked_ref::<DragEvent>().data_transfer();
    data.is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}
