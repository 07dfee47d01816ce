//! Texts of timers, retries, safeguards and lost messages.

use super::units::{APPROVALS, EUR, MS, PERCENT, S, TIMES_SENT, TRIES};
use super::{FieldText, OptionText, Unit};
use crate::app::format;
use crate::experiment::RecoveryReport;
use crate::scenario::Hazard;

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
    /// Between channel and card management.
    pub issuer: FieldText,
}

/// A switch: its words, what breaks without it, and the counts that show it.
#[derive(Clone, Copy, Debug)]
pub struct SwitchText {
    /// What it is.
    pub words: FieldText,
    /// What breaks without it, in one sentence.
    pub without: &'static str,
    /// What it did, and what it could not keep from happening.
    pub counted: fn(&RecoveryReport) -> String,
}

impl PartialEq for SwitchText {
    /// What is counted belongs to what it is.
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words && self.without == other.without
    }
}

/// Texts of the safeguards.
#[derive(Debug)]
pub struct SafeguardsText {
    /// Title.
    pub title: &'static str,
    /// What they are.
    pub lead: &'static str,
    /// Said where every answer comes.
    pub idle: &'static str,
    /// On and off.
    pub on_off: [&'static str; 2],
    /// Idempotency.
    pub idempotency: SwitchText,
    /// Reversals.
    pub reversals: SwitchText,
    /// Stand-in.
    pub stand_in: SwitchText,
    /// Passing over abandoned work.
    pub drop_abandoned: SwitchText,
    /// Heading of the store and forward.
    pub forward: &'static str,
    /// Delay before the first message.
    pub forward_delay: FieldText,
    /// Between two messages.
    pub forward_interval: FieldText,
    /// Wait for an acknowledgement.
    pub forward_wait: FieldText,
    /// Most times.
    pub forward_tries: FieldText,
    /// Heading of the limits of stand-in.
    pub stand_in_limits: &'static str,
    /// Greatest amount.
    pub stand_in_amount: FieldText,
    /// Most approvals a card.
    pub stand_in_per_card: FieldText,
    /// Heading over what is checked during every run.
    pub checked: &'static str,
    /// How often something did not hold.
    pub broken: fn(u64) -> String,
    /// It held.
    pub holds: &'static str,
    /// The first payment that is wrong.
    pub first: fn(u64) -> String,
    /// Heading over what is allowed but a classic mistake.
    pub cautions: &'static str,
    /// A place and what it leads to.
    pub caution_at: fn(&str, &str) -> String,
    /// What a mistake leads to.
    pub hazard: fn(&Hazard) -> String,
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
        help: "Most retries as a share of the payments. It hardly matters on a calm day and keeps an outage from \
               multiplying the load.",
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
        help: "Most further attempts as a share of what comes.",
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
        label: "Lost between gateway and processors",
        unit: PERCENT,
        help: "Share of the messages that never arrive, each way.",
        source: "Nothing is lost.",
    },
    issuer: FieldText {
        label: "Lost to or from card management",
        unit: PERCENT,
        help: "Share of the messages that never arrive, each way; reversals and their acknowledgements among them.",
        source: "Nothing is lost.",
    },
};

