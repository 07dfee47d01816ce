//! Prequal: probe a few, keep what they say for a moment, pick the fastest of those that are not hot.
//!
//! Source: Wydrowski et al., "Load is not what you should balance: introducing Prequal" (2024). Each pick sends
//! `probes` probes to random servers; the answers (requests in flight, latency at that load) enter a pool of at most
//! 16, the newest of each server. A server is hot when its requests in flight exceed a quantile of what probes said of
//! late. The cold entry with least latency is picked, or, if all are hot, the one with fewest in flight; use counts one
//! more in flight for the entry. Entries leave when they are a second old, when they were used up, when the pool
//! overflows (the oldest), and one at every pick, by turns the oldest and the worst. With fewer than two usable entries
//! the pick is uniform.
//!
//! Probes answer at once here: they tell the numbers in flight of the view and an average latency (one fifth of the
//! newest). The quantile is of the last 128 answers. Left out: asynchronous probes and load that others caused.
//! Weights are ignored, except that 0 drains.

use super::glimpse::Glimpse;
use super::{Balance, Ended, Parameter, Setup, View, sampling};
use crate::math;
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// Answers over which the quantile is taken.
const RECENT: usize = 128;
/// Share of the newest latency in the average of a server.
const NEWEST: f64 = 0.2;
/// Probes of each pick.
const PROBES: Parameter = Parameter::whole("probes", (0.0, 16.0), 3.0).says("probes", "Probes sent with each pick.");
/// Places in the pool.
const POOL: Parameter = Parameter::whole("pool", (2.0, 64.0), 16.0).says("answers", "The most answers that are kept.");
/// Age at which an answer is thrown away.
const AGE: Parameter = Parameter::number("age_ms", (1.0, 60_000.0), 1000.0).says("ms", "How long an answer is kept.");
/// Answers removed at each pick.
const REMOVED: Parameter = Parameter::whole("removed", (0.0, 16.0), 1.0)
    .says("answers", "Answers removed with each pick, by turns the oldest and the worst.");
/// What is hot; 2^-0.25 in the paper.
const QUANTILE: Parameter = Parameter::number("hot_quantile", (0.0, 1.0), 0.84)
    .says("", "A processor is hot when it has more in flight than this quantile of recent answers.");
/// Net growth of the pool that use must make up for.
const DELTA: Parameter =
    Parameter::number("delta", (0.0, 100.0), 1.0).says("answers", "How much the pool should grow at each pick.");

/// Prequal's hot-cold choice over a pool of probes.
#[derive(Clone, Debug)]
pub struct Prequal {
    probes: u32,
    capacity: usize,
    age: Nanos,
    removed: u32,
    quantile: f64,
    delta: f64,
    pool: Vec<Entry>,
    latency_ms: Vec<f64>,
    /// The last answers' numbers in flight, a ring, and a place to sort them.
    recent: Vec<u32>,
    sorted: Vec<u32>,
    answers: usize,
    /// Whether the next removal takes the worst.
    worst_next: bool,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    server: usize,
    in_flight: u32,
    latency_ms: f64,
    at: Instant,
    uses: f64,
}

impl Balance for Prequal {
    const ID: &'static str = "prequal";
    const NAME: &'static str = "Prequal (YouTube)";
    const SUMMARY: &'static str = "A few processors are asked how they are; the fastest that is not hot gets the payment.";
    const SOURCE: &'static str = "Wydrowski et al. (2024), with the paper's parameters";
    const PARAMETERS: &'static [Parameter] = &[PROBES, POOL, AGE, REMOVED, QUANTILE, DELTA];
    const SCORE: Option<&'static str> = Some("latency in ms");

    fn new(setup: &Setup<'_>) -> Self {
        let capacity = math::index(setup.whole(&POOL));
        Self {
            probes: setup.whole(&PROBES),
            capacity,
            age: Nanos::from_millis(setup.value(&AGE)),
            removed: setup.whole(&REMOVED),
            quantile: setup.value(&QUANTILE),
            delta: setup.value(&DELTA),
            pool: Vec::with_capacity(capacity + 1),
            latency_ms: vec![0.0; setup.servers],
            recent: Vec::with_capacity(RECENT),
            sorted: Vec::with_capacity(RECENT),
            answers: 0,
            worst_next: false,
        }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let hot = self.probe(view, stream)?;
        let picked = if self.pool.len() < 2 { None } else { choose(&self.pool, hot) };
        let server = match picked {
            Some(place) => self.take(place, view),
            None => sampling::any(view, stream)?,
        };
        for _ in 0..self.removed {
            self.remove(hot);
        }
        Some(server)
    }

    fn closed(&mut self, server: usize, _view: &View<'_>, ended: &Ended) {
        let average = &mut self.latency_ms[server];
        let newest = ended.latency.millis();
        *average = if *average == 0.0 { newest } else { NEWEST * newest + (1.0 - NEWEST) * *average };
    }

    fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
        let mut probed = self.clone();
        let hot = probed.probe(view, &mut stream.clone())?;
        let answer = |entry: &Entry| (entry.server, [f64::from(entry.in_flight), entry.latency_ms]);
        let (figures, answers) = (&["in flight", "latency in ms"], probed.pool.iter().map(answer));
        let seen = Glimpse::of("in its pool, the oldest answer first", figures, answers)?;
        Some(Glimpse { bound: (hot < u32::MAX).then(|| ("hot above, in flight", f64::from(hot))), ..seen })
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.latency_ms.get(server).copied()
    }
}

impl Prequal {
    /// Probes a few, forgets what is too old, and says the number in flight above which a server is hot.
    fn probe(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<u32> {
        for _ in 0..self.probes {
            let probed = sampling::any(view, stream)?;
            self.answer(probed, view);
        }
        self.pool.retain(|entry| view.now.since(entry.at) < self.age && view.is_eligible(entry.server));
        Some(self.hot_above())
    }

    /// A probe comes back: it replaces the server's last one, or the oldest if the pool is full.
    fn answer(&mut self, server: usize, view: &View<'_>) {
        let in_flight = view.in_flight[server];
        self.pool.retain(|entry| entry.server != server);
        if self.pool.len() == self.capacity {
            self.pool.remove(0);
        }
        let latency_ms = self.latency_ms[server];
        self.pool.push(Entry { server, in_flight, latency_ms, at: view.now, uses: self.reuse(view) });
        if self.recent.len() < RECENT {
            self.recent.push(in_flight);
        } else {
            self.recent[self.answers % RECENT] = in_flight;
        }
        self.answers += 1;
    }

    /// How often an entry may be used: max(1, (1 + delta) / ((1 - pool / servers) * probes - removed)).
    fn reuse(&self, view: &View<'_>) -> f64 {
        let share = math::count(self.capacity) / math::count(view.weights.len());
        let fresh = (1.0 - share) * f64::from(self.probes) - f64::from(self.removed);
        // A pool as large as the system is refreshed by replacement alone: entries then leave by age and removal.
        if fresh > 0.0 { ((1.0 + self.delta) / fresh).max(1.0) } else { f64::INFINITY }
    }

    /// The number in flight above which a server is hot.
    fn hot_above(&mut self) -> u32 {
        if self.recent.is_empty() {
            return u32::MAX;
        }
        self.sorted.clone_from(&self.recent);
        let place = math::floor(self.quantile * math::count(self.sorted.len() - 1));
        let place = math::index(math::low(place));
        *self.sorted.select_nth_unstable(place).1
    }

    /// Uses an entry once.
    fn take(&mut self, place: usize, _view: &View<'_>) -> usize {
        let entry = &mut self.pool[place];
        entry.in_flight += 1;
        entry.uses -= 1.0;
        let server = entry.server;
        if entry.uses < 1.0 {
            self.pool.remove(place);
        }
        server
    }

    /// Removes the oldest or the worst entry, by turns.
    fn remove(&mut self, hot: u32) {
        let place = if self.worst_next { worst(&self.pool, hot) } else { (!self.pool.is_empty()).then_some(0) };
        self.worst_next = !self.worst_next;
        if let Some(place) = place {
            self.pool.remove(place);
        }
    }
}

/// The cold entry with least latency, or the one with fewest in flight if all are hot.
fn choose(pool: &[Entry], hot: u32) -> Option<usize> {
    let places = || 0..pool.len();
    let cold = places().filter(|&place| pool[place].in_flight <= hot);
    let fastest = cold.min_by(|&a, &b| pool[a].latency_ms.total_cmp(&pool[b].latency_ms));
    fastest.or_else(|| places().min_by_key(|&place| pool[place].in_flight))
}

/// The hot entry with most in flight, or the slowest if none is hot.
fn worst(pool: &[Entry], hot: u32) -> Option<usize> {
    let places = || 0..pool.len();
    let hottest = places().filter(|&place| pool[place].in_flight > hot).max_by_key(|&place| pool[place].in_flight);
    hottest.or_else(|| places().max_by(|&a, &b| pool[a].latency_ms.total_cmp(&pool[b].latency_ms)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_hot_or_cold() {
        let said = [(2, 30.0), (9, 12.0), (4, 25.0), (12, 8.0), (4, 22.0)];
        let entry = |(in_flight, latency_ms)| Entry { server: 0, in_flight, latency_ms, at: Instant::START, uses: 1.0 };
        let pool = said.map(entry);
        let got = [1, 2, 4, 9, 12].map(|hot| choose(&pool, hot).map(|place| place + 1));
        assert_eq!(got, [1, 1, 5, 2, 4].map(Some), "thresholds of 1, 2, 4, 9 and 12 in flight");
    }
}
