//! Reads a group of servers out of a product's configuration: the `upstream` of NGINX, the `backend` or `listen` of HAProxy.
//!
//! Source: the manuals named in [`super`]. Read are the method, with what HAProxy says beside it (`haproxy`), and each
//! server's weight, whether it is down or a backup, and the limit that its policy knows (`limits`); whatever else stands
//! there is left out and said. The text is anybody's: it is read once from front to back, and what cannot be a configuration
//! is refused with its line.

use super::backend::haproxy;
use super::group::WEIGHT_MAX;
use super::upstream::nginx;
use super::{Member, Product};
use crate::balance::Tuned;
use thiserror::Error;

/// The longest text that is read, in bytes.
const LENGTH_MAX: usize = 20_000;

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Whose configuration it is.
    pub product: Product,
    /// What the group is called.
    pub name: String,
    /// The policy with its parameters; `None` where none of ours does what the method says.
    pub policy: Option<Tuned>,
    /// The servers in their order.
    pub members: Vec<Member>,
    /// What was left out, or is otherwise in the lab.
    pub notes: Vec<String>,
}

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Too long.
    #[error("{length} bytes is not allowed here; allowed: at most {LENGTH_MAX}")]
    Long {
        /// Its bytes.
        length: usize,
    },
    /// Neither of the blocks.
    #[error("no upstream of NGINX and no backend or listen of HAProxy is in this text")]
    Nothing,
    /// A block that does not end.
    #[error("line {line}: the upstream that begins here does not end; a closing brace is missing")]
    Open {
        /// Where it begins, from 1.
        line: usize,
    },
    /// A weight that is none.
    #[error(
        "line {line}: the weight {weight:?} is not allowed here; allowed: whole numbers from {least} to {WEIGHT_MAX}"
    )]
    Weight {
        /// Its line, from 1.
        line: usize,
        /// What stands there.
        weight: String,
        /// The product's least weight.
        least: u32,
    },
    /// Not so many servers.
    #[error("{servers} servers is not allowed here; allowed: {least} to {most}")]
    Servers {
        /// How many there are.
        servers: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
}

/// Reads the first group of servers in a text.
///
/// # Errors
/// If there is none, if it does not end, if a weight is none, or if it has fewer or more servers than `least` and `most`.
pub fn import(text: &str, (least, most): (usize, usize)) -> Result<Imported, ImportError> {
    if text.len() > LENGTH_MAX {
        return Err(ImportError::Long { length: text.len() });
    }
    let imported = match nginx(text)? {
        Some(imported) => imported,
        None => haproxy(text)?.ok_or(ImportError::Nothing)?,
    };
    let servers = imported.members.len();
    if (least..=most).contains(&servers) { Ok(imported) } else { Err(ImportError::Servers { servers, least, most }) }
}

#[cfg(test)]
mod tests {
    use super::super::fragments;
    use super::super::group::NO_BACKUPS;
    use super::*;
    use crate::balance::Policy;

    const ANY: (usize, usize) = (2, 8);

    fn read(text: &str) -> Imported {
        import(text, ANY).expect("a configuration")
    }

    fn policy(imported: &Imported) -> Option<Policy> {
        imported.policy.as_ref().map(|tuned| tuned.policy)
    }

    fn members(imported: &Imported) -> Vec<(u32, bool)> {
        imported.members.iter().map(|member| (member.weight, member.down)).collect()
    }

    #[test]
    fn an_upstream_is_read_out_of_a_file() {
        let text = "http {\n  upstream pay { # ours\n    zone pay 64k; least_conn;\n    server a:1 weight=5 max_fails=2;\n    \
                    server b:1\n      down;\n    server c:1;\n    queue 100 timeout=70;\n  }\n  server { listen 80; }\n}\n";
        let imported = read(text);
        assert_eq!((imported.product, imported.name.as_str()), (Product::Nginx, "pay"));
        assert_eq!(policy(&imported), Some(Policy::NginxLeastConn));
        assert_eq!(members(&imported), [(5, false), (1, true), (1, false)]);
        assert_eq!(imported.notes, ["Left out, because the lab has no place for it: max_fails, queue."]);
    }

