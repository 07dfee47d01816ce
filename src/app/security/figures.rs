//! The figures of the run that is shown, each with its denominator.

use crate::app::format;
use crate::app::study::table;
use crate::app::text::{SecurityPanelText, SecurityRow};
use crate::experiment::{Declined, Proportion, SecurityReport, Sum};
use crate::payment::Place;
use yew::prelude::*;

/// The probes that the yield of an attack is told for.
const THOUSAND: f64 = 1e3;

/// Both tables.
pub(super) fn figures(text: &'static SecurityPanelText, report: &SecurityReport) -> Html {
    let expected = report.expected.map(|law| {
        let [recall, honest] = [law.recall, law.false_positives].map(|share| format::percent(share).text());
        (text.theory)(&recall, &honest)
    });
    html! {
        <div class="study-part">
            { table(text.table, text.heads, rows(text, report)) }
            { for expected.map(|sentence| html! { <p class="quiet">{ sentence }</p> }) }
            { declined(text, &report.declined) }
        </div>
    }
}

fn rows(text: &'static SecurityPanelText, report: &SecurityReport) -> Vec<Html> {
    let share = |row: SecurityRow, part: &Proportion| shared(text, row, part);
    let money = |amount: f64| (text.money)(amount);
    let payments = |sums: &[Sum]| {
        let (count, amount) = sums.iter().fold((0, 0.0), |all, sum| (all.0 + sum.count, all.1 + sum.amount));
        (text.in_payments)(&money(amount), count)
    };
    let amounts = |figure: Option<String>| figure.map_or_else(|| format::NONE.to_owned(), text.of_run);
    let mut rows = vec![
        share(text.fraud_stopped, &report.fraud_stopped),
        plain(text.by_value, &amounts(report.fraud_stopped_value.map(percent)), &payments(&[report.ended.fraud])),
        plain(
            text.fraud_lost,
            &amounts(report.fraud_lost_bp.map(text.points)),
            &payments(&[report.settled.fraud, report.settled.probes]),
        ),
        share(text.false_declines, &report.false_declines),
        share(text.precision, &report.precision),
        share(text.base_rate, &report.base_rate),
        share(text.honest, &report.honest_answered),
    ];
    if report.challenged.count > 0 {
        rows.push(share(text.challenged, &report.challenged));
        rows.push(share(text.abandoned, &report.abandoned));
    }
    if report.exposed.count + report.failed_closed + report.late_scores > 0 {
        let counted =
            format!("{}; {}", money(report.exposed.amount), (text.unscored)(report.failed_closed, report.late_scores));
        rows.push(plain(text.exposed, &format::count(report.exposed.count), &counted));
    }
    if let Some(cards) = report.enumeration_yield {
        rows.push(share(text.learned, &report.learned));
        rows.push(plain(SecurityRow { of: "", ..text.learned }, &thousand(text, cards, &report.learned), ""));
    }
    let hops: Vec<String> = report.clear_hops.iter().map(|code| (text.place)(Place::from_code(*code))).collect();
    rows.push(plain(text.hops, &hops.len().to_string(), &hops.join(", ")));
    rows
}

/// A share with its interval, or with the word for what it is worth.
fn shared(text: &'static SecurityPanelText, row: SecurityRow, part: &Proportion) -> Html {
    let value = match (part.share.mean, part.share.half_width) {
        (Some(mean), Some(half)) => {
            format!("{} ± {}", format::percent(mean).text(), format::percent(half).text())
        }
        (Some(mean), None) => format!("{}, {}", format::percent(mean).text(), (text.state_word)(part.share.state)),
        (None, _) => (text.state_word)(part.share.state).to_owned(),
    };
    html! {
        <tr>
            <th scope="row">{ row.label }</th><td>{ value }</td><td>{ (text.of)(part.count, part.of) }</td><td>{ row.of }</td>
        </tr>
    }
}

/// Cards learned of a thousand probes, as sure as the share that they follow from.
fn thousand(text: &'static SecurityPanelText, cards: f64, learned: &Proportion) -> String {
    let worth = match learned.share.half_width {
        Some(half) => format!(" ± {}", format::number(half * THOUSAND)),
        None => format!(", {}", (text.state_word)(learned.share.state)),
    };
    format!("{}{worth}", (text.thousand)(cards))
}

fn plain(row: SecurityRow, value: &str, counted: &str) -> Html {
    html! {
        <tr>
            <th scope="row">{ row.label }</th><td>{ value.to_owned() }</td><td>{ counted.to_owned() }</td><td>{ row.of }</td>
        </tr>
    }
}

fn percent(share: f64) -> String {
    format::percent(share).text()
}

/// Whom each control declined; those that declined nobody are left out.
fn declined(text: &'static SecurityPanelText, all: &[Declined]) -> Html {
    let counts = |one: &Declined| [one.payments.honest, one.payments.fraud, one.payments.probes].map(|sum| sum.count);
    let busy: Vec<&Declined> = all.iter().filter(|one| counts(one).iter().any(|count| *count > 0)).collect();
    if busy.is_empty() {
        return Html::default();
    }
    let row = |one: &&Declined| {
        html! {
            <tr>
                <th scope="row">{ (text.control)(&one.control) }</th><td>{ one.code.to_string() }</td>
                { for counts(one).map(|count| html! { <td>{ format::count(count) }</td> }) }
            </tr>
        }
    };
    html! {
        <>
            <h4>{ text.declined }</h4>
            { table(text.declined, text.declined_heads, busy.iter().map(row).collect()) }
        </>
    }
}
