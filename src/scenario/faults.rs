//! The fault script: what goes wrong where, from when and for how long.

use super::load::SHARE;
use super::problem::Limit;
use super::reader::Reader;
use super::security::PROBES;
use super::stages::Database;
use crate::payment::{self, FaultPlan, Place};
use crate::units::{Instant, Nanos};
use serde::{Serialize, Serializer};

/// Range of the start and of the duration of a fault.
pub const FAULT_S: Limit = Limit::new(0.0, 31_536_000.0, "s");
/// Range of how many times as long work takes.
pub const TIMES: Limit = Limit::new(0.01, 1_000.0, "times as long");
/// How many faults a script may have.
pub const FAULTS: usize = 32;

/// How long a fault lasts if nothing is said, in seconds.
pub const LASTS_S: f64 = 30.0;

/// Something that goes wrong for a while.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// At which place; kinds that are about one place alone ignore it.
    #[serde(serialize_with = "place_id")]
    pub place: Place,
    /// When it begins.
    pub start_s: f64,
    /// How long it lasts.
    pub duration_s: f64,
}

/// The ways in which things go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Work that begins takes longer, and nothing else tells: a grey failure.
    Slow {
        /// So many times as long.
        times: f64,
    },
    /// Whatever comes is refused at once.
    Down,
    /// Whatever comes vanishes without an answer.
    Silent,
    /// A share of the work fails.
    Errors {
        /// The share.
        share: f64,
    },
    /// A share of the messages between the place and whoever calls it is lost, each way.
    Loss {
        /// The share.
        share: f64,
    },
    /// A processor's certificate expires: new connections fail, existing ones live until they are recycled.
    Certificate {
        /// Within this time all connections are recycled.
        recycle_s: f64,
    },
    /// A share of the workers is left, at least one.
    Capacity {
        /// The share.
        share: f64,
    },
    /// The cache is emptied when the fault begins.
    CacheFlush,
    /// The database reads by full scan.
    IndexLost,
    /// Somebody tries out card numbers with small amounts, at the first merchant.
    CardTesting {
        /// Probes per second.
        rate_per_s: f64,
        /// Share of the probes whose number exists.
        valid_share: f64,
    },
}

impl FaultKind {
    /// The tags, in the order in which they are offered.
    pub const TAGS: &'static [&'static str] = &[
        "slow",
        "down",
        "silent",
        "errors",
        "loss",
        "certificate",
        "capacity",
        "cache_flush",
        "index_lost",
        "card_testing",
    ];

    /// The kind of a tag with its usual numbers; [`FaultKind::IndexLost`] for any other word.
    #[must_use]
    pub fn usual(tag: &str) -> Self {
        match tag {
            "slow" => Self::Slow { times: 20.0 },
            "down" => Self::Down,
            "silent" => Self::Silent,
            "errors" => Self::Errors { share: 0.5 },
            "loss" => Self::Loss { share: 0.5 },
            "certificate" => Self::Certificate { recycle_s: 300.0 },
            "capacity" => Self::Capacity { share: 0.65 },
            "cache_flush" => Self::CacheFlush,
            "card_testing" => Self::CardTesting { rate_per_s: 200.0, valid_share: 0.02 },
            _ => Self::IndexLost,
        }
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Slow { .. } => "slow",
            Self::Down => "down",
            Self::Silent => "silent",
            Self::Errors { .. } => "errors",
            Self::Loss { .. } => "loss",
            Self::Certificate { .. } => "certificate",
            Self::Capacity { .. } => "capacity",
            Self::CacheFlush => "cache_flush",
            Self::IndexLost => "index_lost",
            Self::CardTesting { .. } => "card_testing",
        }
    }

    fn read(tag: &str, reader: &mut Reader<'_>) -> Self {
        match Self::usual(tag) {
            Self::Slow { times } => Self::Slow { times: reader.number("times", TIMES, times) },
            Self::Errors { share } => Self::Errors { share: reader.number("share", SHARE, share) },
            Self::Loss { share } => Self::Loss { share: reader.number("share", SHARE, share) },
            Self::Certificate { recycle_s } => {
                Self::Certificate { recycle_s: reader.number("recycle_s", FAULT_S, recycle_s) }
            }
            Self::Capacity { share } => Self::Capacity { share: reader.number("share", SHARE, share) },
            Self::CardTesting { rate_per_s, valid_share } => Self::CardTesting {
                rate_per_s: reader.number("rate_per_s", PROBES, rate_per_s),
                valid_share: reader.number("valid_share", SHARE, valid_share),
            },
            plain => plain,
        }
    }

    /// The place where it happens if nothing is said.
    #[must_use]
    pub const fn usual_place(self) -> Place {
        match self {
            Self::CacheFlush => Place::CardManagement,
            Self::IndexLost => Place::Database,
            Self::CardTesting { .. } => Place::Gateway,
            _ => Place::Processor(0),
        }
    }

    /// Whether it can happen at a place. Nothing happens at places without a queue.
    #[must_use]
    pub fn suits(self, place: Place) -> bool {
        let processor = matches!(place, Place::Processor(_));
        match self {
            _ if matches!(place, Place::Merchants | Place::Balancer) => false,
            Self::Certificate { .. } => processor,
            Self::CacheFlush => place == Place::CardManagement,
            Self::IndexLost => place == Place::Database,
            Self::CardTesting { .. } => place == Place::Gateway,
            Self::Errors { .. } => processor || matches!(place, Place::CardManagement | Place::RiskCheck),
            Self::Loss { .. } => processor || matches!(place, Place::Gateway | Place::Channel | Place::CardManagement),
            // A read that never ends would hold its worker for ever; whoever calls the issuer has a timer for that.
            Self::Silent => place != Place::Database,
            Self::Slow { .. } | Self::Down | Self::Capacity { .. } => true,
        }
    }

    /// Where it can happen, in words.
    const fn places_allowed(self) -> &'static str {
        match self {
            Self::Certificate { .. } => "a processor",
            Self::CacheFlush => "card_management",
            Self::IndexLost => "database",
            Self::CardTesting { .. } => "gateway",
            Self::Errors { .. } => "a processor, card_management or risk_check",
            Self::Loss { .. } => "gateway, a processor, channel or card_management",
            Self::Silent => "any place but database; its silence is that of card_management",
            Self::Slow { .. } | Self::Down | Self::Capacity { .. } => "any place",
        }
    }
}

