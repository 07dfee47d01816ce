//! How the worker is, and what becomes of what it says.

use super::{Crash, Notice, Start, State};
use crate::app::persist;
use crate::scenario::Problem;
use crate::wire::{self, CurvePoint};
use std::rc::Rc;

/// Crashes in a row on one scenario after which the page stops trying.
pub const CRASHES_MAX: u8 = 2;

/// How the worker is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Worker {
    /// It was asked for and has not answered yet.
    #[default]
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

    /// Whether it listens or will.
    #[must_use]
    pub const fn lives(&self) -> bool {
        matches!(self, Self::Starting | Self::Ready { .. })
    }
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
}

impl Curve {
    /// Asked for, nothing there yet.
    pub(super) fn asked(request: u32) -> Self {
        Self { request, asked: true, ..Self::default() }
    }
}

impl State {
    /// Takes in what the worker said; what belongs to another run is dropped.
    pub(super) fn hear(&mut self, notice: wire::Notice) {
        match notice {
            wire::Notice::Ready { version: wire::VERSION, engine } => self.worker = Worker::Ready { engine },
            wire::Notice::Ready { .. } => {
                self.worker = Worker::Mismatch;
                self.playing = false;
                self.notice = Some(Notice::Mismatch);
            }
            wire::Notice::Refused { run, problems } if run == self.run => {
                let problems = problems.into_iter().map(|complaint| Problem {
                    path: complaint.path,
                    value: complaint.value,
                    allowed: complaint.allowed,
                });
                self.notice = Some(Notice::Refused(problems.collect()));
            }
            wire::Notice::Report { run, report, pinned, difference } if run == self.run => {
                self.report = Some(Rc::new(*report));
                self.pinned_report = pinned.map(|report| Rc::new(*report));
                self.difference = difference.map(|difference| Rc::new(*difference));
                self.reported = run;
            }
            wire::Notice::Curve { request, points, done } if self.curve.asked && request == self.curve.request => {
                self.curve = Curve { points: Rc::new(points), done, ..self.curve };
            }
            wire::Notice::Study { .. } | wire::Notice::Unstudied { .. } => self.inquiry.hear(notice),
            wire::Notice::Outcome { .. }
            | wire::Notice::Refused { .. }
            | wire::Notice::Report { .. }
            | wire::Notice::Curve { .. } => {}
            wire::Notice::Panicked { message } => self.crash(message),
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

    /// A person wants another run: if the worker was given up, one more is asked for.
    pub(super) fn revive(&mut self) {
        if self.worker == Worker::Stopped {
            self.worker = Worker::Starting;
            self.generation = self.generation.wrapping_add(1);
        }
    }
}
