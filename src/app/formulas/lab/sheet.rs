//! All loads as rows for people and as CSV for programs.

use super::reading::{throughput_worth, worth};
use crate::app::format::{self, NONE};
use crate::app::text::LabText;
use crate::experiment::{Estimate, LabMeasured, LabPoint, State};
use yew::prelude::*;

/// Theory and, where it was simulated, measurement of each load.
fn pairs<'a>(
    theory: &'a [LabPoint],
    measured: &'a [LabPoint],
) -> impl Iterator<Item = (&'a LabPoint, Option<&'a LabMeasured>)> {
    theory
        .iter()
        .enumerate()
        .map(|(place, point)| (point, measured.get(place).and_then(|other| other.measured.as_ref())))
}

/// All loads as a table.
pub(super) fn table(text: &'static LabText, theory: &[LabPoint], measured: &[LabPoint]) -> Html {
    let rows = pairs(theory, measured).map(|(point, measured)| {
        let cells = row(text, point, measured);
        let rest = cells.iter().skip(1).map(|cell| html! { <td>{ cell }</td> });
        html! { <tr><th scope="row">{ &cells[0] }</th>{ for rest }</tr> }
    });
    html! {
        <div class="chart-table" tabindex="0" role="region" aria-label={text.disclosure}>
            <table>
                <caption class="visually-hidden">{ text.disclosure }</caption>
                <thead><tr>{ for text.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// A load as a person reads it, in the order of the heads.
fn row(text: &LabText, point: &LabPoint, measured: Option<&LabMeasured>) -> [String; 12] {
    let time = |ms: Option<f64>| ms.map_or_else(|| NONE.to_owned(), |ms| format::millis(ms).text());
    let found = |value: fn(&LabMeasured) -> &Estimate| {
        measured.map_or_else(|| NONE.to_owned(), |figures| worth(text, value(figures)))
    };
    let served = measured.map(|figures| throughput_worth(text, &figures.throughput_per_s));
    let state = match measured {
        _ if point.load > 1.0 => (text.state_word)(State::Unstable),
        Some(figures) => (text.state_word)(figures.state),
        None => text.not_simulated,
    };
    [
        format::percent(point.load).text(),
        format::rate(point.offered_per_s).text(),
        format::rate(point.theory.throughput_per_s).text(),
        served.unwrap_or_else(|| NONE.to_owned()),
        format::millis(point.theory.gap_ms).text(),
        time(point.theory.response_ms),
        found(|figures| &figures.response_ms),
        time(point.theory.p95_ms),
        found(|figures| &figures.p95_ms),
        time(point.theory.p99_ms),
        found(|figures| &figures.p99_ms),
        state.to_owned(),
    ]
}

/// All loads as CSV (RFC 4180): units in the heads, empty where nothing is known.
pub(super) fn csv(theory: &[LabPoint], measured: &[LabPoint]) -> String {
    let mut out = String::from(
        "load,offered (1/s),TPS theory (1/s),TPS (1/s),TPS half width (1/s),T / N (ms),mean theory (ms),mean (ms),\
         mean half width (ms),p95 theory (ms),p95 (ms),p95 half width (ms),p99 theory (ms),p99 (ms),\
         p99 half width (ms)\r\n",
    );
    let cell = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for (point, measured) in pairs(theory, measured) {
        let said = &point.theory;
        let found = |value: fn(&LabMeasured) -> &Estimate| {
            let estimate = measured.map(value);
            [estimate.and_then(|found| found.mean), estimate.and_then(|found| found.half_width)]
        };
        let [tps, tps_half] = found(|figures| &figures.throughput_per_s);
        let [mean, mean_half] = found(|figures| &figures.response_ms);
        let [p95, p95_half] = found(|figures| &figures.p95_ms);
        let [p99, p99_half] = found(|figures| &figures.p99_ms);
        let rest = [
            Some(point.load),
            Some(point.offered_per_s),
            Some(said.throughput_per_s),
            tps,
            tps_half,
            Some(said.gap_ms),
            said.response_ms,
            mean,
            mean_half,
            said.p95_ms,
            p95,
            p95_half,
            said.p99_ms,
            p99,
            p99_half,
        ];
        out.push_str(&rest.map(cell).join(","));
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample::{measured, theory};
    use super::*;
    use crate::app::text::WORKBENCH;

    #[test]
    fn rows_carry_units_intervals_and_states() {
        let (theory, measured) = (theory(), measured());
        let rows: Vec<_> = pairs(&theory, &measured).map(|(point, found)| row(&WORKBENCH.lab, point, found)).collect();
        assert_eq!(rows[15][0], "80.0\u{a0}%", "the load that was simulated");
        assert_eq!(rows[15][6], "88.0\u{a0}ms ± 1.50\u{a0}ms", "with its interval");
        assert_eq!((rows[15][11].as_str(), rows[14][11].as_str()), ("steady", WORKBENCH.lab.not_simulated), "states");
        assert_eq!((rows[21][5].as_str(), rows[21][11].as_str()), (NONE, "unstable"), "beyond the capacity");
    }

    #[test]
    fn csv_leaves_unknown_fields_empty() {
        let out = csv(&theory(), &measured());
        assert_eq!(out.lines().count(), 23, "a head and 22 loads");
        assert!(out.lines().all(|line| line.matches(',').count() == 14), "as many fields in each: {out}");
        let last = out.lines().last().expect("a line");
        assert!(last.starts_with("1.3,104") && last.ends_with(",,,,,,,,,"), "{last}");
    }
}
