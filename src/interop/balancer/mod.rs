//! A balancing policy as configuration of a product that has it: NGINX, HAProxy or Envoy.
//!
//! Source: the reference manuals of NGINX 1.22 (`ngx_http_upstream_module`), HAProxy 2.6 (section 4.2) and Envoy 1.31
//! (`config.cluster.v3.Cluster`). The fragment holds the method and the servers with their weights; time limits, health
//! checks and encryption are left out. What is set of the policy is in it, and what the product cannot say as the policy means
//! it comes as sentences beside it.
//! The addresses are those that RFC 5737 keeps for documentation.

mod backend;
mod forms;
mod group;
mod haproxy;
mod import;
mod limits;
mod statements;
mod template;
mod upstream;

pub use import::{ImportError, Imported, import};

use crate::balance::Tuned;
use crate::math;
use forms::{FORMS, Form, Said};
use std::fmt::Write;
use template::{fill, named};

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
pub fn fragments(tuned: &Tuned, members: &[Member]) -> Vec<Fragment> {
    FORMS.iter().filter(|form| form.policy == tuned.policy).map(|form| form.fragment(tuned, members)).collect()
}

/// How many servers come before the backups.
fn primaries(tuned: &Tuned) -> usize {
    let size = |name| named(name, tuned).map_or(0, |size| math::index(math::low(math::whole(size))));
    match size("first_tier_size") {
        0 => size("tier_size"),
        first => first,
    }
}

impl Form {
    fn fragment(&self, tuned: &Tuned, members: &[Member]) -> Fragment {
        let text = match self.product {
            Product::Nginx => self.nginx(tuned, members),
            Product::Haproxy => self.haproxy(tuned, members),
            Product::Envoy => self.envoy(tuned, members),
        };
        Fragment { product: self.product, text, notes: self.notes(tuned, members) }
    }

