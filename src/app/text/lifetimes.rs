//! Texts of the lifetime of entries, which the parts of the cache lab share.

use crate::cache::Policy;
use crate::wire::traces::{LIFETIME_MAX, Lifetime};

/// Texts of a lifetime.
#[derive(Debug)]
pub struct LifetimeText {
    /// Label of the seconds.
    pub label: &'static str,
    /// What may be set.
    pub help: &'static str,
    /// Label of the choice that each hit begins a new life.
    pub sliding: &'static str,
    /// How long entries live, in half a sentence.
    pub lives: fn(Lifetime) -> String,
    /// What is left of a policy that goes by lifetimes where none is set; nothing for the others.
    pub missing: fn(Policy) -> Option<&'static str>,
    /// What the limit is where entries expire.
    pub limit: &'static str,
}

pub(super) const ENGLISH: LifetimeText = LifetimeText {
    label: "Lifetime in seconds",
    help: "Empty for none; up to 1,000,000. An entry that is older misses.",
    sliding: "each hit begins a new life",
    lives: |Lifetime { seconds, sliding }| {
        let since = if sliding { "they were last used" } else { "they were stored" };
        format!("entries live {seconds}\u{a0}s from when {since}")
    },
    missing: |policy| match policy {
        Policy::Ttl => Some("No lifetime is set here, so that no entry expires and TTL is FIFO."),
        Policy::RedisVolatileTtl => Some(
            "No lifetime is set here, so that Redis volatile-ttl has no entry that may go: once full, it refuses every \
             newcomer.",
        ),
        _ => None,
    },
    limit: "Belady\u{2019}s limit is that of entries that live for ever: a lifetime can only miss more.",
};

// The sentences above name this limit.
const _: () = assert!(LIFETIME_MAX == 1_000_000);
