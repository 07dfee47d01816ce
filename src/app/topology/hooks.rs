//! What the topology asks of the browser: the size of its stage, the wish for less motion, frames, and figures at a
//! pace that a reader can follow. Each hook undoes what it did.

use super::layout::Stage;
use super::meter::{Meter, View};
use crate::app::feed::Feed;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, MediaQueryList, ResizeObserver};
use yew::prelude::*;

/// The stage that is drawn before its true size is known, and where there is no browser.
const USUAL: Stage = Stage { width: 1_200.0, height: 480.0 };
/// Time between two looks at the figures in milliseconds: with motion, and without.
const LIVELY_MS: f64 = 125.0;
const STILL_MS: f64 = 500.0;
/// Time between two changes of what is read aloud and of the table.
const SAID_MS: f64 = 1_000.0;

/// Milliseconds since the page began.
pub(super) fn wall_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// The inside of an element, followed as it changes.
#[hook]
pub(super) fn use_stage(node: &NodeRef) -> Stage {
    let stage = use_state_eq(|| USUAL);
    let result = *stage;
    use_effect_with(node.clone(), move |node| {
        let watch = node.cast::<Element>().and_then(|element| watch_size(element, stage));
        move || {
            if let Some((observer, _closure)) = watch {
                observer.disconnect();
            }
        }
    });
    result
}

fn watch_size(element: Element, stage: UseStateHandle<Stage>) -> Option<(ResizeObserver, Closure<dyn FnMut()>)> {
    let observed = element.clone();
    let measure = move || {
        let (width, height) = (f64::from(element.client_width()), f64::from(element.client_height()));
        if width > 0.0 {
            stage.set(Stage { width, height });
        }
    };
    measure();
    let closure = Closure::<dyn FnMut()>::new(measure);
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&observed);
    Some((observer, closure))
}

/// Whether the reader's system asks for less motion.
#[hook]
pub(super) fn use_reduced_motion() -> bool {
    let reduced = use_state_eq(|| false);
    let result = *reduced;
    use_effect_with((), move |()| {
        let query = web_sys::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok()?);
        let watch = query.map(|query| {
            Listener::new(&query, "change", {
                let query = query.clone();
                move || reduced.set(query.matches())
            })
            .calling(&query)
        });
        move || drop(watch)
    });
    result
}

/// A function that the browser calls on an event, until it is dropped.
pub(super) struct Listener {
    target: web_sys::EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut()>,
}

impl Listener {
    /// Listens to an event.
    pub(super) fn new(target: &web_sys::EventTarget, event: &'static str, call: impl FnMut() + 'static) -> Self {
        let closure = Closure::<dyn FnMut()>::new(call);
        // A target that refuses a listener is one that never calls it: nothing to be done about.
        let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self { target: target.clone(), event, closure }
    }

    /// The same, called once at once.
    fn calling(self, query: &MediaQueryList) -> Self {
        let call: &js_sys::Function = self.closure.as_ref().unchecked_ref();
        let _ = call.call0(query);
        self
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let call = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, call);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listener({})", self.event)
    }
}

/// A loop of animation frames that runs while there is something to draw, and ends when it is dropped.
pub(super) struct Frames(Rc<Loop>);

/// What the browser calls for a frame.
type Frame = Closure<dyn FnMut(f64)>;

struct Loop {
    asked: Cell<Option<i32>>,
    closure: RefCell<Option<Frame>>,
}

impl Frames {
    /// A loop that sleeps; the function draws a frame at a wall time in milliseconds and says whether to go on.
    pub(super) fn new(mut draw: impl FnMut(f64) -> bool + 'static) -> Self {
        let frames = Rc::new(Loop { asked: Cell::new(None), closure: RefCell::new(None) });
        let weak: Weak<Loop> = Rc::downgrade(&frames);
        let closure = Closure::<dyn FnMut(f64)>::new(move |wall_ms| {
            let Some(frames) = weak.upgrade() else { return };
            frames.asked.set(None);
            if draw(wall_ms) {
                frames.ask();
            }
        });
        *frames.closure.borrow_mut() = Some(closure);
        Self(frames)
    }

