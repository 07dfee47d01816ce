//! What is looked for in the past of the run: the slow and the strange, and one payment.

use crate::experiment::{Found, Hindsight, Question, Story};
use crate::scenario::Checked;
use crate::wire::{Answer, Past};
use std::rc::Rc;

/// Which of the two searches; each has a worker of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// For the slow and the strange, in the whole run.
    Run,
    /// For one payment.
    Payment,
}

/// What was looked for, and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaymentsState {
    /// The whole run.
    pub run: Looking<Hindsight>,
    /// One payment.
    pub payment: Looking<Story>,
    /// What is typed in the field.
    pub typed: String,
    /// How often a payment was picked in the drawing: the panel comes into view each time.
    pub picked: u32,
}

/// One search.
#[derive(Clone, Debug, PartialEq)]
pub struct Looking<T> {
    /// Number of the request; counted up with each search.
    pub request: u32,
    /// What is looked for, while it is.
    pub asked: Option<Rc<Past>>,
    /// The share of the events that was simulated again.
    pub share: f64,
    /// What was found so far; stays when the search ends.
    pub found: Option<Rc<T>>,
    /// Why it ended before its end.
    pub stopped: Option<Stopped>,
}

/// Why a search ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// A person did not want to wait.
    Cancelled,
    /// The worker crashed, with what it said.
    Failed(String),
}

/// Something that a person did in the panel, or that was heard.
#[derive(Clone, Debug)]
pub enum PaymentsAction {
    /// Look back at the whole run, from this event.
    Look(u64),
    /// Tell a payment's story, looking back from this event.
    Open(u64, u64),
    /// The same for one that was picked in the drawing.
    Pick(u64, u64),
    /// The field holds this text.
    Type(String),
    /// A search ends with what is known.
    Cancel(Search),
    /// The story closes.
    Close,
    /// A worker answered.
    Answered(Box<Answer>),
    /// The worker of a search failed at this request.
    Failed(Search, u32, String),
}

/// The run that is looked back at.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its scenario.
    pub scenario: Rc<Checked>,
    /// Its seed.
    pub seed: u64,
    /// The response time from which on a payment is slow, if it is known.
    pub slow_ms: Option<f64>,
}

impl PaymentsState {
    /// Takes in what was done or heard, while this run is shown.
    pub fn act(&mut self, action: PaymentsAction, subject: &Subject) {
        match action {
            PaymentsAction::Look(events) => {
                let found = self.run.found.take();
                self.run.ask(subject.past(events, Question::Run { slow_ms: subject.slow_ms }));
                // What was known stays until there is more.
                self.run.found = found;
            }
            PaymentsAction::Open(number, events) => self.open(number, events, subject),
            PaymentsAction::Pick(number, events) => {
                self.picked = self.picked.wrapping_add(1);
                self.open(number, events, subject);
            }
            PaymentsAction::Type(typed) => self.typed = typed,
            PaymentsAction::Cancel(Search::Run) => self.run.stop(Stopped::Cancelled),
            PaymentsAction::Cancel(Search::Payment) => self.payment.stop(Stopped::Cancelled),
            PaymentsAction::Close => self.payment = Looking::after(self.payment.request),
            PaymentsAction::Answered(answer) => self.hear(*answer),
            PaymentsAction::Failed(Search::Run, request, why) => self.run.fail(request, why),
            PaymentsAction::Failed(Search::Payment, request, why) => self.payment.fail(request, why),
        }
    }

    /// Another run is shown: what was found is not about it.
    pub fn forget(&mut self) {
        self.run = Looking::after(self.run.request);
        self.payment = Looking::after(self.payment.request);
    }

    fn open(&mut self, number: u64, events: u64, subject: &Subject) {
        self.typed = number.to_string();
        self.payment.ask(subject.past(events, Question::Payment(number)));
    }

    fn hear(&mut self, answer: Answer) {
        let Answer::LookBack { request, done, share, found } = answer else { return };
        match found {
            Found::Run(hindsight) => self.run.hear(request, (done, share), hindsight),
            Found::Payment(story) => self.payment.hear(request, (done, share), story),
        }
    }
}

impl Subject {
    fn past(&self, events: u64, question: Question) -> Past {
        Past { seed: self.seed, scenario: self.scenario.scenario().to_value(), events, question }
    }
}

impl<T> Default for Looking<T> {
    fn default() -> Self {
        Self::after(0)
    }
}

impl<T> Looking<T> {
    const fn after(request: u32) -> Self {
        Self { request, asked: None, share: 0.0, found: None, stopped: None }
    }

    fn ask(&mut self, past: Past) {
        *self = Self { asked: Some(Rc::new(past)), ..Self::after(self.request.wrapping_add(1)) };
    }

    fn stop(&mut self, stopped: Stopped) {
        if self.asked.take().is_some() {
            self.stopped = Some(stopped);
        }
    }

    fn fail(&mut self, request: u32, why: String) {
        if request == self.request {
            self.stop(Stopped::Failed(why));
        }
    }

    fn hear(&mut self, request: u32, (done, share): (bool, f64), found: T) {
        if request != self.request || self.asked.is_none() {
            return;
        }
        self.share = share;
        self.found = Some(Rc::new(found));
        if done {
            self.asked = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::PRESETS;

    fn subject() -> Subject {
        Subject { scenario: Rc::new(PRESETS[0].checked()), seed: 1, slow_ms: Some(300.0) }
    }

    fn answer(request: u32, done: bool, ended: u64) -> PaymentsAction {
        let found = Found::Run(Hindsight { ended, ..Hindsight::default() });
        PaymentsAction::Answered(Box::new(Answer::LookBack { request, done, share: 0.5, found }))
    }

    fn after(actions: impl IntoIterator<Item = PaymentsAction>) -> PaymentsState {
        let mut state = PaymentsState::default();
        for action in actions {
            state.act(action, &subject());
        }
        state
    }

    #[test]
    fn what_is_known_stays_when_a_search_is_cancelled() {
        let cancel = PaymentsAction::Cancel(Search::Run);
        let state = after([PaymentsAction::Look(9), answer(1, false, 5), cancel, answer(1, true, 7)]);
        assert_eq!(state.run.found.map(|found| found.ended), Some(5), "so far, and no more");
        assert_eq!(state.run.stopped, Some(Stopped::Cancelled), "said");
    }

    #[test]
    fn an_answer_belongs_to_its_request() {
        let state = after([PaymentsAction::Look(9), PaymentsAction::Look(9), answer(1, true, 5)]);
        assert!(state.run.asked.is_some() && state.run.found.is_none(), "the first search is over");
        let mut state = after([PaymentsAction::Look(9), answer(1, true, 5)]);
        assert!(state.run.asked.is_none() && state.run.found.is_some(), "the end");
        state.forget();
        assert!(state.run.found.is_none() && state.run.request == 1, "another run");
    }

    #[test]
    fn a_payment_is_opened_by_its_number() {
        let state = after([PaymentsAction::Pick(40, 9)]);
        assert_eq!((state.typed.as_str(), state.picked), ("40", 1), "it stands in the field");
        let question = state.payment.asked.map(|past| past.question);
        assert_eq!(question, Some(Question::Payment(40)), "asked for");
    }
}
