//! The pool of a study: one worker keeps the books, the others do the tasks. Cancelling ends them all at once.

use super::Spares;
use crate::app::balancing::ContestAction;
use crate::app::bridge::{Bridge, Heard};
use crate::app::security::SecurityAction;
use crate::app::workbench::inquiry::{Inquiry, StudyStep};
use crate::app::workbench::lab::LabAction;
use crate::app::workbench::state::{Action, State};
use crate::wire::{Answer, Command};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use yew::prelude::*;

/// Most workers that do tasks: one core stays free for the page, and more help little.
const HANDS_MAX: f64 = 4.0;

/// Runs that an extension adds.
const EXTENSION: u32 = 4;

/// Who asks for studies; each has a pool of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::workbench) enum Asker {
    /// The proof.
    Proof,
    /// Trials of the scenario that runs.
    Trial,
    /// The formula lab.
    Lab,
    /// The contest of balancing policies.
    Contest,
    /// What each security control costs.
    Security,
}

impl Asker {
    const fn inquiry(self, state: &State) -> &Inquiry {
        match self {
            Self::Proof => &state.proof,
            Self::Trial => &state.trial,
            Self::Lab => &state.lab.inquiry,
            Self::Contest => &state.balancing.contest.inquiry,
            Self::Security => &state.security.inquiry,
        }
    }

    fn answered(self, answer: Answer) -> Action {
        match self {
            Self::Proof => Action::Proof(StudyStep::Answered(Box::new(answer))),
            Self::Trial => Action::Runs(StudyStep::Answered(Box::new(answer))),
            Self::Lab => Action::Lab(LabAction::Measured(Box::new(answer))),
            Self::Contest => Action::Contest(ContestAction::Answered(Box::new(answer))),
            Self::Security => Action::Security(SecurityAction::Answered(Box::new(answer))),
        }
    }

    const fn failed(self, request: u32, why: String) -> Action {
        match self {
            Self::Proof => Action::Proof(StudyStep::Failed(request, why)),
            Self::Trial => Action::Runs(StudyStep::Failed(request, why)),
            Self::Lab => Action::Lab(LabAction::Failed(request, why)),
            Self::Contest => Action::Contest(ContestAction::Failed(request, why)),
            Self::Security => Action::Security(SecurityAction::Failed(request, why)),
        }
    }
}

/// The workers of a study.
struct Pool {
    asker: Asker,
    request: u32,
    dispatcher: UseReducerDispatcher<State>,
    spares: Spares,
    books: RefCell<Option<Bridge>>,
    hands: RefCell<Vec<Hand>>,
    /// Tasks that nobody has begun, with their places.
    waiting: RefCell<VecDeque<Task>>,
    /// Whether nobody is to begin any for now.
    resting: Cell<bool>,
}

/// A task and its place.
type Task = (u32, String);

/// A worker that does tasks.
struct Hand {
    bridge: Bridge,
    /// What it does now.
    task: Option<Task>,
}

/// Runs the study that one of the askers wants, and stops when it wants it no more.
#[hook]
pub(in crate::app::workbench) fn use_study(state: &UseReducerHandle<State>, asker: Asker, spares: &Spares) {
    let pool = use_mut_ref(|| None::<Rc<Pool>>);
    let inquiry = asker.inquiry(state);
    let asked = (inquiry.request, inquiry.asked.clone());
    let (dispatcher, spares) = (state.dispatcher(), spares.clone());
    use_effect_with(asked, {
        let pool = Rc::clone(&pool);
        move |(request, asked)| {
            *pool.borrow_mut() = asked.as_ref().map(|study| {
                let pool = Pool::open(asker, *request, dispatcher, spares);
                pool.send(&Command::Study { request: *request, study: (**study).clone() });
                pool
            });
            move || pool.take().iter().for_each(|pool| pool.close())
        }
    });
    use_effect_with(inquiry.extensions, {
        let pool = Rc::clone(&pool);
        move |extensions| {
            if *extensions > 0 {
                pool.borrow().iter().for_each(|pool| pool.send(&Command::Extend { runs: EXTENSION }));
            }
        }
    });
    use_effect_with((inquiry.request, inquiry.rests()), move |(_, rests)| {
        pool.borrow().iter().for_each(|pool| if *rests { pool.rest() } else { pool.go_on() });
    });
}

