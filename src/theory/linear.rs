//! Systems of linear equations: a few unknowns, solved by elimination with the largest pivot of each column.

/// The x with A x = b; `None` if there is none or more than one.
pub(super) fn solve(mut rows: Vec<Vec<f64>>, values: &[f64]) -> Option<Vec<f64>> {
    let mut values = values.to_vec();
    for column in 0..rows.len() {
        let size = |row: usize| rows[row][column].abs();
        let pivot = (column..rows.len()).max_by(|&one, &other| size(one).total_cmp(&size(other)))?;
        if size(pivot) == 0.0 || size(pivot).is_nan() {
            return None;
        }
        rows.swap(column, pivot);
        values.swap(column, pivot);
        let (above, below) = rows.split_at_mut(column + 1);
        let (above, known) = (&above[column], values[column]);
        for (row, value) in below.iter_mut().zip(&mut values[column + 1..]) {
            let factor = row[column] / above[column];
            for (entry, over) in row[column..].iter_mut().zip(&above[column..]) {
                *entry -= factor * over;
            }
            *value -= factor * known;
        }
    }
    for row in (0..rows.len()).rev() {
        let known: f64 = (row + 1..rows.len()).map(|at| rows[row][at] * values[at]).sum();
        values[row] = (values[row] - known) / rows[row][row];
    }
    Some(values)
}
