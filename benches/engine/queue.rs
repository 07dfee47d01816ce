//! What the event queue alone costs: the hold model, in which every event schedules one other.

use std::hint::black_box;
use switchyard::engine::{EventQueue, Lane, Model, Simulation};
use switchyard::math;
use switchyard::random::{Stream, exponential};
use switchyard::units::{Instant, Nanos};

/// Mean time from an event to the one that it schedules, in nanoseconds.
const MEAN: f64 = 1e6;

/// How far ahead an event schedules the next one.
#[derive(Clone, Copy)]
pub(crate) enum Ahead {
    /// An exponential time.
    Exponential,
    /// An exponential time in whole tenths of the mean: many events at one instant.
    Tenths,
}

struct Hold {
    stream: Stream,
    ahead: Ahead,
}

impl Hold {
    fn delay(&mut self) -> Nanos {
        let draw = exponential(&mut self.stream);
        Nanos::new(match self.ahead {
            Ahead::Exponential => math::whole(MEAN * draw),
            Ahead::Tenths => math::whole(MEAN / 10.0) * math::whole(10.0 * draw),
        })
    }
}

impl Model for Hold {
    type Event = u64;

    fn handle(&mut self, event: u64, queue: &mut EventQueue<u64>) {
        queue.after(self.delay(), event);
    }
}

/// So many pending events, brought to a steady state.
pub(crate) struct Held(Simulation<Hold>);

impl Held {
    pub(crate) fn new(pending: u32, ahead: Ahead) -> Self {
        let mut model = Hold { stream: Stream::new(1, "hold"), ahead };
        let mut queue = EventQueue::new();
        for event in 0..pending {
            queue.after(model.delay(), u64::from(event));
        }
        let mut simulation = Simulation::new(model, queue);
        simulation.run(Instant::NEVER, 3 * u64::from(pending));
        Self(simulation)
    }

    pub(crate) fn run(&mut self, events: u32) {
        black_box(self.0.run(Instant::NEVER, u64::from(events)));
    }
}

/// Sixteen servers that are never idle; each job arms a timeout and is done long before it.
struct Jobs {
    stream: Stream,
    timeout: Option<Lane>,
    done: u64,
}

#[derive(Clone, Copy)]
enum Event {
    Done,
    Timeout,
}

impl Model for Jobs {
    type Event = Event;

    fn handle(&mut self, event: Event, queue: &mut EventQueue<Event>) {
        if let Event::Done = event {
            self.done += 1;
            if let Some(lane) = self.timeout {
                queue.after_lane(lane, Event::Timeout);
            }
            queue.after(Nanos::new(math::whole(MEAN * exponential(&mut self.stream))), Event::Done);
        }
    }
}

/// Runs so many jobs, each with a timeout of so many mean services, or none.
pub(crate) fn jobs(count: u32, timeout: Option<f64>) {
    let mut queue = EventQueue::new();
    let timeout = timeout.map(|services| queue.lane(Nanos::new(math::whole(services * MEAN))));
    for _ in 0..16 {
        queue.after(Nanos::ZERO, Event::Done);
    }
    let mut simulation = Simulation::new(Jobs { stream: Stream::new(1, "jobs"), timeout, done: 0 }, queue);
    while simulation.model.done < u64::from(count) {
        simulation.run(Instant::NEVER, 10_000);
    }
}
