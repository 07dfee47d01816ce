//! Which keys move when a server leaves or joins, under each of the policies that keep a key where it is.

use super::run::{Bench, letter};
use super::state::Condition;
use crate::app::controls::Picker;
use crate::app::format;
use crate::app::study;
use crate::app::text::{KeysText, OptionText};
use crate::balance::Policy;
use crate::balance::upheaval::{STICKY, Upheaval, down, joined, removed};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// Keys that are followed: enough to know a share to a point.
const KEYS: u32 = 2_000;
/// The places of the servers, as ids.
const PLACES: [&str; 8] = ["0", "1", "2", "3", "4", "5", "6", "7"];

/// Properties of [`Keys`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct KeysProps {
    /// Texts.
    pub(super) text: &'static KeysText,
    /// The weight of each server.
    pub(super) weights: Vec<u32>,
    /// Whether each takes requests.
    pub(super) usable: Vec<bool>,
}

impl KeysProps {
    pub(super) fn of(text: &'static KeysText, bench: &Bench) -> Self {
        let usable = bench.conditions.iter().take(bench.weights.len()).map(|one| *one != Condition::Down).collect();
        Self { text, weights: bench.weights.clone(), usable }
    }

    /// The servers that have keys, by their places.
    fn owners(&self) -> Vec<usize> {
        (0..self.weights.len()).filter(|server| self.weights[*server] > 0 && self.usable[*server]).collect()
    }
}

/// The part of the view. What moves is counted when it is first opened.
#[component]
pub(super) fn Keys(props: &KeysProps) -> Html {
    let open = use_state_eq(|| false);
    let chosen = use_state_eq(|| 0);
    let text = props.text;
    let owners = props.owners();
    let leaver = owners.iter().copied().find(|server| *server == *chosen).or_else(|| owners.first().copied());
    let asked = (props.weights.clone(), props.usable.clone(), leaver.filter(|_| *open && owners.len() > 1));
    let rows = use_rows(asked);
    let ontoggle = {
        let setter = open.setter();
        move |_: Event| setter.set(true)
    };
    html! {
        <details class="balancing-keys" {ontoggle}>
            <summary>{ text.title }</summary>
            <p>{ (text.lead)(&format::count(u64::from(KEYS))) }</p>
            if owners.len() < 2 { <p class="quiet">{ text.too_few }</p> }
            { picker(text, &owners, leaver, &chosen) }
            if !rows.is_empty() {
                { study::table(text.title, &text.heads, rows.iter().map(|found| row(text, found)).collect()) }
                <p class="quiet">{ text.note }</p>
            }
        </details>
    }
}

/// What a policy does when a server goes down, when it is taken out, and when one joins.
type Row = (Policy, [Upheaval; 3]);

/// Weights, who is up, and who leaves; nobody for as long as nothing is asked.
type Asked = (Vec<u32>, Vec<bool>, Option<usize>);

/// The rows counted so far, one policy a turn, so that the page answers meanwhile.
#[hook]
fn use_rows(asked: Asked) -> Vec<Row> {
    let counted = use_state(|| (Asked::default(), Vec::<Row>::new()));
    let rows = if counted.0 == asked { counted.1.clone() } else { Vec::new() };
    let setter = counted.setter();
    use_effect_with((asked, rows.len()), {
        let rows = rows.clone();
        move |(asked, _)| {
            let asked = asked.clone();
            let turn = STICKY.get(rows.len()).copied().zip(asked.2).map(|(policy, leaver)| {
                Timeout::new(0, move || {
                    let row = (policy, count(policy, &asked, leaver));
                    setter.set((asked, [rows, vec![row]].concat()));
                })
            });
            move || drop(turn)
        }
    });
    rows
}

fn count(policy: Policy, (weights, usable, _): &Asked, leaver: usize) -> [Upheaval; 3] {
    let leaves =
        |event: fn(Policy, &[u32], &[bool], usize, u32) -> Upheaval| event(policy, weights, usable, leaver, KEYS);
    [leaves(down), leaves(removed), joined(policy, weights, usable, 1, KEYS)]
}

fn picker(text: &KeysText, owners: &[usize], leaver: Option<usize>, chosen: &UseStateHandle<usize>) -> Html {
    let option = |server: &usize| {
        let id = PLACES.get(*server).copied().unwrap_or_default();
        OptionText { id, label: letter(*server), summary: "" }
    };
    let options: Vec<OptionText> = owners.iter().map(option).collect();
    let value = leaver.and_then(|server| PLACES.get(server)).copied().unwrap_or_default();
    let setter = chosen.setter();
    let on_change = move |id: &'static str| setter.set(id.parse().unwrap_or_default());
    html! {
        <div class="balancing-field">
            <label for="balancing-leaver">{ text.leaver }</label>
            <Picker id="balancing-leaver" described="" {options} {value} {on_change} />
        </div>
    }
}

fn row(text: &KeysText, (policy, events): &Row) -> Html {
    let cell = |upheaval: &Upheaval| {
        let [needed, needless] = upheaval.shares().map(|share| format::percent(share).text());
        html! { <td><span>{ needed }</span><small>{ (text.needless)(&needless) }</small></td> }
    };
    html! { <tr key={policy.id()}><th scope="row">{ policy.name() }</th>{ for events.iter().map(cell) }</tr> }
}
