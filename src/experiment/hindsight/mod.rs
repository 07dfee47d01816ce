//! A look back at a run: what happened to one payment, which ones were the slowest and the strangest, and what the
//! slowest spent their time on.
//!
//! A run is a function of scenario and seed, so a look back simulates it again with a journal ([`crate::payment::Line`])
//! up to the same event. It costs nothing while the run goes, and it can look at any payment. A payment about which anything
//! is open at that event is followed until nothing is: what will happen is as certain as what happened.

mod account;
mod books;
mod codes;
mod listener;
mod reversals;
mod witness;

pub use books::{Books, Judgement};

use super::Run;
use crate::math;
use crate::payment::{Follows, Line};
use crate::scenario::Checked;
use crate::units::{Instant, Nanos};
use listener::Listener;
use reversals::Reversals;
use serde::{Deserialize, Serialize};
use witness::{Standard, Witness};

/// Events between two collections of lines, so that they do not fill the memory.
const SLICE: u64 = 20_000;
/// Simulated time for which a payment is followed beyond the last event that is looked back from: ten minutes, in which a
/// message of the store and forward is sent ten times under its defaults.
const AHEAD: Nanos = Nanos::new(600_000_000_000);
/// Events for which it is followed at most.
const AHEAD_EVENTS: u64 = 20_000_000;

/// Something that happened to a payment, for people and for programs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since the payment came.
    pub at_ms: f64,
    /// Number of the attempt, counted from 1 over the run; 0 where no attempt is concerned.
    pub attempt: u64,
    /// What happened, as a word.
    pub what: String,
    /// The code of the place, where there is one.
    pub place: Option<u8>,
    /// The code of the outcome, where there is one.
    pub outcome: Option<u8>,
    /// The message, where there is one: as ISO 8583 numbers it, on an account rail as ISO 20022 calls it, in a word on a
    /// ledger, where it may be the number of confirmations.
    pub message: Option<String>,
    /// The response code of ISO 8583 of an answer on a card network, where it has one.
    #[serde(default)]
    pub code: Option<String>,
}

/// What happened to one payment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Its number, counted from 1 in order of arrival.
    pub payment: u64,
    /// When it came, in seconds since the start of the run.
    pub arrived_s: f64,
    /// The instant that was looked back from, in seconds since the start of the run: what comes later is still to come.
    #[serde(default)]
    pub until_s: f64,
    /// What the channel is: the tag of its kind.
    #[serde(default)]
    pub channel: String,
    /// Its moments in order.
    pub moments: Vec<Moment>,
    /// What it was about and what became of the money; absent where every answer comes, and no money is kept.
    #[serde(default)]
    pub books: Option<Books>,
}

/// A payment in a list.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Its number.
    pub payment: u64,
    /// From arrival to its end for the merchant, in milliseconds.
    pub response_ms: f64,
    /// The code of its outcome.
    pub outcome: u8,
    /// Why it is mentioned.
    pub why: Why,
}

/// Why a payment is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It took longest.
    Slow,
    /// It ended with an unknown outcome.
    Unknown,
    /// The shopper left.
    Abandoned,
    /// An answer was lost, and the stored one given again.
    Replayed,
    /// Its answer came too late.
    Late,
    /// It was approved in the issuer's stead.
    StoodIn,
    /// It was held more than once.
    HeldTwice,
    /// A full queue or a fault turned it away.
    TurnedAway,
    /// It did not succeed for its merchant, and its amount stays held: a stuck hold.
    StuckHold,
    /// It succeeded for its merchant, and nothing stands at the issuer.
    Unfounded,
}

/// What the slowest payments spent their time on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// On what.
    pub cause: Cause,
    /// The code of the place, where there is one.
    pub place: Option<u8>,
    /// Milliseconds of a payment, on average over the slowest.
    pub mean_ms: f64,
}

/// What time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Earlier attempts and the pauses after them.
    Retries,
    /// Waiting for a worker.
    Waiting,
    /// The part of such a wait for which workers were at reversals.
    Reversals,
    /// A worker's own work.
    Work,
    /// Reading the card because the cache did not have it, the wait for it included.
    CacheMiss,
    /// Writing the approval to the database, the wait for it included.
    Commit,
    /// The way back, and what else lies between the stages.
    Way,
}

/// A look back at a whole run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hindsight {
    /// The instant up to which was looked, in seconds since the start of the run.
    #[serde(default)]
    pub until_s: f64,
    /// Payments that ended, warm-up included.
    pub ended: u64,
    /// Response time from which on a payment counts as slow: the slowest hundredth of the completed.
    pub slow_ms: Option<f64>,
    /// How many were slow.
    pub slow: u64,
    /// What the slow ones spent their time on, the greatest part first.
    pub blame: Vec<Share>,
    /// The slowest and the strangest.
    pub mentions: Vec<Mention>,
}

