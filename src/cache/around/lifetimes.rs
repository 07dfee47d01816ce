//! How long an answer may be served: found or absent, fresh or stale, and spread by chance.
//!
//! At exactly the end of a span the next state begins, as everywhere here: an entry of age `ttl` is no longer fresh. An
//! error is never cached. Absent answers have a lifetime of their own, because a card that is issued a minute later
//! should not stay unknown for an hour. Stale answers are served while one refresh is under way (RFC 5861,
//! stale-while-revalidate).

use crate::math;
use crate::random::Stream;
use crate::units::Nanos;

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
    /// Of a found answer.
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

    /// What a cached answer is good for at an age.
    #[must_use]
    pub fn age(&self, answer: Answer, age: Nanos) -> Age {
        match self.of(answer) {
            Some(span) if age < span => Age::Fresh,
            Some(span) if age < span + self.grace => Age::Stale,
            _ => Age::Gone,
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
        let check =
            |answer, age, expected| assert_eq!(SPANS.age(answer, Nanos::new(age)), expected, "{answer:?} {age}");
        check(Answer::Found, 9, Age::Fresh);
        check(Answer::Found, 10, Age::Stale);
        check(Answer::Found, 14, Age::Stale);
        check(Answer::Found, 15, Age::Gone);
        check(Answer::Absent, 2, Age::Fresh);
        check(Answer::Absent, 3, Age::Stale);
        check(Answer::Failed, 0, Age::Gone);
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
