//! Texts of the view `cache`: watching a small cache, comparing policies, and what each policy was held against.

use super::lifetimes::{self, LifetimeText};
use super::lookups::{self, LookupsText};
use crate::app::caches::{
    CAPACITIES, ENTRIES_MAX, Evidence, KEYS_MAX, Kind, LENGTH_MAX, LIRS_FAIR, PRESETS, REQUESTS, SequenceError, Source,
};
use crate::cache::Policy;

/// What a request did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened<'a> {
    /// The key was there.
    Hit,
    /// It was stored.
    Stored,
    /// It was stored, and these keys left.
    Replaced(&'a str),
    /// It was not stored.
    Refused,
}

/// Texts of the view `cache`.
#[derive(Debug)]
pub struct CachesText {
    /// Title.
    pub title: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// Heading of the first part.
    pub watch: &'static str,
    /// Name of the group of presets.
    pub presets_label: &'static str,
    /// Names of the presets.
    pub presets: [&'static str; PRESETS.len()],
    /// Label of the sequence.
    pub sequence: &'static str,
    /// What may be typed.
    pub sequence_help: &'static str,
    /// What is wrong with it.
    pub problem: fn(&SequenceError) -> String,
    /// Label of the policy.
    pub policy: &'static str,
    /// Label of a capacity.
    pub capacity: &'static str,
    /// A capacity in words.
    pub entries: fn(u32) -> String,
    /// Button: to the beginning.
    pub first: &'static str,
    /// Button: one request back.
    pub back: &'static str,
    /// Button: one request on.
    pub forward: &'static str,
    /// Button: to the next request for which a key leaves.
    pub next_eviction: &'static str,
    /// Button: to the end.
    pub last: &'static str,
    /// Label of the slider of requests.
    pub step: &'static str,
    /// How many requests have happened, of how many.
    pub at: fn(u64, u64) -> String,
    /// Button: the game.
    pub game: &'static str,
    /// Name of the row of requests.
    pub tape: &'static str,
    /// A request that hit, in one word.
    pub hit: &'static str,
    /// A request that missed.
    pub miss: &'static str,
    /// Before the first request.
    pub empty: &'static str,
    /// The number of a request, of how many.
    pub request: fn(u64, u64) -> String,
    /// What a request for a key did.
    pub happened: fn(&str, Happened<'_>) -> String,
    /// Misses and hits so far.
    pub tally: fn(u64, u64) -> String,
    /// Name of the cells.
    pub cells: &'static str,
    /// A cell without a key.
    pub free: &'static str,
    /// The keys that left.
    pub left: fn(&str) -> String,
    /// The question of the game, with the key that is asked for next.
    pub question: fn(&str) -> String,
    /// The answer that no key goes.
    pub nobody: &'static str,
    /// Whether the answer was right, and who left.
    pub verdict: fn(bool, Option<&str>) -> String,
    /// Right answers of all.
    pub score: fn(usize, usize) -> String,
    /// There are no more requests.
    pub over: &'static str,
    /// How the lists of a policy are drawn.
    pub structure: &'static str,
    /// What the counters are.
    pub counter: &'static str,
    /// What the hand is.
    pub hand: &'static str,
    /// The hand rests at this key.
    pub hand_here: &'static str,
    /// A list without members.
    pub nobody_here: &'static str,
    /// A policy that keeps no order.
    pub no_structure: &'static str,
    /// Heading of the second part.
    pub compare: &'static str,
    /// Label of the trace.
    pub trace: &'static str,
    /// Name of a trace, and what it is.
    pub source: fn(Source) -> (&'static str, &'static str),
    /// How many policies are chosen, of how many.
    pub chosen: fn(u64, u64) -> String,
    /// Name of the list of policies.
    pub policies: &'static str,
    /// Title of the picture.
    pub misses: &'static str,
    /// Requests, different keys and requests a second; entries.
    pub caption: fn([&str; 3], u32) -> String,
    /// How long entries live.
    pub lifetime: LifetimeText,
    /// The limit, in misses.
    pub limit: fn(&str) -> String,
    /// The best policy and the worst one, each with its misses.
    pub summary: fn([&str; 4]) -> String,
    /// Name of the table.
    pub table: &'static str,
    /// Its heads.
    pub heads: &'static [&'static str],
    /// What the misses mean in the payment model.
    pub lookups: LookupsText,
    /// What LIRS keeps beyond a small capacity.
    pub lirs_note: &'static str,
    /// Heading of the third part.
    pub conformance: &'static str,
    /// What its table says, and what holds for every policy.
    pub conformance_lead: &'static str,
    /// Name of its table.
    pub conformance_table: &'static str,
    /// Heads of its table.
    pub evidence_heads: &'static [&'static str],
    /// A policy without fixed numbers.
    pub no_parameters: &'static str,
    /// What a fixed number of a policy is, and where its value is from.
    pub parameter: fn(&str, &str) -> String,
    /// The cases of a policy.
    pub evidence: fn(&Evidence) -> String,
    /// Whether counts are equal, or how wide the band is.
    pub verdict_of: fn(&Evidence) -> &'static str,
    /// What a policy leaves out on purpose.
    pub left_out: fn(Policy) -> &'static str,
}

