//! What stands below the drawing: how beads look, how many payments one stands for, and how to read it all.

use super::meter::View;
use crate::app::format;
use crate::app::text::TopologyText;
use crate::scenario::Scenario;
use yew::prelude::*;

/// The marks: name for the style sheet and the canvas, and path in a box of 12 by 12.
const MARKS: [(&str, &str); 8] = [
    ("open", "M2.6 6a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0"),
    ("waiting", "M2.6 6a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0"),
    ("approved", "M2.6 6a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0"),
    ("declined", "M6 1.6L10.4 6L6 10.4L1.6 6z"),
    ("failed", "M2.6 2.6L9.4 9.4M9.4 2.6L2.6 9.4"),
    ("unknown", "M2.6 6a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0"),
    ("abandoned", "M2.6 6h6.8"),
    ("beside", "M1.5 3.5h9v6h-9z"),
];

/// The legend. `node` is where the canvas reads its colours from the marks; `beads` tells whether there are any.
pub(super) fn legend(text: &TopologyText, scenario: &Scenario, view: &View, (node, beads): (&NodeRef, bool)) -> Html {
    // Without motion only those who stand can be seen one by one.
    let seen = |mark: &'static str| match mark {
        "waiting" => true,
        "beside" => scenario.roster().beside().next().is_some(),
        "unknown" => beads && !scenario.answers_always_come(),
        "abandoned" => beads && scenario.merchant.patience_s.is_some(),
        _ => beads,
    };
    let ends = [text.approved, text.declined, text.failed, text.unknown, text.abandoned];
    let names = [text.under_way, text.waiting].into_iter().chain(ends).chain([text.beside]);
    let entry = |((mark, path), name): ((&'static str, &'static str), &'static str)| {
        html! {
            <li class="topology-mark">
                <svg data-bead={mark} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d={path} /></svg>
                { name }
            </li>
        }
    };
    let sample = format::count(u64::from(view.sample_every));
    html! {
        <figcaption class="topology-legend" ref={node.clone()}>
            <ul class="topology-marks">{ for MARKS.into_iter().zip(names).filter(|((mark, _), _)| seen(mark)).map(entry) }</ul>
            if !view.seen {
                <p class="topology-empty">{ text.empty }</p>
            }
            if beads && view.sample_every > 1 {
                <p class="topology-sample">{ (text.sample)(&sample) }</p>
            }
        </figcaption>
    }
}

/// How to read the drawing.
pub(super) fn help(text: &TopologyText) -> Html {
    html! {
        <details class="topology-more">
            <summary>{ text.help }</summary>
            <div class="topology-help">{ for text.help_lines.iter().map(|line| html! { <p>{ *line }</p> }) }</div>
        </details>
    }
}
