//! What the issuer writes: an approval is in the database before it is answered, or only in the cache.
//!
//! A look-up reads a card's row, an approval changes it. The commit takes a connection of the database as a read does, and
//! waits for one in the same queue; in synchronous processing the worker of card management is held meanwhile. An approval
//! that the database turns away does not count, so nothing is booked before its commit is there.
//!
//! What the cache has to do with it are the policies of [`crate::cache::around`]. Through: the commit first, and then the
//! entry is new. Around: the commit, and the entry is thrown away. Behind: the entry alone, and the answer goes out at once;
//! a background writer brings what is dirty to the database, with one connection at a time and only where one is free, all
//! writes of a card at once. What is dirty stays in memory until it is written, whatever the policy evicts, and is never read
//! from the database meanwhile. When the cache is emptied it is lost, and counted.
//!
//! Nothing is ever decided by an entry's balance: what was decided is in the ledger, which knows of no cache. A lost write is
//! therefore no wrong book here; it is an approval of which the issuer's database knows nothing, and that a real issuer would
//! have to find by reconciliation.
//!
//! Left out: declines, reversals and advices, which change the ledger here and no row.

use super::records::NONE;
use super::{Recovery, Step};
use crate::cache::around::{WriteBehind, WritePolicy, jittered};
use crate::engine::EventQueue;
use crate::math;
use crate::payment::around::Way;
use crate::payment::demand::Sampler;
use crate::payment::event::Event;
use crate::payment::index::DATABASE;
use crate::payment::journal::What;
use crate::payment::network::Network;
use crate::payment::place::{Outcome, Place};
use crate::random::{Distribution, Stream};
use crate::units::{Instant, Nanos};

/// How approvals are written.
#[derive(Clone, Debug)]
pub struct WritesPlan {
    /// Time of a commit.
    pub commit: Distribution,
    /// What the cache has to do with it; `None` for nothing.
    pub policy: Option<WritePolicy>,
    /// How long what only the cache has waits for the background writer.
    pub interval: Nanos,
    /// How long an entry lives that a write made new; `None` for ever.
    pub lifetime: Option<Nanos>,
    /// How much longer it may be served stale.
    pub grace: Nanos,
    /// By which share around it lifetimes are spread.
    pub jitter: f64,
}

/// The writes at work.
#[derive(Clone, Debug)]
pub(super) struct Writes {
    plan: WritesPlan,
    behind: WriteBehind,
    writer: Writer,
    /// The card whose row is on its way to the database.
    writing: Option<u32>,
    times: Sampler,
    lifetimes: Stream,
}

/// What the background writer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    /// Nothing: there is nothing to write.
    Idle,
    /// It will look what there is.
    Waits,
    /// It holds a connection.
    Writes,
}

impl Writes {
    pub(super) fn new(plan: &WritesPlan, seed: u64) -> Self {
        Self {
            behind: WriteBehind::default(),
            writer: Writer::Idle,
            writing: None,
            times: Sampler::new(&plan.commit, seed, "write back"),
            lifetimes: Stream::new(seed, "lifetimes of writes"),
            plan: plan.clone(),
        }
    }

    /// Until when an entry lives that is new now.
    fn end(&mut self, now: Instant) -> Instant {
        let (jitter, grace, lifetimes) = (self.plan.jitter, self.plan.grace, &mut self.lifetimes);
        let spread = |ttl| if jitter > 0.0 { jittered(ttl, jitter, lifetimes) } else { ttl };
        self.plan.lifetime.map(spread).map_or(Instant::NEVER, |lifetime| now + (lifetime + grace))
    }
}

impl Recovery {
    /// Whether only the cache has the newest row of a card.
    pub(super) fn is_dirty(&self, card: u32) -> bool {
        self.writes.as_ref().is_some_and(|writes| writes.writing == Some(card) || writes.behind.is_dirty(card))
    }

    /// Cards of which only the cache has the newest row.
    pub(in crate::payment) fn unwritten(&self) -> u32 {
        self.writes.as_ref().map_or(0, |writes| {
            let once = writes.writing.is_some_and(|card| !writes.behind.is_dirty(card));
            writes.behind.dirty() + u32::from(once)
        })
    }

    /// The cache is emptied, and with it goes what only the cache had.
    pub(super) fn lose_writes(&mut self) {
        let Some(writes) = &mut self.writes else { return };
        // What is on its way to the database still arrives, but is in memory no more.
        writes.writing = None;
        self.counts.lost_writes += writes.behind.crash();
    }

