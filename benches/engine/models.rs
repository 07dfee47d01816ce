//! The models that are measured, as scenarios: what a person could load, run with all statistics on.

use std::hint::black_box;
use switchyard::cache::Policy;
use switchyard::experiment::Run;
use switchyard::scenario::{
    Cache, Cards, Channel, ChannelKind, Checked, Concurrency, Database, Discipline, Gaps, HealthChecks, Links, Load,
    Merchant, Outcomes, Overload, Popularity, Preset, Processing, Processors, Resilience, Retry, Safeguards, Scenario,
    Service, Shape, Stage, Timers,
};
use switchyard::units::Instant;

/// Mean service time of M/M/c and the unit of the pipeline's times, in milliseconds.
pub(crate) const UNIT_MS: f64 = 1.0;

/// M/M/c at 80 % load, mean service [`UNIT_MS`]; every later stage takes no time and holds nobody up.
pub(crate) fn mmc(servers: u32) -> Checked {
    checked(station(servers, 0.8))
}

/// The same at another load, its warm-up found and its length such that so many payments come.
pub(crate) fn settling(servers: u32, utilisation: f64, payments: f64) -> Checked {
    let scenario = station(servers, utilisation);
    let seconds = payments * UNIT_MS / 1e3 / (utilisation * f64::from(servers));
    checked(Scenario { warm_up_s: None, duration_s: seconds, ..scenario })
}

fn station(servers: u32, utilisation: f64) -> Scenario {
    let rate = utilisation * f64::from(servers) / UNIT_MS * 1e3;
    let gateway = Stage { workers: Some(servers), queue_limit: None, service: exponential(1.0) };
    Scenario { load: open(rate), gateway, ..transparent() }
}

/// The plain pipeline: gateway M/M/8, round robin over four M/M/4, an exponential channel without queue, a database
/// M/M/2 that every payment reads, every station at 80 % load.
pub(crate) fn pipeline() -> Checked {
    checked(Scenario {
        load: open(10.0 / UNIT_MS * 1e3),
        gateway: Stage { workers: Some(8), queue_limit: None, service: exponential(0.64) },
        processors: processors(4, Some(4), exponential(1.28)),
        channel: channel(exponential(1.0)),
        cache: cache(0),
        database: Database { connections: Some(2), indexed_read: exponential(0.16), ..transparent().database },
        ..transparent()
    })
}

/// The default payment preset.
pub(crate) fn calm_day() -> Checked {
    Preset::find("calm-day").map_or_else(|| checked(Scenario::default()), Preset::checked)
}

/// The default payment system with every safeguard on: timers at every caller, retries, stand-in, lossy links, guards,
/// deadlines, controlled delay. Without those that other payments are made for: hedging, scaling, security, follow-up.
pub(crate) fn safeguards() -> Checked {
    let default = Preset::find("calm-day").map_or_else(Scenario::default, Preset::scenario);
    checked(Scenario {
        merchant: Merchant { timeout_ms: Some(3_000.0), patience_s: Some(20.0), tries: 3, ..Merchant::default() },
        timers: Timers { gateway_ms: Some(2_500.0), processor_ms: Some(2_000.0), channel_ms: Some(1_500.0) },
        retry: Retry { tries: 2, budget: Some(0.2), ..Retry::default() },
        safeguards: Safeguards { forward_delay_s: 1.0, stand_in: true, drop_abandoned: true, ..Safeguards::default() },
        resilience: Resilience {
            rate_limit_per_s: Some(1_000.0),
            concurrency: Concurrency::Fixed { limit: 1_000 },
            circuit_breaker: true,
            outlier_ejection: true,
            ..Resilience::default()
        },
        health: HealthChecks { active: true, ..HealthChecks::default() },
        overload: Overload {
            gateway_queue: Discipline::Codel { target_ms: 5.0, interval_ms: 100.0 },
            deadlines: true,
            ..Overload::default()
        },
        links: Links { merchant_loss: 0.001, processor_loss: 0.001, issuer_loss: 0.001 },
        ..default
    })
}

/// An overload: a thousand payments a second come to a gateway that never lets one go.
pub(crate) fn jam() -> Checked {
    let gateway =
        Stage { workers: Some(1), queue_limit: None, service: Service::Deterministic { mean_ms: 3_600_000.0 } };
    checked(Scenario { gateway, ..transparent() })
}

/// Runs a scenario for so many events and returns how many payments were answered.
pub(crate) fn run(scenario: &Checked, events: u64) -> u64 {
    let mut run = Run::new(scenario, 1);
    run.advance(Instant::NEVER, events);
    let answered = run.network().mark(run.now()).total.tally.completed;
    black_box(run.report());
    answered
}

fn checked(scenario: Scenario) -> Checked {
    scenario.check().unwrap_or_else(|problems| unreachable!("a scenario of the benchmark is wrong: {problems:?}"))
}

/// No stage takes time or holds anybody up; one card, which is always in the cache.
fn transparent() -> Scenario {
    let database =
        Database { connections: None, queue_limit: None, indexed_read: Service::NONE, ..Scenario::default().database };
    Scenario {
        load: open(1_000.0),
        cards: Cards::of(1, Popularity::Scan),
        gateway: Stage::TRANSPARENT,
        processors: processors(1, None, Service::NONE),
        channel: channel(Service::NONE),
        card_management: Stage::TRANSPARENT,
        cache: cache(1),
        database,
        outcomes: Outcomes { business_decline_share: 0.0, technical_decline_share: 0.0 },
        processing: Processing::Asynchronous,
        ..Scenario::default()
    }
}

fn open(rate_per_s: f64) -> Load {
    Load::Open { rate_per_s, shape: Shape::Constant, gaps: Gaps::Exponential }
}

fn exponential(units: f64) -> Service {
    Service::Exponential { mean_ms: units * UNIT_MS }
}

fn processors(count: u32, workers: Option<u32>, service: Service) -> Processors {
    Processors { count, workers, queue_limit: None, service, speeds: Vec::new() }
}

fn channel(delay: Service) -> Channel {
    Channel { kind: ChannelKind::CardNetwork, lines: None, queue_limit: None, delay, answer_delay: Service::NONE }
}

fn cache(capacity: u32) -> Cache {
    Cache::of(Policy::Fifo, capacity)
}
