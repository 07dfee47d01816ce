//! Texts of the panel "Answers that follow": the backlog, how results were told, and two times that are never one.

use super::formulas::{needed, state_word};
use crate::app::format;
use crate::experiment::State;

/// Texts of the panel.
#[derive(Debug)]
pub struct FollowUpPanelText {
    /// Title.
    pub title: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// Said where every answer is the result.
    pub off: &'static str,
    /// Said before the first figures.
    pub empty: &'static str,
    /// The window in seconds, and what its figures are worth.
    pub window: fn(f64, f64, State) -> String,
    /// Heading over the backlog.
    pub backlog: &'static str,
    /// Heads of the first table.
    pub heads: &'static [&'static str],
    /// Names of the figures of the backlog.
    pub waiting: Figure,
    /// See `waiting`.
    pub working: Figure,
    /// See `waiting`.
    pub deepest: Figure,
    /// See `waiting`.
    pub drain: Figure,
    /// The backlog is not empty yet.
    pub draining: &'static str,
    /// Nobody ever waited.
    pub shallow: &'static str,
    /// What the drawing of the depth shows, with its greatest mean.
    pub depth: fn(&str) -> String,
    /// Heading over the results.
    pub results: &'static str,
    /// Names of the counts.
    pub accepted: Figure,
    /// See `accepted`.
    pub again: Figure,
    /// See `accepted`.
    pub turned_away: Figure,
    /// See `accepted`.
    pub withdrawn: Figure,
    /// See `accepted`.
    pub at_first: Figure,
    /// See `accepted`.
    pub repeated: Figure,
    /// See `accepted`.
    pub given_up: Figure,
    /// See `accepted`.
    pub telling: Figure,
    /// See `accepted`.
    pub duplicates: Figure,
    /// See `accepted`.
    pub twice: Figure,
    /// So much money.
    pub money: fn(f64) -> String,
    /// A part of the results.
    pub of: fn(u64, u64) -> String,
    /// Heading over the times.
    pub times: &'static str,
    /// Heads of their table.
    pub time_heads: &'static [&'static str],
    /// The times.
    pub to_acceptance: &'static str,
    /// See `to_acceptance`.
    pub to_result: &'static str,
    /// Which of them counts.
    pub honest: &'static str,
    /// What a state means.
    pub state_word: fn(State) -> &'static str,
    /// A quantile that takes about so many payments.
    pub needed: fn(&str) -> String,
}

/// A figure: its name, and what it counts.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its name.
    pub label: &'static str,
    /// What it counts.
    pub of: &'static str,
}

const fn figure(label: &'static str, of: &'static str) -> Figure {
    Figure { label, of }
}

pub(super) const ENGLISH: FollowUpPanelText = FollowUpPanelText {
    title: "Answers that follow",
    lead: "Accepted at once, worked off from a backlog, told until acknowledged.",
    off: "Every answer is the result in this scenario. Switch \u{201c}Accept at once\u{201d} on in the controls, on the page \
          Safeguards.",
    empty: "No payment has come yet.",
    window: |from_s, to_s, state| {
        format!("Counted in this run from {} to {}: {}.", format::clock(from_s), format::clock(to_s), state_word(state))
    },
    backlog: "Backlog",
    heads: &["Figure", "Value", "What it counts"],
    waiting: figure("Backlog now", "accepted payments that wait"),
    working: figure("With forwarders now", "accepted payments that are worked on"),
    deepest: figure("Deepest", "most that waited at a time"),
    drain: figure("Drain time", "from the deepest point until nobody waited"),
    draining: "still draining",
    shallow: "nobody waited",
    depth: |most| format!("Backlog over the window; its highest mean is {most} payments."),
    results: "Results",
    accepted: figure("Accepted", "submissions"),
    again: figure("Accepted again", "submissions of payments in the backlog"),
    turned_away: figure("Turned away", "submissions that met a full backlog"),
    withdrawn: figure("Withdrawn", "accepted payments whose shopper had gone"),
    at_first: figure("Delivered at first try", "results"),
    repeated: figure("Delivered after repetition", "results"),
    given_up: figure("Given up", "results that nobody acknowledged"),
    telling: figure("Being told now", "results without acknowledgement so far"),
    duplicates: figure("Duplicates seen", "results that a merchant had already"),
    twice: figure("Fulfilled twice", "orders, because of a duplicate"),
    money: |amount| format!("EUR {}", format::number(amount)),
    of: |count, of| format!("{} of {}", format::count(count), format::count(of)),
    times: "Two times, never one",
    time_heads: &["From arrival", "p50", "p95", "p99", "State"],
    to_acceptance: "Time to acceptance",
    to_result: "Time to the result",
    honest: "Response time, availability and what is answered in time speak of the result alone. Both times count payments \
             whose merchant was told; the second only final, correct results that were told as events.",
    state_word,
    needed,
};
