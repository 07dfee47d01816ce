//! Which charts there are and what each of them draws.

use super::scale::Form;
use crate::payment::Place;
use crate::wire::{Column, Roster};

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Offered, accepted, completed and in time per second.
    Flow,
    /// Percentiles of the response time.
    Response,
    /// Payments waiting at each stage.
    Queues,
    /// Share of each stage's workers that are held.
    Utilisation,
    /// Workers of the processors, where their number follows the load, and those that are held.
    Workers,
    /// Hits among look-ups of the cache.
    HitRatio,
    /// Correct answers among all that ended.
    Availability,
    /// Share of the balancer's picks per processor.
    Shares,
}

/// Every chart in reading order.
pub(crate) const KINDS: [Kind; 8] = [
    Kind::Flow,
    Kind::Response,
    Kind::Queues,
    Kind::Utilisation,
    Kind::Workers,
    Kind::HitRatio,
    Kind::Availability,
    Kind::Shares,
];

/// What a chart's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Payments per second.
    PerSecond,
    /// Milliseconds.
    Millis,
    /// Payments.
    Payments,
    /// Workers.
    Workers,
    /// A share of the whole, shown as percent.
    Share,
}

/// What a line is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// After its column.
    Column(Column),
    /// All processors' queues together.
    ProcessorsWaiting,
    /// The mean over all processors.
    ProcessorsUtilisation,
    /// The workers of all processors together.
    ProcessorsWorkers,
    /// Those of them that are held.
    ProcessorsBusy,
}

/// How several columns become one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merge {
    /// Added up.
    Sum,
    /// Averaged.
    Mean,
}

/// A line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// What it is called.
    pub(crate) name: Name,
    /// Where its values come from.
    pub(crate) columns: Vec<Column>,
    /// How several columns become one.
    pub(crate) merge: Merge,
    /// The custom property of its colour.
    pub(crate) token: &'static str,
    /// Lengths of dashes and gaps; empty for a solid line.
    pub(crate) dash: &'static [f64],
    /// Whether it stands in the background without a label.
    pub(crate) pale: bool,
}

/// Colours of the processors; from the ninth on they repeat with dashes.
const SERIES: [&str; 8] =
    ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5", "--series-6", "--series-7", "--series-8"];
const SOLID: &[f64] = &[];
const DASHED: &[f64] = &[6.0, 3.0];
const LONG: &[f64] = &[9.0, 4.0];

/// The colour and the dash of a processor.
pub(crate) fn processor_mark(number: u8) -> (&'static str, &'static [f64]) {
    let index = usize::from(number);
    let token = SERIES.get(index % SERIES.len()).copied().unwrap_or("--ink");
    (token, if index < SERIES.len() { SOLID } else { DASHED })
}

impl Line {
    fn of(column: Column, token: &'static str) -> Self {
        Self { name: Name::Column(column), columns: vec![column], merge: Merge::Sum, token, dash: SOLID, pale: false }
    }

    fn dashed(self, dash: &'static [f64]) -> Self {
        Self { dash, ..self }
    }

    /// A processor's; none for any other place.
    fn processor(place: Place, column: fn(Place) -> Column, pale: bool) -> Option<Self> {
        let Place::Processor(number) = place else { return None };
        let (token, dash) = processor_mark(number);
        Some(Self { pale, ..Self::of(column(place), token).dashed(dash) })
    }

    /// All processors'.
    fn processors(roster: &Roster, column: fn(Place) -> Column, (name, merge): (Name, Merge)) -> Self {
        let columns = roster.processors().map(column).collect();
        Self { name, columns, merge, ..Self::of(column(Place::Gateway), "--ink") }
    }
}

impl Kind {
    /// What its values are.
    pub(crate) const fn unit(self) -> Unit {
        match self {
            Self::Flow => Unit::PerSecond,
            Self::Response => Unit::Millis,
            Self::Queues => Unit::Payments,
            Self::Workers => Unit::Workers,
            Self::Utilisation | Self::HitRatio | Self::Availability | Self::Shares => Unit::Share,
        }
    }

    /// How its axis chooses its ends.
    pub(crate) const fn form(self, log: bool) -> Form {
        match self {
            Self::Response if log => Form::Log,
            Self::Flow | Self::Response | Self::Queues | Self::Workers => Form::Zero,
            Self::Utilisation | Self::HitRatio => Form::Whole,
            Self::Availability => Form::Near,
            Self::Shares => Form::ZeroToOne,
        }
    }

