//! What theory says at the marked load were the station otherwise: one formula a row.

use super::reading::Marked;
use crate::app::format;
use crate::app::text::LabText;
use crate::experiment::Otherwise;
use yew::prelude::*;

/// The table; nothing before theory has answered.
pub(super) fn otherwise(text: &'static LabText, marked: &Marked<'_>, servers: u32) -> Html {
    let Some(point) = marked.point() else { return Html::default() };
    let words = &text.otherwise;
    let title = (words.title)(&format::percent(point.load).text());
    let row = |told: &Otherwise| {
        html! {
            <tr>
                <th scope="row">{ (words.case)(told.case, servers) }</th>
                <td>{ (words.figures)(told) }</td>
                <td>{ (words.worth)(told) }</td>
            </tr>
        }
    };
    html! {
        <section class="study-part lab-otherwise">
            <h3>{ &title }</h3>
            <p class="quiet">{ words.lead }</p>
            <div class="study-table" tabindex="0" role="region" aria-label={title.clone()}>
                <table>
                    <thead><tr>{ for words.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                    <tbody>{ for point.theory.otherwise.iter().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}
