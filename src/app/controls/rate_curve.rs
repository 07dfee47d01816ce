//! The arrival rate over time, drawn small.

use super::sketch::{Curve, HEIGHT, WIDTH};
use crate::app::format;
use crate::app::text::{OptionText, ShapeText};
use crate::scenario::Shape;
use yew::prelude::*;

/// Span drawn of a constant rate.
const CONSTANT_S: f64 = 60.0;
/// Bursts drawn.
const BURSTS: u32 = 3;
/// Half-lives drawn.
const HALF_LIVES: f64 = 4.0;

/// The rate over time, over a span that shows the whole of the shape.
fn curve(shape: &Shape, rate: f64) -> Curve {
    let (span, repeats) = match *shape {
        Shape::Constant => (CONSTANT_S, 1),
        Shape::Ramp { over_s, .. } => (1.5 * over_s, 1),
        Shape::Burst { every_s, .. } => (every_s, BURSTS),
        Shape::Daily { day_s } => (day_s, 1),
        Shape::Festival { at_s, rise_s, half_life_s, .. } => (at_s + rise_s + HALF_LIVES * half_life_s, 1),
    };
    let profile = shape.profile(rate);
    let last = profile.points.last().map_or(rate, |point| point.1);
    let mut points = Vec::new();
    for repeat in 0..repeats {
        let start = span * f64::from(repeat);
        // What cannot be, as a burst that is longer than its period, is drawn as far as it goes.
        let inside = profile.points.iter().filter(|point| point.0 <= span);
        points.extend(inside.map(|point| (start + point.0.max(0.0), point.1)));
        if points.last().is_none_or(|point: &(f64, f64)| point.0 < start + span) {
            let end = profile.points.iter().find(|point| point.0 > span).map_or(last, |point| point.1);
            points.push((start + span, end));
        }
    }
    Curve { points, right: span * f64::from(repeats) }
}

/// The drawing with its caption: from which rate to which, within which span. Nothing for rates that cannot be.
pub(super) fn sketch(text: &ShapeText, kind: &OptionText, shape: &Shape, rate: f64) -> Html {
    let curve = curve(shape, rate);
    if curve.path().is_empty() {
        return Html::default();
    }
    let (least, most) = (curve.points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min), curve.top());
    let [lowest, highest] = [least, most].map(|rate| format::rate(rate).text());
    let caption = if least < most {
        (text.sketch)(kind.label, &lowest, &highest, &format::millis(curve.right * 1_000.0).text())
    } else {
        (text.steady)(kind.label, &highest)
    };
    html! {
        <figure class="rate-curve">
            <svg class="sketch" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true"
                focusable="false">
                <path class="sketch-area" d={curve.area()} />
                <path class="sketch-line" d={curve.path()} />
                <path class="sketch-base" d={format!("M0 {HEIGHT}H{WIDTH}")} />
            </svg>
            <figcaption class="quiet">{ caption }</figcaption>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_a_curve_from_the_start_to_the_end() {
        for tag in Shape::TAGS {
            let shape = Shape::of_kind(tag, 100.0).expect("a known tag");
            let curve = curve(&shape, 100.0);
            assert_eq!(curve.points.first().map(|point| point.0), Some(0.0), "{tag} begins at the start");
            assert_eq!(curve.points.last().map(|point| point.0), Some(curve.right), "{tag} ends at the end");
            assert!(curve.points.is_sorted_by_key(|point| point.0), "{tag} goes from left to right");
        }
    }

    #[test]
    fn a_festival_peaks_where_it_says() {
        let shape = Shape::Festival { at_s: 30.0, peak_factor: 5.0, rise_s: 10.0, half_life_s: 60.0 };
        let top = curve(&shape, 100.0).points.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        assert_eq!(top, Some((40.0, 500.0)), "after the rise, five times the base");
    }
}
