//! The law of a service time or a delay: picked among eight with its mean kept, drawn, and told in words.

use super::choice::Picker;
use super::density;
use super::draft::whole;
use super::field::{Field, Ids, described_by, trouble};
use super::gauge::Gauge;
use super::parameters::{Frame, Parameter, fields};
use super::troubles::words_of;
use super::values_field::ValuesField;
use crate::app::format;
use crate::app::number::significant;
use crate::app::text::{ControlsText, FieldText, LawParametersText, OptionText};
use crate::scenario::{Problem, Service};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct ServiceEditorProps {
    pub(super) text: &'static ControlsText,
    /// Path of the law.
    pub(super) field: AttrValue,
    /// What the time is called.
    pub(super) label: AttrValue,
    /// Help and source of the default.
    pub(super) words: FieldText,
    pub(super) value: Service,
    pub(super) default: Service,
    pub(super) problems: Rc<Vec<Problem>>,
    /// The path that changed, and the law as it is then.
    pub(super) on_change: Callback<(String, Service)>,
}

/// The law of a time.
#[component]
pub(super) fn ServiceEditor(props: &ServiceEditorProps) -> Html {
    let ids = Ids::of(&props.field);
    let problem = words_of(props.text, &props.problems, &props.field, None);
    let (service, path) = (props.value.clone(), props.field.to_string());
    let on_pick = props.on_change.reform(move |tag: &'static str| {
        let next = service.with_tag(tag).filter(|_| tag != service.tag());
        (path.clone(), next.unwrap_or_else(|| service.clone()))
    });
    let (default, path) = (props.default.clone(), props.field.to_string());
    let on_reset = props.on_change.reform(move |()| (path.clone(), default.clone()));
    let laws = &props.text.laws;
    let law = option(props.text, &props.value);
    let brief = (laws.brief)(option(props.text, &props.default).label, &format::millis(props.default.mean_ms()).text());
    html! {
        <Field text={props.text} field={&props.field} label={&props.label} words={props.words} default={brief}
            changed={props.value != props.default} {on_reset}>
            <div class="service">
                <Picker id={ids.control.clone()} described={described_by(&ids, problem.as_deref())}
                    invalid={problem.is_some()} options={laws.kinds.to_vec()} value={props.value.tag()}
                    on_change={on_pick} />
                { density::sketch(&props.value, (laws.sketch)(&props.label, law.label)) }
            </div>
            { trouble(&ids, problem.as_deref()) }
            { parameters(props) }
            if !props.problems.iter().any(|problem| problem.path.starts_with(props.field.as_str())) {
                <p class="service-result">{ result(props.text, &props.value) }</p>
            }
        </Field>
    }
}

fn option(text: &ControlsText, service: &Service) -> OptionText {
    let unknown = OptionText { id: service.tag(), label: service.tag(), summary: "" };
    text.laws.kinds.iter().find(|option| option.id == service.tag()).copied().unwrap_or(unknown)
}

/// The resulting mean and variability in words.
fn result(text: &ControlsText, service: &Service) -> String {
    let (mean, scv) = (service.mean_ms(), service.scv());
    if mean <= 0.0 {
        return text.laws.transparent.to_owned();
    }
    (text.laws.result)(&format::millis(mean).text(), (text.laws.variability)(scv), &significant(scv, 2).to_string())
}

fn parameters(props: &ServiceEditorProps) -> Html {
    let (text, tag) = (props.text, props.value.tag());
    let words = &text.laws.parameters;
    let frame = Frame {
        text,
        path: format!("{}.{tag}", props.field),
        label: &props.label,
        problems: &props.problems,
        on_change: &props.on_change,
    };
    let default = if props.default.tag() == tag { None } else { props.default.with_tag(tag) };
    let default = default.unwrap_or_else(|| props.default.clone());
    if let (Service::Empirical { values_ms }, Service::Empirical { values_ms: default }) = (&props.value, &default) {
        let field = format!("{}.values_ms", frame.path);
        let path = field.clone();
        let on_change = props.on_change.reform(move |values_ms| (path.clone(), Service::Empirical { values_ms }));
        return html! {
            <ValuesField key={field.clone()} {text} field={field.clone()} label={words.values.label} words={words.values}
                value={values_ms.clone()} default={default.clone()} problems={Rc::clone(&props.problems)}
                {on_change} />
        };
    }
    fields(&frame, of_law(words, &props.value), &of_law(words, &default))
}

/// The parameters of a law.
fn of_law(words: &LawParametersText, service: &Service) -> Vec<Parameter<Service>> {
    match *service {
        Service::Deterministic { mean_ms } => {
            vec![time("mean_ms", words.mean, mean_ms, |mean_ms| Service::Deterministic { mean_ms })]
        }
        Service::Exponential { mean_ms } => {
            vec![time("mean_ms", words.mean, mean_ms, |mean_ms| Service::Exponential { mean_ms })]
        }
        Service::Erlang { mean_ms, shape } => vec![
            time("mean_ms", words.mean, mean_ms, move |mean_ms| Service::Erlang { mean_ms, shape }),
            Parameter::new(
                "shape",
                words.phases,
                Gauge::PHASES,
                (f64::from(shape), move |shape| Service::Erlang { mean_ms, shape: whole(shape) }),
            ),
        ],
        Service::LogNormal { median_ms, p99_ms } => vec![
            median("median_ms", words.median, median_ms, move |median_ms| Service::LogNormal { median_ms, p99_ms }),
            median("p99_ms", words.p99, p99_ms, move |p99_ms| Service::LogNormal { median_ms, p99_ms }),
        ],
        Service::HyperExponential { mean_ms, scv } => vec![
            time("mean_ms", words.mean, mean_ms, move |mean_ms| Service::HyperExponential { mean_ms, scv }),
            Parameter::new("scv", words.scv, Gauge::SCV, (scv, move |scv| Service::HyperExponential { mean_ms, scv })),
        ],
        Service::Uniform { min_ms, max_ms } => vec![
            time("min_ms", words.min, min_ms, move |min_ms| Service::Uniform { min_ms, max_ms }),
            time("max_ms", words.max, max_ms, move |max_ms| Service::Uniform { min_ms, max_ms }),
        ],
        Service::Pareto { min_ms, shape, cap_ms } => vec![
            median("min_ms", words.min, min_ms, move |min_ms| Service::Pareto { min_ms, shape, cap_ms }),
            Parameter::new(
                "shape",
                words.tail,
                Gauge::TAIL,
                (shape, move |shape| Service::Pareto { min_ms, shape, cap_ms }),
            ),
            median("cap_ms", words.cap, cap_ms, move |cap_ms| Service::Pareto { min_ms, shape, cap_ms }),
        ],
        Service::Empirical { .. } => Vec::new(),
    }
}

/// A time that may be zero.
fn time(name: &'static str, words: FieldText, ms: f64, with: impl Fn(f64) -> Service + 'static) -> Parameter<Service> {
    Parameter::new(name, words, Gauge::TIME_MS, (ms, with))
}

/// A time that may not, because a logarithm is taken of it.
fn median(
    name: &'static str,
    words: FieldText,
    ms: f64,
    with: impl Fn(f64) -> Service + 'static,
) -> Parameter<Service> {
    Parameter::new(name, words, Gauge::MEDIAN_MS, (ms, with))
}