    /// A word for file names.
    pub(crate) const fn slug(self) -> &'static str {
        match self {
            Self::Flow => "payments-per-second",
            Self::Response => "response-time",
            Self::Queues => "queues",
            Self::Utilisation => "utilisation",
            Self::Workers => "workers",
            Self::HitRatio => "cache-hit-ratio",
            Self::Availability => "availability",
            Self::Shares => "share-per-processor",
        }
    }

    /// Whether a run has anything for it.
    pub(crate) const fn applies(self, roster: &Roster) -> bool {
        !matches!(self, Self::Workers) || roster.scaled
    }

    /// Its lines, the quiet ones first so that the others lie on top.
    pub(crate) fn lines(self, roster: &Roster) -> Vec<Line> {
        match self {
            Self::Flow => vec![
                Line::of(Column::Offered, "--ink-quiet").dashed(LONG),
                Line::of(Column::Accepted, "--serving"),
                Line::of(Column::Completed, "--ink"),
                Line::of(Column::Good, "--approved"),
            ],
            Self::Response => vec![
                Line::of(Column::P50, "--chart-p50"),
                Line::of(Column::P95, "--chart-p95"),
                Line::of(Column::P99, "--chart-p99"),
                Line::of(Column::P999, "--chart-p999"),
            ],
            Self::Queues => stages(roster, Column::Waiting, (Name::ProcessorsWaiting, Merge::Sum)),
            Self::Utilisation => stages(roster, Column::Utilisation, (Name::ProcessorsUtilisation, Merge::Mean)),
            Self::Workers => pools(roster),
            Self::HitRatio => vec![Line::of(Column::HitRatio, "--serving")],
            Self::Availability => vec![Line::of(Column::Availability, "--approved")],
            Self::Shares => {
                roster.processors().filter_map(|place| Line::processor(place, Column::Share, false)).collect()
            }
        }
    }
}

/// Each processor in the background; nothing where there is only one.
fn behind(roster: &Roster, column: fn(Place) -> Column) -> Vec<Line> {
    let each: Vec<Line> = roster.processors().filter_map(|place| Line::processor(place, column, true)).collect();
    if each.len() > 1 { each } else { Vec::new() }
}

/// The stages, the processors together as one of them, and dashed what stands beside the way.
fn stages(roster: &Roster, column: fn(Place) -> Column, how: (Name, Merge)) -> Vec<Line> {
    let mut lines = behind(roster, column);
    lines.extend([
        Line::of(column(Place::Gateway), "--chart-gateway"),
        Line::processors(roster, column, how),
        Line::of(column(Place::Channel), "--chart-channel"),
        Line::of(column(Place::CardManagement), "--chart-cards"),
        Line::of(column(Place::Database), "--chart-database"),
    ]);
    lines.extend(roster.beside().map(|place| {
        let token = match place {
            Place::TokenVault => "--chart-vault",
            Place::SecurityModule => "--chart-module",
            Place::Forwarders => "--chart-forwarders",
            _ => "--chart-check",
        };
        Line::of(column(place), token).dashed(DASHED)
    }));
    lines
}

/// Workers at hand and held.
fn pools(roster: &Roster) -> Vec<Line> {
    let mut lines = behind(roster, Column::Workers);
    let busy = Line::processors(roster, Column::Busy, (Name::ProcessorsBusy, Merge::Sum));
    lines.extend([
        Line { token: "--serving", ..busy },
        Line::processors(roster, Column::Workers, (Name::ProcessorsWorkers, Merge::Sum)),
    ]);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::columns;

    #[test]
    fn every_column_but_one_is_drawn() {
        let beside = [Place::RiskCheck, Place::TokenVault, Place::SecurityModule, Place::Forwarders];
        let roster = Roster { stations: Place::stations(3).chain(beside).collect(), scaled: true };
        let lines = KINDS.iter().flat_map(|kind| kind.lines(&roster));
        let drawn: Vec<Column> = lines.flat_map(|line| line.columns).collect();
        let missing: Vec<Column> = columns(&roster).into_iter().filter(|column| !drawn.contains(column)).collect();
        assert_eq!(missing, vec![Column::InSystem], "payments under way are the formula panel's");
    }

    #[test]
    fn sixteen_processors_are_told_apart() {
        let marks: Vec<_> = (0..16).map(processor_mark).collect();
        for (place, mark) in marks.iter().enumerate() {
            assert!(!marks.iter().skip(place + 1).any(|other| other == mark), "{mark:?} comes twice");
        }
    }
}
