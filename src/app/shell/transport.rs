//! The transport: play, steps, reset, seed, speed, and what the clock says. Always at hand at the lower edge.

use super::hooks::{Stepper, fresh_seed};
use super::icon::Icon;
use super::readout::Readout;
use super::seed::Seed;
use super::speed::Speed;
use super::use_text;
use crate::app::feed::Feed;
use crate::app::state::{Action, Worker};
use crate::wire::Command;
use yew::prelude::*;

/// Properties of [`Transport`].
#[derive(Properties, PartialEq)]
pub(super) struct TransportProps {
    /// Whether time goes on.
    pub(super) playing: bool,
    /// The seed.
    pub(super) seed: u64,
    /// Simulated seconds per second.
    pub(super) speed: Option<f64>,
    /// How the worker is.
    pub(super) worker: Worker,
    /// Where the clock's readings come from.
    pub(super) feed: Feed,
    /// Sends single steps.
    pub(super) stepper: Stepper,
    /// Told what is done.
    pub(super) on_action: Callback<Action>,
}

/// The transport.
#[component]
pub(super) fn Transport(props: &TransportProps) -> Html {
    let text = &use_text().transport;
    let on_action = &props.on_action;
    let idle = !props.worker.lives();
    let step = |command: Command| {
        let stepper = props.stepper.clone();
        on_action.reform(move |_: MouseEvent| stepper.step(&command))
    };
    html! {
        <section class="transport" aria-label={text.region}>
            <div class="transport-keys">
                <button type="button" class="transport-play" disabled={idle} title={text.play_help}
                    onclick={on_action.reform(|_| Action::Toggle)}>
                    { if props.playing { Icon::Pause.view() } else { Icon::Play.view() } }
                    <span class="button-words">{ if props.playing { text.pause } else { text.play } }</span>
                </button>
                { key(Icon::StepEvent, text.step_event, text.step_event_help, idle, step(Command::StepEvent)) }
                { key(Icon::StepDecision, text.step_decision, text.step_decision_help, idle, step(Command::StepDecision)) }
                { key(Icon::Reset, text.reset, text.reset_help, false, on_action.reform(|_| Action::Reset)) }
            </div>
            <Readout feed={props.feed.clone()} worker={props.worker.clone()} />
            <Speed speed={props.speed} {on_action} />
            <div class="transport-seed">
                <Seed seed={props.seed} {on_action} />
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
