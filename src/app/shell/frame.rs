//! The frame: which part stands where, and which slice of the state it sees.

use super::bar::Bar;
use super::caption::caption;
use super::hooks::{
    Presence, use_address, use_announcement, use_appearance, use_settling, use_shortcuts, use_storage, use_workbench,
    use_worker,
};
use super::inspector::inspector;
use super::notice::NoticeBox;
use super::transport::transport;
use super::verdict::Verdict;
use super::{Locale, help, use_messages};
use crate::app::feed::Feed;
use crate::app::relay;
use crate::app::state::{Action, Notice, State, View};
use crate::app::text::{AnnouncementsText, ENGLISH, Messages, ShellText};
use crate::app::topology::Topology;
use crate::scenario::Scenario;
use crate::wire::Brief;
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
    let reached = use_state_eq(|| false);
    let workbench = use_workbench(&state, &stepper, !props.embedded && (*reached || wants_workbench(&state)));
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
    let on_reach = use_callback((), {
        let setter = reached.setter();
        move |(), ()| setter.set(true)
    });
    let messages = &ENGLISH;
    let middle = Middle {
        state: Rc::clone(&shared),
        running,
        feed: feed.clone(),
        motion,
        embedded: props.embedded,
        workbench,
        on_reach,
        on_action: on_action.clone(),
    };
    html! {
        <ContextProvider<Locale> context={Locale(messages)}>
            <div class="shell" data-embedded={props.embedded.then_some("true")}>
                if !props.embedded {
                    { skip_link(messages.shell.skip) }
                    <Bar state={&shared} on_action={&on_action} />
                }
                { body(&middle, messages) }
                { transport(&state, &messages.shell.transport, &feed, &stepper, &on_action) }
                <NoticeBox notice={state.notice.clone()} on_action={&on_action} />
                <Announcer playing={state.playing} copied={state.notice == Some(Notice::Copied)} problems={state.problems.len()}
                    excess={state.report.as_ref().and_then(|report| excess(report, &messages.shell.announcements))} />
            </div>
        </ContextProvider<Locale>>
    }
}

/// Whether what stands around the drawing has something to show. Before that a first look needs the drawing alone.
fn wants_workbench(state: &State) -> bool {
    let touched = state.history.can_undo();
    state.playing || state.report.is_some() || state.inspecting || touched || state.view != View::Play
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

/// What stands between the bar and the transport, and what it needs.
struct Middle {
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
    /// Where the workbench is.
    workbench: Presence,
    /// Told when a person reaches the workbench's place.
    on_reach: Callback<()>,
    /// Told what is done.
    on_action: Callback<Action>,
}

/// Everything between the bar and the transport.
fn body(props: &Middle, messages: &'static Messages) -> Html {
    let (state, on_action) = (&props.state, &props.on_action);
    html! {
        <div class="shell-middle">
            <div class="shell-body">
                { if state.view == View::Play || props.embedded { play(props, messages) } else { view(props, messages) } }
            </div>
            if !props.embedded {
                { inspector(state, props.workbench, &messages.shell, on_action) }
            }
        </div>
    }
}

/// Another view in place of the payment system.
fn view(props: &Middle, messages: &'static Messages) -> Html {
    html! {
        <main id={STAGE} tabindex="-1" aria-label={(messages.shell.bar.view)(props.state.view)}>
            if props.workbench == Presence::Coming {
                <p class="coming quiet">{ messages.shell.regions.coming }</p>
            }
            <div id={relay::VIEW}></div>
        </main>
    }
}

/// The payment system with its figures.
fn play(props: &Middle, messages: &'static Messages) -> Html {
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
                    selected={state.selected} on_select={on_action.reform(Action::Select)} motion={props.motion} fit={props.embedded} />
                if !props.embedded {
                    { caption(state.preset, &messages.shell.bar) }
                }
            </main>
            if !props.embedded {
                { below(props, messages) }
            }
        </>
    }
}

/// The place of charts, formulas and trials, below the drawing.
fn below(props: &Middle, messages: &'static Messages) -> Html {
    let regions = &messages.shell.regions;
    let (absent, coming) = (props.workbench == Presence::Coming, wants_workbench(&props.state));
    html! {
        <section class="below" aria-label={regions.below} aria-busy={(coming && absent).then_some("true")}
            onpointerenter={props.on_reach.reform(|_| ())} onfocusin={props.on_reach.reform(|_| ())}>
            if absent {
                <p class="coming quiet">
                    { if coming { regions.coming } else { regions.later } }
                    if !coming {
                        { " " }<button type="button" onclick={props.on_reach.reform(|_| ())}>{ regions.now }</button>
                    }
                </p>
            }
            <div id={relay::BELOW} class="below-workbench"></div>
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
    /// That more comes than can be served, if it does, in a sentence.
    excess: Option<&'static str>,
}

/// That more comes than can be served: without figures, which change and would be read out each time.
const fn excess(report: &Brief, text: &AnnouncementsText) -> Option<&'static str> {
    match (&report.unstable, &report.overloaded) {
        (Some(_), _) => Some(text.unstable),
        (None, Some(_)) => Some(text.overloaded),
        (None, None) => None,
    }
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
    match (props.copied, props.problems, props.excess) {
        (true, _, _) => text.notices.copied.into(),
        (_, 0, None) => time.into(),
        (_, 0, Some(excess)) => format!("{time} {excess}").into(),
        (_, problems, _) => format!("{time} {}", (text.announcements.problems)(problems)).into(),
    }
}
