//! The shape of the arrival rate: picked, drawn, and given its numbers.

use super::choice::Choice;
use super::desk::Desk;
use super::gauge::Gauge;
use super::parameters::{Frame, Parameter, fields};
use super::rate_curve;
use crate::app::text::ShapeText;
use crate::scenario::{Load, Scenario, Shape};
use std::rc::Rc;
use yew::prelude::*;

/// Path of the shape.
const PATH: &str = "load.open.shape";

#[derive(Properties, PartialEq)]
pub(super) struct ShapeEditorProps {
    pub(super) desk: Desk,
    /// Base rate.
    pub(super) rate: f64,
    pub(super) shape: Shape,
}

/// The shape of the arrival rate.
#[component]
pub(super) fn ShapeEditor(props: &ShapeEditorProps) -> Html {
    let ShapeEditorProps { desk, rate, shape } = props;
    let (text, rate) = (&desk.text.load.shape, *rate);
    let on_change = desk.edit_at(set);
    let (now, pick) = (shape.clone(), on_change.clone());
    let on_pick = Callback::from(move |tag: &'static str| {
        let next = Shape::of_kind(tag, rate).filter(|_| tag != now.tag());
        pick.emit((PATH.to_owned(), next.unwrap_or_else(|| now.clone())));
    });
    let tag = shape.tag();
    let frame = Frame {
        text: desk.text,
        path: format!("{PATH}.{tag}"),
        label: text.shape.label,
        problems: &desk.problems,
        on_change: &on_change,
    };
    let default = Shape::of_kind(tag, rate).map(|default| of_shape(text, &default)).unwrap_or_default();
    html! {
        <>
            <Choice key={PATH} text={desk.text} field={PATH} label={text.shape.label} words={text.shape}
                options={text.kinds.to_vec()} value={tag} default={Shape::Constant.tag()}
                problems={Rc::clone(&desk.problems)} on_change={on_pick} />
            if let Some(kind) = text.kinds.iter().find(|kind| kind.id == tag) {
                { rate_curve::sketch(text, kind, shape, rate) }
            }
            { fields(&frame, of_shape(text, shape), &default) }
        </>
    }
}

fn set(scenario: &mut Scenario, next: Shape) {
    if let Load::Open { shape, .. } = &mut scenario.load {
        *shape = next;
    }
}

/// The parameters of a shape.
fn of_shape(text: &ShapeText, shape: &Shape) -> Vec<Parameter<Shape>> {
    match *shape {
        Shape::Constant => Vec::new(),
        Shape::Ramp { to_per_s, over_s } => vec![
            Parameter::new(
                "to_per_s",
                text.to,
                Gauge::RATE,
                (to_per_s, move |to_per_s| Shape::Ramp { to_per_s, over_s }),
            ),
            time("over_s", text.over, over_s, move |over_s| Shape::Ramp { to_per_s, over_s }),
        ],
        Shape::Burst { peak_per_s, every_s, for_s } => vec![
            Parameter::new(
                "peak_per_s",
                text.peak,
                Gauge::RATE,
                (peak_per_s, move |peak_per_s| Shape::Burst { peak_per_s, every_s, for_s }),
            ),
            time("every_s", text.every, every_s, move |every_s| Shape::Burst { peak_per_s, every_s, for_s }),
            time("for_s", text.during, for_s, move |for_s| Shape::Burst { peak_per_s, every_s, for_s }),
        ],
        Shape::Daily { day_s } => vec![time("day_s", text.day, day_s, |day_s| Shape::Daily { day_s })],
        Shape::Festival { at_s, peak_factor, rise_s, half_life_s } => {
            let with = move |at_s, peak_factor, rise_s, half_life_s| Shape::Festival {
                at_s,
                peak_factor,
                rise_s,
                half_life_s,
            };
            vec![
                Parameter::new(
                    "peak_factor",
                    text.factor,
                    Gauge::PEAK_FACTOR,
                    (peak_factor, move |factor| with(at_s, factor, rise_s, half_life_s)),
                ),
                time("at_s", text.at, at_s, move |at_s| with(at_s, peak_factor, rise_s, half_life_s)),
                time("rise_s", text.rise, rise_s, move |rise_s| with(at_s, peak_factor, rise_s, half_life_s)),
                time("half_life_s", text.half_life, half_life_s, move |half_life_s| {
                    with(at_s, peak_factor, rise_s, half_life_s)
                }),
            ]
        }
    }
}

fn time(
    name: &'static str,
    words: crate::app::text::FieldText,
    seconds: f64,
    with: impl Fn(f64) -> Shape + 'static,
) -> Parameter<Shape> {
    Parameter::new(name, words, Gauge::SHAPE_S, (seconds, with))
}
