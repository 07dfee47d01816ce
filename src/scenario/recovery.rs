//! Who waits how long for an answer, what is tried again, and what is done about an unknown outcome.

use super::load::SHARE;
use super::problem::Limit;
use super::reader::Reader;
use super::service::MEDIAN_MS;
use crate::math;
use crate::payment::{self, RecoveryPlan};
use crate::random::Distribution;
use crate::units::Nanos;
use serde::Serialize;

/// Range of a timer.
pub const TIMER_MS: Limit = Limit::new(1.0, 3_600_000.0, "ms");
/// Range of a shopper's patience.
pub const PATIENCE_S: Limit = Limit::new(0.01, 3_600.0, "s");
/// Range of a number of tries.
pub const TRIES: Limit = Limit::new(1.0, 10.0, "tries");
/// Range of a pause before a further try.
pub const PAUSE_MS: Limit = Limit::new(0.0, 3_600_000.0, "ms");
/// Range of an amount in the currency's main unit.
pub const AMOUNT: Limit = Limit::new(0.01, 1_000_000.0, "");
/// Range of a delay of the store and forward.
pub const FORWARD_S: Limit = Limit::new(0.0, 86_400.0, "s");
/// Range of the times that a message is sent.
pub const TRANSMISSIONS: Limit = Limit::new(1.0, 100_000.0, "transmissions");
/// Range of the stand-in approvals for one card.
pub const PER_CARD: Limit = Limit::new(0.0, 1_000.0, "approvals");

/// A shopper of a hundred stays this many times as long as the median one (assumption).
const PATIENCE_SPREAD: f64 = 3.0;

/// The merchant's side of a payment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Merchant {
    /// How long a submission waits for its answer; `null` for ever.
    pub timeout_ms: Option<f64>,
    /// How long the median shopper stays; `null` for ever. Patience is log-normal, one of a hundred stays three times as
    /// long.
    pub patience_s: Option<f64>,
    /// Submissions of a payment, the first included.
    pub tries: u32,
    /// The pause before a further one.
    pub backoff: Backoff,
    /// Retries as a share of the payments, a whole number of which pays for each; `null` for any number.
    pub retry_budget: Option<f64>,
    /// What the submissions of one payment have in common.
    pub idempotency_key: Key,
    /// Half of the payments are about less than this.
    pub amount_median: f64,
    /// One payment of a hundred is about more than this.
    pub amount_p99: f64,
}

/// The idempotency key of a payment's submissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// One for all of them.
    Stable,
    /// A new one, or none, for each.
    Fresh,
}

/// The pause before a further try.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Backoff {
    /// Always the same.
    Fixed {
        /// The pause; 0 for none.
        pause_ms: f64,
    },
    /// A uniform draw up to a limit that doubles with each try: exponential with full jitter.
    Exponential {
        /// The first limit.
        base_ms: f64,
        /// The greatest limit.
        cap_ms: f64,
    },
}

/// How long each caller waits for its callee; `null` for ever. A caller's timer should exceed its callee's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timers {
    /// The gateway for a processor's answer.
    pub gateway_ms: Option<f64>,
    /// A processor for the channel's.
    pub processor_ms: Option<f64>,
    /// The channel for the issuer's.
    pub channel_ms: Option<f64>,
}

/// Further attempts by the gateway after a technical failure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Retry {
    /// Attempts for a submission, the first included.
    pub tries: u32,
    /// The pause before a further one.
    pub backoff: Backoff,
    /// Retries as a share of the submissions, a whole number of which pays for each; `null` for any number.
    pub budget: Option<f64>,
}

/// What keeps an unknown outcome from costing money.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Safeguards {
    /// The gateway keeps the answer to each idempotency key and gives it again.
    pub idempotency: bool,
    /// An attempt with an unknown outcome is reversed.
    pub reversals: bool,
    /// Before a message of the store and forward is first sent.
    pub forward_delay_s: f64,
    /// Between two messages of it.
    pub forward_interval_s: f64,
    /// How long an acknowledgement is waited for before the message is sent again.
    pub forward_wait_s: f64,
    /// Most times that a message is sent.
    pub forward_tries: u32,
    /// The channel decides by itself when the issuer is late.
    pub stand_in: bool,
    /// Greatest amount that it approves.
    pub stand_in_amount: f64,
    /// Most approvals for one card.
    pub stand_in_per_card: u32,
    /// A worker passes over work that nobody waits for any more.
    pub drop_abandoned: bool,
}

/// Share of the messages that are lost on each link, each way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Links {
    /// Between merchants and gateway.
    pub merchant_loss: f64,
    /// Between gateway and processors.
    pub processor_loss: f64,
    /// Between processors and channel.
    pub channel_loss: f64,
    /// Between channel and card management.
    pub issuer_loss: f64,
}

impl Default for Merchant {
    /// One submission that waits for ever. The amounts are an assumption of a plausible size for a small merchant.
    fn default() -> Self {
        Self {
            timeout_ms: None,
            patience_s: None,
            tries: 1,
            backoff: Backoff::default(),
            retry_budget: None,
            idempotency_key: Key::Stable,
            amount_median: 25.0,
            amount_p99: 400.0,
        }
    }
}

