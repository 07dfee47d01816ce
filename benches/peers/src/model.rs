//! What every program simulates, and what it draws and counts with.

use switchyard::random::{Stream, exponential};

/// A place where a payment is served.
#[derive(Clone, Copy)]
pub struct Place {
    /// How many are served at once; absent where nobody waits.
    pub workers: Option<u32>,
    /// Mean of the exponential service in units; absent where it takes no time.
    pub mean: Option<f64>,
}

/// A model: where a payment goes, from the first place to the last.
#[derive(Clone)]
pub struct Model {
    /// Its name, as the engine's own benchmark has it.
    pub name: &'static str,
    /// Mean gap between arrivals in units.
    pub gap: f64,
    /// Every place; the processors stand between the first and the last two.
    pub places: Vec<Place>,
    /// Processors that take turns; none in a single station.
    pub processors: usize,
    turn: usize,
}

impl Model {
    /// M/M/c at 80 % load, mean service 1.
    pub fn mmc(name: &'static str, servers: u32) -> Self {
        let place = Place { workers: Some(servers), mean: Some(1.0) };
        Self { name, gap: 1.0 / (0.8 * f64::from(servers)), places: vec![place], processors: 0, turn: 0 }
    }

    /// Gateway M/M/8, round robin over four M/M/4, a channel without queue, a database M/M/2, each at 80 %.
    pub fn pipeline() -> Self {
        let place = |workers, mean| Place { workers, mean: Some(mean) };
        let mut places = vec![place(Some(8), 0.64)];
        places.extend([place(Some(4), 1.28); 4]);
        places.extend([place(None, 1.0), place(Some(2), 0.16)]);
        Self { name: "pipeline", gap: 0.1, places, processors: 4, turn: 0 }
    }

    /// Where a payment begins.
    pub fn first(&self) -> usize {
        0
    }

    /// Every place that may follow a place, absent where the payment is answered.
    pub fn targets(&self, place: usize) -> impl Iterator<Item = Option<usize>> {
        let next = match place {
            0 if self.processors > 0 => 1..self.processors + 1,
            place if place <= self.processors => self.processors + 1..self.processors + 2,
            place => place + 1..place + 2,
        };
        next.map(|next| Some(next).filter(|next| *next < self.places.len()))
    }

    /// Where it goes after a place; processors take turns.
    pub fn after(&mut self, place: usize) -> Option<usize> {
        match place {
            _ if self.processors == 0 => None,
            0 => {
                self.turn = self.turn % self.processors + 1;
                Some(self.turn)
            }
            place if place <= self.processors => Some(self.processors + 1),
            place => Some(place + 1).filter(|next| *next < self.places.len()),
        }
    }
}

/// The draws: the same generator and the same ziggurat as the engine's, so that only the simulators differ.
pub struct Draws(Stream);

impl Draws {
    /// At the start of the stream of this name.
    pub fn new(name: &str) -> Self {
        Self(Stream::new(1, name))
    }

    /// An exponential time of this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        mean * exponential(&mut self.0)
    }
}

/// Payments that were answered and the sum of their response times.
#[derive(Default)]
pub struct Tally {
    /// How many.
    pub count: u64,
    sum: f64,
}

impl Tally {
    /// One more.
    pub fn add(&mut self, response: f64) {
        self.count += 1;
        self.sum += response;
    }

    /// Their mean.
    pub fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }
}
