//! Trials, verifications, the formula lab, contests and prices over a pool of workers.
//!
//! One worker keeps the books: it plans tasks, takes their outcomes in any order, and says what is known so far. The
//! page hands tasks to other workers and their outcomes back; to the page both are texts that it never opens, so that it
//! carries neither engine nor statistics. Because books are kept in the order of the tasks, what comes out depends
//! neither on timing nor on how many workers there are.

use super::{Answer, Complaint, Life, Message};
use crate::experiment::{
    self, Contest, ContestOutcome, ContestReport, ContestRun, Depth, Goal, Job, Lab, LabMeasured, LabPoint, LabReport,
    LabTask, Observation, PriceReport, Prices, Trial, TrialReport, Verification, VerifyReport,
};
use crate::math;
use crate::scenario::{Checked, ContestSetting, LabSetting, Problem, Scenario};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is to be studied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Study {
    /// The proof that the numbers can be trusted.
    Verify {
        /// How thorough.
        depth: Depth,
    },
    /// Several runs of a scenario.
    Trial {
        /// The scenario.
        scenario: Value,
        /// Seed of the first run.
        seed: u64,
        /// When it is complete; the usual number of runs if absent.
        goal: Option<Goal>,
    },
    /// One station at many loads, from theory and by simulation.
    Lab {
        /// What is set.
        setting: LabSetting,
        /// Seed of the first run at each load.
        seed: u64,
        /// Whether the loads are simulated; without, the answer holds theory alone, and there are no tasks.
        simulated: bool,
    },
    /// Balancing policies on the same payments.
    Contest {
        /// What is set.
        setting: ContestSetting,
        /// Seed of the first run of each.
        seed: u64,
    },
    /// What each security control costs.
    Prices {
        /// The scenario.
        scenario: Value,
        /// Seed of the first run of each side.
        seed: u64,
    },
}

/// What is known so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Findings {
    /// Of a verification.
    Verify(Box<VerifyReport>),
    /// Of a trial.
    Trial(Box<TrialReport>),
    /// Of the formula lab: theory from the start, measurements as they come.
    Lab {
        /// The loads of what was set.
        report: Box<LabReport>,
        /// The article's thread pool, from theory alone ([`Lab::table`]).
        table: Vec<LabPoint>,
    },
    /// Of a contest.
    Contest(Box<ContestReport>),
    /// Of the prices of security controls.
    Prices(Box<PriceReport>),
}

/// A piece of work for any worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Task {
    Verify(experiment::Task),
    Run { scenario: Value, job: Job },
    Contest(ContestRun),
    Lab(LabTask),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Verify(experiment::Outcome),
    Run(Box<Observation>),
    Contest(Box<ContestOutcome>),
    Lab(Box<LabMeasured>),
}

/// The books of a study.
#[derive(Debug)]
pub(super) struct Books {
    request: u32,
    subject: Subject,
    done: u32,
    handed_out: u32,
}

#[derive(Debug)]
enum Subject {
    Verify(Verification),
    Trial(Box<Trial>),
    Lab { lab: Lab, table: Vec<LabPoint>, simulated: bool },
    Contest(Box<Contest>),
    Prices(Box<Prices>),
}

impl Books {
    /// Opens the books of a study and says its first tasks, or what is wrong with its scenario.
    pub(super) fn open(place: &mut Option<Self>, request: u32, study: Study) -> Message {
        match Self::new(request, study) {
            Ok(books) => place.insert(books).begin().into(),
            Err(problems) => Answer::Unstudied { request, problems }.into(),
        }
    }

    fn new(request: u32, study: Study) -> Result<Self, Vec<Complaint>> {
        let subject = match study {
            Study::Verify { depth } => Subject::Verify(Verification::new(depth)),
            Study::Trial { scenario, seed, goal } => {
                let checked = check(&scenario)?;
                let goal = goal.unwrap_or_else(|| Trial::usual(&checked));
                Subject::Trial(Box::new(Trial::new(&checked, seed, goal)))
            }
            Study::Lab { setting, seed, simulated } => {
                Subject::Lab { lab: Lab::new(setting, seed).map_err(complaints)?, table: Lab::table(), simulated }
            }
            Study::Contest { setting, seed } => {
                Subject::Contest(Box::new(Contest::new(setting, seed).map_err(complaints)?))
            }
            Study::Prices { scenario, seed } => {
                Subject::Prices(Box::new(Prices::new(&check(&scenario)?, seed).map_err(complaints)?))
            }
        };
        Ok(Self { request, subject, done: 0, handed_out: 0 })
    }

