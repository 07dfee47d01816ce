//! Rules that count tries: at most so many of a card, or at a merchant, within a time (a sliding log).
//!
//! What is tried again while it is blocked counts too, so that an attack that goes on stays blocked: vendors let one choose
//! a challenge above 5 and a denial above 10 tries in 10 minutes. The rule about a merchant knows no shopper: it blocks the
//! honest ones with the attack.

use super::counts::Control;
use super::plan::SecurityPlan;
use crate::math;
use crate::units::{Instant, Nanos};
use std::collections::VecDeque;

/// Both rules.
#[derive(Clone, Debug)]
pub(super) struct Velocity {
    card: Option<Rule>,
    merchant: Option<Rule>,
}

/// At most so many tries of a thing within a time.
#[derive(Clone, Debug)]
struct Rule {
    most: u32,
    window: Nanos,
    /// Tries within the time, oldest first.
    recent: VecDeque<(Instant, u32)>,
    /// How many of them each thing has.
    tries: Vec<u32>,
}

impl Velocity {
    pub(super) fn new(plan: &SecurityPlan, cards: u32) -> Self {
        let window = plan.velocity.window;
        let rule = |most: Option<u32>, things: u32| most.map(|most| Rule::new(most, window, things));
        Self { card: rule(plan.velocity.card, cards), merchant: rule(plan.velocity.merchant, plan.merchants.max(1)) }
    }

    /// Counts a try, and names the rule that it breaks. A number that belongs to no card has no count.
    pub(super) fn strikes(&mut self, now: Instant, card: u32, merchant: u32) -> Option<Control> {
        let card = self.card.as_mut().is_some_and(|rule| rule.strikes(now, card));
        let merchant = self.merchant.as_mut().is_some_and(|rule| rule.strikes(now, merchant));
        match (card, merchant) {
            (true, _) => Some(Control::CardVelocity),
            (false, true) => Some(Control::MerchantVelocity),
            (false, false) => None,
        }
    }
}

impl Rule {
    fn new(most: u32, window: Nanos, things: u32) -> Self {
        Self { most, window, recent: VecDeque::new(), tries: vec![0; math::index(things)] }
    }

    /// Counts a try. Returns whether it is one too many.
    fn strikes(&mut self, now: Instant, thing: u32) -> bool {
        while let Some((at, thing)) = self.recent.front().copied()
            && now.since(at) >= self.window
        {
            self.recent.pop_front();
            self.tries[math::index(thing)] -= 1;
        }
        let Some(tries) = self.tries.get_mut(math::index(thing)) else { return false };
        *tries += 1;
        self.recent.push_back((now, thing));
        *tries > self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u64) -> Instant {
        Instant::new(second * 1_000_000_000)
    }

    #[test]
    fn the_third_try_within_the_time_is_one_too_many() {
        let mut rule = Rule::new(2, Nanos::from_seconds(10.0), 3);
        let strikes: Vec<bool> = [0, 1, 2].iter().map(|second| rule.strikes(at(*second), 1)).collect();
        assert_eq!(strikes, [false, false, true], "two are allowed");
        assert!(!rule.strikes(at(3), 0), "another card is not concerned");
        assert!(rule.strikes(at(9), 1), "what was blocked counts too");
        assert!(!rule.strikes(at(19), 1), "after the time the card is free: one try at 9 s is gone too");
        assert!(!rule.strikes(at(20), 99), "a number of no card has no count");
    }
}
