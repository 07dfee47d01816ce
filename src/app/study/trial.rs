//! A trial of the scenario that runs: several runs under different seeds, and what they have in common.

use super::{half_width, key, progress, table, value};
use crate::app::format;
use crate::app::text::TrialText;
use crate::app::workbench::{Action, Ended, Inquiry};
use crate::experiment::{BUDGET_EVENTS, Estimate, Goal, Precision, TrialReport};
use crate::wire::Findings;
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

/// The panel.
#[component]
pub fn Trial(props: &TrialProps) -> Html {
    let TrialProps { text, inquiry, .. } = props;
    // A proof uses the same pool; while it is shown elsewhere, nothing is known here.
    let mine = inquiry.subject.is_some();
    let report = match inquiry.findings.as_deref() {
        Some(Findings::Trial(report)) if report.runs > 0 => Some(&**report),
        _ => None,
    };
    html! {
        <section class="study">
            <header>
                <h3>{ text.title }</h3>
                <p>{ text.lead }</p>
                { keys(props, mine, report.is_some()) }
            </header>
            if mine {
                <div class="study-standing">
                    if inquiry.running {
                        <p>{ (text.progress)(inquiry.done, inquiry.planned) }</p>
                        { progress(inquiry.done, inquiry.planned, text.title) }
                    }
                    { for ended(text, inquiry.ended.as_ref()) }
                    if props.stale {
                        <p><strong>{ text.stale }</strong></p>
                    }
                    { for report.map(|report| sentences(text, report)) }
                </div>
            }
            { for report.map(|report| table(text.title, text.heads, rows(props, report))) }
        </section>
    }
}

/// Begins, extends or ends the trial.
fn keys(props: &TrialProps, mine: bool, known: bool) -> Html {
    let TrialProps { text, inquiry, on_action, .. } = props;
    if inquiry.running && mine {
        return html! { <p class="study-keys">{ key(text.cancel, on_action.reform(|_| Action::Cancel)) }</p> };
    }
    let until = |_| {
        let metric = "response_ms".to_owned();
        Action::Trial(Some(Goal::Precision(Precision { metric, relative: 0.02, budget_events: BUDGET_EVENTS })))
    };
    html! {
        <p class="study-keys">
            { key(text.begin, on_action.reform(|_| Action::Trial(None))) }
            { key(text.until, on_action.reform(until)) }
            if known && inquiry.asked.is_some() && !props.stale {
                { key(text.extend, on_action.reform(|_| Action::Extend)) }
            }
        </p>
    }
}

fn ended(text: &TrialText, ended: Option<&Ended>) -> Option<Html> {
    let sentence = match ended? {
        Ended::Cancelled => text.cancelled.to_owned(),
        Ended::Failed(why) => (text.failed)(why),
    };
    Some(html! { <p role="alert">{ sentence }</p> })
}

/// What the runs are worth, in words.
fn sentences(text: &TrialText, report: &TrialReport) -> Html {
    let seconds = |s: f64| format::millis(s * 1e3).text();
    let summary = (text.summary)(report.runs, &seconds(report.simulated_s), &seconds(report.warm_up_s));
    let precision = report.precision.as_ref().and_then(|reached| {
        let relative = reached.relative?;
        Some((text.precision)(reached.met, &format!("{}\u{a0}%", format::number(relative * 100.0))))
    });
    html! {
        <>
            if let Some(why) = &report.unstable {
                <p><strong class="verdict-unstable">{ (text.unstable)(why) }</strong></p>
            }
            if let Some(why) = &report.overloaded {
                <p><strong class="verdict-unstable">{ (text.overloaded)(why) }</strong></p>
            }
            <p>{ summary }{ for precision.map(|sentence| format!(" {sentence}")) }</p>
        </>
    }
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
    use crate::experiment::{Job, Trial as Runs};
    use crate::scenario::PRESETS;
    use std::rc::Rc;

    fn rendered(inquiry: Inquiry, stale: bool) -> String {
        let props = TrialProps { text: &WORKBENCH.trial, inquiry, stale, on_action: Callback::noop() };
        finish(yew::LocalServerRenderer::<Trial>::with_props(props).hydratable(false).render())
    }

    fn found() -> Inquiry {
        let scenario = PRESETS[0].checked();
        let mut runs = Runs::new(&scenario, 1, Goal::Runs(2));
        for job in runs.jobs() {
            runs.take(job.index, Job { duration_s: 60.0, ..job }.run(&scenario));
        }
        let findings = Some(Rc::new(Findings::Trial(Box::new(runs.report()))));
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

    #[test]
    fn figures_of_another_scenario_are_marked() {
        assert!(rendered(found(), true).contains(WORKBENCH.trial.stale), "said");
    }
}
