//! Who may be picked, and how much each weighs: checks of the gateway's own, failures of real traffic, and slow start.
//!
//! The machines are those of [`crate::balance::health`], each with its product's rules. A check asks a processor whether
//! it is there, beside its queue, as the endpoints for checks do: it sees what is down, silent or failing, and slowness
//! only as far as its timeout reaches, which is why a grey failure passes it.

use super::faults::either;
use super::{Recovery, Step};
use crate::balance::Answer;
use crate::balance::health::{
    Active, ActiveSettings, Panic, Passive, PassiveSettings, SlowStart, SlowStartSettings, Tier,
};
use crate::engine::EventQueue;
use crate::math;
use crate::payment::event::Event;
use crate::payment::index::FIRST_PROCESSOR;
use crate::payment::network::Network;
use crate::payment::plan::{Plan, ProcessorPlan};
use crate::random::Stream;
use crate::units::{Instant, Nanos};

/// Greatest weight of a processor, as in HAProxy.
const WEIGHT_MAX: u32 = 256;
/// Slow start moves in so many steps, so that a policy that draws up a table does not do so at every pick.
const STEPS: f64 = 16.0;

/// How the gateway finds out who can be sent anything.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HealthPlan {
    /// Its own checks; `None` for none.
    pub checks: Option<ChecksPlan>,
    /// What it makes of failures of real traffic, as NGINX does; `None` for nothing.
    pub passive: Option<PassiveSettings>,
    /// How a processor that comes back gets its weight; off without a window.
    pub slow_start: SlowStartSettings,
    /// Below this healthy share, in percent, all are used; 0 for never.
    pub panic_percent: u32,
}

/// Checks that the gateway makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChecksPlan {
    /// How often, and how many equal answers count.
    pub settings: ActiveSettings,
    /// How long an answer is waited for.
    pub timeout: Nanos,
}

/// The gateway's view of the processors' health.
#[derive(Clone, Debug)]
pub(super) struct Health {
    active: Option<Active>,
    timeout: Nanos,
    passive: Option<Passive>,
    slow: Option<SlowStart>,
    panic: Panic,
    /// What is known of each tier of the policy; no longer than its last.
    tiers: Vec<Tier>,
    /// By processor.
    servers: Vec<Server>,
    /// Whether its bulkhead alone kept a processor from being picked at the last look.
    pub(super) full: bool,
    chance: Stream,
}

#[derive(Clone, Copy, Debug)]
struct Server {
    /// Its weight as configured.
    weight: u32,
    /// How long it takes to answer a check while nothing is wrong.
    usual: Nanos,
    /// When its last check was sent.
    asked: Instant,
    /// Whether it was healthy at the last look.
    healthy: bool,
}

impl Health {
    /// Everybody is healthy; the first checks are scheduled.
    pub(super) fn new(plan: &HealthPlan, whole: &Plan, seed: u64, queue: &mut EventQueue<Event>) -> Self {
        let weights: Vec<u32> = whole.processors.iter().map(|processor| processor.weight).collect();
        let server = |processor: &ProcessorPlan| Server {
            weight: processor.weight,
            usual: Nanos::new(math::whole(whole.processor_service.mean() / processor.speed)),
            asked: Instant::START,
            healthy: true,
        };
        let servers: Vec<Server> = whole.processors.iter().map(server).collect();
        let active = plan.checks.map(|checks| Active::new(checks.settings, math::id(servers.len())));
        for server in active.iter().flat_map(|_| 0..servers.len()) {
            let at = active.as_ref().map_or(Instant::NEVER, |active| active.check_at(server));
            queue.at(at, Event::Step { step: Step::Check, id: math::id(server) });
        }
        let slow = (plan.slow_start.window > Nanos::ZERO).then(|| SlowStart::new(plan.slow_start, servers.len()));
        Self {
            active,
            timeout: plan.checks.map_or(Nanos::ZERO, |checks| checks.timeout),
            passive: plan.passive.map(|settings| Passive::new(settings, &weights)),
            slow,
            panic: Panic { percent: plan.panic_percent },
            tiers: Vec::new(),
            servers,
            full: false,
            chance: Stream::new(seed, "health checks"),
        }
    }

    /// An attempt at a processor ended.
    pub(super) fn observed(&mut self, now: Instant, server: usize, answer: Answer) {
        if let Some(active) = &mut self.active {
            active.observed(now, server, answer);
        }
        if let Some(passive) = &mut self.passive {
            passive.observed(now, server, answer);
        }
    }

    /// Whether the checks find a processor healthy.
    fn is_up(&self, now: Instant, server: usize) -> bool {
        self.active.as_ref().is_none_or(|active| active.usable(now, server))
    }

    /// Takes in whether a processor is healthy now: one that comes back starts slowly.
    fn note(&mut self, now: Instant, server: usize, healthy: bool) {
        let before = std::mem::replace(&mut self.servers[server].healthy, healthy);
        if let Some(slow) = self.slow.as_mut().filter(|_| healthy && !before) {
            slow.joined(now, server);
        }
    }

    /// Counts a processor in its tier; tiers come in order.
    fn count(&mut self, tier: usize, healthy: bool) {
        self.tiers.resize(self.tiers.len().max(tier + 1), Tier::default());
        self.tiers[tier].total += 1;
        self.tiers[tier].healthy += u32::from(healthy);
    }

