//! The stages a payment passes: gateway, processors, card management, cache, database.

use super::load::{CARDS, SHARE};
use super::problem::{Limit, plain};
use super::reader::Reader;
use super::service::{MEDIAN_MS, Service, TIME_MS};
use super::writes::{CacheWrite, WRITE_INTERVAL_S};
use crate::cache;
use crate::cache::around::{EarlyRefresh, Lifetimes};
use crate::payment::AroundPlan;
use crate::units::Nanos;
use serde::{Serialize, Serializer};

/// Range of a number of workers, lines or connections.
pub const WORKERS: Limit = Limit::new(1.0, 10_000.0, "workers");
/// Range of a queue limit; 0 means that nothing may wait.
pub const QUEUE: Limit = Limit::new(0.0, 1_000_000.0, "places");
/// Range of the number of processors.
pub const PROCESSORS: Limit = Limit::new(1.0, 16.0, "processors");
/// Range of a processor's speed.
pub const SPEED: Limit = Limit::new(0.01, 100.0, "times the common speed");
/// Range of a cache's capacity.
pub const CAPACITY: Limit = Limit::new(0.0, CARDS.max, "entries");
/// Range of a cache entry's time to live.
pub const TTL_S: Limit = Limit::new(0.001, 86_400.0, "s");
/// Range of the eagerness of reading entries anew; 1 is the published default.
pub const REFRESH_BETA: Limit = Limit::new(0.01, 100.0, "");
/// Range of the time for which a stale entry is served.
pub const STALE_MS: Limit = Limit::new(1.0, 86_400_000.0, "ms");
/// Range of the lifetime of the answer that there is no such card.
pub const ABSENT_MS: Limit = Limit::new(1.0, 86_400_000.0, "ms");
/// Range of the rows of the card table.
pub const ROWS: Limit = Limit::new(1.0, 1_000_000_000.0, "rows");
/// Range of the time that a scan takes for one row.
pub const ROW_NANOS: Limit = Limit::new(1.0, 1_000_000.0, "ns");
/// Range of the objective's availability and of the share that must be in time; a whole one could never be shown.
pub const OBJECTIVE_SHARE: Limit = Limit::new(0.5, 0.999_99, "");

/// A stage with a pool of workers and one queue in front of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stage {
    /// How many payments are worked on at a time; `null` for any number.
    pub workers: Option<u32>,
    /// How many may wait; beyond it a payment is rejected; `null` for any number.
    pub queue_limit: Option<u32>,
    /// Service time of one payment.
    pub service: Service,
}

impl Stage {
    /// A stage that neither takes time nor holds anybody up.
    pub const TRANSPARENT: Self = Self { workers: None, queue_limit: None, service: Service::NONE };

    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, default: Self) -> Self {
        reader.section(name, default, |reader, default| Self {
            workers: reader.whole_or_none("workers", WORKERS, default.workers),
            queue_limit: reader.whole_or_none("queue_limit", QUEUE, default.queue_limit),
            service: Service::read(reader, "service", default.service),
        })
    }
}

/// The processors behind the balancer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Processors {
    /// How many there are.
    pub count: u32,
    /// Workers of each.
    pub workers: Option<u32>,
    /// Places to wait at each.
    pub queue_limit: Option<u32>,
    /// Service time at speed 1.
    pub service: Service,
    /// Speed of each; empty for all 1. A processor of speed 0.5 takes twice the service time.
    pub speeds: Vec<f64>,
}

/// What the card-management system keeps in memory.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cache {
    /// What goes when a place is needed.
    #[serde(serialize_with = "cache_id")]
    pub policy: cache::Policy,
    /// How many cards fit.
    pub capacity: u32,
    /// Age at which an entry no longer counts; `null` for never.
    pub ttl_s: Option<f64>,
    /// Share by which lifetimes are spread evenly around `ttl_s`; `null` where all are equal.
    pub ttl_jitter: Option<f64>,
    /// Eagerness of reading an entry anew before its end, by lot (XFetch); `null` where none is.
    pub refresh_beta: Option<f64>,
    /// Whether a card is read once at a time, and all who miss it meanwhile wait for that answer.
    pub single_flight: bool,
    /// What it has to do with the writing of approvals.
    pub write: CacheWrite,
    /// How long what only it has waits for the background writer.
    pub write_interval_s: f64,
    /// For how long after `ttl_s` an entry is served all the same, while one read in the background renews it; `null` where it
    /// counts no longer at once. An entry at exactly its `ttl_s` is stale, and at exactly `stale_ms` more it is gone.
    pub stale_ms: Option<f64>,
    /// How long the answer that there is no such card is kept; `null` where it is not. At exactly that age it is no longer fresh.
    pub absent_ms: Option<f64>,
}

