//! What stands around the cache of card management: who reads a missing card, when an entry is read anew before its end,
//! and how long it lives.
//!
//! The rules are those of [`crate::cache::around`]; here they meet stations and queues. A look-up that joins a read stays
//! with card management until that read ends, well or not, and in synchronous processing holds its worker meanwhile, as
//! the one that reads does. Nothing of this exists where no rule is switched on.

use super::event::Event;
use super::index::DATABASE;
use super::journal::What;
use super::network::Network;
use super::place::{Outcome, Place};
use super::tally::Tally;
use crate::cache::Cache;
use crate::cache::around::{EarlyRefresh, Flights, Turn, jittered};
use crate::engine::EventQueue;
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// The rules that are switched on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AroundPlan {
    /// Whether a card is read once at a time, for all who miss it meanwhile.
    pub single_flight: bool,
    /// When an entry is read anew before its end, by lot; `None` for never.
    pub refresh: Option<EarlyRefresh>,
    /// How long an entry lives; `None` for ever.
    pub lifetime: Option<Nanos>,
    /// By which share around it lifetimes are spread.
    pub jitter: f64,
}

/// The rules at work.
#[derive(Clone, Debug)]
pub(super) struct Around {
    plan: AroundPlan,
    flights: Flights,
    refreshes: Stream,
    lifetimes: Stream,
}

/// Where a look-up's answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Found in the cache.
    Hit,
    /// Found, and read anew all the same.
    Renews,
    /// Not found, and read.
    Reads,
    /// Not found, but being read for another one.
    Joins,
}

impl Way {
    /// Whether the card was in the cache.
    pub(super) const fn is_found(self) -> bool {
        matches!(self, Self::Hit | Self::Renews)
    }

    /// Counts the look-up.
    pub(super) fn count(self, tally: &mut Tally) {
        if self.is_found() {
            tally.hits += 1;
        } else {
            tally.misses += 1;
        }
        tally.joined += u64::from(self == Self::Joins);
        tally.refreshed += u64::from(self == Self::Renews);
    }
}

impl Around {
    pub(super) fn new(plan: AroundPlan, seed: u64) -> Self {
        let stream = |purpose| Stream::new(seed, purpose);
        Self { plan, flights: Flights::default(), refreshes: stream("refreshes"), lifetimes: stream("lifetimes") }
    }

    /// The way of a payment that looks a card up and found an entry with that end, or none.
    fn way(&mut self, (card, payment): (u32, u32), end: Option<Instant>, now: Instant) -> Way {
        match end {
            Some(end) if !self.is_due(end, now) => Way::Hit,
            // Another one reads it already, and the entry is good until it ends.
            Some(_) if self.plan.single_flight && self.flights.is_under_way(card) => Way::Hit,
            Some(_) => {
                self.takes_off(card, payment);
                Way::Renews
            }
            None if self.takes_off(card, payment) => Way::Reads,
            None => Way::Joins,
        }
    }

    /// Whether a read is up to this payment.
    fn takes_off(&mut self, card: u32, payment: u32) -> bool {
        !self.plan.single_flight || self.flights.join(card, payment) == Turn::Leads
    }

    fn is_due(&mut self, end: Instant, now: Instant) -> bool {
        self.plan.refresh.is_some_and(|rule| rule.is_due(now, end, &mut self.refreshes))
    }

    /// Stores a card that was read; the one that had to go for it.
    fn keep(&mut self, cache: &mut Cache, card: u32, now: Instant) -> Option<u32> {
        let (jitter, lifetimes) = (self.plan.jitter, &mut self.lifetimes);
        let spread = |ttl| if jitter > 0.0 { jittered(ttl, jitter, lifetimes) } else { ttl };
        let end = self.plan.lifetime.map(spread).map_or(Instant::NEVER, |lifetime| now + lifetime);
        if self.plan.refresh.is_some() { cache.renew(card, now, end) } else { cache.insert_until(card, now, end) }
    }
}

impl Network {
    /// Asks the cache for a payment's card, and counts what came of it.
    #[inline]
    pub(super) fn ask_cache(&mut self, id: u32, now: Instant) -> Way {
        let card = self.attempts[id].card;
        let hit = self.cache.lookup(card, now);
        let way = match &mut self.around {
            None if hit => Way::Hit,
            None => Way::Reads,
            Some(around) => around.way((card, id), self.cache.end_of(card).filter(|_| hit), now),
        };
        way.count(&mut self.measure.tally);
        way
    }

    /// Stores a card that was read, and counts the one that had to go.
    #[inline]
    pub(super) fn keep(&mut self, card: u32, now: Instant) {
        let gone = match &mut self.around {
            None => self.cache.insert(card, now),
            Some(around) => around.keep(&mut self.cache, card, now),
        };
        self.measure.tally.evictions += u64::from(gone.is_some());
    }

    /// The read of a card has ended, well or not: who joined it.
    #[inline]
    pub(super) fn joined(&mut self, card: u32) -> Vec<u32> {
        self.around.as_mut().map_or_else(Vec::new, |around| around.flights.land(card))
    }

    /// A payment at card management asks for its card; where to go for it.
    pub(super) fn look_up(&mut self, id: u32, queue: &mut EventQueue<Event>) -> Option<usize> {
        let now = queue.now();
        let way = self.ask_cache(id, now);
        self.note(id, now, if way.is_found() { What::Hit } else { What::Missed });
        match way {
            Way::Hit => self.decide(id, queue),
            Way::Joins => self.note(id, now, What::Waits(Place::Database)),
            Way::Reads | Way::Renews => return Some(DATABASE),
        }
        None
    }

    /// The database has read a payment's card.
    pub(super) fn store(&mut self, id: u32, queue: &mut EventQueue<Event>) -> Option<usize> {
        let card = self.attempts[id].card;
        self.keep(card, queue.now());
        self.show(id, Place::Database, Place::CardManagement, false, queue.now());
        self.decide(id, queue);
        for id in self.joined(card) {
            self.note(id, queue.now(), What::Done(Place::Database));
            self.decide(id, queue);
        }
        None
    }

    /// The database turned a payment away, and with it those who waited for its read.
    pub(super) fn not_read(&mut self, id: u32, queue: &mut EventQueue<Event>) {
        let card = self.attempts[id].card;
        self.decided(id, queue);
        for id in self.joined(card) {
            self.attempts[id].outcome = Outcome::Rejected;
            self.note(id, queue.now(), What::Refused(Place::Database));
            self.decided(id, queue);
        }
    }
}
