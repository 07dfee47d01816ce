//! The fault script: what goes wrong where and when, and a further fault.

use crate::app::controls::break_now::now_s;
use crate::app::controls::desk::Desk;
use crate::app::controls::fault_editor::{FaultEditor, path};
use crate::app::controls::troubles::words_of;
use crate::scenario::{FAULTS, Fault, FaultKind, LASTS_S, Scenario};
use yew::prelude::*;

/// What this page shows.
pub(super) const OWNS: &[&str] = &["faults"];

pub(super) fn controls(desk: &Desk) -> Html {
    html! { <Script key="faults" desk={desk.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct ScriptProps {
    desk: Desk,
}

/// The script in its order; a fault that was just added is open.
#[component]
fn Script(props: &ScriptProps) -> Html {
    let desk = &props.desk;
    let text = &desk.text.faults;
    let added = use_state_eq(|| None::<usize>);
    let count = desk.scenario.faults.len();
    let add = {
        let feed = desk.feed.clone();
        desk.edit(&path(count), move |scenario: &mut Scenario, ()| {
            let kind = FaultKind::usual(FaultKind::TAGS[0]);
            scenario.faults.push(Fault::new(kind, kind.usual_place(), now_s(&feed), LASTS_S));
        })
    };
    let onclick = {
        let added = added.clone();
        Callback::from(move |_: MouseEvent| {
            added.set(Some(count));
            add.emit(());
        })
    };
    let problem = words_of(desk.text, &desk.problems, "faults", None);
    html! {
        <div class="faults" data-field="faults">
            if count == 0 {
                <p class="quiet">{ text.none }</p>
            }
            <ol>
                for index in 0..count {
                    <li key={index}><FaultEditor desk={desk.clone()} {index} fresh={*added == Some(index)} /></li>
                }
            </ol>
            if let Some(problem) = problem {
                <p class="field-problem">{ problem }</p>
            }
            if count < FAULTS {
                <button type="button" class="faults-add" {onclick}>{ text.add }</button>
            } else {
                <p class="quiet">{ (text.full)(FAULTS) }</p>
            }
        </div>
    }
}
