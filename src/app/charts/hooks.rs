//! What ties the components to feed, board and browser; every hook undoes what it did.

use super::ChartsProps;
use super::backdrop::Backdrop;
use super::board::{Board, Live};
use super::chart::Wish;
use super::frame::Shot;
use super::kind::{KINDS, Kind};
use super::panel::{Manner, Panel};
use super::watch;
use super::words;
use crate::app::feed::Feed;
use gloo_timers::callback::{Interval, Timeout};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// How often sentences and tables follow, in milliseconds.
const TEXT_MS: u32 = 5_000;
/// Rows that a chart's sentence needs at the least.
const ROWS_MIN: usize = 3;
/// How long the keyboard's cursor rests before its values are read out, in milliseconds.
const READ_MS: u32 = 250;

/// What outlives a rendering.
#[derive(Default)]
pub(super) struct Shared {
    /// Where each chart is drawn.
    pub(super) places: [NodeRef; KINDS.len()],
    /// What the worker sent last.
    pub(super) live: Live,
    board: RefCell<Option<Rc<Board>>>,
    reading: RefCell<Option<Timeout>>,
}

/// Listens to the feed; the result follows every few seconds, for sentences and tables.
#[hook]
pub(super) fn use_shot(feed: &Feed, shared: &Rc<Shared>) -> Rc<Shot> {
    let shot = use_state_eq(|| Rc::new(Shot::default()));
    let (setter, shared) = (shot.setter(), Rc::clone(shared));
    use_effect_with(feed.clone(), move |feed| {
        let first = Rc::clone(&shared);
        let renew = setter.clone();
        let take = move |snapshot: &Rc<crate::wire::Snapshot>| {
            let before = (first.live.borrow().tier(), first.live.borrow().rows() < ROWS_MIN);
            let news = first.live.borrow_mut().take(snapshot);
            // Sentences begin with the first rows, not seconds after the lines.
            if (first.live.borrow().tier(), first.live.borrow().rows() < ROWS_MIN) != before {
                renew.set(Rc::new(first.live.borrow().clone()));
            }
            if let Some(board) = first.board.borrow().as_ref().filter(|_| news) {
                board.poke();
            }
        };
        feed.latest().iter().for_each(&take);
        let subscription = feed.subscribe(take);
        let interval = Interval::new(TEXT_MS, move || setter.set(Rc::new(shared.live.borrow().clone())));
        move || drop((subscription, interval))
    });
    (*shot).clone()
}

/// Shows another backdrop behind the charts.
#[hook]
pub(super) fn use_backdrop(backdrop: &Backdrop, shared: &Rc<Shared>) {
    let shared = Rc::clone(shared);
    use_effect_with(backdrop.clone(), move |backdrop| {
        shared.live.borrow_mut().backdrop = backdrop.clone();
        if let Some(board) = shared.board.borrow().as_ref() {
            board.poke();
        }
    });
}

/// Builds the charts, and builds them anew when lines or colours change.
#[hook]
pub(super) fn use_board(props: &ChartsProps, log: bool, shared: &Rc<Shared>) {
    let theme = use_state(|| 0_u32);
    let dispatch = use_mut_ref(|| 0_u32);
    let setter = theme.setter();
    use_effect_with((), move |()| {
        let watch = watch::theme(move || {
            *dispatch.borrow_mut() += 1;
            setter.set(*dispatch.borrow());
        });
        move || drop(watch)
    });
    let manner = Manner { text: props.text, roster: props.roster.clone(), compared: props.compared, log };
    let (tier, shared) = (props.tier, Rc::clone(shared));
    use_effect_with((manner, *theme), move |(manner, _)| {
        let applying = KINDS.into_iter().zip(&shared.places).filter(|(kind, _)| kind.applies(&manner.roster));
        let hosts = applying.filter_map(|(kind, place)| Some((kind, place.cast::<HtmlElement>()?))).collect();
        shared.board.replace(Some(Board::new(hosts, manner, tier, Rc::clone(&shared.live))));
        move || drop(shared.board.take())
    });
}

/// Does what a person asks of a chart's picture.
pub(super) fn grant(shared: &Rc<Shared>, kind: Kind, wish: Wish) {
    let board = shared.board.borrow();
    let Some(panel) = board.as_ref().and_then(|board| board.panel(kind)) else { return };
    match wish {
        Wish::Step(rows) => {
            panel.put_cursor(step(panel, rows));
            let rested = Rc::downgrade(panel);
            let read = move || rested.upgrade().iter().for_each(|panel| read_out(panel));
            *shared.reading.borrow_mut() = Some(Timeout::new(READ_MS, read));
        }
        Wish::Leave => panel.put_cursor(None),
        Wish::Touch(x) => panel.touch(x),
        Wish::Png => {
            let text = panel.manner.text;
            let window = text.windows.get(usize::from(panel.tier.get())).copied().unwrap_or_default();
            let note = format!("{} · {window} {}", (text.unit)(kind), text.window_note);
            // A picture that the browser does not give is not saved.
            let _ =
                super::export::save_png(&format!("switchyard-{}.png", kind.slug()), panel, (text.title)(kind), &note);
        }
        Wish::Log | Wish::Csv => {}
    }
}

/// The row so many rows further; from the newest row when there is no cursor yet.
fn step(panel: &Panel, rows: i32) -> Option<usize> {
    let last = panel.frame.borrow().times_s.len().checked_sub(1)?;
    let Some(from) = panel.cursor_row() else { return Some(last) };
    let by = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
    Some(if rows < 0 { from.saturating_sub(by) } else { from.saturating_add(by).min(last) })
}

/// Gives the cursor's values to assistive technology.
fn read_out(panel: &Panel) {
    let Some(row) = panel.cursor_row() else { return };
    let reading = words::reading(panel.manner.text, panel.kind, &panel.lines, &panel.frame.borrow(), row);
    let host: &Element = panel.host();
    let _ = host.set_attribute("aria-valuenow", &row.to_string());
    let _ = host.set_attribute("aria-valuetext", &(panel.manner.text.reading)(&reading));
}
