//! What the slowest hundredth spent its time on: a bar and a table, by cause and place.

use crate::app::format;
use crate::app::text::PaymentsText;
use crate::experiment::{Cause, Hindsight, Share};
use crate::payment::Place;
use yew::prelude::*;

/// Parts below this share are in the table alone.
const SEEN: f64 = 0.004;

/// The figure, or why there is none.
pub(super) fn blame(text: &PaymentsText, found: &Hindsight) -> Html {
    if found.ended == 0 {
        return Html::default();
    }
    let content = match found.slow_ms.filter(|_| found.slow > 0) {
        Some(slow_ms) => figure(text, found, slow_ms),
        None => html! { <p class="quiet">{ text.no_slow }</p> },
    };
    html! {
        <section class="study-part">
            <h4>{ text.blame }</h4>
            <p>{ text.blame_lead }</p>
            { content }
        </section>
    }
}

fn figure(text: &PaymentsText, found: &Hindsight, slow_ms: f64) -> Html {
    let whole: f64 = found.blame.iter().map(|share| share.mean_ms).sum();
    let part = |share: &Share| if whole > 0.0 { share.mean_ms / whole } else { 0.0 };
    let caption = (text.slow)(&format::count(found.slow), &format::count(found.ended), &format::millis(slow_ms).text());
    let seen = found.blame.iter().filter(|share| part(share) >= SEEN);
    html! {
        <figure class="payments-blame">
            <figcaption>{ caption }</figcaption>
            <p class="payments-bar" aria-hidden="true">
                { for seen.map(|share| html! {
                    <i key={key(share)} data-cause={word(share.cause)} style={format!("--share: {:.4}", part(share))}></i>
                }) }
            </p>
            <div class="study-table" tabindex="0" role="region" aria-label={text.blame}>
                <table>
                    <thead><tr>{ for text.blame_heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                    <tbody>{ for found.blame.iter().map(|share| row(text, share, part(share))) }</tbody>
                </table>
            </div>
            if found.blame.iter().all(|share| share.cause != Cause::Reversals) {
                <p class="quiet">{ text.no_reversals }</p>
            }
        </figure>
    }
}

fn row(text: &PaymentsText, share: &Share, part: f64) -> Html {
    let place = share.place.map_or_else(|| text.nowhere.to_owned(), |code| (text.place)(Place::from_code(code)));
    html! {
        <tr key={key(share)}>
            <th scope="row"><i data-cause={word(share.cause)} aria-hidden="true"></i>{ (text.cause)(share.cause) }</th>
            <td>{ place }</td>
            <td>{ format::millis(share.mean_ms).text() }</td>
            <td>{ format::percent(part).text() }</td>
        </tr>
    }
}

fn key(share: &Share) -> String {
    format!("{}-{}", word(share.cause), share.place.map_or(-1, i16::from))
}

/// The cause in the style sheet.
const fn word(cause: Cause) -> &'static str {
    match cause {
        Cause::Retries => "retries",
        Cause::Waiting => "waiting",
        Cause::Reversals => "reversals",
        Cause::Work => "work",
        Cause::CacheMiss => "miss",
        Cause::Commit => "commit",
        Cause::Way => "way",
    }
}
