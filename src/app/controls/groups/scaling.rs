//! How the processors' workers follow the load.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::experiment::RecoveryReport;
use std::rc::Rc;
use yew::prelude::*;

/// What it shows.
pub(super) const OWNS: &str = "scaling";

const ON: Lens<bool> =
    Lens { field: "scaling.on", get: |scenario| scenario.scaling.on, set: |scenario, on| scenario.scaling.on = on };
const TARGET: Lens<f64> = Lens {
    field: "scaling.target",
    get: |scenario| scenario.scaling.target,
    set: |scenario, value| scenario.scaling.target = value,
};
const FEWEST: Lens<u32> = Lens {
    field: "scaling.workers_min",
    get: |scenario| scenario.scaling.workers_min,
    set: |scenario, value| scenario.scaling.workers_min = value,
};
const MOST: Lens<u32> = Lens {
    field: "scaling.workers_max",
    get: |scenario| scenario.scaling.workers_max,
    set: |scenario, value| scenario.scaling.workers_max = value,
};
const INTERVAL: Lens<f64> = Lens {
    field: "scaling.interval_s",
    get: |scenario| scenario.scaling.interval_s,
    set: |scenario, value| scenario.scaling.interval_s = value,
};
const BOOT: Lens<f64> = Lens {
    field: "scaling.boot_s",
    get: |scenario| scenario.scaling.boot_s,
    set: |scenario, value| scenario.scaling.boot_s = value,
};
const WINDOW: Lens<f64> = Lens {
    field: "scaling.window_s",
    get: |scenario| scenario.scaling.window_s,
    set: |scenario, value| scenario.scaling.window_s = value,
};

pub(super) fn controls(desk: &Desk, counted: Option<&RecoveryReport>) -> Html {
    let text = &desk.text.scaling;
    html! {
        <More key="scaling" text={desk.text} label={text.heading} owns={vec![OWNS.to_owned()]}
            problems={Rc::clone(&desk.problems)}>
            { desk.switch(text.on, counted, &ON) }
            { desk.number(text.target, Gauge::TARGET, &TARGET) }
            { desk.count(text.fewest, Gauge::WORKERS, &FEWEST) }
            { desk.count(text.most, Gauge::WORKERS, &MOST) }
            { desk.number(text.interval, Gauge::LOOK_S, &INTERVAL) }
            { desk.number(text.boot, Gauge::BOOT_S, &BOOT) }
            { desk.number(text.window, Gauge::BOOT_S, &WINDOW) }
        </More>
    }
}
