//! Where a message can be lost for good, and who ends the wait for its answer.
//!
//! A timer ends the wait for whatever is lost behind the one who waits: the gateway's what is lost between it and the
//! processors, or further on. A rail times a transfer from the moment it takes it, so its limit is the channel's timer.
//! Left out: the silent risk check, whose score has a timer always, and workers who wait for ever and so hold up others.

use super::{Fault, FaultKind, Scenario};
use crate::payment::Place;
use crate::units::Instant;

/// Ways on which a message can be lost: merchants to gateway, to a processor, to the channel, to the issuer. Whoever sends
/// on a way has the timer of the same place.
const WAYS: usize = 4;

impl Scenario {
    /// The instant before which payments came that may wait for an answer that never comes, without anybody to end the wait, as
    /// things stand by then: for ever where links lose messages, the end of the last fault that does; nothing where none can.
    #[must_use]
    pub fn may_hang(&self, by: Instant) -> Option<Instant> {
        if self.merchant.patience_s.is_some() {
            return None;
        }
        let links = &self.links;
        let shares = [links.merchant_loss, links.processor_loss, links.channel_loss, links.issuer_loss];
        if (0..WAYS).any(|way| shares[way] > 0.0 && !self.ends_the_wait(way)) {
            return Some(Instant::NEVER);
        }
        let begun = self.faults.iter().filter(|fault| fault.swallows() && fault.start_s <= by.seconds());
        let uncovered = begun.filter(|fault| way_to(fault.place).is_some_and(|way| !self.ends_the_wait(way)));
        uncovered.map(|fault| Instant::from_seconds(fault.end_s())).max()
    }

    /// Whether somebody in front of a way ends the wait for what is lost on it.
    fn ends_the_wait(&self, way: usize) -> bool {
        // A submission that was accepted has had its answer: the merchant's timer does not run for the result.
        let covered = if self.follow_up.enabled { 1 } else { WAYS };
        let merchant = self.merchant.timeout_ms.is_some();
        let rail = self.channel.kind.limit_s().is_some();
        let timers = &self.timers;
        let behind =
            [false, timers.gateway_ms.is_some(), timers.processor_ms.is_some(), timers.channel_ms.is_some() || rail];
        (merchant && way < covered) || behind.iter().take(way + 1).any(|timer| *timer)
    }
}

impl Fault {
    /// Whether it loses a share of the messages.
    pub(super) fn loses_messages(&self) -> bool {
        self.duration_s > 0.0 && matches!(self.kind, FaultKind::Loss { share } if share > 0.0)
    }

    /// Whether anything that comes to its place vanishes.
    fn swallows(&self) -> bool {
        self.loses_messages() || (self.duration_s > 0.0 && matches!(self.kind, FaultKind::Silent))
    }
}

/// The way that ends at a place; none where somebody always hears of a loss.
const fn way_to(place: Place) -> Option<usize> {
    match place {
        Place::Gateway => Some(0),
        Place::Processor(_) => Some(1),
        Place::Channel => Some(2),
        Place::CardManagement | Place::TokenVault | Place::SecurityModule => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn check(scenario: &Value, expected: bool) {
        let scenario = Scenario::from_value(scenario).unwrap();
        let hangs = scenario.scenario().may_hang(Instant::from_seconds(60.0)).is_some();
        assert_eq!(hangs, expected, "{:?}", scenario.scenario());
    }

    #[test]
    fn where_nothing_is_lost_nobody_hangs() {
        check(&json!({}), false);
        check(&json!({ "security": { "enabled": true } }), false);
        check(&json!({ "scaling": { "on": true } }), false);
        check(&json!({ "retry": { "tries": 3 } }), false);
        check(&json!({ "faults": [{ "kind": { "slow": { "times": 2 } }, "start_s": 0, "duration_s": 1 }] }), false);
        check(&json!({ "timers": { "gateway_ms": 1_000 } }), false);
    }

    #[test]
    fn the_wait_is_ended_by_a_timer_in_front_of_the_loss() {
        for (timer, ends) in [("gateway_ms", true), ("processor_ms", true), ("channel_ms", false)] {
            check(&json!({ "links": { "channel_loss": 0.1 }, "timers": { timer: 1_000 } }), !ends);
        }
        check(&json!({ "links": { "merchant_loss": 0.1 }, "timers": { "gateway_ms": 1_000 } }), true);
        check(&json!({ "links": { "merchant_loss": 0.1 }, "merchant": { "timeout_ms": 1_000 } }), false);
        check(&json!({ "links": { "merchant_loss": 0.1 }, "merchant": { "patience_s": 10 } }), false);
    }

    #[test]
    fn a_rail_ends_the_wait_for_what_it_has_taken() {
        let rail = json!({ "kind": "instant_rail" });
        check(&json!({ "channel": rail, "links": { "issuer_loss": 0.1 } }), false);
        check(&json!({ "channel": rail, "links": { "processor_loss": 0.1 } }), true);
    }

    #[test]
    fn a_merchant_whose_submission_was_accepted_waits_on() {
        let follow_up = json!({ "enabled": true });
        let merchant = json!({ "timeout_ms": 1_000 });
        check(&json!({ "follow_up": follow_up, "merchant": merchant, "links": { "merchant_loss": 0.1 } }), false);
        check(&json!({ "follow_up": follow_up, "merchant": merchant, "links": { "processor_loss": 0.1 } }), true);
    }

    #[test]
    fn a_fault_that_swallows_counts_from_its_beginning() {
        let at = |place: &str, kind: Value, start_s: u32| json!({ "faults": [{ "kind": kind, "place": place, "start_s": start_s }] });
        check(&at("card_management", json!("silent"), 10), true);
        check(&at("card_management", json!("silent"), 61), false);
        check(&at("risk_check", json!("silent"), 10), false);
        check(&at("gateway", json!({ "loss": { "share": 0.5 } }), 10), true);
        check(&at("gateway", json!({ "loss": { "share": 0 } }), 10), false);
    }

    /// What comes after its end cannot have been lost to it.
    #[test]
    fn a_fault_that_is_over_hangs_nobody_who_comes_later() {
        let until = |change: Value| {
            let scenario = Scenario::from_value(&change).unwrap();
            scenario.scenario().may_hang(Instant::from_seconds(60.0))
        };
        let silent = json!({ "kind": "silent", "place": "card_management", "start_s": 10, "duration_s": 5 });
        assert_eq!(until(json!({ "faults": [silent.clone()] })), Some(Instant::from_seconds(15.0)));
        let later = json!({ "kind": "silent", "place": "channel", "start_s": 20, "duration_s": 1 });
        assert_eq!(
            until(json!({ "faults": [later, silent.clone()] })),
            Some(Instant::from_seconds(21.0)),
            "the last one"
        );
        let lossy = json!({ "faults": [silent], "links": { "issuer_loss": 0.1 } });
        assert_eq!(until(lossy), Some(Instant::NEVER), "links lose all the time");
    }
}
