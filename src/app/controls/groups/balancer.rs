//! The balancer: policy and weights.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::weights_editor::WeightsEditor;
use crate::app::text::OptionText;
use crate::balance::Policy;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["balancer"];

const POLICY: Lens<&str> = Lens {
    field: "balancer.policy",
    get: |scenario| scenario.balancer.policy.id(),
    set: |scenario, id| {
        if let Some(policy) = Policy::from_id(id) {
            scenario.balancer.policy = policy;
        }
    },
};

pub(super) fn controls(desk: &Desk) -> Html {
    let source = desk.scenario.balancer.policy.source();
    html! {
        <>
            { policy(desk) }
            <p class="field-source quiet">{ (desk.text.frame.after)(source) }</p>
            <WeightsEditor key="weights" desk={desk.clone()} />
        </>
    }
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
