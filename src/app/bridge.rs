//! The way to the worker: a thin wrapper of our own, because it must be able to end a worker and to hear it fail.
//!
//! Commands and notices are JSON texts; a snapshot is the buffer of an array of floats, handed over. Whatever is sent
//! before the worker is ready waits, for a module worker loses what arrives before it listens. A crash has four faces
//! (a notice of panic, an `error`, a `messageerror`, a message that cannot be read) and one name here.

use crate::wire::{self, Command, Snapshot};
use js_sys::{ArrayBuffer, Float64Array, Reflect};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, MessageEvent, WorkerOptions, WorkerType};

/// The script that loads the program of a worker: the engine's.
const SCRIPT: &str = "./worker-boot.js";
/// The same script, with the program of the trace lab.
pub const TRACES: &str = "./worker-boot.js?program=traces";

/// What is said of a worker whose script the browser could not load.
const UNLOADED: &str = "the browser could not load its program";
/// What is said of a worker that speaks other messages than the page.
const OTHER_VERSION: &str = "its program is of another version than the page; reload the page";

/// What is heard from a worker that is expected to send messages of one kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard<M> {
    /// It listens.
    Ready {
        /// Version of the messages that it speaks.
        version: u32,
        /// Version of its engine.
        engine: String,
    },
    /// A message.
    Said(Box<M>),
    /// A snapshot.
    Snapshot(Box<Snapshot>),
    /// A message about the run that another reader has a use for.
    Beside,
    /// It crashed.
    Crashed(String),
}

/// What the browser hands over: the data of a message, or why there is none.
type Raw<'a> = Result<&'a JsValue, String>;

/// Who listens to a worker; nobody does while it is a spare.
type Ear = Rc<RefCell<Option<Rc<dyn Fn(Raw<'_>)>>>>;

/// A worker; dropping it ends it at once, whatever it is doing.
pub struct Bridge {
    worker: web_sys::Worker,
    /// Commands that wait for the worker to be ready; `None` once it is.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    ear: Ear,
    /// Whether it crashed while nobody listened.
    lost: Rc<Cell<bool>>,
    _listeners: [Listener; 3],
}

impl Bridge {
    /// Starts a worker with the engine. What is heard comes with the data as the browser gave it, for whoever passes it
    /// on.
    ///
    /// # Errors
    /// What the browser says if it does not allow one.
    pub fn spawn<M: DeserializeOwned + 'static>(hear: impl Fn(Heard<M>, &JsValue) + 'static) -> Result<Self, String> {
        Self::spawn_from(SCRIPT, hear)
    }

    /// The same with the program that a script loads.
    ///
    /// # Errors
    /// What the browser says if it does not allow one.
    pub fn spawn_from<M: DeserializeOwned + 'static>(
        script: &str,
        hear: impl Fn(Heard<M>, &JsValue) + 'static,
    ) -> Result<Self, String> {
        Self::start(script).map(|bridge| bridge.listen(hear))
    }

    /// Starts a worker with the engine to which nobody listens yet.
    ///
    /// # Errors
    /// What the browser says if it does not allow one.
    pub fn spare() -> Result<Self, String> {
        Self::start(SCRIPT)
    }

    /// Whether a spare crashed before anybody listened.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost.get()
    }

    /// What is heard goes here from now on. That a spare is ready was heard already.
    #[must_use]
    pub fn listen<M: DeserializeOwned + 'static>(self, hear: impl Fn(Heard<M>, &JsValue) + 'static) -> Self {
        self.ear.replace(Some(Rc::new(move |raw| match raw {
            Ok(data) => hear(read(data), data),
            Err(why) => hear(Heard::Crashed(why), &JsValue::NULL),
        })));
        self
    }

    fn start(script: &str) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(script, &options).map_err(|error| describe(&error))?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let (ear, lost) = (Ear::default(), Rc::new(Cell::new(false)));
        let hear = {
            let (ear, lost) = (Rc::clone(&ear), Rc::clone(&lost));
            // The ear is let go of first: whoever hears may end the worker.
            move |raw: Raw<'_>| match ear.borrow().clone() {
                Some(ear) => ear(raw),
                None => lost.set(lost.get() || raw.map_or(true, |data| !is_ready(data))),
            }
        };
        let hear = Rc::new(hear);
        let listeners = [
            Listener::new(&worker, "message", {
                let (hear, waiting, worker) = (Rc::clone(&hear), Rc::clone(&waiting), worker.clone());
                move |event| {
                    let data = event.unchecked_into::<MessageEvent>().data();
                    if waiting.borrow().is_some() && is_ready(&data) {
                        flush(&worker, &waiting);
                    }
                    hear(Ok(&data));
                }
            }),
            Listener::new(&worker, "error", {
                let hear = Rc::clone(&hear);
                move |event| {
                    // The page tells it in its own words; the console need not repeat it.
                    event.prevent_default();
                    // A script that cannot be loaded makes a bare event, without the message that errors have.
                    hear(Err(words(&event).unwrap_or_else(|| UNLOADED.to_owned())));
                }
            }),
            Listener::new(&worker, "messageerror", move |_| hear(Err("unreadable message".to_owned()))),
        ];
        Ok(Self { worker, waiting, ear, lost, _listeners: listeners })
    }

    /// Sends a command, or keeps it until the worker is ready.
    pub fn send(&self, command: &Command) {
        // Plain data in memory always serialises.
        if let Ok(value) = serde_json::to_value(command) {
            self.pass(JsValue::from_str(&value.to_string()));
        }
    }

    /// Sends a message as it is, or keeps it until the worker is ready.
    pub fn pass(&self, message: JsValue) {
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(message),
            None => post(&self.worker, &message),
        }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl fmt::Debug for Bridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bridge")
    }
}