/// There is one table a language.
impl PartialEq for CachesText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// What LIRS keeps beyond a small capacity, wherever it is drawn.
pub(super) const LIRS_NOTE: &str =
    "LIRS as libCacheSim has it keeps some entries beyond a capacity below 200, so it may pass the limit there.";

pub(super) const ENGLISH: CachesText = CachesText {
    title: "Cache lab",
    lead: "A full cache has to let something go. Follow that decision request by request, let policies compete on one \
           trace, and see what each of them was held against.",
    watch: "Watch it",
    presets_label: "Sequences of the textbooks",
    presets: [
        "textbook string",
        "Belady’s string, 3",
        "Belady’s string, 4",
        "loop",
        "hot set with scans",
        "101 keys, lru_cache(100)",
    ],
    sequence: "Sequence of keys",
    sequence_help: "Up to 303 keys between spaces or commas; each may be any word of up to 8 characters. They are \
                    asked for one a second.",
    problem,
    policy: "Policy",
    capacity: "Capacity",
    entries: |entries| if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") },
    first: "Start",
    back: "Back",
    forward: "Step",
    next_eviction: "Next eviction",
    last: "End",
    step: "Requests so far",
    at: |step, end| format!("{step} of {end}"),
    game: "Guess who goes",
    tape: "Requests in order",
    hit: "hit",
    miss: "miss",
    empty: "The cache is empty. Step to the first request.",
    request: |request, end| format!("Request {request} of {end}:"),
    happened: |key, happened| match happened {
        Happened::Hit => format!("{key} hits."),
        Happened::Stored => format!("{key} misses and takes a free cell."),
        Happened::Replaced(left) => format!("{key} misses, {left} leaves."),
        Happened::Refused => format!("{key} misses and is not kept."),
    },
    tally: |misses, hits| {
        let word = |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        format!("So far {}, {}.", word(misses, "miss", "misses"), word(hits, "hit", "hits"))
    },
    cells: "Cells of the cache",
    free: "free",
    left: |keys| format!("out: {keys}"),
    question: |key| format!("Next: {key}. Which key goes?"),
    nobody: "Nobody",
    verdict: |right, gone| {
        let word = if right { "Right" } else { "Not so" };
        format!("{word}: {} left.", gone.unwrap_or("nobody"))
    },
    score: |right, answered| format!("{right} of {answered} right; the first answer to a request counts."),
    over: "That was the last request.",
    structure: "Inside the policy: who goes first stands at the front; beside each list, how many it holds and how many \
                it is meant to; dashed keys are remembered, not kept.",
    counter: " × is the policy’s own count of the uses.",
    hand: " The underlined key is where the hand rests.",
    hand_here: "hand at",
    nobody_here: "empty",
    no_structure: "This policy keeps no order: its cells above are all there is to see.",
    compare: "Compare",
    trace: "Trace",
    source,
    chosen: |chosen, most| format!("policies: {chosen} of up to {most} chosen"),
    policies: "Policies to compare",
    misses: "Misses",
    caption: |[requests, distinct, pace], entries| {
        format!(
            "{requests} requests for {distinct} different keys, {pace} a second; {entries} entries, from an empty cache"
        )
    },
    lifetime: lifetimes::ENGLISH,
    limit: |misses| {
        format!("Belady’s limit: {misses} misses, the dashed line; it knows the future, nothing misses less.")
    },
    summary: |[best, least, worst, most]| format!("{best} misses least, {least}; {worst} most, {most}."),
    table: "Misses and hits of each policy",
    heads: &["policy", "misses", "hits", "hit ratio", "misses against the limit"],
    lookups: lookups::ENGLISH,
    lirs_note: LIRS_NOTE,
    conformance: "Conformance",
    conformance_table: "What each policy was tested against",
    conformance_lead: "What the project’s tests hold each policy against. “Sequences” are short strings at one capacity, \
                       hit by hit; “counts” are the misses of a whole trace at one capacity, up to a million requests. \
                       Besides, every policy is tested to hit only what is there, to repeat itself, never to hold more \
                       than its capacity, and to miss no less than Belady’s limit; from the last two LIRS as \
                       libCacheSim has it is excepted below a capacity of 200. Where a small capacity leaves a part of a \
                       policy less than one entry, the part has one; libCacheSim stores nothing then.",
    no_parameters: "no parameters",
    parameter: |meaning, source| format!("{meaning}. Source: {source}."),
    evidence_heads: &["policy", "reference", "parameters", "evidence", "agreement", "left out on purpose"],
    evidence,
    verdict_of: |evidence| match evidence.kind {
        Kind::LibCacheSim | Kind::Model | Kind::Python => "equal",
        Kind::RandomBand => "within 1 % of the reference’s runs; 2 % under drift and loops",
        Kind::CaffeineBand => "within 1.5 % of the reference’s runs; 20 % under drift and loops",
        Kind::Fifo => "the same hits",
        Kind::Redis => {
            "misses within 2 % of the recorded runs, LRU’s within 1 %; hit ratio within 1.5 % of a running server"
        }
        Kind::Properties => "no reference count",
    },
    left_out,
};

