//! A contest: balancing policies on the same payments, in the same world, and how far they are apart.
//!
//! Run k of every policy has the same seed, so all meet the same arrivals and the same service demands; the differences of
//! the pairs are judged ([`super::differences`]), not the results. Joining the shortest queue stands beside them, because
//! it is the best that looks at numbers alone where servers are equal (Winston, "Optimality of the shortest line
//! discipline", 1977), and so does what theory knows: one queue for all servers, M/M/n, which no balancer can beat, and
//! the mean-field limit of a few choices. Where processors differ in what they approve, everything is sent to the best of
//! them too, as nobody could who does not know the world: the payments that this would have got approved and a policy did not
//! are its regret (Lai and Robbins, "Asymptotically efficient adaptive allocation rules", 1985).

use super::duel::differences;
use super::metrics::Metrics;
use super::report::{Estimate, StationReport};
use super::shifts::Shifts;
use super::trial::{Goal, Job, Observation, Trial};
use crate::balance::d_choices::CHOICES;
use crate::balance::{Policy, Tuned};
use crate::math;
use crate::scenario::{CONTEST_SERVICE_MS, Checked, ContestSetting, Problem, World};
use crate::stats::Histogram;
use crate::theory::{Demand, Mmc, PowerOfChoices};
use serde::{Deserialize, Serialize};

/// Runs of each policy.
const RUNS: u32 = 10;
/// Shares of the payments whose response times are drawn, from the fastest twentieth to the slowest thousandth.
const SHARES: [f64; 25] = [
    0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99,
    0.993, 0.995, 0.997, 0.998, 0.999,
];

/// What the policies did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContestReport {
    /// What was set.
    pub setting: ContestSetting,
    /// Seed of the first run of each.
    pub seed: u64,
    /// Arrivals per second.
    pub rate_per_s: f64,
    /// Those that were chosen, in their order, and the reference if it was not among them.
    pub contestants: Vec<Contestant>,
    /// One queue for all servers; only where all are alike and nothing goes wrong.
    pub floor: Option<Floor>,
    /// Mean response in milliseconds of so many choices among very many servers, where the counts are those of all and of
    /// now: of each number of choices that is set, of two if none is.
    pub mean_field_ms: Vec<(u32, f64)>,
    /// Payments of a run that the best processor in hindsight approves if it gets all; only where processors differ in that.
    pub hindsight: Option<f64>,
    /// How far any two of the chosen ones are apart.
    pub gaps: Vec<Gap>,
}

/// How far two contestants are apart, over pairs of runs: the later one's figures less the earlier one's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Their places among the contestants, the earlier one first.
    pub pair: [usize; 2],
    /// Success rate.
    pub availability: Estimate,
    /// 99th percentile of the response time in milliseconds.
    pub p99_ms: Estimate,
}

/// A policy and how it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contestant {
    /// Id of the policy.
    pub policy: String,
    /// Its name, with what was set of it.
    pub name: String,
    /// Whether it was not chosen and stands beside as the reference.
    pub reference: bool,
    /// Runs that are done.
    pub runs: u32,
    /// Why it is unstable, in words.
    pub unstable: Option<String>,
    /// Its figures.
    pub metrics: Metrics,
    /// Its figures less those of the first policy, over pairs of runs; absent for the first.
    pub apart: Option<Metrics>,
    /// Share of the picks that each processor got.
    pub shares: Vec<f64>,
    /// Half-widths of these, over the runs; empty before there are two.
    pub share_half_widths: Vec<f64>,
    /// Mean number of payments at each processor, waiting or in service.
    pub in_flight: Vec<f64>,
    /// Half-widths of these, over the runs; empty before there are two.
    pub in_flight_half_widths: Vec<f64>,
    /// How near the shares are to those that the weights ask for: Jain's index, 1 where all have theirs.
    pub fairness: Estimate,
    /// Payments of a run that the best processor in hindsight would have got approved and this did not, over pairs of runs.
    pub regret: Option<Estimate>,
    /// Share of the payments, and the response time in milliseconds that they do not exceed.
    pub curve: Vec<(f64, f64)>,
    /// How the picks of its first run shift between processors; absent before that is done.
    pub shifts: Option<Shifts>,
}

/// What theory says of one queue for all servers, M/M/n.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// Mean response in milliseconds.
    pub mean_ms: f64,
    /// Median response.
    pub p50_ms: f64,
    /// 95th percentile.
    pub p95_ms: f64,
    /// 99th percentile.
    pub p99_ms: f64,
    /// Share of the payments, and the response time in milliseconds that they do not exceed.
    pub curve: Vec<(f64, f64)>,
}

