//! Small drawings as SVG paths: squares, beads, arrows, bars. Pure text, no browser.

use super::geometry::{Area, Point, at};
use super::layout::Queue;
use crate::math;

/// Most workers that are shown one by one.
const SQUARES: u32 = 32;
/// Smallest and largest square.
const SQUARE: (f64, f64) = (3.5, 11.0);
/// Of a square's pitch, how much is square.
const SOLID: f64 = 0.76;
/// Radius of a standing bead.
const BEAD: f64 = 3.2;

/// Workers one by one, or as a bar.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Workers {
    /// Those at work and those who are free.
    Squares {
        /// Path of the busy ones.
        busy: String,
        /// Path of the free ones.
        free: String,
    },
    /// All of them, and the part that is at work.
    Bar {
        /// Everything.
        all: Area,
        /// The part.
        busy: Area,
    },
}

/// The workers of a place, drawn in an area.
pub(super) fn workers(busy: u32, of: u32, area: &Area) -> Workers {
    let grid = Grid::new(of, area, SQUARE.1);
    if of > SQUARES || grid.size < SQUARE.0 {
        let share = (f64::from(busy) / f64::from(of.max(1))).clamp(0.0, 1.0);
        let height = area.height.min(10.0);
        let all = Area::new(area.x, area.y + (area.height - height) / 2.0, area.width, height);
        return Workers::Bar { all, busy: Area { width: all.width * share, ..all } };
    }
    let paths = |range: std::ops::Range<u32>| range.map(|place| grid.square(place)).collect::<String>();
    Workers::Squares { busy: paths(0..busy.min(of)), free: paths(busy.min(of)..of) }
}

/// Squares in rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grid {
    origin: Point,
    columns: u32,
    /// From one square to the next.
    pitch: f64,
    /// Side of a square.
    pub(super) size: f64,
}

impl Grid {
    /// The largest squares, up to a limit, of which so many fit into an area.
    pub(super) fn new(count: u32, area: &Area, largest: f64) -> Self {
        let count = count.max(1);
        let fit = |columns: u32| {
            let rows = count.div_ceil(columns);
            (area.width / f64::from(columns)).min(area.height / f64::from(rows))
        };
        let best = (1..=count).max_by(|a, b| fit(*a).total_cmp(&fit(*b))).unwrap_or(1);
        let pitch = fit(best).min(largest);
        // As few rows as the width allows at this size, and all of them equally long.
        let widest = math::low(math::floor(area.width / pitch + 1e-6)).clamp(1, count);
        let rows = count.div_ceil(widest);
        let columns = count.div_ceil(rows);
        let rows = f64::from(rows);
        let origin = at(area.x, area.y + ((area.height - rows * pitch) / 2.0).max(0.0));
        Self { origin, columns, pitch, size: pitch * SOLID }
    }

    /// Box of a square.
    pub(super) fn cell(&self, place: u32) -> Area {
        let (column, row) = (f64::from(place % self.columns), f64::from(place / self.columns));
        Area::new(self.origin.x + column * self.pitch, self.origin.y + row * self.pitch, self.size, self.size)
    }

    fn square(&self, place: u32) -> String {
        let Area { x, y, .. } = self.cell(place);
        format!("M{x:.1} {y:.1}h{0:.1}v{0:.1}h-{0:.1}z", self.size)
    }
}

/// A queue: its beads one by one, or a bar and its count.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Waiting {
    /// Path of the beads; empty when nobody waits.
    Beads(String),
    /// The whole bar, and how much of it is full.
    Bar {
        /// Everything.
        all: Area,
        /// The full part.
        full: Area,
    },
}

