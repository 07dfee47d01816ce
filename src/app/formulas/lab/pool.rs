//! The article's thread pool, M/M/4 with 50 ms, as a table.

use crate::app::format::{self, NONE};
use crate::app::text::LabText;
use crate::experiment::LabPoint;
use yew::prelude::*;

/// The table with its sentence.
pub(super) fn pool(text: &'static LabText, points: &[LabPoint]) -> Html {
    let rows = points.iter().map(|point| {
        let cells = cells(point).map(|cell| html! { <td>{ cell }</td> });
        html! { <tr><th scope="row">{ format::rate(point.offered_per_s).text() }</th>{ for cells }</tr> }
    });
    html! {
        <section class="study-part">
            <h3>{ text.pool }</h3>
            <p class="quiet">{ text.pool_lead }</p>
            <p>{ for sentence(text, points) }</p>
            <div class="chart-table" tabindex="0" role="region" aria-label={text.pool}>
                <table>
                    <thead><tr>{ for text.pool_heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </section>
    }
}

/// What follows the offered rate, in the order of the heads.
fn cells(point: &LabPoint) -> [String; 8] {
    let time = |ms: Option<f64>| ms.map_or_else(|| NONE.to_owned(), |ms| format::millis(ms).text());
    let theory = &point.theory;
    [
        format::percent(point.load).text(),
        theory.p_wait.map_or_else(|| NONE.to_owned(), |share| format::percent(share).text()),
        time(theory.response_ms),
        time(theory.p50_ms),
        time(theory.p95_ms),
        time(theory.p99_ms),
        format::rate(theory.throughput_per_s).text(),
        format::millis(theory.gap_ms).text(),
    ]
}

/// When the article's latency holds, told by the ends of the table.
fn sentence(text: &LabText, points: &[LabPoint]) -> Option<String> {
    let [first, .., last] = points else { return None };
    let told = |point: &LabPoint| {
        let time = |ms: f64| format::millis(ms).text();
        Some([format::percent(point.load).text(), time(point.theory.gap_ms), time(point.theory.response_ms?)])
    };
    let ([low, gap_low, mean_low], [high, gap_high, mean_high]) = (told(first)?, told(last)?);
    Some((text.pool_sentence)([&low, &gap_low, &mean_low, &high, &gap_high, &mean_high]))
}
