//! What is set in the balancing lab: policies, servers, script.

use super::preset::Preset;
use super::run::{self, Trouble, letter};
use super::state::{BalancingAction, Condition, POLICIES_MAX, SERVERS_MAX, Setting};
use crate::app::controls::{Picker, PolicyFrame, policy_parameters};
use crate::app::text::{BalancingText, ControlsText, OptionText};
use crate::balance::{Policy, Tuned};
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Id of the choice that leaves a place empty.
const NONE: &str = "";
/// How many servers there may be, as choices.
const COUNTS: [&str; 7] = ["2", "3", "4", "5", "6", "7", "8"];
/// Id of what is wrong.
const TROUBLE: &str = "balancing-trouble";

/// Properties of [`Controls`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct ControlsProps {
    /// Texts.
    pub(super) text: &'static BalancingText,
    /// The words that all controls share.
    pub(super) words: &'static ControlsText,
    /// What the fields hold.
    pub(super) setting: Rc<Setting>,
    /// What is wrong with it.
    pub(super) trouble: Option<Trouble>,
    /// The seed of the page.
    pub(super) seed: u64,
    /// Told what is done.
    pub(super) on_action: Callback<BalancingAction>,
}

/// The controls.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps { text, trouble, seed, .. } = props;
    html! {
        <section class="balancing-controls" aria-label={text.controls}>
            <div class="balancing-policies">{ for (0..POLICIES_MAX).map(|place| policy(props, place)) }</div>
            <div class="balancing-servers">
                { servers(props) }
                { weights(props) }
                { conditions(props) }
            </div>
            { script(props) }
            <div id={TROUBLE} aria-live="polite">
                if let Some(trouble) = trouble {
                    <p class="field-problem">{ (text.trouble)(trouble) }</p>
                    <p class="quiet">{ text.stale }</p>
                }
            </div>
            <p class="quiet">{ (text.seed)(*seed) }</p>
        </section>
    }
}

/// A control under its label.
fn labelled(id: &str, label: impl Into<AttrValue>, control: Html) -> Html {
    html! { <div class="balancing-field"><label for={id.to_owned()}>{ label.into() }</label>{ control }</div> }
}

/// The policy at a place; the first is always there, and the others follow without a gap.
fn policy(props: &ControlsProps, place: usize) -> Html {
    let policies = &props.setting.policies;
    let (here, id) = (policies.get(place), format!("balancing-policy-{place}"));
    if place > policies.len() {
        return Html::default();
    }
    let all = Policy::ALL.iter().map(|policy| OptionText { id: policy.id(), label: policy.name(), summary: "" });
    let may_go = here.is_none() || policies.len() > 1;
    let none = OptionText { id: NONE, label: props.text.no_policy, summary: "" };
    let options: Vec<OptionText> = may_go.then_some(none).into_iter().chain(all).collect();
    let value = here.map_or(NONE, |tuned| tuned.policy.id());
    let on_change = props.on_action.reform(move |id: &str| BalancingAction::Policy(place, Policy::from_id(id)));
    let summary = here.map_or("", |tuned| tuned.policy.summary());
    let (described, label) = (format!("{id}-summary"), (props.text.policy_of)(place + 1));
    let picker = html! {
        <>
            <Picker id={id.clone()} described={described.clone()} {options} {value} {on_change} />
            <p class="choice-summary" id={described}>{ summary }</p>
            { for here.map(|tuned| parameters(props, place, tuned)) }
        </>
    };
    labelled(&id, label, picker)
}

/// What can be set of the policy at a place.
fn parameters(props: &ControlsProps, place: usize, tuned: &Tuned) -> Html {
    let problems = Rc::new(run::problems(&props.setting));
    let frame = PolicyFrame { text: props.words, path: &run::path(place), policy: tuned.policy, problems: &problems };
    let set = move |(parameter, value)| BalancingAction::Parameter(place, parameter, value);
    policy_parameters(&frame, |parameter| tuned.value(parameter), &props.on_action.reform(set))
}

