//! Made-up traces with the same keys in any language: after the weight table all is integer arithmetic.
//!
//! Weights of ranks are whole numbers, r^-s times 2^32 rounded, so that the last digit of a power function does not
//! matter; draws are outputs of SplitMix64 modulo their sum. Keys count from 1.

use super::Trace;
use crate::math;

/// 2^32, by which the weights are scaled before they are rounded.
const WEIGHT_SCALE: f64 = 4_294_967_296.0;

/// Independent requests, key r with probability proportional to r^-exponent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zipf {
    /// How many keys there are to ask for.
    pub keys: u32,
    /// From 0, all alike, to 2, nearly always the same few.
    pub exponent: f64,
    /// Of the draws.
    pub seed: u64,
    /// How many requests to make.
    pub requests: u32,
}

/// The first `length` of every `period` requests go round a ring of `extra` keys that nothing else asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Requests from the start of one scan to the next, at least 1.
    pub period: u32,
    /// Requests of a scan.
    pub length: u32,
    /// Keys of the ring, at least 1.
    pub extra: u32,
}

/// After every `period` requests the whole popularity order moves on by `step` keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Requests between two moves, at least 1.
    pub period: u32,
    /// Keys that a move skips.
    pub step: u32,
}

/// What makes a trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Generator {
    /// Independent requests.
    Zipf(Zipf),
    /// The same, some of them replaced by a scan; the replaced draws are consumed.
    Scan(Zipf, Scan),
    /// The same, with favourites that change.
    Drift(Zipf, Drift),
    /// Keys 1 to `keys`, again and again.
    Loop {
        /// Length of a round, at least 1.
        keys: u32,
        /// How many requests to make.
        requests: u32,
    },
    /// Two populations, by day and by night, each under its own zipf law: half a period the one, half the other.
    Daily(Zipf, Drift),
    /// What a payment asks for: mostly its card, sometimes its merchant, sometimes the range of card numbers that says
    /// who issued it (`Zipf` is the law of the cards).
    Payments(Zipf),
}

/// Of ten requests of the payment mix so many ask for a card, so many for a merchant; the others for an issuer's range.
const PAYMENT_CARDS: u64 = 7;
const PAYMENT_MERCHANTS: u64 = 2;
const PAYMENT_PARTS: u64 = 10;
/// Merchants and ranges for each card.
const CARDS_PER_MERCHANT: u32 = 50;
const CARDS_PER_RANGE: u32 = 2_000;

impl Generator {
    /// The keys in order, as they are called outside.
    #[must_use]
    pub fn keys(&self) -> Vec<u32> {
        match *self {
            Self::Zipf(law) => zipf(&law),
            Self::Scan(law, with) => scan(&law, with),
            Self::Drift(law, with) => drift(&law, with),
            Self::Loop { keys, requests } => (0..requests).map(|request| request % keys.max(1) + 1).collect(),
            Self::Daily(law, with) => daily(&law, with),
            Self::Payments(law) => payments(&law),
        }
    }

    /// The trace.
    #[must_use]
    pub fn trace(&self) -> Trace {
        Trace::of_keys(self.keys().into_iter().map(u64::from))
    }
}

/// A table of draws: the smallest key whose cumulative weight exceeds an output of SplitMix64 modulo the total.
struct Draws {
    cumulative: Vec<u64>,
    total: u64,
}

impl Draws {
    fn new(keys: u32, exponent: f64) -> Self {
        let mut total = 0;
        let weight = |rank: u32| math::floor(WEIGHT_SCALE * math::pow(f64::from(rank), -exponent) + 0.5);
        let cumulative = (1..=keys.max(1)).map(|rank| {
            total += weight(rank);
            total
        });
        Self { cumulative: cumulative.collect(), total }
    }

    fn key(&self, output: u64) -> u32 {
        let target = output % self.total;
        math::id(self.cumulative.partition_point(|&sum| sum <= target)) + 1
    }
}

fn zipf(law: &Zipf) -> Vec<u32> {
    let draws = Draws::new(law.keys, law.exponent);
    let mut state = law.seed;
    (0..law.requests).map(|_| draws.key(split_mix(&mut state))).collect()
}

fn scan(law: &Zipf, scan: Scan) -> Vec<u32> {
    let mut scanned = 0..;
    let replace = |(request, key): (usize, u32)| {
        let replaced = math::id(request) % scan.period.max(1) < scan.length;
        let place = if replaced { scanned.next() } else { None };
        place.map_or(key, |place: u32| law.keys + 1 + place % scan.extra.max(1))
    };
    zipf(law).into_iter().enumerate().map(replace).collect()
}

fn drift(law: &Zipf, drift: Drift) -> Vec<u32> {
    let (keys, step) = (u64::from(law.keys.max(1)), u64::from(drift.step));
    let shift = |request: usize| math::wide(request) / u64::from(drift.period.max(1)) * step;
    let moved = |(request, key): (usize, u32)| math::low((u64::from(key) - 1 + shift(request)) % keys) + 1;
    zipf(law).into_iter().enumerate().map(moved).collect()
}

/// By night, the second half of each period, the keys are others: `step` further, beyond those of the day.
fn daily(law: &Zipf, night: Drift) -> Vec<u32> {
    let period = night.period.max(2);
    let by_time = |(request, key): (usize, u32)| {
        let is_night = math::id(request) % period >= period / 2;
        if is_night { key + night.step } else { key }
    };
    zipf(law).into_iter().enumerate().map(by_time).collect()
}

fn payments(law: &Zipf) -> Vec<u32> {
    let (merchants, ranges) = ((law.keys / CARDS_PER_MERCHANT).max(1), (law.keys / CARDS_PER_RANGE).max(1));
    let cards = Draws::new(law.keys, law.exponent);
    let (merchant, range) = (Draws::new(merchants, 1.0), Draws::new(ranges, 1.0));
    let mut state = law.seed;
    let mut one = || {
        let kind = split_mix(&mut state) % PAYMENT_PARTS;
        let output = split_mix(&mut state);
        if kind < PAYMENT_CARDS {
            cards.key(output)
        } else if kind < PAYMENT_CARDS + PAYMENT_MERCHANTS {
            law.keys + merchant.key(output)
        } else {
            law.keys + merchants + range.key(output)
        }
    };
    (0..law.requests).map(|_| one()).collect()
}

/// The next output of SplitMix64 (Steele, Lea and Flood, 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
