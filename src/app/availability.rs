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
    let report = props.report.as_deref().filter(|report| report.availability.ended + report.availability.overdue > 0);
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
    let (measured, counts) = (&report.availability, &report.payments);
    let [good, correct, declined, technical, tries, time, budget, budget_in_time, nines] = text.rows;
    let ended = format::count(measured.ended);
    let within = format::millis(report.verdict.response_ms).text();
    let [begun, failed] = [measured.ended + measured.hanging, measured.failed].map(format::count);
    let others = some(text.contradicted, measured.contradicted) + &some(text.hanging, measured.hanging);
    let answered = (text.correct)([&begun, &failed, &others], probes(report));
    let in_time_of = (text.good)(&ended, &within) + &some(text.overdue, measured.overdue);
    let rows = [
        Some((good, estimated(text, &measured.good), in_time_of)),
        Some((correct, estimated(text, &report.metrics.availability), answered)),
        Some((declined, estimated(text, &measured.declined), (text.declined)(&format::count(counts.declined)))),
        Some((technical, estimated(text, &measured.technical), (text.technical)(&format::count(counts.technical)))),
        measured.tries.map(|sent| {
            let share = math::float(sent.answered) / math::float(sent.sent.max(1));
            let counted = (text.tries)(&format::count(sent.sent), &format::count(sent.answered));
            (tries, sure(format::percent(share).text(), text.count), counted)
        }),
        measured.time.and_then(|seen| by_time(text, time, &seen)),
        measured.burn.map(|burn| {
            let figure = burning(text, burn, &report.metrics.availability, 1.0 - measured.target);
            (budget, figure, spent(text, measured) + &lasts(text, burn))
        }),
        in_time(text, budget_in_time, report),
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

/// A figure, and what it is worth.
fn sure(figure: String, worth: &str) -> Html {
    html! { <>{ figure }{ " " }<small class="quiet">{ worth.to_owned() }</small></> }
}

/// Probes of an attack among the payments that ended, if there were any.
fn probes(report: &Report) -> Option<String> {
    let probes = report.security.as_ref().map_or(0, |security| security.ended.probes.count);
    (probes > 0).then(|| format::count(probes))
}

/// A share with its interval, or with the reason why it has none.
fn estimated(text: &AvailabilityText, share: &Estimate) -> Html {
    let figure = format::mean(share, format::percent).text();
    sure(figure, &worth(text, share, |half_width| format!("± {}\u{a0}%", format::number(half_width * 100.0))))
}

/// A burn rate, as sure as the share that it follows from; so much of the whole may be lost.
fn burning(text: &AvailabilityText, burn: f64, kept: &Estimate, allowed: f64) -> Html {
    let worth = worth(text, kept, |half_width| format!("± {}", format::number(half_width / allowed)));
    sure((text.burn)(&format::number(burn)), &worth)
}

/// The half-width of a share as it is said, or the reason why there is none.
fn worth(text: &AvailabilityText, share: &Estimate, say: impl Fn(f64) -> String) -> String {
    let [early, varying, unstable] = text.bare;
    match (share.half_width, share.state) {
        (Some(half_width), _) => say(half_width),
        (None, State::Varying) => varying.to_owned(),
        (None, State::Unstable) => unstable.to_owned(),
        (None, _) => early.to_owned(),
    }
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
    Some((name, sure(format::percent(share).text(), text.count), counted))
}

fn spent(text: &AvailabilityText, measured: &experiment::Availability) -> String {
    let target = format::percent(measured.target).text();
    (text.budget)(&target, &format::number(measured.budget), &format::count(measured.lost()))
}

/// A count of payments in words, if there are any.
fn some(say: fn(&str) -> String, count: u64) -> String {
    if count > 0 { say(&format::count(count)) } else { String::new() }
}

/// The budget of what was promised within a response time: a payment that failed was not in time either.
fn in_time(text: &AvailabilityText, name: &'static str, report: &Report) -> Option<(&'static str, Html, String)> {
    let (measured, promise) = (&report.availability, &report.verdict);
    let allowed = 1.0 - promise.share;
    let all = measured.ended + measured.overdue;
    let budget = allowed * math::float(all);
    let good = report.payments.good.saturating_sub(report.payments.contradicted_good);
    let lost = all.saturating_sub(good);
    let burn = (budget > 0.0).then(|| math::float(lost) / budget)?;
    let [target, within] = [format::percent(promise.share).text(), format::millis(promise.response_ms).text()];
    let counted = (text.budget_in_time)(&target, &within, [&format::number(budget), &format::count(lost)]);
    Some((name, burning(text, burn, &measured.good, allowed), counted + &lasts(text, burn)))
}

/// How long a budget lasts; one that is not spent faster than allowed does.
fn lasts(text: &AvailabilityText, burn: f64) -> String {
    let days = || format!("{} days", format::number(BUDGET_DAYS / burn));
    if burn > 1.0 { (text.lasts)(&days()) } else { String::new() }
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
    use crate::scenario::{Checked, Preset, Scenario};
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

    /// An issuer that says no is another thing than one that does not answer.
    #[test]
    fn declines_of_the_issuer_and_technical_failures_stand_apart() {
        let html = rendered("issuer-outage", 180.0);
        for wanted in ["Declined by the issuer", "Failed technically"] {
            let row = html.split("<tr>").find(|row| row.contains(wanted)).unwrap_or_default();
            assert!(row.contains("\u{a0}%") && row.contains("payments"), "{wanted} is missing in {html}");
        }
    }

    #[test]
    fn no_figure_stands_bare() {
        let (calm, storm) = (rendered("calm-day", 300.0), rendered("retry-storm", 60.0));
        assert!(calm.contains("× the allowed rate <small class=\"quiet\">± "), "a burn rate has its interval: {calm}");
        for html in [&calm, &storm] {
            let bare = html.matches("<td>").count() / 2 - html.matches("<small").count();
            assert_eq!(bare, 1, "nines alone are a claim of the interval: {html}");
        }
        assert!(storm.contains(WORKBENCH.availability.count), "shares of requests and of windows: {storm}");
    }

    #[test]
    fn what_was_promised_in_time_has_a_budget_of_its_own() {
        let mut run = Run::new(&Preset::find("calm-day").expect("a preset").checked(), 1);
        while !run.advance(Instant::from_seconds(300.0), 100_000) {}
        let mut report = run.report();
        report.payments.good = report.availability.ended / 2;
        let all = report.availability.ended + report.availability.overdue;
        let allowed = (1.0 - report.verdict.share) * math::float(all);
        let lost = all - report.payments.good;
        let props = AvailabilityProps { text: &WORKBENCH.availability, report: Some(Rc::new(report)) };
        let html = finish(yew::LocalServerRenderer::<Availability>::with_props(props).hydratable(false).render());
        let said = format!("{} may be late or fail, {} were or did", format::number(allowed), format::count(lost));
        assert!(html.contains("promised within 800\u{a0}ms") && html.contains(&said), "{said} is missing in {html}");
    }

    #[test]
    fn under_attack_it_is_not_what_shoppers_feel() {
        let html = rendered("card-testing", 90.0);
        assert!(html.contains("probes of an attack") && !html.contains("what shoppers feel"), "{html}");
        assert!(rendered("calm-day", 300.0).contains("what shoppers feel"), "where all are shoppers it is");
    }

    fn of(scenario: &Checked, until_s: f64) -> (Report, String) {
        let mut run = Run::new(scenario, 1);
        while !run.advance(Instant::from_seconds(until_s), 100_000) {}
        let report = run.report();
        let props = AvailabilityProps { text: &WORKBENCH.availability, report: Some(Rc::new(report.clone())) };
        (report, finish(yew::LocalServerRenderer::<Availability>::with_props(props).hydratable(false).render()))
    }

    #[test]
    fn where_every_payment_hangs_that_is_said() {
        let lost = serde_json::json!({
            "links": { "processor_loss": 1 }, "processing": "asynchronous",
            "outcomes": { "technical_decline_share": 0 }, "warm_up_s": 0,
        });
        let (report, html) = of(&Scenario::from_value(&lost).expect("allowed"), 30.0);
        assert_eq!(report.availability.ended, 0, "none ends");
        assert!(html.contains("<table") && !html.contains("Nothing to say"), "{html}");
    }

    #[test]
    fn those_that_hang_are_among_those_that_are_spoken_of() {
        let lossy = serde_json::json!({
            "links": { "processor_loss": 0.3 }, "processing": "asynchronous", "warm_up_s": 0,
        });
        let (report, html) = of(&Scenario::from_value(&lossy).expect("allowed"), 30.0);
        let measured = &report.availability;
        let [all, failed, hanging] =
            [measured.ended + measured.hanging, measured.failed, measured.hanging].map(format::count);
        let said = format!("of {all} payments, {failed} failed, however late the others came; {hanging} more hang");
        assert!(measured.hanging > 100 && html.contains(&said), "{said} is missing in {html}");
    }

    #[test]
    fn before_the_run_nothing_is_claimed() {
        let html = rendered("calm-day", 0.0);
        assert!(!html.contains("<table") && html.contains("Nothing to say"), "{html}");
    }
}
