//! What stands around the cache, in the whole network: one hot card that expires, with and without single flight, early
//! refresh, spread lifetimes and stale entries; and numbers that belong to no card.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use switchyard::cache::Policy;
use switchyard::experiment::{CacheReport, Report, run, story};
use switchyard::math;
use switchyard::payment::Place;
use switchyard::scenario::{
    Cache, Cards, Database, Fault, FaultKind, Gaps, Load, Popularity, Preset, Scenario, Service, Shape, Stage,
};

/// Payments per second.
const RATE: f64 = 100.0;
/// How long a read takes, in seconds.
const READ_S: f64 = 0.05;
/// How long an entry lives, in seconds.
const TTL_S: f64 = 1.0;

/// One card for all payments; nothing takes time but the database.
fn hot_card(cache: Cache) -> Report {
    lawful(&with_hot_card(cache))
}

fn with_hot_card(cache: Cache) -> Scenario {
    let plain = Preset::find("mmc").map(Preset::scenario).unwrap();
    Scenario {
        load: Load::Open { rate_per_s: RATE, shape: Shape::Constant, gaps: Gaps::Exponential },
        cards: Cards::of(1, Popularity::Uniform),
        gateway: Stage::TRANSPARENT,
        database: Database {
            connections: None,
            queue_limit: None,
            indexed_read: Service::Deterministic { mean_ms: 1e3 * READ_S },
            ..plain.database
        },
        warm_up_s: Some(0.0),
        duration_s: 4_000.0,
        cache: Cache { ttl_s: Some(TTL_S), ..cache },
        ..plain
    }
}

/// The report of a run that breaks no law.
fn lawful(scenario: &Scenario) -> Report {
    let report = run(&scenario.check().unwrap(), 5);
    for law in &report.invariants {
        assert_eq!(law.violations, 0, "{}", law.name);
    }
    report
}

fn lru() -> Cache {
    Cache::of(Policy::Lru, 1)
}

fn share(part: u64, cache: &CacheReport) -> f64 {
    math::float(part) / math::float(cache.hits + cache.misses)
}

#[track_caller]
fn close(what: &str, seen: f64, expected: f64, tolerance: f64) {
    assert!((seen - expected).abs() < tolerance, "{what}: {seen}, expected {expected}");
}

/// From one read to the next 1 + rate (read + lifetime) look-ups come: one reads, those during the read miss too.
#[test]
fn a_hot_card_that_expires_is_a_stampede_unless_one_reads_for_all() {
    let cycle = 1.0 + RATE * (READ_S + TTL_S);
    let (unguarded, guarded) = (hot_card(lru()).cache, hot_card(Cache { single_flight: true, ..lru() }).cache);
    for cache in [&unguarded, &guarded] {
        close("misses", share(cache.misses, cache), (1.0 + RATE * READ_S) / cycle, 1e-3);
    }
    assert_eq!(unguarded.joined, None, "all of them read");
    let joined = guarded.joined.unwrap();
    close("joined", share(joined, &guarded), RATE * READ_S / cycle, 1e-3);
    close("reads", share(guarded.misses - joined, &guarded), 1.0 / cycle, 2e-4);
}

/// Who joins a read has its answer when the one that reads has it, so that nobody waits longer than a read.
#[test]
fn who_joins_waits_for_the_rest_of_the_read() {
    let report = hot_card(Cache { single_flight: true, ..lru() });
    let (cycle, in_read) = (1.0 + RATE * (READ_S + TTL_S), RATE * READ_S);
    let mean_ms = 1e3 * READ_S * (1.0 + in_read / 2.0) / cycle;
    close("response", report.metrics.response_ms.mean.unwrap(), mean_ms, 0.05);
}

