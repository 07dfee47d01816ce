//! What theory says of a scenario: against simulated trials, and which assumptions it finds broken.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[path = "expectation/agreement.rs"]
mod agreement;
#[path = "expectation/assumptions.rs"]
mod assumptions;
#[path = "expectation/cache.rs"]
mod cache;
#[path = "expectation/classes.rs"]
mod classes;
#[path = "expectation/limits.rs"]
mod limits;

use switchyard::experiment::{Answer, Broken, Expectation, Expected, Known, Violation};
use switchyard::payment::Place;
use switchyard::scenario::{
    Cards, Channel, Database, Gaps, Load, Preset, Processing, Processors, Scenario, Service, Shape, Stage,
};

/// The only thing that takes time is the gateway.
fn plain() -> Scenario {
    Preset::find("mmc").map(Preset::scenario).unwrap()
}

fn exponential(mean_ms: f64) -> Service {
    Service::Exponential { mean_ms }
}

fn constant(mean_ms: f64) -> Service {
    Service::Deterministic { mean_ms }
}

/// A log-normal whose 99th percentile is five times its median: of scv 0.61.
fn log_normal(median_ms: f64) -> Service {
    Service::LogNormal { median_ms, p99_ms: 5.0 * median_ms }
}

fn poisson(rate_per_s: f64) -> Load {
    Load::Open { rate_per_s, shape: Shape::Constant, gaps: Gaps::Exponential }
}

fn clients(clients: u32, think: Service) -> Load {
    Load::Closed { clients, think }
}

fn stage(workers: u32, service: Service) -> Stage {
    Stage { workers: Some(workers), queue_limit: None, service }
}

/// One place before nothing.
fn single(load: Load, gateway: Stage) -> Scenario {
    Scenario { load, gateway, ..plain() }
}

/// A gateway and so many processors.
fn two_stages(load: Load, gateway: Stage, count: u32, each: Stage) -> Scenario {
    let Stage { workers, queue_limit, service } = each;
    let processors = Processors { count, workers, queue_limit, service, speeds: Vec::new() };
    Scenario { processors, ..single(load, gateway) }
}

fn expectation(scenario: &Scenario) -> Expectation {
    Expectation::of(&scenario.check().unwrap())
}

fn known(answer: &Answer) -> &Known {
    match answer {
        Answer::Known(known) => known,
        other => panic!("{other:?}"),
    }
}

/// The figures of a place.
fn at(expectation: &Expectation, place: Place) -> Expected {
    known(&station(expectation, place).answer).figures
}

fn station(expectation: &Expectation, place: Place) -> &switchyard::experiment::StationExpectation {
    expectation.stations.iter().find(|station| station.place == place.code()).unwrap()
}

fn violation(place: Place, broken: Broken) -> Violation {
    Violation { place: place.code(), broken }
}

/// A pool of workers that are held until the answer is back.
fn held(scenario: Scenario) -> Scenario {
    Scenario { processing: Processing::Synchronous, ..scenario }
}

/// Every payment reads its card.
fn reading(scenario: Scenario, connections: Option<u32>, indexed_read: Service) -> Scenario {
    let database = Database { connections, indexed_read, ..scenario.database };
    Scenario { database, cache: switchyard::scenario::Cache { capacity: 0, ..scenario.cache }, ..scenario }
}

fn crossing(scenario: Scenario, delay: Service, answer_delay: Service) -> Scenario {
    Scenario { channel: Channel { delay, answer_delay, ..scenario.channel }, ..scenario }
}

fn with_cards(scenario: Scenario, count: u32, popularity: switchyard::scenario::Popularity) -> Scenario {
    Scenario { cards: Cards::of(count, popularity), ..scenario }
}
