//! A trial: several runs of a scenario under different seeds, and what they say together.
//!
//! The library starts no thread. A trial hands out [`Job`]s; whoever drives it (threads of the command line, a pool of
//! workers in the page) takes each one through and gives its [`Observation`] back, in any order. Observations are merged in
//! the order of the jobs, and new jobs depend on observations alone, so a trial depends neither on timing nor on cores.
//!
//! Where there is a steady state, few long runs are best: short ones spend themselves on warm-ups and are biased by them
//! (Whitt, "The efficiency of one long run versus independent replications in steady-state simulation", 1991). To reach
//! a wanted precision the next runs are therefore made longer. Where the load varies with time a run is one observation,
//! its length belongs to the scenario, and only more runs help.

use super::report::{Counts, Estimate, Invariant, Metrics, Overload, REPORT_VERSION, Report, State};
use super::run::Run;
use super::sample::{Pool, Sample};
use crate::math;
use crate::scenario::{Checked, SEED_MAX};
use crate::stats::{Histogram, Times};
use crate::units::Instant;
use serde::{Deserialize, Serialize};

/// Runs of a trial under a steady load, if nobody says how many.
pub const RUNS_STEADY: u32 = 4;
/// Runs of a trial under a load that varies, if nobody says how many.
pub const RUNS_VARYING: u32 = 30;
/// Most runs that a trial may be asked for.
pub const RUNS_MAX: u32 = 10_000;
/// Events that a trial may spend on a wanted precision, if nobody says how many: some tens of seconds.
pub const BUDGET_EVENTS: u64 = 200_000_000;

/// Runs of the first round on the way to a precision under a load that varies.
const FIRST_ROUND_VARYING: u32 = 10;
/// The next round aims at this much more than the last interval asks for, because that interval is an estimate too.
const MARGIN: f64 = 1.1;
/// A round multiplies what was simulated by at least and at most this.
const GROWTH: (f64, f64) = (1.5, 16.0);
/// Growth where there is no interval yet.
const GROWTH_BLIND: f64 = 4.0;
/// With less than this share of what was spent left over, another round is not worth while.
const REST_MIN: f64 = 0.1;
/// Events of a job between two looks at whether arrivals exceed capacity; the second look comes after twice as many.
const FIRST_LOOK: u64 = 200_000;
/// Events that a job simulates at a time.
const SLICE: u64 = 100_000;

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
    /// The quantity, by its field in [`Metrics`].
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
    /// Half-width as a share of the mean; absent while there is no interval.
    pub relative: Option<f64>,
    /// Whether it is what was wanted.
    pub met: bool,
}

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
            let unstable = self.run.report().overload.is_some();
            self.hopeless = unstable && self.doubtful;
            self.doubtful = unstable;
        }
        arrived || self.hopeless
    }

    /// Simulated time as a share of the job, 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        (self.run.now().seconds() / self.end.seconds()).min(1.0)
    }

    /// What came of it.
    #[must_use]
    pub fn finish(mut self) -> Observation {
        self.run.observation()
    }
}

/// A trial under way.
#[derive(Clone, Debug)]
pub struct Trial {
    scenario: Checked,
    seed: u64,
    goal: Goal,
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
        let mut trial =
            Self { scenario: scenario.clone(), seed, goal, runs: Vec::new(), waiting: Vec::new(), complete: false };
        let runs = match trial.goal {
            Goal::Runs(runs) => runs.clamp(1, RUNS_MAX),
            Goal::Precision(_) if scenario.scenario().varies() => FIRST_ROUND_VARYING,
            Goal::Precision(_) => RUNS_STEADY,
        };
        trial.plan(runs, scenario.scenario().duration_s);
        trial
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

    /// Adds runs of the scenario's length to a complete trial; those that were made count on.
    pub fn extend(&mut self, runs: u32) {
        if self.complete && runs > 0 {
            self.complete = false;
            self.goal = Goal::Runs(math::id(self.runs.len()).saturating_add(runs));
            self.plan(runs.min(RUNS_MAX), self.scenario.scenario().duration_s);
        }
    }

    /// The observations so far, in the order of the jobs; one that is missing ends them.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        self.runs.iter().map_while(Option::as_ref)
    }

    /// What the runs say together.
    #[must_use]
    pub fn report(&self) -> TrialReport {
        TrialReport::of(self)
    }

    fn plan(&mut self, runs: u32, duration_s: f64) {
        for _ in 0..runs {
            let index = math::id(self.runs.len());
            let seed = (self.seed + u64::from(index)) % (SEED_MAX + 1);
            self.waiting.push(Job { index, seed, duration_s });
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
        let reached = reached(&report.metrics, wanted);
        let growth = reached.relative.map_or(GROWTH_BLIND, |seen| MARGIN * math::pow(seen / wanted.relative, 2.0));
        let more = growth.clamp(GROWTH.0, GROWTH.1) - 1.0;
        let spent = math::float(report.events).max(1.0);
        let rest = (math::float(wanted.budget_events) / spent - 1.0).max(0.0);
        if reached.met || report.state == State::Unstable || rest < REST_MIN {
            self.complete = true;
            return;
        }
        let more = more.min(rest);
        if self.scenario.scenario().varies() {
            let runs = math::low(math::whole((more * f64::from(report.runs)).ceil())).min(RUNS_MAX);
            self.plan(runs, self.scenario.scenario().duration_s);
        } else {
            self.plan(RUNS_STEADY, more * report.simulated_s / f64::from(RUNS_STEADY));
        }
    }
}

