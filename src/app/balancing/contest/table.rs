//! What each policy did, as figures: percentiles with their intervals, how far it is from the first, and who got what.

use crate::app::format::{self, Figure, NONE};
use crate::app::study::{half_width, table};
use crate::app::text::ContestText;
use crate::experiment::{ContestReport, Contestant, Estimate, State};
use yew::prelude::*;

/// A row a policy, and one of theory.
pub(super) fn figures(text: &'static ContestText, report: &ContestReport) -> Html {
    let mut rows: Vec<Html> = report.contestants.iter().map(|one| row(text, one)).collect();
    rows.extend(report.floor.as_ref().map(|floor| {
        let times = [floor.p50_ms, floor.p95_ms, floor.p99_ms].map(|ms| format::millis(ms).text());
        html! {
            <tr>
                <th scope="row">{ text.floor }</th>
                { for times.into_iter().map(|time| html! { <td>{ time }</td> }) }
                { for (0..4).map(|_| html! { <td>{ NONE }</td> }) }
            </tr>
        }
    }));
    table(text.figures, text.heads, rows)
}

fn row(text: &'static ContestText, one: &Contestant) -> Html {
    let metrics = &one.metrics;
    let apart = |pick: fn(&crate::experiment::Metrics) -> &Estimate| match &one.apart {
        None => text.first.to_owned(),
        Some(apart) => difference(text, pick(apart)),
    };
    let success = match (metrics.availability.mean, metrics.availability.half_width) {
        (Some(mean), Some(width)) => {
            format!("{} ± {}", format::percent(mean).text(), half_width("availability", width))
        }
        _ => said(text, &metrics.availability, format::percent),
    };
    html! {
        <tr>
            <th scope="row">{ &one.name }{ for one.reference.then_some(text.reference) }</th>
            <td>{ said(text, &metrics.p50_ms, format::millis) }</td>
            <td>{ said(text, &metrics.p95_ms, format::millis) }</td>
            <td>{ said(text, &metrics.p99_ms, format::millis) }</td>
            <td>{ apart(|metrics| &metrics.p50_ms) }</td>
            <td>{ apart(|metrics| &metrics.p99_ms) }</td>
            <td>{ success }</td>
            <td>{ for one.unstable.clone().or_else(|| Some((text.runs)(one.runs))) }</td>
        </tr>
    }
}

/// A figure with its interval, or with the word for what it is worth.
fn said(text: &ContestText, estimate: &Estimate, form: fn(f64) -> Figure) -> String {
    match (estimate.mean, estimate.half_width) {
        (Some(mean), Some(width)) => format!("{} ± {}", form(mean).text(), form(width).text()),
        (Some(mean), None) => format!("{}, {}", form(mean).text(), (text.state_word)(estimate.state)),
        (None, _) => (text.state_word)(estimate.state).to_owned(),
    }
}

/// A difference with its sign and its interval; one whose interval holds zero is called so.
fn difference(text: &ContestText, estimate: &Estimate) -> String {
    let (Some(mean), Some(width)) = (estimate.mean, estimate.half_width) else {
        return match estimate.state {
            State::Empty => NONE.to_owned(),
            state => (text.state_word)(state).to_owned(),
        };
    };
    if mean == 0.0 && width == 0.0 {
        return text.same.to_owned();
    }
    let sign = if mean > 0.0 { "+" } else { "" };
    let told = format!("{sign}{} ± {}", format::millis(mean).text(), format::millis(width).text());
    if mean.abs() <= width { format!("{told} ({})", text.no_difference) } else { told }
}

/// What each policy lost to the best processor in hindsight; nothing where nobody knows which that is.
pub(super) fn regrets(text: &'static ContestText, report: &ContestReport) -> Html {
    let Some(best) = report.hindsight else { return Html::default() };
    let row = |one: &Contestant| {
        let regret = one.regret.unwrap_or_default();
        let share = |payments: f64| payments / best.max(1.0);
        let shared = Estimate { mean: regret.mean.map(share), half_width: regret.half_width.map(share), ..regret };
        html! {
            <tr>
                <th scope="row">{ &one.name }{ for one.reference.then_some(text.reference) }</th>
                <td>{ said(text, &regret, |payments| Figure { value: format::number(payments), unit: "" }) }</td>
                <td>{ said(text, &shared, format::percent) }</td>
            </tr>
        }
    };
    html! {
        <section aria-labelledby="contest-regret">
            <h4 id="contest-regret">{ text.regret }</h4>
            <p class="quiet">{ (text.regret_note)(best) }</p>
            { table(text.regret, text.regret_heads, report.contestants.iter().map(row).collect()) }
        </section>
    }
}
