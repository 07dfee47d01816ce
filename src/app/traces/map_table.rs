//! The maps in numbers, for whoever does not see shades: counts by tenths of the trace and by groups of rows.

use super::pictures::{Rows, bucket_start};
use crate::app::format;
use crate::math;
use crate::wire::traces::Chart;

/// Parts of the trace, a column each.
const PARTS: usize = 10;
/// Most groups of rows, a line each.
const GROUPS: usize = 12;

/// What a map's table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MapTable {
    /// First and last request of each part of the trace, from 1.
    pub(super) parts: Vec<(u64, u64)>,
    /// The name of each group of rows, and its requests in each part; a group that nothing can fall into is left out.
    pub(super) groups: Vec<(String, Vec<u64>)>,
}

/// The table of a map of so many requests.
pub(super) fn map_table(chart: &Chart, requests: u64, rows: Rows) -> MapTable {
    let (height, width) = (math::index(chart.rows.max(1)), math::index(chart.columns.max(1)));
    let (groups, parts) = (GROUPS.min(height), PARTS.min(width));
    let mut counts = vec![vec![0_u64; parts]; groups];
    for (place, count) in chart.counts.iter().enumerate() {
        let (row, column) = (place / width, place % width);
        counts[(row * groups / height).min(groups - 1)][column * parts / width] += u64::from(*count);
    }
    // The first row of a group, and the first column of a part.
    let row = |group: usize| (group * height).div_ceil(groups);
    let column = |part: usize| math::wide((part * width).div_ceil(parts));
    let request = |part: usize| (column(part) * requests).div_ceil(math::wide(width));
    let named = counts.into_iter().enumerate().filter_map(|(group, counts)| {
        let (from, to) = bounds(rows, (row(group), row(group + 1)), height)?;
        let name = if from == to {
            format::count(from)
        } else {
            format!("{}\u{2013}{}", format::count(from), format::count(to))
        };
        Some((name, counts))
    });
    MapTable { groups: named.collect(), parts: (0..parts).map(|part| (request(part) + 1, request(part + 1))).collect() }
}

/// What rows from one to before another hold, of so many: numbers of keys from 1, or other keys in between.
fn bounds(rows: Rows, (from, to): (usize, usize), height: usize) -> Option<(u64, u64)> {
    let bounds = match rows {
        Rows::Keys(distinct) => {
            let key = |row: usize| (math::wide(row) * u64::from(distinct)).div_ceil(math::wide(height));
            (key(from) + 1, key(to))
        }
        // The first row holds 0 alone.
        Rows::Distances => {
            let least = if from == 0 { 0 } else { math::whole(bucket_start(from)) };
            (least, math::whole(bucket_start(to)) - 1)
        }
    };
    (bounds.0 <= bounds.1).then_some(bounds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::analysis::Map;
    use crate::cache::trace::{Generator, Trace, Zipf};

    fn chart(map: Map) -> Chart {
        Chart { columns: map.columns, rows: map.rows, counts: map.counts }
    }

    fn trace() -> Trace {
        Generator::Zipf(Zipf { keys: 700, exponent: 0.8, seed: 2, requests: 5_003 }).trace()
    }

    #[test]
    fn every_request_is_counted_in_its_part() {
        let trace = trace();
        let table = map_table(&chart(Map::of_keys(&trace, 120, 48)), 5_003, Rows::Keys(trace.distinct()));
        assert_eq!((table.parts.len(), table.groups.len()), (PARTS, GROUPS));
        assert!(table.parts.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0), "no gap: {:?}", table.parts);
        assert_eq!((table.parts[0].0, table.parts[9].1), (1, 5_003));
        for (part, (from, to)) in table.parts.iter().enumerate() {
            let sum: u64 = table.groups.iter().map(|(_, counts)| counts[part]).sum();
            assert_eq!(sum, to + 1 - from, "part {part}");
        }
    }

    #[test]
    fn a_group_holds_what_its_name_says() {
        let trace = trace();
        let keys = map_table(&chart(Map::of_keys(&trace, 120, 48)), 5_003, Rows::Keys(trace.distinct()));
        let first = bounds(Rows::Keys(trace.distinct()), (0, 4), 48).expect("keys");
        let asked = trace.keys().iter().filter(|key| u64::from(**key) < first.1).count();
        assert_eq!(keys.groups[0].1.iter().sum::<u64>(), math::wide(asked), "keys 1 to {}", first.1);
        assert_eq!(bounds(Rows::Distances, (0, 1), 11), Some((0, 0)), "none in between");
        assert_eq!(bounds(Rows::Distances, (1, 3), 11), Some((1, 3)), "one to three");
        assert_eq!(
            bounds(Rows::Keys(3), (1, 2), 48),
            None,
            "more rows than keys: {:?}",
            bounds(Rows::Keys(3), (1, 2), 48)
        );
        let reuses = map_table(&chart(Map::of_distances(&trace, 120)), 5_003, Rows::Distances);
        let all: u64 = reuses.groups.iter().flat_map(|(_, counts)| counts).sum();
        assert_eq!(all, 5_003 - u64::from(trace.distinct()), "each reuse once");
    }

    #[test]
    fn an_empty_map_has_a_table_without_numbers() {
        let table = map_table(&Chart::default(), 0, Rows::Keys(0));
        assert!(table.groups.is_empty(), "{table:?}");
    }
}
