//! Watch it: a small cache, request by request, forward and back.

use super::game::{cells, game, names, tally, tape};
use super::parameters::parameters;
use super::state::{CAPACITIES, CachesAction, CachesState, PRESETS};
use super::{policies, structure};
use crate::app::controls::Picker;
use crate::app::text::{CachesText, Happened};
use crate::cache::Policy;
use crate::cache::structure::{Frame, watch};
use crate::math;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

const TYPED: &str = "caches-typed";
const TYPED_HELP: &str = "caches-typed-help";
const TYPED_PROBLEM: &str = "caches-typed-problem";
const POLICY: &str = "caches-policy";
const POLICY_SUMMARY: &str = "caches-policy-summary";
const CAPACITY: &str = "caches-capacity";
const STEP: &str = "caches-step";

/// Props of [`Watch`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct WatchProps {
    /// Texts.
    pub(super) text: &'static CachesText,
    /// What is set.
    pub(super) caches: CachesState,
    /// Told what is done.
    pub(super) on_action: Callback<CachesAction>,
}

/// The part.
#[component]
pub(super) fn Watch(props: &WatchProps) -> Html {
    let WatchProps { text, caches, on_action } = props;
    let subject = (caches.sequence.clone(), caches.policy, caches.capacity);
    let frames = use_memo(subject, |(sequence, policy, capacity)| watch(*policy, *capacity, &sequence.trace()));
    let parts = frames.get(caches.step).map_or(&[][..], |frame| &frame.parts);
    html! {
        <section class="study-part" aria-labelledby="caches-watch">
            <h3 id="caches-watch">{ text.watch }</h3>
            { presets(text, caches, on_action) }
            <div class="caches-settings">
                { typed(text, caches, on_action) }
                { policy(text, caches, on_action) }
                { capacity(text, caches, on_action) }
            </div>
            { transport(text, caches, &frames, on_action) }
            { tape(text, caches, &frames) }
            <p role="status">{ sentence(text, caches, &frames) }</p>
            { cells(text, caches, &frames, on_action) }
            if caches.guessing {
                { game(text, caches, &frames, on_action) }
            }
            { structure::structure(text, &caches.sequence, parts) }
        </section>
    }
}

fn presets(text: &CachesText, caches: &CachesState, on: &Callback<CachesAction>) -> Html {
    let each = PRESETS.into_iter().zip(text.presets).map(|(preset, label)| {
        let pressed = caches.typed == preset.keys.text() && caches.capacity == preset.capacity;
        let onclick = on.reform(move |_: MouseEvent| CachesAction::Choose(preset));
        html! { <button type="button" key={label} aria-pressed={pressed.to_string()} {onclick}>{ label }</button> }
    });
    html! { <div class="caches-presets" role="group" aria-label={text.presets_label}>{ for each }</div> }
}

