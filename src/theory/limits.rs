//! The ranges that parameters of all models share, checked once where a model is made.
//!
//! Bounds are far beyond any system, and near enough that no formula overflows.

use super::TheoryError;

/// The least rate, time or share of a scale that is not zero.
const LEAST: f64 = 1e-12;
/// The greatest rate or time.
const GREATEST: f64 = 1e12;
/// The greatest number of servers, places or clients: so many are counted through one by one.
const COUNT_MAX: u32 = 1_000_000;

/// A rate, a time or a squared coefficient of variation that may be zero.
pub(super) fn not_negative(quantity: &'static str, value: f64) -> Result<f64, TheoryError> {
    within(quantity, value, value == 0.0 || (LEAST..=GREATEST).contains(&value), "0, or 1e-12 to 1e12")
}

/// A rate or a time that may not be zero.
pub(super) fn positive(quantity: &'static str, value: f64) -> Result<f64, TheoryError> {
    within(quantity, value, (LEAST..=GREATEST).contains(&value), "more than 0, from 1e-12 to 1e12")
}

/// A number of servers, places or clients.
pub(super) fn count(quantity: &'static str, value: u32) -> Result<u32, TheoryError> {
    within(quantity, f64::from(value), (1..=COUNT_MAX).contains(&value), "a whole number from 1 to 1000000")?;
    Ok(value)
}

/// A value, if it was found to be within what is allowed.
pub(super) fn within(
    quantity: &'static str,
    value: f64,
    holds: bool,
    allowed: &'static str,
) -> Result<f64, TheoryError> {
    if holds { Ok(value) } else { Err(TheoryError::OutOfRange { quantity, value, allowed }) }
}

/// A utilisation, if the servers can do the work.
pub(super) fn stable(utilisation: f64) -> Result<f64, TheoryError> {
    if utilisation < 1.0 { Ok(utilisation) } else { Err(TheoryError::Unstable { utilisation }) }
}
