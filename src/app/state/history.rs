//! What can be undone and done again.

use crate::scenario::{Checked, Scenario};
use std::collections::VecDeque;
use std::rc::Rc;

/// How many steps can be undone.
pub const DEPTH: usize = 50;

/// What one step of the history restores.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The draft.
    pub scenario: Rc<Scenario>,
    /// The seed.
    pub seed: u64,
    /// Id of the preset it comes from.
    pub preset: Option<&'static str>,
    /// What it is compared with.
    pub pinned: Option<Rc<Checked>>,
}

/// Steps behind and ahead of the present one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    past: VecDeque<Step>,
    future: Vec<Step>,
    /// The field that is being dragged or typed in.
    open: Option<String>,
}

impl History {
    /// Keeps the step that is about to be left; not again while the same field is being dragged.
    pub(super) fn record(&mut self, step: Step, field: Option<&str>) {
        self.future.clear();
        if field.is_some() && self.open.as_deref() == field {
            return;
        }
        self.open = field.map(str::to_owned);
        self.past.push_back(step);
        if self.past.len() > DEPTH {
            self.past.pop_front();
        }
    }

    /// Ends the drag.
    pub(super) fn settle(&mut self) {
        self.open = None;
    }

    /// Whether a drag is under way.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The step before, in exchange for the present one.
    pub(super) fn undo(&mut self, present: Step) -> Option<Step> {
        self.settle();
        let step = self.past.pop_back()?;
        self.future.push(present);
        Some(step)
    }

    /// The step after, in exchange for the present one.
    pub(super) fn redo(&mut self, present: Step) -> Option<Step> {
        self.settle();
        let step = self.future.pop()?;
        self.past.push_back(present);
        Some(step)
    }

    /// Whether there is a step before.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step after.
    #[must_use]
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
