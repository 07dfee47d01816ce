//! Merchants: the load, the cards, and how they wait and try again.

use super::waiting;
use crate::app::controls::desk::{Desk, Lens};
use crate::app::controls::gauge::Gauge;
use crate::app::controls::load_editor::LoadEditor;
use crate::app::controls::popularity_editor::PopularityEditor;
use yew::prelude::*;

/// What this group shows.
pub(super) const OWNS: &[&str] = &["load", "cards", "merchant", "links.merchant_loss"];

const COUNT: Lens<u32> = Lens {
    field: "cards.count",
    get: |scenario| scenario.cards.count,
    set: |scenario, count| scenario.cards.count = count,
};

const BLOCKED: Lens<f64> = Lens {
    field: "cards.blocked_share",
    get: |scenario| scenario.cards.blocked_share,
    set: |scenario, share| scenario.cards.blocked_share = share,
};
const LIMIT: Lens<Option<f64>> = Lens {
    field: "cards.limit",
    get: |scenario| scenario.cards.limit,
    set: |scenario, limit| scenario.cards.limit = limit,
};
/// The limit when there was none.
const FIRST_LIMIT: f64 = 200.0;

const UNKNOWN: Lens<f64> = Lens {
    field: "cards.unknown_share",
    get: |scenario| scenario.cards.unknown_share,
    set: |scenario, share| scenario.cards.unknown_share = share,
};

pub(super) fn controls(desk: &Desk) -> Html {
    html! {
        <>
            <LoadEditor key="load-editor" desk={desk.clone()} />
            <hr key="rule" />
            { desk.count(desk.text.cards.count, Gauge::CARDS, &COUNT) }
            <PopularityEditor key="popularity-editor" desk={desk.clone()} />
            { desk.number(desk.text.cards.blocked, Gauge::SHARE, &BLOCKED) }
            { desk.optional(desk.text.cards.limit, Gauge::AMOUNT, FIRST_LIMIT, &LIMIT) }
            { desk.number(desk.text.around.unknown, Gauge::SHARE, &UNKNOWN) }
            { waiting::merchants(desk) }
        </>
    }
}
