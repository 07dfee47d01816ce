//! What guards the gateway: limits, breakers, ejection and hedges, as the products have them.

use super::load::RATE;
use super::outlier::Outlier;
use super::problem::Limit;
use super::reader::Reader;
use super::recovery::{FORWARD_WAIT_S, TIMER_MS};
use crate::math;
use crate::payment::resilience::circuit_breaker::BreakerSettings;
use crate::payment::resilience::token_bucket::BucketSettings;
use crate::payment::{ConcurrencyPlan, GuardsPlan};
use crate::units::Nanos;
use serde::Serialize;

/// Range of the submissions that may come at once.
pub const BURST: Limit = Limit::new(1.0, 1_000_000.0, "submissions");
/// Range of a fixed limit on concurrency.
pub const CONCURRENCY: Limit = Limit::new(1.0, 100_000.0, "attempts");
/// Range of the calls that a breaker looks at.
pub const BREAKER_CALLS: Limit = Limit::new(1.0, 10_000.0, "calls");
/// Range of the share of failed calls that opens a breaker.
pub const BREAKER_SHARE: Limit = Limit::new(0.01, 1.0, "");

/// What guards the gateway against too much, and against processors that fail.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resilience {
    /// Submissions that may come in a second; `null` for any number.
    pub rate_limit_per_s: Option<f64>,
    /// How many may come at once after a pause.
    pub rate_limit_burst: u32,
    /// Attempts that may be in flight from the gateway.
    pub concurrency: Concurrency,
    /// A circuit breaker for each processor, as resilience4j has it.
    pub circuit_breaker: bool,
    /// Calls of its window, and the least number before anything is decided.
    pub breaker_calls: u32,
    /// Share of failed calls that opens it.
    pub breaker_failure_share: f64,
    /// How long it stays open.
    pub breaker_wait_s: f64,
    /// Processors that fail are ejected for a while, as in Envoy.
    pub outlier_ejection: bool,
    /// With which limits; the defaults are Envoy's.
    pub outlier: Outlier,
    /// Retries of the gateway stop while many attempts fail, as in gRPC.
    pub retry_throttle: bool,
    /// Submissions are turned away by lot while few succeed, as in Envoy.
    pub admission_control: bool,
    /// After this long without an answer a second attempt is sent beside the first; `null` for never.
    pub hedge_ms: Option<f64>,
}

/// A limit on concurrency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Concurrency {
    /// Any number.
    Unlimited,
    /// Always the same.
    Fixed {
        /// How many.
        limit: u32,
    },
    /// One more while all is well, a tenth less after a timeout: Netflix's AIMD.
    Aimd,
    /// By the gradient of the response time: Netflix's second gradient limit.
    Gradient,
    /// By the queue that the response times tell of: Netflix's Vegas.
    Vegas,
    /// By the gradient between the least and the present response time: Envoy's adaptive concurrency.
    Adaptive,
}

impl Default for Resilience {
    /// Nothing guards; the breaker's settings are resilience4j's, where it is on.
    fn default() -> Self {
        let breaker = BreakerSettings::default();
        Self {
            rate_limit_per_s: None,
            rate_limit_burst: 100,
            concurrency: Concurrency::Unlimited,
            circuit_breaker: false,
            breaker_calls: math::id(breaker.window),
            breaker_failure_share: breaker.failure_share,
            breaker_wait_s: breaker.wait.seconds(),
            outlier_ejection: false,
            outlier: Outlier::default(),
            retry_throttle: false,
            admission_control: false,
            hedge_ms: None,
        }
    }
}

impl Concurrency {
    const TAGS: &'static [&'static str] = &["unlimited", "fixed", "aimd", "gradient", "vegas", "adaptive"];

    fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.tagged("concurrency", Self::TAGS, default, |tag, reader| match tag {
            "unlimited" => Self::Unlimited,
            "fixed" => Self::Fixed { limit: reader.whole("limit", CONCURRENCY, 50) },
            "aimd" => Self::Aimd,
            "gradient" => Self::Gradient,
            "vegas" => Self::Vegas,
            _ => Self::Adaptive,
        })
    }

    const fn plan(self) -> Option<ConcurrencyPlan> {
        match self {
            Self::Unlimited => None,
            Self::Fixed { limit } => Some(ConcurrencyPlan::Fixed(limit)),
            Self::Aimd => Some(ConcurrencyPlan::Aimd),
            Self::Gradient => Some(ConcurrencyPlan::Gradient),
            Self::Vegas => Some(ConcurrencyPlan::Vegas),
            Self::Adaptive => Some(ConcurrencyPlan::Adaptive),
        }
    }
}

impl Resilience {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("resilience", Self::default(), |reader, default| Self {
            rate_limit_per_s: reader.number_or_none("rate_limit_per_s", RATE, default.rate_limit_per_s),
            rate_limit_burst: reader.whole("rate_limit_burst", BURST, default.rate_limit_burst),
            concurrency: Concurrency::read(reader, default.concurrency),
            circuit_breaker: reader.switch("circuit_breaker", default.circuit_breaker),
            breaker_calls: reader.whole("breaker_calls", BREAKER_CALLS, default.breaker_calls),
            breaker_failure_share: reader.number("breaker_failure_share", BREAKER_SHARE, default.breaker_failure_share),
            breaker_wait_s: reader.number("breaker_wait_s", FORWARD_WAIT_S, default.breaker_wait_s),
            outlier_ejection: reader.switch("outlier_ejection", default.outlier_ejection),
            outlier: Outlier::read(reader),
            retry_throttle: reader.switch("retry_throttle", default.retry_throttle),
            admission_control: reader.switch("admission_control", default.admission_control),
            hedge_ms: reader.number_or_none("hedge_ms", TIMER_MS, default.hedge_ms),
        })
    }

    /// Whether nothing guards.
    #[must_use]
    pub fn is_off(&self) -> bool {
        let limits = self.rate_limit_per_s.is_some() || self.concurrency != Concurrency::Unlimited;
        let guards = self.circuit_breaker || self.outlier_ejection || self.retry_throttle || self.admission_control;
        !limits && !guards && self.hedge_ms.is_none()
    }

    pub(super) fn plan(&self) -> GuardsPlan {
        let calls = math::index(self.breaker_calls);
        let breaker = BreakerSettings {
            window: calls,
            least_calls: calls,
            failure_share: self.breaker_failure_share,
            wait: Nanos::from_seconds(self.breaker_wait_s),
            ..BreakerSettings::default()
        };
        let bucket = |rate_per_s: f64| BucketSettings {
            most: u64::from(self.rate_limit_burst),
            fill: 1,
            interval: Nanos::new(math::whole(1e9 / rate_per_s).max(1)),
        };
        GuardsPlan {
            rate_limit: self.rate_limit_per_s.map(bucket),
            concurrency: self.concurrency.plan(),
            breaker: self.circuit_breaker.then_some(breaker),
            ejection: self.outlier_ejection.then(|| self.outlier.plan()),
            throttle: self.retry_throttle,
            admission: self.admission_control,
            hedge: self.hedge_ms.map(Nanos::from_millis),
        }
    }
}
