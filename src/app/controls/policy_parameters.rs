//! What can be set of a balancing policy: a field a parameter, for the scenario's balancer and for the labs.

use super::gauge::Gauge;
use super::number_field::NumberField;
use crate::app::text::{ControlsText, FieldText, Unit};
use crate::balance::{Parameter, Policy};
use crate::scenario::Problem;
use std::rc::Rc;
use yew::prelude::*;

/// What the fields stand in.
pub(in crate::app) struct PolicyFrame<'a> {
    pub(in crate::app) text: &'static ControlsText,
    /// Path of the parameters.
    pub(in crate::app) path: &'a str,
    pub(in crate::app) policy: Policy,
    pub(in crate::app) problems: &'a Rc<Vec<Problem>>,
}

/// The fields with their values; nothing for a policy without parameters.
pub(in crate::app) fn policy_parameters(
    frame: &PolicyFrame<'_>,
    value: impl Fn(&Parameter) -> f64,
    on_change: &Callback<(&'static Parameter, f64)>,
) -> Html {
    let PolicyFrame { text, path, policy, .. } = *frame;
    if policy.parameters().is_empty() {
        return Html::default();
    }
    html! {
        <fieldset class="parameters" data-field={path.to_owned()} key={policy.id()}>
            <legend class="quiet">{ text.balancer.parameters }</legend>
            for parameter in policy.parameters() {
                { field(frame, parameter, (value(parameter), on_change)) }
            }
        </fieldset>
    }
}

fn field(
    frame: &PolicyFrame<'_>,
    parameter: &'static Parameter,
    (value, on_change): (f64, &Callback<(&'static Parameter, f64)>),
) -> Html {
    let unit = Unit { short: parameter.unit, one: parameter.unit, many: parameter.unit };
    let source = frame.policy.source();
    let words = FieldText { label: parameter.name, unit, help: parameter.summary, source };
    html! {
        <NumberField key={parameter.name} text={frame.text} field={format!("{}.{}", frame.path, parameter.name)}
            label={parameter.name} {words} gauge={Gauge::of_parameter(parameter)} {value} default={parameter.default}
            problems={Rc::clone(frame.problems)} on_change={on_change.reform(move |value| (parameter, value))} />
    }
}
