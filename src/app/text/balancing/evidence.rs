//! What the tests show of each balancing policy, and what the policy leaves out.
//!
//! Each line repeats what `tests/known_answers_balance`, the policy's own tests and `cargo xtask test --real` hold, and
//! what the policy's file names as left out. A policy without a line has the properties alone.

use crate::balance::Policy;

/// What was tested of a policy.
#[derive(Debug)]
pub struct Evidence {
    /// The policy.
    pub policy: Policy,
    /// Answers that were known before; empty for none.
    pub known: &'static str,
    /// Whether its picks are compared with those of the running product.
    pub real: bool,
    /// A property beyond those of all policies; empty for none.
    pub property: &'static str,
    /// What is left out on purpose; empty where the policy names nothing.
    pub left_out: &'static str,
}

const EXACT: &str = "Over each cycle every server gets exactly its weight.";
const STICKY: &str = "A key keeps its server while nothing changes.";
const NO_WEIGHTS: &str = "Weights, except that 0 drains.";

/// A policy, its known answers and what it leaves out.
const fn told(policy: Policy, known: &'static str, left_out: &'static str) -> Evidence {
    Evidence { policy, known, real: false, property: "", left_out }
}

impl Evidence {
    const fn holds(self, property: &'static str) -> Self {
        Self { property, ..self }
    }

    const fn with_real(self) -> Self {
        Self { real: true, ..self }
    }
}

