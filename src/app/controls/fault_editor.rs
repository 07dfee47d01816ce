//! One fault of the script: what goes wrong, where, from when, for how long and how much.

use super::choice::Choice;
use super::desk::Desk;
use super::gauge::Gauge;
use super::number_field::NumberField;
use crate::app::text::{FaultsText, FieldText, OptionText};
use crate::payment::Place;
use crate::scenario::{Fault, FaultKind, LASTS_S, Scenario};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct FaultEditorProps {
    pub(super) desk: Desk,
    /// Its place in the script.
    pub(super) index: usize,
    /// Whether its fields are shown at first.
    pub(super) fresh: bool,
}

/// A fault: its sentence, which opens its fields; open while something is wrong with it.
#[component]
pub(super) fn FaultEditor(props: &FaultEditorProps) -> Html {
    let open = use_state(|| props.fresh);
    let (desk, index) = (&props.desk, props.index);
    let Some(fault) = desk.scenario.faults.get(index).copied() else { return Html::default() };
    let text = &desk.text.faults;
    let path = path(index);
    let wrong = desk.problems.iter().any(|problem| problem.path.starts_with(&format!("{path}.")));
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(event.target_unchecked_into::<Element>().has_attribute("open")))
    };
    html! {
        <details class="fault" open={*open || wrong} {ontoggle}>
            <summary>
                <span>{ sentence(text, &fault) }</span>
                <span class="quiet">{ when(text, &fault) }</span>
            </summary>
            { kind(desk, index, &fault) }
            { place(desk, index, &fault) }
            { number(desk, (index, "start_s", text.start, 0.0), fault.start_s, |fault, s| fault.start_s = s) }
            { number(desk, (index, "duration_s", text.duration, LASTS_S), fault.duration_s, |fault, s| fault.duration_s = s) }
            { magnitude(desk, index, &fault) }
            <button type="button" class="fault-remove" onclick={remove(desk, index)}>{ text.remove }</button>
        </details>
    }
}

/// Path of a fault.
pub(super) fn path(index: usize) -> String {
    format!("faults[{index}]")
}

/// Where and what.
pub(super) fn sentence(text: &FaultsText, fault: &Fault) -> String {
    (text.at)(option(text.places, fault.place_word()).label, &(text.words)(fault.kind))
}

/// From when and for how long.
pub(super) fn when(text: &FaultsText, fault: &Fault) -> String {
    let seconds = |s: f64| format!("{s}\u{a0}s");
    (text.when)(&seconds(fault.start_s), &seconds(fault.duration_s))
}

/// Takes a fault out of the script.
pub(super) fn remove(desk: &Desk, index: usize) -> Callback<MouseEvent> {
    let remove = desk.edit("faults", move |scenario: &mut Scenario, ()| {
        if index < scenario.faults.len() {
            scenario.faults.remove(index);
        }
    });
    remove.reform(|_| ())
}

fn option(options: &'static [OptionText], id: &'static str) -> OptionText {
    let unknown = OptionText { id, label: id, summary: "" };
    options.iter().find(|option| option.id == id).copied().unwrap_or(unknown)
}

/// A callback that changes a fault.
fn edit<V: 'static>(desk: &Desk, field: &str, index: usize, set: impl Fn(&mut Fault, V) + 'static) -> Callback<V> {
    desk.edit(field, move |scenario: &mut Scenario, value| {
        if let Some(fault) = scenario.faults.get_mut(index) {
            set(fault, value);
        }
    })
}

fn kind(desk: &Desk, index: usize, fault: &Fault) -> Html {
    let (text, field) = (&desk.text.faults, format!("{}.kind", path(index)));
    let on_change = edit(desk, &field, index, |fault, tag: &'static str| {
        if tag != fault.kind.tag() {
            fault.kind = FaultKind::usual(tag);
        }
        // Not every kind can happen everywhere.
        if !fault.kind.suits(fault.place) {
            fault.place = fault.kind.usual_place();
        }
    });
    html! {
        <Choice key="kind" text={desk.text} {field} label={text.kind.label} words={text.kind}
            options={text.kinds.to_vec()} value={fault.kind.tag()} default={FaultKind::TAGS[0]}
            problems={Rc::clone(&desk.problems)} {on_change} />
    }
}

