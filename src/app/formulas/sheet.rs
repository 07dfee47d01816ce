//! The load curve's numbers as rows for people and as CSV for programs.

use crate::app::format::{self, NONE};
use crate::app::text::FormulasText;
use crate::wire::CurvePoint;

/// A point as a person reads it, in the order of the heads.
pub(super) fn row(text: &FormulasText, point: &CurvePoint) -> [String; 8] {
    let time = |ms: Option<f64>| ms.map_or_else(|| NONE.to_owned(), |ms| format::millis(ms).text());
    [
        format::rate(point.offered_per_s).text(),
        format::rate(point.completed_per_s).text(),
        time(point.gap_ms),
        time(point.response_ms),
        time(point.half_width_ms),
        time(point.p99_ms),
        format::percent(point.rejected_share).text(),
        (text.state_word)(point.state).to_owned(),
    ]
}

/// All points as CSV (RFC 4180): units in the heads, empty where nothing is known.
pub(super) fn csv(points: &[CurvePoint]) -> String {
    let mut out = String::from(
        "offered (1/s),completed (1/s),T / N (ms),mean response (ms),half width (ms),p99 (ms),unstable,turned away (share)\r\n",
    );
    let cell = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for point in points {
        let times = [point.gap_ms, point.response_ms, point.half_width_ms, point.p99_ms].map(cell).join(",");
        let CurvePoint { offered_per_s, completed_per_s, unstable, rejected_share, .. } = point;
        out.push_str(&format!("{offered_per_s},{completed_per_s},{times},{unstable},{rejected_share}\r\n"));
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
        let expected = ["90.0\u{a0}/s", "90.0\u{a0}/s", "11.1\u{a0}ms", "100\u{a0}ms", "10.0\u{a0}ms", "460\u{a0}ms"];
        assert_eq!(rows[2][..6], expected, "a steady point");
        assert_eq!(rows[3][4..], [NONE, "41.4\u{a0}s", "0.0\u{a0}%", "unstable"], "an unstable one has no interval");
    }

    #[test]
    fn csv_leaves_unknown_fields_empty() {
        let out = csv(&example());
        assert_eq!(out.lines().nth(4), Some("150,100,10,9000,,41400,true,0"), "{out}");
    }
}
