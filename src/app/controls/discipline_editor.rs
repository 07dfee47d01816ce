//! How a queue is served: the discipline and the numbers of that.

use super::choice::Choice;
use super::gauge::Gauge;
use super::parameters::{Frame, Parameter, fields};
use crate::app::text::{ControlsText, FieldText, OverloadText};
use crate::scenario::{Discipline, Problem};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct DisciplineEditorProps {
    pub(super) text: &'static ControlsText,
    /// Path of the queue.
    pub(super) field: AttrValue,
    pub(super) words: FieldText,
    pub(super) value: Discipline,
    pub(super) default: Discipline,
    pub(super) problems: Rc<Vec<Problem>>,
    /// The path that changed, and the discipline as it is then.
    pub(super) on_change: Callback<(String, Discipline)>,
}

/// How a queue is served.
#[component]
pub(super) fn DisciplineEditor(props: &DisciplineEditorProps) -> Html {
    let words = &props.text.overload;
    let (value, path) = (props.value, props.field.to_string());
    let on_pick = props.on_change.reform(move |id: &'static str| {
        let next = if id == value.tag() { value } else { Discipline::of_tag(id) };
        (path.clone(), next)
    });
    let frame = Frame {
        text: props.text,
        path: format!("{}.{}", props.field, value.tag()),
        label: props.words.label,
        problems: &props.problems,
        on_change: &props.on_change,
    };
    html! {
        <>
            <Choice key={props.field.to_string()} text={props.text} field={&props.field} label={props.words.label}
                words={props.words} options={words.disciplines.to_vec()} value={value.tag()}
                default={props.default.tag()} problems={Rc::clone(&props.problems)} on_change={on_pick} />
            { fields(&frame, numbers(words, value), &numbers(words, Discipline::of_tag(value.tag()))) }
        </>
    }
}

/// The numbers of a discipline.
fn numbers(words: &OverloadText, discipline: Discipline) -> Vec<Parameter<Discipline>> {
    match discipline {
        Discipline::FirstInFirstOut => Vec::new(),
        Discipline::Codel { target_ms, interval_ms } => vec![
            Parameter::new(
                "target_ms",
                words.target,
                Gauge::DELAY_MS,
                (target_ms, move |target_ms| Discipline::Codel { target_ms, interval_ms }),
            ),
            Parameter::new(
                "interval_ms",
                words.interval,
                Gauge::DELAY_MS,
                (interval_ms, move |interval_ms| Discipline::Codel { target_ms, interval_ms }),
            ),
        ],
        Discipline::AdaptiveLifo { standing_ms } => {
            let with = |standing_ms| Discipline::AdaptiveLifo { standing_ms };
            vec![Parameter::new("standing_ms", words.standing, Gauge::DELAY_MS, (standing_ms, with))]
        }
    }
}
