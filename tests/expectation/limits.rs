//! Where theory has no steady state, or no answer.

use super::*;
use switchyard::balance::Policy;
use switchyard::experiment::{Reason, Unknown};
use switchyard::scenario::Balancer;

fn unknown(place: Place, reason: Reason) -> Answer {
    Answer::Unknown(Unknown { place: place.code(), reason })
}

/// The whole is unstable at this place.
fn overload(scenario: &Scenario, place: Place, offered_per_s: f64, capacity_per_s: f64) {
    let expectation = expectation(scenario);
    for answer in [&expectation.whole, &station(&expectation, place).answer] {
        let Answer::Unstable(excess) = answer else { panic!("{answer:?}") };
        assert_eq!(excess.place, place.code());
        let near = |got: f64, expected: f64| (got / expected - 1.0).abs() < 1e-9;
        assert!(near(excess.offered_per_s, offered_per_s) && near(excess.capacity_per_s, capacity_per_s), "{excess:?}");
    }
    assert_eq!(expectation.whole.figures(), None, "no figure of what has no steady state");
}

#[test]
fn an_overload_names_place_load_and_capacity() {
    overload(&single(poisson(120.0), stage(1, exponential(10.0))), Place::Gateway, 120.0, 100.0);
    overload(&single(poisson(400.0), stage(4, log_normal_of_10())), Place::Gateway, 400.0, 400.0);
    let tandem = two_stages(poisson(90.0), stage(1, exponential(10.0)), 2, stage(1, exponential(25.0)));
    overload(&tandem, Place::Processor(0), 45.0, 40.0);
    let behind = station(&expectation(&reading(tandem, Some(1), exponential(1.0))), Place::Database).answer.clone();
    assert_eq!(behind, unknown(Place::Processor(0), Reason::Overload), "what comes there is not known");
}

fn log_normal_of_10() -> Service {
    // Any law of this mean: the median follows from mean = median exp(sigma^2 / 2).
    let Service::LogNormal { median_ms, p99_ms } = log_normal(10.0) else { panic!("a log-normal") };
    let factor = 10.0 / log_normal(10.0).mean_ms();
    Service::LogNormal { median_ms: median_ms * factor, p99_ms: p99_ms * factor }
}

/// Four workers held 142.75 ms each bear 28 payments a second.
#[test]
fn a_thread_pool_is_overloaded_by_what_lies_behind_it() {
    let pool = Preset::find("thread-pool").unwrap().scenario();
    let hold_ms = station(&expectation(&pool), Place::Gateway).held_ms.unwrap();
    overload(&Scenario { load: poisson(30.0), ..pool }, Place::Gateway, 30.0, 4e3 / hold_ms);
}

#[test]
fn a_bounded_queue_outlives_an_overload() {
    let bounded = Stage { queue_limit: Some(5), ..stage(1, exponential(10.0)) };
    let whole = expectation(&single(poisson(150.0), bounded)).whole;
    let figures = known(&whole).figures;
    assert!(figures.p_block.unwrap() > 0.3 && figures.throughput_per_s.unwrap() < 100.0, "{figures:?}");
}

/// Two workers held at a place that one worker serves: taken alone either would be wrong.
#[test]
fn lines_behind_held_workers_have_no_answer() {
    let pool = |rate| held(two_stages(poisson(rate), stage(2, constant(0.0)), 1, stage(1, exponential(10.0))));
    assert_eq!(expectation(&pool(60.0)).whole, unknown(Place::Processor(0), Reason::HeldInLine));
    overload(&pool(300.0), Place::Processor(0), 300.0, 100.0);
    let closed = Scenario { load: clients(9, exponential(20.0)), ..pool(60.0) };
    assert_eq!(expectation(&closed).whole, unknown(Place::Processor(0), Reason::HeldInLine));
}

/// Who is turned away inside frees the worker early: no hold is the sum of what lies behind it.
#[test]
fn payments_turned_away_inside_a_hold_have_no_answer() {
    let inner = |queue_limit| Stage { queue_limit, ..stage(1, exponential(10.0)) };
    let pool = |queue_limit| held(two_stages(poisson(60.0), Stage::TRANSPARENT, 1, inner(queue_limit)));
    assert_eq!(expectation(&pool(Some(1))).whole, unknown(Place::Processor(0), Reason::LeftEarly));
    assert!(known(&expectation(&pool(None)).whole).exact, "nobody is turned away");
    // A bounded front lets no more in than the overloaded place behind it lets go.
    let mut bounded = held(two_stages(poisson(300.0), stage(4, constant(0.0)), 1, stage(1, exponential(10.0))));
    bounded.gateway.queue_limit = Some(5);
    assert_eq!(expectation(&bounded).whole, unknown(Place::Processor(0), Reason::HeldInLine));
}

/// Cards in turn that are read late: then they are there when their next turn comes.
#[test]
fn late_reads_of_cards_in_turn_have_no_answer() {
    let scan = |connections| {
        let plain = single(poisson(90.0), Stage::TRANSPARENT);
        let database = Database { connections, indexed_read: constant(12.0), ..plain.database.clone() };
        let cache = switchyard::scenario::Cache { capacity: 300, ..plain.cache.clone() };
        let scenario = Scenario { database, cache, ..plain };
        expectation(&with_cards(scenario, 1_000, switchyard::scenario::Popularity::Scan))
    };
    assert_eq!(scan(Some(1)).whole, unknown(Place::CardManagement, Reason::HitRatio));
    assert_eq!(scan(None).cache.hit_ratio, Some(0.0), "read at once");
}

#[test]
fn routing_by_load_has_no_answer_where_it_matters() {
    for policy in [Policy::InverseLoad, Policy::ClientSideWeightedRoundRobin] {
        let scenario = |each: Stage| {
            let scenario = two_stages(poisson(100.0), stage(2, exponential(5.0)), 2, each);
            Scenario { balancer: Balancer::of(policy), ..scenario }
        };
        let queues = expectation(&scenario(stage(1, exponential(10.0))));
        assert_eq!(queues.whole, unknown(Place::Balancer, Reason::RoutingByLoad));
        assert!(known(&station(&queues, Place::Gateway).answer).exact, "the gateway does not care");
        let roomy = expectation(&scenario(Stage { workers: None, ..stage(1, exponential(10.0)) }));
        assert!(known(&roomy.whole).exact, "where nobody waits it does not matter: {roomy:?}");
    }
}

#[test]
fn more_clients_than_theory_counts_have_no_answer() {
    let crowd = single(clients(50_000, exponential(1_000.0)), stage(4, exponential(10.0)));
    assert_eq!(expectation(&crowd).whole, unknown(Place::Merchants, Reason::OutOfRange));
}

#[test]
fn little_holds_everywhere() {
    for preset in switchyard::scenario::PRESETS {
        let expectation = expectation(&preset.scenario());
        for answer in expectation.stations.iter().map(|station| &station.answer) {
            let Some(figures) = answer.figures() else { continue };
            let rate = figures.throughput_per_s.unwrap();
            let inside = rate * figures.response_ms.unwrap() / 1e3;
            let in_system = figures.in_system.unwrap();
            assert!((inside - in_system).abs() <= 1e-9 * in_system.max(1e-9), "{}: L = lambda W", preset.id);
        }
    }
}
