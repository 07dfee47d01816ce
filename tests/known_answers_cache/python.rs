//! What `cache_info()` of CPython 3.11.7 says after calls of a function behind `@lru_cache`.

/// Hits, misses, the size that was asked for, and entries.
type Info = (u64, u64, Option<u32>, usize);

/// Hits and misses with `maxsize` 100, 128 and 333.
pub(crate) type Decorated = [(u64, u64); 3];

/// What is called so, `maxsize`, the arguments in order, and what is counted.
pub(crate) const CALLS: [(&str, Option<i64>, &[u32], Info); 4] = [
    (
        "the textbook string",
        Some(3),
        &[7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1],
        (8, 12, Some(3), 3),
    ),
    ("size 0 never stores", Some(0), &[1, 1], (0, 2, Some(0), 0)),
    ("a negative size is 0", Some(-5), &[1, 1], (0, 2, Some(0), 0)),
    ("unbounded", None, &[0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4], (15, 5, None, 5)),
];

/// The generated traces by name.
pub(crate) const TRACES: [(&str, Decorated); 5] = [
    ("A1", [(289_829, 710_171), (312_263, 687_737), (400_881, 599_119)]),
    ("A2", [(68_095, 931_905), (79_031, 920_969), (128_879, 871_121)]),
    ("A3", [(124_110, 875_890), (137_500, 862_500), (193_726, 806_274)]),
    ("A4", [(155_605, 844_395), (172_490, 827_510), (243_292, 756_708)]),
    ("A5", [(0, 200_000); 3]),
];
