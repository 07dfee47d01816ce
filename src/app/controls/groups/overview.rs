//! The knobs that change a run the most, the objective, and the length of a run.

use super::{balancer, gateway, issuer, processor};
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::load_editor::{CLIENT_COUNT, RATE};
use crate::app::controls::more::More;
use crate::scenario::Load;
use std::rc::Rc;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &[
    "load.open.rate_per_s",
    "load.closed.clients",
    "processors.count",
    "balancer.policy",
    "cache.policy",
    "cache.capacity",
    "processing",
    "objective",
    "warm_up_s",
    "duration_s",
];

const RESPONSE: Lens<f64> = Lens {
    field: "objective.response_ms",
    get: |scenario| scenario.objective.response_ms,
    set: |scenario, value| scenario.objective.response_ms = value,
};
const SHARE: Lens<f64> = Lens {
    field: "objective.share",
    get: |scenario| scenario.objective.share,
    set: |scenario, value| scenario.objective.share = value,
};
const AVAILABILITY: Lens<f64> = Lens {
    field: "objective.availability",
    get: |scenario| scenario.objective.availability,
    set: |scenario, value| scenario.objective.availability = value,
};
const WARM_UP: Lens<Option<f64>> =
    Lens { field: "warm_up_s", get: |scenario| scenario.warm_up_s, set: |scenario, value| scenario.warm_up_s = value };
/// The warm-up that comes when it was found automatically before.
const FIRST_WARM_UP_S: f64 = 15.0;
const DURATION: Lens<f64> = Lens {
    field: "duration_s",
    get: |scenario| scenario.duration_s,
    set: |scenario, value| scenario.duration_s = value,
};

pub(super) fn controls(desk: &Desk) -> Html {
    let (load, objective, overview) = (&desk.text.load, &desk.text.objective, &desk.text.overview);
    let demand = match desk.scenario.load {
        Load::Open { .. } => desk.number(load.rate, Gauge::RATE, &RATE),
        Load::Closed { .. } => desk.count(load.clients, Gauge::CLIENTS, &CLIENT_COUNT),
    };
    let owned = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    html! {
        <>
            { demand }
            { processor::count(desk) }
            { balancer::policy(desk) }
            { issuer::policy(desk) }
            { issuer::capacity(desk) }
            { gateway::processing(desk) }
            <More key="objective" text={desk.text} label={overview.objective} owns={owned(&["objective"])}
                problems={Rc::clone(&desk.problems)}>
                { desk.number(objective.response, Gauge::MEDIAN_MS, &RESPONSE) }
                { desk.number(objective.share, Gauge::NINES, &SHARE) }
                { desk.number(objective.availability, Gauge::NINES, &AVAILABILITY) }
            </More>
            <More key="run" text={desk.text} label={overview.run} owns={owned(&["warm_up_s", "duration_s"])}
                problems={Rc::clone(&desk.problems)}>
                { desk.automatic(overview.warm_up, Gauge::WARM_UP_S, FIRST_WARM_UP_S, &WARM_UP) }
                { desk.number(overview.duration, Gauge::DURATION_S, &DURATION) }
            </More>
        </>
    }
}
