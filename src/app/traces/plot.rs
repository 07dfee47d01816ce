//! Axes of the trace lab's pictures: pure geometry from values to places, each axis linear or logarithmic.

use crate::app::charts::{Form, Range, plain};
use crate::app::picture::{Anchor, Drawing, GRID, LINE, Mark, Pen, Size, polyline, px, words};

/// Room around the plot.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 44.0;
/// Pixels that a tick of the horizontal axis needs at least.
const TICK: f64 = 56.0;
/// From here on numbers have a word for their thousands.
const THOUSAND: f64 = 1e3;
const MILLION: f64 = 1e6;
const BILLION: f64 = 1e9;

/// What an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Things.
    Count,
    /// A share of the whole.
    Share,
}

/// An axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    range: Range,
    form: Form,
    of: Of,
}

impl Axis {
    /// Decades from `low` to at least `high`.
    pub(super) fn decades(low: f64, high: f64) -> Self {
        Self { range: Range::around(Form::Log, low, high.max(low)), form: Form::Log, of: Of::Count }
    }

    /// From 0 to a nice number.
    pub(super) fn count(high: f64) -> Self {
        Self { range: Range::around(Form::Zero, 0.0, high), form: Form::Zero, of: Of::Count }
    }

    /// A share: from 0 to a nice one.
    pub(super) fn share(high: f64) -> Self {
        Self { range: Range::around(Form::ZeroToOne, 0.0, high), form: Form::ZeroToOne, of: Of::Share }
    }

    /// From 0 to exactly a number, with round ticks below it.
    pub(super) fn upto(high: f64) -> Self {
        Self { range: Range { low: 0.0, high: high.max(1.0) }, form: Form::Zero, of: Of::Count }
    }

    /// So many rows, each twice as far as the one before: the lowest is 0, the next one 1.
    pub(super) fn doublings(rows: u32) -> Self {
        let high = crate::math::pow(2.0, f64::from(rows) - 1.0);
        Self { range: Range { low: 0.5, high: high.max(2.0) }, form: Form::Log, of: Of::Count }
    }

    fn place(&self, value: f64) -> f64 {
        let value = if self.form == Form::Log { value.max(self.range.low) } else { value };
        self.range.place(self.form, value).clamp(0.0, 1.0)
    }

    /// Its ticks, thinned until so many have room.
    fn ticks(&self, room: f64) -> Vec<f64> {
        let all = self.range.ticks(self.form);
        let every = (1..).find(|every| crate::math::count(all.len().div_ceil(*every)) <= room.max(2.0)).unwrap_or(1);
        all.into_iter().step_by(every).collect()
    }

    fn word(&self, value: f64) -> String {
        match self.of {
            Of::Share => format!("{}\u{a0}%", plain(value * 100.0)),
            Of::Count => short(value),
        }
    }
}

/// A round count in a few characters: `20 k`, `3 M`.
pub(super) fn short(value: f64) -> String {
    let (value, word) = match value {
        _ if value >= BILLION => (value / BILLION, "\u{a0}G"),
        _ if value >= MILLION => (value / MILLION, "\u{a0}M"),
        _ if value >= THOUSAND => (value / THOUSAND, "\u{a0}k"),
        _ => (value, ""),
    };
    format!("{}{word}", plain(value))
}

/// Two axes in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plot {
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) size: Size,
}

impl Plot {
    pub(super) const fn left(&self) -> f64 {
        LEFT
    }

    pub(super) const fn right(&self) -> f64 {
        self.size.width - RIGHT
    }

    pub(super) const fn top(&self) -> f64 {
        TOP
    }

    pub(super) const fn floor(&self) -> f64 {
        self.size.height - BOTTOM
    }

    /// The place of a value from the left.
    pub(super) fn x(&self, value: f64) -> f64 {
        self.x.place(value).mul_add(self.right() - LEFT, LEFT)
    }

    /// The place of a value from the top.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.y.place(value).mul_add(TOP - self.floor(), self.floor())
    }

    /// A line through points.
    pub(super) fn line(&self, points: impl IntoIterator<Item = (f64, f64)>, pen: Pen) -> Mark {
        let spots: Vec<_> = points.into_iter().map(|(x, y)| Some((self.x(x), self.y(y)))).collect();
        Mark::Path { d: polyline(&spots), pen }
    }

    /// A hairline across at a value of the horizontal axis.
    pub(super) fn upright(&self, value: f64, pen: Pen) -> Mark {
        Mark::Path { d: format!("M{} {}V{}", px(self.x(value)), px(TOP), px(self.floor())), pen }
    }

    /// Grid, ticks and the name below.
    pub(super) fn frame(&self, below: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        let (right, floor) = (self.right(), self.floor());
        for value in self.y.ticks((floor - TOP) / (2.0 * LINE)) {
            let y = self.y(value);
            marks.push(Mark::Path { d: format!("M{} {}H{}", px(LEFT), px(y), px(right)), pen: GRID });
            marks.push(words(LEFT - 8.0, y, Anchor::End, self.y.word(value)));
        }
        marks.push(Mark::Path { d: format!("M{} {}H{}", px(LEFT), px(floor), px(right)), pen: GRID });
        for value in self.x.ticks((right - LEFT) / TICK) {
            let x = self.x(value);
            marks.push(Mark::Path { d: format!("M{} {}v4", px(x), px(floor)), pen: GRID });
            marks.push(words(x, floor + 14.0, Anchor::Middle, self.x.word(value)));
        }
        let middle = f64::midpoint(LEFT, right);
        marks.push(words(middle, floor + 14.0 + LINE, Anchor::Middle, below.to_owned()));
        marks
    }

    /// The picture of some marks; lines without a point are left out.
    pub(super) fn picture(&self, mut marks: Vec<Mark>) -> Drawing {
        marks.retain(|mark| !matches!(mark, Mark::Path { d, .. } if d.is_empty()));
        Drawing { width: self.size.width, height: self.size.height, marks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: fn() -> Plot =
        || Plot { x: Axis::decades(1.0, 100_000.0), y: Axis::share(1.0), size: Size { width: 578.0, height: 256.0 } };

    #[test]
    fn a_decade_is_as_wide_as_another() {
        let plot = PLOT();
        let at = |value: f64| crate::math::whole(plot.x(value));
        assert_eq!([at(1.0), at(10.0), at(100.0), at(100_000.0)], [64, 164, 264, 564], "a hundred pixels each");
        assert_eq!(at(0.0), 64, "nothing stands outside");
        assert_eq!([0.0, 0.5, 1.0].map(|share| crate::math::whole(plot.y(share))), [212, 112, 12], "from the bottom");
    }

    #[test]
    fn ticks_have_room() {
        let words = |width: f64| {
            let plot = Plot { size: Size { width, height: 256.0 }, ..PLOT() };
            let marks = plot.frame("entries");
            let below = |mark: &Mark| match mark {
                Mark::Words { text, anchor: Anchor::Middle, .. } => Some(text.clone()),
                _ => None,
            };
            marks.iter().filter_map(below).collect::<Vec<_>>()
        };
        assert_eq!(words(578.0), ["1", "10", "100", "1\u{a0}k", "10\u{a0}k", "100\u{a0}k", "entries"], "all decades");
        assert_eq!(words(280.0), ["1", "100", "10\u{a0}k", "entries"], "every other one");
    }

    #[test]
    fn counts_are_short() {
        assert_eq!([0.0, 950.0, 1_500.0, 2e6, 3e9].map(short), ["0", "950", "1.5\u{a0}k", "2\u{a0}M", "3\u{a0}G"]);
    }
}
