//! Words of the trace lab that depend on what is chosen or read.

use crate::app::traces::Reading;
use crate::cache::trace::Measure;
use crate::wire::traces::{FileForm, Method, Pattern};

/// A title with what requests count by, where that is not the usual.
pub(super) fn by(title: &str, measure: Measure) -> String {
    match measure {
        Measure::Requests => title.to_owned(),
        Measure::Bytes | Measure::Cost => format!("{title}, by {}", measure_of(measure)),
    }
}

pub(super) const fn measure_of(measure: Measure) -> &'static str {
    match measure {
        Measure::Requests => "requests",
        Measure::Bytes => "bytes",
        Measure::Cost => "cost",
    }
}

/// A share of hits, with what they are counted by where that is not the usual.
pub(super) fn hits(share: &str, measure: Measure) -> String {
    match measure {
        Measure::Requests => format!("{share} hits"),
        Measure::Bytes | Measure::Cost => format!("{share} hits by {}", measure_of(measure)),
    }
}

/// What a share is a share of.
pub(super) const fn counted(measure: Measure) -> &'static str {
    match measure {
        Measure::Requests => "requests",
        Measure::Bytes => "bytes",
        Measure::Cost => "costs",
    }
}

pub(super) const fn pattern_of(pattern: Pattern) -> (&'static str, &'static str) {
    match pattern {
        Pattern::Zipf => ("Zipf", "Independent requests; some keys are more popular than others."),
        Pattern::Scan => {
            ("Zipf with scans", "A fifth of every hundredth of the trace scans keys that nothing else asks for.")
        }
        Pattern::Drift => {
            ("Drifting favourites", "A hundred times the favourites move on by a two-hundredth of the keys.")
        }
        Pattern::Daily => ("Day and night", "Two populations in turn, five times each."),
        Pattern::Payments => {
            ("Payment mix", "Seven of ten requests ask for a card, two for a merchant, one for an issuer’s range.")
        }
        Pattern::Loop => ("Loop", "All keys in turn, again and again."),
    }
}

pub(super) const fn format_of(reading: Reading) -> (&'static str, &'static str) {
    match reading {
        Reading::Guess => ("Recognise it", "The beginning of the file says which it is."),
        Reading::Keys => ("Key list", "One key a line; numbers and words alike."),
        Reading::Csv => ("CSV", "Columns with a header line; name the one that holds the keys."),
        Reading::OracleGeneral => ("oracleGeneral", "libCacheSim’s records of 24 bytes."),
        Reading::RedisMonitor => {
            ("Redis MONITOR", "What redis-cli MONITOR prints; the reads among the commands count.")
        }
    }
}

pub(super) fn read_as(form: &FileForm, timed: bool) -> String {
    let name = match form {
        FileForm::Guess | FileForm::Keys => "a key list".to_owned(),
        FileForm::Csv { key, .. } => format!("CSV, column “{key}”"),
        FileForm::OracleGeneral => "oracleGeneral".to_owned(),
        FileForm::RedisMonitor => "Redis MONITOR".to_owned(),
    };
    let times = if timed { "with its times" } else { "without times, paced at 20,000 a second" };
    format!("read as {name}, {times}")
}

pub(super) fn method(lru: Method, limit: Option<Method>, sizes: usize) -> String {
    let replays = match limit {
        Some(Method::Distances) => {
            format!("Belady\u{2019}s limit too, the trace being small enough; the others replayed at {sizes} sizes")
        }
        _ => format!("the others and the limit replayed at {sizes} sizes"),
    };
    match lru {
        Method::Distances => format!("LRU exact at every size, from stack distances; {replays}"),
        Method::Replays if limit == Some(Method::Distances) => {
            format!("All policies replayed at {sizes} sizes; Belady\u{2019}s limit exact at every size")
        }
        Method::Replays => format!("All policies and the limit replayed at {sizes} sizes"),
        Method::Sampled { rate, error, .. } => {
            let known = error.map_or_else(String::new, |error| {
                format!(", at most {:.2} points off where replays checked it", error * 100.0)
            });
            format!("LRU from a sample of {:.0} % of the keys (SHARDS){known}; {replays}", rate * 100.0)
        }
    }
}