    #[test]
    fn a_backend_is_read_out_of_a_file() {
        let text = "defaults\n  mode http\nbackend pay\n  balance static-rr\n  default-server inter 2s weight 3\n  server a \
                    10.0.0.1:80 check\n  server b 10.0.0.2:80 weight 0 maxconn 30\n  server c 10.0.0.3:80 disabled # off\n\
                    backend other\n  server d 10.0.0.4:80\n";
        let imported = read(text);
        assert_eq!((imported.product, imported.name.as_str()), (Product::Haproxy, "pay"));
        assert_eq!(policy(&imported), Some(Policy::HaproxyStaticRr));
        assert_eq!(members(&imported), [(3, false), (0, false), (3, true)], "the default, drained, disabled");
        let said = "Left out, because the lab has no place for it: inter, check, maxconn.";
        assert_eq!(imported.notes, [said, "Only one group is read; 1 more follow."]);
    }

    /// What a backend does not say it has from its defaults: those that it names, else the last ones before it.
    #[test]
    fn defaults_are_inherited() {
        let of = |backend: &str| {
            let text = format!(
                "defaults first\n balance leastconn\n default-server weight 7\ndefaults second\n mode http\n balance \
                 first\n{backend}\n server a 10.0.0.1:80\n server b 10.0.0.2:80 weight 2\n"
            );
            read(&text)
        };
        let named = of("backend pay from first");
        assert_eq!((policy(&named), members(&named)), (Some(Policy::HaproxyLeastconn), vec![(7, false), (2, false)]));
        assert_eq!(named.notes, ["`balance leastconn` stands among the defaults."]);
        assert_eq!(policy(&of("backend pay")), Some(Policy::HaproxyFirst), "the last before it");
        let own = of("backend pay\n balance static-rr");
        assert_eq!((policy(&own), own.notes.len()), (Some(Policy::HaproxyStaticRr), 0), "its own word counts");
        let later = "backend pay\n server a 1\n server b 2\ndefaults\n balance leastconn\n";
        assert_eq!(policy(&read(later)), Some(Policy::HaproxyRoundrobin), "defaults that follow are none of its");
    }

    #[test]
    fn what_is_timed_otherwise_is_said() {
        let of = |what: &str| read(&format!("upstream x {{ least_time {what}; server a; server b; }}"));
        assert_eq!(of("last_byte").notes.len(), 0);
        let header = of("header");
        assert_eq!(policy(&header), Some(Policy::NginxLeastTime));
        assert!(header.notes[0].contains("first byte"), "{:?}", header.notes);
    }

    #[test]
    fn what_we_write_we_read() {
        let servers = [Member { weight: 5, down: false }, Member { weight: 1, down: true }];
        for &one in Policy::ALL {
            for fragment in
                fragments(&one.into(), &servers).iter().filter(|fragment| fragment.product != Product::Envoy)
            {
                let imported = read(&fragment.text);
                let plain = one == Policy::RoundRobin;
                assert!(plain || policy(&imported) == Some(one), "{}: {:?}", one.id(), imported.policy);
                let weighted = fragment.text.contains("weight");
                assert!(!weighted || imported.members == servers, "{}: {:?}", one.id(), imported.members);
            }
        }
    }

    #[test]
    fn what_we_write_with_parameters_we_read() {
        let servers = [Member { weight: 1, down: false }; 4];
        for (policy, parameters) in [
            (Policy::HaproxyFirst, vec![("maxconn", 2.0)]),
            (Policy::NginxLeastTime, vec![("fail_timeout_s", 30.0)]),
            (Policy::DChoices, vec![("choices", 3.0), ("replacement", 1.0)]),
            (Policy::Priority, vec![("tier_size", 2.0)]),
            (Policy::Priority, vec![("tier_size", 3.0), ("first_tier_size", 1.0)]),
        ] {
            let tuned = Tuned { policy, parameters };
            for fragment in fragments(&tuned, &servers) {
                let imported = read(&fragment.text);
                assert_eq!(imported.policy.as_ref(), Some(&tuned), "{}", fragment.text);
                let left_out: Vec<&String> =
                    imported.notes.iter().filter(|note| note.starts_with("Left out")).collect();
                assert!(left_out.is_empty(), "{left_out:?} of {}", fragment.text);
            }
        }
    }

