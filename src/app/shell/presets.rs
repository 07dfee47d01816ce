//! Scenarios to start from, each with its question and what to watch.

use super::icon::Icon;
use super::panel::Panel;
use super::use_text;
use crate::app::state::Action;
use crate::scenario::{PRESETS, Preset};
use yew::prelude::*;

/// Id of the panel.
const ID: &str = "presets";

/// Properties of [`Presets`].
#[derive(Properties, PartialEq)]
pub(super) struct PresetsProps {
    /// Id of the preset that the scenario comes from.
    pub(super) current: Option<&'static str>,
    /// Told which one is chosen.
    pub(super) on_action: Callback<Action>,
}

/// The button and the list of presets.
#[component]
pub(super) fn Presets(props: &PresetsProps) -> Html {
    let text = &use_text().bar;
    html! {
        <Panel id={ID} icon={Icon::Presets} name={text.presets} help={text.presets_help}>
            <ul class="presets">
                { for PRESETS.iter().map(|preset| html! {
                    <li key={preset.id}>{ item(preset, props, text.watch, text.preset_current) }</li>
                }) }
            </ul>
        </Panel>
    }
}

fn item(preset: &'static Preset, props: &PresetsProps, watch: &str, shown: &str) -> Html {
    let current = props.current == Some(preset.id);
    let onclick = props.on_action.reform(move |_| Action::Preset(preset.id));
    html! {
        <button type="button" class="preset" popovertarget={ID} popovertargetaction="hide" {onclick}
            aria-current={current.then_some("true")}>
            <span class="preset-title">
                { preset.title }
                if current {
                    <small>{ shown }</small>
                }
            </span>
            <span class="preset-question">{ preset.question }</span>
            <span class="preset-watch"><b>{ watch }</b>{ " " }{ preset.watch }</span>
        </button>
    }
}
