//! Which card pays, and what its number tells.
//!
//! The first six digits of a card number name its range, and a range belongs to an issuer, which bills in one currency. Which
//! card is in which range is an assumption that makes shares easy to see: cards are issued from a hundred ranges in turn,
//! so that each range has a hundredth of the cards, popular ones and others; seventy of them pay in euros, twenty in pounds,
//! ten in dollars.
//!
//! A number that belongs to no card is one of as many as there are cards, and as popular as the card in its place: a closed
//! card in a merchant's file is tried as often as one that lives. Whether a payment names such a number is drawn from a stream
//! of its own, after its card, so that the other payments keep theirs. The numbers of an attack lie beyond both.

use super::plan::{Plan, PopularityPlan};
use crate::math;
use crate::random::{Stream, Zipf};
use crate::units::Instant;

/// The first card range.
pub const CARD_RANGE_FIRST: u32 = 400_000;
/// How many ranges there are.
pub const CARD_RANGES: u32 = 100;
/// Currencies by their numbers in ISO 4217, each with how many ranges pay in it: euro, pound, dollar.
pub const CURRENCIES: [(u32, u32); 3] = [(978, 70), (826, 20), (840, 10)];

/// The range of a card.
pub(super) const fn range(card: u32) -> u32 {
    CARD_RANGE_FIRST + card % CARD_RANGES
}

/// The currency in which the cards of a range pay.
pub(super) const fn currency(range: u32) -> u32 {
    let place = range - CARD_RANGE_FIRST;
    let [(euro, euros), (pound, pounds), (dollar, _)] = CURRENCIES;
    if place < euros {
        euro
    } else if place < euros + pounds {
        pound
    } else {
        dollar
    }
}

/// Which numbers belong to cards, which payments name although they do not, and which are free.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    cards: u32,
    named: u32,
}

impl Numbers {
    pub(super) fn of(plan: &Plan) -> Self {
        let unknown = if plan.unknown_share > 0.0 { plan.cards } else { 0 };
        Self { cards: plan.cards, named: plan.cards.saturating_add(unknown) }
    }

    /// Whether a number belongs to a card.
    pub(super) const fn exists(self, number: u32) -> bool {
        number < self.cards
    }

    /// A number that no payment names.
    pub(super) const fn beyond(self, count: u32) -> u32 {
        self.named.saturating_add(count)
    }
}

/// Draws cards, numbered from 0.
#[derive(Clone, Debug)]
pub(super) struct Cards {
    stream: Stream,
    count: u32,
    law: Law,
}

#[derive(Clone, Debug)]
enum Law {
    Uniform,
    Zipf(Zipf),
    HotSet {
        hot_cards: u32,
        hot_share: f64,
        every_nanos: u64,
    },
    Scan {
        next: u32,
    },
    /// The same with a share of numbers that belong to no card.
    SomeUnknown {
        share: f64,
        chances: Stream,
        known: Box<Law>,
    },
}

impl Cards {
    pub(super) fn new(count: u32, plan: &PopularityPlan, seed: u64) -> Self {
        let law = match plan {
            PopularityPlan::Uniform => Law::Uniform,
            PopularityPlan::Zipf { exponent } => Law::Zipf(Zipf::new(count, *exponent)),
            PopularityPlan::HotSet { hot_cards, hot_share, every } => {
                Law::HotSet { hot_cards: *hot_cards, hot_share: *hot_share, every_nanos: every.get().max(1) }
            }
            PopularityPlan::Scan => Law::Scan { next: 0 },
        };
        Self { stream: Stream::new(seed, "cards"), count: count.max(1), law }
    }

    /// The same, of which a share names numbers that belong to no card.
    pub(super) fn with_unknown(self, share: f64, seed: u64) -> Self {
        if share <= 0.0 {
            return self;
        }
        let chances = Stream::new(seed, "unknown cards");
        Self { law: Law::SomeUnknown { share, chances, known: Box::new(self.law) }, ..self }
    }

    /// The card of a payment that comes now; not below their count if the number belongs to none.
    pub(super) fn draw(&mut self, now: Instant) -> u32 {
        self.law.draw(&mut self.stream, self.count, now)
    }
}

impl Law {
    /// The next of so many cards.
    fn draw(&mut self, stream: &mut Stream, count: u32, now: Instant) -> u32 {
        match self {
            Self::Uniform => stream.below(count),
            Self::Zipf(zipf) => zipf.sample(stream),
            Self::HotSet { hot_cards, hot_share, every_nanos } => {
                if stream.unit() >= *hot_share {
                    return stream.below(count);
                }
                // The next set begins where the last one ended, around the whole of the cards.
                let era = now.get() / *every_nanos;
                let first = era.wrapping_mul(u64::from(*hot_cards)) % u64::from(count);
                let card = first + u64::from(stream.below(*hot_cards));
                math::low(card % u64::from(count))
            }
            Self::Scan { next } => {
                let card = *next;
                *next = if card + 1 < count { card + 1 } else { 0 };
                card
            }
            Self::SomeUnknown { share, chances, known } => {
                let card = known.draw(stream, count, now);
                if chances.unit() < *share { count.saturating_add(card) } else { card }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Nanos;

    #[test]
    fn ranges_and_currencies_have_their_shares_of_the_cards() {
        let share = |is: fn(u32) -> bool| (0..10_000).filter(|card| is(*card)).count();
        assert_eq!(share(|card| range(card) == 400_024), 100, "a hundredth");
        let by_currency = [978, 826, 840].map(|code| (0..10_000).filter(|card| currency(range(*card)) == code).count());
        assert_eq!(by_currency, [7_000, 2_000, 1_000]);
        assert_eq!(CURRENCIES.iter().map(|(_, ranges)| ranges).sum::<u32>(), CARD_RANGES);
    }

    #[test]
    fn a_scan_goes_round() {
        let mut cards = Cards::new(3, &PopularityPlan::Scan, 1);
        let drawn: Vec<u32> = (0..7).map(|_| cards.draw(Instant::START)).collect();
        assert_eq!(drawn, [0, 1, 2, 0, 1, 2, 0], "one after the other");
    }

    #[test]
    fn unknown_numbers_leave_the_other_payments_their_cards() {
        let plan = PopularityPlan::Zipf { exponent: 0.8 };
        let (mut all, mut some) = (Cards::new(50, &plan, 3), Cards::new(50, &plan, 3).with_unknown(0.25, 3));
        let mut unknown = 0;
        for _ in 0..40_000 {
            let (card, named) = (all.draw(Instant::START), some.draw(Instant::START));
            assert!(named == card || named == 50 + card, "{named} in the place of {card}");
            unknown += u32::from(named != card);
        }
        // A quarter of 40,000 within five standard deviations of 87.
        assert!((9_565..=10_435).contains(&unknown), "{unknown}");
    }

    #[test]
    fn the_hot_set_moves_on() {
        let every = Nanos::from_seconds(10.0);
        let plan = PopularityPlan::HotSet { hot_cards: 10, hot_share: 1.0, every };
        let mut cards = Cards::new(100, &plan, 1);
        assert!((0..50).all(|_| cards.draw(Instant::START) < 10), "the first ten");
        let later = Instant::from_seconds(25.0);
        assert!((0..50).all(|_| (20..30).contains(&cards.draw(later))), "the third ten");
    }
}
