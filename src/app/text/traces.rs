//! Texts of the trace lab in the view `cache`: whole traces, their curves, and what they are like.

use super::caches::LIRS_NOTE;
use super::lifetimes::{self, LifetimeText};
use super::lookups::{self, LookupsText};
use super::trace_words::{
    NeedText, broke_off, by, counted, format_of, hits, loops, measure_of, method, pattern_of, read_as, sampled, scans,
    too_much, zipf,
};
use crate::app::traces::{DRAWN_MAX, Reading};
use crate::cache::trace::Measure;
use crate::wire::traces::{FileForm, Method, Pattern, TRACE_MAX};

/// Texts of the trace lab.
#[derive(Debug)]
pub struct TracesText {
    /// Heading.
    pub title: &'static str,
    /// What it is for, and that nothing leaves the tab.
    pub lead: &'static str,
    /// Heading of the generator.
    pub make: &'static str,
    /// Name of the group of traces that have a name.
    pub named_label: &'static str,
    /// A trace that has a name, and its pattern.
    pub named: fn(&str, Pattern) -> String,
    /// What they are.
    pub named_help: &'static str,
    /// Label of the pattern.
    pub pattern: &'static str,
    /// Name of a pattern, and what it is.
    pub pattern_of: fn(Pattern) -> (&'static str, &'static str),
    /// Label of the number of keys.
    pub keys: &'static str,
    /// Label of the number of requests.
    pub requests: &'static str,
    /// Label of the exponent.
    pub exponent: &'static str,
    /// Label of the seed.
    pub seed: &'static str,
    /// Label of the pace.
    pub pace: &'static str,
    /// What the pace matters for.
    pub pace_help: &'static str,
    /// Button: makes the trace.
    pub make_it: &'static str,
    /// Heading of the file.
    pub own: &'static str,
    /// What may be dropped.
    pub own_help: &'static str,
    /// Label of the file.
    pub file: &'static str,
    /// While a file hangs over the page.
    pub drop_here: &'static str,
    /// Label of the format.
    pub format: &'static str,
    /// Name of a format, and what it is.
    pub format_of: fn(Reading) -> (&'static str, &'static str),
    /// Label of the column of keys.
    pub key_column: &'static str,
    /// Label of the column of seconds.
    pub time_column: &'static str,
    /// Label of the column of bytes.
    pub size_column: &'static str,
    /// Label of the column of costs.
    pub cost_column: &'static str,
    /// The columns that a file has.
    pub columns: fn(&str) -> String,
    /// Button: reads the last file again.
    pub again: fn(&str) -> String,
    /// Nothing was loaded yet.
    pub empty: &'static str,
    /// A trace is being made.
    pub making: &'static str,
    /// A file is being read: its name and how much of it.
    pub reading: fn(&str, &str) -> String,
    /// Button: leaves what is on its way.
    pub cancel: &'static str,
    /// A file is no trace: its name and why.
    pub refused: fn(&str, &str) -> String,
    /// What stands for the name of a trace that was to be generated.
    pub made: &'static str,
    /// The worker crashed while it loaded a trace, which has a name.
    pub broke_off: fn(&str) -> String,
    /// What a worker that crashed said.
    pub said: fn(&str) -> String,
    /// What was loaded before is still there.
    pub kept: &'static str,
    /// The worker of the trace that is shown crashed.
    pub failed: &'static str,
    /// Name of a trace, requests and different keys.
    pub about: fn(&str, &str, &str) -> String,
    /// At which pace a generated trace goes.
    pub paced: fn(&str) -> String,
    /// What a file was read as.
    pub read_as: fn(&FileForm, bool) -> String,
    /// How many lines of a file are not counted as reads.
    pub passed_over: fn(&str) -> String,
    /// Curves are being computed.
    pub computing: &'static str,
    /// All curves are there.
    pub computed: &'static str,
    /// Some were left out.
    pub stopped: &'static str,
    /// Button: stops the curves.
    pub stop: &'static str,
    /// Button: goes on with them.
    pub go_on: &'static str,
    /// How many policies are drawn, of how many.
    pub drawn: fn(u64, u64) -> String,
    /// Name of the list of policies.
    pub policies: &'static str,
    /// Title of the curves.
    pub curves: fn(Measure) -> String,
    /// Label of what requests count by.
    pub measure: &'static str,
    /// What requests count by.
    pub measure_of: fn(Measure) -> &'static str,
    /// What that changes.
    pub measure_note: &'static str,
    /// How long entries live.
    pub lifetime: LifetimeText,
    /// What that changes.
    pub lifetime_note: &'static str,
    /// What the misses mean in the payment model.
    pub lookups: LookupsText,
    /// What LIRS keeps beyond a small capacity.
    pub lirs_note: &'static str,
    /// How they were found, given the methods of LRU and of the limit, and how many sizes are replayed.
    pub method: fn(Method, Option<Method>, usize) -> String,
    /// The axis of sizes.
    pub axis_entries: &'static str,
    /// Name of Che's approximation.
    pub che: &'static str,
    /// What it says.
    pub che_note: &'static str,
    /// Name of the limit.
    pub limit: &'static str,
    /// Label of the slider of sizes.
    pub size: &'static str,
    /// A size in words: entries and memory.
    pub size_of: fn(&str, &str) -> String,
    /// The best and the worst policy at the size: entries, names and miss ratios.
    pub summary: fn(&str, [&str; 4]) -> String,
    /// Name of the table.
    pub table: &'static str,
    /// Its heads, with the target in the last one.
    pub heads: fn(&str) -> [String; 4],
    /// A size is enough.
    pub enough: fn(&str) -> String,
    /// A figure that stands for a sample.
    pub estimated: fn(&str) -> String,
    /// No replayed size is enough.
    pub never: &'static str,
    /// Heading of the question of size.
    pub need: &'static str,
    /// Label of the wanted share.
    pub target: &'static str,
    /// Label of the bytes of an entry.
    pub entry_bytes: &'static str,
    /// What LRU needs.
    pub needs: fn(Measure, NeedText<'_>) -> String,
    /// What a step of memory more brings: memory, entries and a share of what is counted.
    pub next: fn(Measure, [&str; 3]) -> String,
    /// There is no more to gain.
    pub no_more: &'static str,
    /// No size is enough: target, share of first requests, the most that is possible.
    pub too_much: fn(Measure, [&str; 3]) -> String,
    /// The size that is needed is the first of those that are replayed.
    pub at_replays: &'static str,
    /// No replayed size is enough while entries expire: target, how long they live, the most that is possible.
    pub too_old: fn(Measure, [&str; 3]) -> String,
    /// That comes from a sample, with the largest difference to a replay so far.
    pub from_sample: fn(Option<f64>) -> String,
    /// Title of the hits over the course.
    pub course: fn(Measure) -> String,
    /// In how many entries, and what a part is.
    pub course_note: fn(&str, &str) -> String,
    /// Button: hits of each part.
    pub each: &'static str,
    /// Button: hits since the beginning.
    pub since: &'static str,
    /// The axis of requests.
    pub axis_requests: &'static str,
    /// Heading of what the trace is like.
    pub inside: &'static str,
    /// While that is computed.
    pub looking: &'static str,
    /// It will not be known.
    pub lost: &'static str,
    /// The fitted slope.
    pub zipf: fn(Option<&str>) -> String,
    /// Keys that come once: their number and share.
    pub one_hit: fn(&str, &str) -> String,
    /// The most frequent loop: its length, its reuses and their share.
    pub loops: fn(Option<[&str; 3]>) -> String,
    /// Scans, their requests and their share.
    pub scans: fn(Option<[&str; 3]>) -> String,
    /// Title of the popularities.
    pub popularity: &'static str,
    /// What they show.
    pub popularity_note: &'static str,
    /// The axis of ranks.
    pub axis_rank: &'static str,
    /// Title of the reuses.
    pub reuse: &'static str,
    /// What they show.
    pub reuse_note: &'static str,
    /// The axis of reuses.
    pub axis_reuse: &'static str,
    /// Title of the working set.
    pub working_set: &'static str,
    /// What it shows.
    pub working_set_note: &'static str,
    /// The axis of windows.
    pub axis_window: &'static str,
    /// Title of the map of keys.
    pub map_keys: &'static str,
    /// What it shows.
    pub map_keys_note: &'static str,
    /// Title of the map of reuses.
    pub map_reuse: &'static str,
    /// What it shows.
    pub map_reuse_note: &'static str,
    /// Title of the map of reuse times.
    pub map_time: &'static str,
    /// What it shows.
    pub map_time_note: &'static str,
    /// Opens the table of numbers.
    pub numbers: &'static str,
    /// Button: saves the curves.
    pub save_csv: &'static str,
    /// Heads of the tables of what the trace is like: popularities, reuses, working set.
    pub rank_heads: [&'static str; 2],
    /// See [`Self::rank_heads`].
    pub reuse_heads: [&'static str; 3],
    /// See [`Self::rank_heads`].
    pub window_heads: [&'static str; 2],
    /// First head of the table of the map of keys, before the tenths of the trace.
    pub map_keys_head: &'static str,
    /// First head of the table of the map of reuses.
    pub map_reuse_head: &'static str,
    /// First head of the table of the map of reuse times.
    pub map_time_head: &'static str,
    /// Head of a part of the trace: its first and its last request.
    pub part: fn(&str, &str) -> String,
    /// Heads of the table of hits over the course, before a column a policy.
    pub course_head: &'static str,
}

/// There is one table a language.
impl PartialEq for TracesText {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

pub(super) const ENGLISH: TracesText = TracesText {
    title: "Whole traces",
    lead: "How large does a cache have to be, and under which policy? Generate a trace or drop a file of your own anywhere \
           on this page. It is read in this tab and never leaves it.",
    make: "Generate one",
    named_label: "Traces of the known answers",
    named: |name, pattern| format!("{name}: {}", pattern_of(pattern).0),
    named_help: "The five traces on which the project\u{2019}s tests hold every policy to its known misses.",
    pattern: "Pattern",
    pattern_of,
    keys: "Keys",
    requests: "Requests",
    exponent: "Zipf exponent",
    seed: "Seed",
    pace: "Requests a second",
    pace_help: "Lifetimes and Redis\u{2019}s clock, which ticks once a second, go by it; nothing else does.",
    make_it: "Generate",
    own: "Or read your own",
    own_help: "A key a line, CSV, oracleGeneral (libCacheSim) or the output of redis-cli MONITOR; plain, gzip \
               or zstd; up to 10 million requests. Above 5 million LRU\u{2019}s curve comes from a sample of the keys.",
    file: "File",
    drop_here: "Let go to read the file.",
    format: "Format",
    format_of,
    key_column: "Column of keys",
    time_column: "Column of seconds, if any",
    size_column: "Column of bytes, if any",
    cost_column: "Column of costs, if any",
    columns: |columns| format!("The file has: {columns}."),
    again: |name| format!("Read {name} again"),
    empty: "No trace yet: generate one, or drop a file.",
    making: "Generating the trace.",
    reading: |name, share| format!("Reading {name}: {share}."),
    cancel: "Cancel",
    refused: |name, why| format!("{name}: {why}."),
    kept: "What was loaded before is still there.",
    made: "The generated trace",
    broke_off,
    said: |why| format!("The worker said: {why}"),
    failed: "The worker of this trace broke off, most likely because this tab has no more memory. What is known of the trace \
             stays; load it again, or a shorter one, to go on.",
    about: |name, requests, distinct| format!("{name}: {requests} requests for {distinct} different keys"),
    paced: |pace| format!("{pace} requests a second"),
    read_as,
    passed_over: |lines| format!("Lines that are not counted as reads, which were passed over: {lines}."),
    computing: "Computing the curves.",
    computed: "All curves are complete.",
    stopped: "Stopped; the curves show what is known.",
    stop: "Stop",
    go_on: "Go on",
    drawn: |chosen, most| format!("policies: {chosen} of up to {most} drawn"),
    policies: "Policies to draw",
    curves: |measure| by("Miss ratio against size", measure),
    measure: "Count by",
    measure_of,
    measure_note: "A request counts what it asks for; in a cache entries still count one each. Belady\u{2019}s rule is a limit \
                   only where each request counts one.",
    lifetime: lifetimes::ENGLISH,
    lifetime_note: "Where entries expire, LRU has no curve at all sizes from one pass, and Che\u{2019}s approximation does not hold: \
                    every policy is replayed.",
    lookups: lookups::ENGLISH,
    lirs_note: LIRS_NOTE,
    method,
    axis_entries: "entries in the cache",
    che: "Che",
    che_note: "Dotted: Che’s approximation of LRU, from popularities alone. Where LRU misses less, keys come in bursts; first \
               requests are not in it.",
    limit: "Belady’s limit",
    size: "Size that is read out",
    size_of: |entries, memory| format!("{entries} entries, {memory}"),
    summary: |entries, [best, least, worst, most]| {
        format!("With {entries} entries {best} misses least, {least}; {worst} most, {most}.")
    },
    table: "Miss ratio of each policy at the size that is read out",
    heads: |target| ["policy".to_owned(), "misses".to_owned(), "hits".to_owned(), format!("entries for {target} hits")],
    enough: |entries| format!("at most {entries}"),
    estimated: |figure| format!("{figure} (estimated)"),
    never: "none is enough",
    need: "How large does it have to be?",
    target: "Hits",
    entry_bytes: "Bytes per entry",
    needs: |measure, NeedText { target, entries, memory, entry_bytes }| {
        let hits = hits(target, measure);
        format!("For {hits} LRU needs {entries} entries: {memory} at {entry_bytes} an entry.")
    },
    next: |measure, [memory, entries, points]| {
        let counted = counted(measure);
        format!("The next {memory}, {entries} entries more, turn another {points} of the {counted} into hits.")
    },
    no_more: "Every key fits then; more memory brings nothing.",
    too_much,
    at_replays: "That is the smallest of the sizes that were replayed.",
    too_old: |measure, [target, lives, most]| {
        format!("No size brings {} while {lives}; the most is {most}.", hits(target, measure))
    },
    from_sample: |error| format!("Estimated from a sample of the keys. {}.", sampled(error)),
    course: |measure| by("Hit ratio over the trace", measure),
    course_note: |entries, part| format!("{entries} entries, from an empty cache; a part is {part} requests"),
    each: "Each part",
    since: "Since the beginning",
    axis_requests: "requests so far",
    inside: "What the trace is like",
    looking: "Looking through the trace.",
    lost: "Not known: the trace’s worker broke off before.",
    zipf,
    one_hit: |count, share| format!("{count} keys, {share} of all, come only once: storing them is in vain."),
    loops,
    scans,
    popularity: "How popular the keys are",
    popularity_note: "Requests for a key against its rank; dashed, the fitted Zipf law",
    axis_rank: "rank of the key",
    reuse: "How soon keys come back",
    reuse_note: "Reuses by the other keys in between (filled) and by the requests in between (outline)",
    axis_reuse: "in between",
    working_set: "Working set",
    working_set_note: "Average number of different keys in a window of the trace",
    axis_window: "requests in the window",
    map_keys: "Which keys are asked for when",
    map_keys_note: "Keys in the order of their first request: a scan is steep, a loop a saw, a favourite a band",
    map_reuse: "How far back, and when",
    map_reuse_note: "Reuses by the other keys in between, over the course of the trace; darker is more",
    map_time: "How long ago, and when",
    map_time_note: "Reuses by the requests since the last one for the key, over the course of the trace; darker is more",
    numbers: "Numbers and export",
    save_csv: "Save as CSV",
    rank_heads: ["rank", "requests"],
    reuse_heads: ["in between", "by other keys", "by requests"],
    window_heads: ["requests in the window", "different keys"],
    map_keys_head: "keys, by first request",
    map_reuse_head: "other keys in between",
    map_time_head: "requests since the last one",
    part: |from, to| format!("requests {from}\u{2013}{to}"),
    course_head: "requests so far",
};

// The sentences above name these limits.
const _: () = assert!(TRACE_MAX == 10_000_000 && DRAWN_MAX == 7);
