//! Draws the backdrop of a chart on uPlot's canvas: the band of the warm-up and the windows of faults under everything, theory
//! over the lines.

use super::backdrop::{Theory, band, labelled, rows, window};
use super::frame::window_s;
use super::ink::Ink;
use super::panel::Panel;
use super::uplot::{Uplot, drawing_area, list};
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, Element};

/// Distance between two lines of the hatch in pixels.
const HATCH: f64 = 6.0;
/// How much of the hatch's colour is seen, so that lines stand out from it.
const HATCH_ALPHA: f64 = 0.35;
/// How much of its colour is seen in the window of a fault, and at its edges.
const FAULT_ALPHA: f64 = 0.1;
const EDGE_ALPHA: f64 = 0.6;
/// Most rows of names.
const ROWS: usize = 4;
/// Dashes and gaps of theory's lines in pixels, and their width.
const DASH: [f64; 2] = [5.0, 3.0];
const LINE: f64 = 1.0;
/// Distance of words from what they name in pixels, and the least distance between two of them.
const GAP: f64 = 4.0;
const WORDS: f64 = 13.0;

/// Colours and type, resolved once a chart: reading them for every drawing would take longer than drawing.
#[derive(Debug)]
pub(super) struct Paints {
    shade: String,
    hatch: String,
    quiet: String,
    fault: String,
    theory: String,
    font: String,
}

impl Paints {
    /// Those of an element's theme.
    pub(super) fn at(host: &Element) -> Option<Self> {
        let ink = Ink::at(host)?;
        let [shade, hatch, quiet, fault, theory] =
            ["--shade", "--hairline-strong", "--ink-quiet", "--failed", "--theory"].map(|token| ink.colour(token));
        Some(Self { shade, hatch, quiet, fault, theory, font: ink.font() })
    }
}

/// The drawing area in pixels of the page, on a canvas that is scaled to them.
struct Area {
    context: CanvasRenderingContext2d,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Draws inside a chart's drawing area and leaves the canvas as it was.
fn within(plot: &Uplot, draw: impl FnOnce(&Area) -> Result<(), JsValue>) -> Option<()> {
    let context = plot.ctx();
    let ratio = f64::from(context.canvas()?.width()) / f64::from(context.canvas()?.client_width().max(1));
    let [left, top, width, height] = drawing_area(plot)?.map(|pixels| pixels / ratio);
    context.save();
    // What a canvas refuses is not drawn; the words beside the chart say it too.
    let _ = context.scale(ratio, ratio);
    context.begin_path();
    context.rect(left, top, width, height);
    context.clip();
    let area = Area { context, left, top, width, height };
    let drawn = draw(&area);
    area.context.restore();
    drawn.ok()
}

/// A name of a band.
struct Name<'a> {
    words: String,
    colour: &'a str,
    /// Where it begins and ends.
    span: (f64, f64),
}

/// The warm-up, shaded and hatched, and the faults, shaded; all of them named.
pub(super) fn bands(panel: &Panel) -> Option<()> {
    let (plot, paints) = (panel.plot()?, panel.paints()?);
    let (now_s, window_s) = (panel.now_s.get(), window_s(panel.tier.get()));
    let (backdrop, text) = (panel.backdrop.borrow(), panel.manner.text);
    within(plot, |area| {
        let x = |seconds: f64| area.left + (1.0 + seconds / window_s) * area.width;
        area.context.set_font(&paints.font);
        let mut names = Vec::new();
        if let Some((from, to)) = backdrop.warm_up.and_then(|warm_up| band(warm_up, now_s, window_s)) {
            hatch(area, paints, [x(from), x(to)]);
            names.extend(inside(area, (text.warm_up, &paints.quiet), [x(from), x(to)])?);
        }
        for fault in backdrop.faults.iter() {
            if let Some((from, to)) = window(fault, now_s, window_s) {
                shade(area, paints, [x(from), x(to)]);
                names.push(from_the_left(area, ((text.fault_labels)(fault), &paints.fault), x(from))?);
            }
        }
        write(area, &names)
    })
}

/// The name of a band that may leave the chart: inside it, or before it where it is too narrow, or nowhere.
fn inside<'a>(
    area: &Area,
    (words, colour): (&str, &'a str),
    [left, right]: [f64; 2],
) -> Result<Option<Name<'a>>, JsValue> {
    let width = area.context.measure_text(words)?.width();
    let begin = match width + 2.0 * GAP {
        room if right - left >= room => left + GAP,
        room if left - area.left >= room => left - GAP - width,
        _ => return Ok(None),
    };
    Ok(Some(Name { words: words.to_owned(), colour, span: (begin, begin + width) }))
}

