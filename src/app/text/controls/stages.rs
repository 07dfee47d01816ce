//! Texts of the stages: gateway, balancer, processors, channel, card management, cache, database.

use super::units::{
    CARDS, CONNECTIONS, LINES, NS, PERCENT, PLACES, PROCESSORS as PROCESSOR_UNIT, ROWS, S, TIMES, WORKERS,
};
use super::{FieldText, OptionText, Unit, safeguards::SwitchText};

/// Texts of a pool of workers with a queue.
#[derive(Debug)]
pub struct StageText {
    /// Workers.
    pub workers: FieldText,
    /// Queue limit.
    pub queue: FieldText,
    /// Service time.
    pub service: FieldText,
}

/// Texts of the gateway.
#[derive(Debug)]
pub struct GatewayText {
    /// Its pool.
    pub stage: StageText,
}

/// Texts of the balancer.
#[derive(Debug)]
pub struct BalancerText {
    /// The policy.
    pub policy: FieldText,
    /// The weights.
    pub weights: FieldText,
    /// Weight of one processor, counted from 1.
    pub weight_of: fn(u32) -> String,
    /// Makes all weights equal.
    pub equal: &'static str,
    /// What equal weights are called.
    pub all_equal: &'static str,
    /// Weight of the processor on show.
    pub weight: FieldText,
    /// Heading over the policy's parameters.
    pub parameters: &'static str,
    /// Gateways that balance on their own.
    pub gateways: FieldText,
    /// How often they are told what is in flight.
    pub told: FieldText,
    /// What is gone by where nobody is told.
    pub own_counts: &'static str,
    /// Share of a processor by its weight.
    pub share: fn(&str) -> String,
}

/// Texts of the processors.
#[derive(Debug)]
pub struct ProcessorsText {
    /// How many.
    pub count: FieldText,
    /// Speed of the one on show.
    pub speed: FieldText,
    /// Heading over what only this one has.
    pub own: &'static str,
    /// Heading over what all have in common.
    pub common: &'static str,
    /// The pool of each.
    pub stage: StageText,
}

/// Texts of the channel.
#[derive(Debug)]
pub struct ChannelText {
    /// What it is.
    pub kind: super::ChannelKindText,
    /// Way out.
    pub delay: FieldText,
    /// Way back.
    pub answer_delay: FieldText,
    /// Lines.
    pub lines: FieldText,
    /// Queue limit.
    pub queue: FieldText,
}

/// Texts of card management.
#[derive(Debug)]
pub struct CardManagementText {
    /// Heading over the workers.
    pub look_up: &'static str,
    /// Its pool.
    pub stage: StageText,
    /// Heading over the outcomes.
    pub issuer: &'static str,
}

/// Texts of the cache.
#[derive(Debug)]
pub struct CacheText {
    /// Heading.
    pub cache: &'static str,
    /// The policy.
    pub policy: FieldText,
    /// Capacity.
    pub capacity: FieldText,
    /// Time to live.
    pub ttl: FieldText,
    /// One read of a card at a time.
    pub single_flight: SwitchText,
    /// What the fold is called that holds the rest.
    pub ends: &'static str,
    /// Reads before the end.
    pub refresh: FieldText,
    /// What stands where there are none.
    pub never: &'static str,
    /// Spread of the lifetimes.
    pub jitter: FieldText,
    /// What stands where all are equal.
    pub equal: &'static str,
}

/// Texts of the database.
#[derive(Debug)]
pub struct DatabaseText {
    /// Connections.
    pub connections: FieldText,
    /// Queue limit.
    pub queue: FieldText,
    /// How a card is found.
    pub access: FieldText,
    /// The two ways.
    pub access_kinds: &'static [OptionText],
    /// Time of a read by key.
    pub indexed_read: FieldText,
    /// Rows of the table.
    pub rows: FieldText,
    /// Time a row.
    pub row_ns: FieldText,
    /// Time of one scan.
    pub scan_takes: fn(&str) -> String,
}

pub(super) const GATEWAY: GatewayText = GatewayText {
    stage: StageText {
        workers: FieldText {
            label: "Workers",
            unit: WORKERS,
            help: "Payments worked on at a time. If workers wait for answers, each is held for nearly the whole \
                   response time, so a pool that is too small throttles everything behind it.",
            source: "Assumption: enough for the default rate with room to spare. The article's pool has 4.",
        },
        queue: FieldText {
            label: "Queue limit",
            unit: PLACES,
            help: "Payments that may wait for a worker. Beyond it they are rejected at once, which costs availability \
                   and saves the others from a wait without end.",
            source: "Assumption: a few seconds of arrivals.",
        },
        service: FieldText {
            label: "Work of the gateway",
            unit: Unit::NONE,
            help: "Time that a worker needs to read, check and record a payment before it goes on.",
            source: "Assumption for a small provider: median 8 ms, p99 40 ms.",
        },
    },
};

