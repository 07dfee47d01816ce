//! The slowest and the strangest payments of a run.

use crate::app::format;
use crate::app::text::PaymentsText;
use crate::experiment::{Hindsight, Mention, Why};
use crate::payment::Outcome;
use yew::prelude::*;

/// Both lists, and what was looked at.
pub(super) fn lists(text: &PaymentsText, found: &Hindsight, on_open: &Callback<u64>) -> Html {
    if found.ended == 0 {
        return html! { <p>{ text.none_ended }</p> };
    }
    let (slow, strange): (Vec<&Mention>, Vec<&Mention>) =
        found.mentions.iter().partition(|mention| mention.why == Why::Slow);
    html! {
        <>
            <p>{ (text.looked)(&format::clock(found.until_s), &format::count(found.ended)) }</p>
            <div class="payments-lists">
                { list(text, (text.slowest, text.nothing_slow), &slow, on_open) }
                { list(text, (text.strangest, text.nothing_strange), &strange, on_open) }
            </div>
        </>
    }
}

fn list(
    text: &PaymentsText,
    (title, nothing): (&'static str, &'static str),
    mentions: &[&Mention],
    on_open: &Callback<u64>,
) -> Html {
    let slow = mentions.iter().all(|mention| mention.why == Why::Slow);
    // That the slowest are slow need not be said at each.
    let heads = if slow { &text.list_heads[..3] } else { &text.list_heads[..] };
    html! {
        <section class="study-part">
            <h4>{ title }</h4>
            if mentions.is_empty() {
                <p class="quiet">{ nothing }</p>
            } else {
                <div class="study-table" tabindex="0" role="region" aria-label={title}>
                    <table>
                        <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                        <tbody>{ for mentions.iter().map(|mention| row(text, mention, slow, on_open)) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

fn row(text: &PaymentsText, mention: &Mention, slow: bool, on_open: &Callback<u64>) -> Html {
    let number = mention.payment;
    let shown = format::count(number);
    let outcome = Outcome::from_code(mention.outcome);
    html! {
        // A payment may be strange in two ways.
        <tr key={format!("{number} {}", (text.why)(mention.why))}>
            <th scope="row">
                <button type="button" aria-label={(text.open)(&shown)} onclick={on_open.reform(move |_: MouseEvent| number)}>
                    { shown }
                </button>
            </th>
            <td>{ format::millis(mention.response_ms).text() }</td>
            <td class="payments-outcome" data-outcome={super::story::word(outcome)}>{ (text.outcome)(outcome) }</td>
            if !slow {
                <td>{ (text.why)(mention.why) }</td>
            }
        </tr>
    }
}