pub(super) const SAFEGUARDS: SafeguardsText = SafeguardsText {
    title: "Safeguards",
    lead: "What keeps an unknown outcome from costing money. Switch one off and watch what it kept from happening.",
    idle: "Every answer comes in this scenario, so none of them has anything to do. A timer, lost messages or a fault \
           change that.",
    on_off: ["on", "off"],
    idempotency: SwitchText {
        words: FieldText {
            label: "Idempotency",
            unit: Unit::NONE,
            help: "The gateway keeps the answer to each key and gives it again, so a payment that is sent twice is made \
                   once.",
            source: "As payment gateways have it.",
        },
        without: "Without it a try whose answer was lost is made again: the card is charged twice.",
        counted: |counts| {
            format!(
                "{} answers given again, {} tries waited for an earlier one; {}.",
                n(counts.replayed),
                n(counts.joined),
                sum("double charges", &counts.double_charges)
            )
        },
    },
    reversals: SwitchText {
        words: FieldText {
            label: "Reversals",
            unit: Unit::NONE,
            help: "An attempt with an unknown outcome is taken back (0420), again and again until the issuer acknowledges \
                   it (0430), also when the reversal overtakes what it reverses.",
            source: "What card networks ask for.",
        },
        without: "Without them an approval that nobody heard of keeps the shopper's money held.",
        counted: |counts| {
            format!(
                "{} to be reversed, {} acknowledged, {} messages sent; {}.",
                n(counts.reversals),
                n(counts.reversed),
                n(counts.forwarded),
                sum("stuck holds", &counts.stuck_holds)
            )
        },
    },
    stand_in: SwitchText {
        words: FieldText {
            label: "Stand-in",
            unit: Unit::NONE,
            help: "When the issuer is late the channel decides in its stead, within limits, and tells it later by an advice \
                   (0120). It needs the channel's timer.",
            source: "Off: networks offer it, issuers choose it.",
        },
        without: "Without it every payment of a late issuer is declined (91) and the sale lost.",
        counted: |counts| {
            format!(
                "{} approved in the issuer's stead, {} of them wrongly; {}.",
                n(counts.stand_ins),
                n(counts.stand_ins_wrong),
                sum("sales lost", &counts.sales_lost)
            )
        },
    },
    drop_abandoned: SwitchText {
        words: FieldText {
            label: "Pass over abandoned work",
            unit: Unit::NONE,
            help: "Before a worker begins it looks whether anybody still waits for the answer.",
            source: "Off: most systems do not know.",
        },
        without: "Without it a queue of work that nobody waits for any more keeps workers from those who do wait.",
        counted: |counts| {
            format!("{} passed over; {} answers came when nobody waited.", n(counts.dropped), n(counts.late))
        },
    },
    forward: "Store and forward",
    forward_delay: FieldText {
        label: "Before the first message",
        unit: S,
        help: "How long a reversal or an advice rests before it is first sent. The amount stays held as long.",
        source: "jPOS-EE's sample deployment.",
    },
    forward_interval: FieldText {
        label: "Between two messages",
        unit: S,
        help: "The store sends one message after the other; after an outage this is how fast it drains.",
        source: "jPOS-EE's sample deployment.",
    },
    forward_wait: FieldText {
        label: "Wait for acknowledgement",
        unit: S,
        help: "After this time without an acknowledgement the message is sent again.",
        source: "jPOS-EE's sample deployment.",
    },
    forward_tries: FieldText {
        label: "A message is sent at most",
        unit: TIMES_SENT,
        help: "Then it is given up, and reconciliation has to find it.",
        source: "jPOS-EE's sample deployment.",
    },
    stand_in_limits: "Limits of stand-in",
    stand_in_amount: FieldText {
        label: "Greatest amount",
        unit: EUR,
        help: "Payments about more are declined while the issuer is late.",
        source: "Assumption.",
    },
    stand_in_per_card: FieldText {
        label: "Approvals of one card",
        unit: APPROVALS,
        help: "So many times a card is approved in its issuer's stead.",
        source: "Assumption.",
    },
    checked: "Checked throughout the run",
    broken: |count| match count {
        1 => "broken once".to_owned(),
        count => format!("broken {} times", n(count)),
    },
    holds: "holds",
    first: |payment| format!("The first payment that is wrong: number {}.", n(payment)),
    cautions: "Allowed, and hardly ever meant",
    caution_at: |place, consequence| format!("{place}: {consequence}"),
    hazard: ToString::to_string,
};

fn n(count: u64) -> String {
    format::count(count)
}

fn sum(what: &str, sum: &crate::experiment::Sum) -> String {
    format!("{what}: {}, {}\u{a0}EUR", n(sum.count), format::number(sum.amount))
}
