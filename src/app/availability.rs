//! Availability by its several definitions: each figure with its interval, and what was counted for it.

use super::format;
use super::study;
use super::text::AvailabilityText;
use crate::experiment::{self, Estimate, Report, State, TimeAvailability, UP_SHARE};
use crate::math;
use std::rc::Rc;
use yew::prelude::*;

/// Days that an error budget is usually given for.
const BUDGET_DAYS: f64 = 30.0;
/// Milliseconds of a second.
const MILLIS: f64 = 1e3;

/// Props of [`Availability`].
#[derive(Debug, Properties, PartialEq)]
pub struct AvailabilityProps {
    /// Texts.
    pub text: &'static AvailabilityText,
    /// The run's figures; none before the first.
    pub report: Option<Rc<Report>>,
}

/// The panel.
#[component]
pub fn Availability(props: &AvailabilityProps) -> Html {
    let text = props.text;
    let report = props.report.as_deref().filter(|report| report.availability.ended > 0);
    html! {
        <section class="study availability">
            <header>
                <h3>{ text.title }</h3>
                <p>{ text.lead }</p>
            </header>
            if let Some(report) = report {
                <p class="quiet">{ window(text, report) }</p>
                { study::table(text.title, &text.heads, rows(text, report)) }
            } else {
                <p class="quiet">{ text.empty }</p>
            }
        </section>
    }
}

/// Which seconds the figures speak of.
fn window(text: &AvailabilityText, report: &Report) -> String {
    let warm_up_s = report.warm_up_s.min(report.simulated_s);
    let warm_up = (warm_up_s > 0.0).then(|| seconds(warm_up_s));
    (text.window)(&seconds(report.window_s), warm_up.as_deref())
}

fn rows(text: &AvailabilityText, report: &Report) -> Vec<Html> {
    let measured = &report.availability;
    let [good, correct, tries, time, budget, nines] = text.rows;
    let ended = format::count(measured.ended);
    let within = format::millis(report.verdict.response_ms).text();
    let failed = format::count(measured.failed);
    let rows = [
        Some((good, estimated(text, &measured.good), (text.good)(&ended, &within))),
        Some((correct, estimated(text, &report.metrics.availability), (text.correct)(&ended, &failed))),
        measured.tries.map(|sent| {
            let share = math::float(sent.answered) / math::float(sent.sent.max(1));
            let counted = (text.tries)(&format::count(sent.sent), &format::count(sent.answered));
            (tries, plain(format::percent(share).text()), counted)
        }),
        measured.time.and_then(|seen| by_time(text, time, &seen)),
        measured.burn.map(|burn| (budget, plain((text.burn)(&format::number(burn))), spent(text, measured, burn))),
        Some((nines, plain(shown(text, measured)), next_nine(text, measured))),
    ];
    rows.into_iter().flatten().map(row).collect()
}

fn row((name, figure, counted): (&'static str, Html, String)) -> Html {
    html! { <tr key={name}><th scope="row">{ name }</th><td>{ figure }</td><td>{ counted }</td></tr> }
}

fn plain(figure: String) -> Html {
    html! { <>{ figure }</> }
}

/// A share with its interval, or with the reason why it has none.
fn estimated(text: &AvailabilityText, share: &Estimate) -> Html {
    let figure = format::mean(share, format::percent).text();
    let [early, varying, unstable] = text.bare;
    let worth = match (share.half_width, share.state) {
        (Some(half_width), _) => format!("± {}\u{a0}%", format::number(half_width * 100.0)),
        (None, State::Varying) => varying.to_owned(),
        (None, State::Unstable) => unstable.to_owned(),
        (None, _) => early.to_owned(),
    };
    html! { <>{ figure }{ " " }<small class="quiet">{ worth }</small></> }
}

fn by_time(
    text: &AvailabilityText,
    name: &'static str,
    seen: &TimeAvailability,
) -> Option<(&'static str, Html, String)> {
    let share = seen.share()?;
    let [up, all] = [seen.windows - seen.down, seen.windows].map(format::count);
    let mut counted = (text.time)(&up, &all, &seconds(seen.window_s), &format::percent(UP_SHARE).text());
    if seen.down > 0 {
        counted += &(text.longest)(&seconds(seen.longest_s));
    }
    Some((name, plain(format::percent(share).text()), counted))
}

fn spent(text: &AvailabilityText, measured: &experiment::Availability, burn: f64) -> String {
    let target = format::percent(measured.target).text();
    let counted = (text.budget)(&target, &format::number(measured.budget), &format::count(measured.failed));
    // A budget that is not spent faster than allowed lasts.
    if burn <= 1.0 {
        return counted;
    }
    let days = format!("{} days", format::number(BUDGET_DAYS / burn));
    counted + &(text.lasts)(&days)
}

fn shown(text: &AvailabilityText, measured: &experiment::Availability) -> String {
    measured.nines.map_or_else(|| text.no_nines.to_owned(), text.nines)
}

fn next_nine(text: &AvailabilityText, measured: &experiment::Availability) -> String {
    match (measured.nines, measured.next_nine) {
        (Some(nines), Some(payments)) => (text.next_nine)(nines + 1, &format::count(payments)),
        _ => String::new(),
    }
}

fn seconds(s: f64) -> String {
    format::millis(s * MILLIS).text()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::app::charts::tests::finish;
    use crate::app::text::WORKBENCH;
    use crate::experiment::Run;
    use crate::scenario::Preset;
    use crate::units::Instant;

    fn rendered(preset: &str, until_s: f64) -> String {
        let Some(preset) = Preset::find(preset) else { return String::new() };
        let mut run = Run::new(&preset.checked(), 1);
        while !run.advance(Instant::from_seconds(until_s), 100_000) {}
        let report = (until_s > 0.0).then(|| Rc::new(run.report()));
        let props = AvailabilityProps { text: &WORKBENCH.availability, report };
        finish(yew::LocalServerRenderer::<Availability>::with_props(props).hydratable(false).render())
    }

    #[test]
    fn a_calm_day_shows_some_nines() {
        let html = rendered("calm-day", 300.0);
        for wanted in ["two nines shown", "payments without a failure", "final, correct, within 800\u{a0}ms", "± "] {
            assert!(html.contains(wanted), "{wanted} is missing in {html}");
        }
        assert!(!html.contains("Per request"), "each payment is sent once: {html}");
    }

    #[test]
    fn a_storm_tells_payments_requests_and_time_apart() {
        let html = rendered("retry-storm", 60.0);
        for wanted in ["Per request", "requests sent", "longest outage", "the allowed rate", "no claim without"] {
            assert!(html.contains(wanted), "{wanted} is missing in {html}");
        }
    }

    #[test]
    fn before_the_run_nothing_is_claimed() {
        let html = rendered("calm-day", 0.0);
        assert!(!html.contains("<table") && html.contains("Nothing to say"), "{html}");
    }
}
