//! What a run with answers that may not come is made from: plain settings that were checked elsewhere.

use super::enquiry::EnquiryPlan;
use super::follow_up::FollowUpPlan;
use super::health::HealthPlan;
use super::profile::ProfilePlan;
use super::queues::OverloadPlan;
use super::scaling::ScalingPlan;
use super::writes::WritesPlan;
use crate::balance::health::OutlierSettings;
use crate::payment::place::Place;
use crate::payment::resilience::circuit_breaker::BreakerSettings;
use crate::payment::resilience::token_bucket::BucketSettings;
use crate::payment::security::SecurityPlan;
use crate::random::Distribution;
use crate::units::{Instant, Nanos};

/// Who waits how long, what may go wrong, and what is done about it.
#[derive(Clone, Debug)]
pub struct RecoveryPlan {
    /// The merchant's side.
    pub merchant: MerchantPlan,
    /// How long each caller waits for its answer.
    pub timers: TimersPlan,
    /// Further attempts by the gateway, through whichever processor is picked then.
    pub retry: RetryPlan,
    /// Whether the gateway keeps the answer to each idempotency key and gives it again.
    pub idempotency: bool,
    /// Whether an attempt with an unknown outcome is reversed, and how messages are stored and forwarded.
    pub reversals: bool,
    /// How a message that must arrive is repeated.
    pub forward: ForwardPlan,
    /// On an account rail, how long a transfer may take from when the rail takes it until its answer is back there;
    /// `None` for any other channel.
    pub rail: Option<Nanos>,
    /// What the channel decides by itself when the issuer is late; `None` if it declines.
    pub stand_in: Option<StandInPlan>,
    /// What the gateway asks before it lets a payment in or sends an attempt.
    pub guards: GuardsPlan,
    /// How the gateway asks what became of an attempt; `None` if it does not.
    pub enquiry: Option<EnquiryPlan>,
    /// How the gateway finds out who can be sent anything.
    pub health: HealthPlan,
    /// How the processors' workers follow the load; `None` if they do not.
    pub scaling: Option<ScalingPlan>,
    /// What is done about queues that grow.
    pub overload: OverloadPlan,
    /// Whether a worker passes over work that nobody waits for any more.
    pub drops_abandoned: bool,
    /// Probability that a message is lost on each link, each way.
    pub loss: LossPlan,
    /// What goes wrong when.
    pub faults: Vec<FaultPlan>,
    /// Amount of a payment in minor units of its currency.
    pub amount: Distribution,
    /// Fraud and what is done about it; `None` where neither is simulated.
    pub security: Option<SecurityPlan>,
    /// How answers follow after an acceptance; `None` where every answer is the result.
    pub follow_up: Option<FollowUpPlan>,
    /// How approvals are written; `None` where they are not.
    pub writes: Option<WritesPlan>,
    /// What is known of cards; `None` where nothing of it decides.
    pub profile: Option<ProfilePlan>,
}

/// Limits, breakers and hedges of the gateway; `None` where it has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct GuardsPlan {
    /// How fast submissions may come in.
    pub rate_limit: Option<BucketSettings>,
    /// How many attempts may be in flight.
    pub concurrency: Option<ConcurrencyPlan>,
    /// A circuit breaker for each processor.
    pub breaker: Option<BreakerSettings>,
    /// How processors that fail are ejected for a while; `None` if they are not.
    pub ejection: Option<OutlierSettings>,
    /// Whether retries and hedges of the gateway stop while many attempts fail (gRPC), with its example's tokens.
    pub throttle: bool,
    /// Whether submissions are turned away by lot while few succeed (Envoy), with its defaults.
    pub admission: bool,
    /// After this long without an answer a second attempt is sent beside the first.
    pub hedge: Option<Nanos>,
}

/// A limit on concurrency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcurrencyPlan {
    /// Always the same.
    Fixed(u32),
    /// One more while all is well, a tenth less after a timeout (Netflix).
    Aimd,
    /// By the gradient of the response time (Netflix).
    Gradient,
    /// By the queue that the response times tell of (Netflix, after TCP Vegas).
    Vegas,
    /// By the gradient between the least and the present response time (Envoy).
    Adaptive,
}

/// How a merchant waits for an answer.
#[derive(Clone, Debug)]
pub struct MerchantPlan {
    /// How long each submission waits; `None` for ever.
    pub timeout: Option<Nanos>,
    /// How long the shopper stays, from the start of the payment; `None` for ever.
    pub patience: Option<Distribution>,
    /// Further submissions.
    pub retry: RetryPlan,
    /// What the submissions of one payment have in common.
    pub key: Key,
}

