//! Every assumption that can break is listed where it is broken, and not where it is kept.

use super::*;
use switchyard::balance::Policy;
use switchyard::cache;
use switchyard::scenario::{Balancer, Cache, Discipline, Popularity};

/// The violation is listed for the place, or for the whole without one.
fn listed(scenario: &Scenario, at: Option<Place>, what: Violation) -> bool {
    let expectation = expectation(scenario);
    let list = at.map_or(&expectation.violated, |place| &station(&expectation, place).violated);
    list.contains(&what)
}

/// Listed for both the place and the whole in the one scenario, for neither in the other.
fn check(broken: &Scenario, kept: &Scenario, place: Place, what: Violation) {
    for at in [Some(place), None] {
        assert!(listed(broken, at, what), "{what:?} is listed at {at:?}: {:?}", expectation(broken));
        assert!(!listed(kept, at, what), "{what:?} is not listed at {at:?}: {:?}", expectation(kept));
    }
}

fn queue(load: Load, workers: u32, service: Service) -> Scenario {
    single(load, stage(workers, service))
}

fn balanced(policy: Policy, weights: Vec<f64>, service: Service) -> Scenario {
    let scenario = two_stages(poisson(100.0), Stage::TRANSPARENT, 2, stage(2, service));
    Scenario { balancer: Balancer { weights, ..Balancer::of(policy) }, ..scenario }
}

#[test]
fn a_load_that_varies() {
    let steady = queue(poisson(50.0), 1, exponential(10.0));
    let shape = Shape::Burst { peak_per_s: 60.0, every_s: 10.0, for_s: 2.0 };
    let varying = Scenario { load: Load::Open { rate_per_s: 50.0, shape, gaps: Gaps::Exponential }, ..steady.clone() };
    check(&varying, &steady, Place::Gateway, violation(Place::Merchants, Broken::VaryingLoad));
    assert_eq!(expectation(&varying).arrivals_per_s, Some(52.0), "the rate in the long run");
}

#[test]
fn arrivals_like_a_metronome() {
    let regular = Load::Open { rate_per_s: 50.0, shape: Shape::Constant, gaps: Gaps::Regular };
    let bounded = |load| single(load, Stage { queue_limit: Some(3), ..stage(1, exponential(10.0)) });
    let what = violation(Place::Merchants, Broken::RegularArrivals);
    check(&bounded(regular.clone()), &bounded(poisson(50.0)), Place::Gateway, what);
    // A model of any gaps does not care.
    assert!(!listed(&queue(regular, 1, exponential(10.0)), Some(Place::Gateway), what), "D/M/1 knows them");
}

#[test]
fn service_that_is_not_exponential() {
    let bounded = |service| single(poisson(80.0), Stage { queue_limit: Some(3), ..stage(1, service) });
    let what = violation(Place::Gateway, Broken::ServiceNotExponential);
    check(&bounded(log_normal(10.0)), &bounded(exponential(10.0)), Place::Gateway, what);
    assert!(!listed(&queue(poisson(50.0), 1, log_normal(10.0)), None, what), "M/G/1 takes any service");
    let closed = |service| queue(clients(5, exponential(20.0)), 2, service);
    check(&closed(constant(10.0)), &closed(exponential(10.0)), Place::Gateway, what);
}

#[test]
fn a_bounded_queue() {
    let queue = |queue_limit, service| single(poisson(50.0), Stage { queue_limit, ..stage(1, service) });
    let what = violation(Place::Gateway, Broken::BoundedQueue);
    check(&queue(Some(90), log_normal(10.0)), &queue(None, log_normal(10.0)), Place::Gateway, what);
    assert!(!listed(&queue(Some(90), exponential(10.0)), None, what), "M/M/1/K knows the bound");
    let closed =
        |queue_limit| Scenario { load: clients(9, exponential(20.0)), ..queue(queue_limit, exponential(10.0)) };
    check(&closed(Some(5)), &closed(Some(8)), Place::Gateway, what);
}

