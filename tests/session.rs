//! The worker's side of the conversation, driven without a browser: a wall clock that the test turns.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::cell::Cell;
use switchyard::experiment::{Expectation, Found, Question, Report, State, story};
use switchyard::scenario::Preset;
use switchyard::wire::{Answer, Command, Message, Notice, Past, Session, Snapshot};

/// A session with a clock that moves a little at each look, as a real one does.
struct Desk {
    session: Session,
    wall_ms: Cell<f64>,
}

impl Desk {
    fn new() -> Self {
        Self { session: Session::new(), wall_ms: Cell::new(0.0) }
    }

    fn tell(&mut self, command: Command) -> Option<Message> {
        self.session.command(command, self.wall_ms.get())
    }

    fn load(&mut self, preset: &str, to_s: f64, playing: bool) -> Option<Message> {
        let scenario = Preset::find(preset).unwrap().scenario().to_brief_value();
        self.tell(Command::Load { run: 1, seed: 7, scenario, pinned: None, to_s, playing })
    }

    /// Turns for so long on the wall; returns the last snapshot and report that came.
    fn turn(&mut self, millis: f64) -> (Option<Snapshot>, Option<Report>) {
        let end = self.wall_ms.get() + millis;
        let (mut last, mut report) = (None, None);
        while self.wall_ms.get() < end {
            let clock = || {
                self.wall_ms.set(self.wall_ms.get() + 0.5);
                self.wall_ms.get()
            };
            let wait = self.session.work(&clock);
            self.wall_ms.set(self.wall_ms.get() + wait.unwrap_or(8.0));
            if let Some(snapshot) = self.session.snapshot(self.wall_ms.get()) {
                self.session.command(Command::Acknowledge { sequence: snapshot.sequence }, self.wall_ms.get());
                last = Some(snapshot);
            }
            if let Some(Message::Notice(Notice::Report { report: came, .. })) = self.session.message(self.wall_ms.get())
            {
                report = Some(*came);
            }
        }
        (last, report)
    }
}

/// A worker that has rehearsed says what one says that has not, and rests when the rehearsal is over.
#[test]
fn a_rehearsal_leaves_no_trace() {
    let figures = |session: Session, rehearse_ms: f64| {
        let mut desk = Desk { session, wall_ms: Cell::new(0.0) };
        let (nothing, _) = desk.turn(rehearse_ms);
        assert!(nothing.is_none(), "nobody sees it");
        desk.load("calm-day", 20.0, false);
        let stood = desk.turn(2_000.0).1.unwrap();
        desk.tell(Command::Play);
        desk.turn(2_000.0);
        desk.tell(Command::Pause);
        let played = desk.turn(1_000.0).1.unwrap();
        assert!(played.simulated_s > stood.simulated_s + 1.0, "it played");
        // When it was paused belongs to the clock, what had happened by then to the run.
        let mut straight = switchyard::experiment::Run::new(&Preset::find("calm-day").unwrap().checked(), 7);
        let end = switchyard::units::Instant::from_seconds(played.simulated_s);
        while !straight.advance(end, 1_000) {}
        let straight = straight.report();
        assert_eq!((&played.digest, played.payments), (&straight.digest, straight.payments), "{rehearse_ms} ms");
        (stood.digest, stood.payments)
    };
    let fresh = figures(Session::new(), 0.0);
    assert!(fresh.1.offered > 100, "payments came");
    for rehearse_ms in [20.0, 60_000.0] {
        assert_eq!(figures(Session::rehearsing(), rehearse_ms), fresh, "{rehearse_ms} ms");
    }
    let mut done = Session::rehearsing();
    let rests = (0..10_000).any(|turn| done.work(&|| f64::from(turn)).is_none());
    assert!(rests, "it comes to its end");
}

#[test]
fn real_time_is_real() {
    let mut desk = Desk::new();
    desk.load("calm-day", 0.0, true);
    let (snapshot, report) = desk.turn(2_000.0);
    let snapshot = snapshot.unwrap();
    assert!((snapshot.now_s - 2.0).abs() < 0.1, "two seconds on the wall, {} simulated", snapshot.now_s);
    assert!(snapshot.playing, "it goes on");
    assert!(report.unwrap().payments.offered > 100, "payments came");
}

#[test]
fn a_replay_ends_where_it_was_told_and_equals_a_run() {
    let mut desk = Desk::new();
    desk.load("calm-day", 3.0, false);
    let (snapshot, report) = desk.turn(500.0);
    assert!((snapshot.unwrap().now_s - 3.0).abs() < 1e-9, "it stands at three seconds");
    let mut straight = switchyard::experiment::Run::new(&Preset::find("calm-day").unwrap().checked(), 7);
    while !straight.advance(switchyard::units::Instant::from_seconds(3.0), 1_000) {}
    assert_eq!(report.unwrap().digest, straight.report().digest, "the same events as a run that was never interrupted");
}

#[test]
fn an_unacknowledged_snapshot_holds_the_next_back() {
    let mut desk = Desk::new();
    desk.load("calm-day", 0.0, true);
    desk.session.work(&|| 0.0);
    assert!(desk.session.snapshot(100.0).is_some(), "the first comes");
    desk.tell(Command::StepEvent);
    assert!(desk.session.snapshot(200.0).is_none(), "the next waits");
}