impl Fault {
    /// A fault at a place.
    #[must_use]
    pub const fn new(kind: FaultKind, place: Place, start_s: f64, duration_s: f64) -> Self {
        Self { kind, place, start_s, duration_s }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let kind = reader.tagged("kind", FaultKind::TAGS, FaultKind::usual("slow"), FaultKind::read);
        let place = reader.choice("place", &places(), kind.usual_place());
        if !kind.suits(place) {
            reader.contradiction("place", format!("{:?}", word(place)), kind.places_allowed().to_owned());
        }
        Self {
            kind,
            place,
            start_s: reader.number("start_s", FAULT_S, 0.0),
            duration_s: reader.number("duration_s", FAULT_S, LASTS_S),
        }
    }

    /// Whether somebody attacks, and nothing of ours is broken.
    #[must_use]
    pub const fn is_attack(&self) -> bool {
        matches!(self.kind, FaultKind::CardTesting { .. })
    }

    /// The word of its place in a file.
    #[must_use]
    pub fn place_word(&self) -> &'static str {
        word(self.place)
    }

    /// The place of a word.
    #[must_use]
    pub fn place_of(word: &str) -> Option<Place> {
        places().into_iter().find(|(id, _)| *id == word).map(|(_, place)| place)
    }

    /// When it is over, in seconds.
    #[must_use]
    pub fn end_s(&self) -> f64 {
        self.start_s + self.duration_s
    }

    /// Whether it stands at an instant in simulated seconds.
    #[must_use]
    pub fn stands(&self, now_s: f64) -> bool {
        (self.start_s..self.end_s()).contains(&now_s)
    }

    pub(super) fn plan(&self, database: &Database) -> FaultPlan {
        let kind = match self.kind {
            FaultKind::Slow { times } => payment::Fault::Slow(times),
            FaultKind::Down => payment::Fault::Down,
            FaultKind::Silent => payment::Fault::Silent,
            FaultKind::Errors { share } => payment::Fault::Errors(share),
            FaultKind::Loss { share } => payment::Fault::Loss(share),
            FaultKind::Certificate { recycle_s } => payment::Fault::Certificate(Nanos::from_seconds(recycle_s)),
            FaultKind::Capacity { share } => payment::Fault::Capacity(share),
            FaultKind::CacheFlush => payment::Fault::Flush,
            FaultKind::CardTesting { rate_per_s, valid_share } => {
                payment::Fault::CardTesting { rate_per_s, valid_share }
            }
            FaultKind::IndexLost => payment::Fault::IndexLost(Nanos::from_millis(database.scan_ms())),
        };
        let place = self.place;
        let (from, until) = (Instant::from_seconds(self.start_s), Instant::from_seconds(self.end_s()));
        FaultPlan { kind, place, from, until }
    }
}

/// Every place with a queue, by its word.
fn places() -> Vec<(&'static str, Place)> {
    let processors = PROCESSOR_WORDS.iter().zip(0..).map(|(word, number)| (*word, Place::Processor(number)));
    let fixed =
        [Place::Gateway, Place::Channel, Place::CardManagement, Place::Database].map(|place| (word(place), place));
    let controls = [Place::RiskCheck, Place::TokenVault, Place::SecurityModule].map(|place| (word(place), place));
    fixed.into_iter().chain(processors).chain(controls).collect()
}

const PROCESSOR_WORDS: [&str; 16] = [
    "processor_1",
    "processor_2",
    "processor_3",
    "processor_4",
    "processor_5",
    "processor_6",
    "processor_7",
    "processor_8",
    "processor_9",
    "processor_10",
    "processor_11",
    "processor_12",
    "processor_13",
    "processor_14",
    "processor_15",
    "processor_16",
];

/// The word of a place in a file; processors count from 1.
fn word(place: Place) -> &'static str {
    match place {
        Place::Gateway => "gateway",
        Place::Channel => "channel",
        Place::CardManagement => "card_management",
        Place::Database => "database",
        Place::Processor(number) => PROCESSOR_WORDS.get(usize::from(number)).copied().unwrap_or("processor"),
        Place::Merchants => "merchants",
        Place::Balancer => "balancer",
        Place::RiskCheck => "risk_check",
        Place::TokenVault => "token_vault",
        Place::SecurityModule => "security_module",
        Place::Forwarders => "forwarders",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn place_id<S: Serializer>(place: &Place, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(word(*place))
}