#[test]
fn departures_of_a_stage_that_is_not_memoryless() {
    let tandem = |service| two_stages(poisson(60.0), stage(1, service), 1, stage(1, exponential(8.0)));
    let what = violation(Place::Gateway, Broken::Departures);
    check(&tandem(log_normal(8.0)), &tandem(exponential(8.0)), Place::Processor(0), what);
    let endless =
        two_stages(poisson(60.0), Stage { workers: None, ..stage(1, log_normal(8.0)) }, 1, stage(1, exponential(8.0)));
    assert!(!listed(&endless, None, what), "M/G/∞ lets a Poisson stream go");
}

#[test]
fn processors_that_take_turns() {
    let bounded = |policy| {
        let mut scenario = balanced(policy, Vec::new(), exponential(30.0));
        scenario.processors.queue_limit = Some(1);
        scenario
    };
    let what = violation(Place::Balancer, Broken::TakingTurns);
    check(&bounded(Policy::RoundRobin), &bounded(Policy::Random), Place::Processor(1), what);
    let in_turn = balanced(Policy::RoundRobin, Vec::new(), exponential(30.0));
    assert!(!listed(&in_turn, None, what), "GI/M/c takes the gaps of every second");
    let closed =
        |policy| Scenario { load: clients(9, exponential(20.0)), ..balanced(policy, Vec::new(), exponential(30.0)) };
    check(&closed(Policy::RoundRobin), &closed(Policy::Random), Place::Processor(1), what);
}

#[test]
fn turns_by_unequal_weights() {
    let weighted = |policy, weights| balanced(policy, weights, exponential(15.0));
    let what = violation(Place::Balancer, Broken::UnevenTurns);
    let uneven = weighted(Policy::SmoothWeightedRoundRobin, vec![3.0, 2.0]);
    for kept in [
        weighted(Policy::SmoothWeightedRoundRobin, vec![2.0, 2.0]),
        weighted(Policy::WeightedRandom, vec![3.0, 2.0]),
        weighted(Policy::RoundRobin, vec![3.0, 2.0]),
    ] {
        check(&uneven, &kept, Place::Processor(0), what);
    }
    let shares =
        [Place::Processor(0), Place::Processor(1)].map(|place| at(&expectation(&uneven), place).arrivals_per_s);
    assert_eq!(shares.map(|share| share.unwrap().round()), [60.0, 40.0], "by their weights");
}

#[test]
fn a_stage_that_turns_away() {
    let front = |queue_limit| Stage { queue_limit, ..stage(1, exponential(10.0)) };
    let tandem = |queue_limit| two_stages(poisson(80.0), front(queue_limit), 1, stage(1, exponential(8.0)));
    check(&tandem(Some(2)), &tandem(None), Place::Processor(0), violation(Place::Gateway, Broken::TurningAway));
    let flow = at(&expectation(&tandem(Some(2))), Place::Processor(0)).arrivals_per_s.unwrap();
    let let_in = at(&expectation(&tandem(Some(2))), Place::Gateway).throughput_per_s.unwrap();
    assert!((flow - let_in).abs() < 1e-9 && flow < 70.0, "only those let in go on: {flow} of {let_in}");
}

#[test]
fn misses_that_depend_on_the_past() {
    let scenario = |popularity| {
        let plain = queue(poisson(50.0), 4, exponential(10.0));
        let read = Scenario { cache: Cache { capacity: 100, ..plain.cache.clone() }, ..plain.clone() };
        let database = Database { connections: Some(1), indexed_read: exponential(10.0), ..plain.database.clone() };
        with_cards(Scenario { database, ..read }, 1_000, popularity)
    };
    let what = violation(Place::CardManagement, Broken::DependentMisses);
    check(&scenario(Popularity::Zipf { exponent: 1.0 }), &scenario(Popularity::Uniform), Place::Database, what);
}

