//! What each processor got, policy by policy, against what its weight asks for: as bars with their numbers, or beyond
//! sixteen as a strip with its ends in words; and a table with intervals that opens.

use crate::app::balancing::ink;
use crate::app::format::{self, NONE};
use crate::app::study::{half_width, table};
use crate::app::text::ContestText;
use crate::experiment::{ContestReport, Contestant};
use crate::math;
use yew::prelude::*;

/// Most processors whose numbers stand below their bars.
const NUMBERED: usize = 16;
/// How much of its place a bar of a strip fills.
const FILLED: f64 = 0.8;

/// A figure that every processor has under every policy.
struct Subject {
    /// Its id in the page.
    id: &'static str,
    title: &'static str,
    note: String,
    /// The figure of each processor.
    of: fn(&Contestant) -> &[f64],
    /// Half the width of the interval of each; empty where there is none.
    half_widths: fn(&Contestant) -> &[f64],
    /// What each is due; empty where nothing is.
    due: Vec<f64>,
    /// The number below a bar.
    short: fn(f64) -> String,
    /// The same in words.
    long: fn(f64) -> String,
    /// A half-width in words.
    width: fn(f64) -> String,
}

impl Subject {
    /// A processor's figure in words, with its interval.
    fn told(&self, one: &Contestant, place: usize) -> Option<String> {
        let figure = (self.long)(*(self.of)(one).get(place)?);
        let half_width = (self.half_widths)(one).get(place);
        Some(half_width.map_or_else(|| figure.clone(), |width| format!("{figure} ± {}", (self.width)(*width))))
    }
}

/// The share of the payments that each processor got.
pub(super) fn shares(text: &'static ContestText, report: &ContestReport) -> Html {
    let due = report.setting.contract();
    let subject = Subject {
        id: "contest-shares",
        title: text.shares,
        note: (text.shares_note)(&due),
        of: |one| &one.shares,
        half_widths: |one| &one.share_half_widths,
        due,
        short: |share| format!("{:.1}", share * 100.0),
        long: |share| format::percent(share).text(),
        width: |width| half_width("availability", width),
    };
    section(text, report, &subject)
}

/// How many payments each processor has in flight.
pub(super) fn in_flight(text: &'static ContestText, report: &ContestReport) -> Html {
    let subject = Subject {
        id: "contest-in-flight",
        title: text.in_flight,
        note: text.in_flight_note.to_owned(),
        of: |one| &one.in_flight,
        half_widths: |one| &one.in_flight_half_widths,
        due: Vec::new(),
        short: format::number,
        long: format::number,
        width: format::number,
    };
    section(text, report, &subject)
}

fn section(text: &'static ContestText, report: &ContestReport, subject: &Subject) -> Html {
    let figures = report.contestants.iter().flat_map(subject.of).chain(&subject.due);
    let most = figures.copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return Html::default();
    }
    let many = report.contestants.iter().any(|one| (subject.of)(one).len() > NUMBERED);
    let drawn = |one: &Contestant| {
        if many { strip(text, one, subject, most) } else { bars(text, one, subject, most) }
    };
    html! {
        <section class="contest-shares" aria-labelledby={subject.id}>
            <h4 id={subject.id}>{ subject.title }</h4>
            <p class="quiet">{ subject.note.clone() }</p>
            { for report.contestants.iter().enumerate().map(|(place, one)| html! {
                <div key={place} style={ink(place)}>
                    <b>{ &one.name }</b>
                    { drawn(one) }
                    if !subject.due.is_empty() { { fairness(text, one) } }
                </div>
            }) }
            { numbers(text, report, subject) }
        </section>
    }
}

/// How near the shares are to what the weights ask for.
fn fairness(text: &ContestText, one: &Contestant) -> Html {
    let Some(index) = one.fairness.mean else { return Html::default() };
    let told = format!("{index:.3}");
    let words = one.fairness.half_width.map_or_else(|| told.clone(), |width| format!("{told} ± {width:.3}"));
    html! { <small>{ (text.fairness)(&words) }</small> }
}

