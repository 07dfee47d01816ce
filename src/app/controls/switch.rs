//! On or off, with what breaks without it and what the run counted of it.

use super::field::{Field, described_by, trouble, use_ids};
use super::troubles::words_of;
use crate::app::text::{ControlsText, SwitchText};
use crate::scenario::Problem;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct SwitchProps {
    pub(super) text: &'static ControlsText,
    /// Path of what it sets.
    pub(super) field: AttrValue,
    pub(super) words: SwitchText,
    pub(super) on: bool,
    pub(super) default: bool,
    /// What the run counted; nothing before the first figures or where there is nothing to count.
    pub(super) counted: Option<AttrValue>,
    pub(super) problems: Rc<Vec<Problem>>,
    pub(super) on_change: Callback<bool>,
}

/// A switch.
#[component]
pub(super) fn Switch(props: &SwitchProps) -> Html {
    let ids = use_ids(&props.field);
    let problem = words_of(props.text, &props.problems, &props.field, None);
    let [on, off] = props.text.safeguards.on_off;
    let default = props.default;
    let on_reset = props.on_change.reform(move |()| default);
    let onchange = props.on_change.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    let without = format!("{}-without", ids.control);
    let aside = html! {
        <span class="switch">
            <input type="checkbox" role="switch" id={ids.control.clone()} checked={props.on} {onchange}
                aria-describedby={format!("{without} {}", described_by(&ids, problem.as_deref()))} />
            <span aria-hidden="true">{ if props.on { on } else { off } }</span>
        </span>
    };
    html! {
        <Field text={props.text} field={&props.field} label={props.words.words.label} words={props.words.words}
            default={if default { on } else { off }} changed={props.on != default} {on_reset} {aside}>
            <p class="switch-without" id={without}>{ props.words.without }</p>
            if let Some(counted) = &props.counted {
                <p class="switch-counted">{ counted }</p>
            }
            { trouble(&ids, problem.as_deref()) }
        </Field>
    }
}
