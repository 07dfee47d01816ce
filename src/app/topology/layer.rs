//! The canvas of moving payments above the drawing: decoration for the eye, hidden from assistive technology.

use super::beads::{Beads, Kind, Sight};
use super::geometry::Point;
use super::hooks::{Frames, Listener, wall_ms};
use super::layout::Drawn;
use crate::app::bridge;
use crate::app::feed::{Feed, Subscription};
use crate::app::relay;
use crate::math;
use std::cell::{Cell, RefCell};
use std::f64::consts::TAU;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, IntersectionObserver, MutationObserver};
use yew::prelude::*;

/// Radius of a moving bead, half a cross, half a diamond.
const RADIUS: f64 = 3.4;
const ARM: f64 = 3.4;
const POINT: f64 = 4.4;
/// Radius of the ring around the payment that was picked.
const RING: f64 = 8.0;
/// How much smaller beads are in a crowd, and when it is one.
const SMALLER: f64 = 0.75;
const CROWD: usize = 400;
/// Sharpest canvas: beyond it nobody sees a difference and every frame costs more.
const DENSITY_MAX: f64 = 2.0;

/// Properties of [`BeadLayer`].
#[derive(Properties, PartialEq)]
pub(super) struct BeadLayerProps {
    /// Where the rails are.
    pub(super) layout: Drawn,
    /// Where the moves come from.
    pub(super) feed: Feed,
    /// The legend, whose marks hold the colour of each kind of bead.
    pub(super) legend: NodeRef,
}

/// The moving payments.
#[component]
pub(super) fn BeadLayer(props: &BeadLayerProps) -> Html {
    let node = use_node_ref();
    let dependencies = (props.layout.clone(), props.feed.clone(), node.clone(), props.legend.clone());
    use_effect_with(dependencies, |(layout, feed, node, legend)| {
        let running = node.cast::<HtmlCanvasElement>().and_then(|canvas| Running::start(&canvas, layout, feed, legend));
        move || drop(running)
    });
    html! { <canvas ref={node} class="topology-beads" aria-hidden="true" /> }
}

/// Watches whether the drawing is on the screen.
type ViewWatch = (IntersectionObserver, Closure<dyn FnMut(js_sys::Array)>);

/// Everything that must end with the layer.
struct Running {
    _subscription: Subscription,
    _listeners: Vec<Listener>,
    _picks: Vec<bridge::Listener>,
    theme: Option<(MutationObserver, Closure<dyn FnMut()>)>,
    view: Option<ViewWatch>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some((observer, _)) = &self.theme {
            observer.disconnect();
        }
        if let Some((observer, _)) = &self.view {
            observer.disconnect();
        }
    }
}

/// What a frame needs.
struct Easel {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    layout: Drawn,
    legend: NodeRef,
    beads: RefCell<Beads>,
    /// Colours of [`KINDS`].
    colours: RefCell<[String; 6]>,
    /// Whether the drawing is on the screen.
    seen: Cell<bool>,
    /// The payment whose bead is pressed; none is 0.
    pressed: Cell<u64>,
    /// The payment that was picked; none is 0.
    picked: Cell<u64>,
}

/// Kinds of beads and the names of their marks in the legend.
const KINDS: [(Kind, &str); 6] = [
    (Kind::Open, "open"),
    (Kind::Approved, "approved"),
    (Kind::Declined, "declined"),
    (Kind::Failed, "failed"),
    (Kind::Unknown, "unknown"),
    (Kind::Abandoned, "abandoned"),
];

impl Running {
    fn start(canvas: &HtmlCanvasElement, layout: &Drawn, feed: &Feed, legend: &NodeRef) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let easel = Rc::new(Easel {
            canvas: canvas.clone(),
            context,
            layout: layout.clone(),
            legend: legend.clone(),
            beads: RefCell::default(),
            colours: RefCell::default(),
            seen: Cell::new(true),
            pressed: Cell::new(0),
            picked: Cell::new(0),
        });
        easel.read_colours();
        let frames = {
            let easel = Rc::clone(&easel);
            Rc::new(Frames::new(move |wall_ms| easel.draw(wall_ms)))
        };
        frames.wake();
        let subscription = {
            let (easel, frames) = (Rc::clone(&easel), Rc::clone(&frames));
            feed.subscribe(move |snapshot| {
                let mut beads = easel.beads.borrow_mut();
                if easel.visible() {
                    beads.take(&easel.layout, snapshot, wall_ms());
                } else {
                    beads.clear();
                    frames.wake();
                }
                if beads.runs() {
                    frames.wake();
                }
            })
        };
        let refresh = {
            let (easel, frames) = (Rc::clone(&easel), Rc::clone(&frames));
            move || {
                easel.read_colours();
                frames.wake();
            }
        };
        Some(Self {
            _subscription: subscription,
            _listeners: listeners(refresh.clone()),
            _picks: picks(&easel),
            theme: watch_theme(refresh.clone()),
            view: watch_view(&easel, refresh),
        })
    }
}

/// A bead is picked where it was pressed, not where it is when the press ends; a press that scrolls the page picks nothing.
fn picks(easel: &Rc<Easel>) -> Vec<bridge::Listener> {
    let Some(sheet) = easel.canvas.parent_element() else { return Vec::new() };
    let pressed = bridge::Listener::new(&sheet, "pointerdown", {
        let easel = Rc::clone(easel);
        move |event| easel.press(&event.unchecked_into())
    });
    let easel = Rc::clone(easel);
    let picked = bridge::Listener::new(&sheet, "click", move |_| {
        let payment = easel.pressed.take();
        if payment > 0 {
            easel.picked.set(payment);
            relay::pick(math::float(payment));
        }
    });
    vec![pressed, picked]
}

