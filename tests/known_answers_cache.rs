//! Caches against hand-checkable sequences, the counts of libCacheSim 0.3.5, CPython's `lru_cache` and closed forms.
//!
//! A count is the number of misses from a cold start, one lookup a request, insertion on a miss, entries of size one.

mod traces;

use switchyard::cache::{Counts, Info, Memo, Policy, Settings, replay};
use switchyard::math;
use switchyard::random::{Stream, exponential};
use switchyard::units::{Instant, Nanos};

/// A short trace, and each policy's hits (H) and misses (.) in order at some capacities.
struct Sequence {
    name: &'static str,
    keys: &'static str,
    rows: &'static [(&'static str, u32, &'static str)],
}

impl Sequence {
    fn keys(&self) -> Vec<u32> {
        self.keys.split(' ').filter_map(|key| key.parse().ok()).collect()
    }
}

/// P1 is the textbook string, P2 Belady's, P3 a loop one larger than 3, P5 the outputs of SplitMix64 modulo 8 for seed
/// 5, P6 a hot set with scans, P7 a zipf trace.
const SEQUENCES: &[Sequence] = &[
    Sequence {
        name: "P1",
        keys: "7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1",
        rows: &[
            ("fifo", 3, "....H......HH..HH..."),
            ("lru", 3, "....H.H....HH.H.H.HH"),
            ("lfu", 3, "....H.H...HHH.HHH.H."),
            ("fifo", 4, "....H.H.HH.HH..HH.HH"),
            ("lru", 4, "....H.H.HHHHH.HHH.HH"),
            ("lfu", 4, "....H.H.HHHHH.HHH.H."),
            ("fifo", 5, "....H.H.HHHHHHHHH..."),
            ("lru", 5, "....H.H.HHHHHHHHH.HH"),
            ("lfu", 5, "....H.H.HHHHHHHHH.HH"),
        ],
    },
    Sequence {
        name: "P2",
        keys: "1 2 3 4 1 2 5 1 2 3 4 5",
        rows: &[
            ("fifo", 3, ".......HH..H"),
            ("lru", 3, ".......HH..."),
            ("lfu", 3, ".......HH..."),
            ("fifo", 4, "....HH......"),
            ("lru", 4, "....HH.HH..."),
            ("lfu", 4, "....HH.HH..."),
        ],
    },
    Sequence {
        name: "P3",
        keys: "1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4",
        rows: &[
            ("fifo", 3, "...................."),
            ("lru", 3, "...................."),
            ("lfu", 3, "...................."),
            ("fifo", 4, "....HHHHHHHHHHHHHHHH"),
            ("lru", 4, "....HHHHHHHHHHHHHHHH"),
            ("lfu", 4, "....HHHHHHHHHHHHHHHH"),
            ("fifo", 5, "....HHHHHHHHHHHHHHHH"),
            ("lru", 5, "....HHHHHHHHHHHHHHHH"),
            ("lfu", 5, "....HHHHHHHHHHHHHHHH"),
        ],
    },
    Sequence {
        name: "P4",
        keys: "1 1 1 2 2 3 4 5 6 1 2 1 7 8 9 1 2 3 1 2",
        rows: &[
            ("fifo", 3, ".HH.H......H......HH"),
            ("lru", 3, ".HH.H......H......HH"),
            ("lfu", 3, ".HH.H....HHH...HH.HH"),
            ("fifo", 4, ".HH.H......H......HH"),
            ("lru", 4, ".HH.H......H...H..HH"),
            ("lfu", 4, ".HH.H....HHH...HH.HH"),
            ("fifo", 5, ".HH.H......H...HH..."),
            ("lru", 5, ".HH.H......H...HH.HH"),
            ("lfu", 5, ".HH.H....HHH...HH.HH"),
        ],
    },
    Sequence {
        name: "P5",
        keys: "2 0 7 5 5 4 1 3 0 3 7 4 3 5 7 6 3 3 7 0 1 3 0 7 3 3 6 1 7 6 7 5 7 6 7 5 6 7 4 3",
        rows: &[
            ("fifo", 3, "....H....H.......HH..HH..H...HH.H.HHHH.."),
            ("lru", 3, "....H....H..H....HH...H.HH...HH.HHHHHH.."),
            ("lfu", 3, "....H....H..HH..HH...H..HH.....HH..H...H"),
            ("fifo", 4, "....H....H..H.H..H...HHHHH.HHHH..HHHHH.."),
            ("lru", 4, "....H....H..H.H.HHH..HHHHH..HHH.HHHHHH.."),
            ("lfu", 4, "....H....H..HHH.HHH..H.HHH..H.HHHHHHHH.H"),
            ("fifo", 5, "....H....H.HH.H.HHHH....HHHHHHH.H.HHHH.."),
            ("lru", 5, "....H....H.HH.H.HHH..HHHHHHHHHH.HHHHHH.."),
            ("lfu", 5, "....H....H..HHH.HHH..HHHHH..H.HHHHHHHH.H"),
        ],
    },
    Sequence {
        name: "P6",
        keys: "1 2 3 1 2 3 10 11 12 13 14 1 2 3 1 2 3 15 16 17 18 19 1 2 3",
        rows: &[
            ("fifo", 3, "...HHH........HHH........"),
            ("lru", 3, "...HHH........HHH........"),
            ("lfu", 3, "...HHH......HHHHH......HH"),
            ("fifo", 4, "...HHH........HHH........"),
            ("lru", 4, "...HHH........HHH........"),
            ("lfu", 4, "...HHH.....HHHHHH.....HHH"),
            ("fifo", 5, "...HHH........HHH........"),
            ("lru", 5, "...HHH........HHH........"),
            ("lfu", 5, "...HHH.....HHHHHH.....HHH"),
        ],
    },
    Sequence {
        name: "P7",
        keys: "24 10 2 19 26 4 4 43 4 11 6 1 36 20 35 31 25 1 18 2 1 3 9 43 19 21 3 4 1 3 19 15 2 16 1 27 45 15 17 13 37 7 40 2 2 26 2 15 3 7 25 11 20 1 12 7 11 2 1 3 5 9 5 28 9 10 13 18 19 1 31 17 9 36 36 27 8 18 39 7 2 20 8 31 16 12 23 8 2 20 24 13 17 19 6 28 1 24 7 18 34 2 8 5 32 41 4 29 5 2 1 9 41 1 18 1 6 15 15 13",
        rows: &[
            (
                "fifo",
                20,
                "......H.H........H.HH..HH.HHHHH.H.H..H......H.HHHHH.H..HHHHH.HH.H.H..H.H..HH.H.HH.HH.H.HHH...H.HHH.H..HH.....H.HHH.HH.HH",
            ),
            (
                "lru",
                20,
                "......H.H........H.HH..HH.HHHHH.H.H..H.....HH.HHHHH..H.HHHHH..H.H.H..H..H.H..H.HHHHH...HHH.HHH..HHHH.HH.....HHH.HHHHH.HH",
            ),
            (
                "fifo",
                24,
                "......H.H........H.HH..HH.HHHHH.H.H..H......H.HHHHHHHH.HHHHH.HH.H.HH..HHH.HH.H.HH.H.HH.HHH.HHH.HHHH..HHH....HHH.HHHHH.H.",
            ),
            (
                "lru",
                24,
                "......H.H........H.HH..HH.HHHHH.H.H..H.....HH.HHHHH.HH.HHHHH.HH.H.H.HH.HH.HH.H.HHHHH.H.HHH.HHH.HHHHH.HHH....HHH.HHHHH.HH",
            ),
        ],
    },
];

