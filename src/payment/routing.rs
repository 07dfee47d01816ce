//! The balancer at work: shows the policy what it may see, and measures the load that some policies follow.
//!
//! Where several gateways balance on their own, attempts come to them in turn, each has a policy with a state of its own,
//! and each counts only the attempts that it sent. Told of the others it is at intervals: all then go by one board that
//! says how many attempts were in flight at each processor when it was written (the periodic update of Mitzenmacher, "How
//! useful is old information?", 2000), and whoever goes by it sends everybody to what was the shortest queue.

use super::cards;
use super::index::FIRST_PROCESSOR;
use super::place::Outcome;
use super::plan::{BalancerPlan, Plan, UNLIMITED};
use super::station::Station;
use super::zones::Zones;
use crate::balance::{Answer, Balancer, Ended, Fee, LoadReport, Request, Setup, View};
use crate::math;
use crate::random::Stream;
use crate::stats::Level;
use crate::units::{Instant, Nanos};

/// How often processors report their load: once a second, the default update period of gRPC's client-side weights
/// (proposal A58).
const REPORT_EVERY: Nanos = Nanos::new(1_000_000_000);

/// The balancers of all gateways and what they see.
#[derive(Clone, Debug)]
pub(super) struct Routing {
    gateways: Vec<Gateway>,
    sight: Sight,
    stream: Stream,
    weights: Vec<u32>,
    in_flight: Vec<u32>,
    usable: Vec<bool>,
    /// Whom the gateway believes to be well, in a panic too.
    healthy: Vec<bool>,
    /// Which processors each gateway prefers; nothing where all are alike.
    zones: Option<Box<Zones>>,
    /// The tier of each processor, by which the policy counts health.
    tiers: Vec<usize>,
    /// What each processor charges; empty where nobody charges or nobody asks.
    fees: Vec<Fee>,
    /// Whether the policy asks for what a payment is about.
    asks: bool,
    /// Whether what sticks is the merchant.
    by_merchant: bool,
    /// Since the last report, by processor.
    period: Vec<Period>,
    report_at: Instant,
}

/// The attempt for which a processor is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Its number.
    pub(super) number: u64,
    /// The card that pays.
    pub(super) card: u32,
    /// The amount in minor units; 0 in a network that knows no amounts.
    pub(super) amount: u64,
    /// The merchant; 0 where there is one for all.
    pub(super) merchant: u32,
}

/// One gateway's balancer.
#[derive(Clone, Debug)]
struct Gateway {
    balancer: Balancer,
    /// The same for the processors of each zone alone; empty where zones do not count.
    zoned: Vec<Balancer>,
    /// Attempts that it sent and that have not ended, by processor.
    own: Vec<u32>,
}

