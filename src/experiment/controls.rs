//! What each security control costs: the scenario with it and without it, on the same random numbers.
//!
//! Run k of every side has the same seed, so both meet the same payments, the same fraud and the same scores; the pairs'
//! differences are judged, not the results ([`super::differences`]). Everything else stays as it is set, so the price of a
//! control is that of having it beside the others: what two controls both stop is counted to neither.

use super::duel::differences;
use super::report::{Estimate, Report};
use super::trial::{Goal, Job, Observation, Trial};
use crate::math;
use crate::payment::Place;
use crate::scenario::{Checked, Measure, Problem};
use serde::{Deserialize, Serialize};

/// Runs of each side.
const RUNS: u32 = 8;
/// A place that is busier by less than this is not told of.
const NOTABLE: f64 = 0.005;

/// What the controls cost and what they are good for, so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PriceReport {
    /// Seed of the first run of each side.
    pub seed: u64,
    /// The controls, in the order in which a payment meets them.
    pub prices: Vec<Price>,
}

/// One control: with it, less without it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// Its id, as `risk-check`.
    pub control: String,
    /// Whether the scenario has it; else it was tried with its usual setting.
    pub on: bool,
    /// Pairs of runs that are done.
    pub pairs: u32,
    /// Fraud that is stopped, as a share of all fraud.
    pub fraud_stopped: Estimate,
    /// Probes whose card an attacker learned, as a share of all probes.
    pub learned: Estimate,
    /// Honest payments that are declined, as a share of all honest ones.
    pub false_declines: Estimate,
    /// Honest payments that are answered finally and correctly, as a share of all honest ones: what a decline costs, and a
    /// shopper who leaves a challenge or waits too long.
    #[serde(default)]
    pub honest_answered: Estimate,
    /// Median, 95th and 99th percentile of the response time, in milliseconds.
    pub response_ms: [Estimate; 3],
    /// Share of its workers that a place holds more, or less, for the places where it shows.
    pub utilisation: Vec<(u8, Estimate)>,
}

/// Pairs under way.
#[derive(Clone, Debug)]
pub struct Prices {
    seed: u64,
    varies: bool,
    /// The scenario as it is.
    base: Trial,
    /// The scenario with one control turned, by control, and whether the scenario has it.
    turned: Vec<(Measure, bool, Trial)>,
}

impl Prices {
    /// Pairs whose first runs have this seed.
    ///
    /// # Errors
    /// What is wrong with the scenario once a control is turned.
    pub fn new(scenario: &Checked, seed: u64) -> Result<Self, Vec<Problem>> {
        let trial = |scenario: &Checked| Trial::new(scenario, seed, Goal::Runs(RUNS));
        let whole = scenario.scenario();
        let turned = |measure: Measure| {
            let on = whole.security.employs(measure);
            Ok((measure, on, trial(&whole.turning(measure).check()?)))
        };
        let turned = Measure::ALL.into_iter().map(turned).collect::<Result<_, Vec<Problem>>>()?;
        Ok(Self { seed, varies: whole.varies(), base: trial(scenario), turned })
    }

    /// All runs that are to be made, each with the place of its side; the k-th of every side before the next of any.
    pub fn jobs(&mut self) -> Vec<(usize, Job)> {
        let sides = [&mut self.base].into_iter().chain(self.turned.iter_mut().map(|(_, _, trial)| trial));
        let each = sides.enumerate();
        let mut jobs: Vec<(usize, Job)> =
            each.flat_map(|(side, trial)| trial.jobs().into_iter().map(move |job| (side, job))).collect();
        jobs.sort_by_key(|(side, job)| (job.index, *side));
        jobs
    }

    /// The trial of a side: the scenario as it is, then one for each control.
    #[must_use]
    pub fn trial(&self, side: usize) -> Option<&Trial> {
        side.checked_sub(1).map_or(Some(&self.base), |turned| self.turned.get(turned).map(|(_, _, trial)| trial))
    }

    /// Takes what came of the job at a place among all jobs; they may come back in any order.
    pub fn take(&mut self, job: usize, observation: Observation) {
        let sides = self.turned.len() + 1;
        let trial = match (job % sides).checked_sub(1) {
            None => Some(&mut self.base),
            Some(turned) => self.turned.get_mut(turned).map(|(_, _, trial)| trial),
        };
        if let Some(trial) = trial {
            trial.take(math::id(job / sides), observation);
        }
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> PriceReport {
        let base: Vec<Observation> = self.base.observations().cloned().collect();
        let price = |(measure, on, trial): &(Measure, bool, Trial)| {
            let other: Vec<Observation> = trial.observations().cloned().collect();
            let (base, other) = (shared(&base, &other), shared(&other, &base));
            let (without, with) = if *on { (other, base) } else { (base, other) };
            Price { control: measure.id().to_owned(), on: *on, ..self.price(&without, &with) }
        };
        PriceReport { seed: self.seed, prices: self.turned.iter().map(price).collect() }
    }

    fn price(&self, without: &[Observation], with: &[Observation]) -> Price {
        let apart = differences(without, with);
        let difference = |of: &dyn Fn(&Report) -> Option<f64>| {
            let pairs = without.iter().zip(with);
            self.estimate(&pairs.filter_map(|(a, b)| Some(of(&b.report)? - of(&a.report)?)).collect::<Vec<_>>())
        };
        let share = |of: fn(&super::SecurityReport) -> &super::Proportion| {
            difference(&move |report: &Report| of(report.security.as_ref()?).share.mean)
        };
        let places = with.first().into_iter().flat_map(|run| run.report.stations.iter().map(|station| station.place));
        let busier = places.map(|place| (place, difference(&move |report| utilisation(report, place))));
        Price {
            pairs: math::id(with.len()),
            fraud_stopped: share(|report| &report.fraud_stopped),
            learned: share(|report| &report.learned),
            false_declines: share(|report| &report.false_declines),
            honest_answered: share(|report| &report.honest_answered),
            response_ms: [apart.p50_ms, apart.p95_ms, apart.p99_ms],
            utilisation: busier.filter(|(_, one)| one.mean.is_some_and(|mean| mean.abs() >= NOTABLE)).collect(),
            ..Price::default()
        }
    }

    /// The mean of the pairs' differences.
    fn estimate(&self, values: &[f64]) -> Estimate {
        Estimate::of_pairs(values, self.varies)
    }
}

/// Those of some runs whose seeds the others have too.
fn shared(runs: &[Observation], others: &[Observation]) -> Vec<Observation> {
    let known = |run: &&Observation| others.iter().any(|other| other.report.seed == run.report.seed);
    runs.iter().filter(known).cloned().collect()
}

/// How busy a place is; a control that is off holds nobody, and a place without bound has no such figure.
fn utilisation(report: &Report, place: u8) -> Option<f64> {
    let station = report.stations.iter().find(|station| station.place == place)?;
    let off = Place::from_code(place).is_control() && station.arrivals == 0;
    station.utilisation.or(off.then_some(0.0))
}
