//! Texts of what the issuer writes.

use super::units::S;
use super::{FieldText, OptionText, Unit};

/// Texts of what the issuer writes.
#[derive(Debug)]
pub struct WritesText {
    /// Time of a commit.
    pub commit: FieldText,
    /// What the fold is called that holds the rest.
    pub writes: &'static str,
    /// What the cache has to do with it.
    pub write: FieldText,
    /// The ways.
    pub write_kinds: &'static [OptionText],
    /// How long what only the cache has waits.
    pub interval: FieldText,
}

pub(super) const WRITES: WritesText = WritesText {
    commit: FieldText {
        label: "Commit of an approval",
        unit: Unit::NONE,
        help: "Time that a connection is taken to write an approval, before it is answered. Commits and reads share the \
               connections; an approval that finds no place in their queue fails. 0 writes nothing.",
        source: "No approval is written: the database is read alone.",
    },
    writes: "Writes",
    write: FieldText {
        label: "Approvals are written",
        unit: Unit::NONE,
        help: "What the cache has to do with an approval that changes its card. Nothing is decided by what a cache says of a \
               balance: decisions are the ledger's.",
        source: "The cache keeps what an approval does not change.",
    },
    write_kinds: &[
        OptionText { id: "none", label: "Past the cache", summary: "A commit; the entry stays as it is." },
        OptionText { id: "through", label: "Through the cache", summary: "A commit, and then the entry is new." },
        OptionText {
            id: "around",
            label: "Around the cache",
            summary: "A commit, and the entry is thrown away: the card's next payment reads it.",
        },
        OptionText {
            id: "behind",
            label: "Behind the cache",
            summary: "The entry alone, answered at once; a commit later. What empties the cache loses what is not written.",
        },
    ],
    interval: FieldText {
        label: "Written behind after",
        unit: S,
        help: "How long approvals wait before a background writer brings them to the database, all of a card at once and only \
               over a free connection. The longer, the fewer commits and the more a lost cache takes with it.",
        source: "Assumption.",
    },
};