/// A name that begins with its window; the shorter one where the chart ends before it, and then it ends with the chart.
fn from_the_left<'a>(
    area: &Area,
    ([long, short], colour): ([String; 2], &'a str),
    left: f64,
) -> Result<Name<'a>, JsValue> {
    let room = area.left + area.width - GAP - (left + GAP);
    let fits = area.context.measure_text(&long)?.width() <= room;
    let words = if fits { long } else { short };
    let width = area.context.measure_text(&words)?.width();
    let begin = (left + GAP).min(area.left + area.width - GAP - width).max(area.left + GAP);
    Ok(Name { words, colour, span: (begin, begin + width) })
}

/// Names in as few rows as they fit.
fn write(area: &Area, names: &[Name<'_>]) -> Result<(), JsValue> {
    area.context.set_text_baseline("top");
    area.context.set_text_align("left");
    let spans: Vec<(f64, f64)> = names.iter().map(|name| (name.span.0, name.span.1 + GAP)).collect();
    for (name, row) in names.iter().zip(rows(&spans, ROWS)) {
        if let Some(row) = row {
            area.context.set_fill_style_str(name.colour);
            area.context.fill_text(&name.words, name.span.0, area.top + GAP + crate::math::count(row) * WORDS)?;
        }
    }
    Ok(())
}

/// The window of a fault.
fn shade(area: &Area, paints: &Paints, [left, right]: [f64; 2]) {
    let context = &area.context;
    context.save();
    context.set_fill_style_str(&paints.fault);
    context.set_global_alpha(FAULT_ALPHA);
    context.fill_rect(left, area.top, right - left, area.height);
    context.set_global_alpha(EDGE_ALPHA);
    for edge in [left, right] {
        context.fill_rect(edge - LINE / 2.0, area.top, LINE, area.height);
    }
    context.restore();
}

fn hatch(area: &Area, paints: &Paints, [left, right]: [f64; 2]) {
    let (context, bottom) = (&area.context, area.top + area.height);
    context.set_fill_style_str(&paints.shade);
    context.fill_rect(left, area.top, right - left, area.height);
    context.save();
    context.begin_path();
    context.rect(left, area.top, right - left, area.height);
    context.clip();
    context.begin_path();
    let mut start = left - area.height;
    while start < right {
        context.move_to(start, bottom);
        context.line_to(start + area.height, area.top);
        start += HATCH;
    }
    context.set_stroke_style_str(&paints.hatch);
    context.set_line_width(LINE);
    context.set_global_alpha(HATCH_ALPHA);
    context.stroke();
    context.restore();
    context.begin_path();
    context.move_to(right, area.top);
    context.line_to(right, bottom);
    context.set_stroke_style_str(&paints.hatch);
    context.set_line_width(LINE);
    context.stroke();
}

/// Theory's levels, named where they are few.
pub(super) fn theory(panel: &Panel) -> Option<()> {
    let (plot, paints) = (panel.plot()?, panel.paints()?);
    let theory = panel.backdrop.borrow().theory(panel.kind)?;
    within(plot, |area| levels(panel, area, paints, &theory))
}

fn levels(panel: &Panel, area: &Area, paints: &Paints, theory: &Theory) -> Result<(), JsValue> {
    let (text, (form, range)) = (panel.manner.text, panel.axis.get());
    let context = &area.context;
    context.set_line_width(LINE);
    context.set_stroke_style_str(&paints.theory);
    context.set_line_dash(&list(DASH.map(JsValue::from_f64)).into())?;
    context.set_font(&paints.font);
    context.set_text_align("left");
    context.set_text_baseline("bottom");
    context.set_fill_style_str(&paints.theory);
    let mut last = f64::INFINITY;
    for level in &theory.levels {
        let y = area.top + (1.0 - range.place(form, level.value)) * area.height;
        context.begin_path();
        context.move_to(area.left, y);
        context.line_to(area.left + area.width, y);
        context.stroke();
        if labelled(panel.kind) && (last - y).abs() >= WORDS {
            context.fill_text(&(text.theory_label)(&level.name(text)), area.left + GAP, y - 1.0)?;
            last = y;
        }
    }
    Ok(())
}
