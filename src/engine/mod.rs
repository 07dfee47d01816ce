//! Simulated time: an event queue and a run loop. Knows nothing of payments.
//!
//! A discrete-event simulation jumps from one event to the next; nothing happens in between and no clock of the
//! machine is read. Events at the same instant happen in the order in which they were scheduled, so that a seed gives
//! one run. Left out on purpose: cancelling an event. A timeout that has lost its meaning is ignored when it fires; in
//! its [`Lane`] it costs next to nothing until then.

mod entry;
mod ladder;
mod lanes;
mod order;
mod queue;

pub use lanes::Lane;
pub use queue::EventQueue;

use crate::units::Instant;

/// What is simulated: a state, and what each event does to it.
pub trait Model {
    /// What can happen.
    type Event: Copy;

    /// Lets an event happen now; it may schedule further ones.
    fn handle(&mut self, event: Self::Event, queue: &mut EventQueue<Self::Event>);
}

/// A model with its event queue.
#[derive(Clone, Debug)]
pub struct Simulation<M: Model> {
    /// The model.
    pub model: M,
    queue: EventQueue<M::Event>,
}

impl<M: Model> Simulation<M> {
    /// A simulation at its start, with the first events scheduled.
    #[must_use]
    pub fn new(model: M, queue: EventQueue<M::Event>) -> Self {
        Self { model, queue }
    }

    /// Simulated time: that of the last event, or later if the run was taken there.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.queue.now()
    }

    /// Events so far.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.queue.happened()
    }

    /// When the next event happens; `None` when nothing ever will.
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.queue.next_at()
    }

    /// Lets the next event happen; `None` when there is none.
    #[inline]
    pub fn step(&mut self) -> Option<Instant> {
        self.step_until(Instant::NEVER).then(|| self.queue.now())
    }

    /// Lets every event up to and including `until` happen, but at most `budget` of them. Returns whether the run
    /// arrived: then simulated time is `until`.
    pub fn run(&mut self, until: Instant, budget: u64) -> bool {
        let end = self.queue.happened().saturating_add(budget);
        let mut arrived = false;
        while !arrived && self.queue.happened() < end {
            arrived = !self.step_until(until);
        }
        if arrived {
            self.queue.wait(until);
        }
        arrived
    }

    #[inline]
    fn step_until(&mut self, until: Instant) -> bool {
        let Some(event) = self.queue.pop_until(until) else { return false };
        self.model.handle(event, &mut self.queue);
        true
    }
}
