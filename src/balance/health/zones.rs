//! Zones: stay where you are as long as that is fair.
//!
//! Source: Envoy 1.31, zone-aware routing, from its code. If the local zone has at least the share of servers that it has of
//! callers, everything stays local; else so much stays as its servers can take in fairness, and the rest goes to the zones
//! that have more servers than callers, in proportion to the difference. Shares count in hundredths of a percent, rounded
//! down. With fewer servers than a least number, with none in the local zone, or with all in one, zones do not count. Where
//! rounding leaves no other zone any room Envoy takes any zone, and here the rest stays local too.

use crate::balance::sampling;
use crate::random::Stream;

/// All of it, in hundredths of a percent.
const ALL: u32 = 10_000;

/// What is in a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// Callers: instances of the balancer.
    pub callers: u32,
    /// Healthy servers.
    pub servers: u32,
}

/// How callers in one zone split what they send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    local: usize,
    /// What stays, in hundredths of a percent.
    stays: u32,
    /// Room of each zone for what does not.
    room: Vec<u32>,
}

impl Split {
    /// How callers in the local one of these zones split; `None` where zones do not count, with fewer servers than `least` or
    /// for one of the reasons above.
    #[must_use]
    pub fn new(zones: &[Zone], local: usize, least: u32) -> Option<Self> {
        let callers: u32 = zones.iter().map(|zone| zone.callers).sum();
        let servers: u32 = zones.iter().map(|zone| zone.servers).sum();
        let here = zones.get(local).filter(|zone| zone.servers > 0 && zone.callers > 0)?;
        if servers < least || servers == here.servers {
            return None;
        }
        let (ours, theirs) = (ALL * here.callers / callers, ALL * here.servers / servers);
        if theirs >= ours {
            return Some(Self { local, stays: ALL, room: Vec::new() });
        }
        let room = |zone: &Zone| (ALL * zone.servers / servers).saturating_sub(ALL * zone.callers / callers);
        Some(Self { local, stays: ALL * theirs / ours, room: zones.iter().map(room).collect() })
    }

    /// The zone for the next: no draw where everything stays, one or two else.
    pub fn draw(&self, stream: &mut Stream) -> usize {
        let room: u32 = self.room.iter().sum();
        if room == 0 || stream.below(ALL) < self.stays {
            return self.local;
        }
        sampling::at_point(&self.room, stream.below(room)).unwrap_or(self.local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(zones: &[(u32, u32)], local: usize) -> Option<Vec<f64>> {
        let zones: Vec<Zone> = zones.iter().map(|&(callers, servers)| Zone { callers, servers }).collect();
        Split::new(&zones, local, 6).map(|split| shares(&split, zones.len()))
    }

    /// The share of each of so many zones, 0 to 1.
    fn shares(split: &Split, zones: usize) -> Vec<f64> {
        let room: u32 = split.room.iter().sum();
        let stays = if room == 0 { 1.0 } else { f64::from(split.stays) / f64::from(ALL) };
        let spills = |zone| f64::from(split.room.get(zone).copied().unwrap_or(0)) / f64::from(room.max(1));
        (0..zones).map(|zone| if zone == split.local { stays } else { (1.0 - stays) * spills(zone) }).collect()
    }

    fn check(zones: &[(u32, u32)], local: usize, expected: &[f64]) {
        let got = split(zones, local).unwrap_or_default();
        let near = got.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 1e-9);
        assert!(near && got.len() == expected.len(), "{zones:?} from {local}: {got:?}, expected {expected:?}");
    }

    #[test]
    fn a_zone_with_its_share_of_servers_keeps_everything() {
        check(&[(1, 3), (1, 3)], 0, &[1.0, 0.0]);
        check(&[(1, 5), (2, 5)], 0, &[1.0, 0.0]);
        check(&[(2, 3), (1, 3)], 1, &[0.0, 1.0]);
    }

    /// Worked out by hand, in hundredths of a percent.
    #[test]
    fn what_is_too_much_spills_to_where_there_is_room() {
        // Two thirds of the callers (6666), half of the servers (5000): 7500 stay.
        check(&[(2, 3), (1, 3)], 0, &[0.75, 0.25]);
        // Half the callers, a quarter of the servers: half stays; the third zone has a quarter of both and no room.
        check(&[(2, 2), (1, 4), (1, 2)], 0, &[0.5, 0.5, 0.0]);
        // All callers in one: as many servers as are there, a third, and the others by their numbers, 3333 and 3333.
        check(&[(1, 2), (0, 2), (0, 2)], 0, &[0.3333, 0.333_35, 0.333_35]);
        // Rooms of 1250 and 3750 - 2500 = 1250 beside half that stays of 5000 to 2500.
        check(&[(2, 2), (1, 3), (1, 3)], 0, &[0.5, 0.25, 0.25]);
    }

    #[test]
    fn draws_follow_the_shares() {
        let zones = [(2, 3), (1, 3)].map(|(callers, servers)| Zone { callers, servers });
        let split = Split::new(&zones, 0, 6).expect("six servers");
        let mut stream = Stream::new(1, "zones");
        let away = (0..10_000).filter(|_| split.draw(&mut stream) == 1).count();
        // A standard deviation of 43.
        assert!(away.abs_diff(2_500) < 220, "{away}");
        let before = stream.clone();
        let stays = Split::new(&zones, 1, 6).expect("six servers");
        assert_eq!(stays.draw(&mut stream), 1);
        assert_eq!(stream.below(1_000_000), before.clone().below(1_000_000), "without a draw");
    }

    #[test]
    fn zones_count_only_where_there_are_enough_servers() {
        assert_eq!(split(&[(1, 2), (1, 3)], 0), None, "five are too few");
        assert_eq!(split(&[(1, 0), (1, 6)], 0), None, "nobody here");
        assert_eq!(split(&[(1, 6), (1, 0)], 0), None, "nobody elsewhere");
        assert_eq!(split(&[], 0), None);
    }
}
