//! The topology, the hero of the page: payments as beads on the rails of a yard, from the merchants to the card and
//! back.
//!
//! SVG draws places and rails, which are few, can be focused and redraw a few times a second; one canvas above draws
//! the beads, which are many and move. [`layout`] says where everything stands, `meter` what it says, `beads` where
//! each bead is: all three are pure and tested without a browser.

mod beads;
mod drawing;
mod facts;
pub mod geometry;
mod hooks;
mod keys;
mod layer;
pub mod layout;
mod legend;
mod marks;
mod meter;
mod parts;
mod rails;
mod station;
mod table;

use super::feed::Feed;
use super::text::TopologyText;
use crate::payment::Place;
use crate::scenario::Scenario;
use drawing::Drawing;
use hooks::{use_reduced_motion, use_stage, use_views};
use layer::BeadLayer;
use layout::{Drawn, Yard};
use std::rc::Rc;
use table::Table;
use yew::prelude::*;

/// Properties of [`Topology`].
#[derive(Debug, Properties, PartialEq)]
pub struct TopologyProps {
    /// Its words.
    pub text: &'static TopologyText,
    /// The scenario that runs.
    pub scenario: Rc<Scenario>,
    /// Where the snapshots come from.
    pub feed: Feed,
    /// The place whose controls are open.
    pub selected: Option<Place>,
    /// A place was chosen, or chosen again, which closes it.
    pub on_select: Callback<Option<Place>>,
    /// Whether beads may move; a reader's wish for less motion counts as well.
    pub motion: bool,
    /// Whether the stage cannot grow, so that the drawing shrinks until it fits. Default: no.
    #[prop_or_default]
    pub fit: bool,
}

