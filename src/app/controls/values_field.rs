//! Measured times as text: pasted from anywhere, kept as typed, each wrong item named.

use super::draft::{Draft, Flaw, read};
use super::field::{Field, Ids, described_by, trouble};
use super::gauge::Form;
use super::troubles::words_of_list;
use crate::app::text::{ControlsText, FieldText, ProblemsText};
use crate::scenario::Problem;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Why a text is no list of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ListFlaw {
    /// There is nothing.
    Empty,
    /// An item, counted from 1, is no number.
    Item(usize, Flaw, String),
}

impl ListFlaw {
    fn words(&self, text: &ProblemsText) -> String {
        match self {
            Self::Empty => text.no_items.to_owned(),
            Self::Item(place, flaw, typed) => (text.item)(*place, &flaw.words(text, typed, &Default::default())),
        }
    }
}

/// Reads numbers parted by commas, semicolons or space.
fn read_list(typed: &str) -> Result<Vec<f64>, ListFlaw> {
    let parts = typed.split(|letter: char| letter.is_whitespace() || ",;".contains(letter));
    let items = parts.filter(|part| !part.is_empty()).enumerate();
    let numbers: Vec<f64> = items
        .map(|(place, item)| read(item, Form::Decimal).map_err(|flaw| ListFlaw::Item(place + 1, flaw, item.to_owned())))
        .collect::<Result<_, _>>()?;
    if numbers.is_empty() { Err(ListFlaw::Empty) } else { Ok(numbers) }
}

fn show(values: &[f64]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[derive(Properties, PartialEq)]
pub(super) struct ValuesFieldProps {
    pub(super) text: &'static ControlsText,
    /// Path of the list.
    pub(super) field: AttrValue,
    /// What it is called.
    pub(super) label: AttrValue,
    /// Unit, help, source of the default.
    pub(super) words: FieldText,
    pub(super) value: Vec<f64>,
    pub(super) default: Vec<f64>,
    pub(super) problems: Rc<Vec<Problem>>,
    pub(super) on_change: Callback<Vec<f64>>,
}

/// A list of times in a text area.
#[component]
pub(super) fn ValuesField(props: &ValuesFieldProps) -> Html {
    let ids = Ids::of(&props.field);
    let draft = use_state(|| None::<Draft<Vec<f64>, ListFlaw>>);
    let standing = draft.as_ref().filter(|draft| draft.stands(&props.value));
    let typed = standing.map_or_else(|| show(&props.value), |draft| draft.text.clone());
    let flaw = standing.and_then(|draft| draft.read.as_ref().err());
    let problem = match flaw {
        Some(flaw) => Some(flaw.words(&props.text.problems)),
        None => words_of_list(props.text, &props.problems, &props.field),
    };
    let (state, before, on_change) = (draft.clone(), props.value.clone(), props.on_change.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        let list = read_list(&text);
        state.set(Some(Draft::new(text, list.clone(), before.clone())));
        if let Ok(list) = list {
            on_change.emit(list);
        }
    });
    let default = props.default.clone();
    let on_reset = props.on_change.reform(move |()| default.clone());
    html! {
        <Field text={props.text} field={&props.field} label={&props.label} words={props.words}
            default={show(&props.default)} changed={props.value != props.default} {on_reset}>
            <textarea class="values" rows="4" id={ids.control.clone()} value={typed} spellcheck="false"
                inputmode="decimal" aria-invalid={problem.is_some().then_some("true")}
                aria-describedby={described_by(&ids, problem.as_deref())} {oninput} />
            { trouble(&ids, problem.as_deref()) }
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text;

    #[test]
    fn lists_are_read_however_they_were_pasted() {
        assert_eq!(read_list("1\n2.5\r\n3"), Ok(vec![1.0, 2.5, 3.0]), "one a line");
        assert_eq!(read_list("1, 2.5,3;"), Ok(vec![1.0, 2.5, 3.0]), "with commas");
        assert_eq!(read_list(" \n"), Err(ListFlaw::Empty), "nothing");
    }

    #[test]
    fn a_wrong_item_is_named() {
        let flaw = read_list("1, 2, fast").expect_err("an item is no number");
        let words = flaw.words(&text::WORKBENCH.controls.problems);
        assert!(words.starts_with("Item 3: “fast” is not a number"), "{words}");
    }
}
