//! Caches against hand-checkable sequences, the counts of libCacheSim 0.3.5, CPython's `lru_cache` and closed forms.
//!
//! A count is the number of misses from a cold start, one lookup a request, insertion on a miss, entries of size one.
//! Real traces are no part of the project: `SWITCHYARD_TRACES` names a folder that holds them.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod known_answers_cache {
    pub(crate) mod python;
    pub(crate) mod redis;
    pub(crate) mod sequences;
    pub(crate) mod tables;
}

use known_answers_cache::python::{self, Decorated};
use known_answers_cache::redis;
use known_answers_cache::sequences::{SEQUENCES, Sequence};
use known_answers_cache::tables::{self, Table};
use std::io::BufReader;
use std::sync::LazyLock;
use switchyard::cache::curve::Curve;
use switchyard::cache::trace::{Drift, Generator, Measure, Scan, Trace, Zipf};
use switchyard::cache::{Expiry, Info, Memo, Policy, Settings, replay};
use switchyard::interop::trace::{Columns, Format, read};
use switchyard::math;
use switchyard::random::{Stream, exponential};
use switchyard::units::{Instant, Nanos};

impl Sequence {
    fn keys(&self) -> Vec<u32> {
        self.keys.split(' ').filter_map(|key| key.parse().ok()).collect()
    }

    fn trace(&self) -> Trace {
        Trace::of_keys(self.keys().into_iter().map(u64::from))
    }
}

/// Zipf with exponent 1.
const A1: Generator = Generator::Zipf(Zipf { keys: 100_000, exponent: 1.0, seed: 1, requests: 1_000_000 });
/// A flatter zipf.
const A2: Generator = Generator::Zipf(Zipf { keys: 100_000, exponent: 0.8, seed: 11, requests: 1_000_000 });
/// Zipf with scans.
const A3: Generator = Generator::Scan(
    Zipf { keys: 100_000, exponent: 0.9, seed: 2, requests: 1_000_000 },
    Scan { period: 10_000, length: 2_000, extra: 50_000 },
);
/// Zipf whose favourites drift.
const A4: Generator = Generator::Drift(
    Zipf { keys: 100_000, exponent: 0.9, seed: 3, requests: 1_000_000 },
    Drift { period: 10_000, step: 500 },
);
/// A loop.
const A5: Generator = Generator::Loop { keys: 5_000, requests: 200_000 };

static TRACE_A1: LazyLock<Trace> = LazyLock::new(|| A1.trace());
static TRACE_A2: LazyLock<Trace> = LazyLock::new(|| A2.trace());
static TRACE_A3: LazyLock<Trace> = LazyLock::new(|| A3.trace());
static TRACE_A4: LazyLock<Trace> = LazyLock::new(|| A4.trace());
static TRACE_A5: LazyLock<Trace> = LazyLock::new(|| A5.trace());

fn policy(id: &str) -> Policy {
    Policy::from_id(id).unwrap_or_else(|| panic!("`{id}` is no policy"))
}

/// Hits and misses in order: as many parts as requests, so that each part is one.
fn outcomes(policy: Policy, capacity: u32, trace: &Trace) -> String {
    let each = policy.build(Settings::of(capacity)).replay_in(trace, math::id(trace.keys().len()), Measure::Requests);
    each.iter().map(|counts| if counts.hits == 1 { 'H' } else { '.' }).collect()
}