/// One clear error: where, what, and what is allowed.
fn problem(error: &SequenceError) -> String {
    match error {
        SequenceError::Empty => format!("There is no key; 1 to {KEYS_MAX} are allowed."),
        SequenceError::TooMany(count) => format!("There are {count} keys; 1 to {KEYS_MAX} are allowed."),
        SequenceError::TooLong(place, key, length) => {
            let more = if *length > key.chars().count() { "…" } else { "" };
            format!("Key {place}, “{key}{more}”, has {length} characters; 1 to {LENGTH_MAX} are allowed.")
        }
    }
}

const fn source(source: Source) -> (&'static str, &'static str) {
    match source {
        Source::Zipf => ("Zipf", "2,000 keys, exponent 0.9: a tenth of them gets some 63 % of the requests. Seed 1."),
        Source::Scan => ("Zipf with scans", "A quarter of every 2,000 requests scans keys that nothing else asks for."),
        Source::Drift => ("Drifting favourites", "The Zipf law moves on by 50 keys after every 2,000 requests."),
        Source::Daily => ("Day and night", "Two populations of 2,000 keys, 2,500 requests the one, 2,500 the other."),
        Source::Payments => {
            ("Payment mix", "Seven of ten requests ask for a card, two for a merchant, one for an issuer.")
        }
        Source::Loop => ("Loop of 101 keys", "The same 101 keys in turn: one more than fits into 100 entries."),
        Source::Typed => ("The sequence above", "What was typed or chosen above."),
    }
}

