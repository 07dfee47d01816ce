//! Where the next key lies on a hashing policy's ring or table: the whole as a band, and the points around the key.

use super::ink;
use super::run::{Bench, letter};
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
    /// The key.
    pub(super) key_text: String,
}

impl WhereaboutsProps {
    pub(super) fn of(text: &'static SeesText, bench: &Bench, tuned: &Tuned, request: usize) -> Self {
        let usable = bench.conditions.iter().take(bench.weights.len()).map(|one| *one != Condition::Down).collect();
        Self { text, tuned: tuned.clone(), weights: bench.weights.clone(), usable, key_text: request.to_string() }
    }
}

/// The figure; nothing for a policy that lays nothing out.
#[component]
pub(super) fn Whereabouts(props: &WhereaboutsProps) -> Html {
    let asked = (props.tuned.clone(), props.weights.clone(), props.usable.clone(), props.key_text.clone());
    let spot = use_memo(asked, |(tuned, weights, usable, key)| lies(tuned, weights, usable, key));
    spot.as_ref().as_ref().map_or_else(Html::default, |spot| figure(props, spot))
}

/// Lays everything out as for a pick, and looks where the key is.
fn lies(tuned: &Tuned, weights: &[u32], usable: &[bool], key: &str) -> Option<Spot> {
    let mut balancer = tuned.build(weights.len());
    let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
    let idle = vec![0; weights.len()];
    let view = View { request, ..View::new(weights, &idle, usable) };
    balancer.pick(&view, &mut Stream::new(0, "routing"))?;
    balancer.spot(&view)
}

fn figure(props: &WhereaboutsProps, spot: &Spot) -> Html {
    let text = props.text;
    let at = spot.at * math::count(PARTS);
    let one = |server: &usize| html! { <b style={ink(*server)}>{ letter(*server) }</b> };
    html! {
        <figure class="balancing-spot">
            <figcaption>{ (text.spot)(&props.key_text, &format::percent(spot.at).text()) }</figcaption>
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
        let of = |policy: Policy| lies(&policy.into(), &[1, 1, 1], &[true; 3], "7");
        assert!(of(Policy::RingHash).is_some_and(|spot| spot.owners.len() == PARTS), "a ring");
        assert_eq!(of(Policy::RoundRobin), None, "a rotation has none");
        assert_eq!(lies(&Policy::Maglev.into(), &[1, 1], &[false; 2], "7"), None, "nobody is up");
    }
}
