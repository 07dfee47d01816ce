//! The worker's side of the conversation: commands in; notices and snapshots out.
//!
//! It holds no clock and no browser: whoever drives it says what time it is on the wall, so it is tested natively. What
//! it shows is always a function of scenario, seed and simulated time: an edit replays the run from its start to the
//! same instant.

use super::study::{self, Books};
use super::{Answer, Command, Complaint, Gauge, Hop, Life, Message, Notice, Series, Snapshot, VERSION};
use crate::experiment::{Comparison, Curve, Run};
use crate::math;
use crate::payment::TIERS;
use crate::scenario::{Checked, Problem, Scenario};
use crate::units::Instant;
use serde_json::Value;

/// Events between two looks at the clock: well under a millisecond of work.
const SLICE: u64 = 4_096;
/// How long the worker goes on before it listens again.
const TURN_MS: f64 = 8.0;
/// Snapshots come no faster than this: 30 a second.
const SNAPSHOT_MS: f64 = 33.0;
/// Reports come no faster than this.
const REPORT_MS: f64 = 250.0;
/// New charts come no faster than this.
const SERIES_MS: f64 = 100.0;
/// A run that falls behind the wall clock by more than this gives up catching up.
const LAG_MS: f64 = 250.0;
/// A replay that would take more events than this starts at zero instead.
const REPLAY_EVENTS: u64 = 30_000_000;
/// Beads that are shown in a second of wall time at the most.
const BEADS_PER_S: f64 = 80.0;
/// Events within which a decision is looked for before the search gives up.
const DECISION_EVENTS: u64 = 10_000_000;

/// A conversation with one page.
#[derive(Debug, Default)]
pub struct Session {
    live: Option<Live>,
    curve: Option<Charting>,
    books: Option<Books>,
    speed: Option<f64>,
    tier: u8,
    sequence: u32,
    acknowledged: bool,
}

/// A formula chart in the making.
#[derive(Debug)]
struct Charting {
    request: u32,
    curve: Curve,
    /// Points that were sent already.
    sent: usize,
}

/// The run on the page, and the one that it is compared with.
#[derive(Debug)]
struct Live {
    number: u32,
    main: Run,
    pinned: Option<Run>,
    /// The instant to which the run is being replayed.
    replay_to: Option<Instant>,
    playing: bool,
    pace: Pace,
    /// Whether something changed since the last snapshot, report and charts.
    stale: [bool; 3],
    /// When these were last sent.
    sent_ms: [f64; 3],
    sample_every: u64,
}

/// How simulated time follows the wall clock.
#[derive(Clone, Copy, Debug, Default)]
struct Pace {
    wall_ms: f64,
    simulated: Instant,
    /// At the last snapshot: wall time, simulated time, events.
    seen: (f64, f64, f64),
    events_per_s: f64,
    simulated_per_s: f64,
}

impl Session {
    /// A session that plays in real time and waits for its first run.
    #[must_use]
    pub fn new() -> Self {
        Self { speed: Some(1.0), acknowledged: true, ..Self::default() }
    }

