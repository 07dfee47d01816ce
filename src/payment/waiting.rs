//! A station's queue where it is more than first come first served: some wait ahead, the newest may be next, and who
//! waits may be sent away without ever having had a worker.
//!
//! Whoever leaves the queue ends a wait, served or not: so the integral of the queue stays the sum of the waits in it.

use super::plan::UNLIMITED;
use super::station::{Admission, Station};
use crate::units::{Instant, Nanos};

/// Who is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Who has waited longest.
    Oldest,
    /// Who came last.
    Newest,
}

impl Station {
    /// The number of workers is measured from the start on.
    pub(super) fn open_pool(&mut self) {
        self.pool.set(self.workers, Instant::START);
    }

    /// A payment with priority comes: it waits ahead of those without. It takes no worker and no place from anybody.
    pub(super) fn admit_ahead(&mut self, payment: u32, now: Instant) -> Admission {
        let free = self.workers == UNLIMITED || self.busy.value() < self.workers;
        if free || self.waiting.value() >= self.queue_limit {
            self.called_ahead += u64::from(free);
            return self.admit(payment, now);
        }
        self.arrivals += 1;
        self.waiting.rise(now);
        self.waiting_ahead.rise(now);
        self.ahead.push_back((payment, now));
        Admission::Waits
    }

    /// If a worker is free, who leaves the queue, and how long it waited. It is then either held for, or dropped.
    pub(super) fn call(&mut self, next: Next, now: Instant) -> Option<(u32, Nanos)> {
        if self.busy.value() >= self.workers {
            return None;
        }
        let pop = match next {
            Next::Oldest => std::collections::VecDeque::pop_front,
            Next::Newest => std::collections::VecDeque::pop_back,
        };
        let (payment, since) = match pop(&mut self.ahead) {
            Some(called) => {
                self.waiting_ahead.fall(now);
                self.called_ahead += 1;
                called
            }
            None => pop(&mut self.queue)?,
        };
        let waited = now.since(since);
        self.waited += u128::from(waited.get());
        self.waiting.fall(now);
        Some((payment, waited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::new(millis * 1_000_000)
    }

    /// Who is called, one after the other, by a station of one worker at which 0 is served, 1, 2 and 3 wait, and 4 and
    /// 5 have priority.
    fn called(next: Next) -> Vec<u32> {
        let mut station = Station::new(1, UNLIMITED);
        for payment in 0..6 {
            let now = at(u64::from(payment));
            let _ = if payment < 4 { station.admit(payment, now) } else { station.admit_ahead(payment, now) };
        }
        station.free(at(10));
        let order = std::iter::from_fn(|| station.call(next, at(10)).map(|(payment, _)| payment)).collect();
        assert_eq!(station.waited, station.waiting.area(at(10)), "every wait is in the integral");
        order
    }

    #[test]
    fn priority_goes_before_age_and_the_order_holds_within_a_class() {
        assert_eq!(called(Next::Oldest), [4, 5, 1, 2, 3]);
        assert_eq!(called(Next::Newest), [5, 4, 3, 2, 1]);
    }

    #[test]
    fn priority_makes_no_room() {
        let mut station = Station::new(1, 1);
        assert_eq!(station.admit(0, at(0)), Admission::Starts);
        assert_eq!(station.admit(1, at(0)), Admission::Waits);
        assert_eq!(station.admit_ahead(2, at(0)), Admission::Rejected, "a full queue is full for all");
        assert_eq!(station.call(Next::Oldest, at(1)), None, "the worker is held");
    }
}
