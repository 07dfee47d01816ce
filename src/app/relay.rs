//! What the two programs of the page say to each other.
//!
//! The page's first program draws the payment system, the verdict and the transport; whatever stands around them (controls,
//! charts, formulas, studies) is a second program that is fetched when it is first wanted. Both live in one document and
//! talk by its events: the page says what it shows ([`Sight`]) and passes on what the worker says, the workbench says what a
//! person wants ([`Wish`]).

use super::bridge::Listener;
use crate::math;
use crate::scenario::{LabSetting, Scenario};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Document};

/// Id of the place below the drawing.
pub const BELOW: &str = "workbench-below";
/// Id of the place of the controls.
pub const CONTROLS: &str = "workbench-controls";
/// Id of the place of a view of its own.
pub const VIEW: &str = "workbench-view";

/// From the page: what it shows.
const SIGHT: &str = "switchyard-sight";
/// From the page: what the worker said, as it came.
const HEARD: &str = "switchyard-heard";
/// From the page: a payment was picked in the drawing.
const PICK: &str = "switchyard-pick";
/// From the workbench: what a person wants.
const WISH: &str = "switchyard-wish";

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sight {
    /// Slug of the view.
    pub view: String,
    /// The draft, allowed or not.
    pub draft: Value,
    /// What runs, if it is not the draft.
    pub running: Option<Value>,
    /// The seed.
    pub seed: u64,
    /// What is set in the formula lab, as the page last heard.
    pub lab: LabSetting,
    /// How often an address set it: with another number it is news for the workbench, otherwise only an echo.
    pub lab_opened: u32,
    /// Number of the run.
    pub run: u32,
    /// Whether figures of this run, or of the one before it, are shown.
    pub figures: bool,
    /// Whether another scenario is shown beside it.
    pub compared: bool,
    /// The trailing window of the charts, as an index of [`crate::payment::TIERS`].
    pub tier: u8,
    /// Code of the place whose controls are open.
    pub place: Option<u8>,
}

/// What a person wants of the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// The workbench has just come and wants to know what is shown.
    Everything,
    /// A control changed the draft.
    Edit {
        /// The field, by its path in the scenario.
        field: String,
        /// The whole draft after the change.
        draft: Value,
    },
    /// The controls close.
    Close,
    /// Another trailing window of the charts.
    Tier(u8),
    /// The formula lab was set to something that is allowed.
    Lab(LabSetting),
    /// The workbench could not be loaded, with what the browser says; said by the script that loads them.
    Lost(String),
}

impl Wish {
    /// An edit.
    #[must_use]
    pub fn edit(field: String, draft: &Scenario) -> Self {
        Self::Edit { field, draft: draft.to_value() }
    }

    /// Reads a wish as it is written, word by word: the page carries as little reading as it can.
    fn read(wish: &Value) -> Option<Self> {
        match wish.as_str() {
            Some("everything") => return Some(Self::Everything),
            Some("close") => return Some(Self::Close),
            _ => {}
        }
        if let Some(edit) = wish.get("edit") {
            let field = edit["field"].as_str()?.to_owned();
            return Some(Self::Edit { field, draft: edit["draft"].clone() });
        }
        if let Some(lab) = wish.get("lab") {
            return LabSetting::from_value(lab).ok().map(Self::Lab);
        }
        if let Some(why) = wish.get("lost") {
            return Some(Self::Lost(why.as_str()?.to_owned()));
        }
        u8::try_from(wish.get("tier")?.as_u64()?).ok().map(Self::Tier)
    }
}

/// Tells the workbench what is shown.
pub fn show(sight: &Sight) {
    say(SIGHT, &text(sight));
}

/// Passes on what the worker said.
pub fn pass_on(data: &JsValue) {
    say(HEARD, data);
}

/// Tells the workbench that a payment was picked, by its number.
pub fn pick(payment: f64) {
    say(PICK, &JsValue::from_f64(payment));
}

/// Tells the page what a person wants.
pub fn wish(wish: &Wish) {
    say(WISH, &text(wish));
}

/// Listens to what is shown.
pub fn on_sight(call: impl Fn(Sight) + 'static) -> Option<Listener> {
    listen(SIGHT, move |data| {
        value(&data).and_then(|value| Sight::deserialize(&value).ok()).into_iter().for_each(&call)
    })
}

/// Listens to what the worker says.
pub fn on_heard(call: impl Fn(JsValue) + 'static) -> Option<Listener> {
    listen(HEARD, call)
}

/// Listens to which payment is picked.
pub fn on_pick(call: impl Fn(u64) + 'static) -> Option<Listener> {
    listen(PICK, move |data| data.as_f64().map(math::floor).into_iter().for_each(&call))
}

/// Listens to what a person wants.
pub fn on_wish(call: impl Fn(Wish) + 'static) -> Option<Listener> {
    listen(WISH, move |data| value(&data).and_then(|value| Wish::read(&value)).into_iter().for_each(&call))
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Plain data in memory always serialises.
fn text(message: &impl Serialize) -> JsValue {
    let value = serde_json::to_value(message).unwrap_or_default();
    JsValue::from_str(&value.to_string())
}

/// What cannot be read was not said by the other program, and is nobody's concern.
fn value(data: &JsValue) -> Option<Value> {
    serde_json::from_str(&data.as_string()?).ok()
}

fn say(name: &str, data: &JsValue) {
    let options = CustomEventInit::new();
    options.set_detail(data);
    if let (Some(document), Ok(event)) = (document(), CustomEvent::new_with_event_init_dict(name, &options)) {
        // Nobody cancels it.
        let _ = document.dispatch_event(&event);
    }
}

fn listen(name: &'static str, call: impl Fn(JsValue) + 'static) -> Option<Listener> {
    let document = document()?;
    Some(Listener::new(&document, name, move |event| call(event.unchecked_into::<CustomEvent>().detail())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_arrive() {
        let edit = Wish::edit("gateway.workers".to_owned(), &Scenario::default());
        let lab = Wish::Lab(LabSetting { servers: 7, ..LabSetting::default() });
        for wish in [Wish::Everything, edit, Wish::Close, Wish::Tier(2), lab, Wish::Lost("gone".to_owned())] {
            let written = serde_json::to_value(&wish).expect("plain data");
            assert_eq!(Wish::read(&written), Some(wish), "{written}");
        }
        assert_eq!(Wish::read(&Value::from(7)), None, "nothing else is a wish");
    }
}
