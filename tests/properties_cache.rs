//! What every registered eviction policy must keep, whatever it is: each newcomer is tested here by being in the list.

use switchyard::cache::curve::Curve;
use switchyard::cache::structure::watch;
use switchyard::cache::trace::{Generator, Measure, Scan, Trace, Zipf as Law};
use switchyard::cache::{Cache, Policy, Settings, replay, replay_by};
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
    /// Whether the policy may let entries go that nobody asked to go.
    drops: bool,
    /// Most entries that may be resident.
    most: u32,
}

impl Watched {
    fn new(policy: Policy, settings: Settings) -> Self {
        let label = format!("{} with {settings:?}", policy.id());
        let drops = [Policy::Slru, Policy::Lirs, Policy::S3FifoCaffeine].contains(&policy);
        // What LIRS does not count stands beyond the capacity while its queue has one place: see `lirs.rs`.
        let beyond = if policy == Policy::Lirs { settings.capacity.saturating_add(1) } else { 0 };
        let most = settings.capacity.saturating_add(beyond);
        Self { settings, cache: policy.build(settings), stored: vec![None; math::index(KEYS)], label, drops, most }
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
        self.forget_dropped(now);
        self.check_cells();
        hit
    }

    /// Three policies let entries go that nobody asked to go, as their products do: SLRU what a capacity leaves over when
    /// it is split into four, LIRS what its quirk drives out, Caffeine's S3-FIFO what its main queue gives up. Under the others every key that left was named.
    fn forget_dropped(&mut self, now: Instant) {
        for key in 0..KEYS {
            let gone = self.cache.slot_of(key).is_none();
            let stored = self.stored[math::index(key)].take_if(|_| gone);
            let dropped = stored.is_some_and(|stored| self.settings.ttl.is_none_or(|ttl| now.since(stored) < ttl));
            assert!(!dropped || self.drops, "{}: {key} left unsaid", self.label);
        }
    }

