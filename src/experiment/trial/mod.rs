//! A trial: several runs of a scenario under different seeds, and what they say together.
//!
//! The library starts no thread. A trial hands out [`Job`]s; whoever drives it (threads of the command line, a pool of
//! workers in the page) takes each one through and gives its [`Observation`] back, in any order. Observations are merged in
//! the order of the jobs, and new jobs depend on observations alone, so a trial depends neither on timing nor on cores.
//!
//! Where there is a steady state, few long runs are best: short ones spend themselves on warm-ups and are biased by them
//! (Whitt, "The efficiency of one long run versus independent replications in steady-state simulation", 1991). To reach
//! a wanted precision the next runs are therefore made longer, never shorter, and much shorter ones no longer count. Where
//! the load varies with time a run is one observation, its length belongs to the scenario, and only more runs help. The events that may be spent on a precision are shared
//! out among the jobs of a round, so that they are never exceeded: a steady run that reaches its share ends there and
//! counts as far as it came. A run under a load that varies counts whole or not at all; the first one is therefore made
//! alone, with all events at hand, and tells how many more can be afforded.

mod job;
mod report;

pub use job::{Job, Observation, Working};
pub use report::{TrialReport, TrialRun};

use super::report::{Early, State};
use crate::math;
use crate::scenario::{Checked, SEED_MAX};
use crate::stats::LEVEL;
pub(super) use report::state;
use serde::{Deserialize, Serialize};

/// Runs of a trial under a steady load, if nobody says how many.
pub const RUNS_STEADY: u32 = 4;
/// Runs of a trial under a load that varies, if nobody says how many.
pub const RUNS_VARYING: u32 = 30;
/// Most runs that a trial may be asked for.
pub const RUNS_MAX: u32 = 10_000;
/// Events that a trial may spend on a wanted precision, if nobody says how many: some tens of seconds.
pub const BUDGET_EVENTS: u64 = 200_000_000;

/// Runs on the way to a precision under a load that varies before its interval decides how many follow.
const FIRST_RUNS_VARYING: u32 = 10;
/// A run under a load that varies may take so many times the events of the largest one before it.
const ROOM_VARYING: f64 = 1.5;
/// The next round aims at this much more than the last interval asks for, because that interval is an estimate too.
const MARGIN: f64 = 1.05;
/// A round multiplies what was simulated by at least and at most this: a first interval is too rough to trust it far, and
/// little is missing at the end.
const GROWTH: (f64, f64) = (1.25, 4.0);
/// Growth where there is no interval yet.
const GROWTH_BLIND: f64 = 4.0;
/// A run below this share of the longest one's length is a pilot.
const PILOT: f64 = 0.5;
/// With less than this share of what was spent left over, another round is not worth while.
const REST_MIN: f64 = 0.1;
/// When a trial is complete.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// After so many runs.
    Runs(u32),
    /// As soon as an interval is narrow enough.
    Precision(Precision),
}

/// A wanted precision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// The quantity, by its field in [`super::Metrics`].
    pub metric: String,
    /// Wanted half-width as a share of the mean, above 0.
    pub relative: f64,
    /// Events after which the search ends.
    pub budget_events: u64,
}

/// How far a trial came towards its precision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// What was wanted.
    pub wanted: Precision,
    /// Half-width as a share of the mean: the wanted one, once it is met; absent while there is no interval.
    pub relative: Option<f64>,
    /// Whether it is what was wanted.
    pub met: bool,
}

/// A trial under way.
#[derive(Clone, Debug)]
pub struct Trial {
    scenario: Checked,
    seed: u64,
    goal: Goal,
    /// Confidence level of its intervals.
    level: f64,
    /// One place for each job that was handed out.
    runs: Vec<Option<Observation>>,
    /// Jobs that are to be handed out.
    waiting: Vec<Job>,
    complete: bool,
}

impl Trial {
    /// A trial whose first run has this seed, the second the next one, and so on.
    #[must_use]
    pub fn new(scenario: &Checked, seed: u64, goal: Goal) -> Self {
        let (runs, waiting, complete) = (Vec::new(), Vec::new(), false);
        let mut trial = Self { scenario: scenario.clone(), seed, goal, level: LEVEL, runs, waiting, complete };
        let (runs, events) = match &trial.goal {
            Goal::Runs(runs) => ((*runs).clamp(1, RUNS_MAX), None),
            Goal::Precision(wanted) if scenario.scenario().varies() => (1, Some(wanted.budget_events)),
            Goal::Precision(wanted) => (RUNS_STEADY, Some(wanted.budget_events)),
        };
        trial.plan(runs, scenario.scenario().duration_s, events);
        trial
    }

