//! The article's two formulas and Little's law with this run's numbers in them, beside what was measured.

use super::markup::{equals, figure, formula, fraction, symbol, times, word};
use super::words::{Measured, little, measured, relation};
use crate::app::format::{self, Figure, NONE};
use crate::app::text::FormulasText;
use crate::experiment::{Report, State};
use yew::prelude::*;

/// The three laws with this run's numbers, if there are any yet.
pub(super) fn laws(text: &FormulasText, report: Option<&Report>) -> Html {
    let nothing = Report::default();
    let report = report.unwrap_or(&nothing);
    let state = (text.state)(report);
    html! {
        <>
            <p class="laws-state" data-state={word_of(report.state)}>{ state }</p>
            <div class="laws">
                { throughput(text, report) }
                { latency(text, report) }
                { littles(text, report) }
            </div>
        </>
    }
}

/// A state as an attribute, for the style sheet.
const fn word_of(state: State) -> &'static str {
    match state {
        State::Empty => "empty",
        State::WarmingUp => "warming-up",
        State::Steady => "steady",
        State::Varying => "varying",
        State::Unstable => "unstable",
        State::Overloaded => "overloaded",
    }
}

fn throughput(text: &FormulasText, report: &Report) -> Html {
    let formulas = &report.formulas;
    let parts = [
        word(text.symbol_tps),
        equals(),
        fraction(symbol("N"), symbol("T")),
        equals(),
        fraction(figure(&count(formulas.n)), figure(&seconds(formulas.t_s))),
        equals(),
        figure(&or_none(formulas.tps, format::rate)),
    ];
    let value = measured(&report.metrics.completed_per_s, format::rate);
    html! {
        <article class="law">
            <h3>{ text.throughput }</h3>
            { formula(text.throughput, parts) }
            <dl>{ entry(text, text.measured_throughput, &value) }</dl>
            <p class="quiet">{ text.counted }</p>
        </article>
    }
}

fn latency(text: &FormulasText, report: &Report) -> Html {
    let (formulas, metrics) = (&report.formulas, &report.metrics);
    let gap = or_none(formulas.gap_ms, format::millis);
    let parts = [
        word(text.symbol_latency),
        equals(),
        fraction(symbol("T"), symbol("N")),
        equals(),
        fraction(figure(&seconds(formulas.t_s)), figure(&count(formulas.n))),
        equals(),
        figure(&gap),
    ];
    let sentence = (text.relation)(&gap.text(), relation(formulas.gap_ms, metrics.response_ms.mean));
    html! {
        <article class="law">
            <h3>{ text.latency }</h3>
            { formula(text.latency, parts) }
            <dl>
                { entry(text, text.measured_mean, &measured(&metrics.response_ms, format::millis)) }
                { entry(text, text.measured_p50, &measured(&metrics.p50_ms, format::millis)) }
                { entry(text, text.measured_p99, &measured(&metrics.p99_ms, format::millis)) }
            </dl>
            <p>{ sentence }</p>
        </article>
    }
}

fn littles(text: &FormulasText, report: &Report) -> Html {
    let formulas = &report.formulas;
    let known = little(formulas);
    let observed = report.state != State::Empty;
    let count = |value: f64| Figure { value: format::number(value), unit: text.payments };
    let payments = |value: Option<f64>| or_none(value, count);
    let product = payments(known.map(|little| little.product));
    let parts = [
        symbol("L"),
        equals(),
        symbol("λ"),
        symbol("W"),
        equals(),
        figure(&or_none(observed.then_some(formulas.lambda_per_s), format::rate)),
        times(),
        figure(&or_none(formulas.w_ms, format::millis)),
        equals(),
        figure(&product),
    ];
    let half_width = format::half_width(&report.metrics.in_system, count);
    let entry = |name: &str, figure: Figure, half_width: Option<String>| {
        entry(text, name, &Measured { figure, half_width, state: report.state, needed: None })
    };
    html! {
        <article class="law">
            <h3>{ text.little }</h3>
            { formula(text.little, parts) }
            <dl>
                { entry(text.side_l, payments(observed.then_some(formulas.l)), half_width) }
                { entry(text.side_product, product, None) }
                { entry(text.difference, or_none(known.map(|little| little.difference), format::percent), None) }
            </dl>
            <p class="quiet">{ text.little_terms }</p>
        </article>
    }
}

/// A measured value: figure, interval, and its state in words unless it is steady.
fn entry(text: &FormulasText, name: &str, value: &Measured) -> Html {
    let known = value.figure.value != NONE;
    html! {
        <div>
            <dt>{ name.to_owned() }</dt>
            <dd>
                <span class="law-value">{ value.figure.value.clone() }</span>
                if known {
                    <span class="law-unit">{ format!("\u{a0}{}", value.figure.unit) }</span>
                }
                if let Some(half_width) = &value.half_width {
                    <small>{ format!(" {half_width}") }</small>
                }
                if let Some(payments) = value.needed {
                    <small>{ format!(" {}", (text.needed)(&format::count(payments))) }</small>
                } else if value.state != State::Steady {
                    <small>{ format!(" {}", (text.state_word)(value.state)) }</small>
                }
            </dd>
        </div>
    }
}

fn or_none(value: Option<f64>, form: impl Fn(f64) -> Figure) -> Figure {
    value.map_or_else(|| Figure { value: NONE.to_owned(), unit: "" }, form)
}

fn count(n: u64) -> Figure {
    Figure { value: format::count(n), unit: "" }
}

/// A window in seconds: not in minutes, because N / T is per second.
fn seconds(seconds: f64) -> Figure {
    Figure { value: format::number(seconds), unit: "s" }
}
