//! Where the controls are: beside the drawing on a wide screen, a sheet with three stops on a phone.

use super::hooks::Presence;
use super::icon::Icon;
use super::use_text;
use crate::app::relay;
use crate::app::state::{Action, State, Stop};
use crate::app::text::ShellText;
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// How far a finger must move for a drag, in CSS pixels.
const DRAG: i32 = 32;

/// The inspector. The controls themselves belong to the workbench and come later; `workbench` says whether they have come.
pub(super) fn inspector(state: &State, workbench: Presence, text: &ShellText, on_action: &Callback<Action>) -> Html {
    html! {
        <aside id="inspector" class="inspector" aria-label={text.regions.controls} aria-busy={(workbench == Presence::Coming).then_some("true")}
            data-open={state.inspecting.then_some("true")} data-stop={word(state.stop)}>
            <Handle stop={state.stop} {on_action} />
            <div class="inspector-body">
                if workbench == Presence::Coming {
                    <p class="quiet">{ text.regions.coming }</p>
                }
                <div id={relay::CONTROLS}></div>
            </div>
        </aside>
    }
}

/// Properties of [`Handle`].
#[derive(Properties, PartialEq)]
struct HandleProps {
    /// Where the sheet stands.
    stop: Stop,
    /// Told where it should stand.
    on_action: Callback<Action>,
}

/// The sheet's handle: two buttons, or a finger.
#[component]
fn Handle(props: &HandleProps) -> Html {
    let text = use_text();
    let stop = props.stop;
    let origin = use_memo((), |()| Cell::new(None::<i32>));
    let go = |to: Stop| props.on_action.reform(move |_: MouseEvent| Action::Stop(to));
    let onpointerdown = {
        let origin = Rc::clone(&origin);
        move |event: PointerEvent| origin.set(Some(event.client_y()))
    };
    let onpointerup = {
        let on_action = props.on_action.clone();
        move |event: PointerEvent| match origin.take().map(|start| event.client_y() - start) {
            Some(moved) if moved < -DRAG => on_action.emit(Action::Stop(above(stop))),
            Some(moved) if moved > DRAG => on_action.emit(Action::Stop(below(stop))),
            _ => {}
        }
    };
    html! {
        <div class="inspector-handle" {onpointerdown} {onpointerup}>
            <span class="inspector-grip" aria-hidden="true"></span>
            <b>{ text.regions.controls }</b>
            <button type="button" class="quiet-button" aria-label={text.bar.raise} title={text.bar.raise}
                disabled={stop == Stop::Full} onclick={go(above(stop))}>
                { Icon::Up.view() }
            </button>
            <button type="button" class="quiet-button" aria-label={text.bar.lower} title={text.bar.lower}
                disabled={stop == Stop::Peek} onclick={go(below(stop))}>
                { Icon::Down.view() }
            </button>
        </div>
    }
}

const fn above(stop: Stop) -> Stop {
    match stop {
        Stop::Peek => Stop::Half,
        Stop::Half | Stop::Full => Stop::Full,
    }
}

const fn below(stop: Stop) -> Stop {
    match stop {
        Stop::Peek | Stop::Half => Stop::Peek,
        Stop::Full => Stop::Half,
    }
}

const fn word(stop: Stop) -> &'static str {
    match stop {
        Stop::Peek => "peek",
        Stop::Half => "half",
        Stop::Full => "full",
    }
}
