//! The second program of the page: whatever stands around the drawing.
//!
//! Controls, charts, formulas and studies are fetched when they are first wanted, so that the drawing stands sooner and
//! an embedded page never carries them. What the page shows and what its worker says comes by [`super::relay`]; what is
//! asked for here alone (the formula chart, studies) has its state and its workers here.

mod hooks;
mod inquiry;
mod lab;
mod state;

#[cfg(test)]
mod tests;

pub use inquiry::{Ended, Inquiry, StudyStep};
pub use lab::{LabAction, LabState, Theory};
pub use state::{Action, Curve, Seen, State};

use super::availability::Availability;
use super::balancing::BalancingLab;
use super::beside::Beside;
use super::caches::{Caches, Lookups};
use super::charts::{Backdrop, Charts, WarmUp};
use super::controls::{Controls, Edit, Measured};
use super::feed::Feed;
use super::follow_up::FollowUp;
use super::formulas::{FormulaPanel, Lab};
use super::lesson::Lesson;
use super::payments::{Payments, Search};
use super::relay::{self, Wish};
use super::security::Security;
use super::state::View;
use super::study::{Trial, Verify};
use super::text::{WORKBENCH, WorkbenchText};
use super::traces::Traces;
use crate::scenario::{Fault, Processing, Scenario};
use hooks::{Asker, use_curve, use_look_back, use_relay, use_spares, use_study, use_theory, use_traces};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use web_sys::Element;
use yew::prelude::*;

/// The attribute that tells the page's elements apart.
const MARK: &str = "data-slot";

/// The workbench, each part at its place in the page's document.
#[component]
pub fn Workbench() -> Html {
    let state = use_reducer(State::new);
    let feed = (*use_memo((), |()| Feed::default())).clone();
    use_relay(&state, &feed);
    let spares = use_spares(&state);
    use_curve(&state, &spares);
    use_study(&state, Asker::Proof, &spares);
    use_study(&state, Asker::Trial, &spares);
    use_study(&state, Asker::Lab, &spares);
    use_study(&state, Asker::Contest, &spares);
    use_study(&state, Asker::Security, &spares);
    use_theory(&state);
    use_look_back(&state, Search::Run, &spares);
    use_look_back(&state, Search::Payment, &spares);
    use_traces(&state);
    let on_action = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(action))
    };
    let Some(seen) = &state.seen else { return Html::default() };
    let text = &WORKBENCH;
    html! {
        <>
            { at(relay::CONTROLS, || controls(&state, seen, &feed, text)) }
            { view(&state, seen, &feed, (text, &on_action)) }
        </>
    }
}

