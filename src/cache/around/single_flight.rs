//! Single flight: of all who miss one key at the same time, the first fetches it and the others wait for its answer.
//!
//! A waiting request is a delayed hit, neither hit nor call. If the fetch fails, the followers fail with it and the next
//! request leads anew: nobody waits for a second try. A request at the very instant of the landing comes after it.

use std::collections::BTreeMap;

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
    /// By key that is being fetched: the requests that wait for it, in the order in which they came.
    aboard: BTreeMap<u32, Vec<u32>>,
}

impl Flights {
    /// A request, by its number, misses a key.
    pub fn join(&mut self, key: u32, request: u32) -> Turn {
        let Some(followers) = self.aboard.get_mut(&key) else {
            self.aboard.insert(key, Vec::new());
            return Turn::Leads;
        };
        followers.push(request);
        Turn::Follows
    }

    /// Whether a key is being fetched.
    #[must_use]
    pub fn is_under_way(&self, key: u32) -> bool {
        self.aboard.contains_key(&key)
    }

    /// The fetch has ended, well or not: the requests that waited for it.
    pub fn land(&mut self, key: u32) -> Vec<u32> {
        self.aboard.remove(&key).unwrap_or_default()
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
        for request in 0..requests {
            now += Nanos::from_seconds(exponential(&mut stream) / rate);
            if let Some(at) = landing.take_if(|at| *at <= now) {
                flights.land(0);
                cache.insert(0, at);
            }
            if cache.lookup(0, now) {
                hits += 1;
            } else if flights.join(0, request) == Turn::Leads {
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

    /// The same without protection, every fetch storing its answer with a new lifetime: calls are a share of (1 + rate L) /
    /// (1 + rate (2 L + T) - (1 - exp(-rate L))).
    #[test]
    fn without_it_every_request_of_a_stampede_calls() {
        let (rate, fetch, ttl) = (100.0, Nanos::from_seconds(0.05), Nanos::from_seconds(1.0));
        let mut stream = Stream::new(8, "requests");
        let mut cache = Policy::Lru.build(Settings::of(1).with_ttl(Some(ttl)));
        let mut landings = std::collections::VecDeque::new();
        let (mut now, mut calls, requests) = (Instant::START, 0_u32, 2_000_000_u32);
        for _ in 0..requests {
            now += Nanos::from_seconds(exponential(&mut stream) / rate);
            while let Some(at) = landings.pop_front_if(|at| *at <= now) {
                cache.renew(0, at, at + ttl);
            }
            if !cache.lookup(0, now) {
                calls += 1;
                landings.push_back(now + fetch);
            }
        }
        let share = f64::from(calls) / f64::from(requests);
        assert!((share - 0.054_54).abs() < 4e-4, "{share} calls");
    }

    #[test]
    fn the_first_leads_and_the_others_wait() {
        let mut flights = Flights::default();
        let turns = [(4, 0), (4, 1), (9, 2), (4, 3)].map(|(key, request)| flights.join(key, request));
        assert_eq!(turns, [Turn::Leads, Turn::Follows, Turn::Leads, Turn::Follows]);
        assert_eq!((flights.land(4), flights.land(4)), (vec![1, 3], vec![]), "two waited, then nothing is under way");
        assert_eq!((flights.is_under_way(4), flights.is_under_way(9)), (false, true));
        assert_eq!(flights.join(4, 5), Turn::Leads, "after the landing");
    }
}