    /// What the cache has to do with writes.
    fn write_policy(&self) -> Option<WritePolicy> {
        self.writes.as_ref().and_then(|writes| writes.plan.policy)
    }
}

impl Network {
    /// Whether an approval has to be written before it counts. If so it was sent to the database, which concludes it.
    pub(super) fn commits(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) -> bool {
        if book.writes.is_none() {
            return false;
        }
        if book.write_policy() == Some(WritePolicy::Behind) {
            self.write_behind(book, id, queue);
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
        let (card, now) = (self.attempts[id].card, queue.now());
        book.trace(id).commits = false;
        book.counts.commits += 1;
        match book.write_policy() {
            Some(policy) if policy.caches() => self.rewrite(book, card, now),
            Some(_) => {
                self.cache.forget(card);
            }
            None => {}
        }
        self.show_carefully(book, id, [Place::Database, Place::CardManagement], false);
        self.book_decision(book, id, Outcome::Approved, queue);
    }

    /// The database does not take an approval, which therefore is none.
    pub(super) fn not_committed(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        book.trace(id).commits = false;
        self.decided_carefully(book, id, Outcome::Rejected, queue);
    }

    /// The cache has the newest row of a card from now on.
    fn rewrite(&mut self, book: &mut Recovery, card: u32, now: Instant) {
        let known = book.has_card(card);
        if let Some(writes) = book.writes.as_mut().filter(|_| known) {
            let gone = self.cache.renew(card, now, writes.end(now));
            self.measure.tally.evictions += u64::from(gone.is_some());
        }
    }

    /// A dirty card is found in memory, whatever the cache let go.
    pub(super) fn find_dirty(&mut self, book: &mut Recovery, card: u32, now: Instant) -> Way {
        if !self.cache.lookup(card, now) {
            self.rewrite(book, card, now);
        }
        Way::Hit.count(&mut self.measure.tally);
        Way::Hit
    }

    /// The cache takes an approval, and the database will have it later.
    fn write_behind(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        let (card, now) = (self.attempts[id].card, queue.now());
        self.tell(book, id, now, What::WritesBehind);
        self.rewrite(book, card, now);
        let known = book.has_card(card);
        let Some(writes) = book.writes.as_mut().filter(|_| known) else { return };
        writes.behind.write(card);
        book.counts.written_behind += 1;
        if writes.writer == Writer::Idle {
            writes.writer = Writer::Waits;
            queue.after(writes.plan.interval, Event::Step { step: Step::WriteBack, id: 0 });
        }
    }

    /// The background writer looks what only the cache has, and writes the card that has waited longest if a connection is
    /// free; if none is, it looks again later.
    pub(super) fn write_back(&mut self, book: &mut Recovery, queue: &mut EventQueue<Event>) {
        let (free, slow) = (self.has_free_connection(book), book.faults.at(DATABASE).slow);
        let Some(writes) = &mut book.writes else { return };
        if writes.behind.dirty() == 0 {
            writes.writer = Writer::Idle;
        } else if free && let Some(card) = writes.behind.flush() {
            (writes.writer, writes.writing) = (Writer::Writes, Some(card));
            let time = Nanos::new(math::whole(math::float(writes.times.draw().get()) * slow));
            // It is no attempt, and as a connection is free it never waits.
            self.stations[DATABASE].admit(NONE, queue.now());
            queue.after(time, Event::Step { step: Step::WrittenBack, id: 0 });
        } else {
            writes.writer = Writer::Waits;
            queue.after(writes.plan.interval, Event::Step { step: Step::WriteBack, id: 0 });
        }
    }

    /// The background writer has written a card. Whoever waits for the connection goes first.
    pub(super) fn written_back(&mut self, book: &mut Recovery, queue: &mut EventQueue<Event>) {
        book.counts.written_back += 1;
        if let Some(writes) = &mut book.writes {
            writes.writing = None;
        }
        self.free_worker(book, DATABASE, queue);
        self.write_back(book, queue);
    }

    /// Whether the database has a connection that nobody holds or waits for.
    fn has_free_connection(&self, book: &Recovery) -> bool {
        let database = &self.stations[DATABASE];
        !book.faults.at(DATABASE).down && database.waiting.value() == 0 && database.busy.value() < database.workers
    }
}
