//! How long an answer may be served: found or absent, fresh or stale, and spread by chance.
//!
//! At exactly the end of a span the next state begins, as everywhere here: an entry of age `ttl` is no longer fresh, and one
//! of age `ttl + grace` is gone. An error is never cached (RFC 2308 caches the absence of a name and treats a failure of the
//! server apart). Absent answers have a lifetime of their own, because a card that is issued a minute later should not stay
//! unknown for an hour. Stale answers are served while one refresh is under way (RFC 5861, stale-while-revalidate).

use crate::math;
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// What the store behind the cache answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// There is such a key.
    Found,
    /// There is none, which is an answer too, and a hit when it is cached.
    Absent,
    /// Nothing is known.
    Failed,
}

/// What an entry of some age is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It is served.
    Fresh,
    /// It is served, and renewed behind the reader's back.
    Stale,
    /// It is as good as absent.
    Gone,
}

/// The spans of a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Of a found answer; [`Nanos::MAX`] for ever.
    pub found: Nanos,
    /// Of an absent one; zero caches none.
    pub absent: Nanos,
    /// How long a stale one may still be served.
    pub grace: Nanos,
}

impl Lifetimes {
    /// The lifetime of an answer; `None` is not cached.
    #[must_use]
    pub fn of(&self, answer: Answer) -> Option<Nanos> {
        let span = match answer {
            Answer::Found => self.found,
            Answer::Absent => self.absent,
            Answer::Failed => Nanos::ZERO,
        };
        (span > Nanos::ZERO).then_some(span)
    }

    /// Until when an answer that is stored now, and fresh for so long, may be served at all: its grace is the last part.
    #[must_use]
    pub fn end(&self, now: Instant, fresh_for: Nanos) -> Instant {
        now + (fresh_for + self.grace)
    }

    /// Until when an answer is fresh that may be served until `end`.
    #[must_use]
    pub const fn fresh_until(&self, end: Instant) -> Instant {
        Instant::new(end.get().saturating_sub(self.grace.get()))
    }

    /// What an answer is good for now that may be served until `end`.
    #[must_use]
    pub fn age(&self, end: Instant, now: Instant) -> Age {
        if now < self.fresh_until(end) {
            Age::Fresh
        } else if now < end {
            Age::Stale
        } else {
            Age::Gone
        }
    }
}

/// A lifetime spread evenly by a share around its mean, so that what was stored together does not expire together.
pub fn jittered(ttl: Nanos, share: f64, stream: &mut Stream) -> Nanos {
    let factor = 1.0 + share.clamp(0.0, 1.0) * (2.0 * stream.unit() - 1.0);
    Nanos::new(math::whole(math::float(ttl.get()) * factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANS: Lifetimes = Lifetimes { found: Nanos::new(10), absent: Nanos::new(3), grace: Nanos::new(5) };

    #[test]
    fn each_span_ends_at_its_end() {
        let stored = Instant::new(100);
        let check = |answer, age, expected| {
            let end = SPANS.of(answer).map_or(stored, |span| SPANS.end(stored, span));
            assert_eq!(SPANS.age(end, stored + Nanos::new(age)), expected, "{answer:?} {age}");
        };
        check(Answer::Found, 9, Age::Fresh);
        check(Answer::Found, 10, Age::Stale);
        check(Answer::Found, 14, Age::Stale);
        check(Answer::Found, 15, Age::Gone);
        check(Answer::Absent, 2, Age::Fresh);
        check(Answer::Absent, 3, Age::Stale);
        check(Answer::Absent, 8, Age::Gone);
        check(Answer::Failed, 0, Age::Gone);
    }

    #[test]
    fn what_lives_for_ever_is_always_fresh() {
        let spans = Lifetimes { found: Nanos::MAX, absent: Nanos::ZERO, grace: Nanos::ZERO };
        let end = spans.end(Instant::new(7), spans.found);
        assert_eq!((end, spans.age(end, Instant::new(1 << 60))), (Instant::NEVER, Age::Fresh));
        assert_eq!(spans.of(Answer::Absent), None, "an absent answer is not kept");
    }

    #[test]
    fn jitter_stays_in_its_band_around_the_mean() {
        let mut stream = Stream::new(1, "jitter");
        let spans: Vec<u64> = (0..10_000).map(|_| jittered(Nanos::new(1_000), 0.1, &mut stream).get()).collect();
        assert!(spans.iter().all(|span| (900..=1_100).contains(span)), "a tenth around 1,000");
        let mean = math::float(spans.iter().sum()) / 10_000.0;
        assert!((mean - 1_000.0).abs() < 3.0, "{mean} on average");
        assert_eq!(jittered(Nanos::new(1_000), 0.0, &mut stream), Nanos::new(1_000), "no jitter");
    }
}
