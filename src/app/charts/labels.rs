//! Where the names at the ends of lines stand, so that none covers another.

/// A name's place: rows from above, and columns where rows are too few.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    /// Middle of the label, in the unit of the wishes.
    pub(crate) y: f64,
    /// Column, counted from 0.
    pub(crate) column: u8,
}

/// The space that labels share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Strip {
    /// Middle of the highest label.
    pub(crate) top: f64,
    /// Middle of the lowest label.
    pub(crate) bottom: f64,
    /// Least distance between the middles of two labels.
    pub(crate) gap: f64,
    /// How many labels may stand side by side.
    pub(crate) columns: u8,
}

/// A place for each wish, in the order of the wishes; `None` for those that have no room, the last wishes first.
pub(crate) fn place(wishes: &[f64], strip: Strip) -> Vec<Option<Spot>> {
    // A chart that was not laid out yet has no height.
    let strip = Strip { bottom: strip.bottom.max(strip.top), ..strip };
    let rows = rows_in(strip);
    let room = rows.saturating_mul(usize::from(strip.columns.max(1)));
    let wish = |index: &usize| wishes.get(*index).copied().unwrap_or(strip.bottom);
    let mut order: Vec<usize> = Vec::new();
    for index in 0..wishes.len().min(room) {
        // A handful: each is put where it belongs, behind its equals.
        let place = order.partition_point(|other| wish(other).total_cmp(&wish(&index)).is_le());
        order.insert(place, index);
    }
    let side = order.len().div_ceil(rows.max(1)).max(1);
    let groups: Vec<&[usize]> = order.chunks(side).collect();
    let wanted: Vec<f64> = groups.iter().map(|group| middle(group.iter().map(wish))).collect();
    let mut spots = vec![None; wishes.len()];
    for (group, y) in groups.iter().zip(spread(&wanted, strip)) {
        for (column, index) in (0..).zip(group.iter()) {
            if let Some(spot) = spots.get_mut(*index) {
                *spot = Some(Spot { y, column });
            }
        }
    }
    spots
}

fn rows_in(strip: Strip) -> usize {
    let rows = crate::math::floor((strip.bottom - strip.top) / strip.gap + 1e-9);
    usize::try_from(rows).unwrap_or(0) + 1
}

fn middle(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = crate::math::count(values.len());
    values.sum::<f64>() / count
}

/// Rising wishes pushed apart as little as possible: neighbours that touch move as one block around their mean.
fn spread(wanted: &[f64], strip: Strip) -> Vec<f64> {
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for y in wanted {
        blocks.push((y.clamp(strip.top, strip.bottom), 1));
        while let [.., above, below] = blocks.as_slice() {
            let (above, below) = (*above, *below);
            if top_of(below, strip) >= bottom_of(above, strip) + strip.gap - 1e-9 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined(above, below, strip));
        }
    }
    let lines = |block: (f64, usize)| (0..block.1).map(move |line| top_of(block, strip) + offset(line, strip));
    blocks.into_iter().flat_map(lines).collect()
}

fn offset(lines: usize, strip: Strip) -> f64 {
    crate::math::count(lines) * strip.gap
}

fn top_of((centre, count): (f64, usize), strip: Strip) -> f64 {
    centre - offset(count - 1, strip) / 2.0
}

fn bottom_of((centre, count): (f64, usize), strip: Strip) -> f64 {
    centre + offset(count - 1, strip) / 2.0
}

/// Two blocks as one, inside the strip.
fn joined(above: (f64, usize), below: (f64, usize), strip: Strip) -> (f64, usize) {
    let count = above.1 + below.1;
    let weight = |block: (f64, usize)| block.0 * crate::math::count(block.1);
    let centre = (weight(above) + weight(below)) / crate::math::count(count);
    let half = offset(count - 1, strip) / 2.0;
    (centre.max(strip.top + half).min(strip.bottom - half), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRIP: Strip = Strip { top: 0.0, bottom: 100.0, gap: 10.0, columns: 2 };

    #[track_caller]
    fn check(wishes: &[f64], expected: &[f64]) {
        let found: Vec<f64> = place(wishes, STRIP).into_iter().flatten().map(|spot| spot.y).collect();
        assert_eq!(found, expected, "for {wishes:?}");
    }

    #[test]
    fn labels_keep_apart() {
        check(&[20.0, 50.0], &[20.0, 50.0]);
        check(&[50.0, 52.0], &[46.0, 56.0]);
        check(&[52.0, 50.0], &[56.0, 46.0]);
        check(&[100.0, 100.0, 100.0], &[80.0, 90.0, 100.0]);
        check(&[-5.0, 120.0], &[0.0, 100.0]);
        check(&[], &[]);
    }

    #[test]
    fn a_chart_without_height_has_room_for_one() {
        let flat = Strip { top: 2.0, bottom: 0.0, ..STRIP };
        let spots = place(&[0.0, 5.0, f64::NAN], Strip { columns: 1, ..flat });
        assert_eq!(spots, [Some(Spot { y: 2.0, column: 0 }), None, None], "no panic, no overlap");
    }

    #[test]
    fn many_labels_stand_side_by_side() {
        let wishes: Vec<f64> = (0..16).map(|n| 50.0 + f64::from(n) / 10.0).collect();
        let spots = place(&wishes, STRIP);
        assert!(spots.iter().all(Option::is_some), "all have room: {spots:?}");
        assert!(spots.iter().flatten().any(|spot| spot.column == 1), "in two columns");
        let strict = Strip { columns: 1, ..STRIP };
        assert_eq!(place(&wishes, strict).iter().flatten().count(), 11, "one column holds eleven");
    }
}
