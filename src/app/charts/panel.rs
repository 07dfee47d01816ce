//! One chart on the page: uPlot draws lines and axes on its canvas; names at the lines' ends are elements beside it.

use super::backdrop::Backdrop;
use super::frame::{Frame, Shot, lonely, window_s};
use super::kind::{Kind, Line};
use super::labels::{Strip, place};
use super::options;
use super::paint::{self, Paints};
use super::scale::{Calm, Form, Range};
use super::tags::Tags;
use super::uplot::{Uplot, cursor_left, limits, list, object};
use super::watch;
use super::words;
use crate::app::format;
use crate::app::text::ChartsText;
use crate::math;
use crate::wire::Roster;
use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

/// What all panels of a board share.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Manner {
    /// Texts.
    pub(super) text: &'static ChartsText,
    /// What the run's columns speak of.
    pub(super) roster: Roster,
    /// Whether the pinned scenario is drawn too.
    pub(super) compared: bool,
    /// Whether the response times stand on a logarithmic axis.
    pub(super) log: bool,
}

/// One chart on the page.
pub(super) struct Panel {
    pub(super) kind: Kind,
    pub(super) lines: Vec<Line>,
    pub(super) manner: Manner,
    host: HtmlElement,
    canvas: HtmlElement,
    tags: Tags,
    plot: OnceCell<Uplot>,
    closures: RefCell<Vec<Box<dyn Any>>>,
    calm: Cell<Calm>,
    pub(super) axis: Cell<(Form, Range)>,
    pub(super) tier: Cell<u8>,
    pub(super) now_s: Cell<f64>,
    pub(super) frame: RefCell<Frame>,
    pub(super) backdrop: RefCell<Backdrop>,
    paints: Option<Paints>,
    tagged_ms: Cell<f64>,
}

/// How often the names at the lines' ends follow while no cursor asks, in milliseconds of wall time.
const TAGS_MS: f64 = 900.0;
/// Height of a name in pixels.
const TAG_HEIGHT: f64 = 15.0;

impl Panel {
    /// A chart inside an element; `None` when uPlot is missing.
    pub(super) fn new(kind: Kind, manner: &Manner, host: HtmlElement, tier: u8) -> Option<Rc<Self>> {
        let lines = kind.lines(&manner.roster);
        let canvas = options::child(&host, "div", "charts-canvas")?;
        let tags = Tags::new(&host, &lines, manner)?;
        let form = kind.form(manner.log);
        let paints = Paints::at(&host);
        let panel = Rc::new(Self {
            kind,
            lines,
            manner: manner.clone(),
            host,
            canvas,
            tags,
            plot: OnceCell::new(),
            closures: RefCell::default(),
            calm: Cell::default(),
            axis: Cell::new((form, Range::empty(form))),
            tier: Cell::new(tier),
            now_s: Cell::new(0.0),
            frame: RefCell::default(),
            backdrop: RefCell::default(),
            paints,
            tagged_ms: Cell::new(f64::NEG_INFINITY),
        });
        let plot = panel.plot_in()?;
        // The cell is empty: it was made above.
        let _ = panel.plot.set(plot);
        panel.rescale();
        Some(panel)
    }

    fn plot_in(self: &Rc<Self>) -> Option<Uplot> {
        let options = options::of(self)?;
        Uplot::new(&options, &self.data(&Frame::default()), &self.canvas).ok()
    }

    /// Whether nothing was drawn yet.
    pub(super) fn is_blank(&self) -> bool {
        self.frame.borrow().times_s.is_empty()
    }

