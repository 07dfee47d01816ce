//! Autoscaling: the processors' workers follow their utilisation.
//!
//! The rule is that of Kubernetes' horizontal pod autoscaler ([`crate::payment::resilience::autoscaler`]), a worker being a
//! pod and all processors having the same number: every interval it looks at the share of the workers that were held, those
//! that boot counted as idle. More are ready after their boot time; fewer are needed only if that was so throughout a
//! window, and a worker that is to go finishes its work first.

use super::{Recovery, Step};
use crate::engine::EventQueue;
use crate::math;
use crate::payment::event::Event;
use crate::payment::index::FIRST_PROCESSOR;
use crate::payment::network::Network;
use crate::payment::resilience::autoscaler;
use crate::payment::station::Station;
use crate::units::{Instant, Nanos};
use std::collections::VecDeque;

/// How workers follow the load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingPlan {
    /// Utilisation that is aimed at, above 0 to 1.
    pub target: f64,
    /// Fewest workers of a processor.
    pub workers_min: u32,
    /// Most.
    pub workers_max: u32,
    /// Between two looks.
    pub interval: Nanos,
    /// From the wish for a worker until it works.
    pub boot: Nanos,
    /// Workers go only if they were not needed for so long.
    pub window: Nanos,
}

/// The autoscaler at work.
#[derive(Clone, Debug)]
pub(super) struct Scaling {
    plan: ScalingPlan,
    /// Workers of a processor that are ready, and those that boot.
    ready: u32,
    booting: u32,
    /// What was wanted at the looks of the window.
    wishes: VecDeque<(Instant, u32)>,
    /// Integral of the held workers of all processors at the last look.
    busy_from: u128,
}

impl Scaling {
    /// So many workers are ready; the first look is scheduled.
    pub(super) fn new(plan: ScalingPlan, ready: u32, queue: &mut EventQueue<Event>) -> Self {
        queue.at(Instant::START + plan.interval, Event::Step { step: Step::Scale, id: 0 });
        // As in Kubernetes, what there is at the start counts as wanted then.
        Self { plan, ready, booting: 0, wishes: VecDeque::from([(Instant::START, ready)]), busy_from: 0 }
    }

    /// Workers that are wanted after a look at the utilisation of an interval.
    fn wanted(&mut self, utilisation: f64, now: Instant) -> u32 {
        let ScalingPlan { target, workers_min, workers_max, window, .. } = self.plan;
        let there = self.ready + self.booting;
        let wish = autoscaler::wanted(there, utilisation, target).clamp(workers_min, workers_max);
        while self.wishes.front().is_some_and(|(at, _)| now.since(*at) >= window) {
            self.wishes.pop_front();
        }
        self.wishes.push_back((now, wish));
        let highest = self.wishes.iter().map(|(_, wish)| *wish).max().unwrap_or(wish);
        if wish > there { autoscaler::step(there, wish) } else { highest.min(there) }
    }
}

impl Recovery {
    /// Whether the number of a station's workers changes: it follows the load, or a fault takes part of them.
    #[inline]
    pub(in crate::payment) fn restaffs(&self, station: usize) -> bool {
        self.restaffed[station]
    }
}

impl Network {
    /// The autoscaler looks.
    pub(super) fn scale(&mut self, book: &mut Recovery, queue: &mut EventQueue<Event>) {
        let now = queue.now();
        let processors = &self.stations[FIRST_PROCESSOR..book.security.first];
        let busy: u128 = processors.iter().map(|one| one.busy.area(now)).sum();
        let count = math::count(processors.len());
        let Some(scaling) = book.scaling.as_mut().filter(|_| !self.source.is_shut()) else { return };
        let workers = f64::from(scaling.ready + scaling.booting) * count;
        let held = math::float_wide(busy - scaling.busy_from) / math::float(scaling.plan.interval.get());
        scaling.busy_from = busy;
        let (there, wanted) = (scaling.ready + scaling.booting, scaling.wanted(held / workers, now));
        queue.after(scaling.plan.interval, Event::Step { step: Step::Scale, id: 0 });
        if wanted > there {
            scaling.booting += wanted - there;
            book.counts.scaled_up += 1;
            queue.after(scaling.plan.boot, Event::Step { step: Step::Booted, id: wanted - there });
        } else if wanted < there && scaling.booting == 0 {
            scaling.ready = wanted;
            book.counts.scaled_down += 1;
            self.staff(book, wanted, queue);
        }
    }

    /// So many workers of each processor have booted.
    pub(super) fn booted(&mut self, book: &mut Recovery, more: u32, queue: &mut EventQueue<Event>) {
        let Some(scaling) = &mut book.scaling else { return };
        scaling.booting -= more;
        scaling.ready += more;
        let ready = scaling.ready;
        self.staff(book, ready, queue);
    }

    /// Each processor has so many workers from now on; those that are to go finish their work first.
    fn staff(&mut self, book: &mut Recovery, workers: u32, queue: &mut EventQueue<Event>) {
        let [fewest, most] = book.counts.workers.unwrap_or([book.workers[FIRST_PROCESSOR]; 2]);
        book.counts.workers = Some([fewest.min(workers), most.max(workers)]);
        for station in FIRST_PROCESSOR..book.security.first {
            book.workers[station] = workers;
            self.restaff(book, station, queue.now());
            self.serve(book, station, queue);
        }
    }

    /// Brings a station's workers to what they are to be, as far as they are not held.
    pub(super) fn restaff(&mut self, book: &Recovery, station: usize, now: Instant) {
        let wanted = Station::share(book.workers[station], book.faults.at(station).capacity);
        let one = &mut self.stations[station];
        one.workers = wanted.max(one.busy.value());
        one.pool.set(one.workers, now);
    }
}
