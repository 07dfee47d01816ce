//! The formula lab: what is set, what theory says of it, and what was measured.
//!
//! Theory follows every change: one question is under way at a time, and the answer to an old setting is followed by the
//! question for the newest, so that a slider asks as often as it is answered. The loads are simulated only when asked for;
//! what was measured then stays, with its own setting beside it, until it is measured anew.

use super::inquiry::{Ended, Inquiry};
use crate::experiment::{LabPoint, LabReport};
use crate::scenario::{LabSetting, Problem};
use crate::wire::{Answer, Findings, Study};
use std::rc::Rc;

/// The load whose figures are read out at first.
const MARK: f64 = 0.8;
/// Theory draws nothing at random.
const NO_SEED: u64 = 0;

/// The formula lab.
#[derive(Clone, Debug, PartialEq)]
pub struct LabState {
    /// What the fields hold, right or wrong.
    pub setting: LabSetting,
    /// What is wrong with it.
    pub problems: Rc<Vec<Problem>>,
    /// The load whose figures are read out.
    pub mark: f64,
    /// What theory says of the last setting that was allowed and answered.
    pub theory: Option<Rc<Theory>>,
    /// Number of the last question to theory.
    pub request: u32,
    /// The setting of that question while it has no answer.
    pub awaited: Option<LabSetting>,
    /// What the worker of theory said when it crashed.
    pub failed: Option<String>,
    /// The simulation of all loads.
    pub inquiry: Inquiry,
}

/// What theory says.
#[derive(Clone, Debug, PartialEq)]
pub struct Theory {
    /// Of all loads of a setting.
    pub report: LabReport,
    /// Of the article's thread pool.
    pub table: Vec<LabPoint>,
}

/// Something that a person did in the lab, or that one of its workers said.
#[derive(Clone, Debug, PartialEq)]
pub enum LabAction {
    /// Another setting.
    Set(LabSetting),
    /// Another load is read out.
    Mark(f64),
    /// All loads are simulated.
    Simulate,
    /// The simulation ends with what is known.
    Cancel,
    /// The worker of theory answered.
    Theory(Box<Answer>),
    /// It crashed, with what it said.
    TheoryFailed(String),
    /// The workers of the simulation answered.
    Measured(Box<Answer>),
    /// They failed at this request.
    Failed(u32, String),
}

impl Default for LabState {
    fn default() -> Self {
        Self {
            setting: LabSetting::default(),
            problems: Rc::default(),
            mark: MARK,
            theory: None,
            request: 0,
            awaited: None,
            failed: None,
            inquiry: Inquiry::default(),
        }
    }
}

impl LabState {
    /// What was measured so far, with the setting that it belongs to; nothing before the first load is done.
    #[must_use]
    pub fn measured(&self) -> Option<&LabReport> {
        match self.inquiry.findings.as_deref() {
            Some(Findings::Lab { report, .. }) if report.points.iter().any(|point| point.measured.is_some()) => {
                Some(report)
            }
            _ => None,
        }
    }

    /// The question that the worker of theory is to answer.
    #[must_use]
    pub fn question(&self) -> Option<Study> {
        let setting = self.awaited?;
        Some(Study::Lab { setting, seed: NO_SEED, simulated: false })
    }

    /// Asks theory, unless it knows or an answer is under way.
    pub(super) fn open(&mut self) {
        let known = self.theory.as_ref().is_some_and(|theory| theory.report.setting == self.setting);
        if !known && self.awaited.is_none() && self.problems.is_empty() {
            self.request = self.request.wrapping_add(1);
            self.awaited = Some(self.setting);
            self.failed = None;
        }
    }

    /// Takes what the fields hold, right or wrong.
    pub(super) fn set(&mut self, setting: LabSetting) {
        self.setting = setting;
        self.problems = Rc::new(setting.check().err().unwrap_or_default());
    }

