//! The frame: which part stands where, and which slice of the state it sees.

use super::bar::Bar;
use super::caption::caption;
use super::hooks::{
    use_address, use_announcement, use_appearance, use_settling, use_shortcuts, use_storage, use_study, use_worker,
};
use super::inspector::Inspector;
use super::notice::NoticeBox;
use super::slots::{Charts, FormulaPanel, Topology, Trial, Verify};
use super::transport::Transport;
use super::verdict::Verdict;
use super::{Locale, help, use_messages};
use crate::app::feed::Feed;
use crate::app::state::{Action, Notice, State, View};
use crate::app::text::{ENGLISH, Messages, ShellText};
use crate::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Id of the drawing, for the skip link.
const STAGE: &str = "stage";

/// Properties of [`Frame`].
#[derive(Properties, PartialEq)]
pub(super) struct FrameProps {
    /// The state to begin with.
    pub(super) opening: Rc<State>,
    /// Whether the page stands inside another one.
    pub(super) embedded: bool,
}

/// The page around a state.
#[component]
pub(super) fn Frame(props: &FrameProps) -> Html {
    let opening = Rc::clone(&props.opening);
    let state = use_reducer(move || State::clone(&opening));
    let feed = (*use_memo((), |()| Feed::default())).clone();
    let stepper = use_worker(&state, &feed);
    use_study(&state);
    use_address(&state);
    use_storage(&state);
    use_settling(state.dispatcher());
    use_shortcuts(&state, &stepper, help::ID);
    let motion = use_appearance(state.settings);
    let on_action = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(action))
    };
    let shared = Rc::new(State::clone(&state));
    let running = use_memo(Rc::clone(&state.running), |running| running.scenario().clone());
    html! {
        <ContextProvider<Locale> context={Locale(&ENGLISH)}>
            <div class="shell" data-embedded={props.embedded.then_some("true")}>
                if !props.embedded {
                    { skip_link(ENGLISH.shell.skip) }
                    <Bar state={&shared} on_action={&on_action} />
                }
                <Body state={&shared} {running} feed={feed.clone()} {motion} embedded={props.embedded} on_action={&on_action} />
                <Transport playing={state.playing} seed={state.seed} speed={state.settings.speed}
                    worker={state.worker.clone()} {feed} {stepper} on_action={&on_action} />
                <NoticeBox notice={state.notice.clone()} on_action={&on_action} />
                <Announcer playing={state.playing} copied={state.notice == Some(Notice::Copied)} problems={state.problems.len()}
                    unstable={state.report.as_ref().and_then(|report| report.unstable.clone()).map(AttrValue::from)} />
            </div>
        </ContextProvider<Locale>>
    }
}

/// The first link of the page. It moves the focus itself: the address belongs to the scenario.
fn skip_link(text: &'static str) -> Html {
    let onclick = |event: MouseEvent| {
        event.prevent_default();
        let stage = web_sys::window().and_then(|window| window.document()?.get_element_by_id(STAGE));
        if let Some(stage) = stage.and_then(|stage| stage.dyn_into::<HtmlElement>().ok()) {
            // An element on the page takes the focus.
            let _ = stage.focus();
        }
    };
    html! { <a class="skip-link" href={format!("#{STAGE}")} {onclick}>{ text }</a> }
}

/// Properties of [`Body`].
#[derive(Properties, PartialEq)]
struct BodyProps {
    /// The state.
    state: Rc<State>,
    /// The scenario that runs.
    running: Rc<Scenario>,
    /// Where live figures come from.
    feed: Feed,
    /// Whether things may move.
    motion: bool,
    /// Whether the page stands inside another one: stage and verdict alone.
    embedded: bool,
    /// Told what is done.
    on_action: Callback<Action>,
}

/// Everything between the bar and the transport.
#[component]
fn Body(props: &BodyProps) -> Html {
    let messages = use_messages();
    let (state, on_action) = (&props.state, &props.on_action);
    html! {
        <div class="shell-middle">
            <div class="shell-body">
                { if state.view == View::Verify && !props.embedded { proof(props, messages) } else { play(props, messages) } }
            </div>
            if !props.embedded {
                <Inspector {state} {on_action} />
            }
        </div>
    }
}

