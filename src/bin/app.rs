//! The page's program: mounts the page, and offers what it computes to scripts. The only place for exports to
//! JavaScript.

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
fn main() {
    let root = web_sys::window().and_then(|window| window.document()?.get_element_by_id("page"));
    if let Some(root) = root {
        yew::Renderer::<switchyard::app::Page>::with_root(root).render();
    }
}

/// The page runs in a browser; on the host it is only compiled.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
