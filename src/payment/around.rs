//! What stands around the cache of card management: who reads a missing card, when an entry is read anew, how long it lives,
//! and what becomes of a number that belongs to no card.
//!
//! The rules are those of [`crate::cache::around`]; here they meet stations and queues. A look-up that joins a read stays
//! with card management until that read ends, well or not, and in synchronous processing holds its worker meanwhile, as
//! the one that reads does. A look-up that finds a stale entry is answered from it at once, while `behind` reads the card anew.
//! A number that belongs to no card is declined whatever the issuer would have said, and the database's "absent" is kept if
//! such answers have a lifetime. Nothing of this exists where no rule is switched on and every card exists.
//!
//! A card's status and limits, and whether it exists, may come from a stale entry. The balance never does: it is in no entry,
//! the issuer looks into its books for every payment.

use super::cards::Numbers;
use super::demand::Sampler;
use super::event::Event;
use super::index::DATABASE;
use super::journal::What;
use super::network::Network;
use super::place::{Outcome, Place};
use super::plan::Plan;
use super::tally::Tally;
use crate::cache::Cache;
use crate::cache::around::{Age, Answer, EarlyRefresh, Flights, Lifetimes, Turn, jittered};
use crate::engine::EventQueue;
use crate::random::Stream;
use crate::units::{Instant, Nanos};
use std::collections::BTreeSet;

/// Who leads a read that nobody waits for, to those who may join it.
const NO_PAYMENT: u32 = u32::MAX;

/// The rules that are switched on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AroundPlan {
    /// Whether a card is read once at a time, for all who miss it meanwhile.
    pub single_flight: bool,
    /// When an entry is read anew before its end, by lot; `None` for never.
    pub refresh: Option<EarlyRefresh>,
    /// How long answers are fresh, and how long they are served beyond that.
    pub lifetimes: Lifetimes,
    /// By which share around it the lifetimes of cards that exist are spread.
    pub jitter: f64,
}

/// The rules at work.
#[derive(Clone, Debug)]
pub(super) struct Around {
    plan: AroundPlan,
    numbers: Numbers,
    flights: Flights,
    /// Cards that are read anew behind the back of those who found them stale.
    pub(super) behind: BTreeSet<u32>,
    /// How long these reads take.
    pub(super) reads: Sampler,
    refreshes: Stream,
    lifetimes: Stream,
}

/// Where a look-up's answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Found in the cache.
    Hit,
    /// Found, but beyond its lifetime; whoever leads has it read anew behind its back.
    Stale(Turn),
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
        matches!(self, Self::Hit | Self::Stale(_) | Self::Renews)
    }

    /// What the journal says of it.
    pub(super) const fn what(self) -> What {
        match self {
            Self::Hit | Self::Renews => What::Hit,
            Self::Stale(_) => What::Stale,
            Self::Reads | Self::Joins => What::Missed,
        }
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
        tally.stale += u64::from(matches!(self, Self::Stale(_)));
    }
}

impl Around {
    pub(super) fn new(plan: AroundPlan, whole: &Plan, seed: u64) -> Self {
        let stream = |purpose| Stream::new(seed, purpose);
        Self {
            plan,
            numbers: Numbers::of(whole),
            flights: Flights::default(),
            behind: BTreeSet::new(),
            reads: Sampler::new(&whole.database.service, seed, "renewals"),
            refreshes: stream("refreshes"),
            lifetimes: stream("lifetimes"),
        }
    }

    /// The way of a payment that looks a card up and found an entry with that end, or none.
    fn way(&mut self, (card, payment): (u32, u32), end: Option<Instant>, now: Instant) -> Way {
        let lifetimes = self.plan.lifetimes;
        match end {
            Some(end) if lifetimes.age(end, now) == Age::Stale => Way::Stale(self.renews(card)),
            Some(end) if !self.is_due(lifetimes.fresh_until(end), now) => Way::Hit,
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

    /// Whether a stale card is to be read behind the back of the one that found it: not while it is being read.
    fn renews(&mut self, card: u32) -> Turn {
        if self.flights.is_under_way(card) || !self.behind.insert(card) {
            return Turn::Follows;
        }
        self.takes_off(card, NO_PAYMENT);
        Turn::Leads
    }

    fn is_due(&mut self, end: Instant, now: Instant) -> bool {
        self.plan.refresh.is_some_and(|rule| rule.is_due(now, end, &mut self.refreshes))
    }

    /// Stores what was read of a card, if such an answer has a lifetime; the one that had to go for it.
    fn keep(&mut self, cache: &mut Cache, card: u32, now: Instant) -> Option<u32> {
        let lifetimes = self.plan.lifetimes;
        let answer = if self.numbers.exists(card) { Answer::Found } else { Answer::Absent };
        let end = lifetimes.end(now, self.spread(answer, lifetimes.of(answer)?));
        // What is read anew while it is there gets a new end; else whoever was first keeps it.
        let anew = self.plan.refresh.is_some() || lifetimes.grace > Nanos::ZERO;
        if anew { cache.renew(card, now, end) } else { cache.insert_until(card, now, end) }
    }

    fn spread(&mut self, answer: Answer, lifetime: Nanos) -> Nanos {
        let spreads = self.plan.jitter > 0.0 && answer == Answer::Found;
        if spreads { jittered(lifetime, self.plan.jitter, &mut self.lifetimes) } else { lifetime }
    }
}

impl Network {
    /// Asks the cache for a payment's card, and counts what came of it.
    #[inline]
    pub(super) fn ask_cache(&mut self, id: u32, now: Instant) -> Way {
        let card = self.attempts[id].card;
        let hit = self.cache.lookup(card, now);
        let Some(around) = &mut self.around else {
            let way = if hit { Way::Hit } else { Way::Reads };
            way.count(&mut self.measure.tally);
            return way;
        };
        let way = around.way((card, id), self.cache.end_of(card).filter(|_| hit), now);
        way.count(&mut self.measure.tally);
        if !around.numbers.exists(card) {
            self.measure.tally.absent += 1;
            self.measure.tally.absent_hits += u64::from(way.is_found());
            self.attempts[id].demand.name_nobody();
        }
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

    /// Whether the number that a payment names belongs to no card.
    pub(super) fn names_nobody(&self, id: u32) -> bool {
        let card = self.attempts[id].card;
        self.around.as_ref().is_some_and(|around| !around.numbers.exists(card))
    }

    /// A payment at card management asks for its card; where to go for it.
    pub(super) fn look_up(&mut self, id: u32, queue: &mut EventQueue<Event>) -> Option<usize> {
        let now = queue.now();
        let way = self.ask_cache(id, now);
        self.note(id, now, way.what());
        match way {
            Way::Hit => self.decide(id, queue),
            Way::Stale(turn) => self.decide_from_stale(id, turn, queue),
            Way::Joins => self.note(id, now, What::Waits(Place::Database)),
            Way::Reads | Way::Renews => return Some(DATABASE),
        }
        None
    }

    /// A payment is answered from a stale entry, and its card may be read behind its back.
    fn decide_from_stale(&mut self, id: u32, turn: Turn, queue: &mut EventQueue<Event>) {
        if turn == Turn::Leads {
            self.read_behind(self.attempts[id].card, queue);
        }
        self.decide(id, queue);
    }

    /// The database has read a payment's card.
    pub(super) fn store(&mut self, id: u32, queue: &mut EventQueue<Event>) -> Option<usize> {
        let card = self.attempts[id].card;
        self.keep(card, queue.now());
        if !self.was_behind(id) {
            self.show(id, Place::Database, Place::CardManagement, false, queue.now());
            self.decide(id, queue);
        }
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
