//! Hit ratios against runs.

use super::*;
use switchyard::cache::Policy;
use switchyard::scenario::{Cache, Popularity};

fn scenario(cache: Cache, count: u32, popularity: Popularity) -> Scenario {
    let plain = single(poisson(1_000.0), Stage::TRANSPARENT);
    with_cards(Scenario { cache, ..plain }, count, popularity)
}

/// The ratio of a long run once the cache is full.
fn measured(scenario: &Scenario) -> f64 {
    let scenario = Scenario { warm_up_s: Some(60.0), duration_s: 660.0, ..scenario.clone() }.check().unwrap();
    let cache = switchyard::experiment::run(&scenario, 3).cache;
    let looked = cache.hits + cache.misses;
    f64::from(u32::try_from(cache.hits).unwrap()) / f64::from(u32::try_from(looked).unwrap())
}

fn check(policy: Policy, ttl_s: Option<f64>, popularity: Popularity, capacity: u32) -> Option<String> {
    let scenario = scenario(Cache { ttl_s, ..Cache::of(policy, capacity) }, 2_000, popularity);
    let cache = expectation(&scenario).cache;
    let (ratio, seen) = (cache.hit_ratio?, measured(&scenario));
    assert!((ratio - seen).abs() < 0.005, "{policy:?}: {seen} seen, {ratio} expected by {:?}", cache.model);
    cache.model
}

#[test]
fn ratios_agree_with_runs() {
    let zipf = || Popularity::Zipf { exponent: 0.9 };
    assert_eq!(check(Policy::Lru, None, zipf(), 200).as_deref(), Some("Che"));
    assert_eq!(check(Policy::PythonLruCache, None, zipf(), 50).as_deref(), Some("Che"));
    for policy in Policy::online().filter(|policy| *policy != Policy::Ttl) {
        assert_eq!(check(policy, None, Popularity::Uniform, 500).as_deref(), Some("uniform requests"), "{policy:?}");
    }
    assert_eq!(check(Policy::Lru, None, zipf(), 0).as_deref(), Some("no room"));
    assert_eq!(check(Policy::Lru, None, Popularity::Uniform, 2_000).as_deref(), Some("all fit"));
    assert_eq!(check(Policy::Ttl, Some(2.0), zipf(), 2_000).as_deref(), Some("lifetime"));
    assert_eq!(check(Policy::Lru, None, Popularity::Scan, 1_999).as_deref(), Some("cyclic scan"));
}

#[test]
fn where_there_is_no_formula_there_is_no_ratio() {
    let zipf = || Popularity::Zipf { exponent: 0.9 };
    for (policy, popularity) in [(Policy::Lfu, zipf()), (Policy::Fifo, zipf()), (Policy::Lfu, Popularity::Scan)] {
        assert_eq!(check(policy, None, popularity, 200), None, "{policy:?}");
    }
    let blind = scenario(Cache::of(Policy::Lfu, 200), 2_000, zipf());
    let database = Database { indexed_read: constant(3.0), ..blind.database.clone() };
    let expectation = expectation(&Scenario { database, ..blind });
    let Answer::Unknown(unknown) = &expectation.whole else { panic!("{:?}", expectation.whole) };
    assert_eq!(unknown.place, Place::CardManagement.code(), "and so no load of the database");
    assert!(known(&station(&expectation, Place::Gateway).answer).exact, "what comes before is known");
}

/// Of a full cache that holds every card what misses is what names no card.
#[test]
fn numbers_of_no_card_are_misses_always() {
    for (capacity, popularity, of_known) in [(2_000, Popularity::Uniform, 1.0), (500, Popularity::Uniform, 0.25)] {
        let mut scenario = scenario(Cache::of(Policy::Lru, capacity), 2_000, popularity);
        scenario.cards.unknown_share = 0.2;
        let cache = expectation(&scenario).cache;
        let (ratio, seen) = (cache.hit_ratio.unwrap(), measured(&scenario));
        assert!((ratio - 0.8 * of_known).abs() < 1e-12 && cache.exact, "{ratio} of {capacity}");
        assert!((ratio - seen).abs() < 0.005, "{seen} seen, {ratio} expected");
    }
    let mut turns = scenario(Cache::of(Policy::Lru, 100), 2_000, Popularity::Scan);
    turns.cards.unknown_share = 0.2;
    assert_eq!(expectation(&turns).cache.hit_ratio, None, "some cards miss their turn");
}

#[test]
fn what_stands_around_a_cache_is_named_where_no_formula_counts_it() {
    let guarded = [
        Cache { single_flight: true, ..Cache::of(Policy::Lru, 200) },
        Cache { ttl_s: Some(2.0), stale_ms: Some(500.0), ..Cache::of(Policy::Lru, 200) },
        Cache { absent_ms: Some(500.0), ..Cache::of(Policy::Lru, 200) },
    ];
    for cache in guarded {
        let cache = expectation(&scenario(cache, 2_000, Popularity::Uniform)).cache;
        assert_eq!(cache.hit_ratio, None, "no formula");
        assert_eq!(cache.violated, [violation(Place::CardManagement, Broken::AroundTheCache)], "and why");
    }
}

#[test]
fn millions_of_cards_are_answered_too() {
    let popularity = Popularity::Zipf { exponent: 0.8 };
    let scenario = scenario(Cache::of(Policy::Lru, 100_000), 10_000_000, popularity);
    let ratio = expectation(&scenario).cache.hit_ratio.unwrap();
    assert!(ratio > 0.2 && ratio < 0.6, "{ratio}");
}