/// The proof in place of the payment system.
fn proof(props: &BodyProps, messages: &'static Messages) -> Html {
    html! {
        <main id={STAGE} tabindex="-1" aria-label={messages.verify.title}>
            <Verify text={&messages.verify} inquiry={props.state.inquiry.clone()} on_action={&props.on_action} />
        </main>
    }
}

/// The payment system with its figures.
fn play(props: &BodyProps, messages: &'static Messages) -> Html {
    let (state, on_action, running) = (&props.state, &props.on_action, &props.running);
    html! {
        <>
            <Verdict report={&state.report} pinned={&state.pinned_report} difference={&state.difference} compared={state.pinned.is_some()}
                settled={state.settled()} embedded={props.embedded} {on_action} />
            <main id={STAGE} class="stage" tabindex="-1" aria-label={messages.shell.regions.stage}>
                if props.embedded {
                    <h1 class="visually-hidden">{ &running.title }</h1>
                }
                <Topology text={&messages.topology} scenario={running} feed={props.feed.clone()}
                    selected={state.selected} on_select={on_action.reform(Action::Select)} motion={props.motion} />
                if !props.embedded {
                    { caption(state.preset, &messages.shell.bar) }
                }
            </main>
            if !props.embedded {
                { below(props, running, messages) }
            }
        </>
    }
}

/// Charts and formulas of the scenario that runs, below the drawing.
fn below(props: &BodyProps, running: &Rc<Scenario>, messages: &'static Messages) -> Html {
    let (state, on_action) = (&props.state, &props.on_action);
    let regions = &messages.shell.regions;
    let subject = state.inquiry.subject.as_ref();
    let stale = subject.is_some_and(|(scenario, seed)| *scenario != state.running || *seed != state.seed);
    let processors = u8::try_from(running.processors.count).unwrap_or(u8::MAX);
    html! {
        <section class="below" aria-label={regions.below}>
            <h2 class="visually-hidden">{ regions.charts }</h2>
                <Charts text={&messages.charts} {processors} feed={props.feed.clone()} tier={state.tier}
                    on_tier={on_action.reform(Action::Tier)} compared={state.pinned.is_some()} />
            <h2 class="visually-hidden">{ regions.formulas }</h2>
                <FormulaPanel text={&messages.formulas} report={&state.report} curve={&state.curve.points}
                    curve_done={state.curve.done} on_curve={on_action.reform(|()| Action::AskCurve)}
                    scenario={running} />
            <Trial text={&messages.trial} inquiry={state.inquiry.clone()} {stale}
                {on_action} />
        </section>
    }
}

/// Properties of [`Announcer`].
#[derive(Properties, PartialEq)]
struct AnnouncerProps {
    /// Whether time goes on.
    playing: bool,
    /// Whether something was just copied.
    copied: bool,
    /// How many values are not allowed.
    problems: usize,
    /// Why there is no steady state, if there is none.
    unstable: Option<AttrValue>,
}

/// The one place where the page speaks to a screen reader.
#[component]
fn Announcer(props: &AnnouncerProps) -> Html {
    let text = &use_messages().shell;
    let message = message(props, text);
    let spoken = use_announcement(&message);
    html! { <p class="visually-hidden" role="status">{ spoken }</p> }
}

fn message(props: &AnnouncerProps, text: &ShellText) -> AttrValue {
    let time = if props.playing { text.announcements.playing } else { text.announcements.paused };
    match (props.copied, props.problems, &props.unstable) {
        (true, _, _) => text.notices.copied.into(),
        (_, 0, None) => time.into(),
        (_, 0, Some(why)) => format!("{time} {}", (text.verdict.unstable_because)(why)).into(),
        (_, problems, _) => format!("{time} {}", (text.announcements.problems)(problems)).into(),
    }
}
