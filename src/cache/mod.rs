//! What stays in a cache: one file a policy, one list.
//!
//! The work is split in two. A [`Store`] knows which keys are resident, until when, and how many may be; a policy
//! ([`Evict`]) only keeps the order in which they have to go. So capacity, lifetime and the cells that the page draws
//! are written once and work with every policy. To add a policy, write its file beside this one and its line in the
//! list below: the choice [`Policy`], the working [`Cache`] and the tests that walk [`Policy::ALL`] find it there.
//!
//! Keys are dense numbers, given by the caller in order of first sight, so that all state lies in flat arrays: once
//! every key has been seen, a request allocates nothing. Policies of several parts split the capacity among them; a
//! part is rounded down as its source does, but never below one entry, so that small caches work too (libCacheSim
//! admits nothing into a 2Q or SLRU below 4 entries, an S3-FIFO below 20, a W-TinyLFU below 100). Keys that a policy
//! remembers after they left ("ghosts") are not resident and never count. Left out on purpose: values (only presence
//! matters here), sizes (each entry counts one).

pub mod analysis;
pub mod around;
pub mod curve;
mod heap;
mod lirs_stack;
mod list;
mod positions;
mod redis;
mod registry;
mod replay;
mod residents;
mod second_chance;
mod sketch;
mod store;
pub mod structure;
mod three_queues;
pub mod trace;

pub use python_lru_cache::{Info, Memo};
pub use replay::{Counts, replay, replay_by};
pub use store::Store;

use crate::units::{Instant, Nanos};
use structure::Part;

registry::caches! {
    fifo::Fifo,
    ttl::Ttl,
    lru::Lru,
    python_lru_cache::PythonLruCache,
    lfu::Lfu,
    lfu_insertion_ties::LfuInsertionTies,
    random::Random,
    clock::Clock,
    clock_2bit::Clock2Bit,
    clock_ref1::ClockRef1,
    sieve::Sieve,
    lru_2::Lru2,
    slru::Slru,
    two_q::TwoQ,
    arc::Arc,
    s3_fifo::S3Fifo,
    s3_fifo_v0::S3FifoV0,
    s3_fifo_caffeine::S3FifoCaffeine,
    s3_fifo_foyer::S3FifoFoyer,
    lirs::Lirs,
    lirs_authors::LirsAuthors,
    w_tinylfu::WTinyLfu,
    gdsf::Gdsf,
    redis_allkeys_lru::RedisAllkeysLru,
    redis_allkeys_lfu::RedisAllkeysLfu,
    redis_allkeys_random::RedisAllkeysRandom,
    redis_volatile_ttl::RedisVolatileTtl,
    redis_noeviction::RedisNoeviction,
    belady::Belady,
}

/// What a cache is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Most entries that may be resident. 0 stores nothing; `u32::MAX` is more than there are keys.
    pub capacity: u32,
    /// How long an entry may be served; `None` for ever. It is served while its age is below `ttl` and gone when its
    /// age reaches it, as in Caffeine; Redis and libCacheSim still serve at exactly that age.
    pub ttl: Option<Nanos>,
    /// Since when the age counts.
    pub expiry: Expiry,
    /// Seed of the policies that draw.
    pub seed: u64,
}

impl Settings {
    /// So many entries, no lifetime, the first seed.
    #[must_use]
    pub const fn of(capacity: u32) -> Self {
        Self { capacity, ttl: None, expiry: Expiry::AfterWrite, seed: 1 }
    }

    /// The same with a lifetime.
    #[must_use]
    pub const fn with_ttl(self, ttl: Option<Nanos>) -> Self {
        Self { ttl, ..self }
    }

    /// The same as a comparison gives them to a policy. One that knows the future keeps its entries for ever: as a limit it
    /// is then below whatever a lifetime leaves, where its own rule would not be the best one.
    #[must_use]
    pub const fn under(self, policy: Policy) -> Self {
        if policy.is_clairvoyant() { self.with_ttl(None) } else { self }
    }
}