fn evidence(evidence: &Evidence) -> String {
    let mut cases = Vec::new();
    let mut add = |count: u32, what: &str| {
        if count > 0 {
            cases.push(format!("{count} {what}"));
        }
    };
    match evidence.kind {
        Kind::Python => {
            add(evidence.traces, "trace counts, hits and misses");
            add(evidence.counts, "small cases of `cache_info()`, and recursive calls");
        }
        Kind::Redis => {
            add(evidence.traces, "recorded runs of a million requests");
            cases.push("a running server, where one is installed".to_owned());
        }
        _ => {
            add(evidence.sequences, "sequences");
            add(evidence.counts, "counts of short sequences");
            add(evidence.traces, "counts of five generated traces");
            add(evidence.windows, "counts of a sliding window");
        }
    }
    if evidence.closed_form {
        cases.push("the exact hit ratio under independent requests".to_owned());
    }
    let of = match evidence.kind {
        Kind::LibCacheSim | Kind::RandomBand => "libCacheSim 0.3.5",
        Kind::Model => "an independent model",
        Kind::CaffeineBand => "Caffeine 2.6.2",
        Kind::Python => "CPython 3.11.7",
        Kind::Fifo => return "FIFO’s hits with a lifetime and without, and the closed form for one key".to_owned(),
        Kind::Redis => "Redis 7.0.15",
        Kind::Properties => return "What holds for every policy, nothing else".to_owned(),
    };
    format!("{of}: {}", cases.join("; "))
}

const fn left_out(policy: Policy) -> &'static str {
    match policy {
        Policy::Fifo | Policy::Lru | Policy::Lfu | Policy::LfuInsertionTies | Policy::Sieve => "nothing",
        Policy::Ttl => "exact order of lifetimes that differ",
        Policy::PythonLruCache => "keys of several types, exceptions",
        Policy::Random => "the reference’s draw, which is not quite uniform",
        Policy::Clock => "the bit set at insertion: a policy of its own",
        Policy::Clock2Bit => "other widths of the counter",
        Policy::ClockRef1 => "wider counters",
        Policy::Lru2 => "the history of keys that have left",
        Policy::Slru => "other numbers of lists",
        Policy::TwoQ => "other shares than 0.25 and 0.5",
        Policy::Arc => "a target in whole entries",
        Policy::S3Fifo | Policy::S3FifoV0 => "other shares than 0.1 and 0.9",
        Policy::S3FifoCaffeine => "weights: every entry counts one",
        Policy::S3FifoFoyer => "several shards, weights",
        Policy::Lirs => "the authors’ rule: a policy of its own; the reference’s quirk is kept",
        Policy::LirsAuthors => "nothing that matters; S is limited to 2,500 times the capacity",
        Policy::WTinyLfu => "Caffeine’s own hash, its adaptive window",
        Policy::Gdsf => "sizes: every entry counts one",
        Policy::RedisAllkeysLru => "the clock’s wrap after 194 days, the server’s uneven draw",
        Policy::RedisAllkeysLfu | Policy::RedisAllkeysRandom | Policy::RedisVolatileTtl => "the server’s uneven draw",
        Policy::RedisNoeviction => "the error that a refused write gets",
        Policy::Belady => "refusing a newcomer, which may miss less",
    }
}

// The sentences above name these limits.
const _: () = assert!(LIRS_FAIR == 200);
const _: () = assert!(KEYS_MAX == 303 && LENGTH_MAX == 8 && REQUESTS == 20_000 && ENTRIES_MAX == 1_000);
const _: () = assert!(*CAPACITIES.start() == 1 && *CAPACITIES.end() == 100);
