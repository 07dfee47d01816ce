//! Reads of the database that no payment waits for: a card whose stale entry was served is read anew behind its back.
//!
//! Such a read is an attempt of nobody's. It takes a connection, or waits for one in the queue like any other read, and is
//! asked of no other station. There is one a card at a time. If the database does not read, the stale entry stays until its
//! grace ends, and the next look-up that finds it sends another read. How long it takes is drawn from a stream of its own, so
//! that the payments' own reads stay the same.

use super::attempt::{Attempt, NOBODY};
use super::demand::Demand;
use super::event::Event;
use super::index::DATABASE;
use super::network::Network;
use super::place::Outcome;
use super::station::Admission;
use crate::engine::EventQueue;
use crate::units::{Instant, Nanos};

impl Network {
    /// Reads a card that somebody has just found stale.
    pub(super) fn read_behind(&mut self, card: u32, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let id = self.read_for_nobody(card, now);
        match self.stations[DATABASE].admit(id, now) {
            Admission::Starts => self.start(DATABASE, id, queue),
            Admission::Waits => {}
            Admission::Rejected => self.forget_read(card, id),
        }
    }

    /// An attempt of nobody's that has yet to come to the database.
    pub(super) fn read_for_nobody(&mut self, card: u32, now: Instant) -> u32 {
        let database = self.around.as_mut().map_or(Nanos::ZERO, |around| around.reads.draw());
        self.attempts.add(Attempt {
            number: NOBODY,
            arrived: now,
            client: 0,
            card,
            processor: 0,
            sent: now,
            outcome: Outcome::Open,
            demand: Demand { database, ..Demand::default() },
        })
    }

    /// A read that has just begun is turned away, before anybody could join it.
    pub(super) fn forget_read(&mut self, card: u32, id: u32) {
        self.was_behind(id);
        self.joined(card);
    }

    /// Whether a read that has ended was nobody's; if so it is forgotten.
    pub(super) fn was_behind(&mut self, id: u32) -> bool {
        let Some(around) = &mut self.around else { return false };
        let Attempt { number, card, .. } = self.attempts[id];
        let behind = number == NOBODY;
        if behind {
            around.behind.remove(&card);
            self.attempts.remove(id);
        }
        behind
    }

    /// How many such reads are under way.
    pub(super) fn reads_behind(&self) -> usize {
        self.around.as_ref().map_or(0, |around| around.behind.len())
    }
}
