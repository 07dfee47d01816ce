//! The pause before a further try: its law and the numbers of that.

use super::choice::Choice;
use super::gauge::Gauge;
use super::parameters::{Frame, Parameter, fields};
use crate::app::text::{BackoffText, ControlsText};
use crate::scenario::{Backoff, Problem};
use std::rc::Rc;
use yew::prelude::*;

/// The constant pause that comes when it was growing before.
const FIXED: Backoff = Backoff::Fixed { pause_ms: 0.0 };

#[derive(Properties, PartialEq)]
pub(super) struct BackoffEditorProps {
    pub(super) text: &'static ControlsText,
    /// Path of the pause.
    pub(super) field: AttrValue,
    pub(super) value: Backoff,
    pub(super) default: Backoff,
    pub(super) problems: Rc<Vec<Problem>>,
    /// The path that changed, and the pause as it is then.
    pub(super) on_change: Callback<(String, Backoff)>,
}

/// The pause before a further try.
#[component]
pub(super) fn BackoffEditor(props: &BackoffEditorProps) -> Html {
    let words = &props.text.merchant.backoff;
    let (value, path) = (props.value, props.field.to_string());
    let on_pick = props.on_change.reform(move |id: &'static str| {
        let next = if id == tag(value) { value } else { of_tag(id) };
        (path.clone(), next)
    });
    let frame = Frame {
        text: props.text,
        path: format!("{}.{}", props.field, tag(value)),
        label: words.law.label,
        problems: &props.problems,
        on_change: &props.on_change,
    };
    let default = if tag(props.default) == tag(value) { props.default } else { of_tag(tag(value)) };
    html! {
        <>
            <Choice key={props.field.to_string()} text={props.text} field={&props.field} label={words.law.label}
                words={words.law} options={words.kinds.to_vec()} value={tag(value)} default={tag(props.default)}
                problems={Rc::clone(&props.problems)} on_change={on_pick} />
            { fields(&frame, of_law(words, value), &of_law(words, default)) }
        </>
    }
}

const fn tag(backoff: Backoff) -> &'static str {
    match backoff {
        Backoff::Fixed { .. } => "fixed",
        Backoff::Exponential { .. } => "exponential",
    }
}

fn of_tag(tag: &str) -> Backoff {
    if tag == "fixed" { FIXED } else { Backoff::default() }
}

/// The numbers of a law.
fn of_law(words: &BackoffText, backoff: Backoff) -> Vec<Parameter<Backoff>> {
    match backoff {
        Backoff::Fixed { pause_ms } => {
            let with = |pause_ms| Backoff::Fixed { pause_ms };
            vec![Parameter::new("pause_ms", words.pause, Gauge::PAUSE_MS, (pause_ms, with))]
        }
        Backoff::Exponential { base_ms, cap_ms } => vec![
            Parameter::new(
                "base_ms",
                words.base,
                Gauge::MEDIAN_MS,
                (base_ms, move |base_ms| Backoff::Exponential { base_ms, cap_ms }),
            ),
            Parameter::new(
                "cap_ms",
                words.cap,
                Gauge::MEDIAN_MS,
                (cap_ms, move |cap_ms| Backoff::Exponential { base_ms, cap_ms }),
            ),
        ],
    }
}
