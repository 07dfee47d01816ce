//! The published coverage of the intervals, beside which a person's own measurement stands.
//!
//! It is the table of `BENCHMARKS.md`, which takes some 25 minutes of one core and is therefore measured once a release and
//! not in the page. Its seeds are fixed, so that whoever runs the command gets the same.

use super::table;
use crate::app::format;
use crate::app::text::PublishedText;
use crate::experiment::Coverage;
use yew::prelude::*;

/// When it was measured.
const DATE: &str = "2026-11-29";
/// The command that measures it.
const COMMAND: &str = "switchyard verify --coverage 1000";

/// A queue of the table.
struct Row {
    queue: &'static str,
    payments: u64,
    runs: u32,
    refused: u32,
    /// Percent of the intervals of the mean that held the truth, their half-width and the bias in percent of it.
    mean: [f64; 3],
    /// The same of the 95th percentile.
    p95: [f64; 3],
}

const ROWS: [Row; 5] = [
    Row {
        queue: "M/M/1 at 0.5",
        payments: 50_000,
        runs: 1_000,
        refused: 3,
        mean: [94.4, 2.9, -0.04],
        p95: [95.2, 3.9, -0.07],
    },
    Row {
        queue: "M/M/1 at 0.8",
        payments: 400_000,
        runs: 1_000,
        refused: 3,
        mean: [95.2, 3.0, -0.02],
        p95: [94.9, 4.1, 0.00],
    },
    Row {
        queue: "M/M/1 at 0.9",
        payments: 1_000_000,
        runs: 1_000,
        refused: 8,
        mean: [95.4, 4.0, 0.02],
        p95: [97.1, 5.6, 0.02],
    },
    Row {
        queue: "M/M/4 at 0.9",
        payments: 1_000_000,
        runs: 1_000,
        refused: 6,
        mean: [95.0, 3.4, 0.02],
        p95: [97.1, 4.9, 0.02],
    },
    Row {
        queue: "M/M/1 at 0.8 until ± 3 %",
        payments: 411_000,
        runs: 1_000,
        refused: 0,
        mean: [95.1, 3.0, -0.30],
        p95: [93.6, 3.8, -0.35],
    },
];

/// The table, with what was measured here in its last column.
pub(super) fn published(text: &PublishedText, measured: &[Coverage]) -> Html {
    let row = |row: &Row| {
        let here = measured.iter().find(|coverage| coverage.queue == row.queue);
        html! {
            <tr>
                <th scope="row">{ row.queue }</th>
                { for row.cells().into_iter().map(|cell| html! { <td>{ cell }</td> }) }
                <td>{ here.map_or_else(|| text.not_run.to_owned(), |coverage| said(text, coverage)) }</td>
            </tr>
        }
    };
    html! {
        <section class="study-part">
            <h3>{ text.title }</h3>
            <p class="quiet">{ text.note }{ " " }{ (text.source)(DATE) }{ " " }<code>{ COMMAND }</code></p>
            { table(text.title, text.heads, ROWS.iter().map(row).collect()) }
        </section>
    }
}

impl Row {
    fn cells(&self) -> [String; 9] {
        let [mean, width, bias] = self.mean;
        let [p95, p95_width, p95_bias] = self.p95;
        let covered = |percent: f64| format!("{percent:.1}\u{a0}%");
        let biased = |percent: f64| format!("{percent:.2}\u{a0}%").replace('-', "−");
        let counted = |count: u32| format::count(u64::from(count));
        [
            format::count(self.payments),
            counted(self.runs),
            counted(self.refused),
            covered(mean),
            covered(width),
            biased(bias),
            covered(p95),
            covered(p95_width),
            biased(p95_bias),
        ]
    }
}

fn said(text: &PublishedText, coverage: &Coverage) -> String {
    let [mean, p95] = coverage.shares().map(|share| format::percent(share).text());
    (text.here)(&mean, &p95, coverage.runs.saturating_sub(coverage.refused), coverage.refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One place for the page, one for people who read the repository: they say the same.
    #[test]
    fn it_is_the_table_of_the_benchmarks() {
        let told = include_str!("../../../BENCHMARKS.md");
        let grouped = |count: u64| match count {
            1_000_000.. => format!("{},000,000", count / 1_000_000),
            1_000.. => format!("{},000", count / 1_000),
            _ => count.to_string(),
        };
        for Row { queue, payments, runs, refused, mean, p95 } in &ROWS {
            let shares = |[covered, width, bias]: &[f64; 3]| format!("{covered:.1} % | {width:.1} % | {bias:.2} %");
            let counts = format!("{} | {} | {refused}", grouped(*payments), grouped(u64::from(*runs)));
            let line = format!("| {queue} | {counts} | {} | {} |", shares(mean), shares(p95));
            assert!(told.contains(&line), "{line}");
        }
        assert!(told.contains("verify --coverage 1000"), "by the same command");
    }
}
