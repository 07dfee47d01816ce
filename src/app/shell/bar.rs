//! The bar: name, title and question, and the quiet row of words.

use super::display::Display;
use super::help::Help;
use super::icon::Icon;
use super::presets::Presets;
use super::share::Share;
use super::title::Title;
use super::use_text;
use crate::app::persist;
use crate::app::state::{Action, State, View, Worker};
use crate::app::text::BarText;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Bar`].
#[derive(Properties, PartialEq)]
pub(super) struct BarProps {
    /// The state; the bar shows a little of nearly everything.
    pub(super) state: Rc<State>,
    /// Told what is done.
    pub(super) on_action: Callback<Action>,
}

/// The bar.
#[component]
pub(super) fn Bar(props: &BarProps) -> Html {
    let text = use_text();
    let (state, on_action) = (&props.state, &props.on_action);
    let engine = match &state.worker {
        Worker::Ready { engine } => engine.clone(),
        _ => String::new(),
    };
    let fragment = use_memo((Rc::clone(&state.running), state.seed, state.pinned.clone(), state.view), |_| {
        AttrValue::from(persist::link(state).encode())
    });
    html! {
        <header class="bar">
            <h1 class="bar-name">{ text.name }</h1>
            { views(state, &fragment, &text.bar, on_action) }
            <Title scenario={&state.scenario} {on_action} />
            <nav class="bar-tools">
                <Presets current={state.preset} {on_action} />
                { tool(Icon::Undo, text.bar.undo, state.history.can_undo(), on_action.reform(|_| Action::Undo)) }
                { tool(Icon::Redo, text.bar.redo, state.history.can_redo(), on_action.reform(|_| Action::Redo)) }
                <Share fragment={(*fragment).clone()} {on_action} />
                <Display settings={state.settings} {on_action} />
                <Help shortcuts={state.settings.shortcuts} {engine} {on_action} />
                { controls_button(state, text.bar.controls, text.bar.controls_help, on_action) }
            </nav>
        </header>
    }
}

/// The row of views: links to the same scenario elsewhere, which need no new page.
fn views(state: &State, fragment: &str, text: &BarText, on_action: &Callback<Action>) -> Html {
    let payload = fragment.split_once('/').map_or(fragment, |(_, payload)| payload);
    let word = |view: View| {
        let current = (view == state.view).then_some("page");
        let onclick = on_action.reform(move |event: MouseEvent| {
            event.prevent_default();
            Action::View(view)
        });
        let href = format!("#{}/{payload}", view.slug());
        html! { <a {href} aria-current={current} {onclick}>{ (text.view)(view) }</a> }
    };
    html! { <nav class="views" aria-label={text.views}>{ for View::ALL.into_iter().map(word) }</nav> }
}

fn tool(icon: Icon, label: &'static str, enabled: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="quiet-button" aria-label={label} title={label} disabled={!enabled} {onclick}>
            { icon.view() }
        </button>
    }
}

fn controls_button(state: &State, label: &'static str, help: &'static str, on_action: &Callback<Action>) -> Html {
    let open = !state.inspecting;
    html! {
        <button type="button" class="quiet-button bar-controls" title={help} aria-controls="inspector"
            aria-expanded={state.inspecting.to_string()} onclick={on_action.reform(move |_| Action::Inspect(open))}>
            { Icon::Controls.view() }
            <span class="button-words">{ label }</span>
        </button>
    }
}
