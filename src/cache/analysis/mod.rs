//! What a trace is like: how popular its keys are, how soon they come back, scans, loops and the working set.
//!
//! Everything is counted in one pass and some sorting; nothing is sampled. The Zipf slope is that of a straight line
//! through the rank-frequency plot in logarithms, at ranks that are spread evenly there, by least squares. The working set
//! (Denning, "The working set model for program behavior", 1968) is averaged over all whole windows exactly, by the
//! windows that lie between two requests for a key, before its first or after its last (Xiang, Bao, Ding and Gao,
//! "Linear-time modeling of program working set in shared cache", PACT 2011).

mod map;

pub use map::Map;

use super::curve::Distances;
use super::trace::Trace;
use crate::math;

/// Neighbouring ranks of the fit differ by at least this factor.
const RANK_STEP: f64 = 1.2;
/// Keys asked for less often than this are left out of the fit: their counts are mostly rounding.
const FIT_COUNT_MIN: u64 = 5;
/// A row of so many first requests in a row is a scan.
const SCAN_MIN: u64 = 50;
/// Reuses of which at least so many per cent have one distance may be those of a loop.
pub const LOOP_PERCENT: u64 = 5;
/// A loop's distance is at least so many times as frequent as those beside it: under Zipf's law they are nearly equal.
pub const LOOP_PEAK: u64 = 3;
/// Steps of the working-set curve: factors of ten.
const WINDOW_STEP: u64 = 10;

/// The description of a trace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// Requests and different keys.
    pub requests: u64,
    /// Different keys.
    pub distinct: u32,
    /// The exponent of Zipf's law that fits the popularities; `None` if too few keys come often enough.
    pub zipf: Option<f64>,
    /// Rank (from 1) and count of some keys, ranks a fifth apart or more.
    pub rank_frequency: Vec<(u64, u64)>,
    /// Keys that are asked for only once.
    pub one_hit_keys: u64,
    /// Reuses by distance, other keys in between: bucket b holds 2^(b-1) to 2^b - 1, the first one 0.
    pub reuse_distance: Vec<u64>,
    /// Reuses by time in requests: bucket b holds 2^(b-1) to 2^b - 1.
    pub reuse_time: Vec<u64>,
    /// The most frequent reuse distance above 0 plus one, which is the length of a loop, and how many reuses have it; `None`
    /// if it is not frequent enough or no more so than those beside it.
    pub loop_length: Option<(u64, u64)>,
    /// Rows of at least fifty requests in a row for keys never seen before, how many, and their requests together.
    pub scans: (u64, u64),
    /// Average number of different keys in a window of so many requests.
    pub working_set: Vec<(u64, f64)>,
}

impl Analysis {
    /// Looks through a trace.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let requests = math::wide(trace.keys().len());
        let mut counts = vec![0_u64; math::index(trace.distinct())];
        for &key in trace.keys() {
            counts[math::index(key)] += 1;
        }
        counts.sort_unstable_by(|left, right| right.cmp(left));
        let reuse = Reuse::of(trace);
        Self {
            requests,
            distinct: trace.distinct(),
            zipf: slope(&counts),
            rank_frequency: spread(&counts).collect(),
            one_hit_keys: math::wide(counts.iter().filter(|&&count| count == 1).count()),
            reuse_distance: buckets(&reuse.distances),
            reuse_time: buckets(&reuse.times),
            loop_length: loop_length(&reuse.distances),
            scans: reuse.scans,
            working_set: working_set(&reuse.gaps(), &reuse),
        }
    }
}

/// How the keys of a trace come back.
struct Reuse {
    /// Reuses by the other keys in between.
    distances: Vec<u64>,
    /// Reuses by the requests from one to the next.
    times: Vec<u64>,
    /// Requests before the first one for a key, and after its last: how often there are so many.
    ends: Vec<u64>,
    /// Rows of first requests and their requests.
    scans: (u64, u64),
}

impl Reuse {
    fn of(trace: &Trace) -> Self {
        let mut own = Self {
            distances: vec![0; math::index(trace.distinct())],
            times: vec![0; trace.keys().len()],
            ends: vec![0; trace.keys().len()],
            scans: (0, 0),
        };
        let mut distances = Distances::new(trace.distinct());
        let mut last = vec![0; math::index(trace.distinct())];
        let mut row = 0;
        for (request, &key) in trace.keys().iter().enumerate() {
            let before = std::mem::replace(&mut last[math::index(key)], request);
            if let Some(distance) = distances.request(key) {
                own.distances[math::index(distance)] += 1;
                own.times[request - before] += 1;
                own.end_row(row);
                row = 0;
            } else {
                own.ends[request] += 1;
                row += 1;
            }
        }
        own.end_row(row);
        for request in last {
            own.ends[trace.keys().len() - 1 - request] += 1;
        }
        own
    }

    /// Requests in a row without a given key: how often there are so many, over all keys.
    fn gaps(&self) -> Vec<u64> {
        let between = self.times.iter().skip(1).chain([&0]);
        self.ends.iter().zip(between).map(|(end, between)| end + between).collect()
    }

    fn end_row(&mut self, row: u64) {
        if row >= SCAN_MIN {
            self.scans = (self.scans.0 + 1, self.scans.1 + row);
        }
    }
}

/// Ranks and counts, the ranks a factor apart.
fn spread(counts: &[u64]) -> impl Iterator<Item = (u64, u64)> {
    let step = |rank: &u64| {
        let next = math::floor(math::float(*rank) * RANK_STEP).max(rank + 1);
        (next <= math::wide(counts.len())).then_some(next)
    };
    let first = (!counts.is_empty()).then_some(1);
    std::iter::successors(first, step).filter_map(|rank| Some((rank, *counts.get(usize::try_from(rank - 1).ok()?)?)))
}

