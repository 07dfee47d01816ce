//! A number with its slider, its text field and its unit, or without a limit where that is allowed.

use super::draft::{Draft, Flaw, read};
use super::field::{Field, Ids, described_by, trouble, use_ids};
use super::gauge::{Gauge, Move};
use super::per_frame::{PerFrame, use_per_frame};
use super::troubles::words_of;
use crate::app::text::{ControlsText, FieldText, Unit};
use crate::scenario::Problem;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

type NumberDraft = Draft<f64, Flaw>;

#[derive(Properties, PartialEq)]
pub(super) struct NumberFieldProps {
    pub(super) text: &'static ControlsText,
    /// Path of what it sets.
    pub(super) field: AttrValue,
    /// What it is called.
    pub(super) label: AttrValue,
    /// Unit, help, source of the default.
    pub(super) words: FieldText,
    pub(super) gauge: Gauge,
    pub(super) value: f64,
    pub(super) default: f64,
    pub(super) problems: Rc<Vec<Problem>>,
    pub(super) on_change: Callback<f64>,
}

/// A number.
#[component]
pub(super) fn NumberField(props: &NumberFieldProps) -> Html {
    let default = worded(props.text, &props.gauge, props.words.unit, props.default);
    let on_reset = props.on_change.reform({
        let default = props.default;
        move |()| default
    });
    html! {
        <Field text={props.text} field={&props.field} label={&props.label} words={props.words} {default}
            changed={props.value.total_cmp(&props.default).is_ne()} {on_reset}>
            <NumberRow text={props.text} field={&props.field} unit={props.words.unit} gauge={props.gauge}
                value={props.value} default={Some(props.default)} problems={Rc::clone(&props.problems)}
                on_change={&props.on_change} />
        </Field>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct OptionalNumberProps {
    pub(super) text: &'static ControlsText,
    /// Path of what it sets.
    pub(super) field: AttrValue,
    /// What it is called.
    pub(super) label: AttrValue,
    /// Unit, help, source of the default.
    pub(super) words: FieldText,
    pub(super) gauge: Gauge,
    /// Nothing stands for no limit.
    pub(super) value: Option<f64>,
    pub(super) default: Option<f64>,
    /// The first limit when there was none.
    pub(super) first: f64,
    /// What no number means, in words.
    pub(super) none: &'static str,
    pub(super) problems: Rc<Vec<Problem>>,
    pub(super) on_change: Callback<Option<f64>>,
}

/// A number that may be left out: no limit.
#[component]
pub(super) fn OptionalNumber(props: &OptionalNumberProps) -> Html {
    let ids = use_ids(&props.field);
    let last = use_mut_ref(|| props.default.unwrap_or(props.first));
    if let Some(value) = props.value {
        *last.borrow_mut() = value;
    }
    let default = match props.default {
        Some(default) => worded(props.text, &props.gauge, props.words.unit, default),
        None => props.none.to_owned(),
    };
    let on_toggle = props.on_change.reform(move |event: Event| {
        let unlimited = event.target_unchecked_into::<HtmlInputElement>().checked();
        (!unlimited).then(|| *last.borrow())
    });
    let on_reset = props.on_change.reform({
        let default = props.default;
        move |()| default
    });
    let problem = words_of(props.text, &props.problems, &props.field, None);
    let checkbox = format!("{}-unlimited", ids.control);
    let aside = html! {
        <label class="field-aside" for={checkbox.clone()}>
            <input type="checkbox" id={checkbox} checked={props.value.is_none()} onchange={on_toggle}
                aria-describedby={described_by(&ids, problem.as_deref())} />
            { props.none }
            <span class="visually-hidden">{ ": " }{ &props.label }</span>
        </label>
    };
    html! {
        <Field text={props.text} field={&props.field} label={&props.label} words={props.words} {default}
            changed={props.value != props.default} {on_reset} {aside} labelable={props.value.is_some()}>
            if let Some(value) = props.value {
                <NumberRow text={props.text} field={&props.field} unit={props.words.unit} gauge={props.gauge}
                    {value} default={props.default} problems={Rc::clone(&props.problems)}
                    on_change={props.on_change.reform(Some)} />
            } else {
                { trouble(&ids, problem.as_deref()) }
            }
        </Field>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct NumberRowProps {
    pub(super) text: &'static ControlsText,
    /// Path of what it sets; the label with the id made from it names slider and text field.
    pub(super) field: AttrValue,
    pub(super) unit: Unit,
    pub(super) gauge: Gauge,
    pub(super) value: f64,
    /// Marked on the slider; nothing if the default is no limit.
    pub(super) default: Option<f64>,
    pub(super) problems: Rc<Vec<Problem>>,
    pub(super) on_change: Callback<f64>,
}

/// Slider, text field and unit, and below them what is wrong.
#[component]
pub(super) fn NumberRow(props: &NumberRowProps) -> Html {
    let ids = use_ids(&props.field);
    let draft = use_state(|| None::<NumberDraft>);
    let per_frame = use_per_frame(&props.on_change);
    let standing = draft.as_ref().filter(|draft| draft.stands(&props.value));
    let number = standing.map_or(Ok(props.value), |draft| draft.read);
    let typed = standing.map_or_else(|| props.gauge.show(props.value), |draft| draft.text.clone());
    let problem = match number {
        Err(flaw) => Some(flaw.words(&props.text.problems, &typed, &ends(props))),
        Ok(_) => words_of(props.text, &props.problems, &props.field, Some((&props.gauge, props.unit))),
    };
    let hand = Hand { draft: draft.clone(), per_frame, gauge: props.gauge, value: props.value, default: props.default };
    let shown = number.unwrap_or(props.value);
    html! {
        <>
            <div class="number">
                { slider(props, &ids, &hand, shown, problem.as_deref()) }
                { text_field(props, &ids, &hand, typed, (number.ok(), problem.as_deref())) }
                if !props.unit.short.is_empty() {
                    <span class="number-unit" aria-hidden="true">{ props.unit.short }</span>
                }
            </div>
            { trouble(&ids, problem.as_deref()) }
        </>
    }
}

/// The least and the greatest allowed number, in words.
fn ends(props: &NumberRowProps) -> (String, String) {
    let Gauge { limit, .. } = props.gauge;
    (props.gauge.show(limit.min), worded(props.text, &props.gauge, props.unit, limit.max))
}

/// A number with its unit in words, to be read.
pub(super) fn worded(text: &ControlsText, gauge: &Gauge, unit: Unit, number: f64) -> String {
    (text.frame.with_unit)(&gauge.show(number), unit.brief(number))
}

/// A number with its unit in words, to be heard.
fn spoken(props: &NumberRowProps, number: f64) -> String {
    (props.text.frame.with_unit)(&props.gauge.plain(number), props.unit.of(number)).replace('\u{a0}', " ")
}

fn slider(props: &NumberRowProps, ids: &Ids, hand: &Hand, shown: f64, problem: Option<&str>) -> Html {
    let (stops, position) = (props.gauge.stops(), props.gauge.position(shown));
    let percent = |position: u32| format!("{:.2}%", 100.0 * f64::from(position) / f64::from(stops.max(1)));
    let at = percent(position);
    html! {
        <span class="slider">
            <svg class="slider-rail" aria-hidden="true" focusable="false">
                <line x1="0" x2="100%" y1="50%" y2="50%" />
                if let Some(default) = props.default {
                    <line class="slider-default" x1={percent(props.gauge.position(default))}
                        x2={percent(props.gauge.position(default))} y1="15%" y2="85%" />
                }
                <line class="slider-value" x1="0" x2={at} y1="50%" y2="50%" />
            </svg>
            <input type="range" min="0" max={stops.to_string()} step="1" value={position.to_string()}
                aria-labelledby={ids.label.clone()} aria-describedby={described_by(ids, problem)}
                aria-valuetext={spoken(props, shown)}
                oninput={hand.on_slide()} onchange={hand.on_release()} onkeydown={hand.on_slider_key()}
                ondblclick={hand.on_double_click()} />
        </span>
    }
}

fn text_field(
    props: &NumberRowProps,
    ids: &Ids,
    hand: &Hand,
    typed: String,
    shown: (Option<f64>, Option<&str>),
) -> Html {
    let (number, problem) = shown;
    let now = number.map(|number| number.to_string());
    let words = number.map(|number| spoken(props, number));
    html! {
        <input type="text" inputmode="decimal" role="spinbutton" autocomplete="off" spellcheck="false"
            id={ids.control.clone()} value={typed}
            aria-valuenow={now} aria-valuetext={words}
            aria-valuemin={props.gauge.limit.min.to_string()} aria-valuemax={props.gauge.limit.max.to_string()}
            aria-invalid={problem.is_some().then_some("true")} aria-describedby={described_by(ids, problem)}
            oninput={hand.on_type()} onblur={hand.on_leave()} onkeydown={hand.on_text_key()} />
    }
}

/// What a hand may do to the number: each function makes one listener.
struct Hand {
    draft: UseStateHandle<Option<NumberDraft>>,
    per_frame: Rc<PerFrame<f64>>,
    gauge: Gauge,
    value: f64,
    default: Option<f64>,
}

impl Clone for Hand {
    fn clone(&self) -> Self {
        Self { draft: self.draft.clone(), per_frame: Rc::clone(&self.per_frame), ..*self }
    }
}

impl Hand {
    fn on_type(&self) -> Callback<InputEvent> {
        let hand = self.clone();
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            let number = read(&text, hand.gauge.form);
            hand.draft.set(Some(Draft::new(text, number, hand.value)));
            if let Ok(number) = number {
                hand.per_frame.now(number);
            }
        })
    }

    fn on_slide(&self) -> Callback<InputEvent> {
        let hand = self.clone();
        Callback::from(move |event: InputEvent| {
            let position = event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(0);
            hand.set(hand.snapped(position));
        })
    }

    fn on_release(&self) -> Callback<Event> {
        let per_frame = Rc::clone(&self.per_frame);
        Callback::from(move |_| per_frame.flush())
    }

    /// Numbers that were read are shown in their plain form once the person moves on; rubbish stays for them to mend.
    fn on_leave(&self) -> Callback<FocusEvent> {
        let hand = self.clone();
        Callback::from(move |_| {
            hand.per_frame.flush();
            if hand.draft.as_ref().is_some_and(|draft| draft.read == Ok(hand.value)) {
                hand.draft.set(None);
            }
        })
    }

    fn on_double_click(&self) -> Callback<MouseEvent> {
        let hand = self.clone();
        Callback::from(move |_| {
            if let Some(default) = hand.default {
                hand.set(default);
            }
        })
    }

    fn on_slider_key(&self) -> Callback<KeyboardEvent> {
        let hand = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            let way = match event.key().as_str() {
                "ArrowRight" => Some(Move::Up),
                "ArrowLeft" => Some(Move::Down),
                "Home" => Some(Move::Least),
                "End" => Some(Move::Greatest),
                key => vertical(key),
            };
            hand.obey(&event, way);
        })
    }

    /// In the text field the keys that move the caret keep doing so, and Escape brings the number back.
    fn on_text_key(&self) -> Callback<KeyboardEvent> {
        let hand = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && hand.draft.is_some() {
                event.stop_propagation();
                hand.draft.set(None);
                return;
            }
            hand.obey(&event, vertical(&event.key()));
        })
    }

    fn obey(&self, event: &KeyboardEvent, way: Option<Move>) {
        let Some(way) = way else { return };
        event.prevent_default();
        let from = self.draft.as_ref().filter(|draft| draft.stands(&self.value));
        let from = from.and_then(|draft| draft.read.ok()).unwrap_or(self.value);
        self.set(self.gauge.moved(from, way));
    }

    fn set(&self, number: f64) {
        self.draft.set(Some(Draft::new(self.gauge.show(number), Ok(number), self.value)));
        self.per_frame.later(number);
    }

    /// The number at a position; near the default's own, the default itself, which the slider might else never meet.
    fn snapped(&self, position: u32) -> f64 {
        match self.default {
            Some(default) if self.gauge.position(default) == position => default,
            _ => self.gauge.at(position),
        }
    }
}

fn vertical(key: &str) -> Option<Move> {
    match key {
        "ArrowUp" => Some(Move::Up),
        "ArrowDown" => Some(Move::Down),
        "PageUp" => Some(Move::FarUp),
        "PageDown" => Some(Move::FarDown),
        _ => None,
    }
}
