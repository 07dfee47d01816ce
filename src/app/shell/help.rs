//! What this is, and the keys.

use super::icon::Icon;
use super::panel::Panel;
use super::use_text;
use crate::app::state::Action;
use yew::prelude::*;

/// Id of the panel, for the key that opens it.
pub(super) const ID: &str = "help";

/// Properties of [`Help`].
#[derive(Properties, PartialEq)]
pub(super) struct HelpProps {
    /// Whether single keys are shortcuts.
    pub(super) shortcuts: bool,
    /// Version of the engine; empty while it is unknown.
    pub(super) engine: AttrValue,
    /// Told when the keys are switched.
    pub(super) on_action: Callback<Action>,
}

/// The button and its panel.
#[component]
pub(super) fn Help(props: &HelpProps) -> Html {
    let text = &use_text().help;
    let on = !props.shortcuts;
    let onchange = props.on_action.reform(move |_: Event| Action::Shortcuts(on));
    html! {
        <Panel id={ID} icon={Icon::Help} name={text.name} help={text.help}>
            { for text.about.iter().map(|paragraph| html! { <p>{ *paragraph }</p> }) }
            <h3>{ text.shortcuts }</h3>
            <label class="switch">
                <input type="checkbox" checked={props.shortcuts} {onchange} />
                <span>{ text.shortcuts_on }</span>
            </label>
            <dl class="keys">
                { for text.keys.iter().map(|(keys, meaning)| html! {
                    <div>
                        <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                        <dd>{ *meaning }</dd>
                    </div>
                }) }
            </dl>
            <p class="quiet">{ (text.version)(env!("CARGO_PKG_VERSION"), &props.engine) }</p>
        </Panel>
    }
}
