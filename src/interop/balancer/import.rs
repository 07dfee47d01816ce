//! Reads a group of servers out of a product's configuration: the `upstream` of NGINX, the `backend` or `listen` of HAProxy.
//!
//! Source: the manuals named in [`super`]. Read are the method, with what HAProxy says beside it (`haproxy`), and each
//! server's weight, and whether it is down or a backup; whatever else stands there is left out and said. The text is
//! anybody's: it is read once from front to back, and what cannot be a configuration is refused with its line.

use super::haproxy::{Method, tuned};
use super::statements::{Statement, semicolons, words};
use super::{Member, Product};
use crate::balance::{Policy, Tuned};
use crate::math;
use thiserror::Error;

/// The longest text that is read, in bytes.
const LENGTH_MAX: usize = 20_000;
/// The greatest weight that is read, as in HAProxy.
const WEIGHT_MAX: u32 = 256;

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

/// What was read so far.
struct Group {
    imported: Imported,
    /// Whether each server is there for the failure of the others.
    backups: Vec<bool>,
    /// Whether backups come all at a time.
    together: bool,
    /// What is to be said of the method, unless another policy takes its place.
    said: Vec<String>,
    /// Words that mean nothing to the lab, each once.
    unread: Vec<String>,
}

impl Group {
    fn new(product: Product, name: &str, policy: Policy) -> Self {
        let (name, policy) = (name.to_owned(), Some(policy.into()));
        let imported = Imported { product, name, policy, members: Vec::new(), notes: Vec::new() };
        Self {
            imported,
            backups: Vec::new(),
            together: product == Product::Nginx,
            said: Vec::new(),
            unread: Vec::new(),
        }
    }

    fn note(&mut self, note: String) {
        self.imported.notes.push(note);
    }

    fn unread(&mut self, word: &str) {
        if !self.unread.iter().any(|known| known == word) {
            self.unread.push(word.to_owned());
        }
    }

    fn add(&mut self, member: Member, backup: bool) {
        self.imported.members.push(member);
        self.backups.push(backup);
    }

    /// What is to be done about the method: a policy of ours, or none and why.
    fn method(&mut self, found: Result<(Tuned, Vec<&str>), String>) {
        match found {
            Ok((policy, notes)) => {
                self.imported.policy = Some(policy);
                self.said.extend(notes.into_iter().map(str::to_owned));
            }
            Err(why) => {
                self.imported.policy = None;
                self.said.push(why);
            }
        }
    }

    /// Tiers of the first servers and their backups, if these stand behind them and those take turns, or there is but one.
    fn priority(&self) -> Option<Tuned> {
        let first = self.backups.iter().take_while(|backup| !**backup).count();
        let policy = self.imported.policy.as_ref().map(|tuned| tuned.policy);
        let turns = matches!(policy, Some(Policy::SmoothWeightedRoundRobin | Policy::HaproxyRoundrobin));
        let (behind, backups) = (&self.backups[first..], self.backups.len() - first);
        let size = if self.together { backups } else { 1 };
        let tiers = (first >= 1 && turns || first == 1 && size == 1) && behind.iter().all(|backup| *backup);
        let sizes =
            [("tier_size", math::id(size)), ("first_tier_size", if first == size { 0 } else { math::id(first) })];
        tiers.then(|| tuned(Policy::Priority, &sizes))
    }

    fn finish(mut self, others: usize) -> Imported {
        let backups = self.backups.contains(&true);
        let tiers = if backups { self.priority() } else { None };
        let note = if tiers.is_some() { BACKUPS } else { NO_BACKUPS };
        if tiers.is_some() {
            self.imported.policy = tiers;
        } else {
            self.imported.notes.splice(..0, std::mem::take(&mut self.said));
        }
        if backups {
            self.note(note.to_owned());
        }
        if !self.unread.is_empty() {
            let words = self.unread.join(", ");
            self.note(format!("Left out, because the lab has no place for it: {words}."));
        }
        if others > 0 {
            self.note(format!("Only the first group is read; {others} more follow."));
        }
        self.imported
    }
}

/// What becomes of backups.
const BACKUPS: &str =
    "Servers and their backups are tiers of the policy priority, within which weighted turns are NGINX's.";
/// Why nothing does.
const NO_BACKUPS: &str =
    "Backups are not told apart from the other servers here: only behind all others, and where those take turns.";

