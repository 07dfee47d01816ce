//! How large a cache has to be for a share of hits, and what more memory would bring.

use super::action::TracesAction;
use super::curves::counted_below;
use super::memory;
use super::setup::{count, typed};
use super::state::{ENTRY_BYTES_MAX, TracesState};
use crate::app::format;
use crate::app::text::{NeedText, TracesText};
use crate::cache::Policy;
use crate::cache::trace::Measure;
use crate::math;
use crate::wire::traces::{Lifetime, Method, TARGETS};
use web_sys::HtmlInputElement;
use yew::prelude::*;

const TARGET: &str = "traces-target";
const ENTRY_BYTES: &str = "traces-entry-bytes";

/// The question, its two settings and the answer.
pub(super) fn need(text: &'static TracesText, traces: &TracesState, on: &Callback<TracesAction>) -> Html {
    let (before, bytes) = (traces.target, traces.entry_bytes);
    let on_target = on.reform(move |event: InputEvent| TracesAction::Target(typed(&event).parse().unwrap_or(before)));
    let on_bytes = on.reform(move |event: Event| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        TracesAction::EntryBytes(typed.parse().unwrap_or(bytes))
    });
    let target = format!("{}\u{a0}%", traces.target);
    html! {
        <div class="traces-need">
            <h4>{ text.need }</h4>
            <div class="traces-mark">
                <label for={TARGET}>{ text.target }</label>
                <input type="range" id={TARGET} min={TARGETS.start().to_string()} max={TARGETS.end().to_string()} step="1"
                    value={traces.target.to_string()} aria-valuetext={target.clone()} oninput={on_target} />
                <output for={TARGET}>{ target }</output>
            </div>
            <div class="traces-mark">
                <label for={ENTRY_BYTES}>{ text.entry_bytes }</label>
                <input type="number" id={ENTRY_BYTES} min="1" max={ENTRY_BYTES_MAX.to_string()} step="1"
                    inputmode="numeric" value={traces.entry_bytes.to_string()} onchange={on_bytes} />
            </div>
            <p aria-live="polite">{ for answer(text, traces) }</p>
        </div>
    }
}

/// What LRU needs; nothing before its curve is there.
fn answer(text: &TracesText, traces: &TracesState) -> Option<String> {
    if let Some(lifetime) = traces.lifetime {
        return answer_at_replays(text, traces, lifetime);
    }
    let subject = traces.subject.as_ref()?;
    let need = *traces.needs.get(math::index(u32::from(traces.target).checked_sub(1)?))?;
    let line = traces.line(Policy::Lru)?;
    let target = format!("{}\u{a0}%", traces.target);
    let measure = traces.measure;
    let Some(entries) = need else {
        let first = match measure {
            Measure::Requests => f64::from(subject.about.distinct) / math::float(subject.about.requests),
            // With room for all keys only first requests miss.
            Measure::Bytes | Measure::Cost => line.points.last()?.1,
        };
        let [first, most] = [first, 1.0 - first].map(|share| format::percent(share).text());
        return Some((text.too_much)(measure, [&target, &first, &most]));
    };
    if let Some(counted) = counted_below(traces, entries) {
        return Some(format!("{} {}", needs(text, traces, counted), text.at_replays));
    }
    let bytes = f64::from(traces.entry_bytes);
    let mut sentences = vec![needs(text, traces, entries)];
    sentences.extend(next((text, measure), &line.points, f64::from(entries), bytes));
    if let Method::Sampled { error, .. } = line.method {
        sentences.push((text.from_sample)(error));
    }
    Some(sentences.join(" "))
}

/// The same where entries expire: no curve has all sizes then.
fn answer_at_replays(text: &TracesText, traces: &TracesState, lifetime: Lifetime) -> Option<String> {
    let points = &traces.line(Policy::Lru)?.points;
    let allowed = 1.0 - f64::from(traces.target) / 100.0;
    if let Some(&(entries, _)) = points.iter().find(|point| point.1 <= allowed) {
        return Some(format!("{} {}", needs(text, traces, entries), text.at_replays));
    }
    if traces.lacks_size(Policy::Lru) {
        return None;
    }
    let least = points.iter().map(|point| point.1).reduce(f64::min)?;
    let (target, most) = (format!("{}\u{a0}%", traces.target), format::percent(1.0 - least).text());
    Some((text.too_old)(traces.measure, [&target, &(text.lifetime.lives)(lifetime), &most]))
}

/// So many entries are enough.
fn needs(text: &TracesText, traces: &TracesState, entries: u32) -> String {
    let bytes = f64::from(traces.entry_bytes);
    let (all, entry) = (memory(f64::from(entries) * bytes), memory(bytes));
    let target = format!("{}\u{a0}%", traces.target);
    let needs = NeedText { target: &target, entries: &count(entries), memory: &all, entry_bytes: &entry };
    (text.needs)(traces.measure, needs)
}

/// What the next step of memory brings.
fn next((text, measure): (&TracesText, Measure), points: &[(u32, f64)], entries: f64, bytes: f64) -> Option<String> {
    let &(last, least) = points.last()?;
    let here = ratio_at(points, entries)?;
    let step = memory_step(entries * bytes, bytes);
    let more = math::floor(step / bytes).max(1);
    let there = ratio_at(points, entries + math::float(more)).unwrap_or(least);
    if entries >= f64::from(last) {
        return Some(text.no_more.to_owned());
    }
    let gain = format!("{}\u{a0}%", format::number((here - there).max(0.0) * 100.0));
    Some((text.next)(measure, [&memory(step), &format::count(more), &gain]))
}

/// The miss ratio at a size, on a straight line between the neighbours that are known; nothing outside them.
fn ratio_at(points: &[(u32, f64)], size: f64) -> Option<f64> {
    let above = points.partition_point(|point| f64::from(point.0) < size);
    let high = points.get(above)?;
    if (f64::from(high.0) - size).abs() < f64::EPSILON {
        return Some(high.1);
    }
    let low = points.get(above.checked_sub(1)?)?;
    let share = (size - f64::from(low.0)) / (f64::from(high.0) - f64::from(low.0));
    Some(share.mul_add(high.1 - low.1, low.1))
}

/// The step of memory that a size is asked about: a power of ten in bytes, not above the size, at most a gigabyte, and
/// never below an entry.
fn memory_step(size_bytes: f64, entry_bytes: f64) -> f64 {
    const GIGABYTE: f64 = 1e9;
    let power = math::pow(10.0, math::log10(size_bytes.max(1.0)).floor());
    power.min(GIGABYTE).max(entry_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_sizes_lies_a_line() {
        let points = [(10, 0.8), (20, 0.4)];
        let check = |size: f64, expected: Option<f64>| {
            let found = ratio_at(&points, size);
            assert_eq!(found.map(|ratio| math::whole(ratio * 1e6)), expected.map(|ratio| math::whole(ratio * 1e6)));
        };
        check(10.0, Some(0.8));
        check(15.0, Some(0.6));
        check(20.0, Some(0.4));
        check(9.0, None);
        check(21.0, None);
    }

    #[test]
    fn memory_is_asked_about_in_its_own_size() {
        let check = |size: f64, entry: f64, expected: f64| {
            assert!((memory_step(size, entry) - expected).abs() < 1e-6 * expected, "{size}");
        };
        check(45e6, 1_000.0, 1e7);
        check(7e10, 1_000.0, 1e9);
        check(500.0, 1_000.0, 1_000.0);
    }
}
