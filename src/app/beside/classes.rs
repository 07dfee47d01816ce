//! Payments with priority and those without, where the model tells them apart: their means by theory, their waits as measured.

use super::cell::cell;
use super::pairs::{Pair, Quantity};
use crate::app::format;
use crate::app::text::BesideText;
use crate::experiment::{ClassExpectation, Estimate, Expectation, Report, State, StationExpectation};
use crate::payment::Place;
use yew::prelude::*;

/// A table for each place whose model knows two classes.
pub(super) fn classes(text: &BesideText, expectation: &Expectation, report: &Report) -> Html {
    let known = |station: &StationExpectation| Some((Place::from_code(station.place), station.classes?));
    let tables = expectation.stations.iter().filter_map(known).map(|told| table(text, told, report));
    html! { <>{ for tables }</> }
}

fn table(text: &BesideText, (place, both): (Place, [ClassExpectation; 2]), report: &Report) -> Html {
    let title = (text.classes)(&(text.place)(Some(place)));
    let heads =
        [text.class_head, text.arrivals_head, (text.quantity)(Quantity::Wait), (text.quantity)(Quantity::Response)];
    let seen = report.stations.iter().find(|station| station.place == place.code());
    let waits = seen.and_then(|station| station.class_wait_ms);
    let rows = both.iter().zip(text.class_names).enumerate().map(|(class, (theory, name))| {
        let [wait, response] = pairs(theory, waits.map(|waits| waits[class]), report.state);
        html! {
            <tr key={name}>
                <th scope="row">{ name }</th>
                <td>{ format::rate(theory.arrivals_per_s).text() }</td>
                <td>{ cell(text, &wait) }</td>
                <td>{ cell(text, &response) }</td>
            </tr>
        }
    });
    html! {
        <section class="study-part" key={title.clone()}>
            <h4>{ &title }</h4>
            <div class="study-table" tabindex="0" role="region" aria-label={title.clone()}>
                <table>
                    <thead><tr>{ for heads.map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <p class="quiet">{ text.classes_note }</p>
        </section>
    }
}

/// Wait and response of a class. A run measures the wait alone, and has no interval for it.
fn pairs(theory: &ClassExpectation, wait_ms: Option<f64>, state: State) -> [Pair; 2] {
    let measured = Some(Estimate { mean: wait_ms, half_width: None, state, ..Estimate::default() });
    let wait = Pair { quantity: Quantity::Wait, theory: Some(theory.wait_ms), measured };
    [wait, Pair { quantity: Quantity::Response, theory: Some(theory.response_ms), measured: None }]
}
