//! The hit ratio over the trace in a cache of the marked size: of each part, or since the beginning.

use super::action::TracesAction;
use super::asked::{Course as Line, Subject};
use super::pictures;
use super::setup::count;
use crate::app::format;
use crate::app::formulas::use_width;
use crate::app::picture::Size;
use crate::app::text::TracesText;
use crate::cache::Policy;
use crate::cache::trace::Measure;
use crate::math;
use crate::wire::traces::PARTS;
use std::rc::Rc;
use yew::prelude::*;

/// Height of the picture in pixels.
const HEIGHT: f64 = 260.0;
/// Every so many parts have a row in the table.
const ROWS: usize = 10;

/// Props of [`Course`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct CourseProps {
    /// Texts.
    pub(super) text: &'static TracesText,
    /// The trace.
    pub(super) subject: Rc<Subject>,
    /// Hits of each part under each policy.
    pub(super) course: Rc<Vec<Line>>,
    /// Policies that are drawn.
    pub(super) drawn: Vec<Policy>,
    /// Entries of the cache.
    pub(super) entries: u32,
    /// What requests count by.
    pub(super) measure: Measure,
    /// Whether hits are those since the beginning.
    pub(super) cumulative: bool,
    /// Told what is done.
    pub(super) on_action: Callback<TracesAction>,
}

/// The figure.
#[component]
pub(super) fn Course(props: &CourseProps) -> Html {
    let CourseProps { text, subject, course, drawn, entries, measure, cumulative, on_action } = props;
    let place = use_node_ref();
    let size = Size { width: f64::from(use_width(&place)), height: HEIGHT };
    let part = format::count(subject.about.requests.div_ceil(u64::from(PARTS)));
    let key = |label: &'static str, wanted: bool| {
        let onclick = on_action.reform(move |_: MouseEvent| TracesAction::Cumulative(wanted));
        html! {
            <button type="button" key={label} aria-pressed={(*cumulative == wanted).to_string()} {onclick}>{ label }</button>
        }
    };
    html! {
        <figure class="lab-picture traces-picture">
            <figcaption>
                <span class="chart-title">{ (text.course)(*measure) }</span>
                <small>{ (text.course_note)(&count(*entries), &part) }</small>
            </figcaption>
            <div class="caches-transport" role="group" aria-label={(text.course)(*measure)}>
                { key(text.each, false) }
                { key(text.since, true) }
            </div>
            <div class="curve-place" ref={place}>
                { pictures::course((*text, drawn), (course, subject.about.requests), *cumulative, size).html() }
            </div>
            { table(props) }
        </figure>
    }
}

/// Every tenth part.
fn table(props: &CourseProps) -> Html {
    let CourseProps { text, subject, course, drawn, measure, cumulative, .. } = props;
    let shown = || drawn.iter().filter_map(|policy| course.iter().find(|(known, _)| known == policy));
    let columns: Vec<Vec<(f64, f64)>> =
        shown().map(|(_, parts)| pictures::ratios(parts, subject.about.requests, *cumulative)).collect();
    let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
    let row = |place: usize| {
        let requests = columns.iter().find_map(|column| column.get(place)).map_or(0.0, |point| point.0);
        let cell = |column: &Vec<(f64, f64)>| {
            let ratio = column.get(place).map(|point| format::percent(point.1).text());
            html! { <td>{ ratio.unwrap_or_else(|| format::NONE.to_owned()) }</td> }
        };
        html! {
            <tr key={place}>
                <th scope="row">{ format::count(math::whole(requests)) }</th>
                { for columns.iter().map(cell) }
            </tr>
        }
    };
    let head = |(policy, _): &Line| html! { <th scope="col">{ policy.name() }</th> };
    let places = (0..longest).filter(|place| (place + 1).is_multiple_of(ROWS) || longest < ROWS);
    html! {
        <details class="lab-details">
            <summary>{ text.numbers }</summary>
            <div class="study-table" tabindex="0" role="region" aria-label={(text.course)(*measure)}>
                <table>
                    <thead><tr><th scope="col">{ text.course_head }</th>{ for shown().map(head) }</tr></thead>
                    <tbody>{ for places.map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}
