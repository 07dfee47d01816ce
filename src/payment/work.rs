//! How long each station works on a payment, and how the end of the work is scheduled.
//!
//! A station whose time never varies gets a lane of the event queue; the others schedule what the payment demands.

use super::demand::Demand;
use super::network::{CARD_MANAGEMENT, CHANNEL, DATABASE, Event, FIRST_PROCESSOR, GATEWAY};
use super::plan::Plan;
use crate::engine::{EventQueue, Lane};
use crate::math;
use crate::random::Distribution;
use crate::units::Nanos;

/// What is known of the stations' work before the run.
#[derive(Clone, Debug)]
pub(super) struct Work {
    stations: Vec<Task>,
    answer: Option<Lane>,
}

#[derive(Clone, Copy, Debug)]
struct Task {
    lane: Option<Lane>,
    speed: f64,
}

impl Work {
    pub(super) fn new(plan: &Plan, queue: &mut EventQueue<Event>) -> Self {
        let fixed = [&plan.gateway, &plan.channel, &plan.card_management, &plan.database];
        let fixed = fixed.into_iter().map(|station| (&station.service, 1.0));
        let processors = plan.processors.iter().map(|processor| (&plan.processor_service, processor.speed));
        let mut lane = |law: &Distribution, speed| constant(law).map(|time| queue.lane(scaled(time, speed)));
        Self {
            stations: fixed.chain(processors).map(|(law, speed)| Task { lane: lane(law, speed), speed }).collect(),
            answer: lane(&plan.answer_delay, 1.0),
        }
    }

    /// A station begins with a payment.
    #[inline]
    pub(super) fn start(&self, station: usize, payment: u32, demand: &Demand, queue: &mut EventQueue<Event>) {
        let task = self.stations[station];
        let event = Event::Done { station: u8::try_from(station).unwrap_or(u8::MAX), payment };
        if let Some(lane) = task.lane {
            return queue.after_lane(lane, event);
        }
        let time = match station {
            GATEWAY => demand.gateway,
            CHANNEL => demand.channel,
            CARD_MANAGEMENT => demand.card_management,
            DATABASE => demand.database,
            _ => scaled(demand.processor, task.speed),
        };
        queue.after(time, event);
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

const _: () = assert!(FIRST_PROCESSOR == 4, "the processors follow the four stations that every run has");
