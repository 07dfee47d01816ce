//! Looks back at the run that the page shows: which payments were slow or strange, or what happened to one of them.
//!
//! The run is simulated again up to an event, in turns like everything that a worker does; what was found so far is said
//! along the way. To cancel is to end the worker.

use super::Answer;
use crate::experiment::{Found, LookBack, Question};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was found so far is told no faster than this.
const TOLD_MS: f64 = 250.0;

/// What is looked back at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// The seed.
    pub seed: u64,
    /// The scenario.
    pub scenario: Value,
    /// Events of the run so far.
    pub events: u64,
    /// What is asked.
    pub question: Question,
}

/// A look back under way.
#[derive(Debug)]
pub(super) struct Looking {
    request: u32,
    back: LookBack,
    done: bool,
    told_ms: f64,
}

impl Looking {
    /// Begins; nothing if the scenario is not allowed, which the page never runs.
    pub(super) fn begin(request: u32, past: &Past, wall_ms: f64) -> Option<Self> {
        let scenario = Scenario::from_value(&past.scenario).ok()?;
        let back = LookBack::new(&scenario, past.seed, past.events, past.question);
        Some(Self { request, back, done: false, told_ms: wall_ms })
    }

    /// Goes on for a slice. Returns whether it has come to its end.
    pub(super) fn work(&mut self) -> bool {
        self.done = self.back.work();
        self.done
    }

    /// Whether it has come to its end.
    pub(super) const fn done(&self) -> bool {
        self.done
    }

    /// What was found, at the end and now and then before it.
    pub(super) fn answer(&mut self, wall_ms: f64) -> Option<Answer> {
        if !self.done && wall_ms - self.told_ms < TOLD_MS {
            return None;
        }
        self.told_ms = wall_ms;
        let found: Found = self.back.found();
        Some(Answer::LookBack { request: self.request, done: self.done, share: self.back.share(), found })
    }
}
