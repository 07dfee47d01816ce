//! The gateway, whether workers wait for answers, and how it waits and tries again.

use super::waiting;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::scenario::{Processing, Service};
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["gateway", "processing", "timers.gateway_ms", "retry", "links.processor_loss"];

/// Workers when there was no limit.
const FIRST_WORKERS: u32 = 48;
/// Places when there was no limit.
const FIRST_QUEUE: u32 = 500;

const WORKERS: Lens<Option<u32>> = Lens {
    field: "gateway.workers",
    get: |scenario| scenario.gateway.workers,
    set: |scenario, workers| scenario.gateway.workers = workers,
};
const QUEUE: Lens<Option<u32>> = Lens {
    field: "gateway.queue_limit",
    get: |scenario| scenario.gateway.queue_limit,
    set: |scenario, limit| scenario.gateway.queue_limit = limit,
};
const SERVICE: Lens<Service> = Lens {
    field: "gateway.service",
    get: |scenario| scenario.gateway.service.clone(),
    set: |scenario, service| scenario.gateway.service = service,
};
const PROCESSING: Lens<&str> = Lens {
    field: "processing",
    get: |scenario| match scenario.processing {
        Processing::Synchronous => "synchronous",
        Processing::Asynchronous => "asynchronous",
    },
    set: |scenario, id| {
        let free = id == "asynchronous";
        scenario.processing = if free { Processing::Asynchronous } else { Processing::Synchronous };
    },
};

pub(super) fn controls(desk: &Desk) -> Html {
    let text = &desk.text.gateway.stage;
    html! {
        <>
            { desk.limit(text.workers, Gauge::WORKERS, FIRST_WORKERS, &WORKERS) }
            { desk.limit(text.queue, Gauge::QUEUE, FIRST_QUEUE, &QUEUE) }
            { processing(desk) }
            { desk.service(text.service, &SERVICE) }
            { waiting::gateway(desk) }
        </>
    }
}

/// Whether workers wait for answers, here and at every stage.
pub(super) fn processing(desk: &Desk) -> Html {
    let text = &desk.text.overview;
    desk.choice(text.processing, text.processing_kinds.to_vec(), &PROCESSING)
}
