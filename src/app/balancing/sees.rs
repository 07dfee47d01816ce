//! One policy pick by pick: what it sees before each, and whether the next one was predicted.

use super::ink;
use super::run::{Bench, Lane, Pick, letter};
use super::state::{BalancingAction, BalancingState};
use super::whereabouts::{Whereabouts, WhereaboutsProps};
use crate::app::controls::Picker;
use crate::app::format::{self, NONE};
use crate::app::study::table;
use crate::app::text::{BalancingText, OptionText, SeesText};
use crate::balance::glimpse::Candidate;
use yew::prelude::*;

/// The places of the policies side by side, as ids.
const PLACES: [&str; 4] = ["0", "1", "2", "3"];

/// The part of the view.
pub(super) fn sees(
    text: &'static BalancingText,
    (bench, lane): (&Bench, &Lane),
    lab: &BalancingState,
    on_action: &Callback<BalancingAction>,
) -> Html {
    let sees = &text.sees;
    html! {
        <section class="study-part balancing-sees" aria-labelledby="balancing-sees">
            <h3 id="balancing-sees">{ sees.title }</h3>
            { chosen(sees, bench, lab, on_action) }
            <div class="study-keys">
                <button type="button" disabled={lab.at == 0} onclick={on_action.reform(|_| BalancingAction::Back)}>
                    { sees.back }
                </button>
                <button type="button" disabled={lab.at >= lane.picks.len()}
                    onclick={on_action.reform(|_| BalancingAction::Forward(None))}>{ sees.forward }</button>
                <button type="button" onclick={on_action.reform(|_| BalancingAction::Restart)}>{ sees.restart }</button>
            </div>
            { guesses(text, (bench, lane), lab, on_action) }
            <p role="status">{ said(sees, lane, lab) }</p>
            { looked_at(sees, lane, lab) }
            { seen(sees, (bench, lane), lab) }
        </section>
    }
}

