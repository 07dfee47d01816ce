//! Where a key lies on what a hashing policy has laid out: a ring of points, or a table of places. For the page to draw;
//! the policies do not pick by it.

use crate::math;

/// Equal parts of the whole whose owners are told.
pub const PARTS: usize = 240;
/// Points to either side of the key that are told.
const NEIGHBOURS: usize = 5;

/// A key and what lies around it. Positions are shares of the whole, 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The key's position.
    pub at: f64,
    /// The servers of the points before the key, the nearest last.
    pub before: Vec<usize>,
    /// The servers of the points from the key on, the nearest first: the key belongs to the first that is up.
    pub after: Vec<usize>,
    /// The server of the middle of each of [`PARTS`] equal parts; empty where nobody is eligible.
    pub owners: Vec<usize>,
    /// What each server may have in flight and still take a key of its own; empty where that is not bounded.
    pub slots: Vec<u64>,
}

impl Spot {
    /// On a ring of so many points in order, each given by its position and its server.
    pub(super) fn on_ring(at: f64, count: usize, point: impl Fn(usize) -> (f64, usize)) -> Self {
        let server = |place: usize| point(place % count.max(1)).1;
        let next = first(count, |place| point(place).0 >= at);
        let middle = |part: usize| (math::count(part) + 0.5) / math::count(PARTS);
        let owner = |part: usize| server(first(count, |place| point(place).0 >= middle(part)));
        let near = NEIGHBOURS.min(count);
        Self {
            at,
            before: (0..near).map(|back| server(next + count - near + back)).collect(),
            after: (0..near).map(|on| server(next + on)).collect(),
            owners: if count > 0 { (0..PARTS).map(owner).collect() } else { Vec::new() },
            slots: Vec::new(),
        }
    }

    /// In a table of so many places, each of one server; the key lies at a place.
    pub(super) fn in_table(place: usize, count: usize, server: impl Fn(usize) -> usize) -> Self {
        let near = NEIGHBOURS.min(count);
        let middle = |part: usize| (2 * part + 1) * count / (2 * PARTS);
        Self {
            at: (math::count(place) + 0.5) / math::count(count.max(1)),
            before: (0..near).map(|back| server((place + count - near + back) % count)).collect(),
            after: (0..near).map(|on| server((place + on) % count)).collect(),
            owners: if count > 0 { (0..PARTS).map(|part| server(middle(part))).collect() } else { Vec::new() },
            slots: Vec::new(),
        }
    }
}

/// A hash of so many bits as a share of all its values.
pub(super) fn share(hash: u64, bits: u32) -> f64 {
    (0..bits).fold(math::float(hash), |share, _| share / 2.0)
}

/// The first of so many places from which on something holds.
fn first(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::super::upheaval::STICKY;
    use super::super::{Policy, Request, View};
    use super::*;
    use crate::random::Stream;

    /// Each policy whose layout is drawn.
    const DRAWN: [Policy; 5] =
        [Policy::HashModulo, Policy::RingHash, Policy::Ketama, Policy::Maglev, Policy::BoundedLoad];

    #[test]
    fn a_key_belongs_to_the_first_point_from_it_on() {
        let points = [(0.1, 0), (0.4, 1), (0.9, 2)];
        let at = |at| Spot::on_ring(at, points.len(), |place| points[place]);
        assert_eq!((at(0.2).before, at(0.2).after), (vec![1, 2, 0], vec![1, 2, 0]), "all points, around the ring");
        assert_eq!((at(0.95).after[0], at(0.4).after[0]), (0, 1), "over the end, and on the point itself");
        let owners = at(0.0).owners;
        assert_eq!([owners[0], owners[50], owners[150], owners[239]], [0, 1, 2, 0]);
        assert!(Spot::on_ring(0.5, 0, |_| (0.0, 0)).owners.is_empty(), "nobody is there");
    }

    #[test]
    fn what_is_drawn_is_what_is_picked() {
        let (weights, usable) = ([3, 1, 2], [true; 3]);
        for policy in Policy::ALL.iter().copied() {
            let (mut balancer, mut stream) = (policy.build(3), Stream::new(1, "routing"));
            for key in 0..200 {
                let key = key.to_string();
                let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
                let view = View { request, ..View::new(&weights, &[0; 3], &usable) };
                let picked = balancer.pick(&view, &mut stream);
                let spot = balancer.spot(&view);
                assert_eq!(spot.is_some(), DRAWN.contains(&policy), "{}", policy.id());
                if let Some(spot) = spot {
                    assert_eq!(spot.after.first().copied(), picked, "{} with {key}", policy.id());
                }
            }
        }
    }

    #[test]
    fn a_server_above_its_slots_does_not_get_its_key() {
        let (weights, usable) = ([1, 1, 1], [true; 3]);
        let (mut balancer, mut stream) = (Policy::BoundedLoad.build(3), Stream::new(1, "routing"));
        let mut passed_on = 0;
        for (key, in_flight) in (0..200).flat_map(|key| [[1, 4, 6], [0, 0, 0], [5, 5, 5]].map(|load| (key, load))) {
            let key = key.to_string();
            let request = Request { key: key.as_bytes(), ..Request::UNKNOWN };
            let view = View { request, ..View::new(&weights, &in_flight, &usable) };
            let picked = balancer.pick(&view, &mut stream).expect("all are up");
            let spot = balancer.spot(&view).expect("a ring");
            let fits = |server: usize| u64::from(in_flight[server]) <= spot.slots[server];
            let owner = spot.after[0];
            assert_eq!(picked == owner, fits(owner), "key {key} with {in_flight:?} in flight: {:?}", spot.slots);
            assert!(fits(picked), "key {key}");
            passed_on += u32::from(picked != owner);
        }
        assert!(passed_on > 50, "{passed_on}");
    }

    #[test]
    fn only_sticky_policies_lay_anything_out() {
        assert!(DRAWN.iter().all(|policy| STICKY.contains(policy)));
    }
}
