//! The worker's side of the conversation: commands in; notices and snapshots out.
//!
//! It holds no clock and no browser: whoever drives it says what time it is on the wall, so it is tested natively. What
//! it shows is always a function of scenario, seed and simulated time: an edit replays the run from its start to the
//! same instant.

use super::live::Live;
use super::look_back::Looking;
use super::rehearsal::Rehearsal;
use super::study::{self, Books};
use super::{Answer, Command, Complaint, Life, Message, Notice, Snapshot, VERSION};
use crate::experiment::{Comparison, Curve, Run};
use crate::payment::TIERS;
use crate::scenario::{Problem, Scenario};
use crate::units::Instant;
use serde_json::Value;

/// How long the worker goes on before it listens again.
pub(super) const TURN_MS: f64 = 8.0;
/// Snapshots come no faster than this: 30 a second.
const SNAPSHOT_MS: f64 = 33.0;
/// Reports come no faster than this.
const REPORT_MS: f64 = 250.0;
/// New charts come no faster than this.
pub(super) const SERIES_MS: f64 = 100.0;
/// Events within which a decision is looked for before the search gives up.
const DECISION_EVENTS: u64 = 10_000_000;

/// A conversation with one page.
#[derive(Debug, Default)]
pub struct Session {
    live: Option<Live>,
    curve: Option<Charting>,
    books: Option<Books>,
    looking: Option<Looking>,
    speed: Option<f64>,
    tier: u8,
    sequence: u32,
    acknowledged: bool,
    /// What is done before the first command.
    rehearsal: Option<Rehearsal>,
}

/// A formula chart in the making.
#[derive(Debug)]
struct Charting {
    request: u32,
    curve: Curve,
    /// Points that were sent already.
    sent: usize,
}

impl Session {
    /// A session that plays in real time and waits for its first run.
    #[must_use]
    pub fn new() -> Self {
        Self { speed: Some(1.0), acknowledged: true, ..Self::default() }
    }

    /// The same, which rehearses in its turns until the first command comes.
    #[must_use]
    pub fn rehearsing() -> Self {
        Self { rehearsal: Some(Rehearsal::default()), ..Self::new() }
    }

