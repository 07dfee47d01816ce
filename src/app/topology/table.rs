//! The drawing as a table.

use super::facts::{self, Facts};
use super::meter::View;
use crate::app::text::TopologyText;
use crate::payment::Place;
use crate::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Table`].
#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    pub(super) text: &'static TopologyText,
    pub(super) scenario: Rc<Scenario>,
    pub(super) view: Rc<View>,
}

/// Every place with a queue, in a table that a reader can open.
#[component]
pub(super) fn Table(props: &TableProps) -> Html {
    let text = props.text;
    let heads = [text.place, text.waiting_head, text.busy_head, text.workers_head, text.turned_away_head];
    let rows = facts::facts(text, &props.scenario, &props.view);
    html! {
        <details class="topology-more">
            <summary>{ text.table }</summary>
            <div class="topology-table">
                <table>
                    <caption class="visually-hidden">{ text.caption }</caption>
                    <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                    <tbody>{ for rows.iter().map(|facts| row(text, facts)) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn row(text: &TopologyText, facts: &Facts) -> Html {
    let workers = facts.workers.map_or_else(|| text.any.to_owned(), facts::count);
    let kind = facts.notes.iter().filter(|_| facts.place == Place::Channel);
    let said: Vec<&str> = kind.chain(&facts.fault).map(String::as_str).collect();
    html! {
        <tr key={u32::from(facts.place.code())}>
            <th scope="row">
                { facts::name(text, facts.place) }
                if !said.is_empty() {
                    { " (" }{ said.join(", ") }{ ")" }
                }
            </th>
            <td>{ facts::count(facts.waiting) }</td>
            <td>{ facts::count(facts.busy) }</td>
            <td>{ workers }</td>
            <td>{ facts::count(facts.rejected) }</td>
        </tr>
    }
}
