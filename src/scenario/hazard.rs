//! What a caution is about, and what it leads to, in words.

use super::cautions::Caller;
use super::problem::plain;
use std::fmt;

/// What a caution is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hazard {
    /// A caller gives up before the one that it called: the timer of the callee, then the caller's, in milliseconds.
    InnerOutlasts {
        /// Whose timer is too long.
        inner: Caller,
        /// That timer.
        inner_ms: f64,
        /// Who gives up first.
        outer: Caller,
        /// After this time.
        outer_ms: f64,
    },
    /// Merchants try again, and nothing tells the gateway that it is the same payment.
    RetriesAnew {
        /// Submissions of a payment.
        tries: u32,
    },
    /// The gateway hedges, and nothing tells its second attempt from a second payment, or nothing takes it back.
    HedgesAnew {
        /// After this long without an answer, in milliseconds.
        hedge_ms: f64,
        /// Whether the attempt that was not needed is reversed.
        reversed: bool,
    },
    /// Messages can be lost and this caller has no timer.
    WaitsForEver(Caller),
    /// Outcomes may be unknown, and nothing is done about it.
    NothingReversed,
    /// Deadlines are kept, and no merchant sets any.
    NoDeadlines,
    /// Checks of health wait for less than a processor takes: all fail, always.
    CheckTooShort {
        /// How long a check waits, in milliseconds.
        timeout_ms: f64,
        /// How long the slowest processor takes, in milliseconds.
        service_ms: f64,
    },
    /// One failure takes a processor out, and the issuer's technical declines are failures too.
    OneFailure {
        /// Share of payments that fail at the issuer.
        share: f64,
    },
    /// A processor that comes back is to start slowly, and nothing ever takes one out.
    NeverAway,
    /// Enquiries follow each other faster than one can be answered.
    AsksWithoutPause {
        /// From one to the next, in milliseconds.
        interval_ms: f64,
        /// How long an answer takes at least, in milliseconds.
        way_ms: f64,
    },
    /// The gateway is to ask about unknown outcomes, and nobody's timer makes any.
    NothingToAsk,
    /// Nearly all payments have priority, so nobody is left to wait in their stead.
    AllFirst {
        /// Share of those with priority.
        share: f64,
    },
    /// Whoever would be challenged is blocked already: the two thresholds.
    NobodyChallenged {
        /// Above this score a shopper would be challenged.
        challenge_above: f64,
        /// Above this one a payment is blocked.
        block_above: f64,
    },
    /// The gateway waits for less time than a score takes on average.
    ScoresTooLate {
        /// How long it waits, in milliseconds.
        timeout_ms: f64,
        /// How long a score takes, in milliseconds.
        service_ms: f64,
    },
    /// A fault is set at a control that takes no part in the run.
    ControlAbsent,
    /// Results are told again, and merchants do not know them again.
    FulfilledTwice,
    /// A result that is lost once comes again later than the objective allows.
    ToldTooLate {
        /// The pause before it is told again, in milliseconds.
        pause_ms: f64,
        /// The objective, in milliseconds.
        objective_ms: f64,
    },
    /// A result can be lost and is told once.
    ToldOnce,
    /// More payments come than the forwarders can work off.
    FewForwarders {
        /// How many there are.
        workers: u32,
        /// How many are busy on average if nobody waits for anything.
        needed: f64,
    },
    /// The channel's timer does not end before an account rail's own limit.
    TimerBeyondLimit {
        /// The timer, in milliseconds.
        timer_ms: f64,
        /// The limit, in milliseconds.
        limit_ms: f64,
    },
    /// Somebody gives up while an account rail may still answer.
    UpBeforeRail {
        /// Who.
        caller: Caller,
        /// After this time, in milliseconds.
        timer_ms: f64,
        /// The rail's limit, in milliseconds.
        limit_ms: f64,
    },
    /// Stand-in is on where nobody can stand in.
    NobodyStandsIn,
    /// Somebody gives up before a payment over a ledger can be final.
    UpBeforeFinality {
        /// Who.
        caller: Caller,
        /// After this time, in milliseconds.
        timer_ms: f64,
        /// Mean time to finality with room in every block, in milliseconds.
        finality_ms: f64,
    },
    /// Workers are held until blocks have come.
    HeldForBlocks {
        /// Mean time to finality with room in every block, in milliseconds.
        finality_ms: f64,
    },
    /// Approvals are answered when only the cache has them.
    LosesWrites {
        /// How long they wait for the background writer, in seconds.
        interval_s: f64,
    },
    /// A message over a ledger is repeated before it can have arrived.
    RepeatsBeforeFinality {
        /// After this time, in milliseconds.
        wait_ms: f64,
        /// Mean time to finality with room in every block, in milliseconds.
        finality_ms: f64,
    },
}

impl Hazard {
    /// Those of the security controls, in words.
    fn of_controls(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NobodyChallenged { challenge_above, block_above } => write!(
                f,
                "A score above {block_above} blocks a payment, so a challenge above {challenge_above} never happens."
            ),
            Self::ScoresTooLate { timeout_ms, service_ms } => write!(
                f,
                "A score takes {service_ms:.0} ms on average and the gateway waits {timeout_ms} ms: most payments are decided \
                 without it."
            ),
            _ => f.write_str("It is set for a security control that is not switched on: nothing happens."),
        }
    }
}

