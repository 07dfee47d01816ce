//! Theory beside the measurement: one row for the whole and one a place, each figure with theory's and the measured value
//! on one axis; and the assumptions that the scenario does not keep.
//!
//! What theory says comes from the worker ([`crate::experiment::Expectation`]); what belongs together is pure (`pairs`).

mod cell;
mod classes;
mod pairs;

pub use pairs::{Quantity, Standing};

use crate::app::format;
use crate::app::text::BesideText;
use crate::cache::Policy;
use crate::experiment::{Answer, Excess, Expectation, PlaceEstimates, Report, Violation};
use crate::payment::Place;
use cell::cell;
use pairs::{COLUMNS, Row, hits, rows, violations};
use std::rc::Rc;
use yew::prelude::*;

/// Props of [`Beside`].
#[derive(Debug, Properties, PartialEq)]
pub struct BesideProps {
    /// Texts.
    pub text: &'static BesideText,
    /// What theory says of the scenario that runs; none before the worker said so.
    pub expectation: Option<Rc<Expectation>>,
    /// This run's figures; none before the first.
    pub report: Option<Rc<Report>>,
    /// The figures of its places.
    pub places: Rc<Vec<PlaceEstimates>>,
    /// Whether workers are held until the answer is back.
    pub synchronous: bool,
}

/// The panel.
#[component]
pub fn Beside(props: &BesideProps) -> Html {
    let text = props.text;
    html! {
        <section class="study beside">
            <header>
                <h3>{ text.title }</h3>
                <p>{ text.lead }</p>
            </header>
            { content(props).unwrap_or_else(|| html! { <p class="quiet">{ text.empty }</p> }) }
        </section>
    }
}

fn content(props: &BesideProps) -> Option<Html> {
    let (text, expectation, report) = (props.text, props.expectation.as_deref()?, props.report.as_deref()?);
    let seconds = |s: f64| format::millis(s * 1e3).text();
    let window = (text.window)(&seconds(report.window_s), &seconds(report.warm_up_s.min(report.simulated_s)));
    let rows = rows(expectation, report, &props.places);
    Some(html! {
        <>
            <p class="quiet">{ (text.state)(report) }{ " " }{ window }</p>
            { for bottleneck(props, expectation, report).map(|sentence| html! { <p>{ sentence }</p> }) }
            { table(text, &rows) }
            { classes::classes(text, expectation, report) }
            { cache(text, expectation, report) }
            { assumptions(text, &violations(expectation)) }
        </>
    })
}

/// In synchronous mode theory and simulation name different places of one overload.
fn bottleneck(props: &BesideProps, expectation: &Expectation, report: &Report) -> Option<String> {
    let Answer::Unstable(excess) = &expectation.whole else { return None };
    let name = &report.overload.as_ref()?.station;
    let grows = report.stations.iter().find(|station| station.name == *name)?.place;
    let place = |code: u8| (props.text.place)(Some(Place::from_code(code)));
    (props.synchronous && grows != excess.place).then(|| (props.text.bottleneck)(&place(excess.place), &place(grows)))
}

fn table(text: &BesideText, rows: &[Row<'_>]) -> Html {
    let heads = [text.place_head, text.model_head].into_iter().chain(COLUMNS.map(text.quantity));
    let rows = rows.iter().map(|row| {
        let name = (text.place)(row.place);
        html! {
            <tr key={name.clone()}>
                <th scope="row">{ &name }</th>
                <td>{ model(text, row.answer) }</td>
                { for row.pairs.iter().map(|pair| html! { <td>{ cell(text, pair) }</td> }) }
            </tr>
        }
    });
    html! {
        <div class="study-table" tabindex="0" role="region" aria-label={text.title}>
            <table>
                <thead><tr>{ for heads.map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// The model with its worth and source, or why there is none.
fn model(text: &BesideText, answer: &Answer) -> Html {
    let place = |code: u8| (text.place)(Some(Place::from_code(code)));
    match answer {
        Answer::Known(known) => named(text, &known.model, known.exact, &known.source),
        Answer::Unstable(Excess { place: code, offered_per_s, capacity_per_s }) => {
            let rate = |per_s: f64| format::rate(per_s).text();
            let excess = (text.excess)(&place(*code), &rate(*offered_per_s), &rate(*capacity_per_s));
            html! { <><strong class="verdict-unstable">{ text.unstable }</strong><small>{ excess }</small></> }
        }
        Answer::Unknown(unknown) => {
            let reason = format!("{}: {}", place(unknown.place), (text.reason)(unknown.reason));
            html! { <><span>{ text.no_model }</span><small>{ reason }</small></> }
        }
    }
}

fn named(text: &BesideText, model: &str, exact: bool, source: &str) -> Html {
    html! {
        <>
            <span>{ model }</span>
            <small>{ if exact { text.exact } else { text.approximate } }</small>
            <details class="beside-source">
                <summary title={source.to_owned()}>
                    { text.source }<span class="visually-hidden">{ format!(": {model}") }</span>
                </summary>
                <small>{ source }</small>
            </details>
        </>
    }
}

/// The hit ratio, which no place has.
fn cache(text: &BesideText, expectation: &Expectation, report: &Report) -> Html {
    let cache = &expectation.cache;
    let policy = Policy::from_id(&cache.policy).map_or(cache.policy.as_str(), |policy| policy.name());
    html! {
        <section class="beside-cache">
            <h4>{ (text.cache)(policy) }</h4>
            <div>
                if let (Some(model), Some(source)) = (&cache.model, &cache.source) {
                    { named(text, model, cache.exact, source) }
                } else {
                    <span>{ text.no_hit_ratio }</span>
                }
            </div>
            <div><small>{ (text.quantity)(Quantity::HitRatio) }</small>{ cell(text, &hits(expectation, report)) }</div>
        </section>
    }
}

fn assumptions(text: &BesideText, violations: &[Violation]) -> Html {
    let items = violations.iter().map(|violation| {
        let [what, effect] = (text.assumption)(violation.broken);
        let place = (text.place)(Some(Place::from_code(violation.place)));
        html! { <li><strong>{ place }</strong>{ ": " }{ what }{ " " }<span class="quiet">{ effect }</span></li> }
    });
    html! {
        <section class="study-part">
            <h4>{ text.assumptions }</h4>
            if violations.is_empty() {
                <p>{ text.all_hold }</p>
            } else {
                <ul class="beside-assumptions">{ for items }</ul>
            }
        </section>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