/// The reader's system changes its theme, or the page comes back into view.
fn listeners(refresh: impl FnMut() + Clone + 'static) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let theme = window.match_media("(prefers-color-scheme: dark)").ok().flatten();
    let theme = theme.map(|query| Listener::new(&query, "change", refresh.clone()));
    let page = window.document().map(|document| Listener::new(&document, "visibilitychange", refresh));
    theme.into_iter().chain(page).collect()
}

/// The page changes its theme by an attribute of its root.
fn watch_theme(refresh: impl FnMut() + 'static) -> Option<(MutationObserver, Closure<dyn FnMut()>)> {
    let root = web_sys::window()?.document()?.document_element()?;
    let closure = Closure::<dyn FnMut()>::new(refresh);
    let observer = MutationObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    let options = web_sys::MutationObserverInit::new();
    options.set_attributes(true);
    observer.observe_with_options(&root, &options).ok()?;
    Some((observer, closure))
}

/// The drawing is scrolled out of view and back.
fn watch_view(easel: &Rc<Easel>, mut refresh: impl FnMut() + 'static) -> Option<ViewWatch> {
    let watched = Rc::clone(easel);
    let closure = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let last = entries.pop().dyn_into::<web_sys::IntersectionObserverEntry>();
        watched.seen.set(last.is_ok_and(|entry| entry.is_intersecting()));
        refresh();
    });
    let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&easel.canvas);
    Some((observer, closure))
}

impl Easel {
    fn visible(&self) -> bool {
        let hidden = web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden());
        self.seen.get() && !hidden
    }

    /// Something is pressed: a place, or else the bead that is nearest.
    fn press(&self, event: &MouseEvent) {
        let place = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let place = place.and_then(|target| target.closest("[role=button]").ok()?);
        let frame = self.canvas.get_bounding_client_rect();
        let scale = self.layout.width / frame.width().max(1.0);
        let at = |client: i32, edge: f64| (f64::from(client) - edge) * scale;
        let point = Point { x: at(event.client_x(), frame.left()), y: at(event.client_y(), frame.top()) };
        let nearest = || self.beads.borrow().nearest(&self.layout, point);
        self.pressed.set(if place.is_some() { 0 } else { nearest().unwrap_or_default() });
    }

    /// Colours as the legend has them: a custom property alone would not be resolved for the theme.
    fn read_colours(&self) {
        let Some(legend) = self.legend.cast::<Element>() else { return };
        let colour = |name: &str| {
            let mark = legend.query_selector(&format!("[data-bead=\"{name}\"]")).ok()??;
            web_sys::window()?.get_computed_style(&mark).ok()??.get_property_value("color").ok()
        };
        *self.colours.borrow_mut() = KINDS.map(|(_, name)| colour(name).unwrap_or_default());
    }

    /// Draws a frame; says whether there is a next one.
    fn draw(&self, wall_ms: f64) -> bool {
        let mut beads = self.beads.borrow_mut();
        let moving = beads.advance(wall_ms);
        self.clear();
        let colours = self.colours.borrow();
        let mut worn = None;
        let scale = if beads.count() > CROWD { SMALLER } else { 1.0 };
        for sight in beads.sights(&self.layout) {
            if worn != Some(sight.kind) {
                worn = Some(sight.kind);
                let place = KINDS.iter().position(|(kind, _)| *kind == sight.kind).unwrap_or_default();
                self.context.set_fill_style_str(&colours[place]);
                self.context.set_stroke_style_str(&colours[place]);
            }
            self.bead(&sight, scale);
            if sight.payment == self.picked.get() {
                self.context.begin_path();
                let _ = self.context.arc(sight.at.x, sight.at.y, RING, 0.0, TAU);
                self.context.stroke();
            }
        }
        if !moving || !self.visible() {
            beads.rest();
        }
        moving && self.visible()
    }

    /// An empty canvas of the right size and density.
    fn clear(&self) {
        let density = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, DENSITY_MAX);
        let size = [self.layout.width, self.layout.height].map(|side| math::low(math::whole(side * density)));
        if [self.canvas.width(), self.canvas.height()] == size {
            let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
            self.context.clear_rect(0.0, 0.0, f64::from(size[0]), f64::from(size[1]));
        } else {
            self.canvas.set_width(size[0]);
            self.canvas.set_height(size[1]);
        }
        let _ = self.context.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
        self.context.set_line_width(2.0);
    }

    fn bead(&self, sight: &Sight, scale: f64) {
        let [radius, point, arm] = [RADIUS, POINT, ARM].map(|size| size * scale);
        let (context, x, y) = (&self.context, sight.at.x, sight.at.y);
        let faded = sight.strength < 1.0;
        if faded {
            context.set_global_alpha(sight.strength);
        }
        context.begin_path();
        match sight.kind {
            Kind::Open | Kind::Approved => {
                let _ = context.arc(x, y, radius, 0.0, TAU);
                context.fill();
            }
            Kind::Declined => {
                context.move_to(x, y - point);
                context.line_to(x + point, y);
                context.line_to(x, y + point);
                context.line_to(x - point, y);
                context.fill();
            }
            Kind::Unknown => {
                let _ = context.arc(x, y, radius, 0.0, TAU);
                context.stroke();
            }
            Kind::Abandoned => {
                context.move_to(x - arm, y);
                context.line_to(x + arm, y);
                context.stroke();
            }
            Kind::Failed => {
                context.move_to(x - arm, y - arm);
                context.line_to(x + arm, y + arm);
                context.move_to(x + arm, y - arm);
                context.line_to(x - arm, y + arm);
                context.stroke();
            }
        }
        if faded {
            context.set_global_alpha(1.0);
        }
    }
}
