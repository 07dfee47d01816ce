//! A balancing policy as configuration of a product that has it: NGINX, HAProxy or Envoy.
//!
//! Source: the reference manuals of NGINX 1.22 (`ngx_http_upstream_module`), HAProxy 2.6 (section 4.2) and Envoy 1.31
//! (`config.cluster.v3.Cluster`). The fragment holds the method and the servers with their weights; time limits, health
//! checks and encryption are left out. What the product cannot say as the policy means it comes as sentences beside it.
//! The addresses are those that RFC 5737 keeps for documentation.

mod haproxy;
mod import;
mod statements;

pub use import::{ImportError, Imported, import};

use crate::balance::Policy;
use std::fmt::Write;

/// A product that balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// NGINX.
    Nginx,
    /// HAProxy.
    Haproxy,
    /// Envoy.
    Envoy,
}

impl Product {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nginx => "NGINX",
            Self::Haproxy => "HAProxy",
            Self::Envoy => "Envoy",
        }
    }
}

/// A server of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its weight, 0 for drained.
    pub weight: u32,
    /// Whether it is down.
    pub down: bool,
}

/// A piece of configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Whose.
    pub product: Product,
    /// The text.
    pub text: String,
    /// What the text does not say, or what the product does otherwise.
    pub notes: Vec<&'static str>,
}

/// How a product says a policy.
struct Form {
    policy: Policy,
    product: Product,
    /// The lines that choose the method; none for the product's own choice.
    method: &'static str,
    /// What is said of each server.
    said: Said,
    /// What stands among Envoy's settings for every policy; none as a rule.
    common: &'static str,
    note: &'static str,
}

/// What is said of each server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// Its weight.
    Weight,
    /// No weight, because the policy heeds none.
    Nothing,
    /// That it is for the failure of the first.
    Backup,
}

/// The policies that a product has.
const FORMS: &[Form] = &[
    Form {
        policy: Policy::RoundRobin,
        product: Product::Nginx,
        method: "",
        said: Said::Nothing,
        common: "",
        note: "Without weights its default method is plain round robin.",
    },
    Form {
        policy: Policy::RoundRobin,
        product: Product::Haproxy,
        method: "balance roundrobin",
        said: Said::Nothing,
        common: "",
        note: "Without weights its roundrobin is plain round robin.",
    },
    Form {
        policy: Policy::Random,
        product: Product::Envoy,
        method: "lb_policy: RANDOM",
        said: Said::Nothing,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::WeightedRandom,
        product: Product::Nginx,
        method: "random;",
        said: Said::Weight,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::WeightedRandom,
        product: Product::Haproxy,
        method: "balance random(1)",
        said: Said::Weight,
        common: "",
        note: "HAProxy draws a point of a ring with 16 points for each unit of weight, so shares follow the weights only \
               nearly: the greater the weights the nearer.",
    },
    Form {
        policy: Policy::SmoothWeightedRoundRobin,
        product: Product::Nginx,
        method: "",
        said: Said::Weight,
        common: "",
        note: "It is the default method, so no line names it.",
    },
    Form {
        policy: Policy::HaproxyRoundrobin,
        product: Product::Haproxy,
        method: "balance roundrobin",
        said: Said::Weight,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::HaproxyStaticRr,
        product: Product::Haproxy,
        method: "balance static-rr",
        said: Said::Weight,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::DeadlineWeightedRoundRobin,
        product: Product::Envoy,
        method: "lb_policy: ROUND_ROBIN",
        said: Said::Weight,
        common: "",
        note: "Envoy begins its schedule at a random pick; the lab begins at the first.",
    },
    Form {
        policy: Policy::NginxLeastConn,
        product: Product::Nginx,
        method: "least_conn;",
        said: Said::Weight,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::NginxLeastTime,
        product: Product::Nginx,
        method: "least_time last_byte;",
        said: Said::Weight,
        common: "",
        note: "The directive is NGINX Plus's, and in the open-source tree of 2026; NGINX 1.22 does not know it.",
    },
    Form {
        policy: Policy::HaproxyLeastconn,
        product: Product::Haproxy,
        method: "balance leastconn",
        said: Said::Weight,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::HaproxyFirst,
        product: Product::Haproxy,
        method: "balance first",
        said: Said::Nothing,
        common: "",
        note: "Give each server a maxconn: without one, as here in the lab, everything goes to the first.",
    },
    Form {
        policy: Policy::EnvoyLeastRequest,
        product: Product::Envoy,
        method: "lb_policy: LEAST_REQUEST\nleast_request_lb_config: { choice_count: 2 }",
        said: Said::Weight,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::DChoices,
        product: Product::Haproxy,
        method: "balance random(2)",
        said: Said::Nothing,
        common: "",
        note: "HAProxy may draw a server twice, as the lab with replacement 1; its draws follow the weights, and of a tie it \
               takes the last drawn, the lab the first.",
    },
    Form {
        policy: Policy::NginxRandomTwo,
        product: Product::Nginx,
        method: "random two least_conn;",
        said: Said::Weight,
        common: "",
        note: "",
    },
    Form {
        policy: Policy::HashModulo,
        product: Product::Nginx,
        method: "hash $arg_key;",
        said: Said::Weight,
        common: "",
        note: "The key is the argument key of the address; the lab's keys are the numbers of the requests.",
    },
    Form {
        policy: Policy::Ketama,
        product: Product::Nginx,
        method: "hash $arg_key consistent;",
        said: Said::Weight,
        common: "",
        note: "Keys are placed by the servers' addresses, so they go elsewhere than in the lab.",
    },
    Form {
        policy: Policy::RingHash,
        product: Product::Envoy,
        method: "lb_policy: RING_HASH\nring_hash_lb_config: { minimum_ring_size: 1024, hash_function: XX_HASH }",
        said: Said::Weight,
        common: "",
        note: "The key comes from a hash_policy of the route; keys are placed by the servers' addresses.",
    },
    Form {
        policy: Policy::BoundedLoad,
        product: Product::Envoy,
        method: "lb_policy: RING_HASH\nring_hash_lb_config: { minimum_ring_size: 1024, hash_function: XX_HASH }",
        said: Said::Weight,
        common: ", consistent_hashing_lb_config: { hash_balance_factor: 125 }",
        note: "The key comes from a hash_policy of the route; keys are placed by the servers' addresses. As shipped the factor \
               is off, and who is tried next comes from another generator.",
    },
    Form {
        policy: Policy::Maglev,
        product: Product::Envoy,
        method: "lb_policy: MAGLEV",
        said: Said::Weight,
        common: "",
        note: "The key comes from a hash_policy of the route; keys are placed by the servers' addresses.",
    },
    Form {
        policy: Policy::Priority,
        product: Product::Nginx,
        method: "",
        said: Said::Backup,
        common: "",
        note: "NGINX has two tiers: with more than two servers the backups take weighted turns, where the lab takes one \
               after the other.",
    },
    Form {
        policy: Policy::Priority,
        product: Product::Haproxy,
        method: "balance roundrobin",
        said: Said::Backup,
        common: "",
        note: "One backup at a time, as in the lab; with option allbackups they take turns.",
    },
];

