//! The cells of the watched cache, and the game on them: which key goes next?

use super::sequence::Sequence;
use super::state::{CachesAction, CachesState, Guess};
use crate::app::text::CachesText;
use crate::cache::structure::Frame;
use crate::math;
use yew::prelude::*;

/// The cells. While the game is on they are the answers.
pub(super) fn cells(text: &CachesText, caches: &CachesState, frames: &[Frame], on: &Callback<CachesAction>) -> Html {
    let Some(frame) = frames.get(caches.step) else { return Html::default() };
    let next = frames.get(caches.step + 1).filter(|_| caches.guessing);
    let asked = caches.step.checked_sub(1).and_then(|request| caches.sequence.keys().get(request)).copied();
    let each = frame.cells.iter().enumerate().map(|(place, key)| {
        let state = if key.is_some() && *key == asked { mark(frame) } else { "kept" };
        let content = match (key, next) {
            (Some(key), Some(next)) => answer(caches.sequence.name(*key), Some(*key), next, on),
            (Some(key), None) => html! { <span>{ caches.sequence.name(*key) }</span> },
            (None, _) => html! { <span class="quiet"><span class="visually-hidden">{ text.free }</span></span> },
        };
        html! { <li key={place} data-cell={if key.is_some() { state } else { "free" }}>{ content }</li> }
    });
    html! {
        <div class="caches-cells">
            <ol aria-label={text.cells}>{ for each }</ol>
            if !frame.left.is_empty() {
                <p class="caches-left">{ (text.left)(&names(&caches.sequence, &frame.left)) }</p>
            }
        </div>
    }
}

/// What just happened to the cell that was asked for.
fn mark(frame: &Frame) -> &'static str {
    if frame.hit == Some(true) { "hit" } else { "new" }
}

/// An answer of the game. It is right if that key goes, or if nobody goes and that was said.
fn answer(label: &str, key: Option<u32>, next: &Frame, on: &Callback<CachesAction>) -> Html {
    let right = key.map_or(next.left.is_empty(), |key| next.left.contains(&key));
    let onclick = on.reform(move |_: MouseEvent| CachesAction::Guess(Guess { key, right }));
    html! { <button type="button" {onclick}>{ label }</button> }
}

/// The question, what came of the last answer, and the score.
pub(super) fn game(text: &CachesText, caches: &CachesState, frames: &[Frame], on: &Callback<CachesAction>) -> Html {
    let next = frames.get(caches.step + 1);
    let (right, answered) = caches.score();
    html! {
        <div class="caches-game">
            <p role="status">
                if let Some((guess, frame)) = caches.guess.zip(frames.get(caches.step)) {
                    <strong data-right={guess.right.to_string()}>{ verdict(text, caches, guess, frame) }</strong>
                    { " " }
                }
                { (text.score)(right, answered) }
            </p>
            if let Some(next) = next {
                <p>{ (text.question)(caches.sequence.at(caches.step)) }</p>
                { answer(text.nobody, None, next, on) }
            } else {
                <p>{ text.over }</p>
            }
        </div>
    }
}

fn verdict(text: &CachesText, caches: &CachesState, guess: Guess, frame: &Frame) -> String {
    let gone = names(&caches.sequence, &frame.left);
    (text.verdict)(guess.right, Some(&*gone).filter(|gone| !gone.is_empty()))
}

/// Keys in one line, as they were typed.
pub(super) fn names(sequence: &Sequence, keys: &[u32]) -> String {
    let names: Vec<&str> = keys.iter().map(|&key| sequence.name(key)).collect();
    names.join(", ")
}

/// The requests in order: those that happened with what came of them.
pub(super) fn tape(text: &CachesText, caches: &CachesState, frames: &[Frame]) -> Html {
    let each = (0..caches.sequence.len()).map(|request| {
        let hit = frames.get(request + 1).and_then(|frame| frame.hit).filter(|_| request < caches.step);
        let outcome = hit.map_or("to-come", |hit| if hit { "hit" } else { "miss" });
        let word = hit.map(|hit| if hit { text.hit } else { text.miss });
        let current = (request + 1 == caches.step).then_some("step");
        html! {
            <li key={request} data-outcome={outcome} aria-current={current}>
                <span>{ caches.sequence.at(request) }</span>
                { for word.map(|word| html! { <span class="visually-hidden">{ word }</span> }) }
            </li>
        }
    });
    html! { <ol class="caches-tape" aria-label={text.tape}>{ for each }</ol> }
}

/// Hits and misses so far.
pub(super) fn tally(frames: &[Frame], step: usize) -> (u64, u64) {
    let happened = || frames.iter().take(step + 1).filter_map(|frame| frame.hit);
    let hits = math::wide(happened().filter(|hit| *hit).count());
    (hits, math::wide(happened().count()) - hits)
}
