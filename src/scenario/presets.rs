//! Scenarios to start from, each with its one question and one sentence of what to watch.

use super::incidents;
use super::{
    Balancer, Cache, Cards, Channel, ChannelKind, Checked, Database, Gaps, Load, Objective, Outcomes, Popularity,
    Processing, Processors, Scenario, Service, Shape, Stage,
};
use crate::{balance, cache};

/// A scenario to start from.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in addresses and on the command line; never changes.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The one question that it asks.
    pub question: &'static str,
    /// What to watch while it runs.
    pub watch: &'static str,
    build: fn() -> Scenario,
}

impl Preset {
    /// The preset of an id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// The scenario, with its title and question.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        Scenario { title: self.title.to_owned(), question: self.question.to_owned(), ..(self.build)() }
    }

    /// The scenario, checked. Presets pass (a test proves it); should one ever fail, the default stands in for it.
    #[must_use]
    pub fn checked(&self) -> Checked {
        self.scenario().check().unwrap_or_else(|_| Checked(Scenario::default()))
    }
}

/// Every preset, in the order in which they are offered.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "calm-day",
        title: "A calm day",
        question: "Where does a payment spend its time?",
        watch: "Pick a stage: its wait is near zero, so nearly all of the response time is work and network.",
        build: Scenario::default,
    },
    Preset {
        id: "thread-pool",
        title: "A pool of four workers",
        question: "What happens to the fifth payment when max_workers = 4?",
        watch: "The gateway's four workers are held until each answer is back. Raise the rate from 20 to 30 per \
                second and see the queue, not the work, fill the response time.",
        build: thread_pool,
    },
    Preset {
        id: "lru-cache",
        title: "lru_cache(maxsize=100)",
        question: "101 cards take turns and the cache holds 100. How many hits?",
        watch: "Not one: least recently used always throws out the card that comes next. Give it one more entry.",
        build: lru_cache,
    },
    Preset {
        id: "unequal-processors",
        title: "Three unequal processors",
        question: "Which policy keeps the slow processor from drowning?",
        watch: "Round robin gives the slow processor a third of the traffic and its queue never ends. Try random, \
                then weights 5, 5, 2.",
        build: unequal_processors,
    },
    Preset {
        id: "cache-policies",
        title: "LRU, LFU or timestamp?",
        question: "Which cache keeps the cards that come back, when the favourites change?",
        watch: "The hot cards change every 20 seconds. LFU clings to the old favourites, LRU and the timestamp \
                policies follow; the database queue shows the price.",
        build: cache_policies,
    },
    Preset {
        id: "festival-peak",
        title: "A festival's midnight",
        question: "Does the system outlive five times its usual load?",
        watch: "Half a minute in, the rate climbs to five times the base. Offered and completed part company, and \
                the queues tell where.",
        build: festival_peak,
    },
    Preset {
        id: "serial-server",
        title: "One server that is never idle",
        question: "When is Latency = T/N true?",
        watch: "One client, one worker, no pause: the gap between completions is the response time. Add a second \
                client and they part.",
        build: serial_server,
    },
    Preset {
        id: "mmc",
        title: "A plain M/M/4",
        question: "Does the simulation agree with Erlang?",
        watch: "Only the gateway takes time here: Poisson arrivals, exponential service, four workers at 80 %. \
                Theory says 174.6 ms on average.",
        build: mmc,
    },
    Preset {
        id: "lossy-link",
        title: "A lossy link",
        question: "One answer in a hundred never comes back. Who pays twice?",
        watch: "A timeout is neither success nor failure: the merchant submits again under a new key, and the gateway sees a new payment. Make the key stable and the double charges stop.",
        build: incidents::lossy_link,
    },
    Preset {
        id: "timer-inversion",
        title: "Timers the wrong way round",
        question: "The gateway waits 0.4 s, the issuer 5 s. Who works for nobody?",
        watch: "The gateway gives up before the answer can come and tries again, while the first try goes on and is reversed. Give the gateway 15 s.",
        build: incidents::timer_inversion,
    },
    Preset {
        id: "slow-acquirer",
        title: "One slow acquirer",
        question: "A third of the traffic takes twenty times as long. What happens to the rest?",
        watch: "Slow is worse than dead: the gateway's workers are held by the slow processor, and good payments wait for them. Compare with the fault set to down.",
        build: incidents::slow_acquirer,
    },
    Preset {
        id: "issuer-outage",
        title: "The issuer falls silent",
        question: "Can payments go on when the issuer says nothing?",
        watch: "Every attempt runs into the channel's 5 s timer and is reversed. Switch stand-in on: small amounts are approved, some wrongly, and the advices follow after the outage.",
        build: incidents::issuer_outage,
    },
    Preset {
        id: "cache-stampede",
        title: "A cold cache",
        question: "The cache is emptied at 240 s. Why does it not fill again?",
        watch: "The hit ratio carries the load: without it the database is far too slow, merchants time out and try again. Set tries to 1 and a part of the goodput returns.",
        build: incidents::cache_stampede,
    },
    Preset {
        id: "retry-storm",
        title: "A retry storm",
        question: "Ten slow seconds, then all is well. Why does the goodput stay at zero?",
        watch: "The retries are the load now: four tries of every payment, all of them too late. Set tries to 1, or the retry budget to 0.1, or bound the queue at 20.",
        build: incidents::retry_storm,
    },
    Preset {
        id: "round-hour",
        title: "The round hour",
        question: "Ten times the load for four seconds. How long does it hurt?",
        watch: "The burst is over long before its queue is, and immediate retries add to it. Give the backoff jitter, or spread the burst.",
        build: incidents::round_hour,
    },
    Preset {
        id: "index-lost",
        title: "A lost index",
        question: "One read takes 360 ms instead of one. Which stages notice?",
        watch: "The connections are busy, then the card-management workers, then the processors, then the gateway: one query takes everybody down.",
        build: incidents::index_lost,
    },
    Preset {
        id: "half-failover",
        title: "A failover that half works",
        question: "The survivor has 65 % of the capacity. Is that enough?",
        watch: "It was enough by day, not at this load: queues grow for two minutes and drain for longer. Lower the rate to 70 a second and try again.",
        build: incidents::half_failover,
    },
    Preset {
        id: "certificate-expiry",
        title: "A certificate expires",
        question: "Processor 2 refuses new connections. When do you notice?",
        watch: "Nothing at the first instant: existing connections live on and end one after the other, until a third of all payments fails. Give the gateway a second try.",
        build: incidents::certificate_expiry,
    },
    Preset {
        id: "card-testing",
        title: "A card-testing attack",
        question: "One shop in twenty is attacked. Who pays for it?",
        watch: "200 probes a second with random numbers fill the gateway of everybody, and one in fifty tells the attacker of a card. Switch the risk check on, or shut the one shop by a rule about its tries, and count whom it hurts.",
        build: incidents::card_testing,
    },
    Preset {
        id: "instant-rail",
        title: "Ten seconds, by law",
        question: "The rail may answer until ten seconds. What does it cost to give up after four?",
        watch: "While the other side is slow, transfers go well after five seconds and nobody listens any more: each is called back, and the sale is lost. Let everybody wait for longer than the rail's limit.",
        build: incidents::instant_rail,
    },
    Preset {
        id: "ledger-channel",
        title: "A ledger as a channel",
        question: "Throughput or finality: how long does a shopper wait for six blocks?",
        watch: "Two of three shoppers leave before the sixth block, and taking their payments back takes places in blocks too. Ask for one confirmation, or make smaller blocks more often; larger ones hardly help. At 5 a second the ledger drowns in what it takes back.",
        build: incidents::ledger_channel,
    },
    Preset {
        id: "accepted-outage",
        title: "An outage behind accepted payments",
        question: "Nothing works for a minute, and every payment was accepted. What is left to go wrong?",
        watch: "The backlog grows by a hundred a second and drains in less than a minute; nobody is turned away, and everybody waits. But one message in a hundred is lost, results are told again, and each that a merchant does not know again is goods sent twice. Switch the acceptance off to see callers fail instead.",
        build: incidents::accepted_outage,
    },
];

