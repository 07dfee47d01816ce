//! Which keys move when a server leaves or joins, under each of the policies that keep a key where it is.
//!
//! A policy that the lab has stands there as the lab has it, with what is set of it; the others stand as they ship.

use super::run::{Bench, letter};
use super::state::Condition;
use crate::app::controls::Picker;
use crate::app::format;
use crate::app::study;
use crate::app::text::{KeysText, OptionText};
use crate::balance::Tuned;
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
    /// The policies, with what is set of each.
    pub(super) policies: Vec<Tuned>,
    /// The weight of each server.
    pub(super) weights: Vec<u32>,
    /// Whether each takes requests.
    pub(super) usable: Vec<bool>,
}

impl KeysProps {
    pub(super) fn of(text: &'static KeysText, bench: &Bench) -> Self {
        let usable = bench.conditions.iter().take(bench.weights.len()).map(|one| *one != Condition::Down).collect();
        Self { text, policies: sticky(bench), weights: bench.weights.clone(), usable }
    }

    /// The servers that have keys, by their places.
    fn owners(&self) -> Vec<usize> {
        (0..self.weights.len()).filter(|server| self.weights[*server] > 0 && self.usable[*server]).collect()
    }
}

/// The policies that stick, each as often as the lab has it with something else set of it, and once if it has not.
fn sticky(bench: &Bench) -> Vec<Tuned> {
    let mut all: Vec<Tuned> = Vec::new();
    for policy in STICKY {
        let known = all.len();
        for lane in bench.lanes.iter().filter(|lane| lane.tuned.policy == policy) {
            if !all.contains(&lane.tuned) {
                all.push(lane.tuned.clone());
            }
        }
        if all.len() == known {
            all.push(policy.into());
        }
    }
    all
}

/// The part of the view. What moves is counted when it is first opened.
#[component]
pub(super) fn Keys(props: &KeysProps) -> Html {
    let open = use_state_eq(|| false);
    let chosen = use_state_eq(|| 0);
    let text = props.text;
    let owners = props.owners();
    let leaver = owners.iter().copied().find(|server| *server == *chosen).or_else(|| owners.first().copied());
    let rows = use_rows(Asked {
        policies: props.policies.clone(),
        weights: props.weights.clone(),
        usable: props.usable.clone(),
        leaver: leaver.filter(|_| *open && owners.len() > 1),
    });
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
type Row = (Tuned, [Upheaval; 3]);

/// What is to be counted.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    policies: Vec<Tuned>,
    weights: Vec<u32>,
    usable: Vec<bool>,
    /// Who leaves; nobody for as long as nothing is asked.
    leaver: Option<usize>,
}

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
            let turn = asked.policies.get(rows.len()).cloned().zip(asked.leaver).map(|(tuned, leaver)| {
                Timeout::new(0, move || {
                    let moved = asked.count(&tuned, leaver);
                    setter.set((asked, [rows, vec![(tuned, moved)]].concat()));
                })
            });
            move || drop(turn)
        }
    });
    rows
}

impl Asked {
    fn count(&self, tuned: &Tuned, leaver: usize) -> [Upheaval; 3] {
        let Self { weights, usable, .. } = self;
        let leaves =
            |event: fn(&Tuned, &[u32], &[bool], usize, u32) -> Upheaval| event(tuned, weights, usable, leaver, KEYS);
        [leaves(down), leaves(removed), joined(tuned, weights, usable, 1, KEYS)]
    }
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

fn row(text: &KeysText, (tuned, events): &Row) -> Html {
    let cell = |upheaval: &Upheaval| {
        let [needed, needless] = upheaval.shares().map(|share| format::percent(share).text());
        html! { <td><span>{ needed }</span><small>{ (text.needless)(&needless) }</small></td> }
    };
    let name = tuned.name();
    html! { <tr key={name.clone()}><th scope="row">{ name }</th>{ for events.iter().map(cell) }</tr> }
}

#[cfg(test)]
mod tests {
    use super::super::run::play;
    use super::super::state::Setting;
    use super::*;
    use crate::balance::Policy;

    fn ring(size: f64) -> Tuned {
        Tuned { policy: Policy::RingHash, parameters: vec![("minimum_ring_size", size)] }
    }

    fn shown(policies: Vec<Tuned>) -> Vec<Tuned> {
        let setting = Setting { policies, ..Setting::default() };
        sticky(&play(&setting, 1).expect("allowed"))
    }

    #[test]
    fn what_the_lab_has_stands_as_it_is_set_and_the_others_as_they_ship() {
        let as_shipped: Vec<Tuned> = STICKY.into_iter().map(Tuned::from).collect();
        assert_eq!(shown(vec![Policy::Random.into()]), as_shipped);
        let two = shown(vec![ring(64.0), Policy::Random.into(), ring(512.0), ring(64.0)]);
        assert_eq!(two.len(), STICKY.len() + 1, "one ring more: {two:?}");
        assert_eq!(two[1..3], [ring(64.0), ring(512.0)], "each once, in the lab's order");
        assert_eq!(two[1].name(), "Ring hash (Envoy): minimum_ring_size 64", "told apart");
    }

    #[test]
    fn what_moves_follows_what_is_set() {
        let of =
            |tuned: Tuned| Asked { weights: vec![1; 5], usable: vec![true; 5], ..Asked::default() }.count(&tuned, 2);
        assert_ne!(of(ring(8.0)), of(ring(4_096.0)), "a coarse ring and a fine one");
    }
}
