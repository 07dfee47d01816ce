//! The moving payments: which bead is where at which moment. No browser in here; [`super::layer`] paints it.
//!
//! Beads have a clock of their own, in milliseconds: it stands still while the simulation does, runs on after a single
//! step until that step has been seen, and never jumps. A payment is one bead from place to place: its next move
//! begins when the one before has ended, so that an eye can follow it through moves that take no simulated time.

use super::geometry::Point;
use super::layout::Layout;
use crate::math;
use crate::payment::{Outcome, Place};
use crate::wire::{Hop, Snapshot};
use std::collections::BTreeMap;

/// Shortest and longest time that a move is shown, in milliseconds.
const SHORTEST_MS: f64 = 250.0;
const LONGEST_MS: f64 = 3_000.0;
/// Time of a move to or from the balancer.
const GLIDE_MS: f64 = 180.0;
/// Fastest bead, in pixels a millisecond, so that long rails are not leapt over.
const FASTEST: f64 = 0.9;
/// Time in which a rejected bead falls off, and how deep.
const FALL_MS: f64 = 600.0;
const FALL_PIXELS: f64 = 34.0;
/// How far before the place that turns it away it falls.
const EDGE_PIXELS: f64 = 9.0;
/// Most payments that move at a time, and how many there may be for one to appear in the middle of its way.
const MOST: usize = 1_000;
const MOST_MIDWAY: usize = 500;
/// Most moves that are kept, those to come included.
const MOST_MOVES: usize = 12_000;
/// A move that would begin later than this is left out: the picture has fallen too far behind.
const LATEST_MS: f64 = 5_000.0;
/// Shortest and longest time between snapshots that moves are spread over.
const INTERVAL_MS: (f64, f64) = (16.0, 250.0);
/// Longest step of the clock: after a pause of the browser, beads go on where they were.
const STEP_MS: f64 = 100.0;
/// How far from a bead it can be picked: half of what a finger needs.
const REACH_PIXELS: f64 = 22.0;
/// Payments whose next move is waited for.
const REMEMBERED: usize = 4_000;

/// How a bead looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Under way, its end unknown.
    Open,
    /// The issuer said yes.
    Approved,
    /// The issuer said no.
    Declined,
    /// It failed, or was turned away.
    Failed,
    /// Its timer fired: neither success nor failure.
    Unknown,
    /// The shopper left.
    Abandoned,
}

impl From<Outcome> for Kind {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Open => Self::Open,
            Outcome::Approved => Self::Approved,
            Outcome::BusinessDecline | Outcome::Blocked => Self::Declined,
            Outcome::TechnicalDecline | Outcome::Rejected | Outcome::FalseDecline => Self::Failed,
            Outcome::Unknown => Self::Unknown,
            Outcome::Abandoned => Self::Abandoned,
        }
    }
}

/// A bead at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sight {
    pub(super) at: Point,
    /// Number of the payment.
    pub(super) payment: u64,
    pub(super) kind: Kind,
    /// From 1 on the rail to 0 when it has fallen off.
    pub(super) strength: f64,
}

#[derive(Clone, Copy, Debug)]
struct Bead {
    payment: u64,
    route: usize,
    backwards: bool,
    start: f64,
    end: f64,
    /// Share of the way at which it stops.
    stop: f64,
    kind: Kind,
    falls: bool,
}

/// Every bead.
#[derive(Debug, Default)]
pub(super) struct Beads {
    beads: Vec<Bead>,
    /// When each payment under way ends its last move.
    ready: BTreeMap<u64, f64>,
    /// How many of them move.
    moving: usize,
    clock: f64,
    wall: Option<f64>,
    taken: Option<f64>,
    now_s: f64,
    run: u32,
    playing: bool,
    /// A step goes on until here although the simulation stands still.
    settle: f64,
}

