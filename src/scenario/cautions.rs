//! What is allowed but a classic mistake: each with its place and its consequence.
//!
//! A problem stops a run, a caution does not: to see what goes wrong is what the program is for. The rules are those of
//! every guide to timeouts and retries: a caller waits longer than its callee, what is tried again is idempotent, and
//! who may lose an answer has a timer.

use super::hazard::Hazard;
use super::{Fault, FaultKind, Key, Scenario};
use crate::payment::Place;
use std::fmt;

/// Priority for more than this share of the payments is priority for nobody (assumption).
const PRIORITY_SHARE_MAX: f64 = 0.8;

/// Something that is allowed and hardly ever meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caution {
    /// Path of the field that would mend it.
    pub path: &'static str,
    /// What it leads to.
    pub hazard: Hazard,
}

/// Whoever waits for an answer, from the outside in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Waits for the gateway.
    Merchant,
    /// Waits for a processor.
    Gateway,
    /// Waits for the channel.
    Processor,
    /// Waits for card management.
    Channel,
}

impl Caller {
    /// From the outside in.
    const ALL: [Self; 4] = [Self::Merchant, Self::Gateway, Self::Processor, Self::Channel];

    /// Path of its timer.
    pub(super) const fn timer(self) -> &'static str {
        match self {
            Self::Merchant => "merchant.timeout_ms",
            Self::Gateway => "timers.gateway_ms",
            Self::Processor => "timers.processor_ms",
            Self::Channel => "timers.channel_ms",
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Merchant => "merchant",
            Self::Gateway => "gateway",
            Self::Processor => "processor",
            Self::Channel => "channel",
        }
    }

    /// Whether an answer from this place comes to it.
    const fn calls(self, place: Place) -> bool {
        matches!(
            (self, place),
            (Self::Merchant, Place::Gateway)
                | (Self::Gateway, Place::Processor(_))
                | (Self::Processor, Place::Channel)
                | (Self::Channel, Place::CardManagement | Place::TokenVault | Place::SecurityModule)
        )
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.hazard)
    }
}

impl Scenario {
    /// What is allowed here but a classic mistake, from the outside in.
    #[must_use]
    pub fn cautions(&self) -> Vec<Caution> {
        let outlasting = Caller::ALL.into_iter().filter_map(|inner| self.outlasting(inner));
        let endless = Caller::ALL.into_iter().filter(|caller| self.waits_for_ever(*caller));
        let endless = endless.map(|caller| Caution { path: caller.timer(), hazard: Hazard::WaitsForEver(caller) });
        let queues = self.without_deadline().into_iter().chain(self.all_first());
        let queues =
            queues.chain(self.short_check()).chain(self.one_failure()).chain(self.never_away()).chain(self.asking());
        let controls = [self.unchallenged(), self.unscored(), self.uncontrolled()].into_iter().flatten();
        outlasting
            .chain(endless)
            .chain(self.anew())
            .chain(self.hedging())
            .chain(self.unreversed())
            .chain(queues)
            .chain(controls)
            .chain(self.channel_cautions())
            .chain(self.follow_up_cautions())
            .chain(self.write_caution())
            .collect()
    }

    /// A challenge that no score leads to.
    fn unchallenged(&self) -> Option<Caution> {
        let security = &self.security;
        let (challenge_above, block_above) = security.challenge_above.zip(security.block_above)?;
        let hazard = Hazard::NobodyChallenged { challenge_above, block_above };
        let never = security.has(Place::RiskCheck) && challenge_above >= block_above;
        never.then_some(Caution { path: "security.challenge_above", hazard })
    }

    /// A timer that most scores do not meet.
    fn unscored(&self) -> Option<Caution> {
        let (timeout_ms, service_ms) = (self.security.score_timeout_ms, self.security.risk_check.service.mean_ms());
        let late = self.security.has(Place::RiskCheck) && service_ms >= timeout_ms;
        let hazard = Hazard::ScoresTooLate { timeout_ms, service_ms };
        late.then_some(Caution { path: "security.score_timeout_ms", hazard })
    }

