//! What each incident teaches: the hypothesis, the setting that breaks it, the ones that mend it, and where it comes from.

use super::lesson::{Knob, Lesson};

/// Lessons by the id of their preset.
pub(super) const LESSONS: [(&str, Lesson); 15] = [
    (
        "festival-peak",
        Lesson {
            hypothesis: "A rush above capacity makes a long queue, and a long queue serves everybody too late, long after the \
                         peak. A short one turns some away and serves the others in time.",
            breaks: Knob {
                words: "gateway.queue_limit: 500, with 12 workers a processor for five times the usual load",
                sets: &[("gateway.queue_limit", "500"), ("gateway.workers", "48"), ("processors.workers", "12")],
            },
            mends: &[
                Knob {
                    words: "gateway.queue_limit: 20, which turns one in eleven away",
                    sets: &[("gateway.queue_limit", "20")],
                },
                Knob {
                    words: "gateway.workers: 96 and processors.workers: 24, there before midnight",
                    sets: &[("gateway.workers", "96"), ("processors.workers", "24")],
                },
            ],
            source: "NetsUnion Clearing, Double 11: peaks of 71,500 to 93,500 payments a second, that of 2019 at 00:03:44, \
                     after 54 load tests in production. The size, the factor of five and the decay are assumptions.",
        },
    ),
    (
        "lossy-link",
        Lesson {
            hypothesis: "Where one answer in a hundred is lost, a retry under a new key charges a payment twice.",
            breaks: Knob {
                words: "merchant.idempotency_key: fresh",
                sets: &[("merchant.idempotency_key", r#""fresh""#)],
            },
            mends: &[Knob {
                words: "merchant.idempotency_key: stable, with safeguards.idempotency on",
                sets: &[("merchant.idempotency_key", r#""stable""#), ("safeguards.idempotency", "true")],
            }],
            source: "Adyen/adyen-commercetools issue 1305, akash-network/console pull request 3449 and \
                     square/square-mcp-server issue 31: keys that differ between tries, customers charged two or three \
                     times. The share of lost messages is an assumption.",
        },
    ),
    (
        "timer-inversion",
        Lesson {
            hypothesis: "A caller that waits for less time than its callee makes it work for nobody.",
            breaks: Knob {
                words: "timers.gateway_ms: 400, below the channel's 5,000",
                sets: &[("timers.gateway_ms", "400")],
            },
            mends: &[Knob { words: "timers.gateway_ms: 15000", sets: &[("timers.gateway_ms", "15000")] }],
            source: "Network timers of 5 and 10 s: articles of a former Visa engineer (paymentae). The gateway's range of \
                     15 to 60 s is an assumption, and so is the database with its rare slow reads.",
        },
    ),
    (
        "slow-acquirer",
        Lesson {
            hypothesis: "One slow processor holds the workers that the others need: slow is worse than dead.",
            breaks: Knob {
                words: "faults: processor_2 twenty times as slow",
                sets: &[(
                    "faults",
                    r#"[{"kind": {"slow": {"times": 20}}, "place": "processor_2", "start_s": 60, "duration_s": 120}]"#,
                )],
            },
            mends: &[
                Knob {
                    words: "balancer.policy: peak-ewma, which looks at load",
                    sets: &[("balancer.policy", r#""peak-ewma""#)],
                },
                Knob {
                    words: "health.active: on, with a timeout of 1 s that sees what is slow",
                    sets: &[("health.active", "true"), ("health.timeout_s", "1")],
                },
                Knob {
                    words: "overload.attempts_per_processor: 4, a bulkhead",
                    sets: &[("overload.attempts_per_processor", "4")],
                },
                Knob {
                    words: "gateway.workers: 400 and processors.workers: 100",
                    sets: &[("gateway.workers", "400"), ("processors.workers", "100")],
                },
                Knob {
                    words: "the processor taken out (faults: down) with retry.tries: 2",
                    sets: &[
                        ("faults", r#"[{"kind": "down", "place": "processor_2", "start_s": 60, "duration_s": 120}]"#),
                        ("retry.tries", "2"),
                    ],
                },
            ],
            source: "Worldline Italy, 28 and 29 November 2024, cut cables, a day and a half of the Black Friday week. \
                     Factor and sizes are assumptions.",
        },
    ),
    (
        "issuer-outage",
        Lesson {
            hypothesis: "Stand-in saves most sales of an outage; some approvals are wrong, and the books follow later.",
            breaks: Knob {
                words: "faults: card_management silent, safeguards.stand_in off",
                sets: &[
                    ("faults", r#"[{"kind": "silent", "place": "card_management", "start_s": 60, "duration_s": 120}]"#),
                    ("safeguards.stand_in", "false"),
                ],
            },
            mends: &[Knob { words: "safeguards.stand_in: on", sets: &[("safeguards.stand_in", "true")] }],
            source: "Visa's rules for stand-in: the network's timer of 5 s in Europe, its limits by amount and count. \
                     Amount and count here are assumptions.",
        },
    ),
    (
        "cache-stampede",
        Lesson {
            hypothesis: "A hit ratio that carries the load is part of the capacity: emptied under load it does not fill.",
            breaks: Knob {
                words: "faults: cache_flush at 240 s, with merchant.tries: 3",
                sets: &[
                    (
                        "faults",
                        r#"[{"kind": "cache_flush", "place": "card_management", "start_s": 240, "duration_s": 1}]"#,
                    ),
                    ("merchant.tries", "3"),
                ],
            },
            mends: &[
                Knob { words: "merchant.tries: 1", sets: &[("merchant.tries", "1")] },
                Knob { words: "database.connections: 2", sets: &[("database.connections", "2")] },
                Knob {
                    words: "overload.database_queue: adaptive_lifo, so that those who still wait are served",
                    sets: &[("overload.database_queue", r#""adaptive_lifo""#)],
                },
            ],
            source: "Facebook, 23 September 2010, about two and a half hours: recovery needed traffic to be cut. Sizes are \
                     assumptions.",
        },
    ),
    (
        "retry-storm",
        Lesson {
            hypothesis: "Retries keep an overload alive after its cause is gone: a metastable failure.",
            breaks: Knob { words: "merchant.tries: 4", sets: &[("merchant.tries", "4")] },
            mends: &[
                Knob { words: "merchant.tries: 1", sets: &[("merchant.tries", "1")] },
                Knob { words: "merchant.retry_budget: 0.1", sets: &[("merchant.retry_budget", "0.1")] },
                Knob { words: "processors.queue_limit: 20", sets: &[("processors.queue_limit", "20")] },
                Knob {
                    words: "overload.processor_queue: codel, which drops what waited too long",
                    sets: &[("overload.processor_queue", r#""codel""#)],
                },
                Knob {
                    words: "overload.deadlines: on, so that nobody works for a merchant that has gone",
                    sets: &[("overload.deadlines", "true")],
                },
            ],
            source: "UPI, 12 April 2025, 11:40 to 16:40; Huang et al., \"Metastable failures in the wild\", OSDI 2022.",
        },
    ),
    (
        "round-hour",
        Lesson {
            hypothesis: "Batch merchants that all start at the round hour hurt everybody for longer than they last.",
            breaks: Knob {
                words: "load.open.shape.burst: 500 a second for 4 s, with a backoff without a pause",
                sets: &[
                    ("load.open.shape", r#"{"burst": {"peak_per_s": 500, "every_s": 120, "for_s": 4}}"#),
                    ("merchant.backoff", r#"{"fixed": {"pause_ms": 0}}"#),
                ],
            },
            mends: &[
                Knob {
                    words: "the same payments spread over 60 s",
                    sets: &[("load.open.shape", r#"{"burst": {"peak_per_s": 70.7, "every_s": 120, "for_s": 60}}"#)],
                },
                Knob {
                    words: "merchant.backoff: exponential with jitter, from 8 s on",
                    sets: &[("merchant.backoff", r#"{"exponential": {"base_ms": 8000, "cap_ms": 60000}}"#)],
                },
            ],
            source: "Recurly: declines of recurring cards rise from 18 to 25 or 28 % at night. Rates are assumptions.",
        },
    ),
    (
        "index-lost",
        Lesson {
            hypothesis: "One query without its index takes down everything that shares a pool with it.",
            breaks: Knob {
                words: "faults: index_lost for a minute",
                sets: &[(
                    "faults",
                    r#"[{"kind": "index_lost", "place": "database", "start_s": 60, "duration_s": 60}]"#,
                )],
            },
            mends: &[
                Knob {
                    words: "database.queue_limit: 5, so that few wait for what is slow",
                    sets: &[("database.queue_limit", "5")],
                },
                Knob { words: "database.connections: 64", sets: &[("database.connections", "64")] },
                Knob {
                    words: "overload.database_queue: codel, which drops what waited too long",
                    sets: &[("overload.database_queue", r#""codel""#)],
                },
            ],
            source: "Stripe, 8 October 2015: an index was dropped before its replacement existed, two thirds of all calls \
                     failed for 90 minutes. A scan takes 0.18 microseconds a row, measured on a table of two million; the other sizes are assumptions.",
        },
    ),
    (
        "half-failover",
        Lesson {
            hypothesis: "A survivor sized for the mean does not bear the load of both at the peak.",
            breaks: Knob {
                words: "faults: 65 % of the capacity left, a tenth of the answers failing",
                sets: &[(
                    "faults",
                    r#"[{"kind": {"capacity": {"share": 0.65}}, "place": "card_management", "start_s": 60, "duration_s": 120}, {"kind": {"capacity": {"share": 0.65}}, "place": "gateway", "start_s": 60, "duration_s": 120}, {"kind": {"errors": {"share": 0.1}}, "place": "card_management", "start_s": 60, "duration_s": 120}]"#,
                )],
            },
            mends: &[
                Knob { words: "card_management.workers: 4", sets: &[("card_management.workers", "4")] },
                Knob { words: "load.open.rate_per_s: 70", sets: &[("load.open.rate_per_s", "70")] },
            ],
            source: "Visa Europe, 1 June 2018: 5.2 of 51.2 million payments failed in ten hours, a switch failed in part. \
                     The share of 65 % is an assumption.",
        },
    ),
    (
        "certificate-expiry",
        Lesson {
            hypothesis: "An expired certificate shows late and grows, because open connections live on.",
            breaks: Knob {
                words: "faults: the certificate of processor_2",
                sets: &[(
                    "faults",
                    r#"[{"kind": {"certificate": {"recycle_s": 60}}, "place": "processor_2", "start_s": 60, "duration_s": 180}]"#,
                )],
            },
            mends: &[Knob {
                words: "retry.tries: 2 at the gateway, which takes another path",
                sets: &[("retry.tries", "2")],
            }],
            source: "Verifone H5000, 24 May 2022, some 40 % of German terminals at a time. The time in which connections \
                     are recycled is an assumption.",
        },
    ),
    (
        "card-testing",
        Lesson {
            hypothesis: "A security control is a capacity control too, and one that knows no shopper hurts the honest.",
            breaks: Knob {
                words: "faults: 200 probes a second for two minutes, with no control on",
                sets: &[
                    (
                        "faults",
                        r#"[{"kind": {"card_testing": {"rate_per_s": 200, "valid_share": 0.02}}, "place": "gateway", "start_s": 60, "duration_s": 120}]"#,
                    ),
                    ("security.scoring", "false"),
                    ("security.merchant_tries", "null"),
                ],
            },
            mends: &[
                Knob {
                    words: "security.scoring: on, which stops four probes of five before they are routed",
                    sets: &[("security.scoring", "true")],
                },
                Knob {
                    words: "security.merchant_tries: 900 a minute, which shuts the shop that is attacked",
                    sets: &[("security.merchant_tries", "900")],
                },
            ],
            source: "Stripe's issuing documentation: the share of declines for numbers that do not exist at a merchant is a \
                     signal; vendors suggest to challenge above 5 and to deny above 10 tries in 10 minutes. The rates, the \
                     98 % of declines and the score's separation are assumptions.",
        },
    ),
    (
        "instant-rail",
        Lesson {
            hypothesis: "Where a rail may answer until ten seconds, whoever gives up earlier loses sales that went well.",
            breaks: Knob {
                words: "timers of a card network: 4 s at the processor, 4.5 s at the gateway, 5 s at the merchant",
                sets: &[
                    ("timers.processor_ms", "4000"),
                    ("timers.gateway_ms", "4500"),
                    ("merchant.timeout_ms", "5000"),
                ],
            },
            mends: &[Knob {
                words: "timers beyond the limit: 11 s at the processor, 12 s at the gateway, 13 s at the merchant",
                sets: &[
                    ("timers.processor_ms", "11000"),
                    ("timers.gateway_ms", "12000"),
                    ("merchant.timeout_ms", "13000"),
                ],
            }],
            source: "SEPA Instant: 10 s by law, 7 s until a hard reject in the 2025 rulebook (RedCompass); Pix 10 s, and at \
                     the limit both sides get a rejection (bacen/pix-perguntas-e-respostas 366); FedNow 20 s. The slow \
                     receiving side and all sizes are assumptions.",
        },
    ),
    (
        "ledger-channel",
        Lesson {
            hypothesis: "A ledger's throughput is places by block interval; its finality is blocks by block interval. A larger \
                         block buys the one and not the other.",
            breaks: Knob {
                words: "channel.kind.ledger.confirmations: 6, at a block in 10 s",
                sets: &[
                    ("channel.kind.ledger.confirmations", "6"),
                    ("channel.kind.ledger.block_interval_s", "10"),
                    ("channel.kind.ledger.block_payments", "60"),
                ],
            },
            mends: &[
                Knob {
                    words: "channel.kind.ledger.confirmations: 1, which is less certain where blocks can be overtaken",
                    sets: &[("channel.kind.ledger.confirmations", "1")],
                },
                Knob {
                    words: "a block in 2 s with 12 places: the same throughput",
                    sets: &[
                        ("channel.kind.ledger.block_interval_s", "2"),
                        ("channel.kind.ledger.block_payments", "12"),
                    ],
                },
            ],
            source: "Nakamoto, \"Bitcoin\", 2008, section 11: with a tenth of the power an attacker undoes a payment under six \
                     blocks with probability 0.0002, under one with 0.2; a block in 600 s and 3.3 to 7 payments a second \
                     there (Croman et al., 2016). Interval, places and patience here are assumptions, so small that a run \
                     sees them.",
        },
    ),
    (
        "accepted-outage",
        Lesson {
            hypothesis: "Results that are told at least once come twice: whoever does not know them again sends the goods \
                         twice.",
            breaks: Knob {
                words: "follow_up.deduplicate: off, on a link that loses one message in a hundred",
                sets: &[("follow_up.deduplicate", "false"), ("links.merchant_loss", "0.01")],
            },
            mends: &[Knob {
                words: "follow_up.deduplicate: on, by the ids of the events",
                sets: &[("follow_up.deduplicate", "true")],
            }],
            source: "Stripe's documentation of webhooks: an endpoint may get an event more than once, and has to keep the ids \
                     of those that it has processed; they are sent again for up to three days with an exponential pause. The \
                     length of the outage, the share of lost messages and the pauses are assumptions.",
        },
    ),
];
