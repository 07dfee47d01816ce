//! How the picks of one run shift between processors, policy by policy: bands of their shares over time.

use crate::app::balancing::ink;
use crate::app::format::{self, NONE};
use crate::app::study::table;
use crate::app::text::ContestText;
use crate::experiment::{ContestReport, Contestant, Shifts};
use std::fmt::Write;
use yew::prelude::*;

/// The part of the view; nothing before the first run of any policy is done.
pub(super) fn shifts(text: &'static ContestText, report: &ContestReport) -> Html {
    let known = || report.contestants.iter().filter_map(|one| Some((one, one.shifts.as_ref()?)));
    let told = known().map(|(_, shifts)| processors(shifts)).max().unwrap_or_default();
    if told == 0 {
        return Html::default();
    }
    html! {
        <section class="contest-shares" aria-labelledby="contest-shifts">
            <h4 id="contest-shifts">{ text.shifts }</h4>
            <p class="quiet">{ (text.shifts_note)(told) }</p>
            { for known().enumerate().map(|(place, (one, shifts))| figure(text, (place, one), shifts)) }
            { ends(text, &known().collect::<Vec<_>>(), told) }
        </section>
    }
}

/// How many processors are told one by one.
fn processors(shifts: &Shifts) -> usize {
    shifts.shares.first().map_or(0, Vec::len)
}

fn figure(text: &ContestText, (place, one): (usize, &Contestant), shifts: &Shifts) -> Html {
    let band = |processor: usize| html! { <path style={ink(processor)} d={band(&shifts.shares, processor)} /> };
    html! {
        <div key={place}>
            <b>{ &one.name }</b>
            <svg class="contest-bands" viewBox={format!("0 0 {} 1", shifts.shares.len())} preserveAspectRatio="none"
                aria-hidden="true">
                { for (0..processors(shifts)).map(band) }
            </svg>
            if let Some(moved) = shifts.moved {
                <small>{ (text.moved)(&format::percent(moved).text()) }</small>
            }
        </div>
    }
}

/// The band of a processor between those below it and those above, step by step.
fn band(rows: &[Vec<f64>], processor: usize) -> String {
    let height = |row: &[f64], processors: usize| 1.0 - row.iter().take(processors).sum::<f64>().min(1.0);
    let mut path = String::new();
    for (place, row) in rows.iter().enumerate() {
        // A string takes whatever is written.
        let _ = write!(
            path,
            "{}{place} {:.3}H{}",
            if place == 0 { 'M' } else { 'L' },
            height(row, processor + 1),
            place + 1
        );
    }
    for (place, row) in rows.iter().enumerate().rev() {
        let _ = write!(path, "L{} {:.3}H{place}", place + 1, height(row, processor));
    }
    path.push('Z');
    path
}

/// The least and the most share of each processor, a column a policy.
fn ends(text: &'static ContestText, known: &[(&Contestant, &Shifts)], told: usize) -> Html {
    let heads: Vec<&str> =
        std::iter::once(text.processor).chain(known.iter().map(|(one, _)| one.name.as_str())).collect();
    let cell = |shifts: &Shifts, processor: usize| {
        let shares = || {
            shifts
                .shares
                .iter()
                .filter(|row| row.iter().any(|share| *share > 0.0))
                .filter_map(|row| row.get(processor).copied())
        };
        let ends = shares().reduce(f64::min).zip(shares().reduce(f64::max));
        let [least, most] = ends.map_or([NONE.to_owned(), NONE.to_owned()], |(least, most)| {
            [least, most].map(|share| format::percent(share).text())
        });
        html! { <td>{ (text.from_to)(&least, &most) }</td> }
    };
    let row = |processor: usize| {
        html! {
            <tr key={processor}>
                <th scope="row">{ processor + 1 }</th>
                { for known.iter().map(|(_, shifts)| cell(shifts, processor)) }
            </tr>
        }
    };
    html! {
        <details class="lab-details">
            <summary>{ text.shifts_table }</summary>
            { table(text.shifts, &heads, (0..told).map(row).collect()) }
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_lies_between_its_neighbours() {
        let rows = [vec![0.25, 0.5], vec![0.5, 0.5]];
        assert_eq!(band(&rows, 0), "M0 0.750H1L1 0.500H2L2 1.000H1L1 1.000H0Z", "from the bottom");
        assert_eq!(band(&rows, 1), "M0 0.250H1L1 0.000H2L2 0.500H1L1 0.750H0Z", "on top of it");
    }
}
