//! The state of a run at an instant, as one array of floats.
//!
//! Writing and reading stand side by side and follow the same order; a round-trip test keeps them together. Whole
//! numbers up to 2^53 pass through a float unharmed.

use crate::math;
use crate::payment::{self, Column, Move, Network, Outcome, Place, Roster, TIERS, columns};

/// Version of the layout: the first number of the array.
const LAYOUT: f64 = 4.0;

/// The state of a run at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The run.
    pub run: u32,
    /// Counts up; the page acknowledges it.
    pub sequence: u32,
    /// Simulated time in seconds.
    pub now_s: f64,
    /// Events so far.
    pub events: f64,
    /// Events per second of wall time lately; 0 while standing still.
    pub events_per_s: f64,
    /// Simulated seconds per second lately; 0 while standing still.
    pub pace: f64,
    /// 1, or how much of a replay is done.
    pub replayed: f64,
    /// Whether it goes on by itself.
    pub playing: bool,
    /// Current arrival rate per second; 0 in a closed loop.
    pub rate_per_s: f64,
    /// Entries in the cache.
    pub resident: u32,
    /// Look-ups so far that found their card.
    pub hits: f64,
    /// Look-ups so far that did not.
    pub misses: f64,
    /// One bead stands for so many payments.
    pub sample_every: u32,
    /// Every place with a queue, in the order of [`Roster::stations`].
    pub gauges: Vec<Gauge>,
    /// The blocks of a ledger channel; none for any other.
    pub ledger: Option<Ledger>,
    /// Moves of the sampled payments since the last snapshot, oldest first.
    pub hops: Vec<Hop>,
    /// The very last move, sampled or not.
    pub last: Option<Hop>,
    /// The charts' data, when there is something new in it.
    pub series: Option<Series>,
    /// The same of the pinned scenario.
    pub pinned_series: Option<Series>,
}

/// How full a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gauge {
    /// Payments waiting.
    pub waiting: u32,
    /// Workers held.
    pub busy: u32,
    /// Payments turned away so far.
    pub rejected: u32,
    /// Payments that came so far, those turned away included; counts on from 0 beyond 2^32.
    pub arrivals: u32,
    /// Its workers now; 0 for any number.
    pub workers: u32,
}

/// What is known of a ledger's blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ledger {
    /// When the next one comes, in simulated seconds.
    pub next_s: f64,
    /// Payments in a block that is not final.
    pub unconfirmed: u32,
}

/// A payment moves from one place to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// When it starts, in simulated seconds.
    pub at_s: f64,
    /// How long it takes, in simulated seconds; most moves take no time.
    pub takes_s: f64,
    /// Number of the payment, counted from 1.
    pub payment: f64,
    /// From here.
    pub from: Place,
    /// To there.
    pub to: Place,
    /// What is known of its end.
    pub outcome: Outcome,
    /// Whether it has to wait there.
    pub waits: bool,
    /// Place of its card in the cache, where it was looked up and found.
    pub cell: Option<u32>,
}

/// What the charts draw: columns of equal length over the trailing window. Missing values are not-a-number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The tier.
    pub tier: u8,
    /// Width of a row in simulated seconds.
    pub step_s: f64,
    /// What the columns speak of.
    pub roster: Roster,
    /// End of each row in simulated seconds.
    pub times_s: Vec<f64>,
    /// The columns in the order of [`columns`].
    pub columns: Vec<Vec<f64>>,
}

impl From<payment::Gauge> for Gauge {
    fn from(gauge: payment::Gauge) -> Self {
        let payment::Gauge { waiting, busy, rejected, arrivals, workers, .. } = gauge;
        let [rejected, arrivals] = [rejected, arrivals].map(math::low);
        Self { waiting, busy, rejected, arrivals, workers: workers.unwrap_or(0) }
    }
}

impl From<Move> for Hop {
    fn from(seen: Move) -> Self {
        let Move { at, takes, payment, from, to, outcome, waits, cell } = seen;
        let payment = math::float(payment);
        Self { at_s: at.seconds(), takes_s: takes.seconds(), payment, from, to, outcome, waits, cell }
    }
}

