//! "Did you mean ...": the known names nearest to one that nobody knows.
//!
//! It stands in this room because a misspelt id is something that a person wrote into a scenario; every list of names
//! (policies, presets, fields) is made in a room above and every reader of names (page, command line) is below.
//! Distance is Levenshtein's (1966): the fewest letters to insert, delete or replace.

/// At most so many names are offered.
const OFFERS_MAX: usize = 3;
/// One letter in so many may be wrong.
const LETTERS_PER_ERROR: usize = 3;

/// Up to three of the known names that look like what was typed, the nearest first; case and `_` for `-` are forgiven.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let typed: Vec<char> = typed.to_ascii_lowercase().replace('_', "-").chars().collect();
    let offers: Vec<(usize, &str)> = known
        .into_iter()
        .map(|name| (distance(&typed, name), name))
        .filter(|(distance, name)| *distance <= name.len().max(typed.len()) / LETTERS_PER_ERROR)
        .collect();
    // Distances are small, so one look through the offers for each of them puts the nearest first.
    let farthest = offers.iter().map(|(distance, _)| *distance).max().unwrap_or_default();
    let at = |wanted: usize| offers.iter().filter(move |(distance, _)| *distance == wanted).map(|(_, name)| *name);
    (0..=farthest).flat_map(at).take(OFFERS_MAX).collect()
}

/// Levenshtein's distance, one row of his table at a time.
fn distance(typed: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    for (above, letter) in name.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (place, other) in typed.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[place + 1];
            row[place + 1] = replaced.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[typed.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] = ["round-robin", "random", "lru", "lfu", "fifo", "python-lru-cache"];

    #[test]
    fn distances_count_single_letters() {
        let check = |typed: &str, name: &str, expected| {
            assert_eq!(distance(&typed.chars().collect::<Vec<_>>(), name), expected, "{typed} and {name}");
        };
        check("kitten", "sitting", 3);
        check("", "lru", 3);
        check("lru", "", 3);
        check("lru", "lru", 0);
        check("lur", "lru", 2);
    }

    #[test]
    fn a_slip_finds_its_name() {
        let check = |typed: &str, expected: &[&str]| assert_eq!(nearest(typed, NAMES), expected, "typed {typed}");
        check("roundrobin", &["round-robin"]);
        check("Round_Robin", &["round-robin"]);
        check("rando", &["random"]);
        check("lr", &["lru"]);
        check("lrfu", &["lru", "lfu"]);
        check("clairvoyant", &[]);
        check("", &[]);
    }
}
