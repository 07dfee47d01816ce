//! The policy that is looked into as configuration of the products that have it.

use super::state::Condition;
use crate::app::shell::copy;
use crate::app::text::BalancingText;
use crate::balance::Tuned;
use crate::interop::balancer::{Fragment, Member, fragments};
use yew::prelude::*;

/// Properties of [`Fragments`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct FragmentsProps {
    /// Texts.
    pub(super) text: &'static BalancingText,
    /// The policy, with what is set of it.
    pub(super) tuned: Tuned,
    /// The weight of each server.
    pub(super) weights: Vec<u32>,
    /// How each server is.
    pub(super) conditions: Vec<Condition>,
}

/// The part of the view.
#[component]
pub(super) fn Fragments(props: &FragmentsProps) -> Html {
    let FragmentsProps { text, tuned, weights, conditions } = props;
    let copied = use_state(|| None::<bool>);
    let done = {
        let setter = copied.setter();
        use_callback((), move |worked, ()| setter.set(Some(worked)))
    };
    let member =
        |(weight, condition): (&u32, &Condition)| Member { weight: *weight, down: *condition == Condition::Down };
    let members: Vec<Member> = weights.iter().zip(conditions).map(member).collect();
    let found = fragments(tuned, &members);
    let slow = conditions.contains(&Condition::Slow) && !found.is_empty();
    let use_it = &text.use_it;
    html! {
        <section class="study-part" aria-labelledby="balancing-use">
            <h3 id="balancing-use">{ (use_it.title)(&tuned.name()) }</h3>
            if found.is_empty() { <p>{ use_it.none }</p> }
            { for found.iter().map(|fragment| one(text, fragment, &done)) }
            if slow { <p class="quiet">{ use_it.slow }</p> }
            <p role="status">
                { match *copied {
                    None => "",
                    Some(true) => use_it.copied,
                    Some(false) => use_it.not_copied,
                } }
            </p>
        </section>
    }
}

fn one(text: &BalancingText, fragment: &Fragment, done: &Callback<bool>) -> Html {
    let (name, words, done) = (fragment.product.name(), fragment.text.clone(), done.clone());
    let onclick = move |_: MouseEvent| copy(&words, done.clone());
    html! {
        <div class="balancing-fragment" key={name}>
            <pre tabindex="0" role="region" aria-label={(text.use_it.fragment)(name)}>{ &fragment.text }</pre>
            <ul>{ for fragment.notes.iter().map(|note| html! { <li class="quiet">{ *note }</li> }) }</ul>
            <p><button type="button" {onclick}>{ (text.use_it.copy)(name) }</button></p>
        </div>
    }
}
