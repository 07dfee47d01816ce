//! Method and servers from the configuration of a product: a field to paste it into, and what came of it.

use super::state::{BalancingAction, Import};
use crate::app::text::PasteText;
use crate::balance::Tuned;
use crate::interop::balancer::Imported;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Id of what came of it.
const OUTCOME: &str = "balancing-paste-outcome";

/// Properties of [`Paste`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct PasteProps {
    /// Texts.
    pub(super) text: &'static PasteText,
    /// What came of the last one.
    pub(super) import: Option<Rc<Import>>,
    /// Told what is done.
    pub(super) on_action: Callback<BalancingAction>,
}

/// The part of the controls.
#[component]
pub(super) fn Paste(props: &PasteProps) -> Html {
    let PasteProps { text, import, on_action } = props;
    let field = use_node_ref();
    let onclick = {
        let field = field.clone();
        on_action.reform(move |_: MouseEvent| {
            let typed = field.cast::<HtmlTextAreaElement>().map(|field| field.value()).unwrap_or_default();
            BalancingAction::Import(typed)
        })
    };
    let wrong = import.as_ref().is_some_and(|import| import.outcome.is_err());
    html! {
        <details class="balancing-paste">
            <summary>{ text.title }</summary>
            <div class="balancing-field">
                <label for="balancing-paste">{ text.label }</label>
                <textarea ref={field} id="balancing-paste" rows="6" spellcheck="false" autocomplete="off"
                    placeholder={text.example} aria-describedby={OUTCOME} aria-invalid={wrong.then_some("true")} />
            </div>
            <p class="study-keys"><button type="button" {onclick}>{ text.read }</button></p>
            <div id={OUTCOME} role="status">
                { for import.as_deref().map(|import| outcome(text, import, on_action)) }
            </div>
        </details>
    }
}

fn outcome(text: &PasteText, import: &Import, on_action: &Callback<BalancingAction>) -> Html {
    match &import.outcome {
        Err(error) => html! { <p class="field-problem">{ (text.refused)(&error.to_string()) }</p> },
        Ok(imported) => html! {
            <>
                <p>{ said(text, imported) }</p>
                <ul>{ for imported.notes.iter().map(|note| html! { <li class="quiet">{ note }</li> }) }</ul>
                <p class="study-keys">
                    <button type="button" onclick={on_action.reform(|_| BalancingAction::Revert)}>{ text.revert }</button>
                </p>
            </>
        },
    }
}

fn said(text: &PasteText, imported: &Imported) -> String {
    let policy = imported.policy.as_ref().map_or_else(|| text.no_policy.to_owned(), Tuned::name);
    (text.done)(imported.product.name(), &imported.name, imported.members.len(), &policy)
}
