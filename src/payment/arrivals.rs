//! When payments come.
//!
//! An open source is a Poisson process whose rate follows a [`Profile`]: gaps of mean 1 are stretched by the inverse of
//! the cumulative rate (time rescaling; Lewis and Shedler, "Simulation of nonhomogeneous Poisson processes by
//! thinning", 1979, section 1). Unlike thinning it takes one draw a payment, so two scenarios that differ in the rate
//! see the same draws.

use super::plan::{Profile, SourcePlan};
use crate::random::{Distribution, Stream, exponential};
use crate::units::{Instant, Nanos};

/// A client that was turned away, or answered in no time at all, comes again no sooner than this: else time would stand
/// still in a closed loop without think time in front of a full queue, or of a control that refuses at once.
const RETRY_AFTER: Nanos = Nanos::new(1_000_000);

/// The merchants.
#[derive(Clone, Debug)]
pub(super) struct Source {
    stream: Stream,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Open {
        clock: Clock,
        regular: bool,
    },
    Closed {
        clients: u32,
        think: Distribution,
    },
    /// Nobody comes any more.
    Shut,
}

impl Source {
    pub(super) fn new(plan: &SourcePlan, seed: u64) -> Self {
        let kind = match plan {
            SourcePlan::Open { profile, regular } => {
                Kind::Open { clock: Clock::new(profile.clone()), regular: *regular }
            }
            SourcePlan::Closed { clients, think } => Kind::Closed { clients: *clients, think: think.clone() },
        };
        Self { stream: Stream::new(seed, "arrivals"), kind }
    }

    /// The instants at which the first payments come, each with its client.
    pub(super) fn first(&mut self) -> Vec<(Instant, u32)> {
        match &self.kind {
            Kind::Open { .. } | Kind::Shut => self.next().map(|at| (at, 0)).into_iter().collect(),
            // Clients begin in the middle of a think time, so that they do not all come at once.
            Kind::Closed { clients, think } => {
                let (clients, think) = (*clients, think.clone());
                let mut start = |client| (Instant::START + sample(&think, &mut self.stream), client);
                (0..clients).map(&mut start).collect()
            }
        }
    }

    /// Those who are on their way still come, nobody after them.
    pub(super) fn shut(&mut self) {
        self.kind = Kind::Shut;
    }

    /// Whether nobody new comes any more.
    pub(super) const fn is_shut(&self) -> bool {
        matches!(self.kind, Kind::Shut)
    }

    /// When the payment after the last one comes, in an open source.
    pub(super) fn next(&mut self) -> Option<Instant> {
        match &mut self.kind {
            Kind::Open { clock, regular } => {
                let gap = if *regular { 1.0 } else { exponential(&mut self.stream) };
                Some(clock.advance(gap))
            }
            Kind::Closed { .. } | Kind::Shut => None,
        }
    }

    /// How long a client waits after its answer, in a closed loop; `at_once` if it was turned away or waited for nothing.
    pub(super) fn think(&mut self, at_once: bool) -> Option<Nanos> {
        match &self.kind {
            Kind::Open { .. } | Kind::Shut => None,
            Kind::Closed { think, .. } => {
                let time = sample(think, &mut self.stream);
                Some(if at_once { time.max(RETRY_AFTER) } else { time })
            }
        }
    }

    /// The current arrival rate per second; zero in a closed loop, where it follows from the answers.
    pub(super) fn rate(&self, now: Instant) -> f64 {
        match &self.kind {
            Kind::Open { clock, .. } => clock.profile.rate(now.seconds()),
            Kind::Closed { .. } | Kind::Shut => 0.0,
        }
    }
}

fn sample(law: &Distribution, stream: &mut Stream) -> Nanos {
    Nanos::new(crate::math::whole(law.sample(stream)))
}

/// Walks along a profile, consuming its area.
#[derive(Clone, Debug)]
struct Clock {
    profile: Profile,
    cycle: Instant,
    at_s: f64,
    piece: usize,
    /// The rate of a profile that never changes; otherwise zero.
    steady: f64,
}

impl Clock {
    fn new(profile: Profile) -> Self {
        let steady = match profile.points.as_slice() {
            [(_, rate)] if profile.period_s.is_none() => *rate,
            _ => 0.0,
        };
        Self { profile, cycle: Instant::START, at_s: 0.0, piece: 0, steady }
    }

    /// Moves on until the given area under the rate has passed, and returns the instant.
    #[inline]
    fn advance(&mut self, area: f64) -> Instant {
        if self.steady > 0.0 {
            self.at_s += area / self.steady;
            return self.cycle + Nanos::from_seconds(self.at_s);
        }
        self.advance_by_pieces(area)
    }

    fn advance_by_pieces(&mut self, mut area: f64) -> Instant {
        loop {
            let (end_s, end_rate) = self.profile.piece_end(self.piece);
            let rate = self.profile.rate_in(self.piece, self.at_s);
            let span = end_s - self.at_s;
            let available = f64::midpoint(rate, end_rate) * span;
            if area < available || (end_s.is_infinite() && rate > 0.0) {
                let slope = if end_s.is_infinite() || span <= 0.0 { 0.0 } else { (end_rate - rate) / span };
                // The stable root of rate * x + slope * x^2 / 2 = area.
                self.at_s += 2.0 * area / (rate + (rate * rate + 2.0 * slope * area).max(0.0).sqrt());
                return self.cycle + Nanos::from_seconds(self.at_s);
            }
            if end_s.is_infinite() {
                return Instant::NEVER;
            }
            area -= available;
            self.next_piece(end_s);
        }
    }

