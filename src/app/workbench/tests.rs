//! What the reducer of the workbench promises.

use super::*;
use crate::app::payments::PaymentsAction;
use crate::app::relay::Sight;
use crate::experiment::{Depth, Expectation, Goal, Report, Trial};
use crate::scenario::{LabSetting, Scenario};
use crate::wire::{Answer, Findings, Notice};
use yew::Reducible;

fn sight(run: u32) -> Sight {
    Sight { view: "play".to_owned(), draft: Scenario::default().to_value(), run, figures: true, ..Sight::default() }
}

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    let end = actions.into_iter().fold(Rc::new(state), Reducible::reduce);
    Rc::unwrap_or_clone(end)
}

fn show(sight: Sight) -> Action {
    Action::Show(Box::new(sight))
}

fn report(run: u32) -> Action {
    Action::Heard(Box::new(Notice::Report { run, report: Box::<Report>::default(), pinned: None, difference: None }))
}

#[test]
fn a_draft_arrives_with_its_mistakes() {
    let mut draft = Scenario::default();
    draft.gateway.workers = Some(0);
    let shown = Sight { draft: draft.to_value(), running: Some(Scenario::default().to_value()), ..sight(1) };
    let state = after(State::new(), [show(shown)]);
    let seen = state.seen.expect("shown");
    assert_eq!(seen.draft.gateway.workers, Some(0), "what was typed stays");
    assert_eq!(seen.problems.len(), 1, "and is named");
    assert_eq!(*seen.running.scenario(), Scenario::default(), "the last valid one runs");
}

#[test]
fn figures_belong_to_their_run() {
    let state = after(State::new(), [show(sight(1)), report(2)]);
    assert!(state.report.is_none(), "of another run");
    let state = after(state, [report(1)]);
    assert!(state.report.is_some(), "of this run");
    let replayed = after(state.clone(), [show(sight(2))]);
    assert!(replayed.report.is_some(), "while a replay is on its way the old figures stay");
    let anew = after(state, [show(Sight { figures: false, ..sight(2) })]);
    assert!(anew.report.is_none(), "a new start has none");
}

#[test]
fn the_curve_belongs_to_its_scenario() {
    let asked = after(State::new(), [show(sight(1)), Action::AskCurve]);
    let request = asked.curve.request;
    let answer = Answer::Curve { request, points: Vec::new(), done: true };
    let answered = after(asked, [Action::Answered(Box::new(answer.clone()))]);
    assert!(answered.curve.done, "all points are there");
    let edited = after(answered, [show(sight(2)), Action::Answered(Box::new(answer))]);
    assert!(!edited.curve.asked && !edited.curve.done, "another scenario has another curve");
}

#[test]
fn a_curve_whose_worker_failed_is_over_and_says_why() {
    let asked = after(State::new(), [show(sight(1)), Action::AskCurve]);
    let fail = |request| Action::CurveFailed(request, "planted".to_owned());
    let other = after(asked.clone(), [fail(asked.curve.request.wrapping_add(1))]);
    assert!(other.curve.is_running() && other.curve.failed.is_none(), "another request failed");
    let failed = after(asked.clone(), [fail(asked.curve.request)]);
    assert!(!failed.curve.is_running() && !failed.is_studying(), "nothing is under way");
    assert_eq!(failed.curve.failed.as_deref(), Some("planted"));
    let again = after(failed, [Action::AskCurve]);
    assert!(again.curve.is_running() && again.curve.failed.is_none(), "a new request begins anew");
    let replayed = after(again, [show(sight(2))]);
    assert!(!replayed.curve.is_running(), "a run that begins anew drops it");
}

#[test]
fn nothing_is_studied_before_something_is_shown() {
    assert!(after(State::new(), [Action::Trial(None)]).trial.asked.is_none(), "no scenario yet");
    let state = after(State::new(), [show(sight(1)), Action::Trial(None)]);
    assert!(state.trial.running && state.trial.subject.is_some(), "a trial of what runs");
    let ended = after(state, [Action::Runs(StudyStep::Cancel)]);
    assert_eq!(ended.trial.ended, Some(Ended::Cancelled), "cancelled");
}

