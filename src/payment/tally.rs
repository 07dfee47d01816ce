//! What is counted while a run goes on, and marks: the counts at an instant, from which any window follows.

use super::station::Station;
use crate::math;
use crate::stats::Level;
use crate::units::Instant;

/// Counts since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Payments that came.
    pub offered: u64,
    /// Payments that the gateway admitted.
    pub accepted: u64,
    /// Payments with a final and correct answer: the issuer's yes, its good reason for no, or a control's no to fraud.
    pub completed: u64,
    /// Those that the issuer approved.
    pub approved: u64,
    /// Those that the issuer declined.
    pub declined: u64,
    /// Payments that ended without a correct answer.
    pub failed: u64,
    /// Those of the failed that a full queue turned away, at the gateway or later.
    pub rejected: u64,
    /// Those of the failed that failed technically: at the issuer or on the way to it, without an answer in time, or turned
    /// away. The others are shoppers that left and false declines of a control.
    pub technical: u64,
    /// Payments answered within the objective's response time.
    pub good: u64,
    /// Payments answered as approved that the issuer's books contradict: charged more than once, or without an approval that
    /// stands. They are counted when they are judged, which is later than their end, and stay among the completed.
    pub contradicted: u64,
    /// Those of them that were answered within the objective's response time.
    pub contradicted_good: u64,
    /// Look-ups that found their card in the cache.
    pub hits: u64,
    /// Look-ups that did not.
    pub misses: u64,
    /// Those of the misses that waited for another one's read of the same card.
    pub joined: u64,
    /// Those of the hits that read their card anew all the same, because its entry was about to end.
    pub refreshed: u64,
    /// Those of the hits whose entry was beyond its lifetime.
    pub stale: u64,
    /// Look-ups of numbers that belong to no card.
    pub absent: u64,
    /// Those of them that the cache answered.
    pub absent_hits: u64,
    /// Entries that had to leave the cache.
    pub evictions: u64,
    /// Sum of the response times of the completed, in nanoseconds.
    pub response_nanos: u128,
    /// Admitted payments that ended, however they did.
    pub departed: u64,
    /// Sum of the times that these spent in the system, in nanoseconds.
    pub sojourn_nanos: u128,
}

impl Tally {
    /// What was counted since an earlier state of the same tally.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            offered: self.offered - earlier.offered,
            accepted: self.accepted - earlier.accepted,
            completed: self.completed - earlier.completed,
            approved: self.approved - earlier.approved,
            declined: self.declined - earlier.declined,
            failed: self.failed - earlier.failed,
            rejected: self.rejected - earlier.rejected,
            technical: self.technical - earlier.technical,
            good: self.good - earlier.good,
            contradicted: self.contradicted - earlier.contradicted,
            contradicted_good: self.contradicted_good - earlier.contradicted_good,
            hits: self.hits - earlier.hits,
            misses: self.misses - earlier.misses,
            joined: self.joined - earlier.joined,
            refreshed: self.refreshed - earlier.refreshed,
            stale: self.stale - earlier.stale,
            absent: self.absent - earlier.absent,
            absent_hits: self.absent_hits - earlier.absent_hits,
            evictions: self.evictions - earlier.evictions,
            response_nanos: self.response_nanos - earlier.response_nanos,
            departed: self.departed - earlier.departed,
            sojourn_nanos: self.sojourn_nanos - earlier.sojourn_nanos,
        }
    }

    /// Payments that ended, turned-away ones included.
    #[must_use]
    pub const fn ended(&self) -> u64 {
        self.completed + self.failed
    }

    /// Mean response time of the completed in milliseconds.
    #[must_use]
    pub fn response_ms(&self) -> Option<f64> {
        mean_ms(self.response_nanos, self.completed)
    }

    /// Mean time in the system of the admitted in milliseconds.
    #[must_use]
    pub fn sojourn_ms(&self) -> Option<f64> {
        mean_ms(self.sojourn_nanos, self.departed)
    }

    /// Payments with an answer that the books bear out. Over a short time it may be below nothing, because a payment is judged
    /// later than it ends.
    #[must_use]
    pub fn correct(&self) -> f64 {
        math::float(self.completed) - math::float(self.contradicted)
    }

    /// Those of them that were answered within the objective's response time.
    #[must_use]
    pub fn correct_in_time(&self) -> f64 {
        math::float(self.good) - math::float(self.contradicted_good)
    }

    /// Answers among the payments that ended, before anybody has looked into the books.
    #[must_use]
    pub fn availability(&self) -> Option<f64> {
        share(self.completed, self.ended())
    }

    /// Hits among the look-ups.
    #[must_use]
    pub fn hit_ratio(&self) -> Option<f64> {
        share(self.hits, self.hits + self.misses)
    }
}

fn mean_ms(nanos: u128, of: u64) -> Option<f64> {
    (of > 0).then(|| math::float_wide(nanos) / math::float(of) / 1e6)
}

fn share(part: u64, whole: u64) -> Option<f64> {
    crate::units::Ratio::of(part, whole).map(crate::units::Ratio::get)
}

/// Counts and integrals of the whole system at an instant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Total {
    /// The instant.
    pub at: Instant,
    /// The counts.
    pub tally: Tally,
    /// Integral of the number of admitted payments under way.
    pub in_system: u128,
}

/// Counts and integrals of the system and of each station at an instant.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// The whole system.
    pub total: Total,
    /// The stations, in the order of [`super::Place::stations`].
    pub stations: Vec<StationMark>,
}

/// Counts and integrals of a station at an instant.
#[derive(Clone, Copy, Debug, Default)]
pub struct StationMark {
    /// Integral of the number waiting.
    pub waiting: u128,
    /// Integral of the number of workers held.
    pub busy: u128,
    /// The balancer's picks of this processor; 0 elsewhere.
    pub picks: u64,
    /// Payments that came.
    pub arrivals: u64,
    /// Payments that were turned away.
    pub rejected: u64,
    /// Payments that a worker took.
    pub started: u64,
    /// Payments whose worker is free again.
    pub released: u64,
    /// Payments that waited and were sent away without a worker.
    pub dropped: u64,
    /// Integral of the number of workers where it changes; 0 elsewhere.
    pub pool: u128,
    /// Integral of the number waiting ahead of the others.
    pub waiting_ahead: u128,
    /// Payments with priority that no longer wait: started or dropped.
    pub called_ahead: u64,
}

impl Mark {
    /// Writes the state at an instant into this mark, reusing its memory.
    pub(super) fn take(&mut self, at: Instant, tally: &Tally, in_system: &Level, stations: &[Station]) {
        self.total = Total { at, tally: *tally, in_system: in_system.area(at) };
        self.stations.clear();
        self.stations.extend(stations.iter().map(|station| StationMark {
            waiting: station.waiting.area(at),
            busy: station.busy.area(at),
            picks: station.picks,
            arrivals: station.arrivals,
            rejected: station.rejected,
            started: station.started,
            released: station.released,
            dropped: station.dropped,
            pool: station.pool.area(at),
            waiting_ahead: station.waiting_ahead.area(at),
            called_ahead: station.called_ahead,
        }));
    }
}
