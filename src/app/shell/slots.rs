//! The areas that stand in the frame: the drawing, the charts, the formulas, the controls.
//!
//! Until an area is furnished, an empty one of the same properties stands here; then its line below becomes a `use`.

pub(super) use crate::app::charts::Charts;
pub(super) use crate::app::controls::{Controls, Edit};
pub(super) use crate::app::topology::Topology;

use super::use_text;
use crate::app::text::FormulasText;
use crate::experiment::Report;
use crate::scenario::Scenario;
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
