//! What the charts draw: rows of equal width over a trailing window, at several widths at once.
//!
//! Each tier keeps the last [`ROWS`] rows and forgets the rest, so the memory of a run does not grow with its length.

use super::place::Place;
use super::tally::Mark;
use crate::math;
use crate::stats::{Histogram, Level};
use crate::units::{Instant, Nanos};
use std::collections::VecDeque;

/// Widths of the rows of each tier, in simulated seconds; each is a multiple of the one before.
pub const TIERS: [f64; 4] = [0.5, 5.0, 60.0, 720.0];
/// Rows that a tier keeps: its trailing windows are 1 minute, 10 minutes, 2 hours and a day.
pub const ROWS: usize = 120;

/// A column of the charts' data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Arrivals per second.
    Offered,
    /// Admitted per second.
    Accepted,
    /// Answered per second.
    Completed,
    /// Answered in time per second.
    Good,
    /// Median response time in milliseconds.
    P50,
    /// 95th percentile in milliseconds.
    P95,
    /// 99th percentile in milliseconds.
    P99,
    /// 99.9th percentile in milliseconds.
    P999,
    /// Hits among look-ups.
    HitRatio,
    /// Correct answers among those that ended.
    Availability,
    /// Payments under way, averaged over the row.
    InSystem,
    /// Payments waiting at a place, averaged over the row.
    Waiting(Place),
    /// Share of a place's workers held; not-a-number for any number of workers.
    Utilisation(Place),
    /// Share of the balancer's picks.
    Share(Place),
}

/// The columns of a run with so many processors, in order.
#[must_use]
pub fn columns(processors: u8) -> Vec<Column> {
    use Column::{Accepted, Availability, Completed, Good, HitRatio, InSystem, Offered, P50, P95, P99, P999};
    let fixed = [Offered, Accepted, Completed, Good, P50, P95, P99, P999, HitRatio, Availability, InSystem];
    let waiting = Place::stations(processors).map(Column::Waiting);
    let utilisation = Place::stations(processors).map(Column::Utilisation);
    let shares = (0..processors).map(|number| Column::Share(Place::Processor(number)));
    fixed.into_iter().chain(waiting).chain(utilisation).chain(shares).collect()
}

/// The rows of one width.
#[derive(Clone, Debug)]
pub(super) struct Tier {
    width: Nanos,
    ends: Instant,
    mark: Mark,
    /// Response times of the current row.
    times: Histogram,
    rows: VecDeque<Vec<f64>>,
}

impl Tier {
    pub(super) fn new(width_s: f64, mark: Mark) -> Self {
        let width = Nanos::from_seconds(width_s);
        let ends = Instant::START + width;
        Self { width, ends, mark, times: Histogram::coarse(), rows: VecDeque::with_capacity(ROWS) }
    }

    /// When the current row ends.
    pub(super) const fn ends(&self) -> Instant {
        self.ends
    }

    /// Counts a response time.
    #[inline]
    pub(super) fn record(&mut self, response: Nanos) {
        self.times.record(response);
    }

    /// Closes the current row with the state at its end, and adds its times to the current row of the next tier, whose
    /// rows are made of whole rows of this one. `workers` are those of the stations.
    pub(super) fn close(&mut self, mark: &Mark, workers: &[Option<u32>], next: Option<&mut Self>) {
        let mut row = if self.rows.len() == ROWS { self.rows.pop_front().unwrap_or_default() } else { Vec::new() };
        row.clear();
        fill(&mut row, &self.mark, mark, &self.times, workers);
        self.rows.push_back(row);
        if let Some(next) = next {
            next.times.absorb(&self.times);
        }
        self.times.clear();
        self.mark.clone_from(mark);
        self.ends += self.width;
    }

    /// Ends of the rows in seconds, and the columns in the order of [`columns`].
    pub(super) fn table(&self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let width = self.width.seconds();
        let last = self.ends.seconds() - width;
        let count = self.rows.len();
        let times = (0..count).map(|row| last - width * math::count(count - 1 - row)).collect();
        let wide = self.rows.front().map_or(0, Vec::len);
        let columns = (0..wide).map(|column| self.rows.iter().map(|row| row[column]).collect()).collect();
        (times, columns)
    }
}

/// Writes the values between two marks, in the order of [`columns`].
fn fill(row: &mut Vec<f64>, from: &Mark, to: &Mark, times: &Histogram, workers: &[Option<u32>]) {
    let tally = to.total.tally.since(&from.total.tally);
    let span = to.total.at.since(from.total.at);
    let seconds = span.seconds();
    let counts = [tally.offered, tally.accepted, tally.completed, tally.good];
    row.extend(counts.map(|count| math::float(count) / seconds));
    row.extend(times.quantiles_ms([0.5, 0.95, 0.99, 0.999]));
    row.extend([tally.hit_ratio(), tally.availability()].map(|share| share.unwrap_or(f64::NAN)));
    row.push(Level::mean(from.total.in_system, to.total.in_system, span));
    // The stations of the security controls have no columns.
    let pairs = || from.stations.iter().zip(&to.stations).take(workers.len());
    row.extend(pairs().map(|(from, to)| Level::mean(from.waiting, to.waiting, span)));
    row.extend(pairs().zip(workers).map(|((from, to), workers)| {
        let pool = if to.pool > 0 { Some(Level::mean(from.pool, to.pool, span)) } else { workers.map(f64::from) };
        pool.map_or(f64::NAN, |pool| Level::mean(from.busy, to.busy, span) / pool)
    }));
    let picks = || pairs().skip(super::index::FIRST_PROCESSOR).map(|(from, to)| to.picks - from.picks);
    let all: u64 = picks().sum();
    row.extend(picks().map(|picks| math::float(picks) / math::float(all)));
}
