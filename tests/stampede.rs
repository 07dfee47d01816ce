//! What stands around the cache, in the whole network: one hot card that expires, with and without single flight, early
//! refresh and spread lifetimes.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use switchyard::cache::Policy;
use switchyard::experiment::{CacheReport, Report, run};
use switchyard::math;
use switchyard::scenario::{Cache, Cards, Database, Gaps, Load, Popularity, Preset, Scenario, Service, Shape, Stage};

/// Payments per second.
const RATE: f64 = 100.0;
/// How long a read takes, in seconds.
const READ_S: f64 = 0.05;
/// How long an entry lives, in seconds.
const TTL_S: f64 = 1.0;

/// One card for all payments; nothing takes time but the database.
fn hot_card(cache: Cache) -> Report {
    let plain = Preset::find("mmc").map(Preset::scenario).unwrap();
    let scenario = Scenario {
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
    };
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
