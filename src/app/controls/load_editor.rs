//! Who sends payments: independent shoppers at a rate, or a fixed number of clients.

use super::choice::Choice;
use super::desk::{Desk, Lens};
use super::gauge::Gauge;
use super::more::More;
use super::shape_editor::ShapeEditor;
use crate::app::text::LoadText;
use crate::scenario::{Gaps, Load, Scenario, Service};
use std::rc::Rc;
use yew::prelude::*;

/// Clients of a closed loop, as the scenario's own default.
const CLIENTS: u32 = 50;
/// Their think time, likewise.
const THINK: Service = Service::Exponential { mean_ms: 1_000.0 };

/// The arrival rate.
pub(super) const RATE: Lens<f64> = Lens {
    field: "load.open.rate_per_s",
    get: |scenario| match &scenario.load {
        Load::Open { rate_per_s, .. } => *rate_per_s,
        Load::Closed { .. } => 0.0,
    },
    set: |scenario, rate| {
        if let Load::Open { rate_per_s, .. } = &mut scenario.load {
            *rate_per_s = rate;
        }
    },
};

/// The number of clients.
pub(super) const CLIENT_COUNT: Lens<u32> = Lens {
    field: "load.closed.clients",
    get: |scenario| match &scenario.load {
        Load::Closed { clients, .. } => *clients,
        Load::Open { .. } => CLIENTS,
    },
    set: |scenario, count| {
        if let Load::Closed { clients, .. } = &mut scenario.load {
            *clients = count;
        }
    },
};

const THINK_TIME: Lens<Service> = Lens {
    field: "load.closed.think",
    get: |scenario| match &scenario.load {
        Load::Closed { think, .. } => think.clone(),
        Load::Open { .. } => THINK,
    },
    set: |scenario, time| {
        if let Load::Closed { think, .. } = &mut scenario.load {
            *think = time;
        }
    },
};

const GAPS: Lens<&str> = Lens {
    field: "load.open.gaps",
    get: |scenario| match &scenario.load {
        Load::Open { gaps: Gaps::Regular, .. } => "regular",
        _ => "exponential",
    },
    set: |scenario, id| {
        if let Load::Open { gaps, .. } = &mut scenario.load {
            *gaps = if id == "regular" { Gaps::Regular } else { Gaps::Exponential };
        }
    },
};

#[derive(Properties, PartialEq)]
pub(super) struct LoadEditorProps {
    pub(super) desk: Desk,
}

/// Who sends payments. Whoever tries the other kind finds the first one again as it was.
#[component]
pub(super) fn LoadEditor(props: &LoadEditorProps) -> Html {
    let desk = &props.desk;
    let text = &desk.text.load;
    let open = use_mut_ref(|| open_of(&desk.default));
    let closed = use_mut_ref(|| Load::Closed { clients: CLIENTS, think: THINK });
    let now = &desk.scenario.load;
    let last = if tag(now) == "open" { &open } else { &closed };
    last.replace(now.clone());
    let on_change = desk.edit("load", move |scenario: &mut Scenario, tag: &'static str| {
        let kind = if tag == "open" { &open } else { &closed };
        scenario.load = kind.borrow().clone();
    });
    html! {
        <>
            <Choice key="load" text={desk.text} field="load" label={text.kind.label} words={text.kind}
                options={text.kinds.to_vec()} value={tag(now)} default="open" problems={Rc::clone(&desk.problems)}
                {on_change} />
            { numbers(desk, text, now) }
        </>
    }
}

fn numbers(desk: &Desk, text: &LoadText, load: &Load) -> Html {
    match load {
        Load::Open { rate_per_s, shape, .. } => html! {
            <>
                { desk.number(text.rate, Gauge::RATE, &RATE) }
                <ShapeEditor key="shape" desk={desk.clone()} rate={*rate_per_s} shape={shape.clone()} />
                <More key="more-gaps" text={desk.text} owns={vec![GAPS.field.to_owned()]}
                    problems={Rc::clone(&desk.problems)}>
                    { desk.choice(text.gaps, text.gap_kinds.to_vec(), &GAPS) }
                </More>
            </>
        },
        Load::Closed { .. } => html! {
            <>
                { desk.count(text.clients, Gauge::CLIENTS, &CLIENT_COUNT) }
                { desk.service(text.think, &THINK_TIME) }
            </>
        },
    }
}

const fn tag(load: &Load) -> &'static str {
    match load {
        Load::Open { .. } => "open",
        Load::Closed { .. } => "closed",
    }
}

fn open_of(default: &Scenario) -> Load {
    default.load.clone()
}
