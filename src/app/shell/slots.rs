//! The areas that stand in the frame: the drawing, the charts, the formulas, the controls.
//!
//! Until an area is furnished, an empty one of the same properties stands here; then its line below becomes a `use`.

use super::use_text;
use crate::app::feed::Feed;
use crate::app::text::{ChartsText, ControlsText, FormulasText, TopologyText};
use crate::experiment::Report;
use crate::payment::Place;
use crate::scenario::{Problem, Scenario};
use crate::wire::CurvePoint;
use std::rc::Rc;
use yew::prelude::*;

/// An area that is not furnished yet.
macro_rules! empty {
    ($(#[$doc:meta])* $name:ident, $props:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        #[derive(Properties)]
        pub(super) struct $props { $(pub(super) $field: $kind),* }

        impl PartialEq for $props {
            fn eq(&self, _: &Self) -> bool {
                true
            }
        }

        $(#[$doc])*
        #[component]
        pub(super) fn $name(_: &$props) -> Html {
            let text = use_text();
            html! { <p class="slot quiet">{ text.regions.empty }</p> }
        }
    };
}

empty!(
    /// The drawing.
    Topology,
    TopologyProps {
        text: &'static TopologyText,
        scenario: Rc<Scenario>,
        feed: Feed,
        selected: Option<Place>,
        on_select: Callback<Option<Place>>,
        motion: bool,
    }
);

empty!(
    /// The charts.
    Charts,
    ChartsProps { text: &'static ChartsText, processors: u8, feed: Feed, tier: u8, on_tier: Callback<u8>, compared: bool }
);

empty!(
    /// The formulas.
    FormulaPanel,
    FormulaPanelProps {
        text: &'static FormulasText,
        report: Option<Rc<Report>>,
        curve: Rc<Vec<CurvePoint>>,
        curve_done: bool,
        on_curve: Callback<()>,
        scenario: Rc<Scenario>,
    }
);

empty!(
    /// The controls.
    Controls,
    ControlsProps {
        text: &'static ControlsText,
        scenario: Rc<Scenario>,
        problems: Rc<Vec<Problem>>,
        place: Option<Place>,
        on_edit: Callback<Edit>,
        on_close: Callback<()>,
    }
);

/// What the controls answer with.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    /// The field, by its path in the scenario.
    pub(super) field: String,
    /// The whole draft after the change.
    pub(super) scenario: Scenario,
}
