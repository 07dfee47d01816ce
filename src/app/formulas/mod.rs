//! The article's formulas with this run's numbers, beside what was measured; and the curve that tells them apart.

mod curve;
mod geometry;
mod lab;
mod laws;
mod markup;
mod sheet;
mod words;

pub(crate) use curve::use_width;
pub use lab::{Lab, LabProps};
pub use words::{CurveSummary, Relation};

use crate::app::text::FormulasText;
use crate::experiment::Report;
use crate::scenario::{Load, Scenario};
use crate::wire::CurvePoint;
use curve::{Curve, Phase};
use laws::laws;
use std::rc::Rc;
use yew::prelude::*;

/// Props of [`FormulaPanel`].
#[derive(Debug, Properties, PartialEq)]
pub struct FormulaPanelProps {
    /// Texts.
    pub text: &'static FormulasText,
    /// This run's numbers; none before the first.
    pub report: Option<Rc<Report>>,
    /// Points of the curve by rising load, as far as they were simulated.
    pub curve: Rc<Vec<CurvePoint>>,
    /// Whether more of them are simulated now.
    pub curve_running: bool,
    /// Why there are no more of them, if a worker failed.
    pub curve_failed: Option<String>,
    /// Called to simulate the curve of the present scenario.
    pub on_curve: Callback<()>,
    /// The present scenario: the curve of another one is marked as such.
    pub scenario: Rc<Scenario>,
}

/// The formulas and the curve.
#[component]
pub fn FormulaPanel(props: &FormulaPanelProps) -> Html {
    let text = props.text;
    let asked = use_state(|| None::<Rc<Scenario>>);
    let on_curve = {
        let (asked, scenario, on_curve) = (asked.clone(), Rc::clone(&props.scenario), props.on_curve.clone());
        Callback::from(move |()| {
            asked.set(Some(Rc::clone(&scenario)));
            on_curve.emit(());
        })
    };
    let of_present = asked.as_deref().map(|of| *of == *props.scenario);
    let phase = phase(props.curve.len(), props.curve_running, of_present);
    let planned = match &props.scenario.load {
        Load::Open { rate_per_s, .. } => Some(*rate_per_s),
        Load::Closed { .. } => None,
    };
    let note = match &props.scenario.load {
        Load::Closed { .. } => Some(text.curve_closed),
        Load::Open { .. } => props.scenario.varies().then_some(text.curve_varying),
    };
    let current = words::current(props.report.as_deref(), planned);
    html! {
        <section class="formulas" aria-label={text.region}>
            { laws(text, props.report.as_deref()) }
            <Curve {text} points={Rc::clone(&props.curve)} {phase} failed={props.curve_failed.clone()} {current} {note}
                {on_curve} />
        </section>
    }
}

