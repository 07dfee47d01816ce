//! What of a policy can be set: each parameter with its unit, its range and the product's default.
//!
//! A policy states its parameters as constants and reads their values from the [`Setup`] that it is made with; what
//! nobody set has its default. Names and ranges are checked at the edge, by [`Parameter::check`].

use super::request::Rule;
use crate::math;
use thiserror::Error;

/// Something that can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The name in files and on the command line.
    pub name: &'static str,
    /// What it does, in one sentence of plain words.
    pub summary: &'static str,
    /// Its unit; empty for a bare number.
    pub unit: &'static str,
    /// The least that is allowed.
    pub min: f64,
    /// The most that is allowed.
    pub max: f64,
    /// What the product ships with.
    pub default: f64,
    /// Whether only whole numbers are allowed.
    pub whole: bool,
    /// The most that is allowed in a run, where each of many gateways builds what is so large, and perhaps often.
    pub run_max: f64,
}

/// A value that is not allowed.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// Not in the range.
    #[error("{name}: {value} is not allowed here; allowed: a number from {min} to {max}")]
    Range {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: f64,
        /// The least that is allowed.
        min: f64,
        /// The most that is allowed.
        max: f64,
    },
    /// Not a whole number.
    #[error("{name}: {value} is not allowed here; allowed: a whole number from {min} to {max}")]
    Whole {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: f64,
        /// The least that is allowed.
        min: f64,
        /// The most that is allowed.
        max: f64,
    },
}

impl Parameter {
    /// A whole number with its range, the default among them.
    pub(super) const fn whole(name: &'static str, range: (f64, f64), default: f64) -> Self {
        Self { name, summary: "", unit: "", min: range.0, max: range.1, default, whole: true, run_max: range.1 }
    }

    /// A number with its range, the default among them.
    pub(super) const fn number(name: &'static str, range: (f64, f64), default: f64) -> Self {
        Self { name, summary: "", unit: "", min: range.0, max: range.1, default, whole: false, run_max: range.1 }
    }

    /// The same with its unit and what it does.
    pub(super) const fn says(self, unit: &'static str, summary: &'static str) -> Self {
        Self { unit, summary, ..self }
    }

    /// The same with less allowed in a run.
    pub(super) const fn in_a_run(self, run_max: f64) -> Self {
        Self { run_max, ..self }
    }

    /// Its value in a list of values by name; the default where it is missing.
    #[must_use]
    pub fn value_in(&self, values: &[(&str, f64)]) -> f64 {
        let set = values.iter().find(|(name, _)| *name == self.name);
        set.map_or(self.default, |(_, value)| *value)
    }

    /// Sets its value in such a list; the default is not kept.
    pub fn set_in(&self, values: &mut Vec<(&'static str, f64)>, value: f64) {
        values.retain(|(name, _)| *name != self.name);
        if value.total_cmp(&self.default).is_ne() {
            values.push((self.name, value));
        }
    }

    /// Checks a value against the range.
    ///
    /// # Errors
    /// If it is not a number in the range, or not whole where it must be.
    pub fn check(&self, value: f64) -> Result<(), ParameterError> {
        let Self { name, min, max, .. } = *self;
        let inside = (min..=max).contains(&value);
        match self.whole {
            true if !inside || value.fract() != 0.0 => Err(ParameterError::Whole { name, value, min, max }),
            false if !inside => Err(ParameterError::Range { name, value, min, max }),
            _ => Ok(()),
        }
    }
}

/// What a policy is made with.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// How many servers there are.
    pub servers: usize,
    /// Their names, by which hashing policies place them; a server without one is `processor-1`, `processor-2` ...
    pub names: &'a [&'a str],
    /// Values of parameters by name, checked; what is missing has its default.
    pub values: &'a [(&'a str, f64)],
    /// The rules for the policy that follows rules.
    pub rules: &'a [Rule],
    /// How many balancers send to the servers, if each sees only what it sent itself; 1 where what it sees is all.
    pub balancers: u32,
}

impl Setup<'_> {
    /// So many servers, everything else at its default.
    #[must_use]
    pub const fn new(servers: usize) -> Self {
        Self { servers, names: &[], values: &[], rules: &[], balancers: 1 }
    }

    /// The value of a parameter.
    pub(super) fn value(&self, parameter: &Parameter) -> f64 {
        parameter.value_in(self.values)
    }

    /// The value of a parameter that is a whole number.
    pub(super) fn whole(&self, parameter: &Parameter) -> u32 {
        math::low(math::whole(self.value(parameter)))
    }

    /// The name of each server.
    pub(super) fn names(&self) -> Vec<String> {
        let own = |server: usize| self.names.get(server).map(|name| (*name).to_owned());
        (0..self.servers).map(|server| own(server).unwrap_or_else(|| format!("processor-{}", server + 1))).collect()
    }
}