/// Hits and misses in order.
fn outcomes(policy: Policy, capacity: u32, keys: &[u32]) -> String {
    let mut cache = policy.build(Settings { capacity, ttl: None });
    let mut request = |&key: &u32| {
        let hit = cache.lookup(key, Instant::START);
        if !hit {
            cache.insert(key, Instant::START);
        }
        if hit { 'H' } else { '.' }
    };
    keys.iter().map(&mut request).collect()
}

#[test]
fn short_sequences_hit_and_miss_as_by_hand() {
    for sequence in SEQUENCES {
        let keys = sequence.keys();
        for &(id, capacity, expected) in sequence.rows {
            let got = Policy::from_id(id).map(|policy| outcomes(policy, capacity, &keys));
            assert_eq!(got.as_deref(), Some(expected), "{}, {id}, capacity {capacity}", sequence.name);
        }
    }
}

#[test]
fn generated_traces_are_the_agreed_ones() {
    let check = |keys: &[u32], first: [u32; 8], sum: u64, expected: u64| {
        assert_eq!(keys[..8], first, "the first eight keys");
        assert_eq!(keys.iter().copied().map(u64::from).sum::<u64>(), sum, "the sum of the keys");
        assert_eq!(traces::checksum(keys), expected, "the checksum");
    };
    check(&traces::A1, [90550, 94609, 45808, 682, 3, 894, 3, 353], 8_292_518_597, 0xe12b_acba_30d0_2e30);
    check(&traces::A2, [16748, 24968, 1966, 4339, 71881, 137, 107, 83440], 18_242_004_043, 0x6639_afd1_d8cb_2494);
    check(
        &traces::A3,
        [100_001, 100_002, 100_003, 100_004, 100_005, 100_006, 100_007, 100_008],
        35_391_857_574,
        0xfb4b_df91_13c9_8a9d,
    );
    check(&traces::A4, [90232, 1607, 214, 1112, 8949, 52448, 9, 158], 33_489_081_109, 0xf751_f7fe_817b_e8da);
    check(&traces::A5, [1, 2, 3, 4, 5, 6, 7, 8], 500_100_000, 0x3e16_a5c8_9dd7_43a5);
}

