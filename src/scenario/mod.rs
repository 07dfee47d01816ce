//! What a person configures: everything that determines a run but the seed.
//!
//! A scenario is JSON with `"version": 1`. Every field is optional with a documented default, units stand in the
//! names. [`Scenario::parse`] reports every problem at once; what it accepts is [`Checked`], and a checked scenario
//! always runs. The page, the command line, a link and an embedding page all come through this one door.

mod balancer;
mod build;
mod cautions;
mod channel;
mod channel_cautions;
mod contest;
mod enquiry;
mod faults;
mod fees;
mod follow_up;
mod follow_up_cautions;
mod hanging;
mod hazard;
mod health;
mod incidents;
mod lab;
mod lesson;
mod lessons;
mod link;
mod load;
mod nearest;
mod outlier;
mod overload;
mod places;
mod presets;
mod problem;
mod reader;
mod recovery;
mod resilience;
mod rules;
mod scaling;
mod schema;
mod security;
mod service;
mod stages;
mod together;
mod writes;
mod zones;

pub use balancer::{Balancer, GATEWAYS, StickyBy, TOLD_MS, WEIGHT};
pub use cautions::{Caller, Caution};
pub use channel::{BLOCK_INTERVAL_S, BLOCK_PAYMENTS, BlockSpacing, CONFIRMATIONS, Channel, ChannelKind, RAIL_LIMIT_S};
pub use contest::{
    CONTEST_LOAD, CONTEST_POLICIES, CONTEST_PROCESSORS, CONTEST_SERVICE_MS, ContestSetting, World, refused_parameters,
};
pub use enquiry::{ENQUIRIES, Enquiry};
pub use faults::{FAULT_S, FAULTS, Fault, FaultKind, LASTS_S, TIMES};
pub use fees::{FEE_FIXED, Fee};
pub use follow_up::{DELIVERIES, FollowUp};
pub use hazard::Hazard;
pub use health::{CHECK_S, FAIL_TIMEOUT_S, HealthChecks, IN_ROW, SLOW_START_S};
pub use lab::{LAB_SCV, LAB_SERVERS, LAB_SERVICE_MS, LabSetting, Tail};
pub use lesson::{Knob, Lesson};
pub use link::{Link, LinkError};
pub use load::{
    CARDS, CLIENTS, Cards, Gaps, Load, PEAK_FACTOR, Popularity, RATE, SHAPE_S, SHARE, Shape, ZIPF_EXPONENT,
};
pub use nearest::nearest;
pub use outlier::{DEVIATIONS, Outlier};
pub use overload::{DELAY_MS, Discipline, Overload};
pub use presets::{PRESETS, Preset};
pub use problem::{Limit, Problem};
pub use recovery::{
    AMOUNT, Backoff, FORWARD_S, FORWARD_WAIT_S, Key, Links, Merchant, PATIENCE_S, PAUSE_MS, PER_CARD, Retry,
    Safeguards, TIMER_MS, TRANSMISSIONS, TRIES, Timers,
};
pub use resilience::{BREAKER_CALLS, BREAKER_SHARE, BURST, CONCURRENCY, Concurrency, Resilience};
pub use rules::{CARD_RANGE, CURRENCY, RULES, RoutingRule};
pub use scaling::{BOOT_S, LOOK_S, Scaling, TARGET};
pub use security::{
    AMOUNT_TIMES, MERCHANTS, Measure, PROBES, SEPARATION, Security, THRESHOLD, VELOCITY_S, VELOCITY_TRIES,
};
pub use service::{EMPIRICAL_COUNT, ERLANG_SHAPE, MEDIAN_MS, PARETO_SHAPE, SCV, Service, TIME_MS};
pub use stages::{
    ABSENT_MS, Access, CAPACITY, Cache, Database, OBJECTIVE_SHARE, Objective, Outcomes, PROCESSORS, Processing,
    Processors, QUEUE, REFRESH_BETA, ROW_NANOS, ROWS, SPEED, STALE_MS, Stage, TTL_S, WORKERS,
};
pub use writes::{CacheWrite, WRITE_INTERVAL_S};
pub use zones::{BETWEEN_ZONES_MS, ZONE_PROCESSORS, ZONES, Zone};

use crate::{balance, cache};
use reader::Reader;
use serde::Serialize;
use serde_json::{Map, Value};

/// The schema version that this program writes and reads.
pub const VERSION: u32 = 1;
/// Greatest seed: the largest whole number that JavaScript holds exactly.
pub const SEED_MAX: u64 = 9_007_199_254_740_991;
/// Range of the length of a run.
pub const DURATION_S: Limit = Limit::new(0.001, 31_536_000.0, "s");
/// Range of the warm-up.
pub const WARM_UP_S: Limit = Limit::new(0.0, 31_536_000.0, "s");

