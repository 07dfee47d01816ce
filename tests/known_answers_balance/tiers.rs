//! Envoy's priority levels and panic, worked out from its code by whole percents: health = min(100, 140 healthy / total),
//! loads in order out of what is left, what rounding leaves to the first; its published tables differ in some rows.

use switchyard::balance::health::tiers::loads;
use switchyard::balance::health::{Panic, Tier};
use switchyard::balance::{Policy, Setup, View};
use switchyard::random::Stream;

/// A row: healthy and total of each tier, and each one's health, load and panic.
type Row = (&'static [(u32, u32)], &'static [u32], &'static [u32], &'static [bool]);

const ROWS: [Row; 10] = [
    (&[(72, 100), (72, 100)], &[100, 100], &[100, 0], &[false, false]),
    (&[(71, 100), (71, 100)], &[99, 99], &[99, 1], &[false, false]),
    (&[(50, 100), (60, 100)], &[70, 84], &[70, 30], &[false, false]),
    (&[(25, 100), (100, 100)], &[35, 100], &[35, 65], &[false, false]),
    (&[(25, 100), (25, 100)], &[35, 35], &[50, 50], &[true, true]),
    (&[(5, 100), (65, 100)], &[7, 91], &[8, 92], &[true, false]),
    (&[(25, 100), (25, 100), (20, 100)], &[35, 35, 28], &[34, 33, 33], &[true, true, true]),
    (&[(3, 4), (2, 2)], &[100, 100], &[100, 0], &[false, false]),
    (&[(2, 4), (2, 2)], &[70, 100], &[70, 30], &[false, false]),
    (&[(0, 3), (0, 2)], &[0, 0], &[60, 40], &[true, true]),
];

fn judged(row: &[(u32, u32)]) -> Vec<Tier> {
    let tier = |&(healthy, total): &(u32, u32)| Tier { healthy, total, panics: false };
    let mut tiers: Vec<Tier> = row.iter().map(tier).collect();
    Panic { percent: 50 }.judge(&mut tiers);
    tiers
}

#[test]
fn health_loads_and_panic_are_those_of_envoys_code() {
    for (row, healths, expected, panics) in ROWS {
        let tiers = judged(row);
        assert_eq!(tiers.iter().map(Tier::health).collect::<Vec<_>>(), healths, "health of {row:?}");
        assert_eq!(tiers.iter().map(|tier| tier.panics).collect::<Vec<_>>(), panics, "panic of {row:?}");
        assert_eq!(loads(&tiers), expected, "loads of {row:?}");
    }
}

/// The same rows as picks of the policy, where a tier that panics is used whole; every row whose tiers after the first are
/// of one size. 10 000 draws have a standard deviation of at most 50 picks: five are 2.5 %.
#[test]
fn the_policy_splits_as_the_table_says() {
    for (row, _, expected, _) in ROWS {
        let tiers = judged(row);
        let healthy: Vec<bool> =
            row.iter().flat_map(|&(healthy, total)| (0..total).map(move |at| at < healthy)).collect();
        let panics = tiers.iter().flat_map(|tier| (0..tier.total).map(|_| tier.panics));
        let usable: Vec<bool> = healthy.iter().zip(panics).map(|(healthy, panics)| *healthy || panics).collect();
        let sizes = [("first_tier_size", row[0].1), ("tier_size", row[1].1), ("gradual", 1)];
        let values = sizes.map(|(name, value)| (name, f64::from(value)));
        let servers = healthy.len();
        let mut balancer = Policy::Priority.build_with(&Setup { values: &values, ..Setup::new(servers) });
        let (weights, idle) = (vec![1; servers], vec![0; servers]);
        let view = View { healthy: &healthy, ..View::new(&weights, &idle, &usable) };
        let mut stream = Stream::new(1, "routing");
        let mut counts = vec![0_u32; row.len()];
        for _ in 0..10_000 {
            let picked = balancer.pick(&view, &mut stream).unwrap();
            assert!(usable[picked], "only who may be picked");
            counts[balancer.tier(picked)] += 1;
        }
        for (count, percent) in counts.iter().zip(expected) {
            let share = 100.0 * f64::from(*count) / 10_000.0;
            assert!((share - f64::from(*percent)).abs() < 2.5, "{row:?}: {counts:?}, expected {expected:?}");
        }
    }
}
