//! A person's file on its way to a trace: read a piece at a time, with word of how far it is.

use super::{FileForm, TraceAnswer};
use crate::cache::trace::Trace;
use crate::interop::trace::{Columns, Format, TraceError, beginning, read_counting, unpacked};
use crate::math;
use std::io::{BufRead, BufReader, Read};

/// Bytes that are read at a time.
const PIECE: usize = 1 << 18;
/// How many times it is said how far reading is.
const NEWS: u64 = 100;
/// A file to be read.
pub struct Source<'a> {
    /// Its bytes.
    pub bytes: Box<dyn Read + 'a>,
    /// How many there are.
    pub length: u64,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Source({} bytes)", self.length)
    }
}

impl Source<'_> {
    /// The trace in it, its form and how many lines were passed over. How far reading is, is told meanwhile.
    pub(super) fn load(
        self,
        form: &FileForm,
        tell: &dyn Fn(TraceAnswer),
    ) -> Result<(Trace, FileForm, u64), TraceError> {
        let meter = Meter { bytes: self.bytes, read: 0, length: self.length, told: 0, tell };
        load(BufReader::with_capacity(PIECE, meter), form)
    }
}

/// The answer that a file is no trace.
pub(super) fn refused(error: TraceError) -> TraceAnswer {
    let why = error.to_string();
    let (columns, instead) = match error {
        TraceError::Column { known, .. } => (known, None),
        TraceError::Guessed { known, others, .. } => (known, Some(FileForm::of(*others))),
        _ => (Vec::new(), None),
    };
    TraceAnswer::Refused { why, columns, instead }
}

impl FileForm {
    /// A table with these columns.
    fn of(columns: Columns) -> Self {
        let Columns { key, time, size, cost, .. } = columns;
        Self::Csv { key, time, size, cost }
    }
}

/// Reads a trace, whatever it is packed in, and says in which format and how many lines were passed over.
fn load(source: impl BufRead, form: &FileForm) -> Result<(Trace, FileForm, u64), TraceError> {
    let (start, source) = beginning(unpacked(source)?);
    let format = match form {
        FileForm::Guess => Format::guess(&start),
        FileForm::Keys => Format::Keys,
        FileForm::Csv { key, time, size, cost } => {
            let (key, time) = (key.clone(), time.clone());
            Format::Csv(Columns { key, time, size: size.clone(), cost: cost.clone(), time_is_guessed: false })
        }
        FileForm::OracleGeneral => Format::OracleGeneral,
        FileForm::RedisMonitor => Format::RedisMonitor,
    };
    let (trace, passed_over) = read_counting(source, &format)?;
    let form = match format {
        Format::Keys => FileForm::Keys,
        Format::Csv(columns) => FileForm::of(columns),
        Format::OracleGeneral => FileForm::OracleGeneral,
        Format::RedisMonitor => FileForm::RedisMonitor,
    };
    Ok((trace, form, passed_over))
}

/// Bytes on their way, with word of how many have passed.
struct Meter<'a> {
    bytes: Box<dyn Read + 'a>,
    read: u64,
    length: u64,
    told: u64,
    tell: &'a dyn Fn(TraceAnswer),
}

impl Read for Meter<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.read += math::wide(count);
        let news = self.read.saturating_mul(NEWS) / self.length.max(1);
        if news > self.told {
            self.told = news;
            (self.tell)(TraceAnswer::Reading { share: (math::float(news) / math::float(NEWS)).min(1.0) });
        }
        Ok(count)
    }
}
