//! Miss ratio against size: the picture, the size that is read out, and the table that names the lines.

use super::action::TracesAction;
use super::asked::Subject;
use super::pictures::{self, Scene, pen};
use super::setup::count;
use super::state::{DRAWN_MAX, TracesState};
use super::{memory, setup};
use crate::app::caches::{LIRS_FAIR, Lookups, lifetime_field, lifetime_notes, lookup_cells, lookup_heads, lookup_note};
use crate::app::charts::save_text;
use crate::app::format;
use crate::app::formulas::use_width;
use crate::app::picture::{Pen, Size};
use crate::app::text::TracesText;
use crate::cache::Policy;
use crate::cache::trace::Measure;
use crate::math;
use crate::wire::traces::{Line, Method};
use std::fmt::Write;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

const SIZE: &str = "traces-size";
const LIFETIME: &str = "traces-lifetime";
/// Height of the picture in pixels.
const HEIGHT: f64 = 360.0;

/// Props of [`Curves`].
#[derive(Debug, Properties, PartialEq)]
pub(super) struct CurvesProps {
    /// Texts.
    pub(super) text: &'static TracesText,
    /// What is set and known.
    pub(super) traces: TracesState,
    /// What the scenario of the page asks of its cache.
    pub(super) lookups: Lookups,
    /// Told what is done.
    pub(super) on_action: Callback<TracesAction>,
}

/// The figure with what belongs to it.
#[component]
pub(super) fn Curves(props: &CurvesProps) -> Html {
    let CurvesProps { text, traces, lookups, on_action } = props;
    let place = use_node_ref();
    let width = f64::from(use_width(&place));
    let Some(subject) = &traces.subject else { return Html::default() };
    let drawn: Vec<Policy> = traces.drawn().collect();
    let scene = Scene {
        text,
        drawn: &drawn,
        lines: &traces.lines,
        che: &traces.che,
        distinct: subject.about.distinct,
        mark: traces.marked(),
        size: Size { width, height: HEIGHT },
    };
    let usual = if traces.lifetime.is_none() { Method::Distances } else { Method::Replays };
    let lru = traces.line(Policy::Lru).map_or(usual, |line| line.method);
    let lives = traces.lifetime.map(|lifetime| format!("; {}", (text.lifetime.lives)(lifetime)));
    let limit = traces.line(Policy::Belady).map(|line| line.method);
    html! {
        <>
            <figure class="lab-picture traces-picture">
                <figcaption>
                    <span class="chart-title">{ (text.curves)(traces.measure) }</span>
                    <small>{ (text.method)(lru, limit, subject.sizes.len()) }{ for lives }</small>
                </figcaption>
                { measures(text, traces, subject, on_action) }
                { lifetime_field(LIFETIME, &text.lifetime, traces.lifetime, &on_action.reform(TracesAction::Lifetime)) }
                <div class="curve-place" ref={place}>{ pictures::curves(&scene).html() }</div>
                { size(text, traces, subject, on_action) }
                { table(text, traces, lookups, &drawn) }
                { notes(text, traces, lookups) }
                <p>{ for summary(text, traces) }</p>
            </figure>
            { chooser(text, traces, on_action) }
            <Numbers text={*text} traces={traces.clone()} lookups={lookups.clone()} {on_action} />
        </>
    }
}

/// What is to be known of the lines.
fn notes(text: &TracesText, traces: &TracesState, lookups: &Lookups) -> Html {
    let is_small = traces.subject.iter().flat_map(|subject| &subject.sizes).any(|&size| size < LIRS_FAIR);
    html! {
        <>
            if traces.lifetime.is_some() {
                <p class="quiet">{ text.lifetime_note }</p>
            } else if traces.measure == Measure::Requests {
                <p class="quiet">{ swatch(pictures::CHE) }{ text.che_note }</p>
            }
            if traces.measure == Measure::Requests {
                <p class="quiet">{ lookup_note(&text.lookups, lookups) }</p>
            } else {
                <p class="quiet">{ text.measure_note }</p>
            }
            { lifetime_notes(&text.lifetime, traces.lifetime, &traces.chosen) }
            if traces.chosen.contains(&Policy::Lirs) && is_small {
                <p class="quiet">{ text.lirs_note }</p>
            }
        </>
    }
}

