//! A scenario's places as theory has to know them: their own work, who is held how long, and how many can be there.

use super::answer::Reason;
use super::cache::{Hits, Surroundings};
use super::time::Time;
use crate::balance::{Policy, Setup, View};
use crate::math;
use crate::payment::{BalancerPlan, Place};
use crate::random::Stream as Draws;
use crate::scenario::{ChannelKind, Checked, Load, Processing, Scenario};

/// A place with workers and a queue.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) place: Place,
    /// Its own work.
    pub(super) own: Time,
    /// How long it holds a worker if nobody waits further on; `None` if that is not known.
    pub(super) held: Option<Time>,
    pub(super) workers: Option<u32>,
    pub(super) queue_limit: Option<u32>,
    /// What the channel is, where it is a ledger.
    pub(super) ledger: Option<ChannelKind>,
    /// Most payments that can be there at a time, because whoever sends them can hold no more.
    pub(super) bound: Option<u32>,
}

impl Stage {
    fn new(place: Place, own: Time, [workers, queue_limit]: [Option<u32>; 2]) -> Self {
        Self { place, own, held: Some(own), workers, queue_limit, ledger: None, bound: None }
    }

    /// Whether a payment may have to wait there.
    pub(super) fn can_wait(&self) -> bool {
        let full = |workers: u32| self.bound.is_none_or(|bound| bound > workers);
        self.workers.is_some_and(full) && self.takes_time()
    }

    /// Whether it holds anybody up.
    pub(super) fn takes_time(&self) -> bool {
        self.held.is_none_or(|held| !held.is_none())
    }

    /// Places for payments, those at work counted; `None` if they can't run out.
    pub(super) fn room(&self) -> Option<u32> {
        let room = self.workers?.saturating_add(self.queue_limit?);
        self.bound.is_none_or(|bound| bound > room).then_some(room)
    }
}

/// How the balancer shares the payments out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Routing {
    /// By lot, each with its share.
    Lot(Vec<f64>),
    /// In turn, each with its share; 0 or the same for each.
    Turns(Vec<f64>),
    /// In turn by weight: each one's share, and the variance of the number of payments from one of its turns to the next.
    WeightedTurns(Vec<(f64, f64)>),
    /// By what it sees of the load; each one's share if all were alike.
    ByLoad(Vec<f64>),
    /// By the payment, by what became of others, or in an order that is not even; each one's share if all were alike.
    ByPayment(Vec<f64>),
}

impl Routing {
    /// Why the shares are not known.
    pub(super) const fn reason(&self) -> Reason {
        if matches!(self, Self::ByPayment(_)) { Reason::RoutingByPayment } else { Reason::RoutingByLoad }
    }
}

/// A scenario's places.
#[derive(Clone, Debug)]
pub(super) struct Layout<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) gateway: Stage,
    pub(super) processors: Vec<Stage>,
    pub(super) channel: Stage,
    pub(super) cards: Stage,
    pub(super) database: Stage,
    /// The way back.
    pub(super) answer: Time,
    pub(super) routing: Routing,
    pub(super) hits: Hits,
}

impl<'a> Layout<'a> {
    pub(super) fn new(checked: &'a Checked) -> Self {
        let scenario = checked.scenario();
        let stage = |place, service, limits| Stage::new(place, Time::of(service), limits);
        let (channel, cards, database) = (&scenario.channel, &scenario.card_management, &scenario.database);
        let mut layout = Self {
            scenario,
            gateway: stage(
                Place::Gateway,
                &scenario.gateway.service,
                [scenario.gateway.workers, scenario.gateway.queue_limit],
            ),
            processors: processors(scenario),
            channel: stage(Place::Channel, &channel.delay, [channel.lines, channel.queue_limit]),
            cards: stage(Place::CardManagement, &cards.service, [cards.workers, cards.queue_limit]),
            database: stage(Place::Database, &database.read_time(), [database.connections, database.queue_limit]),
            answer: Time::of(&channel.answer_delay),
            routing: routing(checked),
            hits: Hits::of(scenario, Surroundings::default()),
        };
        layout.channel.ledger = Some(channel.kind).filter(|kind| kind.bound_per_s().is_some());
        layout.bound();
        layout.hits = Hits::of(scenario, layout.surroundings());
        if layout.synchronous() {
            layout.hold();
        }
        layout
    }

    pub(super) fn synchronous(&self) -> bool {
        self.scenario.processing == Processing::Synchronous
    }