impl Series {
    /// The charts of a network in a tier; none before the first row.
    pub(super) fn of(network: &Network, tier: u8) -> Option<Self> {
        let (times_s, columns) = network.series(usize::from(tier))?;
        let step_s = TIERS.get(usize::from(tier)).copied()?;
        Some(Self { tier, step_s, roster: network.roster(), times_s, columns })
    }

    /// The values of a column; empty if there is none such.
    #[must_use]
    pub fn column(&self, column: Column) -> &[f64] {
        let place = columns(&self.roster).iter().position(|candidate| *candidate == column);
        place.and_then(|place| self.columns.get(place)).map_or(&[], Vec::as_slice)
    }
}

impl Snapshot {
    /// The snapshot as floats.
    #[must_use]
    pub fn encode(&self) -> Vec<f64> {
        let mut out = vec![LAYOUT, f64::from(self.run), f64::from(self.sequence), self.now_s, self.events];
        out.extend([self.events_per_s, self.pace, self.replayed, flag(self.playing), self.rate_per_s]);
        out.extend([f64::from(self.resident), self.hits, self.misses, f64::from(self.sample_every)]);
        out.push(math::count(self.gauges.len()));
        for gauge in &self.gauges {
            out.extend([gauge.waiting, gauge.busy, gauge.rejected, gauge.arrivals, gauge.workers].map(f64::from));
        }
        out.push(flag(self.ledger.is_some()));
        self.ledger.iter().for_each(|ledger| out.extend([ledger.next_s, f64::from(ledger.unconfirmed)]));
        out.push(math::count(self.hops.len()));
        self.hops.iter().for_each(|hop| hop.encode(&mut out));
        out.push(flag(self.last.is_some()));
        self.last.iter().for_each(|hop| hop.encode(&mut out));
        for series in [&self.series, &self.pinned_series] {
            out.push(flag(series.is_some()));
            series.iter().for_each(|series| series.encode(&mut out));
        }
        out
    }

    /// Reads what [`Snapshot::encode`] wrote; `None` for anything else.
    #[must_use]
    pub fn decode(floats: &[f64]) -> Option<Self> {
        let mut input = Input(floats);
        if input.next()?.to_bits() != LAYOUT.to_bits() {
            return None;
        }
        Some(Self {
            run: input.id()?,
            sequence: input.id()?,
            now_s: input.next()?,
            events: input.next()?,
            events_per_s: input.next()?,
            pace: input.next()?,
            replayed: input.next()?,
            playing: input.flag()?,
            rate_per_s: input.next()?,
            resident: input.id()?,
            hits: input.next()?,
            misses: input.next()?,
            sample_every: input.id()?,
            gauges: input.list(Gauge::decode)?,
            ledger: input.option(|input| Some(Ledger { next_s: input.next()?, unconfirmed: input.id()? }))?,
            hops: input.list(Hop::decode)?,
            last: input.option(Hop::decode)?,
            series: input.option(Series::decode)?,
            pinned_series: input.option(Series::decode)?,
        })
    }
}

impl Gauge {
    fn decode(input: &mut Input<'_>) -> Option<Self> {
        let [waiting, busy, rejected] = [input.id()?, input.id()?, input.id()?];
        Some(Self { waiting, busy, rejected, arrivals: input.id()?, workers: input.id()? })
    }
}

impl Hop {
    fn encode(&self, out: &mut Vec<f64>) {
        let cell = self.cell.map_or(-1.0, f64::from);
        let codes = [self.from.code(), self.to.code(), self.outcome.code()].map(f64::from);
        out.extend([self.at_s, self.takes_s, self.payment, codes[0], codes[1], codes[2], flag(self.waits), cell]);
    }

    fn decode(input: &mut Input<'_>) -> Option<Self> {
        Some(Self {
            at_s: input.next()?,
            takes_s: input.next()?,
            payment: input.next()?,
            from: Place::from_code(input.code()?),
            to: Place::from_code(input.code()?),
            outcome: Outcome::from_code(input.code()?),
            waits: input.flag()?,
            cell: Some(input.next()?).filter(|cell| *cell >= 0.0).map(|cell| math::low(math::floor(cell))),
        })
    }
}