/// What requests count by; nothing where the trace leaves no choice.
fn measures(text: &TracesText, traces: &TracesState, subject: &Subject, on: &Callback<TracesAction>) -> Html {
    let known = |measure: &Measure| subject.about.measures.iter().any(|id| id == measure.id());
    let key = |measure: Measure| {
        let onclick = on.reform(move |_: MouseEvent| TracesAction::Measure(measure));
        html! {
            <button type="button" key={measure.id()} aria-pressed={(traces.measure == measure).to_string()} {onclick}>
                { (text.measure_of)(measure) }
            </button>
        }
    };
    let offered: Vec<Measure> = Measure::ALL.into_iter().filter(known).collect();
    if offered.len() < 2 {
        return Html::default();
    }
    html! {
        <div class="caches-transport" role="group" aria-label={text.measure}>
            <span>{ text.measure }</span>
            { for offered.into_iter().map(key) }
        </div>
    }
}

/// The slider of sizes.
fn size(text: &TracesText, traces: &TracesState, subject: &Subject, on: &Callback<TracesAction>) -> Html {
    let before = traces.mark;
    let oninput =
        on.reform(move |event: InputEvent| TracesAction::Mark(setup::typed(&event).parse().unwrap_or(before)));
    let entries = traces.marked().unwrap_or_default();
    let shown = (text.size_of)(&count(entries), &memory(f64::from(entries) * f64::from(traces.entry_bytes)));
    html! {
        <div class="traces-mark">
            <label for={SIZE}>{ text.size }</label>
            <input type="range" id={SIZE} min="0" max={subject.sizes.len().saturating_sub(1).to_string()} step="1"
                value={traces.mark.to_string()} aria-valuetext={shown.clone()} {oninput} />
            <output for={SIZE}>{ shown }</output>
        </div>
    }
}

/// A piece of a line, to name it.
fn swatch(pen: Pen) -> Html {
    let style = pen.stroke.map(|token| format!("--pen: var({token})"));
    html! {
        <svg class="traces-swatch" viewBox="0 0 32 8" width="32" height="8" aria-hidden="true" {style}>
            <path d="M0 4H32" stroke-width={pen.width.to_string()} stroke-dasharray={pen.dash} />
        </svg>
    }
}

/// The miss ratio at the marked size.
fn at_mark(traces: &TracesState, policy: Policy) -> Option<f64> {
    let (line, mark) = (traces.line(policy)?, traces.marked()?);
    line.points.iter().find(|point| point.0 == mark).map(|point| point.1)
}

