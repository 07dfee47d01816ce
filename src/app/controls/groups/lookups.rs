//! What the look-ups of card management did: counts of the run, with the span that they are of.

use crate::app::controls::Measured;
use crate::app::controls::desk::Desk;
use crate::app::format;
use crate::app::text::AroundText;
use crate::experiment::CacheReport;
use yew::prelude::*;

/// The counts; nothing before the first look-up.
pub(super) fn counts(desk: &Desk, measured: &Measured) -> Html {
    let text = &desk.text.around;
    let Some(report) = measured.report.as_ref().filter(|report| report.cache.hits + report.cache.misses > 0) else {
        return Html::default();
    };
    let row = |(name, count, part): (&'static str, u64, bool)| {
        html! {
            <div key={name} data-part={part.then_some("true")}><dt>{ name }</dt><dd>{ format::count(count) }</dd></div>
        }
    };
    html! {
        <section key="lookups" class="lookups" aria-labelledby="lookups-did">
            <h3 id="lookups-did">{ text.did }</h3>
            <p class="quiet">{ (text.window)(&format::millis(1e3 * report.window_s).text()) }</p>
            <dl>{ for rows(text, &report.cache).into_iter().map(row) }</dl>
        </section>
    }
}

/// Each count with its name, and whether it is a part of the one before; what the scenario does not have is left out.
fn rows(text: &AroundText, cache: &CacheReport) -> Vec<(&'static str, u64, bool)> {
    let rows = [
        (text.hits, Some(cache.hits), false),
        (text.stale_hits, cache.stale, true),
        (text.refreshed, cache.refreshed, true),
        (text.misses, Some(cache.misses), false),
        (text.joined, cache.joined, true),
        (text.no_card, cache.absent, false),
        (text.no_card_hits, cache.absent_hits, true),
        (text.evictions, Some(cache.evictions), false),
    ];
    rows.into_iter().filter_map(|(name, count, part)| Some((name, count?, part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;

    #[test]
    fn only_what_the_scenario_has_is_told() {
        let text = &WORKBENCH.controls.around;
        let plain = CacheReport { hits: 90, misses: 10, evictions: 3, ..CacheReport::default() };
        let counts = |cache: &CacheReport| rows(text, cache).into_iter().map(|(_, count, _)| count).collect::<Vec<_>>();
        assert_eq!(counts(&plain), [90, 10, 3], "what any cache counts");
        let (joined, refreshed, stale) = (Some(4), Some(5), Some(6));
        let guarded = CacheReport { joined, refreshed, stale, absent: Some(7), absent_hits: Some(2), ..plain };
        assert_eq!(counts(&guarded), [90, 6, 5, 10, 4, 7, 2, 3], "parts after their whole");
    }
}
