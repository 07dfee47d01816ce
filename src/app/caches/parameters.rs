//! The fixed numbers of a policy, each with what it is, its value and where that is from; nobody sets them here.

use crate::app::text::CachesText;
use crate::cache::{Parameter, Policy};
use yew::prelude::*;

/// The list, or the word for none.
pub(super) fn parameters(text: &CachesText, policy: Policy) -> Html {
    let all = policy.parameters();
    if all.is_empty() {
        return html! { <span class="quiet">{ text.no_parameters }</span> };
    }
    let one = |parameter: &Parameter| {
        html! {
            <li key={parameter.id}>
                <b>{ parameter.id }</b>{ format!(": {}", parameter.default) }
                <small>{ (text.parameter)(parameter.meaning, parameter.source) }</small>
            </li>
        }
    };
    html! { <ul class="caches-parameters">{ for all.iter().map(one) }</ul> }
}
