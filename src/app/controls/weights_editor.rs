//! One weight per processor; all equal when none is said.

use super::desk::Desk;
use super::field::{Field, Ids, trouble};
use super::gauge::Gauge;
use super::number_field::NumberRow;
use super::troubles::words_of;
use crate::app::format;
use crate::app::text::Unit;
use crate::math;
use crate::scenario::{PROCESSORS, Scenario};
use std::rc::Rc;
use yew::prelude::*;

/// Path of the weights.
const PATH: &str = "balancer.weights";

/// An item of a list that stands for all ones when it is empty.
pub(super) fn item(list: &[f64], place: usize) -> f64 {
    list.get(place).copied().unwrap_or(1.0)
}

/// Sets an item of such a list, which becomes empty again when all its items are ones.
pub(super) fn set_item(list: &mut Vec<f64>, (place, length): (usize, u32), value: f64) {
    let length = math::index(length.min(math::low(math::whole(PROCESSORS.max))));
    list.resize(length.max(place + 1), 1.0);
    if let Some(item) = list.get_mut(place) {
        *item = value;
    }
    if list.iter().all(|item| item.total_cmp(&1.0).is_eq()) {
        list.clear();
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct WeightsEditorProps {
    pub(super) desk: Desk,
}

/// One row per processor, with the share of the traffic that its weight asks for.
#[component]
pub(super) fn WeightsEditor(props: &WeightsEditorProps) -> Html {
    let desk = &props.desk;
    let text = &desk.text.balancer;
    let ids = Ids::of(PATH);
    let weights = &desk.scenario.balancer.weights;
    let equal = desk.edit(PATH, |scenario: &mut Scenario, ()| scenario.balancer.weights.clear());
    let count = desk.scenario.processors.count.clamp(1, math::low(math::whole(PROCESSORS.max)));
    let sum: f64 = (0..math::index(count)).map(|place| item(weights, place)).sum();
    let aside = html! {
        <button type="button" class="weights-equal" aria-pressed={weights.is_empty().to_string()}
            onclick={equal.reform(|_| ())}>
            { text.equal }
        </button>
    };
    // A wrong item is told in its row; what the list as a whole then amounts to would only confuse.
    let whole = !desk.problems.iter().any(|problem| problem.path.starts_with(&format!("{PATH}[")));
    let problem = words_of(desk.text, &desk.problems, PATH, None).filter(|_| whole);
    html! {
        <Field text={desk.text} field={PATH} label={text.weights.label} words={text.weights} default={text.all_equal}
            changed=false on_reset={equal} {aside} labelable=false>
            <div class="weights" role="group" aria-labelledby={ids.label.clone()}>
                for place in 0..count {
                    { row(desk, place, sum) }
                }
            </div>
            { trouble(&ids, problem.as_deref()) }
        </Field>
    }
}

fn row(desk: &Desk, place: u32, sum: f64) -> Html {
    let text = &desk.text.balancer;
    let field = format!("{PATH}[{place}]");
    let ids = Ids::of(&field);
    let value = item(&desk.scenario.balancer.weights, math::index(place));
    let on_change = desk.edit(&field, move |scenario: &mut Scenario, value| {
        let count = scenario.processors.count;
        set_item(&mut scenario.balancer.weights, (math::index(place), count), value);
    });
    let share = if sum > 0.0 { format::percent(value / sum).text() } else { format::NONE.to_owned() };
    html! {
        <div class="weights-row" key={field.clone()} data-field={field.clone()}>
            <label id={ids.label} for={ids.control}>
                <span aria-hidden="true">{ place + 1 }</span>
                <span class="visually-hidden">{ (text.weight_of)(place + 1) }</span>
            </label>
            <div>
                <NumberRow text={desk.text} {field} unit={Unit::NONE} gauge={Gauge::WEIGHT} {value} default={Some(1.0)}
                    problems={Rc::clone(&desk.problems)} {on_change} />
            </div>
            <span class="weights-share quiet">{ share }</span>
            <span id={ids.help} hidden=true>{ text.weight.help }</span>
        </div>
    }
}
