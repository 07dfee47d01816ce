//! The exact cases: ordinary scenarios most of whose stages are transparent, and what theory says of them.

use crate::scenario::{Balancer, Cache, Database, Gaps, Load, Preset, Processors, Scenario, Service, Shape, Stage};
use crate::theory::{Demand, Mg1, Mmc, erlang_b};
use crate::{balance, cache};

/// What theory says of a quantity.
pub(super) struct Truth {
    /// The quantity, by its field in the report's metrics.
    pub(super) metric: &'static str,
    pub(super) value: f64,
}

/// A scenario whose exact values are known.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) scenario: fn() -> Scenario,
    /// Simulated seconds of all its runs, thoroughly.
    pub(super) seconds: f64,
    /// How many truths it is known to have.
    pub(super) figures: usize,
    pub(super) truths: fn() -> Vec<Truth>,
}

/// Every exact case.
pub(super) const CASES: &[Case] = &[
    Case {
        name: "M/M/1 at 0.5",
        scenario: || mmc(0.5, 1),
        seconds: 4_000.0,
        figures: 7,
        truths: || mmc_truths(0.5, 1),
    },
    Case {
        name: "M/M/1 at 0.8",
        scenario: || mmc(0.8, 1),
        seconds: 20_000.0,
        figures: 7,
        truths: || mmc_truths(0.8, 1),
    },
    Case {
        name: "M/M/1 at 0.9",
        scenario: || mmc(0.9, 1),
        seconds: 40_000.0,
        figures: 7,
        truths: || mmc_truths(0.9, 1),
    },
    Case {
        name: "M/M/4 at 0.8",
        scenario: || mmc(0.8, 4),
        seconds: 6_000.0,
        figures: 7,
        truths: || mmc_truths(0.8, 4),
    },
    Case {
        name: "M/M/4 at 0.9",
        scenario: || mmc(0.9, 4),
        seconds: 10_000.0,
        figures: 7,
        truths: || mmc_truths(0.9, 4),
    },
    Case {
        name: "M/D/1 at 0.8",
        scenario: || single(80.0, Service::Deterministic { mean_ms: SERVICE_MS }),
        seconds: 4_000.0,
        figures: 2,
        truths: || mg1_truths(80.0, 0.0),
    },
    Case {
        name: "M/H2/1 at 0.6, scv 4",
        scenario: || single(60.0, Service::HyperExponential { mean_ms: SERVICE_MS, scv: 4.0 }),
        seconds: 6_000.0,
        figures: 2,
        truths: || mg1_truths(60.0, 4.0),
    },
    Case {
        name: "M/M/1/10 at 0.9",
        scenario: || bounded(90.0, 1, 9),
        seconds: 4_000.0,
        figures: 4,
        truths: mm1k_truths,
    },
    Case {
        name: "Erlang loss, 6 erlangs on 8 lines",
        scenario: || bounded(600.0, 8, 0),
        seconds: 600.0,
        figures: 4,
        truths: loss_truths,
    },
    Case { name: "Machine repair, 10 clients", scenario: repair, seconds: 30_000.0, figures: 3, truths: repair_truths },
    Case {
        name: "Jackson network of three stations",
        scenario: network,
        seconds: 2_000.0,
        figures: 3,
        truths: network_truths,
    },
];

/// Mean service time of every single station.
const SERVICE_MS: f64 = 10.0;
/// Rate of the network.
const NETWORK_RATE: f64 = 150.0;
/// Clients of the closed loop, and their mean pause.
const CLIENTS: u32 = 10;
const THINK_MS: f64 = 90.0;

/// Poisson arrivals at a gateway and nothing behind it that takes time. The warm-up is found.
fn gateway(rate_per_s: f64, gateway: Stage) -> Scenario {
    let plain = Preset::find("mmc").map(Preset::scenario).unwrap_or_default();
    let load = Load::Open { rate_per_s, shape: Shape::Constant, gaps: Gaps::Exponential };
    Scenario { load, gateway, warm_up_s: None, ..plain }
}

