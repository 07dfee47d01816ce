//! The speed: a slider over decades, from slow motion through real time to as fast as possible.

use super::icon::Icon;
use super::use_text;
use crate::app::state::Action;
use crate::math;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The stops of the slider in simulated seconds per second; beyond the last one there is no limit.
const SPEEDS: [f64; 13] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
/// Where the button for no limit leads back to.
const REAL_TIME: f64 = 1.0;
/// Stops that carry a mark: the decades.
const MARKS: [usize; 6] = [0, 3, 6, 9, 12, SPEEDS.len()];

/// Properties of [`Speed`].
#[derive(Properties, PartialEq)]
pub(super) struct SpeedProps {
    /// Simulated seconds per second; `None` for as fast as possible.
    pub(super) speed: Option<f64>,
    /// Told of another speed.
    pub(super) on_action: Callback<Action>,
}

/// The slider with its value in words.
#[component]
pub(super) fn Speed(props: &SpeedProps) -> Html {
    let text = &use_text().transport;
    let factor = props.speed.map(|speed| speed.to_string());
    let word = match props.speed {
        None => text.max,
        Some(speed) if speed < 1.0 => text.slow,
        Some(speed) if speed > 1.0 => text.fast,
        Some(_) => text.real,
    };
    let unlimited = props.speed.is_none();
    let onclick = props.on_action.reform(move |_: MouseEvent| Action::Speed(unlimited.then_some(REAL_TIME)));
    let oninput = props.on_action.reform(|event: InputEvent| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Speed(typed.parse().ok().and_then(|stop: usize| SPEEDS.get(stop).copied()))
    });
    html! {
        <div class="speed" title={text.speed_help}>
            <label for="speed">{ text.speed }</label>
            <span class="speed-words" aria-hidden="true">
                if let Some(factor) = &factor {
                    <b>{ factor }{ "×" }</b>
                    { " " }
                }
                { word }
            </span>
            <input id="speed" type="range" min="0" max={SPEEDS.len().to_string()} step="1" list="speed-marks"
                value={stop(props.speed).to_string()} {oninput} aria-valuetext={(text.speed_words)(factor.as_deref())} />
            <datalist id="speed-marks">
                { for MARKS.map(|mark| html! { <option key={mark} value={mark.to_string()} /> }) }
            </datalist>
            <button type="button" class="quiet-button" aria-pressed={unlimited.to_string()} aria-label={text.max}
                title={text.max} {onclick}>
                { Icon::Fast.view() }
            </button>
        </div>
    }
}

/// The stop nearest to a speed, on the scale of ratios.
fn stop(speed: Option<f64>) -> usize {
    let Some(speed) = speed else { return SPEEDS.len() };
    let distance = |stop: &usize| (math::ln(SPEEDS[*stop]) - math::ln(speed)).abs();
    (0..SPEEDS.len()).min_by(|one, other| distance(one).total_cmp(&distance(other))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stop_leads_back() {
        for (place, speed) in SPEEDS.iter().enumerate() {
            assert_eq!(stop(Some(*speed)), place, "{speed}");
        }
        assert_eq!(stop(None), SPEEDS.len(), "no limit is the last stop");
        assert_eq!(stop(Some(0.9)), 6, "the nearest stop");
    }
}
