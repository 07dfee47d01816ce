//! Turns snapshots, thirty a second, into what the drawing says, a few times a second.
//!
//! Gauges are taken as they are. Rates, shares and hits are exponential averages over the last moments of what was counted,
//! of every payment, sampled or not. What a line carries is what came to the place at its end, or left the one at its start;
//! where a worker waits for its answer, a payment has left when the answer is back.

use crate::math;
use crate::payment::Place;
use crate::wire::{Gauge, Hop, Ledger, Snapshot};

/// Wall seconds over which rates are averaged.
const MEMORY_S: f64 = 2.0;
/// How long a signal stays down after the last payment was turned away, in milliseconds.
const DOWN_MS: f64 = 1_000.0;
/// Places among the gauges, in the order of [`Place::stations`].
const GATEWAY: usize = 0;
const CARD_MANAGEMENT: usize = 2;
const DATABASE: usize = 3;
const FIRST_PROCESSOR: usize = 4;
/// Look-ups before a hit ratio is shown.
const ENOUGH: f64 = 10.0;
/// Most cells that stand for the cache.
pub(super) const CELLS: u32 = 40;

/// A cell of the cache's grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing is kept in it.
    #[default]
    Empty,
    /// Something is.
    Kept,
    /// A card was just found in it.
    Hit,
    /// A card was just put in.
    New,
    /// One of both a moment ago.
    Trace,
}

/// What the drawing says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct View {
    /// Whether there was a snapshot yet.
    pub(super) seen: bool,
    /// One bead stands for so many payments.
    pub(super) sample_every: u32,
    /// Current arrival rate per second.
    pub(super) rate_per_s: f64,
    /// Simulated time in seconds.
    pub(super) now_s: f64,
    /// In the order of [`crate::payment::Roster`].
    pub(super) gauges: Vec<Gauge>,
    /// The blocks of a ledger channel.
    pub(super) ledger: Option<Ledger>,
    /// Whether each of them turned payments away a moment ago.
    pub(super) rejecting: Vec<bool>,
    /// Share of the picks of each processor; empty while there are none.
    pub(super) shares: Vec<f64>,
    /// The processor picked last.
    pub(super) pick: Option<u8>,
    /// The cells that stand for the cache.
    pub(super) cells: Vec<Cell>,
    /// Share of the look-ups that found their card lately.
    pub(super) hits: Option<f64>,
    /// Moves per simulated second lately.
    pub(super) flows: Moves,
}

/// A figure for each move from place to place that was seen: some dozens at most, so they are simply looked through.
pub(super) type Moves = Vec<((Place, Place), f64)>;

impl View {
    /// Moves from one place to another per simulated second lately.
    pub(super) fn flow(&self, moved: (Place, Place)) -> f64 {
        self.flows.iter().find(|(key, _)| *key == moved).map_or(0.0, |(_, flow)| *flow)
    }
}

/// What has been measured of a run.
#[derive(Debug)]
pub(super) struct Meter {
    processors: u8,
    capacity: u32,
    run: u32,
    now_s: f64,
    view: View,
    /// Simulated seconds, fading.
    seconds: f64,
    /// What was counted at each station, fading too.
    counted: Vec<Counted>,
    /// Hits and misses, fading too, and those so far. An arrival is no look-up yet: it may wait for a worker.
    looked: [f64; 2],
    looked_before: [f64; 2],
    /// Until when each signal stays down.
    down_until: Vec<f64>,
    /// Cells that were touched since the last view, and those before it.
    touched: Vec<Cell>,
    traces: Vec<Cell>,
}

/// Payments at a station.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    came: f64,
    rejected: f64,
    /// Taken by a worker.
    started: f64,
    /// Let go by it.
    left: f64,
}

impl Counted {
    /// Counts what happened between two readings of a gauge.
    fn add(&mut self, before: &Gauge, now: &Gauge) {
        let came = f64::from(now.arrivals.wrapping_sub(before.arrivals));
        let rejected = f64::from(now.rejected.wrapping_sub(before.rejected));
        let started = came - rejected - (f64::from(now.waiting) - f64::from(before.waiting));
        self.came += came;
        self.rejected += rejected;
        self.started += started;
        self.left += started - (f64::from(now.busy) - f64::from(before.busy));
    }