impl Series {
    fn encode(&self, out: &mut Vec<f64>) {
        out.extend([f64::from(self.tier), self.step_s, flag(self.roster.scaled)]);
        out.push(math::count(self.roster.stations.len()));
        out.extend(self.roster.stations.iter().map(|place| f64::from(place.code())));
        out.push(math::count(self.times_s.len()));
        out.extend(&self.times_s);
        out.push(math::count(self.columns.len()));
        self.columns.iter().for_each(|column| out.extend(column));
    }

    fn decode(input: &mut Input<'_>) -> Option<Self> {
        let tier = input.code()?;
        let step_s = input.next()?;
        let scaled = input.flag()?;
        let stations = input.list(|input| input.code().map(Place::from_code))?;
        let rows = math::index(input.id()?);
        let times_s = input.slice(rows)?.to_vec();
        let columns = input.list(|input| Some(input.slice(rows)?.to_vec()))?;
        Some(Self { tier, step_s, roster: Roster { stations, scaled }, times_s, columns })
    }
}

const fn flag(on: bool) -> f64 {
    if on { 1.0 } else { 0.0 }
}

/// The floats that are still to be read.
struct Input<'a>(&'a [f64]);

impl<'a> Input<'a> {
    fn next(&mut self) -> Option<f64> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn slice(&mut self, length: usize) -> Option<&'a [f64]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn id(&mut self) -> Option<u32> {
        self.next().map(|number| math::low(math::floor(number)))
    }

    fn code(&mut self) -> Option<u8> {
        u8::try_from(self.id()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        self.next().map(|number| number > 0.5)
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.id()?;
        (0..length).map(|_| read(self)).collect()
    }

    fn option<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Some(None) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Snapshot {
        let hop = Hop {
            at_s: 1.5,
            takes_s: 0.02,
            payment: 7.0,
            from: Place::Processor(2),
            to: Place::Channel,
            outcome: Outcome::Approved,
            waits: true,
            cell: Some(4),
        };
        let roster = Roster { stations: vec![Place::Gateway, Place::Processor(3), Place::RiskCheck], scaled: true };
        let series =
            Series { tier: 1, step_s: 5.0, roster, times_s: vec![5.0, 10.0], columns: vec![vec![1.0, 2.0]; 3] };
        Snapshot {
            run: 3,
            sequence: 9,
            now_s: 12.25,
            replayed: 1.0,
            playing: true,
            hits: 6.0,
            misses: 5.0,
            gauges: vec![Gauge { waiting: 1, busy: 2, rejected: 3, arrivals: 4, workers: 5 }; 5],
            ledger: Some(Ledger { next_s: 24.0, unconfirmed: 7 }),
            hops: vec![hop, Hop { cell: None, ..hop }],
            last: Some(hop),
            series: Some(series.clone()),
            pinned_series: Some(series),
            ..Snapshot::default()
        }
    }

    #[test]
    fn a_snapshot_survives_the_way() {
        assert_eq!(Snapshot::decode(&sample().encode()), Some(sample()), "what is written can be read");
    }

    #[test]
    fn a_cut_snapshot_is_refused() {
        let floats = sample().encode();
        for length in 0..floats.len() {
            assert_eq!(Snapshot::decode(&floats[..length]), None, "the first {length} floats are not a snapshot");
        }
    }

    #[test]
    fn a_run_has_a_value_for_every_column() {
        let mut scenario = crate::scenario::Scenario::default();
        (scenario.security.enabled, scenario.follow_up.enabled, scenario.scaling.on) = (true, true, true);
        let mut run = crate::experiment::Run::new(&scenario.check().expect("allowed"), 1);
        run.advance(crate::units::Instant::from_seconds(2.0), u64::MAX);
        let series = Series::of(run.network(), 0).expect("rows");
        assert_eq!(series.columns.len(), columns(&series.roster).len(), "as wide as its columns");
        let last = |column| series.column(column).last().copied().unwrap_or(f64::NAN);
        assert!(last(Column::Workers(Place::Processor(0))) >= 1.0, "workers at hand");
        assert!(last(Column::Utilisation(Place::RiskCheck)) > 0.0, "the risk check works");
        assert!(last(Column::Utilisation(Place::Forwarders)) > 0.0, "so do the forwarders");
    }
}
