//! The rails: their lines, their arrows and, without motion, their rates.

use super::layout::{Label, Layout, Line, Rail};
use super::marks::arrow;
use super::meter::View;
use crate::app::format;
use crate::payment::Place;
use yew::prelude::*;

/// Width of a rail that carries nothing, in pixels, and of the widest.
const THIN: f64 = 1.2;
const WIDE: f64 = 6.0;
/// Width of the rails between the stages while beads show the traffic.
const TRUNK: f64 = 1.6;
/// What a fair share of the picks adds to the width of a processor's rail.
const FAIR: f64 = 2.2;

/// All rails; without motion their width says how much they carry.
pub(super) fn rails(layout: &Layout, view: &View, still: bool) -> Html {
    let most = layout.lines.iter().map(|line| flow(line, view)).fold(0.0, f64::max);
    let lines = layout.lines.iter().map(|line| {
        let rail = match line.rail {
            Rail::Outward => "outward",
            Rail::Answer => "answer",
        };
        let width = if still { by_rate(flow(line, view), most) } else { by_share(line, view) };
        let style = format!("--rail: {width:.1}px");
        html! {
            <>
                <path class="topology-rail" data-rail={rail} d={line.path.clone()} {style} />
                if let Some((here, there)) = line.arrow {
                    <path class="topology-arrow" data-rail={rail} d={arrow(here, there)} />
                }
            </>
        }
    });
    html! { <g aria-hidden="true">{ for lines }</g> }
}

/// The rates beside the rails.
pub(super) fn rates(layout: &Layout, view: &View) -> Html {
    let rate = |line: &Line| {
        let label: Label = line.rate?;
        let flow = flow(line, view);
        (flow > 0.0).then(|| {
            let (x, y) = (label.at.x.to_string(), label.at.y.to_string());
            html! { <text class="topology-rate" {x} {y} text-anchor={label.anchor.name()}>{ format::rate(flow).text() }</text> }
        })
    };
    html! { <g aria-hidden="true">{ for layout.lines.iter().filter_map(rate) }</g> }
}

/// Moves per simulated second on a line.
fn flow(line: &Line, view: &View) -> f64 {
    line.moves.iter().map(|moved| view.flow(*moved)).sum()
}

fn by_rate(flow: f64, most: f64) -> f64 {
    if most > 0.0 { THIN + (WIDE - THIN) * (flow / most).sqrt() } else { THIN }
}

/// Only the balancer's rails differ in width: by their share, measured against a fair one.
fn by_share(line: &Line, view: &View) -> f64 {
    let share = match line.moves.first() {
        Some((Place::Balancer, Place::Processor(number))) => view.shares.get(usize::from(*number)),
        Some((Place::Channel, Place::Processor(_)) | (Place::Processor(_), _)) if line.moves.len() == 1 => return THIN,
        // A siding.
        None => return THIN,
        _ => return TRUNK,
    };
    share.map_or(THIN, |share| {
        (THIN + share * f64::from(u16::try_from(view.shares.len()).unwrap_or(1)) * FAIR).min(WIDE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(to: u8) -> Line {
        let moves = vec![(Place::Balancer, Place::Processor(to))];
        Line { rail: Rail::Outward, moves, path: String::new(), arrow: None, rate: None }
    }

    #[test]
    fn the_larger_the_share_the_wider_the_rail() {
        let view = View { shares: vec![0.6, 0.3, 0.1], ..View::default() };
        let widths = [0, 1, 2].map(|number| by_share(&line(number), &view));
        assert!(widths[0] > widths[1] && widths[1] > widths[2], "{widths:?} fall with the share");
        assert!(widths[0] <= WIDE && widths[2] > THIN, "{widths:?} stay within bounds");
    }

    #[test]
    fn rates_are_measured_against_the_busiest_rail() {
        assert!((by_rate(100.0, 100.0) - WIDE).abs() < 1e-9, "the busiest is the widest");
        assert!((by_rate(0.0, 100.0) - THIN).abs() < 1e-9, "nothing is thin");
        assert!((by_rate(0.0, 0.0) - THIN).abs() < 1e-9, "so is everything before the first payment");
    }
}