fn servers(props: &ControlsProps) -> Html {
    let count = props.setting.servers().to_string();
    let options: Vec<OptionText> =
        COUNTS.into_iter().map(|count| OptionText { id: count, label: count, summary: "" }).collect();
    let on_change = props.on_action.reform(|id: &str| BalancingAction::Servers(id.parse().unwrap_or_default()));
    let picker = html! { <Picker id="balancing-servers" described="" {options} value={count} {on_change} /> };
    labelled("balancing-servers", props.text.servers, picker)
}

fn weights(props: &ControlsProps) -> Html {
    let oninput = props.on_action.reform(|event: InputEvent| {
        BalancingAction::Weights(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let wrong = props.trouble.as_ref().is_some_and(Trouble::of_weights);
    let field = html! {
        <>
            <input type="text" id="balancing-weights" value={props.setting.weights.clone()} autocomplete="off"
                inputmode="decimal" aria-invalid={wrong.then_some("true")}
                aria-describedby={format!("balancing-weights-help {TROUBLE}")} {oninput} />
            <p class="choice-summary" id="balancing-weights-help">{ props.text.weights_help }</p>
        </>
    };
    labelled("balancing-weights", props.text.weights, field)
}

/// How each server is.
fn conditions(props: &ControlsProps) -> Html {
    let each = (0..props.setting.servers().min(SERVERS_MAX)).map(|server| condition(props, server));
    html! {
        <fieldset class="balancing-conditions">
            <legend>{ props.text.conditions }</legend>
            <div>{ for each }</div>
        </fieldset>
    }
}

fn condition(props: &ControlsProps, server: usize) -> Html {
    let text = props.text;
    let options = text.condition.to_vec();
    let chosen = props.setting.conditions[server];
    let place = Condition::ALL.into_iter().position(|condition| condition == chosen);
    let value = place.and_then(|place| text.condition.get(place)).map_or("", |option| option.id);
    let on_change = props.on_action.reform(move |id: &str| {
        let place = text.condition.iter().position(|option| option.id == id);
        let condition = place.and_then(|place| Condition::ALL.get(place)).copied().unwrap_or_default();
        BalancingAction::Condition(server, condition)
    });
    let id = format!("balancing-condition-{server}");
    html! {
        <div class="balancing-condition" key={server}>
            <label for={id.clone()} style={super::ink(server)}>
                <span aria-hidden="true">{ letter(server) }</span>
                <span class="visually-hidden">{ (text.server)(letter(server)) }</span>
            </label>
            <Picker {id} described="" {options} {value} {on_change} />
        </div>
    }
}

fn script(props: &ControlsProps) -> Html {
    let text = props.text;
    let mut options = text.presets.to_vec();
    let known = Preset::of(&props.setting.script, &props.setting.conditions);
    if known.is_none() {
        options.push(text.own);
    }
    let value = known.map_or(text.own.id, |preset| preset.id);
    let on_change = props.on_action.reform(BalancingAction::Preset);
    let oninput = props.on_action.reform(|event: InputEvent| {
        BalancingAction::Script(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    });
    let wrong = props.trouble.as_ref().is_some_and(Trouble::of_script);
    let picker = html! { <Picker id="balancing-preset" described="" {options} {value} {on_change} /> };
    let area = html! {
        <>
            <textarea class="values" id="balancing-script" rows="2" value={props.setting.script.clone()} spellcheck="false"
                aria-invalid={wrong.then_some("true")}
                aria-describedby={format!("balancing-script-help {TROUBLE}")} {oninput} />
            <p class="choice-summary" id="balancing-script-help">{ text.script_help }</p>
        </>
    };
    html! {
        <div class="balancing-script">
            { labelled("balancing-preset", text.preset, picker) }
            { labelled("balancing-script", text.script, area) }
        </div>
    }
}
