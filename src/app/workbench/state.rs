//! What the workbench knows: what the page shows, what the worker measured, and the studies that were asked for here.

use super::inquiry::{Inquiry, StudyStep};
use super::lab::{LabAction, LabState};
use crate::app::balancing::{BalancingAction, BalancingState, ContestAction};
use crate::app::caches::{CachesAction, CachesState};
use crate::app::payments::{PaymentsAction, PaymentsState, Subject};
use crate::app::relay::Sight;
use crate::app::security::{SecurityAction, SecurityState};
use crate::app::state::View;
use crate::app::traces::{TracesAction, TracesState};
use crate::experiment::{Depth, Expectation, Goal, PlaceEstimates, Report};
use crate::payment::Place;
use crate::scenario::{Checked, Problem, Scenario};
use crate::wire::{Answer, CurvePoint, Notice, Study};
use std::rc::Rc;
use yew::Reducible;

/// What the workbench knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What the page shows; the workbench is empty until it has said so.
    pub seen: Option<Rc<Seen>>,
    /// Figures of the run.
    pub report: Option<Rc<Report>>,
    /// The figures of its places, with intervals.
    pub places: Rc<Vec<PlaceEstimates>>,
    /// What theory says of the scenario that runs.
    pub expectation: Option<Rc<Expectation>>,
    /// The formula chart.
    pub curve: Curve,
    /// The proof.
    pub proof: Inquiry,
    /// The trial of what runs.
    pub trial: Inquiry,
    /// The formula lab.
    pub lab: LabState,
    /// The balancing lab.
    pub balancing: BalancingState,
    /// The view `cache`.
    pub caches: CachesState,
    /// The payment inspector.
    pub payments: PaymentsState,
    /// Whole traces in the view `cache`.
    pub traces: TracesState,
    /// The security panel.
    pub security: SecurityState,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The view.
    pub view: View,
    /// What the controls show, right or wrong.
    pub draft: Rc<Scenario>,
    /// What is wrong with it.
    pub problems: Rc<Vec<Problem>>,
    /// What runs.
    pub running: Rc<Checked>,
    /// The seed.
    pub seed: u64,
    /// How often an address set the formula lab.
    pub lab_opened: u32,
    /// Number of the run.
    pub run: u32,
    /// Whether another scenario is shown beside it.
    pub compared: bool,
    /// The trailing window of the charts.
    pub tier: u8,
    /// The place whose controls are open.
    pub place: Option<Place>,
}

/// The points of the formula chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Number of the request that they answer.
    pub request: u32,
    /// Whether they were asked for.
    pub asked: bool,
    /// The points so far.
    pub points: Rc<Vec<CurvePoint>>,
    /// Whether these are all.
    pub done: bool,
    /// Why there are no more, if the worker failed.
    pub failed: Option<String>,
}

/// Something that a person did here, or that was heard.
#[derive(Clone, Debug)]
pub enum Action {
    /// The page shows something else.
    Show(Box<Sight>),
    /// The worker of the page said something.
    Heard(Box<Notice>),
    /// The formula chart wants its points.
    AskCurve,
    /// The worker of the formula chart failed at this request, with what it said.
    CurveFailed(u32, String),
    /// A proof begins.
    Verify(Depth),
    /// A trial of what runs begins; with the usual number of runs if no goal is given.
    Trial(Option<Goal>),
    /// What becomes of the proof.
    Proof(StudyStep),
    /// What becomes of the trial.
    Runs(StudyStep),
    /// A worker answered what was asked for here.
    Answered(Box<Answer>),
    /// In the formula lab.
    Lab(LabAction),
    /// In the balancing lab.
    Balancing(BalancingAction),
    /// In its contest.
    Contest(ContestAction),
    /// In the view `cache`.
    Caches(CachesAction),
    /// In the payment inspector.
    Payments(PaymentsAction),
    /// With whole traces in the view `cache`.
    Traces(TracesAction),
    /// In the security panel.
    Security(SecurityAction),
}

impl Seen {
    /// Reads what the page shows; `None` where that cannot run, which the page never shows.
    fn of(sight: &Sight) -> Option<Self> {
        let draft = Scenario::draft(&sight.draft);
        let running = Scenario::from_value(sight.running.as_ref().unwrap_or(&sight.draft)).ok()?;
        let problems = draft.check().err().unwrap_or_default();
        Some(Self {
            view: View::find(&sight.view).unwrap_or_default(),
            draft: Rc::new(draft),
            problems: Rc::new(problems),
            running: Rc::new(running),
            seed: sight.seed,
            lab_opened: sight.lab_opened,
            run: sight.run,
            compared: sight.compared,
            tier: sight.tier,
            place: sight.place.map(Place::from_code),
        })
    }
}