fn typed(text: &CachesText, caches: &CachesState, on: &Callback<CachesAction>) -> Html {
    let oninput =
        on.reform(|event: InputEvent| CachesAction::Type(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
    let problem = caches.problem.as_ref().map(text.problem);
    let described = if problem.is_some() { format!("{TYPED_PROBLEM} {TYPED_HELP}") } else { TYPED_HELP.to_owned() };
    html! {
        <div class="caches-setting caches-typed">
            <label for={TYPED}>{ text.sequence }</label>
            <textarea id={TYPED} rows="2" spellcheck="false" value={caches.typed.clone()} {oninput}
                aria-invalid={problem.is_some().then_some("true")} aria-describedby={described} />
            if let Some(problem) = problem {
                <p class="caches-problem" id={TYPED_PROBLEM}>{ problem }</p>
            }
            <small id={TYPED_HELP}>{ text.sequence_help }</small>
        </div>
    }
}

fn policy(text: &CachesText, caches: &CachesState, on: &Callback<CachesAction>) -> Html {
    let before = caches.policy;
    // What is watched here lives until it is evicted.
    let missing = (text.lifetime.missing)(caches.policy);
    let on_change = on.reform(move |id: &'static str| CachesAction::Policy(Policy::from_id(id).unwrap_or(before)));
    html! {
        <div class="caches-setting">
            <label for={POLICY}>{ text.policy }</label>
            <Picker id={POLICY.to_owned()} described={POLICY_SUMMARY.to_owned()} options={policies()}
                value={caches.policy.id()} {on_change} />
            <small id={POLICY_SUMMARY}>
                { caches.policy.summary() }{ for missing.map(|sentence| format!(" {sentence}")) }
            </small>
            { parameters(text, caches.policy) }
        </div>
    }
}

fn capacity(text: &CachesText, caches: &CachesState, on: &Callback<CachesAction>) -> Html {
    let before = caches.capacity;
    let oninput = on.reform(move |event: InputEvent| CachesAction::Capacity(value(&event).parse().unwrap_or(before)));
    html! {
        <div class="caches-setting">
            <label for={CAPACITY}>{ text.capacity }</label>
            <span class="caches-slider">
                <input type="range" id={CAPACITY} min={CAPACITIES.start().to_string()} max={CAPACITIES.end().to_string()}
                    value={caches.capacity.to_string()} {oninput} aria-valuetext={(text.entries)(caches.capacity)} />
                <output for={CAPACITY}>{ (text.entries)(caches.capacity) }</output>
            </span>
        </div>
    }
}

/// What a range holds.
fn value(event: &InputEvent) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}

/// Back and forward, to the next one that leaves, and the game.
fn transport(text: &CachesText, caches: &CachesState, frames: &[Frame], on: &Callback<CachesAction>) -> Html {
    let (step, end) = (caches.step, caches.sequence.len());
    let key = |label: &'static str, to: Option<usize>| {
        let onclick = on.reform(move |_: MouseEvent| CachesAction::Go(to.unwrap_or(step)));
        html! { <button type="button" disabled={to.is_none()} {onclick}>{ label }</button> }
    };
    let oninput = on.reform(move |event: InputEvent| CachesAction::Go(value(&event).parse().unwrap_or(step)));
    let shown = (text.at)(math::wide(step), math::wide(end));
    html! {
        <div class="caches-transport">
            { key(text.first, (step > 0).then_some(0)) }
            { key(text.back, step.checked_sub(1)) }
            { key(text.forward, (step < end).then_some(step + 1)) }
            { key(text.next_eviction, next_eviction(caches, frames)) }
            { key(text.last, (step < end).then_some(end)) }
            <span class="caches-slider">
                <input type="range" id={STEP} aria-label={text.step} min="0" max={end.to_string()}
                    value={step.to_string()} {oninput} aria-valuetext={shown.clone()} />
                <output for={STEP}>{ shown.clone() }</output>
            </span>
            <button type="button" aria-pressed={caches.guessing.to_string()} onclick={on.reform(|_| CachesAction::Play)}>
                { text.game }
            </button>
        </div>
    }
}

/// Where the next key leaves; during the game the moment before, unless that is now.
fn next_eviction(caches: &CachesState, frames: &[Frame]) -> Option<usize> {
    let before = usize::from(caches.guessing);
    let places = frames.iter().enumerate().filter(|(_, frame)| !frame.left.is_empty());
    places.map(|(place, _)| place.saturating_sub(before)).find(|&place| place > caches.step)
}

/// What the last request did, and all so far.
fn sentence(text: &CachesText, caches: &CachesState, frames: &[Frame]) -> String {
    let Some((request, frame)) = caches.step.checked_sub(1).zip(frames.get(caches.step)) else {
        return text.empty.to_owned();
    };
    let key = caches.sequence.at(request);
    let end = math::wide(caches.sequence.len());
    let left = names(&caches.sequence, &frame.left);
    let asked = caches.sequence.keys().get(request).copied();
    let happened = match frame.hit {
        Some(true) => Happened::Hit,
        _ if !frame.cells.contains(&asked) => Happened::Refused,
        _ if left.is_empty() => Happened::Stored,
        _ => Happened::Replaced(&left),
    };
    let (hits, misses) = tally(frames, caches.step);
    let happened = (text.happened)(key, happened);
    format!("{} {happened} {}", (text.request)(math::wide(caches.step), end), (text.tally)(misses, hits))
}
