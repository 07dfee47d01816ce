//! How the worker is, and what becomes of what it says.

use super::{Crash, Notice, Start, State};
use crate::app::persist;
use crate::wire;
use std::rc::Rc;

/// Crashes in a row on one scenario after which the page stops trying.
pub const CRASHES_MAX: u8 = 2;

/// How the worker is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Worker {
    /// Nothing was played yet: it is not even fetched.
    #[default]
    Asleep,
    /// It was asked for and has not answered yet.
    Starting,
    /// It listens.
    Ready {
        /// Version of its engine.
        engine: String,
    },
    /// It crashed too often on this scenario.
    Stopped,
    /// It speaks another version than the page.
    Mismatch,
}

impl Worker {
    /// Whether it listens.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!(self, Self::Ready { .. })
    }

    /// Whether it listens or will when it is wanted.
    #[must_use]
    pub const fn lives(&self) -> bool {
        matches!(self, Self::Asleep | Self::Starting | Self::Ready { .. })
    }
}

impl State {
    /// The worker listens; one that speaks another version is not talked to.
    pub(super) fn meet(&mut self, version: u32, engine: String) {
        if version == wire::VERSION {
            self.worker = Worker::Ready { engine };
            return;
        }
        self.worker = Worker::Mismatch;
        self.playing = false;
        self.notice = Some(Notice::Mismatch);
    }

    /// Takes in what the worker said; what belongs to another run is dropped.
    pub(super) fn hear(&mut self, notice: wire::BriefNotice) {
        match notice {
            wire::BriefNotice::Refused { run, problems } if run == self.run => {
                self.notice = Some(Notice::Refused(problems));
            }
            wire::BriefNotice::Report { run, report, pinned, difference } if run == self.run => {
                self.report = Some(Rc::new(*report));
                self.pinned_report = pinned.map(|report| Rc::new(*report));
                self.difference = difference.map(|difference| Rc::new(*difference));
                self.reported = run;
            }
            wire::BriefNotice::Refused { .. } | wire::BriefNotice::Report { .. } => {}
        }
    }

    /// Asks for a new worker, paused at the start of the same run; after the second crash in a row, for none.
    pub(super) fn crash(&mut self, message: String) {
        if !self.worker.lives() {
            return;
        }
        let crash = Crash { message, seed: self.seed, fragment: persist::link(self).encode() };
        self.playing = false;
        self.start = Start::Zero;
        self.report = None;
        self.pinned_report = None;
        self.crashes = self.crashes.saturating_add(1);
        if self.crashes < CRASHES_MAX {
            self.worker = Worker::Starting;
            self.generation = self.generation.wrapping_add(1);
            self.notice = Some(Notice::Restarted(crash));
        } else {
            self.worker = Worker::Stopped;
            self.notice = Some(Notice::Stopped(crash));
        }
    }

    /// Something is to be played: the worker is fetched if it was not.
    pub(super) fn wake(&mut self) {
        if self.worker == Worker::Asleep {
            self.worker = Worker::Starting;
            self.generation = self.generation.wrapping_add(1);
        }
    }

    /// A person wants another run: if the worker was given up, one more is asked for.
    pub(super) fn revive(&mut self) {
        if self.worker == Worker::Stopped {
            self.worker = Worker::Starting;
            self.generation = self.generation.wrapping_add(1);
        }
    }
}
