//! Peak EWMA: the cost of a server is its response time, which jumps to peaks and decays, times its load.
//!
//! Source: tower 0.5 (`load::PeakEwma` behind `p2c`), the balancer of Linkerd 2; the idea is Finagle's. Of two different
//! servers drawn by lot the cheaper one is picked, the first on a tie; cost = estimate * (in flight + 1). An observation
//! above the estimate replaces it, a lower one is averaged in by exp(-elapsed / decay). As in tower a look at the cost
//! decays it toward zero *and moves the time of the last update*, so how often one looks changes how much the next
//! sample counts; the policy looks only when it picks. Weights are ignored, except that 0 drains.
//!
//! Before its first answer a server has the response time that tower assumes, which decays like an observed one. Finagle
//! assumes none (`PeakEwma.scala`, 23.11): whoever is idle costs nothing, and whoever is being tried so much that it gets
//! nothing more while the other one drawn has answered; that is a parameter.
//!
//! A server that fails fast looks fast and attracts traffic. Linkerd's newer balancer records a penalty of five
//! seconds for a failure instead of its time; here that is a parameter, off as in tower. Left out: `Retry-After`, and
//! Finagle's status of a server, which it compares before the load.

use super::glimpse::Glimpse;
use super::{Balance, Ended, Nobody, Parameter, Setup, View, sampling};
use crate::math;
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// How fast the past is forgotten.
const DECAY: Parameter =
    Parameter::number("decay_s", (0.001, 3600.0), 10.0).says("s", "Time in which an old observation falls to 37 %.");
/// What is assumed before the first answer.
const DEFAULT_RTT: Parameter = Parameter::number("default_rtt_ms", (0.0, 60_000.0), 30.0)
    .says("ms", "Response time that is assumed of a processor before its first answer.");
/// Finagle's cold start.
const COLD_START: Parameter = Parameter::whole("cold_start", (0.0, 1.0), 0.0).says(
    "",
    "1: nothing is assumed before the first answer: whoever is idle is tried, by one payment at a time; while nobody has \
     answered, by what is in flight (Finagle). 0: default_rtt_ms is (Linkerd).",
);
/// What a server costs in nanoseconds whose first answer is waited for, beside what it has in flight: Finagle's
/// `Long.MaxValue >> 16`, some 39 hours.
const UNTRIED: f64 = 140_737_488_355_327.0;
/// What a failure counts as.
const PENALTY: Parameter = Parameter::number("failure_penalty_ms", (0.0, 300_000.0), 0.0)
    .says("ms", "Least response time that a failure counts as; 0 counts its real one. Linkerd's newer balancer: 5000.");

/// Two choices by response time and load.
#[derive(Clone, Debug)]
pub struct PeakEwma {
    decay: Nanos,
    penalty: Nanos,
    estimates: Vec<Estimate>,
}

impl Balance for PeakEwma {
    const ID: &'static str = "peak-ewma";
    const NAME: &'static str = "Peak EWMA (Finagle, Linkerd)";
    const SUMMARY: &'static str =
        "Of two processors drawn by lot the one with the smaller product of recent response time and load.";
    const SOURCE: &'static str = "tower 0.5, PeakEwma with p2c, as in Linkerd 2; idea of Finagle 23.11";
    const NOBODY: Nobody = Nobody::FailFast;
    const PARAMETERS: &'static [Parameter] = &[DECAY, DEFAULT_RTT, COLD_START, PENALTY];
    const SCORE: Option<&'static str> = Some("estimate in ms");

    fn new(setup: &Setup<'_>) -> Self {
        let start = match setup.whole(&COLD_START) {
            1 => Estimate::unknown(Instant::START),
            _ => Estimate::new(Nanos::from_millis(setup.value(&DEFAULT_RTT)), Instant::START),
        };
        Self {
            decay: Nanos::from_seconds(setup.value(&DECAY)),
            penalty: Nanos::from_millis(setup.value(&PENALTY)),
            estimates: vec![start; setup.servers],
        }
    }

    fn pick(&mut self, view: &View<'_>, stream: &mut Stream) -> Option<usize> {
        let (first, second) = sampling::two(view, stream)?;
        let mut cost = |server: usize| self.estimates[server].cost(view.now, view.in_flight[server], self.decay);
        Some(if cost(second) < cost(first) { second } else { first })
    }

    fn closed(&mut self, server: usize, view: &View<'_>, ended: &Ended) {
        let estimate = &mut self.estimates[server];
        let penalty = if ended.answer.is_correct() { Nanos::ZERO } else { self.penalty };
        estimate.update(view.now, ended.latency.max(penalty), self.decay);
    }

    fn glimpse(&self, view: &View<'_>, stream: &Stream) -> Option<Glimpse> {
        let (first, second) = sampling::two(view, &mut stream.clone())?;
        let cost_ms = |server: usize| {
            let mut estimate = self.estimates[server];
            let cost = estimate.cost(view.now, view.in_flight[server], self.decay);
            if cost >= UNTRIED && estimate.is_untried() { f64::INFINITY } else { cost / 1e6 }
        };
        let figures = |server: usize| [cost_ms(server), f64::from(view.in_flight[server])];
        let drawn = [first, second].into_iter().map(|server| (server, figures(server)));
        Glimpse::of("drawn by lot", &["cost in ms", "in flight"], drawn)
    }

    fn score(&self, server: usize) -> Option<f64> {
        self.estimates.get(server).filter(|estimate| !estimate.is_untried()).map(|estimate| estimate.nanos / 1e6)
    }
}

