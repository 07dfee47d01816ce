//! Where the requests of `switchyard cache` come from: a file in some format, or a generator.

use super::cli::{BadInput, say};
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::RangeInclusive;
use switchyard::cache::trace::{Drift, Generator, REQUESTS_MAX, Scan, Trace, Zipf};
use switchyard::interop::trace::{Columns, Format, TraceError, beginning, read_counting, remark, unpacked};
use switchyard::units::Nanos;

/// Most keys of each population of a generator.
const KEYS_MAX: u32 = 10_000_000;
/// Most requests.
const REQUESTS: u32 = 10_000_000;
const _: () = assert!(REQUESTS_MAX == 10_000_000);
/// The column of the keys, unless another one is named.
const KEY_COLUMN: &str = "key";

#[derive(Debug, Args)]
pub(crate) struct TraceArgs {
    /// A file with one key a line, or another format; gzip and zstd are recognised; `-` for stdin.
    #[arg(required_unless_present_any = ["generate", "explain"])]
    trace: Option<String>,
    /// Make the requests up instead: zipf, scan, drift, daily, payments or loop, with what differs from the defaults, as in
    /// zipf,keys=100000,exponent=1,seed=1,requests=1000000; scan also has period, length and extra, drift and daily have
    /// period and step.
    #[arg(long, value_parser = generator, conflicts_with = "trace")]
    generate: Option<Generator>,
    /// How the file holds its requests.
    #[arg(long, value_enum, default_value_t = FileFormat::Guess)]
    format: FileFormat,
    /// Name of the column with the keys, for CSV; by default key, or what a guess finds. A number as #2 says that the first
    /// line is no header; all columns go by number then.
    #[arg(long)]
    key_column: Option<String>,
    /// Name of the column with the seconds, for CSV; a guess takes one that is named so and holds numbers that never fall.
    #[arg(long)]
    time_column: Option<String>,
    /// Name of the column with the bytes of each request, for CSV.
    #[arg(long)]
    size_column: Option<String>,
    /// Name of the column with what it costs to fetch the key, for CSV; a key's first line says it.
    #[arg(long)]
    cost_column: Option<String>,
    /// Requests per second, where the file has no times.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), default_value_t = 20_000)]
    pace: u32,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FileFormat {
    /// Whichever it looks like.
    Guess,
    /// One key a line.
    Keys,
    /// Columns with a header, or by number without one, between commas, semicolons or tabs.
    Csv,
    /// libCacheSim's records of 24 bytes.
    OracleGeneral,
    /// What `redis-cli MONITOR` prints: the reads among the commands.
    RedisMonitor,
}

impl TraceArgs {
    /// The trace.
    pub(crate) fn load(&self) -> Result<Trace, BadInput> {
        let trace = match (&self.generate, &self.trace) {
            (Some(generator), _) => generator.trace(),
            (None, Some(name)) => self.read(name)?,
            (None, None) => return Err(BadInput("TRACE is missing; allowed: a file, or - for stdin".to_owned())),
        };
        Ok(if trace.has_times() { trace } else { trace.paced(Nanos::from_seconds(1.0 / f64::from(self.pace))) })
    }

    fn read(&self, name: &str) -> Result<Trace, BadInput> {
        let complain = |error: &dyn std::fmt::Display| BadInput(format!("{name}: {error}"));
        let source: Box<dyn Read> = if name == "-" {
            Box::new(std::io::stdin())
        } else {
            Box::new(File::open(name).map_err(|error| complain(&error))?)
        };
        let (start, whole) = beginning(unpacked(BufReader::new(source)).map_err(|error| complain(&error))?);
        let format = self.format(&start);
        let refuse = |error: TraceError| match &error {
            TraceError::Guessed { others, .. } => complain(&format!("{error}: {}", options(others))),
            _ => complain(&error),
        };
        let (trace, passed_over) = read_counting(whole, &format).map_err(refuse)?;
        remark(passed_over).into_iter().for_each(|remark| say(&remark));
        if let Format::Csv(columns @ Columns { time: Some(column), time_is_guessed: true, .. }) = &format {
            let without = options(columns);
            say(&format!(
                "the column {column:?} is taken as seconds; {without} leaves it out, --time-column names another"
            ));
        }
        Ok(trace)
    }

