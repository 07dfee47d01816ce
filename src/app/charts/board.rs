//! All charts of the page: draws them at most ten times a second, and only those that are seen.

use super::frame::Shot;
use super::kind::KINDS;
use super::panel::{Manner, Panel};
use super::watch::{self, Watch};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use web_sys::{Element, HtmlElement};

/// Least time between two drawings, in milliseconds.
const PAUSE_MS: f64 = 100.0;

/// What the worker sent last, shared by drawings, tables and exports.
pub(super) type Live = Rc<RefCell<Shot>>;

/// All charts of the page.
#[derive(Debug)]
pub(super) struct Board {
    panels: Vec<Rc<Panel>>,
    live: Live,
    seen: RefCell<Vec<bool>>,
    drawn_ms: Cell<f64>,
    waiting: RefCell<Option<Timeout>>,
    watches: RefCell<Vec<Watch>>,
}

impl Board {
    /// Charts inside these elements, one a kind; none when uPlot is missing.
    pub(super) fn new(hosts: Vec<HtmlElement>, manner: &Manner, tier: u8, live: Live) -> Rc<Self> {
        let panels: Vec<Rc<Panel>> =
            KINDS.into_iter().zip(hosts).filter_map(|(kind, host)| Panel::new(kind, manner, host, tier)).collect();
        let board = Rc::new(Self {
            seen: RefCell::new(vec![true; panels.len()]),
            panels,
            live,
            drawn_ms: Cell::new(f64::NEG_INFINITY),
            waiting: RefCell::default(),
            watches: RefCell::default(),
        });
        board.follow();
        board.draw();
        board
    }

    /// Follows the size and the visibility of every chart, and of the page.
    fn follow(self: &Rc<Self>) {
        let canvases: Vec<Element> = self.panels.iter().map(|panel| Element::from(panel.canvas().clone())).collect();
        let weak = Rc::downgrade(self);
        let size = watch::size(&canvases, with(&weak, Self::fit));
        let seen = watch::view(canvases, move |place, seen| {
            if let Some(board) = weak.upgrade() {
                if let Some(slot) = board.seen.borrow_mut().get_mut(place) {
                    *slot = seen;
                }
                board.poke();
            }
        });
        let front = watch::front(with(&Rc::downgrade(self), Self::draw));
        self.watches.borrow_mut().extend(size.into_iter().chain(seen).chain(front));
    }

    fn fit(&self) {
        self.panels.iter().for_each(|panel| panel.fit());
    }

    /// There is something new: draws now, or as soon as the pause is over.
    pub(super) fn poke(self: &Rc<Self>) {
        if self.waiting.borrow().is_some() {
            return;
        }
        let rest = (self.drawn_ms.get() + PAUSE_MS - watch::wall_ms()).clamp(0.0, PAUSE_MS);
        let weak = Rc::downgrade(self);
        let millis = crate::math::low(crate::math::whole(rest));
        *self.waiting.borrow_mut() = Some(Timeout::new(millis, with(&weak, Self::draw)));
    }

    fn draw(&self) {
        self.waiting.borrow_mut().take();
        self.drawn_ms.set(watch::wall_ms());
        if hidden() {
            return;
        }
        let shot = self.live.borrow();
        let seen = self.seen.borrow();
        // What was never drawn is drawn unseen too, so that a print or a picture of the whole page is complete.
        for (panel, _) in self.panels.iter().zip(seen.iter()).filter(|(panel, seen)| **seen || panel.is_blank()) {
            panel.draw(&shot);
        }
    }

    /// The panel of a chart.
    pub(super) fn panel(&self, place: usize) -> Option<&Rc<Panel>> {
        self.panels.get(place)
    }
}

/// A call to a board that may be gone.
fn with(weak: &Weak<Board>, call: fn(&Board)) -> impl Fn() + 'static {
    let weak = Weak::clone(weak);
    move || {
        if let Some(board) = weak.upgrade() {
            call(&board);
        }
    }
}

fn hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}
