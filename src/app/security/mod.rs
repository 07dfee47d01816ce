//! The panel "Security": what was counted of fraud and of the controls, and what each control costs.
//!
//! Every figure has its denominator and its state, and both sides of a control stand together: precision beside the base
//! rate, fraud stopped beside false declines. There is no score over them.

mod figures;
mod prices;
mod state;

pub use state::{SecurityAction, SecurityState};

use super::text::SecurityPanelText;
use crate::experiment::Report;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Security`].
#[derive(Clone, Debug, Properties)]
pub struct SecurityProps {
    /// Texts.
    pub text: &'static SecurityPanelText,
    /// What the run has to say; nothing before the first figures.
    pub report: Option<Rc<Report>>,
    /// Whether the scenario simulates fraud or an attack.
    pub on: bool,
    /// The prices.
    pub security: SecurityState,
    /// Whether they belong to another scenario or seed than the one shown.
    pub stale: bool,
    /// Told what is done.
    pub on_action: Callback<SecurityAction>,
}

impl PartialEq for SecurityProps {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.text, other.text)
            && (&self.report, self.on, &self.security) == (&other.report, other.on, &other.security)
            && (self.stale, &self.on_action) == (other.stale, &other.on_action)
    }
}

/// The panel.
#[component]
pub fn Security(props: &SecurityProps) -> Html {
    let text = props.text;
    let report = props.report.as_deref().and_then(|report| Some((report, report.security.as_ref()?)));
    html! {
        <section class="study security" aria-labelledby="security-title">
            <header>
                <h3 id="security-title">{ text.title }</h3>
                <p>{ text.lead }</p>
                <p class="quiet">{ text.scope }</p>
            </header>
            if props.on {
                if let Some((report, security)) = report {
                    <p class="quiet">{ window(text, report) }</p>
                    { figures::figures(text, security) }
                } else {
                    <p class="quiet">{ text.empty }</p>
                }
                { prices::prices(props) }
            } else {
                <p class="quiet">{ text.off }</p>
            }
        </section>
    }
}

/// From when to when is counted, and what that is worth. Where the warm-up is found by the run itself, these figures are
/// counted from the start.
fn window(text: &SecurityPanelText, report: &Report) -> String {
    let from_s = if report.warm_up_found { 0.0 } else { report.simulated_s - report.window_s };
    (text.window)(from_s, report.simulated_s, report.state)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::app::workbench::Inquiry;
    use crate::experiment::{Prices, run};
    use crate::scenario::Preset;
    use crate::wire::Findings;

    fn rendered(props: SecurityProps) -> String {
        finish(yew::LocalServerRenderer::<Security>::with_props(props).hydratable(false).render())
    }

    fn props(on: bool) -> SecurityProps {
        let text = &WORKBENCH.security;
        let security = SecurityState::default();
        SecurityProps { text, report: None, on, security, stale: false, on_action: Callback::noop() }
    }

    /// The attack, cut short.
    fn attacked() -> Option<crate::scenario::Checked> {
        let mut scenario = Preset::find("card-testing")?.scenario();
        (scenario.duration_s, scenario.faults[0].start_s, scenario.faults[0].duration_s) = (12.0, 3.0, 5.0);
        (scenario.security.scoring, scenario.security.fraud_share) = (true, 0.05);
        scenario.check().ok()
    }

    #[test]
    fn nothing_is_claimed_where_nothing_is_simulated() {
        let html = rendered(props(false));
        assert!(html.contains(WORKBENCH.security.off) && !html.contains("<table"), "{html}");
        let html = rendered(props(true));
        assert!(html.contains(WORKBENCH.security.empty) && html.contains(WORKBENCH.security.prices.begin), "{html}");
    }

    #[test]
    fn every_figure_has_its_denominator() {
        let report = run(&attacked().expect("allowed"), 1);
        let window =
            (WORKBENCH.security.window)(report.simulated_s - report.window_s, report.simulated_s, report.state);
        let panel = report.security.clone().expect("counted");
        let html = rendered(SecurityProps { report: Some(Rc::new(report)), ..props(true) });
        let text = &WORKBENCH.security;
        assert!(html.contains(&window), "{window}");
        for (row, of) in [
            (text.fraud_stopped, panel.fraud_stopped),
            (text.learned, panel.learned),
            (text.precision, panel.precision),
        ] {
            let counted = (text.of)(of.count, of.of);
            assert!(
                html.contains(row.label) && html.contains(row.of) && html.contains(&counted),
                "{}: {counted}",
                row.label
            );
        }
        let fraud = panel.ended.fraud;
        for said in [(text.in_payments)(&(text.money)(fraud.amount), fraud.count), (text.of_run)(String::new())] {
            assert!(html.contains(&said), "{said}: no bare number in {html}");
        }
        assert!(html.contains("Theory: "), "theory stands beside the score");
        assert!(
            html.contains("merchants, gateway, risk check, processor, channel, card management, database"),
            "{html}"
        );
    }

    #[test]
    fn each_control_has_its_price_on_both_sides() {
        let mut prices = Prices::new(&attacked().expect("allowed"), 1).expect("allowed");
        let jobs = prices.jobs();
        for (place, (side, job)) in jobs.into_iter().enumerate().take(14) {
            let scenario = prices.trial(side).expect("a side").scenario().clone();
            prices.take(place, job.run(&scenario));
        }
        let findings = Some(Rc::new(Findings::Prices(Box::new(prices.report()))));
        let security = SecurityState { inquiry: Inquiry { findings, ..Inquiry::default() } };
        let html = rendered(SecurityProps { security, stale: true, ..props(true) });
        assert!(html.contains("Risk check") && html.contains("Tokenisation") && html.contains("off, tried"), "{html}");
        assert!(html.contains(" pp") && html.contains("2 pairs"), "differences of two pairs: {html}");
        assert!(html.contains("<td data-head=\"Honest answered\">"), "and who leaves: {html}");
        assert!(html.contains(WORKBENCH.security.prices.stale), "and of another scenario");
    }
}
