//! The Poisson law, without overflow and without cancellation.

use crate::math;

/// Terms below this share of the greatest are left out: all of them together are beyond the last bit.
const NEGLIGIBLE: f64 = 1e-25;
/// From here on Stirling's series is exact to the last bit.
const STIRLING_FROM: u64 = 20;

/// The mean of a function of a Poisson count of the given mean, 0 or more: terms from the most likely count outwards.
///
/// Source of the scheme: Fox and Glynn, "Computing Poisson probabilities" (Communications of the ACM 31(4), 1988).
pub(super) fn mean_of(mean: f64, value: impl Fn(u64) -> f64) -> f64 {
    let mode = math::floor(mean);
    let (mut total, mut sum) = (1.0, value(mode));
    let (mut weight, mut count) = (1.0, mode);
    while count > 0 && weight > NEGLIGIBLE {
        weight *= math::float(count) / mean;
        count -= 1;
        total += weight;
        sum += weight * value(count);
    }
    (weight, count) = (1.0, mode);
    while weight > NEGLIGIBLE {
        count += 1;
        weight *= mean / math::float(count);
        total += weight;
        sum += weight * value(count);
    }
    sum / total
}

/// E[(N - m)+]: by how much a Poisson count N exceeds m on average, where its mean is the share `ratio` (below 1) of m.
pub(super) fn mean_excess(m: u64, ratio: f64) -> f64 {
    let mean = math::float(m) * ratio;
    let mut term = probability_at(m, ratio);
    let mut sum = 0.0;
    for excess in 1_u64.. {
        term *= mean / math::float(m + excess);
        let part = term * math::float(excess);
        sum += part;
        if part <= sum * NEGLIGIBLE {
            break;
        }
    }
    sum
}

/// P(N = m) of a Poisson count whose mean is the share `ratio` of m.
///
/// Source for the form by the deviation of mean and count: Loader, "Fast and accurate computation of binomial
/// probabilities" (2000).
fn probability_at(m: u64, ratio: f64) -> f64 {
    let count = math::float(m);
    let mean = count * ratio;
    if m < STIRLING_FROM {
        return (1..=m).fold(math::exp(-mean), |probability, n| probability * mean / math::float(n));
    }
    let deviation = (ratio - 1.0) - math::ln_1p(ratio - 1.0);
    let square = count * count;
    // Stirling: ln n! = n ln n - n + ln(2 pi n) / 2 + 1 / (12 n) - 1 / (360 n^3) + 1 / (1260 n^5) - 1 / (1680 n^7) ...
    let correction = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / count;
    math::exp(-count * deviation - correction) / (std::f64::consts::TAU * count).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_the_count_is_the_mean() {
        for mean in [0.0, 0.3, 7.0, 465.2, 1e6] {
            let got = mean_of(mean, math::float);
            assert!((got - mean).abs() <= 1e-12 * mean, "{got}, expected {mean}");
        }
    }

    #[test]
    fn the_excess_is_the_same_by_both_forms_of_the_probability() {
        // E[(N - m)+] = mean P(N >= m) - m P(N >= m + 1), here by plain sums.
        for (m, ratio) in [(1, 0.5), (19, 0.8), (20, 0.8), (21, 0.95), (160, 0.9)] {
            let mean = math::float(m) * ratio;
            let exact = mean_of(mean, |n| math::float(n.saturating_sub(m)));
            let got = mean_excess(m, ratio);
            assert!((got - exact).abs() <= 1e-12 * exact, "m = {m}: {got}, expected {exact}");
        }
    }
}
