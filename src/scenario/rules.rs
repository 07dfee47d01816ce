//! Rules of routing: which payments go to which processors, by card range, currency and amount.
//!
//! A rule is written as people say it, `cards 400000-400024 amount 100-: 2,1`: the same words on the command line and on
//! the page. Conditions are those of [`balance::Rule`]; what a payment of a run knows of itself stands in
//! [`crate::payment`]. Left out: rules whose outcome is a split, and conditions by country, merchant or time.

use super::problem::{Limit, Problem};
use super::reader::Reader;
use super::recovery::AMOUNT;
use super::stages::PROCESSORS;
use crate::{balance, math};
use serde::Serialize;
use std::fmt;

/// Most rules of a scenario.
pub const RULES: usize = 16;
/// The first six digits of a card number.
pub const CARD_RANGE: Limit = Limit::new(0.0, 999_999.0, "");
/// Numbers of currencies in ISO 4217.
pub const CURRENCY: Limit = Limit::new(1.0, 999.0, "");

/// Range of a bound on amounts in the currency's main unit.
const AMOUNT_BOUND: Limit = Limit::new(0.0, AMOUNT.max, "");
/// Minor units of a main unit of the currency.
const MINOR: f64 = 100.0;
/// What is said where a text is no rule.
const ALLOWED: &str = "conditions and the numbers of the processors, the first choice first, as \
                       \"cards 400000-400024 currency 978 amount 10-500: 2,1\" or \"any: 1\"; an end may be left out, as 100-";

/// Which payments a rule is for, and the processors for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RoutingRule {
    /// First six digits of the first card number; `null` for no bound.
    pub card_from: Option<u32>,
    /// Those of the last one.
    pub card_to: Option<u32>,
    /// The currency by its number in ISO 4217; `null` for every currency.
    pub currency: Option<u32>,
    /// The least amount in the currency's main unit; `null` for no bound.
    pub amount_from: Option<f64>,
    /// The greatest one.
    pub amount_to: Option<f64>,
    /// The processors by their numbers from 1, the first choice first.
    pub processors: Vec<u32>,
}

impl RoutingRule {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let processors = reader.numbers("processors", PROCESSORS, Limit::new(0.0, PROCESSORS.max, ""));
        for (place, number) in processors.iter().enumerate().filter(|(_, number)| number.fract() != 0.0) {
            let allowed = format!("a whole number {}", PROCESSORS.words());
            reader.contradiction(&format!("processors[{place}]"), number.to_string(), allowed);
        }
        let rule = Self {
            card_from: reader.whole_or_none("card_from", CARD_RANGE, None),
            card_to: reader.whole_or_none("card_to", CARD_RANGE, None),
            currency: reader.whole_or_none("currency", CURRENCY, None),
            amount_from: reader.number_or_none("amount_from", AMOUNT_BOUND, None),
            amount_to: reader.number_or_none("amount_to", AMOUNT_BOUND, None),
            processors: processors.iter().map(|number| math::low(math::whole(*number))).collect(),
        };
        if processors.is_empty() {
            let allowed = "at least one processor".to_owned();
            reader.contradiction("processors", "[]".to_owned(), allowed);
        }
        if let (Some(from), Some(to)) = (rule.card_from, rule.card_to)
            && from > to
        {
            reader.contradiction("card_to", to.to_string(), format!("a number not below card_from, which is {from}"));
        }
        if let (Some(from), Some(to)) = (rule.amount_from, rule.amount_to)
            && from > to
        {
            let allowed = format!("a number not below amount_from, which is {from}");
            reader.contradiction("amount_to", to.to_string(), allowed);
        }
        rule
    }

    /// The rule as a balancing policy knows it.
    #[must_use]
    pub fn plan(&self) -> balance::Rule {
        let minor = |amount: f64| math::whole(amount * MINOR);
        let cards = (self.card_from, self.card_to);
        let amounts = (self.amount_from, self.amount_to);
        balance::Rule {
            card_range: (cards != (None, None)).then(|| (cards.0.unwrap_or(0), cards.1.unwrap_or(u32::MAX))),
            currency: self.currency,
            amount_minor: (amounts != (None, None))
                .then(|| (amounts.0.map_or(0, minor), amounts.1.map_or(u64::MAX, minor))),
            servers: self.processors.iter().map(|number| math::index(number.saturating_sub(1))).collect(),
        }
    }

    /// Reads rules parted by semicolons or lines; processors are counted from `first`, 0 or 1.
    ///
    /// # Errors
    /// Names the first that is none, by its place from 1.
    pub fn list(text: &str, first: u32) -> Result<Vec<Self>, Problem> {
        let items = text.split([';', '\n']).map(str::trim).filter(|item| !item.is_empty());
        let one = |(place, item): (usize, &str)| {
            let problem = || Problem {
                path: format!("rule {}", place + 1),
                value: format!("{item:?}"),
                allowed: ALLOWED.to_owned(),
            };
            Self::one(item, first).ok_or_else(problem)
        };
        let rules: Vec<Self> = items.enumerate().map(one).collect::<Result<_, _>>()?;
        if rules.len() > RULES {
            let (value, allowed) = (format!("{} rules", rules.len()), format!("at most {RULES}"));
            return Err(Problem { path: "rules".to_owned(), value, allowed });
        }
        Ok(rules)
    }

    fn one(text: &str, first: u32) -> Option<Self> {
        let (conditions, processors) = text.split_once(':')?;
        let mut rule = Self::default();
        let mut words = conditions.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "any" => {}
                "cards" => {
                    let (from, to) = span(words.next()?, CARD_RANGE)?;
                    if [from, to].into_iter().flatten().any(|end| end.fract() != 0.0) {
                        return None;
                    }
                    let digits = |end: Option<f64>| end.map(|end| math::low(math::whole(end)));
                    (rule.card_from, rule.card_to) = (digits(from), digits(to));
                }
                "amount" => (rule.amount_from, rule.amount_to) = span(words.next()?, AMOUNT_BOUND)?,
                "currency" => rule.currency = Some(whole(words.next()?, CURRENCY)?),
                _ => return None,
            }
        }
        let number = |text: &str| {
            let number = whole(text.trim(), Limit { min: f64::from(first), ..LISTED })?;
            Some(number + 1 - first)
        };
        rule.processors = processors.split(',').map(number).collect::<Option<_>>()?;
        Some(rule)
    }
}

