//! Who is resident, until when and where: the part that all caches share, whatever their policy.
//!
//! A slot is a cell of the cache, numbered from 0 in order of first use; a newcomer takes the cell that fell free last.
//! The page draws them as a grid in which an entry stays where it is.

use super::list::NONE;
use super::structure::Part;
use super::trace::{Measure, Trace};
use super::{Counts, Evict, Expiry, Settings, Visit};
use crate::math;
use crate::units::Instant;
use std::ops::Range;

/// Room is made for at least so many keys at once.
const GROWTH_MIN: usize = 64;

/// A cache of keys under one policy.
#[derive(Clone, Debug)]
pub struct Store<P> {
    policy: P,
    settings: Settings,
    /// By key: its slot, or `NONE`.
    slots: Vec<u32>,
    cells: Vec<Cell>,
    /// Slots that entries have left.
    vacant: Vec<u32>,
    /// Whether any entry so far had an end: until then a look-up need not see its cell.
    expiring: bool,
}

/// What stands in a slot.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// The resident key, or `NONE`.
    key: u32,
    expires: Instant,
}

impl<P: Evict> Store<P> {
    /// An empty cache.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::of(P::new(settings), settings)
    }

    /// An empty cache under a policy with parameters of its own.
    pub(super) const fn of(policy: P, settings: Settings) -> Self {
        Self { policy, settings, slots: Vec::new(), cells: Vec::new(), vacant: Vec::new(), expiring: false }
    }

    /// Asks for a key: whether it is resident and has not expired. A hit tells the policy; an expired entry leaves.
    pub fn lookup(&mut self, key: u32, now: Instant) -> bool {
        self.visit(key, Visit::at(now))
    }

    /// Stores a key after its miss was answered; the key that had to go for it, if one had to.
    ///
    /// A key that is resident by now, because another request for it was answered meanwhile, is left as it is, order
    /// and age included: Python's `lru_cache` does so when a recursive call has filled the entry.
    pub fn insert(&mut self, key: u32, now: Instant) -> Option<u32> {
        self.insert_until(key, now, self.deadline(now))
    }

    /// The same with an end of its own instead of the lifetime of the settings.
    pub fn insert_until(&mut self, key: u32, now: Instant, expires: Instant) -> Option<u32> {
        self.drop_expired(now);
        if self.is_served(key, now) {
            return None;
        }
        self.admit(key, Visit { expires, ..Visit::at(now) })
    }

    /// Stores a key that was fetched anew: one that is resident keeps its place and gets a new end.
    pub fn renew(&mut self, key: u32, now: Instant, expires: Instant) -> Option<u32> {
        self.drop_expired(now);
        let visit = Visit { expires, ..Visit::at(now) };
        if !self.is_served(key, now) {
            return self.admit(key, visit);
        }
        let slot = self.slots[math::index(key)];
        self.cells[math::index(slot)].expires = expires;
        self.expiring |= expires != Instant::NEVER;
        self.policy.renew(key, visit);
        None
    }

    /// Drops a key, for another reason than to make room: what it stands for has changed. Whether it was resident.
    pub fn forget(&mut self, key: u32) -> bool {
        let resident = self.slot_of(key).is_some();
        if resident {
            self.policy.remove(key);
            self.vacate(key);
            self.let_go();
        }
        resident
    }

    /// Until when a resident key lives.
    #[must_use]
    pub fn end_of(&self, key: u32) -> Option<Instant> {
        self.slot_of(key).map(|slot| self.cells[math::index(slot)].expires)
    }

    /// How many keys are resident, expired ones that nobody has asked for included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() - self.vacant.len()
    }

    /// Whether no key is resident.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell in which a key is resident: below the capacity, and the same for as long as it stays.
    #[must_use]
    pub fn slot_of(&self, key: u32) -> Option<u32> {
        self.slots.get(math::index(key)).copied().filter(|&slot| slot != NONE)
    }

    /// The key that is resident in a cell.
    #[must_use]
    pub fn key_in(&self, slot: u32) -> Option<u32> {
        self.cells.get(math::index(slot)).map(|cell| cell.key).filter(|&key| key != NONE)
    }

    /// What the policy shows of itself.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        self.policy.parts()
    }

    /// The requests of a trace in a row, each a lookup and, after a miss, an insertion at the same instant.
    pub fn replay(&mut self, trace: &Trace) -> Counts {
        self.replay_after(trace, 0, Measure::Requests)
    }

    /// A trace of which so many requests at the start fill the cache and are not counted; the others count by a measure.
    pub fn replay_after(&mut self, trace: &Trace, warm_up: usize, measure: Measure) -> Counts {
        let next_uses = if P::CLAIRVOYANT { trace.next_uses() } else { Vec::new() };
        self.replay_with(trace, &next_uses, 0..warm_up, Measure::Requests);
        self.replay_with(trace, &next_uses, warm_up..trace.keys().len(), measure)
    }

    /// One request of a trace, by its number: whether it hit. A policy that knows the future knows all of the trace.
    pub(super) fn request_of(&mut self, trace: &Trace, request: usize) -> bool {
        let next_uses = if P::CLAIRVOYANT { trace.next_uses() } else { Vec::new() };
        self.replay_with(trace, &next_uses, request..request + 1, Measure::Requests).hits == 1
    }

    /// All requests of a trace in so many parts that follow each other, of nearly equal length, each counted alone by a
    /// measure.
    pub fn replay_in(&mut self, trace: &Trace, parts: u32, measure: Measure) -> Vec<Counts> {
        let next_uses = if P::CLAIRVOYANT { trace.next_uses() } else { Vec::new() };
        let requests = math::wide(trace.keys().len());
        let parts = u64::from(parts.max(1));
        let start = |part: u64| usize::try_from(requests * part / parts).unwrap_or(usize::MAX);
        (0..parts).map(|part| self.replay_with(trace, &next_uses, start(part)..start(part + 1), measure)).collect()
    }

    fn replay_with(&mut self, trace: &Trace, next_uses: &[u32], requests: Range<usize>, measure: Measure) -> Counts {
        let mut counts = Counts::default();
        match measure {
            // The loop that everything else waits for looks at no weight.
            Measure::Requests => self.go_through(trace, next_uses, requests, |_, hit| counts.add(hit, 1)),
            Measure::Bytes | Measure::Cost => self.go_through(trace, next_uses, requests, |request, hit| {
                counts.add(hit, trace.weight(measure, request));
            }),
        }
        counts
    }

    /// Makes some requests of a trace and says of each whether it hit.
    fn go_through(
        &mut self,
        trace: &Trace,
        next_uses: &[u32],
        requests: Range<usize>,
        mut tell: impl FnMut(usize, bool),
    ) {
        self.reserve(trace.distinct());
        let timed = P::TIMED || self.settings.ttl.is_some();
        for (place, &key) in trace.keys().iter().enumerate().take(requests.end).skip(requests.start) {
            let now = if timed { trace.instant(place) } else { Instant::START };
            let next_use = if P::CLAIRVOYANT { next_uses[place] } else { Visit::NEVER_AGAIN };
            let expires = self.deadline(now);
            let hit = self.request(key, Visit { now, expires, next_use, cost: trace.cost(key) });
            tell(place, hit);
        }
    }

    /// One request with everything that is known of it: whether it hit. A miss is stored at once.
    #[inline]
    fn request(&mut self, key: u32, visit: Visit) -> bool {
        let hit = self.visit(key, visit);
        if !hit {
            self.admit(key, visit);
        }
        hit
    }

    #[inline]
    fn visit(&mut self, key: u32, visit: Visit) -> bool {
        self.drop_expired(visit.now);
        let resident = self.is_served(key, visit.now);
        if resident {
            if self.settings.expiry == Expiry::AfterAccess {
                let slot = self.slots[math::index(key)];
                self.cells[math::index(slot)].expires = self.deadline(visit.now);
            }
            self.policy.hit(key, visit);
            self.let_go();
        }
        resident
    }

    /// Makes a key resident that is not, and says which one went for it.
    #[inline]
    fn admit(&mut self, key: u32, visit: Visit) -> Option<u32> {
        if self.settings.capacity == 0 {
            return None;
        }
        if math::index(key) >= self.slots.len() {
            self.reserve(key + 1);
        }
        self.policy.miss(key, visit);
        self.expiring |= visit.expires != Instant::NEVER;
        let full = self.len() >= math::index(self.settings.capacity);
        let evicted = if full { self.policy.evict(visit) } else { None };
        match evicted {
            Some(victim) => self.replace(victim, key, visit.expires),
            // A policy that names nobody refuses the newcomer.
            None if full && !self.policy.has_room() => return None,
            None => self.occupy(key, visit.expires),
        }
        self.policy.store(key, visit);
        self.let_go();
        evicted
    }

    /// When an entry that is stored or renewed now has to leave.
    #[inline]
    fn deadline(&self, now: Instant) -> Instant {
        self.settings.ttl.map_or(Instant::NEVER, |ttl| now + ttl)
    }

    /// Whether a key may be served from the cache. If it is resident but has expired, it leaves.
    #[inline]
    fn is_served(&mut self, key: u32, now: Instant) -> bool {
        let Some(slot) = self.slot_of(key) else { return false };
        let expired = self.expiring && self.cells[math::index(slot)].expires <= now;
        if expired {
            self.policy.remove(key);
            self.vacate(key);
            self.let_go();
        }
        !expired
    }

    /// Lets the expired entries go, under a policy that wants it.
    #[inline]
    fn drop_expired(&mut self, now: Instant) {
        while let Some(key) = self.policy.first_to_expire() {
            if self.is_served(key, now) {
                break;
            }
        }
    }

    /// Takes out what the policy let go on its own account.
    #[inline]
    fn let_go(&mut self) {
        while let Some(key) = self.policy.dropped() {
            self.vacate(key);
        }
    }

    /// Makes room for the keys below a number.
    #[cold]
    fn reserve(&mut self, keys: u32) {
        let wanted = math::index(keys);
        if wanted > self.slots.len() {
            let room = wanted.max(2 * self.slots.len()).max(GROWTH_MIN);
            self.slots.resize(room, NONE);
            self.policy.grow(room);
        }
    }

    /// Gives a key the cell of another.
    #[inline]
    fn replace(&mut self, victim: u32, key: u32, expires: Instant) {
        let slot = std::mem::replace(&mut self.slots[math::index(victim)], NONE);
        self.cells[math::index(slot)] = Cell { key, expires };
        self.slots[math::index(key)] = slot;
    }

    /// Gives a key a cell.
    fn occupy(&mut self, key: u32, expires: Instant) {
        let cell = Cell { key, expires };
        let slot = self.vacant.pop().unwrap_or(math::id(self.cells.len()));
        if math::index(slot) < self.cells.len() {
            self.cells[math::index(slot)] = cell;
        } else {
            self.cells.push(cell);
        }
        self.slots[math::index(key)] = slot;
    }

    /// Frees the cell of a key.
    #[inline]
    fn vacate(&mut self, key: u32) {
        let slot = self.slots[math::index(key)];
        self.slots[math::index(key)] = NONE;
        self.cells[math::index(slot)].key = NONE;
        self.vacant.push(slot);
    }
}
