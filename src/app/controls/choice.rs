//! One of several: radio buttons side by side while they are few, a list when they are many.

use super::field::{Field, Ids, described_by, trouble};
use super::troubles::words_of;
use crate::app::text::{ControlsText, FieldText, OptionText};
use crate::scenario::Problem;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// More than this many choices go into a list.
const BESIDE: usize = 2;

#[derive(Properties, PartialEq)]
pub(super) struct ChoiceProps {
    pub(super) text: &'static ControlsText,
    /// Path of what it sets.
    pub(super) field: AttrValue,
    /// What it is called.
    pub(super) label: AttrValue,
    /// Help and source of the default.
    pub(super) words: FieldText,
    pub(super) options: Vec<OptionText>,
    /// Id of the chosen one.
    pub(super) value: AttrValue,
    /// Id of the default.
    pub(super) default: AttrValue,
    pub(super) problems: Rc<Vec<Problem>>,
    /// The id that was chosen.
    pub(super) on_change: Callback<&'static str>,
}

/// One of several, with a sentence on the one that is chosen.
#[component]
pub(super) fn Choice(props: &ChoiceProps) -> Html {
    let ids = Ids::of(&props.field);
    let problem = words_of(props.text, &props.problems, &props.field, None);
    let default = find(&props.options, &props.default);
    let on_reset = props.on_change.reform(move |()| default.map_or("", |option| option.id));
    let beside = props.options.len() <= BESIDE;
    let summary = format!("{}-summary", ids.control);
    let described = format!("{summary} {}", described_by(&ids, problem.as_deref()));
    html! {
        <Field text={props.text} field={&props.field} label={&props.label} words={props.words}
            default={default.map_or("", |option| option.label)} changed={props.value != props.default}
            {on_reset} labelable={!beside}>
            if beside {
                { radios(props, &ids, described) }
            } else {
                <Picker id={ids.control.clone()} {described} invalid={problem.is_some()} options={props.options.clone()}
                    value={&props.value} on_change={&props.on_change} />
            }
            <p class="choice-summary" id={summary}>
                { find(&props.options, &props.value).map_or("", |option| option.summary) }
            </p>
            { trouble(&ids, problem.as_deref()) }
        </Field>
    }
}

fn find(options: &[OptionText], id: &str) -> Option<OptionText> {
    options.iter().find(|option| option.id == id).copied()
}

fn radios(props: &ChoiceProps, ids: &Ids, described: String) -> Html {
    let each = props.options.iter().map(|option| {
        let id = option.id;
        html! {
            <label key={id}>
                <input type="radio" name={ids.control.clone()} value={id} checked={props.value == id}
                    onchange={props.on_change.reform(move |_| id)} />
                <span>{ option.label }</span>
            </label>
        }
    });
    html! {
        <div class="choice-beside" role="radiogroup" aria-labelledby={ids.label.clone()} aria-describedby={described}>
            { for each }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(in crate::app) struct PickerProps {
    /// Id of the element, which its label is for.
    pub(in crate::app) id: String,
    /// Ids of what describes it.
    pub(in crate::app) described: String,
    #[prop_or_default]
    pub(in crate::app) invalid: bool,
    pub(in crate::app) options: Vec<OptionText>,
    pub(in crate::app) value: AttrValue,
    pub(in crate::app) on_change: Callback<&'static str>,
}

/// A native list whose choice follows the scenario, also after a person has touched it.
#[component]
pub(in crate::app) fn Picker(props: &PickerProps) -> Html {
    let node = use_node_ref();
    // The `selected` attribute is only the first choice; what is chosen now is a property of the element.
    use_effect_with((props.value.clone(), node.clone()), |(value, node)| {
        if let Some(select) = node.cast::<HtmlSelectElement>() {
            select.set_value(value);
        }
    });
    let (options, on_change) = (props.options.clone(), props.on_change.clone());
    let onchange = Callback::from(move |event: Event| {
        let id = event.target_unchecked_into::<HtmlSelectElement>().value();
        if let Some(option) = find(&options, &id) {
            on_change.emit(option.id);
        }
    });
    html! {
        <select class="picker" ref={node} id={props.id.clone()} aria-describedby={props.described.clone()}
            aria-invalid={props.invalid.then_some("true")} {onchange}>
            for option in props.options.iter() {
                <option key={option.id} value={option.id} selected={props.value == option.id}>{ option.label }</option>
            }
        </select>
    }
}
