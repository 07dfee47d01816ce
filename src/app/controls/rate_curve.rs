//! The arrival rate over time, drawn small.

use super::sketch::{Curve, HEIGHT, WIDTH};
use crate::app::format;
use crate::app::text::{OptionText, ShapeText};
use crate::math;
use crate::scenario::Shape;
use yew::prelude::*;

/// Hourly multipliers of a day, mean 1: an assumption anchored on published peak hours (India 10 to 13 and 17 to
/// 21:30, New Zealand Saturday noon, Czechia 10 to 12 and 15 to 17).
const DAY: [f64; 24] = [
    0.30, 0.18, 0.12, 0.09, 0.10, 0.18, 0.40, 0.75, 1.05, 1.30, 1.55, 1.70, 1.70, 1.45, 1.35, 1.35, 1.40, 1.60, 1.75,
    1.70, 1.50, 1.20, 0.80, 0.48,
];
/// Before a festival's midnight people hold back for half of the time, and half of the rate remains (assumption).
const HELD_BACK: f64 = 0.5;
/// After a festival's peak the rate decays towards this multiple of the base rate.
const AFTERGLOW: f64 = 2.0;
/// Span drawn of a constant rate.
const CONSTANT_S: f64 = 60.0;
/// Bursts drawn.
const BURSTS: f64 = 3.0;
/// Half-lives drawn.
const HALF_LIVES: u32 = 4;

/// The rate over time, as straight pieces over a span that shows the whole of the shape.
pub(super) fn curve(shape: &Shape, rate: f64) -> Curve {
    match *shape {
        Shape::Constant => Curve { points: vec![(0.0, rate), (CONSTANT_S, rate)], right: CONSTANT_S },
        Shape::Ramp { to_per_s, over_s } => {
            let right = 1.5 * over_s;
            Curve { points: vec![(0.0, rate), (over_s, to_per_s), (right, to_per_s)], right }
        }
        Shape::Burst { peak_per_s, every_s, for_s } => bursts(rate, peak_per_s, every_s, for_s),
        Shape::Daily { day_s } => day(rate, day_s),
        Shape::Festival { at_s, peak_factor, rise_s, half_life_s } => {
            let (quiet_s, peak_s) = (at_s * (1.0 - HELD_BACK), at_s + rise_s);
            let floor = AFTERGLOW.min(peak_factor);
            let held = rate * HELD_BACK;
            let mut points = vec![(0.0, rate), (quiet_s, rate), (quiet_s, held), (at_s, held)];
            points.extend((0..=4 * HALF_LIVES).map(|quarter| {
                let half_lives = f64::from(quarter) / 4.0;
                let factor = floor + (peak_factor - floor) * math::pow(0.5, half_lives);
                (peak_s + half_lives * half_life_s, rate * factor)
            }));
            Curve { points, right: peak_s + f64::from(HALF_LIVES) * half_life_s }
        }
    }
}

/// Each burst stands at the end of its period.
fn bursts(rate: f64, peak: f64, every: f64, during: f64) -> Curve {
    let (right, during) = (BURSTS * every, during.min(every));
    let mut points = Vec::new();
    for burst in 0..math::low(math::whole(BURSTS)) {
        let start = every * f64::from(burst);
        let rise = start + every - during;
        points.extend([(start, rate), (rise, rate), (rise, peak), (start + every, peak)]);
    }
    Curve { points, right }
}

/// Each multiplier holds at the middle of its hour, with straight lines between.
fn day(rate: f64, day_s: f64) -> Curve {
    let hour = day_s / 24.0;
    let edge = rate * f64::midpoint(DAY[23], DAY[0]);
    let mut points = vec![(0.0, edge)];
    points.extend(DAY.iter().zip(0u32..).map(|(factor, place)| (hour * (f64::from(place) + 0.5), rate * factor)));
    points.push((day_s, edge));
    Curve { points, right: day_s }
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
        assert_eq!(curve(&shape, 100.0).top(), 500.0, "five times the base");
        let peak = curve(&shape, 100.0).points.into_iter().find(|point| point.1 == 500.0);
        assert_eq!(peak, Some((40.0, 500.0)), "after the rise");
    }
}
