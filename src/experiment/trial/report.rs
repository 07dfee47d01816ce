//! What the runs of a trial say together.

use super::{Goal, Observation, PILOT, Precision, Reached, Trial};
use crate::experiment::figures::PAYMENTS_MIN;
use crate::experiment::metrics::Metrics;
use crate::experiment::report::{Counts, Early, Invariant, Overload, REPORT_VERSION, State};
use crate::experiment::sample::{Pool, Sample};
use crate::math;
use crate::stats::Histogram;
use serde::{Deserialize, Serialize};

/// Refused runs may carry at most this share of a trial's time, and warm-ups that were found, too.
const REFUSED_SHARE_MAX: f64 = 0.25;
/// Of so many runs one may be refused, beside one anyway.
const REFUSED_ONE_IN: f64 = 20.0;

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
    /// Whether it ended early: at its share of the events that the trial may spend, or cancelled.
    #[serde(default)]
    pub cut: bool,
    /// Whether it is so much shorter than the longest that it only told how long the others have to be.
    #[serde(default)]
    pub pilot: bool,
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
    /// Number of runs that count, pilots left out.
    pub runs: u32,
    /// Fingerprint of all runs in their order, pilots too, 16 hexadecimal digits.
    pub digest: String,
    /// Simulated seconds of all runs, warm-ups included.
    pub simulated_s: f64,
    /// Seconds of all warm-ups.
    pub warm_up_s: f64,
    /// Whether the warm-ups were found from the observations instead of set.
    pub warm_up_found: bool,
    /// Seconds that were measured.
    pub window_s: f64,
    /// Events of all runs, pilots too.
    pub events: u64,
    /// What the figures are worth together.
    pub state: State,
    /// Why it is too early to say; absent in any other state.
    #[serde(default)]
    pub early: Option<Early>,
    /// Why the state is unstable, in words.
    pub unstable: Option<String>,
    /// Who turns payments away because more come than can be served, in words.
    #[serde(default)]
    pub overloaded: Option<String>,
    /// Either of them in figures.
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
    pub(super) fn of(trial: &Trial) -> Self {
        let runs: Vec<&Observation> = trial.counting().collect();
        let reports = || runs.iter().map(|run| &run.report);
        let mut times = Histogram::fine();
        runs.iter().for_each(|run| times.take(&run.times));
        let (steady, early) = state(&runs);
        let overload = overload(&runs, steady);
        let state = if steady == State::Steady && overload.is_some() { State::Overloaded } else { steady };
        let pool = Pool { level: trial.level, state: steady, runs: math::id(runs.len()) };
        let mut metrics = Metrics::collect(|pick| {
            let samples: Vec<Sample> = runs.iter().map(|run| *pick(&run.samples)).collect();
            pool.estimate(&samples, &times)
        });
        let precision = match &trial.goal {
            Goal::Precision(wanted) => Some(reach(&mut metrics, wanted)),
            Goal::Runs(_) => None,
        };
        Self {
            version: REPORT_VERSION,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: trial.seed,
            runs: pool.runs,
            digest: format!("{:016x}", digest(&trial.observations().collect::<Vec<_>>())),
            simulated_s: reports().map(|report| report.simulated_s).sum(),
            warm_up_s: reports().map(|report| report.warm_up_s).sum(),
            warm_up_found: trial.scenario.scenario().warm_up_s.is_none(),
            window_s: reports().map(|report| report.window_s).sum(),
            events: trial.observations().map(|run| run.report.events).sum(),
            state,
            early,
            unstable: overload.as_ref().and_then(Overload::unstable),
            overloaded: overload.as_ref().and_then(Overload::overloaded),
            overload,
            precision,
            payments: reports().fold(Counts::default(), |sum, report| sum.and(&report.payments)),
            metrics,
            invariants: invariants(&runs),
            each: trial.observations().map(|run| TrialRun::of(run, trial.longest_s())).collect(),
        }
    }

    /// How many runs were only made to learn how long the others have to be.
    #[must_use]
    pub fn pilots(&self) -> u32 {
        math::id(self.each.iter().filter(|run| run.pilot).count())
    }
}

impl Observation {
    /// Whether it came to its end, and that was much sooner than the longest run's.
    pub(super) fn is_pilot(&self, longest_s: f64) -> bool {
        let ended_early = self.cut || self.report.state == State::Unstable;
        !ended_early && self.report.simulated_s < PILOT * longest_s
    }
}

impl TrialRun {
    fn of(run: &Observation, longest_s: f64) -> Self {
        let report = &run.report;
        Self {
            seed: report.seed,
            digest: report.digest.clone(),
            simulated_s: report.simulated_s,
            warm_up_s: report.warm_up_s,
            state: report.state,
            response_ms: report.metrics.response_ms.mean,
            cut: run.cut,
            pilot: run.is_pilot(longest_s),
        }
    }
}

