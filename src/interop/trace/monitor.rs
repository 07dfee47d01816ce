//! What `redis-cli MONITOR` prints: `1339518083.107412 [0 127.0.0.1:60866] "get" "card:17"`.
//!
//! A read counts as a request for each key that it names; everything else, writes included, is passed over, because a
//! write follows from a miss; how many lines that were is counted. Left out: reads whose keys stand behind a number of keys
//! (ZUNION, SINTERCARD), a subcommand (OBJECT) or options (XREAD), and LCS, which compares two. Escapes within a key stay as they are written. Source: Redis
//! documentation, MONITOR and the command reference of 7.0, where a command that reads is in the category @read. GETEX is the
//! one exception: it is in @write for the lifetime that it may set, and looks a key up as GET does.

use super::table::{seconds, value};
use super::{Requests, TraceError, lines};
use std::io::BufRead;

/// The commands that read one key, which follows them.
#[rustfmt::skip]
const READS: [&str; 61] = [
    // Strings and bits.
    "get", "getex", "getrange", "substr", "strlen", "getbit", "bitcount", "bitpos", "bitfield_ro",
    // Keys of any type.
    "ttl", "pttl", "expiretime", "pexpiretime", "type", "dump", "sort_ro",
    // Hashes.
    "hget", "hgetall", "hmget", "hexists", "hkeys", "hvals", "hlen", "hstrlen", "hrandfield", "hscan",
    // Lists.
    "lindex", "llen", "lrange", "lpos",
    // Sets.
    "scard", "sismember", "smismember", "smembers", "srandmember", "sscan",
    // Sorted sets.
    "zcard", "zcount", "zlexcount", "zrange", "zrangebylex", "zrangebyscore", "zrevrange", "zrevrangebylex",
    "zrevrangebyscore", "zrank", "zrevrank", "zscore", "zmscore", "zrandmember", "zscan",
    // Streams.
    "xrange", "xrevrange", "xlen", "xpending",
    // Places.
    "geodist", "geohash", "geopos", "geosearch", "georadius_ro", "georadiusbymember_ro",
];

/// Those that read every key after them.
const READS_OF_MANY: [&str; 7] = ["mget", "exists", "touch", "sinter", "sunion", "sdiff", "pfcount"];

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
        requests.passed_over += u64::from(keys == 0);
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
