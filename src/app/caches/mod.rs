//! The view `cache`: watch a small cache step by step, compare policies on one trace, and see what each policy was held
//! against.
//!
//! All of it is small enough to be computed while the page waits, by the policies of [`crate::cache`] themselves.

mod comparison;
mod conformance;
mod contest;
mod evidence;
mod game;
mod lifetime;
mod lookups;
mod parameters;
mod sequence;
mod state;
mod structure;
mod watch;

pub use comparison::{CHOSEN_MAX, ENTRIES_MAX, LIRS_FAIR, REQUESTS, Source};
pub use evidence::{Evidence, Kind};
pub(super) use lifetime::{lifetime_field, lifetime_notes};
pub use lookups::Lookups;
pub(super) use lookups::{lookup_cells, lookup_heads, lookup_note};
pub use sequence::{KEYS_MAX, LENGTH_MAX, SequenceError};
pub use state::{CAPACITIES, CachesAction, CachesState, Guess, Keys, PRESETS, Preset};

use crate::app::text::{CachesText, OptionText};
use crate::cache::Policy;
use conformance::Conformance;
use contest::Contest;
use watch::Watch;
use yew::prelude::*;

/// Properties of [`Caches`].
#[derive(Debug, Properties, PartialEq)]
pub struct CachesProps {
    /// Texts.
    pub text: &'static CachesText,
    /// What is set.
    pub caches: CachesState,
    /// What the scenario of the page asks of its cache.
    pub lookups: Lookups,
    /// Told what is done.
    pub on_action: Callback<CachesAction>,
    /// What stands between the comparison and the conformance: whole traces. Default: nothing.
    #[prop_or_default]
    pub children: Html,
}

/// The view.
#[component]
pub fn Caches(props: &CachesProps) -> Html {
    let CachesProps { text, caches, lookups, on_action, children } = props;
    html! {
        <article class="study caches">
            <header>
                <h2>{ text.title }</h2>
                <p>{ text.lead }</p>
            </header>
            <Watch text={*text} caches={caches.clone()} {on_action} />
            <Contest text={*text} caches={caches.clone()} lookups={lookups.clone()} {on_action} />
            { children.clone() }
            <Conformance text={*text} />
        </article>
    }
}