    /// Not inlined: its product with a period would be computed for every payment, and where there is no period, of bits
    /// that mean nothing, which is slow when they look like a number near zero.
    #[inline(never)]
    fn next_piece(&mut self, end_s: f64) {
        self.at_s = end_s;
        self.piece += 1;
        if let Some(period_s) = self.profile.period_s
            && end_s >= period_s
        {
            self.cycle += Nanos::from_seconds(period_s);
            self.at_s = 0.0;
            self.piece = 0;
        }
    }
}

impl Profile {
    /// The rate per second at a time in seconds.
    #[must_use]
    pub fn rate(&self, at_s: f64) -> f64 {
        let at_s = self.period_s.map_or(at_s, |period_s| at_s % period_s);
        let piece = self.points.iter().skip(1).take_while(|(from_s, _)| *from_s <= at_s).count();
        self.rate_in(piece, at_s)
    }

    /// The rate averaged over a period; where it does not repeat, the rate at which it stays.
    #[must_use]
    pub fn long_run_rate(&self) -> f64 {
        let last = self.points.last().map_or(0.0, |(_, rate)| *rate);
        let Some(period_s) = self.period_s else { return last };
        let pieces = (0..self.points.len()).map(|piece| {
            let (from_s, _) = self.points[piece];
            let (end_s, end_rate) = self.piece_end(piece);
            f64::midpoint(self.rate_in(piece, from_s), end_rate) * (end_s - from_s)
        });
        pieces.sum::<f64>() / period_s
    }

    /// The least rate at or after a time in seconds.
    #[must_use]
    pub fn least_rate_from(&self, at_s: f64) -> f64 {
        // What repeats comes back to all of its rates; between two points the rate lies between theirs.
        let from_s = self.period_s.map_or(at_s, |_| 0.0);
        let later = self.points.iter().filter(|(point_s, _)| *point_s >= from_s).map(|(_, rate)| *rate);
        later.fold(self.rate(from_s), f64::min)
    }

    /// End of a piece in seconds, and the rate just before it.
    fn piece_end(&self, piece: usize) -> (f64, f64) {
        let last = self.points.get(piece).map_or(0.0, |(_, rate)| *rate);
        self.points.get(piece + 1).copied().unwrap_or((self.period_s.unwrap_or(f64::INFINITY), last))
    }

    /// The rate within a piece.
    fn rate_in(&self, piece: usize, at_s: f64) -> f64 {
        let Some((from_s, from_rate)) = self.points.get(piece).copied() else { return 0.0 };
        let Some((to_s, to_rate)) = self.points.get(piece + 1).copied() else { return from_rate };
        if to_s <= from_s {
            return to_rate;
        }
        from_rate + (to_rate - from_rate) * ((at_s - from_s) / (to_s - from_s)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;

    fn arrivals(profile: &Profile, until_s: f64) -> Vec<f64> {
        let plan = SourcePlan::Open { profile: profile.clone(), regular: false };
        let mut source = Source::new(&plan, 5);
        std::iter::from_fn(|| source.next().map(Instant::seconds)).take_while(|at| *at < until_s).collect()
    }

    /// Arrivals in a window must be the integral of the rate, within five standard deviations of a Poisson count.
    fn check(profile: &Profile, from_s: f64, to_s: f64, expected: f64) {
        let seen = arrivals(profile, to_s).iter().filter(|at| **at >= from_s).count();
        let error = (math::count(seen) - expected).abs();
        assert!(error <= 5.0 * expected.sqrt(), "{seen} arrivals from {from_s} to {to_s} s, {expected} expected");
    }

    #[test]
    fn arrivals_follow_their_rate() {
        check(&Profile { points: vec![(0.0, 100.0)], period_s: None }, 0.0, 100.0, 10_000.0);
        let ramp = Profile { points: vec![(0.0, 100.0), (50.0, 300.0)], period_s: None };
        check(&ramp, 0.0, 50.0, 10_000.0);
        check(&ramp, 50.0, 80.0, 9_000.0);
        let burst = Profile { points: vec![(0.0, 500.0), (2.0, 500.0), (2.0, 50.0)], period_s: Some(10.0) };
        check(&burst, 90.0, 92.0, 1_000.0);
        check(&burst, 92.0, 100.0, 400.0);
        assert!((burst.long_run_rate() - 140.0).abs() < 1e-9, "2 s at 500 and 8 s at 50");
        assert!((burst.rate(21.0) - 500.0).abs() < 1e-9, "within the burst");
        assert!((burst.rate(25.0) - 50.0).abs() < 1e-9, "between bursts");
    }

    #[test]
    fn the_least_rate_is_of_what_is_to_come() {
        let ramp = Profile { points: vec![(0.0, 100.0), (50.0, 300.0)], period_s: None };
        for (at_s, least) in [(0.0, 100.0), (25.0, 200.0), (60.0, 300.0)] {
            assert!((ramp.least_rate_from(at_s) - least).abs() < 1e-9, "from {at_s} s on");
        }
        let fall = Profile { points: vec![(0.0, 300.0), (50.0, 100.0)], period_s: None };
        assert!((fall.least_rate_from(10.0) - 100.0).abs() < 1e-9, "it falls");
        let burst = Profile { points: vec![(0.0, 50.0), (8.0, 50.0), (8.0, 500.0)], period_s: Some(10.0) };
        assert!((burst.least_rate_from(39.0) - 50.0).abs() < 1e-9, "a burst ends");
    }

    #[test]
    fn a_metronome_is_regular() {
        let profile = Profile { points: vec![(0.0, 4.0)], period_s: None };
        let mut source = Source::new(&SourcePlan::Open { profile, regular: true }, 1);
        let at: Vec<u64> = (0..3).filter_map(|_| source.next()).map(Instant::get).collect();
        assert_eq!(at, [250_000_000, 500_000_000, 750_000_000], "every quarter of a second");
    }
}
