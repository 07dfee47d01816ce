//! What is set for a contest, and how it stands.

use crate::app::workbench::{Ended, Inquiry};
use crate::balance::Tuned;
use crate::experiment::ContestReport;
use crate::scenario::{ContestSetting, World};
use crate::wire::{Answer, Findings, Study};

/// Processors at first.
const PROCESSORS: u32 = 8;
/// Load at first: busy enough that policies differ.
const LOAD: f64 = 0.8;

/// A contest: its world, and what was found. The policies are those of the lab.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestState {
    /// What the processors are like.
    pub world: World,
    /// How many there are.
    pub processors: u32,
    /// Arriving work over what they can do.
    pub load: f64,
    /// The runs.
    pub inquiry: Inquiry,
}

/// Something that a person did there, or that its workers said.
#[derive(Clone, Debug, PartialEq)]
pub enum ContestAction {
    /// Another world.
    World(World),
    /// So many processors.
    Processors(u32),
    /// Another load.
    Load(f64),
    /// It begins.
    Begin,
    /// It ends with what is known.
    Cancel,
    /// Its workers answered.
    Answered(Box<Answer>),
    /// They failed at this request.
    Failed(u32, String),
}

impl Default for ContestState {
    fn default() -> Self {
        Self { world: World::Equal, processors: PROCESSORS, load: LOAD, inquiry: Inquiry::default() }
    }
}

impl ContestState {
    /// What is set, for these policies.
    #[must_use]
    pub fn setting(&self, policies: &[Tuned]) -> ContestSetting {
        let (world, processors, load) = (self.world, self.processors, self.load);
        ContestSetting { policies: policies.to_vec(), world, processors, load }
    }

    /// What was found so far; nothing before the first run is done.
    #[must_use]
    pub fn report(&self) -> Option<&ContestReport> {
        match self.inquiry.findings.as_deref() {
            Some(Findings::Contest(report)) if report.contestants.iter().any(|one| one.runs > 0) => Some(report),
            _ => None,
        }
    }

    pub(crate) fn act(&mut self, action: ContestAction, policies: &[Tuned], seed: u64) {
        match action {
            ContestAction::World(world) => self.world = world,
            ContestAction::Processors(processors) => self.processors = processors,
            ContestAction::Load(load) => self.load = load,
            ContestAction::Begin => self.inquiry.ask(Study::Contest { setting: self.setting(policies), seed }, None),
            ContestAction::Cancel => self.inquiry.end(Ended::Cancelled),
            ContestAction::Answered(answer) => self.hear(*answer),
            ContestAction::Failed(request, why) if self.inquiry.awaits(request) => self.inquiry.end(Ended::Failed(why)),
            ContestAction::Failed(..) => {}
        }
    }

    /// Nothing can be added to a contest that is over, so its workers may go.
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
    use crate::balance::Policy;

    #[test]
    fn it_is_asked_for_and_cancelled() {
        let mut contest = ContestState::default();
        contest.act(ContestAction::World(World::Grey), &[], 1);
        contest.act(ContestAction::Begin, &[Policy::Random.into()], 7);
        let setting = contest.setting(&[Policy::Random.into()]);
        assert_eq!(contest.inquiry.asked.as_deref(), Some(&Study::Contest { setting, seed: 7 }), "as it is set");
        contest.act(ContestAction::Cancel, &[], 1);
        assert_eq!(contest.inquiry.ended, Some(Ended::Cancelled), "and ended");
        assert!(contest.report().is_none(), "before anything was known");
    }
}
