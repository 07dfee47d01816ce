//! Below the drawing: what to watch, while the scenario comes from a preset.

use crate::app::text::BarText;
use crate::scenario::Preset;
use yew::prelude::*;

/// One sentence for the preset with this id.
pub(super) fn caption(preset: Option<&str>, text: &BarText) -> Html {
    match preset.and_then(Preset::find) {
        Some(preset) => html! { <p class="caption"><b>{ text.watch }</b>{ " " }{ preset.watch }</p> },
        None => html! {},
    }
}
