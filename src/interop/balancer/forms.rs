//! The policies that each product has, and in which words it says them.
//!
//! Source: see [`super`]. The words are templates ([`super::template`]), so that what is set of a policy stands where the
//! product takes it; what it has no word for is a sentence beside.

use super::Product;
use crate::balance::Policy;

/// How a product says a policy.
pub(super) struct Form {
    pub(super) policy: Policy,
    pub(super) product: Product,
    /// The lines that choose the method; none for the product's own choice.
    pub(super) method: &'static str,
    /// What is said of each server.
    pub(super) said: Said,
    /// What stands at each server beside that.
    pub(super) server: &'static str,
    /// What stands among Envoy's settings for every policy; none as a rule.
    pub(super) common: &'static str,
    /// What the text does not say.
    pub(super) note: &'static str,
    /// The same while the policy is as shipped.
    pub(super) as_shipped: &'static str,
    /// The same while something of it is set.
    pub(super) as_set: &'static str,
    /// Parameters without words, each with what that means.
    pub(super) wordless: &'static [(&'static str, &'static str)],
}

/// What is said of each server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Its weight.
    Weight,
    /// No weight, because the policy heeds none.
    Nothing,
    /// That it is for the failure of the first tier.
    Backup,
}

/// What most forms have in common.
const PLAIN: Form = Form {
    policy: Policy::RoundRobin,
    product: Product::Nginx,
    method: "",
    said: Said::Weight,
    server: "",
    common: "",
    note: "",
    as_shipped: "",
    as_set: "",
    wordless: &[],
};

/// Envoy's ring, which bounded loads use too.
const RING: &str = "lb_policy: RING_HASH\nring_hash_lb_config: { minimum_ring_size: <minimum_ring_size>[, \
                    maximum_ring_size: <maximum_ring_size>], hash_function: XX_HASH }";

/// The policies that a product has.
pub(super) const FORMS: &[Form] = &[
    Form { said: Said::Nothing, note: "Without weights its default method is plain round robin.", ..PLAIN },
    Form {
        product: Product::Haproxy,
        method: "balance roundrobin",
        said: Said::Nothing,
        note: "Without weights its roundrobin is plain round robin.",
        ..PLAIN
    },
    Form { policy: Policy::Random, product: Product::Envoy, method: "lb_policy: RANDOM", said: Said::Nothing, ..PLAIN },
    Form { policy: Policy::WeightedRandom, method: "random;", ..PLAIN },
    Form {
        policy: Policy::WeightedRandom,
        product: Product::Haproxy,
        method: "balance random(1)",
        note: "HAProxy draws a point of a ring with 16 points for each unit of weight, so shares follow the weights only \
               nearly: the greater the weights the nearer.",
        ..PLAIN
    },
    Form { policy: Policy::SmoothWeightedRoundRobin, note: "It is the default method, so no line names it.", ..PLAIN },
    Form { policy: Policy::HaproxyRoundrobin, product: Product::Haproxy, method: "balance roundrobin", ..PLAIN },
    Form { policy: Policy::HaproxyStaticRr, product: Product::Haproxy, method: "balance static-rr", ..PLAIN },
    Form {
        policy: Policy::DeadlineWeightedRoundRobin,
        product: Product::Envoy,
        method: "lb_policy: ROUND_ROBIN",
        as_shipped: "Envoy begins its schedule at a random pick; the lab begins at the first.",
        ..PLAIN
    },
    Form { policy: Policy::NginxLeastConn, method: "least_conn;", ..PLAIN },
    Form {
        policy: Policy::NginxLeastTime,
        method: "least_time last_byte;",
        server: "[ fail_timeout=<fail_timeout_s>s]",
        note: "The directive is NGINX Plus's, and in the open-source tree of 2026; NGINX 1.22 does not know it.",
        as_set: "A server that failed is left alone for its fail_timeout too.",
        ..PLAIN
    },
    Form { policy: Policy::HaproxyLeastconn, product: Product::Haproxy, method: "balance leastconn", ..PLAIN },
    Form {
        policy: Policy::HaproxyFirst,
        product: Product::Haproxy,
        method: "balance first",
        said: Said::Nothing,
        server: "[ maxconn <maxconn>]",
        as_shipped: "Give each server a maxconn: without one, as here in the lab, everything goes to the first.",
        as_set: "While all servers are full HAProxy lets requests wait; the lab gives them to the least busy one.",
        ..PLAIN
    },
    Form {
        policy: Policy::DChoices,
        product: Product::Haproxy,
        method: "balance random(<choices>)",
        said: Said::Nothing,
        note: "HAProxy's draws follow the weights, and of a tie it takes the last drawn, the lab the first.",
        as_shipped: "HAProxy may draw a server twice; the lab does so with replacement.",
        as_set: "HAProxy may draw a server twice, as the lab does where replacement is set.",
        ..PLAIN
    },
    Form {
        policy: Policy::EnvoyLeastRequest,
        product: Product::Envoy,
        method: "lb_policy: LEAST_REQUEST\nleast_request_lb_config: { choice_count: <choice_count>[, active_request_bias: \
                 { default_value: <active_request_bias>, runtime_key: processors.active_request_bias }] }",
        wordless: &[(
            "full_scan",
            "The full scan is not in it: only Envoy's least_request extension under load_balancing_policy has one \
             (selection_method: FULL_SCAN).",
        )],
        ..PLAIN
    },
    Form { policy: Policy::NginxRandomTwo, method: "random two least_conn;", ..PLAIN },
    Form {
        policy: Policy::HashModulo,
        method: "hash $arg_key;",
        note: "The key is the argument key of the address; the lab's keys are the numbers of the requests.",
        ..PLAIN
    },
    Form {
        policy: Policy::Ketama,
        method: "hash $arg_key consistent;",
        note: "Keys are placed by the servers' addresses, so they go elsewhere than in the lab.",
        ..PLAIN
    },
    Form {
        policy: Policy::RingHash,
        product: Product::Envoy,
        method: RING,
        note: "The key comes from a hash_policy of the route; keys are placed by the servers' addresses.",
        ..PLAIN
    },
    Form {
        policy: Policy::BoundedLoad,
        product: Product::Envoy,
        method: RING,
        common: ", consistent_hashing_lb_config: { hash_balance_factor: <hash_balance_factor> }",
        note: "The key comes from a hash_policy of the route; keys are placed by the servers' addresses. As shipped the factor \
               is off, and who is tried next comes from another generator.",
        ..PLAIN
    },
    Form {
        policy: Policy::Maglev,
        product: Product::Envoy,
        method: "lb_policy: MAGLEV[\nmaglev_lb_config: { table_size: <table_size> }]",
        note: "The key comes from a hash_policy of the route; keys are placed by the servers' addresses.",
        ..PLAIN
    },
    Form {
        policy: Policy::Priority,
        said: Said::Backup,
        note: "NGINX has two tiers: all backups together take weighted turns, where the lab goes on from tier to tier.",
        wordless: &[("gradual", "NGINX shares nothing between tiers: backups wait until no primary is left.")],
        ..PLAIN
    },
    Form {
        policy: Policy::Priority,
        product: Product::Haproxy,
        method: "balance roundrobin",
        said: Said::Backup,
        note: "HAProxy takes one backup after the other, as the lab does with tiers of one; with option allbackups all of \
               them together, where the lab goes on from tier to tier.",
        wordless: &[("gradual", "HAProxy shares nothing between tiers: backups wait until no primary is left.")],
        ..PLAIN
    },
];
