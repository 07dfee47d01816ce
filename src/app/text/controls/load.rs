//! Texts of the load: who sends payments, how the rate changes, and with which cards.

use super::units::{CARDS as CARD_UNIT, CLIENTS, EUR, PERCENT, RATE, S, TIMES};
use super::{FieldText, OptionText, Unit};

/// Texts of the load.
#[derive(Debug)]
pub struct LoadText {
    /// Open or closed loop.
    pub kind: FieldText,
    /// The kinds.
    pub kinds: &'static [OptionText],
    /// Mean arrival rate.
    pub rate: FieldText,
    /// Shape of the rate.
    pub shape: ShapeText,
    /// Regularity of the gaps.
    pub gaps: FieldText,
    /// The kinds of gaps.
    pub gap_kinds: &'static [OptionText],
    /// Clients of the closed loop.
    pub clients: FieldText,
    /// Their think time.
    pub think: FieldText,
}

/// Texts of the shape of the arrival rate.
#[derive(Debug)]
pub struct ShapeText {
    /// The shape itself.
    pub shape: FieldText,
    /// The shapes.
    pub kinds: &'static [OptionText],
    /// Rate at the end of a ramp.
    pub to: FieldText,
    /// Length of a ramp.
    pub over: FieldText,
    /// Rate within a burst.
    pub peak: FieldText,
    /// From burst to burst.
    pub every: FieldText,
    /// Length of a burst.
    pub during: FieldText,
    /// Length of a day.
    pub day: FieldText,
    /// Start of the rush.
    pub at: FieldText,
    /// Peak of the rush.
    pub factor: FieldText,
    /// Rise of the rush.
    pub rise: FieldText,
    /// Decay of the rush.
    pub half_life: FieldText,
    /// The drawing of a rate that does not change: name of the shape and rate.
    pub steady: fn(&str, &str) -> String,
    /// The drawing in words: name of the shape, least rate, greatest rate, span drawn.
    pub sketch: fn(&str, &str, &str, &str) -> String,
}

/// Texts of the cards.
#[derive(Debug)]
pub struct CardsText {
    /// Number of cards.
    pub count: FieldText,
    /// How unequal they are.
    pub popularity: PopularityText,
    /// Share of the blocked ones.
    pub blocked: FieldText,
    /// The greatest amount.
    pub limit: FieldText,
}

/// Texts of the popularity of the cards.
#[derive(Debug)]
pub struct PopularityText {
    /// The law.
    pub law: FieldText,
    /// The laws.
    pub kinds: &'static [OptionText],
    /// Zipf's exponent.
    pub exponent: FieldText,
    /// Size of the hot set.
    pub hot_cards: FieldText,
    /// Share of the hot set.
    pub hot_share: FieldText,
    /// How often it moves.
    pub every: FieldText,
}

pub(super) const LOAD: LoadText = LoadText {
    kind: FieldText {
        label: "Who pays",
        unit: Unit::NONE,
        help: "Independent shoppers keep coming even when the system is slow, so a queue can grow without end. Fixed \
               clients wait for their answer before they pay again, which hides overload.",
        source: "A public service faces independent shoppers.",
    },
    kinds: &[
        OptionText {
            id: "open",
            label: "Independent shoppers",
            summary: "Payments arrive whether or not earlier ones were answered (open loop).",
        },
        OptionText {
            id: "closed",
            label: "Fixed clients",
            summary: "Each client waits for its answer, thinks, and pays again (closed loop).",
        },
    ],
    rate: FieldText {
        label: "Arrival rate",
        unit: RATE,
        help: "Payments that arrive per second. Near the capacity of a stage a little more makes its queue, and the \
               response time, grow a lot. Where the rate changes with time, this is its base.",
        source: "Assumption: a busy hour of a small provider. National switches see 7 000 per second on average.",
    },
    shape: SHAPE,
    gaps: FieldText {
        label: "Gaps between arrivals",
        unit: Unit::NONE,
        help: "Random gaps make queues even while there is capacity to spare. Regular gaps show what remains when \
               chance is taken out.",
        source: "Independent shoppers give random gaps (a Poisson process).",
    },
    gap_kinds: &[
        OptionText {
            id: "exponential",
            label: "Random",
            summary: "Independent shoppers: gaps of any length, short ones most often.",
        },
        OptionText { id: "regular", label: "Regular", summary: "A metronome: every gap is the same." },
    ],
    clients: FieldText {
        label: "Clients",
        unit: CLIENTS,
        help: "How many payments can be under way at most. More clients push harder, but never harder than the \
               system answers.",
        source: "Assumption: a load test with 50 threads.",
    },
    think: FieldText {
        label: "Think time",
        unit: Unit::NONE,
        help: "From an answer to the next payment of the same client. Without it, the clients keep the system as busy \
               as it can be.",
        source: "Assumption: about a second, memoryless.",
    },
};

