//! Texts of what a miss ratio means in the payment model, which the parts of the cache lab share.

/// Texts of database reads and look-up times.
#[derive(Debug)]
pub struct LookupsText {
    /// Heads of the two columns.
    pub heads: [&'static str; 2],
    /// More reads than the database can serve.
    pub overloaded: &'static str,
    /// Where the columns come from: title of the scenario, payments a second, the work of a look-up, a read.
    pub note: fn([&str; 4]) -> String,
    /// The same where the number of payments a second depends on the answers: title, work, read.
    pub note_closed: fn([&str; 3]) -> String,
    /// A scenario without a title.
    pub untitled: &'static str,
}

pub(super) const ENGLISH: LookupsText = LookupsText {
    heads: ["database reads a second", "mean look-up"],
    overloaded: "overloaded",
    note: |[title, rate, work, read]| {
        format!(
            "Reads and look-up time are what this miss ratio would mean for {title}, the scenario of this page: {rate} payments \
             a second, one look-up each; {work} of work in card management, and {read} more for a read on a miss, without \
             waiting in queues."
        )
    },
    note_closed: |[title, work, read]| {
        format!(
            "The look-up time is what this miss ratio would mean for {title}, the scenario of this page: {work} of work in card \
             management, and {read} more for a read on a miss, without waiting in queues. Its clients wait for their \
             answers, so that reads a second do not follow from the miss ratio alone."
        )
    },
    untitled: "“untitled”",
};
