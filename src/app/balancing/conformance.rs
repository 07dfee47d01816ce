//! What each policy stands for, what was tested, and what is left out.

use crate::app::text::{ConformanceText, Evidence};
use crate::balance::Policy;
use yew::prelude::*;

/// The part of the view.
pub(super) fn conformance(text: &ConformanceText) -> Html {
    html! {
        <section class="study-part" aria-labelledby="balancing-conformance">
            <h3 id="balancing-conformance">{ text.title }</h3>
            <p>{ text.lead }</p>
            <p>{ text.properties }</p>
            <details class="lab-details">
                <summary>{ (text.table)(Policy::ALL.len()) }</summary>
                <div class="study-table balancing-conformance" tabindex="0" role="region"
                    aria-label={(text.table)(Policy::ALL.len())}>
                    <table>
                        <thead><tr>{ for text.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                        <tbody>{ for Policy::ALL.iter().map(|policy| row(text, *policy)) }</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

fn row(text: &ConformanceText, policy: Policy) -> Html {
    let evidence = text.evidence.iter().find(|evidence| evidence.policy == policy);
    let said = |part: fn(&Evidence) -> &'static str| match evidence.map_or("", part) {
        "" => text.nothing,
        words => words,
    };
    let real = evidence.is_some_and(|evidence| evidence.real);
    html! {
        <tr key={policy.id()}>
            <th scope="row">{ policy.name() }</th>
            <td>{ policy.source() }</td>
            <td>{ said(|evidence| evidence.known) } if real { { " " }<strong>{ text.real }</strong> }</td>
            <td>{ said(|evidence| evidence.property) }</td>
            <td>{ said(|evidence| evidence.left_out) }</td>
        </tr>
    }
}
