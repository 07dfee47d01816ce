//! Points, boxes and rails: flattened lines on which a position is found in constant time.

use crate::math;

/// Points that a rail is resampled to: enough that a fillet of a few pixels keeps its form on a long rail.
const SAMPLES: usize = 96;
/// Straight pieces that stand for one rounded corner.
const CORNER_PIECES: usize = 6;

/// A place of the drawing, in CSS pixels from its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A point.
#[must_use]
pub const fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Point {
    /// How far it is to another point.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        let (x, y) = (other.x - self.x, other.y - self.y);
        (x * x + y * y).sqrt()
    }

    /// The point at a share of the way to another one.
    #[must_use]
    pub fn toward(self, other: Self, share: f64) -> Self {
        at(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)
    }

    /// The point so many pixels on the way to another one.
    #[must_use]
    pub fn step(self, other: Self, pixels: f64) -> Self {
        let distance = self.distance(other);
        if distance > 0.0 { self.toward(other, pixels / distance) } else { self }
    }
}

/// A box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    /// The box of these edges.
    #[must_use]
    pub fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { x: left, y: top, width: width.max(0.0), height: height.max(0.0) }
    }

    /// Right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Bottom edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Middle.
    #[must_use]
    pub fn middle(&self) -> Point {
        at(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The box with each edge moved outwards.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.width + 2.0 * by, self.height + 2.0 * by)
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let (left, top) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(left, top, self.right().max(other.right()) - left, self.bottom().max(other.bottom()) - top)
    }

    /// Whether two boxes share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether a box lies within.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x && self.y <= other.y && self.right() >= other.right() && self.bottom() >= other.bottom()
    }
}

/// A line of straight pieces, its corners rounded.
#[must_use]
pub fn rounded(corners: &[Point], radius: f64) -> Vec<Point> {
    let mut line = Vec::with_capacity(corners.len() * CORNER_PIECES);
    line.extend(corners.first());
    for corner in corners.windows(3) {
        let [before, here, after] = corner else { continue };
        let reach = radius.min(before.distance(*here) / 2.0).min(here.distance(*after) / 2.0);
        let (start, end) = (here.step(*before, reach), here.step(*after, reach));
        for piece in 0..=CORNER_PIECES {
            let share = math::count(piece) / math::count(CORNER_PIECES);
            line.push(start.toward(*here, share).toward(here.toward(end, share), share));
        }
    }
    line.extend(corners.last());
    line.dedup();
    line
}

/// A line as the value of an SVG path's `d`.
#[must_use]
pub fn path(line: &[Point]) -> String {
    let mut text = String::with_capacity(line.len() * 12);
    for (place, point) in line.iter().enumerate() {
        let command = if place == 0 { 'M' } else { 'L' };
        text.push_str(&format!("{command}{:.1} {:.1}", point.x, point.y));
    }
    text
}

/// A line on which positions are looked up by the share of its length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    samples: Vec<Point>,
    length: f64,
}

impl Track {
    /// A line resampled to points of equal distance.
    #[must_use]
    pub fn new(line: &[Point]) -> Self {
        let length = line.windows(2).map(|pair| pair[0].distance(pair[1])).sum::<f64>();
        let mut samples = Vec::with_capacity(SAMPLES + 1);
        let (mut piece, mut before) = (0, 0.0);
        for sample in 0..=SAMPLES {
            let target = length * math::count(sample) / math::count(SAMPLES);
            while let Some(pair) = line.get(piece..piece + 2) {
                let span = pair[0].distance(pair[1]);
                if before + span >= target || piece + 2 >= line.len() {
                    samples.push(pair[0].step(pair[1], (target - before).min(span)));
                    break;
                }
                before += span;
                piece += 1;
            }
        }
        Self { samples, length }
    }

    /// Length in pixels.
    #[must_use]
    pub const fn length(&self) -> f64 {
        self.length
    }

    /// The point at a share of the way; the ends beyond it.
    #[must_use]
    pub fn point(&self, share: f64) -> Point {
        let place = share.clamp(0.0, 1.0) * math::count(SAMPLES);
        let index = math::index(math::low(math::floor(place)));
        let rest = place - math::count(index);
        match (self.samples.get(index), self.samples.get(index + 1)) {
            (Some(here), Some(next)) => here.toward(*next, rest),
            (Some(here), None) => *here,
            _ => Point::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_is_walked_at_an_even_pace() {
        let track = Track::new(&[at(0.0, 0.0), at(30.0, 0.0), at(30.0, 10.0)]);
        assert!((track.length() - 40.0).abs() < 1e-9, "three sides and one");
        assert!(track.point(0.5).distance(at(20.0, 0.0)) < 1e-9, "half of forty is twenty");
        assert!(track.point(1.0).distance(at(30.0, 10.0)) < 1e-9, "the end");
        assert!(track.point(7.0).distance(at(30.0, 10.0)) < 1e-9, "there is nothing beyond the end");
        assert!(track.point(-1.0).distance(at(0.0, 0.0)) < 1e-9, "nor before the start");
    }

    #[test]
    fn a_track_without_length_stands_still() {
        assert_eq!(Track::new(&[at(3.0, 4.0), at(3.0, 4.0)]).point(0.5), at(3.0, 4.0), "one point");
        assert_eq!(Track::new(&[]).point(0.5), Point::default(), "no point at all");
    }

    #[test]
    fn a_corner_is_rounded_and_the_ends_stay() {
        let line = rounded(&[at(0.0, 0.0), at(20.0, 0.0), at(20.0, 20.0)], 8.0);
        assert_eq!(line.first(), Some(&at(0.0, 0.0)), "the first point stays");
        assert_eq!(line.last(), Some(&at(20.0, 20.0)), "the last point stays");
        assert!(!line.contains(&at(20.0, 0.0)), "the corner is cut");
        assert!(line.iter().all(|point| point.x <= 20.0 && point.y >= 0.0), "inside of it");
    }

    #[test]
    fn a_path_is_written_for_svg() {
        assert_eq!(path(&[at(0.0, 1.0), at(2.25, 3.0)]), "M0.0 1.0L2.2 3.0", "one decimal");
    }
}
