//! One run: a scenario and a seed, taken forward event by event or all at once.

use super::figures::Window;
use super::overload::Excess;
use super::pair::Cut;
use super::report::Overload;
use super::{Observation, PlaceEstimates, Report};
use crate::engine::Simulation;
use crate::math;
use crate::payment::{Network, Place};
use crate::scenario::{Checked, Load};
use crate::units::Instant;

/// Most payments that may be under way at a time; beyond it a run stands still. An overloaded system without queue
/// limits would otherwise fill the memory. At some 200 bytes a payment this is a gigabyte.
const UNDER_WAY_MAX: usize = 5_000_000;
/// Events after which [`run`] looks whether it has come to the end; any number gives the same result.
const SLICE: u64 = 1_000_000;

/// A run under way.
#[derive(Clone, Debug)]
pub struct Run {
    scenario: Checked,
    seed: u64,
    pub(super) simulation: Simulation<Network>,
}

impl Run {
    /// A run at its start.
    #[must_use]
    pub fn new(scenario: &Checked, seed: u64) -> Self {
        let (network, queue) = Network::new(&scenario.plan(), seed);
        Self { scenario: scenario.clone(), seed, simulation: Simulation::new(network, queue) }
    }

    /// Its scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Checked {
        &self.scenario
    }

    /// Its seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Simulated time.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.simulation.now()
    }

    /// Events so far.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.simulation.events()
    }

    /// Whether it can go no further: too many payments are under way.
    #[must_use]
    pub fn overfull(&self) -> bool {
        self.simulation.model.remembered() >= UNDER_WAY_MAX
    }

    /// One event further. Returns whether there was one.
    pub fn step(&mut self) -> bool {
        !self.overfull() && self.simulation.step().is_some()
    }

    /// Up to and including the balancer's next pick, but at most so many events. Returns whether it picked.
    pub fn step_to_decision(&mut self, budget: u64) -> bool {
        let before = self.simulation.model.picks();
        for _ in 0..budget {
            if !self.step() {
                return false;
            }
            if self.simulation.model.picks() > before {
                return true;
            }
        }
        false
    }

    /// Every event up to and including `until`, but at most so many. Returns whether it arrived there, or can go no
    /// further.
    pub fn advance(&mut self, until: Instant, budget: u64) -> bool {
        self.overfull() || self.simulation.run(until, budget)
    }

    /// The network.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.simulation.model
    }

    /// The network, to watch it.
    pub const fn network_mut(&mut self) -> &mut Network {
        &mut self.simulation.model
    }

    /// What it has to say so far.
    #[must_use]
    pub fn report(&mut self) -> Report {
        self.observation().report
    }

    /// What it has to say so far, with what it contributes to a trial.
    #[must_use]
    pub fn observation(&mut self) -> Observation {
        self.cut().observation
    }

    /// The figures of every place so far, each with its interval, in the report's order.
    #[must_use]
    pub fn places(&mut self) -> Vec<PlaceEstimates> {
        let now = self.now();
        self.simulation.model.settle(now);
        PlaceEstimates::of(self)
    }

    /// Whether arrivals exceed capacity somewhere, with nothing to bound the queue, and will for ever, so that more of the
    /// run would tell nothing. Found at a small part of a report's cost.
    #[must_use]
    pub fn hopeless(&mut self) -> bool {
        let now = self.now();
        self.simulation.model.settle(now);
        let window = Window::new(self);
        match window.stations().1 {
            Some((Excess::Endless, overload)) => self.lasts(&overload, &window),
            Some((Excess::Filling | Excess::Rejecting, _)) | None => false,
        }
    }

    /// Whether an overload stays. A load that varies may recede: that it does not is sure only if the place would get too
    /// much of the least load to come too. Faults end, and retries go with what caused them, so nothing is sure with them.
    fn lasts(&self, overload: &Overload, window: &Window<'_>) -> bool {
        let scenario = self.scenario.scenario();
        let Load::Open { rate_per_s, shape, .. } = &scenario.load else { return !scenario.varies() };
        if !scenario.varies() {
            return true;
        }
        let mean_per_s = math::float(window.tally.offered) / window.span.seconds();
        let least_per_s = shape.profile(*rate_per_s).least_rate_from(self.now().seconds());
        let there_per_s = least_per_s * overload.offered_per_s / mean_per_s;
        scenario.answers_always_come() && there_per_s > overload.capacity_per_s
    }

    /// The report, part by part.
    pub(super) fn cut(&mut self) -> Cut {
        let now = self.now();
        self.simulation.model.settle(now);
        Cut::of(self)
    }

    /// The places with a queue, in the report's order.
    pub fn stations(&self) -> impl Iterator<Item = Place> {
        let count = self.scenario.scenario().processors.count;
        Place::stations(u8::try_from(count).unwrap_or(u8::MAX))
    }
}

/// The whole run of a scenario, from its start to its `duration_s`.
#[must_use]
pub fn run(scenario: &Checked, seed: u64) -> Report {
    let mut run = Run::new(scenario, seed);
    let end = Instant::from_seconds(scenario.scenario().duration_s);
    while !run.advance(end, SLICE) {}
    run.report()
}
