//! The view `verify`: anybody can run the proof that the numbers can be trusted.
//!
//! It shows what a study found and asks for studies; the proof itself is the library's
//! ([`crate::experiment::Verification`]) and runs in a pool of workers.

use super::published::published;
use super::{half_width, key, progress, table, value};
use crate::app::format;
use crate::app::text::{Part, VerifyText};
use crate::app::workbench::{Action, Ended, Inquiry, StudyStep};
use crate::experiment::{Coverage, Depth, Figure, Golden, Invariant, VerifyReport};
use crate::wire::Findings;
use yew::prelude::*;

/// Properties of [`Verify`].
#[derive(Debug, Properties, PartialEq)]
pub struct VerifyProps {
    /// Texts.
    pub text: &'static VerifyText,
    /// The study.
    pub inquiry: Inquiry,
    /// Told what is done.
    pub on_action: Callback<Action>,
}

/// The view.
#[component]
pub fn Verify(props: &VerifyProps) -> Html {
    let VerifyProps { text, inquiry, .. } = props;
    let report = match inquiry.findings.as_deref() {
        Some(Findings::Verify(report)) => Some(&**report),
        _ => None,
    };
    html! {
        <article class="study">
            <header>
                <h2>{ text.title }</h2>
                <p>{ text.lead }</p>
                { keys(props) }
            </header>
            { standing(text, inquiry, report) }
            if let Some(report) = report {
                { part(&text.exact, report.figures.iter().map(|figure| figure_row(text, figure)).collect()) }
                { part(&text.coverage, report.coverage.iter().map(|coverage| coverage_row(text, coverage)).collect()) }
            }
            { published(&text.published, report.map(|report| report.coverage.as_slice()).unwrap_or_default()) }
            if let Some(report) = report {
                { part(&text.golden, report.golden.iter().map(|golden| golden_row(text, golden)).collect()) }
                { part(&text.laws, law_rows(text, report)) }
            }
        </article>
    }
}

/// Begins or ends the proof.
fn keys(props: &VerifyProps) -> Html {
    let VerifyProps { text, inquiry, on_action } = props;
    let keys = if inquiry.running {
        key(text.cancel, on_action.reform(|_| Action::Proof(StudyStep::Cancel)))
    } else {
        html! {
            <>
                { key(text.quick, on_action.reform(|_| Action::Verify(Depth::Quick))) }
                { key(text.thorough, on_action.reform(|_| Action::Verify(Depth::Thorough))) }
            </>
        }
    };
    html! { <p class="study-keys">{ keys }</p> }
}

/// How the study stands, in one place that is read out.
fn standing(text: &VerifyText, inquiry: &Inquiry, report: Option<&VerifyReport>) -> Html {
    let sentence = match (&inquiry.ended, report) {
        (Some(Ended::Failed(why)), _) => (text.failed)(why),
        (Some(Ended::Cancelled), _) if inquiry.done == 0 => text.cancelled_empty.to_owned(),
        (Some(Ended::Cancelled), _) => text.cancelled.to_owned(),
        (None, _) if inquiry.running => (text.progress)(inquiry.done, inquiry.planned),
        (None, Some(report)) => (text.verdict)(report.passed, report.figures.len(), report.outside),
        (None, None) => text.empty.to_owned(),
    };
    let verdict = report.filter(|_| !inquiry.running && inquiry.ended.is_none());
    let standing = verdict.map_or("open", |report| if report.passed { "passed" } else { "failed" });
    html! {
        <div class="study-standing" data-standing={standing}>
            <p role="status">{ sentence }</p>
            if inquiry.running {
                { progress(inquiry.done, inquiry.planned, text.title) }
            }
            { for verdict.into_iter().flat_map(|report| &report.failures).map(|failure| html! { <p>{ failure }</p> }) }
        </div>
    }
}

/// A part of the proof as a table; nothing while it has no rows.
fn part(part: &Part, rows: Vec<Html>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section class="study-part">
            <h3>{ part.title }</h3>
            <p class="quiet">{ part.note }</p>
            { table(part.title, part.heads, rows) }
        </section>
    }
}

/// A row: what it is about, its cells, and the verdict, which is marked when it is bad.
fn row(head: &str, cells: Vec<String>, verdict: &str, good: bool) -> Html {
    html! {
        <tr data-verdict={if good { "good" } else { "bad" }}>
            <th scope="row">{ head }</th>
            { for cells.into_iter().map(|cell| html! { <td>{ cell }</td> }) }
            <td>{ verdict }</td>
        </tr>
    }
}

fn figure_row(text: &VerifyText, figure: &Figure) -> Html {
    let form = |x: f64| value(&figure.metric, x);
    let half = figure.measured.half_width.map(|width| half_width(&figure.metric, width)).unwrap_or_default();
    let measured = figure.measured.mean.map_or_else(|| format::NONE.to_owned(), form);
    let verdict = match (figure.passed, figure.inside) {
        (false, _) => text.fails,
        (true, false) => text.outside,
        (true, true) => text.passes,
    };
    let cells = vec![(text.quantity)(&figure.metric).to_owned(), form(figure.truth), format!("{measured} ± {half}")];
    row(&figure.case, cells, verdict, figure.passed)
}

fn coverage_row(text: &VerifyText, coverage: &Coverage) -> Html {
    let [mean, p95] = coverage.shares().map(|share| format::percent(share).text());
    let passed = coverage.passed();
    let verdict = if passed { text.passes } else { text.fails };
    let verdict = match coverage.refused {
        0 => verdict.to_owned(),
        refused => format!("{verdict}; {}", (text.refused)(refused)),
    };
    let cells = vec![format::count(coverage.payments), coverage.runs.to_string(), mean, p95];
    row(&coverage.queue, cells, &verdict, passed)
}