#[test]
fn short_sequences_hit_and_miss_as_by_hand() {
    let mut wrong = Vec::new();
    for sequence in SEQUENCES {
        let trace = sequence.trace();
        for &(id, capacity, expected) in sequence.rows {
            let got = outcomes(policy(id), capacity, &trace);
            if got != expected {
                wrong.push(format!("{}, {id}, capacity {capacity}: {got}, known {expected}", sequence.name));
            }
        }
        for &(id, capacity, expected) in sequence.counts {
            let got = replay(policy(id), capacity, &trace).misses;
            if got != expected {
                wrong.push(format!("{}, {id}, capacity {capacity}: {got}, known {expected}", sequence.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The trace's fingerprint: FNV-1a by keys instead of bytes.
fn checksum(keys: &[u32]) -> u64 {
    keys.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &key| (hash ^ u64::from(key)).wrapping_mul(0x100_0000_01B3))
}

#[test]
fn generated_traces_are_the_agreed_ones() {
    let check = |generator: Generator, first: [u32; 8], sum: u64, expected: u64| {
        let keys = generator.keys();
        assert_eq!(keys[..8], first, "the first eight keys");
        assert_eq!(keys.iter().copied().map(u64::from).sum::<u64>(), sum, "the sum of the keys");
        assert_eq!(checksum(&keys), expected, "the checksum");
    };
    check(A1, [90550, 94609, 45808, 682, 3, 894, 3, 353], 8_292_518_597, 0xe12b_acba_30d0_2e30);
    check(A2, [16748, 24968, 1966, 4339, 71881, 137, 107, 83440], 18_242_004_043, 0x6639_afd1_d8cb_2494);
    let scan = [100_001, 100_002, 100_003, 100_004, 100_005, 100_006, 100_007, 100_008];
    check(A3, scan, 35_391_857_574, 0xfb4b_df91_13c9_8a9d);
    check(A4, [90232, 1607, 214, 1112, 8949, 52448, 9, 158], 33_489_081_109, 0xf751_f7fe_817b_e8da);
    check(A5, [1, 2, 3, 4, 5, 6, 7, 8], 500_100_000, 0x3e16_a5c8_9dd7_43a5);
}

#[test]
fn generated_sequences_are_the_written_ones() {
    let written = |name: &str| SEQUENCES.iter().find(|sequence| sequence.name == name).map(Sequence::keys);
    let law = Zipf { keys: 45, exponent: 0.7, seed: 7, requests: 120 };
    assert_eq!(written("P7"), Some(Generator::Zipf(law).keys()), "the zipf trace of P7");
}

/// How far a policy that draws may lie outside the band of another program's runs, as a share.
fn tolerance(id: &str, steady: bool) -> f64 {
    match (id, steady) {
        ("random", true) => 0.01,
        ("random", false) => 0.02,
        (_, true) => 0.015,
        // The moment at which the sketch starts and the arithmetic of its ageing matter where favourites change.
        (_, false) => 0.2,
    }
}

/// Checks every row of a table; `steady` says whether the favourites stay the same.
fn check_table(table: &Table, trace: &Trace, steady: bool) {
    assert_eq!(math::wide(trace.keys().len()), table.requests, "requests");
    assert_eq!(trace.distinct(), table.distinct, "distinct keys");
    let mut wrong = Vec::new();
    for &(id, expected) in table.exact {
        let misses = table.capacities.map(|capacity| replay(policy(id), capacity, trace).misses);
        if misses != expected {
            wrong.push(format!("{id} at {:?}: {misses:?}, known {expected:?}", table.capacities));
        }
    }
    for &(id, bands) in table.bands {
        let share = tolerance(id, steady);
        for (capacity, (mut low, high)) in table.capacities.into_iter().zip(bands) {
            if id == "random" && steady {
                // Under independent requests an exactly uniform choice misses as often as FIFO (Gelenbe), and
                // libCacheSim's choice is not quite uniform.
                low = low.min(replay(Policy::Fifo, capacity, trace).misses);
            }
            let misses = math::float(replay(policy(id), capacity, trace).misses);
            let (low, high) = (math::float(low) * (1.0 - share), math::float(high) * (1.0 + share));
            if !(low..=high).contains(&misses) {
                wrong.push(format!("{id} at {capacity}: {misses}, allowed {low:.0} to {high:.0}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn misses_on_zipf_traffic_equal_the_references() {
    check_table(&tables::A1, &TRACE_A1, true);
    check_table(&tables::A2, &TRACE_A2, true);
}

#[test]
fn misses_under_scans_and_loops_equal_the_references() {
    check_table(&tables::A3, &TRACE_A3, true);
    check_table(&tables::A5, &TRACE_A5, false);
}

#[test]
fn misses_under_drift_equal_the_references() {
    check_table(&tables::A4, &TRACE_A4, false);
}

const WEB12: &str = "cache2k-web12.csv.gz";
const ORM_NIGHT_1M: &str = "cache2k-orm-night-1m.csv.gz";
const TWITTER52: &str = "twitter-cluster52-1m.csv.gz";

/// The column `key` of a real trace; without the folder of them there is none, which `cargo xtask test` says.
fn real(file: &str) -> Option<Trace> {
    let folder = std::env::var_os("SWITCHYARD_TRACES")?;
    let folder = std::path::Path::new(&folder);
    let file = folder.is_dir().then(|| std::fs::File::open(folder.join(file)).unwrap())?;
    let text = BufReader::new(flate2::read::MultiGzDecoder::new(file));
    let columns = Columns::of_keys("key".to_owned());
    Some(read(text, &Format::Csv(columns)).unwrap())
}

#[test]
fn misses_on_real_traces_equal_the_references() {
    for (file, table) in
        [(WEB12, &tables::WEB12), (ORM_NIGHT_1M, &tables::ORM_NIGHT_1M), (TWITTER52, &tables::TWITTER52)]
    {
        if let Some(trace) = real(file) {
            check_table(table, &trace, false);
        }
    }
}

/// Misses of LRU with room for 1, 2, 4 ... 8,192 and for all keys, and of Belady's limit at the sizes of the table, one run
/// of libCacheSim a size.
#[test]
fn curves_of_a_real_trace_equal_the_reference() {
    let expected = [
        90_086, 87_899, 85_958, 83_049, 78_418, 72_205, 65_510, 58_362, 50_654, 41_954, 33_453, 25_994, 19_908, 15_320,
    ];
    let Some(trace) = real(WEB12) else { return };
    let limit = Curve::belady_by(&trace, Measure::Requests).unwrap();
    for (capacity, misses) in [(137, 39_712), (688, 24_209), (1_376, 19_085), (2_751, 15_315)] {
        assert!((limit.misses(capacity) - f64::from(misses)).abs() < 0.5, "{} at {capacity}", limit.misses(capacity));
    }
    let curve = Curve::lru(&trace);
    let doubling = (0..).map(|power| 1_u32 << power);
    for (capacity, misses) in doubling.zip(expected).chain([(trace.distinct(), 13_756_u64)]) {
        assert!((curve.misses(capacity) - math::float(misses)).abs() < 0.5, "{} at {capacity}", curve.misses(capacity));
    }
}

/// After Caffeine issue 327: request i + j for i = 0 .. 9999 and j = 1 .. 100. The optimum is 10,099.
#[test]
fn sliding_window_misses_equal_libcachesim() {
    let trace = Trace::of_keys((0..10_000).flat_map(|i| (1..=100).map(move |j| i + j)));
    let check = |id: &str, expected: [u64; 3]| {
        let misses = [100, 101, 150].map(|capacity| replay(policy(id), capacity, &trace).misses);
        assert_eq!(misses, expected, "{id} at 100, 101 and 150");
    };
    for id in ["fifo", "lru", "clock", "sieve", "2q", "arc", "lru-2", "belady"] {
        check(id, [10_099; 3]);
    }
    check("lfu", [994_950, 994_851, 990_000]);
    check("s3-fifo", [40_844, 26_675, 10_861]);
}

/// The counters of `@lru_cache` after calls with these keys.
fn memoised(maxsize: Option<i64>, keys: impl IntoIterator<Item = u32>) -> Info {
    let mut memo = Memo::new(maxsize);
    for key in keys {
        memo.call(key, |_| ());
    }
    memo.cache_info()
}

/// The naive recursion, each call through the cache.
fn fibonacci(memo: &mut Memo, n: u32) {
    memo.call(n, |memo| {
        if n >= 2 {
            fibonacci(memo, n - 1);
            fibonacci(memo, n - 2);
        }
    });
}

#[test]
fn lru_cache_counts_as_python_does() {
    for (name, maxsize, keys, (hits, misses, size, currsize)) in python::CALLS {
        let info = Info { hits, misses, maxsize: size, currsize };
        assert_eq!(memoised(maxsize, keys.iter().copied()), info, "{name}");
    }
    assert_eq!(SEQUENCES[0].keys(), python::CALLS[0].2, "the textbook string is the same one");
}

#[test]
fn lru_cache_stores_nothing_of_a_call_that_raises_as_python_does() {
    let mut memo = Memo::new(Some(3));
    for _ in 0..3 {
        assert_eq!(memo.try_call(7, |_| Err("raised")), Err("raised"), "the caller hears of it");
    }
    let Info { hits, misses, currsize, .. } = memo.cache_info();
    assert_eq!((hits, misses, currsize), (0, 3, 0), "a function that raises, the same key three times");
    assert_eq!(memo.try_call(7, |_| Ok::<(), &str>(())), Ok(()), "and the key may be stored later");
    assert_eq!(memo.try_call(7, |_| Err("raised")), Ok(()), "whereupon nothing is run");
}

#[test]
fn lru_cache_remembers_recursive_calls_as_python_does() {
    let check = |memo: &mut Memo, n, expected: (u64, u64, usize)| {
        fibonacci(memo, n);
        let Info { hits, misses, currsize, .. } = memo.cache_info();
        assert_eq!((hits, misses, currsize), expected, "Fibonacci({n})");
    };
    let mut memo = Memo::new(Some(100));
    check(&mut memo, 30, (28, 31, 31));
    check(&mut memo, 30, (29, 31, 31));
    check(&mut Memo::new(Some(3)), 15, (13, 16, 3));
    check(&mut Memo::new(Some(2)), 15, (68, 329, 2));
}

fn check_decorated(name: &str, trace: &Trace, expected: Decorated) {
    for (maxsize, (hits, misses)) in [100, 128, 333].into_iter().zip(expected) {
        let counts = replay(Policy::PythonLruCache, maxsize, trace);
        assert_eq!((counts.hits, counts.misses), (hits, misses), "{name}, maxsize {maxsize}");
    }
}

#[test]
fn lru_cache_counts_traces_as_python_does() {
    let traces = [&TRACE_A1, &TRACE_A2, &TRACE_A3, &TRACE_A4, &TRACE_A5];
    for (trace, (name, expected)) in traces.into_iter().zip(python::TRACES) {
        check_decorated(name, trace, expected);
    }
}

#[test]
fn lru_cache_counts_real_traces_as_python_does() {
    let check = |file: &str, expected: Decorated| {
        if let Some(trace) = real(file) {
            check_decorated(file, &trace, expected);
        }
    };
    check(WEB12, [(34_631, 60_976), (37_245, 58_362), (48_159, 47_448)]);
    check(ORM_NIGHT_1M, [(466_044, 533_956), (479_574, 520_426), (575_551, 424_449)]);
    check(TWITTER52, [(471_508, 528_492), (494_866, 505_134), (569_635, 430_365)]);
}

/// Eight callers who all miss before the first has its answer, as eight threads do: each runs the function, one entry.
#[test]
fn lru_cache_lets_all_run_who_miss_at_once_as_python_does() {
    fn miss(memo: &mut Memo, others: u32) {
        memo.call(7, |memo| {
            if others > 0 {
                miss(memo, others - 1);
            }
        });
    }
    let mut memo = Memo::new(Some(128));
    miss(&mut memo, 7);
    let Info { hits, misses, currsize, .. } = memo.cache_info();
    assert_eq!((hits, misses, currsize), (0, 8, 1));
}

/// Within 1 % of the server's runs at the pace of each for LRU, whose clock of whole seconds makes it depend on it, and
/// within 2 % for the others: the server draws from neighbouring buckets of its table.
#[test]
fn redis_misses_as_often_as_the_running_server() {
    let mut trace = TRACE_A1.clone();
    for &(id, runs) in redis::RUNS {
        let share = if id == "redis-allkeys-lru" { 0.01 } else { 0.02 };
        let low = runs.iter().map(|run| run.1).min().unwrap_or_default();
        let high = runs.iter().map(|run| run.1).max().unwrap_or_default();
        let band = math::float(low) * (1.0 - share)..=math::float(high) * (1.0 + share);
        for &(per_second, _) in runs {
            trace = trace.paced(Nanos::new(1_000_000_000 / per_second));
            let misses = math::float(replay(policy(id), 10_000, &trace).misses);
            assert!(band.contains(&misses), "{id} at {per_second} a second: {misses}, allowed {band:?}");
        }
    }
}

/// Batches of each simulated ratio.
const BATCHES: u32 = 100;
/// Requests of each batch: so many that neighbouring batches hardly depend on each other.
const BATCH: u32 = 4_000;

/// The hit ratio must lie within four standard errors of the exact one, the error taken from the batches.
fn check_ratio(exact: f64, label: &str, mut request: impl FnMut() -> bool) {
    let mut batch = || {
        let hits = (0..BATCH).filter(|_| request()).count();
        math::count(hits) / f64::from(BATCH)
    };
    batch();
    let ratios: Vec<f64> = (0..BATCHES).map(|_| batch()).collect();
    let mean = ratios.iter().sum::<f64>() / f64::from(BATCHES);
    let variance = ratios.iter().map(|ratio| (ratio - mean) * (ratio - mean)).sum::<f64>() / f64::from(BATCHES - 1);
    let error = (variance / f64::from(BATCHES)).sqrt();
    assert!((mean - exact).abs() <= 4.0 * error, "{label}: {mean} +- {error}, exactly {exact}");
}

/// Independent references: King's sum for LRU, Gelenbe's product form for FIFO.
#[test]
fn independent_references_hit_as_often_as_the_closed_forms_say() {
    let check = |policy: Policy, probabilities: &[f64], capacity, exact| {
        let mut stream = Stream::new(9, "references");
        let mut cache = policy.build(Settings::of(capacity));
        let mut draw = || {
            let mut rest = stream.unit();
            let key = probabilities.iter().position(|probability| {
                rest -= probability;
                rest < 0.0
            });
            math::id(key.unwrap_or(0))
        };
        check_ratio(exact, policy.id(), || {
            let key = draw();
            let hit = cache.lookup(key, Instant::START);
            if !hit {
                cache.insert(key, Instant::START);
            }
            hit
        });
    };
    let four = [0.4, 0.3, 0.2, 0.1];
    let five = [0.35, 0.25, 0.2, 0.12, 0.08];
    check(Policy::Lru, &[0.5, 0.3, 0.2], 2, 0.719_285_714);
    check(Policy::Fifo, &[0.5, 0.3, 0.2], 2, 0.709_677_419);
    check(Policy::Lru, &four, 2, 0.580_555_556);
    check(Policy::Fifo, &four, 2, 0.571_428_571);
    check(Policy::Lru, &four, 3, 0.826_587_302);
    check(Policy::Fifo, &four, 3, 0.808);
    check(Policy::Lru, &five, 3, 0.688_377_616);
    check(Policy::Fifo, &five, 3, 0.670_545_891);
    check(Policy::Random, &[0.5, 0.3, 0.2], 2, 0.709_677_419);
    check(Policy::Random, &four, 2, 0.571_428_571);
    check(Policy::Random, &four, 3, 0.808);
    check(Policy::Random, &five, 3, 0.670_545_891);
}

/// One key under Poisson arrivals at `rate` with a lifetime of `ttl`: hit ratio rate ttl / (1 + rate ttl). With room
/// for the key the policy does not matter.
#[test]
fn a_fixed_lifetime_hits_as_often_as_the_closed_form_says() {
    let check = |policy: Policy, rate: f64, ttl: f64| {
        let mut stream = Stream::new(4, "arrivals");
        let mut cache = policy.build(Settings::of(1).with_ttl(Some(Nanos::from_seconds(ttl))));
        let mut now = Instant::START;
        check_ratio(rate * ttl / (1.0 + rate * ttl), policy.id(), || {
            now += Nanos::from_seconds(exponential(&mut stream) / rate);
            let hit = cache.lookup(0, now);
            if !hit {
                cache.insert(0, now);
            }
            hit
        });
    };
    for &policy in Policy::ALL.iter().filter(|policy| !policy.is_clairvoyant()) {
        check(policy, 1.0, 1.0);
        check(policy, 0.5, 10.0);
        check(policy, 10.0, 0.3);
    }
}

/// The same with a lifetime that each hit renews: 1 - exp(-rate ttl).
#[test]
fn a_renewed_lifetime_hits_as_often_as_the_closed_form_says() {
    for (rate, ttl, exact) in [(1.0, 1.0, 0.632_121), (0.5, 10.0, 0.993_262), (10.0, 0.3, 0.950_213)] {
        let mut stream = Stream::new(6, "arrivals");
        let settings = Settings::of(1).with_ttl(Some(Nanos::from_seconds(ttl)));
        let mut cache = Policy::Lru.build(Settings { expiry: Expiry::AfterAccess, ..settings });
        let mut now = Instant::START;
        check_ratio(exact, &format!("{rate} per s, {ttl} s"), || {
            now += Nanos::from_seconds(exponential(&mut stream) / rate);
            let hit = cache.lookup(0, now);
            if !hit {
                cache.insert(0, now);
            }
            hit
        });
    }
}