/// How a trial stands, without any run.
fn stands(state: &State, done: u32, planned: u32) -> Action {
    let scenario = Scenario::default().check().expect("allowed");
    let findings = Findings::Trial(Box::new(Trial::new(&scenario, 1, Goal::Runs(planned)).report()));
    let request = state.trial.request;
    Action::Runs(StudyStep::Answered(Box::new(Answer::Study { request, tasks: Vec::new(), done, planned, findings })))
}

#[test]
fn a_trial_that_rests_goes_on() {
    let state = after(State::new(), [show(sight(1)), Action::Trial(None)]);
    let answer = stands(&state, 1, 4);
    let state = after(state, [answer, Action::Runs(StudyStep::Pause)]);
    assert!(!state.trial.running && state.trial.rests(), "cancelled, with its books");
    let late = stands(&state, 2, 4);
    let state = after(state, [late]);
    assert_eq!((state.trial.done, state.trial.rests()), (2, true), "a run that was done already is taken in");
    let resumed = after(state.clone(), [Action::Runs(StudyStep::Resume)]);
    assert!(resumed.trial.running && resumed.trial.ended.is_none(), "it goes on");
    let last = stands(&state, 4, 4);
    let complete = after(state.clone(), [last]);
    assert!(!complete.trial.running && complete.trial.ended.is_none(), "the last one completes it");
    let failed = Action::Runs(StudyStep::Failed(state.trial.request, "out of memory".to_owned()));
    assert!(!after(state, [failed]).trial.rests(), "without books there is nothing to go on with");
}

#[test]
fn a_proof_and_a_trial_leave_each_other_alone() {
    let both = [show(sight(1)), Action::Trial(None), Action::Verify(Depth::Quick)];
    let state = after(State::new(), both);
    assert!(state.trial.running && state.proof.running, "both go on");
    let state = after(state, [Action::Proof(StudyStep::Cancel)]);
    assert_eq!(
        (state.trial.running, state.proof.ended),
        (true, Some(Ended::Cancelled)),
        "one ends, the other does not"
    );
}

#[test]
fn theory_belongs_to_the_scenario_that_runs() {
    let scenario = Scenario::default().check().expect("allowed");
    let said = |run| {
        let expectation = Box::new(Expectation::of(&scenario));
        Action::Answered(Box::new(Answer::Expectation { run, expectation }))
    };
    let state = after(State::new(), [show(sight(1)), said(2)]);
    assert!(state.expectation.is_none(), "of another run");
    let state = after(state, [said(1), show(sight(2))]);
    assert!(state.expectation.is_some(), "the same scenario from its start keeps it");
    let mut other = Scenario::default();
    other.gateway.workers = Some(31);
    let state = after(state, [show(Sight { draft: other.to_value(), ..sight(3) })]);
    assert!(state.expectation.is_none(), "another scenario has another");
}

#[test]
fn an_address_sets_the_lab_and_an_echo_does_not() {
    let lab = |servers: u32| LabSetting { servers, ..LabSetting::default() };
    let opened = Sight { lab: lab(7), lab_opened: 1, ..sight(1) };
    let state = after(State::new(), [show(opened.clone())]);
    assert_eq!(state.lab.setting, lab(7), "as the address says");
    let state = after(state, [Action::Lab(LabAction::Set(lab(9))), show(opened)]);
    assert_eq!(state.lab.setting, lab(9), "what the page says of an older setting changes nothing");
    let followed = Sight { lab: lab(2), lab_opened: 2, ..sight(2) };
    assert_eq!(after(state, [show(followed)]).lab.setting, lab(2), "another address sets it again");
}

#[test]
fn what_was_found_belongs_to_scenario_and_seed() {
    let open = Action::Payments(PaymentsAction::Open(7, 1_000));
    assert!(after(State::new(), [open.clone()]).payments.payment.asked.is_none(), "nothing is shown yet");
    let state = after(State::new(), [show(sight(1)), open]);
    let past = state.payments.payment.asked.clone().expect("asked for");
    assert_eq!((past.seed, past.events), (sight(1).seed, 1_000), "of the run that is shown");
    let again = after(state.clone(), [show(sight(2))]);
    assert!(again.payments.payment.asked.is_some(), "the same run from its start is the same");
    let reseeded = after(state, [show(Sight { seed: 99, ..sight(2) })]);
    assert!(reseeded.payments.payment.asked.is_none(), "another seed is another run");
}
