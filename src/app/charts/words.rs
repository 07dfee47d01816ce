//! Values and sentences of the charts: what stands on axes, labels and cursors, and the text beside each picture.

use super::frame::Frame;
use super::kind::{Kind, Line, Name, Unit};
use crate::app::format;
use crate::app::text::ChartsText;

/// What the cursor stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Simulated time as a clock.
    pub at: String,
    /// Names and values with their units.
    pub values: Vec<(String, String)>,
}

/// What one sentence about a chart is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The chart.
    pub kind: Kind,
    /// Index of the window.
    pub tier: usize,
    /// Names and values of the latest row, with their units.
    pub latest: Vec<(String, String)>,
    /// How far the most telling line ranged.
    pub spread: Option<Spread>,
}

/// How far a line ranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Name of the line.
    pub name: String,
    /// Its least value.
    pub low: String,
    /// Its greatest value.
    pub high: String,
}

/// A value with its unit, as running text.
pub(crate) fn full(unit: Unit, value: f64) -> String {
    match unit {
        Unit::PerSecond => format::rate(value).text(),
        Unit::Millis => format::millis(value).text(),
        Unit::Payments | Unit::Workers => format::number(value),
        Unit::Share => format::percent(value).text(),
    }
}

/// A value at the end of a line, where the axis says the unit: as short as it may be.
pub(crate) fn brief(unit: Unit, value: f64) -> String {
    match unit {
        Unit::PerSecond => format::number(value),
        Unit::Payments | Unit::Workers if value.abs() < 0.05 => "0".to_owned(),
        Unit::Payments | Unit::Workers if value.abs() < 99.95 => format!("{value:.1}"),
        other => full(other, value),
    }
}

/// A tick of an axis: no digit too many, the unit on each.
pub(crate) fn tick(unit: Unit, value: f64) -> String {
    match unit {
        Unit::PerSecond if value > 0.0 => format!("{}\u{a0}/s", plain(value)),
        Unit::PerSecond | Unit::Payments | Unit::Workers => plain(value),
        Unit::Millis if value >= 1_000.0 => format!("{}\u{a0}s", plain(value / 1_000.0)),
        Unit::Millis if value > 0.0 => format!("{}\u{a0}ms", plain(value)),
        Unit::Millis => plain(value),
        Unit::Share => format!("{}\u{a0}%", plain(value * 100.0)),
    }
}

/// A round number without closing zeros.
pub(crate) fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match value {
        large if large >= 10_000.0 => format::number(large),
        _ => text.to_owned(),
    }
}

/// What the lines say in a row; lines without a value there are left out.
pub(crate) fn reading(text: &ChartsText, kind: Kind, lines: &[Line], frame: &Frame, row: usize) -> Reading {
    let at = format::clock(frame.times_s.get(row).copied().unwrap_or(0.0));
    let mut values = named(text, kind, lines, &frame.lines, row);
    let twins = named(text, kind, lines, &frame.twins, row);
    values.extend(twins.into_iter().map(|(name, value)| (format!("{} {name}", text.twin), value)));
    Reading { at, values }
}

fn named(text: &ChartsText, kind: Kind, lines: &[Line], all: &[Vec<f64>], row: usize) -> Vec<(String, String)> {
    let value = |values: &Vec<f64>| values.get(row).copied().filter(|value| value.is_finite());
    let pairs = lines.iter().zip(all).filter(|(line, _)| !line.pale);
    pairs
        .filter_map(|(line, values)| value(values).map(|value| ((text.name)(line.name), full(kind.unit(), value))))
        .collect()
}

/// What one sentence about a chart is made of.
pub(crate) fn summary(text: &ChartsText, kind: Kind, lines: &[Line], frame: &Frame) -> Summary {
    let last = frame.times_s.len().saturating_sub(1);
    let latest = named(text, kind, lines, &frame.lines, last);
    Summary { kind, tier: 0, latest, spread: spread(text, kind, lines, frame) }
}

