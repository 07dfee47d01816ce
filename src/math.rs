//! The functions whose last bit differs between machines, through `libm`, and the conversions between number types.
//!
//! `f64::ln` and its kin are glibc's natively and another library's in the browser, and they disagree in a few of a
//! hundred arguments. The `libm` crate gives the same bits everywhere. All casts of the project stand in this room.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the one place where number types are converted, each conversion with its rounding said"
)]

/// 2^-53: the distance of neighbouring numbers that [`unit`] returns.
const UNIT_STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

/// Natural logarithm.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Logarithm to base ten.
#[must_use]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// ln(1 + x), exact also where x is tiny.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// e to the power x.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// e to the power x, minus 1, exact also where x is tiny.
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// x to the power y.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The complementary error function: 2 / sqrt(pi) times the integral of exp(-t^2) from x to infinity.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Sine of an angle in radians.
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
#[must_use]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// A whole number as a float; exact below 2^53, else the nearest float.
#[must_use]
pub const fn float(n: u64) -> f64 {
    n as f64
}

/// The 53 high bits of a draw as a number from 0 (possible) to 1 (never). They go by way of a signed number, which
/// processors convert in one instruction; it is exact all the same.
#[must_use]
pub const fn unit(bits: u64) -> f64 {
    (bits >> 11).cast_signed() as f64 * UNIT_STEP
}

/// The nearest whole number, ties to the even one, as what it is and as a float; for numbers within 2^51 of zero. Adding a
/// large number leaves no bits for the part behind the point.
#[must_use]
pub const fn nearest(x: f64) -> (i64, f64) {
    const LARGE: f64 = 6_755_399_441_055_744.0;
    let rounded = x + LARGE - LARGE;
    (rounded as i64, rounded)
}

/// 2 to the power n, for exponents of normal floats (-1022 to 1023).
#[must_use]
pub const fn power_of_two(n: i64) -> f64 {
    f64::from_bits(((n + 1023) as u64) << 52)
}

/// A signed whole number as a float; exact up to 2^53 either way, else the nearest float.
#[must_use]
pub const fn signed(n: i64) -> f64 {
    n as f64
}

/// A count of things in memory as a float.
#[must_use]
pub const fn count(n: usize) -> f64 {
    n as f64
}

/// The nearest whole number, ties away from zero; negative and not-a-number give 0, too large gives the largest.
#[must_use]
pub const fn whole(x: f64) -> u64 {
    (x + 0.5) as u64
}

/// The whole part; negative and not-a-number give 0, too large gives the largest.
#[must_use]
pub const fn floor(x: f64) -> u64 {
    x as u64
}

/// A 32-bit id as an index into an array. Every target of ours has at least 32 bits.
#[must_use]
pub const fn index(n: u32) -> usize {
    n as usize
}

/// A length as a 32-bit id; lengths beyond 32 bits do not exist in a run.
#[must_use]
pub const fn id(n: usize) -> u32 {
    n as u32
}

/// A length as a 64-bit number.
#[must_use]
pub const fn wide(n: usize) -> u64 {
    n as u64
}

/// The low 32 bits.
#[must_use]
pub const fn low(n: u64) -> u32 {
    n as u32
}

/// A 128-bit sum as a float, the nearest one.
#[must_use]
pub const fn float_wide(n: u128) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_round_as_they_say() {
        assert_eq!(whole(2.5), 3, "ties away from zero");
        assert_eq!(whole(-0.4), 0, "negative is zero");
        assert_eq!(whole(f64::NAN), 0, "not-a-number is zero");
        assert_eq!(whole(f64::INFINITY), u64::MAX, "too large is the largest");
        assert_eq!(floor(2.9), 2, "the whole part");
    }
}