impl Beads {
    /// Takes the moves of a snapshot that came at this wall time in milliseconds.
    pub(super) fn take(&mut self, layout: &Layout, snapshot: &Snapshot, wall_ms: f64) {
        if snapshot.run != self.run || snapshot.now_s < self.now_s {
            self.clear();
            self.run = snapshot.run;
            self.now_s = snapshot.now_s;
        }
        let interval = self.taken.map_or(INTERVAL_MS.0, |taken| wall_ms - taken).clamp(INTERVAL_MS.0, INTERVAL_MS.1);
        let span = snapshot.now_s - self.now_s;
        self.moving = self.ready.values().filter(|end| **end > self.clock).count();
        for hop in &snapshot.hops {
            let share = if span > 0.0 { ((hop.at_s - self.now_s) / span).clamp(0.0, 1.0) } else { 0.0 };
            self.send(layout, snapshot, hop, self.clock + share * interval);
        }
        if !snapshot.playing && !self.playing && !snapshot.hops.is_empty() {
            self.settle = self.beads.iter().map(|bead| bead.end).fold(self.clock, f64::max);
        }
        self.playing = snapshot.playing;
        self.taken = Some(wall_ms);
        self.now_s = snapshot.now_s;
    }

    /// Takes every bead off the rails.
    pub(super) fn clear(&mut self) {
        self.beads.clear();
        self.ready.clear();
    }

    /// Lets the clock run to a wall time in milliseconds; says whether anything still moves.
    pub(super) fn advance(&mut self, wall_ms: f64) -> bool {
        let step = self.wall.map_or(0.0, |wall| wall_ms - wall).clamp(0.0, STEP_MS);
        self.wall = Some(wall_ms);
        if !self.runs() {
            return false;
        }
        self.clock += step;
        let clock = self.clock;
        self.beads.retain(|bead| bead.end + if bead.falls { FALL_MS } else { 0.0 } > clock);
        !self.beads.is_empty()
    }

    /// Whether the clock runs and there is something to see.
    pub(super) fn runs(&self) -> bool {
        !self.beads.is_empty() && (self.playing || self.clock < self.settle)
    }

    /// The clock begins anew at the next frame: time that passed without frames is not made up for.
    pub(super) fn rest(&mut self) {
        self.wall = None;
    }

    /// How many payments moved when the last moves came.
    pub(super) const fn count(&self) -> usize {
        self.moving
    }

    /// Every bead that can be seen now.
    pub(super) fn sights<'a>(&'a self, layout: &'a Layout) -> impl Iterator<Item = Sight> + 'a {
        self.beads.iter().filter(|bead| bead.start <= self.clock).filter_map(|bead| {
            let track = &layout.routes.get(bead.route)?.track;
            let way = ((self.clock - bead.start) / (bead.end - bead.start)).clamp(0.0, 1.0) * bead.stop;
            let mut at = track.point(if bead.backwards { 1.0 - way } else { way });
            let fallen = ((self.clock - bead.end) / FALL_MS).clamp(0.0, 1.0);
            // Beads fall as things do: with the square of time.
            at.y += FALL_PIXELS * fallen * fallen;
            // Before it falls, nobody knows that it will.
            let kind = if bead.falls && self.clock < bead.end { Kind::Open } else { bead.kind };
            Some(Sight { at, payment: bead.payment, kind, strength: 1.0 - fallen })
        })
    }

    /// The payment of the bead that is nearest to a point, and near enough to be meant.
    pub(super) fn nearest(&self, layout: &Layout, point: Point) -> Option<u64> {
        let distances = self.sights(layout).map(|sight| (sight.at.distance(point), sight.payment));
        let nearest = distances.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (nearest.0 <= REACH_PIXELS).then_some(nearest.1)
    }

    fn send(&mut self, layout: &Layout, snapshot: &Snapshot, hop: &Hop, due: f64) {
        let payment = math::floor(hop.payment);
        let ready = self.ready.get(&payment).copied();
        let Some((route, backwards)) = layout.route(hop.from, hop.to) else { return };
        let start = due.max(ready.unwrap_or(due));
        let most = if hop.from == Place::Merchants { MOST } else { MOST_MIDWAY };
        if start - self.clock > LATEST_MS || self.beads.len() >= MOST_MOVES || (ready.is_none() && self.moving >= most)
        {
            self.ready.remove(&payment);
            return;
        }
        self.moving += usize::from(ready.is_none());
        let length = layout.routes.get(route).map_or(0.0, |route| route.track.length());
        let end = start + duration(hop, snapshot.pace, length);
        let falls = hop.outcome == Outcome::Rejected && rank(hop.to) > rank(hop.from);
        let stop = match (hop.waits, falls) {
            (true, _) => 1.0 - tail(layout, snapshot, hop.to, length),
            (false, true) => 1.0 - (EDGE_PIXELS / length.max(EDGE_PIXELS)).min(0.5),
            (false, false) => 1.0,
        };
        let kind = Kind::from(hop.outcome);
        self.beads.push(Bead { payment, route, backwards, start, end, stop, kind, falls });
        // Kept to the end of its last move too: until then it counts among those that move.
        self.ready.insert(payment, end);
        while self.ready.len() > REMEMBERED {
            self.ready.pop_first();
        }
    }
}

