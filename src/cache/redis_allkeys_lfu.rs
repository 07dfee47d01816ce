//! Redis's `allkeys-lfu`: the least frequently used of a few drawn keys, by a counter that grows like a logarithm.
//!
//! A key starts with 5. A use adds one with probability 1 / (10 (counter - 5) + 1), up to 255, and every whole minute
//! without a use takes one away, seen at its next use or when it is drawn. Time is that of the simulation or of the
//! replay. Source: Redis 7.0, `evict.c`: `lfu-log-factor` 10, `lfu-decay-time` 1, samples 5.

use super::redis::{Sampled, seconds};
use super::structure::{Member, Part};
use super::{Evict, Parameter, Settings, Visit};
use crate::math;
use crate::random::Stream;

/// `LFU_INIT_VAL`: the counter of a new key.
const INITIAL: u64 = 5;
/// The largest counter.
const COUNT_MAX: u64 = 255;
/// `lfu-log-factor`.
const LOG_FACTOR: u64 = 10;
/// Seconds after which a counter falls by one: `lfu-decay-time` of one minute.
const DECAY_SECONDS: u64 = 60;

// The parameters name these numbers.
const _: () = assert!(INITIAL == 5 && LOG_FACTOR == 10 && DECAY_SECONDS == 60);

/// Lowest counter of a sample, first to go.
#[derive(Clone, Debug)]
pub struct RedisAllkeysLfu {
    sampled: Sampled,
    counters: Vec<Counter>,
    /// For the increments, apart from the draws of the sample.
    growth: Stream,
}

/// How often a key was used, and when that was last looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Counter {
    count: u64,
    minute: u64,
}

impl Counter {
    /// The count after the minutes that have passed.
    fn decayed(self, visit: Visit) -> u64 {
        self.count.saturating_sub((seconds(visit) / DECAY_SECONDS).saturating_sub(self.minute))
    }
}

impl Evict for RedisAllkeysLfu {
    const ID: &'static str = "redis-allkeys-lfu";
    const NAME: &'static str = "Redis allkeys-lfu";
    const SUMMARY: &'static str = "Of a few keys drawn by lot, the one with the lowest fading use counter makes room.";
    const SOURCE: &'static str = "Redis 7.0, maxmemory-policy allkeys-lfu, lfu-log-factor 10, lfu-decay-time 1";
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::of("samples", "Keys drawn for an eviction", "5", "Redis 7.0, maxmemory-samples"),
        Parameter::of("pool", "Best candidates that are kept", "16", "Redis 7.0, EVPOOL_SIZE"),
        Parameter::of("initial", "The counter of a new key", "5", "Redis 7.0, LFU_INIT_VAL"),
        Parameter::of("log-factor", "How much rarer an increment is at each count", "10", "Redis 7.0, lfu-log-factor"),
        Parameter::of("decay", "Minutes without a use that take one away", "1", "Redis 7.0, lfu-decay-time"),
    ];
    const TIMED: bool = true;

    fn new(settings: Settings) -> Self {
        let growth = Stream::new(settings.seed, "use counters");
        Self { sampled: Sampled::new(settings), counters: Vec::new(), growth }
    }

    fn grow(&mut self, keys: usize) {
        self.sampled.residents.grow(keys);
        self.counters.resize(keys, Counter::default());
    }

    fn hit(&mut self, key: u32, visit: Visit) {
        let counter = &mut self.counters[math::index(key)];
        let mut count = counter.decayed(visit);
        let chance = 1.0 / math::float(count.saturating_sub(INITIAL) * LOG_FACTOR + 1);
        if count < COUNT_MAX && self.growth.unit() < chance {
            count += 1;
        }
        *counter = Counter { count, minute: seconds(visit) / DECAY_SECONDS };
    }

    fn evict(&mut self, visit: Visit) -> Option<u32> {
        let counters = &self.counters;
        self.sampled.evict(|key| COUNT_MAX - counters[math::index(key)].decayed(visit))
    }

    fn store(&mut self, key: u32, visit: Visit) {
        self.counters[math::index(key)] = Counter { count: INITIAL, minute: seconds(visit) / DECAY_SECONDS };
        self.sampled.residents.push(key);
    }

    fn remove(&mut self, key: u32) {
        self.sampled.residents.remove(key);
    }

    fn parts(&self) -> Vec<Part> {
        self.sampled.parts(|key| Member::used(key, self.counters[math::index(key)].count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Store;
    use crate::units::Instant;

    fn at(seconds: u64) -> Instant {
        Instant::new(seconds * 1_000_000_000)
    }

    /// Two keys, so that both are in nearly every sample of five; hundreds of seeds, because a draw may miss one.
    fn share_that_loses_the_first(uses: u32, idle_seconds: u64) -> f64 {
        let loses = |seed: u64| {
            let mut store = Store::<RedisAllkeysLfu>::new(Settings { seed, ..Settings::of(2) });
            store.insert(0, at(0));
            (0..uses).for_each(|_| assert!(store.lookup(0, at(0)), "resident"));
            store.insert(1, at(idle_seconds));
            store.insert(2, at(idle_seconds)) == Some(0)
        };
        let lost = (0..400).filter(|&seed| loses(seed)).count();
        math::count(lost) / 400.0
    }

    /// A key starts with 5, and its first use surely makes that 6.
    #[test]
    fn a_counter_falls_by_one_a_minute() {
        assert!(share_that_loses_the_first(1, 0) < 0.1, "6 against 5: the newer key goes");
        assert!(share_that_loses_the_first(1, 59) < 0.1, "no whole minute has passed");
        assert!(share_that_loses_the_first(1, 120) > 0.9, "after two minutes it is 4 against 5");
        assert!(share_that_loses_the_first(1, 5 * 60) > 0.9, "after five 1 against 5");
        // Forty uses make some 8 to 10: four minutes take it to 5 or so, ten to nothing.
        assert!(share_that_loses_the_first(40, 60) < 0.1, "a minute is not enough then");
        assert!(share_that_loses_the_first(40, 10 * 60) > 0.9, "ten are");
    }

    #[test]
    fn the_count_is_what_is_left_after_the_minutes() {
        let visit = |seconds: u64| Visit::at(at(seconds));
        let counter = Counter { count: 9, minute: 1 };
        assert_eq!([60, 119, 120, 360, 6_000].map(|now| counter.decayed(visit(now))), [9, 9, 8, 4, 0], "from minute 1");
    }
}