impl ContestReport {
    /// Whether two contestants, by their places, differ in a figure by more than chance could make: the interval of the
    /// pairs' differences does not hold zero. Not before there is an interval.
    #[must_use]
    pub fn differ(&self, [one, other]: [usize; 2], figure: fn(&Gap) -> Estimate) -> bool {
        let gap = self.gaps.iter().find(|gap| gap.pair == [one.min(other), one.max(other)]);
        let known = gap.and_then(|gap| figure(gap).mean.zip(figure(gap).half_width));
        known.is_some_and(|(mean, half_width)| mean.abs() > half_width)
    }
}

/// A contest under way.
#[derive(Clone, Debug)]
pub struct Contest {
    setting: ContestSetting,
    seed: u64,
    /// Those that were chosen, the reference, and what is known in hindsight; the last is no policy.
    trials: Vec<(Option<Tuned>, Trial)>,
    /// How the picks of the first run of each shift.
    shifts: Vec<Option<Shifts>>,
}

/// A run of a contest: what any worker needs to make it. Its scenario may be larger than others, so it goes by what was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContestRun {
    setting: ContestSetting,
    /// Place of the policy among the contestants; none in hindsight.
    place: Option<usize>,
    job: Job,
}

/// What came of a run of a contest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContestOutcome {
    /// What it gives to its trial.
    pub observation: Observation,
    /// How its picks shift between processors; only of the first run of a policy.
    pub shifts: Option<Shifts>,
}

impl From<Observation> for ContestOutcome {
    fn from(observation: Observation) -> Self {
        Self { observation, shifts: None }
    }
}

impl ContestRun {
    /// The run, from its start to its end; `None` of what is not allowed.
    #[must_use]
    pub fn run(&self) -> Option<ContestOutcome> {
        let scenario = match self.place {
            Some(place) => self.setting.scenario(contenders(&self.setting).get(place)?.clone()).ok()?,
            None => self.setting.in_hindsight().ok()??,
        };
        let mut working = self.job.start(&scenario);
        while !working.work() {}
        let shifts = (self.job.index == 0).then(|| Shifts::of(working.so_far()));
        Some(ContestOutcome { shifts, observation: working.finish() })
    }
}

impl Contest {
    /// The reference.
    pub const REFERENCE: Policy = Policy::JoinShortestQueue;

    /// A contest whose first runs have this seed.
    ///
    /// # Errors
    /// Everything that is wrong with the setting.
    pub fn new(setting: ContestSetting, seed: u64) -> Result<Self, Vec<Problem>> {
        setting.check()?;
        let trial = |scenario: &Checked| Trial::new(scenario, seed, Goal::Runs(RUNS));
        let of_policy = |tuned: Tuned| Ok((Some(tuned.clone()), trial(&setting.scenario(tuned)?)));
        let mut trials = contenders(&setting).into_iter().map(of_policy).collect::<Result<Vec<_>, Vec<Problem>>>()?;
        trials.extend(setting.in_hindsight()?.map(|scenario| (None, trial(&scenario))));
        let shifts = vec![None; trials.len()];
        Ok(Self { setting, seed, trials, shifts })
    }

    /// All runs that are to be made: the k-th of every policy before the next of any, so that pairs are whole soon. Each
    /// with the place of its policy.
    pub fn jobs(&mut self) -> Vec<(usize, Job)> {
        let each = self.trials.iter_mut().enumerate();
        let mut jobs: Vec<(usize, Job)> =
            each.flat_map(|(place, (_, trial))| trial.jobs().into_iter().map(move |job| (place, job))).collect();
        jobs.sort_by_key(|(place, job)| (job.index, *place));
        jobs
    }

    /// The trial of a policy by its place.
    #[must_use]
    pub fn trial(&self, place: usize) -> Option<&Trial> {
        self.trials.get(place).map(|(_, trial)| trial)
    }

    /// All runs that are to be made, for workers that know nothing of the contest, in the order of [`Contest::jobs`].
    pub fn runs(&mut self) -> Vec<ContestRun> {
        let jobs = self.jobs().into_iter();
        let is_policy = |place: &usize| self.trials.get(*place).is_some_and(|(tuned, _)| tuned.is_some());
        let run =
            |(place, job)| ContestRun { setting: self.setting.clone(), place: Some(place).filter(is_policy), job };
        jobs.map(run).collect()
    }