/// With a rate of 100 and reads of 50 ms refreshes come at a rate of 100 u when u = exp(-t / 50 ms) and t is what is left, so a
/// life ends unseen once in exp(5) = 148 times and costs 6 misses then. A first refresh in the last 50 ms comes too late for
/// those who ask before it ends: 25 ∫ (1 + ln u) exp(-5 u) du from 1 / e to 1, 0.26 a life. Lives are of some 93 look-ups.
#[test]
fn early_refresh_keeps_a_hot_card_from_expiring() {
    let cache = hot_card(Cache { single_flight: true, refresh_beta: Some(1.0), ..lru() }).cache;
    let (missed, refreshed) = (share(cache.misses, &cache), cache.refreshed.unwrap());
    close("missed, 0.057 without", missed, 0.30 / 93.0, 4e-4);
    let lives = 4_000.0 / TTL_S;
    assert!(math::float(refreshed) > lives, "{refreshed}: each life is renewed before its end");
}

/// One card that comes all the time is read once a lifetime, of which the mean is the same however they are spread.
#[test]
fn spread_lifetimes_have_the_same_mean_and_leave_the_payments_alone() {
    let [equal, spread] = [None, Some(0.5)].map(|ttl_jitter| hot_card(Cache { ttl_jitter, ..lru() }));
    assert_eq!(equal.payments.offered, spread.payments.offered, "the same payments come");
    assert_ne!(equal.digest, spread.digest);
    close("misses", share(spread.cache.misses, &spread.cache), share(equal.cache.misses, &equal.cache), 1e-3);
}

/// The database's reads, those that no payment waits for included.
fn reads(report: &Report) -> u64 {
    report.stations.iter().find(|station| station.place == Place::Database.code()).unwrap().arrivals
}

/// A cycle is as long as without, and its first look-up after the lifetime still reads; but nobody waits for that, and those who
/// come meanwhile are answered too. Only before the first read has ended is anything missed.
#[test]
fn a_stale_hot_card_is_answered_while_one_read_renews_it() {
    let (cycle, in_read) = (1.0 + RATE * (READ_S + TTL_S), RATE * READ_S);
    for single_flight in [false, true] {
        let report = hot_card(Cache { stale_ms: Some(500.0), single_flight, ..lru() });
        let cache = &report.cache;
        assert!(cache.misses < 30, "{} before the first read ends", cache.misses);
        close("stale", share(cache.stale.unwrap(), cache), (1.0 + in_read) / cycle, 1e-3);
        close("reads", share(reads(&report), cache), 1.0 / cycle, 2e-4);
        assert!(report.metrics.response_ms.mean.unwrap() < 0.01, "nobody waits: {:?}", report.metrics.response_ms);
    }
}

/// Look-ups every half second, exactly; a read takes no time. Which state an entry has at the very end of its spans.
#[test]
fn at_its_lifetime_an_entry_is_stale_and_at_the_end_of_its_grace_gone() {
    let seen = |ttl_s: f64, stale_ms: Option<f64>| {
        let mut scenario = with_hot_card(Cache { stale_ms, ..lru() });
        scenario.load = Load::Open { rate_per_s: 2.0, shape: Shape::Constant, gaps: Gaps::Regular };
        scenario.database.indexed_read = Service::Deterministic { mean_ms: 0.0 };
        (scenario.cache.ttl_s, scenario.duration_s) = (Some(ttl_s), 100.0);
        lawful(&scenario).cache
    };
    let CacheReport { hits, misses, stale, .. } = seen(1.0, Some(500.0));
    assert_eq!((misses, stale), (1, Some(hits / 2)), "every other one of {hits} comes at an age of a second");
    let gone = seen(1.0, None);
    assert!(gone.misses.abs_diff(gone.hits) <= 1, "without grace these miss: {} and {}", gone.misses, gone.hits);
    let CacheReport { hits, stale, .. } = seen(0.25, Some(250.0));
    assert_eq!((hits, stale), (0, Some(0)), "half a second is the end of both spans");
    let CacheReport { hits, misses, stale, .. } = seen(0.25, Some(251.0));
    assert_eq!((misses, stale), (1, Some(hits)), "a millisecond before their end");
}