    /// The weight of a processor that counts now.
    fn weight(&self, now: Instant, server: usize, scale: u32) -> u32 {
        let base = self.passive.as_ref().map_or(self.servers[server].weight, |passive| passive.weight(server));
        let share = self.slow.as_ref().map_or(1.0, |slow| (slow.share(now, server) * STEPS).ceil() / STEPS);
        let scaled = math::low(math::whole(f64::from(base * scale) * share));
        if base > 0 { scaled.max(1) } else { 0 }
    }

    /// By how much weights are multiplied so that a share of one is a whole number: only while somebody starts slowly.
    fn scale(&self, now: Instant) -> u32 {
        let starting = |slow: &SlowStart| (0..self.servers.len()).any(|server| slow.share(now, server) < 1.0);
        let greatest = self.servers.iter().map(|server| server.weight).max().unwrap_or(1).max(1);
        if self.slow.as_ref().is_some_and(starting) { (WEIGHT_MAX / greatest).max(1) } else { 1 }
    }

    /// Whether weights ever change.
    const fn weighs(&self) -> bool {
        self.passive.is_some() || self.slow.is_some()
    }
}

impl Network {
    /// Tells the balancer who may be picked now, and how much each weighs.
    pub(super) fn look_around(&mut self, book: &mut Recovery, now: Instant) {
        let count = book.health.servers.len();
        book.health.tiers.clear();
        for processor in 0..count {
            let well = book.guards.usable(now, processor) && book.health.is_up(now, processor);
            book.health.note(now, processor, well);
            book.health.count(self.routing.tier(processor), well);
        }
        book.counts.panicked += u64::from(book.health.panic.judge(&mut book.health.tiers));
        book.counts.ejected = book.guards.ejections();
        book.health.full = false;
        for processor in 0..count {
            let healthy = book.health.servers[processor].healthy;
            let well = healthy || book.health.tiers[self.routing.tier(processor)].panics;
            let passes = book.health.passive.as_ref().is_none_or(|passive| passive.usable(now, processor));
            self.routing.set_healthy(processor, healthy && passes);
            let full = well && passes && self.is_full(book, processor);
            book.health.full |= full;
            self.routing.set_usable(processor, well && passes && !full);
        }
        if book.health.weighs() {
            let scale = book.health.scale(now);
            // NGINX picks among those that weigh nothing as if they weighed alike.
            let none = (0..count).all(|server| !self.routing.usable(server) || book.health.weight(now, server, 1) == 0);
            for server in 0..count {
                let weight =
                    if none { book.health.servers[server].weight } else { book.health.weight(now, server, scale) };
                self.routing.set_weight(server, weight);
            }
        }
    }

    /// A processor was picked: those that took part have more weight again.
    pub(super) fn took_turns(&mut self, book: &mut Recovery, picked: usize, now: Instant) {
        if let Some(passive) = &mut book.health.passive {
            passive.picked(now, picked, |server| self.routing.usable(server));
        }
    }

    /// A check is sent to a processor; what it will say follows from the processor's state.
    pub(super) fn check(&mut self, book: &mut Recovery, id: u32, queue: &mut EventQueue<Event>) {
        if self.source.is_shut() {
            return;
        }
        let (now, server) = (queue.now(), math::index(id));
        book.counts.checks += 1;
        book.health.servers[server].asked = now;
        let (after, passes) = book.answer_to_check(now, server);
        let step = if passes { Step::CheckPassed } else { Step::CheckFailed };
        queue.after(after, Event::Step { step, id });
    }

    /// A check has its result, and the next one is due.
    pub(super) fn checked(&mut self, book: &mut Recovery, id: u32, passed: bool, queue: &mut EventQueue<Event>) {
        let (now, server) = (queue.now(), math::index(id));
        let asked = book.health.servers[server].asked;
        let Some(active) = &mut book.health.active else { return };
        let before = active.usable(now, server);
        active.checked(asked, server, passed);
        let after = active.usable(now, server);
        queue.at(active.check_at(server).max(now), Event::Step { step: Step::Check, id });
        book.counts.marked_down += u64::from(before && !after);
        let well = after && book.guards.usable(now, server);
        book.health.note(now, server, well);
    }
}

impl Recovery {
    /// After which time a check that is sent now has its result, and whether it passes.
    fn answer_to_check(&mut self, now: Instant, server: usize) -> (Nanos, bool) {
        let state = *self.faults.at(FIRST_PROCESSOR + server);
        let timeout = self.health.timeout;
        let mut strikes = |probability: f64| probability > 0.0 && self.health.chance.unit() < probability;
        if state.down || strikes(state.refusing(now)) {
            return (Nanos::ZERO, false);
        }
        // Both ways.
        let lost = either(self.plan.loss.processor, state.loss);
        if state.silent || strikes(either(lost, lost)) {
            return (timeout, false);
        }
        let fails = strikes(state.errors);
        let takes = Nanos::new(math::whole(math::float(self.health.servers[server].usual.get()) * state.slow));
        if takes > timeout { (timeout, false) } else { (takes, !fails) }
    }
}