impl Default for Backoff {
    /// 500 ms, doubled up to 5 s, as client libraries of Stripe's convention have it; theirs draw from the upper half.
    fn default() -> Self {
        Self::Exponential { base_ms: 500.0, cap_ms: 5_000.0 }
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self { tries: 1, backoff: Backoff::Fixed { pause_ms: 0.0 }, budget: None }
    }
}

impl Default for Safeguards {
    /// On, as a payment system has them. Store and forward as in jPOS-EE's sample deployment: 60 s before the first
    /// message, 1 s between messages, 60 s for an answer, a thousand transmissions; stand-in off.
    fn default() -> Self {
        Self {
            idempotency: true,
            reversals: true,
            forward_delay_s: 60.0,
            forward_interval_s: 1.0,
            forward_wait_s: 60.0,
            forward_tries: 1_000,
            stand_in: false,
            stand_in_amount: 50.0,
            stand_in_per_card: 3,
            drop_abandoned: false,
        }
    }
}

impl Merchant {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("merchant", Self::default(), |reader, default| {
            let median = reader.number("amount_median", AMOUNT, default.amount_median);
            let p99 = reader.number("amount_p99", AMOUNT, default.amount_p99.max(median));
            if p99 < median {
                let allowed = format!("a number not below amount_median, which is {median}");
                reader.contradiction("amount_p99", p99.to_string(), allowed);
            }
            let keys = [("stable", Key::Stable), ("fresh", Key::Fresh)];
            Self {
                timeout_ms: reader.number_or_none("timeout_ms", TIMER_MS, default.timeout_ms),
                patience_s: reader.number_or_none("patience_s", PATIENCE_S, default.patience_s),
                tries: reader.whole("tries", TRIES, default.tries),
                backoff: Backoff::read(reader, "backoff", default.backoff),
                retry_budget: reader.number_or_none("retry_budget", SHARE, default.retry_budget),
                idempotency_key: reader.choice("idempotency_key", &keys, default.idempotency_key),
                amount_median: median,
                amount_p99: p99,
            }
        })
    }

    fn plan(&self) -> payment::MerchantPlan {
        let patience = |seconds: f64| Distribution::log_normal(seconds * 1e9, seconds * 1e9 * PATIENCE_SPREAD);
        payment::MerchantPlan {
            timeout: self.timeout_ms.map(Nanos::from_millis),
            patience: self.patience_s.map(patience),
            retry: self.backoff.plan(self.tries, self.retry_budget),
            key: match self.idempotency_key {
                Key::Stable => payment::Key::Stable,
                Key::Fresh => payment::Key::Fresh,
            },
        }
    }
}

impl Backoff {
    const TAGS: &'static [&'static str] = &["fixed", "exponential"];

    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, default: Self) -> Self {
        reader.tagged(name, Self::TAGS, default, |tag, reader| match tag {
            "fixed" => Self::Fixed { pause_ms: reader.number("pause_ms", PAUSE_MS, 0.0) },
            _ => {
                let base_ms = reader.number("base_ms", MEDIAN_MS, 500.0);
                let cap_ms = reader.number("cap_ms", MEDIAN_MS, (10.0 * base_ms).min(MEDIAN_MS.max));
                Self::Exponential { base_ms, cap_ms }
            }
        })
    }

    /// The first pause, or its limit, in milliseconds.
    pub(super) const fn first_ms(&self) -> f64 {
        match self {
            Self::Fixed { pause_ms } => *pause_ms,
            Self::Exponential { base_ms, .. } => *base_ms,
        }
    }

    pub(super) fn plan(&self, tries: u32, budget: Option<f64>) -> payment::RetryPlan {
        let backoff = match *self {
            Self::Fixed { pause_ms } => payment::Backoff::Fixed(Nanos::from_millis(pause_ms)),
            Self::Exponential { base_ms, cap_ms } => {
                payment::Backoff::Exponential { base: Nanos::from_millis(base_ms), cap: Nanos::from_millis(cap_ms) }
            }
        };
        payment::RetryPlan { tries, backoff, budget }
    }
}

impl Timers {
    /// Everybody waits for ever.
    pub const NONE: Self = Self { gateway_ms: None, processor_ms: None, channel_ms: None };

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("timers", Self::NONE, |reader, default| Self {
            gateway_ms: reader.number_or_none("gateway_ms", TIMER_MS, default.gateway_ms),
            processor_ms: reader.number_or_none("processor_ms", TIMER_MS, default.processor_ms),
            channel_ms: reader.number_or_none("channel_ms", TIMER_MS, default.channel_ms),
        })
    }
}

impl Retry {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("retry", Self::default(), |reader, default| Self {
            tries: reader.whole("tries", TRIES, default.tries),
            backoff: Backoff::read(reader, "backoff", default.backoff),
            budget: reader.number_or_none("budget", SHARE, default.budget),
        })
    }
}

