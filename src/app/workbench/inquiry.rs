//! A study: what was asked, how far it is, what is known.

use crate::scenario::Checked;
use crate::wire::{Answer, Findings, Study};
use std::rc::Rc;

/// A study, its progress and its findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inquiry {
    /// Number of the request; counted up with each study.
    pub request: u32,
    /// What is or was studied, while its books are kept.
    pub asked: Option<Rc<Study>>,
    /// The scenario and the seed of a trial.
    pub subject: Option<(Rc<Checked>, u64)>,
    /// Whether it is under way.
    pub running: bool,
    /// How often runs were added.
    pub extensions: u32,
    /// Tasks that are done.
    pub done: u32,
    /// Tasks that were planned so far.
    pub planned: u32,
    /// What is known so far; stays when the study ends.
    pub findings: Option<Rc<Findings>>,
    /// Why it ended before its end.
    pub ended: Option<Ended>,
}

/// What becomes of a study after it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyStep {
    /// It ends with what is known.
    Cancel,
    /// It rests: its workers end, its books and what is planned stay.
    Pause,
    /// A study that rests goes on.
    Resume,
    /// Runs are added to a trial that is complete.
    Extend,
    /// Its workers answered.
    Answered(Box<Answer>),
    /// They failed at this request.
    Failed(u32, String),
}

/// Why a study ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// A person did not want to wait.
    Cancelled,
    /// A worker crashed, with what it said.
    Failed(String),
}

impl Inquiry {
    /// A study begins; what was known before is forgotten.
    pub(in crate::app) fn ask(&mut self, study: Study, subject: Option<(Rc<Checked>, u64)>) {
        let request = self.request.wrapping_add(1);
        *self = Self { request, asked: Some(Rc::new(study)), subject, running: true, ..Self::default() };
    }

    /// Takes the next step.
    pub(super) fn step(&mut self, step: StudyStep) {
        match step {
            StudyStep::Cancel => self.end(Ended::Cancelled),
            StudyStep::Pause => self.pause(),
            StudyStep::Resume => self.resume(),
            StudyStep::Extend => self.extend(),
            StudyStep::Answered(answer) => self.hear(*answer),
            StudyStep::Failed(request, why) if self.keeps(request) => self.end(Ended::Failed(why)),
            StudyStep::Failed(..) => {}
        }
    }

    /// Adds runs to a trial whose books are still kept.
    pub(super) fn extend(&mut self) {
        if self.asked.is_some() && !self.running && !self.rests() {
            self.running = true;
            self.extensions += 1;
        }
    }

    /// Cancels it so that it can go on.
    fn pause(&mut self) {
        if self.asked.is_some() && self.running {
            self.running = false;
            self.ended = Some(Ended::Cancelled);
        }
    }

    fn resume(&mut self) {
        if self.rests() {
            self.running = true;
            self.ended = None;
        }
    }

    /// Whether it was cancelled and can go on, because its books are kept.
    #[must_use]
    pub fn rests(&self) -> bool {
        self.asked.is_some() && self.ended == Some(Ended::Cancelled)
    }

    /// Ends it; what is known stays.
    pub(in crate::app) fn end(&mut self, ended: Ended) {
        let open = self.running || self.rests();
        if self.asked.take().is_some() && open {
            self.running = false;
            self.ended = Some(ended);
        }
    }

    /// Whether the answer to this request is still waited for.
    pub(in crate::app) const fn awaits(&self, request: u32) -> bool {
        self.running && self.request == request
    }

    /// Whether its books are kept and answer this request; what was under way when it was cancelled may still come.
    const fn keeps(&self, request: u32) -> bool {
        self.asked.is_some() && self.request == request
    }

    /// Takes in how the study stands. Without tasks that are out, it is over.
    pub(in crate::app) fn hear(&mut self, answer: Answer) {
        match answer {
            Answer::Study { request, done, planned, findings, .. } if self.keeps(request) => {
                (self.done, self.planned) = (done, planned);
                self.findings = Some(Rc::new(findings));
                if done >= planned {
                    self.ended = None;
                }
                self.running = done < planned && self.ended.is_none();
            }
            Answer::Unstudied { request, problems } if self.awaits(request) => {
                let lines: Vec<String> =
                    problems.iter().map(|one| format!("{}: {} ({})", one.path, one.value, one.allowed)).collect();
                self.end(Ended::Failed(lines.join("; ")));
            }
            _ => {}
        }
    }
}
