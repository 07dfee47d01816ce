//! Cautions about the channel: a rail has its own clock, and a ledger takes longer than people wait.

use super::cautions::{Caller, Caution};
use super::hazard::Hazard;
use super::{Processing, Scenario};

/// Milliseconds in a second.
const MILLIS: f64 = 1e3;

/// The callers in front of the channel, from the inside out.
const IN_FRONT: [Caller; 3] = [Caller::Processor, Caller::Gateway, Caller::Merchant];

impl Scenario {
    /// What is allowed of the channel but a classic mistake.
    pub(super) fn channel_cautions(&self) -> impl Iterator<Item = Caution> {
        let rail = self.channel.kind.limit_s().map(|limit_s| self.rail_cautions(limit_s * MILLIS));
        let ledger = self.channel.kind.finality_s().map(|finality_s| self.ledger_cautions(finality_s * MILLIS));
        rail.into_iter().flatten().chain(ledger.into_iter().flatten())
    }

    fn rail_cautions(&self, limit_ms: f64) -> Vec<Caution> {
        let beyond = self.timers.channel_ms.filter(|timer_ms| *timer_ms >= limit_ms).map(|timer_ms| {
            let hazard = Hazard::TimerBeyondLimit { timer_ms, limit_ms };
            Caution { path: "timers.channel_ms", hazard }
        });
        let early = self.gives_up(limit_ms).map(|(caller, timer_ms)| {
            let hazard = Hazard::UpBeforeRail { caller, timer_ms, limit_ms };
            Caution { path: caller.timer(), hazard }
        });
        let stands_in = self.safeguards.stand_in;
        let stands_in = stands_in.then_some(Caution { path: "safeguards.stand_in", hazard: Hazard::NobodyStandsIn });
        [beyond, early, stands_in].into_iter().flatten().collect()
    }

    fn ledger_cautions(&self, finality_ms: f64) -> Vec<Caution> {
        let early = |path, caller, timer_ms| {
            let hazard = Hazard::UpBeforeFinality { caller, timer_ms, finality_ms };
            Caution { path, hazard }
        };
        let timer = self.gives_up(finality_ms).map(|(caller, timer_ms)| early(caller.timer(), caller, timer_ms));
        let patience_ms = self.merchant.patience_s.map(|patience_s| patience_s * MILLIS);
        let patience = patience_ms.filter(|patience_ms| *patience_ms <= finality_ms);
        let patience = patience.map(|patience_ms| early("merchant.patience_s", Caller::Merchant, patience_ms));
        let held = self.processing == Processing::Synchronous && self.gateway.workers.is_some();
        let held = held.then_some(Caution { path: "processing", hazard: Hazard::HeldForBlocks { finality_ms } });
        let wait_ms = self.safeguards.forward_wait_s * MILLIS;
        let repeats = self.safeguards.reversals && !self.answers_always_come() && wait_ms <= finality_ms;
        let hazard = Hazard::RepeatsBeforeFinality { wait_ms, finality_ms };
        let repeats = repeats.then_some(Caution { path: "safeguards.forward_wait_s", hazard });
        [timer, patience, held, repeats].into_iter().flatten().collect()
    }

    /// The innermost caller in front of the channel whose timer ends no later than this.
    fn gives_up(&self, ms: f64) -> Option<(Caller, f64)> {
        let timers = IN_FRONT.into_iter().filter_map(|caller| Some((caller, self.timer_ms(caller)?)));
        timers.into_iter().find(|(_, timer_ms)| *timer_ms <= ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::ChannelKind;

    /// The paths of what is cautioned after a change of the default over a channel of this kind.
    #[track_caller]
    fn check(kind: ChannelKind, change: impl FnOnce(&mut Scenario), expected: &[&str]) {
        let mut scenario = Scenario { processing: Processing::Asynchronous, ..Scenario::default() };
        scenario.channel.kind = kind;
        change(&mut scenario);
        assert!(scenario.check().is_ok(), "a caution is no problem");
        let paths: Vec<&str> = scenario.cautions().iter().map(|caution| caution.path).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn everybody_in_front_of_a_rail_waits_for_its_limit() {
        let rail = ChannelKind::INSTANT_RAIL;
        check(rail, |_| {}, &[]);
        check(rail, |s| s.timers.channel_ms = Some(7e3), &[]);
        check(rail, |s| s.timers.channel_ms = Some(10e3), &["timers.channel_ms"]);
        check(rail, |s| s.timers.gateway_ms = Some(10e3), &["timers.gateway_ms"]);
        check(rail, |s| s.merchant.timeout_ms = Some(10.001e3), &[]);
        check(rail, |s| s.safeguards.stand_in = true, &["safeguards.stand_in"]);
        // The rail's own clock ends the wait.
        check(rail, |s| s.links.issuer_loss = 0.01, &[]);
    }

    #[test]
    fn everybody_in_front_of_a_ledger_waits_until_it_is_final() {
        // Half a gap of 12 s, and two more: 30 s.
        let ledger = ChannelKind::LEDGER;
        check(ledger, |_| {}, &[]);
        check(ledger, |s| s.merchant.patience_s = Some(30.0), &["merchant.patience_s"]);
        check(ledger, |s| s.merchant.patience_s = Some(31.0), &[]);
        check(ledger, |s| s.timers.processor_ms = Some(20e3), &["timers.processor_ms"]);
        check(ledger, |s| s.processing = Processing::Synchronous, &["processing"]);
        let repeating = |s: &mut Scenario| (s.merchant.timeout_ms, s.safeguards.forward_wait_s) = (Some(60e3), 10.0);
        check(ledger, repeating, &["safeguards.forward_wait_s"]);
    }

    #[test]
    fn a_card_network_has_neither() {
        let late = |s: &mut Scenario| (s.timers.channel_ms, s.safeguards.stand_in) = (Some(60e3), true);
        check(ChannelKind::CardNetwork, late, &[]);
    }
}
