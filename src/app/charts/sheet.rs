//! A chart's numbers as a table for people and as CSV for programs.

use super::backdrop::{Backdrop, Level};
use super::frame::{Frame, Shot};
use super::kind::{Kind, Line, Unit};
use super::words;
use crate::app::format;
use crate::app::text::ChartsText;
use crate::wire::Roster;
use std::ops::Range;

/// Most rows of the table that people read.
const TABLE_ROWS: usize = 12;

/// A table ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// Heads of the columns; the first is the instant.
    pub(crate) heads: Vec<String>,
    /// Rows, newest first, as wide as the heads.
    pub(crate) rows: Vec<Vec<String>>,
    /// Every so many rows of the data.
    pub(crate) every: usize,
    /// Rows of the data.
    pub(crate) total: usize,
}

/// The numbers for people: few rows, newest first, with units.
pub(crate) fn table(text: &ChartsText, kind: Kind, (lines, backdrop): (&[Line], &Backdrop), frame: &Frame) -> Table {
    let total = frame.times_s.len();
    let every = total.div_ceil(TABLE_ROWS).max(1);
    let names = lines.iter().map(|line| (text.name)(line.name));
    let twins = lines.iter().zip(&frame.twins).map(|(line, _)| format!("{} {}", text.twin, (text.name)(line.name)));
    let levels = backdrop.theory(kind).map_or_else(Vec::new, |theory| theory.levels);
    let expected = levels.iter().map(|level| (text.theory_label)(&level.name(text)));
    let faults = (!backdrop.faults.is_empty()).then(|| text.faults.to_owned());
    let heads = std::iter::once(text.time.to_owned()).chain(names).chain(twins).chain(expected).chain(faults).collect();
    let cell = |values: &Vec<f64>, row: usize| match values.get(row) {
        Some(value) if value.is_finite() => words::full(kind.unit(), *value),
        _ => format::NONE.to_owned(),
    };
    let row = |row: usize| {
        let time = format::clock(frame.times_s.get(row).copied().unwrap_or(0.0));
        let values = frame.lines.iter().chain(&frame.twins).map(|values| cell(values, row));
        let expected = levels.iter().map(|level| words::full(kind.unit(), level.value));
        let faults = faults_in(text, backdrop, frame, (row + 1).saturating_sub(every)..row + 1);
        std::iter::once(time).chain(values).chain(expected).chain(faults).collect()
    };
    Table { heads, rows: (0..total).rev().step_by(every).map(row).collect(), every, total }
}

/// The faults that stood in some rows, for a column that is there where the script has faults. A row ends at its instant.
fn faults_in(text: &ChartsText, backdrop: &Backdrop, frame: &Frame, rows: Range<usize>) -> Option<String> {
    let end_s = |row: Option<usize>| row.and_then(|row| frame.times_s.get(row)).copied();
    let to_s = end_s(rows.end.checked_sub(1)).unwrap_or(0.0);
    let from_s = end_s(rows.start.checked_sub(1)).unwrap_or(0.0);
    (!backdrop.faults.is_empty()).then(|| backdrop.faults_between(text, from_s, to_s))
}

/// What follows a column's name in a CSV file.
const fn symbol(unit: Unit) -> &'static str {
    match unit {
        Unit::PerSecond => "1/s",
        Unit::Millis => "ms",
        Unit::Payments => "payments",
        Unit::Workers => "workers",
        Unit::Share => "ratio",
    }
}

/// All rows and columns of a chart as CSV (RFC 4180): units in the heads, full precision, empty where nothing is known.
pub(crate) fn csv(text: &ChartsText, kind: Kind, shot: &Shot, compared: bool) -> String {
    let roster = shot.series().map_or_else(Roster::default, |series| series.roster.clone());
    let lines = kind.lines(&roster);
    let frame = Frame::of(&lines, &roster, shot, compared);
    let unit = symbol(kind.unit());
    let head = |line: &Line| format!("{} ({unit})", (text.name)(line.name));
    let twins = lines.iter().zip(&frame.twins).map(|(line, _)| format!("{} {}", text.twin, head(line)));
    let levels = shot.backdrop.theory(kind).map_or_else(Vec::new, |theory| theory.levels);
    let expected = levels.iter().map(|level: &Level| format!("{} ({unit})", (text.theory_label)(&level.name(text))));
    let heads: Vec<String> = std::iter::once(format!("{} (s)", text.time))
        .chain(lines.iter().map(head))
        .chain(twins)
        .chain(expected)
        .chain((!shot.backdrop.faults.is_empty()).then(|| text.faults.to_owned()))
        .map(|name| quoted(&name))
        .collect();
    let mut out = heads.join(",");
    out.push_str("\r\n");
    for (row, time) in frame.times_s.iter().enumerate() {
        out.push_str(&time.to_string());
        for values in frame.lines.iter().chain(&frame.twins) {
            out.push(',');
            if let Some(value) = values.get(row).filter(|value| value.is_finite()) {
                out.push_str(&value.to_string());
            }
        }
        levels.iter().for_each(|level| out.push_str(&format!(",{}", level.value)));
        if let Some(faults) = faults_in(text, &shot.backdrop, &frame, row..row + 1) {
            out.push(',');
            out.push_str(&quoted(&faults));
        }
        out.push_str("\r\n");
    }
    out
}

