//! What a run has to say of answers that did not come: exact counts since the end of the warm-up, and money.

use crate::math;
use crate::payment::{ClassCounts, Money, Network, RecoveryCounts};
use serde::{Deserialize, Serialize};

/// Minor units of a main unit of the currency.
const MINOR: f64 = 100.0;

/// Counts of one run. They are exact for this run; how much they vary from seed to seed, several runs tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecoveryReport {
    /// Times that merchants sent a payment to the gateway, first times included.
    pub submissions: u64,
    /// Attempts through a processor.
    pub attempts: u64,
    /// Those of the attempts that the gateway made after another had failed.
    pub retries: u64,
    /// Retries of merchants and gateway that a budget forbade, and retries and hedges that the throttle did.
    pub retries_refused: u64,
    /// Submissions that the rate limit turned away.
    #[serde(default)]
    pub rate_limited: u64,
    /// Attempts that the limit on concurrency forbade.
    #[serde(default)]
    pub shed: u64,
    /// Attempts for which the balancer found no usable processor.
    #[serde(default)]
    pub nobody: u64,
    /// Attempts for which it found usable ones, and all of them full.
    #[serde(default)]
    pub full: u64,
    /// Attempts that an open breaker forbade.
    #[serde(default)]
    pub broken: u64,
    /// Those of the attempts that the gateway made beside one that had no answer yet.
    #[serde(default)]
    pub hedges: u64,
    /// Messages that were lost.
    pub lost: u64,
    /// Timers that fired at the merchant, the gateway, the processors, the channel.
    pub timeouts: [u64; 4],
    /// Answers that came when nobody waited any more.
    pub late: u64,
    /// Submissions answered with a stored answer.
    pub replayed: u64,
    /// Submissions that waited for the answer to an earlier one.
    pub joined: u64,
    /// Work that was passed over because nobody waited for it.
    pub dropped: u64,
    /// Work that was dropped from a queue because its deadline was over.
    #[serde(default)]
    pub expired: u64,
    /// Work that controlled delay dropped from a queue.
    #[serde(default)]
    pub overdue: u64,
    /// Checks of the processors' health.
    #[serde(default)]
    pub checks: u64,
    /// Times that checks took a processor out.
    #[serde(default)]
    pub marked_down: u64,
    /// Attempts for which health was not believed.
    #[serde(default)]
    pub panicked: u64,
    /// Times that a processor was ejected as an outlier.
    #[serde(default)]
    pub ejected: u64,
    /// Times that the autoscaler asked for more workers.
    #[serde(default)]
    pub scaled_up: u64,
    /// Times that it let some go.
    #[serde(default)]
    pub scaled_down: u64,
    /// Fewest and most workers of a processor in the whole run; absent where their number never changed.
    #[serde(default)]
    pub workers: Option<[u32; 2]>,
    /// Submissions that admission control turned away.
    #[serde(default)]
    pub not_admitted: u64,
    /// Status enquiries of the gateway.
    #[serde(default)]
    pub enquiries: u64,
    /// Unknown outcomes that an enquiry ended.
    #[serde(default)]
    pub enquiries_answered: u64,
    /// Payments with priority and those without; absent where there is one class.
    #[serde(default)]
    pub classes: Option<[ClassReport; 2]>,
    /// Attempts that were to be reversed.
    pub reversals: u64,
    /// Those whose reversal was acknowledged.
    pub reversed: u64,
    /// Reversals that came before what they reverse.
    pub overtaking: u64,
    /// Messages of the store and forward, repetitions included.
    pub forwarded: u64,
    /// Messages that were given up.
    pub given_up: u64,
    /// Approvals in the issuer's stead.
    pub stand_ins: u64,
    /// Those that the issuer would have declined.
    pub stand_ins_wrong: u64,
    /// Declines of the issuer because the card is blocked.
    #[serde(default)]
    pub blocked_cards: u64,
    /// Declines of the issuer because the amount is above the card's limit.
    #[serde(default)]
    pub above_limit: u64,
    /// Approvals that the database had before they were answered.
    #[serde(default)]
    pub commits: u64,
    /// Approvals that were answered when only the cache had them.
    #[serde(default)]
    pub written_behind: u64,
    /// Writes that brought such approvals to the database, all of a card at once.
    #[serde(default)]
    pub written_back: u64,
    /// Cards of which only the cache has the newest row. It is the state at the end.
    #[serde(default)]
    pub unwritten: u32,
    /// Approvals that the cache lost before the database had them.
    #[serde(default)]
    pub lost_writes: u64,
    /// Payments that ended with an unknown outcome for their merchant.
    pub unknown: u64,
    /// What they were about, in the currency's main unit.
    #[serde(default)]
    pub unknown_amount: f64,
    /// Payments whose shopper left.
    pub abandoned: u64,
    /// Charges beyond the first of a payment.
    pub double_charges: Sum,
    /// Amounts held for payments that did not succeed.
    pub stuck_holds: Sum,
    /// Payments that could have been approved and were not: revenue lost.
    pub sales_lost: Sum,
    /// Payments that succeeded for the merchant without an approval that stands.
    pub unfounded: Sum,
    /// Payments about which something is still open, so that nobody has compared their books yet, and what is held for them:
    /// on an account rail, what was moved. It is the state at the end, warm-up or not.
    #[serde(default)]
    pub open: Sum,
    /// Number of the first payment, counted from 1 in order of arrival, that breaks a law; absent if none does. It counts from
    /// the first payment of the run, and all sums above from the end of the warm-up.
    pub first_violating: Option<u64>,
}