pub(super) const BALANCER: BalancerText = BalancerText {
    policy: FieldText {
        label: "Policy",
        unit: Unit::NONE,
        help: "The rule that chooses the processor of each payment. With equal processors most rules do well; with \
               unequal ones a rule that does not look drowns the slow one.",
        source: "The simplest rule, and the default of most products.",
    },
    weights: FieldText {
        label: "Weights",
        unit: Unit::NONE,
        help: "How much of the traffic each processor gets, relative to the others, under the policies that honour \
               weights. 0 sends it nothing.",
        source: "All processors count the same.",
    },
    weight_of: |number| format!("Weight of processor {number}"),
    equal: "Make equal",
    all_equal: "all equal",
    weight: FieldText {
        label: "Weight",
        unit: Unit::NONE,
        help: "Its share of the traffic relative to the others, under the policies that honour weights. 0 sends it \
               nothing.",
        source: "All processors count the same.",
    },
    parameters: "Parameters of this policy, at the product\u{2019}s defaults unless changed",
    gateways: FieldText {
        label: "Gateways that balance",
        unit: Unit { short: "gateways", one: "gateway", many: "gateways" },
        help: "Payments come to them in turn. Each has its own balancer, which counts only the attempts that it sent unless \
               it is told of the others; health, ejection and slow start are one for all.",
        source: "One gateway sees everything, which flatters every rule that counts.",
    },
    told: FieldText {
        label: "Counts told every",
        unit: Unit { short: "ms", one: "millisecond", many: "milliseconds" },
        help: "How often every gateway is told how many attempts are in flight at each processor. In between all go by \
               that, and go to the processor that was the emptiest together: the longer it takes, the more they herd.",
        source: "Periodic update in Mitzenmacher, \u{201c}How useful is old information?\u{201d} (2000).",
    },
    own_counts: "own counts, at once",
    share: |percent| format!("{percent} of the traffic"),
};

pub(super) const PROCESSORS: ProcessorsText = ProcessorsText {
    count: FieldText {
        label: "Processors",
        unit: PROCESSOR_UNIT,
        help: "How many institutions share the work. Each has its own workers and its own queue, so twice as many do \
               twice the work but still queue apart.",
        source: "Assumption: a small provider has three acquirers.",
    },
    speed: FieldText {
        label: "Speed",
        unit: TIMES,
        help: "How fast this processor works against the common service time: at 0.5 everything takes twice as long. \
               One slow processor shows how much the policy looks.",
        source: "All processors are equal.",
    },
    own: "This processor only",
    common: "Common to all processors",
    stage: StageText {
        workers: FieldText {
            label: "Workers of each",
            unit: WORKERS,
            help: "Payments that one processor works on at a time. If workers wait for answers, each is held until \
                   card management has answered.",
            source: "Assumption: enough for the default rate with room to spare.",
        },
        queue: FieldText {
            label: "Queue limit of each",
            unit: PLACES,
            help: "Payments that may wait at one processor. Beyond it they are rejected, even if another processor is \
                   idle.",
            source: "Assumption: a few seconds of arrivals.",
        },
        service: FieldText {
            label: "Work of a processor",
            unit: Unit::NONE,
            help: "Time that a worker needs for one payment at speed 1: mostly the largest part of the response time.",
            source: "Assumption for a small provider: median 60 ms, p99 400 ms.",
        },
    },
};

pub(super) const CHANNEL: ChannelText = ChannelText {
    kind: super::channels::CHANNEL_KIND,
    delay: FieldText {
        label: "Way out",
        unit: Unit::NONE,
        help: "Network time to card management. Every payment pays it, and no worker can make it shorter.",
        source: "Assumption, between two sites of a country: median 20 ms, p99 80 ms.",
    },
    answer_delay: FieldText {
        label: "Way back",
        unit: Unit::NONE,
        help: "Network time of the answer.",
        source: "Assumption, between two sites of a country: median 20 ms, p99 80 ms.",
    },
    lines: FieldText {
        label: "Lines",
        unit: LINES,
        help: "Payments on the way out at a time. A network mostly has no such limit; a leased line or a small \
               connection pool has.",
        source: "A network mostly carries any number.",
    },
    queue: FieldText {
        label: "Queue limit",
        unit: PLACES,
        help: "Payments that may wait for a line. It matters only while the lines are limited.",
        source: "Without a limit of lines nobody waits.",
    },
};

