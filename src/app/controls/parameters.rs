//! The parameters of a tagged choice (a law, a shape, a popularity): one number field each.

use super::gauge::Gauge;
use super::number_field::NumberField;
use crate::app::text::{ControlsText, FieldText};
use crate::scenario::Problem;
use std::rc::Rc;
use yew::prelude::*;

/// One number of a tagged choice `T`.
pub(super) struct Parameter<T> {
    /// Its name in the scenario.
    pub(super) name: &'static str,
    pub(super) words: FieldText,
    pub(super) gauge: Gauge,
    pub(super) value: f64,
    /// The choice with another number.
    pub(super) with: Rc<dyn Fn(f64) -> T>,
}

impl<T> Parameter<T> {
    /// A parameter; its function makes the choice with another number.
    pub(super) fn new(
        name: &'static str,
        words: FieldText,
        gauge: Gauge,
        (value, with): (f64, impl Fn(f64) -> T + 'static),
    ) -> Self {
        Self { name, words, gauge, value, with: Rc::new(with) }
    }
}

/// What the fields of a tagged choice stand in.
pub(super) struct Frame<'a, T> {
    pub(super) text: &'static ControlsText,
    /// Path of the choice with its tag, as `gateway.service.exponential`.
    pub(super) path: String,
    /// Name of the group for assistive technology.
    pub(super) label: &'a str,
    pub(super) problems: &'a Rc<Vec<Problem>>,
    /// The path that changed, and the choice as it is then.
    pub(super) on_change: &'a Callback<(String, T)>,
}

/// The fields of the parameters, with the defaults of a choice of the same tag; nothing if there are none.
pub(super) fn fields<T: 'static>(frame: &Frame<'_, T>, now: Vec<Parameter<T>>, default: &[Parameter<T>]) -> Html {
    if now.is_empty() {
        return Html::default();
    }
    let each = now.into_iter().enumerate().map(|(place, parameter)| {
        let Parameter { name, words, gauge, value, with } = parameter;
        let field = format!("{}.{name}", frame.path);
        let path = field.clone();
        let on_change = frame.on_change.reform(move |number| (path.clone(), with(number)));
        let default = default.get(place).map_or(value, |parameter| parameter.value);
        html! {
            <NumberField key={field.clone()} text={frame.text} field={field.clone()} label={words.label} {words} {gauge}
                {value} {default} problems={Rc::clone(frame.problems)} {on_change} />
        }
    });
    html! { <div class="parameters" role="group" aria-label={frame.label.to_owned()}>{ for each }</div> }
}
