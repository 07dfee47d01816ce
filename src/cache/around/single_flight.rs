//! Single flight: of all who miss one key at the same time, the first fetches it and the others wait for its answer.
//!
//! A waiting request is a delayed hit, neither hit nor call. If the fetch fails, the followers fail with it and the next
//! request leads anew: nobody waits for a second try. A request at the very instant of the landing comes after it.

use crate::math;

/// What a request for a missing key has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Fetch it.
    Leads,
    /// Wait for the fetch that is under way.
    Follows,
}

/// The fetches under way.
#[derive(Clone, Debug, Default)]
pub struct Flights {
    /// By key: how many wait, and the leader; 0 when nothing is under way.
    aboard: Vec<u32>,
}

impl Flights {
    /// A request misses a key.
    pub fn join(&mut self, key: u32) -> Turn {
        let place = math::index(key);
        if place >= self.aboard.len() {
            self.aboard.resize(place + 1, 0);
        }
        self.aboard[place] += 1;
        if self.aboard[place] == 1 { Turn::Leads } else { Turn::Follows }
    }

    /// The fetch has ended, well or not: how many requests waited for it.
    pub fn land(&mut self, key: u32) -> u32 {
        self.aboard.get_mut(math::index(key)).map_or(0, std::mem::take).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{Policy, Settings};
    use crate::random::{Stream, exponential};
    use crate::units::{Instant, Nanos};

    /// One key under Poisson requests, a fetch of 0.05 s and a lifetime of 1 s from its end: with D = 1 + rate (L + T),
    /// hits are rate T / D, delayed hits rate L / D and calls 1 / D.
    #[test]
    fn shares_are_those_of_the_closed_form() {
        let (rate, fetch, ttl) = (100.0, Nanos::from_seconds(0.05), Nanos::from_seconds(1.0));
        let mut stream = Stream::new(8, "requests");
        let mut cache = Policy::Lru.build(Settings::of(1).with_ttl(Some(ttl)));
        let mut flights = Flights::default();
        let (mut now, mut landing) = (Instant::START, None::<Instant>);
        let (mut hits, mut delayed, mut calls) = (0_u32, 0_u32, 0_u32);
        let requests = 2_000_000;
        for _ in 0..requests {
            now += Nanos::from_seconds(exponential(&mut stream) / rate);
            if let Some(at) = landing.take_if(|at| *at <= now) {
                flights.land(0);
                cache.insert(0, at);
            }
            if cache.lookup(0, now) {
                hits += 1;
            } else if flights.join(0) == Turn::Leads {
                calls += 1;
                landing = Some(now + fetch);
            } else {
                delayed += 1;
            }
        }
        let share = |count: u32| f64::from(count) / f64::from(requests);
        assert!((share(hits) - 0.943_40).abs() < 1e-3, "{} hits", share(hits));
        assert!((share(delayed) - 0.047_17).abs() < 1e-3, "{} delayed hits", share(delayed));
        assert!((share(calls) - 0.009_43).abs() < 1e-4, "{} calls", share(calls));
    }

    #[test]
    fn the_first_leads_and_the_others_wait() {
        let mut flights = Flights::default();
        assert_eq!([flights.join(4), flights.join(4), flights.join(9)], [Turn::Leads, Turn::Follows, Turn::Leads]);
        assert_eq!((flights.land(4), flights.land(4)), (1, 0), "one waited, then nothing is under way");
        assert_eq!(flights.join(4), Turn::Leads, "after the landing");
    }
}