impl Hazard {
    /// Those of the channel, in words.
    fn of_channel(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimerBeyondLimit { timer_ms, limit_ms } => write!(
                f,
                "It never fires after {timer_ms} ms: the rail rejects a transfer {limit_ms} ms after it took it."
            ),
            Self::UpBeforeRail { caller, timer_ms, limit_ms } => write!(
                f,
                "The {} gives up after {timer_ms} ms, the rail may answer until {limit_ms} ms: a transfer that went well \
                 and is final ends as an unknown outcome.",
                caller.name()
            ),
            Self::NobodyStandsIn => f.write_str(
                "On an account rail nobody answers in another's stead, because the answer moves the money for good: it has \
                 no effect.",
            ),
            Self::UpBeforeFinality { caller, timer_ms, finality_ms } => write!(
                f,
                "The {} waits {timer_ms} ms, and a payment over this ledger is final after {finality_ms} ms on average \
                 even if every block has room: most end before their answer can come.",
                caller.name()
            ),
            Self::HeldForBlocks { finality_ms } => write!(
                f,
                "Workers are held until a payment is final, {finality_ms} ms on average: they limit the system long before \
                 the blocks do."
            ),
            Self::RepeatsBeforeFinality { wait_ms, finality_ms } => write!(
                f,
                "A message is repeated after {wait_ms} ms, and takes {finality_ms} ms on average to arrive: its copies take \
                 places in blocks."
            ),
            Self::FulfilledTwice | Self::ToldTooLate { .. } | Self::ToldOnce | Self::FewForwarders { .. } => {
                self.of_answers(f)
            }
            _ => self.of_controls(f),
        }
    }
}

impl Hazard {
    /// Those of answers that follow, in words.
    fn of_answers(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ToldTooLate { pause_ms, objective_ms } => write!(
                f,
                "A result that is lost is told again after {pause_ms} ms, and only what is known within {objective_ms} ms is \
                 good: every lost one misses the objective."
            ),
            Self::ToldOnce => f.write_str(
                "A result can be lost and is told once: its merchant never hears of it, and what was approved is taken back.",
            ),
            Self::FewForwarders { workers, needed } => write!(
                f,
                "{needed:.0} forwarders are busy on average and there are {workers}: the backlog grows for as long as the run \
                 lasts."
            ),
            _ => f.write_str(
                "Acknowledgements can be lost, so results are told again, and merchants do not know them again: each of those \
                 orders is fulfilled twice.",
            ),
        }
    }

    /// Of checks, failures and ejection.
    fn of_health(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CheckTooShort { timeout_ms, service_ms } => write!(
                f,
                "A check waits {timeout_ms} ms and the slowest processor takes {service_ms} ms on average: every check fails \
                 while nothing is wrong."
            ),
            Self::OneFailure { share } => write!(
                f,
                "One failure is enough, and a technical decline of the issuer counts as one: {} % of the payments take out a \
                 processor at which nothing is wrong.",
                plain(share * 100.0)
            ),
            Self::NeverAway => f.write_str(
                "Nothing takes a processor out, neither checks nor failures nor ejection, so none ever comes back.",
            ),
            _ => self.of_channel(f),
        }
    }
}

impl fmt::Display for Hazard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InnerOutlasts { inner, inner_ms, outer, outer_ms } => write!(
                f,
                "The {} waits {inner_ms} ms, the {} that called it only {outer_ms} ms: it goes on working for nobody, and \
                 its answer comes too late.",
                inner.name(),
                outer.name()
            ),
            Self::RetriesAnew { tries } => write!(
                f,
                "A payment is sent up to {tries} times and each counts as a new one: if an answer is lost, the card is \
                 charged again."
            ),
            Self::HedgesAnew { hedge_ms, reversed } => write!(
                f,
                "After {hedge_ms} ms without an answer a second attempt is sent, and each counts as a payment of its own: both \
                 may be approved, and {}.",
                if *reversed { "the card is held twice until one is reversed" } else { "the card is charged twice" }
            ),
            Self::WaitsForEver(caller) => write!(
                f,
                "Messages to or from whom the {} calls can be lost, and it has no timer: it waits for ever, and what it \
                 holds stays held.",
                caller.name()
            ),
            Self::NoDeadlines => f.write_str(
                "Merchants have no timer, so no payment has a deadline that could be over: nothing is ever dropped for it.",
            ),
            Self::AllFirst { share } => write!(
                f,
                "{} % of the payments go ahead of the others: whoever is to be protected stands in a queue again, and \
                 the rest may wait for ever.",
                plain(share * 100.0)
            ),
            Self::AsksWithoutPause { interval_ms, way_ms } => write!(
                f,
                "The next enquiry follows after {interval_ms} ms, but an answer takes {way_ms} ms even if nobody waits: the \
                 issuer is asked again before it could have answered, most of all when it is slow."
            ),
            Self::NothingToAsk => f.write_str(
                "Neither the gateway nor a processor has a timer: no outcome becomes unknown, and nothing is asked.",
            ),
            Self::NothingReversed => f.write_str(
                "An attempt may have been approved although its answer never came. Nobody takes it back: the amount stays \
                 held on the card.",
            ),
            Self::LosesWrites { interval_s } => write!(
                f,
                "An approval is answered when only the cache has it, and waits there {interval_s} s or longer: whatever empties \
                 the cache loses it, and the database never knows what the merchant was told."
            ),
            _ => self.of_health(f),
        }
    }
}
