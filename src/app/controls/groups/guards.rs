//! What guards the gateway: limits, breakers, ejection and hedges.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::experiment::RecoveryReport;
use crate::scenario::{Concurrency, Scenario};
use std::rc::Rc;
use yew::prelude::*;

/// What it shows.
pub(super) const OWNS: &str = "resilience";

/// The fixed limit that comes when there was another kind before.
const FIRST_LIMIT: u32 = 50;
/// The rate and the hedge that come when there was none before.
const FIRST_RATE: f64 = 100.0;
const FIRST_HEDGE_MS: f64 = 400.0;

const RATE: Lens<Option<f64>> = Lens {
    field: "resilience.rate_limit_per_s",
    get: |scenario| scenario.resilience.rate_limit_per_s,
    set: |scenario, value| scenario.resilience.rate_limit_per_s = value,
};
const BURST: Lens<u32> = Lens {
    field: "resilience.rate_limit_burst",
    get: |scenario| scenario.resilience.rate_limit_burst,
    set: |scenario, value| scenario.resilience.rate_limit_burst = value,
};
const CONCURRENCY: Lens<&'static str> = Lens {
    field: "resilience.concurrency",
    get: |scenario| tag(scenario.resilience.concurrency),
    set: |scenario, tag| scenario.resilience.concurrency = of_tag(tag, scenario.resilience.concurrency),
};
const LIMIT: Lens<u32> = Lens {
    field: "resilience.concurrency.fixed.limit",
    get: limit,
    set: |scenario, limit| scenario.resilience.concurrency = Concurrency::Fixed { limit },
};
const BREAKER: Lens<bool> = Lens {
    field: "resilience.circuit_breaker",
    get: |scenario| scenario.resilience.circuit_breaker,
    set: |scenario, on| scenario.resilience.circuit_breaker = on,
};
const CALLS: Lens<u32> = Lens {
    field: "resilience.breaker_calls",
    get: |scenario| scenario.resilience.breaker_calls,
    set: |scenario, value| scenario.resilience.breaker_calls = value,
};
const SHARE: Lens<f64> = Lens {
    field: "resilience.breaker_failure_share",
    get: |scenario| scenario.resilience.breaker_failure_share,
    set: |scenario, value| scenario.resilience.breaker_failure_share = value,
};
const WAIT: Lens<f64> = Lens {
    field: "resilience.breaker_wait_s",
    get: |scenario| scenario.resilience.breaker_wait_s,
    set: |scenario, value| scenario.resilience.breaker_wait_s = value,
};
const EJECTION: Lens<bool> = Lens {
    field: "resilience.outlier_ejection",
    get: |scenario| scenario.resilience.outlier_ejection,
    set: |scenario, on| scenario.resilience.outlier_ejection = on,
};
const THROTTLE: Lens<bool> = Lens {
    field: "resilience.retry_throttle",
    get: |scenario| scenario.resilience.retry_throttle,
    set: |scenario, on| scenario.resilience.retry_throttle = on,
};
const ADMISSION: Lens<bool> = Lens {
    field: "resilience.admission_control",
    get: |scenario| scenario.resilience.admission_control,
    set: |scenario, on| scenario.resilience.admission_control = on,
};
const HEDGE: Lens<Option<f64>> = Lens {
    field: "resilience.hedge_ms",
    get: |scenario| scenario.resilience.hedge_ms,
    set: |scenario, value| scenario.resilience.hedge_ms = value,
};

pub(super) fn controls(desk: &Desk, counted: Option<&RecoveryReport>) -> Html {
    let text = &desk.text.guards;
    html! {
        <More key="guards" text={desk.text} label={text.heading} owns={vec![OWNS.to_owned()]}
            problems={Rc::clone(&desk.problems)}>
            { desk.timer(text.rate, Gauge::RATE, FIRST_RATE, &RATE) }
            { desk.count(text.burst, Gauge::BURST, &BURST) }
            { desk.choice(text.concurrency, text.kinds.to_vec(), &CONCURRENCY) }
            if matches!(desk.scenario.resilience.concurrency, Concurrency::Fixed { .. }) {
                { desk.count(text.limit, Gauge::CONCURRENCY, &LIMIT) }
            }
            { desk.switch(text.breaker, counted, &BREAKER) }
            { desk.count(text.calls, Gauge::BREAKER_CALLS, &CALLS) }
            { desk.number(text.share, Gauge::BREAKER_SHARE, &SHARE) }
            { desk.number(text.wait, Gauge::FORWARD_WAIT_S, &WAIT) }
            { desk.switch(text.ejection, counted, &EJECTION) }
            { super::outlier::controls(desk) }
            { desk.switch(text.throttle, counted, &THROTTLE) }
            { desk.switch(text.admission, counted, &ADMISSION) }
            { desk.timer(text.hedge, Gauge::TIMER_MS, FIRST_HEDGE_MS, &HEDGE) }
        </More>
    }
}

const fn tag(concurrency: Concurrency) -> &'static str {
    match concurrency {
        Concurrency::Unlimited => "unlimited",
        Concurrency::Fixed { .. } => "fixed",
        Concurrency::Aimd => "aimd",
        Concurrency::Gradient => "gradient",
        Concurrency::Vegas => "vegas",
        Concurrency::Adaptive => "adaptive",
    }
}

/// The kind of a tag; one that is chosen already keeps its number.
fn of_tag(chosen: &str, present: Concurrency) -> Concurrency {
    match chosen {
        _ if chosen == tag(present) => present,
        "fixed" => Concurrency::Fixed { limit: FIRST_LIMIT },
        "aimd" => Concurrency::Aimd,
        "gradient" => Concurrency::Gradient,
        "vegas" => Concurrency::Vegas,
        "adaptive" => Concurrency::Adaptive,
        _ => Concurrency::Unlimited,
    }
}

const fn limit(scenario: &Scenario) -> u32 {
    match scenario.resilience.concurrency {
        Concurrency::Fixed { limit } => limit,
        _ => FIRST_LIMIT,
    }
}
