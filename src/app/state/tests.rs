//! What the reducer promises.

use super::*;
use crate::app::persist;
use crate::scenario::{LinkError, Load};
use crate::wire;

fn state() -> State {
    State::open(Address::NotOurs, Address::NotOurs, Settings::default())
}

fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    let end = actions.into_iter().fold(Rc::new(state), Reducible::reduce);
    Rc::unwrap_or_clone(end)
}

fn with_rate(rate_per_s: f64) -> Action {
    let mut scenario = Scenario::default();
    if let Load::Open { rate_per_s: rate, .. } = &mut scenario.load {
        *rate = rate_per_s;
    }
    Action::Edit { field: "load.open.rate_per_s".to_owned(), scenario: Box::new(scenario) }
}

fn rate(scenario: &Scenario) -> f64 {
    match scenario.load {
        Load::Open { rate_per_s, .. } => rate_per_s,
        Load::Closed { .. } => f64::NAN,
    }
}

fn report(run: u32) -> Action {
    Action::Heard(Box::new(wire::BriefNotice::Report { run, report: Box::default(), pinned: None, difference: None }))
}

#[test]
fn a_first_visit_opens_the_calm_day_paused() {
    let state = state();
    assert_eq!((state.preset, state.seed, state.playing), (Some("calm-day"), SEED, false), "calm, known, paused");
    assert!(!state.history.can_undo(), "nothing to undo yet");
}

#[test]
fn a_valid_edit_replays_to_the_same_instant() {
    let before = state();
    let run = before.run;
    let state = after(before, [with_rate(150.0)]);
    assert_eq!(rate(state.running.scenario()), 150.0, "it runs");
    assert_eq!((state.run, state.start, state.seed), (run + 1, Start::Now, SEED), "same seed, same instant");
}

#[test]
fn an_invalid_edit_keeps_the_last_valid_run() {
    let before = after(state(), [with_rate(150.0)]);
    let run = before.run;
    let state = after(before, [with_rate(-1.0)]);
    assert_eq!(rate(&state.scenario), -1.0, "what was typed stays");
    assert_eq!(state.problems.len(), 1, "and is named");
    assert_eq!((rate(state.running.scenario()), state.run), (150.0, run), "the last valid run goes on");
    let state = after(state, [with_rate(150.0)]);
    assert!(state.problems.is_empty() && state.run == run, "back to what runs: no new run");
}

#[test]
fn a_title_changes_no_run() {
    let before = state();
    let run = before.run;
    let scenario = Scenario { title: "Mine".to_owned(), ..before.scenario.as_ref().clone() };
    let state = after(before, [Action::Edit { field: "title".to_owned(), scenario: Box::new(scenario) }]);
    assert_eq!((state.running.scenario().title.as_str(), state.run), ("Mine", run), "kept, not run again");
}

#[test]
fn edits_of_one_drag_are_one_step() {
    let state =
        after(state(), [with_rate(110.0), with_rate(120.0), with_rate(130.0), Action::Settle, with_rate(200.0)]);
    let state = after(state, [Action::Undo]);
    assert_eq!(rate(&state.scenario), 130.0, "the second drag is undone");
    let state = after(state, [Action::Undo]);
    assert_eq!(rate(&state.scenario), 100.0, "the first drag in one step");
    assert!(!state.history.can_undo(), "no more");
    let state = after(state, [Action::Redo, Action::Redo]);
    assert_eq!(rate(state.running.scenario()), 200.0, "and all of it again");
}

#[test]
fn the_history_is_bounded() {
    let edits = (0..80).flat_map(|step| [with_rate(200.0 + f64::from(step)), Action::Settle]);
    let state = after(state(), edits);
    let state = after(state, (0..80).map(|_| Action::Undo));
    assert_eq!(rate(&state.scenario), 229.0, "the last {DEPTH} steps");
}

#[test]
fn undo_leads_out_of_an_invalid_draft() {
    let state = after(state(), [with_rate(-1.0), Action::Undo]);
    assert!(state.problems.is_empty(), "nothing is wrong any more");
    assert_eq!(rate(&state.scenario), 100.0, "the draft is back");
}

#[test]
fn undo_leads_to_what_ran_and_not_to_what_was_refused() {
    let state = after(state(), [with_rate(120.0), Action::Settle, with_rate(-5.0), Action::Settle, with_rate(150.0)]);
    assert_eq!(rate(&after(state, [Action::Undo]).scenario), 120.0, "past the rate that is not allowed");
}

#[test]
fn pinning_compares_without_changing_the_run() {
    let state = after(state(), [Action::Pin, with_rate(150.0)]);
    assert_eq!(state.pinned.as_ref().map(|pinned| rate(pinned.scenario())), Some(100.0), "A stays");
    assert_eq!(rate(state.running.scenario()), 150.0, "B moves");
    let state = after(state, [Action::Unpin]);
    assert!(state.pinned.is_none() && state.pinned_report.is_none(), "gone");
    let state = after(state, [Action::Undo]);
    assert_eq!(state.pinned.as_ref().map(|pinned| rate(pinned.scenario())), Some(100.0), "and back");
}

#[test]
fn a_preset_gives_the_pin_back_when_it_is_undone() {
    let state = after(state(), [Action::Pin, Action::Preset("mmc")]);
    assert!(state.pinned.is_none(), "another scenario, nothing to compare");
    assert!(after(state, [Action::Undo]).pinned.is_some(), "nothing is lost");
}

