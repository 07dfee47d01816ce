//! What every registered eviction policy must keep, whatever it is: each newcomer is tested here by being in the list.

use switchyard::cache::{Cache, Policy, Settings};
use switchyard::math;
use switchyard::random::{Stream, Zipf};
use switchyard::units::{Instant, Nanos};

/// Keys of the made-up traffic.
const KEYS: u32 = 60;
/// Requests of each walk.
const REQUESTS: usize = 3_000;
/// Around the mean time between two requests for one key, so that some entries expire and some do not.
const TTL: Nanos = Nanos::new(100);

/// A cache beside a plain record of when each key was stored last, kept by what the cache says.
struct Watched {
    settings: Settings,
    cache: Cache,
    stored: Vec<Option<Instant>>,
    label: String,
}

impl Watched {
    fn new(policy: Policy, settings: Settings) -> Self {
        let label = format!("{} with {settings:?}", policy.id());
        Self { settings, cache: policy.build(settings), stored: vec![None; math::index(KEYS)], label }
    }

    /// One request, with all promises checked; whether it hit.
    fn request(&mut self, key: u32, now: Instant) -> bool {
        let stored = self.stored[math::index(key)];
        let fresh = stored.is_some_and(|stored| self.settings.ttl.is_none_or(|ttl| now.since(stored) < ttl));
        let hit = self.cache.lookup(key, now);
        assert_eq!(hit, fresh, "{}: a hit is a key that was stored, not evicted and is not too old", self.label);
        if !hit {
            self.stored[math::index(key)] = None;
            assert_eq!(self.cache.slot_of(key), None, "{}: an expired entry leaves", self.label);
            self.answer(key, now);
        }
        self.check_cells();
        hit
    }

    /// Stores the key after its miss and takes the evicted one off the record.
    fn answer(&mut self, key: u32, now: Instant) {
        let full = self.cache.len() == math::index(self.settings.capacity);
        let evicted = self.cache.insert(key, now);
        if self.cache.slot_of(key).is_some() {
            self.stored[math::index(key)] = Some(now);
        }
        assert!(evicted.is_none() || full, "{}: only a full cache evicts", self.label);
        if let Some(evicted) = evicted {
            assert_ne!(evicted, key, "{}: the newcomer stays", self.label);
            assert!(self.stored[math::index(evicted)].is_some(), "{}: the victim was resident", self.label);
            self.stored[math::index(evicted)] = None;
        }
    }

    /// Cells and keys must point at each other, within the capacity.
    fn check_cells(&self) {
        let mut residents = 0;
        for key in 0..KEYS {
            let Some(slot) = self.cache.slot_of(key) else { continue };
            residents += 1;
            assert!(slot < self.settings.capacity, "{}: cell {slot}", self.label);
            assert_eq!(self.cache.key_in(slot), Some(key), "{}: one key a cell", self.label);
        }
        // No walk has more than KEYS keys at once, so that no cell beyond these was ever used.
        let occupied = (0..KEYS).filter(|&slot| self.cache.key_in(slot).is_some()).count();
        assert_eq!(occupied, residents, "{}: a cell that was left is empty", self.label);
        assert_eq!(self.cache.len(), residents, "{}: the length counts the resident keys", self.label);
        assert_eq!(self.cache.is_empty(), residents == 0, "{}: empty is length 0", self.label);
    }
}

/// Skewed random traffic, its outcomes in order.
fn walk(policy: Policy, settings: Settings) -> Vec<bool> {
    let law = Zipf::new(KEYS, 0.9);
    let mut stream = Stream::new(2, "keys");
    let mut watched = Watched::new(policy, settings);
    let mut now = Instant::START;
    let mut request = || {
        now += Nanos::new(u64::from(stream.below(12)));
        watched.request(law.sample(&mut stream), now)
    };
    (0..REQUESTS).map(|_| request()).collect()
}

fn hits(outcomes: &[bool]) -> usize {
    outcomes.iter().filter(|&&hit| hit).count()
}

#[test]
fn ids_are_unique_and_lead_back() {
    for (place, policy) in Policy::ALL.iter().enumerate() {
        assert_eq!(Policy::from_id(policy.id()), Some(*policy), "{} leads back to its policy", policy.id());
        assert!(Policy::ALL[..place].iter().all(|other| other.id() != policy.id()), "{} stands once", policy.id());
        for text in [policy.name(), policy.summary(), policy.source()] {
            assert!(!text.is_empty(), "{} says its name, what it does and where it is from", policy.id());
        }
    }
    assert_eq!(Policy::from_id("clairvoyant"), None, "an unknown id is no policy");
}

