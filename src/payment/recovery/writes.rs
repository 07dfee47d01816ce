//! What the issuer writes: an approval is in the database before it is answered.
//!
//! A look-up reads a card's row, an approval changes it. The commit takes a connection of the database as a read does, and
//! waits for one in the same queue; in synchronous processing the worker of card management is held meanwhile. An approval
//! that the database turns away does not count, so nothing is booked before its commit is there.
//!
//! Left out: declines, reversals and advices, which change the ledger here and no row.

use super::Recovery;
use crate::engine::EventQueue;
use crate::payment::event::Event;
use crate::payment::index::DATABASE;
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::random::Distribution;

/// How approvals are written.
#[derive(Clone, Debug)]
pub struct WritesPlan {
    /// Time of a commit.
    pub commit: Distribution,
}

impl Network {
    /// Whether an approval has to be written before it counts. If so it was sent to the database, which concludes it.
    pub(super) fn commits(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) -> bool {
        if book.plan.writes.is_none() {
            return false;
        }
        book.trace(id).commits = true;
        self.tell(book, id, queue.now(), What::Writes);
        if !self.enter(book, DATABASE, id, Place::CardManagement, queue) {
            self.turned_away(book, DATABASE, id, queue);
        }
        true
    }

    /// The database has an approval.
    pub(super) fn committed(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        book.trace(id).commits = false;
        book.counts.commits += 1;
        self.show(id, Place::Database, Place::CardManagement, false, queue.now());
        self.book_decision(book, id, Outcome::Approved, queue);
    }

    /// The database does not take an approval, which therefore is none.
    pub(super) fn not_committed(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        book.trace(id).commits = false;
        self.decided_carefully(book, id, Outcome::Rejected, queue);
    }
}
