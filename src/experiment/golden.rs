//! Fingerprints of runs that must be the same natively and in WebAssembly, today and next year.
//!
//! The one list, for the tests and for everybody's own verification. A change of it is a change of the engine: it wants a
//! new version and a line in the changelog.

/// Every preset with the digest of its run under seed 1.
pub const GOLDEN: [(&str, &str); 18] = [
    ("calm-day", "a1d84a95de81b5d6"),
    ("thread-pool", "b3dcd40aafeec33e"),
    ("lru-cache", "58433308324045d1"),
    ("unequal-processors", "8b70b9882bd28803"),
    ("cache-policies", "13a4d1ecf9871061"),
    ("festival-peak", "5807bcf7ec310d6e"),
    ("serial-server", "7c78406b7bfb61c7"),
    ("mmc", "3b95dbf6ae26bfdb"),
    ("lossy-link", "c327afdd5e2b6aa2"),
    ("timer-inversion", "1a634e58ba6418e1"),
    ("slow-acquirer", "b391375e56cf896b"),
    ("issuer-outage", "67d24bd344dc2bca"),
    ("cache-stampede", "7f1377ba341545f0"),
    ("retry-storm", "b65137753c36c642"),
    ("round-hour", "190e73b02421818d"),
    ("index-lost", "f1a73adfca924b41"),
    ("half-failover", "5abc6348087e41ab"),
    ("certificate-expiry", "5b3444ea867c7cc4"),
];
