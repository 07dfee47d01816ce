//! What each control costs: a button, how far the pairs are, and a table of differences.

use super::{SecurityAction, SecurityProps};
use crate::app::format;
use crate::app::study::{key, progress, table};
use crate::app::text::{SecurityPanelText, SecurityPricesText};
use crate::app::workbench::Ended;
use crate::experiment::{Estimate, Price};
use crate::payment::Place;
use yew::prelude::*;

/// The study.
pub(super) fn prices(props: &SecurityProps) -> Html {
    let (text, inquiry) = (&props.text.prices, &props.security.inquiry);
    let keys = if inquiry.running {
        key(text.cancel, props.on_action.reform(|_| SecurityAction::Cancel))
    } else {
        key(text.begin, props.on_action.reform(|_| SecurityAction::Begin))
    };
    let ended = inquiry.ended.as_ref().map(|ended| match ended {
        Ended::Cancelled => text.cancelled.to_owned(),
        Ended::Failed(why) => (text.failed)(why),
    });
    let report = props.security.report();
    html! {
        <section class="study-part security-prices" aria-labelledby="security-prices">
            <h4 id="security-prices">{ text.title }</h4>
            <p>{ text.lead }</p>
            <p class="study-keys">{ keys }</p>
            if inquiry.running {
                <p role="status">{ (text.progress)(inquiry.done, inquiry.planned) }</p>
                { progress(inquiry.done, inquiry.planned, text.title) }
            }
            { for ended.map(|sentence| html! { <p role="alert">{ sentence }</p> }) }
            if let Some(report) = report {
                if props.stale {
                    <p><strong>{ text.stale }</strong></p>
                }
                <p class="quiet">{ (text.pairs)(report.prices.iter().map(|price| price.pairs).min().unwrap_or(0)) }</p>
                { table(text.table, text.heads, report.prices.iter().map(|price| row(props.text, price)).collect()) }
            }
        </section>
    }
}

fn row(text: &'static SecurityPanelText, price: &Price) -> Html {
    let prices = &text.prices;
    let share = |estimate: &Estimate| difference(prices, estimate, prices.share);
    let millis = |estimate: &Estimate| difference(prices, estimate, |ms| format::millis(ms).text());
    let held = |(place, estimate): &(u8, Estimate)| {
        let place = (prices.place)(Place::from_code(*place));
        html! { <li>{ place }{ " " }{ share(estimate) }</li> }
    };
    let shares = [&price.fraud_stopped, &price.learned, &price.false_declines, &price.honest_answered].map(share);
    // On a phone each control is a card, and each figure has its head beside it.
    let cells = shares.into_iter().chain(price.response_ms.iter().map(millis)).zip(prices.heads.iter().skip(1));
    html! {
        <tr>
            <th scope="row">
                { (text.control)(&price.control) }
                if !price.on {
                    { " " }<small>{ prices.tried }</small>
                }
            </th>
            { for cells.map(|(figure, head)| html! { <td data-head={*head}>{ figure }</td> }) }
            <td data-head={prices.heads.last().copied()}><ul>{ for price.utilisation.iter().map(held) }</ul></td>
        </tr>
    }
}

/// A difference with its sign and its interval; one whose interval holds zero is called so.
fn difference(text: &SecurityPricesText, estimate: &Estimate, form: impl Fn(f64) -> String) -> String {
    let Some(mean) = estimate.mean else { return format::NONE.to_owned() };
    let sign = if mean > 0.0 { "+" } else { "" };
    match estimate.half_width {
        Some(0.0) if mean == 0.0 => text.same.to_owned(),
        Some(half) if mean.abs() <= half => format!("{sign}{} ± {} ({})", form(mean), form(half), text.unsure),
        Some(half) => format!("{sign}{} ± {}", form(mean), form(half)),
        None => format!("{sign}{}, {}", form(mean), (text.state_word)(estimate.state)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;
    use crate::experiment::State;

    #[test]
    fn a_difference_says_what_it_is_worth() {
        let text = &WORKBENCH.security.prices;
        let said = |half_width, state| {
            let estimate = Estimate { mean: Some(0.02), half_width, state, ..Estimate::default() };
            difference(text, &estimate, text.share)
        };
        assert_eq!(said(Some(0.01), State::Steady), "+2.00 pp ± 1.00 pp", "with its interval");
        assert_eq!(said(None, State::WarmingUp), "+2.00 pp, warming up", "or with its state");
    }
}
