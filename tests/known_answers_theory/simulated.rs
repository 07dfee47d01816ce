//! Any gaps, any services, several servers: the simulation against an independent one, because no formula is exact.
//!
//! A row that a scenario can express is simulated as one. Erlang gaps are what each of four processors is dealt out of a
//! Poisson stream. Other gaps that are no Poisson stream nor regular have no scenario: they meet a line on the bare engine.
//! The bound is the interval that misses once in a thousand times, and the reference's own on top; the seeds are fixed.

use super::general_laws::ALLEN_CUNNEEN;
use std::collections::VecDeque;
use switchyard::balance::Policy;
use switchyard::engine::{EventQueue, Model, Simulation};
use switchyard::experiment::{Run, State};
use switchyard::math;
use switchyard::payment::Place;
use switchyard::random::{Distribution, Stream};
use switchyard::scenario::{Balancer, Gaps, Load, Preset, Processors, Scenario, Service, Shape, Stage};
use switchyard::stats::Spread;
use switchyard::units::{Instant, Nanos};

/// Mean service of every row.
const SERVICE_MS: f64 = 10.0;
/// How much wider the interval at 99.9 % is than that at 95 %: 3.29 over 1.96 standard errors.
const WIDER: f64 = 1.68;
/// A half-width beyond this share of the wait says little.
const SHARE_MAX: f64 = 0.2;
/// The normal quantile of 0.99, by which a log-normal is written.
const NORMAL_P99: f64 = 2.326_347_874_040_841;

/// A row of the table: arrivals per second, servers, and the simulated wait with its half-width in ms.
fn row(id: &str) -> (f64, u32, [f64; 2]) {
    let row = ALLEN_CUNNEEN.iter().find(|row| row.0 == id).unwrap();
    let (_, [rate_per_s, service_ms], servers, _, _, reference) = *row;
    assert!((service_ms - SERVICE_MS).abs() < 1e-9, "{id}: the service");
    (rate_per_s, servers, reference)
}

/// A measured wait, with its half-width at 99.9 %, agrees with the reference.
fn agrees(id: &str, (wait_ms, half_width_ms): (f64, f64), [reference_ms, known_ms]: [f64; 2]) {
    assert!(half_width_ms < SHARE_MAX * reference_ms, "{id}: {wait_ms} ± {half_width_ms} says little");
    let off = (wait_ms - reference_ms).abs();
    assert!(off <= half_width_ms + known_ms, "{id}: {wait_ms} ± {half_width_ms}, expected {reference_ms} ± {known_ms}");
}

/// The median of a log-normal service of mean 1, and its 99th percentile.
fn log_normal(scv: f64) -> [f64; 2] {
    let variance = math::ln_1p(scv);
    let median = math::exp(-variance / 2.0);
    [median, median * math::exp(NORMAL_P99 * variance.sqrt())]
}

fn log_normal_service(scv: f64) -> Service {
    let [median_ms, p99_ms] = log_normal(scv).map(|times| times * SERVICE_MS);
    Service::LogNormal { median_ms, p99_ms }
}

/// Only the gateway takes time.
fn one_station(id: &str, gaps: Gaps, service: Service) -> Scenario {
    let (rate_per_s, servers, _) = row(id);
    let plain = Preset::find("mmc").map(Preset::scenario).unwrap();
    Scenario {
        load: Load::Open { rate_per_s, shape: Shape::Constant, gaps },
        gateway: Stage { workers: Some(servers), queue_limit: None, service },
        ..plain
    }
}

/// Only four processors take time, and each gets every fourth payment.
fn four_stations(id: &str, service: Service) -> Scenario {
    let (rate_per_s, servers, _) = row(id);
    let plain = Preset::find("mmc").map(Preset::scenario).unwrap();
    let workers = Some(servers);
    Scenario {
        load: Load::Open { rate_per_s: 4.0 * rate_per_s, shape: Shape::Constant, gaps: Gaps::Exponential },
        gateway: Stage::TRANSPARENT,
        balancer: Balancer::of(Policy::RoundRobin),
        processors: Processors { count: 4, workers, queue_limit: None, service, speeds: Vec::new() },
        ..plain
    }
}

/// So many payments come to each of these places, and wait there as long as the reference says.
fn check(id: &str, scenario: Scenario, payments: f64, places: &[Place]) {
    let (rate_per_s, _, reference) = row(id);
    let duration_s = payments / rate_per_s;
    let scenario = Scenario { warm_up_s: Some(duration_s / 20.0), duration_s, ..scenario }.check().unwrap();
    let mut run = Run::new(&scenario, 17);
    while !run.advance(Instant::from_seconds(duration_s), 1_000_000) {}
    let seen = run.places();
    for place in places {
        let wait = seen.iter().find(|one| one.place == place.code()).unwrap().wait_ms;
        assert_eq!(wait.state, State::Steady, "{id} at {}", place.name());
        agrees(id, (wait.mean.unwrap(), WIDER * wait.half_width.unwrap()), reference);
    }
}

#[test]
fn constant_service_agrees() {
    let constant = Service::Deterministic { mean_ms: SERVICE_MS };
    check("A-AC-01", one_station("A-AC-01", Gaps::Exponential, constant.clone()), 200_000.0, &[Place::Gateway]);
    check("A-AC-02", one_station("A-AC-02", Gaps::Exponential, constant), 200_000.0, &[Place::Gateway]);
}