/// Since when the age of an entry counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expiry {
    /// Since it was stored: hits do not prolong a life.
    #[default]
    AfterWrite,
    /// Since it was last stored or hit: each hit begins a new life ("sliding").
    AfterAccess,
}

/// What a policy may know of a request besides its key.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// When the request happens.
    pub now: Instant,
    /// Until when the entry lives, if it is stored now.
    pub expires: Instant,
    /// The request, counted from 0, in which the same key is asked for next, or [`Visit::NEVER_AGAIN`]. Only the replay
    /// of a whole trace knows it.
    pub next_use: u32,
    /// What it costs to fetch the entry anew, in any unit, at least 1.
    pub cost: u32,
}

impl Visit {
    /// As `next_use`: the key is not asked for again, or nobody knows.
    pub const NEVER_AGAIN: u32 = u32::MAX;

    /// A request of which only the time is known.
    #[must_use]
    pub const fn at(now: Instant) -> Self {
        Self { now, expires: Instant::NEVER, next_use: Self::NEVER_AGAIN, cost: 1 }
    }
}

/// A number that a policy was built with. None can be set: under another number it is another policy, with known answers
/// of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its id.
    pub id: &'static str,
    /// What it is, in plain words.
    pub meaning: &'static str,
    /// What it is by default, and here always.
    pub default: &'static str,
    /// Where that comes from.
    pub source: &'static str,
}

impl Parameter {
    /// One with all that is to say of it.
    const fn of(id: &'static str, meaning: &'static str, default: &'static str, source: &'static str) -> Self {
        Self { id, meaning, default, source }
    }
}

/// An eviction policy: its name and origin, and the order in which entries have to go.
///
/// The [`Store`] calls it in step with residency: `hit`, `remove` for a key that is resident, the others for one that
/// is not. A miss that is stored is `miss`, then `evict` if the cache is full, then `store`.
pub trait Evict {
    /// The id in links, files and on the command line; never changes once released.
    const ID: &'static str;
    /// The name that the page shows.
    const NAME: &'static str;
    /// What it does, in one sentence of plain words.
    const SUMMARY: &'static str;
    /// Where the rule comes from: the product and version, or the paper.
    const SOURCE: &'static str;
    /// Its fixed numbers.
    const PARAMETERS: &'static [Parameter] = &[];
    /// Whether it decides by `next_use`, which nothing but the replay of a whole trace can know.
    const CLAIRVOYANT: bool = false;
    /// Whether it decides by the time of the requests, beyond their order.
    const TIMED: bool = false;

    /// The policy of an empty cache.
    fn new(settings: Settings) -> Self;

    /// Keys below this number may come from now on.
    fn grow(&mut self, keys: usize);

    /// The key was asked for and is resident.
    fn hit(&mut self, key: u32, visit: Visit);

    /// The key is about to be stored, before room is made for it.
    fn miss(&mut self, key: u32, visit: Visit) {
        let _ = (key, visit);
    }

    /// Chooses and forgets the key that makes room in a full cache. `None` refuses the newcomer.
    fn evict(&mut self, visit: Visit) -> Option<u32>;

    /// Whether a policy that evicts nobody wants the newcomer stored all the same, beyond the capacity.
    fn has_room(&self) -> bool {
        false
    }

    /// The key became resident.
    fn store(&mut self, key: u32, visit: Visit);

    /// The key left for another reason than to make room: it had expired.
    fn remove(&mut self, key: u32);

    /// The key, which is resident, was fetched anew and lives until `visit.expires`.
    fn renew(&mut self, key: u32, visit: Visit) {
        let _ = (key, visit);
    }

    /// A key that the policy let go though nobody asked for room, after `hit` or `store`; asked until there is none.
    fn dropped(&mut self) -> Option<u32> {
        None
    }

    /// The resident key that expires first, for a policy that drops expired entries at once. Under the others an
    /// expired entry keeps its place until it is asked for or evicted.
    fn first_to_expire(&self) -> Option<u32> {
        None
    }

    /// Its lists, counters and hand, to look at. A policy that keeps no order shows none: its residents are all there is.
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }
}