    /// A fault at a control that is off.
    fn uncontrolled(&self) -> Option<Caution> {
        let absent = |fault: &Fault| fault.place.is_control() && !self.security.has(fault.place);
        let path = "security.enabled";
        self.faults.iter().any(absent).then_some(Caution { path, hazard: Hazard::ControlAbsent })
    }

    /// The timer of a caller, in milliseconds.
    pub(super) fn timer_ms(&self, caller: Caller) -> Option<f64> {
        match caller {
            Caller::Merchant => self.merchant.timeout_ms,
            Caller::Gateway => self.timers.gateway_ms,
            Caller::Processor => self.timers.processor_ms,
            Caller::Channel => self.timers.channel_ms,
        }
    }

    /// A timer that does not end before that of the nearest caller outside which has one.
    fn outlasting(&self, inner: Caller) -> Option<Caution> {
        let inner_ms = self.timer_ms(inner)?;
        let outside = Caller::ALL.into_iter().take_while(|caller| *caller != inner);
        // Where payments are accepted at once no merchant's call waits for anything behind the gateway.
        let outside = outside.filter(|caller| !self.follow_up.enabled || *caller != Caller::Merchant);
        let (outer, outer_ms) = outside.filter_map(|caller| Some((caller, self.timer_ms(caller)?))).last()?;
        let hazard = Hazard::InnerOutlasts { inner, inner_ms, outer, outer_ms };
        (inner_ms >= outer_ms).then_some(Caution { path: inner.timer(), hazard })
    }

    /// Whether messages that a caller waits for can be lost while it has no timer.
    fn waits_for_ever(&self, caller: Caller) -> bool {
        let loss = match caller {
            Caller::Merchant => self.links.merchant_loss,
            Caller::Gateway => self.links.processor_loss,
            Caller::Processor => self.links.channel_loss,
            Caller::Channel => self.links.issuer_loss,
        };
        let vanish = |fault: &Fault| match fault.kind {
            FaultKind::Silent => true,
            FaultKind::Loss { share } => share > 0.0,
            _ => false,
        };
        let faults = self.faults.iter().any(|fault| vanish(fault) && caller.calls(fault.place));
        // A rail ends every wait by its own limit.
        let timed = caller == Caller::Channel && self.channel.kind.limit_s().is_some();
        self.timer_ms(caller).is_none() && !timed && (loss > 0.0 || faults)
    }

    fn anew(&self) -> Option<Caution> {
        let tries = self.merchant.tries;
        let path = self.not_idempotent().filter(|_| tries > 1)?;
        Some(Caution { path, hazard: Hazard::RetriesAnew { tries } })
    }

    /// A hedge is a second request for one payment: it takes an idempotent system, and a reversal of the one that loses.
    fn hedging(&self) -> Option<Caution> {
        let (hedge_ms, reversed) = (self.resilience.hedge_ms?, self.safeguards.reversals);
        let safe = reversed && self.not_idempotent().is_none();
        let hazard = Hazard::HedgesAnew { hedge_ms, reversed };
        (!safe).then_some(Caution { path: "resilience.hedge_ms", hazard })
    }

