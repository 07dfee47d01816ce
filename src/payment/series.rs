//! What the charts draw: rows of equal width over a trailing window, at several widths at once.
//!
//! Each tier keeps the last [`ROWS`] rows and forgets the rest, so the memory of a run does not grow with its length.

use super::index::{CHANNEL, FIRST_PROCESSOR};
use super::place::Place;
use super::plan::{Plan, UNLIMITED};
use super::station::Station;
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
    /// Workers of a place, averaged over the row, where their number follows the load.
    Workers(Place),
    /// Those of them that are held.
    Busy(Place),
}

/// What the columns of a run speak of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The stations that take part: [`Place::stations`], the security controls that are on, the forwarders.
    pub stations: Vec<Place>,
    /// Whether the number of the processors' workers follows the load.
    pub scaled: bool,
}

impl Roster {
    /// The processors.
    pub fn processors(&self) -> impl Iterator<Item = Place> {
        self.stations.iter().copied().filter(|place| matches!(place, Place::Processor(_)))
    }

    /// The stations that a payment visits from another one.
    pub fn beside(&self) -> impl Iterator<Item = Place> {
        self.stations.iter().copied().filter(|place| !place.is_on_the_way())
    }
}

/// The columns of a run, in order.
#[must_use]
pub fn columns(roster: &Roster) -> Vec<Column> {
    use Column::{Accepted, Availability, Completed, Good, HitRatio, InSystem, Offered, P50, P95, P99, P999};
    let fixed = [Offered, Accepted, Completed, Good, P50, P95, P99, P999, HitRatio, Availability, InSystem];
    let stations = || roster.stations.iter().copied();
    let shares = roster.processors().map(Column::Share);
    let pools = roster.processors().filter(|_| roster.scaled);
    let pools = pools.flat_map(|place| [Column::Workers(place), Column::Busy(place)]);
    let each = stations().map(Column::Waiting).chain(stations().map(Column::Utilisation));
    fixed.into_iter().chain(each).chain(shares).chain(pools).collect()
}

/// What is charted of a network's stations, in the order of a [`Roster`].
#[derive(Clone, Debug)]
pub(super) struct Charted {
    /// Indices of the stations, and their workers: `None` for any number.
    pub(super) stations: Vec<(usize, Option<u32>)>,
    /// How many of them are processors.
    pub(super) processors: usize,
    /// Whether the number of the processors' workers follows the load.
    pub(super) scaled: bool,
}

impl Charted {
    /// What is charted of these stations: not the controls that are off. A ledger has places in blocks instead of workers.
    pub(super) fn of(plan: &Plan, stations: &[Station]) -> Self {
        let processors = plan.processors.len();
        let controls = plan.controls_on();
        let on = |index: usize| {
            let control = index.checked_sub(FIRST_PROCESSOR + processors);
            control.and_then(|control| controls.get(control)).is_none_or(|on| *on)
        };
        let known = |(index, one): (usize, &Station)| {
            let counted = one.workers != UNLIMITED && !(plan.blocks.is_some() && index == CHANNEL);
            (index, counted.then_some(one.workers))
        };
        let stations = stations.iter().enumerate().filter(|(index, _)| on(*index)).map(known).collect();
        let scaled = plan.recovery.as_ref().is_some_and(|recovery| recovery.scaling.is_some());
        Self { stations, processors, scaled }
    }
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
    /// rows are made of whole rows of this one.
    pub(super) fn close(&mut self, mark: &Mark, charted: &Charted, next: Option<&mut Self>) {
        let mut row = if self.rows.len() == ROWS { self.rows.pop_front().unwrap_or_default() } else { Vec::new() };
        row.clear();
        fill(&mut row, &self.mark, mark, &self.times, charted);
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
fn fill(row: &mut Vec<f64>, from: &Mark, to: &Mark, times: &Histogram, charted: &Charted) {
    let tally = to.total.tally.since(&from.total.tally);
    let span = to.total.at.since(from.total.at);
    let seconds = span.seconds();
    let counts = [tally.offered, tally.accepted, tally.completed, tally.good];
    row.extend(counts.map(|count| math::float(count) / seconds));
    row.extend(times.quantiles_ms([0.5, 0.95, 0.99, 0.999]));
    row.extend([tally.hit_ratio(), tally.availability()].map(|share| share.unwrap_or(f64::NAN)));
    row.push(Level::mean(from.total.in_system, to.total.in_system, span));
    let pair = |station: usize| (&from.stations[station], &to.stations[station]);
    let pool = |station: usize| Level::mean(pair(station).0.pool, pair(station).1.pool, span);
    let busy = |station: usize| Level::mean(pair(station).0.busy, pair(station).1.busy, span);
    let stations = || charted.stations.iter().copied();
    row.extend(stations().map(|(station, _)| Level::mean(pair(station).0.waiting, pair(station).1.waiting, span)));
    row.extend(stations().map(|(station, workers)| {
        let pool = if pair(station).1.pool > 0 { Some(pool(station)) } else { workers.map(f64::from) };
        pool.map_or(f64::NAN, |pool| busy(station) / pool)
    }));
    let processors = FIRST_PROCESSOR..FIRST_PROCESSOR + charted.processors;
    let picks = || processors.clone().map(|station| pair(station).1.picks - pair(station).0.picks);
    let all: u64 = picks().sum();
    row.extend(picks().map(|picks| math::float(picks) / math::float(all)));
    if charted.scaled {
        row.extend(processors.flat_map(|station| [pool(station), busy(station)]));
    }
}