    pub(super) fn act(&mut self, action: LabAction, seed: u64) {
        match action {
            LabAction::Set(setting) => {
                self.set(setting);
                self.open();
            }
            LabAction::Mark(load) => self.mark = load,
            LabAction::Simulate if self.problems.is_empty() => {
                self.inquiry.ask(Study::Lab { setting: self.setting, seed, simulated: true }, None);
            }
            LabAction::Simulate => {}
            LabAction::Cancel => self.inquiry.end(Ended::Cancelled),
            LabAction::Theory(answer) => self.hear_theory(*answer),
            LabAction::TheoryFailed(why) => {
                self.awaited = None;
                self.failed = Some(why);
            }
            LabAction::Measured(answer) => self.hear_measured(*answer),
            LabAction::Failed(request, why) if self.inquiry.awaits(request) => self.inquiry.end(Ended::Failed(why)),
            LabAction::Failed(..) => {}
        }
    }

    /// Takes in theory, and asks again where the setting has moved on.
    fn hear_theory(&mut self, answer: Answer) {
        if let Answer::Study { request, findings: Findings::Lab { report, table }, .. } = answer
            && request == self.request
        {
            self.theory = Some(Rc::new(Theory { report: *report, table }));
            self.awaited = None;
            self.open();
        }
    }

    /// Takes in measurements. Nothing can be added to a lab that is complete, so its workers may go.
    fn hear_measured(&mut self, answer: Answer) {
        self.inquiry.hear(answer);
        if !self.inquiry.running {
            self.inquiry.asked = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Lab;

    /// The answer of theory to the question under way.
    fn answer(lab: &LabState) -> LabAction {
        let setting = lab.awaited.expect("a question");
        let report = Box::new(Lab::new(setting, NO_SEED).expect("allowed").report());
        let findings = Findings::Lab { report, table: Lab::table() };
        LabAction::Theory(Box::new(Answer::Study {
            request: lab.request,
            tasks: Vec::new(),
            done: 0,
            planned: 0,
            findings,
        }))
    }

    fn servers(servers: u32) -> LabAction {
        LabAction::Set(LabSetting { servers, ..LabSetting::default() })
    }

    #[test]
    fn theory_is_asked_once_and_then_for_the_newest() {
        let mut lab = LabState::default();
        lab.open();
        let first = lab.request;
        for count in 5..9 {
            lab.act(servers(count), 1);
        }
        assert_eq!((lab.request, lab.awaited), (first, Some(LabSetting::default())), "one question is under way");
        lab.act(answer(&lab), 1);
        assert_eq!(lab.awaited.map(|setting| setting.servers), Some(8), "then the newest, not those between");
        lab.act(answer(&lab), 1);
        assert_eq!(lab.awaited, None, "and then all is known");
        assert_eq!(lab.theory.as_ref().map(|theory| theory.report.setting.servers), Some(8), "of the newest");
    }

    #[test]
    fn what_is_not_allowed_is_named_and_not_asked() {
        let mut lab = LabState::default();
        lab.act(servers(0), 1);
        assert_eq!((lab.problems.len(), lab.request), (1, 0), "named, not asked");
        lab.act(LabAction::Simulate, 1);
        assert!(!lab.inquiry.running, "nor simulated");
        lab.act(servers(2), 1);
        assert!(lab.problems.is_empty() && lab.awaited.is_some(), "until it is allowed again");
    }

    #[test]
    fn a_crash_of_theory_ends_with_the_next_change() {
        let mut lab = LabState::default();
        lab.open();
        lab.act(LabAction::TheoryFailed("out of memory".to_owned()), 1);
        assert_eq!((lab.awaited, lab.failed.as_deref()), (None, Some("out of memory")), "told");
        lab.act(servers(2), 1);
        assert!(lab.failed.is_none() && lab.awaited.is_some(), "asked again");
    }

    #[test]
    fn a_simulation_under_way_can_be_cancelled() {
        let mut lab = LabState::default();
        lab.act(LabAction::Simulate, 7);
        let study = lab.inquiry.asked.as_deref().cloned();
        assert_eq!(study, Some(Study::Lab { setting: LabSetting::default(), seed: 7, simulated: true }), "asked for");
        lab.act(LabAction::Cancel, 7);
        assert_eq!(lab.inquiry.ended, Some(Ended::Cancelled), "cancelled");
        assert!(lab.measured().is_none(), "nothing was done yet");
    }
}