/// The database is down for longer than an entry lives. Its last answer ends at 11.05 s at the latest, and its grace after 12 s.
#[test]
fn a_read_that_fails_leaves_the_stale_entry_until_its_grace_ends() {
    let down = |stale_ms| {
        let mut scenario = with_hot_card(Cache { stale_ms, single_flight: true, ..lru() });
        scenario.faults = vec![Fault::new(FaultKind::Down, Place::Database, 10.0, 1.5)];
        scenario.duration_s = 60.0;
        lawful(&scenario)
    };
    let [bare, covered] = [None, Some(2_000.0)].map(down);
    assert!(bare.payments.failed > 20, "without grace they fail: {}", bare.payments.failed);
    assert_eq!(covered.payments.failed, 0, "with it nobody notices");
    assert!(reads(&covered) > 80, "each stale look-up tried anew: {}", reads(&covered));
    let short = down(Some(100.0));
    assert!((1..bare.payments.failed).contains(&short.payments.failed), "a short one ends: {}", short.payments.failed);
}

/// One card and one number of none, a fifth of the payments each having its own rate: kept, the absent answer is a hot card of
/// rate 20, of which 1 + 20 (read + lifetime) look-ups come from read to read.
#[test]
fn an_absent_answer_is_a_hit_once_it_is_kept() {
    let with = |absent_ms| {
        let mut scenario = with_hot_card(Cache { absent_ms, capacity: 2, ..lru() });
        scenario.cards.unknown_share = 0.2;
        lawful(&scenario)
    };
    let [bare, kept] = [None, Some(1e3 * TTL_S)].map(with);
    let absent = bare.cache.absent.unwrap();
    close("a fifth names no card", share(absent, &bare.cache), 0.2, 4e-3);
    assert_eq!((bare.cache.absent_hits, kept.cache.absent), (None, Some(absent)), "the same payments");
    for report in [&bare, &kept] {
        assert!(report.payments.declined.abs_diff(absent) < 10, "declined: {}", report.payments.declined);
        assert_eq!(report.payments.failed, 0, "which is an answer");
    }
    let rate = 0.2 * RATE;
    let hits = math::float(kept.cache.absent_hits.unwrap()) / math::float(absent);
    close("from the cache", hits, rate * TTL_S / (1.0 + rate * (READ_S + TTL_S)), 5e-3);
}

/// Every probe tries another number: its absence is never asked for again, but takes the place of a card.
#[test]
fn an_attack_goes_through_the_cache_or_floods_it() {
    let attacked = |absent_ms| {
        let probes = FaultKind::CardTesting { rate_per_s: 60.0, valid_share: 0.0 };
        let faults = vec![Fault::new(probes, Place::Gateway, 0.0, 75.0)];
        let mut scenario = Scenario { faults, ..Scenario::default() };
        scenario.cache.absent_ms = absent_ms;
        lawful(&scenario).cache
    };
    let [through, flooded] = [None, Some(60_000.0)].map(attacked);
    assert!(through.absent.unwrap() > 3_000 && through.absent_hits.is_none(), "all of them read: {through:?}");
    assert_eq!(flooded.absent_hits, Some(0), "nobody tries a number twice");
    assert!(flooded.evictions > through.evictions + 3_000, "{} and {}", flooded.evictions, through.evictions);
    assert!(20 * flooded.hits < 19 * through.hits, "cards lost their places: {} and {}", flooded.hits, through.hits);
}

#[test]
fn a_payment_of_no_card_is_declined_with_its_code() {
    let mut scenario = with_hot_card(lru());
    (scenario.cards.unknown_share, scenario.duration_s) = (1.0, 5.0);
    let scenario = scenario.check().unwrap();
    let told = story(&scenario, 5, run(&scenario, 5).events, 7);
    let at = |what: &str| told.moments.iter().position(|moment| moment.what == what).unwrap();
    assert!(at("missed") < at("no-card") && at("no-card") < at("ended"), "{:?}", told.moments);
    assert_eq!(told.moments.last().and_then(|moment| moment.code.as_deref()), Some("14"), "invalid card number");
}
