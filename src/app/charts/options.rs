//! How uPlot is told to draw a chart: few ticks, units on the axes, 1.5 px lines, no legend, one cursor for all.

use super::frame::window_s;
use super::ink::Ink;
use super::paint;
use super::panel::{Panel, bend, weak};
use super::uplot::{list, object};
use super::words;
use crate::math;
use js_sys::{Array, Object};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Name of the group whose cursors move together.
const TOGETHER: &str = "switchyard";
/// Width of a line in pixels, and of the pinned scenario's.
const LINE: f64 = 1.5;
const TWIN: f64 = 1.0;
/// Opacity of lines in the background.
const PALE: f64 = 0.35;
/// Diameter of the dot that the cursor puts on a line, in pixels.
const DOT: f64 = 6.0;
/// Room for the axes in pixels; beside the upright one for six digits, or for hundreds with a unit, in a wide face.
const Y_AXIS: f64 = 64.0;
const X_AXIS: f64 = 24.0;

/// Creates an element inside another.
pub(super) fn child(host: &HtmlElement, tag: &str, class: &str) -> Option<HtmlElement> {
    let element: HtmlElement = host.owner_document()?.create_element(tag).ok()?.dyn_into().ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    host.append_child(&element).ok()?;
    Some(element)
}

/// Width and height of an element's inside in pixels.
pub(super) fn size(element: &HtmlElement) -> (f64, f64) {
    (f64::from(element.client_width()), f64::from(element.client_height()))
}

/// All options of a chart.
pub(super) fn of(panel: &Rc<Panel>) -> Option<Object> {
    let ink = Ink::at(panel.host())?;
    let (width, height) = size(panel.canvas());
    let scale = || JsValue::from(object([("auto", false.into()), ("time", false.into())]));
    Some(object([
        ("width", width.max(1.0).into()),
        ("height", height.max(1.0).into()),
        ("padding", list([8.0, 14.0, 0.0, 0.0].map(JsValue::from_f64)).into()),
        ("legend", object([("show", false.into())]).into()),
        ("select", object([("show", false.into())]).into()),
        ("cursor", cursor(panel).into()),
        ("scales", object([("x", scale()), ("y", scale())]).into()),
        ("axes", list([x_axis(panel, &ink), y_axis(panel, &ink)]).into()),
        ("series", series(panel, &ink).into()),
        ("hooks", hooks(panel).into()),
    ]))
}

fn cursor(panel: &Rc<Panel>) -> Object {
    let owner = weak(panel);
    let dot = panel.keep(Closure::<dyn Fn(JsValue, u32) -> f64>::new(move |_, series| {
        owner().filter(|panel| panel.stands_out(series)).map_or(0.0, |_| DOT)
    }));
    let sync = object([("key", TOGETHER.into()), ("setSeries", false.into())]);
    let drag = object([("x", false.into()), ("y", false.into()), ("setScale", false.into())]);
    let points = object([("size", dot), ("width", 0.0.into())]);
    object([("y", false.into()), ("sync", sync.into()), ("drag", drag.into()), ("points", points.into())])
}

/// The lines, then their twins.
fn series(panel: &Rc<Panel>, ink: &Ink) -> Array {
    let owner = weak(panel);
    let dots = panel.keep(Closure::<dyn Fn(JsValue, u32) -> JsValue>::new(move |_, series| {
        let rows = owner().and_then(|panel| panel.lonely(series));
        rows.map_or(JsValue::NULL, |rows| list(rows.into_iter().map(|row| JsValue::from_f64(math::count(row)))).into())
    }));
    let own = panel.lines.iter().map(|line| {
        let alpha = if line.pale { PALE } else { 1.0 };
        one(&ink.colour(line.token), &dots, (LINE, alpha, line.dash)).into()
    });
    let twins = panel.lines.iter().filter(|_| panel.manner.compared).map(|line| {
        let twin = one(&ink.colour(line.token), &dots, (TWIN, 1.0, &[3.0, 3.0]));
        Object::assign(&twin, &object([("show", (!line.pale).into())])).into()
    });
    list(std::iter::once(Object::new().into()).chain(own).chain(twins))
}

