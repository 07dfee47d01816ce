//! One run of a trial: what is to be done, the run under way, and what comes of it.

use crate::experiment::metrics::Metrics;
use crate::experiment::report::Report;
use crate::experiment::run::Run;
use crate::experiment::sample::Sample;
use crate::scenario::Checked;
use crate::stats::Times;
use crate::units::Instant;
use serde::{Deserialize, Serialize};

/// Events of a job between two looks at whether arrivals exceed capacity; the second look comes after twice as many.
const FIRST_LOOK: u64 = 200_000;
/// Events that a job simulates at a time.
const SLICE: u64 = 100_000;

/// One run that is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its place among the trial's runs.
    pub index: u32,
    /// Its seed.
    pub seed: u64,
    /// Simulated seconds, the warm-up included.
    pub duration_s: f64,
}

/// What a run gives to its trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// What it has to say alone.
    pub report: Report,
    /// What it contributes to each quantity.
    pub samples: Metrics<Sample>,
    /// Its response times.
    pub times: Times,
}

/// A job under way.
#[derive(Debug)]
pub struct Working {
    run: Run,
    end: Instant,
    /// Events after which stability is looked at next; never under a load that varies.
    look_at: u64,
    /// Whether it looked unstable last time.
    doubtful: bool,
    hopeless: bool,
}

impl Job {
    /// The job at its start.
    #[must_use]
    pub fn start(&self, scenario: &Checked) -> Working {
        let look_at = if scenario.scenario().varies() { u64::MAX } else { FIRST_LOOK };
        let end = Instant::from_seconds(self.duration_s);
        Working { run: Run::new(scenario, self.seed), end, look_at, doubtful: false, hopeless: false }
    }

    /// The whole job at once.
    #[must_use]
    pub fn run(&self, scenario: &Checked) -> Observation {
        let mut working = self.start(scenario);
        while !working.work() {}
        working.finish()
    }
}

impl Working {
    /// Simulates a slice. Returns whether the job is done: at its end, or where two looks in a row, the second after
    /// twice as many events, found that arrivals exceed capacity, so that more of it would tell nothing.
    pub fn work(&mut self) -> bool {
        let arrived = self.run.advance(self.end, SLICE);
        if !arrived && self.run.events() >= self.look_at {
            self.look_at = self.look_at.saturating_mul(2);
            let unstable = self.run.unstable();
            self.hopeless = unstable && self.doubtful;
            self.doubtful = unstable;
        }
        arrived || self.hopeless
    }

    /// The run so far.
    pub(in crate::experiment) const fn so_far(&self) -> &Run {
        &self.run
    }

    /// What came of it.
    #[must_use]
    pub fn finish(mut self) -> Observation {
        self.run.observation()
    }
}
