//! The transport: play, steps, reset, seed, speed, and what the clock says. Always at hand at the lower edge.

use super::hooks::{Stepper, fresh_seed};
use super::icon::Icon;
use super::readout::Readout;
use super::seed::Seed;
use super::speed::Speed;
use crate::app::feed::Feed;
use crate::app::state::{Action, State};
use crate::app::text::TransportText;
use crate::wire::Command;
use yew::prelude::*;

/// The transport of a state. `feed` has the clock's readings, `stepper` sends single steps.
pub(super) fn transport(
    state: &State,
    text: &TransportText,
    feed: &Feed,
    stepper: &Stepper,
    on_action: &Callback<Action>,
) -> Html {
    let idle = !state.worker.lives();
    let step = |command: Command| {
        let stepper = stepper.clone();
        on_action.reform(move |_: MouseEvent| stepper.step(&command))
    };
    html! {
        <section class="transport" aria-label={text.region}>
            <div class="transport-keys">
                <button type="button" class="transport-play" disabled={idle} title={text.play_help}
                    onclick={on_action.reform(|_| Action::Toggle)}>
                    { if state.playing { Icon::Pause.view() } else { Icon::Play.view() } }
                    <span class="button-words">{ if state.playing { text.pause } else { text.play } }</span>
                </button>
                { key(Icon::StepEvent, text.step_event, text.step_event_help, idle, step(Command::StepEvent)) }
                { key(Icon::StepDecision, text.step_decision, text.step_decision_help, idle, step(Command::StepDecision)) }
                { key(Icon::Reset, text.reset, text.reset_help, false, on_action.reform(|_| Action::Reset)) }
            </div>
            <Readout feed={feed.clone()} worker={state.worker.clone()} playing={state.playing} />
            <Speed speed={state.settings.speed} {on_action} />
            <div class="transport-seed">
                <Seed seed={state.seed} {on_action} />
                { key(Icon::Dice, text.new_seed, text.new_seed_help, false, on_action.reform(|_| Action::Seed(fresh_seed()))) }
            </div>
        </section>
    }
}

fn key(icon: Icon, label: &'static str, help: &'static str, disabled: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="quiet-button" aria-label={label} title={help} {disabled} {onclick}>{ icon.view() }</button>
    }
}
