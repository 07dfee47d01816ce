//! Service times and delays as a person writes them: a tagged object with its unit in the field's name.

use super::problem::Limit;
use super::reader::Reader;
use crate::random::Distribution;
use serde::Serialize;

/// Range of a time in milliseconds: up to an hour, so that arithmetic in nanoseconds never overflows.
pub const TIME_MS: Limit = Limit::new(0.0, 3_600_000.0, "ms");
/// Range of a median, which needs a logarithm and therefore is not zero.
pub const MEDIAN_MS: Limit = Limit::new(0.000_001, 3_600_000.0, "ms");
/// Range of the number of phases of an Erlang law.
pub const ERLANG_SHAPE: Limit = Limit::new(1.0, 64.0, "phases");
/// Range of a hyper-exponential's squared coefficient of variation.
pub const SCV: Limit = Limit::new(1.0, 100.0, "");
/// Range of a Pareto law's tail exponent.
pub const PARETO_SHAPE: Limit = Limit::new(0.5, 20.0, "");
/// How many measured values an empirical law may hold.
pub const EMPIRICAL_COUNT: Limit = Limit::new(1.0, 10_000.0, "");

const NANOS_PER_MILLI: f64 = 1e6;

/// The law of a service time or a delay.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Always the same time; zero makes a stage transparent.
    Deterministic {
        /// The time.
        mean_ms: f64,
    },
    /// Memoryless: the law of most textbook formulas.
    Exponential {
        /// Mean.
        mean_ms: f64,
    },
    /// The sum of several exponentials: steadier than one.
    Erlang {
        /// Mean of the sum.
        mean_ms: f64,
        /// Number of phases.
        shape: u32,
    },
    /// The usual shape of hosts and networks, by what a monitor shows of them.
    LogNormal {
        /// Half of the times are shorter.
        median_ms: f64,
        /// One of a hundred is longer.
        p99_ms: f64,
    },
    /// Mostly short, sometimes long.
    HyperExponential {
        /// Mean of all.
        mean_ms: f64,
        /// Squared coefficient of variation, at least 1.
        scv: f64,
    },
    /// Any time between two bounds.
    Uniform {
        /// Shortest time.
        min_ms: f64,
        /// Longest time.
        max_ms: f64,
    },
    /// A heavy tail that ends at a cap.
    Pareto {
        /// Shortest time.
        min_ms: f64,
        /// Tail exponent: the smaller, the heavier.
        shape: f64,
        /// Longest time; what would be longer counts as this.
        cap_ms: f64,
    },
    /// One of the measured times, each equally likely.
    Empirical {
        /// The measured times.
        values_ms: Vec<f64>,
    },
}

