//! Closed forms against tables that were computed with forty digits by an independent library.
//!
//! The rows of M/M/c, M/M/c/K, the pipelines and the closed networks agree with the R package `queueing` 0.2.12 as well.
//! Ten digits are given; nine must agree. What has no formula is held against an independent simulation (`simulated`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

mod known_answers_theory {
    pub(crate) mod check;
    mod choices;
    mod closed_systems;
    mod edges;
    mod finite_rooms;
    pub(crate) mod general_laws;
    mod laws;
    mod memoryless;
    mod networks;
    mod no_answer;
    mod relations;
    mod safeguards;
    mod simulated;
}
