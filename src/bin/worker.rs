//! The engine in the browser: the simulation's own thread, and the functions that scripts may call. The only place for
//! exports to JavaScript.
//!
//! As a worker it is a [`Session`](switchyard::wire::Session) driven by messages and by the worker's clock; imported by a
//! page or by Node it waits to be called. The page's program carries no engine, so what it weighs is the page alone.

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

#[cfg(target_arch = "wasm32")]
mod thread;

/// The simulation's own thread.
#[cfg(target_arch = "wasm32")]
mod worker {
    use super::thread::{Thread, Work, listen};
    use js_sys::{Array, Float64Array};
    use switchyard::wire::{Command, Session};
    use wasm_bindgen::prelude::JsValue;

    /// A session that goes by the worker's clock.
    struct Simulation(Session);

    pub(crate) fn start() {
        listen(Simulation(Session::rehearsing()));
    }

    impl Work for Simulation {
        fn hear(&mut self, message: &JsValue, thread: &Thread) {
            let command = message.as_string().and_then(|text| serde_json::from_str::<Command>(&text).ok());
            let Some(command) = command else { return };
            if let Some(message) = self.0.command(command, clock(thread)) {
                thread.tell(&message);
            }
            self.send(thread);
            thread.schedule(0.0);
        }

        fn turn(&mut self, thread: &Thread) {
            let wait = self.0.work(&|| clock(thread));
            self.send(thread);
            if let Some(wait_ms) = wait {
                thread.schedule(wait_ms);
            }
        }
    }

    impl Simulation {
        /// Sends what is due.
        fn send(&mut self, thread: &Thread) {
            let now = clock(thread);
            if let Some(snapshot) = self.0.snapshot(now) {
                let floats = Float64Array::from(snapshot.encode().as_slice());
                let transfer = Array::of1(&floats.buffer());
                // The page cannot refuse a message; if the browser does, the next snapshot tries again.
                let _ = thread.scope.post_message_with_transfer(&floats, &transfer);
            }
            if let Some(message) = self.0.message(now) {
                thread.tell(&message);
            }
        }
    }

    fn clock(thread: &Thread) -> f64 {
        thread.scope.performance().map_or(0.0, |performance| performance.now())
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start();
}
