//! Texts of the safeguards: each switch with what breaks without it and what the run counted of it.

use super::units::{APPROVALS, EUR, S, TIMES_SENT};
use super::{FieldText, Unit};
use crate::app::format;
use crate::experiment::{RecoveryReport, Sum};
use crate::scenario::Hazard;

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
    /// From when this counts, and from when the sums do.
    pub since: &'static str,
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
    /// What all counts speak of: from when to when, in seconds.
    pub window: fn(f64, f64) -> String,
    /// What a mistake leads to.
    pub hazard: fn(&Hazard) -> String,
}

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
            label: "Skip abandoned",
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
    since: "Counted from the first payment of the run on. What the safeguards count, and every sum of money, counts since the \
            end of the warm-up.",
    broken: |count| match count {
        1 => "broken once".to_owned(),
        count => format!("broken {} times", n(count)),
    },
    holds: "holds",
    first: |payment| format!("The first payment that is wrong: number {}.", n(payment)),
    cautions: "Allowed, and hardly ever meant",
    caution_at: |place, consequence| format!("{place}: {consequence}"),
    window: |from_s, to_s| {
        format!(
            "What the switches below have counted is of this run, from {} to {}: exact, and otherwise under another seed.",
            format::clock(from_s),
            format::clock(to_s)
        )
    },
    hazard: ToString::to_string,
};

fn n(count: u64) -> String {
    format::count(count)
}

fn sum(what: &str, sum: &Sum) -> String {
    format!("{what}: {}, {}\u{a0}EUR", n(sum.count), format::number(sum.amount))
}