    /// The format of a file with such a beginning.
    fn format(&self, start: &[u8]) -> Format {
        match self.format {
            FileFormat::Guess => match Format::guess(start) {
                Format::Csv(guessed) => Format::Csv(self.columns(guessed)),
                // Whoever names columns says that there are some.
                _ if self.names_columns() => Format::Csv(self.columns(Columns::of_keys(KEY_COLUMN.to_owned()))),
                other => other,
            },
            FileFormat::Keys => Format::Keys,
            FileFormat::Csv => Format::Csv(self.columns(Columns::of_keys(KEY_COLUMN.to_owned()))),
            FileFormat::OracleGeneral => Format::OracleGeneral,
            FileFormat::RedisMonitor => Format::RedisMonitor,
        }
    }

    fn names_columns(&self) -> bool {
        [&self.key_column, &self.time_column, &self.size_column, &self.cost_column].iter().any(|name| name.is_some())
    }

    /// The columns that were named; the others as they are.
    fn columns(&self, others: Columns) -> Columns {
        // Whoever numbers the keys says that there is no header to guess from.
        let by_number = self.key_column.as_ref().is_some_and(|name| name.starts_with('#'));
        let others = if by_number { Columns::of_keys(others.key) } else { others };
        Columns {
            key: self.key_column.clone().unwrap_or(others.key),
            time: self.time_column.clone().or(others.time),
            size: self.size_column.clone().or(others.size),
            cost: self.cost_column.clone().or(others.cost),
            time_is_guessed: self.time_column.is_none() && others.time_is_guessed,
        }
    }
}

/// The options that read a table by its columns, but for the times.
fn options(columns: &Columns) -> String {
    let Columns { key, size, cost, .. } = columns;
    let named = [("--key-column", Some(key)), ("--size-column", size.as_ref()), ("--cost-column", cost.as_ref())];
    let option = |(option, name): (&str, Option<&String>)| Some(format!(" {option} {}", quoted(name?)));
    format!("--format csv{}", named.into_iter().filter_map(option).collect::<String>())
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A generator with its numbers, as `zipf,keys=1000`.
fn generator(text: &str) -> Result<Generator, String> {
    let mut words = text.split(',').map(str::trim);
    let kind = words.next().unwrap_or_default();
    let mut law = Zipf { keys: 100_000, exponent: 1.0, seed: 1, requests: 1_000_000 };
    let mut scan = Scan { period: 10_000, length: 2_000, extra: 50_000 };
    let mut drift = Drift { period: 10_000, step: 500 };
    let own: &[&str] = match kind {
        "zipf" | "payments" => &["keys", "exponent", "seed", "requests"],
        "scan" => &["keys", "exponent", "seed", "requests", "period", "length", "extra"],
        "drift" | "daily" => &["keys", "exponent", "seed", "requests", "period", "step"],
        "loop" => &["keys", "requests"],
        _ => return Err(format!("{kind:?} is no generator; allowed: zipf, scan, drift, daily, payments, loop")),
    };
    for word in words {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        if !own.contains(&name) {
            return Err(format!("{kind} has no {name:?}; allowed: {}", own.join(", ")));
        }
        match name {
            "keys" => law.keys = whole(name, value, &(1..=KEYS_MAX))?,
            "exponent" => law.exponent = exponent(value)?,
            "seed" => law.seed = seed(value)?,
            "requests" => law.requests = whole(name, value, &(1..=REQUESTS))?,
            "period" => {
                scan.period = whole(name, value, &(1..=u32::MAX))?;
                drift.period = scan.period;
            }
            "length" => scan.length = whole(name, value, &(0..=u32::MAX))?,
            "extra" => scan.extra = whole(name, value, &(1..=KEYS_MAX))?,
            _ => drift.step = whole(name, value, &(0..=KEYS_MAX))?,
        }
    }
    Ok(match kind {
        "scan" => Generator::Scan(law, scan),
        "drift" => Generator::Drift(law, drift),
        "daily" => Generator::Daily(law, drift),
        "payments" => Generator::Payments(law),
        "loop" => Generator::Loop { keys: law.keys, requests: law.requests },
        _ => Generator::Zipf(law),
    })
}

fn whole(name: &str, value: &str, allowed: &RangeInclusive<u32>) -> Result<u32, String> {
    let number = value.parse::<u32>().ok().filter(|number| allowed.contains(number));
    let (least, most) = (allowed.start(), allowed.end());
    number.ok_or_else(|| format!("{name}={value} is not allowed; allowed: a whole number from {least} to {most}"))
}

fn seed(value: &str) -> Result<u64, String> {
    value.parse().map_err(|_| format!("seed={value} is not allowed; allowed: a whole number from 0 to {}", u64::MAX))
}

fn exponent(value: &str) -> Result<f64, String> {
    let number = value.parse::<f64>().ok().filter(|number| (0.0..=2.0).contains(number));
    number.ok_or_else(|| format!("exponent={value} is not allowed; allowed: a number from 0 to 2"))
}
