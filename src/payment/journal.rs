//! The journal: what happens to payments, line by line, for a look back.
//!
//! A run is a function of scenario and seed, so nobody has to record anything while it goes: to look at a payment, or at
//! the slowest ones, the run is simulated again with a journal. It changes nothing in the run.

use super::attempt::NOBODY;
use super::place::{Outcome, Place};
use super::recovery::{Follow, Refusal};
use super::security::Control;
use crate::units::Instant;

/// Something that happened to a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It came; latency counts from here.
    Came,
    /// It is about so much, in minor units of the currency.
    About(u64),
    /// It was sent to the gateway.
    Submitted,
    /// It waits at a place.
    Waits(Place),
    /// A worker of a place began with it.
    Begins(Place),
    /// The worker has done its work.
    Done(Place),
    /// A ledger has made so many blocks after its own that it is final.
    Final,
    /// A place turned it away.
    Refused(Place),
    /// The balancer found no usable processor for it.
    Nobody,
    /// The balancer found every usable processor full.
    Full,
    /// It was lost on the way to a place, or the answer on the way there.
    Lost(Place),
    /// The card was in the cache.
    Hit,
    /// The card was in the cache beyond its lifetime, within its grace.
    Stale,
    /// The card was not in the cache.
    Missed,
    /// The number belongs to no card.
    NoCard,
    /// The gateway sent an attempt to a processor.
    Sent(Place),
    /// The gateway had the answer under its key.
    Replayed,
    /// The gateway accepted it and says that the result follows.
    Accepted,
    /// The gateway tells the result, for the first time or again.
    Notified(bool),
    /// The merchant has the result once more.
    Duplicate,
    /// The merchant acknowledged the result.
    Confirmed,
    /// The gateway no longer tells the result.
    GaveUp,
    /// Another submission with the same key is worked on.
    Joined,
    /// A place had the answer.
    Heard(Place, Outcome),
    /// An answer came to a place where nobody waited for it any more.
    Late(Place),
    /// The timer of a place fired.
    TimedOut(Place),
    /// The channel approved in the issuer's stead.
    StoodIn,
    /// A control declined it.
    Stopped(Control),
    /// The issuer declines it by what it knows of the card.
    Declines(Refusal),
    /// Its approval has to be written to the database before it counts.
    Writes,
    /// Its approval is in the cache, and comes to the database later.
    WritesBehind,
    /// The issuer booked a hold.
    Held,
    /// The issuer gave the amount back.
    Returned,
    /// A message that follows the attempt is due.
    Due(Follow),
    /// The message was sent, or sent again.
    Forwarded(Follow),
    /// A message of this kind sets out, and travels under a number of its own.
    Travels(Follow),
    /// The issuer took the message.
    Taken(Follow),
    /// The message was acknowledged.
    Acknowledged(Follow),
    /// It ended for its merchant.
    Ended(Outcome),
    /// The amount was charged for good, so many times.
    Posted(u32),
    /// Nothing about it is open any more, and so many approvals of it stand: its books can be judged.
    Closed(u32),
}

/// A line of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it happened.
    pub at: Instant,
    /// Number of the payment, counted from 1 in order of arrival.
    pub payment: u64,
    /// Number of the attempt, counted from 1 over the run; 0 where no attempt is concerned.
    pub attempt: u64,
    /// What happened.
    pub what: What,
}

/// Whose lines are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// Those of one payment.
    One(u64),
    /// Those of all payments.
    All,
}

/// Lines that nobody has collected yet.
#[derive(Clone, Debug)]
pub(super) struct Journal {
    follows: Follows,
    lines: Vec<Line>,
}

impl Journal {
    pub(super) const fn new(follows: Follows) -> Self {
        Self { follows, lines: Vec::new() }
    }

    /// Writes a line, unless it is of a read that no payment waits for.
    pub(super) fn write(&mut self, line: Line) {
        let wanted = match self.follows {
            Follows::All => line.payment != NOBODY,
            Follows::One(payment) => payment == line.payment,
        };
        if wanted {
            self.lines.push(line);
        }
    }

    /// Hands over the lines.
    pub(super) fn collect(&mut self) -> Vec<Line> {
        std::mem::take(&mut self.lines)
    }
}