/// Where the cards are kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Database {
    /// Reads at a time.
    pub connections: Option<u32>,
    /// Reads that may wait for a connection.
    pub queue_limit: Option<u32>,
    /// How a card is found.
    pub access: Access,
    /// Time of a read by key.
    pub indexed_read: Service,
    /// Rows that a full scan visits.
    pub scan_rows: u32,
    /// Time that a full scan takes for one row, in nanoseconds.
    pub scan_row_ns: f64,
    /// Time of the commit of an approval, on a connection as reads are; no time for none.
    pub commit: Service,
}

/// How the database finds a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// By an index: one read by key.
    Indexed,
    /// Without: every row is looked at.
    FullScan,
}

/// Whether a worker waits for the answer of the stage behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Processing {
    /// It is held until the answer is back.
    Synchronous,
    /// It is free as soon as its own work is done.
    Asynchronous,
}

/// What the issuer answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcomes {
    /// Share of payments that the issuer declines for a good reason.
    pub business_decline_share: f64,
    /// Share of payments that fail at the issuer for a technical one.
    pub technical_decline_share: f64,
}

/// What the system promises.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Objective {
    /// Response time within which an answer counts as in time.
    pub response_ms: f64,
    /// Share of the answers that must be in time.
    pub share: f64,
    /// Share of the payments that must get a correct answer at all.
    pub availability: f64,
}

impl Processors {
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.section("processors", default, |reader, default| Self {
            count: reader.whole("count", PROCESSORS, default.count),
            workers: reader.whole_or_none("workers", WORKERS, default.workers),
            queue_limit: reader.whole_or_none("queue_limit", QUEUE, default.queue_limit),
            service: Service::read(reader, "service", default.service),
            speeds: reader.numbers("speeds", SPEED, Limit::new(0.0, PROCESSORS.max, "")),
        })
    }
}

impl Cache {
    /// So many cards under a policy, for ever, and nothing around it.
    #[must_use]
    pub const fn of(policy: cache::Policy, capacity: u32) -> Self {
        Self {
            policy,
            capacity,
            ttl_s: None,
            ttl_jitter: None,
            refresh_beta: None,
            single_flight: false,
            write: CacheWrite::None,
            write_interval_s: 1.0,
            stale_ms: None,
            absent_ms: None,
        }
    }

    /// Whether anything stands around it.
    #[must_use]
    pub const fn is_guarded(&self) -> bool {
        let renewed = self.refresh_beta.is_some() || self.stale_ms.is_some();
        self.single_flight || renewed || self.ttl_jitter.is_some() || self.absent_ms.is_some()
    }

    /// What stands around it, where a read takes so long on average.
    pub(super) fn around(&self, read: Nanos) -> AroundPlan {
        let span = |millis: Option<f64>| millis.map_or(Nanos::ZERO, Nanos::from_millis);
        AroundPlan {
            single_flight: self.single_flight,
            refresh: self.refresh_beta.map(|beta| EarlyRefresh { fetch: read, beta }),
            lifetimes: Lifetimes {
                found: self.ttl_s.map_or(Nanos::MAX, Nanos::from_seconds),
                absent: span(self.absent_ms),
                grace: span(self.stale_ms),
            },
            jitter: self.ttl_jitter.unwrap_or(0.0),
        }
    }

