//! The hit ratio of the cache, where a formula has it.
//!
//! Requests are taken as drawn independently of each other ("independent reference model"), as the popularities uniform
//! and Zipf draw them. A number that belongs to no card is a miss, always, where its absence is not kept; which payments name
//! one is independent of everything else. Left out: LFU and FIFO under unequal popularity, and what stands around a cache
//! (single flight, early refresh, spread lifetimes, stale entries, absent answers, writes), for which there is no closed form here.

use super::answer::{Broken, CacheExpectation, Violation};
use crate::cache::Policy;
use crate::math;
use crate::payment::Place;
use crate::scenario::{CacheWrite, Cards, Popularity, Scenario};
use crate::theory::Che;

/// Zipf's ranks up to this count one by one, the others in groups.
const SINGLE_RANKS: u32 = 1_000;
/// A group of ranks goes this share further than it begins.
const GROUP_GROWTH: f64 = 0.01;

/// What the formula has to know of the places around the cache.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// Look-ups per second; `None` where they are not known beforehand.
    pub(super) rate_per_s: Option<f64>,
    /// Whether a card may be asked for again while it is being read.
    pub(super) asked_while_read: bool,
    /// Whether reads may have to wait, for any length of time.
    pub(super) reads_wait: bool,
    /// Where payments may overtake each other before the look-up.
    pub(super) overtaking_at: Option<Place>,
}

/// What is known of the look-ups.
#[derive(Clone, Debug)]
pub(super) struct Hits {
    /// For the page.
    pub(super) expectation: CacheExpectation,
    /// Whether a miss is independent of the other look-ups.
    pub(super) independent: bool,
}

/// A formula and its answer.
struct Formula {
    model: &'static str,
    source: &'static str,
    ratio: f64,
    /// Whether it is exact where its assumptions hold.
    exact: bool,
    independent: bool,
    broken: Vec<Violation>,
}

impl Hits {
    pub(super) fn of(scenario: &Scenario, around: Surroundings) -> Self {
        let mut expectation = CacheExpectation {
            policy: scenario.cache.policy.id().to_owned(),
            capacity: scenario.cache.capacity,
            hit_ratio: None,
            model: None,
            source: None,
            exact: false,
            violated: Vec::new(),
        };
        if scenario.cache.is_guarded() || scenario.cache.write != CacheWrite::None {
            expectation.violated =
                vec![Violation { place: Place::CardManagement.code(), broken: Broken::AroundTheCache }];
        }
        let unknown = scenario.cards.unknown_share;
        let known = Surroundings { rate_per_s: around.rate_per_s.map(|rate| rate * (1.0 - unknown)), ..around };
        let Some(formula) = formula(scenario, known) else { return Self { expectation, independent: false } };
        expectation.hit_ratio = Some(formula.ratio * (1.0 - unknown));
        expectation.model = Some(formula.model.to_owned());
        expectation.source = Some(formula.source.to_owned());
        expectation.exact = formula.exact && formula.broken.is_empty();
        expectation.violated = formula.broken;
        Self { expectation, independent: formula.independent }
    }
}

/// The formula for a scenario's cache; `None` if there is none.
fn formula(scenario: &Scenario, around: Surroundings) -> Option<Formula> {
    let (cache, cards) = (&scenario.cache, &scenario.cards);
    let fits = cache.capacity >= cards.count;
    let same =
        |model, source, ratio| Formula { model, source, ratio, exact: true, independent: true, broken: Vec::new() };
    match cache.ttl_s {
        // Reads that are shared or come early are no misses, and no formula here counts them; entries may be stale,
        // absent, made new by a write or thrown away for one.
        _ if cache.is_guarded() || cache.write != CacheWrite::None => None,
        // A number that belongs to no card stands in the place of one, whose turn is then left out.
        _ if cards.popularity == Popularity::Scan && cards.unknown_share > 0.0 => None,
        _ if cache.capacity == 0 => Some(same("no room", "An empty cache hits nothing", 0.0)),
        None if fits => Some(same("all fit", "Every card misses once and then stays", 1.0)),
        Some(ttl_s) if fits => expiring(cards, ttl_s, around),
        _ if cards.popularity == Popularity::Scan => scan(cache.policy, around),
        ttl_s => unequal(scenario, ttl_s.is_some(), around),
    }
}

/// One card after the other, more than fit: each is the next to go when its turn comes again.
fn scan(policy: Policy, around: Surroundings) -> Option<Formula> {
    let oldest_first = [Policy::Lru, Policy::PythonLruCache, Policy::Fifo, Policy::Ttl].contains(&policy);
    let mut broken = Vec::new();
    if let Some(place) = around.overtaking_at {
        broken.push(Violation { place: place.code(), broken: Broken::Overtaking });
    }
    if around.asked_while_read {
        broken.push(Violation { place: Place::Database.code(), broken: Broken::StoredAfterRead });
    }
    // Read so late that its next turn has come, a card is there when it should not be.
    let in_time = !(around.asked_while_read && around.reads_wait);
    (oldest_first && in_time).then_some(Formula {
        model: "cyclic scan",
        source: "Sleator and Tarjan, Communications of the ACM 28 (1985): the adversary of LRU and FIFO",
        ratio: 0.0,
        exact: true,
        independent: true,
        broken,
    })
}

