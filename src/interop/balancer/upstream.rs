//! Reads the `upstream` of NGINX.
//!
//! Source: see [`super`].

use super::group::{Group, Server, read_weight};
use super::limits::FAIL_TIMEOUT;
use super::statements::{Statement, semicolons};
use super::{ImportError, Imported, Product};
use crate::balance::Policy;

/// The first upstream of NGINX, if there is one.
pub(super) fn nginx(text: &str) -> Result<Option<Imported>, ImportError> {
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
            ["server", _, parameters @ ..] => {
                let server = nginx_server(&mut group, *line, parameters)?;
                group.add(server);
            }
            ["zone" | "keepalive" | "keepalive_timeout" | "keepalive_requests" | "keepalive_time", ..] => {}
            [method, arguments @ ..] => nginx_method(&mut group, method, arguments),
            [] => {}
        }
    }
    if !ended {
        return Err(ImportError::Open { line: *line });
    }
    group.limit(&FAIL_TIMEOUT);
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

fn nginx_server<'a>(group: &mut Group, line: usize, parameters: &[&'a str]) -> Result<Server<'a>, ImportError> {
    let mut server = Server::PLAIN;
    for parameter in parameters {
        match parameter.split_once('=') {
            Some(("weight", weight)) => server.member.weight = read_weight(line, weight, 1)?,
            Some((name, limit)) if name == FAIL_TIMEOUT.word => server.limit = Some(limit),
            Some((name, _)) => group.unread(name),
            None if *parameter == "down" => server.member.down = true,
            None if *parameter == "backup" => server.backup = true,
            None if *parameter == "drain" => server.member.weight = 0,
            None => group.unread(parameter),
        }
    }
    Ok(server)
}