/// All stages after the gateway take no time and hold nobody up.
fn gateway_only(load: Load, gateway: Stage) -> Scenario {
    Scenario {
        load,
        gateway,
        processors: Processors {
            count: 1,
            workers: None,
            queue_limit: None,
            service: Service::NONE,
            speeds: Vec::new(),
        },
        channel: Channel {
            kind: ChannelKind::CardNetwork,
            lines: None,
            queue_limit: None,
            delay: Service::NONE,
            answer_delay: Service::NONE,
        },
        card_management: Stage::TRANSPARENT,
        database: Database { connections: None, queue_limit: None, indexed_read: Service::NONE, ..database() },
        outcomes: Outcomes { business_decline_share: 0.0, technical_decline_share: 0.0 },
        processing: Processing::Asynchronous,
        ..Scenario::default()
    }
}

fn database() -> Database {
    Scenario::default().database
}

fn open(rate_per_s: f64, shape: Shape) -> Load {
    Load::Open { rate_per_s, shape, gaps: Gaps::Exponential }
}

fn thread_pool() -> Scenario {
    Scenario {
        load: open(20.0, Shape::Constant),
        gateway: Stage { workers: Some(4), queue_limit: None, service: Service::Exponential { mean_ms: 10.0 } },
        ..Scenario::default()
    }
}