impl State {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            seen: None,
            report: None,
            places: Rc::default(),
            expectation: None,
            curve: Curve::default(),
            proof: Inquiry::default(),
            trial: Inquiry::default(),
            lab: LabState::default(),
            balancing: BalancingState::default(),
            caches: CachesState::default(),
            payments: PaymentsState::default(),
            traces: TracesState::default(),
            security: SecurityState::default(),
        }
    }

    /// Whether anything that was asked for here is under way.
    pub(super) fn is_studying(&self) -> bool {
        let Self { proof, trial, lab, balancing, security, curve, payments, .. } = self;
        let inquiries = [proof, trial, &lab.inquiry, &balancing.contest.inquiry, &security.inquiry];
        inquiries.iter().any(|inquiry| inquiry.running)
            || curve.is_running()
            || payments.run.asked.is_some()
            || payments.payment.asked.is_some()
    }

    fn show(&mut self, sight: &Sight) {
        let Some(seen) = Seen::of(sight) else { return };
        if !sight.figures {
            self.report = None;
            self.places = Rc::default();
        }
        if self.seen.as_ref().is_some_and(|before| before.run != seen.run) {
            self.curve = Curve { request: self.curve.request, ..Curve::default() };
        }
        if self.seen.as_ref().is_none_or(|before| before.lab_opened != seen.lab_opened) {
            self.lab.set(sight.lab);
        }
        if seen.view == View::Formulas {
            self.lab.open();
        }
        if self.seen.as_ref().is_some_and(|before| before.running != seen.running) {
            self.expectation = None;
        }
        if self.seen.as_ref().is_some_and(|before| before.running != seen.running || before.seed != seen.seed) {
            self.payments.forget();
        }
        self.seen = Some(Rc::new(seen));
    }

    /// What belongs to another run is dropped.
    fn hear(&mut self, notice: Notice) {
        if let (Notice::Report { run, report, .. }, Some(seen)) = (notice, &self.seen)
            && run == seen.run
        {
            self.report = Some(Rc::new(*report));
        }
    }

    fn answered(&mut self, answer: Answer) {
        let shown = self.seen.as_ref().map(|seen| seen.run);
        match answer {
            Answer::Expectation { run, expectation } if shown == Some(run) => {
                self.expectation = Some(Rc::new(*expectation));
            }
            Answer::Places { run, places } if shown == Some(run) => self.places = Rc::new(places),
            Answer::Curve { request, points, done } if self.curve.asked && request == self.curve.request => {
                (self.curve.points, self.curve.done) = (Rc::new(points), done);
            }
            _ => {}
        }
    }

    /// A trial of what runs.
    fn try_out(&mut self, goal: Option<Goal>) {
        if let Some(seen) = &self.seen {
            let study = Study::Trial { scenario: seen.running.scenario().to_value(), seed: seen.seed, goal };
            self.trial.ask(study, Some((Rc::clone(&seen.running), seen.seed)));
        }
    }

    fn seed(&self) -> u64 {
        self.seen.as_ref().map_or(0, |seen| seen.seed)
    }

    fn contest(&mut self, action: ContestAction) {
        let seed = self.seed();
        let BalancingState { contest, setting, .. } = &mut self.balancing;
        contest.act(action, &setting.policies, seed);
    }

    /// What is done in the payment inspector concerns the run that is shown.
    fn inspect(&mut self, action: PaymentsAction) {
        if let Some(seen) = &self.seen {
            let slow_ms = self.report.as_ref().and_then(|report| report.metrics.p99_ms.mean);
            let subject = Subject { scenario: Rc::clone(&seen.running), seed: seen.seed, slow_ms };
            self.payments.act(action, &subject);
        }
    }

    /// The prices are those of what runs.
    fn secure(&mut self, action: SecurityAction) {
        if let Some(seen) = &self.seen {
            self.security.act(action, &seen.running, seen.seed);
        }
    }

    fn reduce_mut(&mut self, action: Action) {
        match action {
            Action::Show(sight) => self.show(&sight),
            Action::Heard(notice) => self.hear(*notice),
            Action::AskCurve => self.curve = Curve::asked(self.curve.request.wrapping_add(1)),
            Action::CurveFailed(request, why) => self.curve.fail(request, why),
            Action::Verify(depth) => self.proof.ask(Study::Verify { depth }, None),
            Action::Proof(step) => self.proof.step(step),
            Action::Trial(goal) => self.try_out(goal),
            Action::Runs(step) => self.trial.step(step),
            Action::Answered(answer) => self.answered(*answer),
            Action::Balancing(action) => self.balancing.act(action),
            Action::Caches(action) => self.caches.act(action),
            Action::Contest(action) => self.contest(action),
            Action::Lab(action) => self.lab.act(action, self.seed()),
            Action::Payments(action) => self.inspect(action),
            Action::Traces(action) => self.traces.act(action),
            Action::Security(action) => self.secure(action),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Curve {
    /// Asked for, nothing there yet.
    fn asked(request: u32) -> Self {
        Self { request, asked: true, ..Self::default() }
    }

    /// Whether points are still to come.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.asked && !self.done
    }

    /// The points so far are all that will come.
    fn fail(&mut self, request: u32, why: String) {
        if self.is_running() && request == self.request {
            self.done = true;
            self.failed = Some(why);
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        next.reduce_mut(action);
        Rc::new(next)
    }
}