    fn fade(&mut self, keep: f64) {
        for count in [&mut self.came, &mut self.rejected, &mut self.started, &mut self.left] {
            *count *= keep;
        }
    }
}

impl Meter {
    /// A meter for so many processors and a cache of this capacity.
    pub(super) fn new(processors: u8, capacity: u32) -> Self {
        let stations = Place::stations(processors).count();
        let cells = vec![Cell::Empty; math::index(capacity.min(CELLS))];
        let view = View { gauges: vec![Gauge::default(); stations], cells: cells.clone(), ..View::default() };
        Self {
            processors,
            capacity,
            run: 0,
            now_s: 0.0,
            view,
            seconds: 0.0,
            counted: vec![Counted::default(); stations],
            looked: [0.0; 2],
            looked_before: [0.0; 2],
            down_until: vec![0.0; stations],
            touched: cells.clone(),
            traces: cells,
        }
    }

    /// Takes a snapshot that came at this wall time in milliseconds.
    pub(super) fn take(&mut self, snapshot: &Snapshot, wall_ms: f64) {
        if snapshot.run != self.run || snapshot.now_s < self.now_s {
            // What a run that was replayed counted before its first snapshot, it counted since its start.
            *self = Self { run: snapshot.run, ..Self::new(self.processors, self.capacity) };
        }
        self.fade(snapshot);
        self.view.ledger = snapshot.ledger;
        // Those beside the way follow the processors where there are any.
        let stations = snapshot.gauges.len().max(self.counted.len());
        self.view.gauges.resize(stations, Gauge::default());
        self.counted.resize(stations, Counted::default());
        self.down_until.resize(stations, 0.0);
        for (place, gauge) in snapshot.gauges.iter().enumerate() {
            self.counted[place].add(&self.view.gauges[place], gauge);
            if self.view.seen && gauge.rejected > self.view.gauges[place].rejected {
                self.down_until[place] = wall_ms + DOWN_MS;
            }
            self.view.gauges[place] = *gauge;
        }
        let looked = [snapshot.hits, snapshot.misses];
        for ((sum, now), before) in self.looked.iter_mut().zip(looked).zip(self.looked_before) {
            *sum += now - before;
        }
        self.looked_before = looked;
        snapshot.hops.iter().for_each(|hop| self.touch(hop));
        let picked = |hop: &Hop| match (hop.from, hop.to) {
            (Place::Balancer, Place::Processor(number)) => Some(number),
            _ => None,
        };
        let last = snapshot.last.iter().chain(snapshot.hops.iter().rev()).find_map(picked);
        self.view.pick = last.filter(|number| *number < self.processors).or(self.view.pick);
        self.view.seen = true;
        self.view.sample_every = snapshot.sample_every;
        self.view.rate_per_s = snapshot.rate_per_s;
        self.view.now_s = snapshot.now_s;
        self.now_s = snapshot.now_s;
        self.settle_cells(snapshot.resident);
    }

    /// What the drawing says now; cells light up in one view and fade after it.
    pub(super) fn view(&mut self, wall_ms: f64) -> View {
        self.view.rejecting = self.down_until.iter().map(|until| *until > wall_ms).collect();
        self.view.flows = self.flows();
        self.view.shares = self.shares();
        let [hits, misses] = self.looked;
        let enough = hits + misses >= ENOUGH && self.capacity > 0;
        self.view.hits = enough.then(|| hits / (hits + misses));
        let mut view = self.view.clone();
        for (cell, slot) in view.cells.iter_mut().enumerate() {
            match (self.touched[cell], self.traces[cell]) {
                (Cell::Empty, Cell::Empty) => {}
                (Cell::Empty, _) => *slot = Cell::Trace,
                (touched, _) => *slot = touched,
            }
        }
        self.traces = std::mem::replace(&mut self.touched, vec![Cell::Empty; view.cells.len()]);
        view
    }

