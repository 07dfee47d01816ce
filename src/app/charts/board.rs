//! All charts of the page: draws them at most ten times a second, and only those that are seen.

use super::frame::Shot;
use super::kind::Kind;
use super::panel::{Manner, Panel};
use super::watch::{self, Watch};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use web_sys::{Element, HtmlElement};

/// Least time between two drawings, in milliseconds; each draws half of the charts.
const PAUSE_MS: f64 = 50.0;

/// What the worker sent last, shared by drawings, tables and exports.
pub(super) type Live = Rc<RefCell<Shot>>;

/// All charts of the page.
#[derive(Debug)]
pub(super) struct Board {
    panels: Vec<Rc<Panel>>,
    live: Live,
    seen: RefCell<Vec<bool>>,
    drawn_ms: Cell<f64>,
    /// Which halves have something new, and whose turn it is.
    stale: Cell<[bool; 2]>,
    turn: Cell<usize>,
    waiting: RefCell<Option<Timeout>>,
    watches: RefCell<Vec<Watch>>,
}

impl Board {
    /// Charts inside these elements; none when uPlot is missing.
    pub(super) fn new(hosts: Vec<(Kind, HtmlElement)>, manner: &Manner, tier: u8, live: Live) -> Rc<Self> {
        let panels: Vec<Rc<Panel>> =
            hosts.into_iter().filter_map(|(kind, host)| Panel::new(kind, manner, host, tier)).collect();
        let board = Rc::new(Self {
            seen: RefCell::new(vec![true; panels.len()]),
            panels,
            live,
            drawn_ms: Cell::new(f64::NEG_INFINITY),
            stale: Cell::default(),
            turn: Cell::default(),
            waiting: RefCell::default(),
            watches: RefCell::default(),
        });
        board.follow();
        (0..2).for_each(|turn| board.draw_half(turn));
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
        let front = watch::front(with(&Rc::downgrade(self), Self::poke));
        self.watches.borrow_mut().extend(size.into_iter().chain(seen).chain(front));
    }

    fn fit(self: &Rc<Self>) {
        self.panels.iter().for_each(|panel| panel.fit());
    }

    /// There is something new: draws now, or as soon as the pause is over.
    pub(super) fn poke(self: &Rc<Self>) {
        self.stale.set([true; 2]);
        self.plan();
    }

    /// Draws what is stale after the pause, unless that is planned already.
    fn plan(self: &Rc<Self>) {
        if self.waiting.borrow().is_some() {
            return;
        }
        let rest = (self.drawn_ms.get() + PAUSE_MS - watch::wall_ms()).clamp(0.0, PAUSE_MS);
        let millis = crate::math::low(crate::math::whole(rest));
        let timeout = Timeout::new(millis, with(&Rc::downgrade(self), Self::draw));
        *self.waiting.borrow_mut() = Some(timeout);
    }

    /// Draws every second chart and plans the others, so that no single task grows long.
    fn draw(self: &Rc<Self>) {
        self.waiting.borrow_mut().take();
        self.drawn_ms.set(watch::wall_ms());
        if hidden() {
            return;
        }
        let [even, odd] = self.stale.get();
        let turn = if even && (self.turn.get() == 0 || !odd) { 0 } else { 1 };
        self.turn.set(1 - turn);
        self.stale.set(if turn == 0 { [false, odd] } else { [even, false] });
        self.draw_half(turn);
        if self.stale.get().contains(&true) {
            self.plan();
        }
    }

    fn draw_half(&self, turn: usize) {
        let shot = self.live.borrow();
        let seen = self.seen.borrow();
        // What was never drawn is drawn unseen too, so that a print or a picture of the whole page is complete.
        for (panel, seen) in self.panels.iter().zip(seen.iter()).skip(turn).step_by(2) {
            if *seen || panel.is_blank() {
                panel.draw(&shot);
            }
        }
    }

    /// The panel of a chart.
    pub(super) fn panel(&self, kind: Kind) -> Option<&Rc<Panel>> {
        self.panels.iter().find(|panel| panel.kind == kind)
    }
}

/// A call to a board that may be gone.
fn with(weak: &Weak<Board>, call: fn(&Rc<Board>)) -> impl Fn() + 'static {
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
