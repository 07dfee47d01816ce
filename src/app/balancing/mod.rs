//! The view `balance`: balancing policies side by side on one script, pick by pick.
//!
//! Inputs are small, so the picks are computed where they are shown, by the same player as on the command line
//! ([`crate::balance::script`]). Below, the same policies meet the same random payments, simulated by workers.

mod conformance;
mod contest;
mod controls;
mod fragments;
mod keys;
mod lanes;
mod paste;
mod preset;
mod run;
mod sees;
mod state;
mod whereabouts;

pub use contest::{ContestAction, ContestState};
pub use run::Trouble;
pub use state::{BalancingAction, BalancingState, Condition, Import, Setting};

use crate::app::text::{BalancingText, ControlsText};
use conformance::conformance;
use contest::ContestView;
use controls::Controls;
use fragments::Fragments;
use keys::{Keys, KeysProps};
use lanes::lanes;
use paste::Paste;
use run::Bench;
use sees::sees;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`BalancingLab`].
#[derive(Debug, Properties, PartialEq)]
pub struct BalancingLabProps {
    /// Texts.
    pub text: &'static BalancingText,
    /// What is set, and how far it was stepped through.
    pub lab: BalancingState,
    /// The words that all controls share.
    pub controls: &'static ControlsText,
    /// The seed of the page, for the policies that draw.
    pub seed: u64,
    /// Told what is done.
    pub on_action: Callback<BalancingAction>,
    /// Told what is done about the contest.
    pub on_contest: Callback<ContestAction>,
}

/// The view.
#[component]
pub fn BalancingLab(props: &BalancingLabProps) -> Html {
    let BalancingLabProps { text, lab, seed, on_action, .. } = props;
    let bench = use_memo((Rc::clone(&lab.running), *seed), |(running, seed)| run::play(running, *seed).ok());
    let trouble = run::check(&lab.setting).err();
    html! {
        <article class="study balancing">
            <header>
                <h2>{ text.title }</h2>
                <p>{ text.lead }</p>
            </header>
            <Controls text={*text} words={props.controls} setting={Rc::clone(&lab.setting)} {trouble} seed={*seed} {on_action} />
            <Paste text={&text.paste} import={lab.import.clone()} {on_action} />
            if let Some(bench) = bench.as_ref() {
                { played(props, bench) }
            }
            <ContestView text={&text.contest} contest={lab.contest.clone()} policies={lab.setting.policies.clone()}
                seed={*seed} on_action={&props.on_contest} />
            { conformance(&text.conformance) }
        </article>
    }
}

/// What was played.
fn played(props: &BalancingLabProps, bench: &Bench) -> Html {
    let BalancingLabProps { text, lab, on_action, .. } = props;
    html! {
        <>
            { lanes(text, bench) }
            if let Some(lane) = bench.lanes.get(lab.chosen) {
                { sees(text, (bench, lane), lab, on_action) }
                <Fragments text={*text} tuned={lane.tuned.clone()} weights={bench.weights.clone()}
                    conditions={bench.conditions.clone()} />
            }
            <Keys ..KeysProps::of(&text.keys, bench) />
        </>
    }
}