/// One run of a trial in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrialRun {
    /// Its seed.
    pub seed: u64,
    /// Its fingerprint.
    pub digest: String,
    /// Simulated seconds.
    pub simulated_s: f64,
    /// Seconds of it that were warm-up.
    pub warm_up_s: f64,
    /// What it is worth alone.
    pub state: State,
    /// Its mean response time.
    pub response_ms: Option<f64>,
}

/// What the runs of a trial say together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialReport {
    /// Version of the report's form.
    pub version: u32,
    /// Version of the engine.
    pub engine: String,
    /// Seed of the first run.
    pub seed: u64,
    /// Number of runs.
    pub runs: u32,
    /// Fingerprint of all runs in their order, 16 hexadecimal digits.
    pub digest: String,
    /// Simulated seconds of all runs, warm-ups included.
    pub simulated_s: f64,
    /// Seconds of all warm-ups.
    pub warm_up_s: f64,
    /// Whether the warm-ups were found from the observations instead of set.
    pub warm_up_found: bool,
    /// Seconds that were measured.
    pub window_s: f64,
    /// Events of all runs.
    pub events: u64,
    /// What the figures are worth together.
    pub state: State,
    /// Why the state is unstable, in words.
    pub unstable: Option<String>,
    /// The same in figures.
    pub overload: Option<Overload>,
    /// How far it came towards the precision that was wanted; absent if none was.
    pub precision: Option<Reached>,
    /// Counts of payments of all runs.
    pub payments: Counts,
    /// Estimates from all runs.
    pub metrics: Metrics,
    /// The laws that must hold, over all runs.
    pub invariants: Vec<Invariant>,
    /// The runs one by one.
    pub each: Vec<TrialRun>,
}

impl TrialReport {
    fn of(trial: &Trial) -> Self {
        let runs: Vec<&Observation> = trial.observations().collect();
        let reports = || runs.iter().map(|run| &run.report);
        let mut times = Histogram::fine();
        runs.iter().for_each(|run| times.take(&run.times));
        let state = state(&runs);
        let pool = Pool { state, runs: math::id(runs.len()) };
        let metrics = Metrics::collect(|pick| {
            let samples: Vec<Sample> = runs.iter().map(|run| *pick(&run.samples)).collect();
            pool.estimate(&samples, &times)
        });
        let overload = reports().find_map(|report| report.overload.clone()).filter(|_| state == State::Unstable);
        let precision = match &trial.goal {
            Goal::Precision(wanted) => Some(reached(&metrics, wanted)),
            Goal::Runs(_) => None,
        };
        Self {
            version: REPORT_VERSION,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: trial.seed,
            runs: pool.runs,
            digest: format!("{:016x}", digest(&runs)),
            simulated_s: reports().map(|report| report.simulated_s).sum(),
            warm_up_s: reports().map(|report| report.warm_up_s).sum(),
            warm_up_found: trial.scenario.scenario().warm_up_s.is_none(),
            window_s: reports().map(|report| report.window_s).sum(),
            events: reports().map(|report| report.events).sum(),
            state,
            unstable: overload.as_ref().map(Overload::sentence),
            overload,
            precision,
            payments: reports().fold(Counts::default(), |sum, report| sum.and(&report.payments)),
            metrics,
            invariants: invariants(&runs),
            each: reports().map(TrialRun::of).collect(),
        }
    }
}

impl TrialRun {
    fn of(report: &Report) -> Self {
        Self {
            seed: report.seed,
            digest: report.digest.clone(),
            simulated_s: report.simulated_s,
            warm_up_s: report.warm_up_s,
            state: report.state,
            response_ms: report.metrics.response_ms.mean,
        }
    }
}

/// What runs are worth together. Warm-ups that were found are judged over all runs: one that is late by chance does not
/// condemn the others.
fn state(runs: &[&Observation]) -> State {
    let count = |state: State| runs.iter().filter(|run| run.report.state == state).count();
    let found = runs.iter().filter(|run| run.report.warm_up_found);
    let (warm_up_s, simulated_s) =
        found.fold((0.0, 0.0), |sum, run| (sum.0 + run.report.warm_up_s, sum.1 + run.report.simulated_s));
    let short = runs.iter().any(|run| run.samples.response_ms.spread.is_none() || run.report.payments.completed < 100);
    match () {
        () if runs.len() == count(State::Empty) => State::Empty,
        () if 2 * count(State::Unstable) > runs.len() => State::Unstable,
        () if count(State::Varying) > 0 => State::Varying,
        () if short || warm_up_s > simulated_s / 4.0 => State::WarmingUp,
        () => State::Steady,
    }
}

fn reached(metrics: &Metrics, wanted: &Precision) -> Reached {
    let relative = metrics.find(&wanted.metric).and_then(Estimate::relative);
    Reached { wanted: wanted.clone(), relative, met: relative.is_some_and(|seen| seen <= wanted.relative) }
}

fn invariants(runs: &[&Observation]) -> Vec<Invariant> {
    let mut sums: Vec<Invariant> = Vec::new();
    for law in runs.iter().flat_map(|run| &run.report.invariants) {
        match sums.iter_mut().find(|sum| sum.name == law.name) {
            Some(sum) => sum.violations += law.violations,
            None => sums.push(law.clone()),
        }
    }
    sums
}

/// Mixes the runs' fingerprints in their order (FNV-1a, 64 bits).
fn digest(runs: &[&Observation]) -> u64 {
    let letters = runs.iter().flat_map(|run| run.report.digest.bytes());
    letters.fold(0xCBF2_9CE4_8422_2325, |hash, letter| (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01B3))
}
