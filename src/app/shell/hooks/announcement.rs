//! What a screen reader hears: the newest message, never more than one in five seconds.

use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// Least time between two messages.
const GAP_MS: u32 = 5_000;

#[derive(Default)]
struct Memory {
    newest: RefCell<AttrValue>,
    resting: Cell<bool>,
    timeout: RefCell<Option<Timeout>>,
}

/// The message to announce now; a newer one replaces one that still waits.
#[hook]
pub(in crate::app::shell) fn use_announcement(message: &AttrValue) -> AttrValue {
    let spoken = use_state_eq(AttrValue::default);
    let memory = use_memo((), |()| Memory::default());
    let setter = spoken.setter();
    use_effect_with(message.clone(), {
        let memory = Rc::clone(&memory);
        move |message| {
            *memory.newest.borrow_mut() = message.clone();
            if !memory.resting.get() {
                speak(&memory, &setter);
            }
        }
    });
    (*spoken).clone()
}

/// Says the newest message and rests; what came meanwhile is said after the rest.
fn speak(memory: &Rc<Memory>, setter: &UseStateSetter<AttrValue>) {
    let said = memory.newest.borrow().clone();
    setter.set(said.clone());
    memory.resting.set(true);
    let (later, setter) = (Rc::clone(memory), setter.clone());
    let timeout = Timeout::new(GAP_MS, move || {
        later.resting.set(false);
        if *later.newest.borrow() != said {
            speak(&later, &setter);
        }
    });
    *memory.timeout.borrow_mut() = Some(timeout);
}
