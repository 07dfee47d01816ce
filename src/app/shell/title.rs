//! The scenario's title, which can be edited, and its question.

use super::use_text;
use crate::app::state::Action;
use crate::scenario::Scenario;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// As long as a scenario allows.
const CHARS_MAX: &str = "120";

/// Properties of [`Title`].
#[derive(Properties, PartialEq)]
pub(super) struct TitleProps {
    /// The draft.
    pub(super) scenario: Rc<Scenario>,
    /// Told of every letter.
    pub(super) on_action: Callback<Action>,
}

/// Title and question.
#[component]
pub(super) fn Title(props: &TitleProps) -> Html {
    let text = &use_text().bar;
    let oninput = {
        let (scenario, on_action) = (Rc::clone(&props.scenario), props.on_action.clone());
        move |event: InputEvent| {
            let title = event.target_unchecked_into::<HtmlInputElement>().value();
            let scenario = Box::new(Scenario { title, ..scenario.as_ref().clone() });
            on_action.emit(Action::Edit { field: "title".to_owned(), scenario });
        }
    };
    html! {
        <div class="title">
            <input type="text" class="title-field" value={props.scenario.title.clone()} {oninput} maxlength={CHARS_MAX}
                aria-label={text.title} title={text.title_help} placeholder={text.untitled} spellcheck="false"
                autocomplete="off" />
            <p class="title-question" title={props.scenario.question.clone()}>{ &props.scenario.question }</p>
        </div>
    }
}
