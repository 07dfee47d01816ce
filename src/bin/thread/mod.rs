//! The thread of a worker: how it begins, listens to the page, and takes turns between messages.
//!
//! Both workers' programs hold this file; it needs the browser and nothing of the page, so neither carries the other's work.
//!
//! Between turns it yields through a message channel, which costs microseconds; a timer would cost milliseconds. A panic
//! is told to the page before it happens, because afterwards nothing here can be trusted: the page replaces the worker.

use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use switchyard::math;
use switchyard::wire::{Life, Session};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::JsValue;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// What a worker does.
pub(crate) trait Work {
    /// Takes a message of the page.
    fn hear(&mut self, message: &JsValue, thread: &Thread);

    /// Goes on with what there is to do.
    fn turn(&mut self, thread: &Thread);
}

/// The thread as the browser gives it.
pub(crate) struct Thread {
    /// The way to the page.
    pub(crate) scope: DedicatedWorkerGlobalScope,
    /// A message to this port comes back as the next turn.
    turn: MessagePort,
    /// Whether the next turn is already on its way.
    scheduled: Cell<bool>,
}

/// Takes a first turn and listens for ever; does nothing where this is no worker, because a script has imported the program.
pub(crate) fn listen(work: impl Work + 'static) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let Ok(channel) = MessageChannel::new() else { return };
    let told = scope.clone();
    std::panic::set_hook(Box::new(move |info| tell(&told, &Life::Panicked { message: info.to_string() })));
    let thread = Rc::new(Thread { scope, turn: channel.port2(), scheduled: Cell::new(false) });
    let work = Rc::new(RefCell::new(work));
    let on_turn = Closure::<dyn FnMut()>::new({
        let (work, thread) = (Rc::clone(&work), Rc::clone(&thread));
        move || {
            thread.scheduled.set(false);
            work.borrow_mut().turn(&thread);
        }
    });
    channel.port1().set_onmessage(Some(on_turn.as_ref().unchecked_ref()));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
        let thread = Rc::clone(&thread);
        move |event: MessageEvent| work.borrow_mut().hear(&event.data(), &thread)
    });
    thread.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Both listeners live as long as the worker.
    on_turn.forget();
    on_message.forget();
    thread.tell(&Session::greeting());
    thread.schedule(0.0);
}

impl Thread {
    /// Tells the page.
    pub(crate) fn tell(&self, message: &impl Serialize) {
        tell(&self.scope, message);
    }

    /// Has the next turn come after so many milliseconds; 0 as soon as the messages that wait are heard.
    pub(crate) fn schedule(&self, wait_ms: f64) {
        if self.scheduled.replace(true) {
            return;
        }
        if wait_ms <= 0.0 {
            let _ = self.turn.post_message(&JsValue::NULL);
            return;
        }
        let turn = self.turn.clone();
        let wake = Closure::once_into_js(move || {
            let _ = turn.post_message(&JsValue::NULL);
        });
        let millis = i32::try_from(math::whole(wait_ms)).unwrap_or(1);
        let _ = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(wake.unchecked_ref(), millis);
    }
}

fn tell(scope: &DedicatedWorkerGlobalScope, message: &impl Serialize) {
    if let Ok(text) = serde_json::to_string(message) {
        let _ = scope.post_message(&JsValue::from_str(&text));
    }
}