/// One worker looks up and reads, so that the cards come to the cache strictly in turn, as in a program of one thread.
fn lru_cache() -> Scenario {
    let alone = gateway_only(open(30.0, Shape::Constant), Stage::TRANSPARENT);
    Scenario {
        cards: Cards::of(101, Popularity::Scan),
        card_management: Stage {
            workers: Some(1),
            queue_limit: None,
            service: Service::LogNormal { median_ms: 0.5, p99_ms: 2.0 },
        },
        cache: Cache::of(cache::Policy::PythonLruCache, 100),
        database: Database {
            connections: Some(1),
            queue_limit: None,
            indexed_read: Service::LogNormal { median_ms: 15.0, p99_ms: 60.0 },
            ..database()
        },
        processing: Processing::Synchronous,
        ..alone
    }
}

fn unequal_processors() -> Scenario {
    let default = Scenario::default();
    Scenario {
        load: open(200.0, Shape::Constant),
        balancer: Balancer { weights: vec![5.0, 5.0, 2.0], ..Balancer::of(balance::Policy::RoundRobin) },
        processors: Processors { speeds: vec![1.0, 1.0, 0.4], ..default.processors },
        processing: Processing::Asynchronous,
        ..Scenario::default()
    }
}

fn cache_policies() -> Scenario {
    Scenario {
        load: open(120.0, Shape::Constant),
        cards: Cards::of(20_000, Popularity::HotSet { hot_cards: 400, hot_share: 0.8, every_s: 20.0 }),
        cache: Cache::of(cache::Policy::Lfu, 500),
        database: Database {
            connections: Some(2),
            indexed_read: Service::LogNormal { median_ms: 15.0, p99_ms: 60.0 },
            ..database()
        },
        warm_up_s: Some(20.0),
        duration_s: 220.0,
        ..Scenario::default()
    }
}

fn festival_peak() -> Scenario {
    let shape = Shape::Festival { at_s: 30.0, peak_factor: 5.0, rise_s: 15.0, half_life_s: 60.0 };
    Scenario { load: open(80.0, shape), warm_up_s: Some(0.0), duration_s: 240.0, ..Scenario::default() }
}

fn serial_server() -> Scenario {
    let gateway = Stage { workers: Some(1), queue_limit: None, service: Service::Exponential { mean_ms: 50.0 } };
    let load = Load::Closed { clients: 1, think: Service::NONE };
    Scenario { objective: Objective { response_ms: 250.0, ..objective() }, ..gateway_only(load, gateway) }
}

fn mmc() -> Scenario {
    let gateway = Stage { workers: Some(4), queue_limit: None, service: Service::Exponential { mean_ms: 100.0 } };
    Scenario { warm_up_s: Some(20.0), duration_s: 620.0, ..gateway_only(open(32.0, Shape::Constant), gateway) }
}

fn objective() -> Objective {
    Scenario::default().objective
}
