//! A panel that a button opens: a native popover, which closes on Escape and on a press elsewhere.

use super::icon::Icon;
use super::use_text;
use yew::prelude::*;

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub(super) struct PanelProps {
    /// Id of the popover.
    pub(super) id: &'static str,
    /// The button's sign.
    pub(super) icon: Icon,
    /// The button's words and the panel's heading.
    pub(super) name: &'static str,
    /// What the button does.
    pub(super) help: &'static str,
    /// What is in the panel.
    pub(super) children: Html,
}

/// A button and its panel.
#[component]
pub(super) fn Panel(props: &PanelProps) -> Html {
    let text = &use_text().bar;
    let heading = format!("{}-heading", props.id);
    html! {
        <>
            <button type="button" class="quiet-button panel-button" popovertarget={props.id} title={props.help}>
                { props.icon.view() }
                <span class="button-words">{ props.name }</span>
            </button>
            <div id={props.id} class="panel" popover="auto" role="dialog" aria-labelledby={heading.clone()}>
                <div class="panel-head">
                    <h2 id={heading}>{ props.name }</h2>
                    <button type="button" class="quiet-button" popovertarget={props.id} popovertargetaction="hide"
                        aria-label={text.close} title={text.close}>
                        { Icon::Close.view() }
                    </button>
                </div>
                { props.children.clone() }
            </div>
        </>
    }
}