#[test]
fn workers_held_while_others_wait() {
    let pool = |inner| held(two_stages(poisson(40.0), stage(8, exponential(10.0)), 1, stage(inner, exponential(40.0))));
    let what = violation(Place::Processor(0), Broken::WaitWhileHeld);
    check(&pool(6), &pool(8), Place::Gateway, what);
    let free = Scenario { processing: Processing::Asynchronous, ..pool(6) };
    assert!(!listed(&free, None, what), "nobody is held");
}

fn cached(cache: Cache, popularity: Popularity) -> Vec<Violation> {
    let scenario = with_cards(queue(poisson(50.0), 4, exponential(10.0)), 1_000, popularity);
    expectation(&Scenario { cache, ..scenario }).cache.violated
}

fn lru(capacity: u32, ttl_s: Option<f64>) -> Cache {
    Cache { ttl_s, ..Cache::of(cache::Policy::Lru, capacity) }
}

#[test]
fn entries_that_expire() {
    let what = violation(Place::CardManagement, Broken::EntriesExpire);
    let zipf = Popularity::Zipf { exponent: 0.9 };
    assert!(cached(lru(100, Some(5.0)), zipf.clone()).contains(&what), "with a lifetime");
    assert_eq!(cached(lru(100, None), zipf), [], "without");
}

#[test]
fn favourites_that_move() {
    let what = violation(Place::Merchants, Broken::MovingFavourites);
    let hot = |hot_share| Popularity::HotSet { hot_cards: 50, hot_share, every_s: 20.0 };
    assert!(cached(lru(100, None), hot(0.8)).contains(&what), "they move on");
    assert_eq!(cached(lru(100, None), hot(0.0)), [], "nobody is a favourite");
}

#[test]
fn cards_that_are_stored_after_their_read() {
    let reads = |workers, processing| {
        let scenario = queue(poisson(20.0), 4, exponential(5.0));
        let database = Database { indexed_read: exponential(10.0), ..scenario.database.clone() };
        let card_management = Stage { workers: Some(workers), ..Stage::TRANSPARENT };
        let cache = lru(100, None);
        let scenario = Scenario { database, card_management, processing, cache, ..scenario };
        expectation(&with_cards(scenario, 1_000, Popularity::Uniform)).cache.violated
    };
    let what = violation(Place::Database, Broken::StoredAfterRead);
    assert_eq!(reads(2, Processing::Synchronous), [what], "another may ask meanwhile");
    assert_eq!(reads(1, Processing::Asynchronous), [what], "who reads asks on");
    assert_eq!(reads(1, Processing::Synchronous), [], "one after the other");
}

#[test]
fn cards_that_come_out_of_turn() {
    let scan = |workers| {
        let scenario = queue(poisson(20.0), workers, exponential(5.0));
        expectation(&with_cards(Scenario { cache: lru(100, None), ..scenario }, 101, Popularity::Scan)).cache
    };
    let (apart, in_turn) = (scan(4), scan(1));
    assert_eq!(apart.violated, [violation(Place::Gateway, Broken::Overtaking)], "four workers overtake each other");
    assert!(!apart.exact && in_turn.exact, "one does not");
    assert_eq!(in_turn.violated, [], "one does not");
    assert_eq!(in_turn.hit_ratio, Some(0.0), "each card is the next to go");
}

/// A preset that is exact as it is, with something in it that no model knows of.
fn never_exact(scenario: &Scenario, broken: &[Broken]) {
    let plain = plain();
    assert!(expectation(&plain).violated.is_empty() && known(&expectation(&plain).whole).exact, "exact without it");
    let expectation = expectation(scenario);
    let expected: Vec<Violation> = broken.iter().map(|broken| violation(Place::Merchants, *broken)).collect();
    assert_eq!(expectation.violated, expected, "each is named");
    assert!(!known(&expectation.whole).exact, "and nothing is exact: {:?}", expectation.whole);
    assert!(!known(&station(&expectation, Place::Gateway).answer).exact, "at no place");
    assert!(!expectation.cache.exact, "nor in the cache");
}