    /// Asks for a frame, unless one is asked for already.
    pub(super) fn wake(&self) {
        self.0.ask();
    }
}

impl Loop {
    fn ask(&self) {
        if self.asked.get().is_some() {
            return;
        }
        if let (Some(window), Some(closure)) = (web_sys::window(), self.closure.borrow().as_ref()) {
            self.asked.set(window.request_animation_frame(closure.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let (Some(window), Some(handle)) = (web_sys::window(), self.0.asked.take()) {
            let _ = window.cancel_animation_frame(handle);
        }
    }
}

/// What the drawing says, and what is said aloud and in the table, which changes less often.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Views {
    pub(super) shown: Rc<View>,
    pub(super) said: Rc<View>,
}

/// The figures of a feed for so many processors and a cache of this capacity, at most eight times a second.
#[hook]
pub(super) fn use_views(feed: &Feed, processors: u8, capacity: u32, still: bool) -> Views {
    let views = use_state_eq(|| {
        let mut meter = Meter::new(processors, capacity);
        feed.latest().iter().for_each(|latest| meter.take(latest, 0.0));
        let first = Rc::new(meter.view(0.0));
        Views { shown: Rc::clone(&first), said: first }
    });
    let result = (*views).clone();
    use_effect_with((feed.clone(), processors, capacity, still), move |(feed, processors, capacity, still)| {
        let pulse = Rc::new(Pulse {
            meter: RefCell::new(Meter::new(*processors, *capacity)),
            period_ms: if *still { STILL_MS } else { LIVELY_MS },
            timer: RefCell::new(None),
            last: RefCell::new((0.0, 0.0, Rc::default())),
            set: Box::new(move |next| views.set(next)),
        });
        if let Some(latest) = feed.latest() {
            pulse.meter.borrow_mut().take(&latest, wall_ms());
        }
        Pulse::beat(&pulse);
        let subscription = feed.subscribe(move |snapshot| {
            pulse.meter.borrow_mut().take(snapshot, wall_ms());
            Pulse::arrange(&pulse);
        });
        move || drop(subscription)
    });
    result
}

/// Looks at the meter at an even pace while snapshots come.
struct Pulse {
    meter: RefCell<Meter>,
    period_ms: f64,
    timer: RefCell<Option<Timeout>>,
    /// When it looked last, when something was said last, and what.
    last: RefCell<(f64, f64, Rc<View>)>,
    set: Box<dyn Fn(Views)>,
}

impl Pulse {
    /// Looks after the rest of the period, unless that is arranged already.
    fn arrange(pulse: &Rc<Self>) {
        if pulse.timer.borrow().is_some() {
            return;
        }
        let rest = (pulse.period_ms - (wall_ms() - pulse.last.borrow().0)).max(0.0);
        let weak = Rc::downgrade(pulse);
        let timer = Timeout::new(crate::math::low(crate::math::whole(rest)), move || {
            if let Some(pulse) = weak.upgrade() {
                // Forgetting a timer that has just fired cancels nothing.
                pulse.timer.borrow_mut().take();
                Self::beat(&pulse);
            }
        });
        *pulse.timer.borrow_mut() = Some(timer);
    }

    fn beat(pulse: &Rc<Self>) {
        let now = wall_ms();
        let shown = Rc::new(pulse.meter.borrow_mut().view(now));
        let mut last = pulse.last.borrow_mut();
        last.0 = now;
        if now - last.1 >= SAID_MS || !last.2.seen {
            (last.1, last.2) = (now, Rc::clone(&shown));
        }
        let said = Rc::clone(&last.2);
        drop(last);
        let behind = !Rc::ptr_eq(&shown, &said);
        (pulse.set)(Views { shown, said });
        // What was not said yet is said later, even if time stands still and nothing more comes.
        if behind {
            Self::arrange(pulse);
        }
    }
}
