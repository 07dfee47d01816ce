//! The balancer at work: shows the policy what it may see, and measures the load that some policies follow.

use super::index::FIRST_PROCESSOR;
use super::place::Outcome;
use super::plan::{Plan, UNLIMITED};
use super::station::Station;
use crate::balance::{Answer, Balancer, Ended, LoadReport, Request, View};
use crate::math;
use crate::random::Stream;
use crate::stats::Level;
use crate::units::{Instant, Nanos};

/// How often processors report their load: once a second, the default update period of gRPC's client-side weights
/// (proposal A58).
const REPORT_EVERY: Nanos = Nanos::new(1_000_000_000);

/// The balancer and what it sees.
#[derive(Clone, Debug)]
pub(super) struct Routing {
    balancer: Balancer,
    stream: Stream,
    weights: Vec<u32>,
    in_flight: Vec<u32>,
    usable: Vec<bool>,
    /// Since the last report, by processor.
    period: Vec<Period>,
    report_at: Instant,
}

/// What a processor did since its last report.
#[derive(Clone, Copy, Debug, Default)]
struct Period {
    completed: u64,
    failed: u64,
    busy_from: u128,
}

impl Routing {
    pub(super) fn new(plan: &Plan, seed: u64) -> Self {
        let servers = plan.processors.len();
        Self {
            balancer: plan.balancer.build(servers),
            stream: Stream::new(seed, "routing"),
            weights: plan.processors.iter().map(|processor| processor.weight).collect(),
            in_flight: vec![0; servers],
            usable: vec![true; servers],
            period: vec![Period::default(); servers],
            report_at: Instant::START + REPORT_EVERY,
        }
    }

    /// The processor for the next attempt.
    pub(super) fn pick(&mut self, now: Instant, card: u32, stations: &[Station]) -> Option<usize> {
        if now >= self.report_at {
            self.report(now, &stations[FIRST_PROCESSOR..]);
        }
        let key = card.to_le_bytes();
        let request = Request { key: &key, ..Request::UNKNOWN };
        let view = View { now, request, ..View::new(&self.weights, &self.in_flight, &self.usable) };
        self.balancer.pick(&view, &mut self.stream)
    }

    /// Says whether the balancer may pick a processor.
    pub(super) fn set_usable(&mut self, processor: usize, usable: bool) {
        self.usable[processor] = usable;
    }

    /// Whether the balancer may pick a processor.
    pub(super) fn usable(&self, processor: usize) -> bool {
        self.usable[processor]
    }

    /// Sets the weight of a processor from now on.
    pub(super) fn set_weight(&mut self, processor: usize, weight: u32) {
        self.weights[processor] = weight;
    }

    /// Attempts in flight at a processor.
    pub(super) fn in_flight(&self, processor: usize) -> u32 {
        self.in_flight[processor]
    }

    /// An attempt was sent.
    pub(super) fn opened(&mut self, processor: usize, now: Instant) {
        self.in_flight[processor] += 1;
        let view = View { now, ..View::new(&self.weights, &self.in_flight, &self.usable) };
        self.balancer.opened(processor, &view);
    }

    /// An attempt ended, with a correct answer or without.
    pub(super) fn closed(&mut self, processor: usize, now: Instant, ended: &Ended) {
        self.in_flight[processor] = self.in_flight[processor].saturating_sub(1);
        // As in gRPC, the completed are all that ended, and the failed are part of them.
        let period = &mut self.period[processor];
        period.completed += 1;
        period.failed += u64::from(!ended.answer.is_correct());
        let view = View { now, ..View::new(&self.weights, &self.in_flight, &self.usable) };
        self.balancer.closed(processor, &view, ended);
    }

    /// The number that the policy keeps for a processor, for the page to draw.
    pub(super) fn score(&self, processor: usize) -> Option<f64> {
        self.balancer.score(processor)
    }

    /// Reports the load since the last report. It is made at the first pick after it is due, which is the first moment
    /// at which anybody could act on it.
    fn report(&mut self, now: Instant, processors: &[Station]) {
        let from = Instant::new(self.report_at.get() - REPORT_EVERY.get());
        let span = now.since(from);
        let reports: Vec<LoadReport> = processors
            .iter()
            .zip(&self.period)
            .map(|(one, period)| LoadReport {
                completed_per_s: math::float(period.completed) / span.seconds(),
                failed_per_s: math::float(period.failed) / span.seconds(),
                utilisation: utilisation(one, period.busy_from, now, span),
            })
            .collect();
        self.balancer.observe(now, &reports);
        for (period, one) in self.period.iter_mut().zip(processors) {
            *period = Period { busy_from: one.busy.area(now), ..Period::default() };
        }
        self.report_at = now + REPORT_EVERY;
    }
}

/// What came of a payment, as the balancer sees it.
pub(super) const fn answer(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Approved => Answer::Approved,
        Outcome::BusinessDecline | Outcome::Blocked | Outcome::FalseDecline => Answer::Declined,
        Outcome::TechnicalDecline => Answer::Failed,
        Outcome::Open | Outcome::Rejected | Outcome::Unknown | Outcome::Abandoned => Answer::Missing,
    }
}

/// Share of a processor's workers that were held; for one without a bound on workers, the mean number held.
fn utilisation(one: &Station, busy_from: u128, now: Instant, span: Nanos) -> f64 {
    let busy = Level::mean(busy_from, one.busy.area(now), span);
    if one.workers == UNLIMITED { busy } else { busy / f64::from(one.workers) }
}