/// A check of 50 ms stands in every payment's way, which M/M/c does not know.
#[test]
fn security_is_no_part_of_any_model() {
    let mut secured = plain();
    secured.security.enabled = true;
    never_exact(&secured, &[Broken::Security]);
    secured.security.scoring = false;
    never_exact(&secured, &[Broken::Security]);
}

#[test]
fn answers_that_follow_are_no_part_of_any_model() {
    let mut accepting = plain();
    accepting.follow_up.enabled = true;
    never_exact(&accepting, &[Broken::FollowUp]);
}

#[test]
fn commits_are_no_part_of_any_model() {
    let plain = plain();
    let database = Database { commit: exponential(5.0), ..plain.database.clone() };
    let expectation = expectation(&Scenario { database, ..plain });
    assert_eq!(expectation.violated, [violation(Place::Database, Broken::Commits)], "named, where they happen");
    assert!(!known(&expectation.whole).exact && !expectation.cache.exact, "and nothing is exact");
}

/// Each of them breaks another assumption, and only that.
#[test]
fn what_guards_a_system_breaks_each_its_own_assumption() {
    type Change = fn(&mut Scenario);
    let changes: [(Change, Broken); 9] = [
        (|scenario| scenario.resilience.rate_limit_per_s = Some(1_000.0), Broken::Guards),
        (|scenario| scenario.resilience.circuit_breaker = true, Broken::Guards),
        (|scenario| scenario.overload.attempts_per_processor = Some(50), Broken::Guards),
        (|scenario| scenario.overload.gateway_queue = Discipline::of_tag("codel"), Broken::QueueOrder),
        (|scenario| scenario.overload.database_queue = Discipline::of_tag("adaptive_lifo"), Broken::QueueOrder),
        (|scenario| scenario.overload.deadlines = true, Broken::QueueOrder),
        (|scenario| scenario.overload.priority_share = 0.2, Broken::Priorities),
        (|scenario| scenario.health.active = true, Broken::HealthChecks),
        (|scenario| scenario.scaling.on = true, Broken::Scaling),
    ];
    for (change, broken) in changes {
        let mut scenario = plain();
        scenario.processors.workers = Some(8);
        change(&mut scenario);
        never_exact(&scenario, &[broken]);
    }
}

/// Whatever keeps an answer from coming has a name, and nothing that is exact has any of it.
#[test]
fn every_way_of_not_answering_has_a_name() {
    for preset in switchyard::scenario::PRESETS {
        let (scenario, expectation) = (preset.scenario(), expectation(&preset.scenario()));
        let nameless = expectation.violated.contains(&violation(Place::Merchants, Broken::Unreliable));
        assert!(!nameless, "{}: {:?}", preset.id, expectation.violated);
        if let Answer::Known(known) = &expectation.whole {
            let doubtful = !scenario.answers_always_come();
            assert!(!doubtful || !known.exact && !expectation.violated.is_empty(), "{}", preset.id);
        }
    }
}

/// The presets break what they are known to break, and all have an answer or a reason.
#[test]
fn presets_have_an_answer_or_a_reason() {
    for preset in switchyard::scenario::PRESETS {
        let expectation = expectation(&preset.scenario());
        assert_eq!(expectation.stations.len(), 4 + usize::try_from(preset.scenario().processors.count).unwrap());
        let text = serde_json::to_string(&expectation).unwrap();
        let back: Expectation = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&back.violated).unwrap(), serde_json::to_value(&expectation.violated).unwrap());
        assert_eq!(back.stations.len(), expectation.stations.len(), "{}: there and back", preset.id);
        let exact = match &expectation.whole {
            Answer::Known(known) => known.exact,
            Answer::Unstable(_) | Answer::Unknown(_) => false,
        };
        assert_eq!(exact, ["lru-cache", "serial-server", "mmc"].contains(&preset.id), "{}: exact", preset.id);
        assert!(!exact || expectation.violated.is_empty(), "{}: exact without a flaw", preset.id);
    }
}