/// A field that may hold commas, quotes or line ends.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::{example, roster};
    use super::*;
    use crate::app::text::WORKBENCH;
    use crate::payment::Place;
    use crate::scenario::{Fault, FaultKind};

    #[test]
    fn theory_has_columns_of_its_own() {
        let (kind, text) = (Kind::Response, &WORKBENCH.charts);
        let scenario = crate::scenario::Preset::find("mmc").expect("a preset").checked();
        let mut shot = example(1, 20);
        shot.backdrop.expectation = Some(std::rc::Rc::new(crate::experiment::Expectation::of(&scenario)));
        let csv = csv(text, kind, &shot, false);
        let head = csv.lines().next().unwrap_or_default();
        assert!(head.ends_with("theory p50 (ms),theory p95 (ms),theory p99 (ms)"), "{head}");
        let widths: Vec<usize> = csv.lines().map(|line| line.split(',').count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "every row is as wide as the heads: {widths:?}");
        let lines = kind.lines(&roster(1));
        let table = table(text, kind, (&lines, &shot.backdrop), &Frame::of(&lines, &roster(1), &shot, false));
        assert_eq!(table.heads.len(), 8, "an instant, four lines, three levels");
        assert!(table.rows.iter().all(|row| row.len() == 8), "and so has every row");
    }

    #[test]
    fn faults_have_a_column_where_there_are_some() {
        let (kind, text) = (Kind::Flow, &WORKBENCH.charts);
        let mut shot = example(1, 20);
        shot.backdrop.faults = std::rc::Rc::new(vec![Fault::new(FaultKind::Down, Place::Processor(0), 5.0, 2.0)]);
        let csv = csv(text, kind, &shot, false);
        assert!(csv.lines().next().is_some_and(|head| head.ends_with(",faults")), "{csv}");
        let stood: Vec<&str> = csv.lines().filter(|line| line.ends_with(",processor 1 down")).collect();
        assert_eq!(stood.len(), 4, "two seconds of half a second each: {csv}");
        assert!(stood[0].starts_with("5.5,") && stood[3].starts_with("7,"), "from its start to its end: {stood:?}");
        let lines = kind.lines(&roster(1));
        let table = table(text, kind, (&lines, &shot.backdrop), &Frame::of(&lines, &roster(1), &shot, false));
        assert_eq!(table.heads.last().map(String::as_str), Some("faults"), "and so has the table");
        assert!(table.rows.iter().any(|row| row.last().is_some_and(|cell| cell == "processor 1 down")), "{table:?}");
    }

    #[test]
    fn a_table_is_short_and_newest_first() {
        let (kind, text) = (Kind::Flow, &WORKBENCH.charts);
        let lines = kind.lines(&roster(2));
        let frame = Frame::of(&lines, &roster(2), &example(2, 120), true);
        let table = table(text, kind, (&lines, &Backdrop::default()), &frame);
        assert_eq!(table.heads.len(), 9, "an instant, four lines and their twins");
        assert_eq!((table.rows.len(), table.every, table.total), (12, 10, 120), "every tenth row");
        assert_eq!(table.rows[0][..2], ["1:00.00", "119\u{a0}/s"], "the newest row");
        assert!(table.rows.iter().all(|row| row.len() == table.heads.len()), "no ragged row");
    }

    #[test]
    fn csv_has_units_and_empty_gaps() {
        let out = csv(&WORKBENCH.charts, Kind::Response, &example(1, 9), false);
        let lines: Vec<&str> = out.split("\r\n").collect();
        assert_eq!(lines[0], "simulated time (s),p50 (ms),p95 (ms),p99 (ms),p99.9 (ms)", "heads");
        assert_eq!(lines[1], "0.5,400,500,600,700", "a row");
        assert_eq!(lines[8], "4,,,,", "a gap");
        assert_eq!(lines.len(), 11, "nine rows, a head, and the end");
    }

    #[test]
    fn csv_of_nothing_is_a_head() {
        let out = csv(&WORKBENCH.charts, Kind::HitRatio, &Shot::default(), true);
        assert_eq!(out, "simulated time (s),hit ratio (ratio)\r\n", "no rows");
    }

    #[test]
    fn fields_with_commas_are_quoted() {
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"", "quoted");
    }
}