fn mmc(utilisation: f64, servers: u32) -> Scenario {
    let service = Service::Exponential { mean_ms: SERVICE_MS };
    gateway(rate(utilisation, servers), Stage { workers: Some(servers), queue_limit: None, service })
}

fn single(rate_per_s: f64, service: Service) -> Scenario {
    gateway(rate_per_s, Stage { workers: Some(1), queue_limit: None, service })
}

fn bounded(rate_per_s: f64, servers: u32, places: u32) -> Scenario {
    let service = Service::Exponential { mean_ms: SERVICE_MS };
    gateway(rate_per_s, Stage { workers: Some(servers), queue_limit: Some(places), service })
}

fn repair() -> Scenario {
    let load = Load::Closed { clients: CLIENTS, think: Service::Exponential { mean_ms: THINK_MS } };
    Scenario { load, ..mmc(0.5, 1) }
}

/// M/M/4, then one of two M/M/1 by chance, then M/M/2: every payment misses a cache of no entries.
fn network() -> Scenario {
    let exponential = |mean_ms: f64| Service::Exponential { mean_ms };
    let front = Stage { workers: Some(4), queue_limit: None, service: exponential(20.0) };
    let plain = gateway(NETWORK_RATE, front);
    Scenario {
        balancer: Balancer::of(balance::Policy::Random),
        processors: Processors { count: 2, workers: Some(1), service: exponential(10.0), ..plain.processors },
        cache: Cache::of(cache::Policy::Lru, 0),
        database: Database { connections: Some(2), indexed_read: exponential(8.0), ..plain.database },
        ..plain
    }
}

fn rate(utilisation: f64, servers: u32) -> f64 {
    utilisation * f64::from(servers) * 1e3 / SERVICE_MS
}

fn queue(arrival_rate_per_s: f64, service_mean_ms: f64, servers: u32) -> Option<Mmc> {
    Mmc::new(Demand { arrival_rate_per_s, service_mean_ms }, servers).ok()
}

