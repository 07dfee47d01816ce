//! Card management: look-up, cache, and what the issuer answers.

use super::{lookups, writes};
use crate::app::controls::Measured;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::more::More;
use crate::app::text::OptionText;
use crate::cache::Policy;
use crate::scenario::Service;
use std::rc::Rc;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["card_management", "cache", "outcomes"];

/// Workers when there was no limit.
const FIRST_WORKERS: u32 = 16;
/// Places when there was no limit.
const FIRST_QUEUE: u32 = 500;
/// Time to live when there was none.
const FIRST_TTL_S: f64 = 60.0;
/// Spread of lifetimes when there was none.
const FIRST_JITTER: f64 = 0.1;
/// Grace of a stale entry when there was none.
const FIRST_STALE_MS: f64 = 10_000.0;
/// Lifetime of an absent answer when there was none.
const FIRST_ABSENT_MS: f64 = 5_000.0;
/// Eagerness of early refresh when there was none: the published default.
const FIRST_BETA: f64 = 1.0;

const POLICY: Lens<&str> = Lens {
    field: "cache.policy",
    get: |scenario| scenario.cache.policy.id(),
    set: |scenario, id| {
        let Some(policy) = Policy::from_id(id) else { return };
        scenario.cache.policy = policy;
        // That policy goes by age, so whoever picks it gets an age to start from, and the same one for all.
        if policy == Policy::Ttl {
            scenario.cache.ttl_s.get_or_insert(FIRST_TTL_S);
            (scenario.cache.ttl_jitter, scenario.cache.absent_ms) = (None, None);
        }
    },
};
const CAPACITY: Lens<u32> = Lens {
    field: "cache.capacity",
    get: |scenario| scenario.cache.capacity,
    set: |scenario, capacity| scenario.cache.capacity = capacity,
};
const TTL: Lens<Option<f64>> = Lens {
    field: "cache.ttl_s",
    get: |scenario| scenario.cache.ttl_s,
    set: |scenario, ttl| {
        scenario.cache.ttl_s = ttl;
        // Without an end nothing comes early, nothing is spread and nothing is stale.
        if ttl.is_none() {
            (scenario.cache.refresh_beta, scenario.cache.ttl_jitter, scenario.cache.stale_ms) = (None, None, None);
        }
    },
};
const JITTER: Lens<Option<f64>> = Lens {
    field: "cache.ttl_jitter",
    get: |scenario| scenario.cache.ttl_jitter,
    set: |scenario, share| {
        scenario.cache.ttl_jitter = share;
        if share.is_some() {
            scenario.cache.ttl_s.get_or_insert(FIRST_TTL_S);
        }
    },
};
const REFRESH: Lens<Option<f64>> = Lens {
    field: "cache.refresh_beta",
    get: |scenario| scenario.cache.refresh_beta,
    set: |scenario, beta| {
        scenario.cache.refresh_beta = beta;
        if beta.is_some() {
            scenario.cache.ttl_s.get_or_insert(FIRST_TTL_S);
        }
    },
};
const STALE: Lens<Option<f64>> = Lens {
    field: "cache.stale_ms",
    get: |scenario| scenario.cache.stale_ms,
    set: |scenario, grace| {
        scenario.cache.stale_ms = grace;
        if grace.is_some() {
            scenario.cache.ttl_s.get_or_insert(FIRST_TTL_S);
        }
    },
};
const ABSENT: Lens<Option<f64>> = Lens {
    field: "cache.absent_ms",
    get: |scenario| scenario.cache.absent_ms,
    set: |scenario, lifetime| scenario.cache.absent_ms = lifetime,
};
const SINGLE_FLIGHT: Lens<bool> = Lens {
    field: "cache.single_flight",
    get: |scenario| scenario.cache.single_flight,
    set: |scenario, on| scenario.cache.single_flight = on,
};
const WORKERS: Lens<Option<u32>> = Lens {
    field: "card_management.workers",
    get: |scenario| scenario.card_management.workers,
    set: |scenario, workers| scenario.card_management.workers = workers,
};
const QUEUE: Lens<Option<u32>> = Lens {
    field: "card_management.queue_limit",
    get: |scenario| scenario.card_management.queue_limit,
    set: |scenario, limit| scenario.card_management.queue_limit = limit,
};
const SERVICE: Lens<Service> = Lens {
    field: "card_management.service",
    get: |scenario| scenario.card_management.service.clone(),
    set: |scenario, service| scenario.card_management.service = service,
};
const BUSINESS: Lens<f64> = Lens {
    field: "outcomes.business_decline_share",
    get: |scenario| scenario.outcomes.business_decline_share,
    set: |scenario, share| scenario.outcomes.business_decline_share = share,
};
const TECHNICAL: Lens<f64> = Lens {
    field: "outcomes.technical_decline_share",
    get: |scenario| scenario.outcomes.technical_decline_share,
    set: |scenario, share| scenario.outcomes.technical_decline_share = share,
};

