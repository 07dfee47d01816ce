//! Answers that follow: acceptance, backlog, and how results are told.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::scenario::Backoff;
use std::rc::Rc;
use yew::prelude::*;

/// What it shows.
pub(super) const OWNS: &str = "follow_up";

/// The places that come when there were none: as many as at the gateway.
const FIRST_QUEUE: u32 = 500;

/// A lens on a field of the section.
macro_rules! lens {
    ($name:ident, $kind:ty, $field:ident) => {
        const $name: Lens<$kind> = Lens {
            field: concat!("follow_up.", stringify!($field)),
            get: |scenario| scenario.follow_up.$field,
            set: |scenario, value| scenario.follow_up.$field = value,
        };
    };
}

lens!(ENABLED, bool, enabled);
lens!(WORKERS, u32, workers);
lens!(QUEUE, Option<u32>, queue_limit);
lens!(REDELIVER, Backoff, redeliver);
lens!(DELIVERIES, u32, deliveries);
lens!(DEDUPLICATE, bool, deduplicate);

pub(super) fn controls(desk: &Desk) -> Html {
    html! {
        <More key="follow_up" text={desk.text} label={desk.text.follow_up.heading} owns={vec![OWNS.to_owned()]}
            problems={Rc::clone(&desk.problems)}>
            { fields(desk) }
        </More>
    }
}

/// The fields alone, for the forwarders' own group.
pub(super) fn fields(desk: &Desk) -> Html {
    let text = &desk.text.follow_up;
    html! {
        <>
            { desk.switch(text.enabled, None, &ENABLED) }
            { desk.count(text.workers, Gauge::FORWARDERS, &WORKERS) }
            { desk.limit(text.queue, Gauge::QUEUE, FIRST_QUEUE, &QUEUE) }
            <p class="field-source-free quiet">{ text.redeliver }</p>
            { desk.backoff(&REDELIVER) }
            { desk.count(text.deliveries, Gauge::DELIVERIES, &DELIVERIES) }
            { desk.switch(text.deduplicate, None, &DEDUPLICATE) }
        </>
    }
}
