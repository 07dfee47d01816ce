//! Components, rendered to text without a browser.

use super::frame::{Frame, FrameProps};
use super::notice::{NoticeBox, NoticeBoxProps};
use super::verdict::{Verdict, VerdictProps};
use crate::app::persist::Address;
use crate::app::state::{Crash, Notice, Settings, State};
use crate::app::text::ENGLISH;
use crate::experiment::{self, Comparison, Estimate, Metrics, Report};
use crate::scenario::{Preset, Scenario};
use crate::units::Instant;
use crate::wire::Brief;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use yew::prelude::*;

/// The text of a component. Nothing here waits for anything, so polling is all it takes.
fn render<C>(props: C::Properties) -> String
where
    C: BaseComponent,
    C::Properties: 'static,
{
    let renderer = yew::LocalServerRenderer::<C>::with_props(props).hydratable(false);
    let mut future = pin!(renderer.render());
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(text) = future.as_mut().poll(&mut context) {
            return text;
        }
    }
}

fn opening() -> Rc<State> {
    Rc::new(State::open(Address::NotOurs, Address::NotOurs, Settings::default()))
}

fn verdict(report: Report, pinned: Option<Report>) -> String {
    compared(report, pinned, None)
}

fn compared(report: Report, pinned: Option<Report>, difference: Option<Rc<Metrics>>) -> String {
    render::<Verdict>(VerdictProps {
        compared: pinned.is_some(),
        report: Some(brief(&report)),
        pinned: pinned.as_ref().map(brief),
        difference,
        settled: true,
        embedded: false,
        on_action: Callback::noop(),
    })
}

/// A report as the page reads it.
fn brief(report: &Report) -> Rc<Brief> {
    let value = serde_json::to_value(report).expect("plain data");
    Rc::new(Brief::read(&value))
}

fn measured(preset: &str) -> Report {
    let scenario = Preset::find(preset).map_or_else(Scenario::default, Preset::scenario);
    experiment::run(&scenario.check().expect("presets are valid"), 1)
}

/// The opening tags of an element, each with the text up to its closing one.
fn elements<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name} "), format!("</{name}>"));
    html.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap_or(rest)).collect()
}

#[test]
fn the_frame_names_itself_and_its_parts() {
    let html = render::<Frame>(FrameProps { opening: opening(), embedded: false });
    for part in ["<h1", "skip-link", "<main", "role=\"status\"", "<aside", "A calm day", "Where does a payment spend"] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
}

#[test]
fn every_button_says_what_it_does() {
    let html = render::<Frame>(FrameProps { opening: opening(), embedded: false });
    let buttons = elements(&html, "button");
    assert!(buttons.len() > 20, "bar, transport, verdict and panels have buttons");
    for button in buttons {
        let (tag, inside) = button.split_once('>').unwrap_or_default();
        let words = inside.split('<').any(|part| part.rsplit('>').next().is_some_and(|text| !text.trim().is_empty()));
        assert!(words || tag.contains("aria-label=\""), "a button without words: {button}");
    }
}

