//! Zones: stay where you are as long as that is fair.
//!
//! Source: Envoy 1.31, zone-aware routing. If the local zone has at least the share of servers that it has of callers,
//! everything stays local; else so much stays as the servers there can take in fairness, and the rest goes to the zones
//! that have more servers than callers, in proportion to the difference. Shares count in hundredths of a percent. With
//! fewer servers than `least_servers`, or without any in the local zone, zones do not count.

/// All of it, in hundredths of a percent.
const ALL: u32 = 10_000;

/// What can be set; the defaults are Envoy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneSettings {
    /// Servers that there must be for zones to count.
    pub least_servers: u32,
}

impl Default for ZoneSettings {
    fn default() -> Self {
        Self { least_servers: 6 }
    }
}

/// What is in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Callers: instances of the balancer.
    pub callers: u32,
    /// Healthy servers.
    pub servers: u32,
}

impl ZoneSettings {
    /// The share of each zone, 0 to 1, as a caller in the local one splits its payments; `None` where zones do not count
    /// and all servers are used alike.
    #[must_use]
    pub fn split(&self, zones: &[Zone], local: usize) -> Option<Vec<f64>> {
        let callers: u32 = zones.iter().map(|zone| zone.callers).sum();
        let servers: u32 = zones.iter().map(|zone| zone.servers).sum();
        let here = zones.get(local).filter(|zone| zone.servers > 0 && zone.callers > 0)?;
        if servers < self.least_servers {
            return None;
        }
        let (ours, theirs) = (ALL * here.callers / callers, ALL * here.servers / servers);
        let mut shares = vec![0.0; zones.len()];
        if theirs >= ours {
            shares[local] = 1.0;
            return Some(shares);
        }
        let spare = |zone: &Zone| (ALL * zone.servers / servers).saturating_sub(ALL * zone.callers / callers);
        let all: u32 = zones.iter().map(spare).sum();
        let stays = f64::from(ALL * theirs / ours) / f64::from(ALL);
        for (share, zone) in shares.iter_mut().zip(zones).filter(|_| all > 0) {
            *share = (1.0 - stays) * f64::from(spare(zone)) / f64::from(all);
        }
        // Where rounding leaves nobody any room, the rest stays too.
        shares[local] = if all > 0 { stays } else { 1.0 };
        Some(shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(zones: &[(u32, u32)]) -> Option<Vec<f64>> {
        let zones: Vec<Zone> = zones.iter().map(|&(callers, servers)| Zone { callers, servers }).collect();
        ZoneSettings::default().split(&zones, 0)
    }

    #[test]
    fn a_zone_with_its_share_of_servers_keeps_everything() {
        assert_eq!(split(&[(1, 3), (1, 3)]), Some(vec![1.0, 0.0]));
        assert_eq!(split(&[(1, 5), (2, 5)]), Some(vec![1.0, 0.0]), "it has more than its share");
    }

    #[test]
    fn what_is_too_much_spills_to_where_there_is_room() {
        // Half the callers, a quarter of the servers: half stays; the others have a quarter and nothing to spare.
        assert_eq!(split(&[(2, 2), (1, 4), (1, 2)]), Some(vec![0.5, 0.5, 0.0]));
    }

    #[test]
    fn zones_count_only_where_there_are_enough_servers() {
        assert_eq!(split(&[(1, 2), (1, 3)]), None, "five are too few");
        assert_eq!(split(&[(1, 0), (1, 6)]), None, "nobody here");
        assert_eq!(split(&[]), None);
    }
}