    /// The field for which nothing tells the gateway that two submissions are one payment, if it is so.
    const fn not_idempotent(&self) -> Option<&'static str> {
        match (self.safeguards.idempotency, self.merchant.idempotency_key) {
            (false, _) => Some("safeguards.idempotency"),
            (true, Key::Fresh) => Some("merchant.idempotency_key"),
            (true, Key::Stable) => None,
        }
    }

    fn without_deadline(&self) -> Option<Caution> {
        let idle = self.overload.deadlines && self.merchant.timeout_ms.is_none() && self.timers.gateway_ms.is_none();
        idle.then_some(Caution { path: "overload.deadlines", hazard: Hazard::NoDeadlines })
    }

    fn all_first(&self) -> Option<Caution> {
        let share = self.overload.priority_share;
        let hazard = Hazard::AllFirst { share };
        (share > PRIORITY_SHARE_MAX).then_some(Caution { path: "overload.priority_share", hazard })
    }

    fn short_check(&self) -> Option<Caution> {
        let slowest = self.processors.speeds.iter().copied().fold(1.0, f64::min);
        let service_ms = (self.processors.service.mean_ms() / slowest).round();
        let timeout_ms = self.health.timeout_s * 1e3;
        let hazard = Hazard::CheckTooShort { timeout_ms, service_ms };
        (self.health.active && timeout_ms < service_ms).then_some(Caution { path: "health.timeout_s", hazard })
    }

    fn one_failure(&self) -> Option<Caution> {
        let share = self.outcomes.technical_decline_share;
        let strict = self.health.max_fails == Some(1) && share > 0.0;
        strict.then_some(Caution { path: "health.max_fails", hazard: Hazard::OneFailure { share } })
    }

    fn never_away(&self) -> Option<Caution> {
        let away = self.health.active || self.health.max_fails.is_some() || self.resilience.outlier_ejection;
        let idle = self.health.slow_start_s.is_some() && !away;
        idle.then_some(Caution { path: "health.slow_start_s", hazard: Hazard::NeverAway })
    }

    fn asking(&self) -> Option<Caution> {
        let interval_ms = self.enquiry.interval_ms?;
        let idle = self.timers.gateway_ms.is_none() && self.timers.processor_ms.is_none();
        let way =
            self.channel.delay.mean_ms() + self.card_management.service.mean_ms() + self.channel.answer_delay.mean_ms();
        let way_ms = way.round();
        let hazard = match () {
            () if idle => Hazard::NothingToAsk,
            () if self.enquiry.tries > 1 && interval_ms < way_ms => Hazard::AsksWithoutPause { interval_ms, way_ms },
            () => return None,
        };
        Some(Caution { path: "enquiry.interval_ms", hazard })
    }

    fn unreversed(&self) -> Option<Caution> {
        let open = !self.safeguards.reversals && !self.answers_always_come();
        open.then_some(Caution { path: "safeguards.reversals", hazard: Hazard::NothingReversed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of what is cautioned after a change of the default.
    #[track_caller]
    fn check(change: impl FnOnce(&mut Scenario), expected: &[&str]) {
        let mut scenario = Scenario::default();
        change(&mut scenario);
        assert!(scenario.check().is_ok(), "a caution is no problem");
        let paths: Vec<&str> = scenario.cautions().iter().map(|caution| caution.path).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn the_default_is_without_caution() {
        check(|_| {}, &[]);
    }

    #[test]
    fn a_callee_gives_up_first() {
        let nested = |s: &mut Scenario, [merchant, gateway, processor, channel]: [Option<f64>; 4]| {
            s.merchant.timeout_ms = merchant;
            (s.timers.gateway_ms, s.timers.processor_ms, s.timers.channel_ms) = (gateway, processor, channel);
        };
        let ms = Some;
        check(|s| nested(s, [ms(9e3), ms(7e3), ms(5e3), ms(3e3)]), &[]);
        check(|s| nested(s, [ms(9e3), ms(7e3), ms(5e3), ms(6e3)]), &["timers.channel_ms"]);
        check(|s| nested(s, [ms(5e3), ms(7e3), None, ms(6e3)]), &["timers.gateway_ms"]);
        check(|s| nested(s, [ms(5e3), None, None, ms(30e3)]), &["timers.channel_ms"]);
        check(|s| nested(s, [None, ms(5e3), ms(5e3), None]), &["timers.processor_ms"]);
    }

    #[test]
    fn what_is_tried_again_is_idempotent() {
        let retrying = |s: &mut Scenario| (s.merchant.tries, s.merchant.timeout_ms) = (4, Some(2e3));
        check(retrying, &[]);
        check(
            |s| {
                retrying(s);
                s.safeguards.idempotency = false
            },
            &["safeguards.idempotency"],
        );
        check(
            |s| {
                retrying(s);
                s.merchant.idempotency_key = Key::Fresh
            },
            &["merchant.idempotency_key"],
        );
        check(|s| s.safeguards.idempotency = false, &[]);
    }

    #[test]
    fn what_is_hedged_is_idempotent_and_reversed() {
        let hedging = |change: fn(&mut Scenario)| {
            move |s: &mut Scenario| {
                s.resilience.hedge_ms = Some(400.0);
                change(s);
            }
        };
        check(hedging(|_| {}), &[]);
        check(hedging(|s| s.safeguards.idempotency = false), &["resilience.hedge_ms"]);
        check(hedging(|s| s.merchant.idempotency_key = Key::Fresh), &["resilience.hedge_ms"]);
        // That nothing is reversed is a caution of its own.
        check(hedging(|s| s.safeguards.reversals = false), &["resilience.hedge_ms", "safeguards.reversals"]);
        let mut scenario = Scenario::default();
        hedging(|s| s.safeguards.reversals = false)(&mut scenario);
        let said = scenario.cautions().iter().map(ToString::to_string).collect::<String>();
        let expected = "After 400 ms without an answer a second attempt is sent, and each counts as a payment of its own: \
                        both may be approved, and the card is charged twice.";
        assert!(said.contains(expected), "with its consequence: {said}");
    }

    #[test]
    fn who_may_lose_an_answer_has_a_timer() {
        check(|s| s.links.merchant_loss = 0.01, &["merchant.timeout_ms"]);
        check(|s| (s.links.merchant_loss, s.merchant.timeout_ms) = (0.01, Some(2e3)), &[]);
        let silent = |place| Fault::new(FaultKind::Silent, place, 20.0, 10.0);
        check(|s| s.faults = vec![silent(Place::Processor(1))], &["timers.gateway_ms"]);
        check(|s| s.faults = vec![silent(Place::Channel)], &["timers.processor_ms"]);
        let lossy = Fault::new(FaultKind::Loss { share: 0.5 }, Place::CardManagement, 20.0, 10.0);
        check(|s| s.faults = vec![lossy], &["timers.channel_ms"]);
        check(|s| (s.faults, s.timers.channel_ms) = (vec![lossy], Some(1e3)), &[]);
        check(|s| s.links.channel_loss = 0.01, &["timers.processor_ms"]);
        check(|s| (s.links.channel_loss, s.timers.processor_ms) = (0.01, Some(1e3)), &[]);
        let lossy = |place| Fault::new(FaultKind::Loss { share: 0.5 }, place, 20.0, 10.0);
        check(|s| s.faults = vec![lossy(Place::Channel)], &["timers.processor_ms"]);
        check(|s| s.faults = vec![lossy(Place::Gateway)], &["merchant.timeout_ms"]);
    }

    #[test]
    fn unknown_outcomes_are_reversed() {
        check(|s| s.safeguards.reversals = false, &[]);
        check(|s| (s.safeguards.reversals, s.merchant.timeout_ms) = (false, Some(2e3)), &["safeguards.reversals"]);
    }

    #[test]
    fn overload_settings_have_something_to_do() {
        check(|s| s.overload.deadlines = true, &["overload.deadlines"]);
        check(|s| (s.overload.deadlines, s.merchant.timeout_ms) = (true, Some(2e3)), &[]);
        check(|s| s.overload.priority_share = 0.5, &[]);
        check(|s| s.overload.priority_share = 0.9, &["overload.priority_share"]);
    }

    #[test]
    fn health_and_enquiries_can_do_what_they_are_for() {
        check(|s| s.health.active = true, &[]);
        check(|s| (s.health.active, s.health.timeout_s) = (true, 0.05), &["health.timeout_s"]);
        check(|s| s.health.slow_start_s = Some(30.0), &["health.slow_start_s"]);
        check(|s| (s.health.slow_start_s, s.health.max_fails) = (Some(30.0), Some(3)), &[]);
        check(|s| s.health.max_fails = Some(1), &["health.max_fails"]);
        check(|s| s.enquiry.interval_ms = Some(2e3), &["enquiry.interval_ms"]);
        let asking = |s: &mut Scenario, ms: f64| (s.enquiry.interval_ms, s.timers.gateway_ms) = (Some(ms), Some(2e3));
        check(|s| asking(s, 2e3), &[]);
        check(|s| asking(s, 20.0), &["enquiry.interval_ms"]);
    }

    #[test]
    fn controls_are_set_up_to_work() {
        let secure = |s: &mut Scenario| s.security.enabled = true;
        check(secure, &[]);
        check(|s| s.security.challenge_above = Some(4.0), &[]);
        check(
            |s| {
                secure(s);
                s.security.challenge_above = s.security.block_above;
            },
            &["security.challenge_above"],
        );
        check(
            |s| {
                secure(s);
                s.security.score_timeout_ms = 20.0;
            },
            &["security.score_timeout_ms"],
        );
        let down = Fault::new(FaultKind::Down, Place::TokenVault, 1.0, 1.0);
        check(
            |s| {
                secure(s);
                s.faults = vec![down];
            },
            &["security.enabled"],
        );
        check(
            |s| {
                secure(s);
                (s.faults, s.security.tokenisation) = (vec![down], true);
            },
            &[],
        );
    }

    #[test]
    fn answers_that_follow_are_set_up_to_arrive() {
        let on = |s: &mut Scenario, loss: f64| {
            (s.follow_up.enabled, s.links.merchant_loss, s.merchant.timeout_ms) = (true, loss, Some(2e3));
            s.objective.response_ms = 5e3;
        };
        check(|s| on(s, 0.0), &[]);
        check(|s| on(s, 0.01), &[]);
        let with = |loss: f64, change: fn(&mut Scenario)| {
            move |s: &mut Scenario| {
                on(s, loss);
                change(s);
            }
        };
        check(with(0.01, |s| s.follow_up.deduplicate = false), &["follow_up.deduplicate"]);
        check(with(0.0, |s| s.follow_up.deduplicate = false), &[]);
        let lost_at = |place: Place, share: f64| {
            move |s: &mut Scenario| {
                on(s, 0.0);
                s.faults = vec![Fault::new(FaultKind::Loss { share }, place, 0.0, 10.0)];
                s.follow_up.deduplicate = false;
            }
        };
        check(lost_at(Place::Gateway, 0.5), &["follow_up.deduplicate"]);
        check(lost_at(Place::Gateway, 0.0), &[]);
        check(with(0.01, |s| s.objective.response_ms = 800.0), &["follow_up.redeliver"]);
        check(with(0.01, |s| s.follow_up.deliveries = 1), &["follow_up.deliveries"]);
        check(with(0.0, |s| s.follow_up.workers = 5), &["follow_up.workers"]);
        check(with(0.0, |s| s.timers.gateway_ms = Some(9e3)), &[]);
    }

    #[test]
    fn a_caution_says_what_it_leads_to() {
        let mut scenario = Scenario::default();
        (scenario.merchant.timeout_ms, scenario.timers.gateway_ms) = (Some(10_000.0), Some(30_000.0));
        let said = scenario.cautions().iter().map(ToString::to_string).collect::<String>();
        let expected = "timers.gateway_ms: The gateway waits 30000 ms, the merchant that called it only 10000 ms: it goes on \
                        working for nobody, and its answer comes too late.";
        assert_eq!(said, expected, "place, values, consequence");
    }
}
