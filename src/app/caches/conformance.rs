//! Conformance: what each policy was held against, how, and what it leaves out on purpose.

use super::evidence::Evidence;
use super::parameters::parameters;
use crate::app::text::CachesText;
use crate::cache::Policy;
use yew::prelude::*;

/// Props of [`Conformance`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct ConformanceProps {
    /// Texts.
    pub(super) text: &'static CachesText,
}

/// The table of all policies; drawn once.
#[component]
pub(super) fn Conformance(props: &ConformanceProps) -> Html {
    let text = props.text;
    let row = |policy: &Policy| {
        let evidence = Evidence::of(*policy);
        html! {
            <tr key={policy.id()}>
                <th scope="row">{ policy.name() }</th>
                <td>{ policy.source() }</td>
                <td>{ parameters(text, *policy) }</td>
                <td>{ (text.evidence)(&evidence) }</td>
                <td>{ (text.verdict_of)(&evidence) }</td>
                <td>{ (text.left_out)(*policy) }</td>
            </tr>
        }
    };
    html! {
        <section class="study-part" aria-labelledby="caches-conformance">
            <h3 id="caches-conformance">{ text.conformance }</h3>
            <p class="quiet">{ text.conformance_lead }</p>
            <div class="study-table caches-evidence" tabindex="0" role="region" aria-label={text.conformance_table}>
                <table>
                    <thead>
                        <tr>{ for text.evidence_heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr>
                    </thead>
                    <tbody>{ for Policy::ALL.iter().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}