pub(super) fn controls(desk: &Desk, measured: &Measured) -> Html {
    let (text, cache, outcomes) = (&desk.text.card_management, &desk.text.cache, &desk.text.outcomes);
    let source = desk.scenario.cache.policy.source();
    html! {
        <>
            <h3 key="cache">{ cache.cache }</h3>
            { policy(desk) }
            <p key="source" class="field-source quiet">{ (desk.text.frame.after)(source) }</p>
            { capacity(desk) }
            { desk.optional(cache.ttl, Gauge::TTL_S, FIRST_TTL_S, &TTL) }
            { desk.switch(cache.single_flight, None, &SINGLE_FLIGHT) }
            { ends(desk) }
            { writes::cache(desk) }
            { lookups::counts(desk, measured) }
            <h3 key="look-up">{ text.look_up }</h3>
            { desk.limit(text.stage.workers, Gauge::WORKERS, FIRST_WORKERS, &WORKERS) }
            <More key="more" text={desk.text} owns={vec![QUEUE.field.to_owned(), SERVICE.field.to_owned()]}
                problems={Rc::clone(&desk.problems)}>
                { desk.limit(text.stage.queue, Gauge::QUEUE, FIRST_QUEUE, &QUEUE) }
                { desk.service(text.stage.service, &SERVICE) }
            </More>
            <h3 key="issuer">{ text.issuer }</h3>
            { desk.number(outcomes.business, Gauge::SHARE, &BUSINESS) }
            { desk.number(outcomes.technical, Gauge::SMALL_SHARE, &TECHNICAL) }
        </>
    }
}

/// How entries end: early, spread, late, and those of no card.
fn ends(desk: &Desk) -> Html {
    let (cache, around) = (&desk.text.cache, &desk.text.around);
    let owns = [REFRESH.field, JITTER.field, STALE.field, ABSENT.field].map(str::to_owned).to_vec();
    html! {
        <More key="ends" text={desk.text} label={cache.ends} {owns} problems={Rc::clone(&desk.problems)}>
            { desk.number_or(cache.never, cache.refresh, (Gauge::REFRESH_BETA, FIRST_BETA), &REFRESH) }
            { desk.number_or(cache.equal, cache.jitter, (Gauge::SHARE, FIRST_JITTER), &JITTER) }
            { desk.number_or(around.gone, around.stale, (Gauge::STALE_MS, FIRST_STALE_MS), &STALE) }
            { desk.number_or(around.not_kept, around.absent, (Gauge::ABSENT_MS, FIRST_ABSENT_MS), &ABSENT) }
        </More>
    }
}

/// The cache's policy with its one sentence.
pub(super) fn policy(desk: &Desk) -> Html {
    let options =
        Policy::online().map(|policy| OptionText { id: policy.id(), label: policy.name(), summary: policy.summary() });
    desk.choice(desk.text.cache.policy, options.collect(), &POLICY)
}

/// The cache's capacity.
pub(super) fn capacity(desk: &Desk) -> Html {
    desk.count(desk.text.cache.capacity, Gauge::CAPACITY, &CAPACITY)
}
