//! A place of the drawing: one button with everything that is known of it.

use super::facts::{Facts, fullness};
use super::geometry::{Area, at};
use super::layout::{Anchor, Label, Spot};
use super::meter::Cell;
use super::parts;
use crate::math;
use crate::payment::Place;
use yew::prelude::*;

/// From a target to the ring around it.
const RING: f64 = 3.0;
/// Least room for the words after a count of those turned away.
const WORDS_FROM: f64 = 115.0;
/// From a plate to the words of a fault above or below it, and from a signal's post to them.
const ABOVE: f64 = 6.0;
const ROOM_ABOVE: f64 = 24.0;
const BELOW: f64 = 17.0;
const BESIDE: f64 = 18.0;

/// What a place says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    /// For assistive technology.
    pub(super) label: String,
    /// Its name, or a processor's number.
    pub(super) name: String,
    /// Large figure and small unit.
    pub(super) figure: Option<(String, String)>,
    /// Small print, a line or two.
    pub(super) note: Vec<String>,
    /// Turned away: the count, and the count in words.
    pub(super) rejected: Option<(String, String)>,
    /// What is known of a place with a queue.
    pub(super) facts: Option<Facts>,
    /// The cells of the cache.
    pub(super) cells: Vec<Cell>,
    /// Where the turntable points, in degrees.
    pub(super) turn: Option<f64>,
}

/// Properties of [`Station`].
#[derive(Properties, PartialEq)]
pub(super) struct StationProps {
    /// Where it stands.
    pub(super) spot: Spot,
    /// What it says.
    pub(super) content: Content,
    /// Whether its controls are open.
    pub(super) selected: bool,
    /// Whether the tab key leads here.
    pub(super) reachable: bool,
    /// It was chosen.
    pub(super) on_press: Callback<Place>,
    /// It has the focus.
    pub(super) on_reach: Callback<Place>,
}

/// A place.
#[component]
pub(super) fn Station(props: &StationProps) -> Html {
    let spot = &props.spot;
    let place = spot.place;
    let onclick = props.on_press.reform(move |_: MouseEvent| place);
    let onfocus = props.on_reach.reform(move |_: FocusEvent| place);
    let full = props.content.facts.as_ref().is_some_and(|facts| facts.full || facts.fault.is_some());
    // The drawing lies beside the button, not in it: a button's name must hold every word that is seen in it.
    html! {
        <g class="topology-spot" data-full={full.to_string()}>
            <g
                class="topology-place"
                role="button"
                tabindex={if props.reachable { "0" } else { "-1" }}
                aria-label={props.content.label.clone()}
                aria-pressed={props.selected.to_string()}
                data-place={place.code().to_string()}
                {onclick}
                {onfocus}
            >
                { parts::area("topology-ring", &ring(spot), Some(RING + 3.0)) }
                { parts::area("topology-target", &spot.target, None) }
            </g>
            <g class="topology-body" aria-hidden="true">{ body(spot, &props.content) }</g>
        </g>
    }
}

/// The ring around a place that has the focus or is selected.
fn ring(spot: &Spot) -> Area {
    spot.plate.grown(if spot.place == Place::Balancer { RING + 3.0 } else { RING })
}

fn body(spot: &Spot, content: &Content) -> Html {
    let plate = match spot.place {
        Place::Balancer => parts::turntable(&spot.plate, content.turn),
        _ => parts::area("topology-plate", &spot.plate, Some(3.0)),
    };
    html! {
        <>
            { plate }
            { parts::text("topology-name", &spot.name, &content.name) }
            { content.facts.as_ref().map(|facts| station(spot, facts)) }
            if let (Some(room), false) = (spot.cells, content.cells.is_empty()) {
                { parts::cells(&room, &content.cells) }
            }
            if let (Some(label), Some((value, unit))) = (spot.figure, &content.figure) {
                { parts::figure(&label, value, unit) }
            }
            { note(spot, content) }
            { rejected(spot, content) }
        </>
    }
}

fn station(spot: &Spot, facts: &Facts) -> Html {
    let full = fullness(facts.waiting, facts.limit);
    let share = facts.share.map(|share| format!("{:.0}\u{202f}%", share * 100.0));
    html! {
        <>
            if let Some(queue) = &spot.queue {
                { parts::queue(queue, facts.waiting, full, &super::facts::count_at(spot.place, facts.waiting)) }
            }
            if let (Some(area), Some(of)) = (spot.workers, facts.workers) {
                { parts::squares(&area, facts.busy, of) }
            }
            if let (Some(area), None, Place::Processor(_)) = (spot.workers, facts.workers, spot.place) {
                { parts::text("topology-note", &below(&area), &super::facts::count(facts.busy)) }
            }
            if let Some(foot) = spot.signal {
                { parts::signal(foot, facts.full || facts.fault.is_some()) }
            }
            if let Some(words) = facts.fault.as_deref().filter(|_| !spot.brief) {
                { fault(spot, words) }
            }
            if let (Some(label), Some(share)) = (spot.share, share) {
                { parts::text("topology-share", &label, &share) }
            }
        </>
    }
}

/// What is wrong with a place, in words at its plate; a place without a signal of its own gets one beside them.
fn fault(spot: &Spot, words: &str) -> Html {
    if let (Some(_), Some(note)) = (spot.signal, note_inside(spot)) {
        return parts::text("topology-fault", &note, words);
    }
    let plate = &spot.plate;
    // Above the plate, but where the drawing ends there or where those who wait stand there.
    let ends = plate.y < ROOM_ABOVE;
    let crowded = spot.place == Place::Database && spot.queue.as_ref().is_some_and(|queue| queue.step.x.abs() < 1.0);
    let foot = at(plate.x + 5.0, if ends || crowded { plate.bottom() + BELOW } else { plate.y - ABOVE + 4.0 });
    let indent = if spot.signal.is_some() { 0.0 } else { BESIDE };
    let label = Label { at: at(plate.x + indent, foot.y - 4.0), anchor: Anchor::Start, room: plate.width };
    html! {
        <>
            if spot.signal.is_none() {
                { parts::signal(foot, true) }
            }
            { parts::text("topology-fault", &label, words) }
        </>
    }
}

/// The line of small print that a plate has to itself.
fn note_inside(spot: &Spot) -> Option<Label> {
    spot.note.filter(|note| note.anchor == Anchor::Start)
}

/// Where the count of workers stands that are too many to draw.
fn below(area: &Area) -> Label {
    Label { at: at(area.x, area.middle().y + 4.5), anchor: Anchor::Start, room: area.width }
}

fn note(spot: &Spot, content: &Content) -> Html {
    // A fault is said in its place.
    let taken = spot.signal.is_some() && content.facts.as_ref().is_some_and(|facts| facts.fault.is_some());
    let Some(label) = spot.note.filter(|_| !taken || note_inside(spot).is_none()) else { return Html::default() };
    let lines = content.note.iter().enumerate().map(|(line, said)| {
        let mut label = label;
        label.at.y += 16.0 * math::count(line);
        parts::text("topology-note", &label, said)
    });
    html! { <>{ for lines }</> }
}

fn rejected(spot: &Spot, content: &Content) -> Html {
    let Some((count, words)) = &content.rejected else { return Html::default() };
    let said = if spot.rejected.room >= WORDS_FROM { words } else { count };
    parts::text("topology-rejected", &spot.rejected, &format!("✕\u{202f}{said}"))
}
