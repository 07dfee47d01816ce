//! A look back at a run: what happened to one payment, which ones were the slowest and the strangest, and what the
//! slowest spent their time on.
//!
//! A run is a function of scenario and seed, so a look back simulates it again with a journal ([`crate::payment::Line`])
//! up to the same event. It costs nothing while the run goes, and it can look at any payment.

use super::Run;
use crate::math;
use crate::payment::{Follow, Follows, Line, Outcome, Place, What};
use crate::scenario::Checked;
use crate::units::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The slowest payments that are listed.
const SLOWEST: usize = 8;
/// Payments of each strange kind that are listed.
const STRANGE: usize = 3;
/// Events between two collections of lines, so that they do not fill the memory.
const SLICE: u64 = 20_000;

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
    /// The message as ISO 8583 numbers it, where there is one.
    pub message: Option<String>,
}

/// What happened to one payment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Its number, counted from 1 in order of arrival.
    pub payment: u64,
    /// When it came, in seconds since the start of the run.
    pub arrived_s: f64,
    /// Its moments in order.
    pub moments: Vec<Moment>,
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
    /// A worker's own work.
    Work,
    /// Reading the card because the cache did not have it, the wait for it included.
    CacheMiss,
    /// The way back, and what else lies between the stages.
    Way,
}

/// A look back at a whole run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hindsight {
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

/// Simulates a run again up to an event, and hands every line to a listener.
fn relive(scenario: &Checked, seed: u64, events: u64, follows: Follows, mut hear: impl FnMut(&Line)) {
    let mut run = Run::new(scenario, seed);
    run.network_mut().follow(follows);
    while run.events() < events {
        let before = run.events();
        run.advance(Instant::NEVER, SLICE.min(events - before));
        run.network_mut().lines().iter().for_each(&mut hear);
        if run.events() == before {
            break;
        }
    }
}

/// What happened to a payment in a run of so many events; no moments if it did not come by then.
#[must_use]
pub fn story(scenario: &Checked, seed: u64, events: u64, payment: u64) -> Story {
    let mut lines: Vec<Line> = Vec::new();
    relive(scenario, seed, events, Follows::One(payment), |line| lines.push(*line));
    let Some(first) = lines.first() else { return Story { payment, ..Story::default() } };
    let came = first.at;
    let moments = lines.iter().map(|line| Moment::of(line, came)).collect();
    Story { payment, arrived_s: came.seconds(), moments }
}

/// Looks back at a run of so many events. `slow` is the response time from which on a payment is slow, in milliseconds.
#[must_use]
pub fn hindsight(scenario: &Checked, seed: u64, events: u64, slow_ms: Option<f64>) -> Hindsight {
    let mut listener = Listener { slow_ms, ..Listener::default() };
    relive(scenario, seed, events, Follows::All, |line| listener.hear(line));
    listener.found()
}

impl Moment {
    fn of(line: &Line, came: Instant) -> Self {
        let (what, place, outcome, message) = words(line.what);
        Self {
            at_ms: line.at.since(came).millis(),
            attempt: line.attempt,
            what: what.to_owned(),
            place: place.map(Place::code),
            outcome: outcome.map(Outcome::code),
            message: message.map(str::to_owned),
        }
    }
}

/// The word of what happened, its place, its outcome and its message (ISO 8583).
fn words(what: What) -> (&'static str, Option<Place>, Option<Outcome>, Option<&'static str>) {
    let plain = |word| (word, None, None, None);
    let at = |word, place| (word, Some(place), None, None);
    let follow = |word, follow| match follow {
        Follow::Reversal => (word, None, None, Some("0420")),
        Follow::Advice => (word, None, None, Some("0120")),
    };
    match what {
        What::Came => plain("came"),
        What::Submitted => plain("submitted"),
        What::Waits(place) => at("waits", place),
        What::Begins(place) => at("begins", place),
        What::Done(place) => at("done", place),
        What::Refused(place) => at("refused", place),
        What::Lost(place) => at("lost", place),
        What::Hit => plain("hit"),
        What::Missed => plain("missed"),
        What::Sent(place) => ("sent", Some(place), None, Some("0100")),
        What::Replayed => plain("replayed"),
        What::Joined => plain("joined"),
        What::Heard(place, outcome) => ("heard", Some(place), Some(outcome), Some("0110")),
        What::Late(place) => at("late", place),
        What::TimedOut(place) => at("timed-out", place),
        What::StoodIn => plain("stood-in"),
        What::Held => plain("held"),
        What::Due(message) => follow("due", message),
        What::Forwarded(message) => follow("forwarded", message),
        What::Taken(message) => follow("taken", message),
        What::Acknowledged(message) => match message {
            Follow::Reversal => ("acknowledged", None, None, Some("0430")),
            Follow::Advice => ("acknowledged", None, None, Some("0130")),
        },
        What::Ended(outcome) => ("ended", None, Some(outcome), None),
    }
}

/// Hears all lines and adds up.
#[derive(Debug, Default)]
struct Listener {
    slow_ms: Option<f64>,
    open: BTreeMap<u64, Account>,
    ended: u64,
    slow: u64,
    spent: BTreeMap<(Cause, Option<u8>), u64>,
    slowest: Vec<Mention>,
    strange: BTreeMap<Why, Vec<Mention>>,
}