/// Hears a worker of another version as one that crashed: nothing is sent to it, so its answers would be waited for in
/// vain.
pub fn of_this_version<M>(hear: impl Fn(Heard<M>, &JsValue)) -> impl Fn(Heard<M>, &JsValue) {
    move |heard, data| match heard {
        Heard::Ready { version, .. } if version != wire::VERSION => {
            hear(Heard::Crashed(OTHER_VERSION.to_owned()), data);
        }
        heard => hear(heard, data),
    }
}

fn flush(worker: &web_sys::Worker, waiting: &RefCell<Option<Vec<JsValue>>>) {
    let messages = waiting.borrow_mut().take();
    messages.unwrap_or_default().iter().for_each(|message| post(worker, message));
}

fn post(worker: &web_sys::Worker, message: &JsValue) {
    // Texts and files can always be cloned, so this cannot fail; a worker that is gone ignores it.
    let _ = worker.post_message(message);
}

/// Whether a worker says that it listens, and speaks the messages of this page.
fn is_ready(data: &JsValue) -> bool {
    data.as_string().is_some() && matches!(read::<()>(data), Heard::Ready { version: wire::VERSION, .. })
}

/// Reads a message of the worker.
pub fn read<M: DeserializeOwned>(data: &JsValue) -> Heard<M> {
    if let Some(text) = data.as_string() {
        // By way of a value, which the page can read anyway: half the code of reading each part from the text.
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        return life(&value).unwrap_or_else(|| match M::deserialize(&value) {
            Ok(message) => Heard::Said(Box::new(message)),
            Err(_) if wire::is_beside(&value) => Heard::Beside,
            Err(error) => Heard::Crashed(format!("unreadable message ({error}): {text}")),
        });
    }
    if let Some(floats) = floats(data) {
        return match Snapshot::decode(&floats) {
            Some(snapshot) => Heard::Snapshot(Box::new(snapshot)),
            None => Heard::Crashed(format!("unreadable snapshot of {} floats", floats.len())),
        };
    }
    // The script that loads the worker reports what the program itself could not.
    Heard::Crashed(describe(data))
}

/// Reads a [`wire::Life`], field by field: the page carries as little reading as it can.
fn life<M>(value: &Value) -> Option<Heard<M>> {
    if let Some(ready) = value.get("ready") {
        let version = ready["version"].as_u64().and_then(|version| u32::try_from(version).ok());
        let engine = ready["engine"].as_str().unwrap_or_default().to_owned();
        return Some(Heard::Ready { version: version.unwrap_or_default(), engine });
    }
    let message = value.get("panicked")?["message"].as_str().unwrap_or_default().to_owned();
    Some(Heard::Crashed(message))
}

fn floats(data: &JsValue) -> Option<Vec<f64>> {
    let array = match data.dyn_ref::<ArrayBuffer>() {
        Some(buffer) => Float64Array::new(buffer),
        None => data.dyn_ref::<Float64Array>()?.clone(),
    };
    Some(array.to_vec())
}

/// The message of an error, or whatever can be said of another value.
fn describe(value: &JsValue) -> String {
    words(value).or_else(|| value.as_string()).unwrap_or_else(|| "an error without words".to_owned())
}

/// The message of an error, if it has one.
fn words(value: &JsValue) -> Option<String> {
    Reflect::get(value, &JsValue::from_str("message")).ok()?.as_string()
}

/// A listener to events of the browser; dropping it ends it.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    call: Closure<dyn Fn(web_sys::Event)>,
}

impl Listener {
    /// Calls a function with every event of a name.
    #[must_use]
    pub fn new(target: &EventTarget, name: &'static str, call: impl Fn(web_sys::Event) + 'static) -> Self {
        let call = Closure::<dyn Fn(web_sys::Event)>::new(call);
        // Only a detached window refuses, and then there is nothing to hear.
        let _ = target.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        Self { target: target.clone(), name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.name, self.call.as_ref().unchecked_ref());
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listener({})", self.name)
    }
}

/// Calls a function before the browser draws next; never while the page is hidden.
pub fn before_drawing(call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(call);
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(call.unchecked_ref());
    }
}
