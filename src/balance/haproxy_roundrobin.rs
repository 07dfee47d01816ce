//! HAProxy's `roundrobin`: a schedule of positions, built as the weights are used.
//!
//! Source: HAProxy 2.6, `balance roundrobin` (`lb_fwrr`). Weights count sixteenfold. A server that was picked moves on
//! by total / weight positions, in whole numbers with a remainder that is carried along. While the server that is due
//! lies ahead of the present position, there is a hole, and servers that wait for the new round fill it, heavy ones
//! first. Weights may change at any time. The weights 3, 2, 1 give ABACAB, where `static-rr` gives AABABC.
//! Left out: backup servers and limits on connections.

use super::{Balance, Nobody, Setup, View};
use crate::math;
use crate::random::Stream;

/// Weights count sixteenfold, so that they can change in small steps (`BE_WEIGHT_SCALE`).
const SCALE: u64 = 16;
/// The greatest scaled weight (`SRV_EWGHT_MAX`).
const WEIGHT_MAX: u64 = 256 * SCALE;
/// Positions count more than what is left over of them (`SRV_UWGHT_RANGE`).
const POSITION: u64 = 256;

/// HAProxy's rotation, exact to the pick. Over a full cycle every server is picked as often as its weight says, give
/// or take one: its whole numbers round, as they do in the running program.
#[derive(Clone, Debug)]
pub struct HaproxyRoundrobin {
    servers: Vec<Server>,
    /// Which of the two waiting rooms is being filled now; the servers in the other one begin the next round.
    next: Place,
    /// Total weight of this round and of the next.
    weight: u64,
    next_weight: u64,
    position: u64,
    /// Counts entries, since of equal servers the first come is the first served.
    entries: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Out,
    Current,
    RoomA,
    RoomB,
}

#[derive(Clone, Copy, Debug)]
struct Server {
    weight: u64,
    place: Place,
    /// Where it stands in the order of its place: key, then entry.
    rank: (u64, u64),
    /// Position of its last pick and of its next.
    last: u64,
    due: u64,
    /// Carried remainder of total / weight.
    rest: u64,
}

impl Balance for HaproxyRoundrobin {
    const ID: &'static str = "haproxy-roundrobin";
    const NAME: &'static str = "Weighted round robin (HAProxy roundrobin)";
    const SUMMARY: &'static str = "Processors take turns by a schedule of positions that follows weights as they change.";
    const SOURCE: &'static str = "HAProxy 2.6, balance roundrobin";
    const NOBODY: Nobody = Nobody::Unavailable;
    const SCORE: Option<&'static str> = Some("next position");

    fn new(setup: &Setup<'_>) -> Self {
        let server = Server { weight: 0, place: Place::Out, rank: (0, 0), last: 0, due: 0, rest: 0 };
        Self {
            servers: vec![server; setup.servers],
            next: Place::RoomB,
            weight: 0,
            next_weight: 0,
            position: 0,
            entries: 0,
        }
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        self.notice(view);
        if self.weight == 0 {
            self.weight = self.next_weight;
            self.position = self.weight;
        }
        let picked = self.first().or_else(|| {
            self.switch();
            self.first()
        })?;
        self.advance(picked);
        self.position += 1;
        self.enter(picked);
        Some(picked)
    }

    fn score(&self, server: usize) -> Option<f64> {
        let one = self.servers.get(server)?;
        match one.place {
            Place::Current => Some(one.due),
            // Who waits for this round fills the next hole; who waits for the next one is due so far into it.
            place if place == self.init() => Some(self.position),
            Place::RoomA | Place::RoomB => Some(one.due + self.weight),
            // Before the first pick nobody was looked at, and all will wait for the first round.
            Place::Out => (self.entries == 0).then_some(0),
        }
        .map(math::float)
    }
}

impl HaproxyRoundrobin {
    /// The waiting room whose servers begin in this round.
    fn init(&self) -> Place {
        if self.next == Place::RoomA { Place::RoomB } else { Place::RoomA }
    }

    /// Takes changes of health and weight in. At the start everybody waits for the first round.
    fn notice(&mut self, view: &View<'_>) {
        let fresh = self.entries == 0;
        for server in 0..self.servers.len() {
            let weight = if view.is_eligible(server) { u64::from(view.weights[server]) * SCALE } else { 0 };
            let known = self.servers[server].weight;
            if weight == known {
                continue;
            }
            self.servers[server].weight = weight;
            self.next_weight = self.next_weight - known + weight;
            match (known, weight) {
                (0, _) if fresh => self.wait(server, self.init()),
                (0, _) => self.up(server),
                (_, 0) => self.servers[server].place = Place::Out,
                _ => self.reweigh(server),
            }
        }
    }