    /// Takes what came of the job at a place among all jobs; they may come back in any order.
    pub fn take(&mut self, job: usize, outcome: impl Into<ContestOutcome>) {
        let ContestOutcome { observation, shifts } = outcome.into();
        let count = self.trials.len();
        if let Some((_, trial)) = self.trials.get_mut(job % count) {
            trial.take(math::id(job / count), observation);
        }
        if let (Some(place), Some(_)) = (self.shifts.get_mut(job % count), &shifts) {
            *place = shifts;
        }
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> ContestReport {
        let runs: Vec<Vec<Observation>> =
            self.trials.iter().map(|(_, trial)| trial.observations().cloned().collect()).collect();
        let contestants = self.trials.iter().zip(&runs).enumerate();
        let chosen = self.setting.policies.len();
        let best = self.trials.iter().zip(&runs).find(|((policy, _), _)| policy.is_none()).map(|(_, best)| best);
        let contestants = contestants.filter_map(|(place, ((policy, trial), of_it))| {
            Some(Contestant {
                reference: place >= chosen,
                apart: (place > 0).then(|| differences(&shared(&runs[0], of_it), &shared(of_it, &runs[0]))),
                regret: best.map(|best| regret(best, of_it)),
                shifts: self.shifts.get(place).cloned().flatten(),
                ..contestant((policy.as_ref()?, trial), &self.setting.contract(), of_it)
            })
        });
        let floor = floor(&self.setting);
        ContestReport {
            setting: self.setting.clone(),
            seed: self.seed,
            rate_per_s: self.setting.rate_per_s(),
            contestants: contestants.collect(),
            mean_field_ms: mean_field(&self.setting),
            hindsight: best.filter(|best| !best.is_empty()).map(|best| {
                best.iter().map(|run| math::float(run.report.payments.approved)).sum::<f64>() / math::count(best.len())
            }),
            floor,
            gaps: gaps(&runs[..chosen]),
        }
    }
}

/// Those that were chosen, and the reference if it is not among them.
fn contenders(setting: &ContestSetting) -> Vec<Tuned> {
    let mut contenders = setting.policies.clone();
    if !contenders.iter().any(|tuned| tuned.policy == Contest::REFERENCE) {
        contenders.push(Contest::REFERENCE.into());
    }
    contenders
}

/// Any two of the chosen ones.
fn gaps(runs: &[Vec<Observation>]) -> Vec<Gap> {
    let pairs = (0..runs.len()).flat_map(|later| (0..later).map(move |earlier| [earlier, later]));
    let gap = |pair: [usize; 2]| {
        let [earlier, later] = pair.map(|place| &runs[place]);
        let Metrics { availability, p99_ms, .. } = differences(&shared(earlier, later), &shared(later, earlier));
        Gap { pair, availability, p99_ms }
    };
    pairs.map(gap).collect()
}

fn contestant((tuned, trial): (&Tuned, &Trial), contract: &[f64], runs: &[Observation]) -> Contestant {
    let report = trial.report();
    let mut times = Histogram::fine();
    runs.iter().for_each(|run| times.take(&run.times));
    let curve = SHARES.into_iter().zip(times.quantiles_ms(SHARES)).filter(|(_, ms)| ms.is_finite());
    let shares = of_processors(runs, |station| station.share);
    let in_flight = of_processors(runs, |station| station.share.map(|_| station.mean_waiting + station.mean_busy));
    let fair: Vec<f64> = shares.iter().filter_map(|of_run| jain(of_run, contract)).collect();
    let ((shares, share_half_widths), (in_flight, in_flight_half_widths)) = (over_runs(&shares), over_runs(&in_flight));
    Contestant {
        policy: tuned.policy.id().to_owned(),
        name: tuned.name(),
        reference: false,
        runs: report.runs,
        unstable: report.unstable,
        metrics: report.metrics,
        apart: None,
        shares,
        share_half_widths,
        in_flight,
        in_flight_half_widths,
        fairness: Estimate::of_pairs(&fair, false),
        regret: None,
        curve: curve.collect(),
        shifts: None,
    }
}

/// Those of some runs whose seeds the others have too.
fn shared(runs: &[Observation], others: &[Observation]) -> Vec<Observation> {
    let known = |run: &&Observation| others.iter().any(|other| other.report.seed == run.report.seed);
    runs.iter().filter(known).cloned().collect()
}

/// What the best would have got approved and a policy did not, over those runs whose seeds both have.
fn regret(best: &[Observation], of_it: &[Observation]) -> Estimate {
    let approved = |run: &Observation| math::float(run.report.payments.approved);
    let pairs = shared(best, of_it).into_iter().zip(shared(of_it, best));
    Estimate::of_pairs(&pairs.map(|(best, run)| approved(&best) - approved(&run)).collect::<Vec<_>>(), false)
}

/// A figure of each processor, run by run; only processors have a share of the picks.
fn of_processors(runs: &[Observation], figure: impl Fn(&StationReport) -> Option<f64>) -> Vec<Vec<f64>> {
    runs.iter().map(|run| run.report.stations.iter().filter_map(&figure).collect()).collect()
}

/// The mean of each processor's figure over the runs, and half the width of its interval where there are two.
fn over_runs(runs: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let processors = runs.first().map_or(0, Vec::len);
    let of_one = |processor: usize| {
        let figures: Vec<f64> = runs.iter().filter_map(|run| run.get(processor).copied()).collect();
        Estimate::of_pairs(&figures, false)
    };
    let all: Vec<Estimate> = (0..processors).map(of_one).collect();
    let half_widths = all.iter().filter_map(|one| one.half_width).collect();
    (all.iter().filter_map(|one| one.mean).collect(), half_widths)
}

/// Jain's index of what each got over what it was due: the square of the sum over n times the sum of the squares, 1 where
/// all got the same part of their due and 1 / n where one got everything (Jain, Chiu and Hawe, "A quantitative measure of
/// fairness and discrimination", 1984). `None` where nobody got anything.
fn jain(shares: &[f64], contract: &[f64]) -> Option<f64> {
    let parts: Vec<f64> = shares.iter().zip(contract).map(|(share, due)| share / due).collect();
    let (sum, squares) = parts.iter().fold((0.0, 0.0), |(sum, squares), part| (sum + part, squares + part * part));
    (squares > 0.0).then(|| sum * sum / (math::count(parts.len()) * squares))
}

fn floor(setting: &ContestSetting) -> Option<Floor> {
    // However they balance, it is a floor where all are alike and nothing goes wrong.
    if ![World::Equal, World::Gateways, World::Delayed].contains(&setting.world) {
        return None;
    }
    let demand = Demand { arrival_rate_per_s: setting.rate_per_s(), service_mean_ms: CONTEST_SERVICE_MS };
    let queue = Mmc::new(demand, setting.processors).ok()?;
    Some(Floor {
        mean_ms: queue.means().response_ms,
        p50_ms: queue.response_quantile_ms(0.5)?,
        p95_ms: queue.response_quantile_ms(0.95)?,
        p99_ms: queue.response_quantile_ms(0.99)?,
        curve: SHARES.iter().filter_map(|share| Some((*share, queue.response_quantile_ms(*share)?))).collect(),
    })
}

/// The limit of many servers for every number of choices that is set.
fn mean_field(setting: &ContestSetting) -> Vec<(u32, f64)> {
    if setting.world != World::Equal {
        return Vec::new();
    }
    let choices = |tuned: &Tuned| math::low(math::whole(tuned.value(&CHOICES)));
    let choosing = setting.policies.iter().filter(|tuned| tuned.policy == Policy::DChoices);
    let mut counts: Vec<u32> = choosing.map(choices).collect();
    if counts.is_empty() {
        counts.push(2);
    }
    counts.sort_unstable();
    counts.dedup();
    let each = setting.rate_per_s() / f64::from(setting.processors);
    let demand = Demand { arrival_rate_per_s: each, service_mean_ms: CONTEST_SERVICE_MS };
    let known = |count: u32| Some((count, PowerOfChoices::new(demand, count).ok()?.response_ms()));
    counts.into_iter().filter_map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fair_is_what_the_weights_ask_for() {
        let check = |shares: &[f64], contract: &[f64], expected: f64| {
            let got = jain(shares, contract).expect("somebody got something");
            assert!((got - expected).abs() < 1e-12, "{got}, expected {expected}");
        };
        check(&[0.25, 0.75], &[0.25, 0.75], 1.0);
        check(&[0.5, 0.5], &[0.5, 0.5], 1.0);
        check(&[1.0, 0.0, 0.0, 0.0], &[0.25; 4], 0.25);
        // Even shares where 1 : 3 was asked for: parts of 2 and 2/3.
        check(&[0.5, 0.5], &[0.25, 0.75], 0.8);
        assert_eq!(jain(&[0.0, 0.0], &[0.5, 0.5]), None, "nobody");
    }
}