/// What is asked of a look back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Which payments were slow or strange, and what the slow ones spent their time on.
    Run {
        /// The response time from which on a payment is slow, in milliseconds.
        slow_ms: Option<f64>,
    },
    /// What happened to the payment with this number.
    Payment(u64),
}

/// What a look back found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// Of the whole run, so far.
    Run(Hindsight),
    /// Of one payment, so far; no moments if it did not come.
    Payment(Story),
}

/// A look back under way: the run is simulated again, slice by slice, for whoever has other things to do in between.
#[derive(Debug)]
pub struct LookBack {
    run: Run,
    events: u64,
    hears: Hears,
    /// When the last event was reached that is looked back from.
    until: Option<Instant>,
    done: bool,
}

/// Who hears the lines.
#[derive(Debug)]
enum Hears {
    Run(Listener),
    Payment(Witness),
}

impl LookBack {
    /// A look back at a run of so many events.
    #[must_use]
    pub fn new(scenario: &Checked, seed: u64, events: u64, question: Question) -> Self {
        let mut run = Run::new(scenario, seed);
        let (hears, follows) = match question {
            Question::Run { slow_ms } => {
                let listener = Listener::new(slow_ms, Reversals::of(scenario.scenario()));
                (Hears::Run(listener), Follows::All)
            }
            Question::Payment(number) => {
                let standard = Standard::of(scenario.scenario().channel.kind);
                (Hears::Payment(Witness::new(number, seed, standard)), Follows::One(number))
            }
        };
        run.network_mut().follow(follows);
        Self { run, events, hears, until: None, done: false }
    }

    /// Goes on for a slice. Returns whether it has come to its end.
    pub fn work(&mut self) -> bool {
        if self.done {
            return true;
        }
        let before = self.run.events();
        let left = self.events.saturating_sub(before);
        if left > 0 {
            self.run.advance(Instant::NEVER, SLICE.min(left));
        } else {
            let until = *self.until.get_or_insert(self.run.now());
            self.run.advance(until + AHEAD, SLICE);
        }
        let lines = self.run.network_mut().lines();
        lines.iter().for_each(|line| self.hears.hear(line));
        let over = self.run.events() >= self.events && self.hears.satisfied(self.run.events() - self.events);
        self.done = over || self.run.events() == before || self.hears.full();
        self.done
    }

    /// The share of the events that was simulated again.
    #[must_use]
    pub fn share(&self) -> f64 {
        (math::float(self.run.events()) / math::float(self.events.max(1))).min(1.0)
    }

    /// What was found so far.
    #[must_use]
    pub fn found(&self) -> Found {
        let until_s = self.until.unwrap_or(self.run.now()).seconds();
        match &self.hears {
            Hears::Run(listener) => Found::Run(listener.found(until_s)),
            Hears::Payment(witness) => Found::Payment(witness.story(until_s)),
        }
    }
}

impl Hears {
    fn hear(&mut self, line: &Line) {
        match self {
            Self::Run(listener) => listener.hear(line),
            Self::Payment(witness) => witness.hear(line),
        }
    }

    /// Whether nothing more is needed, so many events beyond the last one that is looked back from.
    const fn satisfied(&self, beyond: u64) -> bool {
        match self {
            Self::Run(_) => true,
            Self::Payment(witness) => !witness.waits() || beyond >= AHEAD_EVENTS,
        }
    }

    /// Whether there is no room for more.
    fn full(&self) -> bool {
        matches!(self, Self::Run(listener) if listener.full())
    }
}

/// What happened to a payment in a run of so many events, and until nothing about it was open; no moments if it did not come
/// by then.
#[must_use]
pub fn story(scenario: &Checked, seed: u64, events: u64, payment: u64) -> Story {
    match ask(scenario, seed, events, Question::Payment(payment)) {
        Found::Payment(story) => story,
        Found::Run(_) => Story::default(),
    }
}

/// Looks back at a run of so many events. `slow` is the response time from which on a payment is slow, in milliseconds.
#[must_use]
pub fn hindsight(scenario: &Checked, seed: u64, events: u64, slow_ms: Option<f64>) -> Hindsight {
    match ask(scenario, seed, events, Question::Run { slow_ms }) {
        Found::Run(hindsight) => hindsight,
        Found::Payment(_) => Hindsight::default(),
    }
}

fn ask(scenario: &Checked, seed: u64, events: u64, question: Question) -> Found {
    let mut back = LookBack::new(scenario, seed, events, question);
    while !back.work() {}
    back.found()
}