    /// Keeps a function alive for as long as the chart.
    pub(super) fn keep<F: ?Sized + 'static>(&self, function: Closure<F>) -> JsValue {
        let value = function.as_ref().clone();
        self.closures.borrow_mut().push(Box::new(function));
        value
    }

    /// The element whose size the chart follows.
    pub(super) fn canvas(&self) -> &HtmlElement {
        &self.canvas
    }

    /// The element that surrounds it.
    pub(super) fn host(&self) -> &Element {
        &self.host
    }

    /// The chart itself; none until it is made.
    pub(super) fn plot(&self) -> Option<&Uplot> {
        self.plot.get()
    }

    /// Colours and type of its backdrop.
    pub(super) fn paints(&self) -> Option<&Paints> {
        self.paints.as_ref()
    }

    /// What uPlot drew.
    pub(super) fn picture(&self) -> Option<HtmlCanvasElement> {
        self.plot.get().and_then(|plot| plot.ctx().canvas())
    }

    /// The names at the ends of the lines as they stand: text, height in pixels, token of the colour.
    pub(super) fn tags(&self) -> &Tags {
        &self.tags
    }

    /// Draws the numbers of an instant.
    pub(super) fn draw(&self, shot: &Shot) {
        let frame = Frame::of(&self.lines, &self.manner.roster, shot, self.manner.compared);
        if let Some(tier) = shot.tier() {
            self.tier.set(tier);
        }
        self.now_s.set(shot.now_s);
        let form = self.kind.form(self.manner.log);
        let mut calm = self.calm.get();
        let positive = form == Form::Log;
        let extent = frame.extent(positive);
        let theory = shot.backdrop.theory(self.kind);
        let extent = theory.map_or(extent, |theory| theory.widen(extent, positive));
        self.axis.set((form, calm.follow(form, extent)));
        self.backdrop.replace(shot.backdrop.clone());
        self.calm.set(calm);
        let data = self.data(&frame);
        self.frame.replace(frame);
        if let Some(plot) = self.plot.get() {
            plot.set_data(&data, false);
            self.rescale();
            let left = cursor_left(plot);
            if left >= 0.0 {
                self.show_cursor(left, false);
            }
        }
    }

    /// Lines and axes were drawn, so that their places are known: the names follow when it is time.
    pub(super) fn drawn(&self) {
        let _ = paint::theory(self);
        let wall_ms = watch::wall_ms();
        let due = wall_ms - self.tagged_ms.get() >= TAGS_MS;
        if self.is_blank() {
            self.tags.clear();
        } else if due || self.cursor_row().is_some() {
            self.tagged_ms.set(wall_ms);
            self.tag();
        }
    }

    /// Sets both scales, which draws.
    fn rescale(&self) {
        let Some(plot) = self.plot.get() else { return };
        let (form, range) = self.axis.get();
        plot.set_scale("y", &limits(bend(form, range.low), bend(form, range.high)));
        plot.set_scale("x", &limits(-window_s(self.tier.get()), 0.0));
    }

    /// The frame as uPlot takes it: `null` for gaps, seconds before now, logarithms on a logarithmic axis.
    fn data(&self, frame: &Frame) -> js_sys::Array {
        let (form, _) = self.axis.get();
        let value = |x: f64| match bend(form, x) {
            finite if finite.is_finite() => JsValue::from_f64(finite),
            _ => JsValue::NULL,
        };
        let count = if self.manner.compared { 2 * self.lines.len() } else { self.lines.len() };
        if frame.times_s.is_empty() {
            let ends = [-window_s(self.tier.get()), 0.0].map(JsValue::from_f64);
            let nothing = || list([JsValue::NULL, JsValue::NULL]).into();
            return list(std::iter::once(list(ends).into()).chain((0..count).map(|_| nothing())));
        }
        let now = self.now_s.get();
        let times = list(frame.times_s.iter().map(|time| JsValue::from_f64(time - now)));
        let gaps: Vec<f64> = vec![f64::NAN; frame.times_s.len()];
        let twin = |place: usize| frame.twins.get(place).unwrap_or(&gaps);
        let twins = (0..count - self.lines.len()).map(twin);
        let columns = frame.lines.iter().chain(twins);
        list(std::iter::once(times.into()).chain(columns.map(|column| list(column.iter().map(|x| value(*x))).into())))
    }

    /// The rows of a line that stand alone and need a dot, as uPlot asks for them: lines count from 1.
    pub(super) fn lonely(&self, series: u32) -> Option<Vec<usize>> {
        let frame = self.frame.borrow();
        let place = math::index(series).checked_sub(1)?;
        let values = frame.lines.get(place).or_else(|| frame.twins.get(place.checked_sub(self.lines.len())?))?;
        Some(lonely(values)).filter(|rows| !rows.is_empty())
    }

    /// Whether a line, counted from 1, is no background: the cursor marks it.
    pub(super) fn stands_out(&self, series: u32) -> bool {
        let place = math::index(series).checked_sub(1);
        let line = place.and_then(|place| self.lines.get(place % self.lines.len().max(1)));
        line.is_some_and(|line| !line.pale)
    }

    /// Takes the size of its element.
    pub(super) fn fit(&self) {
        let (width, height) = options::size(&self.canvas);
        if let Some(plot) = self.plot.get().filter(|_| width > 0.0) {
            self.tagged_ms.set(f64::NEG_INFINITY);
            plot.set_size(&object([("width", width.into()), ("height", height.into())]));
        }
    }

    /// The row that the cursor stands on.
    pub(super) fn cursor_row(&self) -> Option<usize> {
        let plot = self.plot.get()?;
        let left = cursor_left(plot);
        let width = f64::from(plot.over().client_width()).max(1.0);
        if left < 0.0 {
            return None;
        }
        let before = (1.0 - left / width) * window_s(self.tier.get());
        self.frame.borrow().row_at(self.now_s.get() - before)
    }

    /// Puts the cursor so many pixels from the left, in every chart or in this one.
    pub(super) fn show_cursor(&self, left: f64, publish: bool) {
        if let Some(plot) = self.plot.get() {
            plot.set_cursor(&object([("left", left.into()), ("top", 0.0.into())]), publish, publish);
        }
    }

    /// Puts the cursor on a row in every chart, or takes it away.
    pub(super) fn put_cursor(&self, row: Option<usize>) {
        let Some(plot) = self.plot.get() else { return };
        let time = row.and_then(|row| self.frame.borrow().times_s.get(row).copied());
        let left = time.map_or(-10.0, |time| {
            let share = 1.0 - (self.now_s.get() - time) / window_s(self.tier.get());
            share.max(0.0) * f64::from(plot.over().client_width())
        });
        self.show_cursor(left, true);
    }

    /// Puts the cursor where a finger is.
    pub(super) fn touch(&self, client_x: f64) {
        let Some(plot) = self.plot.get() else { return };
        let area = plot.over().get_bounding_client_rect();
        self.show_cursor((client_x - area.left()).clamp(0.0, area.width()), true);
    }

    /// Sets the names at the lines' ends: values under the cursor, or the latest.
    pub(super) fn tag(&self) {
        let Some(plot) = self.plot.get() else { return };
        let (form, range) = self.axis.get();
        let frame = self.frame.borrow();
        let row = self.cursor_row();
        let over = plot.over();
        let (top, height) = (f64::from(over.offset_top()), f64::from(over.client_height()));
        let all = frame.lines.iter().chain(&frame.twins);
        let values: Vec<Option<f64>> = all.map(|values| shown(values, row)).collect();
        let named: Vec<usize> =
            self.tags.named().filter(|place| values.get(*place).is_some_and(Option::is_some)).collect();
        let wish = |place: &usize| {
            let value = values.get(*place).copied().flatten().unwrap_or(range.low);
            top + (1.0 - range.place(form, value).clamp(0.0, 1.0)) * height
        };
        let columns = if self.kind == Kind::Shares { 2 } else { 1 };
        let strip = Strip { top: top + 2.0, bottom: top + height, gap: TAG_HEIGHT, columns };
        let spots = place(&named.iter().map(wish).collect::<Vec<_>>(), strip);
        let two = spots.iter().flatten().any(|spot| spot.column > 0);
        self.tags.clear();
        let time = row.and_then(|row| frame.times_s.get(row)).map(|time| format::clock(*time));
        self.tags.at(cursor_left(plot) + f64::from(over.offset_left()), time.as_deref());
        for (place, spot) in named.iter().zip(spots) {
            if let (Some(spot), Some(value)) = (spot, values.get(*place).copied().flatten()) {
                self.tags.show(*place, spot, two, &words::brief(self.kind.unit(), value));
            }
        }
    }
}

/// A line's value in a row, or its latest one.
fn shown(values: &[f64], row: Option<usize>) -> Option<f64> {
    match row {
        Some(row) => values.get(row).copied().filter(|value| value.is_finite()),
        None => values.iter().rev().copied().find(|value| value.is_finite()),
    }
}

/// A value on the axis that uPlot sees, which is always linear.
pub(super) fn bend(form: Form, value: f64) -> f64 {
    match form {
        Form::Log if value > 0.0 => math::log10(value),
        Form::Log => f64::NAN,
        _ => value,
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        if let Some(plot) = self.plot.get() {
            plot.destroy();
        }
        self.canvas.remove();
    }
}

impl fmt::Debug for Panel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Panel({:?})", self.kind)
    }
}

/// A panel that may be gone by the time that uPlot calls.
pub(super) fn weak(panel: &Rc<Panel>) -> impl Fn() -> Option<Rc<Panel>> + Clone + 'static {
    let weak: Weak<Panel> = Rc::downgrade(panel);
    move || weak.upgrade()
}