/// How long a move is shown: as long as it takes at the pace of the simulation, within what an eye can follow.
fn duration(hop: &Hop, pace: f64, length: f64) -> f64 {
    if hop.from == Place::Balancer || hop.to == Place::Balancer {
        return GLIDE_MS;
    }
    let shortest = SHORTEST_MS.max(length / FASTEST);
    let simulated = if pace > 0.0 { hop.takes_s * 1_000.0 / pace } else { 0.0 };
    simulated.clamp(shortest, LONGEST_MS.max(shortest))
}

/// Share of the way that is taken by those who already stand in the queue.
fn tail(layout: &Layout, snapshot: &Snapshot, place: Place, length: f64) -> f64 {
    let Some(queue) = layout.spot(place).and_then(|spot| spot.queue) else { return 0.0 };
    let processors = layout.spots.iter().filter(|spot| matches!(spot.place, Place::Processor(_))).count();
    let processors = u8::try_from(processors).unwrap_or(u8::MAX);
    let station = Place::stations(processors).position(|station| station == place);
    let waiting = station.and_then(|station| snapshot.gauges.get(station)).map_or(0, |gauge| gauge.waiting);
    let step = Point::default().distance(queue.step);
    let standing = f64::from(waiting.min(queue.beads)) * step;
    if length > 0.0 { (standing / length).clamp(0.0, 0.9) } else { 0.0 }
}

