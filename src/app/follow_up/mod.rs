//! The panel "Answers that follow": backlog, results, and the times to acceptance and to the result.

mod depth;

use super::charts::Backdrop;
use super::format;
use super::study::table;
use super::text::{ChartsText, FollowUpFigure, FollowUpPanelText};
use crate::experiment::{Estimate, FollowUpReport, Proportion, Report};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`FollowUp`].
#[derive(Clone, Debug, Properties)]
pub struct FollowUpProps {
    /// Texts.
    pub text: &'static FollowUpPanelText,
    /// Texts of the charts, which name faults.
    pub charts: &'static ChartsText,
    /// What stands behind the lines of every chart.
    pub backdrop: Backdrop,
    /// What the run has to say; nothing before the first figures.
    pub report: Option<Rc<Report>>,
    /// Whether answers follow in the scenario.
    pub on: bool,
}

impl PartialEq for FollowUpProps {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.text, other.text)
            && self.charts == other.charts
            && (&self.report, &self.backdrop, self.on) == (&other.report, &other.backdrop, other.on)
    }
}

/// The panel.
#[component]
pub fn FollowUp(props: &FollowUpProps) -> Html {
    let text = props.text;
    let found = props.report.as_ref().and_then(|report| Some((report, report.follow_up.as_ref()?)));
    html! {
        <section class="study follow-up" aria-labelledby="follow-up-title">
            <header>
                <h3 id="follow-up-title">{ text.title }</h3>
                <p>{ text.lead }</p>
            </header>
            if !props.on {
                <p class="quiet">{ text.off }</p>
            } else if let Some((report, follow_up)) = found {
                { figures(props, report, follow_up) }
            } else {
                <p class="quiet">{ text.empty }</p>
            }
        </section>
    }
}

fn figures(props: &FollowUpProps, report: &Report, follow_up: &FollowUpReport) -> Html {
    let text = props.text;
    let from_s = report.simulated_s - report.window_s;
    // Where the warm-up is found by the run itself, these are counted from the start.
    let from_s = if report.warm_up_found { 0.0 } else { from_s };
    html! {
        <div class="study-part">
            <p class="quiet">{ (text.window)(from_s, report.simulated_s, report.state) }</p>
            <h4>{ text.backlog }</h4>
            { depth::drawing(props, &follow_up.depth) }
            { table(text.backlog, text.heads, backlog(text, follow_up)) }
            <h4>{ text.results }</h4>
            { table(text.results, text.heads, results(text, follow_up)) }
            <h4>{ text.times }</h4>
            { table(text.times, text.time_heads, times(text, follow_up)) }
            <p class="quiet">{ text.honest }</p>
        </div>
    }
}

fn backlog(text: &FollowUpPanelText, report: &FollowUpReport) -> Vec<Html> {
    let at = format!("{}, at {}", format::count(report.deepest.into()), format::clock(report.deepest_at_s));
    let drain = match report.drain_s {
        _ if report.deepest == 0 => text.shallow.to_owned(),
        Some(seconds) => format::millis(seconds * 1e3).text(),
        None => text.draining.to_owned(),
    };
    vec![
        row(text.waiting, &format::count(report.waiting.into())),
        row(text.working, &format::count(report.working.into())),
        row(text.deepest, &if report.deepest == 0 { text.shallow.to_owned() } else { at }),
        row(text.drain, &drain),
    ]
}

fn results(text: &FollowUpPanelText, report: &FollowUpReport) -> Vec<Html> {
    let twice = report.fulfilled_twice;
    let twice = format!("{}: {}", format::count(twice.count), (text.money)(twice.amount));
    vec![
        row(text.accepted, &format::count(report.accepted)),
        row(text.again, &format::count(report.accepted_again)),
        row(text.turned_away, &format::count(report.turned_away)),
        row(text.withdrawn, &format::count(report.withdrawn)),
        row(text.at_first, &share(text, &report.at_first)),
        row(text.repeated, &share(text, &report.repeated)),
        row(text.given_up, &share(text, &report.given_up)),
        row(text.telling, &format::count(report.telling)),
        row(text.duplicates, &format::count(report.duplicates)),
        row(text.twice, &twice),
    ]
}

