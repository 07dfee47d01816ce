//! The view `formulas`: throughput and latency of one station against its load, by formula and by simulation.
//!
//! The numbers are the library's ([`crate::experiment::Lab`]) and come from workers; this shows them: two pictures with
//! their sentences and a table, the figures at one load, what other formulas say there, and the article's thread pool as a
//! table.

mod geometry;
mod otherwise;
mod pictures;
mod pool;
mod reading;
mod sheet;

#[cfg(test)]
mod sample;

use crate::app::controls::LabControls;
use crate::app::text::{ControlsText, LabText};
use crate::app::workbench::{Ended, LabAction, LabState, Theory};
use crate::experiment::LabReport;
use crate::scenario::LabSetting;
use pictures::Pictures;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Lab`].
#[derive(Debug, Properties, PartialEq)]
pub struct LabProps {
    /// Texts.
    pub text: &'static LabText,
    /// Texts that all controls share.
    pub controls: &'static ControlsText,
    /// What is set and known.
    pub lab: LabState,
    /// The seed of the page.
    pub seed: u64,
    /// Told what is done.
    pub on_action: Callback<LabAction>,
}

/// The view.
#[component]
pub fn Lab(props: &LabProps) -> Html {
    let LabProps { text, controls, lab, on_action, .. } = props;
    let measured = lab.measured().map(|report| Rc::new(report.clone()));
    let stale = stale(props);
    html! {
        <article class="study lab">
            <header>
                <h2>{ text.title }</h2>
                <p>{ text.lead }</p>
            </header>
            <LabControls text={*controls} lab={*text} setting={lab.setting} default={LabSetting::default()}
                problems={Rc::clone(&lab.problems)} on_set={on_action.reform(LabAction::Set)} />
            { standing(props, stale) }
            if let Some(theory) = &lab.theory {
                <Pictures text={*text} theory={Rc::clone(theory)} {measured} {stale} mark={lab.mark} />
                { reading::reading(text, &at(theory, lab, stale), on_action) }
                { otherwise::otherwise(text, &at(theory, lab, stale), theory.report.setting.servers) }
                { pool::pool(text, &theory.table) }
            } else if lab.failed.is_none() {
                <p class="quiet">{ text.loading }</p>
            }
        </article>
    }
}

/// What was measured, if it belongs to another setting or seed than what is shown.
fn stale(props: &LabProps) -> bool {
    let shown = props.lab.theory.as_ref().map(|theory| theory.report.setting);
    props.lab.measured().is_some_and(|report| Some(report.setting) != shown || report.seed != props.seed)
}

/// All that is known at the marked load. What belongs to another setting is not compared.
fn at<'a>(theory: &'a Theory, lab: &'a LabState, stale: bool) -> reading::Marked<'a> {
    let measured = lab.measured().filter(|_| !stale);
    reading::Marked { points: &theory.report.points, measured: measured.map(|report| &*report.points), mark: lab.mark }
}

/// Begins or ends the simulation, and says how it stands.
fn standing(props: &LabProps, stale: bool) -> Html {
    let LabProps { text, lab, on_action, .. } = props;
    let inquiry = &lab.inquiry;
    let of = |report: &LabReport| ((text.setting)(&report.setting), report.seed);
    let sentence = match (&inquiry.ended, lab.measured().map(of)) {
        _ if inquiry.running => (text.progress)(inquiry.done, inquiry.planned),
        (Some(Ended::Failed(why)), _) => (text.failed)(why),
        (Some(Ended::Cancelled), _) => text.cancelled.to_owned(),
        (None, Some((setting, seed))) => (text.done)(&setting, seed),
        (None, None) => text.empty.to_owned(),
    };
    let again = if lab.measured().is_some() { text.simulate_again } else { text.simulate };
    html! {
        <div class="study-standing">
            <p class="study-keys">
                if inquiry.running {
                    <button type="button" key="cancel" onclick={on_action.reform(|_| LabAction::Cancel)}>{ text.cancel }</button>
                } else {
                    <button type="button" key="simulate" disabled={!lab.problems.is_empty()}
                        onclick={on_action.reform(|_| LabAction::Simulate)}>{ again }</button>
                }
            </p>
            <p role="status">{ sentence }</p>
            if inquiry.running {
                <progress value={inquiry.done.to_string()} max={inquiry.planned.max(1).to_string()} aria-label={text.title} />
            }
            if let Some((setting, seed)) = lab.measured().filter(|_| stale).map(of) {
                <p><strong>{ (text.stale)(&setting, seed) }</strong></p>
            }
            if let Some(why) = &lab.failed {
                <p role="alert">{ (text.theory_failed)(why) }</p>
            }
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::app::workbench::Inquiry;
    use crate::experiment::Lab as Books;
    use crate::wire::{Findings, Study};

    fn rendered(lab: LabState) -> String {
        let props =
            LabProps { text: &WORKBENCH.lab, controls: &WORKBENCH.controls, lab, seed: 1, on_action: Callback::noop() };
        finish(yew::LocalServerRenderer::<Lab>::with_props(props).hydratable(false).render())
    }

    fn answered() -> LabState {
        let report = sample::report(LabSetting::default(), sample::theory());
        LabState { theory: Some(Rc::new(Theory { report, table: Books::table() })), ..LabState::default() }
    }

    fn simulated() -> LabState {
        let report = Box::new(sample::report(LabSetting::default(), sample::measured()));
        let findings = Findings::Lab { report, table: Vec::new() };
        LabState { inquiry: Inquiry { findings: Some(Rc::new(findings)), ..Inquiry::default() }, ..answered() }
    }

    #[test]
    fn nothing_is_claimed_before_theory_has_answered() {
        let html = rendered(LabState::default());
        assert!(html.contains(WORKBENCH.lab.loading) && !html.contains("curve-drawing"), "{html}");
        let failed = LabState { failed: Some("out of memory".to_owned()), ..LabState::default() };
        assert!(rendered(failed).contains("Theory could not be computed: out of memory"), "and a crash is told");
    }

    #[test]
    fn theory_stands_alone_until_loads_are_simulated() {
        let html = rendered(answered());
        assert_eq!(html.matches("curve-drawing").count(), 2, "throughput and latency");
        assert!(html.contains("At a load of 80.0\u{a0}%") && html.contains("M/M/c, exact"), "{html}");
        assert!(html.contains(WORKBENCH.lab.not_simulated) && !html.contains(" ± 1"), "nothing measured is claimed");
        assert!(html.contains("Simulate these loads"), "it is offered");
    }

    #[test]
    fn a_measurement_stands_beside_theory_with_its_interval() {
        let html = rendered(simulated());
        assert!(html.contains("88.0\u{a0}ms ± 1.50\u{a0}ms"), "with its interval: {html}");
        assert!(html.contains("inside the interval"), "and whether theory lies in it");
        assert!(html.contains("takes about 5000 payments"), "what the sample can't support is refused");
    }

    #[test]
    fn another_setting_makes_it_stale_and_compares_nothing() {
        let other = LabSetting { servers: 2, ..LabSetting::default() };
        let report = Books::new(other, 1).expect("allowed").report();
        let theory = Some(Rc::new(Theory { report, table: Books::table() }));
        let html = rendered(LabState { theory, ..simulated() });
        assert!(html.contains("The pale points belong to 4 servers of 50.0\u{a0}ms, SCV 1, seed 1"), "{html}");
        assert!(!html.contains("88.0\u{a0}ms ± 1.50"), "no figure of the old one stands beside the new one's");
    }

    #[test]
    fn beyond_the_capacity_there_are_words() {
        let html = rendered(LabState { mark: 1.15, ..answered() });
        assert!(html.contains("Unstable: 92.0\u{a0}/s arrive, 80.0\u{a0}/s can be served"), "{html}");
        assert!(html.contains(WORKBENCH.lab.no_steady_state), "instead of figures");
    }

    #[test]
    fn other_formulas_stand_at_the_marked_load() {
        let html = rendered(LabState { mark: 0.8, ..answered() });
        let text = &WORKBENCH.lab.otherwise;
        assert!(html.contains("Were the station otherwise, at a load of 80.0\u{a0}%"), "{html}");
        for words in [
            "mean wait 47.6\u{a0}ms of those, 238\u{a0}ms of the others",
            "mean response 250\u{a0}ms",
            "mean response 97.4\u{a0}ms",
            "mean response 1.07\u{a0}s",
            "3.48 times as fast as one server",
            "with 69 servers, the best number, 259\u{a0}/s",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert!(!html.contains(text.no_steady_state), "each has an answer");
        let full = rendered(LabState { mark: 1.15, ..answered() });
        assert_eq!(full.matches(text.no_steady_state).count(), 5, "lines of single servers have none");
        assert!(full.contains("leave unserved"), "but whoever leaves makes room");
    }

    #[test]
    fn the_thread_pool_has_its_table() {
        let html = rendered(answered());
        let sentence = "at 10.0\u{a0}% utilisation T / N says 125\u{a0}ms where payments take 50.0\u{a0}ms";
        assert!(html.contains(sentence), "when the article's latency holds: {html}");
        assert!(html.contains("<th scope=\"row\">79.2\u{a0}/s</th>"), "up to 99 %");
    }

    #[test]
    fn it_can_be_cancelled_while_it_runs_and_says_what_ended_it() {
        let study = Study::Lab { setting: LabSetting::default(), seed: 1, simulated: true };
        let running =
            Inquiry { asked: Some(Rc::new(study)), running: true, done: 3, planned: 22, ..Inquiry::default() };
        let html = rendered(LabState { inquiry: running, ..answered() });
        assert!(html.contains("3 of 22 trials made") && html.contains("Cancel"), "{html}");
        let ended =
            |ended| rendered(LabState { inquiry: Inquiry { ended: Some(ended), ..Inquiry::default() }, ..answered() });
        assert!(ended(Ended::Cancelled).contains("Cancelled."), "cancelled");
        assert!(ended(Ended::Failed("no memory".to_owned())).contains("stopped: no memory"), "failed");
    }
}
