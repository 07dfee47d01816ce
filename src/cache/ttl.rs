//! TTL: entries leave when their lifetime ends, and a full cache drops the one closest to its end.
//!
//! This is the article's "timestamp" rule read as an age. All entries live equally long, so that the order of expiry
//! is the order of insertion and the victim is FIFO's; the difference is that expired entries leave at once and do not
//! hold their place until somebody asks. Without a lifetime in the settings nothing
//! expires, and what is left is FIFO. Where hits begin a new life ([`Expiry::AfterAccess`]), the order is that of the last
//! use. Entries with an end of their own, as jitter gives them, keep this order, so that one may stay somewhat beyond its
//! end until it is asked for. Source: Memcached and Redis keys with an expiry; for one key under Poisson
//! arrivals at rate lambda the hit ratio is lambda T / (1 + lambda T) (Jung, Berger and Balakrishnan, "Modeling
//! TTL-based Internet caches", 2003).

use super::list::{Links, List};
use super::structure::{Member, Part};
use super::{Evict, Expiry, Settings, Visit};

/// Out after a fixed lifetime, and before that only to make room, the closest to its end first.
#[derive(Clone, Debug)]
pub struct Ttl {
    links: Links,
    /// In the order of expiry.
    queue: List,
    expiry: Expiry,
}

impl Evict for Ttl {
    const ID: &'static str = "ttl";
    const NAME: &'static str = "TTL (time stamp by age)";
    const SUMMARY: &'static str =
        "Every entry leaves after a fixed lifetime; when the cache is full, the one closest to it.";
    const SOURCE: &'static str = "The article's time stamp rule, by age; Jung, Berger and Balakrishnan (2003)";

    fn new(settings: Settings) -> Self {
        Self { links: Links::default(), queue: List::EMPTY, expiry: settings.expiry }
    }

    fn grow(&mut self, keys: usize) {
        self.links.grow(keys);
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.links.push(&mut self.queue, key);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        if self.expiry == Expiry::AfterAccess {
            self.links.renew(&mut self.queue, key);
        }
    }

    fn renew(&mut self, key: u32, _visit: Visit) {
        self.links.renew(&mut self.queue, key);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.links.pop(&mut self.queue)
    }

    fn remove(&mut self, key: u32) {
        self.links.remove(&mut self.queue, key);
    }

    fn first_to_expire(&self) -> Option<u32> {
        self.queue.first()
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::new("by expiry", self.links.members(self.queue).map(Member::of))]
    }
}
