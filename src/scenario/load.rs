//! The load: who sends payments, how often, and with which cards.

use super::problem::Limit;
use super::reader::Reader;
use super::recovery::AMOUNT;
use super::service::Service;
use crate::math;
use crate::payment::ProfilePlan;
use serde::Serialize;

/// Range of an arrival rate.
pub const RATE: Limit = Limit::new(0.001, 1_000_000.0, "payments per second");
/// Range of a number of clients in a closed loop.
pub const CLIENTS: Limit = Limit::new(1.0, 100_000.0, "clients");
/// Range of the times that give an arrival shape its form.
pub const SHAPE_S: Limit = Limit::new(0.1, 86_400.0, "s");
/// Range of a festival's peak, as a multiple of the base rate.
pub const PEAK_FACTOR: Limit = Limit::new(1.0, 100.0, "times the base rate");
/// Range of the number of cards.
pub const CARDS: Limit = Limit::new(1.0, 10_000_000.0, "cards");
/// Range of Zipf's exponent.
pub const ZIPF_EXPONENT: Limit = Limit::new(0.0, 2.0, "");
/// Minor units of a main unit of the currency.
const MINOR: f64 = 100.0;
/// Range of a share.
pub const SHARE: Limit = Limit::new(0.0, 1.0, "");

/// Who sends payments.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Load {
    /// Many independent shoppers: payments arrive whether or not earlier ones were answered.
    Open {
        /// Mean arrival rate; the base rate where the shape varies it.
        rate_per_s: f64,
        /// How the rate varies with time.
        shape: Shape,
        /// How regular the gaps between arrivals are.
        gaps: Gaps,
    },
    /// A fixed number of clients, each of which waits for its answer, thinks, and pays again.
    Closed {
        /// Number of clients.
        clients: u32,
        /// Time from an answer to the next payment of the same client.
        think: Service,
    },
}

/// How the arrival rate varies with time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// The same rate always.
    Constant,
    /// A straight rise (or fall) to another rate, which then stays.
    Ramp {
        /// Rate at the end.
        to_per_s: f64,
        /// How long the change takes.
        over_s: f64,
    },
    /// Bursts at another rate, again and again.
    Burst {
        /// Rate within a burst.
        peak_per_s: f64,
        /// From the start of one burst to the start of the next.
        every_s: f64,
        /// How long a burst lasts.
        for_s: f64,
    },
    /// The hours of a day, the base rate being the day's mean.
    Daily {
        /// How long the day lasts: 86,400 s in truth, shorter to watch it pass.
        day_s: f64,
    },
    /// The rush after a festival's midnight: demand held back, a jump, a slow decay to twice the base rate.
    Festival {
        /// When the rush begins.
        at_s: f64,
        /// Peak as a multiple of the base rate.
        peak_factor: f64,
        /// From the base rate to the peak.
        rise_s: f64,
        /// Time in which the excess halves.
        half_life_s: f64,
    },
}

/// How regular the gaps between arrivals are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gaps {
    /// Independent shoppers: a Poisson process.
    Exponential,
    /// A metronome.
    Regular,
}

/// Which cards pay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cards {
    /// How many cards there are.
    pub count: u32,
    /// How unequal they are.
    pub popularity: Popularity,
    /// Share of the cards that are blocked; their payments are declined (62).
    pub blocked_share: f64,
    /// The greatest amount of a payment in the currency's main unit; one about more is declined (61). `null` for any.
    pub limit: Option<f64>,
    /// Share of the payments whose number belongs to no card, which the issuer declines (14).
    pub unknown_share: f64,
}

/// How the payments are spread over the cards.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Popularity {
    /// Every card equally often.
    Uniform,
    /// Few cards pay often, many seldom: the card of rank r with probability proportional to r to the minus exponent.
    Zipf {
        /// 0 is uniform, 1 the classic law.
        exponent: f64,
    },
    /// A hot set that moves on.
    HotSet {
        /// How many cards are hot at a time.
        hot_cards: u32,
        /// Share of the payments that they make.
        hot_share: f64,
        /// How often the next cards become the hot ones.
        every_s: f64,
    },
    /// One card after the other, and again from the first.
    Scan,
}

impl Load {
    /// The kinds in the order in which they are offered.
    pub const TAGS: &'static [&'static str] = &["open", "closed"];

    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.tagged("load", Self::TAGS, default, |tag, reader| match tag {
            "open" => {
                let rate_per_s = reader.number("rate_per_s", RATE, 100.0);
                let gaps = [("exponential", Gaps::Exponential), ("regular", Gaps::Regular)];
                Self::Open {
                    rate_per_s,
                    shape: Shape::read(reader, rate_per_s),
                    gaps: reader.choice("gaps", &gaps, Gaps::Exponential),
                }
            }
            _ => Self::Closed {
                clients: reader.whole("clients", CLIENTS, 50),
                think: Service::read(reader, "think", Service::Exponential { mean_ms: 1_000.0 }),
            },
        })
    }
}

