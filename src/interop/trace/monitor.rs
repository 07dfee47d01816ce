//! What `redis-cli MONITOR` prints: `1339518083.107412 [0 127.0.0.1:60866] "get" "card:17"`.
//!
//! A read counts as a request for each key that it names; everything else, writes included, is passed over, because a
//! write follows from a miss. Escapes within a key stay as they are written. Source: Redis documentation, MONITOR.

use super::table::{seconds, value};
use super::{Requests, TraceError, lines};
use std::io::BufRead;

/// The commands that read one key.
const READS: [&str; 11] =
    ["get", "getex", "getrange", "hget", "hgetall", "hmget", "lrange", "smembers", "sismember", "zrange", "zscore"];

/// Those that read every key after them.
const READS_OF_MANY: [&str; 3] = ["mget", "exists", "touch"];

pub(super) fn read(source: impl BufRead, requests: &mut Requests) -> Result<(), TraceError> {
    lines::each(source, |line, text| {
        if text == b"OK" {
            return Ok(());
        }
        let space = text.iter().position(|&byte| byte == b' ').unwrap_or(text.len());
        let time = seconds(line, &text[..space])?;
        let mut words = quoted(&text[space..]);
        let allowed = "a line of MONITOR: a time, the client, the command in quotes";
        let command = words.next().ok_or_else(|| value(line, "a command", text, allowed))?;
        let command = String::from_utf8_lossy(command).to_lowercase();
        let is_any_of = |commands: &[&str]| commands.contains(&command.as_str());
        let keys = if is_any_of(&READS_OF_MANY) { usize::MAX } else { usize::from(is_any_of(&READS)) };
        words.take(keys).try_for_each(|key| requests.add(line, key, Some(time)))
    })
}

/// The words in quotes, without them; a quote behind a backslash ends none.
fn quoted(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.iter().position(|&byte| byte == b'"')? + 1;
        let mut end = start;
        while *rest.get(end)? != b'"' {
            end += if rest[end] == b'\\' { 2 } else { 1 };
        }
        let word = &rest[start..end];
        rest = &rest[end + 1..];
        Some(word)
    })
}