/// Which policy is looked into.
fn chosen(text: &SeesText, bench: &Bench, lab: &BalancingState, on_action: &Callback<BalancingAction>) -> Html {
    let option = |(id, lane): (&'static str, &Lane)| OptionText { id, label: lane.tuned.policy.name(), summary: "" };
    let options: Vec<OptionText> = PLACES.into_iter().zip(&bench.lanes).map(option).collect();
    let value = PLACES.get(lab.chosen).copied().unwrap_or_default();
    let on_change = on_action.reform(|id: &str| BalancingAction::Choose(id.parse().unwrap_or_default()));
    html! {
        <div class="balancing-field">
            <label for="balancing-chosen">{ text.policy }</label>
            <Picker id="balancing-chosen" described="" {options} {value} {on_change} />
        </div>
    }
}

/// One key a server that may be predicted; nothing once all picks are shown.
fn guesses(
    text: &'static BalancingText,
    (bench, lane): (&Bench, &Lane),
    lab: &BalancingState,
    on_action: &Callback<BalancingAction>,
) -> Html {
    if lab.at >= lane.picks.len() {
        return html! { <p class="quiet">{ text.sees.over }</p> };
    }
    let known = lab.at < lab.guesses.len();
    let key = |server: usize| {
        html! {
            <button type="button" key={server} disabled={known} style={ink(server)}
                onclick={on_action.reform(move |_| BalancingAction::Forward(Some(server)))}>{ letter(server) }</button>
        }
    };
    html! {
        <div class="balancing-guesses" role="group" aria-labelledby="balancing-guess">
            <span id="balancing-guess">{ (text.sees.guess)(lab.at + 1) }</span>
            { for (0..bench.weights.len()).map(key) }
            if known { <span class="quiet">{ text.sees.seen }</span> }
        </div>
    }
}

/// The last pick, what was predicted of it, and the score.
fn said(text: &SeesText, lane: &Lane, lab: &BalancingState) -> String {
    let named = |server: Option<usize>| server.map_or(text.nowhere, letter);
    let right = |(pick, guess): (&Pick, &Option<usize>)| guess.map(|guess| pick.server == Some(guess));
    let judged: Vec<bool> = lane.picks.iter().zip(&lab.guesses).filter_map(right).collect();
    let score = (text.score)(judged.iter().filter(|right| **right).count(), judged.len());
    let Some(last) = lab.at.checked_sub(1) else { return format!("{} {score}", (text.begin)(lane.picks.len())) };
    let (Some(pick), guess) = (lane.picks.get(last), lab.guesses.get(last).copied().flatten()) else { return score };
    let went = (text.pick)(lab.at, lane.picks.len(), named(pick.server));
    match guess {
        None => format!("{went} {score}"),
        Some(guess) if pick.server == Some(guess) => format!("{went} {} {score}", text.right),
        Some(guess) => format!("{went} {} {score}", (text.wrong)(letter(guess))),
    }
}

/// What the last pick looked at, with whom it picked marked; nothing before the first, so that nothing is given away.
fn looked_at(text: &'static SeesText, lane: &Lane, lab: &BalancingState) -> Html {
    let last = lab.at.checked_sub(1).and_then(|last| lane.picks.get(last));
    let Some((pick, glimpse)) = last.and_then(|pick| pick.glimpse.as_ref().map(|glimpse| (pick, glimpse))) else {
        return Html::default();
    };
    let heads: Vec<&str> = text.heads.iter().take(1).chain(glimpse.figures).copied().chain([text.taken]).collect();
    let row = |(place, candidate): (usize, &Candidate)| {
        let taken = pick.server == Some(candidate.server);
        html! {
            <tr key={place} style={ink(candidate.server)}>
                <th scope="row"><b>{ letter(candidate.server) }</b></th>
                { for candidate.figures.iter().map(|figure| html! { <td>{ self::figure(text, *figure) }</td> }) }
                <td>{ for taken.then_some(text.taken_mark) }</td>
            </tr>
        }
    };
    html! {
        <>
            <p>
                { (text.looked_at)(lab.at, glimpse.looks_at) }
                if let Some((name, bound)) = glimpse.bound { { " " }{ (text.bound)(name, &number(bound)) } }
            </p>
            { table(text.looked_at_table, &heads, glimpse.candidates.iter().enumerate().map(row).collect()) }
        </>
    }
}

/// What the policy sees before the next pick; after the last one, what it saw before that.
fn seen(text: &'static SeesText, (bench, lane): (&Bench, &Lane), lab: &BalancingState) -> Html {
    let at = lab.at.min(lane.picks.len().saturating_sub(1));
    let Some(pick) = lane.picks.get(at) else { return Html::default() };
    let policy = lane.tuned.policy;
    let columns = [(policy.score_name(), &pick.scores), (policy.beside_name(), &pick.beside)];
    let kept: Vec<(&str, &Vec<Option<f64>>)> =
        columns.into_iter().filter_map(|(name, numbers)| name.map(|name| (name, numbers))).collect();
    let row = |server: usize| {
        html! {
            <tr key={server} style={ink(server)}>
                <th scope="row"><b>{ letter(server) }</b></th>
                <td>{ bench.weights[server] }</td>
                <td>{ pick.in_flight[server] }</td>
                { for kept.iter().map(|(_, numbers)| html! { <td>{ bar(numbers, server) }</td> }) }
            </tr>
        }
    };
    html! {
        <>
            <div class="study-table" tabindex="0" role="region" aria-label={(text.before)(at + 1)}>
                <table>
                    <caption>{ (text.before)(at + 1) }</caption>
                    <thead><tr>
                        { for text.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }
                        { for kept.iter().map(|(name, _)| html! { <th scope="col">{ *name }</th> }) }
                    </tr></thead>
                    <tbody>{ for (0..bench.weights.len()).map(row) }</tbody>
                </table>
            </div>
            if kept.is_empty() && pick.glimpse.is_none() { <p class="quiet">{ text.no_score }</p> }
            <Whereabouts ..WhereaboutsProps::of(text, bench, lane, at) />
        </>
    }
}

/// A server's number, and as a bar from the middle, to the left below zero; the largest of all has the longest.
fn bar(numbers: &[Option<f64>], server: usize) -> Html {
    let largest = numbers.iter().flatten().fold(0.0, |largest: f64, number| largest.max(number.abs()));
    let Some(score) = numbers.get(server).copied().flatten() else { return html! { { NONE } } };
    let part = if largest > 0.0 { score / largest } else { 0.0 };
    let (from, wide) = if part < 0.0 { (0.5 + part / 2.0, -part / 2.0) } else { (0.5, part / 2.0) };
    html! {
        <span class="balancing-score">
            <span>{ number(score) }</span>
            <span aria-hidden="true"><i style={format!("--from: {from}; --at: {wide}")}></i></span>
        </span>
    }
}

/// What a pick compared, as a number or a word.
fn figure(text: &SeesText, figure: f64) -> String {
    if figure.is_infinite() { text.untried.to_owned() } else { number(figure) }
}

/// A whole number as it is, others with three digits.
fn number(score: f64) -> String {
    if score.fract() == 0.0 { format!("{score}") } else { format::number(score) }
}

#[cfg(test)]
mod tests {
    use super::super::run::play;
    use super::*;
    use crate::app::text::WORKBENCH;

    #[test]
    fn predictions_are_judged_and_counted() {
        let text = &WORKBENCH.balancing.sees;
        let mut lab = BalancingState::default();
        let bench = play(&lab.running, 1).expect("allowed");
        let mut after = |action| {
            lab.act(action);
            said(text, &bench.lanes[0], &lab)
        };
        let right = after(BalancingAction::Forward(Some(0)));
        assert_eq!(right, "Pick 1 of 26 went to A. You were right. 1 of 1 predictions right.");
        let passed = after(BalancingAction::Forward(None));
        assert_eq!(passed, "Pick 2 of 26 went to A. 1 of 1 predictions right.");
        let wrong = after(BalancingAction::Forward(Some(0)));
        assert_eq!(wrong, "Pick 3 of 26 went to B. You said A. 1 of 2 predictions right.");
        assert!(after(BalancingAction::Restart).starts_with("26 picks wait."), "anew");
    }

    #[test]
    fn who_was_never_tried_has_a_word_in_place_of_a_cost() {
        let text = &WORKBENCH.balancing.sees;
        assert_eq!(figure(text, f64::INFINITY), "untried");
        assert_eq!(figure(text, 40.0), "40");
    }
}
