//! Where the next key lies on a hashing policy's ring or table: the whole as a band, and the points around the key.

use super::ink;
use super::run::{Bench, Lane, letter};
use super::state::Condition;
use crate::app::format;
use crate::app::text::SeesText;
use crate::balance::spot::{PARTS, Spot};
use crate::balance::{Request, Tuned, View};
use crate::math;
use crate::random::Stream;
use yew::prelude::*;

/// Height of the band, in parts of its width.
const HEIGHT: f64 = 10.0;

/// Properties of [`Whereabouts`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct WhereaboutsProps {
    /// Texts.
    pub(super) text: &'static SeesText,
    /// The policy, with what is set of it.
    pub(super) tuned: Tuned,
    /// The weight of each server.
    pub(super) weights: Vec<u32>,
    /// Whether each takes requests.
    pub(super) usable: Vec<bool>,
    /// What each has in flight before the pick.
    pub(super) in_flight: Vec<u32>,
    /// The key.
    pub(super) key_text: String,
}

impl WhereaboutsProps {
    /// What a policy finds out before its pick of this number.
    pub(super) fn of(text: &'static SeesText, bench: &Bench, lane: &Lane, at: usize) -> Self {
        Self {
            text,
            tuned: lane.tuned.clone(),
            weights: bench.weights.clone(),
            usable: bench.conditions.iter().take(bench.weights.len()).map(|one| *one != Condition::Down).collect(),
            in_flight: lane.picks.get(at).map_or_else(Vec::new, |pick| pick.in_flight.clone()),
            key_text: at.to_string(),
        }
    }
}

/// The figure; nothing for a policy that lays nothing out.
#[component]
pub(super) fn Whereabouts(props: &WhereaboutsProps) -> Html {
    let servers = (props.weights.clone(), props.usable.clone(), props.in_flight.clone());
    let asked = (props.tuned.clone(), servers, props.key_text.clone());
    let spot = use_memo(asked, |(tuned, (weights, usable, in_flight), key)| {
        lies(tuned, &View::new(weights, in_flight, usable), key)
    });
    spot.as_ref().as_ref().map_or_else(Html::default, |spot| figure(props, spot))
}

/// Lays everything out as for a pick, and looks where the key is.
fn lies(tuned: &Tuned, servers: &View<'_>, key: &str) -> Option<Spot> {
    let mut balancer = tuned.build(servers.weights.len());
    let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
    let view = View { request, ..*servers };
    balancer.pick(&view, &mut Stream::new(0, "routing"))?;
    balancer.spot(&view)
}

fn figure(props: &WhereaboutsProps, spot: &Spot) -> Html {
    let text = props.text;
    let at = spot.at * math::count(PARTS);
    let one = |server: &usize| html! { <b style={ink(*server)}>{ letter(*server) }</b> };
    html! {
        <figure class="balancing-spot">
            <figcaption>
                { (text.spot)(&props.key_text, &format::percent(spot.at).text()) }
                if !spot.slots.is_empty() { { " " }{ (text.slots)(&taken(&props.in_flight, &spot.slots)) } }
            </figcaption>
            <svg viewBox={format!("0 0 {PARTS} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
                { for runs(&spot.owners).map(|(from, wide, server)| html! {
                    <rect x={from.to_string()} y="0" width={wide.to_string()} height={HEIGHT.to_string()} style={ink(server)} />
                }) }
                <line x1={format!("{at:.2}")} x2={format!("{at:.2}")} y1="0" y2={HEIGHT.to_string()} />
            </svg>
            <p class="balancing-around">
                <span>{ text.around }</span>
                { for spot.before.iter().map(one) }
                <i>{ text.key_here }</i>
                { for spot.after.iter().map(one) }
            </p>
        </figure>
    }
}

/// What each server has in flight, of its slots.
fn taken(in_flight: &[u32], slots: &[u64]) -> String {
    let one = |(server, (load, slots)): (usize, (&u32, &u64))| format!("{} {load} of {slots}", letter(server));
    in_flight.iter().zip(slots).enumerate().map(one).collect::<Vec<_>>().join(", ")
}

/// Neighbouring parts of one server together: where they begin, how wide they are, whose they are.
fn runs(owners: &[usize]) -> impl Iterator<Item = (usize, usize, usize)> {
    let mut from = 0;
    owners.chunk_by(|one, next| one == next).map(move |run| {
        let begins = from;
        from += run.len();
        (begins, run.len(), run[0])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::Policy;

    #[test]
    fn neighbours_are_drawn_as_one() {
        let found: Vec<(usize, usize, usize)> = runs(&[0, 0, 1, 0, 0, 0]).collect();
        assert_eq!(found, [(0, 2, 0), (2, 1, 1), (3, 3, 0)]);
        assert_eq!(runs(&[]).count(), 0, "nobody");
    }

    #[test]
    fn only_what_is_laid_out_is_drawn() {
        let three = View::new(&[1, 1, 1], &[0; 3], &[true; 3]);
        let of = |policy: Policy| lies(&policy.into(), &three, "7");
        assert!(of(Policy::RingHash).is_some_and(|spot| spot.owners.len() == PARTS), "a ring");
        assert_eq!(of(Policy::RoundRobin), None, "a rotation has none");
        let down = View::new(&[1, 1], &[0; 2], &[false; 2]);
        assert_eq!(lies(&Policy::Maglev.into(), &down, "7"), None, "nobody is up");
    }

    #[test]
    fn slots_are_those_of_the_load_before_the_pick() {
        let of = |policy: Policy, in_flight: [u32; 3]| {
            lies(&policy.into(), &View::new(&[1; 3], &in_flight, &[true; 3]), "11").map(|spot| spot.slots)
        };
        // (11 + 1) * 125 % are 15, five for each third.
        let slots = of(Policy::BoundedLoad, [1, 4, 6]).expect("a ring");
        assert_eq!(taken(&[1, 4, 6], &slots), "A 1 of 5, B 4 of 5, C 6 of 5");
        assert_eq!(of(Policy::BoundedLoad, [0; 3]), Some(vec![1; 3]));
        assert_eq!(of(Policy::RingHash, [1, 4, 6]), Some(Vec::new()), "a plain ring has no bound");
    }
}