/// The range of the line that says most: throughput, the 99th percentile, the longest queue, or the only line.
fn spread(text: &ChartsText, kind: Kind, lines: &[Line], frame: &Frame) -> Option<Spread> {
    use crate::wire::Column::{Availability, Completed, HitRatio, P99};
    let telling = match kind {
        Kind::Flow => Name::Column(Completed),
        Kind::Response => Name::Column(P99),
        Kind::Queues => Name::ProcessorsWaiting,
        Kind::Utilisation => Name::ProcessorsUtilisation,
        Kind::Workers => Name::ProcessorsWorkers,
        Kind::HitRatio => Name::Column(HitRatio),
        Kind::Availability => Name::Column(Availability),
        Kind::Shares => return None,
    };
    let place = lines.iter().position(|line| line.name == telling)?;
    let one = Frame { lines: vec![frame.lines.get(place)?.clone()], ..Frame::default() };
    let (low, high) = one.extent(false)?;
    Some(Spread { name: (text.name)(telling), low: full(kind.unit(), low), high: full(kind.unit(), high) })
}

#[cfg(test)]
mod tests {
    use super::super::frame::{example, roster};
    use super::*;
    use crate::app::text::WORKBENCH;

    #[test]
    fn ticks_are_short_and_carry_units() {
        let cases = [
            (Unit::PerSecond, 200.0, "200\u{a0}/s"),
            (Unit::PerSecond, 0.0, "0"),
            (Unit::Millis, 30.0, "30\u{a0}ms"),
            (Unit::Millis, 3_000.0, "3\u{a0}s"),
            (Unit::Payments, 0.5, "0.5"),
            (Unit::Payments, 20_000.0, "20\u{202f}000"),
            (Unit::Share, 0.995, "99.5\u{a0}%"),
            (Unit::Share, 0.3 * 1.000_000_1, "30\u{a0}%"),
        ];
        for (unit, value, expected) in cases {
            assert_eq!(tick(unit, value), expected, "{value} {unit:?}");
        }
    }

    #[test]
    fn values_at_lines_are_short() {
        assert_eq!(brief(Unit::Payments, 0.012), "0", "next to nobody waits");
        assert_eq!(brief(Unit::Payments, 2.98), "3.0", "a mean of counts");
        assert_eq!(brief(Unit::PerSecond, 98.44), "98.4", "the axis says the unit");
        assert_eq!(brief(Unit::Millis, 1_234.0), "1.23\u{a0}s", "the unit changes, so it is said");
    }

    #[test]
    fn a_sentence_says_the_latest_and_the_range() {
        let (kind, text) = (Kind::Flow, &WORKBENCH.charts);
        let lines = kind.lines(&roster(2));
        let frame = Frame::of(&lines, &roster(2), &example(2, 20), false);
        let sentence = (text.summary)(&summary(text, kind, &lines, &frame));
        let expected = "Latest 0.5\u{a0}s: offered 19.0\u{a0}/s, accepted 119\u{a0}/s, completed 219\u{a0}/s, in time 319\u{a0}/s; \
                        completed between 200\u{a0}/s and 219\u{a0}/s in the last 1 min.";
        assert_eq!(sentence, expected, "one sentence");
        let none = (text.summary)(&summary(text, Kind::HitRatio, &lines, &Frame::default()));
        assert_eq!(none, "No card was looked up in this window.", "a sentence without data");
    }

    #[test]
    fn a_reading_names_what_the_cursor_stands_on() {
        let (kind, text) = (Kind::Response, &WORKBENCH.charts);
        let lines = kind.lines(&roster(1));
        let frame = Frame::of(&lines, &roster(1), &example(1, 20), true);
        let said = (text.reading)(&reading(text, kind, &lines, &frame, 3));
        assert!(said.starts_with("0:02.00: p50 403\u{a0}ms, p95 503\u{a0}ms"), "{said}");
        assert!(said.ends_with("A p99.9 703\u{a0}ms"), "{said}");
        assert_eq!((text.reading)(&reading(text, kind, &lines, &frame, 7)), "0:04.00: no values", "a gap");
    }
}
