//! A trial of the scenario that runs: several runs under different seeds, and what they have in common.

use super::{half_width, key, progress, table, value};
use crate::app::format;
use crate::app::text::TrialText;
use crate::app::workbench::{Action, Ended, Inquiry, StudyStep};
use crate::experiment::{BUDGET_EVENTS, Early, Estimate, Goal, Precision, State, TrialReport};
use crate::wire::Findings;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Trial`].
#[derive(Debug, Properties, PartialEq)]
pub struct TrialProps {
    /// Texts.
    pub text: &'static TrialText,
    /// The study.
    pub inquiry: Inquiry,
    /// Whether its figures belong to another scenario or seed than the one shown.
    pub stale: bool,
    /// Told what is done.
    pub on_action: Callback<Action>,
}

/// Half-widths that can be wanted, in percent of the mean, and the one that is chosen at first.
const CHOICE: [u32; 4] = [10, 5, 2, 1];
/// See [`CHOICE`].
const WANTED: u32 = 2;

/// How a trial stands to the precision that was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// It was not complete: it goes on, or it was ended.
    Open,
    /// It is what was wanted.
    Met,
    /// The budget does not go so far.
    Missed,
}

/// How far a trial came towards the precision that was wanted, for a language to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precise {
    /// How it stands.
    pub aim: Aim,
    /// Half-width in percent of the mean; absent without an interval.
    pub reached: Option<String>,
    /// The half-width that was wanted.
    pub wanted: String,
    /// Events that were simulated.
    pub spent: String,
    /// Events that may be.
    pub budget: String,
}

/// The panel.
#[component]
pub fn Trial(props: &TrialProps) -> Html {
    let TrialProps { text, inquiry, .. } = props;
    let wanted = use_state_eq(|| WANTED);
    let begun = inquiry.subject.is_some();
    let report = match inquiry.findings.as_deref() {
        Some(Findings::Trial(report)) if report.runs > 0 => Some(&**report),
        _ => None,
    };
    html! {
        <section class="study">
            <header>
                <h3>{ text.title }</h3>
                <p>{ text.lead }</p>
                { keys(props, &wanted, report.is_some()) }
            </header>
            if begun {
                <div class="study-standing">
                    if inquiry.running {
                        <p>{ (text.progress)(inquiry.done, inquiry.planned) }</p>
                        { progress(inquiry.done, inquiry.planned, text.title) }
                    }
                    { for ended(text, inquiry.ended.as_ref(), report.is_some()) }
                    if props.stale {
                        <p><strong>{ text.stale }</strong></p>
                    }
                    { for report.map(|report| sentences(props, report)) }
                </div>
            }
            { for report.map(|report| table(text.title, text.heads, rows(props, report))) }
        </section>
    }
}

/// Begins, extends or ends the trial.
fn keys(props: &TrialProps, wanted: &UseStateHandle<u32>, known: bool) -> Html {
    let TrialProps { text, inquiry, on_action, .. } = props;
    if inquiry.running {
        return html! { <p class="study-keys">{ key(text.cancel, on_action.reform(|_| Action::Runs(StudyStep::Pause))) }</p> };
    }
    let percent = **wanted;
    let until = move |_: MouseEvent| {
        let (metric, relative) = ("response_ms".to_owned(), f64::from(percent) / 100.0);
        Action::Trial(Some(Goal::Precision(Precision { metric, relative, budget_events: BUDGET_EVENTS })))
    };
    html! {
        <p class="study-keys">
            { key(text.begin, on_action.reform(|_| Action::Trial(None))) }
            <button type="button" onclick={on_action.reform(until)}>{ (text.until)(percent) }</button>
            { choice(text, wanted) }
            if !props.stale && inquiry.rests() {
                { key(text.resume, on_action.reform(|_| Action::Runs(StudyStep::Resume))) }
            } else if !props.stale && known && inquiry.asked.is_some() {
                { key(text.extend, on_action.reform(|_| Action::Runs(StudyStep::Extend))) }
            }
        </p>
    }
}

/// How precise it is to become.
fn choice(text: &TrialText, wanted: &UseStateHandle<u32>) -> Html {
    let onchange = {
        let wanted = wanted.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
            wanted.set(chosen.unwrap_or(WANTED));
        })
    };
    let option = |percent: u32| {
        html! { <option value={percent.to_string()} selected={percent == **wanted}>{ (text.precise)(percent) }</option> }
    };
    html! { <select aria-label={text.choice} title={text.choice} {onchange}>{ for CHOICE.into_iter().map(option) }</select> }
}

fn ended(text: &TrialText, ended: Option<&Ended>, known: bool) -> Option<Html> {
    let sentence = match ended? {
        Ended::Cancelled if known => text.cancelled.to_owned(),
        Ended::Cancelled => text.cancelled_empty.to_owned(),
        Ended::Failed(why) => (text.failed)(why),
    };
    Some(html! { <p role="alert">{ sentence }</p> })
}

/// What the runs are worth, in words.
fn sentences(props: &TrialProps, report: &TrialReport) -> Html {
    let text = props.text;
    let seconds = |s: f64| format::millis(s * 1e3).text();
    let summary = (text.summary)(report.runs, &seconds(report.simulated_s), &seconds(report.warm_up_s));
    let early = report.early.map(Early::words);
    let pilots = Some(report.pilots()).filter(|&pilots| pilots > 0).map(text.pilots);
    let precision = precise(&props.inquiry, report).map(|precise| (text.precision)(&precise));
    html! {
        <>
            if let Some(why) = &report.unstable {
                <p><strong class="verdict-unstable">{ (text.unstable)(why) }</strong></p>
            }
            if let Some(why) = &report.overloaded {
                <p><strong class="verdict-unstable">{ (text.overloaded)(why) }</strong></p>
            }
            if let Some(why) = early {
                <p><strong>{ (text.early)(why) }</strong></p>
            }
            <p>{ summary }{ for pilots.into_iter().chain(precision).map(|sentence| format!(" {sentence}")) }</p>
        </>
    }
}

/// How far it came towards the precision that was wanted, if any was; nothing where there is no steady state, for which no
/// budget is enough.
fn precise(inquiry: &Inquiry, report: &TrialReport) -> Option<Precise> {
    let reached = report.precision.as_ref().filter(|_| report.state != State::Unstable)?;
    let complete = !inquiry.running && inquiry.ended.is_none();
    let aim = match (complete, reached.met) {
        (false, _) => Aim::Open,
        (true, true) => Aim::Met,
        (true, false) => Aim::Missed,
    };
    Some(Precise {
        aim,
        reached: reached.relative.map(|relative| format!("{}\u{a0}%", format::number(relative * 100.0))),
        wanted: percent(reached.wanted.relative),
        spent: format::count(report.events),
        budget: format::count(reached.wanted.budget_events),
    })
}

/// A share that somebody chose, as percent with the digits that it was chosen with.
fn percent(share: f64) -> String {
    format!("{}\u{a0}%", (share * 1e4).round() / 1e2)
}

fn rows(props: &TrialProps, report: &TrialReport) -> Vec<Html> {
    let row = |(field, estimate): (&'static str, &Estimate)| {
        let bound = |bound: Option<f64>| bound.map_or_else(|| format::NONE.to_owned(), |bound| value(field, bound));
        html! {
            <tr>
                <th scope="row">{ (props.text.quantity)(field) }</th>
                <td>{ average(props.text, field, estimate) }</td>
                <td>{ bound(estimate.low) }</td>
                <td>{ bound(estimate.high) }</td>
            </tr>
        }
    };
    report.metrics.entries().into_iter().map(row).collect()
}

/// The average with its interval, or why there is none.
fn average(text: &TrialText, field: &str, estimate: &Estimate) -> String {
    match (estimate.mean, estimate.half_width, estimate.needed) {
        (_, _, Some(payments)) if estimate.per_run() => (text.needed_per_run)(&format::count(payments)),
        (_, _, Some(payments)) => (text.needed)(&format::count(payments)),
        (Some(mean), Some(width), None) => format!("{} ± {}", value(field, mean), half_width(field, width)),
        (Some(mean), None, None) => format!("{}, {}", value(field, mean), (text.state_word)(estimate.state)),
        (None, ..) => (text.state_word)(estimate.state).to_owned(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::experiment::{Job, Reached, Trial as Runs};
    use crate::scenario::PRESETS;
    use crate::wire::Study;
    use std::rc::Rc;

    fn rendered(inquiry: Inquiry, stale: bool) -> String {
        let props = TrialProps { text: &WORKBENCH.trial, inquiry, stale, on_action: Callback::noop() };
        finish(yew::LocalServerRenderer::<Trial>::with_props(props).hydratable(false).render())
    }

    fn found() -> Inquiry {
        changed(|_| ())
    }

    /// Two runs, and what is changed about their report.
    fn changed(change: impl FnOnce(&mut TrialReport)) -> Inquiry {
        let scenario = PRESETS[0].checked();
        let mut runs = Runs::new(&scenario, 1, Goal::Runs(2));
        for job in runs.jobs() {
            runs.take(job.index, Job { duration_s: 60.0, ..job }.run(&scenario));
        }
        let mut report = runs.report();
        change(&mut report);
        let findings = Some(Rc::new(Findings::Trial(Box::new(report))));
        Inquiry { findings, subject: Some((Rc::new(scenario), 1)), ..Inquiry::default() }
    }

    #[test]
    fn a_trial_is_offered_before_there_is_one() {
        let html = rendered(Inquiry::default(), false);
        assert!(html.contains("Run a trial") && !html.contains("<table"), "{html}");
    }

    #[test]
    fn each_quantity_has_its_interval_and_its_extremes() {
        let html = rendered(found(), false);
        assert!(html.contains("2 runs") && html.contains("response time, p95"), "{html}");
        assert!(html.contains(" ± "), "no bare number");
        assert!(!html.contains(WORKBENCH.trial.stale), "of what is shown");
    }

    /// A trial that came so far on the way to ± 2 %.
    fn aiming(relative: Option<f64>) -> Inquiry {
        let wanted = Precision { metric: "response_ms".to_owned(), relative: 0.02, budget_events: 300_000_000 };
        let met = relative.is_some_and(|relative| relative <= 0.02);
        changed(|report| report.precision = Some(Reached { wanted, relative, met }))
    }

    #[test]
    fn a_budget_is_missed_only_when_the_trial_is_complete() {
        let missed = "would exceed the budget";
        let under_way = Inquiry { running: true, ..aiming(Some(0.034)) };
        let cancelled = Inquiry { ended: Some(Ended::Cancelled), ..aiming(Some(0.034)) };
        for (open, name) in [(under_way, "under way"), (cancelled, "cancelled")] {
            let html = rendered(open, false);
            assert!(html.contains("3.40\u{a0}% so far; you want ± 2\u{a0}%"), "{name}: {html}");
            assert!(html.contains("of at most 300\u{202f}000\u{202f}000 events"), "{name}, the budget is said: {html}");
            assert!(!html.contains(missed), "{name}: {html}");
        }
        assert!(rendered(aiming(Some(0.034)), false).contains(missed), "complete, and not there");
        let html = rendered(aiming(Some(0.019)), false);
        assert!(html.contains("as precisely as you wanted") && !html.contains(missed), "{html}");
    }

    #[test]
    fn a_precision_without_an_interval_is_said_to_be_missed() {
        let html = rendered(aiming(None), false);
        assert!(html.contains("has no interval, so ± 2\u{a0}% was not reached"), "{html}");
        let html = rendered(Inquiry { running: true, ..aiming(None) }, false);
        assert!(html.contains("has no interval yet; you want ± 2\u{a0}%"), "{html}");
    }

    #[test]
    fn runs_that_do_not_count_are_said() {
        assert!(!rendered(found(), false).contains("much shorter"), "all of them count");
        let html = rendered(changed(|report| report.each[0].pilot = true), false);
        assert!(html.contains(&(WORKBENCH.trial.pilots)(1)), "{html}");
    }

    #[test]
    fn why_it_is_too_early_is_said() {
        let html = rendered(changed(|report| report.early = Some(Early::Drift)), false);
        assert!(html.contains(&(WORKBENCH.trial.early)(Early::Drift.words())), "{html}");
    }

    #[test]
    fn a_cancelled_trial_says_what_it_has_and_can_go_on() {
        let asked = Some(Rc::new(Study::Trial { scenario: serde_json::Value::Null, seed: 1, goal: None }));
        let cancelled = |inquiry| Inquiry { asked: asked.clone(), ended: Some(Ended::Cancelled), ..inquiry };
        let html = rendered(cancelled(found()), false);
        assert!(html.contains(WORKBENCH.trial.cancelled) && html.contains(WORKBENCH.trial.resume), "{html}");
        assert!(!html.contains(WORKBENCH.trial.extend), "first what was planned: {html}");
        let html = rendered(cancelled(Inquiry { findings: None, ..found() }), false);
        assert!(html.contains(WORKBENCH.trial.cancelled_empty), "{html}");
        assert!(!html.contains(WORKBENCH.trial.cancelled), "nothing stands below: {html}");
        assert!(!rendered(cancelled(found()), true).contains(WORKBENCH.trial.resume), "of another scenario");
    }

    #[test]
    fn a_precision_can_be_chosen() {
        let html = rendered(Inquiry::default(), false);
        assert_eq!(html.matches("<option").count(), CHOICE.len(), "{html}");
        assert!(html.contains("Run until ± 2 %"), "the usual one first: {html}");
    }

    #[test]
    fn figures_of_another_scenario_are_marked() {
        assert!(rendered(found(), true).contains(WORKBENCH.trial.stale), "said");
    }
}
