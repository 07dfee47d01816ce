//! The figures at the marked load: theory, measurement, and how far they are apart.

use super::geometry::capacity;
use crate::app::format::{self, Figure, NONE};
use crate::app::text::LabText;
use crate::app::workbench::LabAction;
use crate::experiment::{Estimate, LabMeasured, LabPoint, LabTheory, State};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Id of the marker's slider, for its label.
const SLIDER: &str = "lab-mark";

/// What is known around the marked load.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marked<'a> {
    /// What theory says, by rising load.
    pub(super) points: &'a [LabPoint],
    /// What was measured of the same setting.
    pub(super) measured: Option<&'a [LabPoint]>,
    /// The marked load.
    pub(super) mark: f64,
}

impl Marked<'_> {
    /// Its place among the loads.
    fn place(&self) -> usize {
        self.points.iter().position(|point| point.load >= self.mark).unwrap_or_default()
    }

    /// What theory says there.
    pub(super) fn point(&self) -> Option<&LabPoint> {
        self.points.get(self.place())
    }
}

/// The marker's slider and the figures there.
pub(super) fn reading(text: &'static LabText, marked: &Marked<'_>, on_action: &Callback<LabAction>) -> Html {
    let place = marked.place();
    let Some(point) = marked.point() else { return Html::default() };
    let measured = marked.measured.and_then(|points| points.get(place)?.measured.as_ref());
    let load = format::percent(point.load).text();
    html! {
        <section class="study-part lab-reading">
            <h3>{ (text.reading)(&load) }</h3>
            { slider(text, marked, place, on_action) }
            <p>{ model(text, marked, point) }</p>
            <p>{ article(text, point) }</p>
            <div class="study-table" tabindex="0" role="region" aria-label={text.mark_label}>
                <table>
                    <thead><tr>{ for text.reading_heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                    <tbody>{ for rows(text, point, measured) }</tbody>
                </table>
            </div>
        </section>
    }
}

/// A slider over the loads that are computed: every stop has figures of its own.
fn slider(text: &'static LabText, marked: &Marked<'_>, place: usize, on_action: &Callback<LabAction>) -> Html {
    let loads: Vec<f64> = marked.points.iter().map(|point| point.load).collect();
    let last = loads.len().saturating_sub(1);
    let percent = format!("{:.2}%", 100.0 * crate::math::count(place) / crate::math::count(last.max(1)));
    let words = marked
        .points
        .get(place)
        .map(|point| (text.mark_value)(&format::percent(point.load).text(), &format::rate(point.offered_per_s).text()));
    let words = words.unwrap_or_default();
    let on_action = on_action.clone();
    let oninput = move |event: InputEvent| {
        let place = event.target_unchecked_into::<HtmlInputElement>().value().parse::<usize>();
        if let Some(load) = place.ok().and_then(|place| loads.get(place)) {
            on_action.emit(LabAction::Mark(*load));
        }
    };
    html! {
        <div class="lab-mark">
            <label for={SLIDER}>{ text.mark_label }</label>
            <span class="slider">
                <svg class="slider-rail" aria-hidden="true" focusable="false">
                    <line x1="0" x2="100%" y1="50%" y2="50%" />
                    <line class="slider-value" x1="0" x2={percent} y1="50%" y2="50%" />
                </svg>
                <input type="range" id={SLIDER} min="0" max={last.to_string()} step="1" value={place.to_string()}
                    aria-valuetext={words.replace('\u{a0}', " ")} {oninput} />
            </span>
            <output for={SLIDER}>{ words }</output>
        </div>
    }
}

/// Which model speaks, or why none does.
fn model(text: &LabText, marked: &Marked<'_>, point: &LabPoint) -> String {
    let LabTheory { model, source, exact, .. } = &point.theory;
    match (model, source) {
        (Some(model), Some(source)) => (text.model)(model, *exact, source),
        _ if point.load > 1.0 => {
            let rate = |rate: f64| format::rate(rate).text();
            (text.unstable)(&rate(point.offered_per_s), &rate(capacity(marked.points)))
        }
        _ => text.no_model.to_owned(),
    }
}

/// What the article's formula makes of it.
fn article(text: &LabText, point: &LabPoint) -> String {
    let gap = format::millis(point.theory.gap_ms).text();
    match point.theory.response_ms {
        Some(mean) => {
            let times = format::number(mean / point.theory.gap_ms);
            (text.article)(&gap, &format::millis(mean).text(), &times)
        }
        None => (text.article_unstable)(&gap),
    }
}

/// How a number is written.
type Form = fn(f64) -> Figure;

/// A response time: theory, measurement.
type Times<'a> = (Option<f64>, Option<&'a Estimate>);