/// The queue of a place, of which so much is full.
pub(super) fn waiting(count: u32, fullness: f64, queue: &Queue) -> Waiting {
    if count <= queue.beads {
        let bead = |place: u32| {
            let n = f64::from(place);
            circle(at(queue.head.x + n * queue.step.x, queue.head.y + n * queue.step.y), BEAD.min(reach(queue) / 2.2))
        };
        return Waiting::Beads((0..count).map(bead).collect());
    }
    let span = f64::from(queue.beads.saturating_sub(1));
    let tail = at(queue.head.x + span * queue.step.x, queue.head.y + span * queue.step.y);
    let bar = |end: Point| {
        let (left, top) = (queue.head.x.min(end.x), queue.head.y.min(end.y));
        let (width, height) = ((queue.head.x - end.x).abs(), (queue.head.y - end.y).abs());
        Area::new(left - BEAD, top - BEAD, width + 2.0 * BEAD, height + 2.0 * BEAD)
    };
    Waiting::Bar { all: bar(tail), full: bar(queue.head.toward(tail, fullness)) }
}

fn reach(queue: &Queue) -> f64 {
    Point::default().distance(queue.step)
}

/// A disc.
pub(super) fn circle(middle: Point, radius: f64) -> String {
    let (left, width) = (middle.x - radius, 2.0 * radius);
    format!(
        "M{left:.1} {:.1}a{radius:.1} {radius:.1} 0 1 0 {width:.1} 0a{radius:.1} {radius:.1} 0 1 0 -{width:.1} 0",
        middle.y
    )
}

/// A small arrow head at a point, looking towards another.
pub(super) fn arrow(here: Point, there: Point) -> String {
    let ahead = here.step(there, 3.0);
    let (x, y) = (ahead.x - here.x, ahead.y - here.y);
    let tail = |side: f64| at(here.x - x - side * y, here.y - y + side * x);
    let (one, other) = (tail(1.1), tail(-1.1));
    format!("M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}", one.x, one.y, ahead.x, ahead.y, other.x, other.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::topology::layout::{Anchor, Label};

    fn queue() -> Queue {
        let count = Label { at: at(0.0, 0.0), anchor: Anchor::End, room: 40.0 };
        Queue { head: at(100.0, 50.0), step: at(-8.0, 0.0), beads: 8, count }
    }

    #[test]
    fn few_workers_are_squares_and_many_are_a_bar() {
        let area = Area::new(0.0, 0.0, 96.0, 34.0);
        let Workers::Squares { busy, free } = workers(3, 12, &area) else { panic!("twelve are squares") };
        assert_eq!((busy.matches('M').count(), free.matches('M').count()), (3, 9), "three of twelve are busy");
        let Workers::Bar { all, busy } = workers(12, 48, &area) else { panic!("forty-eight are a bar") };
        assert!((busy.width / all.width - 0.25).abs() < 1e-9, "a quarter is busy");
    }

    #[test]
    fn squares_stay_in_their_area() {
        for count in 1..=32 {
            for (width, height) in [(96.0, 34.0), (26.0, 18.0), (164.0, 11.0), (70.0, 20.0)] {
                let area = Area::new(5.0, 7.0, width, height);
                let grid = Grid::new(count, &area, 11.0);
                let inside = (0..count).all(|place| area.grown(0.01).holds(&grid.cell(place)));
                assert!(inside, "{count} squares in {width} x {height}");
            }
        }
    }

    #[test]
    fn a_long_queue_folds_into_a_bar() {
        let Waiting::Beads(beads) = waiting(8, 0.1, &queue()) else { panic!("eight are beads") };
        assert_eq!(beads.matches('M').count(), 8, "one by one");
        let Waiting::Bar { all, full } = waiting(9, 0.5, &queue()) else { panic!("nine are a bar") };
        assert!(all.holds(&full) && full.width < all.width * 0.6, "half of it is full");
        assert!(full.right() > 100.0, "from the head on");
    }

    #[test]
    fn an_arrow_points_ahead() {
        assert_eq!(arrow(at(0.0, 0.0), at(9.0, 0.0)), "M-3.0 3.3L3.0 0.0L-3.0 -3.3", "to the right");
    }
}