/// Numbers of processors that a text may name; whether there is such a one is for its reader to say.
const LISTED: Limit = Limit::new(0.0, 65_535.0, "");

fn whole(text: &str, limit: Limit) -> Option<u32> {
    text.parse().ok().filter(|number: &u32| limit.contains(f64::from(*number)))
}

/// `from-to`, of which one end may be left out, or one number for both.
fn span(text: &str, limit: Limit) -> Option<(Option<f64>, Option<f64>)> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let end = |text: &str| match text {
        "" => Some(None),
        text => text.parse().ok().filter(|number| limit.contains(*number)).map(Some),
    };
    let (from, to): (Option<f64>, Option<f64>) = (end(from)?, end(to)?);
    let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
    (ordered && (from.is_some() || to.is_some())).then_some((from, to))
}

impl fmt::Display for RoutingRule {
    /// As [`RoutingRule::list`] reads it, processors from 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { card_from, card_to, currency, amount_from, amount_to, processors } = self;
        let mut conditions = Vec::new();
        conditions.extend(between("cards", card_from.map(f64::from), card_to.map(f64::from)));
        conditions.extend(currency.map(|currency| format!("currency {currency}")));
        conditions.extend(between("amount", *amount_from, *amount_to));
        let conditions = if conditions.is_empty() { "any".to_owned() } else { conditions.join(" ") };
        let processors: Vec<String> = processors.iter().map(ToString::to_string).collect();
        write!(f, "{conditions}: {}", processors.join(", "))
    }
}

fn between(word: &str, from: Option<f64>, to: Option<f64>) -> Option<String> {
    let end = |end: Option<f64>| end.map_or_else(String::new, |end| end.to_string());
    (from.is_some() || to.is_some()).then(|| format!("{word} {}-{}", end(from), end(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_people_say_them() {
        let text = "cards 400000-400024 amount 100-: 2,1; currency 978 amount -9.5 : 3\nany: 1";
        let read = RoutingRule::list(text, 1).expect("rules");
        let first = RoutingRule {
            card_from: Some(400_000),
            card_to: Some(400_024),
            amount_from: Some(100.0),
            processors: vec![2, 1],
            ..RoutingRule::default()
        };
        assert_eq!((read.len(), &read[0]), (3, &first));
        let written: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["cards 400000-400024 amount 100-: 2, 1", "currency 978 amount -9.5: 3", "any: 1"]);
        assert_eq!(RoutingRule::list(&written.join("\n"), 1), Ok(read.clone()), "and what is written is read");
        let plan = read[0].plan();
        assert_eq!((plan.servers, plan.amount_minor), (vec![1, 0], Some((10_000, u64::MAX))));
        assert_eq!(read[1].plan().amount_minor, Some((0, 950)));
        assert_eq!(RoutingRule::list("any: 0", 0).expect("a rule")[0].processors, [1], "counted from 0");
    }

    #[test]
    fn what_is_no_rule_is_named_by_its_place() {
        let wrong = [
            ("any: 1; cards: 2", 2),
            ("1,2", 1),
            ("any:", 1),
            ("any: x", 1),
            ("any: 0", 1),
            ("country 978: 1", 1),
            ("cards 5-4: 1", 1),
            ("cards 1000000: 1", 1),
            ("cards 4.5-6: 1", 1),
            ("amount -: 1", 1),
            ("amount nan-2: 1", 1),
            ("currency 0: 1", 1),
        ];
        for (text, place) in wrong {
            let problem = RoutingRule::list(text, 1).expect_err(text);
            assert_eq!((problem.path, problem.allowed.as_str()), (format!("rule {place}"), ALLOWED), "{text}");
        }
        assert_eq!(RoutingRule::list(&"any: 1;".repeat(17), 1).expect_err("many").allowed, "at most 16");
    }
}
