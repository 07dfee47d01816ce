//! How the gateway finds out which processors can be sent anything.

use crate::app::controls::Measured;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use std::rc::Rc;
use yew::prelude::*;

/// What it shows.
pub(super) const OWNS: &str = "health";

/// Errors in a row that come when attempts were not observed: HAProxy's `error-limit`.
const FIRST_ERRORS: u32 = 10;
/// Failures that come when none counted: NGINX's `max_fails`.
const FIRST_FAILS: u32 = 1;
/// The slow start that comes when there was none: an assumption of a plausible size.
const FIRST_SLOW_S: f64 = 30.0;

const ACTIVE: Lens<bool> = Lens {
    field: "health.active",
    get: |scenario| scenario.health.active,
    set: |scenario, on| scenario.health.active = on,
};
const INTERVAL: Lens<f64> = Lens {
    field: "health.interval_s",
    get: |scenario| scenario.health.interval_s,
    set: |scenario, value| scenario.health.interval_s = value,
};
const TIMEOUT: Lens<f64> = Lens {
    field: "health.timeout_s",
    get: |scenario| scenario.health.timeout_s,
    set: |scenario, value| scenario.health.timeout_s = value,
};
const FALL: Lens<u32> = Lens {
    field: "health.fall",
    get: |scenario| scenario.health.fall,
    set: |scenario, value| scenario.health.fall = value,
};
const RISE: Lens<u32> = Lens {
    field: "health.rise",
    get: |scenario| scenario.health.rise,
    set: |scenario, value| scenario.health.rise = value,
};
const ERRORS: Lens<Option<u32>> = Lens {
    field: "health.observe_errors",
    get: |scenario| scenario.health.observe_errors,
    set: |scenario, value| scenario.health.observe_errors = value,
};
const FAILS: Lens<Option<u32>> = Lens {
    field: "health.max_fails",
    get: |scenario| scenario.health.max_fails,
    set: |scenario, value| scenario.health.max_fails = value,
};
const FAIL_TIMEOUT: Lens<u32> = Lens {
    field: "health.fail_timeout_s",
    get: |scenario| scenario.health.fail_timeout_s,
    set: |scenario, value| scenario.health.fail_timeout_s = value,
};
const SLOW: Lens<Option<f64>> = Lens {
    field: "health.slow_start_s",
    get: |scenario| scenario.health.slow_start_s,
    set: |scenario, value| scenario.health.slow_start_s = value,
};
const PANIC: Lens<f64> = Lens {
    field: "health.panic_share",
    get: |scenario| scenario.health.panic_share,
    set: |scenario, value| scenario.health.panic_share = value,
};

pub(super) fn controls(desk: &Desk, measured: &Measured) -> Html {
    let text = &desk.text.health;
    let counted = measured.report.as_deref().and_then(|report| report.recovery.as_ref());
    html! {
        <More key="health" text={desk.text} label={text.heading} owns={vec![OWNS.to_owned()]}
            problems={Rc::clone(&desk.problems)}>
            { desk.switch(text.active, counted, &ACTIVE) }
            { desk.number(text.interval, Gauge::CHECK_S, &INTERVAL) }
            { desk.number(text.timeout, Gauge::CHECK_S, &TIMEOUT) }
            { desk.count(text.fall, Gauge::IN_ROW, &FALL) }
            { desk.count(text.rise, Gauge::IN_ROW, &RISE) }
            { desk.limit(text.errors, Gauge::IN_ROW, FIRST_ERRORS, &ERRORS) }
            { desk.limit(text.fails, Gauge::IN_ROW, FIRST_FAILS, &FAILS) }
            { desk.count(text.fail_timeout, Gauge::FAIL_TIMEOUT_S, &FAIL_TIMEOUT) }
            { desk.timer(text.slow_start, Gauge::SLOW_START_S, FIRST_SLOW_S, &SLOW) }
            { desk.number(text.panic, Gauge::SHARE, &PANIC) }
            if let Some(counted) = counted.filter(|counted| counted.panicked > 0) {
                <p class="switch-counted">{ (text.panicked)(counted) }</p>
            }
            if let Some(counted) = counted.filter(|counted| counted.nobody > 0) {
                <p class="switch-counted">
                    { (text.nobody)(counted) }{ " " }{ measured.nobody }
                </p>
            }
        </More>
    }
}
