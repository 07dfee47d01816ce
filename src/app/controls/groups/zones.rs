//! Zones of gateways and processors.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::lines_field::LinesField;
use crate::app::controls::more::More;
use crate::scenario::{Scenario, Zone};
use std::rc::Rc;
use yew::prelude::*;

/// Path of the zones.
const ZONES: &str = "balancer.zones";

const LEAST: Lens<u32> = Lens {
    field: "balancer.zone_processors_min",
    get: |scenario| scenario.balancer.zone_processors_min,
    set: |scenario, least| scenario.balancer.zone_processors_min = least,
};

const BETWEEN: Lens<f64> = Lens {
    field: "balancer.between_zones_ms",
    get: |scenario| scenario.balancer.between_zones_ms,
    set: |scenario, between| scenario.balancer.between_zones_ms = between,
};

pub(super) fn controls(desk: &Desk) -> Html {
    let (text, balancer) = (&desk.text.zones, &desk.scenario.balancer);
    let owns = Vec::from([ZONES, LEAST.field, BETWEEN.field].map(str::to_owned));
    let on_zones = desk.edit(ZONES, |scenario: &mut Scenario, zones: Vec<Zone>| scenario.balancer.zones = zones);
    let few = balancer.in_zones() && desk.scenario.processors.count < balancer.zone_processors_min;
    html! {
        <More key="zones" text={desk.text} label={text.heading} {owns} problems={Rc::clone(&desk.problems)}>
            <LinesField<Zone> key={ZONES} text={desk.text} field={ZONES} words={text.zones} none={text.no_zones}
                value={balancer.zones.clone()} problems={Rc::clone(&desk.problems)} on_change={on_zones} />
            if few {
                <p class="quiet">{ text.too_few }</p>
            }
            { desk.count(text.least, Gauge::PROCESSORS, &LEAST) }
            { desk.number(text.between, Gauge::BETWEEN_ZONES_MS, &BETWEEN) }
        </More>
    }
}
