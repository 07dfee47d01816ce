//! Priorities, outages, and work that is split.

use super::check::{check, demand};
use switchyard::theory::{Class, ForkJoin, Mm1Outages, Outages, Quorum, priority_means, quorum_mean_ms};

/// Two classes of exponential service at one server: arrivals per second and mean service in ms of the high and of the
/// low class, and in this order: the load of both, and Wq high, Wq low, W high, W low, in ms.
type PriorityRow = (&'static str, [f64; 2], [f64; 2], [f64; 5]);

#[rustfmt::skip]
const PRIORITY: &[PriorityRow] = &[
    ("A-PR-01", [20.0, 10.0], [60.0, 10.0], [0.8, 10.0, 50.0, 20.0, 60.0]),
    ("A-PR-02", [40.0, 10.0], [40.0, 10.0], [0.8, 13.333_333_33, 66.666_666_67, 23.333_333_33, 76.666_666_67]),
    ("A-PR-03", [70.0, 5.0], [50.0, 10.0], [0.85, 10.384_615_38, 69.230_769_23, 15.384_615_38, 79.230_769_23]),
    ("A-PR-04", [10.0, 20.0], [40.0, 15.0], [0.8, 16.25, 81.25, 36.25, 96.25]),
    ("A-PR-05", [60.0, 4.0], [6.0, 100.0], [0.84, 80.210_526_32, 501.315_789_5, 84.210_526_32, 601.315_789_5]),
    ("A-PR-06", [45.0, 10.0], [45.0, 10.0], [0.9, 16.363_636_36, 163.636_363_6, 26.363_636_36, 173.636_363_6]),
];

#[test]
fn priorities_agree_in_nine_digits() {
    for &(id, high, low, expected) in PRIORITY {
        let classes = [high, low].map(|load| Class { demand: demand(load), service_scv: 1.0 });
        let means = priority_means(&classes).unwrap();
        let load: f64 = classes.iter().map(|class| class.demand.offered_load()).sum();
        let figures = [load, means[0].wait_ms, means[1].wait_ms, means[0].response_ms, means[1].response_ms];
        check(id, &figures, &expected);
    }
}

/// A row of outages: arrivals per second and mean service in ms, mean time up and down in ms, and in this order:
/// availability, load on the available capacity, L, W in ms.
type OutagesRow = (&'static str, [f64; 2], [f64; 2], [f64; 4]);

#[rustfmt::skip]
const OUTAGES: &[OutagesRow] = &[
    ("A-BD-01", [50.0, 10.0], [60_000.0, 5_000.0], [0.923_076_923_1, 0.541_666_666_7, 43.139_860_14, 862.797_202_8]),
    ("A-BD-02", [50.0, 10.0], [500.0, 50.0], [0.909_090_909_1, 0.55, 1.727_272_727, 34.545_454_55]),
    ("A-BD-03", [70.0, 10.0], [10_000.0, 1_000.0], [0.909_090_909_1, 0.77, 31.015_810_28, 443.083_004]),
    ("A-BD-04", [30.0, 20.0], [5_000.0, 500.0], [0.909_090_909_1, 0.66, 5.951_871_658, 198.395_721_9]),
    ("A-BD-05", [60.0, 12.0], [100_000.0, 2_000.0], [0.980_392_156_9, 0.734_4, 11.624_025_51, 193.733_758_6]),
    ("A-BD-06", [20.0, 10.0], [1_000.0, 1_000.0], [0.5, 0.4, 17.333_333_33, 866.666_666_7]),
];

#[test]
fn outages_agree_in_nine_digits() {
    for &(id, load, [up_mean_ms, down_mean_ms], expected) in OUTAGES {
        let queue = Mm1Outages::new(demand(load), Outages { up_mean_ms, down_mean_ms }).unwrap();
        let figures = [queue.availability(), queue.utilisation(), queue.in_system(), queue.response_ms()];
        check(id, &figures, &expected);
    }
}

/// Arrivals per second and mean service in ms of each branch, branches, mean response in ms. More than two branches are
/// the approximation of Nelson and Tantawi.
const FORK_JOIN: &[(&str, [f64; 2], u32, f64)] = &[
    ("A-FJ-01", [50.0, 10.0], 2, 28.75),
    ("A-FJ-02", [80.0, 10.0], 2, 70.0),
    ("A-FJ-03", [20.0, 25.0], 2, 71.875),
    ("A-FJ-04", [50.0, 10.0], 3, 33.977_272_73),
    ("A-FJ-05", [50.0, 10.0], 4, 37.897_727_27),
    ("A-FJ-06", [80.0, 10.0], 8, 110.3),
];

#[test]
fn fork_join_agrees_in_nine_digits() {
    for &(id, load, branches, expected) in FORK_JOIN {
        let system = ForkJoin::new(demand(load), branches).unwrap();
        check(id, &[system.response_ms()], &[expected]);
        assert_eq!(system.exact(), branches == 2, "{id}: an approximation says so");
    }
}

/// Mean response in ms and the half-width of its 95 % interval, from an independent simulation: the approximation is one
/// to three percent low.
const FORK_JOIN_SIMULATED: &[(&str, [f64; 2])] =
    &[("A-FJ-04", [34.345, 0.023]), ("A-FJ-05", [38.41, 0.024]), ("A-FJ-06", [113.74, 0.19])];

#[test]
fn nelson_and_tantawi_are_as_low_as_is_known() {
    for &(id, [simulated_ms, half_width_ms]) in FORK_JOIN_SIMULATED {
        let &(_, load, branches, _) = FORK_JOIN.iter().find(|row| row.0 == id).unwrap();
        let low = 1.0 - ForkJoin::new(demand(load), branches).unwrap().response_ms() / simulated_ms;
        assert!((0.01..0.031).contains(&low), "{id}: {low}");
        assert!(half_width_ms < 0.002 * simulated_ms, "{id}: the reference is sure");
    }
}

/// Answers awaited, calls made, mean time of a call in ms, mean time until enough answers are there in ms.
const QUORUM: &[(&str, u32, u32, f64, f64)] = &[
    ("A-FJ-07", 2, 2, 20.0, 30.0),
    ("A-FJ-08", 3, 3, 20.0, 36.666_666_67),
    ("A-FJ-09", 2, 3, 20.0, 16.666_666_67),
    ("A-FJ-10", 1, 3, 20.0, 6.666_666_667),
    ("A-FJ-11", 5, 8, 50.0, 44.226_190_48),
    ("A-FJ-12", 8, 8, 50.0, 135.892_857_1),
];

#[test]
fn quorums_agree_in_nine_digits() {
    for &(id, answers, calls, service_ms, expected) in QUORUM {
        check(id, &[quorum_mean_ms(Quorum { answers, calls }, service_ms).unwrap()], &[expected]);
    }
}
