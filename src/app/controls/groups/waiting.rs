//! How long each caller waits, what it tries again, and what is lost on its way: for the group of its place.

use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::scenario::{Backoff, Key};
use std::rc::Rc;
use yew::prelude::*;

/// Timers when there were none: each caller waits longer than its callee.
const FIRST_TIMERS_MS: [f64; 4] = [5_000.0, 4_000.0, 3_000.0, 2_000.0];
/// Patience when there was none: that of a median shopper, an assumption.
const FIRST_PATIENCE_S: f64 = 20.0;
/// Budget when there was none: a tenth, as is common.
const FIRST_BUDGET: f64 = 0.1;

const TIMEOUT: Lens<Option<f64>> = Lens {
    field: "merchant.timeout_ms",
    get: |scenario| scenario.merchant.timeout_ms,
    set: |scenario, timer| scenario.merchant.timeout_ms = timer,
};
const PATIENCE: Lens<Option<f64>> = Lens {
    field: "merchant.patience_s",
    get: |scenario| scenario.merchant.patience_s,
    set: |scenario, patience| scenario.merchant.patience_s = patience,
};
const TRIES: Lens<u32> = Lens {
    field: "merchant.tries",
    get: |scenario| scenario.merchant.tries,
    set: |scenario, tries| scenario.merchant.tries = tries,
};
const BACKOFF: Lens<Backoff> = Lens {
    field: "merchant.backoff",
    get: |scenario| scenario.merchant.backoff,
    set: |scenario, backoff| scenario.merchant.backoff = backoff,
};
const BUDGET: Lens<Option<f64>> = Lens {
    field: "merchant.retry_budget",
    get: |scenario| scenario.merchant.retry_budget,
    set: |scenario, budget| scenario.merchant.retry_budget = budget,
};
const KEY: Lens<&str> = Lens {
    field: "merchant.idempotency_key",
    get: |scenario| match scenario.merchant.idempotency_key {
        Key::Stable => "stable",
        Key::Fresh => "fresh",
    },
    set: |scenario, id| scenario.merchant.idempotency_key = if id == "fresh" { Key::Fresh } else { Key::Stable },
};
const MEDIAN: Lens<f64> = Lens {
    field: "merchant.amount_median",
    get: |scenario| scenario.merchant.amount_median,
    set: |scenario, amount| scenario.merchant.amount_median = amount,
};
const P99: Lens<f64> = Lens {
    field: "merchant.amount_p99",
    get: |scenario| scenario.merchant.amount_p99,
    set: |scenario, amount| scenario.merchant.amount_p99 = amount,
};
const MERCHANT_LOSS: Lens<f64> = Lens {
    field: "links.merchant_loss",
    get: |scenario| scenario.links.merchant_loss,
    set: |scenario, share| scenario.links.merchant_loss = share,
};
const GATEWAY: Lens<Option<f64>> = Lens {
    field: "timers.gateway_ms",
    get: |scenario| scenario.timers.gateway_ms,
    set: |scenario, timer| scenario.timers.gateway_ms = timer,
};
const ATTEMPTS: Lens<u32> = Lens {
    field: "retry.tries",
    get: |scenario| scenario.retry.tries,
    set: |scenario, tries| scenario.retry.tries = tries,
};
const RETRY_BACKOFF: Lens<Backoff> = Lens {
    field: "retry.backoff",
    get: |scenario| scenario.retry.backoff,
    set: |scenario, backoff| scenario.retry.backoff = backoff,
};
const RETRY_BUDGET: Lens<Option<f64>> = Lens {
    field: "retry.budget",
    get: |scenario| scenario.retry.budget,
    set: |scenario, budget| scenario.retry.budget = budget,
};
const PROCESSOR_LOSS: Lens<f64> = Lens {
    field: "links.processor_loss",
    get: |scenario| scenario.links.processor_loss,
    set: |scenario, share| scenario.links.processor_loss = share,
};
const PROCESSOR: Lens<Option<f64>> = Lens {
    field: "timers.processor_ms",
    get: |scenario| scenario.timers.processor_ms,
    set: |scenario, timer| scenario.timers.processor_ms = timer,
};
const CHANNEL_LOSS: Lens<f64> = Lens {
    field: "links.channel_loss",
    get: |scenario| scenario.links.channel_loss,
    set: |scenario, share| scenario.links.channel_loss = share,
};
const CHANNEL: Lens<Option<f64>> = Lens {
    field: "timers.channel_ms",
    get: |scenario| scenario.timers.channel_ms,
    set: |scenario, timer| scenario.timers.channel_ms = timer,
};
const ISSUER_LOSS: Lens<f64> = Lens {
    field: "links.issuer_loss",
    get: |scenario| scenario.links.issuer_loss,
    set: |scenario, share| scenario.links.issuer_loss = share,
};