    /// A server is back.
    fn up(&mut self, server: usize) {
        let one = &mut self.servers[server];
        // The round may be over already: while nobody was there its position went on.
        one.due = self.position + (self.next_weight + self.weight).saturating_sub(self.position) / one.weight;
        self.enter(server);
    }

    /// The weight of a server has changed while it was up.
    fn reweigh(&mut self, server: usize) {
        if self.servers[server].place == self.init() {
            return self.wait(server, self.init());
        }
        let one = &mut self.servers[server];
        if one.place == self.next {
            one.due += self.weight;
        }
        let before = one.due;
        let step = self.next_weight / one.weight;
        one.due = (one.last + step).min(before);
        one.rest = 0;
        if one.due < self.position + 2 {
            one.due = self.position + step;
        }
        self.enter(server);
    }

    /// Puts a server into a waiting room, heavy ones first.
    fn wait(&mut self, server: usize, room: Place) {
        let one = &mut self.servers[server];
        one.place = room;
        one.rank = (WEIGHT_MAX - one.weight, self.entries);
        self.entries += 1;
    }

    /// Puts a server where its next position belongs: into this round, or into the waiting room for the next.
    fn enter(&mut self, server: usize) {
        let one = &mut self.servers[server];
        if one.due >= 2 * self.weight || one.due >= self.weight + self.next_weight {
            one.due = one.due.saturating_sub(self.weight);
            return self.wait(server, self.next);
        }
        one.place = Place::Current;
        one.rank = (POSITION * one.due + (WEIGHT_MAX + one.rest - one.weight) / SCALE, self.entries);
        self.entries += 1;
    }

    /// The server that is due, or the first that waits if there is a hole.
    fn first(&mut self) -> Option<usize> {
        let first_in = |place| {
            let there = (0..self.servers.len()).filter(|&server| self.servers[server].place == place);
            there.min_by_key(|&server| self.servers[server].rank)
        };
        let due = first_in(Place::Current);
        if due.is_some_and(|server| self.servers[server].due <= self.position) {
            return due;
        }
        let Some(waiting) = first_in(self.init()) else { return due };
        self.servers[waiting].due = 0;
        self.servers[waiting].rest = 0;
        Some(waiting)
    }

    /// A new round begins: who waited for it may fill holes from now on.
    fn switch(&mut self) {
        self.next = self.init();
        self.weight = self.next_weight;
        self.position = self.weight;
    }

    /// Sets the next position of a picked server.
    fn advance(&mut self, server: usize) {
        let one = &mut self.servers[server];
        one.last = if one.due == 0 { self.position } else { one.due };
        one.due = one.last + self.next_weight / one.weight;
        one.rest += self.next_weight % one.weight;
        if one.rest >= one.weight {
            one.rest -= one.weight;
            one.due += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::Policy;

    /// Weights 5, 1, 1: the heavy one goes round within a round while the others wait for a hole or for the next round.
    #[test]
    fn who_waits_has_a_next_position_too() {
        let mut balancer = Policy::HaproxyRoundrobin.build(3);
        let mut stream = Stream::new(1, "routing");
        let scores = |balancer: &crate::balance::Balancer| [0, 1, 2].map(|server| balancer.score(server));
        assert_eq!(scores(&balancer), [Some(0.0); 3], "at the start");
        for pick in 0..50 {
            balancer.pick(&View::new(&[5, 1, 1], &[0; 3], &[true; 3]), &mut stream);
            assert!(scores(&balancer).iter().all(Option::is_some), "after pick {pick}: {:?}", scores(&balancer));
        }
        balancer.pick(&View::new(&[5, 1, 1], &[0; 3], &[true, false, true]), &mut stream);
        assert_eq!(balancer.score(1), None, "who is down has none");
    }

    /// Health that flickers at every pick once let the round's position pass the weight that was left.
    #[test]
    fn servers_may_leave_and_return_at_any_pick() {
        let mut balancer = Policy::HaproxyRoundrobin.build(3);
        let mut stream = Stream::new(1, "flicker");
        for pick in 0..2_000 {
            let usable: Vec<bool> = (0..3).map(|_| stream.unit() < 0.4).collect();
            let picked = balancer.pick(&View::new(&[3, 2, 1], &[0; 3], &usable), &mut stream);
            assert_eq!(picked.is_some(), usable.contains(&true), "pick {pick}");
            assert!(picked.is_none_or(|server| usable[server]), "pick {pick}: {picked:?} of {usable:?}");
        }
    }
}