    /// Stores the key after its miss and takes the evicted one off the record.
    fn answer(&mut self, key: u32, now: Instant) {
        let full = self.cache.len() >= math::index(self.settings.capacity);
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
            assert!(slot < self.most, "{}: cell {slot}", self.label);
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

/// Files with such times are refused; whoever gives them all the same gets an answer.
#[test]
fn times_that_go_back_break_nothing() {
    let instants = (0..REQUESTS).map(|request| Instant::new(math::wide(request * 7_919 % 1_000) * 1_000_000_000));
    let law = Law { keys: KEYS, exponent: 0.9, seed: 4, requests: math::id(REQUESTS) };
    let trace = Generator::Zipf(law).trace().at(instants.collect());
    for &policy in Policy::ALL {
        for ttl in [None, Some(Nanos::from_seconds(300.0))] {
            let counts = policy.build(Settings::of(20).with_ttl(ttl)).replay(&trace);
            assert_eq!(counts.hits + counts.misses, math::wide(REQUESTS), "{}", policy.id());
        }
    }
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
        for (place, parameter) in policy.parameters().iter().enumerate() {
            let before = &policy.parameters()[..place];
            assert!(
                before.iter().all(|other| other.id != parameter.id),
                "{}: {} stands once",
                policy.id(),
                parameter.id
            );
            let words = [parameter.meaning, parameter.default, parameter.source];
            assert!(words.iter().all(|text| !text.is_empty()), "{}: {parameter:?}", policy.id());
        }
    }
    assert_eq!(Policy::from_id("clairvoyant"), None, "an unknown id is no policy");
}

#[test]
fn residency_and_lifetime_are_kept_at_every_capacity() {
    for &policy in Policy::ALL {
        for capacity in [0, 1, 2, 7, 32, KEYS, u32::MAX] {
            for ttl in [None, Some(Nanos::ZERO), Some(TTL)] {
                let settings = Settings::of(capacity).with_ttl(ttl);
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
            let outcomes = walk(policy, Settings::of(capacity));
            assert_eq!(REQUESTS - hits(&outcomes), math::index(KEYS), "{} at {capacity}", policy.id());
        }
    }
}

#[test]
fn an_entry_is_served_until_its_age_reaches_the_lifetime() {
    for &policy in Policy::ALL {
        let mut cache = policy.build(Settings::of(4).with_ttl(Some(Nanos::new(10))));
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
        let mut cache = policy.build(Settings::of(4).with_ttl(Some(Nanos::new(10))));
        cache.insert(1, Instant::START);
        cache.insert(1, Instant::new(10));
        assert!(cache.lookup(1, Instant::new(19)), "{}: its life began with the second answer", policy.id());
        assert_eq!(cache.len(), 1, "{}: and it is there once", policy.id());
    }
}

/// What is forgotten leaves its place to another, and can come again.
#[test]
fn a_key_that_is_forgotten_is_gone_and_the_others_stay() {
    for &policy in Policy::ALL {
        let mut cache = policy.build(Settings::of(300));
        for key in 0..200 {
            cache.insert(key, Instant::new(u64::from(key)));
        }
        let full = cache.len();
        assert!(cache.forget(7) && !cache.forget(7), "{}: it was there, once", policy.id());
        assert!(!cache.forget(9_999), "{}: nobody knows it", policy.id());
        assert_eq!(cache.len(), full - 1, "{}: and the others are", policy.id());
        let now = Instant::new(1_000);
        assert!(!cache.lookup(7, now) && cache.lookup(8, now), "{}: asked for", policy.id());
        cache.insert(7, now);
        assert!(cache.lookup(7, Instant::new(1_001)), "{}: stored again", policy.id());
    }
}

#[test]
fn an_answer_that_comes_second_changes_nothing() {
    for policy in [Policy::Fifo, Policy::Ttl, Policy::Lru, Policy::PythonLruCache, Policy::Lfu] {
        let mut cache = policy.build(Settings::of(2).with_ttl(Some(Nanos::new(10))));
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
        let settings = Settings::of(capacity).with_ttl(Some(TTL));
        assert_eq!(walk(Policy::Ttl, settings), walk(Policy::Fifo, settings), "hits at capacity {capacity}");
        let without = Settings::of(capacity);
        assert_eq!(walk(Policy::Ttl, without), walk(Policy::Fifo, without), "without a lifetime TTL is FIFO");
    }
    let length_after_expiry = |policy: Policy| {
        let mut cache = policy.build(Settings::of(4).with_ttl(Some(Nanos::new(10))));
        for key in [1, 2, 3] {
            cache.insert(key, Instant::START);
        }
        cache.lookup(9, Instant::new(10));
        cache.len()
    };
    assert_eq!(length_after_expiry(Policy::Ttl), 0, "all three have left");
    assert_eq!(length_after_expiry(Policy::Fifo), 3, "nobody has asked for them");
}

/// A hot set with scans, small enough for every capacity.
fn mixed() -> Trace {
    let law = Law { keys: 200, exponent: 0.8, seed: 6, requests: 6_000 };
    Generator::Scan(law, Scan { period: 500, length: 100, extra: 150 }).trace()
}

#[test]
fn nobody_misses_less_often_than_belady() {
    let trace = mixed();
    for capacity in [1, 2, 3, 5, 10, 33, 100, 400] {
        let limit = replay(Policy::Belady, capacity, &trace).misses;
        // What LIRS keeps beyond a capacity below 200 is no fair comparison.
        for &policy in Policy::ALL.iter().filter(|&&policy| policy != Policy::Lirs || capacity >= 200) {
            let misses = replay(policy, capacity, &trace).misses;
            assert!(misses >= limit, "{} at {capacity}: {misses}, Belady {limit}", policy.id());
        }
    }
}

#[test]
fn stack_policies_never_miss_more_often_in_a_larger_cache() {
    let trace = mixed();
    for policy in [Policy::Lru, Policy::PythonLruCache, Policy::Belady] {
        let misses: Vec<u64> = (0..360).map(|capacity| replay(policy, capacity, &trace).misses).collect();
        assert!(misses.is_sorted_by(|smaller, larger| smaller >= larger), "{}: {misses:?}", policy.id());
    }
}

#[test]
fn replays_repeat_and_count_every_request() {
    let trace = mixed();
    for &policy in Policy::ALL {
        for capacity in [0, 1, 7, 200, 10_000] {
            let counts = replay(policy, capacity, &trace);
            assert_eq!(counts, replay(policy, capacity, &trace), "{} at {capacity} repeats", policy.id());
            assert_eq!(counts.hits + counts.misses, 6_000, "{} at {capacity}", policy.id());
            let all_fit = capacity >= trace.distinct();
            assert!(!all_fit || counts.misses == u64::from(trace.distinct()), "{} with room for all", policy.id());
        }
    }
}

#[test]
fn a_hit_begins_a_new_life_where_age_counts_from_the_last_access() {
    for &policy in Policy::ALL {
        let settings = Settings::of(4).with_ttl(Some(Nanos::new(10)));
        let mut cache = policy.build(Settings { expiry: switchyard::cache::Expiry::AfterAccess, ..settings });
        cache.insert(1, Instant::START);
        assert!(cache.lookup(1, Instant::new(9)), "{}: young", policy.id());
        assert!(cache.lookup(1, Instant::new(18)), "{}: renewed by the hit", policy.id());
        assert!(!cache.lookup(1, Instant::new(28)), "{}: at the end, gone", policy.id());
    }
}

/// What a policy shows of itself must be what the cache holds: every resident once, ghosts that have left.
#[test]
fn what_is_shown_is_what_is_there() {
    let short = Trace::of_keys(
        Generator::Zipf(Law { keys: 20, exponent: 0.7, seed: 7, requests: 200 }).keys().into_iter().map(u64::from),
    );
    for &policy in Policy::ALL {
        for capacity in [1, 2, 3, 4, 7, 12] {
            let frames = watch(policy, capacity, &short);
            let misses = frames.iter().filter(|frame| frame.hit == Some(false)).count();
            assert_eq!(math::wide(misses), replay(policy, capacity, &short).misses, "{} replays alike", policy.id());
            // Where whoever goes is drawn by lot, and where nobody goes, there is nothing to show but the residents.
            let is_shown = ![Policy::Random, Policy::RedisAllkeysRandom, Policy::RedisNoeviction].contains(&policy);
            assert!(frames.iter().all(|frame| frame.parts.is_empty() != is_shown), "{} is seen inside", policy.id());
            for frame in frames.iter().filter(|_| is_shown) {
                let shown = |resident: bool| {
                    let parts = frame.parts.iter().filter(move |part| part.resident == resident);
                    let mut keys: Vec<u32> = parts.flat_map(|part| &part.members).map(|member| member.key).collect();
                    keys.sort_unstable();
                    keys
                };
                let mut residents: Vec<u32> = frame.cells.iter().flatten().copied().collect();
                residents.sort_unstable();
                assert_eq!(shown(true), residents, "{} at {capacity}", policy.id());
                assert!(shown(false).iter().all(|ghost| !residents.contains(ghost)), "{}: ghosts left", policy.id());
            }
        }
    }
}

/// Where one list says who goes next, its front is who goes next.
#[test]
fn who_stands_at_the_front_goes_next() {
    let law = Law { keys: 20, exponent: 0.7, seed: 8, requests: 300 };
    let short = Generator::Zipf(law).trace();
    let by_front = [
        Policy::Fifo,
        Policy::Ttl,
        Policy::Lru,
        Policy::PythonLruCache,
        Policy::Lfu,
        Policy::LfuInsertionTies,
        Policy::Lru2,
        Policy::Slru,
        Policy::Gdsf,
        Policy::Belady,
    ];
    for policy in by_front {
        for capacity in [4, 8] {
            let frames = watch(policy, capacity, &short);
            for (before, after) in frames.iter().zip(&frames[1..]).filter(|(_, after)| after.hit == Some(false)) {
                let front = before.parts.iter().flat_map(|part| &part.members).next().map(|member| member.key);
                let gone = after.left.first().copied();
                assert!(gone.is_none() || gone == front, "{} at {capacity}: {gone:?}, {before:?}", policy.id());
            }
        }
    }
}

/// Of traces of every kind and length, and by every measure: what a stack says of all sizes at once is what replays count.
#[test]
fn the_limit_at_all_sizes_is_a_replay_at_each() {
    let mut stream = Stream::new(31, "traces");
    for walk in 0..60 {
        let (keys, requests) = (1 + stream.below(40), 1 + stream.below(400));
        let law = Zipf::new(keys, f64::from(walk % 4) * 0.5);
        let draw = |request: u32, stream: &mut Stream| match walk % 3 {
            // A walk to and fro, which moves every key of the stack at each request.
            0 => request % (2 * keys),
            1 => request % keys,
            _ => law.sample(stream).min(keys - 1),
        };
        let fold = |key: u32| u64::from(if key < keys { key } else { 2 * keys - 1 - key });
        let asked: Vec<u64> = (0..requests).map(|request| fold(draw(request, &mut stream))).collect();
        let sizes = (0..requests).map(|_| 1 + stream.below(100)).collect();
        let costs = (0..keys).map(|_| 1 + stream.below(9)).collect();
        let trace = Trace::of_keys(asked).with_sizes(sizes).with_costs(costs);
        for measure in Measure::ALL {
            let curve = Curve::belady_by(&trace, measure).expect("a short trace");
            for capacity in 1..=trace.distinct() + 1 {
                let replayed = math::float(replay_by(Policy::Belady, capacity, &trace, measure).misses);
                let misses = curve.misses(capacity);
                assert!(
                    (misses - replayed).abs() < 0.5,
                    "walk {walk} by {} at {capacity}: {misses}, {replayed}",
                    measure.id()
                );
            }
        }
    }
}

#[test]
fn a_trace_that_is_too_large_has_no_limit_at_all_sizes() {
    let keys = 50_000;
    let trace = |requests: u32| Trace::of_keys((0..requests).map(|request| u64::from(request % keys)));
    assert!(Curve::has_belady(&trace(40_000)) && !Curve::has_belady(&trace(keys + 1)), "by requests times keys");
    assert!(Curve::belady_by(&trace(keys + 1), Measure::Requests).is_none());
}