    fn notes(&self, tuned: &Tuned, members: &[Member]) -> Vec<&'static str> {
        let drained = members.iter().any(|member| member.weight == 0);
        let drained = match (drained, self.product) {
            (true, Product::Nginx) => "NGINX allows no weight 0; a drained server is written as down.",
            (true, Product::Envoy) => "Envoy allows no weight 0; a drained server is written as draining.",
            (true, Product::Haproxy) if self.said == Said::Nothing => "A drained server is written as disabled.",
            _ => "",
        };
        let own = if tuned.parameters.is_empty() { self.as_shipped } else { self.as_set };
        let is_set = |wordless: &str| tuned.parameters.iter().any(|(name, _)| *name == wordless);
        let wordless = self.wordless.iter().filter(|(name, _)| is_set(name)).map(|(_, note)| *note);
        let notes = [self.note, own].into_iter().chain(wordless).chain([drained, habit(self.product)]);
        notes.filter(|note| !note.is_empty()).collect()
    }

    fn nginx(&self, tuned: &Tuned, members: &[Member]) -> String {
        let mut out = String::from("upstream processors {\n    zone processors 64k;\n");
        for line in fill(self.method, tuned).lines() {
            line_of(&mut out, format_args!("    {line}"));
        }
        let beside = fill(self.server, tuned);
        let primaries = primaries(tuned);
        for (place, member) in members.iter().enumerate() {
            let mut words = String::new();
            if self.said != Said::Nothing && member.weight > 0 {
                words.push_str(&format!(" weight={}", member.weight));
            }
            words.push_str(&beside);
            if self.said == Said::Backup && place >= primaries {
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

    fn haproxy(&self, tuned: &Tuned, members: &[Member]) -> String {
        let mut out = String::from("backend processors\n");
        line_of(&mut out, format_args!("    {}", fill(self.method, tuned)));
        if self.said == Said::Backup && named("tier_size", tuned).is_some_and(|size| size > 1.0) {
            out.push_str("    option allbackups\n");
        }
        let (beside, primaries) = (fill(self.server, tuned), primaries(tuned));
        for (place, member) in members.iter().enumerate() {
            let weighted = self.said != Said::Nothing;
            let weight = if weighted { format!(" weight {}", member.weight) } else { String::new() };
            let disabled = member.down || (member.weight == 0 && !weighted);
            let disabled = if disabled { " disabled" } else { "" };
            let backup = if self.said == Said::Backup && place >= primaries { " backup" } else { "" };
            let (number, words) = (place + 1, [weight.as_str(), &beside, backup, disabled].concat());
            line_of(&mut out, format_args!("    server processor-{number} 192.0.2.{number}:8080{words}"));
        }
        out
    }

    fn envoy(&self, tuned: &Tuned, members: &[Member]) -> String {
        let mut out = String::from("clusters:\n- name: processors\n  type: STATIC\n");
        for line in fill(self.method, tuned).lines() {
            line_of(&mut out, format_args!("  {line}"));
        }
        let common = fill(self.common, tuned);
        line_of(&mut out, format_args!("  common_lb_config: {{ healthy_panic_threshold: {{ value: 0 }}{common} }}"));
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
    use crate::balance::Policy;

    fn only(policy: Policy, members: &[(u32, bool)]) -> Fragment {
        one(&policy.into(), members)
    }

    /// The fragment of a policy that one product has.
    fn one(tuned: &Tuned, members: &[(u32, bool)]) -> Fragment {
        let members: Vec<Member> = members.iter().map(|&(weight, down)| Member { weight, down }).collect();
        let mut found = fragments(tuned, &members);
        assert_eq!(found.len(), 1, "{}", tuned.policy.id());
        found.remove(0)
    }

    /// The same for three servers of weight 1, with what is set of the policy.
    fn set(policy: Policy, parameters: &[(&'static str, f64)]) -> Fragment {
        one(&Tuned { policy, parameters: parameters.to_vec() }, &[(1, false); 3])
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
    fn what_is_set_of_a_policy_is_written_where_the_product_takes_it() {
        let check = |policy, parameters: &[(&'static str, f64)], line: &str| {
            let text = set(policy, parameters).text;
            assert!(text.contains(line), "{line} is missing in {text}");
        };
        check(Policy::EnvoyLeastRequest, &[("choice_count", 5.0)], "least_request_lb_config: { choice_count: 5 }\n");
        let bias = "{ choice_count: 2, active_request_bias: { default_value: 0.5, runtime_key: \
                    processors.active_request_bias } }\n";
        check(Policy::EnvoyLeastRequest, &[("active_request_bias", 0.5)], bias);
        check(Policy::RingHash, &[], "{ minimum_ring_size: 1024, hash_function: XX_HASH }\n");
        let ring = "{ minimum_ring_size: 64, maximum_ring_size: 128, hash_function: XX_HASH }\n";
        check(Policy::RingHash, &[("minimum_ring_size", 64.0), ("maximum_ring_size", 128.0)], ring);
        check(Policy::BoundedLoad, &[("hash_balance_factor", 150.0)], "{ hash_balance_factor: 150 }");
        check(Policy::Maglev, &[("table_size", 13.0)], "  lb_policy: MAGLEV\n  maglev_lb_config: { table_size: 13 }\n");
        check(Policy::HaproxyFirst, &[("maxconn", 30.0)], "server processor-3 192.0.2.3:8080 maxconn 30\n");
        check(
            Policy::NginxLeastTime,
            &[("fail_timeout_s", 30.0)],
            "server 192.0.2.1:8080 weight=1 fail_timeout=30s;\n",
        );
        let tiers = Tuned { policy: Policy::Priority, parameters: vec![("tier_size", 2.0)] };
        for Fragment { product, text, .. } in fragments(&tiers, &[Member { weight: 1, down: false }; 3]) {
            assert_eq!(text.matches(" backup").count(), 1, "two servers in the first tier: {text}");
            assert_eq!(text.contains("option allbackups"), product == Product::Haproxy, "all at a time: {text}");
        }
    }

    #[test]
    fn what_a_product_has_no_word_for_is_said() {
        let scan = set(Policy::EnvoyLeastRequest, &[("full_scan", 1.0)]);
        assert!(scan.notes.iter().any(|note| note.contains("FULL_SCAN")), "{:?}", scan.notes);
        let limited = set(Policy::HaproxyFirst, &[("maxconn", 30.0)]).notes;
        assert!(!limited.iter().any(|note| note.starts_with("Give each server")), "that was done: {limited:?}");
    }

    /// No parameter is passed over in silence.
    #[test]
    fn whatever_is_set_changes_what_is_said() {
        let members = [Member { weight: 1, down: false }; 3];
        for form in FORMS {
            let shipped = Tuned::from(form.policy);
            for parameter in form.policy.parameters() {
                let least = parameter.default > parameter.min;
                let mut other = shipped.clone();
                other.set(parameter, if least { parameter.min } else { parameter.run_max });
                let (id, name) = (form.policy.id(), parameter.name);
                assert_ne!(form.fragment(&other, &members), form.fragment(&shipped, &members), "{id}: {name}");
            }
        }
    }

    #[test]
    fn the_others_are_backups_of_the_first() {
        let members = [Member { weight: 1, down: false }, Member { weight: 1, down: true }];
        let [nginx, haproxy] = fragments(&Policy::Priority.into(), &members).try_into().expect("two products");
        assert!(nginx.text.contains("192.0.2.2:8080 weight=1 backup down;"), "{}", nginx.text);
        assert!(haproxy.text.ends_with("192.0.2.2:8080 weight 1 backup disabled\n"), "{}", haproxy.text);
    }

    #[test]
    fn what_no_product_has_gives_nothing() {
        assert!(fragments(&Policy::JoinShortestQueue.into(), &[]).is_empty(), "the reference of the theory");
        assert_eq!(fragments(&Policy::RoundRobin.into(), &[]).len(), 2, "what two products have gives two");
    }
}
