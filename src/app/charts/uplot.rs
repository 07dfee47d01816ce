//! The door to uPlot, the global object of the script that `library` brings. Imports only: nothing is exported.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// A chart on the page.
    #[wasm_bindgen(js_name = uPlot)]
    pub(super) type Uplot;

    /// Fails when the script is missing.
    #[wasm_bindgen(constructor, js_class = "uPlot", catch)]
    pub(super) fn new(options: &Object, data: &Array, place: &HtmlElement) -> Result<Uplot, JsValue>;

    #[wasm_bindgen(method, js_name = setData)]
    pub(super) fn set_data(this: &Uplot, data: &Array, reset_scales: bool);

    #[wasm_bindgen(method, js_name = setScale)]
    pub(super) fn set_scale(this: &Uplot, scale: &str, limits: &Object);

    #[wasm_bindgen(method, js_name = setSize)]
    pub(super) fn set_size(this: &Uplot, size: &Object);

    #[wasm_bindgen(method, js_name = setCursor)]
    pub(super) fn set_cursor(this: &Uplot, place: &Object, fire: bool, publish: bool);

    #[wasm_bindgen(method)]
    pub(super) fn destroy(this: &Uplot);

    /// The element that covers the drawing area.
    #[wasm_bindgen(method, getter)]
    pub(super) fn over(this: &Uplot) -> HtmlElement;

    #[wasm_bindgen(method, getter)]
    pub(super) fn ctx(this: &Uplot) -> CanvasRenderingContext2d;

    #[wasm_bindgen(method, getter)]
    pub(super) fn cursor(this: &Uplot) -> Object;
}

/// An object with these fields.
pub(super) fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a plain object can't fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &value);
    }
    object
}

/// A list of values.
pub(super) fn list(values: impl IntoIterator<Item = JsValue>) -> Array {
    values.into_iter().collect()
}

/// The ends of a scale.
pub(super) fn limits(low: f64, high: f64) -> Object {
    object([("min", low.into()), ("max", high.into())])
}

/// The cursor's distance from the left of the drawing area; negative while there is none.
pub(super) fn cursor_left(plot: &Uplot) -> f64 {
    Reflect::get(&plot.cursor(), &JsValue::from_str("left")).ok().and_then(|left| left.as_f64()).unwrap_or(-1.0)
}

/// Left, top, width and height of the drawing area in pixels of the canvas.
pub(super) fn drawing_area(plot: &Uplot) -> Option<[f64; 4]> {
    let area = Reflect::get(plot, &JsValue::from_str("bbox")).ok()?;
    let side = |name: &str| Reflect::get(&area, &JsValue::from_str(name)).ok()?.as_f64();
    Some([side("left")?, side("top")?, side("width")?, side("height")?])
}
