//! Theme and motion.

use super::icon::Icon;
use super::panel::Panel;
use super::use_text;
use crate::app::state::{Action, Motion, Settings, Theme};
use yew::prelude::*;

/// Properties of [`Display`].
#[derive(Properties, PartialEq)]
pub(super) struct DisplayProps {
    /// What is set.
    pub(super) settings: Settings,
    /// Told what is chosen.
    pub(super) on_action: Callback<Action>,
}

/// The button and its panel.
#[component]
pub(super) fn Display(props: &DisplayProps) -> Html {
    let text = &use_text().display;
    let themes = Theme::ALL.into_iter().zip(text.themes).map(|(theme, label)| {
        let onchange = props.on_action.reform(move |_| Action::Theme(theme));
        choice("theme", theme.word(), label, props.settings.theme == theme, onchange)
    });
    let motions = Motion::ALL.into_iter().zip(text.motions).map(|(motion, label)| {
        let onchange = props.on_action.reform(move |_| Action::Motion(motion));
        choice("motion", motion.word(), label, props.settings.motion == motion, onchange)
    });
    html! {
        <Panel id="display" icon={Icon::Display} name={text.name} help={text.help}>
            <fieldset class="choices">
                <legend>{ text.theme }</legend>
                { for themes }
            </fieldset>
            <fieldset class="choices">
                <legend>{ text.motion }</legend>
                { for motions }
            </fieldset>
            <p class="quiet">{ text.motion_note }</p>
        </Panel>
    }
}

fn choice(
    name: &'static str,
    word: &'static str,
    label: &'static str,
    checked: bool,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <label key={word}>
            <input type="radio" {name} value={word} {checked} {onchange} />
            <span>{ label }</span>
        </label>
    }
}