fn golden_row(text: &VerifyText, golden: &Golden) -> Html {
    let verdict = if golden.passed { text.same } else { text.fails };
    row(&golden.preset, vec![golden.digest.clone()], verdict, golden.passed)
}

/// What must hold in every run, and then what only safeguards promise.
fn law_rows(text: &VerifyText, report: &VerifyReport) -> Vec<Html> {
    let law = |law: &Invariant| row(&law.name, Vec::new(), &(text.violations)(law.violations), law.violations == 0);
    let promise = |law: &Invariant| row(&law.name, Vec::new(), &(text.promise)(law.violations), true);
    report.laws.iter().map(law).chain(report.promises.iter().map(promise)).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::experiment::Estimate;
    use crate::wire::Study;
    use std::rc::Rc;

    fn rendered(inquiry: Inquiry) -> String {
        let props = VerifyProps { text: &WORKBENCH.verify, inquiry, on_action: Callback::noop() };
        finish(yew::LocalServerRenderer::<Verify>::with_props(props).hydratable(false).render())
    }

    fn found(passed: bool) -> Inquiry {
        let figure = Figure {
            case: "M/M/1 at 0.8".to_owned(),
            metric: "response_ms".to_owned(),
            truth: 50.0,
            measured: Estimate { mean: Some(49.2), half_width: Some(1.5), ..Estimate::default() },
            inside: true,
            passed,
        };
        let report = VerifyReport { passed, figures: vec![figure], ..VerifyReport::default() };
        Inquiry { findings: Some(Rc::new(Findings::Verify(Box::new(report)))), ..Inquiry::default() }
    }

    #[test]
    fn nothing_is_claimed_before_it_is_run() {
        let html = rendered(Inquiry::default());
        let published = WORKBENCH.verify.published.title;
        assert!(html.contains(WORKBENCH.verify.empty) && html.matches("<table").count() == 1, "{html}");
        assert!(
            html.contains(published) && !html.contains("of 40 intervals"),
            "what was published stands there: {html}"
        );
    }

    #[test]
    fn a_figure_stands_beside_its_truth() {
        let html = rendered(found(true));
        assert!(html.contains("50.0\u{a0}ms") && html.contains("49.2\u{a0}ms ± 1.50\u{a0}ms"), "{html}");
        assert!(html.contains("Everything passes"), "and the verdict is said");
    }

    #[test]
    fn what_was_measured_stands_beside_what_was_published() {
        let queue = "M/M/1 at 0.5".to_owned();
        let coverage =
            Coverage { queue, payments: 50_000, runs: 42, refused: 2, held: [38, 39], ..Coverage::default() };
        let report = VerifyReport { coverage: vec![coverage], ..VerifyReport::default() };
        let findings = Some(Rc::new(Findings::Verify(Box::new(report))));
        let html = rendered(Inquiry { findings, ..Inquiry::default() });
        let row = format!("M/M/1 at 0.5</th><td>{}</td><td>{}</td>", format::count(50_000), format::count(1_000));
        assert!(
            html.contains("switchyard verify --coverage 1000") && html.contains(&row),
            "what was published: {html}"
        );
        assert!(html.contains("mean 95.0\u{a0}%, p95 97.5\u{a0}% of 40 intervals, 2 refused"), "{html}");
    }

    #[test]
    fn a_failure_is_marked() {
        let html = rendered(found(false));
        assert!(html.contains("data-verdict=\"bad\"") && html.contains("Not everything passes"), "{html}");
    }

    /// A law that is broken is a failure; a promise whose safeguard is off is none.
    #[test]
    fn promises_stand_apart_from_laws() {
        let law = |name: &str, violations| Invariant { name: name.to_owned(), violations };
        let (laws, promises) = (vec![law("what comes goes", 0)], vec![law("nobody pays twice (I1)", 7)]);
        let report = VerifyReport { passed: true, laws, promises, ..VerifyReport::default() };
        let findings = Some(Rc::new(Findings::Verify(Box::new(report))));
        let html = rendered(Inquiry { findings, ..Inquiry::default() });
        assert!(html.contains("holds") && html.contains("broken 7 times, without the safeguard"), "{html}");
        assert!(!html.contains("data-verdict=\"bad\""), "which is no failure: {html}");
    }

    /// A run is refused for more than one reason, and each is said.
    #[test]
    fn a_refusal_names_its_reasons() {
        let said = (WORKBENCH.verify.refused)(3);
        assert!(["3 gave no interval", "drifting", "warm-up"].iter().all(|part| said.contains(part)), "{said}");
    }

    #[test]
    fn what_was_cancelled_at_once_claims_nothing() {
        let cancelled = |done| rendered(Inquiry { done, ended: Some(Ended::Cancelled), ..Inquiry::default() });
        assert!(cancelled(0).contains(WORKBENCH.verify.cancelled_empty), "nothing was done");
        assert!(cancelled(3).contains(WORKBENCH.verify.cancelled), "something was");
    }

    #[test]
    fn while_it_runs_it_can_be_cancelled() {
        let study = Rc::new(Study::Verify { depth: Depth::Quick });
        let html = rendered(Inquiry { asked: Some(study), running: true, done: 3, planned: 9, ..Inquiry::default() });
        assert!(html.contains("3 of 9") && html.contains("Cancel") && html.contains("<progress"), "{html}");
    }
}
