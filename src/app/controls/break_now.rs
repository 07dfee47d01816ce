//! Breaks a place while the run is on: a fault that begins at the present simulated second.
//!
//! It is an edit of the script like any other: the run is replayed from its start and arrives where it was, broken.

use super::Page;
use super::choice::Picker;
use super::desk::Desk;
use super::fault_editor::{path, remove, sentence, when};
use crate::app::feed::Feed;
use crate::app::text::OptionText;
use crate::payment::Place;
use crate::scenario::{FAULTS, Fault, FaultKind, LASTS_S, Scenario};
use yew::prelude::*;

/// Id of the choice of what goes wrong.
const CHOICE: &str = "break-now";
/// The present is said in tenths of a second.
const TENTHS: f64 = 10.0;

#[derive(Properties, PartialEq)]
pub(super) struct BreakNowProps {
    pub(super) desk: Desk,
    /// What is broken.
    pub(super) place: Place,
}

/// The present simulated second, cut to tenths.
pub(super) fn now_s(feed: &Feed) -> f64 {
    feed.latest().map_or(0.0, |snapshot| (snapshot.now_s * TENTHS).floor() / TENTHS)
}

/// A choice and a button, and below them the faults that the place has.
#[component]
pub(super) fn BreakNow(props: &BreakNowProps) -> Html {
    let (desk, place) = (&props.desk, props.place);
    let text = &desk.text.faults;
    let kind = use_state_eq(|| FaultKind::TAGS[0]);
    let suits = |option: &&OptionText| FaultKind::usual(option.id).suits(place);
    let options: Vec<OptionText> = text.kinds.iter().filter(suits).copied().collect();
    let on_pick = {
        let kind = kind.clone();
        Callback::from(move |tag| kind.set(tag))
    };
    let (feed, index, tag) = (desk.feed.clone(), desk.scenario.faults.len(), *kind);
    let add = desk.edit(&path(index), move |scenario: &mut Scenario, ()| {
        scenario.faults.push(Fault::new(FaultKind::usual(tag), place, now_s(&feed), LASTS_S));
    });
    let help = format!("{CHOICE}-help");
    html! {
        <section class="break-now" aria-label={text.now}>
            <h3>{ text.now }</h3>
            <div class="break-now-row">
                <label class="visually-hidden" for={CHOICE}>{ text.now_kind }</label>
                <Picker id={CHOICE} described={help.clone()} {options} value={*kind} on_change={on_pick} />
                <button type="button" disabled={index >= FAULTS} aria-describedby={help.clone()}
                    onclick={add.reform(|_| ())}>
                    { text.break_now }
                </button>
            </div>
            <p id={help} class="quiet">{ text.now_help }</p>
            { here(desk, place) }
        </section>
    }
}

/// The faults that the place has already.
fn here(desk: &Desk, place: Place) -> Html {
    let text = &desk.text.faults;
    let faults: Vec<(usize, &Fault)> =
        desk.scenario.faults.iter().enumerate().filter(|(_, fault)| fault.place == place).collect();
    if faults.is_empty() {
        return Html::default();
    }
    let line = |(index, fault): (usize, &Fault)| {
        let what = (text.words)(fault.kind);
        let whole = format!("{} {}", sentence(text, fault), when(text, fault));
        html! {
            <li key={index}>
                <span>{ what }{ " " }<span class="quiet">{ when(text, fault) }</span></span>
                <button type="button" class="field-tool" aria-label={(text.remove_that)(&whole)}
                    title={text.remove} onclick={remove(desk, index)}>
                    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M4 4l8 8M12 4l-8 8" /></svg>
                </button>
            </li>
        }
    };
    html! {
        <>
            <ul class="faults-here">{ for faults.into_iter().map(line) }</ul>
            <button type="button" class="break-now-script" onclick={desk.on_page.reform(|_| Page::Faults)}>{ text.script }</button>
        </>
    }
}
