//! What payments are routed by beside load: fees, rules, and what sticks.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::lines_field::LinesField;
use crate::app::controls::more::More;
use crate::scenario::{Fee, RoutingRule, Scenario, StickyBy};
use std::rc::Rc;
use yew::prelude::*;

/// Paths of what it shows.
const FEES: &str = "balancer.fees";
const RULES: &str = "balancer.rules";

const STICKY_BY: Lens<&'static str> = Lens {
    field: "balancer.sticky_by",
    get: |scenario| scenario.balancer.sticky_by.word(),
    set: |scenario, word| {
        if let Some((_, chosen)) = StickyBy::CHOICES.iter().find(|(choice, _)| *choice == word) {
            scenario.balancer.sticky_by = *chosen;
        }
    },
};

pub(super) fn controls(desk: &Desk) -> Html {
    let (text, balancer) = (&desk.text.routing, &desk.scenario.balancer);
    let owns = Vec::from([FEES, RULES, STICKY_BY.field].map(str::to_owned));
    let set = !balancer.fees.is_empty() || !balancer.rules.is_empty();
    let heeded = balancer.policy.heeds_fees() || balancer.policy.heeds_rules();
    let on_fees = desk.edit(FEES, |scenario: &mut Scenario, fees: Vec<Fee>| scenario.balancer.fees = fees);
    let on_rules = desk.edit(RULES, |scenario: &mut Scenario, rules: Vec<RoutingRule>| scenario.balancer.rules = rules);
    html! {
        <More key="routing" text={desk.text} label={text.heading} {owns} problems={Rc::clone(&desk.problems)}>
            <LinesField<Fee> key={FEES} text={desk.text} field={FEES} words={text.fees} none={text.no_fees}
                value={balancer.fees.clone()} problems={Rc::clone(&desk.problems)} on_change={on_fees} />
            <LinesField<RoutingRule> key={RULES} text={desk.text} field={RULES} words={text.rules} none={text.no_rules}
                value={balancer.rules.clone()} problems={Rc::clone(&desk.problems)} on_change={on_rules} />
            if set && !heeded {
                <p class="quiet">{ text.unheeded }</p>
            }
            { desk.choice(text.sticky_by, text.keys.to_vec(), &STICKY_BY) }
        </More>
    }
}