    /// The first thing that the worker says.
    #[must_use]
    pub fn greeting() -> Life {
        Life::Ready { version: VERSION, engine: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// Takes a command. Returns what there is to say at once.
    pub fn command(&mut self, command: Command, wall_ms: f64) -> Option<Message> {
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
            Command::Speed { factor } => {
                self.speed = factor.filter(|factor| *factor > 0.0);
                self.live.iter_mut().for_each(|live| live.anchor(wall_ms));
            }
            Command::Window { tier } => {
                self.tier = tier.min(u8::try_from(TIERS.len() - 1).unwrap_or(0));
                self.live.iter_mut().for_each(|live| live.touch(true));
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
        if let Some(charting) = &mut self.curve {
            while !charting.curve.work() && clock() < until {}
            return Some(0.0);
        }
        let live = self.live.as_mut()?;
        let wait = live.work(self.speed, clock, until);
        // Something unsent must not wait for the next command.
        wait.or_else(|| (live.stale.contains(&true)).then_some(SNAPSHOT_MS))
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
        let live = self.live.as_mut()?;
        if live.replay_to.is_some() || !live.due(1, wall_ms, REPORT_MS) {
            return None;
        }
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

impl Live {
    fn new(number: u32, main: &Checked, pinned: Option<&Checked>, seed: u64) -> Self {
        let mut main = Run::new(main, seed);
        main.network_mut().watch(1);
        Self {
            number,
            main,
            pinned: pinned.map(|pinned| Run::new(pinned, seed)),
            replay_to: None,
            playing: false,
            pace: Pace::default(),
            stale: [true; 3],
            sent_ms: [f64::NEG_INFINITY; 3],
            sample_every: 1,
        }
    }

    fn play(&mut self, playing: bool, wall_ms: f64) {
        self.playing = playing;
        self.anchor(wall_ms);
        self.touch(false);
    }

    /// From now on simulated time follows the wall clock from here.
    fn anchor(&mut self, wall_ms: f64) {
        self.pace.wall_ms = wall_ms;
        self.pace.simulated = self.main.now();
        self.pace.seen = (wall_ms, self.main.now().seconds(), math::float(self.main.events()));
    }

    fn touch(&mut self, charts: bool) {
        self.stale = [true, true, self.stale[2] || charts];
    }

    fn due(&mut self, what: usize, wall_ms: f64, every_ms: f64) -> bool {
        let due = self.stale[what] && wall_ms - self.sent_ms[what] >= every_ms;
        if due {
            self.stale[what] = false;
            self.sent_ms[what] = wall_ms;
        }
        due
    }

    fn step(&mut self, wall_ms: f64, step: impl Fn(&mut Run) -> bool) {
        self.playing = false;
        step(&mut self.main);
        self.follow();
        self.anchor(wall_ms);
        // A step was asked for: its result is shown at once.
        self.sent_ms = [f64::NEG_INFINITY; 3];
        self.touch(true);
    }

    /// Takes the pinned run to the same instant.
    fn follow(&mut self) {
        let now = self.main.now();
        self.pinned.iter_mut().for_each(|pinned| while !pinned.advance(now, SLICE) {});
    }

    fn work(&mut self, speed: Option<f64>, clock: &impl Fn() -> f64, until_ms: f64) -> Option<f64> {
        if let Some(target) = self.replay_to {
            return Some(self.replay(target, clock, until_ms));
        }
        if !self.playing {
            return None;
        }
        if self.main.overfull() {
            self.play(false, clock());
            return None;
        }
        self.touch(true);
        match speed {
            Some(factor) => Some(self.keep_pace(factor, clock, until_ms)),
            None => {
                while clock() < until_ms {
                    self.rush();
                }
                Some(0.0)
            }
        }
    }

    /// A slice as fast as possible, both runs to the same instant.
    fn rush(&mut self) {
        for _ in 0..SLICE {
            if !self.main.step() {
                break;
            }
        }
        self.follow();
    }

    /// Simulates up to where the wall clock says. Returns how long to wait.
    fn keep_pace(&mut self, factor: f64, clock: &impl Fn() -> f64, until_ms: f64) -> f64 {
        loop {
            let now_ms = clock();
            let elapsed_s = (now_ms - self.pace.wall_ms) / 1e3 * factor;
            let target = self.pace.simulated + crate::units::Nanos::from_seconds(elapsed_s);
            let arrived = self.main.advance(target, SLICE);
            self.follow();
            if arrived {
                return TURN_MS;
            }
            if now_ms >= until_ms {
                let lag_s = target.since(self.main.now()).seconds();
                if lag_s / factor * 1e3 > LAG_MS {
                    self.pace.wall_ms = now_ms;
                    self.pace.simulated = self.main.now();
                }
                return 0.0;
            }
        }
    }

    fn replay(&mut self, target: Instant, clock: &impl Fn() -> f64, until_ms: f64) -> f64 {
        self.touch(true);
        loop {
            let arrived = self.main.advance(target, SLICE);
            self.follow();
            if arrived || self.main.events() > REPLAY_EVENTS {
                self.replay_to = None;
                // The moves of the past are not shown.
                self.main.network_mut().moves();
                self.anchor(clock());
                return 0.0;
            }
            if clock() >= until_ms {
                return 0.0;
            }
        }
    }

    fn snapshot(&mut self, sequence: u32, tier: u8, wall_ms: f64) -> Snapshot {
        let now = self.main.now();
        self.main.network_mut().settle(now);
        self.pinned.iter_mut().for_each(|run| run.network_mut().settle(now));
        self.gauge_pace(wall_ms);
        let charts = self.due(2, wall_ms, SERIES_MS);
        let hops = self.main.network_mut().moves().into_iter().map(Hop::from).collect();
        let network = self.main.network();
        let tally = network.mark(now).total.tally;
        Snapshot {
            run: self.number,
            sequence,
            now_s: now.seconds(),
            events: math::float(self.main.events()),
            events_per_s: if self.playing { self.pace.events_per_s } else { 0.0 },
            pace: if self.playing { self.pace.simulated_per_s } else { 0.0 },
            replayed: self.replay_to.map_or(1.0, |target| now.seconds() / target.seconds()),
            playing: self.playing,
            rate_per_s: network.rate(now),
            resident: math::id(network.resident()),
            hits: math::float(tally.hits),
            misses: math::float(tally.misses),
            sample_every: math::low(self.sample_every),
            gauges: network.gauges().map(Gauge::from).collect(),
            hops,
            last: network.last_move().map(Hop::from),
            series: if charts { Series::of(self.main.network(), tier) } else { None },
            pinned_series: self.pinned.as_ref().filter(|_| charts).and_then(|run| Series::of(run.network(), tier)),
        }
    }

    /// Measures how fast it goes, and thins the beads out accordingly.
    fn gauge_pace(&mut self, wall_ms: f64) {
        let (then_ms, then_s, then_events) = self.pace.seen;
        let (now_s, events) = (self.main.now().seconds(), math::float(self.main.events()));
        let elapsed_s = (wall_ms - then_ms) / 1e3;
        if elapsed_s <= 0.0 {
            return;
        }
        self.pace.seen = (wall_ms, now_s, events);
        self.pace.events_per_s = (events - then_events).max(0.0) / elapsed_s;
        self.pace.simulated_per_s = (now_s - then_s).max(0.0) / elapsed_s;
        let offered = math::float(self.main.network().mark(self.main.now()).total.tally.offered);
        let payments_per_s = offered / now_s.max(1.0) * self.pace.simulated_per_s;
        let wanted = math::whole((payments_per_s / BEADS_PER_S).ceil()).clamp(1, 1 << 30);
        self.sample_every = wanted.next_power_of_two();
        self.main.network_mut().watch(self.sample_every);
    }
}
