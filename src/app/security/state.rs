//! The prices of the controls: asked for, under way, known.

use crate::app::workbench::{Ended, Inquiry};
use crate::experiment::PriceReport;
use crate::scenario::Checked;
use crate::wire::{Answer, Findings, Study};
use std::rc::Rc;

/// The study of what each control costs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecurityState {
    /// The runs.
    pub inquiry: Inquiry,
}

/// Something that a person did there, or that its workers said.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityAction {
    /// It begins.
    Begin,
    /// It ends with what is known.
    Cancel,
    /// Its workers answered.
    Answered(Box<Answer>),
    /// They failed at this request.
    Failed(u32, String),
}

impl SecurityState {
    /// What was found so far; nothing before the first pair is whole.
    #[must_use]
    pub fn report(&self) -> Option<&PriceReport> {
        match self.inquiry.findings.as_deref() {
            Some(Findings::Prices(report)) if report.prices.iter().any(|price| price.pairs > 0) => Some(report),
            _ => None,
        }
    }

    /// Whether what was found belongs to another scenario or seed.
    #[must_use]
    pub fn is_stale(&self, running: &Rc<Checked>, seed: u64) -> bool {
        self.inquiry.subject.as_ref().is_some_and(|(scenario, of)| scenario != running || *of != seed)
    }

    pub(crate) fn act(&mut self, action: SecurityAction, running: &Rc<Checked>, seed: u64) {
        match action {
            SecurityAction::Begin => {
                let study = Study::Prices { scenario: running.scenario().to_value(), seed };
                self.inquiry.ask(study, Some((Rc::clone(running), seed)));
            }
            SecurityAction::Cancel => self.inquiry.end(Ended::Cancelled),
            SecurityAction::Answered(answer) => self.hear(*answer),
            SecurityAction::Failed(request, why) if self.inquiry.awaits(request) => {
                self.inquiry.end(Ended::Failed(why))
            }
            SecurityAction::Failed(..) => {}
        }
    }

    /// Nothing can be added to pairs that are complete, so their workers may go.
    fn hear(&mut self, answer: Answer) {
        self.inquiry.hear(answer);
        if !self.inquiry.running {
            self.inquiry.asked = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::PRESETS;

    #[test]
    fn prices_are_asked_for_and_cancelled() {
        let [running, other] = [0, 1].map(|preset: usize| Rc::new(PRESETS[preset].checked()));
        let mut security = SecurityState::default();
        security.act(SecurityAction::Begin, &running, 7);
        let study = Study::Prices { scenario: running.scenario().to_value(), seed: 7 };
        assert_eq!(security.inquiry.asked.as_deref(), Some(&study), "of what runs");
        assert!(!security.is_stale(&running, 7) && security.is_stale(&other, 7) && security.is_stale(&running, 8));
        security.act(SecurityAction::Cancel, &running, 7);
        assert_eq!(security.inquiry.ended, Some(Ended::Cancelled), "and ended");
        assert!(security.report().is_none(), "before anything was known");
    }
}
