//! Fingerprints of runs that must be the same natively and in WebAssembly, today and next year.
//!
//! The one list, for the tests and for everybody's own verification. A change of it is a change of the engine: it wants a
//! new version and a line in the changelog.

/// Every preset with the digest of its run under seed 1.
pub const GOLDEN: [(&str, &str); 8] = [
    ("calm-day", "a1d84a95de81b5d6"),
    ("thread-pool", "b3dcd40aafeec33e"),
    ("lru-cache", "58433308324045d1"),
    ("unequal-processors", "8b70b9882bd28803"),
    ("cache-policies", "13a4d1ecf9871061"),
    ("festival-peak", "5807bcf7ec310d6e"),
    ("serial-server", "7c78406b7bfb61c7"),
    ("mmc", "3b95dbf6ae26bfdb"),
];