#[test]
fn generated_sequences_are_the_written_ones() {
    let written = |name: &str| SEQUENCES.iter().find(|sequence| sequence.name == name).map(Sequence::keys);
    let law = traces::Zipf { keys: 45, exponent: 0.7, seed: 7, requests: 120 };
    assert_eq!(written("P7"), Some(traces::zipf(&law)), "the zipf trace of P7");
    let mut state = 5;
    let outputs = (0..40).map(|_| math::low(traces::split_mix(&mut state) % 8)).collect();
    assert_eq!(written("P5"), Some(outputs), "the outputs of P5");
}

/// Misses of FIFO, LRU and LFU, a row each, at four capacities.
fn check_misses(keys: &[u32], capacities: [u32; 4], expected: [[u64; 4]; 3]) {
    for (policy, row) in [Policy::Fifo, Policy::Lru, Policy::Lfu].into_iter().zip(expected) {
        let misses = capacities.map(|capacity| replay(policy, capacity, keys.iter().copied()).misses);
        assert_eq!(misses, row, "{} at {capacities:?}", policy.id());
    }
}

const SIZES: [u32; 4] = [100, 1_000, 10_000, 50_000];

#[test]
fn zipf_misses_equal_libcachesim() {
    let fifo = [749_696, 535_424, 301_187, 122_425];
    let lru = [710_171, 493_991, 266_064, 105_598];
    let lfu = [607_031, 408_137, 225_003, 102_328];
    check_misses(&traces::A1, SIZES, [fifo, lru, lfu]);
}

#[test]
fn flat_zipf_misses_equal_libcachesim() {
    let fifo = [942_402, 820_649, 571_849, 248_892];
    let lru = [931_905, 795_403, 531_984, 217_490];
    let lfu = [841_191, 699_032, 461_956, 202_772];
    check_misses(&traces::A2, SIZES, [fifo, lru, lfu]);
}

#[test]
fn scan_misses_equal_libcachesim() {
    let fifo = [895_348, 761_545, 594_569, 434_246];
    let lru = [875_890, 737_296, 559_935, 395_569];
    let lfu = [790_001, 649_927, 480_845, 356_457];
    check_misses(&traces::A3, SIZES, [fifo, lru, lfu]);
}