    /// The same with intervals of another level, above 0 and below 1.
    #[must_use]
    pub fn at_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// The usual goal for a scenario.
    #[must_use]
    pub fn usual(scenario: &Checked) -> Goal {
        Goal::Runs(if scenario.scenario().varies() { RUNS_VARYING } else { RUNS_STEADY })
    }

    /// Its scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Checked {
        &self.scenario
    }

    /// The jobs to do next; none while some are out, and none for ever once [`Self::complete`].
    pub fn jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.waiting)
    }

    /// Takes what came of a job; jobs may come back in any order.
    pub fn take(&mut self, index: u32, observation: Observation) {
        if let Some(place) = self.runs.get_mut(math::index(index)) {
            *place = Some(observation);
        }
        if self.waiting.is_empty() && self.runs.iter().all(Option::is_some) {
            self.round();
        }
    }

    /// Whether nothing remains to be done.
    #[must_use]
    pub const fn complete(&self) -> bool {
        self.complete
    }

    /// Adds runs to a complete trial, of the scenario's length or as long as the longest that was made; those that were made
    /// count on.
    pub fn extend(&mut self, runs: u32) {
        if self.complete && runs > 0 {
            self.complete = false;
            self.goal = Goal::Runs(math::id(self.runs.len()).saturating_add(runs));
            self.plan(runs.min(RUNS_MAX), self.scenario.scenario().duration_s.max(self.longest_s()), None);
        }
    }

    /// The observations so far, in the order of the jobs.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        self.runs.iter().flatten()
    }

    /// Those of them that count: all but pilots, which are much shorter than the longest one.
    ///
    /// A short run at a high load is no honest witness: its start weighs too much, and so does chance where it is cut. On the
    /// way to a precision such a run says how long the others have to be, and no more. One that ended before its time, because
    /// it was hopeless or had no events left, is none: to leave those out would count the lucky ones alone.
    fn counting(&self) -> impl Iterator<Item = &Observation> {
        let longest_s = self.longest_s();
        self.observations().filter(move |run| !run.is_pilot(longest_s))
    }

    /// Simulated seconds of the longest run.
    fn longest_s(&self) -> f64 {
        self.observations().map(|run| run.report.simulated_s).fold(0.0, f64::max)
    }

    /// What the runs say together.
    #[must_use]
    pub fn report(&self) -> TrialReport {
        TrialReport::of(self)
    }

    /// Jobs to come, which may take so many events together.
    fn plan(&mut self, runs: u32, duration_s: f64, events: Option<u64>) {
        let events_max = events.map(|events| events / u64::from(runs.max(1)));
        for _ in 0..runs {
            let index = math::id(self.runs.len());
            let seed = (self.seed + u64::from(index)) % (SEED_MAX + 1);
            self.waiting.push(Job { index, seed, duration_s, events_max });
            self.runs.push(None);
        }
    }

    /// Decides after a round whether there is another.
    fn round(&mut self) {
        let Goal::Precision(wanted) = &self.goal else {
            self.complete = true;
            return;
        };
        let report = self.report();
        let Some(reached) = &report.precision else { return };
        let growth = reached.relative.map_or(GROWTH_BLIND, |seen| MARGIN * math::pow(seen / wanted.relative, 2.0));
        let more = growth.clamp(GROWTH.0, GROWTH.1) - 1.0;
        let spent = math::float(report.events).max(1.0);
        let left = wanted.budget_events.saturating_sub(report.events);
        let rest = math::float(left) / spent;
        if reached.met || report.state == State::Unstable || rest < REST_MIN || report.early == Some(Early::Budget) {
            self.complete = true;
        } else if self.scenario.scenario().varies() {
            let wanted = math::low(math::whole((more * f64::from(report.runs)).ceil()));
            let runs = wanted.max(FIRST_RUNS_VARYING.saturating_sub(report.runs)).min(self.affordable(left));
            self.plan(runs.min(RUNS_MAX), self.scenario.scenario().duration_s, Some(left));
            self.complete = runs == 0;
        } else {
            let (seconds, longest_s) = (more.min(rest) * report.simulated_s, self.longest_s());
            let runs = math::low(math::whole((seconds / longest_s).ceil())).clamp(1, RUNS_STEADY);
            self.plan(runs, longest_s.max(seconds / f64::from(runs)), Some(left));
        }
    }

    /// How many more whole runs so many events are enough for.
    fn affordable(&self, events: u64) -> u32 {
        let largest = self.observations().map(|run| run.report.events).max().unwrap_or(0);
        let runs = math::float(events) / (ROOM_VARYING * math::float(largest.max(1)));
        math::low(math::floor(runs.min(f64::from(RUNS_MAX))))
    }
}
