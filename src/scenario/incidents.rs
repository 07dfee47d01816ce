//! Scenarios grounded in public incidents: what broke, what breaks it here, and what mends it.
//!
//! Sizes are those of a small payment service provider; figures that stand in a source have it in [`super::Lesson`].

use super::{
    Backoff, BlockSpacing, Cache, Cards, ChannelKind, Database, Fault, FaultKind, FollowUp, Gaps, Key, Links, Load,
    Merchant, Objective, Popularity, Processing, Processors, Retry, Safeguards, Scenario, Security, Service, Shape,
    Stage, Timers,
};
use crate::payment::Place;
use crate::{balance, cache};

/// Timers of a small provider, each longer than the one behind it: the channel's is that of Visa in Europe (5 s), the
/// gateway's lies in the usual range (15 to 60 s, assumption).
const TIMERS: Timers = Timers { gateway_ms: Some(15_000.0), processor_ms: Some(8_000.0), channel_ms: Some(5_000.0) };

fn open(rate_per_s: f64) -> Load {
    Load::Open { rate_per_s, shape: Shape::Constant, gaps: Gaps::Exponential }
}

/// A merchant that waits as long as its shoppers do (assumption: 20 s for the median one).
fn patient() -> Merchant {
    Merchant { timeout_ms: Some(20_000.0), patience_s: Some(20.0), ..Merchant::default() }
}

/// Reversals go out after a second instead of a minute, so that their end is seen.
fn quick_forward() -> Safeguards {
    Safeguards { forward_delay_s: 1.0, forward_interval_s: 0.05, forward_wait_s: 10.0, ..Safeguards::default() }
}

/// From the start to the end of the fault and as long again.
fn with_faults(faults: Vec<Fault>, duration_s: f64, scenario: Scenario) -> Scenario {
    Scenario { faults, warm_up_s: Some(0.0), duration_s, ..scenario }
}

pub(super) fn lossy_link() -> Scenario {
    Scenario {
        merchant: Merchant {
            timeout_ms: Some(3_000.0),
            tries: 3,
            backoff: Backoff::Exponential { base_ms: 500.0, cap_ms: 5_000.0 },
            idempotency_key: Key::Fresh,
            ..Merchant::default()
        },
        timers: Timers { gateway_ms: Some(2_500.0), processor_ms: Some(2_000.0), channel_ms: Some(1_500.0) },
        safeguards: quick_forward(),
        links: Links { merchant_loss: 0.01, ..Links::SAFE },
        duration_s: 315.0,
        ..Scenario::default()
    }
}

pub(super) fn timer_inversion() -> Scenario {
    Scenario {
        load: open(50.0),
        processors: Processors {
            count: 3,
            workers: Some(12),
            queue_limit: Some(200),
            service: Service::LogNormal { median_ms: 60.0, p99_ms: 400.0 },
            speeds: Vec::new(),
        },
        database: Database {
            indexed_read: Service::HyperExponential { mean_ms: 40.0, scv: 30.0 },
            connections: Some(8),
            ..Scenario::default().database
        },
        merchant: Merchant { timeout_ms: Some(20_000.0), ..Merchant::default() },
        timers: Timers { gateway_ms: Some(400.0), processor_ms: Some(3_000.0), channel_ms: Some(5_000.0) },
        retry: Retry { tries: 2, ..Retry::default() },
        safeguards: quick_forward(),
        duration_s: 135.0,
        ..Scenario::default()
    }
}

pub(super) fn slow_acquirer() -> Scenario {
    let slow = Fault::new(FaultKind::Slow { times: 20.0 }, Place::Processor(1), 60.0, 120.0);
    with_faults(
        vec![slow],
        300.0,
        Scenario {
            load: open(25.0),
            gateway: Stage { workers: Some(16), queue_limit: Some(200), ..Scenario::default().gateway },
            merchant: patient(),
            timers: TIMERS,
            safeguards: quick_forward(),
            ..Scenario::default()
        },
    )
}

pub(super) fn issuer_outage() -> Scenario {
    let outage = Fault::new(FaultKind::Silent, Place::CardManagement, 60.0, 120.0);
    with_faults(
        vec![outage],
        360.0,
        Scenario {
            load: open(40.0),
            gateway: Stage { workers: Some(400), queue_limit: Some(500), ..Scenario::default().gateway },
            processors: Processors { workers: Some(150), ..Scenario::default().processors },
            merchant: patient(),
            timers: TIMERS,
            safeguards: quick_forward(),
            ..Scenario::default()
        },
    )
}

