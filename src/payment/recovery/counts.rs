//! What is counted of payments whose answer may not come: exact counts since the start of the run. What is shown of them are
//! differences of two states, since measuring began; only the first payment that breaks a law is that of the whole run.

use crate::payment::place::Outcome;
use crate::units::{Instant, Nanos};

/// Counts, and amounts in minor units of the currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecoveryCounts {
    /// Times that merchants sent a payment to the gateway, first times included.
    pub submissions: u64,
    /// Attempts through a processor.
    pub attempts: u64,
    /// Those of the attempts that the gateway made after another had failed.
    pub retries: u64,
    /// Retries and hedges that a budget or the throttle forbade.
    pub retries_refused: u64,
    /// Submissions that the rate limit turned away.
    pub rate_limited: u64,
    /// Attempts that the limit on concurrency forbade.
    pub shed: u64,
    /// Attempts for which the balancer found no usable processor.
    pub nobody: u64,
    /// Attempts for which it found usable ones, and all of them full.
    pub full: u64,
    /// Attempts that an open breaker forbade.
    pub broken: u64,
    /// Those of the attempts that the gateway made beside one that had no answer yet.
    pub hedges: u64,
    /// Messages that were lost on a link or vanished in a silent place.
    pub lost: u64,
    /// Timers that fired: merchant, gateway, processor, channel.
    pub timeouts: [u64; 4],
    /// Answers that came when nobody waited any more.
    pub late: u64,
    /// Submissions answered with the answer that the gateway keeps under their key.
    pub replayed: u64,
    /// Submissions that came while another with the same key was worked on, and wait for its answer.
    pub joined: u64,
    /// Work that a worker passed over because nobody waited for it.
    pub dropped: u64,
    /// Work that was dropped from a queue because its deadline was over.
    pub expired: u64,
    /// Work that controlled delay dropped from a queue.
    pub overdue: u64,
    /// Payments with priority, and those without; nothing where none has any.
    pub classes: [ClassCounts; 2],
    /// Checks of the processors' health.
    pub checks: u64,
    /// Times that checks took a processor out.
    pub marked_down: u64,
    /// Attempts for which health was not believed.
    pub panicked: u64,
    /// Times that a processor was ejected as an outlier.
    pub ejected: u64,
    /// Times that the autoscaler asked for more workers.
    pub scaled_up: u64,
    /// Times that it let some go.
    pub scaled_down: u64,
    /// Fewest and most workers of a processor since the start; absent before the first change.
    pub workers: Option<[u32; 2]>,
    /// Submissions that admission control turned away.
    pub not_admitted: u64,
    /// Status enquiries of the gateway.
    pub enquiries: u64,
    /// Unknown outcomes that an enquiry ended.
    pub enquiries_answered: u64,
    /// Attempts with an unknown outcome for which a reversal was due.
    pub reversals: u64,
    /// Reversals that the issuer acknowledged.
    pub reversed: u64,
    /// Reversals that came before what they reverse.
    pub overtaking: u64,
    /// Messages of the stores and forwards, repetitions included.
    pub forwarded: u64,
    /// Messages that were given up after their last repetition.
    pub given_up: u64,
    /// Approvals in the issuer's stead.
    pub stand_ins: u64,
    /// Those that the issuer would have declined.
    pub stand_ins_wrong: u64,
    /// Declines of the issuer because the card is blocked.
    pub blocked_cards: u64,
    /// Declines of the issuer because the amount is above the card's limit.
    pub above_limit: u64,
    /// Approvals that the database had before they were answered.
    pub commits: u64,
    /// Approvals that were answered when only the cache had them.
    pub written_behind: u64,
    /// Writes that brought such approvals to the database, all of a card at once.
    pub written_back: u64,
    /// Approvals that the cache lost before the database had them.
    pub lost_writes: u64,
    /// Payments that ended for the merchant with an unknown outcome.
    pub unknown: u64,
    /// What they were about, in minor units.
    pub unknown_amount: u64,
    /// Payments whose shopper left.
    pub abandoned: u64,
    /// Payments that could have been approved and ended otherwise: revenue lost.
    pub sales_lost: Money,
    /// Payments charged more than once: the charges beyond the first.
    pub double_charges: Money,
    /// Payments that did not succeed for the merchant, and whose amount is held all the same.
    pub stuck_holds: Money,
    /// Payments that succeeded for the merchant without any approval that stands.
    pub unfounded: Money,
    /// Approvals that stand for payments that succeeded, double charges among them.
    pub settled: Money,
    /// Further ends of payments that had ended for their merchant.
    pub reopened: u64,
    /// Number of the first payment that was charged twice, kept a hold, was approved without foundation, ended twice, or
    /// took more from the ledger than it held; 0 if none. Unlike the rest it counts from the first payment of the run.
    pub first_violating: u64,
}