/// The first upstream of NGINX, if there is one.
fn nginx(text: &str) -> Result<Option<Imported>, ImportError> {
    let statements = semicolons(text);
    let opens = |(_, words): &Statement<'_>| words.first() == Some(&"upstream") && words.last() == Some(&"{");
    let Some(start) = statements.iter().position(opens) else { return Ok(None) };
    let (line, words) = &statements[start];
    let name = words.get(1).filter(|name| **name != "{").copied().unwrap_or_default();
    let mut group = Group::new(Product::Nginx, name, Policy::SmoothWeightedRoundRobin);
    let mut ended = false;
    let mut rest = statements.iter().skip(start + 1);
    for (line, words) in rest.by_ref() {
        match words.as_slice() {
            ["}"] => {
                ended = true;
                break;
            }
            ["server", _, parameters @ ..] => nginx_server(&mut group, *line, parameters)?,
            ["zone" | "keepalive" | "keepalive_timeout" | "keepalive_requests" | "keepalive_time", ..] => {}
            [method, arguments @ ..] => nginx_method(&mut group, method, arguments),
            [] => {}
        }
    }
    if !ended {
        return Err(ImportError::Open { line: *line });
    }
    Ok(Some(group.finish(rest.filter(|statement| opens(statement)).count())))
}

fn nginx_method(group: &mut Group, method: &str, arguments: &[&str]) {
    let found = match (method, arguments) {
        ("least_conn", _) => Ok((Policy::NginxLeastConn, vec![])),
        ("random", []) => Ok((Policy::WeightedRandom, vec![])),
        ("random", ["two"] | ["two", "least_conn"]) => Ok((Policy::NginxRandomTwo, vec![])),
        ("least_time", ["last_byte"]) => Ok((Policy::NginxLeastTime, vec![])),
        ("least_time", ["header"]) => Ok((Policy::NginxLeastTime, vec![FIRST_BYTE])),
        ("hash", [_]) => Ok((Policy::HashModulo, vec![KEYS])),
        ("hash", [_, "consistent"]) => Ok((Policy::Ketama, vec![KEYS])),
        ("random" | "least_time" | "ip_hash" | "sticky" | "hash", _) => {
            let said = [&[method], arguments].concat().join(" ");
            Err(format!("No policy here does what `{said}` says; the policies stay as they are."))
        }
        _ => return group.unread(method),
    };
    group.method(found.map(|(policy, notes)| (policy.into(), notes)));
}

/// What is timed differs between product and lab.
const FIRST_BYTE: &str =
    "`least_time header` times the first byte of an answer; here, as under last_byte, the whole answer.";
/// What a hash is of differs between product and lab.
const KEYS: &str = "Keys are the numbers of the requests here, and lie elsewhere than under the servers' addresses.";

fn nginx_server(group: &mut Group, line: usize, parameters: &[&str]) -> Result<(), ImportError> {
    let mut member = Member { weight: 1, down: false };
    let mut backup = false;
    for parameter in parameters {
        match parameter.split_once('=') {
            Some(("weight", weight)) => member.weight = read_weight(line, weight, 1)?,
            Some((name, _)) => group.unread(name),
            None if *parameter == "down" => member.down = true,
            None if *parameter == "backup" => backup = true,
            None if *parameter == "drain" => member.weight = 0,
            None => group.unread(parameter),
        }
    }
    group.add(member, backup);
    Ok(())
}

/// Words that begin a section of HAProxy.
const SECTIONS: [&str; 9] =
    ["global", "defaults", "frontend", "backend", "listen", "peers", "resolvers", "userlist", "cache"];