pub(super) fn cache_stampede() -> Scenario {
    let flush = Fault::new(FaultKind::CacheFlush, Place::CardManagement, 240.0, 1.0);
    with_faults(
        vec![flush],
        480.0,
        Scenario {
            // The load comes slowly, so that the cache is warm before it carries it.
            load: Load::Open {
                rate_per_s: 10.0,
                shape: Shape::Ramp { to_per_s: 100.0, over_s: 150.0 },
                gaps: Gaps::Exponential,
            },
            cards: Cards::of(10_000, Popularity::Zipf { exponent: 1.1 }),
            cache: Cache::of(cache::Policy::Lru, 3_000),
            database: Database {
                connections: Some(1),
                queue_limit: Some(2_000),
                indexed_read: Service::LogNormal { median_ms: 60.0, p99_ms: 175.0 },
                ..Scenario::default().database
            },
            card_management: Stage { workers: Some(64), ..Scenario::default().card_management },
            merchant: Merchant {
                timeout_ms: Some(3_000.0),
                tries: 3,
                backoff: Backoff::Fixed { pause_ms: 0.0 },
                ..Merchant::default()
            },
            timers: Timers { gateway_ms: Some(2_500.0), processor_ms: Some(2_000.0), channel_ms: Some(1_500.0) },
            safeguards: quick_forward(),
            ..Scenario::default()
        },
    )
}

/// One pool of four workers behind a gateway that takes no time: M/M/4 with 50 ms at 60 payments a second.
pub(super) fn retry_storm() -> Scenario {
    let slow = Fault::new(FaultKind::Slow { times: 2.5 }, Place::Processor(0), 50.0, 10.0);
    let default = Scenario::default();
    with_faults(
        vec![slow],
        200.0,
        Scenario {
            load: open(60.0),
            gateway: Stage::TRANSPARENT,
            processors: Processors {
                count: 1,
                workers: Some(4),
                queue_limit: None,
                service: Service::Exponential { mean_ms: 50.0 },
                speeds: Vec::new(),
            },
            channel: super::Channel { delay: Service::NONE, answer_delay: Service::NONE, ..default.channel },
            card_management: Stage::TRANSPARENT,
            database: Database {
                connections: None,
                queue_limit: None,
                indexed_read: Service::NONE,
                ..default.database
            },
            processing: Processing::Asynchronous,
            outcomes: super::Outcomes { business_decline_share: 0.0, technical_decline_share: 0.0 },
            merchant: Merchant {
                timeout_ms: Some(500.0),
                tries: 4,
                backoff: Backoff::Fixed { pause_ms: 0.0 },
                idempotency_key: Key::Fresh,
                ..Merchant::default()
            },
            safeguards: quick_forward(),
            objective: Objective { response_ms: 500.0, ..default.objective },
            ..default
        },
    )
}

pub(super) fn round_hour() -> Scenario {
    let shape = Shape::Burst { peak_per_s: 500.0, every_s: 120.0, for_s: 4.0 };
    Scenario {
        load: Load::Open { rate_per_s: 40.0, shape, gaps: Gaps::Exponential },
        merchant: Merchant {
            timeout_ms: Some(5_000.0),
            tries: 3,
            backoff: Backoff::Fixed { pause_ms: 0.0 },
            ..Merchant::default()
        },
        timers: Timers { gateway_ms: Some(4_500.0), processor_ms: Some(4_000.0), channel_ms: Some(3_500.0) },
        safeguards: quick_forward(),
        warm_up_s: Some(0.0),
        duration_s: 330.0,
        ..Scenario::default()
    }
}

pub(super) fn index_lost() -> Scenario {
    let lost = Fault::new(FaultKind::IndexLost, Place::Database, 60.0, 60.0);
    with_faults(
        vec![lost],
        240.0,
        Scenario { merchant: patient(), timers: TIMERS, safeguards: quick_forward(), ..Scenario::default() },
    )
}

pub(super) fn half_failover() -> Scenario {
    let at = |place| Fault::new(FaultKind::Capacity { share: 0.65 }, place, 60.0, 120.0);
    let down = Fault::new(FaultKind::Errors { share: 0.1 }, Place::CardManagement, 60.0, 120.0);
    with_faults(
        vec![at(Place::CardManagement), at(Place::Gateway), down],
        300.0,
        Scenario {
            load: open(110.0),
            card_management: Stage {
                workers: Some(2),
                queue_limit: Some(500),
                service: Service::LogNormal { median_ms: 10.0, p99_ms: 40.0 },
            },
            merchant: Merchant { tries: 2, ..patient() },
            timers: TIMERS,
            safeguards: quick_forward(),
            ..Scenario::default()
        },
    )
}

