//! Compare: up to six policies on one trace, with Belady's limit as the line that none can pass.

use super::comparison::{CHOSEN_MAX, Comparison, ENTRIES_MAX, LIRS_FAIR, Source, compare};
use super::lifetime::{lifetime_field, lifetime_notes};
use super::lookups::{Lookups, lookup_cells, lookup_heads, lookup_note};
use super::state::{CachesAction, CachesState};
use crate::app::controls::Picker;
use crate::app::format;
use crate::app::text::{CachesText, OptionText};
use crate::cache::{Counts, Policy};
use crate::math;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

const SOURCE: &str = "caches-source";
const SOURCE_SUMMARY: &str = "caches-source-summary";
const ENTRIES: &str = "caches-entries";
const LIFETIME: &str = "caches-lifetime";

/// Props of [`Contest`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct ContestProps {
    /// Texts.
    pub(super) text: &'static CachesText,
    /// What is set.
    pub(super) caches: CachesState,
    /// What the scenario of the page asks of its cache.
    pub(super) lookups: Lookups,
    /// Told what is done.
    pub(super) on_action: Callback<CachesAction>,
}

/// The part.
#[component]
pub(super) fn Contest(props: &ContestProps) -> Html {
    let ContestProps { text, caches, lookups, on_action } = props;
    // What was typed matters where it is compared.
    let typed = if caches.source == Source::Typed { Rc::clone(&caches.sequence) } else { Rc::default() };
    let trace = use_memo((caches.source, Rc::clone(&typed)), |(source, typed)| source.trace(typed));
    let subject = (caches.source, typed, (caches.entries, caches.lifetime), caches.chosen.clone());
    let found = use_memo(subject, |(.., (entries, lifetime), chosen)| compare(&trace, (*entries, *lifetime), chosen));
    html! {
        <section class="study-part" aria-labelledby="caches-compare">
            <h3 id="caches-compare">{ text.compare }</h3>
            <div class="caches-settings">
                { source(text, caches, on_action) }
                { entries(text, caches, on_action) }
                { lifetime_field(LIFETIME, &text.lifetime, caches.lifetime, &on_action.reform(CachesAction::Lifetime)) }
            </div>
            { chooser(text, caches, on_action) }
            { picture(text, caches, &found) }
            { table(text, &found, lookups) }
            <p class="quiet">{ lookup_note(&text.lookups, lookups) }</p>
            { lifetime_notes(&text.lifetime, caches.lifetime, &caches.chosen) }
            if caches.chosen.contains(&Policy::Lirs) && caches.entries < LIRS_FAIR {
                <p class="quiet">{ text.lirs_note }</p>
            }
        </section>
    }
}

fn source(text: &CachesText, caches: &CachesState, on: &Callback<CachesAction>) -> Html {
    let option = |source: Source| {
        let (label, summary) = (text.source)(source);
        OptionText { id: source.id(), label, summary }
    };
    let before = caches.source;
    let on_change = on.reform(move |id: &'static str| {
        CachesAction::Source(Source::ALL.into_iter().find(|source| source.id() == id).unwrap_or(before))
    });
    html! {
        <div class="caches-setting">
            <label for={SOURCE}>{ text.trace }</label>
            <Picker id={SOURCE.to_owned()} described={SOURCE_SUMMARY.to_owned()}
                options={Source::ALL.map(option).to_vec()} value={caches.source.id()} {on_change} />
            <small id={SOURCE_SUMMARY}>{ (text.source)(caches.source).1 }</small>
        </div>
    }
}

fn entries(text: &CachesText, caches: &CachesState, on: &Callback<CachesAction>) -> Html {
    let before = caches.entries;
    let oninput = on.reform(move |event: InputEvent| {
        CachesAction::Entries(event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(before))
    });
    html! {
        <div class="caches-setting">
            <label for={ENTRIES}>{ text.capacity }</label>
            <span class="caches-slider">
                <input type="range" id={ENTRIES} min="1" max={ENTRIES_MAX.to_string()} value={caches.entries.to_string()}
                    {oninput} aria-valuetext={(text.entries)(caches.entries)} />
                <output for={ENTRIES}>{ (text.entries)(caches.entries) }</output>
            </span>
        </div>
    }
}

