//! A list as text, one item a line: kept as typed, the first wrong item named.

use super::draft::Draft;
use super::field::{Field, Ids, described_by, trouble};
use super::troubles::words_of_list;
use crate::app::text::{ControlsText, FieldText};
use crate::scenario::{Fee, Problem, RoutingRule, Zone};
use std::fmt::Display;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// What stands in a line.
pub(super) trait Line: Clone + Display + PartialEq + 'static {
    /// Reads the lines.
    fn read(text: &str) -> Result<Vec<Self>, Problem>;
}

impl Line for Fee {
    fn read(text: &str) -> Result<Vec<Self>, Problem> {
        Self::list(text)
    }
}

impl Line for RoutingRule {
    fn read(text: &str) -> Result<Vec<Self>, Problem> {
        Self::list(text, 1)
    }
}

impl Line for Zone {
    fn read(text: &str) -> Result<Vec<Self>, Problem> {
        Self::list(text)
    }
}

fn show<T: Line>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[derive(Properties, PartialEq)]
pub(super) struct LinesFieldProps<T: Line> {
    pub(super) text: &'static ControlsText,
    /// Path of the list.
    pub(super) field: AttrValue,
    /// Label, help, source of the default.
    pub(super) words: FieldText,
    /// What an empty list is called.
    pub(super) none: &'static str,
    pub(super) value: Vec<T>,
    pub(super) problems: Rc<Vec<Problem>>,
    pub(super) on_change: Callback<Vec<T>>,
}

/// A list in a text area; empty by default.
#[component]
pub(super) fn LinesField<T: Line>(props: &LinesFieldProps<T>) -> Html {
    let ids = Ids::of(&props.field);
    let draft = use_state(|| None::<Draft<Vec<T>, Problem>>);
    let standing = draft.as_ref().filter(|draft| draft.stands(&props.value));
    let typed = standing.map_or_else(|| show(&props.value), |draft| draft.text.clone());
    let flaw = standing.and_then(|draft| draft.read.as_ref().err());
    let problem = match flaw {
        Some(flaw) => Some((props.text.problems.at)(&flaw.path, &flaw.value, &flaw.allowed)),
        None => words_of_list(props.text, &props.problems, &props.field),
    };
    let (state, before, on_change) = (draft.clone(), props.value.clone(), props.on_change.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        let list = T::read(&text);
        state.set(Some(Draft::new(text, list.clone(), before.clone())));
        if let Ok(list) = list {
            on_change.emit(list);
        }
    });
    let on_reset = props.on_change.reform(|()| Vec::new());
    html! {
        <Field text={props.text} field={&props.field} label={props.words.label} words={props.words}
            default={props.none} changed={!props.value.is_empty()} {on_reset}>
            <textarea class="values" rows="3" id={ids.control.clone()} value={typed} spellcheck="false"
                aria-invalid={problem.is_some().then_some("true")}
                aria-describedby={described_by(&ids, problem.as_deref())} {oninput} />
            { trouble(&ids, problem.as_deref()) }
        </Field>
    }
}