#[test]
fn hyper_exponential_service_agrees() {
    let variable = Service::HyperExponential { mean_ms: SERVICE_MS, scv: 4.0 };
    check("A-AC-03", one_station("A-AC-03", Gaps::Exponential, variable), 400_000.0, &[Place::Gateway]);
}

#[test]
fn log_normal_service_at_nine_tenths_agrees() {
    check("A-AC-04", one_station("A-AC-04", Gaps::Exponential, log_normal_service(2.0)), 600_000.0, &[Place::Gateway]);
}

/// A gamma law whose scv is a half is an Erlang law of two phases.
#[test]
fn gamma_service_at_nine_tenths_agrees() {
    let service = Service::Erlang { mean_ms: SERVICE_MS, shape: 2 };
    check("A-AC-10", one_station("A-AC-10", Gaps::Exponential, service), 400_000.0, &[Place::Gateway]);
}

/// The processors of [`four_stations`].
const FOUR: [Place; 4] = [Place::Processor(0), Place::Processor(1), Place::Processor(2), Place::Processor(3)];

#[test]
fn gaps_dealt_in_turn_agree_under_exponential_service() {
    let service = Service::Exponential { mean_ms: SERVICE_MS };
    check("A-AC-05", four_stations("A-AC-05", service), 150_000.0, &FOUR);
}

#[test]
fn gaps_dealt_in_turn_agree_under_steadier_service() {
    let service = Service::Erlang { mean_ms: SERVICE_MS, shape: 2 };
    check("A-AC-06", four_stations("A-AC-06", service), 150_000.0, &FOUR);
}

#[test]
fn regular_gaps_agree() {
    let scenario = one_station("A-AC-11", Gaps::Regular, log_normal_service(1.0));
    check("A-AC-11", scenario, 200_000.0, &[Place::Gateway]);
}

/// Customers of a line, and those at its start that do not count.
const CUSTOMERS: usize = 600_000;
const WARM_UP: usize = 20_000;
/// Customers of a batch: so many that batches hardly know of each other.
const BATCH: usize = 20_000;

/// A line before several servers, on the bare engine: gaps and services of any law, in milliseconds.
struct Line {
    laws: [Distribution; 2],
    draws: [Stream; 2],
    idle: u32,
    waiting: VecDeque<Instant>,
    waits_ms: Vec<f64>,
}

#[derive(Clone, Copy)]
enum Event {
    Comes,
    Leaves,
}

impl Line {
    fn new([gaps, services]: [Distribution; 2], servers: u32) -> Simulation<Self> {
        let draws = ["gaps", "services"].map(|purpose| Stream::new(23, purpose));
        let mut queue = EventQueue::new();
        queue.after(Nanos::ZERO, Event::Comes);
        let (waiting, waits_ms) = (VecDeque::new(), Vec::with_capacity(CUSTOMERS));
        Simulation::new(Self { laws: [gaps, services], draws, idle: servers, waiting, waits_ms }, queue)
    }

    fn draw(&mut self, which: usize) -> Nanos {
        Nanos::from_millis(self.laws[which].sample(&mut self.draws[which]))
    }

    fn serve(&mut self, waited: Nanos, queue: &mut EventQueue<Event>) {
        self.waits_ms.push(waited.millis());
        queue.after(self.draw(1), Event::Leaves);
    }
}

impl Model for Line {
    type Event = Event;

    fn handle(&mut self, event: Event, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        match event {
            Event::Comes => {
                queue.after(self.draw(0), Event::Comes);
                if self.idle > 0 {
                    self.idle -= 1;
                    self.serve(Nanos::ZERO, queue);
                } else {
                    self.waiting.push_back(now);
                }
            }
            Event::Leaves => match self.waiting.pop_front() {
                Some(since) => self.serve(now.since(since), queue),
                None => self.idle += 1,
            },
        }
    }
}

/// The line waits as long as the reference says; `laws` are gaps and services by their mean in milliseconds.
fn check_line(id: &str, laws: [fn(f64) -> Distribution; 2]) {
    let (rate_per_s, servers, reference) = row(id);
    let [gaps, services] = laws;
    let mut line = Line::new([gaps(1e3 / rate_per_s), services(SERVICE_MS)], servers);
    while line.model.waits_ms.len() < CUSTOMERS {
        line.step().unwrap();
    }
    let batches = line.model.waits_ms[WARM_UP..].chunks_exact(BATCH);
    let means: Vec<f64> = batches.map(|batch| batch.iter().sum::<f64>() / math::count(BATCH)).collect();
    let wait_ms = means.iter().sum::<f64>() / math::count(means.len());
    agrees(id, (wait_ms, Spread::of_independent(&means).unwrap().half_width(0.999)), reference);
}

#[test]
fn gaps_that_vary_more_than_a_poisson_stream_agree() {
    let erlang = |mean| Distribution::Erlang { mean, shape: 4 };
    check_line(
        "A-AC-07",
        [|mean| Distribution::hyper_exponential(mean, 4.0), |mean| Distribution::Exponential { mean }],
    );
    check_line("A-AC-08", [|mean| Distribution::hyper_exponential(mean, 4.0), erlang]);
    let log_normal = |mean: f64| {
        let [median, p99] = log_normal(1.0).map(|times| times * mean);
        Distribution::log_normal(median, p99)
    };
    check_line("A-AC-09", [|mean| Distribution::hyper_exponential(mean, 2.0), log_normal]);
}

#[test]
fn uniform_gaps_and_services_agree() {
    let uniform = |mean: f64| Distribution::Uniform { min: 0.0, max: 2.0 * mean };
    check_line("A-AC-12", [uniform, uniform]);
}