/// The idempotency key of a payment's submissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// One for all of them: the gateway can see that they are one payment.
    Stable,
    /// A new one, or none, for each: to the gateway they are several payments.
    Fresh,
}

/// How long each caller waits for its callee; `None` for ever.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimersPlan {
    /// The gateway for a processor.
    pub gateway: Option<Nanos>,
    /// A processor for the channel.
    pub processor: Option<Nanos>,
    /// The channel for the issuer.
    pub channel: Option<Nanos>,
}

/// Further tries after a technical failure.
#[derive(Clone, Copy, Debug)]
pub struct RetryPlan {
    /// Tries in all, at least 1.
    pub tries: u32,
    /// The pause before each further one.
    pub backoff: Backoff,
    /// Most retries as a share of first tries, over a trailing ten seconds (tower's budget without its reserve); `None` for
    /// any number.
    pub budget: Option<f64>,
}

/// A pause before a further try.
#[derive(Clone, Copy, Debug)]
pub enum Backoff {
    /// Always the same, 0 for none.
    Fixed(Nanos),
    /// A uniform draw up to a limit that doubles with each try ("full jitter", Brooker, "Exponential backoff and
    /// jitter", 2015).
    Exponential {
        /// The first limit.
        base: Nanos,
        /// The greatest limit.
        cap: Nanos,
    },
}

impl Backoff {
    /// The longest pause after so many tries that were followed by another one.
    pub(super) fn limit(self, failed: u32) -> Nanos {
        match self {
            Self::Fixed(pause) => pause,
            // Beyond 40 doublings every base of a nanosecond and more has reached its cap.
            Self::Exponential { base, cap } => {
                Nanos::new(base.get().saturating_mul(1 << failed.min(40)).min(cap.get()))
            }
        }
    }
}

/// How a message is stored and forwarded until it is acknowledged.
#[derive(Clone, Copy, Debug)]
pub struct ForwardPlan {
    /// Before it is first sent.
    pub first_delay: Nanos,
    /// Between two messages of the queue.
    pub interval: Nanos,
    /// How long its acknowledgement is waited for before it is sent again.
    pub wait: Nanos,
    /// Most times that it is sent.
    pub tries: u32,
}

/// What the channel approves in the issuer's stead.
#[derive(Clone, Copy, Debug)]
pub struct StandInPlan {
    /// Greatest amount, in minor units.
    pub amount_max: u64,
    /// Most approvals for one card in a run.
    pub per_card: u32,
}

/// Probability that a message is lost, by link.
#[derive(Clone, Copy, Debug, Default)]
pub struct LossPlan {
    /// Between merchants and gateway.
    pub merchant: f64,
    /// Between gateway and processors.
    pub processor: f64,
    /// Between processors and channel.
    pub channel: f64,
    /// Between channel and issuer.
    pub issuer: f64,
}

/// Something that goes wrong for a while.
#[derive(Clone, Copy, Debug)]
pub struct FaultPlan {
    /// What.
    pub kind: Fault,
    /// At which place with a queue.
    pub place: Place,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub until: Instant,
}

/// The ways in which things go wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Work that begins takes so many times as long: a grey failure.
    Slow(f64),
    /// Whatever comes is refused at once.
    Down,
    /// Whatever comes vanishes without an answer.
    Silent,
    /// This share of what is worked on fails.
    Errors(f64),
    /// This share of the messages between the place and whoever calls it is lost, each way.
    Loss(f64),
    /// New connections fail; existing ones live until they are recycled, all of them within this time.
    Certificate(Nanos),
    /// Only this share of the workers is left.
    Capacity(f64),
    /// The cache is emptied, at the beginning.
    Flush,
    /// Reads of the database take this long: its index is gone.
    IndexLost(Nanos),
    /// Somebody tries out card numbers at the first merchant.
    CardTesting {
        /// Probes per second.
        rate_per_s: f64,
        /// Share of them that tries a number which exists.
        valid_share: f64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Envoy's base interval of 25 ms and its cap of ten times that.
    #[test]
    fn limits_of_a_pause_double_to_the_cap_as_in_envoy() {
        let backoff = Backoff::Exponential { base: Nanos::from_millis(25.0), cap: Nanos::from_millis(250.0) };
        let limits = [0, 1, 2, 3, 4, 5].map(|failed| backoff.limit(failed).millis());
        let known = [25.0, 50.0, 100.0, 200.0, 250.0, 250.0];
        assert!(limits.iter().zip(known).all(|(limit, known)| (limit - known).abs() < 1e-9), "{limits:?}");
    }
}