    /// What goes by the lifetime wants one, and the policy `ttl` one that is the same for all.
    fn check(&self, reader: &mut Reader<'_>) {
        if self.policy == cache::Policy::Ttl && self.ttl_s.is_none() {
            let allowed = format!("a number {}, because the policy ttl goes by age", TTL_S.words());
            reader.contradiction("ttl_s", "null".to_owned(), allowed);
        }
        let mut refuse = |name: &str, value: Option<f64>, allowed: &str| {
            if let Some(value) = value {
                reader.contradiction(name, value.to_string(), allowed.to_owned());
            }
        };
        if self.ttl_s.is_none() {
            refuse("ttl_jitter", self.ttl_jitter, "null, because without ttl_s there is no lifetime to spread");
            refuse("refresh_beta", self.refresh_beta, "null, because without ttl_s no entry comes to an end");
            refuse("stale_ms", self.stale_ms, "null, because without ttl_s no entry becomes stale");
        } else if self.policy == cache::Policy::Ttl {
            let allowed = "null, because under the policy ttl entries end in the order in which they were stored";
            refuse("ttl_jitter", self.ttl_jitter, allowed);
            refuse("absent_ms", self.absent_ms, allowed);
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.section("cache", default, |reader, default| {
            let choices: Vec<_> = cache::Policy::online().map(|policy| (policy.id(), policy)).collect();
            let read = Self {
                policy: reader.choice("policy", &choices, default.policy),
                capacity: reader.whole("capacity", CAPACITY, default.capacity),
                ttl_s: reader.number_or_none("ttl_s", TTL_S, default.ttl_s),
                ttl_jitter: reader.number_or_none("ttl_jitter", SHARE, default.ttl_jitter),
                refresh_beta: reader.number_or_none("refresh_beta", REFRESH_BETA, default.refresh_beta),
                single_flight: reader.switch("single_flight", default.single_flight),
                write: reader.choice("write", CacheWrite::CHOICES, default.write),
                write_interval_s: reader.number("write_interval_s", WRITE_INTERVAL_S, default.write_interval_s),
                stale_ms: reader.number_or_none("stale_ms", STALE_MS, default.stale_ms),
                absent_ms: reader.number_or_none("absent_ms", ABSENT_MS, default.absent_ms),
            };
            read.check(reader);
            read
        })
    }
}

impl Database {
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        let access = [("indexed", Access::Indexed), ("full_scan", Access::FullScan)];
        reader.section("database", default, |reader, default| Self {
            connections: reader.whole_or_none("connections", WORKERS, default.connections),
            queue_limit: reader.whole_or_none("queue_limit", QUEUE, default.queue_limit),
            access: reader.choice("access", &access, default.access),
            indexed_read: Service::read(reader, "indexed_read", default.indexed_read),
            scan_rows: reader.whole("scan_rows", ROWS, default.scan_rows),
            scan_row_ns: reader.number("scan_row_ns", ROW_NANOS, default.scan_row_ns),
            commit: Service::read(reader, "commit", default.commit),
        })
    }

    /// The law of one read as the database is set up now.
    #[must_use]
    pub fn read_time(&self) -> Service {
        match self.access {
            Access::Indexed => self.indexed_read.clone(),
            Access::FullScan => Service::Deterministic { mean_ms: self.scan_ms() },
        }
    }

    /// How long a full scan takes.
    #[must_use]
    pub fn scan_ms(&self) -> f64 {
        (f64::from(self.scan_rows) * self.scan_row_ns / 1e6).min(TIME_MS.max)
    }
}

impl Processing {
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        let choices = [("synchronous", Self::Synchronous), ("asynchronous", Self::Asynchronous)];
        reader.choice("processing", &choices, default)
    }
}

impl Outcomes {
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.section("outcomes", default, |reader, default| {
            let business = reader.number("business_decline_share", SHARE, default.business_decline_share);
            let technical = reader.number("technical_decline_share", SHARE, default.technical_decline_share);
            if business + technical > 1.0 {
                let allowed = format!("a number not above {}, what business declines leave", plain(1.0 - business));
                reader.contradiction("technical_decline_share", technical.to_string(), allowed);
            }
            Self { business_decline_share: business, technical_decline_share: technical }
        })
    }
}

impl Objective {
    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.section("objective", default, |reader, default| Self {
            response_ms: reader.number("response_ms", MEDIAN_MS, default.response_ms),
            share: reader.number("share", OBJECTIVE_SHARE, default.share),
            availability: reader.number("availability", OBJECTIVE_SHARE, default.availability),
        })
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn cache_id<S: Serializer>(policy: &cache::Policy, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(policy.id())
}
