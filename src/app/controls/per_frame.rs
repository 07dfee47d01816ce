//! Emits at most once per animation frame: a drag makes more events than anybody can see.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

/// Holds the last value until the next frame.
pub(super) struct PerFrame<V> {
    emit: RefCell<Callback<V>>,
    pending: Cell<Option<V>>,
    frame: Cell<Option<i32>>,
    tick: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl<V: 'static> PerFrame<V> {
    fn new() -> Self {
        Self {
            emit: RefCell::new(Callback::noop()),
            pending: Cell::new(None),
            frame: Cell::new(None),
            tick: RefCell::new(None),
        }
    }

    /// Emits at the next frame, unless a later value comes before.
    pub(super) fn later(self: &Rc<Self>, value: V) {
        self.pending.set(Some(value));
        if self.frame.get().is_some() {
            return;
        }
        match self.request() {
            Some(frame) => self.frame.set(Some(frame)),
            None => self.flush(),
        }
    }

    /// Emits at once, and forgets what was waiting.
    pub(super) fn now(&self, value: V) {
        self.pending.set(Some(value));
        self.flush();
    }

    /// Emits what is waiting, if anything is.
    pub(super) fn flush(&self) {
        if let (Some(frame), Some(window)) = (self.frame.take(), web_sys::window()) {
            // A frame that is past cannot be cancelled, and need not be.
            window.cancel_animation_frame(frame).ok();
        }
        if let Some(value) = self.pending.take() {
            let emit = self.emit.borrow().clone();
            emit.emit(value);
        }
    }

    fn request(self: &Rc<Self>) -> Option<i32> {
        let mut tick = self.tick.borrow_mut();
        let tick = tick.get_or_insert_with(|| {
            let this = Rc::downgrade(self);
            Closure::new(move || {
                if let Some(this) = this.upgrade() {
                    this.frame.set(None);
                    this.flush();
                }
            })
        });
        web_sys::window()?.request_animation_frame(tick.as_ref().unchecked_ref()).ok()
    }
}

/// A [`PerFrame`] that always emits to the callback of the latest rendering, and what is waiting when it goes.
#[hook]
pub(super) fn use_per_frame<V: 'static>(emit: &Callback<V>) -> Rc<PerFrame<V>> {
    let per_frame = (*use_state(|| Rc::new(PerFrame::new()))).clone();
    per_frame.emit.replace(emit.clone());
    let last = Rc::clone(&per_frame);
    use_effect_with((), move |()| move || last.flush());
    per_frame
}