/// Longest title.
const TITLE_CHARS: usize = 120;
/// Longest question.
const QUESTION_CHARS: usize = 300;
/// Everything that determines a run but the seed. Fields may hold any value; [`Scenario::check`] judges them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// Schema version.
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// The one question that it asks.
    pub question: String,
    /// Who sends payments, and how often.
    pub load: Load,
    /// With which cards.
    pub cards: Cards,
    /// The front door.
    pub gateway: Stage,
    /// Which processor gets the next payment.
    pub balancer: Balancer,
    /// The processors.
    pub processors: Processors,
    /// The network to the card-management system.
    pub channel: Channel,
    /// The card-management system: its workers look the card up.
    pub card_management: Stage,
    /// What it keeps in memory.
    pub cache: Cache,
    /// Where it reads on a miss.
    pub database: Database,
    /// Whether workers wait for answers.
    pub processing: Processing,
    /// What the issuer answers.
    pub outcomes: Outcomes,
    /// How merchants wait and try again.
    pub merchant: Merchant,
    /// How long each caller waits.
    pub timers: Timers,
    /// What the gateway tries again.
    pub retry: Retry,
    /// What is done about unknown outcomes.
    pub safeguards: Safeguards,
    /// What guards the gateway.
    pub resilience: Resilience,
    /// What is done about queues that grow.
    pub overload: Overload,
    /// How the gateway finds out which processors can be sent anything.
    pub health: HealthChecks,
    /// How the processors' workers follow the load.
    pub scaling: Scaling,
    /// How the gateway asks what became of an attempt.
    pub enquiry: Enquiry,
    /// How answers follow after an acceptance.
    pub follow_up: FollowUp,
    /// Who cheats, and what is done about it.
    pub security: Security,
    /// What is lost on the way.
    pub links: Links,
    /// What goes wrong when.
    pub faults: Vec<Fault>,
    /// What is promised.
    pub objective: Objective,
    /// Time at the start that is simulated but not measured; `null` to find it from what is observed, by MSER-5.
    pub warm_up_s: Option<f64>,
    /// How long a run lasts, warm-up included; the page runs for as long as it is left running.
    pub duration_s: f64,
}

/// A scenario that passed every check, and therefore runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked(Scenario);

impl Checked {
    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.0
    }
}

impl Default for Scenario {
    /// A small payment service provider on a calm day. Service times: research figures for a small provider, all
    /// assumptions of a plausible size but for the database (measured: a read by key on a 2-million-row table, and
    /// 0.18 microseconds a row for a scan).
    fn default() -> Self {
        Self {
            version: VERSION,
            title: String::new(),
            question: String::new(),
            load: Load::Open { rate_per_s: 100.0, shape: Shape::Constant, gaps: Gaps::Exponential },
            cards: Cards::of(10_000, Popularity::Zipf { exponent: 0.8 }),
            gateway: Stage {
                workers: Some(48),
                queue_limit: Some(500),
                service: Service::LogNormal { median_ms: 8.0, p99_ms: 40.0 },
            },
            balancer: Balancer::of(balance::Policy::RoundRobin),
            processors: Processors {
                count: 3,
                workers: Some(12),
                queue_limit: Some(200),
                service: Service::LogNormal { median_ms: 60.0, p99_ms: 400.0 },
                speeds: Vec::new(),
            },
            channel: Channel::default(),
            card_management: Stage {
                workers: Some(16),
                queue_limit: Some(500),
                service: Service::LogNormal { median_ms: 0.5, p99_ms: 2.0 },
            },
            cache: Cache::of(cache::Policy::Lru, 1_000),
            database: Database {
                connections: Some(4),
                queue_limit: Some(500),
                access: Access::Indexed,
                indexed_read: Service::LogNormal { median_ms: 1.0, p99_ms: 5.0 },
                scan_rows: 2_000_000,
                scan_row_ns: 180.0,
                commit: Service::NONE,
            },
            processing: Processing::Synchronous,
            outcomes: Outcomes { business_decline_share: 0.12, technical_decline_share: 0.002 },
            merchant: Merchant::default(),
            timers: Timers::NONE,
            retry: Retry::default(),
            safeguards: Safeguards::default(),
            resilience: Resilience::default(),
            overload: Overload::default(),
            health: HealthChecks::default(),
            scaling: Scaling::default(),
            enquiry: Enquiry::default(),
            follow_up: FollowUp::default(),
            security: Security::default(),
            links: Links::SAFE,
            faults: Vec::new(),
            objective: Objective { response_ms: 800.0, share: 0.99, availability: 0.995 },
            // Long enough for the cache to fill at this rate.
            warm_up_s: Some(15.0),
            duration_s: 75.0,
        }
    }
}

impl Scenario {
    /// Reads a scenario from JSON text.
    ///
    /// # Errors
    /// Every problem found, each with its path, its value and what is allowed.
    pub fn parse(text: &str) -> Result<Checked, Vec<Problem>> {
        match serde_json::from_str(text) {
            Ok(value) => Self::from_value(&value),
            Err(error) => Err(vec![Problem {
                path: format!("line {}, column {}", error.line(), error.column()),
                value: "the text".to_owned(),
                allowed: format!("JSON ({error})"),
            }]),
        }
    }

