//! Erlang-A: M/M/c whose customers leave the line when their patience, exponential too, is at its end: client timeouts.
//!
//! Source: Palm (1957); Garnett, Mandelbaum and Reiman, "Designing a call center with impatient customers"
//! (Manufacturing and Service Operations Management 4(3), 2002), section 2. Any load has an answer: what is too much
//! leaves. Who is served has all the time.

use super::limits::{positive, within};
use super::{Demand, TheoryError};

/// A number is left out when it is less likely than the most likely one by more than this.
const NEGLIGIBLE: f64 = 1e-25;
/// The most arrivals in a mean patience: the law spreads over the root of it.
const ARRIVALS_MAX: f64 = 1e10;

/// An M/M/c queue with abandonment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    demand: Demand,
    servers: u32,
    patience_mean_ms: f64,
    p_queue: f64,
    queue: f64,
    busy: f64,
}

impl ErlangA {
    /// The queue with this demand, so many servers and this mean patience in line in milliseconds, more than 0.
    ///
    /// # Errors
    ///
    /// If the demand or the patience is out of range, or there is no server.
    pub fn new(demand: Demand, servers: u32, patience_mean_ms: f64) -> Result<Self, TheoryError> {
        let load = demand.load(servers)?;
        positive("patience_mean_ms", patience_mean_ms)?;
        let arrivals = demand.arrival_rate_per_ms() * patience_mean_ms;
        within("patience_mean_ms", patience_mean_ms, arrivals <= ARRIVALS_MAX, "shorter than 1e10 arrivals")?;
        let c = f64::from(servers);
        // In arrivals a patience, p(n + 1) / p(n) is their number over that of the ends.
        let ends = |n: f64| n.min(c) * patience_mean_ms / demand.service_mean_ms + (n - c).max(0.0);
        let excess = arrivals - ends(c);
        let mode = if load <= 1.0 { (load * c).floor() } else { c + excess.floor().max(0.0) };
        let mut sums = Sums { servers: c, ..Sums::default() };
        sums.add(mode, 1.0);
        let (mut n, mut weight) = (mode, 1.0);
        while n > 0.0 && weight > NEGLIGIBLE {
            weight *= ends(n) / arrivals;
            n -= 1.0;
            sums.add(n, weight);
        }
        (n, weight) = (mode, 1.0);
        while weight > NEGLIGIBLE {
            n += 1.0;
            weight *= arrivals / ends(n);
            sums.add(n, weight);
        }
        let [p_queue, queue, busy] = [sums.all_busy, sums.queue, sums.busy].map(|sum| sum / sums.total);
        Ok(Self { demand, servers, patience_mean_ms, p_queue, queue, busy })
    }

    /// The share of arrivals that find all servers busy and must queue, 0 to 1.
    #[must_use]
    pub fn p_queue(&self) -> f64 {
        self.p_queue
    }

    /// The share of arrivals that leave unserved, 0 to 1: theta Lq / lambda.
    #[must_use]
    pub fn p_abandon(&self) -> f64 {
        self.queue_mean_ms() / self.patience_mean_ms
    }

    /// Lq: how many are in line on average.
    #[must_use]
    pub fn queue(&self) -> f64 {
        self.queue
    }

    /// Mean time in line in milliseconds over all arrivals, those who leave and those who do not queue included.
    #[must_use]
    pub fn queue_mean_ms(&self) -> f64 {
        let rate = self.demand.arrival_rate_per_ms();
        if rate > 0.0 { self.queue / rate } else { 0.0 }
    }

    /// How many are served per second.
    #[must_use]
    pub fn throughput_per_s(&self) -> f64 {
        self.busy / self.demand.service_mean_ms * super::demand::MILLIS_PER_SECOND
    }

    /// The mean share of busy servers, 0 to 1.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.busy / f64::from(self.servers)
    }

    /// L: how many are in line or served on average.
    #[must_use]
    pub fn in_system(&self) -> f64 {
        self.queue + self.busy
    }
}

/// Sums over the numbers in the system, each with its weight.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    servers: f64,
    total: f64,
    all_busy: f64,
    queue: f64,
    busy: f64,
}

impl Sums {
    fn add(&mut self, n: f64, weight: f64) {
        self.total += weight;
        self.busy += weight * n.min(self.servers);
        if n >= self.servers {
            self.all_busy += weight;
            self.queue += weight * (n - self.servers);
        }
    }
}