    /// The first tasks.
    fn begin(&mut self) -> Answer {
        let tasks = match &mut self.subject {
            Subject::Verify(proof) => proof.tasks().iter().map(|task| text(&Task::Verify(*task))).collect(),
            Subject::Trial(trial) => runs(trial),
            Subject::Lab { lab, simulated: true, .. } => {
                lab.tasks().into_iter().map(|task| text(&Task::Lab(task))).collect()
            }
            Subject::Lab { .. } => Vec::new(),
            Subject::Contest(contest) => contest.runs().into_iter().map(|run| text(&Task::Contest(run))).collect(),
            Subject::Prices(prices) => sides(prices.jobs(), |side| prices.trial(side)),
        };
        self.say(tasks)
    }

    /// Adds runs to a trial that is complete.
    pub(super) fn extend(&mut self, more: u32) -> Answer {
        let tasks = match &mut self.subject {
            Subject::Verify(_) | Subject::Lab { .. } | Subject::Contest(_) | Subject::Prices(_) => Vec::new(),
            Subject::Trial(trial) => {
                trial.extend(more);
                runs(trial)
            }
        };
        self.say(tasks)
    }

    /// Takes what came of a task; what cannot be read is as good as lost, and the page hears of it as a crash.
    pub(super) fn take(&mut self, place: u32, outcome: &str) -> Message {
        let mut tasks = Vec::new();
        match (&mut self.subject, serde_json::from_str(outcome)) {
            (Subject::Verify(proof), Ok(Outcome::Verify(outcome))) => proof.take(math::index(place), outcome),
            (Subject::Trial(trial), Ok(Outcome::Run(observation))) => {
                trial.take(place, *observation);
                tasks = runs(trial);
            }
            (Subject::Lab { lab, .. }, Ok(Outcome::Lab(measured))) => lab.take(math::index(place), *measured),
            (Subject::Contest(contest), Ok(Outcome::Contest(outcome))) => contest.take(math::index(place), *outcome),
            (Subject::Prices(prices), Ok(Outcome::Run(observation))) => prices.take(math::index(place), *observation),
            (_, Ok(_)) => return panicked(format!("outcome {place} is of another kind")),
            (_, Err(error)) => return panicked(format!("outcome {place} is unreadable: {error}")),
        }
        self.done += 1;
        self.say(tasks).into()
    }

    fn say(&mut self, tasks: Vec<String>) -> Answer {
        self.handed_out += math::id(tasks.len());
        let findings = match &self.subject {
            Subject::Verify(proof) => Findings::Verify(Box::new(proof.report())),
            Subject::Trial(trial) => Findings::Trial(Box::new(trial.report())),
            Subject::Lab { lab, table, .. } => Findings::Lab { report: Box::new(lab.report()), table: table.clone() },
            Subject::Contest(contest) => Findings::Contest(Box::new(contest.report())),
            Subject::Prices(prices) => Findings::Prices(Box::new(prices.report())),
        };
        Answer::Study { request: self.request, tasks, done: self.done, planned: self.handed_out, findings }
    }
}

fn check(scenario: &Value) -> Result<Checked, Vec<Complaint>> {
    Scenario::from_value(scenario).map_err(complaints)
}

fn complaints(problems: Vec<Problem>) -> Vec<Complaint> {
    problems.into_iter().map(Complaint::from).collect()
}

/// The runs that a trial wants next.
fn runs(trial: &mut Trial) -> Vec<String> {
    let scenario = trial.scenario().scenario().to_value();
    trial.jobs().into_iter().map(|job| text(&Task::Run { scenario: scenario.clone(), job })).collect()
}

/// The runs of several scenarios that are compared, each with its place among them.
fn sides<'a>(jobs: Vec<(usize, Job)>, trial: impl Fn(usize) -> Option<&'a Trial>) -> Vec<String> {
    let scenario = |place: usize| trial(place).map_or(Value::Null, |trial| trial.scenario().scenario().to_value());
    jobs.into_iter().map(|(place, job)| text(&Task::Run { scenario: scenario(place), job })).collect()
}

/// Plain data in memory always serialises.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn panicked(message: String) -> Message {
    Life::Panicked { message }.into()
}

/// Does a task, however long it takes: who wants it no more ends the worker.
pub(super) fn work(place: u32, task: &str) -> Message {
    let refused = || panicked(format!("task {place} holds what is not allowed"));
    let outcome = match serde_json::from_str(task) {
        Ok(Task::Verify(task)) => Some(Outcome::Verify(task.run())),
        Ok(Task::Run { scenario, job }) => {
            check(&scenario).ok().map(|scenario| Outcome::Run(Box::new(job.run(&scenario))))
        }
        Ok(Task::Contest(run)) => run.run().map(|outcome| Outcome::Contest(Box::new(outcome))),
        Ok(Task::Lab(task)) => task.run().map(|measured| Outcome::Lab(Box::new(measured))),
        Err(error) => return panicked(format!("task {place} is unreadable: {error}")),
    };
    outcome.map_or_else(refused, |outcome| Answer::Outcome { place, outcome: text(&outcome) }.into())
}