/// What runs are worth together, and why it is too early if it is.
///
/// Every run counts in the figures whatever it is worth alone: to leave out those that look odd would bend the mean. A run
/// that is refused by chance, one steady run in a hundred, therefore does not condemn the others; but if those of one
/// complaint carry more of the time than chance leaves to them, the trial has the complaint too.
pub(in crate::experiment) fn state(runs: &[&Observation]) -> (State, Option<Early>) {
    let count = |state: State| runs.iter().filter(|run| run.report.state == state).count();
    let time = |counts: &dyn Fn(&Observation) -> bool| -> f64 {
        runs.iter().filter(|run| counts(run)).map(|run| run.report.simulated_s).sum()
    };
    let simulated_s = time(&|_| true);
    let exceeds_chance = |counts: &dyn Fn(&Observation) -> bool| time(counts) > by_chance(runs) * simulated_s;
    let complain = |early: Early| exceeds_chance(&|run| run.report.early == Some(early));
    let drifts = |run: &Observation| run.report.early == Some(Early::Drift) || run.report.state == State::Unstable;
    let short =
        |run: &Observation| run.samples.response_ms.spread.is_none() || run.report.payments.completed < PAYMENTS_MIN;
    let found = runs.iter().filter(|run| run.report.warm_up_found);
    let warm_up_s: f64 = found.map(|run| run.report.warm_up_s).sum();
    let early = match () {
        () if runs.len() == count(State::Empty) => return (State::Empty, None),
        () if 2 * count(State::Unstable) > runs.len() => return (State::Unstable, None),
        () if count(State::Varying) > 0 && runs.iter().any(|run| run.cut) => Early::Budget,
        () if count(State::Varying) > 0 => return (State::Varying, None),
        () if complain(Early::WarmUp) => Early::WarmUp,
        () if time(&short) > REFUSED_SHARE_MAX * simulated_s => Early::Short,
        () if warm_up_s > REFUSED_SHARE_MAX * simulated_s => Early::LateWarmUp,
        () if exceeds_chance(&drifts) => Early::Drift,
        () if complain(Early::Filling) => Early::Filling,
        () => return (State::Steady, None),
    };
    (State::WarmingUp, Some(early))
}

/// The share of the time that runs refused by chance may carry: one run and one more in twenty, but at most a quarter.
///
/// If one steady run in a hundred is refused, two of four are once in 1,700 trials, three of twenty or seven of a
/// hundred once in 1,000 or less. Runs of unequal length count as if they were (sum of lengths)^2 / (sum of squares)
/// equal ones (Kish's effective size, 1965).
fn by_chance(runs: &[&Observation]) -> f64 {
    let lengths = || runs.iter().map(|run| run.report.simulated_s);
    let (sum, squares) = (lengths().sum::<f64>(), lengths().map(|length| length * length).sum::<f64>());
    (REFUSED_ONE_IN.recip() + squares / (sum * sum)).min(REFUSED_SHARE_MAX)
}

/// Where arrivals exceed capacity in most runs: for ever, if that is the state, and else by what is turned away.
fn overload(runs: &[&Observation], state: State) -> Option<Overload> {
    let unstable = state == State::Unstable;
    let seen = runs.iter().filter_map(|run| run.report.overload.as_ref());
    let mut alike = seen.filter(|overload| overload.rejected_share.is_none() == unstable);
    let first = alike.next()?;
    (2 * (1 + alike.count()) > runs.len()).then(|| first.clone())
}

/// Whether a precision is reached; if so, the quantity is given the interval that was wanted.
///
/// To stop when an interval is narrow enough prefers runs whose interval is narrow by chance, and that one holds too little:
/// of M/M/1 at 0.8 until ± 5 % the last interval held the mean in 91 % of 1,000 trials instead of 95 %. What such a rule
/// promises is the width at which it stops (Chow and Robbins, "On the asymptotic theory of fixed-width sequential confidence
/// intervals for the mean", 1965); the coverage table measures that promise.
fn reach(metrics: &mut Metrics, wanted: &Precision) -> Reached {
    let named = metrics.entries_mut().into_iter().find(|(name, _)| *name == wanted.metric);
    let Some((_, estimate)) = named else { return Reached { wanted: wanted.clone(), relative: None, met: false } };
    let seen = estimate.relative();
    let met = seen.is_some_and(|seen| seen <= wanted.relative);
    if met {
        estimate.half_width = estimate.mean.map(|mean| mean.abs() * wanted.relative);
    }
    Reached { wanted: wanted.clone(), relative: if met { Some(wanted.relative) } else { seen }, met }
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
