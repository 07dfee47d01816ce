//! The limits of outlier ejection.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use std::rc::Rc;
use yew::prelude::*;

/// What it shows.
const OWNS: &str = "resilience.outlier";

/// Missing answers, deviations and failures that come when none counted: Envoy's.
const FIRST_IN_ROW: u32 = 5;
const FIRST_DEVIATIONS: f64 = 1.9;
const FIRST_SHARE: f64 = 0.85;

const FAILURES: Lens<Option<u32>> = Lens {
    field: "resilience.outlier.failures",
    get: |scenario| scenario.resilience.outlier.failures,
    set: |scenario, value| scenario.resilience.outlier.failures = value,
};
const MISSING: Lens<Option<u32>> = Lens {
    field: "resilience.outlier.missing",
    get: |scenario| scenario.resilience.outlier.missing,
    set: |scenario, value| scenario.resilience.outlier.missing = value,
};
const INTERVAL: Lens<f64> = Lens {
    field: "resilience.outlier.interval_s",
    get: |scenario| scenario.resilience.outlier.interval_s,
    set: |scenario, value| scenario.resilience.outlier.interval_s = value,
};
const EJECTION: Lens<f64> = Lens {
    field: "resilience.outlier.ejection_s",
    get: |scenario| scenario.resilience.outlier.ejection_s,
    set: |scenario, value| scenario.resilience.outlier.ejection_s = value,
};
const EJECTION_MAX: Lens<f64> = Lens {
    field: "resilience.outlier.ejection_max_s",
    get: |scenario| scenario.resilience.outlier.ejection_max_s,
    set: |scenario, value| scenario.resilience.outlier.ejection_max_s = value,
};
const SHARE_MAX: Lens<f64> = Lens {
    field: "resilience.outlier.share_max",
    get: |scenario| scenario.resilience.outlier.share_max,
    set: |scenario, value| scenario.resilience.outlier.share_max = value,
};
const ALWAYS_ONE: Lens<bool> = Lens {
    field: "resilience.outlier.always_one",
    get: |scenario| scenario.resilience.outlier.always_one,
    set: |scenario, on| scenario.resilience.outlier.always_one = on,
};
const DEVIATIONS: Lens<Option<f64>> = Lens {
    field: "resilience.outlier.deviations",
    get: |scenario| scenario.resilience.outlier.deviations,
    set: |scenario, value| scenario.resilience.outlier.deviations = value,
};
const DEVIATIONS_REQUESTS: Lens<u32> = Lens {
    field: "resilience.outlier.deviations_requests",
    get: |scenario| scenario.resilience.outlier.deviations_requests,
    set: |scenario, value| scenario.resilience.outlier.deviations_requests = value,
};
const FAILURE_SHARE: Lens<Option<f64>> = Lens {
    field: "resilience.outlier.failure_share",
    get: |scenario| scenario.resilience.outlier.failure_share,
    set: |scenario, value| scenario.resilience.outlier.failure_share = value,
};
const FAILURE_SHARE_REQUESTS: Lens<u32> = Lens {
    field: "resilience.outlier.failure_share_requests",
    get: |scenario| scenario.resilience.outlier.failure_share_requests,
    set: |scenario, value| scenario.resilience.outlier.failure_share_requests = value,
};
const PROCESSORS_MIN: Lens<u32> = Lens {
    field: "resilience.outlier.processors_min",
    get: |scenario| scenario.resilience.outlier.processors_min,
    set: |scenario, value| scenario.resilience.outlier.processors_min = value,
};

pub(super) fn controls(desk: &Desk) -> Html {
    let text = &desk.text.outlier;
    let (outlier, count) = (&desk.scenario.resilience.outlier, desk.scenario.processors.count);
    html! {
        <More key="outlier" text={desk.text} label={text.heading} owns={vec![OWNS.to_owned()]}
            problems={Rc::clone(&desk.problems)}>
            <p class="quiet">{ (text.most)(outlier.most_out(count), count) }</p>
            { desk.number(text.share_max, Gauge::SHARE, &SHARE_MAX) }
            { desk.switch(text.always_one, None, &ALWAYS_ONE) }
            { desk.limit(text.failures, Gauge::IN_ROW, FIRST_IN_ROW, &FAILURES) }
            { desk.limit(text.missing, Gauge::IN_ROW, FIRST_IN_ROW, &MISSING) }
            { desk.number(text.interval, Gauge::CHECK_S, &INTERVAL) }
            { desk.number(text.ejection, Gauge::CHECK_S, &EJECTION) }
            { desk.number(text.ejection_max, Gauge::CHECK_S, &EJECTION_MAX) }
            { desk.timer(text.deviations, Gauge::DEVIATIONS, FIRST_DEVIATIONS, &DEVIATIONS) }
            { desk.count(text.deviations_requests, Gauge::BREAKER_CALLS, &DEVIATIONS_REQUESTS) }
            { desk.timer(text.failure_share, Gauge::SHARE, FIRST_SHARE, &FAILURE_SHARE) }
            { desk.count(text.failure_share_requests, Gauge::BREAKER_CALLS, &FAILURE_SHARE_REQUESTS) }
            { desk.count(text.processors_min, Gauge::PROCESSORS, &PROCESSORS_MIN) }
        </More>
    }
}