/// The exponent of the power law through the ranks and counts.
fn slope(counts: &[u64]) -> Option<f64> {
    let points = spread(counts).filter(|&(_, count)| count >= FIT_COUNT_MIN);
    let points: Vec<(f64, f64)> =
        points.map(|(rank, count)| (math::ln(math::float(rank)), math::ln(math::float(count)))).collect();
    let number = math::count(points.len());
    let mean = |part: fn(&(f64, f64)) -> f64| points.iter().map(part).sum::<f64>() / number;
    let (x_mean, y_mean) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|(x, _)| (x - x_mean) * (x - x_mean)).sum();
    let common: f64 = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
    (points.len() > 2 && spread > 0.0).then(|| -common / spread)
}

/// Sums by powers of two: 0, 1, 2 to 3, 4 to 7 and so on.
fn buckets(counts: &[u64]) -> Vec<u64> {
    let mut sums = Vec::new();
    for (value, count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
        let bucket = math::index(value.checked_ilog2().map_or(0, |log| log + 1));
        if bucket >= sums.len() {
            sums.resize(bucket + 1, 0);
        }
        sums[bucket] += count;
    }
    sums
}

fn loop_length(distances: &[u64]) -> Option<(u64, u64)> {
    let above = distances.iter().enumerate().skip(1);
    let (distance, &count) = above.max_by_key(|&(distance, count)| (count, std::cmp::Reverse(distance)))?;
    let beside = distances[distance - 1].max(distances.get(distance + 1).copied().unwrap_or(0));
    let frequent = 100 * count >= LOOP_PERCENT * distances.iter().sum::<u64>();
    (count > 0 && frequent && count >= LOOP_PEAK * beside).then(|| (math::wide(distance) + 1, count))
}

/// Average number of different keys in a window: all keys, less those whose gap the window lies in.
fn working_set(gaps: &[u64], reuse: &Reuse) -> Vec<(u64, f64)> {
    let requests = math::wide(gaps.len());
    let distinct = reuse.ends.iter().sum::<u64>() / 2;
    let windows = std::iter::successors(Some(1_u64), |window| window.checked_mul(WINDOW_STEP));
    let size = |window: u64| {
        let inside = |(gap, count): (u64, &u64)| math::float(*count) * math::float((gap + 1).saturating_sub(window));
        let without: f64 = (0..).zip(gaps).map(inside).sum();
        (window, math::float(distinct) - without / math::float(requests - window + 1))
    };
    windows.take_while(|window| *window <= requests).map(size).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::trace::{Generator, Zipf};

    #[test]
    fn a_loop_is_a_loop() {
        let analysis = Analysis::of(&Generator::Loop { keys: 100, requests: 1_000 }.trace());
        assert_eq!(analysis.loop_length, Some((100, 900)), "every reuse comes after the 99 others");
        assert_eq!(analysis.scans, (1, 100), "the first round is new");
        assert_eq!(analysis.one_hit_keys, 0, "and comes back");
        let ten = analysis.working_set.iter().find(|(window, _)| *window == 10);
        assert_eq!(ten, Some(&(10, 10.0)), "ten requests of a loop are ten keys");
    }

    #[test]
    fn favourites_are_no_loop() {
        for exponent in [0.6, 0.9, 1.2, 1.6] {
            for keys in [100, 10_000] {
                let law = Zipf { keys, exponent, seed: 5, requests: 50_000 };
                let found = Analysis::of(&Generator::Zipf(law).trace()).loop_length;
                assert_eq!(found, None, "{keys} keys, exponent {exponent}");
            }
        }
        let law = Zipf { keys: 500, exponent: 0.9, seed: 5, requests: 20_000 };
        let round = (0..20_000_u64).map(|request| 1_000 + request % 40);
        let both = Generator::Zipf(law).keys().into_iter().map(u64::from).chain(round);
        let (length, count) = Analysis::of(&Trace::of_keys(both)).loop_length.unwrap();
        // All but the first round, and favourites that came back as late by chance.
        assert!(length == 40 && (19_960..20_160).contains(&count), "a loop after favourites: {length}, {count}");
    }

    #[test]
    fn the_working_set_is_the_mean_over_all_windows() {
        let law = Zipf { keys: 40, exponent: 0.9, seed: 9, requests: 300 };
        let trace = Generator::Zipf(law).trace();
        for (window, size) in Analysis::of(&trace).working_set {
            let keys = |part: &[u32]| {
                let mut keys = part.to_vec();
                keys.sort_unstable();
                keys.dedup();
                math::count(keys.len())
            };
            let all: Vec<f64> = trace.keys().windows(math::index(math::low(window))).map(keys).collect();
            let mean = all.iter().sum::<f64>() / math::count(all.len());
            assert!((size - mean).abs() < 1e-9, "{window}: {size}, counted {mean}");
        }
    }

    #[test]
    fn the_slope_of_zipf_is_its_exponent() {
        for exponent in [0.6, 0.8, 1.0, 1.2] {
            let law = Zipf { keys: 10_000, exponent, seed: 3, requests: 400_000 };
            let slope = Analysis::of(&Generator::Zipf(law).trace()).zipf;
            assert!(slope.is_some_and(|slope| (slope - exponent).abs() < 0.05), "{exponent}: {slope:?}");
        }
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let analysis = Analysis::of(&Trace::of_keys([]));
        assert_eq!(analysis, Analysis::default());
    }
}
