//! Che's approximation: the hit ratio of an LRU cache when every request is independent of all others.
//!
//! Source: Che, Tung and Wang, "Hierarchical web caching systems: modeling, design and experimental results" (IEEE
//! Journal on Selected Areas in Communications 20(7), 2002), section III; why it is so close: Fricker, Robert and
//! Roberts, "A versatile and accurate approximation for LRU cache performance" (2012). An approximation: its error
//! vanishes as the cache grows; with two or three entries it is some percent.

use super::TheoryError;
use super::limits::{count, within};
use super::quantile::crossing;
use crate::math;

/// An LRU cache under independent requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Che {
    /// Keys of one popularity: the share of the requests that each gets, and how many they are.
    groups: Vec<(f64, f64)>,
    characteristic_time: Option<f64>,
}

impl Che {
    /// The cache of so many entries, 1 or more, where key i is asked for in proportion to `weights[i]`, 0 or more.
    ///
    /// # Errors
    ///
    /// If a weight is negative or not a number, all are zero, or there is no entry.
    pub fn new(weights: &[f64], capacity: u32) -> Result<Self, TheoryError> {
        let groups: Vec<(f64, u32)> = weights.iter().map(|weight| (*weight, 1)).collect();
        Self::of_groups(&groups, capacity)
    }

    /// The same for groups of keys, each group by the weight of each of its keys and by their number: so that millions
    /// of keys take no longer than their groups.
    ///
    /// # Errors
    ///
    /// If a weight is negative or not a number, all are zero, or there is no entry.
    pub fn of_groups(groups: &[(f64, u32)], capacity: u32) -> Result<Self, TheoryError> {
        count("capacity", capacity)?;
        for &(weight, _) in groups {
            within("weights", weight, weight.is_finite() && weight >= 0.0, "0 or more")?;
        }
        let asked = groups.iter().filter(|(weight, keys)| *weight > 0.0 && *keys > 0);
        let greatest = asked.clone().map(|(weight, _)| *weight).fold(0.0, f64::max);
        within("weights", greatest, greatest > 0.0, "not all 0")?;
        let total: f64 = groups.iter().map(|(weight, keys)| weight / greatest * f64::from(*keys)).sum();
        let share = |(weight, keys): &(f64, u32)| (weight / greatest / total, f64::from(*keys));
        let keys: f64 = asked.map(|(_, keys)| f64::from(*keys)).sum();
        let groups: Vec<(f64, f64)> = groups.iter().map(share).collect();
        let entries = f64::from(capacity);
        let characteristic_time = (keys > entries).then(|| {
            let held = |time: f64| groups.iter().map(|(share, keys)| keys * present(*share, time)).sum::<f64>();
            crossing(|time| held(time) < entries, entries)
        });
        Ok(Self { groups, characteristic_time })
    }

    /// The characteristic time: how many requests a key stays without being asked for; `None` if all keys fit.
    #[must_use]
    pub fn characteristic_time(&self) -> Option<f64> {
        self.characteristic_time
    }

    /// The share of requests for this key, or for each of this group, that hit, 0 to 1: 1 - exp(-p t); `None` if there
    /// is no such key.
    #[must_use]
    pub fn key_hit_ratio(&self, key: usize) -> Option<f64> {
        let (share, _) = *self.groups.get(key)?;
        Some(self.characteristic_time.map_or(1.0, |time| present(share, time)))
    }

    /// The share of all requests that hit, 0 to 1, once the cache is full.
    #[must_use]
    pub fn hit_ratio(&self) -> f64 {
        let Some(time) = self.characteristic_time else { return 1.0 };
        self.groups.iter().map(|(share, keys)| keys * share * present(*share, time)).sum()
    }
}

/// The chance that a key was asked for within this many requests.
fn present(share: f64, time: f64) -> f64 {
    -math::exp_m1(-share * time)
}