    /// The first thing that the worker says.
    #[must_use]
    pub fn greeting() -> Life {
        Life::Ready { version: VERSION, engine: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// Takes a command. Returns what there is to say at once.
    pub fn command(&mut self, command: Command, wall_ms: f64) -> Option<Message> {
        self.rehearsal = None;
        match command {
            Command::Load { run, seed, scenario, pinned, to_s, playing } => {
                let load = self.load(run, seed, [Some(&scenario), pinned.as_ref()], to_s, playing, wall_ms);
                return load.map(Message::from);
            }
            Command::Curve { request, seed, scenario } => {
                let scenario = Scenario::from_value(&scenario).ok();
                self.curve = scenario.map(|scenario| Charting { request, curve: Curve::new(&scenario, seed), sent: 0 });
            }
            Command::Study { request, study } => return Some(Books::open(&mut self.books, request, study)),
            Command::Extend { runs } => return self.books.as_mut().map(|books| books.extend(runs).into()),
            Command::Task { place, task } => return Some(study::work(place, &task)),
            Command::Outcome { place, outcome } => {
                return self.books.as_mut().map(|books| books.take(place, &outcome));
            }
            Command::LookBack { request, past } => self.looking = Looking::begin(request, &past, wall_ms),
            Command::Speed { factor } => {
                self.speed = factor.filter(|factor| *factor > 0.0);
                self.live.iter_mut().for_each(|live| live.anchor(wall_ms));
            }
            Command::Window { tier } => {
                self.tier = tier.min(u8::try_from(TIERS.len() - 1).unwrap_or(0));
                self.live.iter_mut().for_each(|live| {
                    live.touch(true);
                    live.owed[0] = true;
                });
            }
            Command::Acknowledge { sequence } => self.acknowledged |= sequence == self.sequence,
            Command::Play => self.live.iter_mut().for_each(|live| live.play(true, wall_ms)),
            Command::Pause => self.live.iter_mut().for_each(|live| live.play(false, wall_ms)),
            Command::StepEvent => self.live.iter_mut().for_each(|live| live.step(wall_ms, |run| run.step())),
            Command::StepDecision => {
                let decide = |run: &mut Run| run.step_to_decision(DECISION_EVENTS);
                self.live.iter_mut().for_each(|live| live.step(wall_ms, decide));
            }
        }
        None
    }

    /// Goes on for a turn. Returns how long to wait before the next one, in milliseconds; `None` to wait for a command.
    pub fn work(&mut self, clock: &impl Fn() -> f64) -> Option<f64> {
        let until = clock() + TURN_MS;
        if let Some(rehearsal) = &mut self.rehearsal {
            let goes_on = rehearsal.work(|| clock() >= until);
            self.rehearsal.take_if(|_| !goes_on);
            return goes_on.then_some(0.0);
        }
        if let Some(charting) = &mut self.curve {
            while !charting.curve.work() && clock() < until {}
            return Some(0.0);
        }
        if let Some(looking) = &mut self.looking {
            while !looking.work() && clock() < until {}
            return Some(0.0);
        }
        let live = self.live.as_mut()?;
        let wait = live.work(self.speed, clock, until);
        // Something unsent must not wait for the next command.
        wait.or_else(|| (live.stale.contains(&true) || live.owed.contains(&true)).then_some(SNAPSHOT_MS))
    }

    /// The next snapshot, if it is time for one, something changed, and the last one was acknowledged.
    pub fn snapshot(&mut self, wall_ms: f64) -> Option<Snapshot> {
        let live = self.live.as_mut()?;
        // Charts that waited for their time travel in a snapshot of their own, should nothing else be new.
        live.stale[0] |= live.stale[2] && wall_ms - live.sent_ms[2] >= SERIES_MS;
        if !self.acknowledged || !live.due(0, wall_ms, SNAPSHOT_MS) {
            return None;
        }
        self.acknowledged = false;
        self.sequence = self.sequence.wrapping_add(1);
        Some(live.snapshot(self.sequence, self.tier, wall_ms))
    }

    /// The next message beside snapshots, if it is time for one.
    pub fn message(&mut self, wall_ms: f64) -> Option<Message> {
        if let Some(answer) = self.curve.as_mut().and_then(Charting::answer) {
            self.curve.take_if(|charting| charting.curve.done());
            return Some(answer.into());
        }
        if let Some(answer) = self.looking.as_mut().and_then(|looking| looking.answer(wall_ms)) {
            self.looking.take_if(|looking| looking.done());
            return Some(answer.into());
        }
        let live = self.live.as_mut()?;
        if live.replay_to.is_some() {
            return None;
        }
        if !live.due(1, wall_ms, REPORT_MS) {
            return live.beside().map(Message::from);
        }
        live.owed[1] = true;
        let run = live.number;
        let Some(pinned) = &mut live.pinned else {
            let report = Box::new(live.main.report());
            return Some(Notice::Report { run, report, pinned: None, difference: None }.into());
        };
        let Comparison { a, b, difference } = Comparison::of(pinned, &mut live.main);
        let (report, pinned) = (Box::new(b.report), Some(Box::new(a.report)));
        Some(Notice::Report { run, report, pinned, difference: Some(Box::new(difference)) }.into())
    }

    fn load(
        &mut self,
        run: u32,
        seed: u64,
        [scenario, pinned]: [Option<&Value>; 2],
        to_s: f64,
        playing: bool,
        wall_ms: f64,
    ) -> Option<Notice> {
        let read = |value: Option<&Value>| value.map(Scenario::from_value).transpose();
        let (main, pinned) = match (read(scenario), read(pinned)) {
            (Ok(Some(main)), Ok(pinned)) => (main, pinned),
            (Err(problems), _) | (_, Err(problems)) => return Some(refused(run, problems)),
            (Ok(None), _) => return None,
        };
        self.live = Some(Live::new(run, &main, pinned.as_ref(), seed));
        self.acknowledged = true;
        let live = self.live.as_mut()?;
        live.replay_to = (to_s > 0.0).then(|| Instant::from_seconds(to_s));
        live.play(playing, wall_ms);
        None
    }
}

impl Charting {
    /// What is new of it.
    fn answer(&mut self) -> Option<Answer> {
        let points = self.curve.points().to_vec();
        if points.len() == self.sent && !self.curve.done() {
            return None;
        }
        self.sent = points.len();
        Some(Answer::Curve { request: self.request, points, done: self.curve.done() })
    }
}

fn refused(run: u32, problems: Vec<Problem>) -> Notice {
    Notice::Refused { run, problems: problems.into_iter().map(Complaint::from).collect() }
}
