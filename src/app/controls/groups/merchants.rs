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
            { desk.number(desk.text.around.unknown, Gauge::SHARE, &UNKNOWN) }
            { waiting::merchants(desk) }
        </>
    }
}
