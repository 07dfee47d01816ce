//! The beginning of a file, for a guess; what was looked at is read again afterwards.

use super::BEGINNING;
use crate::math;
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// The beginning of a file, as much as a guess looks at, and the whole file again. If it breaks off there, the whole does so
/// at the same place: the lines before that can be read, to name the last one.
#[must_use]
pub fn beginning<'a>(mut source: Box<dyn BufRead + 'a>) -> (Vec<u8>, Box<dyn BufRead + 'a>) {
    let mut start = Vec::new();
    let broken = source.by_ref().take(math::wide(BEGINNING)).read_to_end(&mut start).err();
    let rest: Box<dyn BufRead + 'a> = match broken {
        Some(error) => Box::new(BufReader::new(Broken(error))),
        None => source,
    };
    let whole = Cursor::new(start.clone()).chain(rest);
    (start, Box::new(whole))
}

/// What is left of a file that broke off.
struct Broken(io::Error);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(self.0.kind(), self.0.to_string()))
    }
}
