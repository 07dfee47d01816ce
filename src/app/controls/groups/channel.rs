//! The channel: delays both ways, lines and queue, and how long it waits for card management.

use super::waiting;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::scenario::Service;
use std::rc::Rc;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["channel", "timers.channel_ms", "links.issuer_loss"];

/// Lines when there was no limit.
const FIRST_LINES: u32 = 50;
/// Places when there was no limit.
const FIRST_QUEUE: u32 = 500;

const DELAY: Lens<Service> = Lens {
    field: "channel.delay",
    get: |scenario| scenario.channel.delay.clone(),
    set: |scenario, delay| scenario.channel.delay = delay,
};
const ANSWER_DELAY: Lens<Service> = Lens {
    field: "channel.answer_delay",
    get: |scenario| scenario.channel.answer_delay.clone(),
    set: |scenario, delay| scenario.channel.answer_delay = delay,
};
const LINES: Lens<Option<u32>> = Lens {
    field: "channel.lines",
    get: |scenario| scenario.channel.lines,
    set: |scenario, lines| scenario.channel.lines = lines,
};
const QUEUE: Lens<Option<u32>> = Lens {
    field: "channel.queue_limit",
    get: |scenario| scenario.channel.queue_limit,
    set: |scenario, limit| scenario.channel.queue_limit = limit,
};

pub(super) fn controls(desk: &Desk) -> Html {
    let text = &desk.text.channel;
    html! {
        <>
            { desk.service(text.delay, &DELAY) }
            { desk.service(text.answer_delay, &ANSWER_DELAY) }
            <More key="more" text={desk.text} owns={vec![LINES.field.to_owned(), QUEUE.field.to_owned()]}
                problems={Rc::clone(&desk.problems)}>
                { desk.limit(text.lines, Gauge::WORKERS, FIRST_LINES, &LINES) }
                { desk.limit(text.queue, Gauge::QUEUE, FIRST_QUEUE, &QUEUE) }
            </More>
            { waiting::channel(desk) }
        </>
    }
}
