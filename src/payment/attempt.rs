//! What travels through the stations: one try of a payment, or a message that follows one.
//!
//! Where every answer comes, a payment has exactly one attempt and the two are one thing. Where answers may be lost or
//! come too late, `recovery` keeps the payment itself and gives it as many attempts as are made for it.

use super::demand::Demand;
use super::place::Outcome;
use crate::units::Instant;

/// Number of a read that no payment waits for.
pub(super) const NOBODY: u64 = 0;

/// An attempt under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    /// Its number, counted from 1; [`NOBODY`] for a read that no payment waits for.
    pub(super) number: u64,
    /// When its payment came.
    pub(super) arrived: Instant,
    /// Whose it is, in a closed loop.
    pub(super) client: u32,
    /// The card that pays.
    pub(super) card: u32,
    /// The processor that it was sent to.
    pub(super) processor: u8,
    /// When it was sent there.
    pub(super) sent: Instant,
    /// How far it has come.
    pub(super) outcome: Outcome,
    /// What it asks of each stage.
    pub(super) demand: Demand,
}