impl Service {
    /// The tags in the order in which they are offered.
    pub const TAGS: &'static [&'static str] = &[
        "deterministic",
        "exponential",
        "erlang",
        "log_normal",
        "hyper_exponential",
        "uniform",
        "pareto",
        "empirical",
    ];

    /// No time at all.
    pub const NONE: Self = Self::Deterministic { mean_ms: 0.0 };

    /// The tag of this law.
    #[must_use]
    pub const fn tag(&self) -> &'static str {
        match self {
            Self::Deterministic { .. } => "deterministic",
            Self::Exponential { .. } => "exponential",
            Self::Erlang { .. } => "erlang",
            Self::LogNormal { .. } => "log_normal",
            Self::HyperExponential { .. } => "hyper_exponential",
            Self::Uniform { .. } => "uniform",
            Self::Pareto { .. } => "pareto",
            Self::Empirical { .. } => "empirical",
        }
    }

    /// A law of another kind with, as far as its form allows, the same mean; `None` for an unknown tag.
    #[must_use]
    pub fn with_tag(&self, tag: &str) -> Option<Self> {
        let mean_ms = self.mean_ms();
        let positive = mean_ms.max(0.001);
        Some(match tag {
            "deterministic" => Self::Deterministic { mean_ms },
            "exponential" => Self::Exponential { mean_ms },
            "erlang" => Self::Erlang { mean_ms, shape: 4 },
            // A p99 of three times the median has its mean about a ninth above the median.
            "log_normal" => Self::LogNormal { median_ms: positive * 0.9, p99_ms: positive * 2.7 },
            "hyper_exponential" => Self::HyperExponential { mean_ms, scv: 4.0 },
            "uniform" => Self::Uniform { min_ms: 0.0, max_ms: 2.0 * mean_ms },
            // With exponent 2 the mean of an uncapped law is twice its least value.
            "pareto" => Self::Pareto { min_ms: positive / 2.0, shape: 2.0, cap_ms: positive * 100.0 },
            "empirical" => Self::Empirical { values_ms: vec![mean_ms / 2.0, mean_ms, mean_ms, mean_ms * 1.5] },
            _ => return None,
        })
    }

    /// The exact mean.
    #[must_use]
    pub fn mean_ms(&self) -> f64 {
        self.law().mean() / NANOS_PER_MILLI
    }

    /// The exact squared coefficient of variation.
    #[must_use]
    pub fn scv(&self) -> f64 {
        self.law().scv()
    }

    /// The law that the simulation draws from, in nanoseconds.
    #[must_use]
    pub(super) fn law(&self) -> Distribution {
        let nanos = |millis: f64| millis * NANOS_PER_MILLI;
        match self {
            Self::Deterministic { mean_ms } => Distribution::Constant(nanos(*mean_ms)),
            Self::Exponential { mean_ms } => Distribution::Exponential { mean: nanos(*mean_ms) },
            Self::Erlang { mean_ms, shape } => Distribution::Erlang { mean: nanos(*mean_ms), shape: *shape },
            Self::LogNormal { median_ms, p99_ms } => Distribution::log_normal(nanos(*median_ms), nanos(*p99_ms)),
            Self::HyperExponential { mean_ms, scv } => Distribution::hyper_exponential(nanos(*mean_ms), *scv),
            Self::Uniform { min_ms, max_ms } => Distribution::Uniform { min: nanos(*min_ms), max: nanos(*max_ms) },
            Self::Pareto { min_ms, shape, cap_ms } => {
                Distribution::Pareto { min: nanos(*min_ms), shape: *shape, cap: nanos(*cap_ms) }
            }
            Self::Empirical { values_ms } => Distribution::Empirical(values_ms.iter().map(|ms| nanos(*ms)).collect()),
        }
    }

    /// Reads a law from the field `name`.
    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, default: Self) -> Self {
        reader.tagged(name, Self::TAGS, default, |tag, reader| match tag {
            "deterministic" => Self::Deterministic { mean_ms: reader.number("mean_ms", TIME_MS, 0.0) },
            "exponential" => Self::Exponential { mean_ms: reader.number("mean_ms", TIME_MS, 10.0) },
            "erlang" => Self::Erlang {
                mean_ms: reader.number("mean_ms", TIME_MS, 10.0),
                shape: reader.whole("shape", ERLANG_SHAPE, 4),
            },
            "log_normal" => read_log_normal(reader),
            "hyper_exponential" => Self::HyperExponential {
                mean_ms: reader.number("mean_ms", TIME_MS, 10.0),
                scv: reader.number("scv", SCV, 4.0),
            },
            "uniform" => read_uniform(reader),
            "pareto" => read_pareto(reader),
            _ => read_empirical(reader),
        })
    }
}

fn read_log_normal(reader: &mut Reader<'_>) -> Service {
    let median_ms = reader.number("median_ms", MEDIAN_MS, 10.0);
    let p99_ms = reader.number("p99_ms", MEDIAN_MS, 5.0 * median_ms);
    if p99_ms < median_ms {
        reader.contradiction(
            "p99_ms",
            p99_ms.to_string(),
            format!("a number not below median_ms, which is {median_ms}"),
        );
    }
    Service::LogNormal { median_ms, p99_ms }
}

fn read_uniform(reader: &mut Reader<'_>) -> Service {
    let min_ms = reader.number("min_ms", TIME_MS, 0.0);
    let max_ms = reader.number("max_ms", TIME_MS, (2.0 * min_ms).max(10.0));
    if max_ms < min_ms {
        reader.contradiction("max_ms", max_ms.to_string(), format!("a number not below min_ms, which is {min_ms}"));
    }
    Service::Uniform { min_ms, max_ms }
}

fn read_pareto(reader: &mut Reader<'_>) -> Service {
    let min_ms = reader.number("min_ms", MEDIAN_MS, 5.0);
    let shape = reader.number("shape", PARETO_SHAPE, 2.0);
    let cap_ms = reader.number("cap_ms", MEDIAN_MS, (100.0 * min_ms).min(MEDIAN_MS.max));
    if cap_ms < min_ms {
        reader.contradiction("cap_ms", cap_ms.to_string(), format!("a number not below min_ms, which is {min_ms}"));
    }
    Service::Pareto { min_ms, shape, cap_ms }
}

fn read_empirical(reader: &mut Reader<'_>) -> Service {
    let values_ms = reader.numbers("values_ms", TIME_MS, EMPIRICAL_COUNT);
    if values_ms.is_empty() {
        reader.contradiction("values_ms", "[]".to_owned(), "at least one measured time in ms".to_owned());
    }
    Service::Empirical { values_ms }
}
