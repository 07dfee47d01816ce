//! Studies over a pool of workers: one keeps the books, the others do the tasks, in any order.

#![expect(clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use serde_json::json;
use switchyard::experiment::Goal;
use switchyard::scenario::{LabSetting, Tail};
use switchyard::wire::{Answer, Command, Findings, Life, Message, Session, Study};

/// A trial of a small M/M/4.
fn trial(runs: u32) -> Command {
    let scenario = switchyard::scenario::Preset::find("mmc").expect("a preset").scenario();
    let mut scenario = scenario.to_value();
    scenario["duration_s"] = json!(20.0);
    scenario["warm_up_s"] = json!(2.0);
    Command::Study { request: 7, study: Study::Trial { scenario, seed: 3, goal: Some(Goal::Runs(runs)) } }
}

fn say(session: &mut Session, command: Command) -> Message {
    session.command(command, 0.0).expect("an answer")
}

/// Does all tasks of a study, the last one first if `backwards`, and returns what was found and how often it was told.
fn drive(command: Command, backwards: bool) -> (Findings, u32) {
    let (mut books, mut hand) = (Session::new(), Session::new());
    let mut waiting = Vec::new();
    let mut notice = say(&mut books, command);
    let mut told = 1;
    loop {
        let Message::Answer(Answer::Study { request: 7, tasks, done, planned, findings }) = notice else {
            panic!("{notice:?}")
        };
        let first = planned - u32::try_from(tasks.len()).expect("few");
        waiting.extend((first..).zip(tasks));
        let next = if backwards { waiting.pop() } else { (!waiting.is_empty()).then(|| waiting.remove(0)) };
        let Some((place, task)) = next else {
            assert_eq!(done, planned, "nothing is left to do");
            return (findings, told);
        };
        let Message::Answer(Answer::Outcome { place, outcome }) = say(&mut hand, Command::Task { place, task }) else {
            panic!("no outcome")
        };
        notice = say(&mut books, Command::Outcome { place, outcome });
        told += 1;
    }
}

#[test]
fn what_is_found_does_not_depend_on_the_order() {
    let (found, told) = drive(trial(3), false);
    assert_eq!(told, 4, "at the start and after each run");
    assert_eq!(found, drive(trial(3), true).0, "the last run first");
    let Findings::Trial(report) = found else { panic!("a trial") };
    assert_eq!((report.runs, report.seed, report.each.len()), (3, 3, 3), "all runs");
}

#[test]
fn a_trial_is_extended_by_what_is_missing() {
    let mut books = Session::new();
    let Message::Answer(Answer::Study { tasks, .. }) = say(&mut books, trial(1)) else { panic!("a study") };
    let Message::Answer(Answer::Outcome { place, outcome }) =
        say(&mut Session::new(), Command::Task { place: 0, task: tasks[0].clone() })
    else {
        panic!("an outcome")
    };
    say(&mut books, Command::Outcome { place, outcome });
    let Message::Answer(Answer::Study { tasks, done, planned, .. }) = say(&mut books, Command::Extend { runs: 2 })
    else {
        panic!("a study")
    };
    assert_eq!((tasks.len(), done, planned), (2, 1, 3), "the first run is not made again");
}

#[test]
fn what_cannot_be_studied_is_told() {
    let scenario = json!({ "version": 1, "gateway": { "workers": 0 } });
    let command = Command::Study { request: 7, study: Study::Trial { scenario, seed: 1, goal: None } };
    let Message::Answer(Answer::Unstudied { request: 7, problems }) = say(&mut Session::new(), command) else {
        panic!("refused")
    };
    assert_eq!(problems[0].path, "gateway.workers", "by its path");
}

#[test]
fn rubbish_is_a_crash_that_is_told() {
    let rubbish = Command::Task { place: 4, task: "{\"verify\":{\"nothing\":1}}".to_owned() };
    assert!(
        matches!(say(&mut Session::new(), rubbish), Message::Life(Life::Panicked { message }) if message.contains("task 4"))
    );
    let mut books = Session::new();
    say(&mut books, trial(1));
    let rubbish = Command::Outcome { place: 0, outcome: "[]".to_owned() };
    assert!(
        matches!(say(&mut books, rubbish), Message::Life(Life::Panicked { message }) if message.contains("outcome 0"))
    );
}

/// A lab of four exponential servers of 50 ms.
fn lab(servers: u32, simulated: bool) -> Command {
    let setting = LabSetting { servers, service_ms: 50.0, service_scv: 1.0, tail: Tail::default() };
    Command::Study { request: 7, study: Study::Lab { setting, seed: 2, simulated } }
}

#[test]
fn a_lab_says_theory_at_once_and_measures_load_by_load() {
    let mut books = Session::new();
    let Message::Answer(Answer::Study {
        tasks, done: 0, planned, findings: Findings::Lab { report: first, .. }, ..
    }) = say(&mut books, lab(4, true))
    else {
        panic!("a lab")
    };
    let twice = 2 * first.points.len();
    assert_eq!((tasks.len(), usize::try_from(planned).expect("few")), (twice, twice), "each load roughly, then finely");
    assert!(first.points.iter().all(|point| point.measured.is_none()), "nothing is measured yet");
    let place = u32::try_from(tasks.len()).expect("few") - 1;
    let last = Command::Task { place, task: tasks[tasks.len() - 1].clone() };
    let Message::Answer(Answer::Outcome { outcome, .. }) = say(&mut Session::new(), last) else { panic!("an outcome") };
    let told = say(&mut books, Command::Outcome { place, outcome });
    let Message::Answer(Answer::Study { done: 1, findings: Findings::Lab { report: then, .. }, .. }) = told else {
        panic!("{told:?}")
    };
    let measured: Vec<bool> = then.points.iter().map(|point| point.measured.is_some()).collect();
    assert!(measured[measured.len() - 1] && !measured[0], "the point of the last load alone: {measured:?}");
    assert_eq!(then.points[0], first.points[0], "theory stays");
}

#[test]
fn theory_alone_has_no_tasks() {
    let answer = say(&mut Session::new(), lab(4, false));
    let Message::Answer(Answer::Study {
        tasks, done: 0, planned: 0, findings: Findings::Lab { report, table }, ..
    }) = answer
    else {
        panic!("{answer:?}")
    };
    assert!(tasks.is_empty(), "nothing to do");
    assert!(report.points.iter().any(|point| point.theory.response_ms.is_some()), "theory is there");
    assert_eq!(table, switchyard::experiment::Lab::table(), "and the thread pool beside it");
}

#[test]
fn a_lab_out_of_range_is_told() {
    let Message::Answer(Answer::Unstudied { request: 7, problems }) = say(&mut Session::new(), lab(0, false)) else {
        panic!("refused")
    };
    assert_eq!((problems[0].path.as_str(), problems.len()), ("servers", 1), "by its name");
}
