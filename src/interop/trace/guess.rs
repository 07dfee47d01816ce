//! Which format a file has, from its beginning.
//!
//! Text with a time, a bracket and a quote is a log of MONITOR; a first line with a comma, or one in which a column of keys
//! is named, be it between semicolons or tabs, is a header; other text is a key a line. Bytes that are no text are records of oracleGeneral if their
//! times never fall and their next uses are possible; anything else is taken for a key list, whose reader says where it
//! ends to be text.

use super::table::SEPARATORS;
use super::{Columns, Format};

/// Names that columns of keys go by, the first one if there are several.
const KEYS: [&str; 7] = ["key", "id", "obj_id", "object_id", "object", "url", "item"];
/// Names of columns of seconds.
const TIMES: [&str; 4] = ["time", "timestamp", "seconds", "time_s"];
/// Names of columns of sizes.
const SIZES: [&str; 5] = ["size", "bytes", "obj_size", "object_size", "size_bytes"];
/// Names of columns of costs.
const COSTS: [&str; 2] = ["cost", "fetch_cost"];
/// How much of a file is looked at, in bytes.
const BEGINNING: usize = 1 << 16;
/// Bytes of an oracleGeneral record.
const RECORD: usize = 24;

impl Format {
    /// The format that a file with such a beginning most likely has.
    #[must_use]
    pub fn guess(start: &[u8]) -> Self {
        let start = &start[..start.len().min(BEGINNING)];
        if is_binary(start) {
            return if are_records(start) { Self::OracleGeneral } else { Self::Keys };
        }
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
        let line = start.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).find(|line| !line.is_empty());
        let line = String::from_utf8_lossy(line.unwrap_or_default()).into_owned();
        if line == "OK" || is_monitor(&line) {
            return Self::RedisMonitor;
        }
        let cut = |separator: u8| -> Vec<&str> {
            line.split(char::from(separator)).map(|name| name.trim_matches('"')).collect()
        };
        // Only names tell a header from a key with semicolons in it.
        let is_header =
            |separator: &u8| cut(*separator).iter().any(|name| KEYS.iter().any(|key| key.eq_ignore_ascii_case(name)));
        let separator = SEPARATORS.into_iter().find(is_header).unwrap_or(SEPARATORS[0]);
        let columns = cut(separator);
        let known = |names: &[&str]| {
            let found = names.iter().find_map(|name| columns.iter().find(|column| column.eq_ignore_ascii_case(name)));
            found.map(|column| (*column).to_owned())
        };
        match known(&KEYS) {
            None if columns.len() == 1 => Self::Keys,
            key => Self::Csv(Columns {
                key: key.unwrap_or_else(|| KEYS[0].to_owned()),
                time: known(&TIMES),
                size: known(&SIZES).filter(|name| holds_numbers(start, (&columns, separator), name)),
                cost: known(&COSTS).filter(|name| holds_numbers(start, (&columns, separator), name)),
            }),
        }
    }
}

/// Whether a column holds whole numbers from 1 in all lines of a beginning, as far as separators tell; a column that only has
/// the name of sizes or costs is left alone.
fn holds_numbers(start: &[u8], (columns, separator): (&[&str], u8), name: &str) -> bool {
    let Some(place) = columns.iter().position(|column| *column == name) else { return false };
    let whole = start.iter().rposition(|&byte| byte == b'\n').map_or(&[][..], |end| &start[..end]);
    let mut lines = whole.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).skip(1);
    lines.all(|line| {
        let field = line.split(|&byte| byte == separator).nth(place);
        field.and_then(|field| std::str::from_utf8(field).ok()?.parse::<u32>().ok()).is_some_and(|number| number > 0)
    })
}

/// Whether bytes are no text; a character that the end cuts off is one.
fn is_binary(start: &[u8]) -> bool {
    start.contains(&0) || std::str::from_utf8(start).is_err_and(|error| error.error_len().is_some())
}

/// Whether bytes can be records: the time never falls, the next use is a number of a request or says that there is none.
fn are_records(start: &[u8]) -> bool {
    let (records, _) = start.as_chunks::<RECORD>();
    let time = |record: &[u8; RECORD]| u32::from_le_bytes([record[0], record[1], record[2], record[3]]);
    let next = |record: &[u8; RECORD]| record.last_chunk::<8>().map_or(0, |bytes| i64::from_le_bytes(*bytes));
    !records.is_empty() && records.is_sorted_by_key(time) && records.iter().all(|record| next(record) >= -2)
}

/// Whether a line begins as MONITOR's do: `1339518083.107412 [0 127.0.0.1:60866] "get" ...`.
fn is_monitor(line: &str) -> bool {
    let mut words = line.splitn(2, ' ');
    let time = words.next().is_some_and(|time| time.contains('.') && time.parse::<f64>().is_ok());
    time && words.next().is_some_and(|rest| rest.starts_with('[') && rest.contains("] \""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &[u8], expected: &Format) {
        assert_eq!(Format::guess(start), *expected, "{}", String::from_utf8_lossy(start));
    }

    fn csv(key: &str, time: Option<&str>) -> Format {
        Format::Csv(Columns { time: time.map(str::to_owned), ..Columns::of_keys(key.to_owned()) })
    }

    #[test]
    fn text_is_told_by_its_first_line() {
        check(b"3087007745\n3087007746\n", &Format::Keys);
        check(b"\n\ncard:17\n", &Format::Keys);
        check(b"", &Format::Keys);
        check(b"key\n3087007745\n", &csv("key", None));
        check(b"\xEF\xBB\xBFtime,key,size\n0,5,1 KB\n", &csv("key", Some("time")));
        let columns = Columns { time: Some("time".to_owned()), ..Columns::of_keys("key".to_owned()) };
        let sized = Format::Csv(Columns { size: Some("size".to_owned()), ..columns });
        check(b"\xEF\xBB\xBFtime,key,size\n0,5,1\n0,6,9", &sized);
        check(b"\"Timestamp\",\"URL\"\n", &csv("URL", Some("Timestamp")));
        check(b"a,b\n1,2\n", &csv("key", None));
        check(b"time;id;size\n0;5;1 KB\n", &csv("id", Some("time")));
        check(b"time\tkey\n0\t5\n", &csv("key", Some("time")));
        check(b"card;17\ncard;18\n", &Format::Keys);
        check(b"1339518083.107412 [0 127.0.0.1:60866] \"get\" \"card:17\"\n", &Format::RedisMonitor);
        check(b"OK\n1339518083.1", &Format::RedisMonitor);
    }

    #[test]
    fn bytes_are_records_only_if_they_can_be() {
        let record = |time: u32, next: i64| {
            [&time.to_le_bytes()[..], &7_u64.to_le_bytes(), &1_u32.to_le_bytes(), &next.to_le_bytes()].concat()
        };
        check(&[record(1, 2), record(1, -1), record(2, -2)].concat(), &Format::OracleGeneral);
        check(&[record(2, 2), record(1, -1)].concat(), &Format::Keys);
        check(&record(1, -9), &Format::Keys);
        check(b"\x89PNG\r\n\x1A\n\0\0", &Format::Keys);
    }
}
