//! What the look-ups of card management did, as lines for people.

use std::fmt::Write as _;
use switchyard::experiment::CacheReport;

/// Counts of this run over the time that is measured; parts stand below their whole.
pub(crate) fn lines(cache: &CacheReport) -> String {
    let counts = [
        ("found in the cache", Some(cache.hits)),
        ("  of these stale", cache.stale),
        ("  of these read anew early", cache.refreshed),
        ("not found", Some(cache.misses)),
        ("  of these joined a read", cache.joined),
        ("for a number of no card", cache.absent),
        ("  of these from the cache", cache.absent_hits),
        ("entries that made room", Some(cache.evictions)),
    ];
    let mut out = "look-ups of cards, counted in this run since the warm-up\n".to_owned();
    for (name, count) in counts {
        let Some(count) = count else { continue };
        let _ = writeln!(out, "  {name:<32} {count:>10}");
    }
    out
}