/// A share with its interval, or with the word for what it is worth.
fn share(text: &FollowUpPanelText, part: &Proportion) -> String {
    let counted = (text.of)(part.count, part.of);
    let percent = |share: f64| format::percent(share).text();
    match (part.share.mean, part.share.half_width) {
        (Some(mean), Some(half)) => format!("{} ± {} ({counted})", percent(mean), percent(half)),
        (Some(mean), None) => format!("{} ({counted}), {}", percent(mean), (text.state_word)(part.share.state)),
        (None, _) => (text.state_word)(part.share.state).to_owned(),
    }
}

fn row(figure: FollowUpFigure, value: &str) -> Html {
    html! { <tr><th scope="row">{ figure.label }</th><td>{ value.to_owned() }</td><td>{ figure.of }</td></tr> }
}

fn times(text: &FollowUpPanelText, report: &FollowUpReport) -> Vec<Html> {
    let time = |estimate: &Estimate| {
        let said = match (estimate.mean, estimate.needed) {
            (Some(ms), _) => format::millis(ms).text(),
            (None, Some(payments)) => (text.needed)(&format::count(payments)),
            (None, None) => format::NONE.to_owned(),
        };
        let half = format::half_width(estimate, format::millis);
        html! { <td>{ said }if let Some(half) = half { { " " }<small class="quiet">{ half }</small> }</td> }
    };
    let line = |label: &'static str, all: &[Estimate; 3]| {
        html! {
            <tr>
                <th scope="row">{ label }</th>
                { for all.iter().map(time) }
                <td>{ (text.state_word)(all[0].state) }</td>
            </tr>
        }
    };
    vec![line(text.to_acceptance, &report.to_acceptance_ms), line(text.to_result, &report.to_result_ms)]
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::experiment::run;
    use crate::scenario::{Fault, Preset};

    fn rendered(on: bool, report: Option<Report>) -> String {
        let (text, charts) = (&WORKBENCH.follow_up, &WORKBENCH.charts);
        let faults = Preset::find("accepted-outage").map(|preset| preset.scenario().faults).unwrap_or_default();
        let faults =
            Rc::new(faults.into_iter().map(|fault| Fault { start_s: 5.0, duration_s: 10.0, ..fault }).collect());
        let backdrop = Backdrop { faults, ..Backdrop::default() };
        let props = FollowUpProps { text, charts, backdrop, report: report.map(Rc::new), on };
        finish(yew::LocalServerRenderer::<FollowUp>::with_props(props).hydratable(false).render())
    }

    /// The outage, cut short.
    fn outage() -> Option<Report> {
        let mut scenario = Preset::find("accepted-outage")?.scenario();
        (scenario.duration_s, scenario.faults[0].start_s, scenario.faults[0].duration_s) = (40.0, 5.0, 10.0);
        scenario.links.merchant_loss = 0.1;
        Some(run(&scenario.check().ok()?, 1))
    }

    #[test]
    fn nothing_is_claimed_where_every_answer_is_the_result() {
        assert!(rendered(false, None).contains(WORKBENCH.follow_up.off), "it says so");
        assert!(rendered(true, None).contains(WORKBENCH.follow_up.empty), "or that nobody came");
    }

    #[test]
    fn backlog_results_and_both_times_stand_there() {
        let (report, text) = (outage().expect("a run of the preset"), &WORKBENCH.follow_up);
        let counted = report.follow_up.clone().expect("answers follow");
        assert!(counted.deepest > 0 && counted.fulfilled_twice.count > 0, "there is something to show: {counted:?}");
        let drain = format::millis(counted.drain_s.expect("drained") * 1e3).text();
        let html = rendered(true, Some(report));
        for said in [drain, (text.of)(counted.at_first.count, counted.at_first.of)] {
            assert!(html.contains(&said), "{said}: {html}");
        }
        assert!(html.contains(text.to_acceptance) && html.contains(text.to_result), "two times, two names");
        assert!(html.contains("<svg") && html.contains("polyline"), "and the depth is drawn");
        assert!(html.contains("<rect") && html.contains("Shaded, faults: "), "over the window of the fault: {html}");
    }
}
