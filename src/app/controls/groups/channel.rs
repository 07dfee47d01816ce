//! The channel: what it is, delays both ways, lines and queue, and how long it waits for card management.

use super::waiting;
use crate::app::controls::Measured;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::scenario::{ChannelKind, Service};
use std::rc::Rc;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["channel", "timers.channel_ms", "links.issuer_loss"];

/// Lines when there was no limit.
const FIRST_LINES: u32 = 50;
/// Places when there was no limit.
const FIRST_QUEUE: u32 = 500;

/// A ledger has no lines, and whoever comes to it waits for a block.
const KIND: Lens<ChannelKind> = Lens {
    field: "channel.kind",
    get: |scenario| scenario.channel.kind,
    set: |scenario, kind| {
        scenario.channel.kind = kind;
        if kind.bound_per_s().is_some() {
            scenario.channel.lines = None;
            scenario.channel.queue_limit = scenario.channel.queue_limit.filter(|limit| *limit > 0);
        }
    },
};
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

pub(super) fn controls(desk: &Desk, measured: &Measured) -> Html {
    let text = &desk.text.channel;
    let ledger = measured.report.as_ref().and_then(|report| report.ledger);
    html! {
        <>
            { desk.channel_kind(&KIND, ledger) }
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
