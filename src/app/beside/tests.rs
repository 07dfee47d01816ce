//! What the panel shows.

#![expect(clippy::expect_used, reason = "a test says what went wrong by failing")]

use super::*;
use crate::app::charts::tests::finish;
use crate::app::text::WORKBENCH;
use crate::experiment::{Broken, Reason, Run};
use crate::scenario::{Checked, Gaps, Load, Preset, Processing, Scenario, Service, Shape, Stage};
use crate::units::Instant;

fn props(scenario: &Checked, seconds: f64) -> BesideProps {
    let mut run = Run::new(scenario, 1);
    while !run.advance(Instant::from_seconds(seconds), 100_000) {}
    BesideProps {
        text: &WORKBENCH.beside,
        expectation: Some(Rc::new(Expectation::of(scenario))),
        report: Some(Rc::new(run.report())),
        places: Rc::new(run.places()),
        synchronous: scenario.scenario().processing == Processing::Synchronous,
    }
}

fn rendered(props: BesideProps) -> String {
    finish(yew::LocalServerRenderer::<Beside>::with_props(props).hydratable(false).render())
}

fn preset(id: &str) -> Checked {
    Preset::find(id).expect("a preset").checked()
}

/// Four workers at 80 % before nothing that takes time.
fn one_queue() -> Scenario {
    let mut scenario = Preset::find("mmc").expect("a preset").scenario();
    let service = Service::Exponential { mean_ms: 50.0 };
    scenario.load = Load::Open { rate_per_s: 64.0, shape: Shape::Constant, gaps: Gaps::Exponential };
    scenario.gateway = Stage { workers: Some(4), queue_limit: None, service };
    scenario
}

#[test]
fn nothing_stands_before_figures_are_there() {
    let scenario = preset("calm-day");
    let html = rendered(BesideProps { report: None, ..props(&scenario, 1.0) });
    assert!(html.contains(WORKBENCH.beside.empty) && !html.contains("<table"), "{html}");
    let html = rendered(BesideProps { expectation: None, ..props(&scenario, 1.0) });
    assert!(html.contains(WORKBENCH.beside.empty), "nor before theory is");
}

#[test]
fn every_place_has_its_row_with_model_and_interval() {
    let scenario = preset("calm-day");
    let props = props(&scenario, 120.0);
    let stations = props.report.as_ref().map_or(0, |report| report.stations.len());
    let html = rendered(props);
    assert_eq!(html.matches("scope=\"row\"").count(), stations + 1, "the whole and each place: {html}");
    assert!(html.contains(" ± ") && html.contains("after 15.0\u{a0}s of warm-up"), "with intervals and their window");
    assert!(html.contains("beside-axis") && html.contains("--theory-at:"), "on one axis");
}

#[test]
fn where_all_assumptions_hold_it_says_so_and_theory_is_exact() {
    let html = rendered(props(&one_queue().check().expect("allowed"), 900.0));
    assert!(html.contains("M/M/c") || html.contains("M/M/4"), "{html}");
    assert!(html.contains(WORKBENCH.beside.exact) && html.contains(WORKBENCH.beside.all_hold), "{html}");
    assert!(html.contains("80.0\u{a0}%"), "utilisation is what arrives over what can be served");
    assert!(html.contains("theory inside the interval"), "and the measurement agrees");
}

#[test]
fn two_classes_stand_apart_with_their_means() {
    let mut scenario = one_queue();
    scenario.gateway.workers = Some(1);
    scenario.load = Load::Open { rate_per_s: 16.0, shape: Shape::Constant, gaps: Gaps::Exponential };
    scenario.overload.priority_share = 0.25;
    let html = rendered(props(&scenario.check().expect("allowed"), 600.0));
    // W0 = 0.8 * 50 ms; 40 / (1 - 0.2) and 40 / ((1 - 0.2) (1 - 0.8)).
    assert!(html.contains("Two classes at the gateway") && html.contains("M/M/1 priority"), "{html}");
    assert!(html.contains("50.0\u{a0}ms") && html.contains("250\u{a0}ms"), "both waits: {html}");
    assert!(html.contains("4.00\u{a0}/s") && html.contains("12.0\u{a0}/s"), "both rates: {html}");
    assert!(html.contains(WORKBENCH.beside.all_hold), "and nothing is broken: {html}");
    assert!(
        !rendered(props(&one_queue().check().expect("allowed"), 5.0)).contains("Two classes"),
        "one class has none"
    );
}

#[test]
fn what_is_not_kept_is_named_with_its_place_and_its_effect() {
    let scenario = preset("calm-day");
    let props = props(&scenario, 30.0);
    let expectation = props.expectation.clone().expect("theory");
    let html = rendered(props);
    let found = violations(&expectation);
    assert!(!found.is_empty(), "this scenario breaks some");
    for violation in found {
        let effect = (WORKBENCH.beside.assumption)(violation.broken)[1];
        assert!(html.contains(effect), "{violation:?} is missing");
    }
}

#[test]
fn an_overload_names_bottleneck_and_the_queue_that_grows() {
    let mut scenario = one_queue();
    scenario.processing = Processing::Synchronous;
    scenario.processors.count = 1;
    scenario.processors.workers = Some(1);
    scenario.processors.service = Service::Exponential { mean_ms: 50.0 };
    let props = props(&scenario.check().expect("allowed"), 60.0);
    let html = rendered(props);
    assert!(html.contains(WORKBENCH.beside.unstable) && html.contains("20.0\u{a0}/s can be served at most"), "{html}");
    assert!(html.contains("Theory names the bottleneck, processor 1. The simulation names gateway"), "{html}");
}

#[test]
fn every_reason_and_every_assumption_has_words_of_its_own() {
    let text = &WORKBENCH.beside;
    let reasons = [
        Reason::RoutingByLoad,
        Reason::RoutingByPayment,
        Reason::HitRatio,
        Reason::HeldInLine,
        Reason::LeftEarly,
        Reason::Overload,
    ];
    let words: std::collections::BTreeSet<&str> = reasons.map(text.reason).into_iter().collect();
    assert_eq!(words.len(), reasons.len(), "each its own");
    let guards = [Broken::Guards, Broken::QueueOrder, Broken::Priorities, Broken::HealthChecks, Broken::Scaling];
    let others = [
        Broken::Security,
        Broken::FollowUp,
        Broken::Zones,
        Broken::Unreliable,
        Broken::Timeouts,
        Broken::Retries,
        Broken::Faults,
    ];
    let words: Vec<[&str; 2]> =
        guards.into_iter().chain(others).chain([Broken::Commits]).map(text.assumption).collect();
    let told: std::collections::BTreeSet<&str> = words.iter().flatten().copied().collect();
    assert_eq!(told.len(), 2 * words.len(), "what is not kept, and what that does: {words:?}");
    let [what, effect] = (text.assumption)(Broken::VaryingLoad);
    assert!(what.contains("long-run rate") && effect.contains("longer waits"), "{what} {effect}");
}
