//! Vegas: the limit follows the queue that the response times tell of.
//!
//! Source: Netflix concurrency-limits 0.5, `VegasLimit`, after TCP Vegas. queue = ceil(limit * (1 - least / rtt)). With
//! log = log10 of the limit, at least 1: a queue up to log raises the limit by 6 log, one below 3 log by log, one above
//! 6 log lowers it by log, as does a drop. The least time is measured anew after 30 * limit samples times a draw from
//! 0.5 to 1.

use super::Sample;
use crate::math;
use crate::random::Stream;

/// Samples for each unit of the limit until the least time is measured anew.
const PROBE: f64 = 30.0;

/// What can be set; the defaults are Netflix's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VegasSettings {
    /// The limit at the start.
    pub start: f64,
    /// It never rises above this.
    pub max: f64,
}

impl Default for VegasSettings {
    fn default() -> Self {
        Self { start: 20.0, max: 1000.0 }
    }
}

/// Netflix's Vegas limit.
#[derive(Clone, Debug)]
pub struct Vegas {
    settings: VegasSettings,
    limit: f64,
    /// The least time, in milliseconds; `None` before the first sample.
    least_ms: Option<f64>,
    samples: u32,
    jitter: f64,
    stream: Stream,
}

impl Vegas {
    /// The limit at its start; the stream says when the least time is measured anew.
    #[must_use]
    pub fn new(settings: VegasSettings, mut stream: Stream) -> Self {
        let jitter = draw(&mut stream);
        Self { settings, limit: settings.start, least_ms: None, samples: 0, jitter, stream }
    }

    /// The most calls that may be in flight.
    #[must_use]
    pub fn limit(&self) -> u32 {
        math::low(math::floor(self.limit))
    }

    /// A call ended.
    pub fn observed(&mut self, sample: &Sample) {
        self.samples += 1;
        if self.jitter * PROBE * self.limit <= f64::from(self.samples) {
            self.jitter = draw(&mut self.stream);
            self.samples = 0;
            self.least_ms = Some(sample.rtt_ms);
            return;
        }
        match self.least_ms.filter(|least| *least <= sample.rtt_ms) {
            None => self.least_ms = Some(sample.rtt_ms),
            Some(least) => self.follow(sample, least),
        }
    }

    fn follow(&mut self, sample: &Sample, least_ms: f64) {
        let log = math::log10(self.limit.trunc()).trunc().max(1.0);
        let queue = (self.limit * (1.0 - least_ms / sample.rtt_ms)).ceil();
        let change = if sample.dropped {
            -log
        } else if f64::from(sample.in_flight) * 2.0 < self.limit {
            return;
        } else if queue <= log {
            6.0 * log
        } else if queue < 3.0 * log {
            log
        } else if queue > 6.0 * log {
            -log
        } else {
            return;
        };
        self.limit = (self.limit + change).min(self.settings.max).max(1.0);
    }
}

fn draw(stream: &mut Stream) -> f64 {
    0.5 + 0.5 * stream.unit()
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    /// Recorded from the running library.
    #[test]
    fn limits_are_netflixs() {
        let mut limit = Vegas::new(VegasSettings::default(), Stream::new(1, "vegas"));
        let times = [10.0, 10.0, 10.0, 10.0, 11.0, 12.0, 15.0, 20.0, 20.0, 20.0, 20.0, 10.0, 10.0];
        let got = times.map(|rtt| {
            limit.observed(&sample(rtt, 1000));
            limit.limit()
        });
        assert_eq!(got, [20, 26, 32, 38, 38, 37, 36, 35, 34, 33, 32, 38, 44]);
        limit.observed(&Sample { dropped: true, ..sample(10.0, 1000) });
        assert_eq!(limit.limit(), 43, "a drop");
    }
}