/// What is folded away, by its paths.
fn folded(desk: &Desk, key: &'static str, owns: &[&str], content: Html) -> Html {
    let owns: Vec<String> = owns.iter().map(|path| (*path).to_owned()).collect();
    html! { <More {key} text={desk.text} {owns} problems={Rc::clone(&desk.problems)}>{ content }</More> }
}

/// How merchants wait and try again.
pub(super) fn merchants(desk: &Desk) -> Html {
    let text = &desk.text.merchant;
    let more = html! {
        <>
            { desk.backoff(&BACKOFF) }
            { desk.optional(text.budget, Gauge::SHARE, FIRST_BUDGET, &BUDGET) }
            { desk.choice(text.key, text.keys.to_vec(), &KEY) }
            { desk.number(text.amount_median, Gauge::AMOUNT, &MEDIAN) }
            { desk.number(text.amount_p99, Gauge::AMOUNT, &P99) }
        </>
    };
    let owns = [BACKOFF.field, BUDGET.field, KEY.field, MEDIAN.field, P99.field];
    html! {
        <>
            <h3 key="waiting">{ text.waiting }</h3>
            { desk.timer(text.timeout, Gauge::TIMER_MS, FIRST_TIMERS_MS[0], &TIMEOUT) }
            { desk.timer(text.patience, Gauge::PATIENCE_S, FIRST_PATIENCE_S, &PATIENCE) }
            { desk.count(text.tries, Gauge::TRIES, &TRIES) }
            { desk.number(desk.text.links.merchant, Gauge::SMALL_SHARE, &MERCHANT_LOSS) }
            { folded(desk, "waiting-more", &owns, more) }
        </>
    }
}

/// How the gateway waits and tries again.
pub(super) fn gateway(desk: &Desk) -> Html {
    let (text, retry) = (&desk.text.timers, &desk.text.retry);
    let more = html! {
        <>
            { desk.backoff(&RETRY_BACKOFF) }
            { desk.optional(retry.budget, Gauge::SHARE, FIRST_BUDGET, &RETRY_BUDGET) }
        </>
    };
    html! {
        <>
            <h3 key="waiting">{ text.heading }</h3>
            { desk.timer(text.gateway, Gauge::TIMER_MS, FIRST_TIMERS_MS[1], &GATEWAY) }
            { desk.count(retry.tries, Gauge::TRIES, &ATTEMPTS) }
            { desk.number(desk.text.links.processor, Gauge::SMALL_SHARE, &PROCESSOR_LOSS) }
            { folded(desk, "waiting-more", &[RETRY_BACKOFF.field, RETRY_BUDGET.field], more) }
        </>
    }
}

/// How a processor waits.
pub(super) fn processor(desk: &Desk) -> Html {
    html! {
        <>
            { desk.timer(desk.text.timers.processor, Gauge::TIMER_MS, FIRST_TIMERS_MS[2], &PROCESSOR) }
            { desk.number(desk.text.links.channel, Gauge::SMALL_SHARE, &CHANNEL_LOSS) }
        </>
    }
}

/// How the channel waits.
pub(super) fn channel(desk: &Desk) -> Html {
    let text = &desk.text.timers;
    html! {
        <>
            <h3 key="waiting">{ text.heading }</h3>
            { desk.timer(text.channel, Gauge::TIMER_MS, FIRST_TIMERS_MS[3], &CHANNEL) }
            { desk.number(desk.text.links.issuer, Gauge::SMALL_SHARE, &ISSUER_LOSS) }
        </>
    }
}
