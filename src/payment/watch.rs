//! Watches payments move, for the eye: it changes nothing in the run.
//!
//! A bead on the page is a payment, or one of a sample of them: a payment is shown on its whole way or not at all, whatever
//! is sent for it. Its retries, its hedges and its reversals are its bead.

use super::place::{Outcome, Place};
use crate::units::{Instant, Nanos};

/// Most moves that are kept until somebody collects them.
const MOVES_MAX: usize = 512;

/// A payment moves from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// When it starts.
    pub at: Instant,
    /// How long it takes; most moves take no time.
    pub takes: Nanos,
    /// Number of the payment, counted from 1.
    pub payment: u64,
    /// From here.
    pub from: Place,
    /// To there.
    pub to: Place,
    /// What is known of its end.
    pub outcome: Outcome,
    /// Whether it has to wait there.
    pub waits: bool,
    /// Place of its card in the cache, where it was looked up and found.
    pub cell: Option<u32>,
}

/// Collects moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    moves: Vec<Move>,
    last: Option<Move>,
    sample_every: u64,
}

impl Watch {
    /// Shows one of so many payments; none for 0.
    pub(super) fn sample(&mut self, every: u64) {
        self.sample_every = every;
    }

    /// Whether anybody watches.
    #[inline]
    pub(super) const fn on(&self) -> bool {
        self.sample_every > 0
    }

    /// A payment moves.
    pub(super) fn see(&mut self, seen: Move) {
        self.last = Some(seen);
        if seen.payment.is_multiple_of(self.sample_every) && self.moves.len() < MOVES_MAX {
            self.moves.push(seen);
        }
    }

    /// The last move, whether or not it belongs to the sample.
    pub(super) const fn last(&self) -> Option<Move> {
        self.last
    }

    /// Hands over the collected moves.
    pub(super) fn collect(&mut self) -> Vec<Move> {
        std::mem::take(&mut self.moves)
    }
}
