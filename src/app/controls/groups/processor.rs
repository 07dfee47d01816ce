//! One processor: what only it has, and what all have in common.

use super::waiting;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::number_field::NumberField;
use crate::app::controls::processor_count::ProcessorCount;
use crate::app::controls::weights_editor::{item, set_item};
use crate::app::text::FieldText;
use crate::scenario::{Scenario, Service};
use std::rc::Rc;
use yew::prelude::*;

/// What this group shows, besides the speed and the weight of its own processor.
pub(super) const OWNS: &[&str] = &[
    "processors.count",
    "processors.workers",
    "processors.queue_limit",
    "processors.service",
    "timers.processor_ms",
    "links.channel_loss",
];

/// Workers when there was no limit.
const FIRST_WORKERS: u32 = 12;
/// Places when there was no limit.
const FIRST_QUEUE: u32 = 200;

const WORKERS: Lens<Option<u32>> = Lens {
    field: "processors.workers",
    get: |scenario| scenario.processors.workers,
    set: |scenario, workers| scenario.processors.workers = workers,
};
const QUEUE: Lens<Option<u32>> = Lens {
    field: "processors.queue_limit",
    get: |scenario| scenario.processors.queue_limit,
    set: |scenario, limit| scenario.processors.queue_limit = limit,
};
const SERVICE: Lens<Service> = Lens {
    field: "processors.service",
    get: |scenario| scenario.processors.service.clone(),
    set: |scenario, service| scenario.processors.service = service,
};

pub(super) fn controls(desk: &Desk, number: u8) -> Html {
    let text = &desk.text.processors;
    html! {
        <>
            if u32::from(number) < desk.scenario.processors.count {
                <h3 key="own">{ text.own }</h3>
                { speed(desk, number) }
                { weight(desk, number) }
            }
            <h3 key="common">{ text.common }</h3>
            { count(desk) }
            { desk.limit(text.stage.workers, Gauge::WORKERS, FIRST_WORKERS, &WORKERS) }
            { desk.limit(text.stage.queue, Gauge::QUEUE, FIRST_QUEUE, &QUEUE) }
            { desk.service(text.stage.service, &SERVICE) }
            { waiting::processor(desk) }
        </>
    }
}

/// How many processors there are.
pub(super) fn count(desk: &Desk) -> Html {
    html! { <ProcessorCount key="processors.count" desk={desk.clone()} /> }
}

fn speed(desk: &Desk, number: u8) -> Html {
    let list = Listed { field: format!("processors.speeds[{number}]"), number, list: |s| &mut s.processors.speeds };
    list.field(desk, (desk.text.processors.speed, Gauge::SPEED), &desk.scenario.processors.speeds)
}

fn weight(desk: &Desk, number: u8) -> Html {
    let list = Listed { field: format!("balancer.weights[{number}]"), number, list: |s| &mut s.balancer.weights };
    list.field(desk, (desk.text.balancer.weight, Gauge::WEIGHT), &desk.scenario.balancer.weights)
}

/// One processor's place in a list that is empty while all are equal.
struct Listed {
    field: String,
    number: u8,
    list: fn(&mut Scenario) -> &mut Vec<f64>,
}

impl Listed {
    fn field(self, desk: &Desk, (words, gauge): (FieldText, Gauge), now: &[f64]) -> Html {
        let (place, list) = (usize::from(self.number), self.list);
        let on_change = desk.edit(&self.field, move |scenario: &mut Scenario, value| {
            let count = scenario.processors.count;
            set_item(list(scenario), (place, count), value);
        });
        html! {
            <NumberField key={self.field.clone()} text={desk.text} field={self.field.clone()} label={words.label} {words}
                {gauge} value={item(now, place)} default=1.0 problems={Rc::clone(&desk.problems)} {on_change} />
        }
    }
}