#[test]
fn every_field_has_a_label() {
    let html = render::<Frame>(FrameProps { opening: opening(), embedded: false });
    for field in elements(&html, "input") {
        let tag = field.split('>').next().unwrap_or_default();
        let id = tag.split("id=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("none");
        let wrapped = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
        let labelled = tag.contains("aria-label") || html.contains(&format!("for=\"{id}\""));
        assert!(wrapped || labelled, "a field without a label: {tag}");
    }
}

#[test]
fn an_embedded_frame_is_stage_verdict_and_transport_alone() {
    let html = render::<Frame>(FrameProps { opening: opening(), embedded: true });
    for part in ["class=\"bar\"", "<aside", "class=\"below\"", "Pin as A"] {
        assert!(!html.contains(part), "{part} does not belong into a frame");
    }
    for part in ["class=\"stage\"", "class=\"verdict\"", "class=\"transport\""] {
        assert!(html.contains(part), "{part} is missing");
    }
}

#[test]
fn figures_say_their_unit_window_and_state() {
    let html = verdict(measured("mmc"), None);
    for part in ["±", "ms", "/s", "Last 600", "since the warm-up of 20", "95 % interval"] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
}

#[test]
fn throughput_says_that_blocked_fraud_is_a_correct_answer() {
    let meaning = ENGLISH.shell.verdict.throughput.meaning;
    assert!(meaning.contains("fraud that a control blocked"), "as it is counted: {meaning}");
}

#[test]
fn an_unstable_run_says_why() {
    let mut report =
        Report { events: 1, unstable: Some("arrivals 120/s exceed capacity 100/s".to_owned()), ..measured("mmc") };
    report.metrics.p99_ms = Estimate { state: experiment::State::Unstable, ..report.metrics.p99_ms };
    let html = verdict(report, None);
    assert!(html.contains("Unstable: arrivals 120/s exceed capacity 100/s."), "{html}");
    assert!(html.contains("no steady state"), "{html}");
}

#[test]
fn an_interval_is_explained_only_where_one_is_shown() {
    let state = experiment::State::WarmingUp;
    let mut report = Report { state, early: Some(experiment::Early::Short), ..measured("mmc") };
    report.metrics = Metrics::collect(|_: fn(&Metrics) -> &Estimate| Estimate { state, ..Estimate::default() });
    report.verdict.in_time_half_width = None;
    let html = verdict(report.clone(), None);
    assert!(!html.contains('±'), "no ± to explain: {html}");
    assert!(verdict(measured("mmc"), None).contains("± is a 95 % interval"), "but here there is");
    assert!(verdict(report, Some(measured("mmc"))).contains("± is a 95 % interval"), "and here, in A alone");
}

#[test]
fn a_warm_up_that_is_found_is_said_in_each_state() {
    let found = Report { warm_up_found: true, warm_up_s: 12.3, ..measured("mmc") };
    let said = |early| verdict(Report { early, ..found.clone() }, None);
    assert!(said(None).contains("the first 12\u{a0}s were found to be warm-up"), "found");
    assert!(said(Some(experiment::Early::Short)).contains("is being looked for"), "looked for");
    assert!(said(Some(experiment::Early::LateWarmUp)).contains("12\u{a0}s, more than a quarter"), "refused");
    assert!(said(Some(experiment::Early::Drift)).contains("still drifts"), "drifts");
}

#[test]
fn an_overloaded_run_says_who_turns_away_and_keeps_its_intervals() {
    let why = "gateway turns away 20 % (offered 500.0/s, capacity 400.0/s)".to_owned();
    let state = experiment::State::Overloaded;
    let html = verdict(Report { state, overloaded: Some(why.clone()), ..measured("mmc") }, None);
    assert!(html.contains(&format!("Overloaded: {why}.")), "{html}");
    assert!(html.contains(" ±") || html.contains(">±"), "what passes is measured: {html}");
}

#[test]
fn a_pinned_scenario_stands_beside_with_the_difference() {
    let runs = ["serial-server", "mmc"].map(|preset| {
        let mut run = experiment::Run::new(&Preset::find(preset).expect("a preset").checked(), 1);
        while !run.advance(Instant::from_seconds(60.0), 100_000) {}
        run
    });
    let [mut a, mut b] = runs;
    let Comparison { a: pinned, b: report, difference } = Comparison::of(&mut a, &mut b);
    let html = compared(report.report, Some(pinned.report), Some(Rc::new(difference)));
    for part in ["Unpin A", ">A</b>", ">B</b>", "B − A"] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    let differences: Vec<&str> = html.split("metric-difference").skip(1).collect();
    assert_eq!(differences.len(), 6, "one for each estimate");
    let words = ["± ", "exactly 0", "too early to say", "warming up", "no steady state", "varies with time"];
    for difference in differences {
        let said = difference.split("</dd>").next().unwrap_or_default();
        assert!(words.iter().any(|word| said.contains(word)), "no bare difference: {said}");
    }
    let [mut a, mut b] = [b.clone(), b];
    let Comparison { a: pinned, b: report, difference } = Comparison::of(&mut a, &mut b);
    let html = compared(report.report, Some(pinned.report), Some(Rc::new(difference)));
    assert!(html.matches("exactly 0").count() >= 5, "twins: {html}");
}

#[test]
fn a_notice_lists_what_is_wrong() {
    let show = |notice| render::<NoticeBox>(NoticeBoxProps { notice: Some(notice), on_action: Callback::noop() });
    let Address::Damaged(error) = Address::read("#play/preset/nothing") else { panic!("there is no such preset") };
    let html = show(Notice::Damaged(error));
    assert!(html.contains("role=\"alert\"") && html.contains("preset is nothing; allowed: calm-day"), "{html}");
    let crash = Crash { message: "boom".to_owned(), seed: 42, fragment: String::new() };
    let html = show(Notice::Restarted(crash));
    assert!(html.contains("seed 42") && html.contains("Copy details"), "{html}");
}
