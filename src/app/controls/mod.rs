//! The controls: everything in the scenario, grouped by the place that it belongs to.
//!
//! A control shows one value, says what it does and where its default comes from, keeps what was typed, and turns a
//! change into an [`Edit`]. Whether a scenario may run is not judged here: [`Scenario::check`] does that, and its
//! problems come back as a prop. The groups are in `groups`, the blocks that they are built of beside this file.

mod backoff_editor;
mod break_now;
mod channel_editor;
mod choice;
mod density;
mod desk;
mod discipline_editor;
mod draft;
mod fault_editor;
mod field;
mod gauge;
mod groups;
mod lab;
mod lines_field;
mod load_editor;
mod more;
mod naming;
mod number_field;
mod parameters;
mod per_frame;
mod policy_parameters;
mod popularity_editor;
mod processor_count;
mod rate_curve;
mod service_editor;
mod shape_editor;
mod sketch;
mod switch;
mod troubles;
mod values_field;
mod weights_editor;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub(in crate::app) use choice::Picker;
pub use lab::{LabControls, LabControlsProps};
pub(in crate::app) use policy_parameters::{PolicyFrame, policy_parameters};

use crate::app::feed::Feed;
use crate::app::text::ControlsText;
use crate::experiment::Report;
use crate::payment::Place;
use crate::scenario::{Problem, Scenario};
use desk::Desk;
use field::Cautions;
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

/// A page of the controls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The controls of a place, or of the whole.
    #[default]
    Place,
    /// What is done about unknown outcomes.
    Safeguards,
    /// Who cheats, and what is done about it.
    Security,
    /// What goes wrong when.
    Faults,
}

/// What is known of the run that the controls belong to, whose scenario may be another than that in the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// What was measured; nothing before the first figures.
    pub report: Option<Rc<Report>>,
    /// What its policy's product answers when nobody is usable.
    pub nobody: &'static str,
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
    /// The page that is shown at first. Default: that of the place.
    #[prop_or_default]
    pub page: Page,
    /// What was measured so far. Default: nothing.
    #[prop_or_default]
    pub measured: Measured,
    /// Tells the present simulated second.
    pub feed: Feed,
    /// Hears of every change, at most once per animation frame while a slider is dragged.
    pub on_edit: Callback<Edit>,
    /// Hears when the controls are closed.
    pub on_close: Callback<()>,
}

/// The controls of one place.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let default = use_memo((), |()| Scenario::default());
    // A page belongs to the place at which it was opened: whoever picks another stage wants to see that.
    let turned = use_state_eq(|| (props.page, props.place));
    let page = Some(turned.0).filter(|_| turned.1 == props.place).unwrap_or_default();
    let on_page = {
        let (turned, place) = (turned.clone(), props.place);
        Callback::from(move |page| turned.set((page, place)))
    };
    let desk = Desk {
        text: props.text,
        scenario: Rc::clone(&props.scenario),
        default,
        problems: Rc::clone(&props.problems),
        feed: props.feed.clone(),
        on_edit: props.on_edit.clone(),
        on_page,
    };
    let shows = |problem: &&Problem| !groups::shows(page, props.place, &problem.path);
    let hidden: Vec<Problem> = props.problems.iter().filter(shows).cloned().collect();
    let cautions = use_memo(Rc::clone(&props.scenario), |scenario| scenario.cautions());
    let on_escape = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                on_close.emit(());
            }
        })
    };
    let (title, lead) = heading(props.text, page, props.place);
    // The key keeps what is typed at one place from turning up at another.
    let place = props.place.map_or_else(|| "overview".to_owned(), |place| format!("place-{}", place.code()));
    let key = format!("{page:?}-{place}");
    html! {
        <section class="controls" aria-label={props.text.region} onkeydown={on_escape}>
            <header>
                <h2>{ title }</h2>
                <button type="button" class="field-tool" aria-label={props.text.frame.close}
                    onclick={props.on_close.reform(|_| ())}>
                    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M4 4l8 8M12 4l-8 8" /></svg>
                </button>
            </header>
            <p class="quiet">{ lead }</p>
            { pages(props, page, &desk.on_page) }
            { troubles::elsewhere(props.text, &hidden) }
            <ContextProvider<Cautions> context={Cautions(cautions)}>
                <div class="controls-fields" {key}>{ groups::controls(&desk, page, props.place, &props.measured) }</div>
            </ContextProvider<Cautions>>
        </section>
    }
}

/// Title and first sentence of a page.
fn heading(text: &ControlsText, page: Page, place: Option<Place>) -> (String, &'static str) {
    match page {
        Page::Place => ((text.places.title)(place), (text.places.lead)(place)),
        Page::Safeguards => (text.safeguards.title.to_owned(), text.safeguards.lead),
        Page::Security => (text.security.title.to_owned(), text.security.lead),
        Page::Faults => (text.faults.title.to_owned(), text.faults.lead),
    }
}

/// The row of pages: the stage that is picked, and what belongs to all of them.
fn pages(props: &ControlsProps, shown: Page, on_page: &Callback<Page>) -> Html {
    let key = |page: Page| {
        let (name, _) = heading(props.text, page, props.place);
        html! {
            <button type="button" key={format!("{page:?}")} aria-pressed={(page == shown).to_string()}
                onclick={on_page.reform(move |_| page)}>
                { name }
            </button>
        }
    };
    html! {
        <div class="controls-pages" role="group" aria-label={props.text.frame.pages}>
            { for [Page::Place, Page::Safeguards, Page::Security, Page::Faults].map(key) }
        </div>
    }
}
