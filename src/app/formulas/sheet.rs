//! The load curve's numbers as rows for people and as CSV for programs.

use crate::app::format::{self, Figure, NONE};
use crate::app::text::FormulasText;
use crate::wire::CurvePoint;

/// A point as a person reads it, in the order of the heads.
pub(super) fn row(text: &FormulasText, point: &CurvePoint) -> [String; 7] {
    let completed = point.completed_half_width_per_s;
    // T / N is the reciprocal of the throughput, so it is as sure as that is.
    let gap_half = point.gap_ms.zip(completed).map(|(gap, half)| gap * half / point.completed_per_s);
    [
        format::rate(point.offered_per_s).text(),
        figure(Some(point.completed_per_s), completed, format::rate),
        figure(point.gap_ms, gap_half, format::millis),
        figure(point.response_ms, point.half_width_ms, format::millis),
        figure(point.p99_ms, point.p99_half_width_ms, format::millis),
        format::percent(point.rejected_share).text(),
        (text.state_word)(point.state).to_owned(),
    ]
}

/// A figure with its interval, where it has one; the state beside it says why not.
fn figure(mean: Option<f64>, half_width: Option<f64>, form: fn(f64) -> Figure) -> String {
    match (mean, half_width) {
        (Some(mean), Some(half)) => format!("{} ± {}", form(mean).text(), form(half).text()),
        (Some(mean), None) => form(mean).text(),
        (None, _) => NONE.to_owned(),
    }
}

/// All points as CSV (RFC 4180): units in the heads, empty where nothing is known.
pub(super) fn csv(points: &[CurvePoint]) -> String {
    let mut out = String::from(
        "offered (1/s),completed (1/s),completed half width (1/s),T / N (ms),mean response (ms),mean half width (ms),p99 (ms),\
         p99 half width (ms),unstable,turned away (share)\r\n",
    );
    let cell = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for point in points {
        let sure = cell(point.completed_half_width_per_s);
        let times = [point.gap_ms, point.response_ms, point.half_width_ms, point.p99_ms, point.p99_half_width_ms];
        let times = times.map(cell).join(",");
        let CurvePoint { offered_per_s, completed_per_s, unstable, rejected_share, .. } = point;
        out.push_str(&format!("{offered_per_s},{completed_per_s},{sure},{times},{unstable},{rejected_share}\r\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::geometry::example;
    use super::*;
    use crate::app::text::WORKBENCH;

    #[test]
    fn rows_carry_units_and_states() {
        let rows: Vec<_> = example().iter().map(|point| row(&WORKBENCH.formulas, point)).collect();
        let expected = [
            "90.0\u{a0}/s",
            "90.0\u{a0}/s ± 0.500\u{a0}/s",
            "11.1\u{a0}ms ± 61.7\u{a0}µs",
            "100\u{a0}ms ± 10.0\u{a0}ms",
            "460\u{a0}ms ± 50.0\u{a0}ms",
        ];
        assert_eq!(rows[2][..5], expected, "a steady point");
        assert_eq!(rows[3][4..], ["41.4\u{a0}s", "0.0\u{a0}%", "unstable"], "an unstable one has no interval");
    }

    #[test]
    fn csv_leaves_unknown_fields_empty() {
        let out = csv(&example());
        assert_eq!(out.lines().nth(4), Some("150,100,,10,9000,,41400,,true,0"), "{out}");
    }
}