/// The lines by name, with their figures at the marked size.
fn table(text: &TracesText, traces: &TracesState, lookups: &Lookups, drawn: &[Policy]) -> Html {
    let target = format!("{}\u{a0}%", traces.target);
    let row = |&policy: &Policy| {
        let (ratio, line) = (at_mark(traces, policy), traces.line(policy));
        let share = |ratio: Option<f64>| share(text, ratio, line.zip(traces.marked()));
        html! {
            <tr key={policy.id()}>
                <th scope="row">{ swatch(pen(drawn, policy)) }{ name(text, traces, policy) }</th>
                <td>{ share(ratio) }</td>
                <td>{ share(ratio.map(|ratio| 1.0 - ratio)) }</td>
                <td>{ enough(text, traces, policy) }</td>
                { lookup_cells(&text.lookups, lookups, ratio.filter(|_| traces.measure == Measure::Requests)) }
            </tr>
        }
    };
    html! {
        <div class="study-table traces-table" tabindex="0" role="region" aria-label={text.table}>
            <table>
                <thead>
                    <tr>
                        { for (text.heads)(&target).iter().map(|head| html! { <th scope="col">{ head }</th> }) }
                        { lookup_heads(&text.lookups) }
                    </tr>
                </thead>
                <tbody>{ for drawn.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// A share that a line has at a size.
fn share(text: &TracesText, ratio: Option<f64>, place: Option<(&Line, u32)>) -> String {
    let Some(figure) = ratio.map(|ratio| format::percent(ratio).text()) else { return format::NONE.to_owned() };
    let is_estimated = place.is_some_and(|(line, size)| line.is_estimated(size));
    if is_estimated { (text.estimated)(&figure) } else { figure }
}

fn name(text: &TracesText, traces: &TracesState, policy: Policy) -> &'static str {
    if policy == Policy::Belady && traces.measure == Measure::Requests { text.limit } else { policy.name() }
}

/// The smallest known size that is enough for the target. For LRU where entries live for ever one pass has found it among
/// all sizes, exactly or from a sample; the sample says nothing of the smallest sizes, where one that was counted is enough.
fn enough(text: &TracesText, traces: &TracesState, policy: Policy) -> String {
    let wanted = 1.0 - f64::from(traces.target) / 100.0;
    let known = traces.line(policy).map_or(&[][..], |line| &line.points);
    let found = known.iter().find(|point| point.1 <= wanted).map(|point| point.0);
    let needed = traces.needs.get(math::index(u32::from(traces.target).saturating_sub(1))).copied();
    match (policy, found) {
        (Policy::Lru, _) if traces.lifetime.is_none() => match needed {
            Some(Some(entries)) if is_sampled(traces) => match counted_below(traces, entries) {
                Some(counted) => (text.enough)(&count(counted)),
                None => (text.estimated)(&count(entries)),
            },
            Some(Some(entries)) => count(entries),
            Some(None) => text.never.to_owned(),
            None => format::NONE.to_owned(),
        },
        (_, Some(entries)) => (text.enough)(&count(entries)),
        // A size that is not known yet may be enough.
        (_, None) if traces.lacks_size(policy) => format::NONE.to_owned(),
        (_, None) => text.never.to_owned(),
    }
}

fn is_sampled(traces: &TracesState) -> bool {
    traces.line(Policy::Lru).is_some_and(|line| matches!(line.method, Method::Sampled { .. }))
}

/// The smallest size below one of the sample that a replay of LRU has found to be enough for the target.
pub(super) fn counted_below(traces: &TracesState, entries: u32) -> Option<u32> {
    let (line, wanted) = (traces.line(Policy::Lru)?, 1.0 - f64::from(traces.target) / 100.0);
    let is_enough = |&&(size, ratio): &&(u32, f64)| size < entries && ratio <= wanted && !line.is_estimated(size);
    line.points.iter().find(is_enough).map(|point| point.0).filter(|_| is_sampled(traces))
}

/// The best and the worst policy at the marked size; nothing of fewer than two.
fn summary(text: &TracesText, traces: &TracesState) -> Option<String> {
    let mut known: Vec<(f64, Policy)> =
        traces.chosen.iter().filter_map(|&policy| Some((at_mark(traces, policy)?, policy))).collect();
    known.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
    let [first, .., last] = &*known else { return None };
    let ratios = [first, last].map(|(ratio, _)| format::percent(*ratio).text());
    let entries = count(traces.marked()?);
    Some((text.summary)(&entries, [first.1.name(), &ratios[0], last.1.name(), &ratios[1]]))
}

/// The policies to choose from; LRU and the limit are there anyway.
fn chooser(text: &TracesText, traces: &TracesState, on: &Callback<TracesAction>) -> Html {
    let full = traces.chosen.len() >= DRAWN_MAX;
    let each = Policy::online().map(|policy| {
        let chosen = traces.chosen.contains(&policy);
        let disabled = policy == Policy::Lru || (full && !chosen);
        html! {
            <label key={policy.id()}>
                <input type="checkbox" checked={chosen} {disabled}
                    onchange={on.reform(move |_| TracesAction::Toggle(policy))} />
                <span>{ policy.name() }</span>
            </label>
        }
    });
    html! {
        <details class="caches-chooser">
            <summary>{ (text.drawn)(math::wide(traces.chosen.len()), math::wide(DRAWN_MAX)) }</summary>
            <fieldset>
                <legend class="visually-hidden">{ text.policies }</legend>
                { for each }
            </fieldset>
        </details>
    }
}

/// The curves at the replayed sizes as a table, and as a file; built when it is opened.
#[component]
fn Numbers(props: &CurvesProps) -> Html {
    let CurvesProps { text, traces, .. } = props;
    let open = use_state(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_dyn_into::<HtmlDetailsElement>().is_some_and(|details| details.open()));
        })
    };
    html! {
        <details class="lab-details" {ontoggle}>
            <summary>{ text.numbers }</summary>
            if *open {
                { numbers(text, traces) }
            }
        </details>
    }
}