pub(super) fn card_testing() -> Scenario {
    let attack =
        Fault::new(FaultKind::CardTesting { rate_per_s: 200.0, valid_share: 0.02 }, Place::Gateway, 60.0, 120.0);
    let usual = Security::default();
    with_faults(
        vec![attack],
        300.0,
        Scenario {
            merchant: patient(),
            timers: TIMERS,
            safeguards: quick_forward(),
            security: Security {
                enabled: true,
                scoring: false,
                risk_check: Stage {
                    workers: Some(32),
                    service: Service::LogNormal { median_ms: 20.0, p99_ms: 60.0 },
                    ..usual.risk_check
                },
                tries_within_s: 60.0,
                ..usual
            },
            ..Scenario::default()
        },
    )
}

/// An account rail with the law's ten seconds, callers with a card network's timers, and a receiving side that takes about
/// five seconds for two minutes.
pub(super) fn instant_rail() -> Scenario {
    let slow = Fault::new(FaultKind::Slow { times: 50.0 }, Place::CardManagement, 60.0, 120.0);
    let default = Scenario::default();
    with_faults(
        vec![slow],
        300.0,
        Scenario {
            load: open(40.0),
            channel: super::Channel { kind: ChannelKind::INSTANT_RAIL, ..default.channel.clone() },
            card_management: Stage {
                workers: None,
                queue_limit: None,
                service: Service::LogNormal { median_ms: 100.0, p99_ms: 200.0 },
            },
            processing: Processing::Asynchronous,
            merchant: Merchant { timeout_ms: Some(5_000.0), patience_s: Some(20.0), ..Merchant::default() },
            timers: Timers { gateway_ms: Some(4_500.0), processor_ms: Some(4_000.0), channel_ms: None },
            safeguards: quick_forward(),
            ..default
        },
    )
}

/// A ledger whose throughput is more than twice its load, and shoppers who wait a minute: each payment that is taken back
/// takes a second place.
pub(super) fn ledger_channel() -> Scenario {
    let default = Scenario::default();
    Scenario {
        load: open(2.5),
        channel: super::Channel {
            kind: ChannelKind::Ledger {
                block_interval_s: 10.0,
                block_spacing: BlockSpacing::Exponential,
                block_payments: 60,
                confirmations: 6,
            },
            ..default.channel.clone()
        },
        processing: Processing::Asynchronous,
        merchant: Merchant { patience_s: Some(60.0), ..Merchant::default() },
        safeguards: Safeguards { forward_wait_s: 600.0, ..quick_forward() },
        objective: Objective { response_ms: 60_000.0, ..default.objective },
        warm_up_s: Some(120.0),
        duration_s: 1_320.0,
        ..default
    }
}

pub(super) fn accepted_outage() -> Scenario {
    let outage = Fault::new(FaultKind::Down, Place::Channel, 60.0, 60.0);
    with_faults(
        vec![outage],
        240.0,
        Scenario {
            merchant: Merchant {
                timeout_ms: Some(5_000.0),
                tries: 3,
                backoff: Backoff::Fixed { pause_ms: 1_000.0 },
                ..Merchant::default()
            },
            timers: Timers { gateway_ms: Some(4_000.0), processor_ms: Some(3_000.0), channel_ms: Some(2_000.0) },
            // Nine pauses of seven seconds outlast the outage.
            retry: Retry { tries: 10, backoff: Backoff::Fixed { pause_ms: 7_000.0 }, budget: None },
            safeguards: quick_forward(),
            links: Links { merchant_loss: 0.01, ..Links::SAFE },
            follow_up: FollowUp { enabled: true, deduplicate: false, ..FollowUp::default() },
            ..Scenario::default()
        },
    )
}

pub(super) fn certificate_expiry() -> Scenario {
    let expired = Fault::new(FaultKind::Certificate { recycle_s: 60.0 }, Place::Processor(1), 60.0, 180.0);
    with_faults(
        vec![expired],
        300.0,
        Scenario {
            merchant: patient(),
            timers: TIMERS,
            safeguards: quick_forward(),
            balancer: super::Balancer::of(balance::Policy::RoundRobin),
            ..Scenario::default()
        },
    )
}