/// What became of the payments of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassCounts {
    /// Payments that ended.
    pub ended: u64,
    /// Those that got a correct answer.
    pub completed: u64,
    /// Sum of the response times of these, in nanoseconds.
    pub response_nanos: u128,
}

impl ClassCounts {
    /// A payment of the class ended.
    pub(super) fn end(&mut self, outcome: Outcome, response: Nanos) {
        self.ended += 1;
        if outcome.answered() {
            self.completed += 1;
            self.response_nanos += u128::from(response.get());
        }
    }

    /// What came since an earlier state.
    #[must_use]
    pub const fn since(&self, earlier: &Self) -> Self {
        Self {
            ended: self.ended - earlier.ended,
            completed: self.completed - earlier.completed,
            response_nanos: self.response_nanos - earlier.response_nanos,
        }
    }
}

/// What was counted of answers that follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FollowUpCounts {
    /// Submissions that the gateway accepted.
    pub accepted: u64,
    /// Submissions that were told so again, because their payment was in the backlog already.
    pub accepted_again: u64,
    /// Submissions that the gateway turned away because its backlog was full.
    pub turned_away: u64,
    /// Accepted payments that were not worked on because their shopper had gone.
    pub withdrawn: u64,
    /// Results of accepted payments.
    pub results: u64,
    /// Times that a result was told.
    pub notices: u64,
    /// Results that were acknowledged the first time.
    pub told_at_once: u64,
    /// Results that were acknowledged after they had been told again.
    pub told_again: u64,
    /// Results that were given up.
    pub given_up: u64,
    /// Results that came to a merchant that had them already.
    pub duplicates: u64,
    /// Orders that were fulfilled once more because of such a duplicate.
    pub fulfilled_twice: Money,
}

impl FollowUpCounts {
    /// What was counted since an earlier state of the same run.
    #[must_use]
    pub const fn since(&self, earlier: &Self) -> Self {
        Self {
            accepted: self.accepted - earlier.accepted,
            accepted_again: self.accepted_again - earlier.accepted_again,
            turned_away: self.turned_away - earlier.turned_away,
            withdrawn: self.withdrawn - earlier.withdrawn,
            results: self.results - earlier.results,
            notices: self.notices - earlier.notices,
            told_at_once: self.told_at_once - earlier.told_at_once,
            told_again: self.told_again - earlier.told_again,
            given_up: self.given_up - earlier.given_up,
            duplicates: self.duplicates - earlier.duplicates,
            fulfilled_twice: self.fulfilled_twice.since(&earlier.fulfilled_twice),
        }
    }
}

/// How deep the backlog was, and when it was empty again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Most payments that waited at a time.
    pub deepest: u32,
    /// When that was first so.
    pub at: Instant,
    /// When nobody waited for the first time after that; none before.
    pub drained: Option<Instant>,
}

impl Depth {
    /// So many wait now.
    pub(super) const fn look(&mut self, waiting: u32, now: Instant) {
        if waiting > self.deepest {
            (self.deepest, self.at, self.drained) = (waiting, now, None);
        } else if waiting == 0 && self.deepest > 0 && self.drained.is_none() {
            self.drained = Some(now);
        }
    }
}

/// How many, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// How many.
    pub count: u64,
    /// How much, in minor units.
    pub amount: u64,
}

impl Money {
    /// Adds so many of an amount each.
    pub(super) const fn add(&mut self, count: u32, each: u64) {
        self.count += crate::math::wide(crate::math::index(count));
        self.amount += crate::math::wide(crate::math::index(count)) * each;
    }

    /// What came since an earlier state.
    #[must_use]
    pub const fn since(&self, earlier: &Self) -> Self {
        Self { count: self.count - earlier.count, amount: self.amount - earlier.amount }
    }
}

