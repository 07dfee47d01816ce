//! Texts of timers, retries and lost messages.

use super::units::{EUR, MS, PERCENT, S, TRIES};
use super::{FieldText, OptionText, Unit};

/// Texts of how merchants wait and try again.
#[derive(Debug)]
pub struct MerchantText {
    /// Heading over how long they wait.
    pub waiting: &'static str,
    /// The merchant's timer.
    pub timeout: FieldText,
    /// The shopper's patience.
    pub patience: FieldText,
    /// Tries.
    pub tries: FieldText,
    /// Pause before a further one.
    pub backoff: BackoffText,
    /// Retry budget.
    pub budget: FieldText,
    /// Idempotency key.
    pub key: FieldText,
    /// The kinds of keys.
    pub keys: &'static [OptionText],
    /// Median amount.
    pub amount_median: FieldText,
    /// 99th percentile of the amounts.
    pub amount_p99: FieldText,
}

/// Texts of the pause before a further try.
#[derive(Debug)]
pub struct BackoffText {
    /// The law.
    pub law: FieldText,
    /// The kinds.
    pub kinds: &'static [OptionText],
    /// The constant pause.
    pub pause: FieldText,
    /// The first limit.
    pub base: FieldText,
    /// The greatest limit.
    pub cap: FieldText,
}

/// Texts of the timers behind the merchant's.
#[derive(Debug)]
pub struct TimersText {
    /// Heading over a timer and what goes with it.
    pub heading: &'static str,
    /// The gateway's.
    pub gateway: FieldText,
    /// A processor's.
    pub processor: FieldText,
    /// The channel's.
    pub channel: FieldText,
}

/// Texts of the gateway's further attempts.
#[derive(Debug)]
pub struct RetryText {
    /// Tries.
    pub tries: FieldText,
    /// Budget.
    pub budget: FieldText,
}

/// Texts of lost messages.
#[derive(Debug)]
pub struct LinksText {
    /// Between merchants and gateway.
    pub merchant: FieldText,
    /// Between gateway and processors.
    pub processor: FieldText,
    /// Between processors and channel.
    pub channel: FieldText,
    /// Between channel and card management.
    pub issuer: FieldText,
}

const ABSENT: &str = "None: every answer comes, sooner or later.";

pub(super) const MERCHANT: MerchantText = MerchantText {
    waiting: "Waiting and trying again",
    timeout: FieldText {
        label: "Merchant's timer",
        unit: MS,
        help: "How long a merchant waits for the gateway. When it fires, nobody there knows whether the card was \
               charged: the outcome is unknown, which is not the same as failed.",
        source: ABSENT,
    },
    patience: FieldText {
        label: "Shopper's patience",
        unit: S,
        help: "Half of the shoppers leave earlier, one of a hundred stays three times as long. Work for one who has \
               left still takes its workers.",
        source: "Nobody leaves. Assumption where it is set: 20 s.",
    },
    tries: FieldText {
        label: "Tries of a payment",
        unit: TRIES,
        help: "How often a merchant sends a payment, the first time included, while there is no final answer. Each try is \
               more load just when answers are late.",
        source: "The first alone.",
    },
    backoff: BackoffText {
        law: FieldText {
            label: "Pause before a further try",
            unit: Unit::NONE,
            help: "Pauses that grow and are drawn at random keep those who failed together from coming back together.",
            source: "As client libraries of Stripe's convention: 500 ms, doubled up to 5 s.",
        },
        kinds: &[
            OptionText {
                id: "fixed",
                label: "Always the same",
                summary: "Whoever failed together comes back together.",
            },
            OptionText {
                id: "exponential",
                label: "Growing, at random",
                summary: "Up to a limit that doubles with each try: exponential with full jitter.",
            },
        ],
        pause: FieldText { label: "Pause", unit: MS, help: "0 tries again at once.", source: "At once." },
        base: FieldText {
            label: "First limit",
            unit: MS,
            help: "The first pause is drawn between 0 and this.",
            source: "Stripe's convention.",
        },
        cap: FieldText {
            label: "Greatest limit",
            unit: MS,
            help: "The limit stops doubling here.",
            source: "Stripe's convention.",
        },
    },
    budget: FieldText {
        label: "Retry budget",
        unit: PERCENT,
        help: "Retries that the payments pay for, counted as tower does. Each payment pays in one, each retry costs 1 / \
               share of them, rounded down: 40 % allows one retry to two payments (50 %), and all above 50 % one to each \
               (100 %). What was paid in counts for 10 s. There is no reserve: without payments there are no retries. It \
               hardly matters on a calm day and keeps an outage from multiplying the load.",
        source: "No limit: as many as the tries allow.",
    },
    key: FieldText {
        label: "Idempotency key",
        unit: Unit::NONE,
        help: "By its key the gateway tells whether a try is a new payment. A key for each try is the same as none.",
        source: "What every payment interface asks of merchants.",
    },
    keys: &[
        OptionText { id: "stable", label: "One a payment", summary: "All tries of a payment carry the same key." },
        OptionText { id: "fresh", label: "One a try", summary: "Each try looks like a new payment." },
    ],
    amount_median: FieldText {
        label: "Median amount",
        unit: EUR,
        help: "Half of the payments are about less. Amounts are made up; they turn counts into money.",
        source: "Assumption for a small merchant.",
    },
    amount_p99: FieldText {
        label: "Amount, p99",
        unit: EUR,
        help: "One payment of a hundred is about more.",
        source: "Assumption for a small merchant.",
    },
};

