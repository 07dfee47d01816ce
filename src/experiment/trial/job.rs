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
    /// Events after which it ends early; absent for any number.
    #[serde(default)]
    pub events_max: Option<u64>,
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
    /// Whether it ended early: its job had no events left, or somebody cancelled it.
    #[serde(default)]
    pub cut: bool,
}

/// A job under way.
#[derive(Debug)]
pub struct Working {
    run: Run,
    end: Instant,
    events_max: u64,
    cut: bool,
    /// Events after which stability is looked at next.
    look_at: u64,
    /// Whether it looked hopeless last time.
    doubtful: bool,
    hopeless: bool,
}

impl Job {
    /// The job at its start.
    #[must_use]
    pub fn start(&self, scenario: &Checked) -> Working {
        let end = Instant::from_seconds(self.duration_s);
        let events_max = self.events_max.unwrap_or(u64::MAX);
        let run = Run::new(scenario, self.seed);
        Working { run, end, events_max, cut: false, look_at: FIRST_LOOK, doubtful: false, hopeless: false }
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
    /// Simulates a slice. Returns whether the job is done: at its end, where it has no events left, or where two looks in a
    /// row, the second after twice as many events, found that arrivals exceed capacity for good.
    pub fn work(&mut self) -> bool {
        let arrived = self.run.advance(self.end, SLICE.min(self.events_max.saturating_sub(self.run.events())));
        self.cut = !arrived && self.run.events() >= self.events_max;
        if !arrived && self.run.events() >= self.look_at {
            self.look_at = self.look_at.saturating_mul(2);
            let hopeless = self.run.hopeless();
            self.hopeless = hopeless && self.doubtful;
            self.doubtful = hopeless;
        }
        arrived || self.cut || self.hopeless
    }

    /// The run so far.
    pub(in crate::experiment) const fn so_far(&self) -> &Run {
        &self.run
    }

    /// What came of it.
    #[must_use]
    pub fn finish(mut self) -> Observation {
        Observation { cut: self.cut, ..self.run.observation() }
    }
}