/// What belongs to the view.
fn view(
    state: &State,
    seen: &Seen,
    feed: &Feed,
    (text, on_action): (&'static WorkbenchText, &Callback<Action>),
) -> Html {
    match seen.view {
        View::Play => at(relay::BELOW, || below(state, seen, feed, (text, on_action))),
        View::Verify => at(
            relay::VIEW,
            || html! { <Verify key="verify" text={&text.verify} inquiry={state.proof.clone()} {on_action} /> },
        ),
        View::Balance => at(relay::VIEW, || {
            let on_contest = on_action.reform(Action::Contest);
            let on_action = on_action.reform(Action::Balancing);
            html! {
                <BalancingLab key="balance" text={&text.balancing} controls={&text.controls}
                    lab={state.balancing.clone()} seed={seen.seed} {on_action} {on_contest} />
            }
        }),
        View::Formulas => at(relay::VIEW, || {
            let on_action = on_action.reform(tell);
            html! {
                <Lab key="formulas" text={&text.lab} controls={&text.controls} lab={state.lab.clone()} seed={seen.seed}
                    {on_action} />
            }
        }),
        View::Cache => at(relay::VIEW, || {
            let lookups = Lookups::of(seen.running.scenario());
            let traces = html! {
                <Traces text={&text.traces} traces={state.traces.clone()} lookups={lookups.clone()}
                    on_action={on_action.reform(Action::Traces)} />
            };
            let on_action = on_action.reform(Action::Caches);
            html! {
                <Caches key="cache" text={&text.caches} caches={state.caches.clone()} {lookups} {on_action}>
                    { traces }
                </Caches>
            }
        }),
    }
}

/// What is done in the lab; the page hears of what is allowed, for its address.
fn tell(action: LabAction) -> Action {
    if let LabAction::Set(setting) = &action
        && setting.check().is_ok()
    {
        relay::wish(&Wish::Lab(*setting));
    }
    Action::Lab(action)
}

/// Something at a place of the page; nothing where the page has no such place.
fn at(id: &str, content: impl FnOnce() -> Html) -> Html {
    let host: Option<Element> = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    host.map_or_else(Html::default, |host| {
        let key = mark(&host);
        html! { <Slot {key} {host}>{ content() }</Slot> }
    })
}

/// Properties of [`Slot`].
#[derive(Debug, Properties, PartialEq)]
struct SlotProps {
    /// The element of the page.
    host: Element,
    /// What is put there.
    children: Html,
}

/// Something put into an element of the page. Yew listens to events at the element that a portal began with, so another
/// element needs another portal: hence a component, whose key tells the elements apart.
#[component]
fn Slot(props: &SlotProps) -> Html {
    create_portal(props.children.clone(), props.host.clone())
}

/// The number of an element of the page, given when it is first met.
fn mark(host: &Element) -> String {
    static MET: AtomicU32 = AtomicU32::new(0);
    host.get_attribute(MARK).unwrap_or_else(|| {
        let number = MET.fetch_add(1, Ordering::Relaxed).to_string();
        // An element takes any attribute of a proper name.
        let _ = host.set_attribute(MARK, &number);
        number
    })
}

fn controls(state: &State, seen: &Seen, feed: &Feed, text: &'static WorkbenchText) -> Html {
    let on_edit = |edit: Edit| relay::wish(&Wish::edit(edit.field, &edit.scenario));
    let measured = Measured { report: state.report.clone(), nobody: seen.running.scenario().nobody() };
    html! {
        <Controls text={&text.controls} scenario={&seen.draft} problems={&seen.problems} place={seen.place}
            {measured} feed={feed.clone()}
            {on_edit} on_close={|()| relay::wish(&Wish::Close)} />
    }
}

/// What stands behind the lines of the charts.
fn backdrop(state: &State, seen: &Seen) -> Backdrop {
    let warm_up = state.report.as_ref().filter(|report| report.warm_up_s > 0.0);
    let warm_up = warm_up.map(|report| WarmUp { until_s: report.warm_up_s, found: report.warm_up_found });
    let faults = Rc::new(seen.running.scenario().faults.clone());
    Backdrop { warm_up, expectation: state.expectation.clone(), faults }
}

/// Whether a scenario simulates fraud, or an attack.
fn is_secured(scenario: &Scenario) -> bool {
    scenario.security.enabled || scenario.faults.iter().any(Fault::is_attack)
}

/// Charts and formulas of the scenario that runs, and trials of it.
fn below(
    state: &State,
    seen: &Seen,
    feed: &Feed,
    (text, on_action): (&'static WorkbenchText, &Callback<Action>),
) -> Html {
    let subject = state.trial.subject.as_ref();
    let stale = subject.is_some_and(|(scenario, seed)| *scenario != seen.running || *seed != seen.seed);
    let running = Rc::new(seen.running.scenario().clone());
    let first_wrong = state.report.as_ref().and_then(|report| report.recovery.as_ref()?.first_violating);
    let synchronous = running.processing == Processing::Synchronous;
    let roster = running.roster();
    let backdrop = backdrop(state, seen);
    html! {
        <>
            <Lesson text={&text.lesson} scenario={&seen.draft}
                on_edit={|(field, scenario): (String, Scenario)| relay::wish(&Wish::edit(field, &scenario))} />
            <h2 class="visually-hidden">{ text.charts_heading }</h2>
            <Charts text={&text.charts} {roster} feed={feed.clone()} tier={seen.tier}
                on_tier={|tier| relay::wish(&Wish::Tier(tier))} compared={seen.compared} backdrop={backdrop.clone()} />
            <Payments text={&text.payments} payments={state.payments.clone()} feed={feed.clone()} run={seen.run}
                {first_wrong} {on_action} />
            <Availability text={&text.availability} report={&state.report} />
            <FollowUp text={&text.follow_up} charts={&text.charts} {backdrop} report={&state.report}
                on={running.follow_up.enabled} />
            <Security text={&text.security} report={&state.report} on={is_secured(&running)}
                security={state.security.clone()} stale={state.security.is_stale(&seen.running, seen.seed)}
                on_action={on_action.reform(Action::Security)} />
            <Beside text={&text.beside} expectation={&state.expectation} report={&state.report}
                places={&state.places} {synchronous} />
            <h2 class="visually-hidden">{ text.formulas_heading }</h2>
            <FormulaPanel text={&text.formulas} report={&state.report} curve={&state.curve.points}
                curve_running={state.curve.is_running()} curve_failed={state.curve.failed.clone()}
                on_curve={on_action.reform(|()| Action::AskCurve)} scenario={running} />
            <Trial text={&text.trial} inquiry={state.trial.clone()} {stale} {on_action} />
        </>
    }
}