pub(super) const TIMERS: TimersText = TimersText {
    heading: "While an answer is late",
    gateway: FieldText {
        label: "Gateway's timer",
        unit: MS,
        help: "How long the gateway waits for a processor. Then the attempt's outcome is unknown, and it is reversed. \
               Longer than a processor's timer, shorter than the merchant's.",
        source: ABSENT,
    },
    processor: FieldText {
        label: "Processor's timer",
        unit: MS,
        help: "How long a processor waits for the channel. Longer than the channel's timer, shorter than the gateway's.",
        source: ABSENT,
    },
    channel: FieldText {
        label: "Channel's timer",
        unit: MS,
        help: "How long the channel waits for card management. Then it stands in for the issuer, if it may, or declines \
               (91). The shortest timer of all.",
        source: ABSENT,
    },
};

pub(super) const RETRY: RetryText = RetryText {
    tries: FieldText {
        label: "Attempts of a payment",
        unit: TRIES,
        help: "How often the gateway tries a payment after a technical failure, the first attempt included; the balancer \
               picks anew each time.",
        source: "The first alone.",
    },
    budget: FieldText {
        label: "Retry budget of the gateway",
        unit: PERCENT,
        help: "Further attempts that what comes pays for, counted as tower does. Each submission pays in one, each further \
               attempt costs 1 / share of them, rounded down: 40 % allows one to two submissions (50 %), and all above \
               50 % one to each (100 %). What was paid in counts for 10 s, and there is no reserve.",
        source: "No limit: as many as the attempts allow.",
    },
};

pub(super) const LINKS: LinksText = LinksText {
    merchant: FieldText {
        label: "Lost to or from merchants",
        unit: PERCENT,
        help: "Share of the messages that never arrive, each way. A lost request means that nothing happened, a lost \
               answer that the payment did; whoever waits can't tell them apart.",
        source: "Nothing is lost.",
    },
    processor: FieldText {
        label: "Lost to or from processors",
        unit: PERCENT,
        help: "Share of the messages that never arrive, each way.",
        source: "Nothing is lost.",
    },
    channel: FieldText {
        label: "Lost to or from the channel",
        unit: PERCENT,
        help: "Share of the messages that never arrive between the processors and the channel, each way; the reversals and \
               enquiries that set out in front of it among them. A processor's timer is what ends its wait.",
        source: "Nothing is lost.",
    },
    issuer: FieldText {
        label: "Lost to or from card management",
        unit: PERCENT,
        help: "Share of the messages that never arrive, each way; reversals and their acknowledgements among them.",
        source: "Nothing is lost.",
    },
};

#[cfg(test)]
mod tests {
    use super::{MERCHANT, RETRY};
    use crate::payment::resilience::retry_budget::{BudgetSettings, RetryBudget};
    use crate::units::Instant;

    /// Retries that a hundred payments pay for, in percent of them.
    fn allowed(ratio: f64, seconds_later: f64) -> usize {
        let settings = BudgetSettings { reserve_per_s: 0, ratio, ..BudgetSettings::default() };
        let mut budget = RetryBudget::new(settings);
        (0..100).for_each(|_| budget.deposit(Instant::START));
        let now = Instant::from_seconds(seconds_later);
        (0..200).filter(|_| budget.withdraw(now)).count()
    }

    #[test]
    fn budgets_say_what_they_allow() {
        assert_eq!([allowed(0.4, 0.0), allowed(0.51, 0.0), allowed(0.6, 0.0)], [50, 100, 100], "rounded to whole ones");
        assert_eq!((allowed(0.2, 8.0), allowed(0.2, 11.0)), (20, 0), "for ten seconds, and no reserve");
        for help in [MERCHANT.budget.help, RETRY.budget.help] {
            for said in ["40 % allows one", "(50 %)", "50 % one to each (100 %)", "10 s", "no reserve"] {
                assert!(help.contains(said), "{said} is missing in {help}");
            }
        }
    }
}