/// The first backend or listen of HAProxy, if there is one, with what its defaults give it.
fn haproxy(text: &str) -> Result<Option<Imported>, ImportError> {
    let lines: Vec<Statement<'_>> = text.lines().enumerate().map(|(at, line)| (at + 1, words(line))).collect();
    let opens = |(_, words): &Statement<'_>| matches!(words.first(), Some(&("backend" | "listen")));
    let Some(start) = lines.iter().position(opens) else { return Ok(None) };
    let name = lines[start].1.get(1).copied().unwrap_or_default();
    let mut group = Group::new(Product::Haproxy, name, Policy::HaproxyRoundrobin);
    let (mut method, mut usual) = (Method::default(), 1);
    for (line, words) in defaults_of(&lines, start) {
        match words.as_slice() {
            ["default-server", parameters @ ..] => {
                usual = haproxy_server(&mut group, *line, parameters, usual)?.0.weight;
            }
            ["option", "allbackups"] => group.together = true,
            words => _ = method.takes(words),
        }
    }
    let inherited = method.is_said();
    let own = section(&lines, start);
    let chooses = own.iter().any(|(_, words)| words.first() == Some(&"balance"));
    for (line, words) in own {
        match words.as_slice() {
            ["default-server", parameters @ ..] => {
                usual = haproxy_server(&mut group, *line, parameters, usual)?.0.weight;
            }
            ["server", _, _, parameters @ ..] => {
                let (member, backup) = haproxy_server(&mut group, *line, parameters, usual)?;
                group.add(member, backup);
            }
            ["option", "allbackups"] => group.together = true,
            words if method.takes(words) => {}
            [] | ["bind" | "mode" | "timeout" | "option" | "log", ..] => {}
            [word, ..] => group.unread(word),
        }
    }
    haproxy_method(&mut group, &method, inherited && !chooses);
    Ok(Some(group.finish(lines.iter().skip(start + 1).filter(|line| opens(line)).count())))
}

/// The policy, once all servers are known.
fn haproxy_method(group: &mut Group, method: &Method<'_>, inherited: bool) {
    let found = method.policy(&group.imported.members);
    group.method(
        found.map_err(|said| format!("No policy here does what `balance {said}` does; the policies stay as they are.")),
    );
    if inherited {
        group.note(format!("`balance {}` stands among the defaults.", method.said()));
    }
    method.unread().into_iter().for_each(|word| group.unread(word));
}

/// The lines of the section that begins at a line, without that one.
fn section<'a, 'b>(lines: &'b [Statement<'a>], start: usize) -> &'b [Statement<'a>] {
    let rest = &lines[start + 1..];
    let ends = |(_, words): &Statement<'_>| words.first().is_some_and(|word| SECTIONS.contains(word));
    &rest[..rest.iter().position(ends).unwrap_or(rest.len())]
}

/// The defaults of the section that begins at a line: those that it names with `from`, else the last ones before it.
fn defaults_of<'a, 'b>(lines: &'b [Statement<'a>], start: usize) -> &'b [Statement<'a>] {
    let named = lines[start].1.iter().skip_while(|word| **word != "from").nth(1);
    let theirs = |(_, words): &Statement<'_>| {
        words.first() == Some(&"defaults") && named.is_none_or(|name| words.get(1) == Some(name))
    };
    lines[..start].iter().rposition(theirs).map(|at| section(lines, at)).unwrap_or_default()
}

/// Parameters that take the next word with them.
const HAPROXY_PAIRS: [&str; 15] = [
    "weight",
    "maxconn",
    "maxqueue",
    "minconn",
    "inter",
    "fastinter",
    "downinter",
    "rise",
    "fall",
    "slowstart",
    "port",
    "addr",
    "cookie",
    "ca-file",
    "verify",
];

fn haproxy_server(
    group: &mut Group,
    line: usize,
    parameters: &[&str],
    usual: u32,
) -> Result<(Member, bool), ImportError> {
    let mut member = Member { weight: usual, down: false };
    let mut backup = false;
    let mut rest = parameters.iter();
    while let Some(parameter) = rest.next() {
        match *parameter {
            "weight" => member.weight = read_weight(line, rest.next().copied().unwrap_or_default(), 0)?,
            "disabled" => member.down = true,
            "backup" => backup = true,
            other => {
                group.unread(other);
                if HAPROXY_PAIRS.contains(&other) {
                    rest.next();
                }
            }
        }
    }
    Ok((member, backup))
}

fn read_weight(line: usize, text: &str, least: u32) -> Result<u32, ImportError> {
    let weight = text.parse().ok().filter(|weight| (least..=WEIGHT_MAX).contains(weight));
    weight.ok_or_else(|| ImportError::Weight { line, weight: text.to_owned(), least })
}

#[cfg(test)]
mod tests {
    use super::super::fragments;
    use super::*;

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
        assert_eq!(imported.notes, [said, "Only the first group is read; 1 more follow."]);
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
