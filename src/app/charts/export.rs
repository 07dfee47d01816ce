//! Saves what a person made: a file built in memory and handed over as a download.

use super::ink::Ink;
use super::panel::Panel;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

/// Saves a text as a file.
pub(crate) fn save_text(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        save(name, &blob);
    }
}

fn save(name: &str, blob: &Blob) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download holds the data from here on.
    gloo_timers::callback::Timeout::new(10_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Some(())
}

/// Saves a chart as a picture: title, axes, lines and names on the colour of the paper.
pub(super) fn save_png(name: &str, panel: &Panel, title: &str, note: &str) -> Option<()> {
    let picture = picture(panel, title, note)?;
    let name = name.to_owned();
    let done = Closure::once_into_js(move |blob: Option<Blob>| blob.and_then(|blob| save(&name, &blob)).is_some());
    picture.to_blob(done.unchecked_ref()).ok()
}

/// Height of the title in pixels, and the distance to the edges.
const TITLE: f64 = 32.0;
const EDGE: f64 = 8.0;

fn picture(panel: &Panel, title: &str, note: &str) -> Option<HtmlCanvasElement> {
    let chart = panel.picture()?;
    let css_width = f64::from(panel.canvas().client_width()).max(1.0);
    let ratio = f64::from(chart.width()) / css_width;
    let width = (css_width + panel.tags().width() + 2.0 * EDGE) * ratio;
    let height = TITLE.mul_add(ratio, f64::from(chart.height()));
    let canvas: HtmlCanvasElement = chart.owner_document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(crate::math::low(crate::math::whole(width)));
    canvas.set_height(crate::math::low(crate::math::whole(height + EDGE * ratio)));
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let ink = Ink::at(panel.host())?;
    context.set_fill_style_str(&ink.colour("--paper"));
    context.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_canvas_element(&chart, EDGE * ratio, TITLE * ratio).ok()?;
    context.scale(ratio, ratio).ok()?;
    write(&context, &ink, panel, (title, note)).ok()?;
    Some(canvas)
}

fn write(
    context: &CanvasRenderingContext2d,
    ink: &Ink,
    panel: &Panel,
    (title, note): (&str, &str),
) -> Result<(), JsValue> {
    let font = ink.font();
    context.set_text_baseline("middle");
    context.set_font(&format!("600 {font}"));
    context.set_fill_style_str(&ink.colour("--ink"));
    context.fill_text(title, EDGE, TITLE / 2.0)?;
    let after = context.measure_text(title)?.width();
    context.set_font(&font);
    context.set_fill_style_str(&ink.colour("--ink-quiet"));
    context.fill_text(note, EDGE + after + EDGE, TITLE / 2.0)?;
    let left = EDGE + f64::from(panel.canvas().client_width());
    for tag in panel.tags().standing() {
        let x = left + f64::from(tag.spot.column) * panel.tags().width() / 2.0;
        let y = TITLE + tag.spot.y;
        context.set_fill_style_str(&ink.colour(tag.token));
        context.fill_text(&tag.name, x, y)?;
        let after = context.measure_text(&tag.name)?.width();
        context.set_fill_style_str(&ink.colour("--ink"));
        context.fill_text(&tag.value, x + after + EDGE / 2.0, y)?;
    }
    Ok(())
}
