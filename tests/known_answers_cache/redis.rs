//! Recorded runs of a Redis 7.0.15 server.

/// The generated trace A1 with room for 10,000 keys: policy, and for each run the pace that it reached in requests per
/// second and its misses.
#[rustfmt::skip]
pub(crate) const RUNS: &[(&str, &[(u64, u64)])] = &[
    ("redis-allkeys-lfu", &[(100_226, 233_969), (76_331, 234_375), (82_261, 233_964), (87_343, 234_085)]),
    ("redis-allkeys-lru", &[(76_321, 289_788), (69_017, 289_821), (66_933, 289_343), (70_347, 289_558)]),
    ("redis-allkeys-lru", &[(20_000, 271_372), (20_000, 270_945), (19_999, 271_125)]),
    ("redis-allkeys-random", &[(87_323, 303_683), (97_827, 303_412), (78_919, 302_940), (68_645, 303_013)]),
];
