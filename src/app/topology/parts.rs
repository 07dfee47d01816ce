//! The parts of a place on the drawing: queue, workers, cells, signal, turntable. Each is a small function.

use super::geometry::{Area, Point};
use super::layout::{Label, Queue};
use super::marks::{Grid, Waiting, Workers, circle, waiting, workers};
use super::meter::Cell;
use crate::math;
use yew::prelude::*;

/// Largest cell of the cache.
const CELL: f64 = 12.0;
/// Height of a signal's post, and its arm.
const POST: f64 = 15.0;
const ARM: f64 = 11.0;

/// A line of text.
pub(super) fn text(class: &'static str, label: &Label, said: &str) -> Html {
    let (x, y) = (pixels(label.at.x), pixels(label.at.y));
    html! { <text {class} {x} {y} text-anchor={label.anchor.name()}>{ said }</text> }
}

/// A large figure with its small unit.
pub(super) fn figure(label: &Label, value: &str, unit: &str) -> Html {
    let (x, y) = (pixels(label.at.x), pixels(label.at.y));
    html! {
        <text class="topology-figure" {x} {y} text-anchor={label.anchor.name()}>
            <tspan class="topology-value">{ value }</tspan>
            <tspan class="topology-unit" dx="4">{ unit }</tspan>
        </text>
    }
}

/// Those who wait, of whom the bar is so full.
pub(super) fn queue(queue: &Queue, count: u32, fullness: f64, said: &str) -> Html {
    match waiting(count, fullness, queue) {
        Waiting::Beads(d) => html! { <path class="topology-waiting" {d} /> },
        Waiting::Bar { all, full } => html! {
            <>
                { area("topology-queue", &all, Some(3.0)) }
                { area("topology-waiting", &full, Some(3.0)) }
                { text("topology-count", &queue.count, said) }
            </>
        },
    }
}

/// Workers: squares, or a bar of them.
pub(super) fn squares(area_of_all: &Area, busy: u32, of: u32) -> Html {
    match workers(busy, of, area_of_all) {
        Workers::Squares { busy, free } => html! {
            <>
                <path class="topology-free" d={free} />
                <path class="topology-busy" d={busy} />
            </>
        },
        Workers::Bar { all, busy } => html! {
            <>
                { area("topology-pool", &all, None) }
                { area("topology-busy", &busy, None) }
            </>
        },
    }
}

/// The cells that stand for the cache.
pub(super) fn cells(room: &Area, cells: &[Cell]) -> Html {
    let grid = Grid::new(math::id(cells.len()), room, CELL);
    let cell = |(place, cell): (usize, &Cell)| {
        let Area { x, y, width, height } = grid.cell(math::id(place));
        let state = match cell {
            Cell::Empty => "empty",
            Cell::Kept => "kept",
            Cell::Hit => "hit",
            Cell::New => "new",
            Cell::Trace => "trace",
        };
        let [x, y, width, height] = [x, y, width, height].map(pixels);
        html! { <rect class="topology-cell" data-cell={state} {x} {y} {width} {height} /> }
    };
    html! { <g>{ for cells.iter().enumerate().map(cell) }</g> }
}

/// A signal: its arm is up while all is well and drops while the queue is full.
pub(super) fn signal(foot: Point, full: bool) -> Html {
    let transform = format!("translate({:.1} {:.1})", foot.x, foot.y - POST + 1.5);
    let state = if full { "stop" } else { "clear" };
    html! {
        <g {transform} class="topology-signal" data-signal={state}>
            <path class="topology-post" d={format!("M0 -1.5v{POST}M-3 {:.1}h6", POST - 1.5)} />
            <path class="topology-arm" d={format!("M0 0h{ARM}")} />
        </g>
    }
}

/// The turntable, its bridge turned by so many degrees; absent until something was picked.
pub(super) fn turntable(plate: &Area, turn: Option<f64>) -> Html {
    let (middle, radius) = (plate.middle(), plate.width / 2.0);
    let transform = format!("translate({:.1} {:.1})", middle.x, middle.y);
    let style = format!("--turn: {:.1}deg", turn.unwrap_or_default());
    let reach = radius - 3.0;
    let rails = format!("M-{reach:.1} -3.5H{:.1}M-{reach:.1} 3.5H{:.1}", reach - 6.0, reach - 6.0);
    let tip = format!("M{:.1} -6.5L{reach:.1} 0L{:.1} 6.5z", reach - 9.0, reach - 9.0);
    html! {
        <>
            <path class="topology-plate" d={circle(middle, radius)} />
            <g {transform}>
                <g class="topology-bridge" {style} data-picked={turn.is_some().to_string()}>
                    <path class="topology-bridge-rails" d={rails} />
                    <path class="topology-bridge-tip" d={tip} />
                </g>
            </g>
        </>
    }
}

/// A box, its corners rounded if so said.
pub(super) fn area(class: &'static str, area: &Area, radius: Option<f64>) -> Html {
    let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(pixels);
    html! { <rect {class} {x} {y} {width} {height} rx={radius.map(pixels)} /> }
}

/// A length for an attribute.
fn pixels(x: f64) -> String {
    format!("{x:.1}")
}