/// The colour of a server, for its style.
fn ink(server: usize) -> String {
    format!("--server: var(--series-{})", server + 1)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::balance::Policy;

    fn rendered(actions: impl IntoIterator<Item = BalancingAction>) -> String {
        let mut lab = BalancingState::default();
        actions.into_iter().for_each(|action| lab.act(action));
        let props = BalancingLabProps {
            text: &WORKBENCH.balancing,
            controls: &WORKBENCH.controls,
            lab,
            seed: 1,
            on_action: Callback::noop(),
            on_contest: Callback::noop(),
        };
        finish(yew::LocalServerRenderer::<BalancingLab>::with_props(props).hydratable(false).render())
    }

    #[test]
    fn whatever_a_policy_keeps_has_its_column() {
        let seen = |policy| rendered([BalancingAction::Policy(0, Some(policy))]);
        let head = |html: &str, name: &str| html.contains(&format!("<th scope=\"col\">{name}</th>"));
        for policy in Policy::ALL.iter().copied() {
            let html = seen(policy);
            for name in policy.score_name().into_iter().chain(policy.beside_name()) {
                assert!(head(&html, name), "{}: {name}", policy.id());
            }
        }
        let least = seen(Policy::NginxLeastTime);
        assert!(head(&least, "average in ms") && head(&least, "current weight"), "both: {least}");
        let nothing = WORKBENCH.balancing.sees.no_score;
        assert!(seen(Policy::Random).contains(nothing) && !seen(Policy::Priority).contains(nothing), "who keeps some");
    }

    #[test]
    fn each_policy_has_a_figure_with_a_sentence_and_a_table() {
        let html = rendered([]);
        assert_eq!(html.matches("<figure").count(), 4, "{html}");
        assert!(html.contains("Picks: A A B A C A A A A B A C"), "NGINX in words");
        assert!(
            html.contains("Server A: 73.1\u{a0}% of the picks, 71.4\u{a0}% by weight, at most 1 in flight."),
            "{html}"
        );
        assert!(html.contains("<td>+1.6</td>"), "19 of 26 instead of 5 of 7, in the table: {html}");
    }

    #[test]
    fn the_score_is_drawn_by_its_name_or_said_to_be_absent() {
        assert!(rendered([]).contains("current weight"), "NGINX keeps one");
        let after = rendered([BalancingAction::Forward(None)]);
        assert!(after.contains("<span>-2</span>") && after.contains("before pick 2"), "after the first pick: {after}");
        let two = BalancingAction::Policy(0, Some(Policy::DChoices));
        assert!(!rendered([two.clone()]).contains("Pick 1 looked at"), "nothing is given away");
        let after = rendered([two, BalancingAction::Forward(None)]);
        assert!(after.contains("Pick 1 looked at those drawn by lot:") && after.contains("this one"), "{after}");
        assert!(!after.contains(WORKBENCH.balancing.sees.no_score), "it looks at numbers: {after}");
        let random = rendered([BalancingAction::Policy(0, Some(Policy::Random))]);
        assert!(random.contains(WORKBENCH.balancing.sees.no_score), "a lot keeps none");
    }

    #[test]
    fn what_a_script_cannot_tell_is_said() {
        let with = |policy| rendered([BalancingAction::Policy(0, Some(policy))]);
        assert!(with(Policy::InverseLoad).contains("A script brings no load reports"), "weights by load");
        assert!(with(Policy::ThompsonSampling).contains("every request is approved"), "what learns");
        assert!(!rendered([]).contains("A script brings"), "turns and connections are told all");
    }

    #[test]
    fn what_can_be_set_of_a_policy_is_a_field_and_in_its_name() {
        let choices = &Policy::DChoices.parameters()[0];
        let with = |value| {
            rendered([
                BalancingAction::Policy(0, Some(Policy::DChoices)),
                BalancingAction::Parameter(0, choices, value),
            ])
        };
        let three = with(3.0);
        assert!(
            three.contains("data-field=\"policy 1.choices\"") && three.contains("How many processors are drawn."),
            "{three}"
        );
        assert!(three.contains("<figcaption>Power of d choices: choices 3</figcaption>"), "{three}");
        let wrong = with(17.0);
        assert!(
            wrong.contains(
                "Parameter of policy 1.choices: 17 is not allowed here; allowed: a whole number from 1 to 16 servers."
            ),
            "{wrong}"
        );
        assert!(!rendered([]).contains("class=\"parameters\""), "turns and connections have none");
    }

    #[test]
    fn a_pick_where_nobody_is_usable_is_said_in_words() {
        let down = (0..3).map(|server| BalancingAction::Condition(server, Condition::Down));
        let html = rendered(down.chain([BalancingAction::Forward(None)]));
        assert_eq!(html.matches("Nobody is usable at any pick").count(), 4, "by each policy: {html}");
        assert!(html.contains("NGINX answers 502 at once"), "with what its product answers: {html}");
        assert!(html.contains("Pick 1 of 26 went to no server, because nobody is usable."), "{html}");
        assert!(!html.contains("Stops early"), "the script goes on: {html}");
    }

    #[test]
    fn what_cannot_be_played_is_said_once_and_the_last_one_stays() {
        let html = rendered([BalancingAction::Script("+ + 5".to_owned())]);
        assert_eq!(html.matches("finishes request 5, which was never opened").count(), 1, "{html}");
        assert_eq!(html.matches("<figure").count(), 4, "the last one that could be played");
        let weights = rendered([BalancingAction::Weights("5, -1".to_owned())]);
        assert!(
            weights.contains("Weights: -1 is not allowed here; allowed: whole numbers from 0 to 256."),
            "{weights}"
        );
        assert!(
            rendered([BalancingAction::Script(String::new())]).contains("at least one +"),
            "nothing is an error too"
        );
    }

    #[test]
    fn a_fragment_is_offered_where_a_product_has_the_policy() {
        let html = rendered([BalancingAction::Choose(2)]);
        assert!(html.contains("least_conn;") && html.contains("Copy for NGINX"), "{html}");
        let none = rendered([BalancingAction::Policy(0, Some(Policy::JoinShortestQueue))]);
        assert!(none.contains(WORKBENCH.balancing.use_it.none), "or said to be absent");
    }

    #[test]
    fn a_fragment_holds_what_is_set_of_the_policy() {
        let choices = &Policy::EnvoyLeastRequest.parameters()[0];
        let html = rendered([
            BalancingAction::Policy(0, Some(Policy::EnvoyLeastRequest)),
            BalancingAction::Parameter(0, choices, 5.0),
        ]);
        assert!(html.contains("least_request_lb_config: { choice_count: 5 }"), "{html}");
        assert!(html.contains("Use it: Least request (Envoy): choice_count 5"), "and its name says so: {html}");
    }

    #[test]
    fn conformance_lists_every_policy_with_its_source() {
        let html = rendered([]);
        for policy in Policy::ALL {
            let source = policy.source().replace('<', "&lt;").replace('>', "&gt;");
            assert!(html.contains(&source), "{}", policy.id());
        }
        assert_eq!(html.matches(WORKBENCH.balancing.conformance.real).count(), 7, "those that run beside the product");
    }
}