/// Truths of those quantities that theory has.
fn known(values: &[(&'static str, Option<f64>)]) -> Vec<Truth> {
    values.iter().filter_map(|(metric, value)| value.map(|value| Truth { metric, value })).collect()
}

fn mmc_truths(utilisation: f64, servers: u32) -> Vec<Truth> {
    let rate = rate(utilisation, servers);
    let exact = queue(rate, SERVICE_MS, servers);
    let quantile = |share: f64| exact.and_then(|exact| exact.response_quantile_ms(share));
    known(&[
        ("completed_per_s", Some(rate)),
        ("response_ms", exact.map(|exact| exact.means().response_ms)),
        ("p50_ms", quantile(0.5)),
        ("p95_ms", quantile(0.95)),
        ("p99_ms", quantile(0.99)),
        ("availability", Some(1.0)),
        ("in_system", exact.map(|exact| exact.means().in_system)),
    ])
}

fn mg1_truths(arrival_rate_per_s: f64, scv: f64) -> Vec<Truth> {
    let exact = Mg1::new(Demand { arrival_rate_per_s, service_mean_ms: SERVICE_MS }, scv).ok();
    let means = exact.map(|exact| exact.means());
    known(&[("response_ms", means.map(|means| means.response_ms)), ("in_system", means.map(|means| means.in_system))])
}

/// M/M/1/K with K = 10 places and rho = 0.9 (Kleinrock, volume 1, section 3.6): P(n) is proportional to rho^n.
fn mm1k_truths() -> Vec<Truth> {
    let powers: Vec<f64> = (0..=10).scan(1.0, |power, _| Some(std::mem::replace(power, *power * 0.9))).collect();
    let whole: f64 = powers.iter().sum();
    let mean: f64 = powers.iter().zip(0u32..).map(|(power, n)| power * f64::from(n)).sum::<f64>() / whole;
    let accepted = 1.0 - powers[10] / whole;
    known(&[
        ("completed_per_s", Some(90.0 * accepted)),
        ("response_ms", Some(mean / (90.0 * accepted) * 1e3)),
        ("availability", Some(accepted)),
        ("in_system", Some(mean)),
    ])
}

fn loss_truths() -> Vec<Truth> {
    let answered = 1.0 - erlang_b(6.0, 8);
    known(&[
        ("completed_per_s", Some(600.0 * answered)),
        ("response_ms", Some(SERVICE_MS)),
        ("availability", Some(answered)),
        ("in_system", Some(6.0 * answered)),
    ])
}

/// One repairman (Kleinrock, volume 1, section 3.8): P(k at the station) is proportional to N! / (N - k)! (s / z)^k. The
/// response time follows from Little's law for the whole loop, N = X (R + Z).
fn repair_truths() -> Vec<Truth> {
    let step = |weight: &mut f64, k: u32| {
        let now = *weight;
        *weight *= f64::from(CLIENTS - k.min(CLIENTS)) * SERVICE_MS / THINK_MS;
        Some(now)
    };
    let whole: f64 = (0..=CLIENTS).scan(1.0, step).sum();
    let per_s = (1.0 - 1.0 / whole) * 1e3 / SERVICE_MS;
    let response_ms = f64::from(CLIENTS) / per_s * 1e3 - THINK_MS;
    known(&[
        ("completed_per_s", Some(per_s)),
        ("response_ms", Some(response_ms)),
        ("in_system", Some(per_s * response_ms / 1e3)),
    ])
}

/// Stations of a Jackson network behave as if alone (Jackson, "Networks of waiting lines", 1957).
fn network_truths() -> Vec<Truth> {
    let stations = [queue(NETWORK_RATE, 20.0, 4), queue(NETWORK_RATE / 2.0, 10.0, 1), queue(NETWORK_RATE, 8.0, 2)];
    let response_ms: Option<f64> = stations.iter().map(|station| station.map(|one| one.means().response_ms)).sum();
    known(&[
        ("completed_per_s", Some(NETWORK_RATE)),
        ("response_ms", response_ms),
        ("in_system", response_ms.map(|response_ms| NETWORK_RATE * response_ms / 1e3)),
    ])
}

/// A queue whose intervals are put to the test.
pub(super) struct Queue {
    utilisation: f64,
    servers: u32,
    /// Payments of a run, or of each of the first runs of a trial.
    pub(super) payments: f64,
    /// Where a trial goes on until its half-width is this share of the mean; none for runs of that length.
    pub(super) until: Option<f64>,
}

/// The queues of the coverage table. Lengths grow with 1 / (1 - utilisation)^2, the time that a queue remembers.
/// The last one is made of trials: their first runs are short, so that it is the interval that says when to stop.
pub(super) const QUEUES: [Queue; 5] = [
    Queue { utilisation: 0.5, servers: 1, payments: 50_000.0, until: None },
    Queue { utilisation: 0.8, servers: 1, payments: 400_000.0, until: None },
    Queue { utilisation: 0.9, servers: 1, payments: 1_000_000.0, until: None },
    Queue { utilisation: 0.9, servers: 4, payments: 1_000_000.0, until: None },
    Queue { utilisation: 0.8, servers: 1, payments: 5_000.0, until: Some(0.03) },
];

impl Queue {
    pub(super) fn name(&self) -> String {
        let until = self.until.map_or_else(String::new, |share| format!(" until ± {} %", share * 100.0));
        format!("M/M/{} at {}{until}", self.servers, self.utilisation)
    }

    pub(super) fn scenario(&self) -> Scenario {
        Scenario { duration_s: self.seconds(), ..mmc(self.utilisation, self.servers) }
    }

    /// Length of a run.
    pub(super) fn seconds(&self) -> f64 {
        self.payments / rate(self.utilisation, self.servers)
    }

    /// Mean and 95th percentile of the response time in milliseconds.
    pub(super) fn truths(&self) -> Option<[f64; 2]> {
        let exact = queue(rate(self.utilisation, self.servers), SERVICE_MS, self.servers)?;
        Some([exact.means().response_ms, exact.response_quantile_ms(0.95)?])
    }
}
