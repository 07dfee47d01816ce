//! Counts over the course of a trace, to be drawn as a map: which keys, and how far back or how long ago they were asked
//! for last.

use crate::cache::curve::Distances;
use crate::cache::trace::Trace;
use crate::math;

/// A map of counts. Its columns are equal parts of the trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Parts of the trace.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    /// Row by row, the lowest first.
    pub counts: Vec<u32>,
}

impl Map {
    fn new(columns: u32, rows: u32) -> Self {
        let (columns, rows) = (columns.max(1), rows.max(1));
        Self { columns, rows, counts: vec![0; math::index(columns) * math::index(rows)] }
    }

    /// Keys by the order of their first requests, in so many rows: a scan is a steep line, a loop a saw, and what is
    /// asked for all the time a band.
    #[must_use]
    pub fn of_keys(trace: &Trace, columns: u32, rows: u32) -> Self {
        let mut map = Self::new(columns, rows);
        let keys = u64::from(trace.distinct().max(1));
        for (request, &key) in trace.keys().iter().enumerate() {
            let row = math::low(u64::from(key) * u64::from(map.rows) / keys);
            map.add(trace, request, row);
        }
        map
    }

    /// Reuses by the number of other keys in between: row b holds 2^(b-1) to 2^b - 1, the first one 0.
    #[must_use]
    pub fn of_distances(trace: &Trace, columns: u32) -> Self {
        let rows = 1 + trace.distinct().checked_ilog2().map_or(0, |log| log + 1);
        let mut map = Self::new(columns, rows);
        let mut distances = Distances::new(trace.distinct());
        for (request, &key) in trace.keys().iter().enumerate() {
            if let Some(distance) = distances.request(key) {
                map.add(trace, request, distance.checked_ilog2().map_or(0, |log| log + 1));
            }
        }
        map
    }

    /// Reuses by the number of requests from one to the next: row b holds 2^(b-1) to 2^b - 1; the first one, 0, stays empty.
    #[must_use]
    pub fn of_times(trace: &Trace, columns: u32) -> Self {
        let requests = math::low(math::wide(trace.keys().len()));
        let rows = 1 + requests.checked_ilog2().map_or(0, |log| log + 1);
        let mut map = Self::new(columns, rows);
        let mut last: Vec<Option<usize>> = vec![None; math::index(trace.distinct())];
        for (request, &key) in trace.keys().iter().enumerate() {
            if let Some(before) = last[math::index(key)].replace(request) {
                map.add(trace, request, (request - before).checked_ilog2().map_or(0, |log| log + 1));
            }
        }
        map
    }

    fn add(&mut self, trace: &Trace, request: usize, row: u32) {
        let column = math::wide(request) * u64::from(self.columns) / math::wide(trace.keys().len());
        let place = math::index(row) * math::index(self.columns) + math::index(math::low(column));
        self.counts[place] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::trace::Generator;

    #[test]
    fn a_loop_is_a_saw() {
        let trace = Generator::Loop { keys: 4, requests: 8 }.trace();
        let map = Map::of_keys(&trace, 4, 2);
        assert_eq!(map.counts, [2, 0, 2, 0, 0, 2, 0, 2], "up, and up again");
        let map = Map::of_distances(&trace, 2);
        assert_eq!((map.rows, map.counts.iter().sum::<u32>()), (4, 4), "every reuse");
        assert_eq!(map.counts[5], 4, "in the second half, with 3 others in between");
        let map = Map::of_times(&trace, 2);
        assert_eq!((map.rows, map.counts.iter().sum::<u32>()), (5, 4), "every reuse");
        assert_eq!(map.counts[7], 4, "in the second half, 4 requests later");
    }
}
