//! From what a person wrote to what the payment network runs on.

use super::{Cards, Checked, Fault, Gaps, Load, Popularity, Processing, Scenario, Shape, Stage};
use crate::cache::Settings;
use crate::math;
use crate::payment::{Plan, PopularityPlan, ProcessorPlan, Profile, SourcePlan, StationPlan, UNLIMITED};
use crate::units::{Instant, Nanos};

/// Hourly multipliers of a day, mean 1: an assumption anchored on published peak hours (India 10 to 13 and 17 to
/// 21:30, New Zealand Saturday noon, Czechia 10 to 12 and 15 to 17).
const DAY: [f64; 24] = [
    0.30, 0.18, 0.12, 0.09, 0.10, 0.18, 0.40, 0.75, 1.05, 1.30, 1.55, 1.70, 1.70, 1.45, 1.35, 1.35, 1.40, 1.60, 1.75,
    1.70, 1.50, 1.20, 0.80, 0.48,
];
/// Before a festival's midnight people hold back: the share of the base rate that remains (assumption).
const HELD_BACK: f64 = 0.5;
/// For how much of the time before the rush they do.
const HELD_BACK_SHARE: f64 = 0.5;
/// After a festival's peak the rate decays towards this multiple of the base rate.
const AFTERGLOW: f64 = 2.0;
/// Straight pieces by which the decay is drawn, four to a half-life.
const DECAY_PIECES: u32 = 32;

impl Checked {
    /// The plan of a run.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let scenario = self.scenario();
        let blocks = scenario.channel.kind.blocks();
        Plan {
            source: source(&scenario.load),
            cards: scenario.cards.count,
            popularity: popularity(&scenario.cards),
            unknown_share: scenario.cards.unknown_share,
            gateway: station(&scenario.gateway),
            channel: StationPlan {
                workers: blocks.map_or(bound(scenario.channel.lines), |blocks| blocks.places),
                queue_limit: bound(scenario.channel.queue_limit),
                service: scenario.channel.delay.law(),
            },
            blocks,
            answer_delay: scenario.channel.answer_delay.law(),
            card_management: station(&scenario.card_management),
            database: StationPlan {
                workers: bound(scenario.database.connections),
                queue_limit: bound(scenario.database.queue_limit),
                service: scenario.database.read_time().law(),
            },
            processors: processors(scenario),
            processor_service: scenario.processors.service.law(),
            balancer: scenario.balancer.plan(scenario.processors.count),
            cache: scenario.cache.policy,
            cache_settings: Settings::of(scenario.cache.capacity)
                .with_ttl(scenario.cache.ttl_s.map(Nanos::from_seconds)),
            around: (scenario.cache.is_guarded() || scenario.has_unknown_cards())
                .then(|| scenario.cache.around(Nanos::from_millis(scenario.database.read_time().mean_ms()))),
            synchronous: scenario.processing == Processing::Synchronous,
            business_decline_share: scenario.outcomes.business_decline_share,
            technical_decline_share: scenario.outcomes.technical_decline_share,
            objective: Nanos::from_millis(scenario.objective.response_ms),
            warm_up: scenario.warm_up_s.map(Instant::from_seconds),
            recovery: scenario.recovery_plan(),
        }
    }
}

impl Scenario {
    /// Whether a payment, or a probe of an attack, may name a number that belongs to no card.
    #[must_use]
    pub fn has_unknown_cards(&self) -> bool {
        let attacked = self.faults.iter().any(Fault::is_attack);
        attacked || self.cards.unknown_share > 0.0
    }
}

