//! What is done about queues that grow: their discipline, deadlines, priorities, and bulkheads.

use super::load::SHARE;
use super::problem::Limit;
use super::reader::Reader;
use super::resilience::CONCURRENCY;
use crate::payment::OverloadPlan;
use crate::payment::resilience::codel::CodelSettings;
use crate::units::Nanos;
use serde::Serialize;

/// Range of a time that somebody or everybody waits in a queue.
pub const DELAY_MS: Limit = Limit::new(0.1, 600_000.0, "ms");

/// For how long a queue has to stand before the newest is served first: the interval of Facebook's controlled delay.
const STANDING_MS: f64 = 100.0;

/// What is done about queues that grow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overload {
    /// How the gateway's queue is served.
    pub gateway_queue: Discipline,
    /// How the processors' queues are served.
    pub processor_queue: Discipline,
    /// How the database's queue is served.
    pub database_queue: Discipline,
    /// Work carries the deadline of its merchant and is dropped before it starts once that is over.
    pub deadlines: bool,
    /// Share of the payments that go ahead of the others in every queue; 0 for one class.
    pub priority_share: f64,
    /// Most attempts in flight from the gateway to one processor; `null` for any number.
    pub attempts_per_processor: Option<u32>,
}

/// How a queue is served.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Discipline {
    /// First come, first served.
    FirstInFirstOut,
    /// The same, but what waited too long is dropped while all wait too long: controlled delay, as in folly.
    Codel {
        /// The least delay of an interval that is still fine; twice as much is too long.
        target_ms: f64,
        /// Over which the least delay is taken.
        interval_ms: f64,
    },
    /// The newest first while the queue has not been empty for so long.
    AdaptiveLifo {
        /// For how long.
        standing_ms: f64,
    },
}

impl Default for Overload {
    fn default() -> Self {
        let plain = Discipline::FirstInFirstOut;
        Self {
            gateway_queue: plain,
            processor_queue: plain,
            database_queue: plain,
            deadlines: false,
            priority_share: 0.0,
            attempts_per_processor: None,
        }
    }
}

impl Discipline {
    const TAGS: &'static [&'static str] = &["first_in_first_out", "codel", "adaptive_lifo"];

    /// The discipline of a tag, with its product's numbers.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        let CodelSettings { interval, target } = CodelSettings::default();
        match tag {
            "codel" => Self::Codel { target_ms: target.millis(), interval_ms: interval.millis() },
            "adaptive_lifo" => Self::AdaptiveLifo { standing_ms: STANDING_MS },
            _ => Self::FirstInFirstOut,
        }
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::FirstInFirstOut => "first_in_first_out",
            Self::Codel { .. } => "codel",
            Self::AdaptiveLifo { .. } => "adaptive_lifo",
        }
    }

    fn read(reader: &mut Reader<'_>, name: &'static str) -> Self {
        reader.tagged(name, Self::TAGS, Self::FirstInFirstOut, |tag, reader| match Self::of_tag(tag) {
            Self::FirstInFirstOut => Self::FirstInFirstOut,
            Self::Codel { target_ms, interval_ms } => {
                let interval_ms = reader.number("interval_ms", DELAY_MS, interval_ms);
                let target_ms = reader.number("target_ms", DELAY_MS, target_ms.min(interval_ms));
                if target_ms > interval_ms {
                    let allowed = format!("a number not above interval_ms, which is {interval_ms}");
                    reader.contradiction("target_ms", target_ms.to_string(), allowed);
                }
                Self::Codel { target_ms, interval_ms }
            }
            Self::AdaptiveLifo { standing_ms } => {
                Self::AdaptiveLifo { standing_ms: reader.number("standing_ms", DELAY_MS, standing_ms) }
            }
        })
    }

    fn plan(self) -> crate::payment::Discipline {
        use crate::payment::Discipline as Plan;
        match self {
            Self::FirstInFirstOut => Plan::FirstInFirstOut,
            Self::Codel { target_ms, interval_ms } => {
                let [target, interval] = [target_ms, interval_ms].map(Nanos::from_millis);
                Plan::Codel(CodelSettings { interval, target })
            }
            Self::AdaptiveLifo { standing_ms } => Plan::AdaptiveLifo(Nanos::from_millis(standing_ms)),
        }
    }
}

impl Overload {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("overload", Self::default(), |reader, default| Self {
            gateway_queue: Discipline::read(reader, "gateway_queue"),
            processor_queue: Discipline::read(reader, "processor_queue"),
            database_queue: Discipline::read(reader, "database_queue"),
            deadlines: reader.switch("deadlines", default.deadlines),
            priority_share: reader.number("priority_share", SHARE, default.priority_share),
            attempts_per_processor: reader.whole_or_none("attempts_per_processor", CONCURRENCY, None),
        })
    }

    /// Whether nothing is done.
    #[must_use]
    pub fn is_off(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn plan(&self) -> OverloadPlan {
        OverloadPlan {
            gateway: self.gateway_queue.plan(),
            processors: self.processor_queue.plan(),
            database: self.database_queue.plan(),
            deadlines: self.deadlines,
            priority_share: self.priority_share,
            per_processor: self.attempts_per_processor,
        }
    }
}