/// Every policy as a choice.
fn policies() -> Vec<OptionText> {
    let option = |policy: &Policy| OptionText { id: policy.id(), label: policy.name(), summary: policy.summary() };
    Policy::ALL.iter().map(option).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;

    fn rendered(actions: impl IntoIterator<Item = CachesAction>) -> String {
        let mut caches = CachesState::default();
        for action in actions {
            caches.act(action);
        }
        let lookups = Lookups::of(&crate::scenario::Scenario::default());
        let (text, on_action, children) = (&WORKBENCH.caches, Callback::noop(), Html::default());
        let props = CachesProps { text, caches, lookups, on_action, children };
        finish(yew::LocalServerRenderer::<Caches>::with_props(props).hydratable(false).render())
    }

    #[test]
    fn the_textbook_string_ends_with_its_misses() {
        let html = rendered([CachesAction::Go(20)]);
        assert!(html.contains("12 misses, 8 hits"), "LRU with 3 entries: {html}");
        let html = rendered([CachesAction::Choose(PRESETS[1]), CachesAction::Go(12)]);
        assert!(html.contains("9 misses, 3 hits"), "FIFO on Belady's string with 3");
        let html = rendered([CachesAction::Choose(PRESETS[2]), CachesAction::Go(12)]);
        assert!(html.contains("10 misses, 2 hits"), "and one more with 4");
        let html = rendered([CachesAction::Choose(PRESETS[5]), CachesAction::Go(303)]);
        assert!(html.contains("So far 303 misses, 0 hits."), "101 keys in turn, 100 entries");
        let more = CachesAction::Policy(Policy::Belady);
        assert!(
            !rendered([CachesAction::Choose(PRESETS[5]), more, CachesAction::Go(303)]).contains(" 0 hits."),
            "another"
        );
    }

    #[test]
    fn a_step_says_what_happened() {
        let html = rendered([]);
        assert!(html.contains("0 of 20") && html.contains("The cache is empty."), "{html}");
        let html = rendered([CachesAction::Go(4)]);
        assert!(html.contains("Request 4 of 20: 2 misses, 7 leaves."), "{html}");
        let html = rendered([CachesAction::Go(5)]);
        assert!(html.contains("Request 5 of 20: 0 hits."), "{html}");
    }

    #[test]
    fn a_policy_is_seen_inside_where_it_shows_itself() {
        let html = rendered([CachesAction::Policy(Policy::Arc), CachesAction::Go(9)]);
        for part in ["T1", "T2", "B1", "B2"] {
            assert!(html.contains(&format!("<th scope=\"row\">{part}</th>")), "{part}: {html}");
        }
        for (policy, part) in [(Policy::Lirs, "S: LIR"), (Policy::WTinyLfu, "probation"), (Policy::Lru2, "used once")] {
            let html = rendered([CachesAction::Policy(policy), CachesAction::Go(9)]);
            assert!(html.contains(&format!("<th scope=\"row\">{part}</th>")), "{part}: {html}");
        }
        let html = rendered([CachesAction::Policy(Policy::Random), CachesAction::Go(9)]);
        assert!(html.contains(WORKBENCH.caches.no_structure), "others by their residents");
        let html = rendered([CachesAction::Policy(Policy::Sieve), CachesAction::Go(9)]);
        assert!(html.contains(WORKBENCH.caches.hand), "the hand");
    }

    #[test]
    fn a_mistake_is_told_at_its_field_and_the_last_sequence_stays() {
        let html = rendered([CachesAction::Type("1 2 abcdefghijk".to_owned())]);
        assert!(html.contains("Key 3, “abcdefghijk”, has 11 characters; 1 to 8 are allowed."), "{html}");
        assert!(html.contains("aria-invalid=\"true\"") && html.contains("0 of 20"), "the textbook string stays");
    }

    #[test]
    fn the_game_asks_and_counts() {
        let html = rendered([CachesAction::Play, CachesAction::Go(3)]);
        assert!(html.contains("Next: 2. Which key goes?"), "{html}");
        let right = Guess { key: Some(0), right: true };
        let html = rendered([CachesAction::Play, CachesAction::Go(3), CachesAction::Guess(right)]);
        assert!(html.contains("Right: 7 left.") && html.contains("1 of 1 right"), "{html}");
        let wrong = Guess { key: None, right: false };
        let html = rendered([CachesAction::Play, CachesAction::Go(3), CachesAction::Guess(wrong)]);
        assert!(html.contains("Not so: 7 left.") && html.contains("0 of 1 right"), "{html}");
    }

    #[test]
    fn the_comparison_has_its_limit_and_its_table() {
        let html = rendered([CachesAction::Source(Source::Typed)]);
        assert!(html.contains("Belady’s limit: 9 misses"), "the textbook string with 3 entries: {html}");
        assert!(html.contains("<td>12</td><td>8</td>"), "LRU's misses and hits in the table");
        let heads = ["database reads a second", "mean look-up"];
        assert!(heads.iter().all(|head| html.contains(&format!("<th scope=\"col\">{head}</th>"))), "{html}");
        assert!(html.contains("<td>60.0</td>"), "LRU's misses are 60 % of 100 payments a second: {html}");
        assert!(html.contains("“untitled”, the scenario of this page: 100 payments a second"), "{html}");
        assert!(html.contains("different keys, 1 a second"), "its pace, as above: {html}");
        assert!(rendered([]).contains("different keys, 100 a second"), "that of generated ones");
    }

    #[test]
    fn what_goes_by_lifetimes_says_where_there_is_none() {
        let missing = WORKBENCH.caches.lifetime.missing;
        let html = rendered([CachesAction::Policy(Policy::RedisVolatileTtl)]);
        assert!(html.contains(missing(Policy::RedisVolatileTtl).expect("a sentence")), "where it is watched: {html}");
        let chosen = [CachesAction::Toggle(Policy::Fifo), CachesAction::Toggle(Policy::Ttl)];
        let html = rendered(chosen.clone());
        assert!(html.contains(missing(Policy::Ttl).expect("a sentence")), "where it is compared: {html}");
        let lifetime = Some(crate::wire::traces::Lifetime { seconds: 60, sliding: true });
        let html = rendered(chosen.into_iter().chain([CachesAction::Lifetime(lifetime)]));
        assert!(html.contains("; entries live 60\u{a0}s from when they were last used"), "in the caption: {html}");
        assert!(html.contains(WORKBENCH.caches.lifetime.limit), "and what the limit is then");
        assert!(!html.contains(missing(Policy::Ttl).expect("a sentence")), "nothing is missing");
    }

    #[test]
    fn every_policy_has_its_row_of_evidence() {
        let html = rendered([]);
        for policy in Policy::ALL {
            assert!(html.contains(&format!("<th scope=\"row\">{}</th>", escaped(policy.name()))), "{}", policy.id());
        }
        assert!(html.contains("CPython 3.11.7: 15 trace counts, hits and misses"), "{html}");
        assert!(html.contains("Redis 7.0.15: 7 recorded runs of a million requests"), "{html}");
        assert!(html.contains("the part has one; libCacheSim stores nothing then"), "how parts are rounded");
        let samples =
            "<b>samples</b>: 5<small>Keys drawn for an eviction. Source: Redis 7.0, maxmemory-samples.</small>";
        assert!(html.contains(samples) && html.contains(WORKBENCH.caches.no_parameters), "fixed numbers: {html}");
    }

    /// As a text stands in a page.
    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;")
    }
}
