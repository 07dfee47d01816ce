//! The link to what is shown, and the code that embeds it.

use super::hooks::{copy, use_base_address};
use super::icon::Icon;
use super::panel::Panel;
use super::use_text;
use crate::app::state::{Action, Notice};
use crate::app::text::BarText;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Share`].
#[derive(Properties, PartialEq)]
pub(super) struct ShareProps {
    /// What the link restores, as its fragment.
    pub(super) fragment: AttrValue,
    /// Told whether copying worked.
    pub(super) on_action: Callback<Action>,
}

/// The button and its panel.
#[component]
pub(super) fn Share(props: &ShareProps) -> Html {
    let text = &use_text().bar;
    let on_action = &props.on_action;
    let base = use_base_address();
    let link = format!("{base}#{}", props.fragment);
    let embed = format!(
        "<iframe src=\"{base}?embed=1#{}\" width=\"100%\" height=\"480\" title=\"Switchyard\"></iframe>",
        props.fragment
    );
    html! {
        <Panel id="share" icon={Icon::Share} name={text.share} help={text.share_help}>
            { copyable(text, &Copyable { id: "share-link", label: text.link, value: link, note: text.link_note }, on_action) }
            { copyable(text, &Copyable { id: "share-embed", label: text.embed, value: embed, note: text.embed_note }, on_action) }
        </Panel>
    }
}

/// A text to copy.
struct Copyable {
    /// Id of the field.
    id: &'static str,
    /// What it holds.
    label: &'static str,
    /// The text to copy.
    value: String,
    /// What becomes of it.
    note: &'static str,
}

/// A text that can be selected, and a button that copies it.
fn copyable(text: &BarText, props: &Copyable, on_action: &Callback<Action>) -> Html {
    let note = format!("{}-note", props.id);
    let onfocus = |event: FocusEvent| event.target_unchecked_into::<HtmlInputElement>().select();
    let onclick = {
        let (value, on_action) = (props.value.clone(), on_action.clone());
        move |_| {
            let said = |done| Action::Say(if done { Notice::Copied } else { Notice::NotCopied });
            copy(&value, on_action.reform(said));
        }
    };
    html! {
        <div class="copyable">
            <label for={props.id}>{ props.label }</label>
            <div class="copyable-row">
                <input id={props.id} type="text" readonly=true value={props.value.clone()} {onfocus}
                    aria-describedby={note.clone()} />
                <button type="button" {onclick}>{ text.copy }</button>
            </div>
            <p id={note} class="quiet">{ props.note }</p>
        </div>
    }
}
