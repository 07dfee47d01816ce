//! What each incident teaches: the hypothesis, the setting that breaks it, the one that mends it, and where it comes from.

/// A lesson beside a preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// What is to be shown.
    pub hypothesis: &'static str,
    /// The setting that breaks it.
    pub breaks: &'static str,
    /// The setting that mends it.
    pub mends: &'static str,
    /// The public incident or the research behind it, and which figures are assumptions.
    pub source: &'static str,
}

/// Lessons by the id of their preset.
const LESSONS: [(&str, Lesson); 10] = [
    (
        "lossy-link",
        Lesson {
            hypothesis: "Where one answer in a hundred is lost, a retry under a new key charges a payment twice.",
            breaks: "merchant.idempotency_key: fresh",
            mends: "merchant.idempotency_key: stable, with safeguards.idempotency on",
            source: "Adyen/adyen-commercetools issue 1305, akash-network/console pull request 3449 and \
                     square/square-mcp-server issue 31: keys that differ between tries, customers charged two or three \
                     times. The share of lost messages is an assumption.",
        },
    ),
    (
        "timer-inversion",
        Lesson {
            hypothesis: "A caller that waits for less time than its callee makes it work for nobody.",
            breaks: "timers.gateway_ms: 400, below the channel's 5,000",
            mends: "timers.gateway_ms: 15000",
            source: "Network timers of 5 and 10 s: articles of a former Visa engineer (paymentae). The gateway's range of \
                     15 to 60 s is an assumption, and so is the database with its rare slow reads.",
        },
    ),
    (
        "slow-acquirer",
        Lesson {
            hypothesis: "One slow processor holds the workers that the others need: slow is worse than dead.",
            breaks: "faults: processor_2 twenty times as slow",
            mends: "more gateway workers, a policy that looks at load, or the processor taken out (fault: down)",
            source: "Worldline Italy, 28 and 29 November 2024, cut cables, a day and a half of the Black Friday week. \
                     Factor and sizes are assumptions.",
        },
    ),
    (
        "issuer-outage",
        Lesson {
            hypothesis: "Stand-in saves most sales of an outage; some approvals are wrong, and the books follow later.",
            breaks: "faults: card_management silent, safeguards.stand_in off",
            mends: "safeguards.stand_in on",
            source: "Visa's rules for stand-in: the network's timer of 5 s in Europe, its limits by amount and count. \
                     Amount and count here are assumptions.",
        },
    ),
    (
        "cache-stampede",
        Lesson {
            hypothesis: "A hit ratio that carries the load is part of the capacity: emptied under load it does not fill.",
            breaks: "faults: cache_flush at 240 s, merchant.tries: 3",
            mends: "merchant.tries: 1, or more database connections",
            source: "Facebook, 23 September 2010, about two and a half hours: recovery needed traffic to be cut. Sizes are \
                     assumptions.",
        },
    ),
    (
        "retry-storm",
        Lesson {
            hypothesis: "Retries keep an overload alive after its cause is gone: a metastable failure.",
            breaks: "merchant.tries: 4",
            mends: "merchant.tries: 1, or merchant.retry_budget: 0.1, or processors.queue_limit: 20",
            source: "UPI, 12 April 2025, 11:40 to 16:40; Huang et al., \"Metastable failures in the wild\", OSDI 2022.",
        },
    ),
    (
        "round-hour",
        Lesson {
            hypothesis: "Batch merchants that all start at the round hour hurt everybody for longer than they last.",
            breaks: "load.open.shape.burst: 500 a second for 4 s, backoff without a pause",
            mends: "a backoff with jitter, or the same payments spread over 60 s",
            source: "Recurly: declines of recurring cards rise from 18 to 25 or 28 % at night. Rates are assumptions.",
        },
    ),
    (
        "index-lost",
        Lesson {
            hypothesis: "One query without its index takes down everything that shares a pool with it.",
            breaks: "faults: index_lost for a minute",
            mends: "shorter timers with safeguards.drop_abandoned, or a bounded queue at the database",
            source: "Stripe, 8 October 2015: an index was dropped before its replacement existed, two thirds of all calls \
                     failed for 90 minutes. A scan takes 0.18 microseconds a row, measured on a table of two million; the other sizes are assumptions.",
        },
    ),
    (
        "half-failover",
        Lesson {
            hypothesis: "A survivor sized for the mean does not bear the load of both at the peak.",
            breaks: "faults: 65 % of the capacity left, a tenth of the answers failing",
            mends: "a lower rate, or more workers at the card-management system",
            source: "Visa Europe, 1 June 2018: 5.2 of 51.2 million payments failed in ten hours, a switch failed in part. \
                     The share of 65 % is an assumption.",
        },
    ),
    (
        "certificate-expiry",
        Lesson {
            hypothesis: "An expired certificate shows late and grows, because open connections live on.",
            breaks: "faults: the certificate of processor_2",
            mends: "retry.tries: 2 at the gateway, which takes another path",
            source: "Verifone H5000, 24 May 2022, some 40 % of German terminals at a time. The time in which connections \
                     are recycled is an assumption.",
        },
    ),
];

impl Lesson {
    /// The lesson of a preset; most presets have none.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        LESSONS.iter().find(|(preset, _)| *preset == id).map(|(_, lesson)| *lesson)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Preset;

    #[test]
    fn every_lesson_has_its_preset() {
        for (id, lesson) in LESSONS {
            assert!(Preset::find(id).is_some(), "{id} is a preset");
            assert!(
                lesson.source.contains("assumption") || lesson.source.contains("OSDI"),
                "{id} says what is assumed"
            );
        }
    }
}
