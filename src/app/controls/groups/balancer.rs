//! The balancer: policy, its parameters, weights, how many balance on their own with what they know, where they are, and
//! what is routed by.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::weights_editor::WeightsEditor;
use crate::app::controls::{PolicyFrame, policy_parameters};
use crate::app::text::OptionText;
use crate::balance::{Parameter, Policy};
use crate::scenario::Scenario;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["balancer"];

const POLICY: Lens<&str> = Lens {
    field: "balancer.policy",
    get: |scenario| scenario.balancer.policy.id(),
    set: |scenario, id| {
        if let Some(policy) = Policy::from_id(id) {
            scenario.balancer.choose(policy);
        }
    },
};

const GATEWAYS: Lens<u32> = Lens {
    field: "balancer.gateways",
    get: |scenario| scenario.balancer.gateways,
    set: |scenario, count| scenario.balancer.gateways = count,
};

const TOLD: Lens<Option<f64>> = Lens {
    field: "balancer.told_every_ms",
    get: |scenario| scenario.balancer.told_every_ms,
    set: |scenario, every| scenario.balancer.told_every_ms = every,
};

/// Path of the policy's parameters.
const PARAMETERS: &str = "balancer.parameters";

pub(super) fn controls(desk: &Desk) -> Html {
    let source = desk.scenario.balancer.policy.source();
    html! {
        <>
            { policy(desk) }
            <p class="field-source quiet">{ (desk.text.frame.after)(source) }</p>
            { parameters(desk) }
            <WeightsEditor key="weights" desk={desk.clone()} />
            { desk.count(desk.text.balancer.gateways, Gauge::GATEWAYS, &GATEWAYS) }
            { desk.number_or(desk.text.balancer.own_counts, desk.text.balancer.told, (Gauge::TOLD_MS, 100.0), &TOLD) }
            { super::zones::controls(desk) }
            { super::routing::controls(desk) }
        </>
    }
}

/// What can be set of the policy.
fn parameters(desk: &Desk) -> Html {
    let balancer = &desk.scenario.balancer;
    let frame = PolicyFrame { text: desk.text, path: PARAMETERS, policy: balancer.policy, problems: &desk.problems };
    let set = |scenario: &mut Scenario, (parameter, value): (&'static Parameter, f64)| {
        scenario.balancer.set(parameter, value);
    };
    let at = |(parameter, value): (&'static Parameter, f64)| {
        (format!("{PARAMETERS}.{}", parameter.name), (parameter, value))
    };
    policy_parameters(&frame, |parameter| balancer.value(parameter), &desk.edit_at(set).reform(at))
}

/// The policy with its one sentence.
pub(super) fn policy(desk: &Desk) -> Html {
    let options = Policy::ALL.iter().map(|policy| OptionText {
        id: policy.id(),
        label: policy.name(),
        summary: policy.summary(),
    });
    desk.choice(desk.text.balancer.policy, options.collect(), &POLICY)
}
