//! Texts of what stands around the cache beyond its entries' ends: stale entries, absent answers, and what look-ups did.

use super::FieldText;
use super::units::{MS, PERCENT};

/// Texts of stale entries, absent answers and look-ups.
#[derive(Debug)]
pub struct AroundText {
    /// How long a stale entry is served.
    pub stale: FieldText,
    /// What stands where it is not.
    pub gone: &'static str,
    /// How long an absent answer is kept.
    pub absent: FieldText,
    /// What stands where it is not.
    pub not_kept: &'static str,
    /// Share of the payments that name no card.
    pub unknown: FieldText,
    /// Heading over what the look-ups did.
    pub did: &'static str,
    /// From when on they are counted: so many seconds of simulated time.
    pub window: fn(&str) -> String,
    /// Found in the cache.
    pub hits: &'static str,
    /// Those of them that were stale.
    pub stale_hits: &'static str,
    /// Those of them that read the card anew before its end.
    pub refreshed: &'static str,
    /// Not found.
    pub misses: &'static str,
    /// Those of them that waited for another one's read.
    pub joined: &'static str,
    /// Numbers that belong to no card.
    pub no_card: &'static str,
    /// Those of them that the cache answered.
    pub no_card_hits: &'static str,
    /// Entries that had to make room.
    pub evictions: &'static str,
}

pub(super) const AROUND: AroundText = AroundText {
    stale: FieldText {
        label: "Served stale for",
        unit: MS,
        help: "So long after its time to live an entry is still served, at once, while one read in the background renews it; a \
               read that fails leaves it. Status and limits of a card may be old then, its balance never is. Needs a time to \
               live.",
        source: "Not at all. RFC 5861 (stale-while-revalidate), as in CDNs.",
    },
    gone: "Not at all",
    absent: FieldText {
        label: "Absent answers live",
        unit: MS,
        help: "How long the answer that no card has a number is kept. Without it every payment with such a number reads the \
               database, as an attack that tries out card numbers does; with it these answers take places from cards.",
        source: "Not kept. RFC 2308 caches the absence of a name, shorter than the name.",
    },
    not_kept: "Not kept",
    unknown: FieldText {
        label: "Numbers of no card",
        unit: PERCENT,
        help: "Share of the payments whose number belongs to no card: typed wrongly, or closed and still in a merchant's file. \
               The issuer declines them (14), a good answer, after the database has said that there is none.",
        source: "None: every payment names a card.",
    },
    did: "What the look-ups did",
    window: |span| format!("In the {span} of simulated time that are measured."),
    hits: "found in the cache",
    stale_hits: "of these past their time to live",
    refreshed: "of these read anew before their end",
    misses: "not found",
    joined: "of these waited for another one’s read",
    no_card: "for a number of no card",
    no_card_hits: "of these answered by the cache",
    evictions: "entries that made room",
};
