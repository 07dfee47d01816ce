//! Numbers that a person writes, read as links and files are read, and rounded as people round.
//!
//! The standard library's own reader is exact to the last of seventeen digits with a table of ten kilobytes, which the
//! page would download for it alone. JSON's reader is there anyway, and exact as far as fifteen digits.

use crate::math;
use serde_json::Value;

/// Reads a decimal number. Unlike JSON it may begin with `+`, `.` or zeros and end with its point.
#[must_use]
pub fn read(text: &str) -> Option<f64> {
    let (sign, bare) = match text.strip_prefix('-') {
        Some(bare) => ("-", bare),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = bare.split_at(bare.find(['e', 'E']).unwrap_or(bare.len()));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    whole.bytes().chain(fraction.bytes()).next().filter(u8::is_ascii_digit)?;
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    json(&format!("{sign}{whole}{point}{fraction}{exponent}"))
}

/// Reads a number that was written as JSON.
#[must_use]
pub fn json(text: &str) -> Option<f64> {
    serde_json::from_str(text).ok().and_then(|value: Value| value.as_f64())
}

/// Rounded to so many significant digits.
#[must_use]
pub fn significant(number: f64, digits: u8) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let last = math::log10(number.abs()).floor() + 1.0 - f64::from(digits);
    // A power of ten above 1 is exact and one below is not, so it divides where it must.
    let unit = math::pow(10.0, last.abs());
    if last < 0.0 { (number * unit).round() / unit } else { (number / unit).round() * unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_as_the_standard_library_reads_them() {
        let texts = [
            "0",
            "-0",
            "007",
            "12",
            "+3",
            "-3",
            ".5",
            "-.5",
            "7.",
            "0.1",
            "0.007",
            "3.14159",
            "1e3",
            "2E-3",
            "1.5e+2",
            "9007199254740991",
            "123456789012.345",
            "1e22",
            "0.000",
            "1e-7",
            "",
            ".",
            "-",
            "+-5",
            "--5",
            "e5",
            "1e",
            "0x10",
            "1-2",
            "NaN",
            "inf",
            "infinity",
            "1e5.5",
            "1.2.3",
            "null",
            "true",
            "[1]",
        ];
        for text in texts {
            let expected = text.parse().ok().filter(|number: &f64| number.is_finite());
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("1e999"), None, "beyond every number");
    }

    #[test]
    fn rounding_leaves_no_dust() {
        let check =
            |number, digits, expected| assert_eq!(significant(number, digits), expected, "{number} to {digits}");
        check(0.1 + 0.2, 12, 0.3);
        check(0.07 * 100.0, 12, 7.0);
        check(1_234.5, 2, 1_200.0);
        check(0.004_567, 2, 0.0046);
        check(999.6, 3, 1_000.0);
        check(-1.26, 2, -1.3);
        check(1_000.0, 2, 1_000.0);
        check(0.0, 2, 0.0);
        check(f64::INFINITY, 2, f64::INFINITY);
    }
}