#[test]
fn steps_stand_still_in_between() {
    let mut desk = Desk::new();
    desk.load("thread-pool", 0.0, false);
    desk.tell(Command::StepEvent);
    let (snapshot, _) = desk.turn(100.0);
    let snapshot = snapshot.unwrap();
    assert!(!snapshot.playing, "a step does not play");
    assert!((snapshot.events - 1.0).abs() < 1e-9, "one event: {}", snapshot.events);
    desk.tell(Command::StepDecision);
    let (snapshot, _) = desk.turn(100.0);
    let last = snapshot.unwrap().last.unwrap();
    assert_eq!(last.from, switchyard::payment::Place::Balancer, "a decision is a move out of the balancer");
}

#[test]
fn full_speed_is_faster_than_the_wall() {
    let mut desk = Desk::new();
    desk.load("calm-day", 0.0, true);
    desk.tell(Command::Speed { factor: None });
    let (snapshot, _) = desk.turn(100.0);
    assert!(snapshot.unwrap().now_s > 10.0, "far ahead of the wall clock");
}

#[test]
fn twins_differ_by_nothing() {
    let scenario = Preset::find("calm-day").unwrap().scenario().to_brief_value();
    let mut desk = Desk::new();
    let pinned = Some(scenario.clone());
    desk.tell(Command::Load { run: 1, seed: 3, scenario, pinned, to_s: 20.0, playing: false });
    let end = (0..1_000).find_map(|_| {
        let wait = desk.session.work(&|| 0.0);
        desk.wall_ms.set(desk.wall_ms.get() + wait.unwrap_or(8.0) + 1.0);
        match desk.session.message(desk.wall_ms.get()) {
            Some(Message::Notice(Notice::Report { report, pinned, difference, .. })) => {
                Some((report, pinned, difference))
            }
            _ => None,
        }
    });
    let (report, pinned, difference) = end.unwrap();
    let response = difference.unwrap().response_ms;
    assert_eq!((response.mean, response.half_width), (Some(0.0), Some(0.0)), "exactly zero");
    assert_eq!(Some(report), pinned, "the same scenario on the same random numbers is the same run");
}

#[test]
fn a_bad_scenario_is_refused_and_the_run_goes_on() {
    let mut desk = Desk::new();
    desk.load("calm-day", 1.0, false);
    let scenario = serde_json::json!({ "gateway": { "workers": 0 } });
    let notice = desk.tell(Command::Load { run: 2, seed: 1, scenario, pinned: None, to_s: 0.0, playing: false });
    let Some(Message::Notice(Notice::Refused { run: 2, problems })) = notice else { panic!("refused, not {notice:?}") };
    assert_eq!(problems[0].path, "gateway.workers", "the place is named");
    let (snapshot, _) = desk.turn(100.0);
    assert_eq!(snapshot.unwrap().run, 1, "the run before is still there");
}

#[test]
fn a_curve_rises_to_its_wall() {
    let mut desk = Desk::new();
    let scenario = Preset::find("mmc").unwrap().scenario().to_brief_value();
    desk.tell(Command::Curve { request: 5, seed: 1, scenario });
    let points = (0..1_000_000).find_map(|_| {
        desk.session.work(&|| 0.0);
        match desk.session.message(0.0) {
            Some(Message::Answer(Answer::Curve { request: 5, points, done: true })) => Some(points),
            _ => None,
        }
    });
    let points = points.unwrap();
    assert_eq!(points.len(), 16, "all points came");
    assert!(points.windows(2).all(|pair| pair[0].offered_per_s < pair[1].offered_per_s), "by rising load");
    assert!(points[0].gap_ms > points[12].gap_ms, "T / N falls with the load");
    assert!(points[12].response_ms > points[0].response_ms, "the response time rises");
    assert!(points[15].unstable, "a quarter above the capacity nothing settles: {:?}", points[15]);
}

/// With room for a few, the load beyond the capacity is turned away, and each point says how much.
#[test]
fn a_curve_says_what_is_turned_away() {
    let mut scenario = Preset::find("mmc").unwrap().scenario().to_value();
    scenario["gateway"]["queue_limit"] = serde_json::json!(10);
    let scenario = switchyard::scenario::Scenario::from_value(&scenario).unwrap();
    let mut curve = switchyard::experiment::Curve::new(&scenario, 1);
    while !curve.work() {}
    let (first, last) = (curve.points()[0], curve.points()[15]);
    assert_eq!((first.rejected_share, first.state), (0.0, State::Steady), "a tenth of the capacity: {first:?}");
    assert!((0.15..0.3).contains(&last.rejected_share), "a quarter above it, a fifth has no room: {last:?}");
    assert_eq!((last.unstable, last.state), (false, State::Overloaded), "but it is steady: {last:?}");
    assert!(last.half_width_ms.is_some(), "and measured: {last:?}");
}