    /// What each line carries per simulated second.
    fn flows(&self) -> Moves {
        use Place::{Balancer, CardManagement, Channel, Database, Gateway, Merchants, Processor};
        let at = |station: usize| self.counted[station];
        let processors = || (0..self.processors).zip(self.processors());
        let read = at(DATABASE).left + at(DATABASE).rejected;
        let mut flows = vec![
            ((Merchants, Gateway), at(GATEWAY).came),
            ((Gateway, Balancer), processors().map(|(_, one)| one.came).sum()),
            ((Channel, CardManagement), at(CARD_MANAGEMENT).came),
            ((CardManagement, Database), at(DATABASE).came),
            ((Database, CardManagement), at(DATABASE).left),
            ((CardManagement, Channel), self.looked[0] + read),
            ((Gateway, Merchants), at(GATEWAY).left + at(GATEWAY).rejected),
        ];
        for (number, one) in processors() {
            flows.push(((Balancer, Processor(number)), one.came));
            flows.push(((Processor(number), Channel), one.started));
            flows.push(((Channel, Processor(number)), one.left));
            flows.push(((Processor(number), Gateway), one.left));
        }
        flows.iter_mut().for_each(|(_, flow)| *flow = if self.seconds > 0.0 { *flow / self.seconds } else { 0.0 });
        flows
    }

    fn processors(&self) -> impl Iterator<Item = &Counted> {
        self.counted.iter().skip(FIRST_PROCESSOR).take(usize::from(self.processors))
    }

    fn shares(&self) -> Vec<f64> {
        let picks = || self.processors().map(|one| one.came);
        let all: f64 = picks().sum();
        if all > 0.0 { picks().map(|count| count / all).collect() } else { Vec::new() }
    }

    /// Lets what was counted before fade with simulated time, at a speed that suits the eye.
    fn fade(&mut self, snapshot: &Snapshot) {
        let passed = (snapshot.now_s - self.now_s).max(0.0);
        let memory = (MEMORY_S * snapshot.pace).max(passed);
        if passed <= 0.0 || memory <= 0.0 {
            return;
        }
        let keep = math::exp(-passed / memory);
        self.seconds = self.seconds * keep + passed;
        self.looked.iter_mut().for_each(|count| *count *= keep);
        self.counted.iter_mut().for_each(|one| one.fade(keep));
    }

    /// Lights the cell of a card that was found, or has just been read from the database.
    fn touch(&mut self, hop: &Hop) {
        let Some(last) = self.touched.len().checked_sub(1) else { return };
        let Some(cell) = hop.cell else { return };
        let place = u64::from(cell) * math::wide(last + 1) / u64::from(self.capacity.max(1));
        let state = if hop.from == Place::Database { Cell::New } else { Cell::Hit };
        self.touched[math::index(math::low(place)).min(last)] = state;
    }