pub(super) const ENGLISH: &[Evidence] = &[
    told(
        Policy::RoundRobin,
        "Turns worked out by hand; mean response of 2, 3, 5, 10 and 100 servers against the Erlang queue.",
        "Envoy's random first server; weights, except that 0 drains.",
    ),
    told(Policy::Random, "Shares within five standard deviations.", NO_WEIGHTS),
    told(
        Policy::WeightedRandom,
        "Shares within five standard deviations.",
        "NGINX's second draw when it hits a server that is down; the law is the same.",
    ),
    told(
        Policy::SmoothWeightedRoundRobin,
        "First 26 picks under five sets of weights, recorded from NGINX 1.22.1.",
        "Effective weights that NGINX lowers after failures.",
    )
    .holds(EXACT)
    .with_real(),
    told(
        Policy::HaproxyRoundrobin,
        "First 26 picks under five sets of weights and a cycle of 1358, recorded from HAProxy 2.6.12.",
        "Backup servers, limits on connections.",
    )
    .with_real(),
    told(Policy::HaproxyStaticRr, "First 26 picks under five sets of weights, recorded from HAProxy 2.6.12.", "")
        .holds(EXACT)
        .with_real(),
    told(
        Policy::DeadlineWeightedRoundRobin,
        "Two cycles worked out in exact arithmetic; not recorded from Envoy.",
        "Envoy's floats, and its random picks in advance unless asked for.",
    )
    .holds(EXACT),
    told(Policy::RunLengthWeightedRoundRobin, "Sequences worked out by hand.", "").holds(EXACT),
    told(
        Policy::InverseLoad,
        "Its swing with period two, and where it settles damped, worked out by hand.",
        "Configured weights, except that 0 drains.",
    ),
    told(
        Policy::ClientSideWeightedRoundRobin,
        "Weights, blackout and expiry worked out from the proposal.",
        "Reports with each call; the integer approximation of the schedule; configured weights, except that 0 drains.",
    ),
    told(Policy::NginxLeastConn, "Ten loaded sequences, recorded from NGINX 1.22.1.", "").with_real(),
    told(
        Policy::HaproxyLeastconn,
        "Ten loaded sequences, recorded from HAProxy 2.6.12.",
        "The lot among several lines of development versions; limits on connections.",
    )
    .with_real(),
    told(Policy::HaproxyFirst, "Sequences worked out by hand.", "The backend's queue when all servers are full."),
    told(
        Policy::EnvoyLeastRequest,
        "Weighted sequences worked out by deadline; sampled, the mean response of the exact chain. Not recorded from Envoy.",
        "",
    ),
    told(
        Policy::DChoices,
        "Mean response of the exact chains of small systems, and of 100 servers against long simulations.",
        NO_WEIGHTS,
    ),
    told(
        Policy::NginxRandomTwo,
        "Shares when idle against the formula and against 3000 requests recorded from NGINX 1.22.1.",
        "",
    ),
    told(
        Policy::JoinShortestQueue,
        "Mean response of the exact chains of small systems, and of 100 servers against long simulations.",
        NO_WEIGHTS,
    )
    .holds("It is no worse without the slowest server."),
    told(
        Policy::JoinIdleQueue,
        "Mean response of the exact chains of small systems, and of 100 servers against long simulations.",
        NO_WEIGHTS,
    ),
    told(
        Policy::PeakEwma,
        "Each read of the load, recorded from tower 0.5 in virtual time; Finagle's cold start, worked out from its source.",
        "Retry-After; Finagle's status of a server, which it compares before the load; weights, except that 0 drains.",
    ),
    told(Policy::NginxLeastTime, "Estimates worked out from the source; not recorded.", "header, inflight."),
    told(
        Policy::C3,
        "Ranks worked out from the formula.",
        "The paper's rate control; the pull of unpicked servers' figures in Elasticsearch; weights, except that 0 drains.",
    ),
    told(
        Policy::Prequal,
        "The choice between hot and cold, worked out by hand.",
        "Probes that take time; load that others caused; weights, except that 0 drains.",
    ),
    told(Policy::HashModulo, "Owners of 4000 keys with and without a server, recorded from NGINX 1.22.1.", "")
        .holds(STICKY)
        .with_real(),
    told(Policy::RingHash, "The ring of Envoy's own test; owners of 20 000 keys worked out from the definition.", "")
        .holds(STICKY),
    told(Policy::Ketama, "Owners of 4000 keys with and without a server, recorded from NGINX 1.22.1.", "")
        .holds(STICKY)
        .with_real(),
    told(Policy::Maglev, "The tables of Envoy's own test; keys that move worked out from the definition.", "")
        .holds(STICKY),
    told(Policy::Rendezvous, "Owners of 20 000 keys worked out from the definition.", "").holds(STICKY),
    told(Policy::JumpHash, "The published values.", NO_WEIGHTS).holds(STICKY),
    told(
        Policy::BoundedLoad,
        "Slots worked out from Envoy's source; owners of 20 000 keys worked out from the definition.",
        "Envoy's own random order when all are overloaded.",
    )
    .holds(STICKY),
    told(
        Policy::Priority,
        "Health, loads and panic of Envoy's levels, worked out from its source.",
        "Envoy's degraded hosts, and its overprovisioning factor as a parameter.",
    ),
    told(Policy::VolumeSplit, "Shares within five standard deviations.", ""),
    told(Policy::Rules, "", "Rules that lead to a split; conditions other than card range, currency and amount.")
        .holds("The first rule that applies leads to its first usable server."),
    told(Policy::LeastCost, "", "What declined payments cost.")
        .holds("No usable server would have been cheaper, whatever the amount."),
    told(
        Policy::SuccessRate,
        "Windows, second chance and cost worked out by hand.",
        "Scores by payment method; the signal of other merchants; draws in place of the mean; the tuning of window and share \
         by volume; the elimination step, which the product computes from a merchant's settings and is an example here.",
    ),
    told(Policy::ThompsonSampling, "Mean and variance of its draws against Beta.", NO_WEIGHTS),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_is_told_once() {
        for (place, evidence) in ENGLISH.iter().enumerate() {
            let again = ENGLISH[place + 1..].iter().any(|other| other.policy == evidence.policy);
            assert!(!again, "{} is told twice", evidence.policy.id());
        }
    }
}
