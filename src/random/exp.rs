//! e to the power x for draws: as exact as the library's to the last bits, at a fraction of its time.
//!
//! A log-normal draw is a power of e, and a payment takes several, so that [`math::exp`], which divides and branches, was a
//! fifth of a payment's cost. The method is Tang's ("Table-driven implementation of the exponential function in IEEE
//! floating-point arithmetic", ACM Transactions on Mathematical Software 15(2), 1989): x is a whole number of 128ths of
//! ln 2 and a rest; the whole number picks an entry of a table and an exponent, the rest goes through a short polynomial.
//! Only sums and products: the same bits everywhere.

use crate::math;
use std::sync::LazyLock;

/// Steps of a doubling.
const STEPS: usize = 128;
/// Beyond this on either side of zero the exponent of the result is left to the library.
const FAR: f64 = 690.0;
/// Steps in one unit of x: 128 / ln 2.
const STEPS_PER_UNIT: f64 = 128.0 / std::f64::consts::LN_2;
/// The first 32 bits of ln 2 / 128: so few that a product with a number of steps is exact.
const STEP_HIGH: f64 = f64::from_bits(0x3F76_2E42_FEE0_0000);
/// The rest of ln 2 / 128.
const STEP_LOW: f64 = 1.908_214_929_270_587_7e-10 / 128.0;

/// 2 to the power of each step of a doubling.
static POWERS: LazyLock<[f64; STEPS]> =
    LazyLock::new(|| std::array::from_fn(|step| math::pow(2.0, math::count(step) / math::count(STEPS))));

/// e to the power x, within two units in the last place.
#[inline]
pub(super) fn exp(x: f64) -> f64 {
    if x.abs() < FAR { near(x) } else { math::exp(x) }
}

#[inline]
fn near(x: f64) -> f64 {
    let (steps, count) = math::nearest(x * STEPS_PER_UNIT);
    let rest = (x - count * STEP_HIGH) - count * STEP_LOW;
    let square = rest * rest;
    // The series of e^rest - 1; with a rest of at most ln 2 / 256 the next term is below 1e-18.
    let more = rest + square * (0.5 + rest * (1.0 / 6.0)) + square * square * (1.0 / 24.0 + rest * (1.0 / 120.0));
    let (doublings, step) = (steps.div_euclid(128), steps.rem_euclid(128));
    let power = POWERS[math::index(math::low(step.cast_unsigned()))];
    (power + power * more) * math::power_of_two(doublings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    #[test]
    fn it_is_the_library_s_to_the_last_bits() {
        let mut stream = Stream::new(1, "exp");
        let draws = (0..200_000).map(|_| (stream.unit() - 0.5) * 1_400.0);
        for x in draws.chain([0.0, -0.0, 1.0, -1.0, 1e-300, 689.9, -689.9, 709.0, -745.0, 1e6, -1e6]) {
            let (ours, theirs) = (exp(x), math::exp(x));
            let error = (ours - theirs).abs();
            assert!(ours == theirs || error <= 4.5e-16 * theirs, "exp({x}) = {theirs}, not {ours}");
        }
        assert_eq!(exp(0.0).to_bits(), 1.0_f64.to_bits(), "the power nought is exactly one");
        assert!(exp(f64::NAN).is_nan(), "nothing comes of nothing");
    }
}
