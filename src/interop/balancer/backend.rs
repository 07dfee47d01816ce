//! Reads the `backend` or `listen` of HAProxy, with what its defaults give it.
//!
//! Source: see [`super`]. What its `balance` is here, `haproxy` knows.

use super::group::{Group, Server, read_weight};
use super::haproxy::Method;
use super::limits::MAXCONN;
use super::statements::{Statement, words};
use super::{ImportError, Imported, Member, Product};
use crate::balance::Policy;

/// Words that begin a section of HAProxy.
const SECTIONS: [&str; 9] =
    ["global", "defaults", "frontend", "backend", "listen", "peers", "resolvers", "userlist", "cache"];

/// The first backend or listen of HAProxy that has servers, if there is any, with what its defaults give it.
pub(super) fn haproxy(text: &str) -> Result<Option<Imported>, ImportError> {
    let lines: Vec<Statement<'_>> = text.lines().enumerate().map(|(at, line)| (at + 1, words(line))).collect();
    let opens = |(_, words): &Statement<'_>| matches!(words.first(), Some(&("backend" | "listen")));
    let groups: Vec<usize> = (0..lines.len()).filter(|&at| opens(&lines[at])).collect();
    let server = |(_, words): &Statement<'_>| matches!(words.first(), Some(&("server" | "server-template")));
    let serves = |start: usize| section(&lines, start).iter().any(server);
    // A page of statistics and the like has none. A template has some, though they cannot be read.
    let chosen = groups.iter().position(|&start| serves(start)).unwrap_or_default();
    let Some(&start) = groups.get(chosen) else { return Ok(None) };
    let name = lines[start].1.get(1).copied().unwrap_or_default();
    let mut group = Group::new(Product::Haproxy, name, Policy::HaproxyRoundrobin);
    let (mut method, mut usual) = (Method::default(), Server::PLAIN);
    for (line, words) in defaults_of(&lines, start) {
        match words.as_slice() {
            ["default-server", parameters @ ..] => usual = haproxy_server(&mut group, *line, parameters, usual)?,
            ["option", "allbackups"] => group.together = true,
            words => _ = method.takes(words),
        }
    }
    let inherited = method.is_said();
    let own = section(&lines, start);
    let chooses = own.iter().any(|(_, words)| words.first() == Some(&"balance"));
    for (line, words) in own {
        match words.as_slice() {
            ["default-server", parameters @ ..] => usual = haproxy_server(&mut group, *line, parameters, usual)?,
            ["server", _, _, parameters @ ..] => {
                let server = haproxy_server(&mut group, *line, parameters, usual)?;
                group.add(server);
            }
            ["option", "allbackups"] => group.together = true,
            words if method.takes(words) => {}
            [] | ["bind" | "mode" | "timeout" | "option" | "log", ..] => {}
            [word, ..] => group.unread(word),
        }
    }
    haproxy_method(&mut group, &method, inherited && !chooses);
    for &passed in &groups[..chosen] {
        group.note(format!("`{}` stands before it and has no servers.", lines[passed].1.join(" ")));
    }
    Ok(Some(group.finish(groups.len() - chosen - 1)))
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
    group.limit(&MAXCONN);
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
const HAPROXY_PAIRS: [&str; 13] = [
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

/// A server, or the default of those that follow, whose weight and limit are as usual unless it says otherwise.
fn haproxy_server<'a>(
    group: &mut Group,
    line: usize,
    parameters: &[&'a str],
    usual: Server<'a>,
) -> Result<Server<'a>, ImportError> {
    let mut server = Server { member: Member { down: false, ..usual.member }, backup: false, ..usual };
    let mut rest = parameters.iter();
    while let Some(parameter) = rest.next() {
        match *parameter {
            "weight" => server.member.weight = read_weight(line, rest.next().copied().unwrap_or_default(), 0)?,
            "disabled" => server.member.down = true,
            "backup" => server.backup = true,
            word if word == MAXCONN.word => server.limit = Some(rest.next().copied().unwrap_or_default()),
            other => {
                group.unread(other);
                if HAPROXY_PAIRS.contains(&other) {
                    rest.next();
                }
            }
        }
    }
    Ok(server)
}
