//! The controls of the formula lab: one station with its servers, its service and how much that varies.

use super::choice::Choice;
use super::draft::whole;
use super::gauge::Gauge;
use super::number_field::NumberField;
use crate::app::text::{ControlsText, LabText};
use crate::scenario::{LabSetting, Problem, Tail};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`LabControls`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LabControlsProps {
    /// The words that all controls share.
    pub text: &'static ControlsText,
    /// The lab's own.
    pub lab: &'static LabText,
    /// What the fields hold, right or wrong.
    pub setting: LabSetting,
    /// What they held at first.
    pub default: LabSetting,
    /// What is wrong.
    pub problems: Rc<Vec<Problem>>,
    /// Hears of every change.
    pub on_set: Callback<LabSetting>,
}

/// The controls.
#[component]
pub fn LabControls(props: &LabControlsProps) -> Html {
    let LabControlsProps { text, lab, setting, default, problems, on_set } = props;
    let (text, setting, default) = (*text, *setting, *default);
    html! {
        <section class="controls lab-controls" aria-label={lab.controls}>
            <NumberField {text} field="servers" label={lab.servers.label} words={lab.servers} gauge={Gauge::LAB_SERVERS}
                value={f64::from(setting.servers)} default={f64::from(default.servers)} problems={Rc::clone(problems)}
                on_change={on_set.reform(move |servers| LabSetting { servers: whole(servers), ..setting })} />
            <NumberField {text} field="service_ms" label={lab.service.label} words={lab.service}
                gauge={Gauge::LAB_SERVICE} value={setting.service_ms} default={default.service_ms}
                problems={Rc::clone(problems)}
                on_change={on_set.reform(move |service_ms| LabSetting { service_ms, ..setting })} />
            <div class="lab-variability">
                <NumberField {text} field="service_scv" label={lab.variability.label} words={lab.variability}
                    gauge={Gauge::LAB_SCV} value={setting.service_scv} default={default.service_scv}
                    problems={Rc::clone(problems)}
                    on_change={on_set.reform(move |service_scv| LabSetting { service_scv, ..setting })} />
                { stops(props) }
            </div>
            <Choice {text} field="tail" label={lab.tail.label} words={lab.tail} options={lab.tails.to_vec()}
                value={word(setting.tail)} default={word(default.tail)} problems={Rc::clone(problems)}
                on_change={on_set.reform(move |id| LabSetting { tail: tail(id), ..setting })} />
        </section>
    }
}

/// Variabilities that have a name, one key each.
fn stops(props: &LabControlsProps) -> Html {
    let setting = props.setting;
    let stop = |(service_scv, name): (f64, &'static str)| {
        let pressed = setting.service_scv.total_cmp(&service_scv).is_eq();
        let onclick = props.on_set.reform(move |_| LabSetting { service_scv, ..setting });
        html! { <button type="button" key={name} aria-pressed={pressed.to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <div class="lab-stops" role="group" aria-label={props.lab.stops_label}>
            { for props.lab.stops.into_iter().map(stop) }
        </div>
    }
}

const fn word(tail: Tail) -> &'static str {
    match tail {
        Tail::HyperExponential => "hyper-exponential",
        Tail::LogNormal => "log-normal",
    }
}

fn tail(word: &str) -> Tail {
    if word == "log-normal" { Tail::LogNormal } else { Tail::HyperExponential }
}