/// The places where its kind can happen, and the one that it has.
fn place(desk: &Desk, index: usize, fault: &Fault) -> Html {
    let (text, field) = (&desk.text.faults, format!("{}.place", path(index)));
    let there = |place: Place| match place {
        Place::Processor(number) => u32::from(number) < desk.scenario.processors.count,
        _ => true,
    };
    let offered = |option: &&OptionText| {
        let place = Fault::place_of(option.id);
        option.id == fault.place_word() || place.is_some_and(|place| fault.kind.suits(place) && there(place))
    };
    let options: Vec<OptionText> = text.places.iter().filter(offered).copied().collect();
    let on_change = edit(desk, &field, index, |fault, id: &'static str| {
        if let Some(place) = Fault::place_of(id) {
            fault.place = place;
        }
    });
    let usual = Fault { place: fault.kind.usual_place(), ..*fault };
    html! {
        <Choice key="place" text={desk.text} {field} label={text.place.label} words={text.place} {options}
            value={fault.place_word()} default={usual.place_word()} problems={Rc::clone(&desk.problems)} {on_change} />
    }
}

fn number(
    desk: &Desk,
    (index, name, words, default): (usize, &'static str, FieldText, f64),
    value: f64,
    set: impl Fn(&mut Fault, f64) + 'static,
) -> Html {
    let field = format!("{}.{name}", path(index));
    let on_change = edit(desk, &field, index, set);
    html! {
        <NumberField key={name} text={desk.text} {field} label={words.label} {words} gauge={Gauge::FAULT_S} {value}
            {default} problems={Rc::clone(&desk.problems)} {on_change} />
    }
}

/// A number of a kind: its name, its words, its gauge, its value, and the kind with another one.
type Magnitude = (&'static str, FieldText, Gauge, f64, fn(FaultKind, f64) -> FaultKind);

/// How much, for the kinds that have such a number.
fn magnitude(desk: &Desk, index: usize, fault: &Fault) -> Html {
    let text = &desk.text.faults;
    let usual = magnitudes_of(text, FaultKind::usual(fault.kind.tag()));
    let field_of = |((name, words, gauge, value, with), usual): (Magnitude, Magnitude)| {
        let field = format!("{}.kind.{}.{name}", path(index), fault.kind.tag());
        let on_change = edit(desk, &field, index, move |fault, value| fault.kind = with(fault.kind, value));
        html! {
            <NumberField key={field.clone()} text={desk.text} field={field.clone()} label={words.label} {words} {gauge} {value}
                default={usual.3} problems={Rc::clone(&desk.problems)} {on_change} />
        }
    };
    magnitudes_of(text, fault.kind).into_iter().zip(usual).map(field_of).collect()
}

fn magnitudes_of(text: &FaultsText, kind: FaultKind) -> Vec<Magnitude> {
    match kind {
        FaultKind::Slow { times } => {
            vec![("times", text.times, Gauge::TIMES, times, |_, times| FaultKind::Slow { times })]
        }
        FaultKind::Errors { share } => {
            vec![("share", text.errors, Gauge::SHARE, share, |_, share| FaultKind::Errors { share })]
        }
        FaultKind::Loss { share } => {
            vec![("share", text.loss, Gauge::SHARE, share, |_, share| FaultKind::Loss { share })]
        }
        FaultKind::Certificate { recycle_s } => {
            let with = |_, recycle_s| FaultKind::Certificate { recycle_s };
            vec![("recycle_s", text.recycle, Gauge::FAULT_S, recycle_s, with)]
        }
        FaultKind::Capacity { share } => {
            vec![("share", text.capacity, Gauge::SHARE, share, |_, share| FaultKind::Capacity { share })]
        }
        FaultKind::CardTesting { rate_per_s, valid_share } => vec![
            ("rate_per_s", text.probes, Gauge::PROBES, rate_per_s, with_rate),
            ("valid_share", text.valid, Gauge::SHARE, valid_share, with_valid),
        ],
        FaultKind::Down | FaultKind::Silent | FaultKind::CacheFlush | FaultKind::IndexLost => Vec::new(),
    }
}

const fn with_rate(kind: FaultKind, rate_per_s: f64) -> FaultKind {
    match kind {
        FaultKind::CardTesting { valid_share, .. } => FaultKind::CardTesting { rate_per_s, valid_share },
        other => other,
    }
}

const fn with_valid(kind: FaultKind, valid_share: f64) -> FaultKind {
    match kind {
        FaultKind::CardTesting { rate_per_s, .. } => FaultKind::CardTesting { rate_per_s, valid_share },
        other => other,
    }
}