    /// Share of the look-ups that go on to the database; `None` if it is not known.
    pub(super) fn misses(&self) -> Option<f64> {
        self.hits.expectation.hit_ratio.map(|ratio| 1.0 - ratio)
    }

    /// The places in the report's order.
    pub(super) fn stages(&self) -> impl Iterator<Item = &Stage> {
        [&self.gateway, &self.channel, &self.cards, &self.database].into_iter().chain(&self.processors)
    }

    /// Each processor's share of the payments; where it depends on the load, that if all were alike.
    pub(super) fn shares(&self) -> Vec<f64> {
        match &self.routing {
            Routing::Lot(shares) | Routing::Turns(shares) | Routing::ByLoad(shares) | Routing::ByPayment(shares) => {
                shares.clone()
            }
            Routing::WeightedTurns(turns) => turns.iter().map(|(share, _)| *share).collect(),
        }
    }

    /// The most payments at each place: no more than clients, and no more than held workers send on.
    fn bound(&mut self) {
        let held = self.synchronous();
        let mut bound = match self.scenario.load {
            Load::Closed { clients, .. } => Some(clients),
            Load::Open { .. } => None,
        };
        self.gateway.bound = bound;
        let narrowed = |bound: Option<u32>, workers: Option<u32>| match workers.filter(|_| held) {
            Some(workers) => Some(bound.map_or(workers, |bound| bound.min(workers))),
            None => bound,
        };
        bound = narrowed(bound, self.gateway.workers);
        self.processors.iter_mut().for_each(|processor| processor.bound = bound);
        let all: Option<u32> = self.processors.iter().map(|processor| processor.workers).sum();
        bound = narrowed(bound, all);
        self.channel.bound = bound;
        self.cards.bound = bound;
        self.database.bound = narrowed(bound, self.cards.workers);
    }

    /// How long workers are held if nobody waits further on.
    fn hold(&mut self) {
        let read = self.database.own;
        let look_up = self.cards.own;
        let read =
            if read.is_none() { Some(read) } else { self.misses().map(|misses| Time::one_of(&[(misses, read)])) };
        self.cards.held = read.map(|read| look_up.then(read));
        let beyond = self.cards.held.map(|cards| self.channel.own.then(cards).then(self.answer));
        for processor in &mut self.processors {
            processor.held = beyond.map(|beyond| processor.own.then(beyond));
        }
        self.gateway.held = self.any_processor(|processor| processor.held).map(|held| self.gateway.own.then(held));
    }

    /// The time at the processor that a payment gets, by lot; `None` if it is not known.
    pub(super) fn any_processor(&self, time: impl Fn(&Stage) -> Option<Time>) -> Option<Time> {
        let times: Option<Vec<Time>> = self.processors.iter().map(time).collect();
        let each: Vec<(f64, Time)> = self.shares().into_iter().zip(times?).collect();
        Some(Time::one_of(&each))
    }

    fn surroundings(&self) -> Surroundings {
        let rate_per_s = match &self.scenario.load {
            Load::Open { rate_per_s, shape, .. } => Some(shape.profile(*rate_per_s).long_run_rate()),
            Load::Closed { .. } => None,
        };
        let alone = self.database.bound == Some(1);
        let overtaken = |stage: &&Stage| {
            let one_by_one = stage.workers == Some(1) || stage.bound == Some(1);
            !(stage.own.is_none() || stage.own.is_constant() || one_by_one)
        };
        let on_the_way = [&self.gateway, &self.channel, &self.cards].into_iter().chain(&self.processors);
        let spread = self.processors.len() > 1 && !self.processors[0].own.is_none() && self.gateway.bound != Some(1);
        let overtaking_at = on_the_way.clone().find(overtaken).map(|stage| stage.place);
        Surroundings {
            rate_per_s,
            asked_while_read: !alone && !self.database.own.is_none(),
            reads_wait: self.database.can_wait(),
            overtaking_at: overtaking_at.or(spread.then_some(Place::Balancer)),
        }
    }
}

fn processors(scenario: &Scenario) -> Vec<Stage> {
    let common = &scenario.processors;
    let service = Time::of(&common.service);
    let speed = |place: u8| common.speeds.get(usize::from(place)).copied().unwrap_or(1.0);
    let count = u8::try_from(common.count).unwrap_or(u8::MAX);
    let stage = |place| {
        Stage::new(Place::Processor(place), service.at_speed(speed(place)), [common.workers, common.queue_limit])
    };
    (0..count).map(stage).collect()
}