/// How far from the merchants a place lies.
const fn rank(place: Place) -> u8 {
    match place {
        Place::Merchants => 0,
        Place::Gateway | Place::RiskCheck | Place::Forwarders => 1,
        Place::Balancer => 2,
        Place::Processor(_) => 3,
        Place::Channel | Place::TokenVault | Place::SecurityModule => 4,
        Place::CardManagement => 5,
        Place::Database => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::topology::layout::{Stage, Yard, layout};
    use crate::wire::Gauge;

    fn drawing() -> Layout {
        layout(&Yard::plain(3), Stage { width: 1440.0, height: 520.0 })
    }

    fn hop(payment: f64, from: Place, to: Place) -> Hop {
        Hop { at_s: 0.0, takes_s: 0.0, payment, from, to, outcome: Outcome::Open, waits: false, cell: None }
    }

    fn arrival(payment: f64) -> Hop {
        hop(payment, Place::Merchants, Place::Gateway)
    }

    fn snapshot(now_s: f64, hops: Vec<Hop>) -> Snapshot {
        Snapshot { now_s, pace: 1.0, playing: true, gauges: vec![Gauge::default(); 7], hops, ..Snapshot::default() }
    }

    fn run(beads: &mut Beads, from: u32, to: u32) -> bool {
        (from..=to).map(|frame| beads.advance(f64::from(frame) * 10.0)).last().unwrap_or_default()
    }

    #[test]
    fn the_nearest_bead_is_picked_if_it_is_near() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        beads.take(&drawing, &snapshot(1.0, vec![arrival(7.0)]), 0.0);
        run(&mut beads, 0, 10);
        let at = beads.sights(&drawing).next().expect("it moves").at;
        let beside = |pixels: f64| beads.nearest(&drawing, Point { y: at.y + pixels, ..at });
        assert_eq!((beside(0.0), beside(12.0)), (Some(7), Some(7)), "on it and beside it");
        assert_eq!(beside(60.0), None, "too far to be meant");
    }

    #[test]
    fn a_bead_goes_from_end_to_end_and_is_gone() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        beads.take(&drawing, &snapshot(1.0, vec![arrival(1.0)]), 0.0);
        assert!(run(&mut beads, 0, 10), "it moves");
        let sights: Vec<_> = beads.sights(&drawing).collect();
        assert_eq!(sights.len(), 1, "one payment, one bead");
        let ends =
            [Place::Merchants, Place::Gateway].map(|place| drawing.spot(place).map(|spot| spot.plate.middle().x));
        assert!(ends[0] < Some(sights[0].at.x) && Some(sights[0].at.x) < ends[1], "between the two places");
        assert!(!run(&mut beads, 11, 60), "and comes to its end");
        assert_eq!(beads.sights(&drawing).count(), 0, "where it leaves the rail");
    }

    #[test]
    fn beads_stand_still_while_the_simulation_does() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        beads.take(&drawing, &snapshot(1.0, vec![arrival(1.0)]), 0.0);
        run(&mut beads, 0, 10);
        beads.take(&drawing, &Snapshot { playing: false, ..snapshot(1.0, Vec::new()) }, 100.0);
        let before: Vec<_> = beads.sights(&drawing).collect();
        assert!(!run(&mut beads, 11, 100), "no frames are asked for");
        assert_eq!(beads.sights(&drawing).collect::<Vec<_>>(), before, "nothing moved");
    }

    #[test]
    fn a_step_is_seen_although_the_simulation_stands_still() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        beads.take(&drawing, &Snapshot { playing: false, ..snapshot(1.0, Vec::new()) }, 0.0);
        beads.take(&drawing, &Snapshot { playing: false, ..snapshot(1.1, vec![arrival(1.0)]) }, 50.0);
        assert!(run(&mut beads, 5, 20), "the stepped payment moves");
        assert!(!run(&mut beads, 21, 100), "to its end and no further");
    }

    #[test]
    fn one_payment_is_one_bead_at_a_time() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        let on = [
            arrival(1.0),
            hop(1.0, Place::Gateway, Place::Balancer),
            hop(1.0, Place::Balancer, Place::Processor(1)),
            hop(1.0, Place::Processor(1), Place::Channel),
        ];
        beads.take(&drawing, &snapshot(1.0, on.to_vec()), 0.0);
        for frame in 0..80 {
            beads.advance(f64::from(frame) * 10.0);
            assert!(beads.sights(&drawing).count() <= 1, "never two at once");
        }
    }

    #[test]
    fn a_payment_that_waits_stops_behind_those_who_stand() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        let mut crowded = snapshot(1.0, vec![Hop { waits: true, ..arrival(1.0) }]);
        crowded.gauges[0].waiting = 3;
        beads.take(&drawing, &crowded, 0.0);
        run(&mut beads, 0, 24);
        let head = drawing.spot(Place::Gateway).and_then(|spot| spot.queue).map(|queue| queue.head.x);
        let farthest = beads.sights(&drawing).map(|sight| sight.at.x).fold(0.0, f64::max);
        assert!(head > Some(farthest + 12.0), "{farthest} is well before the first one at {head:?}");
    }

    #[test]
    fn a_payment_that_is_turned_away_falls_off() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        let rejected = Hop { outcome: Outcome::Rejected, ..arrival(1.0) };
        beads.take(&drawing, &snapshot(1.0, vec![rejected]), 0.0);
        run(&mut beads, 0, 60);
        let sights: Vec<_> = beads.sights(&drawing).collect();
        let rail = drawing.spot(Place::Gateway).and_then(|spot| spot.queue).map_or(0.0, |queue| queue.head.y);
        assert!(sights[0].at.y > rail + 1.0 && sights[0].strength < 1.0, "below the rail and fading: {sights:?}");
        assert_eq!(sights[0].kind, Kind::Failed, "in the colour and shape of a failure");
    }

    #[test]
    fn there_is_an_upper_limit() {
        let (drawing, mut beads) = (drawing(), Beads::default());
        let hops = (1..5_000).map(|payment| arrival(f64::from(payment))).collect();
        beads.take(&drawing, &snapshot(1.0, hops), 0.0);
        run(&mut beads, 0, 2);
        assert_eq!(beads.sights(&drawing).count(), MOST, "no more payments set off than can be followed");
    }

    #[test]
    fn the_pace_of_the_simulation_is_kept() {
        let slow = Hop { takes_s: 0.02, ..hop(1.0, Place::Channel, Place::CardManagement) };
        assert!((duration(&slow, 0.01, 90.0) - 2_000.0).abs() < 1e-6, "20 ms in slow motion are two seconds");
        assert!((duration(&slow, 1.0, 90.0) - SHORTEST_MS).abs() < 1e-6, "in real time a quarter of a second");
        assert!((duration(&slow, 0.001, 90.0) - LONGEST_MS).abs() < 1e-6, "never longer than three");
    }
}
