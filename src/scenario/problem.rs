//! What may stand in a field, and what is wrong with what stands there.

use std::fmt;

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: field names joined by dots, as `gateway.workers`.
    pub path: String,
    /// What stands there, as JSON.
    pub value: String,
    /// What may stand there, in words.
    pub allowed: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} is not allowed here; allowed: {}", self.path, self.value, self.allowed)
    }
}

/// The range and the unit of a number that a person may set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Least allowed value.
    pub min: f64,
    /// Greatest allowed value.
    pub max: f64,
    /// Unit in words, empty for a pure number.
    pub unit: &'static str,
}

impl Limit {
    /// A range with its unit.
    #[must_use]
    pub const fn new(min: f64, max: f64, unit: &'static str) -> Self {
        Self { min, max, unit }
    }

    /// Whether a number lies in the range; not-a-number never does.
    #[must_use]
    pub fn contains(&self, number: f64) -> bool {
        (self.min..=self.max).contains(&number)
    }

    /// The range in words: `from 1 to 1000 workers`.
    #[must_use]
    pub fn words(&self) -> String {
        let space = if self.unit.is_empty() { "" } else { " " };
        format!("from {} to {}{space}{}", self.min, self.max, self.unit)
    }
}

/// A number that was computed, in the shortest form that agrees with it to twelve digits: 1 - 0.999 is said to be 0.001,
/// not 0.0010000000000000009.
pub(super) fn plain(x: f64) -> String {
    format!("{x:.11e}").parse::<f64>().unwrap_or(x).to_string()
}
