//! The policies side by side: picks as a strip, shares against the weights, requests in flight.

use super::ink;
use super::run::{Bench, Lane, letter, mark};
use crate::app::format::{self, NONE};
use crate::app::text::BalancingText;
use crate::math;
use std::fmt::Write;
use yew::prelude::*;

/// Width of a picture of requests in flight; it is stretched to its place.
const WIDTH: f64 = 400.0;
/// Its height.
const HEIGHT: f64 = 20.0;

/// One figure a policy.
pub(super) fn lanes(text: &'static BalancingText, bench: &Bench) -> Html {
    html! {
        <section class="study-part" aria-labelledby="balancing-lanes">
            <h3 id="balancing-lanes">{ text.side_by_side }</h3>
            <p class="quiet">{ text.key }</p>
            <div class="balancing-lanes">
                { for bench.lanes.iter().enumerate().map(|(place, lane)| figure(text, (bench, lane), place)) }
            </div>
        </section>
    }
}

fn figure(text: &'static BalancingText, (bench, lane): (&Bench, &Lane), place: usize) -> Html {
    let letters: Vec<&str> = lane.picks.iter().map(|pick| mark(pick.server)).collect();
    let (most, refused) = (lane.in_flight_max(), lane.refused());
    html! {
        <figure class="balancing-lane" key={place}>
            <figcaption>{ lane.tuned.name() }</figcaption>
            if let Some(words) = (text.untold)(lane.tuned.policy) {
                <p class="quiet">{ words }</p>
            }
            <p class="balancing-strip" aria-hidden="true">
                { for lane.picks.iter().map(|pick| html! { <b style={pick.server.map(ink)}>{ mark(pick.server) }</b> }) }
            </p>
            <p class="visually-hidden">{ (text.picks)(&letters.join(" ")) }</p>
            if !refused.is_empty() {
                <p class="field-problem">{ (text.nobody)(&refused, lane.picks.len()) }{ " " }{ lane.tuned.policy.nobody().words() }</p>
            }
            <p class="balancing-row quiet" aria-hidden="true">
                <span></span><span>{ text.share }</span><span></span><span>{ (text.in_flight)(most) }</span>
            </p>
            <ul>{ for (0..bench.weights.len()).map(|server| row(text, (bench, lane), server)) }</ul>
            <details class="lab-details">
                <summary>{ text.table }<span class="visually-hidden">{ format!(": {}", lane.tuned.name()) }</span></summary>
                { table(text, bench, lane) }
            </details>
        </figure>
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| NONE.to_owned(), |share| format::percent(share).text())
}

/// Share and load of one server.
fn row(text: &BalancingText, (bench, lane): (&Bench, &Lane), server: usize) -> Html {
    let (share, contract) = (lane.share(server), bench.contract(server));
    let most = lane.in_flight_of(server).0.to_string();
    let words = (text.row)([letter(server), &percent(Some(share)), &percent(contract), &most]);
    let tick = contract.map(|contract| format!("--at: {contract}"));
    let path = steps(lane, server);
    html! {
        <li key={server} class="balancing-row" style={ink(server)}>
            <span class="visually-hidden">{ words }</span>
            <b aria-hidden="true">{ letter(server) }</b>
            <span class="balancing-share" aria-hidden="true">
                <span style={format!("--at: {share}")}></span>
                if tick.is_some() { <i style={tick}></i> }
            </span>
            <span aria-hidden="true">{ percent(Some(share)) }</span>
            <svg aria-hidden="true" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none"><path d={path} /></svg>
        </li>
    }
}

/// The requests in flight of one server as a closed outline, on the scale of the whole lane.
fn steps(lane: &Lane, server: usize) -> String {
    let words = math::count(lane.in_flight.len().max(1));
    let most = f64::from(lane.in_flight_max().max(1));
    let mut path = format!("M0 {HEIGHT}");
    for (word, row) in lane.in_flight.iter().enumerate() {
        let height = HEIGHT - HEIGHT * f64::from(row.get(server).copied().unwrap_or_default()) / most;
        let end = WIDTH * math::count(word + 1) / words;
        // A string takes whatever is written.
        let _ = write!(path, "V{height:.1}H{end:.1}");
    }
    path.push_str(&format!("V{HEIGHT}Z"));
    path
}

fn table(text: &BalancingText, bench: &Bench, lane: &Lane) -> Html {
    let row = |server: usize| {
        let (share, contract) = (lane.share(server), bench.contract(server));
        let difference = contract.map(|contract| format!("{:+.1}", (share - contract) * 100.0));
        let (most, end) = lane.in_flight_of(server);
        html! {
            <tr key={server}>
                <th scope="row">{ letter(server) }</th>
                <td>{ bench.weights[server] }</td>
                <td>{ percent(contract) }</td>
                <td>{ lane.count(server) }</td>
                <td>{ percent(Some(share)) }</td>
                <td>{ difference.unwrap_or_else(|| NONE.to_owned()) }</td>
                <td>{ most }</td>
                <td>{ end }</td>
            </tr>
        }
    };
    html! {
        <div class="study-table" tabindex="0" role="region" aria-label={lane.tuned.name()}>
            <table>
                <thead><tr>{ for text.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                <tbody>{ for (0..bench.weights.len()).map(row) }</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::super::run::play;
    use super::super::state::Setting;
    use super::*;

    #[test]
    fn steps_rise_with_what_opens_and_fall_with_what_ends() {
        let setting = Setting { script: "+ + 0 1".to_owned(), weights: "1, 1".to_owned(), ..Setting::default() };
        let bench = play(&setting, 1).expect("allowed");
        assert_eq!(steps(&bench.lanes[0], 0), "M0 20V0.0H100.0V0.0H200.0V20.0H300.0V20.0H400.0V20Z", "the first");
        assert_eq!(steps(&bench.lanes[0], 1), "M0 20V20.0H100.0V0.0H200.0V0.0H300.0V20.0H400.0V20Z", "the second");
    }
}