impl Safeguards {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("safeguards", Self::default(), |reader, default| Self {
            idempotency: reader.switch("idempotency", default.idempotency),
            reversals: reader.switch("reversals", default.reversals),
            forward_delay_s: reader.number("forward_delay_s", FORWARD_S, default.forward_delay_s),
            forward_interval_s: reader.number("forward_interval_s", FORWARD_S, default.forward_interval_s),
            forward_wait_s: reader.number("forward_wait_s", FORWARD_WAIT_S, default.forward_wait_s),
            forward_tries: reader.whole("forward_tries", TRANSMISSIONS, default.forward_tries),
            stand_in: reader.switch("stand_in", default.stand_in),
            stand_in_amount: reader.number("stand_in_amount", AMOUNT, default.stand_in_amount),
            stand_in_per_card: reader.whole("stand_in_per_card", PER_CARD, default.stand_in_per_card),
            drop_abandoned: reader.switch("drop_abandoned", default.drop_abandoned),
        })
    }

    fn forward(&self) -> payment::ForwardPlan {
        payment::ForwardPlan {
            first_delay: Nanos::from_seconds(self.forward_delay_s),
            interval: Nanos::from_seconds(self.forward_interval_s),
            wait: Nanos::from_seconds(self.forward_wait_s),
            tries: self.forward_tries,
        }
    }
}

/// Range of the wait for an acknowledgement, which takes time.
pub const FORWARD_WAIT_S: Limit = Limit::new(0.01, 86_400.0, "s");

impl Links {
    /// Nothing is lost.
    pub const SAFE: Self = Self { merchant_loss: 0.0, processor_loss: 0.0, channel_loss: 0.0, issuer_loss: 0.0 };

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.section("links", Self::SAFE, |reader, default| Self {
            merchant_loss: reader.number("merchant_loss", SHARE, default.merchant_loss),
            processor_loss: reader.number("processor_loss", SHARE, default.processor_loss),
            channel_loss: reader.number("channel_loss", SHARE, default.channel_loss),
            issuer_loss: reader.number("issuer_loss", SHARE, default.issuer_loss),
        })
    }
}

impl super::Scenario {
    /// Whether every answer comes: nobody gives up waiting, nothing is lost, tried again or out of order.
    #[must_use]
    pub fn answers_always_come(&self) -> bool {
        let Merchant { timeout_ms, patience_s, tries, .. } = self.merchant;
        let waits = timeout_ms.is_none() && patience_s.is_none() && self.timers == Timers::NONE;
        waits
            && self.resilience.is_off()
            && self.overload.is_off()
            && self.health.is_off()
            && !self.scaling.on
            && tries == 1
            && self.retry.tries == 1
            && self.links == Links::SAFE
            && self.faults.is_empty()
            && !self.security.enabled
            && self.channel.kind.limit_s().is_none()
            && !self.follow_up.enabled
    }

    /// The plan for answers that do not come; `None` where every answer comes.
    pub(super) fn recovery_plan(&self) -> Option<RecoveryPlan> {
        // Only there do payments have an amount and a merchant, messages a way between zones, and the issuer books and cards.
        let balancer = &self.balancer;
        let asks = balancer.asks_of_payments() || balancer.sticks_to_merchants() || balancer.travels_between_zones();
        let profile = self.cards.profile();
        if self.answers_always_come() && !asks && !self.commits() && profile.is_none() {
            return None;
        }
        let Self { merchant, timers, retry, safeguards, resilience, links, faults, .. } = self;
        let rail = self.channel.kind.limit_s().map(Nanos::from_seconds);
        let minor = |amount: f64| math::whole(amount * 100.0);
        let stand_in = payment::StandInPlan {
            amount_max: minor(safeguards.stand_in_amount),
            per_card: safeguards.stand_in_per_card,
        };
        Some(RecoveryPlan {
            merchant: merchant.plan(),
            timers: payment::TimersPlan {
                gateway: timers.gateway_ms.map(Nanos::from_millis),
                processor: timers.processor_ms.map(Nanos::from_millis),
                channel: timers.channel_ms.map(Nanos::from_millis),
            },
            retry: retry.backoff.plan(retry.tries, retry.budget),
            idempotency: safeguards.idempotency,
            reversals: safeguards.reversals,
            forward: safeguards.forward(),
            // On an account rail nobody answers in another's stead: the answer moves the money for good.
            stand_in: (safeguards.stand_in && rail.is_none()).then_some(stand_in),
            rail,
            guards: resilience.plan(),
            enquiry: self.enquiry.plan(),
            health: self.health.plan(),
            scaling: self.scaling.plan(),
            overload: self.overload.plan(),
            drops_abandoned: safeguards.drop_abandoned,
            loss: payment::LossPlan {
                merchant: links.merchant_loss,
                processor: links.processor_loss,
                channel: links.channel_loss,
                issuer: links.issuer_loss,
            },
            faults: faults.iter().map(|fault| fault.plan(&self.database)).collect(),
            amount: Distribution::log_normal(merchant.amount_median * 100.0, merchant.amount_p99 * 100.0),
            security: self.security_plan(),
            follow_up: self.follow_up.plan(),
            writes: self.writes_plan(),
            profile,
        })
    }
}