impl Shape {
    /// The tags in the order in which they are offered.
    pub const TAGS: &'static [&'static str] = &["constant", "ramp", "burst", "daily", "festival"];

    /// The tag of this shape.
    #[must_use]
    pub const fn tag(&self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Ramp { .. } => "ramp",
            Self::Burst { .. } => "burst",
            Self::Daily { .. } => "daily",
            Self::Festival { .. } => "festival",
        }
    }

    /// The shape of a kind with useful numbers around a base rate; `None` for an unknown tag.
    #[must_use]
    pub fn of_kind(tag: &str, rate_per_s: f64) -> Option<Self> {
        Some(match tag {
            "constant" => Self::Constant,
            "ramp" => Self::Ramp { to_per_s: (2.0 * rate_per_s).min(RATE.max), over_s: 60.0 },
            "burst" => Self::Burst { peak_per_s: (3.0 * rate_per_s).min(RATE.max), every_s: 30.0, for_s: 5.0 },
            "daily" => Self::Daily { day_s: 240.0 },
            "festival" => Self::Festival { at_s: 30.0, peak_factor: 5.0, rise_s: 30.0, half_life_s: 60.0 },
            _ => return None,
        })
    }

    fn read(reader: &mut Reader<'_>, rate_per_s: f64) -> Self {
        reader.tagged("shape", Self::TAGS, Self::Constant, |tag, reader| match tag {
            "ramp" => Self::Ramp {
                to_per_s: reader.number("to_per_s", RATE, (2.0 * rate_per_s).min(RATE.max)),
                over_s: reader.number("over_s", SHAPE_S, 60.0),
            },
            "burst" => read_burst(reader, rate_per_s),
            "daily" => Self::Daily { day_s: reader.number("day_s", SHAPE_S, 86_400.0) },
            "festival" => Self::Festival {
                at_s: reader.number("at_s", SHAPE_S, 30.0),
                peak_factor: reader.number("peak_factor", PEAK_FACTOR, 5.0),
                rise_s: reader.number("rise_s", SHAPE_S, 30.0),
                half_life_s: reader.number("half_life_s", SHAPE_S, 600.0),
            },
            _ => Self::Constant,
        })
    }
}

fn read_burst(reader: &mut Reader<'_>, rate_per_s: f64) -> Shape {
    let peak_per_s = reader.number("peak_per_s", RATE, (3.0 * rate_per_s).min(RATE.max));
    let every_s = reader.number("every_s", SHAPE_S, 30.0);
    let for_s = reader.number("for_s", SHAPE_S, (every_s / 6.0).max(SHAPE_S.min));
    if for_s > every_s {
        reader.contradiction("for_s", for_s.to_string(), format!("a number not above every_s, which is {every_s}"));
    }
    Shape::Burst { peak_per_s, every_s, for_s }
}

impl Popularity {
    /// The tags in the order in which they are offered.
    pub const TAGS: &'static [&'static str] = &["uniform", "zipf", "hot_set", "scan"];

    /// The tag of this law.
    #[must_use]
    pub const fn tag(&self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Zipf { .. } => "zipf",
            Self::HotSet { .. } => "hot_set",
            Self::Scan => "scan",
        }
    }

    /// The law of a kind with useful numbers for so many cards; `None` for an unknown tag.
    #[must_use]
    pub fn of_kind(tag: &str, cards: u32) -> Option<Self> {
        Some(match tag {
            "uniform" => Self::Uniform,
            "zipf" => Self::Zipf { exponent: 0.8 },
            "hot_set" => Self::HotSet { hot_cards: (cards / 100).max(1), hot_share: 0.8, every_s: 20.0 },
            "scan" => Self::Scan,
            _ => return None,
        })
    }

    fn read(reader: &mut Reader<'_>, cards: u32, default: Self) -> Self {
        reader.tagged("popularity", Self::TAGS, default, |tag, reader| match tag {
            "uniform" => Self::Uniform,
            "zipf" => Self::Zipf { exponent: reader.number("exponent", ZIPF_EXPONENT, 0.8) },
            "hot_set" => {
                let hot_cards = reader.whole("hot_cards", CARDS, (cards / 100).max(1));
                if hot_cards > cards {
                    let allowed = format!("a whole number not above cards.count, which is {cards}");
                    reader.contradiction("hot_cards", hot_cards.to_string(), allowed);
                }
                Self::HotSet {
                    hot_cards,
                    hot_share: reader.number("hot_share", SHARE, 0.8),
                    every_s: reader.number("every_s", SHAPE_S, 20.0),
                }
            }
            _ => Self::Scan,
        })
    }
}

impl Cards {
    /// So many cards that pay as a law says, none of them blocked, without a limit; every payment names one of them.
    #[must_use]
    pub const fn of(count: u32, popularity: Popularity) -> Self {
        Self { count, popularity, blocked_share: 0.0, limit: None, unknown_share: 0.0 }
    }

    /// What is known of each that decides; `None` where nothing does.
    pub(super) fn profile(&self) -> Option<ProfilePlan> {
        let amount_max = self.limit.map(|limit| math::whole(limit * MINOR));
        let decides = self.blocked_share > 0.0 || amount_max.is_some();
        decides.then_some(ProfilePlan { blocked_share: self.blocked_share, amount_max })
    }

    pub(super) fn read(reader: &mut Reader<'_>, default: Self) -> Self {
        reader.section("cards", default, |reader, default| {
            let count = reader.whole("count", CARDS, default.count);
            Self {
                count,
                popularity: Popularity::read(reader, count, default.popularity),
                blocked_share: reader.number("blocked_share", SHARE, default.blocked_share),
                unknown_share: reader.number("unknown_share", SHARE, default.unknown_share),
                limit: reader.number_or_none("limit", AMOUNT, default.limit),
            }
        })
    }
}
