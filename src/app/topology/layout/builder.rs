//! Collects the spots, lines and routes of a drawing.

use super::{Anchor, Label, Line, Queue, Rail, Route, Spot};
use crate::app::topology::geometry::{Area, Point, Track, at, path, rounded};
use crate::math;
use crate::payment::Place;

/// Radius of a rail's corner.
const CORNER: f64 = 8.0;
/// Most payments that stand in a queue one by one.
const BEADS: f64 = 8.0;
/// From one waiting payment to the next.
const BEAD_STEP: f64 = 8.0;
/// From a plate to the first waiting payment.
const BEAD_GAP: f64 = 7.0;
/// Shortest line that carries an arrow.
const ARROW_FROM: f64 = 34.0;
/// Widest text of a count.
const COUNT_ROOM: f64 = 64.0;

/// What has been drawn so far.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub(super) spots: Vec<Spot>,
    pub(super) lines: Vec<Line>,
    pub(super) routes: Vec<Route>,
}

impl Builder {
    /// Lays a route for payments; what is seen of it is drawn by [`Builder::line`].
    pub(super) fn route(&mut self, from: Place, to: Place, corners: &[Point]) {
        self.routes.push(Route { from, to, track: Track::new(&rounded(corners, CORNER)) });
    }

    /// Draws a stretch of rail for these moves.
    pub(super) fn line(&mut self, rail: Rail, moves: Vec<(Place, Place)>, corners: &[Point]) -> &mut Line {
        let points = rounded(corners, CORNER);
        let track = Track::new(&points);
        let arrow = (track.length() >= ARROW_FROM).then(|| (track.point(0.5), track.point(0.5 + 4.0 / track.length())));
        let place = self.lines.len();
        self.lines.push(Line { rail, moves, path: path(&points), arrow, rate: None });
        &mut self.lines[place]
    }

    /// A route that is drawn as one line of its own.
    pub(super) fn link(&mut self, rail: Rail, from: Place, to: Place, corners: &[Point]) -> &mut Line {
        self.route(from, to, corners);
        self.line(rail, vec![(from, to)], corners)
    }
}

/// A spot with nothing but its plate and its name.
pub(super) fn spot(place: Place, plate: Area, name: Label) -> Spot {
    let rejected = start(plate.x + 1.0, plate.bottom() + 17.0, plate.width);
    Spot {
        place,
        plate,
        target: plate,
        name,
        brief: false,
        queue: None,
        workers: None,
        figure: None,
        note: None,
        rejected,
        signal: None,
        cells: None,
        share: None,
    }
}

/// A text that begins at a point.
pub(super) const fn start(x: f64, y: f64, room: f64) -> Label {
    Label { at: at(x, y), anchor: Anchor::Start, room }
}

/// A text that ends at a point.
pub(super) const fn end(x: f64, y: f64, room: f64) -> Label {
    Label { at: at(x, y), anchor: Anchor::End, room }
}

/// A text around a point.
pub(super) const fn middle(x: f64, y: f64, room: f64) -> Label {
    Label { at: at(x, y), anchor: Anchor::Middle, room }
}

/// Those who wait to the left of a plate, on the rail of height `y`, as many as the room allows.
pub(super) fn queue_left(plate: &Area, y: f64, room: f64) -> Queue {
    let head = at(plate.x - BEAD_GAP, y);
    let count = end(plate.x - 4.0, y - 10.0, COUNT_ROOM);
    Queue { head, step: at(-BEAD_STEP, 0.0), beads: fitting(room), count }
}

/// Those who wait to the right of a plate.
pub(super) fn queue_right(plate: &Area, y: f64, room: f64) -> Queue {
    let head = at(plate.right() + BEAD_GAP, y);
    let count = start(plate.right() + 4.0, y - 10.0, COUNT_ROOM);
    Queue { head, step: at(BEAD_STEP, 0.0), beads: fitting(room), count }
}

/// Those who wait above a plate, on the rail at `x`.
pub(super) fn queue_above(plate: &Area, x: f64, room: f64) -> Queue {
    let head = at(x, plate.y - BEAD_GAP);
    let count = end(x - 10.0, plate.y - 8.0, COUNT_ROOM);
    Queue { head, step: at(0.0, -BEAD_STEP), beads: fitting(room), count }
}

/// Those who wait along the upper edge of a plate.
pub(super) fn queue_along(plate: &Area) -> Queue {
    let room = plate.width - 4.0;
    let step = (room / BEADS).min(BEAD_STEP - 1.0);
    let head = at(plate.x + step, plate.y - 6.0);
    let count = end(plate.right() - 2.0, plate.y - 4.0, room);
    Queue { head, step: at(step, 0.0), beads: math::low(math::floor(BEADS)), count }
}

fn fitting(room: f64) -> u32 {
    math::low(math::floor(((room - BEAD_GAP) / BEAD_STEP).clamp(1.0, BEADS)))
}