/// What a payment under way has spent so far.
#[derive(Clone, Debug)]
struct Account {
    came: Instant,
    /// When its last attempt set out.
    tried: Instant,
    /// The last attempt.
    attempt: u64,
    /// Since when it waits or is worked on, and whether it waits.
    since: Option<(Place, Instant, bool)>,
    spent: Vec<((Cause, Option<u8>), u64)>,
    holds: u32,
    strange: Option<Why>,
}

impl Listener {
    fn hear(&mut self, line: &Line) {
        match line.what {
            What::Came => {
                self.open.insert(line.payment, Account::new(line));
            }
            What::Ended(outcome) => {
                if let Some(account) = self.open.remove(&line.payment) {
                    self.end(line, outcome, &account);
                }
            }
            _ => {
                if let Some(account) = self.open.get_mut(&line.payment) {
                    account.hear(line);
                }
            }
        }
    }

    fn end(&mut self, line: &Line, outcome: Outcome, account: &Account) {
        self.ended += 1;
        let response = line.at.since(account.came);
        let mention =
            |why| Mention { payment: line.payment, response_ms: response.millis(), outcome: outcome.code(), why };
        let why = match outcome {
            Outcome::Unknown => Some(Why::Unknown),
            Outcome::Abandoned => Some(Why::Abandoned),
            Outcome::Rejected => account.strange.or(Some(Why::TurnedAway)),
            _ => account.strange,
        };
        if let Some(why) = why {
            let list = self.strange.entry(why).or_default();
            if list.len() < STRANGE {
                list.push(mention(why));
            }
        }
        if outcome.answered() {
            self.slowest.push(mention(Why::Slow));
            self.slowest.sort_by(|a, b| b.response_ms.total_cmp(&a.response_ms).then(a.payment.cmp(&b.payment)));
            self.slowest.truncate(SLOWEST);
            if self.slow_ms.is_some_and(|slow_ms| response.millis() >= slow_ms) {
                self.slow += 1;
                account.add_to(line.at, &mut self.spent);
            }
        }
    }

    fn found(self) -> Hindsight {
        let slow = math::float(self.slow.max(1));
        let share = |((cause, place), nanos): ((Cause, Option<u8>), u64)| Share {
            cause,
            place,
            mean_ms: math::float(nanos) / 1e6 / slow,
        };
        let mut blame: Vec<Share> = self.spent.into_iter().map(share).collect();
        blame.sort_by(|a, b| b.mean_ms.total_cmp(&a.mean_ms));
        let mentions = self.slowest.into_iter().chain(self.strange.into_values().flatten()).collect();
        Hindsight { ended: self.ended, slow_ms: self.slow_ms, slow: self.slow, blame, mentions }
    }
}

impl Account {
    fn new(line: &Line) -> Self {
        Self {
            came: line.at,
            tried: line.at,
            attempt: line.attempt,
            since: None,
            spent: Vec::new(),
            holds: 0,
            strange: None,
        }
    }

    fn hear(&mut self, line: &Line) {
        match line.what {
            // What earlier attempts took counts as retries: the last one is what the answer came from.
            What::Submitted => self.try_again(line),
            What::Sent(_) if line.attempt != self.attempt => self.try_again(line),
            What::Waits(place) if line.attempt == self.attempt => self.since = Some((place, line.at, true)),
            What::Begins(place) if line.attempt == self.attempt => {
                self.close(line.at);
                self.since = Some((place, line.at, false));
            }
            What::Done(_) if line.attempt == self.attempt => self.close(line.at),
            What::Held => {
                self.holds += 1;
                if self.holds > 1 {
                    self.strange = Some(Why::HeldTwice);
                }
            }
            What::Replayed => self.strange = self.strange.or(Some(Why::Replayed)),
            What::Late(_) => self.strange = self.strange.or(Some(Why::Late)),
            What::StoodIn => self.strange = self.strange.or(Some(Why::StoodIn)),
            _ => {}
        }
    }

    fn try_again(&mut self, line: &Line) {
        self.attempt = line.attempt;
        self.tried = line.at;
        self.since = None;
        self.spent.clear();
    }

    fn close(&mut self, at: Instant) {
        let Some((place, since, waits)) = self.since.take() else { return };
        let cause = match (place, waits) {
            (Place::Database, _) => Cause::CacheMiss,
            (_, true) => Cause::Waiting,
            (_, false) => Cause::Work,
        };
        self.spent.push(((cause, Some(place.code())), at.since(since).get()));
    }

    /// Adds what the payment spent to the sums; what no stage accounts for is the way.
    fn add_to(&self, ended: Instant, sums: &mut BTreeMap<(Cause, Option<u8>), u64>) {
        let known: u64 = self.spent.iter().map(|(_, nanos)| nanos).sum();
        let way = ended.since(self.tried).get().saturating_sub(known);
        let rest = [((Cause::Retries, None), self.tried.since(self.came).get()), ((Cause::Way, None), way)];
        for (key, nanos) in self.spent.iter().copied().chain(rest) {
            *sums.entry(key).or_default() += nanos;
        }
    }
}
