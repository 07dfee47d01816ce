//! Numbers for people: three significant digits, the unit apart, the same width from one reading to the next.

use crate::experiment::{Estimate, State};
use crate::math;

/// Most decimals of a small number.
const DECIMALS_MAX: usize = 9;

/// What stands where there is no number.
pub const NONE: &str = "–";

/// A figure and its unit, to be set in different sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Digits.
    pub value: String,
    /// Unit; empty for a pure number.
    pub unit: &'static str,
}

impl Figure {
    /// The figure as running text, with a no-break space.
    #[must_use]
    pub fn text(&self) -> String {
        match self.unit {
            "" => self.value.clone(),
            "%" => format!("{}\u{a0}%", self.value),
            unit => format!("{}\u{a0}{unit}", self.value),
        }
    }
}

/// Three significant digits with thousands set apart; whole numbers above a thousand keep all their digits.
#[must_use]
pub fn number(x: f64) -> String {
    if !x.is_finite() {
        return NONE.to_owned();
    }
    let size = x.abs();
    let decimals = match size {
        _ if size >= 99.95 || size == 0.0 => 0,
        _ if size >= 9.995 => 1,
        _ if size >= 0.9995 => 2,
        _ => small_decimals(size),
    };
    group(&format!("{x:.decimals$}"))
}

/// Three decimals, or as many as show two digits: what is small is not nothing.
fn small_decimals(size: f64) -> usize {
    let mut decimals = 3;
    let mut digits = size * 1_000.0;
    while digits < 9.5 && decimals < DECIMALS_MAX {
        digits *= 10.0;
        decimals += 1;
    }
    decimals
}

/// A count with thousands set apart.
#[must_use]
pub fn count(n: u64) -> String {
    group(&n.to_string())
}

/// A span given in milliseconds, in the unit that suits it.
#[must_use]
pub fn millis(ms: f64) -> Figure {
    match ms.abs() {
        size if size >= 60_000.0 => Figure { value: number(ms / 60_000.0), unit: "min" },
        size if size >= 1_000.0 => Figure { value: number(ms / 1_000.0), unit: "s" },
        size if size >= 0.1 || size == 0.0 => Figure { value: number(ms), unit: "ms" },
        _ => Figure { value: number(ms * 1_000.0), unit: "µs" },
    }
}

/// A rate per second.
#[must_use]
pub fn rate(per_s: f64) -> Figure {
    Figure { value: number(per_s), unit: "/s" }
}

/// A share as percent: more digits the nearer it comes to the whole, where they matter.
#[must_use]
pub fn percent(share: f64) -> Figure {
    let percent = share * 100.0;
    let decimals = match 100.0 - percent {
        rest if rest <= 0.0 => 0,
        rest if rest < 0.1 => 3,
        rest if rest < 1.0 => 2,
        _ => 1,
    };
    let value = if percent.is_finite() { format!("{percent:.decimals$}") } else { NONE.to_owned() };
    Figure { value, unit: "%" }
}

/// Simulated time as a clock: `0:07.25`, `12:03.5`, `1:02:03`.
#[must_use]
pub fn clock(seconds: f64) -> String {
    let whole = math::floor(seconds);
    let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, seconds - math::float(whole / 60 * 60));
    match (hours, minutes) {
        (0, minutes) => format!("{minutes}:{rest:05.2}"),
        (hours, minutes) => format!("{hours}:{minutes:02}:{:02}", whole % 60),
    }
}

/// An estimate's mean in the given form; a dash while there is none.
#[must_use]
pub fn mean(estimate: &Estimate, form: impl Fn(f64) -> Figure) -> Figure {
    estimate.mean.map_or(Figure { value: NONE.to_owned(), unit: "" }, form)
}

/// How sure an estimate is: `± 6 ms`, or nothing while its state says why there is no interval.
#[must_use]
pub fn half_width(estimate: &Estimate, form: impl Fn(f64) -> Figure) -> Option<String> {
    match (estimate.state, estimate.half_width) {
        (State::Steady, Some(half_width)) => Some(format!("± {}", form(half_width).text())),
        _ => None,
    }
}

/// Sets thousands apart with a thin no-break space, from five digits on.
fn group(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, ""), |(whole, fraction)| (whole, fraction));
    let mut out = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && whole.len() > 4 && (whole.len() - place).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_and_a_unit() {
        assert_eq!(millis(174.55).text(), "175\u{a0}ms", "milliseconds");
        assert_eq!(millis(1_234.0).text(), "1.23\u{a0}s", "seconds");
        assert_eq!(millis(0.05).text(), "50.0\u{a0}µs", "microseconds");
        assert_eq!(number(0.012_345), "0.012", "a thousandth is enough");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567", "thousands apart");
        assert_eq!(percent(0.998_7).text(), "99.87\u{a0}%", "near the whole digits matter");
        assert_eq!(clock(65.25), "1:05.25", "a clock");
        assert_eq!(number(f64::NAN), NONE, "no number");
    }
}
