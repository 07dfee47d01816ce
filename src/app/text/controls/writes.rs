//! Texts of what the issuer writes.

use super::{FieldText, Unit};

/// Texts of what the issuer writes.
#[derive(Debug)]
pub struct WritesText {
    /// Time of a commit.
    pub commit: FieldText,
}

pub(super) const WRITES: WritesText = WritesText {
    commit: FieldText {
        label: "Commit of an approval",
        unit: Unit::NONE,
        help: "Time that a connection is taken to write an approval, before it is answered. Commits and reads share the \
               connections; an approval that finds no place in their queue fails. 0 writes nothing.",
        source: "No approval is written: the database is read alone.",
    },
};
