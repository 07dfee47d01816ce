//! Stations beside the way: the security controls and the forwarders, small plates with a siding to the stage that they
//! serve. What they say stands inside their plates, so that they need room for their queue alone.

use super::builder::{Builder, end, queue_along, spot, start};
use super::{Rail, Spot};
use crate::app::topology::geometry::{Area, Point, at};
use crate::payment::Place;

/// Height of such a station, and of its queue above it.
pub(super) const HEIGHT: f64 = 58.0;
pub(super) const WAITING: f64 = 17.0;
/// Widest plate.
pub(super) const WIDEST: f64 = 130.0;

/// A station of its plate.
pub(super) fn station(place: Place, plate: Area) -> Spot {
    let inner = plate.width - 14.0;
    Spot {
        queue: Some(queue_along(&plate)),
        workers: Some(Area::new(plate.x + 8.0, plate.y + 24.0, inner - 22.0, 11.0)),
        note: Some(start(plate.x + 8.0, plate.y + 50.0, inner)),
        signal: Some(at(plate.right() - 16.0, plate.y + 42.0)),
        rejected: end(plate.right() - 6.0, plate.y + 50.0, 40.0),
        ..spot(place, plate, start(plate.x + 8.0, plate.y + 17.0, inner))
    }
}

/// The siding between a station and the one that it serves: no bead runs on it, because a visit takes its payment from
/// where it is drawn to where it is drawn.
pub(super) fn siding(builder: &mut Builder, corners: &[Point]) {
    builder.line(Rail::Outward, Vec::new(), corners).arrow = None;
}

/// Two plates, or one, in a row from `left` to `right`: the first at the left end, the last at the right.
pub(super) fn row(places: &[Place], (left, right): (f64, f64), top: f64) -> Vec<(Place, Area)> {
    let room = (right - left - GAP) / 2.0;
    let width = room.min(WIDEST);
    let plate = |(index, place): (usize, &Place)| {
        let x = if index + 1 == places.len() { right - width } else { left };
        (*place, Area::new(x, top, width, HEIGHT))
    };
    places.iter().enumerate().map(plate).collect()
}

/// Between two plates of a row.
const GAP: f64 = 8.0;
