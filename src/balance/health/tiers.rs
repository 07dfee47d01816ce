//! Tiers: how much of the load leaves a tier that is partly ill.
//!
//! Source: Envoy 1.31, priority levels, from its code; its published tables differ in some rows. A tier is believed to be 1.4
//! times as large as needed: it carries everything until fewer than 71.4 % of its servers are healthy. Loads go out in
//! order, each tier getting what its health allows of the rest; what rounding leaves goes to the first that has any. When
//! every tier panics, health says nothing and the load is split by numbers of servers. All of it is in whole percent, as
//! there. Left out: degraded hosts, and another factor than the one shipped.

/// By how much a tier is believed to be larger than needed, in percent: Envoy's overprovisioning factor.
const OVERPROVISIONING_PERCENT: u32 = 140;
/// A tier that can carry everything, and all of the load.
const ALL: u32 = 100;

/// The servers of a tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tier {
    /// How many are healthy.
    pub healthy: u32,
    /// How many there are.
    pub total: u32,
    /// Whether health is not believed here: all of them are used.
    pub panics: bool,
}

impl Tier {
    /// How much of the load it can carry, 0 to 100 percent.
    #[must_use]
    pub fn health(&self) -> u32 {
        (OVERPROVISIONING_PERCENT * self.healthy).checked_div(self.total).unwrap_or(0).min(ALL)
    }
}

/// How much of the load all tiers together can carry, 0 to 100 percent.
#[must_use]
pub fn capacity(tiers: &[Tier]) -> u32 {
    tiers.iter().map(Tier::health).sum::<u32>().min(ALL)
}

/// The load of each tier in percent, the first choice first; they sum to 100 unless nobody can carry anything.
#[must_use]
pub fn loads(tiers: &[Tier]) -> Vec<u32> {
    if tiers.iter().all(|tier| tier.panics || tier.total == 0) {
        let total: u32 = tiers.iter().map(|tier| tier.total).sum();
        return shared(tiers.iter().map(|tier| (ALL * tier.total).checked_div(total).unwrap_or(0)));
    }
    let capacity = capacity(tiers);
    shared(tiers.iter().map(|tier| (ALL * tier.health()).checked_div(capacity).unwrap_or(0)))
}

/// Each one's wish out of what is left of 100, and what rounding leaves to the first that has anything.
fn shared(wishes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut left = ALL;
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

    #[test]
    fn nobody_carries_nothing() {
        assert!(loads(&[]).is_empty());
        assert_eq!(loads(&[Tier::default(); 2]), [0, 0], "no server");
        let ill = Tier { healthy: 0, total: 3, panics: false };
        assert_eq!(loads(&[ill, ill]), [0, 0], "and without panic none that is healthy");
        assert_eq!(loads(&[ill, Tier { healthy: 1, ..ill }]), [0, 100], "one of three in the second carries it all");
    }

    #[test]
    fn a_tier_without_servers_keeps_nobody_from_panic() {
        let panics = Tier { healthy: 0, total: 2, panics: true };
        assert_eq!(loads(&[panics, Tier::default(), panics]), [50, 0, 50]);
    }
}