    #[test]
    fn limits_of_all_servers_are_the_policys() {
        let first = |servers: &str| read(&format!("backend x\n balance first\n{servers}"));
        let own = first(" server a 1 maxconn 2\n server b 2 maxconn 2\n");
        assert_eq!(own.policy.map(|tuned| tuned.parameters), Some(vec![("maxconn", 2.0)]));
        assert!(own.notes.iter().all(|note| note.contains("least busy")), "{:?}", own.notes);
        let usual = first(" default-server maxconn 3\n server a 1\n server b 2\n");
        assert_eq!(usual.policy.map(|tuned| tuned.parameters), Some(vec![("maxconn", 3.0)]), "by default-server");
        let differ = first(" server a 1 maxconn 2\n server b 2 maxconn 3\n");
        assert_eq!(differ.policy.map(|tuned| tuned.parameters), Some(vec![]));
        assert!(differ.notes[0].contains("differ in maxconn (2, 3)"), "{:?}", differ.notes);
        let other = read("backend x\n server a 1 maxconn 2\n server b 2\n");
        assert_eq!(other.notes, ["Left out, because the lab has no place for it: maxconn."], "another policy's");
        let timed = read("upstream x { least_time last_byte; server a fail_timeout=30s; server b fail_timeout=30s; }");
        assert_eq!(timed.policy.map(|tuned| tuned.parameters), Some(vec![("fail_timeout_s", 30.0)]));
    }

    #[test]
    fn a_group_without_servers_is_passed_over() {
        let text = "listen stats\n bind :8404\n stats enable\nbackend pay\n server a 1\n server b 2\nbackend other\n \
                    server c 3\n";
        let imported = read(text);
        assert_eq!((imported.name.as_str(), members(&imported).len()), ("pay", 2));
        let notes = ["`listen stats` stands before it and has no servers.", "Only one group is read; 1 more follow."];
        assert_eq!(imported.notes, notes);
        let none = import("listen stats\n bind :8404\n", ANY);
        assert_eq!(none, Err(ImportError::Servers { servers: 0, least: 2, most: 8 }));
        let template =
            "backend pay\n server-template pay 1-3 pay.example:80\nbackend other\n server a 1\n server b 2\n";
        let template = import(template, ANY);
        assert_eq!(template, Err(ImportError::Servers { servers: 0, least: 2, most: 8 }), "it has servers");
    }

    #[test]
    fn a_limit_beside_backups_is_left_out_aloud() {
        let check = |text: &str, word: &str| {
            let imported = read(text);
            assert_eq!(policy(&imported), Some(Policy::Priority), "{text}");
            let left_out = format!("Left out, because the lab has no place for it: {word}.");
            assert!(imported.notes.contains(&left_out), "{text}: {:?}", imported.notes);
        };
        let first = "backend x\n balance first\n server a 1 maxconn 2\n server b 2 backup maxconn 2\n";
        check(first, "maxconn");
        check("upstream x { least_time last_byte; server a fail_timeout=30s; server b backup; }", "fail_timeout");
        check("upstream x { server a fail_timeout=30s; server b; server c backup; }", "fail_timeout");
    }

    #[test]
    fn braces_and_quotes_of_a_key_are_none_of_the_block() {
        for key in ["${arg_key}", "\"$arg_a;{$arg_b}\"", "'${arg_key}#1'", "$arg_key#1"] {
            let imported = read(&format!("upstream x {{ hash {key} consistent; server a; server b; }}"));
            assert_eq!((policy(&imported), members(&imported).len()), (Some(Policy::Ketama), 2), "{key}");
        }
    }

    #[test]
    fn a_method_that_nobody_here_has_is_said() {
        let of = |method: &str| read(&format!("upstream x {{ {method}; server a; server b; }}"));
        for method in ["ip_hash", "random two least_time=header", "sticky cookie srv_id"] {
            let imported = of(method);
            assert!(imported.policy.is_none() && imported.notes[0].contains(method), "{method}: {imported:?}");
        }
        let cookie = read("backend x\n balance rdp-cookie\n server a 1 \n server b 2\n");
        assert!(cookie.policy.is_none() && cookie.notes[0].contains("balance rdp-cookie"), "{cookie:?}");
    }

