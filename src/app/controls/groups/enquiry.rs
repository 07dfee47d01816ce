//! How the gateway asks what became of an attempt whose outcome it does not know.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::experiment::RecoveryReport;
use std::rc::Rc;
use yew::prelude::*;

/// What it shows.
pub(super) const OWNS: &str = "enquiry";

/// The interval that comes when there was none: an assumption of a plausible size.
const FIRST_INTERVAL_MS: f64 = 2_000.0;

const INTERVAL: Lens<Option<f64>> = Lens {
    field: "enquiry.interval_ms",
    get: |scenario| scenario.enquiry.interval_ms,
    set: |scenario, value| scenario.enquiry.interval_ms = value,
};
const DELAY: Lens<f64> = Lens {
    field: "enquiry.delay_ms",
    get: |scenario| scenario.enquiry.delay_ms,
    set: |scenario, value| scenario.enquiry.delay_ms = value,
};
const TRIES: Lens<u32> = Lens {
    field: "enquiry.tries",
    get: |scenario| scenario.enquiry.tries,
    set: |scenario, value| scenario.enquiry.tries = value,
};

pub(super) fn controls(desk: &Desk, counted: Option<&RecoveryReport>) -> Html {
    let text = &desk.text.enquiry;
    html! {
        <More key="enquiry" text={desk.text} label={text.heading} owns={vec![OWNS.to_owned()]}
            problems={Rc::clone(&desk.problems)}>
            { desk.timer(text.interval, Gauge::TIMER_MS, FIRST_INTERVAL_MS, &INTERVAL) }
            { desk.number(text.delay, Gauge::PAUSE_MS, &DELAY) }
            { desk.count(text.tries, Gauge::ENQUIRIES, &TRIES) }
            if let Some(counted) = counted.filter(|counted| counted.enquiries > 0) {
                <p class="switch-counted">{ (text.counted)(counted) }</p>
            }
        </More>
    }
}
