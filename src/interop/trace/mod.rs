//! Request traces from files, a piece at a time: key lists, CSV, libCacheSim's oracleGeneral, Redis's MONITOR.
//!
//! A key that is a whole number of 64 bits, written plainly, is a number, everything else a text. Gzip and Zstandard are
//! recognised by their first bytes ([`unpacked`]), and a format can be guessed ([`Format::guess`]). Every error names the
//! line or the record.

mod beginning;
mod guess;
mod lines;
mod monitor;
mod oracle;
mod table;
mod unpacked;

use crate::cache::trace::{Interner, REQUESTS_MAX, Trace};
use crate::units::Instant;
use std::io::BufRead;

pub use beginning::beginning;
pub use guess::BEGINNING;
pub use table::Columns;
pub use unpacked::unpacked;

/// The longest line, in bytes.
pub const LINE_MAX: usize = 65_536;

/// How a file holds its requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// One key a line.
    Keys,
    /// Columns, with a header line or by number.
    Csv(Columns),
    /// Records of 24 bytes: time, key, size, next use (libCacheSim).
    OracleGeneral,
    /// What `redis-cli MONITOR` prints: the reads among the commands.
    RedisMonitor,
}

/// A place in a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Of a text.
    Line(usize),
    /// Of a file of records.
    Record(usize),
}

impl std::fmt::Display for Spot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(line) => write!(formatter, "line {line}"),
            Self::Record(record) => write!(formatter, "record {record}"),
        }
    }
}

/// Why a file is no trace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// Nothing asks for anything.
    #[error("the trace has no request{}; allowed: 1 to {REQUESTS_MAX}", besides(*passed_over))]
    Empty {
        /// Lines that are not counted as reads.
        passed_over: u64,
    },
    /// More than can be held.
    #[error("{spot}: the trace has more than {REQUESTS_MAX} requests; allowed: 1 to {REQUESTS_MAX}")]
    TooMany {
        /// The first one too many.
        spot: Spot,
    },
    /// A request before the one above it.
    #[error(
        "{spot}: the time {time} s is before {before} s, the one above it; allowed: times in order, equal ones too"
    )]
    Backwards {
        /// Where it stands.
        spot: Spot,
        /// Its time in seconds, as a number is written.
        time: String,
        /// That of the request before.
        before: String,
    },
    /// No line of a text.
    #[error("line {line} is longer than {LINE_MAX} bytes; allowed: one request a line")]
    LongLine {
        /// Which one.
        line: usize,
    },
    /// Bytes that no text has.
    #[error("line {line} holds bytes that are no text; allowed: UTF-8, one request a line")]
    Binary {
        /// Which one.
        line: usize,
    },
    /// The header has no such column.
    #[error("line 1 has no column {name:?}; allowed: {}", known.join(", "))]
    Column {
        /// What was asked for.
        name: String,
        /// What the header has.
        known: Vec<String>,
    },
    /// Columns are named and numbered at once.
    #[error(
        "the column {name:?} has a name, another one a number; allowed: all by name, or all by number as #2 where the first \
         line is no header"
    )]
    Mixed {
        /// One that has a name.
        name: String,
    },
    /// A column that only its name made one of seconds holds none.
    #[error(
        "{why}; the column {column:?} was taken for one of seconds by its name: read the file as CSV to leave it out"
    )]
    Guessed {
        /// Which one.
        column: String,
        /// What is wrong with it.
        why: Box<TraceError>,
        /// What the header has.
        known: Vec<String>,
        /// The columns without it, to read the file again.
        others: Box<Columns>,
    },
    /// A field that is missing or wrong.
    #[error("line {line}: {value:?} is not allowed as {what}; allowed: {allowed}")]
    Value {
        /// Which one.
        line: usize,
        /// The field.
        what: &'static str,
        /// What stands there.
        value: String,
        /// What may.
        allowed: &'static str,
    },
    /// The file ends within a record.
    #[error("record {record} is cut off after {bytes} bytes; allowed: records of 24 bytes")]
    Cut {
        /// Counted from 1.
        record: usize,
        /// How much of it is there.
        bytes: usize,
    },
    /// The bytes could not be read.
    #[error("the trace cannot be read{}: {why}", after(*spot))]
    Unreadable {
        /// The last line or record that is whole; nothing if there is none.
        spot: Option<Spot>,
        /// What the system says.
        why: String,
    },
}