/// More cards than fit.
fn unequal(scenario: &Scenario, expires: bool, around: Surroundings) -> Option<Formula> {
    let (cache, cards) = (&scenario.cache, &scenario.cards);
    let groups = popularity(cards)?;
    let uniform = groups.len() == 1;
    let by_recency = [Policy::Lru, Policy::PythonLruCache].contains(&cache.policy);
    let mut broken = Vec::new();
    let mut breaks = |place: Place, how| broken.push(Violation { place: place.code(), broken: how });
    if expires {
        breaks(Place::CardManagement, Broken::EntriesExpire);
    }
    if around.asked_while_read {
        breaks(Place::Database, Broken::StoredAfterRead);
    }
    if !uniform && matches!(cards.popularity, Popularity::HotSet { .. }) {
        breaks(Place::Merchants, Broken::MovingFavourites);
    }
    if uniform {
        let ratio = f64::from(cache.capacity) / f64::from(cards.count);
        let (model, source) = ("uniform requests", "A full cache holds capacity / cards of all, whatever its policy");
        return Some(Formula { model, source, ratio, exact: true, independent: true, broken });
    }
    let che = by_recency.then(|| Che::of_groups(&groups, cache.capacity).ok())??;
    Some(Formula {
        model: "Che",
        source: "Che, Tung and Wang, IEEE Journal on Selected Areas in Communications 20(7) (2002)",
        ratio: che.hit_ratio(),
        exact: false,
        independent: false,
        broken,
    })
}

/// All cards fit, and each leaves so long after it was stored: of the 1 + lambda T look-ups from store to store all but
/// the first hit.
fn expiring(cards: &Cards, ttl_s: f64, around: Surroundings) -> Option<Formula> {
    let rate_per_s = around.rate_per_s?;
    let groups = popularity(cards)?;
    let total: f64 = groups.iter().map(|(weight, keys)| weight * f64::from(*keys)).sum();
    let hits = |(weight, keys): &(f64, u32)| {
        let share = weight / total;
        let again = rate_per_s * share * ttl_s;
        f64::from(*keys) * share * again / (1.0 + again)
    };
    let mut broken = Vec::new();
    if around.asked_while_read {
        broken.push(Violation { place: Place::Database.code(), broken: Broken::StoredAfterRead });
    }
    if matches!(cards.popularity, Popularity::HotSet { .. }) && groups.len() > 1 {
        broken.push(Violation { place: Place::Merchants.code(), broken: Broken::MovingFavourites });
    }
    Some(Formula {
        model: "lifetime",
        source: "Jung, Berger and Balakrishnan, Modeling TTL-based Internet caches, INFOCOM (2003)",
        ratio: groups.iter().map(hits).sum(),
        // Exact for a Poisson stream of each card, which reaches the cache only almost as one.
        exact: false,
        independent: false,
        broken,
    })
}

/// Groups of cards of one popularity: the weight of each card, and how many they are. `None` if cards come in turn.
fn popularity(cards: &Cards) -> Option<Vec<(f64, u32)>> {
    let count = cards.count;
    let even = || vec![(1.0, count)];
    Some(match cards.popularity {
        Popularity::Uniform => even(),
        Popularity::Zipf { exponent } if exponent == 0.0 || count == 1 => even(),
        Popularity::Zipf { exponent } => zipf(count, exponent),
        Popularity::HotSet { hot_cards, hot_share, .. } if hot_share == 0.0 || hot_cards == count => even(),
        Popularity::HotSet { hot_cards, hot_share, .. } => {
            let rest = (1.0 - hot_share) / f64::from(count);
            vec![(hot_share / f64::from(hot_cards) + rest, hot_cards), (rest, count - hot_cards)]
        }
        Popularity::Scan => return None,
    })
}

/// Zipf's weights, the far ranks in groups by the integral between the halves before and after them, whose error there
/// is below a millionth.
fn zipf(count: u32, exponent: f64) -> Vec<(f64, u32)> {
    let weight = |rank: f64| math::exp(-exponent * math::ln(rank));
    let mut groups: Vec<(f64, u32)> = (1..=count.min(SINGLE_RANKS)).map(|rank| (weight(f64::from(rank)), 1)).collect();
    let mut next = SINGLE_RANKS + 1;
    while next <= count {
        let size = math::low(math::whole(f64::from(next) * GROUP_GROWTH)).max(1).min(count - next + 1);
        let (from, to) = (f64::from(next) - 0.5, f64::from(next) - 0.5 + f64::from(size));
        let (power, log) = (1.0 - exponent, math::ln(to / from));
        let area = if power == 0.0 { log } else { from * weight(from) * math::exp_m1(power * log) / power };
        groups.push((area / f64::from(size), size));
        next += size;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_for_their_ranks() {
        for exponent in [0.5, 0.8, 1.0, 1.5] {
            let groups = zipf(50_000, exponent);
            assert_eq!(groups.iter().map(|(_, keys)| keys).sum::<u32>(), 50_000, "every card is in one group");
            let sum: f64 = groups.iter().map(|(weight, keys)| weight * f64::from(*keys)).sum();
            let exact: f64 = (1..=50_000).map(|rank| math::pow(f64::from(rank), -exponent)).sum();
            assert!((sum / exact - 1.0).abs() < 1e-7, "exponent {exponent}: {sum} and {exact}");
            let singles: Vec<f64> = (1..=50_000).map(|rank| math::pow(f64::from(rank), -exponent)).collect();
            let (grouped, exact) = (Che::of_groups(&groups, 2_000).unwrap(), Che::new(&singles, 2_000).unwrap());
            let error = (grouped.hit_ratio() - exact.hit_ratio()).abs();
            assert!(error < 1e-6, "exponent {exponent}: hit ratios differ by {error}");
        }
    }
}