fn one(colour: &str, dots: &JsValue, (width, alpha, dash): (f64, f64, &[f64])) -> Object {
    let colour = JsValue::from_str(colour);
    let points = object([
        ("show", false.into()),
        ("size", 3.0.into()),
        ("width", 0.0.into()),
        ("fill", colour.clone()),
        ("filter", dots.clone()),
    ]);
    let options = object([
        ("stroke", colour),
        ("width", width.into()),
        ("alpha", alpha.into()),
        ("spanGaps", false.into()),
        ("points", points.into()),
    ]);
    if !dash.is_empty() {
        let dash = list(dash.iter().map(|length| JsValue::from_f64(*length)));
        return Object::assign(&options, &object([("dash", dash.into())]));
    }
    options
}

fn axis(ink: &Ink, size: f64) -> Object {
    let hairline = JsValue::from_str(&ink.colour("--hairline"));
    let ticks =
        object([("show", true.into()), ("size", 4.0.into()), ("width", 1.0.into()), ("stroke", hairline.clone())]);
    let grid = object([("show", true.into()), ("width", 1.0.into()), ("stroke", hairline)]);
    object([
        ("stroke", JsValue::from_str(&ink.colour("--ink-quiet"))),
        ("font", JsValue::from_str(&ink.font())),
        ("size", size.into()),
        ("gap", 4.0.into()),
        ("ticks", ticks.into()),
        ("grid", grid.into()),
    ])
}

/// Begin, middle and now.
fn x_axis(panel: &Rc<Panel>, ink: &Ink) -> JsValue {
    let owner = weak(panel);
    let splits = Closure::<dyn Fn() -> JsValue>::new(move || {
        let width = owner().map_or(0.0, |panel| window_s(panel.tier.get()));
        list([-width, -width / 2.0, 0.0].map(JsValue::from_f64)).into()
    });
    let owner = weak(panel);
    let values = Closure::<dyn Fn() -> JsValue>::new(move || {
        let panel = owner();
        let words = panel.as_ref().and_then(|panel| panel.manner.text.ago.get(usize::from(panel.tier.get())));
        list(words.into_iter().flatten().map(|word| JsValue::from_str(word))).into()
    });
    let no_grid = object([("show", false.into())]);
    let own = object([("splits", panel.keep(splits)), ("values", panel.keep(values)), ("grid", no_grid.into())]);
    Object::assign(&axis(ink, X_AXIS), &own).into()
}

fn y_axis(panel: &Rc<Panel>, ink: &Ink) -> JsValue {
    let ticks = |panel: &Panel| {
        let (form, range) = panel.axis.get();
        (form, range.ticks(form))
    };
    let owner = weak(panel);
    let splits = Closure::<dyn Fn() -> JsValue>::new(move || {
        let (form, ticks) = owner().map_or_else(Default::default, |panel| ticks(&panel));
        list(ticks.into_iter().map(|tick| JsValue::from_f64(bend(form, tick)))).into()
    });
    let owner = weak(panel);
    let values = Closure::<dyn Fn() -> JsValue>::new(move || {
        let Some(panel) = owner() else { return Array::new().into() };
        let words = ticks(&panel).1.into_iter().map(|tick| words::tick(panel.kind.unit(), tick));
        list(words.map(|word| JsValue::from_str(&word))).into()
    });
    let own = object([("splits", panel.keep(splits)), ("values", panel.keep(values))]);
    Object::assign(&axis(ink, Y_AXIS), &own).into()
}

/// The backdrop is drawn with the lines; names follow the cursor, and the lines once these are drawn.
fn hooks(panel: &Rc<Panel>) -> Object {
    let hook = |call: fn(&Panel)| {
        let owner = weak(panel);
        let function = Closure::<dyn Fn()>::new(move || owner().iter().for_each(|panel| call(panel)));
        JsValue::from(list([panel.keep(function)]))
    };
    object([
        ("setCursor", hook(Panel::tag)),
        ("drawClear", hook(|panel| paint::bands(panel).unwrap_or_default())),
        ("draw", hook(Panel::drawn)),
    ])
}