impl TraceError {
    /// A file of which nothing can be read.
    #[must_use]
    pub fn unreadable(error: &std::io::Error) -> Self {
        Self::Unreadable { spot: None, why: error.to_string() }
    }
}

fn besides(passed_over: u64) -> String {
    remark(passed_over).map_or_else(String::new, |remark| format!("; {remark}"))
}

/// That so many lines of a log are not counted as reads; nothing where all are.
#[must_use]
pub fn remark(passed_over: u64) -> Option<String> {
    match passed_over {
        0 => None,
        1 => Some("1 line that is not counted as a read was passed over".to_owned()),
        lines => Some(format!("{lines} lines that are not counted as reads were passed over")),
    }
}

fn after(spot: Option<Spot>) -> String {
    spot.map_or_else(String::new, |spot| format!(" after {spot}"))
}

/// Reads a whole trace.
///
/// # Errors
///
/// [`TraceError`] names what is wrong and where.
pub fn read(source: impl BufRead, format: &Format) -> Result<Trace, TraceError> {
    read_counting(source, format).map(|(trace, _)| trace)
}

/// Reads a whole trace, and says how many lines of a log are not counted as reads and were passed over.
///
/// # Errors
///
/// [`TraceError`] names what is wrong and where.
pub fn read_counting(source: impl BufRead, format: &Format) -> Result<(Trace, u64), TraceError> {
    let mut requests = Requests::default();
    match format {
        Format::Keys => lines::each(source, |line, text| requests.add(line, text, None))?,
        Format::Csv(columns) => table::read(source, columns, &mut requests)?,
        Format::OracleGeneral => oracle::read(source, &mut requests)?,
        Format::RedisMonitor => monitor::read(source, &mut requests)?,
    }
    let passed_over = requests.passed_over;
    requests.trace().map(|trace| (trace, passed_over))
}

/// The requests so far.
#[derive(Debug, Default)]
struct Requests {
    interner: Interner,
    keys: Vec<u32>,
    /// Seconds, as the file says them.
    seconds: Vec<f64>,
    /// Bytes of each request, as the file says them.
    sizes: Vec<u32>,
    /// By key: what its first line says that it costs.
    costs: Vec<u32>,
    /// Lines that are not counted as reads.
    passed_over: u64,
}

impl Requests {
    /// Adds a request for a key that stands in a text.
    fn add(&mut self, line: usize, key: &[u8], seconds: Option<f64>) -> Result<(), TraceError> {
        let number = match plain_number(key) {
            Some(number) => self.interner.number(number),
            None => self.interner.text(key),
        };
        self.push(Spot::Line(line), number, seconds)
    }

    fn push(&mut self, spot: Spot, number: u32, seconds: Option<f64>) -> Result<(), TraceError> {
        if self.keys.len() == REQUESTS_MAX {
            return Err(TraceError::TooMany { spot });
        }
        if let (Some(time), Some(before)) = (seconds, self.seconds.last())
            && time < *before
        {
            let (time, before) = (time.to_string(), before.to_string());
            return Err(TraceError::Backwards { spot, time, before });
        }
        self.keys.push(number);
        self.seconds.extend(seconds);
        Ok(())
    }

    /// Says of the last request how large it is and what its key costs.
    fn weigh(&mut self, size: Option<u32>, cost: Option<u32>) {
        self.sizes.extend(size);
        let key = self.keys.last().map_or(0, |&key| crate::math::index(key));
        if let Some(cost) = cost
            && key == self.costs.len()
        {
            self.costs.push(cost);
        }
    }

    fn trace(self) -> Result<Trace, TraceError> {
        if self.keys.is_empty() {
            return Err(TraceError::Empty { passed_over: self.passed_over });
        }
        let trace = Trace::of_numbered(self.keys, self.interner.len());
        let trace = trace.with_sizes(self.sizes).with_costs(self.costs);
        let start = self.seconds.first().copied().unwrap_or(0.0);
        let instants: Vec<Instant> = self.seconds.iter().map(|time| Instant::from_seconds(time - start)).collect();
        Ok(if instants.is_empty() { trace } else { trace.at(instants) })
    }
}

/// A key as a number, if it is one and its text could not be another key's.
fn plain_number(key: &[u8]) -> Option<u64> {
    if key.is_empty() || (key.len() > 1 && key[0] == b'0') {
        return None;
    }
    key.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_add(u64::from(digit))
    })
}
