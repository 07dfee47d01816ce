//! The verdict: whether the objective is met, and the figures behind it, each with its unit, its window and its state.

mod metric;
mod money;
mod objective;
mod reading;

use super::icon::Icon;
use super::use_text;
use crate::app::format;
use crate::app::state::Action;
use crate::app::text::{ShellText, TermText, VerdictText};
use crate::experiment::{Early, Estimate, Metrics, State};
use crate::wire::Brief;
use metric::{Metric, Term};
use objective::{Promise, Standing};
use reading::{Form, Reading};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Verdict`].
#[derive(Properties, PartialEq)]
pub(super) struct VerdictProps {
    /// Figures of what runs; none before the first ones.
    pub(super) report: Option<Rc<Brief>>,
    /// Figures of the pinned scenario.
    pub(super) pinned: Option<Rc<Brief>>,
    /// By how much they differ, with its own intervals.
    pub(super) difference: Option<Rc<Metrics>>,
    /// Whether there is a pinned scenario.
    pub(super) compared: bool,
    /// Whether the figures are those of the run that is shown.
    pub(super) settled: bool,
    /// Whether the page stands inside another one, where nothing is compared anew.
    pub(super) embedded: bool,
    /// Told of pinning.
    pub(super) on_action: Callback<Action>,
}

/// The strip of figures.
#[component]
pub(super) fn Verdict(props: &VerdictProps) -> Html {
    let text = use_text();
    let report = props.report.as_deref();
    let excess = report.and_then(|report| match (&report.unstable, &report.overloaded) {
        (Some(why), _) => Some((text.verdict.unstable_because)(why)),
        (None, Some(why)) => Some((text.verdict.overloaded_because)(why)),
        (None, None) => None,
    });
    html! {
        <section class="verdict" aria-label={text.verdict.region} data-compared={props.compared.then_some("true")}
            data-settled={(!props.settled && report.is_some()).then_some("false")}>
            <dl class="verdict-metrics">
                { objective::view(report, props.pinned.as_deref(), &text.verdict) }
                { for metrics(text, props) }
            </dl>
            { money::view(&text.verdict, props) }
            <p class="verdict-note">
                if let Some(excess) = excess {
                    <strong class="verdict-unstable">{ excess }</strong>
                    { " " }
                }
                if props.settled || report.is_none() {
                    { note(text, props) }
                } else {
                    <strong>{ text.verdict.replaying }</strong>
                }
                if props.compared {
                    { " " }{ text.verdict.compared }
                }
            </p>
            if !props.embedded {
                { pin_button(text, props) }
            }
        </section>
    }
}

fn pin_button(text: &ShellText, props: &VerdictProps) -> Html {
    let (label, help, action) = if props.compared {
        (text.verdict.unpin, text.verdict.unpin_help, Action::Unpin)
    } else {
        (text.verdict.pin, text.verdict.pin_help, Action::Pin)
    };
    html! {
        <button type="button" class="verdict-pin" aria-pressed={props.compared.to_string()} title={help}
            onclick={props.on_action.reform(move |_| action.clone())}>
            { Icon::Pin.view() }
            <span>{ label }</span>
        </button>
    }
}

/// Which seconds the figures speak of, and what ± means where one is shown.
fn note(text: &ShellText, props: &VerdictProps) -> String {
    let words = &text.verdict;
    let Some(report) = props.report.as_deref().filter(|report| report.begun) else { return words.idle.to_owned() };
    if report.simulated_s < report.warm_up_s {
        return (words.warm_up)(&seconds(report.simulated_s), &seconds(report.warm_up_s));
    }
    let (window, warm_up) = (seconds(report.window_s), seconds(report.warm_up_s));
    let window = match report.early {
        Some(Early::Short) if report.warm_up_found => (words.window_looking)(&window),
        Some(Early::LateWarmUp) => (words.window_late)(&window, &warm_up),
        Some(Early::Drift) => (words.window_drift)(&window),
        _ if report.warm_up_found && report.warm_up_s > 0.0 => (words.window_found)(&window, &warm_up),
        _ if report.warm_up_s > 0.0 => (words.window)(&window, &warm_up),
        _ => (words.window_whole)(&window),
    };
    if sure(words, props) { format!("{window}. {}", words.interval) } else { format!("{window}.") }
}

/// Whether any figure on the strip has an interval.
fn sure(text: &VerdictText, props: &VerdictProps) -> bool {
    let pinned = props.pinned.as_deref().filter(|_| props.compared);
    let reports = [props.report.as_deref(), pinned].into_iter().flatten();
    let tables: Vec<&Metrics> = reports.map(|report| &report.metrics).chain(difference(props)).collect();
    shown(text).iter().any(|shown| tables.iter().any(|table| Reading::has_interval(&(shown.pick)(table))))
}

/// By how much both runs differ; nothing beside the figures of one alone.
fn difference(props: &VerdictProps) -> Option<&Metrics> {
    props.difference.as_deref().filter(|_| props.compared && props.pinned.is_some())
}

/// Seconds, whole ones from ten on.
fn seconds(s: f64) -> String {
    if s < 9.95 { format!("{s:.1}\u{a0}s") } else { format!("{s:.0}\u{a0}s") }
}

/// A figure of the strip: what it is called and where it stands in the report.
struct Shown<'a> {
    id: &'static str,
    term: &'a TermText,
    form: Form,
    pick: fn(&Metrics) -> Estimate,
}

const fn shown(text: &VerdictText) -> [Shown<'_>; 6] {
    [
        Shown { id: "throughput", term: &text.throughput, form: Form::Rate, pick: |metrics| metrics.completed_per_s },
        Shown { id: "goodput", term: &text.goodput, form: Form::Rate, pick: |metrics| metrics.goodput_per_s },
        Shown { id: "p50", term: &text.p50, form: Form::Millis, pick: |metrics| metrics.p50_ms },
        Shown { id: "p95", term: &text.p95, form: Form::Millis, pick: |metrics| metrics.p95_ms },
        Shown { id: "p99", term: &text.p99, form: Form::Millis, pick: |metrics| metrics.p99_ms },
        Shown { id: "availability", term: &text.availability, form: Form::Share, pick: |metrics| metrics.availability },
    ]
}

fn metrics<'a>(text: &'a ShellText, props: &'a VerdictProps) -> impl Iterator<Item = Html> + 'a {
    let verdict = &text.verdict;
    let difference = difference(props);
    let early = props.report.as_deref().and_then(|report| report.early);
    let estimates = shown(verdict).into_iter().map(move |Shown { id, term, form, pick }| {
        let read =
            |report: &Option<Rc<Brief>>| report.as_deref().map(|report| pick(&report.metrics)).unwrap_or_default();
        let (a, b) = (read(&props.pinned), read(&props.report));
        let group = (form == Form::Millis).then_some(verdict.response);
        let metric = Metric {
            term: Term { id, words: term, group },
            b: Reading::of(&b, form, verdict),
            a: props.compared.then(|| Reading::of(&a, form, verdict)),
            difference: difference.map(|difference| form.difference(&pick(difference), early, verdict)),
        };
        metric.view(verdict)
    });
    estimates.chain(ended(text, props))
}

/// How payments ended is counted, not estimated: the state of each count is the number of payments that it is a part of.
fn ended(text: &ShellText, props: &VerdictProps) -> [Html; 2] {
    let verdict = &text.verdict;
    let counted = |report: &Option<Rc<Brief>>, pick: fn(&Brief) -> u64, alarms: bool| match report.as_deref() {
        Some(report) if report.state != State::Empty => {
            let ended = format::count(report.completed + report.failed);
            let alarming = alarms && Promise::availability(report).standing() == Standing::Missed;
            Reading::counted(pick(report), (verdict.of_ended)(&ended), alarming)
        }
        _ => Reading::none(verdict.empty),
    };
    let metric = |id, words, pick: fn(&Brief) -> u64, alarms| {
        let metric = Metric {
            term: Term { id, words, group: None },
            b: counted(&props.report, pick, alarms),
            a: props.compared.then(|| counted(&props.pinned, pick, alarms)),
            difference: None,
        };
        metric.view(verdict)
    };
    [
        metric("ok", &verdict.ok, |report| report.completed, false),
        metric("failed", &verdict.failed, |report| report.failed, true),
    ]
}
