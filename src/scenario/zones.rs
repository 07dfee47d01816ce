//! Zones: how many gateways and processors are in each, for gateways that prefer the processors of their own.
//!
//! The rule is Envoy's zone-aware routing. Zones are told by numbers, in the order of the processors and of the gateways, as
//! people type them: `4 processors, 2 gateways`. Those that are left over are in the last one, so that a change of their
//! number needs no change here.

use super::balancer::GATEWAYS;
use super::problem::{Limit, Problem};
use super::reader::Reader;
use super::stages::PROCESSORS;
use crate::{math, payment};
use serde::Serialize;
use std::fmt;

/// Most zones.
pub const ZONES: usize = 8;
/// Range of the fewest healthy processors with which zones count.
pub const ZONE_PROCESSORS: Limit = Limit::new(1.0, PROCESSORS.max, "processors");
/// Range of the time that a message to another zone takes, one way.
pub const BETWEEN_ZONES_MS: Limit = Limit::new(0.0, 1_000.0, "ms");

/// Range of the processors in a zone.
const IN_ZONE: Limit = Limit::new(0.0, PROCESSORS.max, "processors");
/// Range of the gateways in a zone.
const GATEWAYS_IN_ZONE: Limit = Limit::new(0.0, GATEWAYS.max, "gateways");
/// What is said where a text is no zone.
const ALLOWED: &str =
    "numbers of processors and gateways, as \"4 processors, 2 gateways\" or \"4, 2\"; 1 gateway where none is said";

/// What is in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Zone {
    /// Its processors.
    pub processors: u32,
    /// Its gateways.
    pub gateways: u32,
}

impl Zone {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            processors: reader.whole("processors", IN_ZONE, 1),
            gateways: reader.whole("gateways", GATEWAYS_IN_ZONE, 1),
        }
    }

    /// Reads zones parted by semicolons or lines.
    ///
    /// # Errors
    /// Names the first that is none, by its place from 1, or the number of zones if there are too many.
    pub fn list(text: &str) -> Result<Vec<Self>, Problem> {
        let items = text.split([';', '\n']).map(str::trim).filter(|item| !item.is_empty());
        let one = |(place, item): (usize, &str)| {
            let problem = || Problem {
                path: format!("zone {}", place + 1),
                value: format!("{item:?}"),
                allowed: ALLOWED.to_owned(),
            };
            Self::one(item).ok_or_else(problem)
        };
        let zones: Vec<Self> = items.enumerate().map(one).collect::<Result<_, _>>()?;
        if zones.len() <= ZONES {
            return Ok(zones);
        }
        let (value, allowed) = (zones.len().to_string(), format!("at most {ZONES} zones"));
        Err(Problem { path: "zones".to_owned(), value, allowed })
    }

    fn one(text: &str) -> Option<Self> {
        let (processors, gateways) = match text.split_once(',') {
            Some((processors, gateways)) => (processors, number(gateways, GATEWAYS_IN_ZONE, "gateway")?),
            None => (text, 1),
        };
        Some(Self { processors: number(processors, IN_ZONE, "processor")?, gateways })
    }
}

/// A number, with the word for what it counts or without.
fn number(text: &str, limit: Limit, word: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('s');
    let number = text.strip_suffix(word).unwrap_or(text).trim_end();
    number.parse().ok().filter(|number| limit.contains(f64::from(*number)))
}

impl fmt::Display for Zone {
    /// As [`Zone::list`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |count: u32, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        write!(f, "{}, {}", of(self.processors, "processor"), of(self.gateways, "gateway"))
    }
}

/// The zone of each gateway, and of each processor, of so many in all.
pub(super) fn laid_out(zones: &[Zone], all: Zone) -> [Vec<usize>; 2] {
    let counts: [fn(&Zone) -> u32; 2] = [|zone| zone.gateways, |zone| zone.processors];
    counts.map(|count| {
        let sizes: Vec<u32> = zones.iter().map(count).collect();
        payment::zones_of(&sizes, math::index(count(&all)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_as_they_are_written() {
        let zone = |processors, gateways| Zone { processors, gateways };
        let read = Zone::list("4 processors, 2 gateways; 1 processor, 1 gateway\n3, 0\n 2\n").expect("zones");
        assert_eq!(read, [zone(4, 2), zone(1, 1), zone(3, 0), zone(2, 1)]);
        let written: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(written[..2], ["4 processors, 2 gateways", "1 processor, 1 gateway"]);
        assert_eq!(Zone::list(&written.join("\n")), Ok(read), "and what is written is read");
        assert_eq!(Zone::list(" \n"), Ok(Vec::new()), "none");
    }

    #[test]
    fn what_is_no_zone_is_named_by_its_place() {
        for (text, place) in [("4; many", 2), ("17", 1), ("1, 65", 1), ("1, 2, 3", 1), ("-1", 1), ("1.5", 1), (",", 1)]
        {
            let problem = Zone::list(text).expect_err(text);
            assert_eq!((problem.path, problem.allowed.as_str()), (format!("zone {place}"), ALLOWED), "{text}");
        }
        let many = Zone::list(&"1\n".repeat(9)).expect_err("nine");
        assert_eq!((many.path.as_str(), many.value.as_str()), ("zones", "9"));
    }
}
