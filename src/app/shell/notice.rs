//! What is told once: a damaged link, a crash, a copy. Errors interrupt; the rest goes by itself.

use super::hooks::{copy, reload};
use super::icon::Icon;
use super::use_text;
use crate::app::state::{Action, Crash, Notice};
use crate::app::text::ShellText;
use crate::scenario::{LinkError, Problem};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// How long a harmless notice stays.
const STAYS_MS: u32 = 4_000;
/// Version of the page.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Properties of [`NoticeBox`].
#[derive(Properties, PartialEq)]
pub(super) struct NoticeBoxProps {
    /// What to tell; nothing by default.
    pub(super) notice: Option<Notice>,
    /// Told when it was read.
    pub(super) on_action: Callback<Action>,
}

/// The notice.
#[component]
pub(super) fn NoticeBox(props: &NoticeBoxProps) -> Html {
    let text = use_text();
    use_effect_with(props.notice.clone(), {
        let on_action = props.on_action.clone();
        move |notice| {
            let passing = matches!(notice, Some(Notice::Copied));
            let timeout = passing.then(|| Timeout::new(STAYS_MS, move || on_action.emit(Action::Dismiss)));
            move || drop(timeout)
        }
    });
    let Some(notice) = &props.notice else { return html! {} };
    let passing = matches!(notice, Notice::Copied);
    html! {
        <div class="notice" role={if passing { "region" } else { "alert" }} aria-label={text.notices.region} data-passing={passing.then_some("true")}>
            <div class="notice-text">{ body(notice, text) }</div>
            { button(notice, text, &props.on_action) }
            <button type="button" class="quiet-button" aria-label={text.notices.dismiss} title={text.notices.dismiss}
                onclick={props.on_action.reform(|_| Action::Dismiss)}>
                { Icon::Close.view() }
            </button>
        </div>
    }
}

fn body(notice: &Notice, text: &ShellText) -> Html {
    let notices = &text.notices;
    match notice {
        Notice::Damaged(error) => html! {
            <>
                <p><b>{ notices.damaged }</b>{ " " }{ damage(error, text) }</p>
                if let LinkError::Refused(problems) = error {
                    { list(problems, text) }
                }
                <p class="quiet">{ notices.damaged_instead }</p>
            </>
        },
        Notice::Refused(problems) => html! { <><p><b>{ notices.refused }</b></p>{ list(problems, text) }</> },
        Notice::Copied => html! { <p>{ notices.copied }</p> },
        Notice::NotCopied => html! { <p>{ notices.not_copied }</p> },
        Notice::Restarted(crash) => html! { <p>{ (notices.restarted)(VERSION, &crash.seed.to_string()) }</p> },
        Notice::Stopped(crash) => html! { <p>{ (notices.stopped)(VERSION, &crash.seed.to_string()) }</p> },
        Notice::Mismatch => html! { <p>{ notices.mismatch }</p> },
        Notice::NoWorkbench(why) => html! { <><p>{ notices.no_workbench }</p><p class="quiet">{ why }</p></> },
    }
}

fn damage(error: &LinkError, text: &ShellText) -> String {
    match error {
        LinkError::Newer(version) => (text.notices.newer)(version),
        LinkError::Damaged(how) => (text.notices.damage)(how),
        LinkError::Refused(_) | LinkError::NotOurs => String::new(),
    }
}

fn list(problems: &[Problem], text: &ShellText) -> Html {
    html! {
        <ul class="notice-problems">
            { for problems.iter().map(|problem| html! {
                <li>{ (text.notices.problem)(&problem.path, &problem.value, &problem.allowed) }</li>
            }) }
        </ul>
    }
}

fn button(notice: &Notice, text: &ShellText, on_action: &Callback<Action>) -> Html {
    match notice {
        Notice::Restarted(crash) | Notice::Stopped(crash) => {
            let (details, on_action) = (details(crash), on_action.clone());
            let onclick = move |_| copy(&details, on_action.reform(said));
            html! { <button type="button" {onclick}>{ text.notices.copy_details }</button> }
        }
        Notice::Mismatch | Notice::NoWorkbench(_) => {
            html! { <button type="button" onclick={|_| reload()}>{ text.notices.reload }</button> }
        }
        _ => html! {},
    }
}

fn said(done: bool) -> Action {
    Action::Say(if done { Notice::Copied } else { Notice::NotCopied })
}

/// Everything that somebody needs to see the crash again.
fn details(crash: &Crash) -> String {
    format!("Switchyard {VERSION}\nseed {}\n#{}\n{}", crash.seed, crash.fragment, crash.message)
}