#[test]
fn residency_and_lifetime_are_kept_at_every_capacity() {
    for &policy in Policy::ALL {
        for capacity in [0, 1, 2, 7, 32, KEYS, u32::MAX] {
            for ttl in [None, Some(Nanos::ZERO), Some(TTL)] {
                let settings = Settings { capacity, ttl };
                let outcomes = walk(policy, settings);
                assert_eq!(outcomes, walk(policy, settings), "{} repeats", policy.id());
                let silent = capacity == 0 || ttl == Some(Nanos::ZERO);
                assert!(!silent || hits(&outcomes) == 0, "{}: nothing is kept, nothing hits", policy.id());
            }
        }
    }
}

#[test]
fn a_cache_with_room_for_all_misses_each_key_once() {
    for &policy in Policy::ALL {
        for capacity in [KEYS, u32::MAX] {
            let outcomes = walk(policy, Settings { capacity, ttl: None });
            assert_eq!(REQUESTS - hits(&outcomes), math::index(KEYS), "{} at {capacity}", policy.id());
        }
    }
}

#[test]
fn an_entry_is_served_until_its_age_reaches_the_lifetime() {
    for &policy in Policy::ALL {
        let mut cache = policy.build(Settings { capacity: 4, ttl: Some(Nanos::new(10)) });
        cache.insert(1, Instant::new(5));
        assert!(cache.lookup(1, Instant::new(14)), "{}: one nanosecond before the end", policy.id());
        assert!(!cache.lookup(1, Instant::new(15)), "{}: at the end, hits do not prolong it", policy.id());
        cache.insert(1, Instant::new(15));
        assert!(cache.lookup(1, Instant::new(24)), "{}: stored again, a new life", policy.id());
    }
}

#[test]
fn an_expired_entry_is_stored_anew_even_if_nobody_asked_meanwhile() {
    for &policy in Policy::ALL {
        let mut cache = policy.build(Settings { capacity: 4, ttl: Some(Nanos::new(10)) });
        cache.insert(1, Instant::START);
        cache.insert(1, Instant::new(10));
        assert!(cache.lookup(1, Instant::new(19)), "{}: its life began with the second answer", policy.id());
        assert_eq!(cache.len(), 1, "{}: and it is there once", policy.id());
    }
}

#[test]
fn an_answer_that_comes_second_changes_nothing() {
    for policy in [Policy::Fifo, Policy::Ttl, Policy::Lru, Policy::PythonLruCache, Policy::Lfu] {
        let mut cache = policy.build(Settings { capacity: 2, ttl: Some(Nanos::new(10)) });
        cache.insert(1, Instant::START);
        cache.insert(2, Instant::new(1));
        assert_eq!(cache.insert(1, Instant::new(2)), None, "{}: the key is there already", policy.id());
        assert_eq!(cache.insert(3, Instant::new(3)), Some(1), "{}: it is still the next to go", policy.id());
    }
}

/// Expired entries leave a TTL cache at once, and any other when they are asked for or evicted; both serve the same.
#[test]
fn ttl_differs_from_fifo_only_in_when_expired_entries_leave() {
    for capacity in [1, 7, 32, KEYS] {
        let settings = Settings { capacity, ttl: Some(TTL) };
        assert_eq!(walk(Policy::Ttl, settings), walk(Policy::Fifo, settings), "hits at capacity {capacity}");
        let without = Settings { capacity, ttl: None };
        assert_eq!(walk(Policy::Ttl, without), walk(Policy::Fifo, without), "without a lifetime TTL is FIFO");
    }
    let length_after_expiry = |policy: Policy| {
        let mut cache = policy.build(Settings { capacity: 4, ttl: Some(Nanos::new(10)) });
        for key in [1, 2, 3] {
            cache.insert(key, Instant::START);
        }
        cache.lookup(9, Instant::new(10));
        cache.len()
    };
    assert_eq!(length_after_expiry(Policy::Ttl), 0, "all three have left");
    assert_eq!(length_after_expiry(Policy::Fifo), 3, "nobody has asked for them");
}
