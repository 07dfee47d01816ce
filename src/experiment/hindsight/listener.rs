//! Hears the lines of all payments, keeps an account of each one under way, and adds up when it ends.

use super::account::Account;
use super::books::Judgement;
use super::reversals::Reversals;
use super::{Cause, Hindsight, Mention, Share, Why};
use crate::math;
use crate::payment::{Line, Outcome, What};
use crate::units::Nanos;
use std::collections::BTreeMap;

/// The slowest payments that are listed.
const SLOWEST: usize = 8;
/// Payments of each strange kind that are listed.
const STRANGE: usize = 3;
/// Payments under way that accounts are kept of. In an overload without limits more would fill the memory; the look back
/// then ends early and says when.
const OPEN_MAX: usize = 500_000;
/// Payments that have ended and are kept until they are judged. Where reversals wait for long more would fill the memory; of
/// those beyond it only what their judgement would have said is not known, and the look back goes on.
const UNJUDGED_MAX: usize = 500_000;

/// Hears all lines and adds up.
#[derive(Debug, Default)]
pub(super) struct Listener {
    slow_ms: Option<f64>,
    reversals: Reversals,
    open: BTreeMap<u64, Account>,
    /// Whether money is kept, so that every payment is judged when nothing about it is open any more.
    judges: bool,
    /// Payments that have ended and wait for that: how, and after which time.
    unjudged: BTreeMap<u64, (Outcome, Nanos)>,
    ended: u64,
    slow: u64,
    spent: BTreeMap<(Cause, Option<u8>), u64>,
    slowest: Vec<Mention>,
    strange: BTreeMap<Why, Vec<Mention>>,
}

impl Listener {
    pub(super) fn new(slow_ms: Option<f64>, reversals: Reversals) -> Self {
        Self { slow_ms, reversals, ..Self::default() }
    }

    /// Whether no further account can be kept.
    pub(super) fn full(&self) -> bool {
        self.open.len() >= OPEN_MAX
    }

    pub(super) fn hear(&mut self, line: &Line) {
        self.reversals.hear(line);
        match line.what {
            What::Came => {
                self.open.insert(line.payment, Account::new(line));
            }
            What::About(_) => self.judges = true,
            What::Ended(outcome) => {
                if let Some(account) = self.open.remove(&line.payment) {
                    self.end(line, outcome, &account);
                }
            }
            What::Closed(standing) => self.judge(line.payment, standing),
            _ => {
                if let Some(account) = self.open.get_mut(&line.payment) {
                    account.hear(line, &self.reversals);
                }
            }
        }
    }

    fn end(&mut self, line: &Line, outcome: Outcome, account: &Account) {
        self.ended += 1;
        let response = line.at.since(account.came());
        let mention =
            |why| Mention { payment: line.payment, response_ms: response.millis(), outcome: outcome.code(), why };
        let why = match outcome {
            Outcome::Unknown => Some(Why::Unknown),
            Outcome::Abandoned => Some(Why::Abandoned),
            Outcome::Rejected => account.strange().or(Some(Why::TurnedAway)),
            _ => account.strange(),
        };
        if let Some(why) = why {
            self.list(mention(why));
        }
        if self.judges && self.unjudged.len() < UNJUDGED_MAX {
            self.unjudged.insert(line.payment, (outcome, response));
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

    /// Nothing about a payment is open any more: whether its merchant and the issuer's books agree.
    fn judge(&mut self, payment: u64, standing: u32) {
        let Some((outcome, response)) = self.unjudged.remove(&payment) else { return };
        let why = match Judgement::of(outcome, standing) {
            Judgement::Stuck => Why::StuckHold,
            Judgement::Unfounded => Why::Unfounded,
            Judgement::Open | Judgement::Charged | Judgement::Free | Judgement::ChargedTwice => return,
        };
        self.list(Mention { payment, response_ms: response.millis(), outcome: outcome.code(), why });
    }

    /// Lists a strange payment, if its kind has room.
    fn list(&mut self, mention: Mention) {
        let list = self.strange.entry(mention.why).or_default();
        if list.len() < STRANGE {
            list.push(mention);
        }
    }

    /// What was found up to an instant.
    pub(super) fn found(&self, until_s: f64) -> Hindsight {
        let slow = math::float(self.slow.max(1));
        let share = |(&(cause, place), &nanos): (&(Cause, Option<u8>), &u64)| Share {
            cause,
            place,
            mean_ms: math::float(nanos) / 1e6 / slow,
        };
        let mut blame: Vec<Share> = self.spent.iter().filter(|(_, nanos)| **nanos > 0).map(share).collect();
        blame.sort_by(|a, b| b.mean_ms.total_cmp(&a.mean_ms));
        let mentions = self.slowest.iter().chain(self.strange.values().flatten()).copied().collect();
        Hindsight { until_s, ended: self.ended, slow_ms: self.slow_ms, slow: self.slow, blame, mentions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Instant;

    /// Payments that ended and whose books stay open do not end a look back.
    #[test]
    fn payments_that_wait_to_be_judged_take_no_room_from_those_under_way() {
        let mut listener = Listener::default();
        let all = math::wide(UNJUDGED_MAX) + 1;
        for payment in 1..=all {
            for what in [What::Came, What::About(100), What::Ended(Outcome::Unknown)] {
                listener.hear(&Line { at: Instant::START, payment, attempt: 0, what });
            }
        }
        assert!(!listener.full(), "none is under way");
        assert_eq!((listener.ended, listener.unjudged.len()), (all, UNJUDGED_MAX), "the last one is not kept");
        listener.strange.clear();
        for payment in [1, all] {
            listener.hear(&Line { at: Instant::START, payment, attempt: 0, what: What::Closed(1) });
        }
        let found = listener.found(0.0).mentions;
        let stuck: Vec<u64> = found.iter().filter(|one| one.why == Why::StuckHold).map(|one| one.payment).collect();
        assert_eq!(stuck, [1], "only the mention of the last one is lost");
    }
}
