//! The controls: everything in the scenario, grouped by the place that it belongs to.
//!
//! A control shows one value, says what it does and where its default comes from, keeps what was typed, and turns a
//! change into an [`Edit`]. Whether a scenario may run is not judged here: [`Scenario::check`] does that, and its
//! problems come back as a prop. The groups are in `groups`, the blocks that they are built of beside this file.

mod choice;
mod density;
mod desk;
mod draft;
mod field;
mod gauge;
mod groups;
mod lab;
mod load_editor;
mod more;
mod naming;
mod number_field;
mod parameters;
mod per_frame;
mod popularity_editor;
mod processor_count;
mod rate_curve;
mod service_editor;
mod shape_editor;
mod sketch;
mod troubles;
mod values_field;
mod weights_editor;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub(in crate::app) use choice::Picker;
pub use lab::{LabControls, LabControlsProps};

use crate::app::text::ControlsText;
use crate::payment::Place;
use crate::scenario::{Problem, Scenario};
use desk::Desk;
use std::rc::Rc;
use yew::prelude::*;

/// A change of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Path of what changed, as `gateway.workers`: steps of one field are one step to undo.
    pub field: String,
    /// The scenario as it is then; it may hold what the check refuses.
    pub scenario: Scenario,
}

/// What the controls need.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ControlsProps {
    /// Their texts.
    pub text: &'static ControlsText,
    /// The scenario as it stands in the fields, valid or not.
    pub scenario: Rc<Scenario>,
    /// What the check says of it.
    pub problems: Rc<Vec<Problem>>,
    /// The place whose controls are shown; `None` for the overview.
    pub place: Option<Place>,
    /// Hears of every change, at most once per animation frame while a slider is dragged.
    pub on_edit: Callback<Edit>,
    /// Hears when the controls are closed.
    pub on_close: Callback<()>,
}

/// The controls of one place.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let default = use_memo((), |()| Scenario::default());
    let desk = Desk {
        text: props.text,
        scenario: Rc::clone(&props.scenario),
        default,
        problems: Rc::clone(&props.problems),
        on_edit: props.on_edit.clone(),
    };
    let hidden: Vec<Problem> =
        props.problems.iter().filter(|problem| !groups::shows(props.place, &problem.path)).cloned().collect();
    let on_escape = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                on_close.emit(());
            }
        })
    };
    let places = &props.text.places;
    // The key keeps what is typed at one place from turning up at another.
    let key = props.place.map_or_else(|| "overview".to_owned(), |place| format!("place-{}", place.code()));
    html! {
        <section class="controls" aria-label={props.text.region} onkeydown={on_escape}>
            <header>
                <h2>{ (places.title)(props.place) }</h2>
                <button type="button" class="field-tool" aria-label={props.text.frame.close}
                    onclick={props.on_close.reform(|_| ())}>
                    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M4 4l8 8M12 4l-8 8" /></svg>
                </button>
            </header>
            <p class="quiet">{ (places.lead)(props.place) }</p>
            { troubles::elsewhere(props.text, &hidden) }
            <div class="controls-fields" {key}>{ groups::controls(&desk, props.place) }</div>
        </section>
    }
}