fn numbers(text: &'static TracesText, traces: &TracesState) -> Html {
    let Some(subject) = &traces.subject else { return Html::default() };
    let lines: Vec<&Line> = traces.drawn().filter_map(|policy| traces.line(policy)).collect();
    let row = |size: &u32| {
        let cell = |line: &&Line| {
            let ratio = line.points.iter().find(|point| point.0 == *size).map(|point| point.1);
            html! { <td>{ share(text, ratio, Some((*line, *size))) }</td> }
        };
        html! { <tr key={*size}><th scope="row">{ count(*size) }</th>{ for lines.iter().map(cell) }</tr> }
    };
    let head = |line: &&Line| {
        let policy = Policy::from_id(&line.policy);
        html! { <th scope="col">{ policy.map_or("", |policy| name(text, traces, policy)) }</th> }
    };
    let csv = csv(&lines);
    let save = move |_: MouseEvent| save_text("switchyard-miss-ratio.csv", "text/csv;charset=utf-8", &csv);
    html! {
        <>
            <div class="chart-exports"><button type="button" onclick={save}>{ text.save_csv }</button></div>
            <div class="study-table" tabindex="0" role="region" aria-label={(text.curves)(traces.measure)}>
                <table>
                    <thead><tr><th scope="col">{ text.axis_entries }</th>{ for lines.iter().map(head) }</tr></thead>
                    <tbody>{ for subject.sizes.iter().map(row) }</tbody>
                </table>
            </div>
        </>
    }
}

/// All points that are known, one a line.
fn csv(lines: &[&Line]) -> String {
    let mut out = "policy,entries,miss_ratio\n".to_owned();
    for line in lines {
        for (entries, ratio) in &line.points {
            // Writing to a string can't fail.
            let _ = writeln!(out, "{},{entries},{ratio}", line.policy);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;
    use crate::wire::traces::{About, Rules, TraceAnswer};

    #[test]
    fn what_is_not_known_yet_is_not_called_too_little() {
        let text = &WORKBENCH.traces;
        let mut traces = TracesState::default();
        traces.act(TracesAction::Make);
        let load = traces.asked.as_ref().map(|asked| asked.load).expect("a load");
        let mut hear = |answer: TraceAnswer| {
            traces.act(TracesAction::Said(load, Box::new(answer)));
            [Policy::Lru, Policy::Arc].map(|policy| enough(text, &traces, policy))
        };
        let about = About { requests: 9, distinct: 2, form: None, timed: false, measures: Vec::new(), passed_over: 0 };
        assert_eq!(hear(TraceAnswer::Loaded(about)), [format::NONE; 2], "before any curve");
        let curves = |points: &[(u32, f64)]| {
            let line = Line { policy: "arc".to_owned(), method: Method::Replays, points: points.to_vec() };
            TraceAnswer::Curves { request: 1, lines: vec![line], left: 0 }
        };
        assert_eq!(hear(curves(&[(1, 0.9)])), [format::NONE; 2], "stopped before the second size");
        assert_eq!(hear(curves(&[(1, 0.9), (2, 0.5)])), [format::NONE, text.never], "all of one curve");
        assert_eq!(
            hear(TraceAnswer::Sizes { rules: Rules::default(), sizes: vec![None; 99] }),
            [text.never; 2],
            "all of both"
        );
        assert_eq!(hear(curves(&[(1, 0.9), (2, 0.05)]))[1], "at most 2", "at the target of 90 %");
    }

    /// A tenth of the keys says nothing of less than ten entries, and of more it estimates.
    #[test]
    fn a_size_that_was_counted_goes_before_one_of_the_sample() {
        let text = &WORKBENCH.traces;
        let sampled = |counted: u32, points: &[(u32, f64)], needed: u32| {
            let method = Method::Sampled { rate: 0.1, share: 1.0, error: None, counted };
            let line = Line { policy: "lru".to_owned(), method, points: points.to_vec() };
            let shares = [10, 20].map(|size| share(text, Some(0.05), Some((&line, size))));
            let needs = vec![Some(needed); 99].into();
            let mut traces = TracesState::default();
            (traces.lines, traces.needs) = (vec![line].into(), needs);
            (enough(text, &traces, Policy::Lru), shares)
        };
        let told = format::percent(0.05).text();
        let estimated = format!("{told} (estimated)");
        let (enough, shares) = sampled(0, &[(10, 0.09), (20, 0.05)], 10);
        assert_eq!(
            (&*enough, &shares),
            ("10 (estimated)", &[estimated.clone(), estimated.clone()]),
            "before any replay"
        );
        let (enough, shares) = sampled(10, &[(1, 0.3), (2, 0.09), (5, 0.08), (10, 0.06), (20, 0.05)], 10);
        assert_eq!((&*enough, &shares), ("at most 2", &[told, estimated]), "less than ten are enough");
    }

    #[test]
    fn a_file_has_a_point_a_line() {
        let line = Line { policy: "lru".to_owned(), method: Method::Distances, points: vec![(1, 1.0), (2, 0.25)] };
        assert_eq!(csv(&[&line]), "policy,entries,miss_ratio\nlru,1,1\nlru,2,0.25\n", "in full");
    }
}
