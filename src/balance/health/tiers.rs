//! Tiers and panic: how much of the load leaves a tier that is partly ill, and when health is not believed any more.
//!
//! Source: Envoy 1.31, priority levels and panic threshold, from its code; its published tables differ in some rows. A
//! tier's health is 140 % of its healthy share, at most 100: it carries everything until fewer than 71.4 % are healthy.
//! Loads go out in order, each tier getting what its health allows of the rest; what rounding leaves goes to the first
//! tier that has any. While the healths sum to less than 100, a tier with fewer than half its servers healthy is in
//! panic and uses all of them; if all are, the load is split by numbers of servers.

/// What can be set; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierSettings {
    /// By how much a tier is believed to be larger than needed, in percent.
    pub overprovisioning_percent: u32,
    /// Healthy share below which a tier panics, in percent; 0 for never.
    pub panic_percent: u32,
}

impl Default for TierSettings {
    fn default() -> Self {
        Self { overprovisioning_percent: 140, panic_percent: 50 }
    }
}

/// The servers of a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// How many are healthy.
    pub healthy: u32,
    /// How many there are.
    pub total: u32,
}

/// What becomes of a tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TierShare {
    /// Its share of the load, in percent; all shares sum to 100 unless there is no server at all.
    pub load: u32,
    /// Whether health is not believed: all its servers are used.
    pub panic: bool,
}

impl TierSettings {
    /// How the load is split over tiers, the first choice first.
    #[must_use]
    pub fn split(&self, tiers: &[Tier]) -> Vec<TierShare> {
        let healths: Vec<u32> = tiers.iter().map(|tier| self.health(tier)).collect();
        let known = healths.iter().sum::<u32>().min(100);
        let panics: Vec<bool> = tiers.iter().map(|tier| known < 100 && self.panics(tier)).collect();
        let total: u32 = tiers.iter().map(|tier| tier.total).sum();
        let loads = if panics.iter().all(|panic| *panic) {
            shared(tiers.iter().map(|tier| (100 * tier.total).checked_div(total).unwrap_or(0)))
        } else {
            shared(healths.iter().map(|health| (100 * health).checked_div(known).unwrap_or(0)))
        };
        loads.into_iter().zip(panics).map(|(load, panic)| TierShare { load, panic }).collect()
    }

    /// The health of a tier, 0 to 100.
    #[must_use]
    pub fn health(&self, tier: &Tier) -> u32 {
        (self.overprovisioning_percent * tier.healthy).checked_div(tier.total).unwrap_or(0).min(100)
    }

    fn panics(&self, tier: &Tier) -> bool {
        100 * tier.healthy < self.panic_percent * tier.total
    }
}

/// Each one's wish out of what is left of 100, and what rounding leaves to the first that has anything.
fn shared(wishes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut left = 100;
    let mut loads: Vec<u32> = wishes
        .map(|wish| {
            let load = wish.min(left);
            left -= load;
            load
        })
        .collect();
    if let Some(first) = loads.iter_mut().find(|load| **load > 0) {
        *first += left;
    }
    loads
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tiers as (healthy, total), and their health, load and panic.
    fn check(tiers: &[(u32, u32)], healths: &[u32], loads: &[u32], panics: &[bool]) {
        let settings = TierSettings::default();
        let tiers: Vec<Tier> = tiers.iter().map(|&(healthy, total)| Tier { healthy, total }).collect();
        let got: Vec<u32> = tiers.iter().map(|tier| settings.health(tier)).collect();
        assert_eq!(got, healths, "health of {tiers:?}");
        let expected: Vec<TierShare> =
            loads.iter().zip(panics).map(|(&load, &panic)| TierShare { load, panic }).collect();
        assert_eq!(settings.split(&tiers), expected, "{tiers:?}");
    }

    #[test]
    fn loads_are_those_of_envoys_code() {
        let no = &[false, false];
        check(&[(72, 100), (72, 100)], &[100, 100], &[100, 0], no);
        check(&[(71, 100), (71, 100)], &[99, 99], &[99, 1], no);
        check(&[(50, 100), (60, 100)], &[70, 84], &[70, 30], no);
        check(&[(25, 100), (100, 100)], &[35, 100], &[35, 65], no);
        check(&[(25, 100), (25, 100)], &[35, 35], &[50, 50], &[true, true]);
        check(&[(5, 100), (65, 100)], &[7, 91], &[8, 92], &[true, false]);
        check(&[(25, 100), (25, 100), (20, 100)], &[35, 35, 28], &[34, 33, 33], &[true; 3]);
        check(&[(3, 4), (2, 2)], &[100, 100], &[100, 0], no);
        check(&[(2, 4), (2, 2)], &[70, 100], &[70, 30], no);
        check(&[(0, 3), (0, 2)], &[0, 0], &[60, 40], &[true, true]);
    }

    #[test]
    fn no_threshold_no_panic() {
        let settings = TierSettings { panic_percent: 0, ..TierSettings::default() };
        let shares = settings.split(&[Tier { healthy: 0, total: 3 }, Tier { healthy: 1, total: 3 }]);
        assert_eq!(
            shares.iter().map(|share| (share.load, share.panic)).collect::<Vec<_>>(),
            [(0, false), (100, false)]
        );
    }
}
