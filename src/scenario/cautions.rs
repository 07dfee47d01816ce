//! What is allowed but a classic mistake: each with its place and its consequence.
//!
//! A problem stops a run, a caution does not: to see what goes wrong is what the program is for. The rules are those of
//! every guide to timeouts and retries: a caller waits longer than its callee, what is tried again is idempotent, and
//! who may lose an answer has a timer.

use super::{Fault, FaultKind, Key, Scenario};
use crate::payment::Place;
use std::fmt;

/// Something that is allowed and hardly ever meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caution {
    /// Path of the field that would mend it.
    pub path: &'static str,
    /// What it leads to.
    pub hazard: Hazard,
}

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
    /// Messages can be lost and this caller has no timer.
    WaitsForEver(Caller),
    /// Outcomes may be unknown, and nothing is done about it.
    NothingReversed,
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
    const fn timer(self) -> &'static str {
        match self {
            Self::Merchant => "merchant.timeout_ms",
            Self::Gateway => "timers.gateway_ms",
            Self::Processor => "timers.processor_ms",
            Self::Channel => "timers.channel_ms",
        }
    }

    const fn name(self) -> &'static str {
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
            Self::WaitsForEver(caller) => write!(
                f,
                "Messages to or from whom the {} calls can be lost, and it has no timer: it waits for ever, and what it \
                 holds stays held.",
                caller.name()
            ),
            Self::NobodyChallenged { challenge_above, block_above } => write!(
                f,
                "A score above {block_above} blocks a payment, so a challenge above {challenge_above} never happens."
            ),
            Self::ScoresTooLate { timeout_ms, service_ms } => write!(
                f,
                "A score takes {service_ms:.0} ms on average and the gateway waits {timeout_ms} ms: most payments are decided \
                 without it."
            ),
            Self::ControlAbsent => {
                write!(f, "It is set for a security control that is not switched on: nothing happens.")
            }
            Self::NothingReversed => write!(
                f,
                "An attempt may have been approved although its answer never came. Nobody takes it back: the amount stays \
                 held on the card."
            ),
        }
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
        let controls = [self.unchallenged(), self.unscored(), self.uncontrolled()].into_iter().flatten();
        outlasting.chain(endless).chain(self.anew()).chain(self.unreversed()).chain(controls).collect()
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
    fn timer_ms(&self, caller: Caller) -> Option<f64> {
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
        let (outer, outer_ms) = outside.filter_map(|caller| Some((caller, self.timer_ms(caller)?))).last()?;
        let hazard = Hazard::InnerOutlasts { inner, inner_ms, outer, outer_ms };
        (inner_ms >= outer_ms).then_some(Caution { path: inner.timer(), hazard })
    }

    /// Whether messages that a caller waits for can be lost while it has no timer.
    fn waits_for_ever(&self, caller: Caller) -> bool {
        let loss = match caller {
            Caller::Merchant => self.links.merchant_loss,
            Caller::Gateway => self.links.processor_loss,
            Caller::Processor => 0.0,
            Caller::Channel => self.links.issuer_loss,
        };
        let vanish = |fault: &Fault| match fault.kind {
            FaultKind::Silent => true,
            FaultKind::Loss { share } => share > 0.0,
            _ => false,
        };
        let faults = self.faults.iter().any(|fault| vanish(fault) && caller.calls(fault.place));
        self.timer_ms(caller).is_none() && (loss > 0.0 || faults)
    }

    fn anew(&self) -> Option<Caution> {
        let tries = self.merchant.tries;
        let path = match (self.safeguards.idempotency, self.merchant.idempotency_key) {
            _ if tries <= 1 => return None,
            (false, _) => "safeguards.idempotency",
            (true, Key::Fresh) => "merchant.idempotency_key",
            (true, Key::Stable) => return None,
        };
        Some(Caution { path, hazard: Hazard::RetriesAnew { tries } })
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
    fn presets_and_the_default_are_without_caution() {
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
    fn who_may_lose_an_answer_has_a_timer() {
        check(|s| s.links.merchant_loss = 0.01, &["merchant.timeout_ms"]);
        check(|s| (s.links.merchant_loss, s.merchant.timeout_ms) = (0.01, Some(2e3)), &[]);
        let silent = |place| Fault::new(FaultKind::Silent, place, 20.0, 10.0);
        check(|s| s.faults = vec![silent(Place::Processor(1))], &["timers.gateway_ms"]);
        check(|s| s.faults = vec![silent(Place::Channel)], &["timers.processor_ms"]);
        let lossy = Fault::new(FaultKind::Loss { share: 0.5 }, Place::CardManagement, 20.0, 10.0);
        check(|s| s.faults = vec![lossy], &["timers.channel_ms"]);
        check(|s| (s.faults, s.timers.channel_ms) = (vec![lossy], Some(1e3)), &[]);
    }

    #[test]
    fn unknown_outcomes_are_reversed() {
        check(|s| s.safeguards.reversals = false, &[]);
        check(|s| (s.safeguards.reversals, s.merchant.timeout_ms) = (false, Some(2e3)), &["safeguards.reversals"]);
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
    fn a_caution_says_what_it_leads_to() {
        let mut scenario = Scenario::default();
        (scenario.merchant.timeout_ms, scenario.timers.gateway_ms) = (Some(10_000.0), Some(30_000.0));
        let said = scenario.cautions().iter().map(ToString::to_string).collect::<String>();
        let expected = "timers.gateway_ms: The gateway waits 30000 ms, the merchant that called it only 10000 ms: it goes on \
                        working for nobody, and its answer comes too late.";
        assert_eq!(said, expected, "place, values, consequence");
    }
}