/// What became of the payments of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassReport {
    /// Payments that ended.
    pub ended: u64,
    /// Those that got a correct answer.
    pub completed: u64,
    /// Mean response time of these in milliseconds.
    pub response_ms: Option<f64>,
}

impl From<ClassCounts> for ClassReport {
    fn from(counts: ClassCounts) -> Self {
        let ClassCounts { ended, completed, response_nanos } = counts;
        let mean = math::float_wide(response_nanos) / math::float(completed) / 1e6;
        Self { ended, completed, response_ms: (completed > 0).then_some(mean) }
    }
}

/// How many, and how much in the currency's main unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// How much.
    pub amount: f64,
}

impl From<Money> for Sum {
    fn from(money: Money) -> Self {
        Self { count: money.count, amount: math::float(money.amount) / MINOR }
    }
}

impl RecoveryReport {
    /// What a network has counted, and what is still open in it; `None` where every answer comes.
    pub(super) fn of(network: &Network) -> Option<Self> {
        network.recovery().zip(network.open()).map(|(counts, open)| Self::new(counts, open, network.unwritten()))
    }

    fn new(counts: RecoveryCounts, open: Money, unwritten: u32) -> Self {
        Self {
            submissions: counts.submissions,
            attempts: counts.attempts,
            retries: counts.retries,
            retries_refused: counts.retries_refused,
            rate_limited: counts.rate_limited,
            shed: counts.shed,
            nobody: counts.nobody,
            full: counts.full,
            broken: counts.broken,
            hedges: counts.hedges,
            lost: counts.lost,
            timeouts: counts.timeouts,
            late: counts.late,
            replayed: counts.replayed,
            joined: counts.joined,
            dropped: counts.dropped,
            expired: counts.expired,
            overdue: counts.overdue,
            checks: counts.checks,
            marked_down: counts.marked_down,
            panicked: counts.panicked,
            ejected: counts.ejected,
            scaled_up: counts.scaled_up,
            scaled_down: counts.scaled_down,
            workers: counts.workers,
            not_admitted: counts.not_admitted,
            enquiries: counts.enquiries,
            enquiries_answered: counts.enquiries_answered,
            classes: counts.classes.iter().any(|class| class.ended > 0).then(|| counts.classes.map(Into::into)),
            reversals: counts.reversals,
            reversed: counts.reversed,
            overtaking: counts.overtaking,
            forwarded: counts.forwarded,
            given_up: counts.given_up,
            stand_ins: counts.stand_ins,
            stand_ins_wrong: counts.stand_ins_wrong,
            blocked_cards: counts.blocked_cards,
            above_limit: counts.above_limit,
            commits: counts.commits,
            written_behind: counts.written_behind,
            written_back: counts.written_back,
            unwritten,
            lost_writes: counts.lost_writes,
            unknown: counts.unknown,
            unknown_amount: math::float(counts.unknown_amount) / MINOR,
            abandoned: counts.abandoned,
            double_charges: counts.double_charges.into(),
            stuck_holds: counts.stuck_holds.into(),
            sales_lost: counts.sales_lost.into(),
            unfounded: counts.unfounded.into(),
            open: open.into(),
            first_violating: (counts.first_violating > 0).then_some(counts.first_violating),
        }
    }
}