/// The policies to choose from; Belady's is there anyway.
fn chooser(text: &CachesText, caches: &CachesState, on: &Callback<CachesAction>) -> Html {
    let full = caches.chosen.len() >= CHOSEN_MAX;
    let each = Policy::online().map(|policy| {
        let chosen = caches.chosen.contains(&policy);
        html! {
            <label key={policy.id()}>
                <input type="checkbox" checked={chosen} disabled={full && !chosen}
                    onchange={on.reform(move |_| CachesAction::Toggle(policy))} />
                <span>{ policy.name() }</span>
            </label>
        }
    });
    html! {
        <details class="caches-chooser">
            <summary>{ (text.chosen)(math::wide(caches.chosen.len()), math::wide(CHOSEN_MAX)) }</summary>
            <fieldset>
                <legend class="visually-hidden">{ text.policies }</legend>
                { for each }
            </fieldset>
        </details>
    }
}

/// A bar a policy, as long as its share of misses, and the limit across all of them.
fn picture(text: &CachesText, caches: &CachesState, found: &Comparison) -> Html {
    let each = found.rows.iter().map(|(policy, counts)| {
        html! {
            <li key={policy.id()} style={format!("--share: {}", share(*counts))}>
                <span>{ policy.name() }</span>
                <i></i>
                <span>{ format::count(counts.misses) }</span>
            </li>
        }
    });
    let [requests, distinct] = [found.limit.requests, u64::from(found.distinct)].map(format::count);
    let pace = format::count(math::whole(1.0 / caches.source.pace().seconds()));
    let limit = format::count(found.limit.misses);
    let lives = caches.lifetime.map(|lifetime| format!("; {}", (text.lifetime.lives)(lifetime)));
    html! {
        <figure class="caches-picture">
            <figcaption>
                <span class="chart-title">{ text.misses }</span>
                <small>{ (text.caption)([&requests, &distinct, &pace], caches.entries) }{ for lives }</small>
            </figcaption>
            <ol style={format!("--limit: {}", share(found.limit))} aria-hidden="true">{ for each }</ol>
            <p>{ (text.limit)(&limit) }{ for summary(text, found) }</p>
        </figure>
    }
}

fn share(counts: Counts) -> f64 {
    counts.miss_ratio().map_or(0.0, crate::units::Ratio::get)
}

/// The best and the worst in one sentence; nothing of fewer than two.
fn summary(text: &CachesText, found: &Comparison) -> Option<String> {
    let [first, .., last] = &*found.rows else { return None };
    let misses = [first, last].map(|row| format::count(row.1.misses));
    Some(format!(" {}", (text.summary)([first.0.name(), &misses[0], last.0.name(), &misses[1]])))
}

fn table(text: &CachesText, found: &Comparison, lookups: &Lookups) -> Html {
    let rows = found.rows.iter().copied().chain([(Policy::Belady, found.limit)]);
    let row = |(policy, counts): (Policy, Counts)| {
        let ratio = counts.hit_ratio().map_or(0.0, crate::units::Ratio::get);
        let times = math::float(counts.misses) / math::float(found.limit.misses.max(1));
        html! {
            <tr key={policy.id()}>
                <th scope="row">{ policy.name() }</th>
                <td>{ format::count(counts.misses) }</td>
                <td>{ format::count(counts.hits) }</td>
                <td>{ format::percent(ratio).text() }</td>
                <td>{ format!("{}\u{a0}×", format::number(times)) }</td>
                { lookup_cells(&text.lookups, lookups, counts.miss_ratio().map(crate::units::Ratio::get)) }
            </tr>
        }
    };
    html! {
        <div class="study-table caches-numbers" tabindex="0" role="region" aria-label={text.table}>
            <table>
                <thead>
                    <tr>
                        { for text.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }
                        { lookup_heads(&text.lookups) }
                    </tr>
                </thead>
                <tbody>{ for rows.map(row) }</tbody>
            </table>
        </div>
    }
}