    /// Reads a scenario from a JSON value.
    ///
    /// # Errors
    /// Every problem found, each with its path, its value and what is allowed.
    pub fn from_value(value: &Value) -> Result<Checked, Vec<Problem>> {
        let Some(fields) = value.as_object() else {
            let allowed = "a JSON object with the fields of a scenario".to_owned();
            return Err(vec![Problem { path: "(whole)".to_owned(), value: value.to_string(), allowed }]);
        };
        let mut problems = Vec::new();
        if let Some(problem) = newer_version(fields) {
            return Err(vec![problem]);
        }
        let scenario = Self::read(Reader::new(fields, &mut problems));
        if problems.is_empty() { Ok(Checked(scenario)) } else { Err(problems) }
    }

    /// Reads a draft as [`Scenario::to_value`] wrote it, with its mistakes: numbers out of range stay as they are, and
    /// what has another kind than it should is the default.
    #[must_use]
    pub fn draft(value: &Value) -> Self {
        let mut problems = Vec::new();
        value.as_object().map_or_else(Self::default, |fields| Self::read(Reader::new(fields, &mut problems)))
    }

    /// Judges a scenario that was put together in memory.
    ///
    /// # Errors
    /// Every problem found, each with its path, its value and what is allowed.
    pub fn check(&self) -> Result<Checked, Vec<Problem>> {
        Self::from_value(&self.to_value())
    }

    /// The scenario as JSON with every field.
    #[must_use]
    pub fn to_value(&self) -> Value {
        // Serialising plain structs into a value in memory cannot fail; null would be refused by the check.
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// The scenario as JSON without the fields that have their default: the form for links and files.
    #[must_use]
    pub fn to_brief_value(&self) -> Value {
        let (Value::Object(mut full), Value::Object(default)) = (self.to_value(), Self::default().to_value()) else {
            return Value::Null;
        };
        for (name, value) in &mut full {
            if name == "load" {
                continue;
            }
            if let (Value::Object(fields), Some(Value::Object(defaults))) = (value, default.get(name)) {
                fields.retain(|field, value| defaults.get(field) != Some(value));
            }
        }
        full.retain(|name, value| {
            name == "version" || (default.get(name) != Some(value) && value.as_object().is_none_or(|o| !o.is_empty()))
        });
        Value::Object(full)
    }

    /// Changes the number of processors; new ones get the weight and speed 1, and charge nothing.
    pub fn set_processor_count(&mut self, count: u32) {
        self.processors.count = count;
        let length = crate::math::index(count);
        for list in [&mut self.balancer.weights, &mut self.processors.speeds] {
            if !list.is_empty() {
                list.resize(length, 1.0);
            }
        }
        if !self.balancer.fees.is_empty() {
            self.balancer.fees.resize(length, Fee::default());
        }
    }

    /// Whether the load varies with time or faults come and go, so that there is no steady state and a run is one observation.
    #[must_use]
    pub fn varies(&self) -> bool {
        matches!(&self.load, Load::Open { shape, .. } if shape.varies()) || !self.faults.is_empty()
    }

    fn read(mut reader: Reader<'_>) -> Self {
        let read = Self::fields(&mut reader);
        read.check_sums(&mut reader);
        reader.finish();
        read
    }

    fn fields(reader: &mut Reader<'_>) -> Self {
        let default = Self::default();
        Self {
            version: reader.whole("version", Limit::new(1.0, 1.0, ""), VERSION),
            title: reader.text("title", TITLE_CHARS),
            question: reader.text("question", QUESTION_CHARS),
            load: Load::read(reader, default.load),
            cards: Cards::read(reader, default.cards),
            gateway: Stage::read(reader, "gateway", default.gateway),
            balancer: Balancer::read(reader, default.balancer),
            processors: Processors::read(reader, default.processors),
            channel: Channel::read(reader, default.channel),
            card_management: Stage::read(reader, "card_management", default.card_management),
            cache: Cache::read(reader, default.cache),
            database: Database::read(reader, default.database),
            processing: Processing::read(reader, default.processing),
            outcomes: Outcomes::read(reader, default.outcomes),
            merchant: Merchant::read(reader),
            timers: Timers::read(reader),
            retry: Retry::read(reader),
            safeguards: Safeguards::read(reader),
            resilience: Resilience::read(reader),
            overload: Overload::read(reader),
            health: HealthChecks::read(reader),
            scaling: Scaling::read(reader),
            enquiry: Enquiry::read(reader),
            follow_up: FollowUp::read(reader),
            security: Security::read(reader),
            links: Links::read(reader),
            faults: reader.list("faults", FAULTS, Fault::read),
            objective: Objective::read(reader, default.objective),
            warm_up_s: reader.number_or_none("warm_up_s", WARM_UP_S, default.warm_up_s),
            duration_s: reader.number("duration_s", DURATION_S, default.duration_s),
        }
    }
}

/// A scenario of a later schema is refused with a sentence instead of a list of unknown fields.
fn newer_version(fields: &Map<String, Value>) -> Option<Problem> {
    let version = fields.get("version")?;
    version.as_f64().filter(|number| *number > f64::from(VERSION))?;
    let allowed = format!("{VERSION}; this scenario was made by a newer Switchyard, open it there");
    Some(Problem { path: "version".to_owned(), value: version.to_string(), allowed })
}
