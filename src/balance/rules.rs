//! Rules: card range, currency and amount decide.
//!
//! Source: Juspay decision engine (Hyperswitch), rule-based routing. The first rule that applies names the servers, the
//! first choice first; if none of them is usable, or no rule applies, the merchant's default list does, which is here
//! the order of the servers. Left out: rules whose outcome is a volume split, and other conditions than these three.

use super::{Balance, Nobody, Rule, Setup, View};
use crate::random::Stream;

/// The first usable server of the first rule that applies.
#[derive(Clone, Debug)]
pub struct Rules(Vec<Rule>);

impl Balance for Rules {
    const ID: &'static str = "rules";
    const NAME: &'static str = "Rules (card range, currency, amount)";
    const SUMMARY: &'static str = "What card, currency and amount ask for; otherwise the first processor in the list.";
    const SOURCE: &'static str = "Juspay decision engine 0.1.3, rule-based routing, as in Hyperswitch";
    const NOBODY: Nobody = Nobody::BestOfTheDown;
    const HEEDS_RULES: bool = true;

    fn new(setup: &Setup<'_>) -> Self {
        Self(setup.rules.to_vec())
    }

    fn pick(&mut self, view: &View<'_>, _stream: &mut Stream) -> Option<usize> {
        let rule = self.0.iter().find(|rule| rule.applies(&view.request));
        let mut named = rule.into_iter().flat_map(|rule| rule.servers.iter().copied());
        let usable = |server: &usize| *server < view.usable.len() && view.is_eligible(*server);
        named.find(usable).or_else(|| view.eligible().next())
    }
}