impl Pool {
    fn open(asker: Asker, request: u32, dispatcher: UseReducerDispatcher<State>, spares: Spares) -> Rc<Self> {
        let pool = Rc::new(Self {
            asker,
            request,
            dispatcher,
            spares,
            books: RefCell::default(),
            hands: RefCell::default(),
            waiting: RefCell::default(),
            resting: Cell::default(),
        });
        pool.books.replace(pool.spawn(Self::hear_books));
        pool
    }

    /// Ends every worker.
    fn close(&self) {
        self.books.take();
        self.hands.take();
    }

    /// Ends those who do tasks; what they had begun waits again.
    fn rest(&self) {
        self.resting.set(true);
        let begun = self.hands.take().into_iter().filter_map(|hand| hand.task);
        let mut waiting = self.waiting.borrow_mut();
        begun.for_each(|task| waiting.push_front(task));
    }

    /// Goes on where it rested.
    fn go_on(self: &Rc<Self>) {
        if self.resting.replace(false) {
            self.hire();
            self.assign();
        }
    }

    fn send(&self, command: &Command) {
        self.books.borrow().iter().for_each(|books| books.send(command));
    }

    /// A worker whose answers go to a method; a crash of any of them ends the study.
    fn spawn(self: &Rc<Self>, hear: impl Fn(&Rc<Self>, Answer) + 'static) -> Option<Bridge> {
        let pool = Rc::downgrade(self);
        let bridge = self.spares.spawn(move |heard, _| {
            let Some(pool) = pool.upgrade() else { return };
            match heard {
                Heard::Said(answer) => hear(&pool, *answer),
                Heard::Crashed(message) => pool.fail(message),
                Heard::Ready { .. } | Heard::Snapshot(_) | Heard::Beside => {}
            }
        });
        bridge.map_err(|message| self.fail(message)).ok()
    }

    fn fail(&self, message: String) {
        self.dispatcher.dispatch(self.asker.failed(self.request, message));
    }

    fn hear_books(self: &Rc<Self>, mut answer: Answer) {
        if let Answer::Study { tasks, planned, .. } = &mut answer {
            let tasks = std::mem::take(tasks);
            let first = planned.saturating_sub(u32::try_from(tasks.len()).unwrap_or(u32::MAX));
            self.waiting.borrow_mut().extend((first..).zip(tasks));
            if !self.resting.get() {
                self.hire();
                self.assign();
            }
        }
        if matches!(answer, Answer::Study { done, planned, .. } if done == planned) {
            // Nothing is left to do: only the books stay, for an extension.
            self.hands.borrow_mut().clear();
        }
        self.dispatcher.dispatch(self.asker.answered(answer));
    }

    /// As many hands as there is work for.
    fn hire(self: &Rc<Self>) {
        let wanted = hands().min(self.waiting.borrow().len());
        while self.hands.borrow().len() < wanted {
            let place = self.hands.borrow().len();
            let Some(bridge) = self.spawn(move |pool, answer| pool.hear_hand(place, answer)) else { return };
            self.hands.borrow_mut().push(Hand { bridge, task: None });
        }
    }

    fn assign(&self) {
        for hand in self.hands.borrow_mut().iter_mut().filter(|hand| hand.task.is_none()) {
            let Some((place, task)) = self.waiting.borrow_mut().pop_front() else { return };
            hand.task = Some((place, task.clone()));
            hand.bridge.send(&Command::Task { place, task });
        }
    }

    fn hear_hand(&self, hand: usize, answer: Answer) {
        if let Answer::Outcome { place, outcome } = answer {
            self.hands.borrow_mut().get_mut(hand).into_iter().for_each(|hand| hand.task = None);
            self.send(&Command::Outcome { place, outcome });
            self.assign();
        }
    }
}

/// One less than the machine has cores, at least one.
fn hands() -> usize {
    let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
    crate::math::index(crate::math::low(crate::math::whole((cores - 1.0).clamp(1.0, HANDS_MAX))))
}
