//! What is done about queues that grow: their disciplines, deadlines, priorities and bulkheads.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::discipline_editor::DisciplineEditor;
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::app::text::FieldText;
use crate::experiment::RecoveryReport;
use crate::scenario::Discipline;
use std::rc::Rc;
use yew::prelude::*;

/// What it shows.
pub(super) const OWNS: &str = "overload";

/// The bulkhead that comes when there was none: a quarter of the gateway's 48 workers.
const FIRST_ATTEMPTS: u32 = 12;

const GATEWAY: Lens<Discipline> = Lens {
    field: "overload.gateway_queue",
    get: |scenario| scenario.overload.gateway_queue,
    set: |scenario, value| scenario.overload.gateway_queue = value,
};
const PROCESSORS: Lens<Discipline> = Lens {
    field: "overload.processor_queue",
    get: |scenario| scenario.overload.processor_queue,
    set: |scenario, value| scenario.overload.processor_queue = value,
};
const DATABASE: Lens<Discipline> = Lens {
    field: "overload.database_queue",
    get: |scenario| scenario.overload.database_queue,
    set: |scenario, value| scenario.overload.database_queue = value,
};
const DEADLINES: Lens<bool> = Lens {
    field: "overload.deadlines",
    get: |scenario| scenario.overload.deadlines,
    set: |scenario, on| scenario.overload.deadlines = on,
};
const PRIORITY: Lens<f64> = Lens {
    field: "overload.priority_share",
    get: |scenario| scenario.overload.priority_share,
    set: |scenario, value| scenario.overload.priority_share = value,
};
const ATTEMPTS: Lens<Option<u32>> = Lens {
    field: "overload.attempts_per_processor",
    get: |scenario| scenario.overload.attempts_per_processor,
    set: |scenario, value| scenario.overload.attempts_per_processor = value,
};

pub(super) fn controls(desk: &Desk, counted: Option<&RecoveryReport>) -> Html {
    let text = &desk.text.overload;
    html! {
        <More key="overload" text={desk.text} label={text.heading} owns={vec![OWNS.to_owned()]}
            problems={Rc::clone(&desk.problems)}>
            { discipline(desk, text.gateway, &GATEWAY) }
            { discipline(desk, text.processors, &PROCESSORS) }
            { discipline(desk, text.database, &DATABASE) }
            if let Some(counted) = counted.filter(|counted| counted.overdue > 0) {
                <p class="switch-counted">{ (text.overdue)(counted) }</p>
            }
            { desk.switch(text.deadlines, counted, &DEADLINES) }
            { desk.number(text.priority, Gauge::SHARE, &PRIORITY) }
            if let Some(classes) = counted.and_then(|counted| counted.classes.as_ref()) {
                <p class="switch-counted">{ (text.classes)(classes) }</p>
            }
            { desk.limit(text.attempts, Gauge::CONCURRENCY, FIRST_ATTEMPTS, &ATTEMPTS) }
            if let Some(counted) = counted.filter(|counted| counted.full > 0) {
                <p class="switch-counted">{ (text.full)(counted) }</p>
            }
        </More>
    }
}

/// How a queue is served.
fn discipline(desk: &Desk, words: FieldText, lens: &Lens<Discipline>) -> Html {
    html! {
        <DisciplineEditor key={lens.field} text={desk.text} field={lens.field} {words}
            value={(lens.get)(&desk.scenario)} default={(lens.get)(&desk.default)}
            problems={Rc::clone(&desk.problems)} on_change={desk.edit_at(lens.set)} />
    }
}