    #[test]
    fn what_is_said_beside_the_method_counts_wherever_it_stands() {
        let ring = "defaults\n hash-type consistent\nbackend x\n server a 1 weight 2\n server b 2\n balance source\n";
        let ring = read(ring);
        assert_eq!(policy(&ring), Some(Policy::RingHash));
        assert_eq!(ring.policy.map(|tuned| tuned.parameters), Some(vec![("minimum_ring_size", 48.0)]), "16 a unit");
        let own = read(
            "defaults\n hash-type consistent\nbackend x\n balance uri\n hash-type map-based\n server a 1\n server b 2",
        );
        assert_eq!(policy(&own), Some(Policy::HashModulo), "its own word counts");
        let draws = read("backend x\n balance random(3)\n hash-balance-factor 150\n server a 1\n server b 2");
        assert_eq!(
            draws.policy.map(|tuned| tuned.name()).as_deref(),
            Some("Power of d choices: choices 3, replacement 1")
        );
        assert!(draws.notes.iter().any(|note| note.ends_with(": hash-balance-factor.")), "{:?}", draws.notes);
    }

    /// Sizes of the tiers: the first, and the others.
    #[test]
    fn servers_with_backups_are_tiers() {
        let sizes = |text: &str| {
            let imported = read(text);
            assert_eq!(policy(&imported), Some(Policy::Priority), "{imported:?}");
            imported.policy.map(|tuned| tuned.parameters).unwrap_or_default()
        };
        let (first, size) = (|size| ("first_tier_size", size), |size| ("tier_size", size));
        assert_eq!(sizes("upstream x { server a; server b backup; }"), []);
        assert_eq!(sizes("upstream x { server a; server b backup; server c backup; }"), [size(2.0), first(1.0)]);
        assert_eq!(sizes("upstream x { server a; server b; server c backup; }"), [first(2.0)]);
        assert_eq!(sizes("upstream x { server a; server b; server c backup; server d backup; }"), [size(2.0)]);
        let backend =
            "backend x\n server a 1\n server b 2\n server c 3 backup\n server d 4 backup\n server e 5 backup\n";
        assert_eq!(sizes(backend), [first(2.0)], "one backup at a time");
        assert_eq!(sizes(&format!("{backend} option allbackups\n")), [size(3.0), first(2.0)], "all of them");
        assert_eq!(sizes("upstream x { least_conn; server a; server b backup; }"), [], "one has nobody to choose from");
        for other in ["least_conn; server a; server b; server c backup;", "server a backup; server b; server c;"] {
            let imported = read(&format!("upstream x {{ {other} }}"));
            assert_ne!(policy(&imported), Some(Policy::Priority), "{other}");
            assert_eq!(imported.notes, [NO_BACKUPS], "{other}");
        }
    }

    #[test]
    fn what_is_no_configuration_is_refused_with_its_place() {
        let check = |text: &str, expected: ImportError| assert_eq!(import(text, ANY).err(), Some(expected), "{text}");
        check("", ImportError::Nothing);
        check("hello upstream", ImportError::Nothing);
        check("\nupstream x {\n server a;\n", ImportError::Open { line: 2 });
        let weight = |weight: &str, line, least| ImportError::Weight { line, weight: weight.to_owned(), least };
        check("upstream x {\n server a weight=0;\n server b; }", weight("0", 2, 1));
        check("backend x\n server a 1 weight 257\n server b 2", weight("257", 2, 0));
        check("backend x\n server a 1 weight", weight("", 2, 0));
        check("upstream x { server a; }", ImportError::Servers { servers: 1, least: 2, most: 8 });
        check(&"{".repeat(LENGTH_MAX + 1), ImportError::Long { length: LENGTH_MAX + 1 });
        for rubbish in ["}{}{;;{{", "upstream { ; } }", "backend", "upstream \u{0} {"] {
            assert!(import(rubbish, ANY).is_err(), "{rubbish:?}");
        }
    }
}
