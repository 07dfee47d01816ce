//! Which model answers which station, and which of its assumptions the station does not keep.

use super::check::{check, demand};
use switchyard::theory::{Assumption, Choice, Clients, Law, Mmc, Moments, Shape, Source, Station, TheoryError};

const EXPONENTIAL: Shape = Shape::Law(Law::Exponential);
const CONSTANT: Shape = Shape::Law(Law::Constant);

/// Four servers of 10 ms with 320 arrivals a second, all exponential.
fn plain() -> Station {
    Station {
        source: Source::Open { rate_per_s: 320.0, gaps: EXPONENTIAL },
        service_mean_ms: 10.0,
        service: EXPONENTIAL,
        servers: Some(4),
        capacity: None,
        broken: Vec::new(),
    }
}

fn expect(station: &Station, model: &str, violated: &[Assumption]) -> Choice {
    let choice = station.choice().unwrap();
    assert_eq!((choice.model, choice.violated.as_slice()), (model, violated), "{station:?}");
    assert_eq!(choice.exact, model != "G/G/c", "{model}: an approximation says so");
    choice
}

#[test]
fn the_most_exact_model_is_chosen() {
    let with_gaps = |gaps| Source::Open { rate_per_s: 320.0, gaps };
    let log_normal = Shape::Moments(Moments::log_normal(2.0));
    let choice = expect(&plain(), "M/M/c", &[]);
    let exact = Mmc::new(demand([320.0, 10.0]), 4).unwrap();
    check("figures", &[choice.figures.throughput_per_s().unwrap()], &[320.0]);
    assert_eq!(choice.figures.percentiles_ms[2], exact.response_quantile_ms(0.99), "its figures are the model's");
    expect(&Station { service: CONSTANT, ..plain() }, "M/D/c", &[]);
    expect(&Station { source: with_gaps(CONSTANT), ..plain() }, "GI/M/c", &[]);
    expect(&Station { service: log_normal, ..plain() }, "G/G/c", &[]);
    expect(&Station { source: with_gaps(log_normal), ..plain() }, "G/G/c", &[]);
    expect(&Station { servers: None, service: log_normal, ..plain() }, "M/G/∞", &[]);
    expect(&Station { service_mean_ms: 2.0, servers: Some(1), service: log_normal, ..plain() }, "M/G/1", &[]);
    expect(&Station { capacity: Some(8), ..plain() }, "M/M/c/K", &[]);
    let loss = expect(&Station { capacity: Some(4), service: log_normal, ..plain() }, "M/G/c/c", &[]);
    assert_eq!(loss.figures.percentiles_ms, [None; 3], "the response is the service, of which only moments are known");
    let clients = Clients { number: 20, think_mean_ms: 50.0 };
    let closed = Source::Closed { clients, think: EXPONENTIAL };
    let choice = expect(&Station { source: closed, ..plain() }, "M/M/c//N", &[]);
    check("twenty clients", &[choice.figures.throughput_per_s().unwrap()], &[316.461_034_6]);
}

#[test]
fn what_a_station_does_not_keep_is_listed() {
    use Assumption::{ExponentialService, ExponentialThink, NoRetries, PoissonArrivals, SteadyLoad, UnlimitedRoom};
    let room = Station { capacity: Some(8), service: CONSTANT, ..plain() };
    expect(&room, "M/M/c/K", &[ExponentialService]);
    let regular = Source::Open { rate_per_s: 320.0, gaps: CONSTANT };
    expect(&Station { source: regular, ..room }, "M/M/c/K", &[PoissonArrivals, ExponentialService]);
    let clients = Clients { number: 20, think_mean_ms: 50.0 };
    let closed = Source::Closed { clients, think: CONSTANT };
    let narrow = Station { source: closed, capacity: Some(19), ..plain() };
    expect(&narrow, "M/M/c//N", &[ExponentialThink, UnlimitedRoom]);
    let broken = vec![NoRetries, SteadyLoad];
    let choice = expect(&Station { broken, ..plain() }, "M/M/c", &[SteadyLoad, NoRetries]);
    assert!(choice.assumptions.is_sorted(), "in one order");
    assert!(choice.violated.iter().all(|violated| !violated.text().is_empty()), "in words");
}

#[test]
fn an_overloaded_station_has_an_answer_only_with_limited_room() {
    let overloaded = Station { servers: Some(3), ..plain() };
    let utilisation = 320.0 * 10.0 / 1e3 / 3.0;
    assert_eq!(overloaded.choice(), Err(TheoryError::Unstable { utilisation }), "unstable");
    let choice = expect(&Station { capacity: Some(10), ..overloaded }, "M/M/c/K", &[]);
    assert!(choice.figures.p_block.unwrap() > 0.06, "what is too much is turned away");
}
