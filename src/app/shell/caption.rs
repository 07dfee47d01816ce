//! Below the drawing: what to watch, while the scenario comes from a preset.

use super::use_text;
use crate::scenario::Preset;
use yew::prelude::*;

/// Properties of [`Caption`].
#[derive(Properties, PartialEq)]
pub(super) struct CaptionProps {
    /// Id of the preset that the scenario comes from.
    pub(super) preset: Option<&'static str>,
}

/// One sentence.
#[component]
pub(super) fn Caption(props: &CaptionProps) -> Html {
    let text = &use_text().bar;
    match props.preset.and_then(Preset::find) {
        Some(preset) => html! { <p class="caption"><b>{ text.watch }</b>{ " " }{ preset.watch }</p> },
        None => html! {},
    }
}
