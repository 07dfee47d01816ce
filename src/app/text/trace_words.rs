//! Words of the trace lab that depend on what is chosen or read.

use crate::app::traces::Reading;
use crate::cache::analysis::{LOOP_PEAK, LOOP_PERCENT};
use crate::cache::curve::EXACT_MAX;
use crate::cache::trace::Measure;
use crate::wire::traces::{FileForm, Method, Pattern};

/// What LRU needs for a share of hits.
#[derive(Clone, Copy, Debug)]
pub struct NeedText<'a> {
    /// The share, as `95 %`.
    pub target: &'a str,
    /// Entries.
    pub entries: &'a str,
    /// Memory.
    pub memory: &'a str,
    /// Bytes of an entry.
    pub entry_bytes: &'a str,
}

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
        Reading::Csv => {
            ("CSV", "Columns with a header line: name the one that holds the keys. Without one, say its number as #2.")
        }
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
    let times = match form {
        FileForm::Csv { time: Some(column), .. } if timed => format!("column “{column}” taken as seconds"),
        _ if timed => "with its times".to_owned(),
        _ => "without times, paced at 20,000 a second".to_owned(),
    };
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
        Method::Sampled { rate, share, error, .. } => {
            let [rate, share_percent] = [rate, share].map(|share| format!("{:.0}\u{a0}%", share * 100.0));
            let rough = if (share - 1.0).abs() > ROUGH { ": a few hot keys decide, so the curve is rough" } else { "" };
            format!(
                "LRU from a sample of {rate} of the keys (SHARDS), as for every trace above 5 million requests; the sample has \
                 {share_percent} of the requests that it should have{rough}. {}. {}",
                sampled(error),
                capitalised(&replays)
            )
        }
    }
}

pub(super) fn broke_off(name: &str) -> String {
    format!(
        "{name} could not be loaded: its worker broke off, most likely because this tab has no more memory. A trace may have \
         up to 10 million requests; a shorter one, or one of fewer different keys, needs less."
    )
}

pub(super) fn too_much(measure: Measure, [target, first, most]: [&str; 3]) -> String {
    let (hits, counted) = (hits(target, measure), counted(measure));
    let of = if measure == Measure::Requests { "ask" } else { "belong to requests that ask" };
    format!(
        "No size brings {hits}: {first} of the {counted} {of} for a key for the first time and miss in any cache. The most is \
         {most}."
    )
}

pub(super) fn zipf(slope: Option<&str>) -> String {
    slope.map_or_else(
        || "No Zipf slope: too few keys come often enough.".to_owned(),
        |slope| format!("Zipf slope {slope}, fitted by least squares to keys that come five times or more."),
    )
}

pub(super) fn loops(found: Option<[&str; 3]>) -> String {
    found.map_or_else(
        || {
            "No loop found: no distance stands out (one that a twentieth of the reuses have, and three times as many as have \
             those beside it)."
                .to_owned()
        },
        |[length, reuses, share]| {
            format!("Most frequent loop: {length} keys in turn, {reuses} reuses, {share} of all requests.")
        },
    )
}

pub(super) fn scans(found: Option<[&str; 3]>) -> String {
    found.map_or_else(
        || "No scan: never do fifty new keys follow each other.".to_owned(),
        |[scans, requests, share]| {
            format!("Rows of fifty or more new keys: {scans}, together {requests} requests, {share} of all.")
        },
    )
}

/// The sample of a curve that is off by more than this share has too many or too few hot keys.
const ROUGH: f64 = 0.2;

/// How far a sampled curve is off.
pub(super) fn sampled(error: Option<f64>) -> String {
    error.map_or_else(
        || {
            "How far it is off is not known before a replay has checked it; with skewed keys that may be several points"
                .to_owned()
        },
        |error| {
            let points = error * 100.0;
            format!("It is off by up to {points:.2} points at the sizes that were replayed; these are shown as counted")
        },
    )
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

// The sentences above name these limits.
const _: () = assert!(LOOP_PERCENT == 5 && LOOP_PEAK == 3);
const _: () = assert!(EXACT_MAX == 5_000_000);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_says_what_it_is_worth() {
        let said =
            |share: f64, error: Option<f64>| method(Method::Sampled { rate: 0.1, share, error, counted: 0 }, None, 7);
        let early = said(0.98, None);
        assert!(early.contains("10\u{a0}% of the keys") && early.contains("98\u{a0}% of the requests"), "{early}");
        assert!(early.contains("above 5 million") && early.contains("not known before a replay"), "{early}");
        assert!(!early.contains("rough"), "{early}");
        let rough = said(1.3, Some(0.094));
        assert!(rough.contains("130\u{a0}% of the requests that it should have: a few hot keys"), "{rough}");
        assert!(rough.contains("off by up to 9.40 points") && rough.contains(". The others and the limit"), "{rough}");
    }
}