/// A bar a processor, with its number, and a tick at what it is due.
fn bars(text: &ContestText, one: &Contestant, subject: &Subject, most: f64) -> Html {
    let bar = |(place, figure): (usize, &f64)| {
        let words = (text.share)(place + 1, &subject.told(one, place).unwrap_or_default());
        let due = subject.due.get(place).map(|due| format!("--due: {}", due / most));
        html! {
            <li key={place} style={format!("--at: {}", figure / most)}>
                <span aria-hidden="true"></span><span class="visually-hidden">{ words.clone() }</span>
                <small title={words}>{ (subject.short)(*figure) }</small>
                if due.is_some() { <i aria-hidden="true" style={due}></i> }
            </li>
        }
    };
    html! { <ol>{ for (subject.of)(one).iter().enumerate().map(bar) }</ol> }
}

/// All bars as one shape under the line of what each is due, and who has the least and the most.
fn strip(text: &ContestText, one: &Contestant, subject: &Subject, most: f64) -> Html {
    let figures = (subject.of)(one);
    let Some((low, high)) = ends(figures) else { return Html::default() };
    let [least, greatest] = [low, high].map(|place| subject.told(one, place).unwrap_or_default());
    let words = (text.ends)([(low + 1, &least), (high + 1, &greatest)]);
    html! {
        <>
            <svg class="contest-strip" viewBox={format!("0 0 {} 1", figures.len())} preserveAspectRatio="none"
                aria-hidden="true">
                <path d={shape(figures, most)} />
                if !subject.due.is_empty() { <path class="contest-due" d={line(&subject.due, most)} /> }
            </svg>
            <small>{ words }</small>
        </>
    }
}

/// The places of the least and of the most.
fn ends(figures: &[f64]) -> Option<(usize, usize)> {
    let places = || 0..figures.len();
    let least = places().min_by(|one, other| figures[*one].total_cmp(&figures[*other]))?;
    Some((least, places().max_by(|one, other| figures[*one].total_cmp(&figures[*other]))?))
}

/// Bars of width 1 less a gap, the highest of height 1.
fn shape(figures: &[f64], most: f64) -> String {
    let bar = |(place, figure): (usize, &f64)| {
        let left = math::count(place);
        format!("M{left} 1V{:.4}H{}V1Z", 1.0 - figure / most, left + FILLED)
    };
    figures.iter().enumerate().map(bar).collect()
}

/// A line from step to step at what each is due.
fn line(due: &[f64], most: f64) -> String {
    let step = |(place, due): (usize, &f64)| format!("M{place} {height:.4}H{}", place + 1, height = 1.0 - due / most);
    due.iter().enumerate().map(step).collect()
}

/// Every number with its interval, a row a processor.
fn numbers(text: &'static ContestText, report: &ContestReport, subject: &Subject) -> Html {
    let count = report.contestants.iter().map(|one| (subject.of)(one).len()).max().unwrap_or(0);
    let heads: Vec<&str> =
        std::iter::once(text.processor).chain(report.contestants.iter().map(|one| one.name.as_str())).collect();
    let row = |place: usize| {
        let cell = |one: &Contestant| {
            html! { <td>{ subject.told(one, place).unwrap_or_else(|| NONE.to_owned()) }</td> }
        };
        html! { <tr key={place}><th scope="row">{ place + 1 }</th>{ for report.contestants.iter().map(cell) }</tr> }
    };
    html! {
        <details class="lab-details">
            <summary>{ text.numbers }</summary>
            { table(subject.title, &heads, (0..count).map(row).collect()) }
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_reaches_the_top() {
        assert_eq!(shape(&[0.5, 1.0], 1.0), "M0 1V0.5000H0.8V1ZM1 1V0.0000H1.8V1Z");
        assert_eq!(ends(&[0.5, 0.1, 0.9]), Some((1, 2)));
        assert_eq!(ends(&[]), None, "of nobody");
        assert_eq!(line(&[0.25, 0.75], 1.0), "M0 0.7500H1M1 0.2500H2", "what each is due");
    }
}