impl RecoveryCounts {
    /// What was counted since an earlier state of the same run.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut timeouts = self.timeouts;
        for (now, then) in timeouts.iter_mut().zip(earlier.timeouts) {
            *now -= then;
        }
        Self {
            submissions: self.submissions - earlier.submissions,
            attempts: self.attempts - earlier.attempts,
            retries: self.retries - earlier.retries,
            retries_refused: self.retries_refused - earlier.retries_refused,
            rate_limited: self.rate_limited - earlier.rate_limited,
            shed: self.shed - earlier.shed,
            nobody: self.nobody - earlier.nobody,
            full: self.full - earlier.full,
            broken: self.broken - earlier.broken,
            hedges: self.hedges - earlier.hedges,
            lost: self.lost - earlier.lost,
            timeouts,
            late: self.late - earlier.late,
            replayed: self.replayed - earlier.replayed,
            joined: self.joined - earlier.joined,
            dropped: self.dropped - earlier.dropped,
            expired: self.expired - earlier.expired,
            overdue: self.overdue - earlier.overdue,
            checks: self.checks - earlier.checks,
            marked_down: self.marked_down - earlier.marked_down,
            panicked: self.panicked - earlier.panicked,
            ejected: self.ejected - earlier.ejected,
            scaled_up: self.scaled_up - earlier.scaled_up,
            scaled_down: self.scaled_down - earlier.scaled_down,
            workers: self.workers,
            not_admitted: self.not_admitted - earlier.not_admitted,
            enquiries: self.enquiries - earlier.enquiries,
            enquiries_answered: self.enquiries_answered - earlier.enquiries_answered,
            classes: [0, 1].map(|class| self.classes[class].since(&earlier.classes[class])),
            reversals: self.reversals - earlier.reversals,
            reversed: self.reversed - earlier.reversed,
            overtaking: self.overtaking - earlier.overtaking,
            forwarded: self.forwarded - earlier.forwarded,
            given_up: self.given_up - earlier.given_up,
            stand_ins: self.stand_ins - earlier.stand_ins,
            stand_ins_wrong: self.stand_ins_wrong - earlier.stand_ins_wrong,
            blocked_cards: self.blocked_cards - earlier.blocked_cards,
            above_limit: self.above_limit - earlier.above_limit,
            commits: self.commits - earlier.commits,
            written_behind: self.written_behind - earlier.written_behind,
            written_back: self.written_back - earlier.written_back,
            lost_writes: self.lost_writes - earlier.lost_writes,
            unknown: self.unknown - earlier.unknown,
            unknown_amount: self.unknown_amount - earlier.unknown_amount,
            abandoned: self.abandoned - earlier.abandoned,
            sales_lost: self.sales_lost.since(&earlier.sales_lost),
            double_charges: self.double_charges.since(&earlier.double_charges),
            stuck_holds: self.stuck_holds.since(&earlier.stuck_holds),
            unfounded: self.unfounded.since(&earlier.unfounded),
            settled: self.settled.since(&earlier.settled),
            reopened: self.reopened - earlier.reopened,
            first_violating: self.first_violating,
        }
    }

    /// A payment has ended for the merchant.
    pub(super) const fn end(&mut self, outcome: Outcome, verdict: Outcome, amount: u64) {
        match outcome {
            Outcome::Unknown => {
                self.unknown += 1;
                self.unknown_amount += amount;
            }
            Outcome::Abandoned => self.abandoned += 1,
            _ => {}
        }
        if matches!(verdict, Outcome::Approved) && !outcome.answered() {
            self.sales_lost.add(1, amount);
        }
    }

    /// A payment that has ended is to end again.
    pub(super) const fn reopen(&mut self, number: u64) {
        self.reopened += 1;
        self.wrong(number);
    }

    /// Something about a payment must not be: the first of those is named.
    pub(super) const fn wrong(&mut self, number: u64) {
        if self.first_violating == 0 {
            self.first_violating = number;
        }
    }

    /// Nothing about a payment is open any more: whether what the merchant knows is what the issuer's books say.
    pub(super) const fn judge(&mut self, number: u64, outcome: Outcome, standing: u32, amount: u64) {
        let before = self.double_charges.count + self.stuck_holds.count + self.unfounded.count;
        match (outcome, standing) {
            (Outcome::Approved, 0) => self.unfounded.add(1, amount),
            (Outcome::Approved, _) => {
                self.double_charges.add(standing - 1, amount);
                self.settled.add(standing, amount);
            }
            _ => self.stuck_holds.add(standing, amount),
        }
        if self.double_charges.count + self.stuck_holds.count + self.unfounded.count > before {
            self.wrong(number);
        }
    }
}