/// How the policy shares out, drained processors left out.
fn routing(checked: &Checked) -> Routing {
    let weights: Vec<u32> = checked.plan().processors.iter().map(|processor| processor.weight).collect();
    let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    let eligible = math::count(weights.iter().filter(|weight| **weight > 0).count());
    let even = || weights.iter().map(|weight| if *weight > 0 { 1.0 / eligible } else { 0.0 }).collect();
    let weighted = || weights.iter().map(|weight| f64::from(*weight) / total).collect();
    let mut heavy = weights.iter().filter(|weight| **weight > 0);
    let first = heavy.next();
    let equal = heavy.all(|weight| Some(weight) == first);
    let balancer = &checked.plan().balancer;
    let policy = balancer.policy;
    // Gateways that begin at the same processor and come on in turn send each of them payments in runs.
    let several = balancer.gateways > 1;
    let in_runs = policy == Policy::RunLengthWeightedRoundRobin && first.is_some_and(|weight| *weight > 1);
    match policy {
        _ if eligible == 1.0 => Routing::Turns(even()),
        Policy::Random => Routing::Lot(even()),
        Policy::WeightedRandom | Policy::VolumeSplit => Routing::Lot(weighted()),
        Policy::RoundRobin if several => {
            // It knows no weights.
            Routing::WeightedTurns(turns(balancer, &weights.iter().map(|weight| (*weight).min(1)).collect::<Vec<_>>()))
        }
        Policy::RoundRobin => Routing::Turns(even()),
        Policy::SmoothWeightedRoundRobin
        | Policy::HaproxyRoundrobin
        | Policy::HaproxyStaticRr
        | Policy::DeadlineWeightedRoundRobin
        | Policy::RunLengthWeightedRoundRobin => {
            if equal && !in_runs && !several {
                Routing::Turns(even())
            } else {
                Routing::WeightedTurns(turns(balancer, &weights))
            }
        }
        Policy::EnvoyLeastRequest | Policy::HaproxyLeastconn | Policy::NginxRandomTwo if !equal => {
            Routing::ByPayment(even())
        }
        Policy::InverseLoad
        | Policy::ClientSideWeightedRoundRobin
        | Policy::EnvoyLeastRequest
        | Policy::HaproxyLeastconn
        | Policy::NginxRandomTwo
        | Policy::DChoices
        | Policy::JoinShortestQueue
        | Policy::JoinIdleQueue
        | Policy::PeakEwma
        | Policy::Prequal => Routing::ByLoad(even()),
        _ => Routing::ByPayment(even()),
    }
}

/// Each one's share over a whole cycle, and how the way from one of its turns to the next varies: by playing the cycle.
fn turns(balancer: &BalancerPlan, weights: &[u32]) -> Vec<(f64, f64)> {
    let setup = Setup { values: &balancer.parameters, ..Setup::new(weights.len()) };
    let mut gateways = vec![balancer.policy.build_with(&setup); math::index(balancer.gateways)];
    let (idle, usable) = (vec![0; weights.len()], vec![true; weights.len()]);
    let view = View::new(weights, &idle, &usable);
    let mut draws = Draws::new(0, "turns");
    let total: u32 = weights.iter().sum();
    let cycle = total * balancer.gateways;
    let mut gaps: Vec<Vec<f64>> = vec![Vec::new(); weights.len()];
    let mut last: Vec<Option<u32>> = vec![None; weights.len()];
    // The second cycle repeats the first, and closes the gaps at its ends.
    for pick in 0..2 * cycle {
        let gateway = math::index(pick % balancer.gateways);
        let Some(server) = gateways[gateway].pick(&view, &mut draws) else { continue };
        if let Some(before) = last[server].replace(pick)
            && pick >= cycle
        {
            gaps[server].push(f64::from(pick - before));
        }
    }
    let law = |(weight, gaps): (&u32, &Vec<f64>)| {
        let mean = f64::from(total) / f64::from((*weight).max(1));
        let squares = gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>();
        (f64::from(*weight) / f64::from(total), squares / math::count(gaps.len().max(1)))
    };
    weights.iter().zip(&gaps).map(law).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighted_turns_come_at_their_gaps() {
        // AABACAA: A after 1, 1, 2, 2, 1, always 7 picks for 5 turns; B and C every seventh.
        let policy = Policy::SmoothWeightedRoundRobin;
        let turns = turns(&BalancerPlan::of(policy), &[5, 1, 1]);
        assert!((turns[0].0 - 5.0 / 7.0).abs() < 1e-12 && (turns[0].1 - 0.24).abs() < 1e-12, "{turns:?}");
        assert!(turns[1].1.abs() < 1e-12, "always seven: {turns:?}");
    }
}
