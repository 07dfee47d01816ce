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
use legend::{Help, Legend};
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
}

/// The topology: stage, legend, help and table. It fills the width that it is given and is at least as high as its
/// drawing needs.
#[component]
pub fn Topology(props: &TopologyProps) -> Html {
    let (stage_node, legend_node) = (use_node_ref(), use_node_ref());
    let stage = use_stage(&stage_node);
    let reduced = use_reduced_motion();
    let still = reduced || !props.motion;
    let processors = facts::processors(&props.scenario);
    let views = use_views(&props.feed, processors, props.scenario.cache.capacity, still);
    let layout = use_memo((processors, stage), |(processors, stage)| layout::layout(*processors, *stage));
    let style = format!("--stage-least: {:.0}px", layout.least);
    let (text, scenario) = (props.text, &props.scenario);
    html! {
        <figure class="topology" aria-label={text.region}>
            <div class="topology-stage" ref={stage_node} {style}>
                <Drawing
                    {text}
                    {scenario}
                    layout={&layout}
                    shown={&views.shown}
                    said={&views.said}
                    {still}
                    selected={props.selected}
                    on_select={&props.on_select}
                />
                if !still {
                    <BeadLayer layout={&layout} feed={props.feed.clone()} legend={&legend_node} />
                }
            </div>
            <Legend {text} view={&views.said} node={legend_node} beads={!still} />
            <div class="topology-foot">
                <Help {text} />
                <Table {text} {scenario} view={&views.said} />
            </div>
        </figure>
    }
}
