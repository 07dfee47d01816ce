//! What stays in a cache: one file a policy, one list.
//!
//! The work is split in two. A [`Store`] knows which keys are resident, since when, and how many may be; a policy
//! ([`Evict`]) only keeps the order in which they have to go. So capacity, lifetime and the cells that the page draws
//! are written once and work with every policy. To add a policy, write its file beside this one and its line in the
//! list below: the choice [`Policy`], the working [`Cache`] and the tests that walk [`Policy::ALL`] find it there.
//!
//! Keys are dense numbers, given by the caller in order of first sight, so that all state lies in flat arrays: a
//! request takes constant time and, once every key has been seen, allocates nothing. Left out on purpose: values (only
//! presence matters here), sizes (each entry counts one), and what happens while an answer is being fetched.

mod list;
mod registry;
mod replay;
mod store;

pub use python_lru_cache::{Info, Memo};
pub use replay::{Counts, replay};
pub use store::Store;

use crate::units::{Instant, Nanos};

registry::caches! {
    fifo::Fifo,
    ttl::Ttl,
    lru::Lru,
    python_lru_cache::PythonLruCache,
    lfu::Lfu,
}

/// What a cache is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Most entries that may be resident. 0 stores nothing; `u32::MAX` is more than there are keys.
    pub capacity: u32,
    /// How long an entry may be served after it was stored; `None` for ever. It is served while its age is below
    /// `ttl` and gone when its age reaches it, as in Caffeine; Redis and libCacheSim still serve at exactly that age.
    pub ttl: Option<Nanos>,
}

/// An eviction policy: its name and origin, and the order in which entries have to go.
///
/// The [`Store`] calls it in step with residency: `store` for a key that is not resident, the others for one that is.
pub trait Evict {
    /// The id in links, files and on the command line; never changes once released.
    const ID: &'static str;
    /// The name that the page shows.
    const NAME: &'static str;
    /// What it does, in one sentence of plain words.
    const SUMMARY: &'static str;
    /// Where the rule comes from: the product and version, or the paper.
    const SOURCE: &'static str;

    /// The policy of an empty cache.
    fn new(settings: Settings) -> Self;

    /// The key became resident.
    fn store(&mut self, key: u32, now: Instant);

    /// The key was asked for and is resident.
    fn hit(&mut self, key: u32, now: Instant);

    /// Chooses and forgets the key that makes room for the incoming one in a full cache. `None` refuses the newcomer.
    fn evict(&mut self, incoming: u32, now: Instant) -> Option<u32>;

    /// The key left for another reason than to make room: it had expired.
    fn remove(&mut self, key: u32);

    /// The resident key that expires first, for a policy that drops expired entries at once. Under the others an
    /// expired entry keeps its place until it is asked for or evicted.
    fn first_to_expire(&self) -> Option<u32> {
        None
    }
}
