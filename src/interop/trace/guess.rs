//! Which format a file has, from its beginning.
//!
//! Text with a time, a bracket and a quote is a log of MONITOR; a first line with a comma, or one in which a column of keys
//! is named, be it between semicolons or tabs, is a header; other text is a key a line. A column of times, sizes or costs is
//! one that is named so and holds such numbers in the beginning. Bytes that are no text are records of oracleGeneral if
//! their times never fall and their next uses are possible; anything else is taken for a key list, whose reader says where
//! it ends to be text.

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
pub const BEGINNING: usize = 1 << 16;
/// Bytes of an oracleGeneral record.
const RECORD: usize = 24;

impl Format {
    /// The format that a file with such a beginning most likely has. What is shorter than [`BEGINNING`] is the whole file.
    #[must_use]
    pub fn guess(start: &[u8]) -> Self {
        let is_cut = start.len() >= BEGINNING;
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
        let table = Table { columns: &columns, separator, start, is_cut };
        let time = known(&TIMES).filter(|name| table.holds_times(name));
        match known(&KEYS) {
            None if columns.len() == 1 => Self::Keys,
            key => Self::Csv(Columns {
                key: key.unwrap_or_else(|| KEYS[0].to_owned()),
                time_is_guessed: time.is_some(),
                time,
                size: known(&SIZES).filter(|name| table.holds_numbers(name)),
                cost: known(&COSTS).filter(|name| table.holds_numbers(name)),
            }),
        }
    }
}

/// The beginning of a table; a column that only has the name of times, sizes or costs is left alone.
struct Table<'a> {
    columns: &'a [&'a str],
    separator: u8,
    start: &'a [u8],
    /// Whether the file may go on, so that the last line may not be whole.
    is_cut: bool,
}

impl<'a> Table<'a> {
    /// The fields of a column in all whole lines below the header, as far as separators tell.
    fn fields(&self, name: &str) -> impl Iterator<Item = Option<&'a str>> {
        let (start, separator) = (self.start, self.separator);
        let place = self.columns.iter().position(|column| *column == name);
        let last = start.iter().rposition(|&byte| byte == b'\n').unwrap_or(0);
        let whole = if self.is_cut { &start[..last] } else { start };
        let lines = whole.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).skip(1);
        lines.map(move |line| {
            let field = line.split(|&byte| byte == separator).nth(place?)?;
            Some(std::str::from_utf8(field).ok()?.trim_matches('"'))
        })
    }

    /// Whether a column holds whole numbers from 1.
    fn holds_numbers(&self, name: &str) -> bool {
        self.fields(name)
            .all(|field| field.and_then(|field| field.parse::<u32>().ok()).is_some_and(|number| number > 0))
    }

    /// Whether a column holds numbers from 0 that never fall.
    fn holds_times(&self, name: &str) -> bool {
        let mut last = 0.0;
        self.fields(name).all(|field| {
            let time = field.and_then(|field| field.parse::<f64>().ok()).filter(|time| time.is_finite());
            time.is_some_and(|time| time >= std::mem::replace(&mut last, time))
        })
    }
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
        let time_is_guessed = time.is_some();
        Format::Csv(Columns { time: time.map(str::to_owned), time_is_guessed, ..Columns::of_keys(key.to_owned()) })
    }

    #[test]
    fn text_is_told_by_its_first_line() {
        check(b"3087007745\n3087007746\n", &Format::Keys);
        check(b"\n\ncard:17\n", &Format::Keys);
        check(b"", &Format::Keys);
        check(b"key\n3087007745\n", &csv("key", None));
        check(b"\xEF\xBB\xBFtime,key,size\n0,5,1 KB\n", &csv("key", Some("time")));
        let Format::Csv(timed) = csv("key", Some("time")) else { panic!("a table") };
        let sized = Format::Csv(Columns { size: Some("size".to_owned()), ..timed });
        check(b"\xEF\xBB\xBFtime,key,size\n0,5,1\n0,6,9", &sized);
        check(b"\"Timestamp\",\"URL\"\n", &csv("URL", Some("Timestamp")));
        check(b"a,b\n1,2\n", &csv("key", None));
        check(b"time;id;size\n0;5;1 KB\n", &csv("id", Some("time")));
        check(b"time\tkey\n0\t5\n", &csv("key", Some("time")));
        check(b"time,key\n0,5\n0.5,6\n", &csv("key", Some("time")));
        check(b"time,key\nnoon,5\n", &csv("key", None));
        check(b"time,key\nnoon,5", &csv("key", None));
        check(b"time,key\n2,5\n1,6\n", &csv("key", None));
        check(b"time,key\n-1,5\n", &csv("key", None));
        check(b"card;17\ncard;18\n", &Format::Keys);
        check(b"1339518083.107412 [0 127.0.0.1:60866] \"get\" \"card:17\"\n", &Format::RedisMonitor);
        check(b"OK\n1339518083.1", &Format::RedisMonitor);
    }

    /// What the end of the beginning leaves of a time is below the time before it.
    #[test]
    fn a_line_that_the_beginning_cuts_off_is_not_looked_at() {
        let long = [&b"time,key\n"[..], &b"1000000000,5\n".repeat(BEGINNING / 12)].concat();
        assert!(long[..BEGINNING].ends_with(b"\n1000000"), "cut within a time");
        check(&long, &csv("key", Some("time")));
        check(&long[..BEGINNING], &csv("key", Some("time")));
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