/// The response time of one server, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    nanos: f64,
    updated: Instant,
    /// Whether nothing was assumed before the first answer.
    cold: bool,
}

impl Estimate {
    /// Starts from an assumed response time, which decays like an observed one.
    #[must_use]
    pub fn new(assumed: Nanos, now: Instant) -> Self {
        Self { nanos: math::float(assumed.get()), updated: now, cold: false }
    }

    /// Assumes nothing, as Finagle does.
    #[must_use]
    pub const fn unknown(now: Instant) -> Self {
        Self { nanos: 0.0, updated: now, cold: true }
    }

    /// The cost in nanoseconds with so many attempts in flight. Looking decays the estimate and counts as an update.
    pub fn cost(&mut self, now: Instant, in_flight: u32, decay: Nanos) -> f64 {
        self.update(now, Nanos::ZERO, decay);
        if self.is_untried() && in_flight > 0 {
            return UNTRIED + f64::from(in_flight);
        }
        self.nanos * (f64::from(in_flight) + 1.0)
    }

    /// Whether nothing was assumed and nothing was measured.
    fn is_untried(&self) -> bool {
        self.cold && self.nanos <= 0.0
    }

    /// Takes an observed response time in.
    pub fn update(&mut self, now: Instant, observed: Nanos, decay: Nanos) {
        let observed = math::float(observed.get());
        let kept = math::exp(-math::float(now.since(self.updated).get()) / math::float(decay.get()));
        self.nanos =
            if observed > self.nanos { observed } else { self.nanos * kept + observed * (1.0 - kept) };
        self.updated = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::{Policy, Tuned};

    /// Whom of two a pick takes with these in flight, whichever is drawn first; `None` where that decides.
    fn pick(tuned: &Tuned, answered: &[(usize, f64)], in_flight: [u32; 2]) -> Option<usize> {
        let mut balancer = tuned.build(2);
        let view = View::new(&[1, 1], &in_flight, &[true; 2]);
        let at = |millis| View { now: Instant::START + Nanos::from_millis(millis), ..view };
        for (server, millis) in answered {
            let latency = Nanos::from_millis(*millis);
            balancer.closed(*server, &at(*millis), &Ended { latency, ..Ended::default() });
        }
        let picked: Vec<Option<usize>> =
            (0..40).map(|seed| balancer.clone().pick(&at(100.0), &mut Stream::new(seed, "routing"))).collect();
        if picked.iter().all(|one| *one == picked[0]) { picked[0] } else { None }
    }

    #[test]
    fn a_server_without_an_answer_is_tried_by_one_at_a_time_in_finagle() {
        let finagle = Tuned { policy: Policy::PeakEwma, parameters: vec![("cold_start", 1.0)] };
        let linkerd = Tuned::from(Policy::PeakEwma);
        let check = |answered: &[(usize, f64)], in_flight, expected: [Option<usize>; 2]| {
            let got = [&finagle, &linkerd].map(|tuned| pick(tuned, answered, in_flight));
            assert_eq!(got, expected, "{answered:?} answered, {in_flight:?} in flight");
        };
        check(&[], [0, 0], [None, None]);
        check(&[], [1, 0], [Some(1), Some(1)]);
        check(&[], [2, 1], [Some(1), Some(1)]);
        // The first one has answered after 50 ms: Finagle tries the other one all the same, until it is being tried.
        check(&[(0, 50.0)], [0, 0], [Some(1), Some(1)]);
        check(&[(0, 50.0)], [3, 1], [Some(0), Some(1)]);
        check(&[(0, 50.0), (1, 10.0)], [3, 1], [Some(1), Some(1)]);
        // Who has answered fast in Finagle is left for who has not, as long as nobody tries that one.
        check(&[(0, 1.0)], [0, 0], [Some(1), Some(1)]);
        check(&[(0, 1.0)], [1, 1], [Some(0), Some(1)]);
    }

    #[test]
    fn what_is_shown_of_an_untried_server_is_no_number() {
        let finagle = Tuned { policy: Policy::PeakEwma, parameters: vec![("cold_start", 1.0)] };
        let mut balancer = finagle.build(2);
        assert_eq!(balancer.score(0), None, "nothing was measured");
        let stream = Stream::new(1, "routing");
        let view = View::new(&[1, 1], &[3, 0], &[true; 2]);
        let mut drawn = balancer.glimpse(&view, &stream).expect("two are up").candidates;
        drawn.sort_by_key(|one| one.server);
        assert_eq!([&drawn[0].figures, &drawn[1].figures], [&[f64::INFINITY, 3.0], &[0.0, 0.0]]);
        let ended = Ended { latency: Nanos::from_millis(20.0), ..Ended::default() };
        balancer.closed(0, &view, &ended);
        assert_eq!((balancer.score(0), balancer.score(1)), (Some(20.0), None));
        assert_eq!(Tuned::from(Policy::PeakEwma).build(2).score(0), Some(30.0), "what Linkerd assumes");
    }

    #[test]
    fn costs_without_an_answer_are_finagles() {
        let mut estimate = Estimate::unknown(Instant::START);
        let mut cost = |in_flight| estimate.cost(Instant::from_seconds(1.0), in_flight, Nanos::from_millis(1e4));
        let expected = [0.0, UNTRIED + 1.0, UNTRIED + 7.0];
        assert!([0, 1, 7].map(&mut cost).iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 0.5));
    }
}