#[test]
fn a_preset_starts_from_zero_and_can_be_undone() {
    let state = after(state(), [Action::Seed(9), Action::Toggle, Action::Preset("mmc")]);
    assert_eq!((state.preset, state.start, state.seed), (Some("mmc"), Start::Zero, 9), "the seed is sticky");
    assert!(state.playing && state.report.is_none(), "playing goes on, without old figures");
    let state = after(state, [Action::Undo]);
    assert_eq!((state.preset, state.seed), (Some("calm-day"), 9), "nothing is lost");
}

#[test]
fn reset_keeps_the_seed_and_a_new_seed_is_a_step() {
    let state = after(state(), [Action::Seed(7), Action::Reset]);
    assert_eq!((state.seed, state.start), (7, Start::Zero), "same seed from zero");
    assert_eq!(after(state, [Action::Undo]).seed, SEED, "the old seed is not lost");
}

#[test]
fn a_link_opens_or_says_why_not() {
    let link = persist::link(&after(state(), [with_rate(150.0), Action::Seed(3), Action::Pin])).encode();
    let opened = State::open(Address::read(&link), Address::NotOurs, Settings::default());
    assert_eq!((rate(opened.running.scenario()), opened.seed), (150.0, 3), "opened");
    assert!(opened.pinned.is_some() && !opened.playing && !opened.history.can_undo(), "with its A, paused, afresh");

    let kept = Address::read(&link);
    let foreign = State::open(Address::NotOurs, kept.clone(), Settings::default());
    assert_eq!(foreign.seed, 3, "not ours: the last visit");

    let damaged = State::open(Address::read("#play/v1.AAAA"), kept, Settings::default());
    assert_eq!((damaged.preset, damaged.seed), (Some("calm-day"), SEED), "damaged: the first preset");
    assert!(matches!(damaged.notice, Some(Notice::Damaged(_))), "and a notice");
}

#[test]
fn a_damaged_address_later_on_changes_nothing() {
    let before = after(state(), [with_rate(150.0)]);
    let run = before.run;
    let state = after(before, [Action::Follow(Box::new(Address::read("#play/v9.AAAA")))]);
    assert!(matches!(state.notice, Some(Notice::Damaged(LinkError::Newer(_)))), "it says so");
    assert_eq!((rate(&state.scenario), state.run), (150.0, run), "the run goes on");
}

#[test]
fn figures_of_another_run_are_dropped() {
    let run = state().run;
    let state = after(state(), [report(run), with_rate(150.0)]);
    assert!(state.report.is_some() && !state.settled(), "old figures stay until new ones come, and are marked");
    let state = after(state, [report(run)]);
    assert!(!state.settled(), "a late report of the old run");
    assert!(after(state, [report(run + 1)]).settled(), "the new run's report");
}

#[test]
fn a_crash_restarts_once_paused_and_then_stops() {
    let crash = || Action::Crashed("boom".to_owned());
    let before = after(state(), [Action::Toggle, Action::Seed(5)]);
    let generation = before.generation;
    let once = after(before, [crash()]);
    assert_eq!((once.playing, once.generation, once.seed), (false, generation + 1, 5), "a new worker, paused");
    assert!(matches!(&once.notice, Some(Notice::Restarted(crash)) if crash.message == "boom"), "and it says so");
    let twice = after(once, [crash()]);
    assert_eq!((&twice.worker, twice.generation), (&Worker::Stopped, generation + 1), "not a third time");
    let twice = after(twice, [crash(), Action::Toggle]);
    assert!(!twice.playing, "nothing plays without a worker");
    let edited = after(twice, [with_rate(150.0)]);
    assert_eq!((edited.generation, edited.crashes), (generation + 2, 0), "another scenario, another try");
}

#[test]
fn an_old_worker_is_not_talked_to() {
    let ready = Action::Ready { version: wire::VERSION + 1, engine: "9".to_owned() };
    let state = after(state(), [ready, Action::Toggle]);
    assert_eq!((&state.worker, state.playing), (&Worker::Mismatch, false), "it cannot be used");
    assert_eq!(state.notice, Some(Notice::Mismatch), "and the page says so");
}

#[test]
fn the_worker_is_fetched_when_something_is_played() {
    let state = state();
    assert_eq!((&state.worker, state.generation), (&Worker::Asleep, 0), "a first look needs none");
    let edited = after(state.clone(), [with_rate(150.0)]);
    assert_eq!(edited.worker, Worker::Asleep, "nor does a change");
    for action in [Action::Toggle, Action::Step] {
        let woken = after(state.clone(), [action]);
        assert_eq!((&woken.worker, woken.generation), (&Worker::Starting, 1), "now it is");
    }
    assert_eq!(state.welcome().worker, Worker::Starting, "and on a first visit");
}

#[test]
fn the_inspector_opens_with_a_place() {
    let state = after(state(), [Action::Select(Some(Place::Gateway))]);
    assert_eq!((state.inspecting, state.stop), (true, Stop::Half), "open");
    let again = after(state.clone(), [Action::Select(None)]);
    assert!(!again.inspecting, "chosen again, it closes");
    let state = after(state, [Action::Inspect(false)]);
    assert_eq!((state.selected, state.inspecting, state.stop), (None, false, Stop::Peek), "closed");
}

#[test]
fn a_processor_that_is_gone_is_no_longer_selected() {
    let before = after(state(), [Action::Select(Some(Place::Processor(2)))]);
    let mut scenario = before.scenario.as_ref().clone();
    scenario.set_processor_count(2);
    let edit = Action::Edit { field: "processors.count".to_owned(), scenario: Box::new(scenario) };
    assert_eq!(after(before, [edit]).selected, None, "there are only two");
}