pub(super) const CARD_MANAGEMENT: CardManagementText = CardManagementText {
    look_up: "Look-up",
    stage: StageText {
        workers: FieldText {
            label: "Workers",
            unit: WORKERS,
            help: "Payments looked up at a time. If workers wait, each is also held during the database read.",
            source: "Assumption: enough for the default rate with room to spare.",
        },
        queue: FieldText {
            label: "Queue limit",
            unit: PLACES,
            help: "Payments that may wait for a look-up. Beyond it they are rejected.",
            source: "Assumption: a few seconds of arrivals.",
        },
        service: FieldText {
            label: "Look-up time",
            unit: Unit::NONE,
            help: "Time of a look-up in the cache, hit or miss. A miss adds a read of the database.",
            source: "Assumption for a cache in the same data centre: median 0.5 ms, p99 2 ms.",
        },
    },
    issuer: "The issuer's answers",
};

pub(super) const CACHE: CacheText = CacheText {
    cache: "Cache",
    policy: FieldText {
        label: "Cache policy",
        unit: Unit::NONE,
        help: "Which card makes room when the cache is full. It decides the hit ratio, and so the load on the \
               database.",
        source: "The most common rule.",
    },
    capacity: FieldText {
        label: "Cache capacity",
        unit: CARDS,
        help: "How many cards fit. More cards, more hits and fewer database reads, up to the number of cards that \
               pay. 0 switches the cache off.",
        source: "Assumption: one card of ten.",
    },
    ttl: FieldText {
        label: "Time to live",
        unit: S,
        help: "Age at which an entry no longer counts, so that a blocked card is not approved for ever. Shorter is \
               safer and makes more reads.",
        source: "Entries stay until they must make room.",
    },
    single_flight: SwitchText {
        words: FieldText {
            label: "Single flight",
            unit: Unit::NONE,
            help: "One read of a card at a time: whoever misses it meanwhile waits for that read's answer. If the read fails, \
                   it fails for all of them.",
            source: "Off, as in most caches; Go's singleflight, NGINX's proxy_cache_lock.",
        },
        without: "Without it everybody who misses a card reads it: a hot card that expires sends a stampede to the database.",
        counted: |_| String::new(),
    },
    ends: "Entries' ends",
    refresh: FieldText {
        label: "Early refresh",
        unit: TIMES,
        help: "The closer an entry's end, the likelier a payment that finds it reads it anew, so that a hot card hardly ever \
               expires. More is earlier; 1 fits the mean time of a read. Needs a time to live.",
        source: "Never. Vattani, Chierichetti and Lowenstein (XFetch), VLDB 2015: 1.",
    },
    never: "Never",
    jitter: FieldText {
        label: "Spread of lifetimes",
        unit: PERCENT,
        help: "Lifetimes are spread evenly by so much around the time to live, so that what was stored together does not expire \
               together. Needs a time to live.",
        source: "All alike.",
    },
    equal: "All alike",
};

pub(super) const DATABASE: DatabaseText = DatabaseText {
    connections: FieldText {
        label: "Connections",
        unit: CONNECTIONS,
        help: "Reads and commits at a time. When all are in use, they wait, and with them whoever waits for their answer.",
        source: "Assumption: a small pool on one server.",
    },
    queue: FieldText {
        label: "Queue limit",
        unit: PLACES,
        help: "Reads that may wait for a connection. Beyond it the payment fails.",
        source: "Assumption: a few seconds of arrivals.",
    },
    access: FieldText {
        label: "A card is found",
        unit: Unit::NONE,
        help: "With an index a read takes about a millisecond. Without, every row is looked at, and the same database \
               does thousands of times less.",
        source: "Measured on a 2-million-row table: 0.016 ms by index, 356 ms without.",
    },
    access_kinds: &[
        OptionText { id: "indexed", label: "By index", summary: "One read by key." },
        OptionText { id: "full_scan", label: "By full scan", summary: "No index: every row is looked at." },
    ],
    indexed_read: FieldText {
        label: "Read by index",
        unit: Unit::NONE,
        help: "Time of one read by key, its way through the data centre included.",
        source: "Measured: 0.016 ms at the server alone, so the network makes up most of median 1 ms, p99 5 ms.",
    },
    rows: FieldText {
        label: "Rows",
        unit: ROWS,
        help: "Rows that a full scan visits. With an index their number hardly matters.",
        source: "The size of the table that was measured.",
    },
    row_ns: FieldText {
        label: "Time a row",
        unit: NS,
        help: "Time that a full scan takes for one row on one core.",
        source: "Measured: 0.18 µs per row on a 2-million-row table.",
    },
    scan_takes: |time| format!("One full scan takes {time}."),
};