/// What a gateway takes for the attempts in flight.
#[derive(Clone, Debug)]
enum Sight {
    /// All of them, now.
    All,
    /// Those that it sent itself, now.
    Own,
    /// All of them, as they were when the board was written.
    Board { board: Vec<u32>, every: Nanos, next: Instant },
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
        let zones = plan.balancer.zones.as_ref().map(|zones| Box::new(Zones::new(zones, seed)));
        let gateway = Gateway::new(plan, zones.as_ref().map_or(0, |zones| zones.count()));
        Self {
            tiers: (0..servers).map(|server| gateway.balancer.tier(server)).collect(),
            zones,
            gateways: vec![gateway; math::index(plan.balancer.gateways)],
            sight: Sight::new(&plan.balancer, servers),
            stream: Stream::new(seed, "routing"),
            weights: plan.processors.iter().map(|processor| processor.weight).collect(),
            in_flight: vec![0; servers],
            usable: vec![true; servers],
            healthy: vec![true; servers],
            fees: plan.balancer.fees.clone(),
            asks: plan.balancer.policy.heeds_fees() || plan.balancer.policy.heeds_rules(),
            by_merchant: plan.balancer.sticks_to_merchants,
            period: vec![Period::default(); servers],
            report_at: Instant::START + REPORT_EVERY,
        }
    }

    /// The processor for an attempt.
    pub(super) fn pick(&mut self, now: Instant, wanted: Wanted, stations: &[Station]) -> Option<usize> {
        if now >= self.report_at {
            self.report(now, &stations[FIRST_PROCESSOR..]);
        }
        self.sight.look(now, &self.in_flight);
        let place = self.gateway_of(wanted.number);
        let gateway = &mut self.gateways[place];
        let key = if self.by_merchant { wanted.merchant } else { wanted.card }.to_le_bytes();
        let request = if self.asks { wanted.told(&key) } else { Request { key: &key, ..Request::UNKNOWN } };
        let in_flight = self.sight.of(&self.in_flight, &gateway.own);
        let (fees, healthy) = (&self.fees, &self.healthy);
        let view = View { now, request, fees, healthy, ..View::new(&self.weights, in_flight, &self.usable) };
        let drawn = self.zones.as_mut().and_then(|zones| zones.narrow(place, &view, &self.tiers));
        match drawn {
            Some((zone, seen)) => gateway.zoned[zone].pick(&seen, &mut self.stream),
            None => gateway.balancer.pick(&view, &mut self.stream),
        }
    }

    /// The gateway to which an attempt comes: they take turns.
    fn gateway_of(&self, number: u64) -> usize {
        match self.gateways.len() {
            1 => 0,
            gateways => math::index(math::low(number % math::wide(gateways))),
        }
    }

    /// How much longer it takes between the gateway of an attempt and a processor, one way; `None` within a zone.
    pub(super) fn between(&self, number: u64, processor: usize) -> Option<Nanos> {
        self.zones.as_ref()?.between(self.gateway_of(number), processor)
    }

    /// Says whether the balancer may pick a processor.
    pub(super) fn set_usable(&mut self, processor: usize, usable: bool) {
        self.usable[processor] = usable;
    }

    /// Whether the balancer may pick a processor.
    pub(super) fn usable(&self, processor: usize) -> bool {
        self.usable[processor]
    }

    /// Says whether a processor is believed to be well.
    pub(super) fn set_healthy(&mut self, processor: usize, healthy: bool) {
        self.healthy[processor] = healthy;
    }

    /// The tier of a processor, by which its health counts.
    pub(super) fn tier(&self, processor: usize) -> usize {
        self.tiers[processor]
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
    pub(super) fn opened(&mut self, number: u64, processor: usize, now: Instant) {
        let place = self.gateway_of(number);
        let gateway = &mut self.gateways[place];
        self.in_flight[processor] += 1;
        gateway.own[processor] += 1;
        let in_flight = self.sight.of(&self.in_flight, &gateway.own);
        let view = View { now, ..View::new(&self.weights, in_flight, &self.usable) };
        gateway.balancer.opened(processor, &view);
        gateway.zoned.iter_mut().for_each(|zoned| zoned.opened(processor, &view));
    }

    /// An attempt ended, with a correct answer or without.
    pub(super) fn closed(&mut self, number: u64, processor: usize, now: Instant, ended: &Ended) {
        self.sight.look(now, &self.in_flight);
        let place = self.gateway_of(number);
        let gateway = &mut self.gateways[place];
        self.in_flight[processor] = self.in_flight[processor].saturating_sub(1);
        gateway.own[processor] = gateway.own[processor].saturating_sub(1);
        // As in gRPC, the completed are all that ended, and the failed are part of them.
        let period = &mut self.period[processor];
        period.completed += 1;
        period.failed += u64::from(!ended.answer.is_correct());
        let in_flight = self.sight.of(&self.in_flight, &gateway.own);
        let view = View { now, ..View::new(&self.weights, in_flight, &self.usable) };
        gateway.balancer.closed(processor, &view, ended);
        gateway.zoned.iter_mut().for_each(|zoned| zoned.closed(processor, &view, ended));
    }

    /// The number that the policy of the first gateway keeps for a processor, for the page to draw.
    pub(super) fn score(&self, processor: usize) -> Option<f64> {
        self.gateways.first().and_then(|gateway| gateway.balancer.score(processor))
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
        for gateway in &mut self.gateways {
            gateway.balancer.observe(now, &reports);
            gateway.zoned.iter_mut().for_each(|zoned| zoned.observe(now, &reports));
        }
        for (period, one) in self.period.iter_mut().zip(processors) {
            *period = Period { busy_from: one.busy.area(now), ..Period::default() };
        }
        self.report_at = now + REPORT_EVERY;
    }
}

impl Wanted {
    /// All that is known of the payment, with what sticks.
    fn told<'a>(&self, key: &'a [u8]) -> Request<'a> {
        let card_range = cards::range(self.card);
        Request { key, amount_minor: self.amount, card_range, currency: cards::currency(card_range) }
    }
}

impl Gateway {
    fn new(plan: &Plan, zones: usize) -> Self {
        let (plan, servers) = (&plan.balancer, plan.processors.len());
        // Told of all others' attempts, what a gateway sees is all there is.
        let balancers = if plan.told_every.is_some() { 1 } else { plan.gateways };
        let setup = Setup { values: &plan.parameters, rules: &plan.rules, balancers, ..Setup::new(servers) };
        let balancer = plan.policy.build_with(&setup);
        Self { zoned: vec![balancer.clone(); zones], balancer, own: vec![0; servers] }
    }
}

impl Sight {
    fn new(plan: &BalancerPlan, servers: usize) -> Self {
        match (plan.told_every, plan.gateways) {
            (Some(every), _) => Self::Board { board: vec![0; servers], every, next: Instant::START },
            (None, 1) => Self::All,
            (None, _) => Self::Own,
        }
    }

    /// Writes the board anew if it was due. That is seen to whenever somebody looks and before anything changes, so what
    /// is written is what was in flight when it was due.
    fn look(&mut self, now: Instant, in_flight: &[u32]) {
        if let Self::Board { board, every, next } = self
            && now >= *next
        {
            board.copy_from_slice(in_flight);
            let late = now.since(*next).get() / every.get().max(1);
            *next += Nanos::new((late + 1) * every.get());
        }
    }

    /// What is taken for the attempts in flight.
    fn of<'a>(&'a self, all: &'a [u32], own: &'a [u32]) -> &'a [u32] {
        match self {
            Self::All => all,
            Self::Own => own,
            Self::Board { board, .. } => board,
        }
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