#[test]
fn drift_misses_equal_libcachesim() {
    let fifo = [868_674, 697_427, 451_137, 198_184];
    let lru = [844_395, 665_582, 425_579, 185_004];
    let lfu = [990_212, 957_404, 813_730, 310_265];
    check_misses(&traces::A4, SIZES, [fifo, lru, lfu]);
}

#[test]
fn loop_misses_equal_libcachesim() {
    let row = [200_000, 200_000, 200_000, 5_000];
    check_misses(&traces::A5, [100, 1_000, 4_999, 5_000], [row, row, row]);
}

/// After Caffeine issue 327: request i + j for i = 0 .. 9999 and j = 1 .. 100. The optimum is 10,099.
#[test]
fn sliding_window_misses_equal_libcachesim() {
    let keys = || (0..10_000).flat_map(|i| (1..=100).map(move |j| i + j));
    let check = |policy, expected: [u64; 3]| {
        let misses = [100, 101, 150].map(|capacity| replay(policy, capacity, keys()).misses);
        assert_eq!(misses, expected, "{} at 100, 101 and 150", policy.id());
    };
    check(Policy::Fifo, [10_099; 3]);
    check(Policy::Lru, [10_099; 3]);
    check(Policy::Lfu, [994_950, 994_851, 990_000]);
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
    let maxsize = Some;
    let info = |hits, misses, maxsize, currsize| Info { hits, misses, maxsize, currsize };
    let textbook = SEQUENCES[0].keys();
    assert_eq!(memoised(maxsize(3), textbook), info(8, 12, Some(3), 3), "the textbook string");
    assert_eq!(memoised(maxsize(0), [1, 1]), info(0, 2, Some(0), 0), "size 0 never stores");
    assert_eq!(memoised(maxsize(-5), [1, 1]), info(0, 2, Some(0), 0), "a negative size is 0");
    assert_eq!(memoised(None, (0..20).map(|i| i % 5)), info(15, 5, None, 5), "unbounded");
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

#[test]
fn lru_cache_counts_traces_as_python_does() {
    let check = |keys: &[u32], expected: [(u64, u64); 3]| {
        for (maxsize, (hits, misses)) in [100, 128, 333].into_iter().zip(expected) {
            let counts = replay(Policy::PythonLruCache, maxsize, keys.iter().copied());
            assert_eq!((counts.hits, counts.misses), (hits, misses), "maxsize {maxsize}");
        }
    };
    check(&traces::A1, [(289_829, 710_171), (312_263, 687_737), (400_881, 599_119)]);
    check(&traces::A3, [(124_110, 875_890), (137_500, 862_500), (193_726, 806_274)]);
    check(&traces::A5, [(0, 200_000); 3]);
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
        let mut cache = policy.build(Settings { capacity, ttl: None });
        let mut draw = || {
            let mut rest = stream.unit();
            let key = probabilities.iter().position(|probability| {
                rest -= probability;
                rest < 0.0
            });
            math::id(key.unwrap_or(0))
        };
        check_ratio(exact, policy.id(), || cache.replay([draw()]) == Counts { requests: 1, hits: 1, misses: 0 });
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
}

/// One key under Poisson arrivals at `rate` with a lifetime of `ttl`: hit ratio rate ttl / (1 + rate ttl). With room
/// for the key the policy does not matter.
#[test]
fn a_fixed_lifetime_hits_as_often_as_the_closed_form_says() {
    let check = |policy: Policy, rate: f64, ttl: f64| {
        let mut stream = Stream::new(4, "arrivals");
        let mut cache = policy.build(Settings { capacity: 1, ttl: Some(Nanos::from_seconds(ttl)) });
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
    for &policy in Policy::ALL {
        check(policy, 1.0, 1.0);
        check(policy, 0.5, 10.0);
        check(policy, 10.0, 0.3);
    }
}
