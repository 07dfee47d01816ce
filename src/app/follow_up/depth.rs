//! The backlog over time as a small drawing: a line of means, from nothing to the highest, over the windows of the faults,
//! which are shaded as in the charts and named below.

use super::FollowUpProps;
use crate::app::format;
use std::fmt::Write as _;
use yew::prelude::*;

/// Width and height of the drawing, in its own units.
const SIZE: [f64; 2] = [640.0, 80.0];
/// Room for the line's own width.
const EDGE: f64 = 1.0;

/// Narrowest shade: a fault may last an instant.
const SHADE_MIN: f64 = 2.0;

/// The drawing; nothing while there are too few means for a line, or nobody ever waited.
pub(super) fn drawing(props: &FollowUpProps, depth: &[[f64; 2]]) -> Html {
    let Some(points) = points(depth) else { return Html::default() };
    let highest = depth.iter().map(|[_, mean]| *mean).fold(0.0, f64::max);
    let [from, to] = [depth.first(), depth.last()].map(|end| end.map_or(0.0, |[at_s, _]| *at_s));
    let faults = props.backdrop.faults_seen(props.charts, to, to - from);
    let window = |(_, begin, end): &(String, f64, f64)| {
        let [x, width] = shade([from, to], [*begin, *end]);
        html! {
            <rect x={format!("{x:.1}")} y="0" width={format!("{width:.1}")} height={SIZE[1].to_string()} />
        }
    };
    html! {
        <figure class="follow-up-depth">
            <svg viewBox={format!("0 0 {} {}", SIZE[0], SIZE[1])} preserveAspectRatio="none" aria-hidden="true">
                { for faults.iter().map(window) }
                <polyline {points} />
            </svg>
            <p class="follow-up-ends"><small>{ format::clock(from) }</small><small>{ format::clock(to) }</small></p>
            <figcaption class="quiet">
                { (props.text.depth)(&format::number(highest)) }
                if !faults.is_empty() {
                    { " " }{ (props.charts.faults_said)(&faults) }
                }
            </figcaption>
        </figure>
    }
}

/// Where the shade of a fault begins, and how wide it is, in a drawing from one instant to another.
fn shade([from, to]: [f64; 2], fault: [f64; 2]) -> [f64; 2] {
    let [begin, end] = fault.map(|at_s| SIZE[0] * (at_s.clamp(from, to) - from) / (to - from));
    [begin, (end - begin).max(SHADE_MIN)]
}

/// The points of the line.
fn points(depth: &[[f64; 2]]) -> Option<String> {
    let ([first, _], [last, _]) = (depth.first()?, depth.last()?);
    let highest = depth.iter().map(|[_, mean]| *mean).fold(0.0, f64::max);
    if last <= first || highest <= 0.0 {
        return None;
    }
    let mut points = String::new();
    for [at_s, mean] in depth {
        let across = SIZE[0] * (at_s - first) / (last - first);
        let down = SIZE[1] - EDGE - (SIZE[1] - 2.0 * EDGE) * mean / highest;
        let _ = write!(points, "{across:.1},{down:.1} ");
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_shaded_where_it_stands() {
        assert_eq!(shade([10.0, 30.0], [15.0, 20.0]), [160.0, 160.0], "a quarter of the width");
        assert_eq!(shade([10.0, 30.0], [0.0, 90.0]), [0.0, 640.0], "no further than the drawing");
        assert_eq!(shade([10.0, 30.0], [20.0, 20.0]), [320.0, SHADE_MIN], "an instant can be seen");
    }

    #[test]
    fn the_line_goes_from_edge_to_edge() {
        let line = points(&[[10.0, 0.0], [20.0, 50.0], [30.0, 25.0]]);
        assert_eq!(line.as_deref(), Some("0.0,79.0 320.0,1.0 640.0,40.0 "), "time across, number up");
        assert_eq!(points(&[[10.0, 0.0], [20.0, 0.0]]), None, "nobody waited");
        assert_eq!(points(&[[10.0, 5.0]]), None, "one mean is no line");
    }
}
