//! What a miss ratio means in the payment model: the reads that reach the database, and the mean time of a look-up, at the
//! rate and with the times of the scenario on the page.
//!
//! Every payment that arrives is one look-up: its card management's own work, and a database read if the card is not in
//! the cache. Left out: retries, commits, payments that a limit turns away before, and all waiting, because how long a
//! look-up waits depends on how misses come; where the reads are more than the connections can serve, that is said instead
//! of a time.

use crate::app::format;
use crate::app::text::LookupsText;
use crate::scenario::{Load, Scenario};
use yew::prelude::*;

/// Milliseconds of a second.
const SECOND_MS: f64 = 1_000.0;

/// What a scenario asks of its cache.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookups {
    /// Its title.
    pub title: String,
    /// Payments that arrive a second, in the long run; nothing where that depends on the answers.
    pub per_second: Option<f64>,
    /// Work of a look-up, in milliseconds on average.
    pub work_ms: f64,
    /// A read, in milliseconds on average.
    pub read_ms: f64,
    /// Reads a second from which on the database has more than it can do; nothing without a limit.
    pub reads_max: Option<f64>,
}

impl Lookups {
    /// Those of a scenario.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let per_second = match &scenario.load {
            Load::Open { rate_per_s, shape, .. } => Some(shape.profile(*rate_per_s).long_run_rate()),
            Load::Closed { .. } => None,
        };
        let read_ms = scenario.database.read_time().mean_ms();
        let connections = scenario.database.connections.map(f64::from).filter(|_| read_ms > 0.0);
        Self {
            title: scenario.title.clone(),
            per_second,
            work_ms: scenario.card_management.service.mean_ms(),
            read_ms,
            reads_max: connections.map(|connections| connections * SECOND_MS / read_ms),
        }
    }

    /// Database reads a second.
    #[must_use]
    pub fn reads(&self, miss_ratio: f64) -> Option<f64> {
        self.per_second.map(|rate| rate * miss_ratio)
    }

    /// Mean time of a look-up in milliseconds; nothing where the database cannot keep up.
    #[must_use]
    pub fn time_ms(&self, miss_ratio: f64) -> Option<f64> {
        let keeps_up = self.reads(miss_ratio).zip(self.reads_max).is_none_or(|(reads, most)| reads < most);
        keeps_up.then(|| miss_ratio.mul_add(self.read_ms, self.work_ms))
    }
}

/// The two heads.
pub(in crate::app) fn lookup_heads(text: &LookupsText) -> Html {
    html! { <>{ for text.heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</> }
}

/// The two cells of a policy; dashes where its miss ratio is not known.
pub(in crate::app) fn lookup_cells(text: &LookupsText, lookups: &Lookups, miss_ratio: Option<f64>) -> Html {
    let reads = miss_ratio.and_then(|ratio| lookups.reads(ratio)).map(format::number);
    let time = miss_ratio.map(|ratio| {
        lookups.time_ms(ratio).map_or_else(|| text.overloaded.to_owned(), |time| format::millis(time).text())
    });
    let cell = |text: Option<String>| html! { <td>{ text.unwrap_or_else(|| format::NONE.to_owned()) }</td> };
    html! { <>{ cell(reads) }{ cell(time) }</> }
}

/// Which scenario they belong to.
pub(in crate::app) fn lookup_note(text: &LookupsText, lookups: &Lookups) -> String {
    let title = match lookups.title.trim() {
        "" => text.untitled.to_owned(),
        title => format!("“{title}”"),
    };
    let [work, read] = [lookups.work_ms, lookups.read_ms].map(|ms| format::millis(ms).text());
    match lookups.per_second {
        Some(rate) => (text.note)([&title, &format::number(rate), &work, &read]),
        None => (text.note_closed)([&title, &work, &read]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::WORKBENCH;
    use crate::scenario::Service;

    fn scenario() -> Scenario {
        let mut scenario = Scenario { title: "A calm day".to_owned(), ..Scenario::default() };
        scenario.card_management.service = Service::Deterministic { mean_ms: 1.0 };
        scenario.database.indexed_read = Service::Exponential { mean_ms: 20.0 };
        scenario.database.connections = Some(1);
        scenario
    }

    #[test]
    fn misses_become_reads_and_time() {
        let lookups = Lookups::of(&scenario());
        assert_eq!((lookups.per_second, lookups.reads_max), (Some(100.0), Some(50.0)));
        assert_eq!(lookups.reads(0.25), Some(25.0), "a quarter of the payments");
        assert_eq!(lookups.time_ms(0.25), Some(6.0), "1 ms, and a quarter of 20 ms");
        assert_eq!(lookups.time_ms(0.5), None, "one connection cannot serve 50 reads of 20 ms");
        assert_eq!(Lookups { reads_max: None, ..lookups }.time_ms(0.5), Some(11.0), "without a limit it can");
    }

    #[test]
    fn where_clients_wait_there_is_no_rate() {
        let mut scenario = scenario();
        scenario.load = Load::Closed { clients: 5, think: Service::Deterministic { mean_ms: 1.0 } };
        let lookups = Lookups::of(&scenario);
        assert_eq!((lookups.reads(0.5), lookups.time_ms(0.5)), (None, Some(11.0)));
        let note = lookup_note(&WORKBENCH.caches.lookups, &lookups);
        assert!(note.contains("“A calm day”") && note.contains("wait for their"), "{note}");
    }
}