const SHAPE: ShapeText = ShapeText {
    shape: FieldText {
        label: "Rate over time",
        unit: Unit::NONE,
        help: "A system that is fine on average can drown in its peaks. The drawing shows the rate as it will be.",
        source: "A constant rate is the easiest to judge.",
    },
    kinds: &[
        OptionText { id: "constant", label: "Constant", summary: "The same rate always." },
        OptionText { id: "ramp", label: "Ramp", summary: "A straight rise or fall to another rate, which then stays." },
        OptionText { id: "burst", label: "Burst", summary: "A short time at another rate, again and again." },
        OptionText { id: "daily", label: "Daily", summary: "The hours of a day; the base rate is the day's mean." },
        OptionText {
            id: "festival",
            label: "Festival",
            summary: "Demand is held back, jumps at midnight, and decays slowly to twice the base rate.",
        },
    ],
    to: FieldText {
        label: "Rate at the end",
        unit: RATE,
        help: "The rate that the ramp reaches and keeps. Set it above the capacity to watch a queue be born.",
        source: "Twice the base rate.",
    },
    over: FieldText {
        label: "Over",
        unit: S,
        help: "How long the change takes. A slow ramp shows at which rate each stage gives way.",
        source: "Long enough to watch.",
    },
    peak: FieldText {
        label: "Rate in a burst",
        unit: RATE,
        help: "The rate while the burst lasts. What a stage cannot take waits, and is worked off afterwards.",
        source: "Three times the base rate.",
    },
    every: FieldText {
        label: "Every",
        unit: S,
        help: "From the start of one burst to the start of the next. If the queue has not emptied by then, bursts \
               pile up.",
        source: "Short enough to see several.",
    },
    during: FieldText {
        label: "For",
        unit: S,
        help: "How long a burst lasts; not longer than the time between two.",
        source: "A sixth of the time between two bursts.",
    },
    day: FieldText {
        label: "Length of the day",
        unit: S,
        help: "A true day lasts 86 400 s. A shorter one passes while you watch, with the same rates.",
        source: "Four minutes: ten seconds an hour.",
    },
    at: FieldText {
        label: "Midnight at",
        unit: S,
        help: "When the rush begins. Before it, shoppers wait for the sale and the rate is lower.",
        source: "Soon after the warm-up.",
    },
    factor: FieldText {
        label: "Peak",
        unit: TIMES,
        help: "The peak as a multiple of the base rate.",
        source: "Published peaks of Chinese and UPI festivals are 4 to 7 times the daily mean.",
    },
    rise: FieldText {
        label: "Rise",
        unit: S,
        help: "From the base rate to the peak. A steep rise leaves no time to add workers.",
        source: "Published: the peak comes half a minute to four minutes after midnight.",
    },
    half_life: FieldText {
        label: "Half-life",
        unit: S,
        help: "Time in which the excess over the later level halves. A slow decay keeps queues full for longer.",
        source: "Shortened to be watched; in truth about ten minutes (assumption).",
    },
    steady: |shape, rate| format!("{shape}: {rate}"),
    sketch: |shape, least, most, span| format!("{shape}: from {least} to {most} within {span}"),
};

pub(super) const CARDS: CardsText = CardsText {
    count: FieldText {
        label: "Cards",
        unit: CARD_UNIT,
        help: "How many different cards pay. The more there are, the fewer fit into the cache, and the more reads the \
               database gets.",
        source: "Assumption: the cards that a small provider sees within some hours.",
    },
    popularity: POPULARITY,
    blocked: FieldText {
        label: "Blocked cards",
        unit: PERCENT,
        help: "Share of the cards that are blocked. Card management knows it from its look-up, cached or not, and declines their \
               payments (62): a correct answer, and no failure.",
        source: "None is blocked.",
    },
    limit: FieldText {
        label: "Limit of a payment",
        unit: EUR,
        help: "Greatest amount that a card may pay at a time. Card management knows it from its look-up and declines what is \
               above it (61): a correct answer, and no failure.",
        source: "Any amount may be paid.",
    },
};

const POPULARITY: PopularityText = PopularityText {
    law: FieldText {
        label: "Card popularity",
        unit: Unit::NONE,
        help: "How the payments spread over the cards. A cache lives on favourites: without them it can only hold a \
               share of the cards.",
        source: "Assumption: no public figures a card exist.",
    },
    kinds: &[
        OptionText { id: "uniform", label: "Uniform", summary: "Every card pays equally often." },
        OptionText { id: "zipf", label: "Zipf", summary: "Few cards pay often, many seldom." },
        OptionText { id: "hot_set", label: "Hot set", summary: "Some cards make most payments, and others follow." },
        OptionText { id: "scan", label: "Scan", summary: "One card after the other, and again from the first." },
    ],
    exponent: FieldText {
        label: "Exponent",
        unit: Unit::NONE,
        help: "0 makes all cards equal; at 1 the second card pays half as often as the first. Higher means more hits \
               for the same cache.",
        source: "Assumption; benchmarks of key-value stores use 0.99.",
    },
    hot_cards: FieldText {
        label: "Hot cards",
        unit: CARD_UNIT,
        help: "How many cards are hot at a time. If they all fit into the cache, most payments are hits.",
        source: "One card of a hundred.",
    },
    hot_share: FieldText {
        label: "Payments by hot cards",
        unit: PERCENT,
        help: "Share of the payments that the hot cards make.",
        source: "The usual 80 to 20, sharper.",
    },
    every: FieldText {
        label: "Others become hot every",
        unit: S,
        help: "When the favourites change, a cache that counts uses clings to the old ones; one that goes by recency \
               follows.",
        source: "Often enough to watch.",
    },
};
