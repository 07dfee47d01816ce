//! The run on the page: how it follows the wall clock, what of it is new, and what a snapshot shows of it.

use super::session::{SERIES_MS, TURN_MS};
use super::{Answer, Gauge, Hop, Ledger, Series, Snapshot};
use crate::experiment::{Expectation, Run};
use crate::math;
use crate::scenario::Checked;
use crate::units::{Instant, Nanos};

/// Events between two looks at the clock: well under a millisecond of work.
const SLICE: u64 = 4_096;
/// A run that falls behind the wall clock by more than this gives up catching up.
const LAG_MS: f64 = 250.0;
/// A replay that would take more events than this starts at zero instead.
const REPLAY_EVENTS: u64 = 30_000_000;
/// Beads that are shown in a second of wall time at the most.
const BEADS_PER_S: f64 = 80.0;

/// The run on the page, and the one that it is compared with.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) number: u32,
    pub(super) main: Run,
    pub(super) pinned: Option<Run>,
    /// The instant to which the run is being replayed.
    pub(super) replay_to: Option<Instant>,
    playing: bool,
    pace: Pace,
    /// Whether something changed since the last snapshot, report and charts.
    pub(super) stale: [bool; 3],
    /// When these were last sent.
    pub(super) sent_ms: [f64; 3],
    sample_every: u64,
    /// What theory says, once it was computed: that may take tenths of a second.
    expectation: Option<Expectation>,
    /// Whether theory, and the figures of the places, are still to be said.
    pub(super) owed: [bool; 2],
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

impl Live {
    pub(super) fn new(number: u32, main: &Checked, pinned: Option<&Checked>, seed: u64) -> Self {
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
            expectation: None,
            owed: [true, false],
        }
    }

    /// What is owed beside the reports, which go first: theory may take its time.
    pub(super) fn beside(&mut self) -> Option<Answer> {
        let run = self.number;
        if std::mem::take(&mut self.owed[1]) {
            return Some(Answer::Places { run, places: self.main.places() });
        }
        std::mem::take(&mut self.owed[0]).then(|| {
            let expectation = self.expectation.get_or_insert_with(|| Expectation::of(self.main.scenario()));
            Answer::Expectation { run, expectation: Box::new(expectation.clone()) }
        })
    }

    pub(super) fn play(&mut self, playing: bool, wall_ms: f64) {
        self.playing = playing;
        self.anchor(wall_ms);
        self.touch(false);
    }

    /// From now on simulated time follows the wall clock from here.
    pub(super) fn anchor(&mut self, wall_ms: f64) {
        self.pace.wall_ms = wall_ms;
        self.pace.simulated = self.main.now();
        self.pace.seen = (wall_ms, self.main.now().seconds(), math::float(self.main.events()));
    }

    pub(super) fn touch(&mut self, charts: bool) {
        self.stale = [true, true, self.stale[2] || charts];
    }

    pub(super) fn due(&mut self, what: usize, wall_ms: f64, every_ms: f64) -> bool {
        let due = self.stale[what] && wall_ms - self.sent_ms[what] >= every_ms;
        if due {
            self.stale[what] = false;
            self.sent_ms[what] = wall_ms;
        }
        due
    }

    pub(super) fn step(&mut self, wall_ms: f64, step: impl Fn(&mut Run) -> bool) {
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

    pub(super) fn work(&mut self, speed: Option<f64>, clock: &impl Fn() -> f64, until_ms: f64) -> Option<f64> {
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
            let target = self.pace.simulated + Nanos::from_seconds(elapsed_s);
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

    pub(super) fn snapshot(&mut self, sequence: u32, tier: u8, wall_ms: f64) -> Snapshot {
        let now = self.main.now();
        self.main.network_mut().settle(now);
        self.pinned.iter_mut().for_each(|run| run.network_mut().settle(now));
        self.gauge_pace(wall_ms);
        let charts = self.due(2, wall_ms, SERIES_MS);
        let hops = self.main.network_mut().moves().into_iter().map(Hop::from).collect();
        let network = self.main.network();
        let stations = network.roster().stations;
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
            gauges: network.gauges().filter(|one| stations.contains(&one.place)).map(Gauge::from).collect(),
            ledger: network.next_block(now).map(|(next, unconfirmed)| Ledger { next_s: next.seconds(), unconfirmed }),
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
