//! The choice of the trailing window.

use crate::app::text::ChartsText;
use yew::prelude::*;

/// Props of [`Picker`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct PickerProps {
    /// Texts.
    pub(super) text: &'static ChartsText,
    /// The chosen tier.
    pub(super) tier: u8,
    /// Called with another tier.
    pub(super) on_tier: Callback<u8>,
}

/// One radio button a window.
#[component]
pub(super) fn Picker(props: &PickerProps) -> Html {
    let text = props.text;
    let options = (0u8..).zip(text.windows).map(|(tier, name)| {
        let onchange = props.on_tier.reform(move |_: Event| tier);
        html! {
            <label key={tier}>
                <input type="radio" name="charts-window" value={tier.to_string()} checked={tier == props.tier} {onchange} />
                <span>{ name }</span>
            </label>
        }
    });
    html! {
        <fieldset class="charts-picker">
            <legend class="visually-hidden">{ format!("{} {}", text.window, text.window_note) }</legend>
            { for options }
            <span class="quiet" aria-hidden="true">{ text.window_note }</span>
        </fieldset>
    }
}
