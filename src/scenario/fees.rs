//! What a processor charges for an attempt: a share of the amount, a fixed part, or both.
//!
//! A fee is quoted as people quote it, `1.2%+0.10`: the same words on the command line and on the page. Its shape is that
//! of the Juspay decision engine, which computes a network's fee from basis points and a fixed part. Left out: tiers by
//! volume, interchange by card type, and fees for declined attempts alone.

use super::load::SHARE;
use super::problem::{Limit, Problem, plain};
use super::reader::Reader;
use crate::balance;
use serde::Serialize;
use std::fmt;

/// Range of the fixed part in the currency's main unit.
pub const FEE_FIXED: Limit = Limit::new(0.0, 1_000.0, "");

/// Basis points of a whole.
const BASIS_POINTS: f64 = 10_000.0;
/// Minor units of a main unit of the currency.
const MINOR: f64 = 100.0;
/// What is said where a text is no fee.
const ALLOWED: &str = "a share from 0% to 100% as 1.2%, a fixed part from 0 to 1000 as 0.10, or both as 1.2%+0.10";

/// What a processor charges for every attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Fee {
    /// Of the amount.
    pub share: f64,
    /// Beside that, in the currency's main unit.
    pub fixed: f64,
}

impl Fee {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self { share: reader.number("share", SHARE, 0.0), fixed: reader.number("fixed", FEE_FIXED, 0.0) }
    }

    /// The fee as a balancing policy knows it.
    #[must_use]
    pub fn plan(self) -> balance::Fee {
        balance::Fee { fixed_minor: self.fixed * MINOR, basis_points: self.share * BASIS_POINTS }
    }

    /// Reads fees parted by commas, semicolons or lines.
    ///
    /// # Errors
    /// Names the first that is none, by its place from 1.
    pub fn list(text: &str) -> Result<Vec<Self>, Problem> {
        let items = text.split([',', ';', '\n']).map(str::trim).filter(|item| !item.is_empty());
        let one = |(place, item): (usize, &str)| {
            let problem = || Problem {
                path: format!("fee {}", place + 1),
                value: format!("{item:?}"),
                allowed: ALLOWED.to_owned(),
            };
            Self::one(item).ok_or_else(problem)
        };
        items.enumerate().map(one).collect()
    }

    fn one(text: &str) -> Option<Self> {
        let mut parts: [Option<f64>; 2] = [None; 2];
        for part in text.split('+').map(str::trim) {
            let (place, number) = match part.strip_suffix('%') {
                Some(share) => (0, of_whole(share.trim_end().parse().ok()?)),
                None => (1, part.parse().ok()?),
            };
            // Each part stands once at most.
            if parts[place].replace(number).is_some() {
                return None;
            }
        }
        let fee = Self { share: parts[0].unwrap_or_default(), fixed: parts[1].unwrap_or_default() };
        (SHARE.contains(fee.share) && FEE_FIXED.contains(fee.fixed)).then_some(fee)
    }
}

/// Percent as a share, in the digits that a person would write.
fn of_whole(percent: f64) -> f64 {
    plain(percent / 100.0).parse().unwrap_or(percent)
}

impl fmt::Display for Fee {
    /// As [`Fee::list`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = plain(self.share * 100.0);
        match (self.share > 0.0, self.fixed > 0.0) {
            (true, true) => write!(f, "{share}% + {}", self.fixed),
            (true, false) => write!(f, "{share}%"),
            (false, _) => write!(f, "{}", self.fixed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_are_read_as_people_quote_them() {
        let fee = |share, fixed| Fee { share, fixed };
        let read = Fee::list("1.2% + 0.10, 0.9%; 0.25\n0.05+2%\n").expect("fees");
        assert_eq!(read, [fee(0.012, 0.1), fee(0.009, 0.0), fee(0.0, 0.25), fee(0.02, 0.05)]);
        let written: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["1.2% + 0.1", "0.9%", "0.25", "2% + 0.05"]);
        assert_eq!(Fee::list(&written.join("\n")), Ok(read), "and what is written is read");
        let minor = fee(0.012, 0.1).plan().of(2_000);
        assert!((minor - 34.0).abs() < 1e-9, "24 cents of 20 euros and 10 beside: {minor}");
    }

    #[test]
    fn what_is_no_fee_is_named_by_its_place() {
        for (text, place) in
            [("1%, cheap", 2), ("1%+2%", 1), ("0.1+0.2", 1), ("101%", 1), ("-1", 1), ("nan", 1), ("%", 1)]
        {
            let problem = Fee::list(text).expect_err(text);
            assert_eq!((problem.path, problem.allowed.as_str()), (format!("fee {place}"), ALLOWED), "{text}");
        }
    }
}