    fn settle_cells(&mut self, resident: u32) {
        let shown = math::wide(self.view.cells.len());
        let kept = (u64::from(resident) * shown).div_ceil(u64::from(self.capacity.max(1)));
        for (place, cell) in self.view.cells.iter_mut().enumerate() {
            *cell = if math::wide(place) < kept { Cell::Kept } else { Cell::Empty };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::Outcome;
    use crate::scenario::Preset;
    use crate::wire::{Command, Session};

    fn hop(from: Place, to: Place) -> Hop {
        let (at_s, takes_s, payment) = (0.0, 0.0, 1.0);
        Hop { at_s, takes_s, payment, from, to, outcome: Outcome::Open, waits: false, cell: None }
    }

    fn snapshot(now_s: f64, hops: Vec<Hop>) -> Snapshot {
        let gauges = vec![Gauge::default(); 7];
        Snapshot { run: 1, now_s, pace: 1.0, sample_every: 1, gauges, hops, ..Snapshot::default() }
    }

    #[test]
    fn shares_add_up_and_follow_the_picks() {
        let mut meter = Meter::new(3, 0);
        let picks = [0, 0, 0, 1].map(|number| hop(Place::Balancer, Place::Processor(number)));
        let mut seen = snapshot(1.0, picks.to_vec());
        for (gauge, arrivals) in seen.gauges[FIRST_PROCESSOR..].iter_mut().zip([30, 10, 0]) {
            gauge.arrivals = arrivals;
        }
        meter.take(&seen, 0.0);
        let view = meter.view(0.0);
        assert_eq!(view.shares, [0.75, 0.25, 0.0], "three of four, whatever the sample saw");
        assert_eq!(view.pick, Some(1), "the last one");
    }

    #[test]
    fn a_steady_flow_is_measured_as_it_is() {
        let mut meter = Meter::new(1, 0);
        for moment in 1..=200_u32 {
            // One of eight is shown; all of them are counted.
            let mut seen = snapshot(f64::from(moment) * 0.04, Vec::new());
            seen.sample_every = 8;
            seen.gauges[GATEWAY] = Gauge { arrivals: 4 * moment, busy: 3, waiting: 1, rejected: moment, workers: 4 };
            meter.take(&seen, 0.0);
        }
        let view = meter.view(0.0);
        let flow = view.flow((Place::Merchants, Place::Gateway));
        assert!((flow - 100.0).abs() < 1e-6, "four in 40 ms are a hundred a second, not {flow}");
        let answers = view.flow((Place::Gateway, Place::Merchants));
        assert!((answers - 100.0).abs() < 1.0, "each is answered or turned away: {answers}");
    }

    #[test]
    fn a_signal_drops_and_rises_again() {
        let mut meter = Meter::new(1, 0);
        meter.take(&snapshot(1.0, Vec::new()), 0.0);
        let mut full = snapshot(2.0, Vec::new());
        full.gauges[4].rejected = 1;
        meter.take(&full, 100.0);
        assert!(meter.view(200.0).rejecting[4], "down right after");
        assert!(!meter.view(1_200.0).rejecting[4], "up a second later");
    }

    #[test]
    fn cells_light_up_once() {
        let mut meter = Meter::new(1, 100);
        let found = Hop { cell: Some(99), ..hop(Place::Channel, Place::CardManagement) };
        let read = Hop { cell: Some(0), ..hop(Place::Database, Place::CardManagement) };
        let resident = Snapshot { resident: 100, ..snapshot(1.0, vec![found, read]) };
        meter.take(&resident, 0.0);
        let cells = meter.view(0.0).cells;
        assert_eq!(cells.last(), Some(&Cell::Hit), "the last of a hundred is the last cell");
        assert_eq!(cells.first(), Some(&Cell::New), "what comes from the database is new");
        assert_eq!(meter.view(0.0).cells.last(), Some(&Cell::Trace), "it leaves a trace");
        assert_eq!(meter.view(0.0).cells.last(), Some(&Cell::Kept), "and then it is an ordinary one");
    }

    /// 101 cards take turns in a cache of 100: not one hit, however many wait for their look-up.
    #[test]
    fn who_waits_for_a_look_up_is_no_hit() {
        let scenario = |preset: &str| Preset::find(preset).map(|preset| preset.scenario().to_brief_value());
        let (mut session, mut meter, mut wall_ms) = (Session::new(), Meter::new(1, 100), 0.0);
        for (run, preset) in [(1, "calm-day"), (2, "lru-cache")] {
            let scenario = scenario(preset).unwrap_or_default();
            session.command(Command::Load { run, seed: 1, scenario, pinned: None, to_s: 0.0, playing: true }, wall_ms);
            let mut shown = None;
            for _ in 0..300 {
                wall_ms += 40.0;
                session.work(&|| wall_ms);
                if let Some(snapshot) = session.snapshot(wall_ms) {
                    session.command(Command::Acknowledge { sequence: snapshot.sequence }, wall_ms);
                    meter.take(&snapshot, wall_ms);
                    let hits = meter.view(wall_ms).hits;
                    assert!(preset == "calm-day" || hits.is_none_or(|hits| hits == 0.0), "{hits:?}");
                    shown = hits.or(shown);
                }
            }
            assert!(shown.is_some(), "{preset}: look-ups were seen");
        }
    }

    #[test]
    fn a_new_run_starts_from_nothing() {
        let mut meter = Meter::new(1, 0);
        meter.take(&snapshot(5.0, vec![hop(Place::Balancer, Place::Processor(0))]), 0.0);
        meter.take(&Snapshot { run: 2, ..snapshot(1.0, Vec::new()) }, 0.0);
        assert_eq!(meter.view(0.0).pick, None, "nothing was picked in this run");
    }
}