/// How far the curve is. `of_present` tells whether the last one that was asked for is of the present scenario; `None`
/// when none was asked for since the panel opened.
fn phase(points: usize, running: bool, of_present: Option<bool>) -> Phase {
    match (points, running, of_present) {
        (_, true, _) => Phase::Running,
        (1.., false, Some(false)) => Phase::Stale,
        (1.., false, _) => Phase::Done,
        (0, false, _) => Phase::Offered,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::experiment::{Early, Estimate, State};

    fn rendered(report: Option<Report>, curve: Vec<CurvePoint>) -> String {
        let props = FormulaPanelProps {
            text: &WORKBENCH.formulas,
            report: report.map(Rc::new),
            curve: Rc::new(curve),
            curve_running: false,
            curve_failed: None,
            on_curve: Callback::noop(),
            scenario: Rc::new(Scenario::default()),
        };
        finish(yew::LocalServerRenderer::<FormulaPanel>::with_props(props).hydratable(false).render())
    }

    fn report() -> Report {
        let steady = |mean: f64, half_width: f64| Estimate {
            mean: Some(mean),
            half_width: Some(half_width),
            level: 0.95,
            runs: 1,
            state: State::Steady,
            ..Estimate::default()
        };
        let mut report = Report { state: State::Steady, warm_up_s: 5.0, window_s: 60.0, ..Report::default() };
        report.metrics.completed_per_s = steady(98.4, 1.2);
        report.metrics.response_ms = steady(187.0, 6.0);
        report.metrics.p50_ms = steady(161.0, 4.0);
        report.metrics.p99_ms = steady(566.0, 30.0);
        report.formulas.n = 5_904;
        report.formulas.t_s = 60.0;
        report.formulas.tps = Some(98.4);
        report.formulas.gap_ms = Some(10.163);
        report.formulas.l = 18.5;
        report.formulas.lambda_per_s = 98.4;
        report.formulas.w_ms = Some(187.0);
        report
    }

    #[test]
    fn the_numbers_stand_in_the_formulas() {
        let html = rendered(Some(report()), Vec::new());
        assert_eq!(html.matches("<math").count(), 3, "three laws: {html}");
        let wanted = ["5904", "60.0", "98.4", "± 1.20\u{a0}/s", "10.2", "± 6.00\u{a0}ms", "18.4 times", ">0.5<"];
        for wanted in wanted {
            assert!(html.contains(wanted), "{wanted} is missing in {html}");
        }
        assert!(html.contains("one serial server that is never idle"), "and when the article's latency holds");
    }

    #[test]
    fn states_are_said_in_words() {
        let mut warming = report();
        warming.state = State::WarmingUp;
        warming.metrics.response_ms.state = State::WarmingUp;
        assert!(rendered(Some(warming), Vec::new()).contains("Warming up: the first 5.00\u{a0}s"), "warming up");
        for (early, words) in [
            (Early::Short, "the end of the warm-up is being looked for"),
            (Early::LateWarmUp, "the first 12.3\u{a0}s are still too much"),
            (Early::Drift, "still drifts"),
        ] {
            let mut looking = Report { warm_up_found: true, warm_up_s: 12.3, early: Some(early), ..report() };
            looking.state = State::WarmingUp;
            let html = rendered(Some(looking), Vec::new());
            assert!(html.contains(words) && !html.contains("0\u{a0}ms do not count"), "{early:?}: {html}");
        }
        let found = |warm_up_s| rendered(Some(Report { warm_up_found: true, warm_up_s, ..report() }), Vec::new());
        assert!(found(12.3).contains("the first 12.3\u{a0}s were found to be warm-up"), "found");
        assert!(found(0.0).contains("no warm-up was found"), "nothing to find");
        let mut unstable = report();
        unstable.state = State::Unstable;
        unstable.unstable = Some("gateway: 120 /s arrive, 100 /s can be served".to_owned());
        assert!(rendered(Some(unstable), Vec::new()).contains("Unstable: gateway: 120 /s arrive"), "unstable");
        assert!(rendered(None, Vec::new()).contains("press play"), "nothing yet");
    }

    #[test]
    fn the_curve_has_a_picture_and_a_sentence() {
        let html = rendered(Some(report()), geometry::example());
        assert!(html.contains("T / N goes from 50.0\u{a0}ms to 10.0\u{a0}ms"), "a sentence: {html}");
        assert!(html.contains("from 150\u{a0}/s on more arrives"), "that names the unstable loads");
        assert!(html.contains("Simulate again"), "it can be simulated again");
        let empty = rendered(None, Vec::new());
        assert!(empty.contains(WORKBENCH.formulas.simulate), "or for the first time");
        assert!(empty.contains(WORKBENCH.formulas.curve_empty), "with a sentence in place of the lines");
    }

    #[test]
    fn a_worker_that_failed_is_said_beside_the_key() {
        let props = FormulaPanelProps {
            text: &WORKBENCH.formulas,
            report: None,
            curve: Rc::default(),
            curve_running: false,
            curve_failed: Some("out of memory".to_owned()),
            on_curve: Callback::noop(),
            scenario: Rc::new(Scenario::default()),
        };
        let html = finish(yew::LocalServerRenderer::<FormulaPanel>::with_props(props).hydratable(false).render());
        assert!(html.contains("The simulation of these loads stopped: out of memory"), "{html}");
        assert!(html.contains(WORKBENCH.formulas.simulate), "and it can be tried again: {html}");
    }

    #[test]
    fn the_curve_knows_its_phase() {
        assert_eq!(phase(0, false, None), Phase::Offered, "nothing was asked for");
        assert_eq!(phase(0, true, Some(true)), Phase::Running, "asked for");
        assert_eq!(phase(3, true, None), Phase::Running, "asked for before the panel opened");
        assert_eq!(phase(9, false, Some(true)), Phase::Done, "all there");
        assert_eq!(phase(9, false, Some(false)), Phase::Stale, "of another scenario");
        assert_eq!(phase(0, false, Some(false)), Phase::Offered, "another scenario, nothing there");
        assert_eq!(phase(0, false, Some(true)), Phase::Offered, "the same scenario begun anew: nothing is under way");
    }
}
