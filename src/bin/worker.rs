//! The engine in the browser: the simulation's own thread, and the functions that scripts may call. The only place for
//! exports to JavaScript.
//!
//! As a worker it is a [`Session`](switchyard::wire::Session) driven by messages and by the worker's clock; imported by a
//! page or by Node it waits to be called. The page's program carries no engine, so what it weighs is the page alone.
//!
//! Between turns it yields through a message channel, which costs microseconds; a timer would cost milliseconds. A panic
//! is told to the page before it happens, because afterwards nothing here can be trusted: the page replaces the worker.

/// What scripts may call.
#[cfg(target_arch = "wasm32")]
pub mod exports {
    use serde::Serialize;
    use serde_json::{Value, json};
    use serde_wasm_bindgen::Serializer;
    use switchyard::scenario::{Checked, PRESETS, SEED_MAX, Scenario};
    use switchyard::{experiment, math};
    use wasm_bindgen::JsError;
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    /// Runs a scenario (an object, or its JSON text) with a seed to its end and returns the report.
    ///
    /// # Errors
    /// Everything that is wrong with the scenario or the seed, one line each.
    #[wasm_bindgen]
    pub fn run(scenario: JsValue, seed: f64) -> Result<JsValue, JsError> {
        let scenario = read(scenario)?;
        if seed.fract() != 0.0 || !(0.0..=math::float(SEED_MAX)).contains(&seed) {
            return Err(JsError::new(&format!(
                "seed: {seed} is not allowed; allowed: a whole number from 0 to {SEED_MAX}"
            )));
        }
        write(&experiment::run(&scenario, math::whole(seed)))
    }

    /// The scenarios to start from: id, title, question, what to watch, and the scenario itself.
    ///
    /// # Errors
    /// Only if the browser has no memory left.
    #[wasm_bindgen]
    pub fn presets() -> Result<JsValue, JsError> {
        let presets = PRESETS.iter().map(|preset| {
            json!({
                "id": preset.id,
                "title": preset.title,
                "question": preset.question,
                "watch": preset.watch,
                "scenario": preset.scenario().to_brief_value(),
            })
        });
        write(&presets.collect::<Vec<Value>>())
    }

    fn read(scenario: JsValue) -> Result<Checked, JsError> {
        let checked = match scenario.as_string() {
            Some(text) => Scenario::parse(&text),
            None => Scenario::from_value(&serde_wasm_bindgen::from_value(scenario)?),
        };
        checked.map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            JsError::new(&lines.join("\n"))
        })
    }

    /// As plain objects and arrays, as `JSON.parse` would make them.
    fn write(value: &impl Serialize) -> Result<JsValue, JsError> {
        Ok(value.serialize(&Serializer::json_compatible())?)
    }
}

/// The simulation's own thread.
#[cfg(target_arch = "wasm32")]
mod worker {
    use js_sys::{Array, Float64Array};
    use std::cell::RefCell;
    use std::rc::Rc;
    use switchyard::wire::{Command, Life, Message, Session};
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::prelude::JsValue;
    use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

    /// The session with what it needs of the browser.
    struct Worker {
        scope: DedicatedWorkerGlobalScope,
        session: RefCell<Session>,
        /// A message to this port comes back as the next turn.
        turn: MessagePort,
        /// Whether the next turn is already on its way.
        scheduled: RefCell<bool>,
    }

    /// Listens for ever.
    pub(crate) fn start() {
        let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
        let Ok(channel) = MessageChannel::new() else { return };
        let hook_scope = scope.clone();
        std::panic::set_hook(Box::new(move |info| {
            tell(&hook_scope, &Life::Panicked { message: info.to_string() }.into());
        }));
        let worker = Rc::new(Worker {
            scope,
            session: RefCell::new(Session::new()),
            turn: channel.port2(),
            scheduled: RefCell::new(false),
        });
        let turning = Rc::clone(&worker);
        let on_turn = Closure::<dyn FnMut()>::new(move || turning.turn());
        channel.port1().set_onmessage(Some(on_turn.as_ref().unchecked_ref()));
        let listening = Rc::clone(&worker);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| listening.hear(&event));
        worker.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // Both listeners live as long as the worker.
        on_turn.forget();
        on_message.forget();
        tell(&worker.scope, &Session::greeting().into());
    }

    impl Worker {
        fn hear(self: &Rc<Self>, event: &MessageEvent) {
            let command = event.data().as_string().and_then(|text| serde_json::from_str::<Command>(&text).ok());
            let Some(command) = command else { return };
            if let Some(message) = self.session.borrow_mut().command(command, self.clock()) {
                tell(&self.scope, &message);
            }
            self.send();
            self.schedule(0.0);
        }

        fn turn(self: &Rc<Self>) {
            self.scheduled.replace(false);
            let wait = self.session.borrow_mut().work(&|| self.clock());
            self.send();
            if let Some(wait_ms) = wait {
                self.schedule(wait_ms);
            }
        }

        /// Sends what is due.
        fn send(&self) {
            let now = self.clock();
            let snapshot = self.session.borrow_mut().snapshot(now);
            if let Some(snapshot) = snapshot {
                let floats = Float64Array::from(snapshot.encode().as_slice());
                let transfer = Array::of1(&floats.buffer());
                // The page cannot refuse a message; if the browser does, the next snapshot tries again.
                let _ = self.scope.post_message_with_transfer(&floats, &transfer);
            }
            let message = self.session.borrow_mut().message(now);
            if let Some(message) = message {
                tell(&self.scope, &message);
            }
        }

        fn schedule(self: &Rc<Self>, wait_ms: f64) {
            if self.scheduled.replace(true) {
                return;
            }
            if wait_ms <= 0.0 {
                let _ = self.turn.post_message(&JsValue::NULL);
                return;
            }
            let worker = Rc::clone(self);
            let wake = Closure::once_into_js(move || worker.turn());
            let millis = i32::try_from(switchyard::math::whole(wait_ms)).unwrap_or(1);
            let _ = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(wake.unchecked_ref(), millis);
        }

        fn clock(&self) -> f64 {
            self.scope.performance().map_or(0.0, |performance| performance.now())
        }
    }

    fn tell(scope: &DedicatedWorkerGlobalScope, message: &Message) {
        if let Ok(text) = serde_json::to_string(message) {
            let _ = scope.post_message(&JsValue::from_str(&text));
        }
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start();
}
