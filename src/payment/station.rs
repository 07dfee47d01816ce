//! A pool of workers with a queue in front of it, first come first served.
//!
//! What else may be done with a queue, by priority, from its end, or without serving who waits, is in `waiting`.

use super::journal::What;
use super::place::Place;
use super::plan::UNLIMITED;
use crate::math;
use crate::stats::Level;
use crate::units::Instant;
use std::collections::VecDeque;

/// What becomes of a payment that comes to a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// A worker takes it at once.
    Starts,
    /// It waits.
    Waits,
    /// The queue is full.
    Rejected,
}

impl Admission {
    /// What it is for the payment that came to a place.
    pub(super) const fn what(self, place: Place) -> What {
        match self {
            Self::Starts => What::Begins(place),
            Self::Waits => What::Waits(place),
            Self::Rejected => What::Refused(place),
        }
    }
}

/// Workers, their queue, and what is measured of both.
#[derive(Clone, Debug)]
pub(super) struct Station {
    /// Workers, [`UNLIMITED`] for any number.
    pub(super) workers: u32,
    /// How many may wait, [`UNLIMITED`] for any number.
    pub(super) queue_limit: u32,
    /// Who waits, and since when.
    pub(super) queue: VecDeque<(u32, Instant)>,
    /// Who waits ahead of these because of a priority.
    pub(super) ahead: VecDeque<(u32, Instant)>,
    /// Whether payments pass without being held up by the station or by anybody in it.
    pub(super) transparent: bool,
    /// Workers held.
    pub(super) busy: Level,
    /// Payments waiting.
    pub(super) waiting: Level,
    /// Sum of the waits that are over, in nanoseconds.
    pub(super) waited: u128,
    /// The balancer's picks of this processor; 0 elsewhere.
    pub(super) picks: u64,
    /// Payments that came.
    pub(super) arrivals: u64,
    /// Payments that were turned away.
    pub(super) rejected: u64,
    /// Payments that a worker took.
    pub(super) started: u64,
    /// Payments whose worker is free again.
    pub(super) released: u64,
    /// Payments that waited and were sent away without a worker.
    pub(super) dropped: u64,
    /// Workers over time, where their number changes; none elsewhere.
    pub(super) pool: Level,
    /// Those of the waiting that wait ahead.
    pub(super) waiting_ahead: Level,
    /// Payments with priority that no longer wait: started or dropped.
    pub(super) called_ahead: u64,
}

impl Station {
    pub(super) fn new(workers: u32, queue_limit: u32) -> Self {
        Self {
            workers,
            queue_limit,
            queue: VecDeque::new(),
            ahead: VecDeque::new(),
            transparent: false,
            busy: Level::default(),
            waiting: Level::default(),
            waited: 0,
            picks: 0,
            arrivals: 0,
            rejected: 0,
            started: 0,
            released: 0,
            dropped: 0,
            pool: Level::default(),
            waiting_ahead: Level::default(),
            called_ahead: 0,
        }
    }

    /// A payment comes. If it starts, a worker is held for it from now on.
    #[inline]
    pub(super) fn admit(&mut self, payment: u32, now: Instant) -> Admission {
        self.arrivals += 1;
        if self.workers == UNLIMITED || self.busy.value() < self.workers {
            self.hold(now);
            Admission::Starts
        } else if self.waiting.value() < self.queue_limit {
            self.waiting.rise(now);
            self.queue.push_back((payment, now));
            Admission::Waits
        } else {
            self.rejected += 1;
            Admission::Rejected
        }
    }

    /// A payment comes and is turned away, whatever room there is.
    pub(super) fn refuse(&mut self) {
        self.arrivals += 1;
        self.rejected += 1;
    }

    /// So much of a number of workers, at least one of them.
    pub(super) fn share(workers: u32, share: f64) -> u32 {
        if workers == UNLIMITED { workers } else { math::low(math::whole(f64::from(workers) * share)).max(1) }
    }

    /// A payment comes and goes at one instant; what is measured over time does not see it.
    #[inline]
    pub(super) fn pass(&mut self) {
        self.arrivals += 1;
        self.started += 1;
        self.released += 1;
    }

    /// A worker becomes free, and takes the next payment if one waits.
    #[inline]
    pub(super) fn release(&mut self, now: Instant) -> Option<u32> {
        self.free(now);
        self.take(now)
    }

    /// A worker becomes free.
    #[inline]
    pub(super) fn free(&mut self, now: Instant) {
        self.released += 1;
        self.busy.fall(now);
    }

    /// A free worker takes the next payment, if there are both.
    #[inline]
    pub(super) fn take(&mut self, now: Instant) -> Option<u32> {
        if self.busy.value() >= self.workers {
            return None;
        }
        let (next, since) = self.queue.pop_front()?;
        self.waited += u128::from(now.since(since).get());
        self.waiting.fall(now);
        self.hold(now);
        Some(next)
    }

    /// How many of those who wait came before an instant.
    pub(super) fn came_before(&self, now: Instant) -> u32 {
        let late = |queue: &VecDeque<(u32, Instant)>| queue.iter().rev().take_while(|(_, since)| *since >= now).count();
        self.waiting.value().saturating_sub(math::id(late(&self.queue) + late(&self.ahead)))
    }

    /// Sum of the waits so far of those who wait, in nanoseconds.
    pub(super) fn unfinished(&self, now: Instant) -> u128 {
        self.queue.iter().chain(&self.ahead).map(|(_, since)| u128::from(now.since(*since).get())).sum()
    }

    /// A worker is held from now on.
    pub(super) fn hold(&mut self, now: Instant) {
        self.busy.rise(now);
        self.started += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_works_one_waits_one_goes() {
        let mut station = Station::new(1, 1);
        let now = Instant::START;
        let admitted: Vec<Admission> = (0..3).map(|payment| station.admit(payment, now)).collect();
        assert_eq!(admitted, [Admission::Starts, Admission::Waits, Admission::Rejected], "in order of arrival");
        assert_eq!(station.release(now), Some(1), "the one that waited is next");
        assert_eq!(station.release(now), None, "and then nobody");
    }
}