/// What each product does otherwise whatever the policy.
const fn habit(product: Product) -> &'static str {
    match product {
        Product::Nginx => "The zone makes all worker processes share one state; without it each has its own.",
        Product::Haproxy => "The order of picks was compared with HAProxy on one thread.",
        Product::Envoy => "Each worker thread of Envoy balances by itself; the panic threshold is off, as in the lab.",
    }
}

/// The policy with these servers as configuration of each product that has it; empty where none has.
#[must_use]
pub fn fragments(policy: Policy, members: &[Member]) -> Vec<Fragment> {
    FORMS.iter().filter(|form| form.policy == policy).map(|form| form.fragment(members)).collect()
}

impl Form {
    fn fragment(&self, members: &[Member]) -> Fragment {
        let text = match self.product {
            Product::Nginx => self.nginx(members),
            Product::Haproxy => self.haproxy(members),
            Product::Envoy => self.envoy(members),
        };
        let drained = members.iter().any(|member| member.weight == 0);
        let drained = match (drained, self.product) {
            (true, Product::Nginx) => "NGINX allows no weight 0; a drained server is written as down.",
            (true, Product::Envoy) => "Envoy allows no weight 0; a drained server is written as draining.",
            (true, Product::Haproxy) if self.said != Said::Weight => "A drained server is written as disabled.",
            _ => "",
        };
        let notes = [self.note, drained, habit(self.product)];
        let notes = notes.into_iter().filter(|note| !note.is_empty()).collect();
        Fragment { product: self.product, text, notes }
    }

    fn nginx(&self, members: &[Member]) -> String {
        let mut out = String::from("upstream processors {\n    zone processors 64k;\n");
        for line in self.method.lines() {
            line_of(&mut out, format_args!("    {line}"));
        }
        for (place, member) in members.iter().enumerate() {
            let mut words = String::new();
            if self.said != Said::Nothing && member.weight > 0 {
                words.push_str(&format!(" weight={}", member.weight));
            }
            if self.said == Said::Backup && place > 0 {
                words.push_str(" backup");
            }
            if member.down || member.weight == 0 {
                words.push_str(" down");
            }
            line_of(&mut out, format_args!("    server 192.0.2.{}:8080{words};", place + 1));
        }
        out.push_str("}\n");
        out
    }

    fn haproxy(&self, members: &[Member]) -> String {
        let mut out = String::from("backend processors\n");
        line_of(&mut out, format_args!("    {}", self.method));
        for (place, member) in members.iter().enumerate() {
            let weighted = self.said == Said::Weight;
            let weight = if weighted { format!(" weight {}", member.weight) } else { String::new() };
            let disabled = member.down || (member.weight == 0 && !weighted);
            let disabled = if disabled { " disabled" } else { "" };
            let backup = if self.said == Said::Backup && place > 0 { " backup" } else { "" };
            let (number, words) = (place + 1, [weight.as_str(), backup, disabled].concat());
            line_of(&mut out, format_args!("    server processor-{number} 192.0.2.{number}:8080{words}"));
        }
        out
    }

