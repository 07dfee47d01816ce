//! The signs on buttons: drawn on one grid of 16, in the colour of their text. Never alone: each button has its words.

use yew::prelude::*;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    Play,
    Pause,
    StepEvent,
    StepDecision,
    Reset,
    Fast,
    Dice,
    Undo,
    Redo,
    Presets,
    Share,
    Display,
    Help,
    Controls,
    Pin,
    Close,
    Up,
    Down,
}

impl Icon {
    /// Its lines, as the path of an SVG.
    const fn path(self) -> &'static str {
        match self {
            Self::Play => "M4.5 2.8v10.4l8.5-5.2z",
            Self::Pause => "M5 3v10M11 3v10",
            Self::StepEvent => "M3 3.5v9L9.5 8zM12.5 3.5v9",
            Self::StepDecision => "M2 8h5M7 8l5-4M7 8l5 4M9.5 3.5l3 .2-.6 3",
            Self::Reset => "M4 3v4h4M4.3 6.8A4.8 4.8 0 1 1 3.4 10",
            Self::Fast => "M2.5 3.5v9L8 8zM8.5 3.5v9L14 8z",
            Self::Dice => "M3 3h10v10H3zM6 6h.01M10 10h.01M6 10h.01M10 6h.01",
            Self::Undo => "M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6",
            Self::Redo => "m10 3 3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H10",
            Self::Presets => "M3 4h10M3 8h10M3 12h6",
            Self::Share => "M8 10V2.5M5 5l3-2.5L11 5M4 8v5.5h8V8",
            Self::Display => "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
            Self::Help => "M5.8 6a2.3 2.3 0 1 1 3.4 2c-.8.4-1.2.9-1.2 1.7M8 12.5h.01",
            Self::Controls => "M3 4.5h6M12 4.5h1M3 11.5h1M7 11.5h6M10.5 3v3M5.5 10v3",
            Self::Pin => "M6 2.5h4M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::Up => "m4 10 4-4 4 4",
            Self::Down => "m4 6 4 4 4-4",
        }
    }

    /// The sign itself; assistive technology reads the button's words instead.
    pub(super) fn view(self) -> Html {
        let filled = matches!(self, Self::Play);
        html! {
            <svg class="icon" data-filled={filled.then_some("true")} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d={self.path()} />
            </svg>
        }
    }
}
