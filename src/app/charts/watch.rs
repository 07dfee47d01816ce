//! Watches the browser for what the charts must follow: size, visibility, theme. Dropping a watch ends it.

use js_sys::Array;
use std::fmt;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, MediaQueryList, MutationObserver, MutationObserverInit,
    ResizeObserver,
};

/// Something that is watched; dropping it ends that.
pub(crate) struct Watch {
    end: Option<Box<dyn FnOnce()>>,
}

impl Watch {
    fn new(end: impl FnOnce() + 'static) -> Self {
        Self { end: Some(Box::new(end)) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            end();
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// Calls a function whenever one of the elements changes its size, and once at the beginning.
pub(crate) fn size(elements: &[Element], call: impl Fn() + 'static) -> Option<Watch> {
    let closure = Closure::<dyn Fn()>::new(call);
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    elements.iter().for_each(|element| observer.observe(element));
    Some(Watch::new(move || {
        observer.disconnect();
        drop(closure);
    }))
}

/// Calls a function with an element's place in the list whenever it comes into or goes out of view.
pub(super) fn view(elements: Vec<Element>, call: impl Fn(usize, bool) + 'static) -> Option<Watch> {
    let watched = elements.clone();
    let closure = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
        for entry in entries.iter() {
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            let target = entry.target();
            if let Some(place) = elements.iter().position(|element| *element == target) {
                call(place, entry.is_intersecting());
            }
        }
    });
    let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    watched.iter().for_each(|element| observer.observe(element));
    Some(Watch::new(move || {
        observer.disconnect();
        drop(closure);
    }))
}

/// Calls a function whenever the page or the system changes between light and dark.
pub(super) fn theme(call: impl Fn() + Clone + 'static) -> Option<Watch> {
    let window = web_sys::window()?;
    let root = window.document()?.document_element()?;
    let closure = Closure::<dyn Fn()>::new(call);
    let observer = MutationObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    let options = MutationObserverInit::new();
    options.set_attributes(true);
    options.set_attribute_filter(&Array::of1(&JsValue::from_str("data-theme")));
    observer.observe_with_options(&root, &options).ok()?;
    let system: Option<MediaQueryList> = window.match_media("(prefers-color-scheme: dark)").ok().flatten();
    if let Some(system) = &system {
        let _ = system.add_event_listener_with_callback("change", closure.as_ref().unchecked_ref());
    }
    Some(Watch::new(move || {
        observer.disconnect();
        if let Some(system) = system {
            let _ = system.remove_event_listener_with_callback("change", closure.as_ref().unchecked_ref());
        }
        drop(closure);
    }))
}

/// Calls a function whenever the page comes to the front or goes.
pub(super) fn front(call: impl Fn() + 'static) -> Option<Watch> {
    let document = web_sys::window()?.document()?;
    let closure = Closure::<dyn Fn()>::new(call);
    document.add_event_listener_with_callback("visibilitychange", closure.as_ref().unchecked_ref()).ok()?;
    Some(Watch::new(move || {
        let _ = document.remove_event_listener_with_callback("visibilitychange", closure.as_ref().unchecked_ref());
    }))
}

/// Milliseconds of wall time since the page was opened.
pub(super) fn wall_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