    fn envoy(&self, members: &[Member]) -> String {
        let mut out = String::from("clusters:\n- name: processors\n  type: STATIC\n");
        for line in self.method.lines() {
            line_of(&mut out, format_args!("  {line}"));
        }
        line_of(
            &mut out,
            format_args!("  common_lb_config: {{ healthy_panic_threshold: {{ value: 0 }}{} }}", self.common),
        );
        out.push_str("  load_assignment:\n    cluster_name: processors\n    endpoints:\n    - lb_endpoints:\n");
        for (place, member) in members.iter().enumerate() {
            let address = format_args!("{{ address: 192.0.2.{}, port_value: 8080 }}", place + 1);
            line_of(&mut out, format_args!("      - endpoint: {{ address: {{ socket_address: {address} }} }}"));
            if self.said == Said::Weight && member.weight > 0 {
                line_of(&mut out, format_args!("        load_balancing_weight: {}", member.weight));
            }
            match member {
                Member { down: true, .. } => out.push_str("        health_status: UNHEALTHY\n"),
                Member { weight: 0, .. } => out.push_str("        health_status: DRAINING\n"),
                Member { .. } => {}
            }
        }
        out
    }
}

fn line_of(out: &mut String, line: std::fmt::Arguments<'_>) {
    // A string takes whatever is written.
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(policy: Policy, members: &[(u32, bool)]) -> Fragment {
        let members: Vec<Member> = members.iter().map(|&(weight, down)| Member { weight, down }).collect();
        let mut found = fragments(policy, &members);
        assert_eq!(found.len(), 1, "{}", policy.id());
        found.remove(0)
    }

    #[test]
    fn nginx_reads_this_upstream() {
        let fragment = only(Policy::NginxLeastConn, &[(5, false), (1, true), (0, false)]);
        let expected = "upstream processors {\n    zone processors 64k;\n    least_conn;\n    \
                        server 192.0.2.1:8080 weight=5;\n    server 192.0.2.2:8080 weight=1 down;\n    \
                        server 192.0.2.3:8080 down;\n}\n";
        assert_eq!(fragment.text, expected);
        assert!(fragment.notes.iter().any(|note| note.contains("no weight 0")), "{:?}", fragment.notes);
    }

    #[test]
    fn haproxy_reads_this_backend() {
        let fragment = only(Policy::HaproxyLeastconn, &[(5, false), (0, false), (1, true)]);
        let expected = "backend processors\n    balance leastconn\n    server processor-1 192.0.2.1:8080 weight 5\n    \
                        server processor-2 192.0.2.2:8080 weight 0\n    \
                        server processor-3 192.0.2.3:8080 weight 1 disabled\n";
        assert_eq!(fragment.text, expected);
        let first = only(Policy::HaproxyFirst, &[(5, false), (0, false)]).text;
        assert!(first.ends_with("192.0.2.2:8080 disabled\n") && !first.contains("weight"), "{first}");
    }

    #[test]
    fn envoy_reads_this_cluster() {
        let text = only(Policy::EnvoyLeastRequest, &[(3, false), (0, false), (1, true)]).text;
        for line in [
            "  lb_policy: LEAST_REQUEST\n",
            "  least_request_lb_config: { choice_count: 2 }\n",
            "socket_address: { address: 192.0.2.1, port_value: 8080 } } }\n        load_balancing_weight: 3\n",
            "        health_status: DRAINING\n",
            "        load_balancing_weight: 1\n        health_status: UNHEALTHY\n",
        ] {
            assert!(text.contains(line), "{line} is missing in {text}");
        }
    }

    #[test]
    fn bounded_loads_and_least_time_are_products_policies() {
        let bounded = only(Policy::BoundedLoad, &[(1, false), (2, false)]).text;
        let common = "common_lb_config: { healthy_panic_threshold: { value: 0 }, consistent_hashing_lb_config: \
                      { hash_balance_factor: 125 } }\n";
        assert!(bounded.contains("lb_policy: RING_HASH") && bounded.contains(common), "{bounded}");
        assert_eq!(bounded.matches("common_lb_config").count(), 1, "one key once: {bounded}");
        let least = only(Policy::NginxLeastTime, &[(1, false), (2, false)]);
        assert!(least.text.contains("    least_time last_byte;\n"), "{}", least.text);
        assert!(least.notes[0].contains("NGINX Plus"), "{:?}", least.notes);
    }

    #[test]
    fn the_others_are_backups_of_the_first() {
        let members = [Member { weight: 1, down: false }, Member { weight: 1, down: true }];
        let [nginx, haproxy] = fragments(Policy::Priority, &members).try_into().expect("two products");
        assert!(nginx.text.contains("192.0.2.2:8080 weight=1 backup down;"), "{}", nginx.text);
        assert!(haproxy.text.ends_with("192.0.2.2:8080 backup disabled\n"), "{}", haproxy.text);
    }

    #[test]
    fn what_no_product_has_gives_nothing() {
        assert!(fragments(Policy::JoinShortestQueue, &[]).is_empty(), "the reference of the theory");
        assert_eq!(fragments(Policy::RoundRobin, &[]).len(), 2, "what two products have gives two");
    }
}
