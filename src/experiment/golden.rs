//! Fingerprints of runs that must be the same natively and in WebAssembly, today and next year.
//!
//! The one list, for the tests and for everybody's own verification. A change of it is a change of the engine: it wants a
//! new version and a line in the changelog.

/// Every preset with the digest of its run under seed 1.
pub const GOLDEN: [(&str, &str); 22] = [
    ("calm-day", "a1d84a95de81b5d6"),
    ("thread-pool", "b3dcd40aafeec33e"),
    ("lru-cache", "3c6f493d52a3688d"),
    ("unequal-processors", "8b70b9882bd28803"),
    ("cache-policies", "13a4d1ecf9871061"),
    ("festival-peak", "5807bcf7ec310d6e"),
    ("serial-server", "75512b2cd9485311"),
    ("mmc", "8220837d27245f8a"),
    ("lossy-link", "049375bee7a389bb"),
    ("timer-inversion", "1a634e58ba6418e1"),
    ("slow-acquirer", "b391375e56cf896b"),
    ("issuer-outage", "67d24bd344dc2bca"),
    ("cache-stampede", "7f1377ba341545f0"),
    ("retry-storm", "b65137753c36c642"),
    ("round-hour", "190e73b02421818d"),
    ("index-lost", "f1a73adfca924b41"),
    ("half-failover", "c611e49e8305ed70"),
    ("certificate-expiry", "b1f3673be2382ab7"),
    ("card-testing", "9b37832c5a78f3ed"),
    ("instant-rail", "fb13330ea28bd6e0"),
    ("ledger-channel", "2954e79e3383b9c6"),
    ("accepted-outage", "15baa15199a8a34e"),
];