#[test]
fn the_charts_of_a_finished_replay_reach_its_end() {
    let mut desk = Desk::new();
    desk.load("calm-day", 200.0, false);
    let mut ends = None;
    for _ in 0..200 {
        let (snapshot, _) = desk.turn(10.0);
        ends = snapshot.and_then(|snapshot| snapshot.series).and_then(|series| series.times_s.last().copied()).or(ends);
    }
    assert_eq!(ends, Some(200.0), "the last row that was sent ends where the run stands");
}

/// The next messages beside the reports, up to and including one that satisfies a test.
fn beside(desk: &mut Desk, wanted: fn(&Answer) -> bool) -> Vec<Answer> {
    let mut found = Vec::new();
    for _ in 0..1_000 {
        let wait = desk.session.work(&|| 0.0);
        desk.wall_ms.set(desk.wall_ms.get() + wait.unwrap_or(8.0) + 1.0);
        if let Some(Message::Answer(answer)) = desk.session.message(desk.wall_ms.get()) {
            found.push(answer);
            if found.last().is_some_and(wanted) {
                break;
            }
        }
    }
    found
}

#[test]
fn theory_is_said_once_a_run_and_again_on_request() {
    let mut desk = Desk::new();
    desk.load("calm-day", 60.0, false);
    let said = beside(&mut desk, |answer| matches!(answer, Answer::Expectation { .. }));
    let expected = Expectation::of(&Preset::find("calm-day").unwrap().checked());
    assert_eq!(said.last(), Some(&Answer::Expectation { run: 1, expectation: Box::new(expected) }), "as computed here");
    assert!(matches!(said[0], Answer::Places { run: 1, .. }), "after report and places, which cost less");
    assert_eq!(beside(&mut desk, |_| true), Vec::new(), "once, while it stands still");
    desk.tell(Command::Window { tier: 0 });
    let again = beside(&mut desk, |answer| matches!(answer, Answer::Expectation { .. }));
    assert_eq!(again.last(), said.last(), "a workbench that comes late hears the same");
}

#[test]
fn every_report_is_followed_by_the_figures_of_its_places() {
    let mut desk = Desk::new();
    desk.load("calm-day", 60.0, false);
    let said = beside(&mut desk, |answer| matches!(answer, Answer::Places { .. }));
    let mut straight = switchyard::experiment::Run::new(&Preset::find("calm-day").unwrap().checked(), 7);
    while !straight.advance(switchyard::units::Instant::from_seconds(60.0), 1_000) {}
    assert_eq!(said, vec![Answer::Places { run: 1, places: straight.places() }], "those of the run");
}

#[test]
fn what_the_page_passes_on_unread_is_told_apart() {
    let value = |message: Message| serde_json::to_value(message).unwrap();
    let places = Answer::Places { run: 1, places: Vec::new() };
    assert!(switchyard::wire::is_beside(&value(places.into())), "for the workbench");
    let report = Notice::Report { run: 1, report: Box::default(), pinned: None, difference: None };
    assert!(!switchyard::wire::is_beside(&value(report.into())), "for the page itself");
    assert!(!switchyard::wire::is_beside(&serde_json::json!("junk")), "a crash");
}

/// What a look back says, answer by answer: whether it was the last, the share done, and what was found.
fn looked_back(desk: &mut Desk, scenario: &str, events: u64, question: Question) -> Vec<(bool, f64, Found)> {
    let scenario = Preset::find(scenario).unwrap().scenario().to_brief_value();
    desk.tell(Command::LookBack { request: 3, past: Past { seed: 7, scenario, events, question } });
    let mut said: Vec<(bool, f64, Found)> = Vec::new();
    while !said.last().is_some_and(|(done, ..)| *done) {
        let clock = || {
            desk.wall_ms.set(desk.wall_ms.get() + 4.0);
            desk.wall_ms.get()
        };
        assert_eq!(desk.session.work(&clock), Some(0.0), "it goes on at once");
        if let Some(Message::Answer(Answer::LookBack { request: 3, done, share, found })) =
            desk.session.message(desk.wall_ms.get())
        {
            said.push((done, share, found));
        }
    }
    said
}

#[test]
fn a_look_back_says_how_far_it_is_and_ends_with_the_run() {
    let mut desk = Desk::new();
    let said = looked_back(&mut desk, "lossy-link", 2_000_000, Question::Run { slow_ms: Some(1_000.0) });
    assert!(said.len() > 2, "{} answers", said.len());
    assert!(said.is_sorted_by(|a, b| a.1 <= b.1), "ever further");
    let (_, share, Found::Run(found)) = said.last().unwrap() else { panic!("of the run") };
    assert!(*share >= 1.0 && found.slow > 0 && found.ended > 10_000, "{found:?}");
    assert_eq!(desk.session.work(&|| 0.0), None, "then it waits for a command");
}

#[test]
fn a_payment_is_told_as_the_library_tells_it() {
    let mut desk = Desk::new();
    let said = looked_back(&mut desk, "calm-day", 50_000, Question::Payment(100));
    let scenario = Preset::find("calm-day").unwrap().checked();
    let (_, _, found) = said.last().unwrap();
    assert_eq!(*found, Found::Payment(story(&scenario, 7, 50_000, 100)), "the same story");
}
