//! S3-FIFO as published: every newcomer starts in the small queue, also while the cache fills.
//!
//! Source: Yang et al., SOSP 2023; libCacheSim calls it v0. It differs from `s3-fifo` where a scan meets a large cache.

use super::three_queues::ThreeQueues;
use super::structure::Part;
use super::{Evict, Settings, Visit};

/// Three FIFO queues; newcomers start in the small one.
#[derive(Clone, Debug)]
pub struct S3FifoV0(ThreeQueues);

impl Evict for S3FifoV0 {
    const ID: &'static str = "s3-fifo-v0";
    const NAME: &'static str = "S3-FIFO, as published";
    const SUMMARY: &'static str = "S3-FIFO whose newcomers all start in the small queue, even while the cache fills.";
    const SOURCE: &'static str = "Yang et al., SOSP 2023; libCacheSim 0.3.5, S3FIFOv0";

    fn new(settings: Settings) -> Self {
        Self(ThreeQueues::new(settings, false))
    }

    fn grow(&mut self, keys: usize) {
        self.0.grow(keys);
    }

    fn hit(&mut self, key: u32, _visit: Visit) {
        self.0.hit(key);
    }

    fn miss(&mut self, key: u32, _visit: Visit) {
        self.0.miss(key);
    }

    fn evict(&mut self, _visit: Visit) -> Option<u32> {
        self.0.evict()
    }

    fn store(&mut self, key: u32, _visit: Visit) {
        self.0.store(key);
    }

    fn remove(&mut self, key: u32) {
        self.0.remove(key);
    }

    fn parts(&self) -> Vec<Part> {
        self.0.parts()
    }
}