/// The topology: stage, legend, help and table. It fills the width that it is given and is at least as high as its
/// drawing needs.
#[component]
pub fn Topology(props: &TopologyProps) -> Html {
    let (stage_node, legend_node) = (use_node_ref(), use_node_ref());
    let stage = use_stage(&stage_node);
    let reduced = use_reduced_motion();
    let still = reduced || !props.motion;
    let yard = Yard::of(&props.scenario);
    let views = use_views(&props.feed, yard.processors, props.scenario.cache.capacity, still);
    let drawn = use_memo((yard, stage, props.fit), |(yard, stage, fit)| {
        let (layout, shrunk) = if *fit { layout::fitted(yard, *stage) } else { (layout::layout(yard, *stage), 1.0) };
        (Drawn(Rc::new(layout)), shrunk)
    });
    let (layout, shrunk) = &*drawn;
    let style = (!props.fit).then(|| format!("--stage-least: {:.0}px", layout.least));
    let sheet = (*shrunk < 1.0)
        .then(|| format!("inline-size: {:.0}px; block-size: {:.0}px; scale: {shrunk:.2}", layout.width, layout.height));
    let edge = layout.spot(Place::Merchants).map_or(0.0, |spot| spot.plate.x);
    let (text, scenario) = (props.text, &props.scenario);
    html! {
        <figure class="topology" aria-label={text.region} data-still={still.to_string()} style={format!("--stage-edge: {edge:.0}px")}>
            <div class="topology-stage" ref={stage_node} {style}>
                <div class="topology-sheet" style={sheet}>
                    <Drawing
                        {text}
                        {scenario}
                        layout={layout.clone()}
                        shown={&views.shown}
                        said={&views.said}
                        {still}
                        selected={props.selected}
                        on_select={&props.on_select}
                    />
                    if !still {
                        <BeadLayer layout={layout.clone()} feed={props.feed.clone()} legend={&legend_node} />
                    }
                </div>
            </div>
            { legend::legend(text, scenario, &views.said, (&legend_node, !still)) }
            <div class="topology-foot">
                { legend::help(text) }
                <Table {text} {scenario} view={&views.said} />
            </div>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::ENGLISH;
    use super::*;
    use crate::scenario::ChannelKind;
    use crate::wire::{Gauge, Ledger, Snapshot};
    use std::sync::mpsc;
    use yew::platform::Runtime;

    /// The component as text, after a snapshot with these gauges.
    fn rendered(gauges: Option<Vec<Gauge>>, motion: bool) -> String {
        rendered_of(Scenario::default(), gauges, motion)
    }

    fn rendered_of(scenario: Scenario, gauges: Option<Vec<Gauge>>, motion: bool) -> String {
        let (send, receive) = mpsc::channel();
        Runtime::default().spawn_pinned(move || async move {
            let feed = Feed::default();
            if let Some(gauges) = gauges {
                let ledger = Some(Ledger { next_s: 8.0, unconfirmed: 120 });
                feed.publish(Snapshot { gauges, ledger, sample_every: 10, rate_per_s: 123.0, ..Snapshot::default() });
            }
            let props = TopologyProps {
                text: &ENGLISH.topology,
                scenario: Rc::new(scenario),
                feed,
                selected: Some(Place::Gateway),
                on_select: Callback::noop(),
                motion,
                fit: false,
            };
            let renderer = yew::LocalServerRenderer::<Topology>::with_props(props).hydratable(false);
            send.send(renderer.render().await).expect("the test waits");
        });
        receive.recv().expect("it was rendered")
    }

    fn busy() -> Vec<Gauge> {
        let mut gauges = vec![Gauge { waiting: 3, busy: 12, rejected: 0, arrivals: 0, workers: 0 }; 7];
        gauges[4] = Gauge { waiting: 200, busy: 12, rejected: 37, arrivals: 0, workers: 0 };
        gauges
    }

    #[test]
    fn every_place_is_a_button_with_its_state() {
        let html = rendered(Some(busy()), true);
        assert_eq!(html.matches("role=\"button\"").count(), 9, "merchants to database, three processors");
        assert_eq!(html.matches("tabindex=\"0\"").count(), 1, "the tab key leads to one of them");
        assert!(html.contains("aria-label=\"Gateway: 3 waiting, 12 of 48 workers busy\""), "{html}");
        assert!(
            html.contains("Processor 1: 200 waiting, 12 of 12 workers busy, 37 turned away, signal at stop"),
            "{html}"
        );
        assert!(html.contains("aria-label=\"Merchants: 123 payments per second arriving\""), "{html}");
        assert_eq!(html.matches("aria-pressed=\"true\"").count(), 1, "one is selected");
    }

    #[test]
    fn a_long_queue_says_its_count_and_a_full_one_drops_its_signal() {
        let html = rendered(Some(busy()), true);
        assert!(html.contains(">200</text>"), "the count of the queue");
        assert_eq!(html.matches("data-signal=\"stop\"").count(), 1, "one of three");
        assert!(html.contains("✕\u{202f}37"), "those turned away");
    }

    #[test]
    fn the_table_says_the_same() {
        let html = rendered(Some(busy()), true);
        let row = "<th scope=\"row\">Gateway</th><td>3</td><td>12</td><td>48</td><td>0</td>";
        assert!(html.contains(row), "{html}");
        assert!(html.contains("any number"), "the channel has no limit");
    }

    #[test]
    fn what_stands_beside_the_way_is_drawn_where_a_scenario_has_it() {
        let mut scenario = Scenario::default();
        (scenario.security.enabled, scenario.follow_up.enabled) = (true, true);
        let mut gauges = busy();
        // Behind the processors: risk check, forwarders.
        gauges.extend([5, 9].map(|waiting| Gauge { waiting, busy: 16, ..Gauge::default() }));
        let html = rendered_of(scenario, Some(gauges), true);
        assert_eq!(html.matches("role=\"button\"").count(), 11, "two more than without");
        assert!(html.contains("aria-label=\"Risk check: 5 waiting, 16 of 16 workers busy\""), "{html}");
        assert!(html.contains("aria-label=\"Forwarders: 9 waiting, 16 of 32 workers busy\""), "{html}");
        assert!(!html.contains("Token vault"), "tokens are off");
        assert!(html.contains("<th scope=\"row\">Risk check</th><td>5</td><td>16</td><td>16</td>"), "{html}");
        assert!(html.contains("data-bead=\"beside\"") && !rendered(None, true).contains("data-bead=\"beside\""));
    }

    #[test]
    fn the_channel_says_what_it_is() {
        let of = |kind: ChannelKind| {
            let mut scenario = Scenario::default();
            scenario.channel.kind = kind;
            rendered_of(scenario, Some(busy()), true)
        };
        let said = "Channel: 3 waiting, 12 busy, ledger, block in 8.0\u{a0}s, 120 to confirm";
        assert!(of(ChannelKind::LEDGER).contains(said), "{}", of(ChannelKind::LEDGER));
        assert!(of(ChannelKind::LEDGER).contains("Channel (ledger, block in"), "in the table as well");
        assert!(of(ChannelKind::INSTANT_RAIL).contains("instant rail, limit 10\u{a0}s"), "with its limit");
        assert!(of(ChannelKind::CardNetwork).contains("12 busy, card network"), "and the usual one");
    }

    #[test]
    fn before_the_first_payment_there_are_zeros_and_a_sentence() {
        let html = rendered(None, true);
        assert!(html.contains("Gateway: 0 waiting, 0 of 48 workers busy"), "{html}");
        assert!(html.contains(ENGLISH.topology.empty), "what to do");
        assert!(!rendered(Some(busy()), true).contains(ENGLISH.topology.empty), "and no longer than needed");
    }

    #[test]
    fn beads_are_counted_and_can_be_switched_off() {
        let lively = rendered(Some(busy()), true);
        assert!(lively.contains("<canvas") && lively.contains("1 bead = 10 payments"), "{lively}");
        assert!(lively.contains("aria-hidden=\"true\""), "the canvas is decoration");
        let still = rendered(Some(busy()), false);
        assert!(!still.contains("<canvas") && !still.contains("1 bead"), "no beads without motion");
    }
}