impl Shape {
    /// The rate over time around a base rate.
    #[must_use]
    pub fn profile(&self, rate: f64) -> Profile {
        match self {
            Self::Constant => Profile { points: vec![(0.0, rate)], period_s: None },
            Self::Ramp { to_per_s, over_s } => {
                Profile { points: vec![(0.0, rate), (*over_s, *to_per_s)], period_s: None }
            }
            Self::Burst { peak_per_s, every_s, for_s } => Profile {
                points: vec![(0.0, rate), (every_s - for_s, rate), (every_s - for_s, *peak_per_s)],
                period_s: Some(*every_s),
            },
            Self::Daily { day_s } => day(rate, *day_s),
            Self::Festival { at_s, peak_factor, rise_s, half_life_s } => {
                let points = festival(rate, *at_s, *peak_factor, [*rise_s, *half_life_s]);
                Profile { points, period_s: None }
            }
        }
    }

    /// Whether the rate varies with time.
    #[must_use]
    pub fn varies(&self) -> bool {
        !matches!(self, Self::Constant)
    }
}

fn day(rate: f64, day_s: f64) -> Profile {
    let hour_s = day_s / 24.0;
    // Each multiplier holds at the middle of its hour, with straight lines between: the mean over the day stays 1.
    let middle = f64::midpoint(DAY[23], DAY[0]);
    let mut points = vec![(0.0, rate * middle)];
    points.extend(DAY.iter().zip(0u32..).map(|(factor, hour)| (hour_s * (f64::from(hour) + 0.5), rate * factor)));
    points.push((day_s, rate * middle));
    Profile { points, period_s: Some(day_s) }
}

/// Demand held back, a jump to the peak within `rise`, a decay towards the afterglow. Times are `[rise, half-life]`.
fn festival(rate: f64, at_s: f64, peak_factor: f64, [rise_s, half_life_s]: [f64; 2]) -> Vec<(f64, f64)> {
    let quiet_from = at_s * (1.0 - HELD_BACK_SHARE);
    let mut points = vec![(0.0, rate), (quiet_from, rate), (quiet_from, rate * HELD_BACK), (at_s, rate * HELD_BACK)];
    let peak_s = at_s + rise_s;
    let floor = AFTERGLOW.min(peak_factor);
    points.extend((0..=DECAY_PIECES).map(|piece| {
        let half_lives = f64::from(piece) / 4.0;
        let factor = floor + (peak_factor - floor) * math::pow(0.5, half_lives);
        (peak_s + half_lives * half_life_s, rate * factor)
    }));
    points
}

fn source(load: &Load) -> SourcePlan {
    match load {
        Load::Open { rate_per_s, shape, gaps } => {
            SourcePlan::Open { profile: shape.profile(*rate_per_s), regular: *gaps == Gaps::Regular }
        }
        Load::Closed { clients, think } => SourcePlan::Closed { clients: *clients, think: think.law() },
    }
}

fn popularity(cards: &Cards) -> PopularityPlan {
    match &cards.popularity {
        Popularity::Uniform => PopularityPlan::Uniform,
        Popularity::Zipf { exponent } => PopularityPlan::Zipf { exponent: *exponent },
        Popularity::HotSet { hot_cards, hot_share, every_s } => PopularityPlan::HotSet {
            hot_cards: *hot_cards,
            hot_share: *hot_share,
            every: Nanos::from_seconds(*every_s),
        },
        Popularity::Scan => PopularityPlan::Scan,
    }
}

fn station(stage: &Stage) -> StationPlan {
    StationPlan { workers: bound(stage.workers), queue_limit: bound(stage.queue_limit), service: stage.service.law() }
}

fn processors(scenario: &Scenario) -> Vec<ProcessorPlan> {
    let common = &scenario.processors;
    let number = |list: &[f64], place: usize| list.get(place).copied().unwrap_or(1.0);
    (0..math::index(common.count))
        .map(|place| ProcessorPlan {
            workers: bound(common.workers),
            queue_limit: bound(common.queue_limit),
            speed: number(&common.speeds, place),
            weight: math::low(math::whole(number(&scenario.balancer.weights, place))),
        })
        .collect()
}

fn bound(limit: Option<u32>) -> u32 {
    limit.unwrap_or(UNLIMITED)
}
