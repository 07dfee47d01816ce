//! How long each station works on a payment, and how the end of the work is scheduled.
//!
//! A station whose time never varies gets a lane of the event queue; the others schedule what the payment demands.

use super::demand::Demand;
use super::event::{Event, done};
use super::index::{CARD_MANAGEMENT, CHANNEL, DATABASE, GATEWAY};
use super::plan::{Plan, UNLIMITED};
use crate::engine::{EventQueue, Lane};
use crate::math;
use crate::random::Distribution;
use crate::units::Nanos;

/// What is known of the stations' work before the run.
#[derive(Clone, Debug)]
pub(super) struct Work {
    stations: Vec<Task>,
    answer: Option<Lane>,
    answers_at_once: bool,
}

#[derive(Clone, Copy, Debug)]
struct Task {
    lane: Option<Lane>,
    speed: f64,
    /// Any number of workers, no time, and nobody is held: a payment passes.
    transparent: bool,
}

impl Work {
    pub(super) fn new(plan: &Plan, queue: &mut EventQueue<Event>) -> Self {
        let fixed = [&plan.gateway, &plan.channel, &plan.card_management, &plan.database];
        let fixed = fixed.into_iter().map(|station| (&station.service, 1.0, station.workers));
        let processors = plan.processors.iter().map(|one| (&plan.processor_service, one.speed, one.workers));
        let mut stations: Vec<Task> = Vec::new();
        for (law, speed, workers) in fixed.chain(processors) {
            let holds = plan.synchronous && ![CHANNEL, DATABASE].contains(&stations.len());
            let time = constant(law).map(|time| scaled(time, speed));
            let transparent = time == Some(Nanos::ZERO) && workers == UNLIMITED && !holds;
            stations.push(Task { lane: time.map(|time| queue.lane(time)), speed, transparent });
        }
        let answer = constant(&plan.answer_delay);
        Self { stations, answer: answer.map(|time| queue.lane(time)), answers_at_once: answer == Some(Nanos::ZERO) }
    }

    /// Whether payments pass a station without being held up by it or by anybody in it.
    pub(super) fn is_transparent(&self, station: usize) -> bool {
        self.stations[station].transparent
    }

    /// Whether answers take no time.
    #[inline]
    pub(super) const fn answers_at_once(&self) -> bool {
        self.answers_at_once
    }

    /// A station begins with a payment.
    #[inline]
    pub(super) fn start(&self, station: usize, payment: u32, demand: &Demand, queue: &mut EventQueue<Event>) {
        let event = done(station, payment);
        match self.stations[station].lane {
            Some(lane) => queue.after_lane(lane, event),
            None => queue.after(self.time(station, demand), event),
        }
    }

    /// How long a station works on a payment.
    #[inline]
    pub(super) fn time(&self, station: usize, demand: &Demand) -> Nanos {
        match station {
            GATEWAY => demand.gateway,
            CHANNEL => demand.channel,
            CARD_MANAGEMENT => demand.card_management,
            DATABASE => demand.database,
            _ => scaled(demand.processor, self.stations[station].speed),
        }
    }

    /// The answer to a payment sets out.
    #[inline]
    pub(super) fn answer(&self, payment: u32, demand: &Demand, queue: &mut EventQueue<Event>) {
        let event = Event::Answered { payment };
        match self.answer {
            Some(lane) => queue.after_lane(lane, event),
            None => queue.after(demand.answer, event),
        }
    }
}

/// The time of a law that knows only one.
fn constant(law: &Distribution) -> Option<Nanos> {
    match law {
        Distribution::Constant(nanos) => Some(Nanos::new(math::whole(*nanos))),
        _ => None,
    }
}

/// The time that a processor of some speed needs.
#[inline]
fn scaled(time: Nanos, speed: f64) -> Nanos {
    if speed.to_bits() == 1.0_f64.to_bits() { time } else { Nanos::new(math::whole(math::float(time.get()) / speed)) }
}
