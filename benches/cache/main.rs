//! What a request costs under each caching policy, beside a bare hash-map look-up in the same run.
//!
//! Ten million requests under Zipf's law with exponent 1 over a million keys, 10,000 entries. Rounds are interleaved and
//! the least processor time counts, because other work on the machine only adds time; nothing is asserted. Words after
//! `--` choose among `policies`, `curves` and `memory`; `--rounds N` says how often, `--only ID` takes one policy.

#[path = "../engine/host.rs"]
mod host;

use host::say;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::hint::black_box;
use std::process::Command;
use switchyard::cache::curve::{Curve, replayed};
use switchyard::cache::trace::{Generator, Measure, Zipf};
use switchyard::cache::{Policy, Settings, replay};
use switchyard::math;

/// The trace of the policies.
const LONG: Zipf = Zipf { keys: 1_000_000, exponent: 1.0, seed: 42, requests: 10_000_000 };
/// The trace of the curves.
const SHORT: Zipf = Zipf { keys: 100_000, exponent: 1.0, seed: 1, requests: 1_000_000 };
/// The trace of Belady's curve, about as large as it may be.
const SMALL: Zipf = Zipf { keys: 30_000, exponent: 1.0, seed: 1, requests: 90_000 };
/// Entries of the cache.
const CAPACITY: u32 = 10_000;
/// Rounds, unless the arguments say otherwise.
const ROUNDS: u32 = 3;
/// The sizes of a chart, and the policies that it compares.
const SIZES: [u32; 12] = [10, 30, 100, 300, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 50_000, 80_000];
const COMPARED: [Policy; 10] = [
    Policy::Fifo,
    Policy::Lru,
    Policy::Lfu,
    Policy::Clock,
    Policy::Sieve,
    Policy::TwoQ,
    Policy::Arc,
    Policy::S3Fifo,
    Policy::Lirs,
    Policy::WTinyLfu,
];

/// A fast hash of one number: a multiplication (Fibonacci hashing).
#[derive(Default)]
struct Multiply(u64);

impl Hasher for Multiply {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u32(u32::from(byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

type FastMap = HashMap<u32, u32, BuildHasherDefault<Multiply>>;

fn main() {
    let arguments = host::arguments();
    let after = |option: &str| arguments.iter().skip_while(|word| *word != option).nth(1);
    let rounds = after("--rounds").and_then(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let named = ["policies", "curves", "memory"].iter().any(|group| arguments.iter().any(|word| word == group));
    let chosen = |group: &str| !named || arguments.iter().any(|word| word == group);
    let is_wanted = |policy: &Policy| after("--only").is_none_or(|id| id == policy.id());
    let wanted: Vec<Policy> = Policy::ALL.iter().copied().filter(is_wanted).collect();
    if chosen("policies") {
        policies(rounds, &wanted);
    }
    if chosen("curves") {
        curves(rounds);
    }
    if chosen("memory") {
        memory(&wanted);
    }
}

/// Seconds of processor time that some work takes.
fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let from = host::seconds();
    black_box(work());
    host::seconds() - from
}

/// Nanoseconds per request of each policy and of the bare look-ups.
fn policies(rounds: u32, policies: &[Policy]) {
    let trace = Generator::Zipf(LONG).trace();
    let per_request = 1e9 / math::count(trace.keys().len());
    let fast: FastMap = (0..trace.distinct()).map(|key| (key, key)).collect();
    let std: HashMap<u32, u32> = (0..trace.distinct()).map(|key| (key, key)).collect();
    let mut least = vec![f64::INFINITY; policies.len() + 2];
    for _ in 0..rounds {
        least[0] = least[0].min(timed(|| trace.keys().iter().filter(|key| fast.contains_key(key)).count()));
        least[1] = least[1].min(timed(|| trace.keys().iter().filter(|key| std.contains_key(key)).count()));
        for (place, policy) in policies.iter().enumerate() {
            let spent = timed(|| replay(*policy, CAPACITY, &trace));
            least[place + 2] = least[place + 2].min(spent);
        }
    }
    let names = ["hash map, fast hash", "hash map, std"].into_iter().chain(policies.iter().map(|policy| policy.id()));
    for (name, seconds) in names.zip(least) {
        say(&format!("{name}\t{:.2}", seconds * per_request));
    }
}

/// Seconds of the curves of a million requests.
fn curves(rounds: u32) {
    let (trace, small) = (Generator::Zipf(SHORT).trace(), Generator::Zipf(SMALL).trace());
    let mut least = [f64::INFINITY; 3];
    for _ in 0..rounds {
        least[0] = least[0].min(timed(|| Curve::lru(&trace)));
        let chart =
            || COMPARED.iter().map(|&policy| replayed(policy, &SIZES, &trace, Measure::Requests)).collect::<Vec<_>>();
        least[1] = least[1].min(timed(chart));
        least[2] = least[2].min(timed(|| Curve::belady_by(&small, Measure::Requests)));
    }
    say(&format!("LRU at every size, seconds\t{:.3}", least[0]));
    say(&format!("12 sizes x 10 policies, seconds\t{:.3}", least[1]));
    say(&format!("Belady at every size, 90,000 requests, seconds\t{:.3}", least[2]));
}

/// Bytes that each policy takes for each key of the trace, its store included, 10,000 entries. Each is measured in a
/// process of its own: what one policy gave back would be taken for the next one's.
fn memory(policies: &[Policy]) {
    if let [policy] = policies {
        say(&format!("bytes a key, {}\t{:.1}", policy.id(), bytes_a_key(*policy)));
    } else {
        policies.iter().for_each(|policy| again(&["memory", "--only", policy.id()]));
    }
}

/// Runs this program once more with other arguments; it prints where this one does.
fn again(arguments: &[&str]) {
    // With a threshold of its own the allocator of Linux gives back what is freed, so that nothing is taken up again unseen.
    let started = |program| Command::new(program).args(arguments).env("MALLOC_MMAP_THRESHOLD_", "65536").status();
    let program = std::env::current_exe().and_then(started);
    if !program.is_ok_and(|status| status.success()) {
        say(&format!("{}: failed", arguments.join(" ")));
    }
}

fn bytes_a_key(policy: Policy) -> f64 {
    let trace = Generator::Zipf(Zipf { requests: 2_000_000, ..LONG }).trace();
    let before = host::memory();
    let mut cache = policy.build(Settings::of(CAPACITY));
    black_box(cache.replay(&trace));
    let bytes = (host::memory() - before) / f64::from(trace.distinct());
    black_box(&cache);
    bytes
}