fn rows(text: &'static LabText, point: &LabPoint, measured: Option<&LabMeasured>) -> Vec<Html> {
    let theory = &point.theory;
    let times: [Times<'_>; 4] = [
        (theory.response_ms, measured.map(|figures| &figures.response_ms)),
        (theory.p50_ms, measured.map(|figures| &figures.p50_ms)),
        (theory.p95_ms, measured.map(|figures| &figures.p95_ms)),
        (theory.p99_ms, measured.map(|figures| &figures.p99_ms)),
    ];
    let times = text.quantities.response.into_iter().zip(times).map(|(name, (value, estimate))| {
        let simulated = estimate.map_or_else(|| text.not_simulated.to_owned(), |found| worth(text, found));
        row(name, [by_theory(text, point, value, format::millis), simulated, apart(text, estimate, value)])
    });
    rates(text, point, measured).into_iter().chain(times).chain(beside(text, point)).collect()
}

/// Throughput and what the article makes of it.
fn rates(text: &LabText, point: &LabPoint, measured: Option<&LabMeasured>) -> [Html; 2] {
    let (names, theory) = (&text.quantities, &point.theory);
    let estimate = measured.map(|figures| &figures.throughput_per_s);
    let none = || text.not_simulated.to_owned();
    let simulated = estimate.map_or_else(none, |found| throughput_worth(text, found));
    let gap = measured.and_then(|figures| gap_worth(text, figures)).unwrap_or_else(none);
    let served = Some(theory.throughput_per_s);
    [
        row(names.throughput, [format::rate(theory.throughput_per_s).text(), simulated, apart(text, estimate, served)]),
        row(names.gap, [format::millis(theory.gap_ms).text(), gap, NONE.to_owned()]),
    ]
}

/// What theory alone says.
fn beside(text: &LabText, point: &LabPoint) -> [Html; 3] {
    let (names, theory) = (&text.quantities, &point.theory);
    let count = |x: f64| Figure { value: format::number(x), unit: "" };
    let alone: [(&str, Form, Option<f64>); 3] = [
        (names.p_wait, format::percent, theory.p_wait),
        (names.wait, format::millis, theory.wait_ms),
        (names.in_system, count, theory.in_system),
    ];
    alone.map(|(name, form, value)| {
        let simulated = value.map_or(NONE, |_| text.theory_alone).to_owned();
        row(name, [by_theory(text, point, value, form), simulated, NONE.to_owned()])
    })
}

fn by_theory(text: &LabText, point: &LabPoint, value: Option<f64>, form: Form) -> String {
    let none = if point.load > 1.0 { text.no_steady_state } else { text.no_form };
    value.map_or_else(|| none.to_owned(), |value| form(value).text())
}

fn apart(text: &LabText, estimate: Option<&Estimate>, value: Option<f64>) -> String {
    let apart = estimate.zip(value).and_then(|(found, value)| difference(text, found, value));
    apart.unwrap_or_else(|| NONE.to_owned())
}

fn row(name: &str, cells: [String; 3]) -> Html {
    html! { <tr><th scope="row">{ name }</th>{ for cells.into_iter().map(|cell| html! { <td>{ cell }</td> }) }</tr> }
}

/// A measured time with its interval, or why there is none.
pub(super) fn worth(text: &LabText, estimate: &Estimate) -> String {
    match (estimate.mean, estimate.half_width, estimate.needed) {
        (_, _, Some(payments)) => (text.needed)(&format::count(payments)),
        (Some(mean), Some(half), None) => both(mean, half, format::millis),
        _ if estimate.state == State::Steady => NONE.to_owned(),
        _ => (text.state_word)(estimate.state).to_owned(),
    }
}

/// A measured throughput: beyond the capacity it has a value and a state, but no interval.
pub(super) fn throughput_worth(text: &LabText, estimate: &Estimate) -> String {
    let state = (text.state_word)(estimate.state);
    match (estimate.mean, estimate.half_width) {
        (Some(mean), Some(half)) => both(mean, half, format::rate),
        (Some(mean), None) => format!("{}, {state}", format::rate(mean).text()),
        (None, _) => state.to_owned(),
    }
}

/// A measured T / N, as sure as the throughput that it is one over.
fn gap_worth(text: &LabText, figures: &LabMeasured) -> Option<String> {
    let gap = figures.gap_ms?;
    Some(match figures.throughput_per_s.relative() {
        Some(share) => both(gap, gap * share, format::millis),
        None => {
            let state = (text.state_word)(figures.throughput_per_s.state);
            format!("{}, {state}", format::millis(gap).text())
        }
    })
}

fn both(value: f64, half: f64, form: Form) -> String {
    format!("{} ± {}", form(value).text(), form(half).text())
}

/// How far a measurement is from theory; nothing without an interval.
fn difference(text: &LabText, estimate: &Estimate, value: f64) -> Option<String> {
    let apart = estimate.mean? - value;
    let percent = format::number(100.0 * apart / value);
    let sign = if apart > 0.0 { "+" } else { "" };
    Some((text.difference)(&format!("{sign}{percent}\u{a0}%"), apart.abs() <= estimate.half_width?))
}
